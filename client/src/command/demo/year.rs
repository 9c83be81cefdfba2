//! The year of a made-up session as a plan: who does what to which proposal, when. Pure, the same for the same seed.

use std::collections::BTreeMap;

use banli_shared::calendar::Date;
use banli_shared::case::{AssignmentRole, ReplyFormat};
use banli_shared::ids::{AssignmentNo, CaseId, Millis, PersonId, UnitCode};
use banli_shared::workflow::{
    Command, Decline, DispatchTo, HandOver, HandTo, KeyProposal, Merge, Note, On, Reassign,
    WithReason, WithReasonOn,
};

use super::office::{Office, department_of};
use super::proposals::DemoProposal;
use super::reply::{self, Plan};
use super::rng::Rng;

/// One step of the year. People and cases are not known yet: `handler` in a dispatch holds a login, `into` in a merge
/// the index of a proposal; a yes to a text lacks its hash (see [`name_text`]).
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// When.
    pub(crate) at_ms: Millis,
    /// The login of who does it.
    pub(crate) login: String,
    /// What.
    pub(crate) command: Command,
}

/// Puts the hash of the text that `read` gives for its assignment into a yes to a text; the plan cannot know it.
pub(super) fn name_text(command: &mut Command, read: impl Fn(AssignmentNo) -> Option<String>) {
    let (no, hash) = match command {
        Command::Approve(with) => (with.assignment, &mut with.hash),
        Command::Sign(with) => (with.assignment, &mut with.hash),
        Command::GiveOpinion(with) => (with.assignment, &mut with.hash),
        _ => return,
    };
    *hash = read(no).unwrap_or_default();
}

/// What happens to one proposal, in order.
pub(super) type Course = Vec<Step>;

/// Milliseconds of a day.
pub(super) const DAY_MS: Millis = 86_400_000;

/// Half past nine in Shanghai on this day.
#[must_use]
pub(super) fn morning(date: Date) -> Millis {
    let epoch: Date = "1970-01-01".parse().expect("written as a date");
    epoch.days_until(date) * DAY_MS + 90 * 60_000
}

/// What the committee office makes of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Handled,
    Declined,
    MergedInto(usize),
    Withdrawn,
}

/// The courses of all proposals, by index. Examining comes first in each.
#[must_use]
pub(super) fn plan(seed: u64, office: &Office, proposals: &[DemoProposal]) -> Vec<Course> {
    let fates = fates(seed, proposals);
    let mut courses: Vec<Course> = (0..proposals.len())
        .map(|n| {
            let mut rng = Rng::part(seed, 100_000 + n as u64);
            // Whoever may rate: own proposers, then those of what is merged in, in the order of the merges.
            let merged = (0..proposals.len()).filter(|m| fates[*m] == Fate::MergedInto(n));
            let raters = proposals[n]
                .proposers
                .iter()
                .copied()
                .chain(merged.flat_map(|m| proposals[m].proposers.iter().copied()))
                .collect();
            // All that is asked for, in the same order.
            let merged = (0..proposals.len()).filter(|m| fates[*m] == Fate::MergedInto(n));
            let asked = [n].into_iter().chain(merged);
            let asked = asked.map(|m| proposals[m].suggestions.len()).sum();
            let (proposal, fate) = (&proposals[n], fates[n]);
            let seats = Seats { raters, asked };
            course(n, fate, seats, &mut rng, office, proposal)
        })
        .collect();
    number_documents(&mut courses);
    courses
}

/// Completes the number of each reply, of which there is only whose it is: every unit counts what it signs in a year, in
/// the order of time.
fn number_documents(courses: &mut [Course]) {
    let steps = courses.iter_mut().flatten();
    let mut signed: Vec<(Millis, &mut String)> = steps
        .filter_map(|step| match &mut step.command {
            Command::Sign(with) => Some((step.at_ms, &mut with.document_number)),
            _ => None,
        })
        .collect();
    signed.sort_by_key(|(at_ms, _)| *at_ms);
    let mut given: BTreeMap<String, u32> = BTreeMap::new();
    for (at_ms, number) in signed {
        let year = reply::day_of(at_ms).year();
        number.push_str(&format!("〔{year}〕"));
        let count = given.entry(number.clone()).or_default();
        *count += 1;
        number.push_str(&format!("{count}号"));
    }
}

