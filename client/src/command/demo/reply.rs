//! How a unit comes to its reply in the made-up year, and what the member thinks of it.

use banli_shared::calendar::Date;
use banli_shared::case::{
    Class, Counterpart, Level, Openness, Position, Promise, Satisfaction, Verdict,
};
use banli_shared::ids::Millis;
use banli_shared::profile::ContactForm;
use banli_shared::workflow::{
    AnswerSuggestion, Approve, Command, GiveOpinion, LogContact, MarkOpenness, On, Rate,
    RecordRating, SaveDraft, SendBack, Sign,
};

use super::after;
use super::beside;
use super::late;
use super::office::Office;
use super::proposals::DemoProposal;
use super::rng::Rng;
use super::tasks;
use super::year::{Course, DAY_MS, Step, login, login_at, take_on};

/// What one reply item is about.
pub(super) struct Plan<'a> {
    pub(super) proposal: &'a DemoProposal,
    pub(super) office: &'a Office,
    pub(super) unit: &'a str,
    pub(super) no: u32,
    pub(super) must_meet: bool,
    /// A key proposal.
    pub(super) key: bool,
    pub(super) office_login: &'a str,
    /// Its reply is open to everybody.
    pub(super) open: bool,
    /// Members who may rate, in the order of the case.
    pub(super) raters: &'a [usize],
    /// How many suggestions are answered, those of merged proposals among them.
    pub(super) asked: usize,
    /// When the last opinion of a co-handler is in.
    pub(super) opinions_in: Millis,
}

/// The day of a moment, in Shanghai.
pub(super) fn day_of(at_ms: Millis) -> Date {
    let epoch: Date = "1970-01-01".parse().expect("written as a date");
    let days = (at_ms + 8 * 3_600_000).div_euclid(DAY_MS);
    epoch
        .plus_days(i32::try_from(days).unwrap_or(0))
        .unwrap_or(epoch)
}

/// From hand-over to the last rating.
pub(super) fn write(rng: &mut Rng, plan: &Plan<'_>, from: Millis, steps: &mut Course) {
    let begun = take_on(rng, plan.unit, plan.no, from, steps);
    if plan.key {
        tasks::write(plan, begun + DAY_MS / 24, steps);
    }
    beside::looked_into(&mut rng.clone(), plan, begun, steps);
    let mut at = begun + DAY_MS;
    let class = [Class::A, Class::B, Class::C, Class::D][rng.weighted(&[7484, 1932, 519, 65])];
    at = consult(rng, plan, at, false, steps);
    at = draft(rng, plan, at, class, steps);
    // Three months are about 91 days: most sign well before, some late.
    let late = rng.chance(6);
    let days = if late {
        rng.between(94, 125)
    } else {
        rng.between(45, 84)
    } as Millis;
    let signed = (from + days * DAY_MS)
        .max(plan.opinions_in + DAY_MS)
        .max(at + 4 * DAY_MS);
    if late {
        // Of some the draft was late, of others a level took too long.
        if rng.clone().chance(50)
            && let Some(submitted) = steps.last_mut()
        {
            at = at.max(signed - 5 * DAY_MS);
            submitted.at_ms = at;
        }
        late::write(&mut rng.clone(), plan, from, signed, steps);
    }
    review(rng, plan, at, signed, steps);
    let mut afterwards = rng.clone();
    let first = rate(rng, plan, signed, false, steps);
    if first != Some(Satisfaction::Dissatisfied) {
        let closed = closed(signed, first);
        return after::write(&mut afterwards, plan, class, closed, steps);
    }
    let mut again = signed + 20 * DAY_MS;
    again = consult(rng, plan, again, true, steps);
    let class = match class {
        Class::A => Class::A,
        _ => Class::B,
    };
    again = draft(rng, plan, again, class, steps);
    let signed = again + rng.between(3, 8) as Millis * DAY_MS;
    review(rng, plan, again, signed, steps);
    let rated = rate(rng, plan, signed, true, steps);
    let closed = closed(signed, rated);
    after::write(&mut afterwards, plan, class, closed, steps);
}

