//! One case, played from event to event.

use std::sync::LazyLock;

use super::cast::{ORG, actor};
use super::sayings::{answer, draft, hand_over, on, rate, why};
use crate::calendar::{Calendar, Date, LocalDay};
use crate::case::{
    AssignmentRole, Case, Class, Consent, Counterpart, Kind, Level, Position, Proposer,
    Satisfaction, Stage, StageName, Timing, Verdict,
};
use crate::ids::{AssignmentNo, Millis};
use crate::profile::{ContactForm, Profile};
use crate::text::Bilingual;
use crate::workflow::{
    Approve, Command, Context, Decision, DispatchTo, Event, GiveOpinion, HandTo, LogContact, Merge,
    Note, Numbers, Proposed, Refusal, Sign, begin, decide, evolve, submit,
};

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::published);

/// The published calendar with a day off of the office's own on the day on which first replies are due.
static OTHER_CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let mut table = Calendar::published_table().clone();
    table.local.push(LocalDay {
        date: date("2023-06-30"),
        works: false,
        name: Bilingual::new("停电", "no power"),
    });
    Calendar::new(&table).unwrap()
});

/// A case with its record, the case it is merged with, and the day it is.
#[derive(Clone)]
pub(crate) struct Play {
    pub(crate) case: Case,
    pub(crate) events: Vec<Event>,
    /// The other case of a merge, before or after it.
    pub(crate) other: Case,
    pub(crate) other_events: Vec<Event>,
    pub(crate) profile: Profile,
    /// The newest revision of the rules; the case began under the first.
    pub(crate) rules: u32,
    /// That revision, where it says anything else than the first.
    pub(crate) newest: Option<Profile>,
    calendar: &'static Calendar,
    pub(crate) session_closed_on: Option<Date>,
    pub(crate) today: Date,
    pub(crate) now_ms: Millis,
    numbers: Numbers,
    other_numbers: Numbers,
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A joint proposal of p1 and p2 that asks for two things.
pub(crate) fn proposed(proposers: &[&str]) -> Proposed {
    Proposed {
        title: "关于加强社区养老服务的提案".into(),
        body: "社区养老设施不足，建议增加投入。".into(),
        proposers: proposers
            .iter()
            .map(|code| Proposer {
                name: format!("名{code}"),
                person: Some((*code).into()),
            })
            .collect(),
        kind: Kind::Joint,
        category: "社会".into(),
        timing: Timing::InSession,
        publication: Consent::Agreed,
        submitted_on: None,
        suggestions: vec!["新建十个日间照料中心".into(), "培训护理员".into()],
    }
}

impl Play {
    /// Submitted by p1, who leads, and p2. Beside it stands a filed proposal of m and m2.
    pub(crate) fn new() -> Self {
        Self::submitted(&proposed(&["p1", "p2"]))
    }

    /// As [`Play::new`], of these proposers.
    pub(crate) fn of(proposers: &[&str]) -> Self {
        Self::submitted(&proposed(proposers))
    }

    pub(crate) fn submitted(proposed: &Proposed) -> Self {
        Self::try_submit("c1", proposed).unwrap_or_else(|no| panic!("{no}"))
    }

    pub(crate) fn try_submit(who: &str, what: &Proposed) -> Result<Self, Refusal> {
        let profile = Profile::shenzhen();
        let other = begun("case-m", "c1", &proposed(&["m", "m2"]), &profile)?;
        let (case, events) = begun("case-p", who, what, &profile)?;
        let mut play = Self {
            case,
            events,
            other: other.0,
            other_events: other.1,
            profile,
            rules: 1,
            newest: None,
            calendar: &CALENDAR,
            session_closed_on: None,
            today: date("2023-03-31"),
            now_ms: 1_000_000,
            numbers: numbers("case-p"),
            other_numbers: numbers("case-m"),
        };
        play.swap();
        play.attempt("c1", &Command::File {})?;
        play.swap();
        Ok(play)
    }

    /// The proposal of m and m2, with a filed one of p1 and p2 beside it.
    pub(crate) fn the_other_way_round(mut self) -> Self {
        self.swap();
        self
    }

    fn swap(&mut self) {
        std::mem::swap(&mut self.case, &mut self.other);
        std::mem::swap(&mut self.events, &mut self.other_events);
        std::mem::swap(&mut self.numbers, &mut self.other_numbers);
    }