/// Merges go into an earlier one of the same subject group that is itself handled.
fn fates(seed: u64, proposals: &[DemoProposal]) -> Vec<Fate> {
    let mut rng = Rng::part(seed, 3);
    let mut fates: Vec<Fate> = vec![];
    for (n, proposal) in proposals.iter().enumerate() {
        let fate = match rng.weighted(&[950, 25, 20, 5]) {
            1 => Fate::Declined,
            2 => (0..n)
                .rev()
                .filter(|m| fates[*m] == Fate::Handled)
                .find(|m| proposals[*m].category == proposal.category)
                .map_or(Fate::Handled, Fate::MergedInto),
            3 => Fate::Withdrawn,
            _ => Fate::Handled,
        };
        fates.push(fate);
    }
    fates
}

/// Steps that only examine: done for every proposal before the first hand-over, in the order of the list.
#[must_use]
pub(super) const fn is_triage(command: &Command) -> bool {
    matches!(
        command,
        Command::File {}
            | Command::Decline(_)
            | Command::Merge(_)
            | Command::MarkKey(_)
            | Command::Withdraw(_)
    )
}

/// What merges bring to a proposal.
struct Seats {
    /// Whoever may rate.
    raters: Vec<usize>,
    /// How many suggestions are answered.
    asked: usize,
}

fn course(
    n: usize,
    fate: Fate,
    seats: Seats,
    rng: &mut Rng,
    office: &Office,
    proposal: &DemoProposal,
) -> Course {
    let office_login = if n.is_multiple_of(2) {
        "coordinator"
    } else {
        "coordinator2"
    };
    let examined = morning(proposal.submitted) + 5 * DAY_MS;
    let mut steps: Course = vec![];
    let mut office_does = |at_ms: Millis, command: Command| {
        steps.push(Step {
            at_ms,
            login: office_login.to_owned(),
            command,
        });
    };
    if fate == Fate::Declined {
        let decline = Decline {
            ground: (*rng.pick(&["empty", "academic", "litigation"])).to_owned(),
            note: "经审查不符合立案条件，已转有关部门参阅。".to_owned(),
            forwarded: Some(banli_shared::case::Forwarded::Opinion),
        };
        office_does(examined, Command::Decline(decline));
        return steps;
    }
    office_does(examined, Command::File {});
    match fate {
        Fate::MergedInto(into) => {
            let into = CaseId(into.to_string());
            office_does(examined + DAY_MS, Command::Merge(Merge { into }));
            return steps;
        }
        Fate::Withdrawn => {
            let reason = "提案人已与有关单位沟通解决。".to_owned();
            office_does(examined + DAY_MS, Command::Withdraw(WithReason { reason }));
            return steps;
        }
        Fate::Handled | Fate::Declined => {}
    }
    let key = rng.chance(4);
    if key {
        let leader = "市政协副主席".to_owned();
        office_does(examined + DAY_MS, Command::MarkKey(KeyProposal { leader }));
    }
    let sitting: Date = "2023-03-31".parse().expect("written as a date");
    let on = if proposal.submitted < sitting {
        sitting
    } else {
        proposal.submitted.plus_days(8).unwrap_or(sitting)
    };
    let desk = Desk {
        proposal,
        office,
        office_login,
        seats,
        key,
    };
    desk.hand_over(rng, morning(on), &mut steps);
    // Steps of several units run side by side: in the order of time, and as written where that is equal.
    steps.sort_by_key(|step| step.at_ms);
    steps
}