/// A day on which the item is closed: everybody has rated by then, or the office has closed it.
const fn closed(signed: Millis, rated: Option<Satisfaction>) -> Millis {
    match rated {
        Some(_) => signed + 16 * DAY_MS,
        None => signed + 92 * DAY_MS,
    }
}

pub(super) fn does(
    steps: &mut Course,
    plan: &Plan<'_>,
    who: &str,
    at_ms: Millis,
    command: Command,
) {
    steps.push(Step {
        at_ms,
        login: login_at(plan.unit, who, at_ms),
        command,
    });
}

/// One or two contacts; in a second handling with the head of the unit.
fn consult(
    rng: &mut Rng,
    plan: &Plan<'_>,
    from: Millis,
    again: bool,
    steps: &mut Course,
) -> Millis {
    let mut at = from;
    let contacts = rng.between(1, 2).max(if plan.key { 2 } else { 1 });
    for i in 0..contacts {
        at += rng.between(1, 4) as Millis * DAY_MS;
        let meets = (plan.must_meet || again) && i == 0 || rng.chance(35);
        let form = if meets {
            *rng.pick(&[ContactForm::Visit, ContactForm::Meeting])
        } else {
            *rng.pick(&[ContactForm::Phone, ContactForm::Wechat, ContactForm::Letter])
        };
        let handler = login(plan.unit, "handler");
        let head = login(plan.unit, "head");
        let mut unit_side = vec![Counterpart {
            name: plan.office.name_of(&handler).to_owned(),
            position: Position::Handler,
        }];
        if again {
            unit_side.push(Counterpart {
                name: plan.office.name_of(&head).to_owned(),
                position: Position::UnitHead,
            });
        }
        let member = &plan.office.members[plan.proposal.proposers[0]];
        let contact = LogContact {
            assignment: plan.no,
            on: day_of(at),
            form,
            members: vec![member.name.clone()],
            unit_side,
            said: "介绍了前期工作情况，听取委员对提案办理的意见。".to_owned(),
            outcome: "委员对工作思路表示认可，希望尽快落实。".to_owned(),
        };
        does(steps, plan, "handler", at, Command::LogContact(contact));
        if i == 0 && !again {
            beside::confirmed(&mut rng.clone(), plan, at, steps);
        }
    }
    at
}

/// Answers to every suggestion, the letter, its class and promises.
fn draft(rng: &mut Rng, plan: &Plan<'_>, from: Millis, class: Class, steps: &mut Course) -> Millis {
    let mut at = from + rng.between(2, 8) as Millis * DAY_MS;
    for i in 0..plan.asked {
        let verdict = match class {
            Class::A => *rng.pick(&[Verdict::Adopted, Verdict::Adopted, Verdict::PartlyAdopted]),
            Class::B if i == 0 => Verdict::Planned,
            Class::B => *rng.pick(&[Verdict::Adopted, Verdict::Planned, Verdict::PartlyAdopted]),
            Class::C | Class::D if i == 0 => Verdict::NotAdopted,
            Class::C | Class::D => *rng.pick(&[Verdict::NotAdopted, Verdict::PartlyAdopted]),
        };
        let answer = AnswerSuggestion {
            assignment: plan.no,
            suggestion: u32::try_from(i + 1).unwrap_or(1),
            verdict,
            text: answer_text(verdict).to_owned(),
        };
        at += 30_000;
        does(
            steps,
            plan,
            "handler",
            at,
            Command::AnswerSuggestion(answer),
        );
    }
    let promises = if class == Class::B {
        let by = day_of(at)
            .plus_days(i32::try_from(rng.between(120, 500)).unwrap_or(200))
            .unwrap_or(day_of(at));
        vec![Promise {
            text: format!("完成{}年度任务并向委员反馈", plan.proposal.category),
            by,
        }]
    } else {
        vec![]
    };
    at += 60_000;
    let body = letter(plan.proposal, plan.office, class);
    does(
        steps,
        plan,
        "handler",
        at,
        Command::SaveDraft(SaveDraft {
            assignment: plan.no,
            body,
            class: Some(class),
            promises,
        }),
    );
    at += 30_000;
    let mark = openness(plan);
    does(steps, plan, "handler", at, Command::MarkOpenness(mark));
    at += 30_000;
    does(
        steps,
        plan,
        "handler",
        at,
        Command::SubmitReply(On {
            assignment: plan.no,
        }),
    );
    at
}

