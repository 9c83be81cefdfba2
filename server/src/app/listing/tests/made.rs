//! Made-up cases at every stage. They need not have come about by the rules: what is read of them must be right anyway.

use std::collections::BTreeMap;

use banli_shared::calendar::{BeyondData, Calendar, Date, DeadlineRule, Term};
use banli_shared::case::{
    Absorbed, Answer, Assignment, AssignmentRole, Case, Class, Closure, Consent, Contact, Dispatch,
    Duty, Ending, Intake, Issued, KeyMark, Kind, Level, Openness, OpennessMark, Outcome,
    PromiseState, Proposal, Proposer, Published, PublishedAs, Rating, ReplyFormat, ReviewStep,
    Round, Satisfaction, Stage, Stated, StepKind, Suggestion, Task, TaskDropped, TaskPart, Timing,
    TrackedPromise, Verdict, Waiver,
};
use banli_shared::ids::{Millis, PersonId, SuggestionNo, UnitCode};
use banli_shared::profile::ContactForm;

/// Monday, 2023-02-06, 09:00 in Shanghai, and the day.
pub(super) const BEGIN_MS: i64 = 1_675_645_200_000;
const BEGIN: &str = "2023-02-06";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Numbers that look random and are the same every time (`SplitMix64`).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap_or(0)
    }

    /// Yes in `percent` of a hundred.
    pub(super) fn likely(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    /// One of these.
    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.roll(from.len())]
    }
}

/// Who and what there is to choose from.
pub(super) struct Town {
    /// Units, each with its departments.
    pub(super) units: Vec<(UnitCode, Vec<UnitCode>)>,
    /// People who may be proposers.
    pub(super) people: Vec<PersonId>,
    /// For deadlines.
    pub(super) calendar: Calendar,
    /// The length of a proposal, in characters.
    pub(super) text: usize,
}

impl Town {
    /// The case with this number, from 1.
    pub(super) fn case(&self, n: usize, dice: &mut Dice) -> Case {
        let day = dice.roll(120);
        let submitted_ms = BEGIN_MS + DAY_MS * i64::try_from(day).unwrap_or(0);
        let handed_over = BEGIN.parse::<Date>().ok().and_then(|begin| {
            let days = i32::try_from(day + 5).ok()?;
            begin.plus_days(days)
        });
        let handed_over = handed_over.unwrap_or_else(|| unreachable!("a day of the same year"));
        let intake = self.intake(dice);
        let filed = matches!(intake, Intake::Filed);
        let mut case = Case {
            id: format!("{n:026}").as_str().into(),
            session: "2023".into(),
            version: 1 + dice.roll(20) as u64,
            intake_number: format!("2023-S{n:04}").as_str().into(),
            rules: 1,
            number: filed.then(|| format!("2023{n:04}").as_str().into()),
            proposal: self.proposal(n, submitted_ms, dice),
            intake,
            intake_since_ms: submitted_ms,
            key: dice.likely(5).then(|| KeyMark {
                leader: "李主席".into(),
            }),
            leader_views: vec![],
            absorbed: vec![],
            notes: vec![],
            assignments: vec![],
        };
        if filed && dice.likely(5) {
            case.absorbed.push(Absorbed {
                case: "0".into(),
                number: None,
                intake_number: None,
                title: "并入的提案".into(),
                proposers: vec![self.proposer(dice)],
                publication: Consent::default(),
                suggestions: vec![Suggestion {
                    no: 2,
                    text: "并入的建议".into(),
                }],
            });
        }
        if filed && dice.likely(95) {
            let first = dice.roll(self.units.len());
            let others = *dice.pick(&[0, 0, 1, 1, 1, 2, 2, 3, 4]);
            for no in 0..=others.min(self.units.len() - 1) {
                let at = (first + no) % self.units.len();
                let a = self.assignment(no, at, handed_over, &case, dice);
                case.assignments.push(a);
            }
        }
        case
    }