/// What goes for every unit of one proposal.
struct Desk<'a> {
    proposal: &'a DemoProposal,
    office: &'a Office,
    office_login: &'a str,
    seats: Seats,
    key: bool,
}

impl Desk<'_> {
    fn does(&self, steps: &mut Course, at_ms: Millis, command: Command) {
        steps.push(Step {
            at_ms,
            login: self.office_login.to_owned(),
            command,
        });
    }

    fn hand_over(&self, rng: &mut Rng, at_ms: Millis, steps: &mut Course) {
        let (leads, helpers) = (&self.proposal.leads, &self.proposal.helpers);
        let visit_required = rng.chance(30);
        let role = if leads.len() == 1 {
            AssignmentRole::Lead
        } else {
            AssignmentRole::Split
        };
        let unit = |code: &str, role| HandTo {
            unit: UnitCode::from(code),
            role,
            suggestions: vec![],
        };
        let to = leads
            .iter()
            .map(|code| unit(code, role))
            .chain(
                helpers
                    .iter()
                    .map(|code| unit(code, AssignmentRole::CoHandler)),
            )
            .collect();
        let hand_over = HandOver {
            to,
            due: None,
            goal: String::new(),
            visit_required,
            reply_format: if rng.chance(20) {
                ReplyFormat::InPerson
            } else {
                ReplyFormat::Letter
            },
            plain_weekdays: false,
        };
        self.does(steps, at_ms, Command::HandOver(hand_over));
        if self.key {
            let text = "请承办单位加强协调，当面听取委员意见，年内取得实效。".to_owned();
            self.does(
                steps,
                at_ms + 2 * DAY_MS,
                Command::RecordLeaderView(Note { text }),
            );
        }
        let mut opinions_in = at_ms;
        for (helper, no) in helpers.iter().zip(leads.len() as u32 + 1..) {
            opinions_in = opinions_in.max(self.opinion(rng, helper, no, at_ms, steps));
        }
        for (lead, no) in leads.iter().zip(1..) {
            let (unit, no, from) = self.perhaps_returned(rng, lead, no, at_ms, steps);
            let plan = Plan {
                proposal: self.proposal,
                office: self.office,
                office_login: self.office_login,
                raters: &self.seats.raters,
                asked: self.seats.asked,
                unit,
                no,
                must_meet: self.key || visit_required,
                key: self.key,
                open: rng.clone().chance(88),
                opinions_in,
            };
            reply::write(rng, &plan, from, steps);
        }
    }

    /// Now and then it goes back within the window, and to another unit.
    fn perhaps_returned(
        &self,
        rng: &mut Rng,
        lead: &'static str,
        no: u32,
        at_ms: Millis,
        steps: &mut Course,
    ) -> (&'static str, u32, Millis) {
        let (leads, helpers) = (&self.proposal.leads, &self.proposal.helpers);
        let other = TAKES_RETURNS
            .iter()
            .find(|code| !leads.contains(code) && !helpers.contains(code));
        let Some(other) = other.filter(|_| leads.len() == 1 && rng.chance(3)) else {
            return (lead, no, at_ms);
        };
        let reason = "该事项不属于我单位职责。".to_owned();
        steps.push(Step {
            at_ms: at_ms + 2 * DAY_MS,
            login: login(lead, "liaison"),
            command: Command::RequestReturn(WithReasonOn {
                assignment: no,
                reason,
            }),
        });
        let moves = Reassign {
            assignment: no,
            unit: UnitCode::from(*other),
            reason: "经协调调整主办单位。".to_owned(),
            due: None,
            plain_weekdays: false,
        };
        let from = at_ms + 4 * DAY_MS;
        self.does(steps, from, Command::Reassign(moves));
        (other, (leads.len() + helpers.len() + 1) as u32, from)
    }

    /// A co-handler's way to its opinion; when that is in or waived.
    fn opinion(
        &self,
        rng: &mut Rng,
        unit: &str,
        no: u32,
        from: Millis,
        steps: &mut Course,
    ) -> Millis {
        let begun = take_on(rng, unit, no, from, steps);
        if rng.chance(1) {
            // Never comes: the office waives it once it is late.
            let waived = from + 40 * DAY_MS;
            let reason = "会办意见逾期，主办单位已另行沟通。".to_owned();
            self.does(
                steps,
                waived,
                Command::WaiveOpinion(WithReasonOn {
                    assignment: no,
                    reason,
                }),
            );
            return waived;
        }
        let written = begun + rng.between(3, 16) as Millis * DAY_MS;
        reply::opinion(unit, no, written, steps)
    }
}