/// Most replies are open; some only to who asks for them.
fn openness(plan: &Plan<'_>) -> MarkOpenness {
    let (openness, reason) = if plan.open {
        (Openness::Open, "")
    } else {
        (
            Openness::OnRequest,
            "涉及内部工作安排，依申请向申请人公开。",
        )
    };
    MarkOpenness {
        assignment: plan.no,
        openness,
        reason: reason.to_owned(),
    }
}

pub(super) const fn answer_text(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Adopted => "已采纳，相关措施已列入年度工作并正在实施。",
        Verdict::PartlyAdopted => "部分采纳，已先行开展试点，其余内容将结合条件逐步推进。",
        Verdict::Planned => "计划落实，已列入下一步工作安排，明确了责任处室和完成时限。",
        Verdict::NotAdopted => "因现行政策和资源条件限制，暂不能采纳，将继续跟踪研究。",
    }
}

pub(super) fn letter(proposal: &DemoProposal, office: &Office, class: Class) -> String {
    let name = &office.members[proposal.proposers[0]].name;
    let tail = match class {
        Class::A => "您所提建议已经解决或基本解决，感谢您对我市工作的关心支持。",
        Class::B => "您所提建议正在解决或已列入规划，我们将按期推进并及时向您反馈。",
        Class::C => {
            "受目前条件限制，您所提建议暂时难以解决，我们将创造条件、持续研究，并在条件成熟时优先安排。"
        }
        Class::D => {
            "您所提建议具有参考价值，我们将在今后制定相关政策和规划时认真研究吸收，感谢您的理解。"
        }
    };
    format!(
        "尊敬的{name}委员：\n您提出的《{}》收悉。我单位高度重视，会同有关单位认真研究，并与您进行了沟通，现答复如下：\n\
         一、关于工作现状。近年来，我们围绕{}领域持续投入，相关指标稳步提升。\n\
         二、关于所提建议的办理情况。各条建议的办理意见逐条附后。\n三、下一步工作。{tail}\n",
        proposal.title, proposal.category
    )
}

/// Three levels, now and then a send-back; signed at `signed`.
pub(super) fn review(
    rng: &mut Rng,
    plan: &Plan<'_>,
    submitted: Millis,
    signed: Millis,
    steps: &mut Course,
) {
    let room = (signed - submitted).max(4);
    let approve = |level| {
        Command::Approve(Approve {
            assignment: plan.no,
            level,
            hash: String::new(),
            note: String::new(),
        })
    };
    let mut begun = submitted;
    if rng.chance(10) {
        let back = SendBack {
            assignment: plan.no,
            defects: vec![(*rng.pick(&["evasive", "promise_without_action", "format"])).to_owned()],
            note: "请结合委员关切补充具体举措和完成时限。".to_owned(),
        };
        does(
            steps,
            plan,
            "chief",
            begun + room / 8,
            Command::SendBack(back),
        );
        let on = On {
            assignment: plan.no,
        };
        does(
            steps,
            plan,
            "handler",
            begun + room / 4,
            Command::SubmitReply(on),
        );
        begun += room / 4;
    }
    let left = signed - begun;
    does(steps, plan, "chief", begun + left / 3, approve(Level::One));
    does(
        steps,
        plan,
        "liaison",
        begun + left * 2 / 3,
        approve(Level::Two),
    );
    does(
        steps,
        plan,
        "head",
        signed,
        Command::Sign(Sign {
            assignment: plan.no,
            document_number: format!("{}函", plan.unit),
            hash: String::new(),
        }),
    );
}