    fn intake(&self, dice: &mut Dice) -> Intake {
        let filed = dice.likely(50);
        match dice.roll(40) {
            0 | 1 => Intake::Submitted,
            2 => Intake::NeedsRevision {
                reason: "请补充".into(),
            },
            3 => Intake::Declined {
                ground: "empty".into(),
                note: String::new(),
                forwarded: None,
            },
            4 => Intake::Merged {
                into: "0".into(),
                number: "20230001".into(),
                filed,
            },
            5 => Intake::Withdrawn {
                reason: "撤回".into(),
                filed,
            },
            _ => Intake::Filed,
        }
    }

    fn proposer(&self, dice: &mut Dice) -> Proposer {
        let person = dice.pick(&self.people).clone();
        Proposer {
            name: format!("委员{person}"),
            // Some cannot log in.
            person: dice.likely(80).then_some(person),
        }
    }

    fn proposal(&self, n: usize, submitted_ms: i64, dice: &mut Dice) -> Proposal {
        let topics = ["城建", "教育", "医疗", "交通", "文化"];
        let category = (*dice.pick(&topics)).to_owned();
        Proposal {
            title: format!("关于加强{category}领域第{n}项公共服务的提案"),
            body: "建议".chars().cycle().take(self.text).collect(),
            proposers: (0..*dice.pick(&[1, 1, 1, 1, 2, 3]))
                .map(|_| self.proposer(dice))
                .collect(),
            kind: *dice.pick(Kind::ALL),
            category,
            timing: *dice.pick(Timing::ALL),
            publication: *dice.pick(Consent::ALL),
            consents: vec![],
            suggestions: vec![Suggestion {
                no: 1,
                text: "增加投入".into(),
            }],
            submitted_ms,
        }
    }

    fn assignment(
        &self,
        index: usize,
        at: usize,
        on: Date,
        case: &Case,
        dice: &mut Dice,
    ) -> Assignment {
        let (unit, departments) = &self.units[at];
        let role = match index {
            0 => AssignmentRole::Lead,
            _ => *dice.pick(&[
                AssignmentRole::CoHandler,
                AssignmentRole::CoHandler,
                AssignmentRole::Split,
            ]),
        };
        let term = if role.owes_reply() { 3 } else { 1 };
        let rule = DeadlineRule {
            term: Term::Months(term),
            roll_forward: true,
        };
        let deadline = |from| {
            let deadline = self
                .calendar
                .deadline(from, rule, BeyondData::CountPlainWeekdays);
            deadline.unwrap_or_else(|_| unreachable!("a term of months"))
        };
        let stage = self.stage(role, dice);
        let since_ms = case.proposal.submitted_ms + 1000 * i64::try_from(index).unwrap_or(0);
        let due = deadline(on);
        let mut rounds = vec![Round::begin(1, since_ms, "", due.clone())];
        if role.owes_reply() && dice.likely(10) {
            issue(&mut rounds[0], on, case, dice);
            rounds[0].outcome = Some(Satisfaction::Dissatisfied);
            rounds.push(Round::begin(2, since_ms, "不满意", deadline(due.date)));
        }
        let out = matches!(
            stage,
            Stage::Issued | Stage::OpinionGiven | Stage::Rated | Stage::Closed { .. }
        );
        if let Some(round) = rounds.last_mut().filter(|_| out) {
            issue(round, on, case, dice);
        }
        // Who was something else in the round is no longer called on.
        if let Some(round) = rounds.last_mut().filter(|_| dice.likely(50)) {
            let person = dice.pick(&self.people).clone();
            round.duties.insert(person, *dice.pick(Duty::ALL));
        }
        let dispatched = !matches!(
            stage,
            Stage::HandedOver | Stage::Accepted | Stage::ReturnRequested { .. }
        );
        Assignment {
            no: u32::try_from(index + 1).unwrap_or(1),
            role,
            unit: unit.clone(),
            handed_over_ms: since_ms,
            handed_over_on: on,
            original_due: due,
            goal: String::new(),
            visit_required: false,
            reply_format: ReplyFormat::Letter,
            suggestions: vec![],
            stage,
            since_ms,
            dispatch: (dispatched && !departments.is_empty()).then(|| Dispatch {
                leader: String::new(),
                department: dice.pick(departments).clone(),
                handler: dice.likely(20).then(|| dice.pick(&self.people).clone()),
                note: String::new(),
                at_ms: since_ms,
            }),
            waived: (role == AssignmentRole::CoHandler && since_ms / DAY_MS % 3 == 0).then(|| {
                Waiver {
                    by: self.people[0].clone(),
                    why: "逾期未提意见".into(),
                    at_ms: since_ms,
                }
            }),
            urgings: vec![],
            spot_checks: vec![],
            tasks: match role.owes_reply() {
                true => self.tasks(since_ms, on, dice),
                false => vec![],
            },
            promises: match rounds.last().and_then(|round| round.issued.as_ref()) {
                Some(issued) if role.owes_reply() => promised(issued, dice),
                _ => vec![],
            },
            outcomes: match role.owes_reply() && out {
                true => outcomes(on, dice),
                false => vec![],
            },
            rounds,
        }
    }