/// Units that a returned proposal can go to.
pub(super) const TAKES_RETURNS: &[&str] = &[
    "B01", "B02", "B09", "B14", "B19", "B23", "B30", "A06", "A07", "F04", "G02", "G03",
];

/// The unit whose head somebody stands in for.
pub(super) const UNIT_OF_DEPUTY: &str = "B18";

/// The first and the last day on which that head is away.
pub(super) const HEAD_AWAY: (&str, &str) = ("2023-05-15", "2023-07-14");

/// The login of somebody in a unit.
#[must_use]
pub(super) fn login(unit: &str, who: &str) -> String {
    format!("{}.{who}", unit.to_ascii_lowercase())
}

/// Who acts in a unit at that time: while its head is away, the one who stands in signs.
#[must_use]
pub(super) fn login_at(unit: &str, who: &str, at_ms: Millis) -> String {
    let away = at_ms >= morning(day(HEAD_AWAY.0)) && at_ms < morning(day(HEAD_AWAY.1));
    let stands_in = unit == UNIT_OF_DEPUTY && who == "head" && away;
    login(unit, if stands_in { "deputy" } else { who })
}

/// A day that is written in this program.
pub(super) fn day(written: &str) -> Date {
    written.parse().expect("written as a date")
}

/// Signing for it and giving it to the department; when that is done.
pub(super) fn take_on(
    rng: &mut Rng,
    unit: &str,
    no: u32,
    from: Millis,
    steps: &mut Course,
) -> Millis {
    let accepted = from + rng.between(1, 3) as Millis * DAY_MS;
    let dispatched = accepted + DAY_MS;
    let liaison = login(unit, "liaison");
    steps.push(Step {
        at_ms: accepted,
        login: liaison.clone(),
        command: Command::Accept(On { assignment: no }),
    });
    let to = DispatchTo {
        assignment: no,
        leader: String::new(),
        department: UnitCode(department_of(unit)),
        handler: Some(PersonId(login(unit, "handler"))),
        note: String::new(),
    };
    steps.push(Step {
        at_ms: dispatched,
        login: liaison,
        command: Command::Dispatch(to),
    });
    dispatched
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use banli_shared::text::number_key;

    use super::super::proposals::make;
    use super::*;

    #[test]
    fn a_year_is_about_ten_thousand_commands_in_order_and_the_same_for_its_seed() {
        let office = Office::make(2023);
        let proposals = make(2023, &office);
        let courses = plan(2023, &office, &proposals);
        let steps: usize = courses.iter().map(Vec::len).sum();
        assert!((8_000..30_000).contains(&steps), "{steps}");
        assert!(
            courses
                .iter()
                .all(|course| course.is_sorted_by_key(|step| step.at_ms))
        );
        let mut numbers = BTreeSet::new();
        for step in courses.iter().flatten() {
            if let Command::Sign(with) = &step.command {
                let number = &with.document_number;
                assert!(
                    numbers.insert(number_key(number)),
                    "{number} is given twice"
                );
            }
        }
        let again = plan(2023, &office, &proposals);
        assert_eq!(format!("{:?}", courses[17]), format!("{:?}", again[17]));
        for step in courses.iter().flatten() {
            assert!(
                office
                    .people
                    .iter()
                    .any(|person| person.login == step.login),
                "{}",
                step.login
            );
        }
    }
}