    pub(crate) fn ctx(&self) -> Context<'_> {
        Context {
            now_ms: self.now_ms,
            today: self.today,
            profile: &self.profile,
            rules: self.rules,
            newest: self.newest.as_ref().unwrap_or(&self.profile),
            calendar: self.calendar,
            session_closed_on: self.session_closed_on,
            submitted_on: Some(date("2023-03-01")),
            org: &ORG,
            staff: None,
            numbers: Some(&self.numbers),
            other: Some(&self.other),
            documents: None,
        }
    }

    /// What would happen.
    pub(crate) fn ask(&self, who: &str, command: &Command) -> Result<Decision, Refusal> {
        decide(&self.case, actor(who), command, &self.ctx())
    }

    /// Does it, if the rules let `who`.
    pub(crate) fn attempt(&mut self, who: &str, command: &Command) -> Result<(), Refusal> {
        self.now_ms += 1_000;
        let decision = self.ask(who, command)?;
        for event in decision.own {
            self.case = evolve(self.case.clone(), &event);
            self.events.push(event);
        }
        for (id, event) in decision.other {
            assert_eq!(id, self.other.id);
            self.other = evolve(self.other.clone(), &event);
            self.other_events.push(event);
        }
        Ok(())
    }

    /// Does it; the rules must let `who`.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "histories read as they are written"
    )]
    #[track_caller]
    pub(crate) fn by(mut self, who: &str, command: Command) -> Self {
        if let Err(no) = self.attempt(who, &command) {
            panic!("{who}, {}: {no}", command.action());
        }
        self
    }

    /// It is another day.
    pub(crate) fn at(mut self, day: &str) -> Self {
        self.today = date(day);
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Profile)) -> Self {
        change(&mut self.profile);
        self
    }

    pub(crate) fn filed(self) -> Self {
        self.by("c1", Command::File {})
    }

    /// The other case is merged into this one.
    pub(crate) fn absorbing(self) -> Self {
        self.the_other_way_round()
            .by(
                "c1",
                Command::Merge(Merge {
                    into: "case-p".into(),
                }),
            )
            .the_other_way_round()
    }

    /// Handed over: `A` leads, `b` co-handles, and so on (`A=lead B=co C=split`); `C=split:2` answers
    /// suggestion 2.
    #[track_caller]
    pub(crate) fn handed(self, to: &str) -> Self {
        let to = to
            .split_whitespace()
            .map(|word| {
                let (unit, role) = word.split_once('=').unwrap();
                let (role, part) = role.split_once(':').unwrap_or((role, ""));
                HandTo {
                    unit: unit.into(),
                    role: match role {
                        "lead" => AssignmentRole::Lead,
                        "split" => AssignmentRole::Split,
                        _ => AssignmentRole::CoHandler,
                    },
                    suggestions: part.split_terminator(',').flat_map(str::parse).collect(),
                }
            })
            .collect();
        self.by("c1", Command::HandOver(hand_over(to)))
    }

    /// Plays assignment `no` on to `stage` by the usual people: liaison, first handler of the first department, its
    /// head, unit head.
    #[track_caller]
    pub(crate) fn to(mut self, no: AssignmentNo, stage: StageName) -> Self {
        for _ in 0..20 {
            if self.case.assignment(no).unwrap().stage.name() == stage {
                return self;
            }
            let (who, command) = self.next_step(no);
            self = self.by(&who, command);
        }
        panic!("{stage} cannot be reached");
    }

    /// Plays on until the draft is whole and can be handed in.
    #[track_caller]
    pub(crate) fn ready(mut self, no: AssignmentNo) -> Self {
        for _ in 0..20 {
            let (who, command) = self.next_step(no);
            if matches!(command, Command::SubmitReply(_)) {
                return self;
            }
            self = self.by(&who, command);
        }
        panic!("it is never ready");
    }

    /// Who does what next, in the usual course of things.
    pub(crate) fn next_step(&self, no: AssignmentNo) -> (String, Command) {
        let a = self.case.assignment(no).unwrap();
        let unit = a.unit.as_str().to_lowercase();
        let of_unit = |post: &str| format!("{unit}-{post}");
        let of_department = |post: &str| match a.department() {
            Some(department) if *department != a.unit => {
                format!("{unit}{}-{post}", &department.as_str()[2..])
            }
            _ => format!("{unit}-{post}"),
        };
        let hash = a.round().content.hash();
        match &a.stage {
            Stage::HandedOver => (of_unit("lia"), Command::Accept(on(no))),
            Stage::ReturnRequested { .. } => (of_unit("lia"), Command::CancelReturn(on(no))),
            Stage::Accepted => (
                of_unit("lia"),
                Command::Dispatch(DispatchTo {
                    assignment: no,
                    leader: "分管".into(),
                    department: match a.unit.as_str() {
                        "E" => "E".into(),
                        unit => format!("{unit}-1").as_str().into(),
                    },
                    handler: None,
                    note: String::new(),
                }),
            ),
            Stage::Dispatched | Stage::Drafting => {
                (of_department("hand"), self.next_of_drafting(no))
            }
            Stage::Reviewing {
                level: Level::Three,
            } if a.role.owes_reply() && !self.case.leader_was_heard() => (
                "c1".into(),
                Command::RecordLeaderView(Note {
                    text: "请务必年内见效".into(),
                }),
            ),
            Stage::Reviewing {
                level: Level::Three,
            } => (
                of_unit("head"),
                if a.role.owes_reply() {
                    Command::Sign(Sign {
                        assignment: no,
                        document_number: "深府函〔2023〕1号".into(),
                        hash,
                    })
                } else {
                    Command::GiveOpinion(GiveOpinion {
                        assignment: no,
                        hash,
                    })
                },
            ),
            Stage::Reviewing { level } => (
                match level {
                    Level::One => of_department("dh"),
                    _ => of_unit("lia"),
                },
                Command::Approve(Approve {
                    assignment: no,
                    level: *level,
                    hash,
                    note: String::new(),
                }),
            ),
            Stage::Issued | Stage::Rated => ("p1".into(), rate(no, Satisfaction::Satisfied)),
            Stage::OpinionGiven | Stage::Closed { .. } | Stage::Ended { .. } => {
                panic!("nothing is left to do")
            }
        }
    }

    fn next_of_drafting(&self, no: AssignmentNo) -> Command {
        let a = self.case.assignment(no).unwrap();
        let round = a.round();
        if a.role == AssignmentRole::CoHandler {
            return match round.content.body.is_empty() {
                true => draft(no, None),
                false => Command::SubmitReply(on(no)),
            };
        }
        let need = match self.case.key {
            Some(_) => self.profile.key.contacts_needed,
            None => 1,
        };
        if round.contacts_that_count().count() < usize::from(need) {
            return self.contact(no);
        }
        if round.content.body.is_empty() {
            return draft(no, Some(Class::A));
        }
        let mut asked = self.case.asked_of(a);
        match asked.find(|asked| !round.content.answers.contains_key(&asked.no)) {
            Some(asked) => answer(no, asked.no, Verdict::Adopted),
            None => Command::SubmitReply(on(no)),
        }
    }

    /// A visit today, by a handler and the head of the department.
    pub(crate) fn contact(&self, no: AssignmentNo) -> Command {
        Command::LogContact(LogContact {
            assignment: no,
            on: self.today,
            form: ContactForm::Visit,
            members: vec!["名p1".into()],
            unit_side: vec![
                Counterpart {
                    name: "经办".into(),
                    position: Position::Handler,
                },
                Counterpart {
                    name: "处长".into(),
                    position: Position::DepartmentHead,
                },
            ],
            said: "当面听取意见".into(),
            outcome: "同意".into(),
        })
    }

    /// The session has newer rules since.
    pub(crate) fn under_older_rules(mut self) -> Self {
        self.rules = 2;
        self
    }

    /// The office has had another day off since.
    pub(crate) fn with_a_day_off_more(mut self) -> Self {
        self.calendar = &OTHER_CALENDAR;
        self
    }

    /// Withdrawn by p1.
    pub(crate) fn withdrawn(self) -> Self {
        self.by("p1", Command::Withdraw(why("已解决")))
    }
}

fn numbers(case: &str) -> Numbers {
    Numbers {
        intake: format!("2023-{case}").as_str().into(),
        proposal: format!("2023{case}").as_str().into(),
    }
}

fn begun(
    id: &str,
    who: &str,
    what: &Proposed,
    profile: &Profile,
) -> Result<(Case, Vec<Event>), Refusal> {
    let ctx = Context {
        now_ms: 1_000,
        today: date("2023-03-01"),
        profile,
        rules: 1,
        newest: profile,
        calendar: &CALENDAR,
        session_closed_on: None,
        submitted_on: None,
        org: &ORG,
        staff: None,
        numbers: Some(&numbers(id)),
        other: None,
        documents: None,
    };
    let decision = submit(&id.into(), &"2023".into(), what, actor(who), &ctx)?;
    let case = begin(&decision.own[0]).unwrap();
    Ok((case, decision.own))
}