/// Forms of all proposers; what the first says, if it says anything. Without a form the office closes the item once
/// the window has passed.
fn rate(
    rng: &mut Rng,
    plan: &Plan<'_>,
    signed: Millis,
    again: bool,
    steps: &mut Course,
) -> Option<Satisfaction> {
    use Satisfaction::{BasicallySatisfied, Dissatisfied, Satisfied};
    if rng.chance(7) {
        let close = Command::Close(On {
            assignment: plan.no,
        });
        steps.push(Step {
            at_ms: signed + 90 * DAY_MS,
            login: plan.office_login.to_owned(),
            command: close,
        });
        return None;
    }
    let weights = if again { [75, 25, 0] } else { [80, 15, 5] };
    let lead = [Satisfied, BasicallySatisfied, Dissatisfied][rng.weighted(&weights)];
    let at = signed + rng.between(3, 14) as Millis * DAY_MS;
    // The others first: once the first proposer is dissatisfied, the next round begins.
    for (i, member) in plan.raters.iter().enumerate().skip(1).rev() {
        let says = [Satisfied, BasicallySatisfied][rng.weighted(&[80, 20])];
        let at_ms = at - Millis::try_from(i).unwrap_or(1) * 60_000;
        form(plan, *member, i, says, at_ms, rng.chance(20), steps);
    }
    form(plan, plan.raters[0], 0, lead, at, rng.chance(20), steps);
    Some(lead)
}

fn form(
    plan: &Plan<'_>,
    member: usize,
    index: usize,
    says: Satisfaction,
    at_ms: Millis,
    on_paper: bool,
    steps: &mut Course,
) {
    let form = Rate {
        assignment: plan.no,
        work: Some(if says == Satisfaction::Dissatisfied {
            Satisfaction::BasicallySatisfied
        } else {
            says
        }),
        result: Some(says),
        contacted: Some(true),
        contact_forms: vec![],
        comment: if says == Satisfaction::Dissatisfied {
            "答复没有回应核心诉求，希望提出具体措施。".to_owned()
        } else {
            String::new()
        },
    };
    let (login, command) = if on_paper {
        let rater = u32::try_from(index + 1).unwrap_or(1);
        (
            plan.office_login.to_owned(),
            Command::RecordRating(RecordRating { rater, form }),
        )
    } else {
        (
            plan.office.members[member].login.clone(),
            Command::Rate(form),
        )
    };
    steps.push(Step {
        at_ms,
        login,
        command,
    });
}

/// A co-handler writes, reviews and gives its opinion; when that is done.
pub(super) fn opinion(unit: &str, no: u32, from: Millis, steps: &mut Course) -> Millis {
    let mut at_ms = from;
    let mut does = |who: &str, after: Millis, command: Command| {
        at_ms += after;
        steps.push(Step {
            at_ms,
            login: login_at(unit, who, at_ms),
            command,
        });
    };
    let body =
        "经研究，我单位支持该提案所提方向，将在职责范围内配合主办单位做好相关工作。".to_owned();
    does(
        "handler",
        0,
        Command::SaveDraft(SaveDraft {
            assignment: no,
            body,
            class: None,
            promises: vec![],
        }),
    );
    does(
        "handler",
        60_000,
        Command::SubmitReply(On { assignment: no }),
    );
    let approve = |level| {
        Command::Approve(Approve {
            assignment: no,
            level,
            hash: String::new(),
            note: String::new(),
        })
    };
    does("chief", DAY_MS, approve(Level::One));
    does("liaison", DAY_MS, approve(Level::Two));
    does(
        "head",
        DAY_MS,
        Command::GiveOpinion(GiveOpinion {
            assignment: no,
            hash: String::new(),
        }),
    );
    at_ms
}