    /// Tasks for units and departments anywhere: mostly none; some are taken back, some passed on.
    fn tasks(&self, at_ms: Millis, on: Date, dice: &mut Dice) -> Vec<Task> {
        let many = if dice.likely(25) { 2 } else { 0 };
        let tasks = (1..=many).map(|no| {
            let (unit, departments) = dice.pick(&self.units);
            let part = TaskPart {
                unit: if dice.likely(20) {
                    dice.pick(departments)
                } else {
                    unit
                }
                .clone(),
                department: dice.likely(30).then(|| dice.pick(departments).clone()),
                done_ms: dice.likely(40).then_some(at_ms),
                steps: vec![],
            };
            Task {
                no,
                suggestion: 1,
                text: "任务".to_owned(),
                due: on.plus_days(60).unwrap_or(on),
                moves: vec![],
                round: 1,
                by: dice.pick(&self.people).clone(),
                name: String::new(),
                at_ms,
                parts: vec![part],
                dropped: dice.likely(30).then(|| TaskDropped {
                    reason: String::new(),
                    ending: None,
                    unmerged: None,
                    by: dice.pick(&self.people).clone(),
                    name: String::new(),
                    at_ms,
                }),
            }
        });
        tasks.collect()
    }

    fn stage(&self, role: AssignmentRole, dice: &mut Dice) -> Stage {
        match dice.roll(20) {
            0 => Stage::HandedOver,
            1 => Stage::ReturnRequested {
                reason: "非本单位职责".into(),
                by: dice.pick(&self.people).clone(),
                accepted: false,
            },
            2 => Stage::Accepted,
            3 | 4 => Stage::Dispatched,
            5 | 6 => Stage::Drafting,
            7..=9 => Stage::Reviewing {
                level: *dice.pick(Level::ALL),
            },
            10 => Stage::Ended {
                how: Ending::Returned,
            },
            _ if !role.owes_reply() => Stage::OpinionGiven,
            11..=14 => Stage::Issued,
            15 => Stage::Rated,
            16..=18 => Stage::Closed {
                how: Closure::Rated,
            },
            _ => Stage::Closed {
                how: Closure::WindowPassed,
            },
        }
    }
}

/// What came of it: mostly nothing; one in five is struck out.
fn outcomes(on: Date, dice: &mut Dice) -> Vec<Outcome> {
    let many = if dice.likely(25) { 2 } else { 0 };
    let outcomes = (1..=many).map(|no| Outcome {
        no,
        kind: (*dice.pick(&["policy", "project", "funds"])).to_owned(),
        title: format!("第{no}项成果"),
        document: String::new(),
        on,
        suggestions: vec![],
        by: "0".into(),
        name: String::new(),
        at_ms: 0,
        struck: dice.likely(20).then(String::new),
    });
    outcomes.collect()
}

/// What a reply has promised: nothing, or one or two things in some state.
fn promised(issued: &Issued, dice: &mut Dice) -> Vec<TrackedPromise> {
    let many = u32::try_from(dice.roll(4)).unwrap_or(0).min(2);
    let promises = (1..=many).map(|no| {
        let days = i32::try_from(dice.roll(200)).unwrap_or(0);
        let due = issued.on.plus_days(days).unwrap_or(issued.on);
        TrackedPromise {
            no,
            text: format!("第{no}项承诺"),
            due,
            first_due: due,
            round: 1,
            made_ms: issued.at_ms,
            made_on: issued.on,
            state: *dice.pick(PromiseState::ALL),
            steps: vec![],
        }
    });
    promises.collect()
}

/// What a reply says to each suggestion, to some nothing; each unit says its own.
fn answers(case: &Case, begun_ms: Millis) -> BTreeMap<SuggestionNo, Answer> {
    let mut dice = Dice(begun_ms.unsigned_abs());
    let mut answers = BTreeMap::new();
    for asked in case.suggestions() {
        let verdict = *dice.pick(Verdict::ALL);
        let text = String::new();
        if dice.likely(80) {
            answers.insert(asked.no, Answer { verdict, text });
        }
    }
    answers
}

/// Sends a reply, or an opinion, out on some day around its deadline, handed in some days before, and rates it now and
/// then.
fn issue(round: &mut Round, on: Date, case: &Case, dice: &mut Dice) {
    round.content.answers = answers(case, round.begun_ms);
    let day = i32::try_from(40 + dice.roll(70)).unwrap_or(40);
    let on = on.plus_days(day).unwrap_or(on);
    round.openness = dice.likely(60).then(|| OpennessMark {
        openness: *dice.pick(Openness::ALL),
        reason: String::new(),
        by: "made".into(),
        name: "made".into(),
        at_ms: 0,
    });
    round.published = dice.likely(20).then(|| Published {
        form: *dice.pick(PublishedAs::ALL),
        note: String::new(),
        by: "made".into(),
        name: "made".into(),
        at_ms: 0,
    });
    round.issued = Some(Issued {
        class: dice.likely(95).then(|| *dice.pick(Class::ALL)),
        document_number: "深函1号".into(),
        by: "0".into(),
        name: String::new(),
        at_ms: round.begun_ms,
        on,
        hash: String::new(),
    });
    let days = i64::from(day) - (round.begun_ms / DAY_MS) % 20;
    round.trail.push(ReviewStep {
        kind: StepKind::Submitted,
        level: None,
        by: "0".into(),
        name: String::new(),
        at_ms: round.begun_ms + days * DAY_MS,
        defects: vec![],
        note: String::new(),
        class: None,
    });
    if dice.likely(60) {
        round.contacts.push(Contact {
            no: 1,
            on,
            form: *dice.pick(ContactForm::ALL),
            members: vec![],
            unit_side: vec![],
            said: String::new(),
            outcome: String::new(),
            by: "0".into(),
            at_ms: round.begun_ms,
            struck: dice.likely(10).then(String::new),
            confirmations: vec![],
        });
    }
    for rater in case.raters() {
        if dice.likely(50) {
            let said = Stated::Said(*dice.pick(Satisfaction::ALL));
            round.outcome = said.said();
            round.ratings.push(Rating {
                rater: rater.no,
                name: rater.proposer.name.clone(),
                work: said,
                result: said,
                contacted: None,
                contact_forms: vec![],
                comment: String::new(),
                at_ms: round.begun_ms,
                recorded_by: None,
            });
        }
    }
}
