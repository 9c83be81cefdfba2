//! What people are told at once when something happens, besides seeing it on the case.

use super::attention::{Attention, AttentionWhy, Holder, attention, persons};
use super::context::Context;
use super::event::{Event, Happened};
use super::task::{handler, who_has};
use crate::api::notices::NoticeKind as K;
use crate::calendar::Date;
use crate::case::{
    Absorbed, Assignment, Case, Ending, Proposer, SpotFinding, Stage, Task, TaskPart,
};
use crate::ids::{AssignmentNo, CaseId, SuggestionNo, UnitCode};
use crate::lang::Lang;
use crate::org::Role;

/// Something that people are told at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What it is.
    pub kind: K,
    /// The assignment it is about; 0 where it is the case as a whole.
    pub assignment: AssignmentNo,
    /// By when it is, or was, to be done; today where it is the case as a whole.
    pub due: Date,
    /// What was said with it.
    pub note: String,
    /// The same in Chinese, where the program has words in it ([`NoticeKind::has_own_words`](K::has_own_words)).
    pub note_zh: String,
    /// Who is told: whoever each of these waits for.
    pub to: Vec<Attention>,
    /// Whether it is for them alone: what is told a proposer is for no one who stands in for them in a post.
    pub alone: bool,
}

/// What `event` must be told of and to whom, `case` being as it is after it.
#[must_use]
pub fn telling(case: &Case, event: &Event, ctx: &Context<'_>) -> Vec<Telling> {
    use Happened as H;
    let teller = Teller { case, event, ctx };
    match &event.what {
        H::Urged { assignment, note } => teller.workers(K::Urged, *assignment, note),
        H::SpotChecked {
            assignment,
            found: SpotFinding::Wanting,
            note,
        } => teller.desk_and_handler(K::SpotCheckWanting, *assignment, note),
        H::ContactConfirmed {
            assignment,
            took_place: false,
            note,
            ..
        } => teller.desk_and_handler(K::ContactDenied, *assignment, note),
        H::ExtensionGranted {
            assignment, note, ..
        } => teller.workers(K::ExtensionGranted, *assignment, note),
        H::ExtensionRefused { assignment, reason } => {
            teller.workers(K::ExtensionRefused, *assignment, reason)
        }
        H::PartExtended {
            assignment,
            suggestions,
        } => teller.desk_and_handler(K::PartExtended, *assignment, &teller.said(suggestions)),
        H::TakenBack { assignment } => teller.desk_and_handler(K::TakenBack, *assignment, ""),
        H::Reassigned { assignment, reason } => {
            teller.desk_and_handler(K::Reassigned, *assignment, reason)
        }
        H::ReturnGranted { assignment } => {
            teller.desk_and_handler(K::ReturnGranted, *assignment, "")
        }
        H::ReturnRefused { assignment, reason } => {
            teller.desk_and_handler(K::ReturnRefused, *assignment, reason)
        }
        H::DeadlineRecounted {
            assignment,
            from,
            due,
        } => {
            let moved = format!("{from} -> {}", due.date);
            teller.desk_and_handler(K::DeadlineRecounted, *assignment, &moved)
        }
        H::SecondHandlingBegun {
            assignment, cause, ..
        } => teller.desk_and_handler(K::HandledAgain, *assignment, cause),
        H::Signed { assignment, .. } => teller.supplement(*assignment).into_iter().collect(),
        H::Rated {
            assignment, rating, ..
        } if rating.recorded_by.is_some() => teller
            .rater(*assignment, rating.rater)
            .into_iter()
            .collect(),
        H::Withdrawn { reason } => {
            let withdrawn = Stage::Ended {
                how: Ending::Withdrawn,
            };
            let ended = case.assignments.iter().filter(|a| a.stage == withdrawn);
            ended
                .flat_map(|a| teller.desk_and_handler(K::Withdrawn, a.no, reason))
                .chain(teller.proposers(K::Withdrawn, reason))
                .chain(teller.office(K::Withdrawn, reason))
                .collect()
        }
        H::Declined { .. } => {
            let said = |lang: Lang| event.what.details(Some(ctx.profile), lang);
            let told = teller.proposers(K::Declined, &said(Lang::En).join("; "));
            let told = told.map(|told| Telling {
                note_zh: said(Lang::Zh).join("；"),
                ..told
            });
            told.into_iter().collect()
        }
        H::RevisionAsked { reason } => teller
            .proposers(K::RevisionAsked, reason)
            .into_iter()
            .collect(),
        H::Reopened {} => teller.proposers(K::Reopened, "").into_iter().collect(),
        H::MergedInto { number, .. } => teller
            .proposers(K::MergedInto, number)
            .into_iter()
            .collect(),
        H::Unmerged { .. } => teller.proposers(K::Unmerged, "").into_iter().collect(),
        H::Unpublished {
            assignment,
            consent: Some(_),
        } => teller.publisher(*assignment),
        H::Corrected { reason, .. } => teller.all_who_work(K::Corrected, reason),
        H::MergedCorrected { case: other, .. } => {
            teller.all_who_work(K::Corrected, &teller.merged(other))
        }
        H::Absorbed {
            case: other, title, ..
        } => {
            let number = teller.merged(other);
            teller.answering(K::MergedIn, &number, title)
        }
        H::Released { number, title, .. } => teller.answering(K::MergeUndone, number, title),
        _ => teller.of_task(),
    }
}

struct Teller<'a> {
    case: &'a Case,
    event: &'a Event,
    ctx: &'a Context<'a>,
}

impl Teller<'_> {
    /// Those for whom the assignment waits now.
    fn workers(&self, kind: K, assignment: AssignmentNo, note: &str) -> Vec<Telling> {
        let mut to = attention(self.case, self.ctx);
        to.retain(|entry| {
            let of_it = entry.assignment == Some(assignment) && entry.holder != Holder::office();
            of_it && !entry.why.is_on_task()
        });
        self.one(kind, assignment, note, to)
    }

    /// The desk and the handler of an assignment, also where it is theirs no longer.
    fn desk_and_handler(&self, kind: K, assignment: AssignmentNo, note: &str) -> Vec<Telling> {
        let Some(a) = self.case.assignment(assignment) else {
            return vec![];
        };
        let mut holders = vec![desk(&a.unit), handler(a)];
        holders.dedup();
        let to = holders.into_iter().map(|holder| self.to(a, holder));
        self.one(kind, assignment, note, to.collect())
    }

    /// All who work on the case: what they write answers another proposal too, or does no longer.
    fn answering(&self, kind: K, number: &str, title: &str) -> Vec<Telling> {
        let note = format!("{number}  {title}");
        self.all_who_work(kind, note.trim())
    }

    /// The desk and the handler of each assignment that counts.
    fn all_who_work(&self, kind: K, note: &str) -> Vec<Telling> {
        let live = self.case.live();
        live.flat_map(|a| self.desk_and_handler(kind, a.no, note))
            .collect()
    }

    /// What these suggestions ask for, with their numbers.
    fn said(&self, suggestions: &[SuggestionNo]) -> String {
        let all = self.case.suggestions();
        let those = all.filter(|asked| suggestions.contains(&asked.no));
        let said: Vec<String> = those
            .map(|asked| format!("{}. {}", asked.no, asked.text))
            .collect();
        said.join("  ")
    }

    /// What a proposal that is handled in the case is called by.
    fn merged(&self, other: &CaseId) -> String {
        let mut absorbed = self.case.absorbed.iter();
        let found = absorbed.find(|it| it.case == *other);
        found.map_or("", Absorbed::shown_number).to_owned()
    }

    /// The proposers of the case who can log in: what becomes of their proposal.
    fn proposers(&self, kind: K, note: &str) -> Option<Telling> {
        self.members(kind, 0, self.case.proposal.proposers.iter(), note)
    }

    /// The committee office, of what a proposer did to the proposal as a whole.
    fn office(&self, kind: K, note: &str) -> Option<Telling> {
        let did = self.event.by.person.clone();
        let mut own = self.case.proposal.proposers.iter();
        let told = own.any(|it| it.person.as_ref() == Some(&did));
        told.then(|| self.whole(kind, vec![self.waiting(None, Holder::office())], note))
    }

    /// Everybody whom the reply answers, also through a merge, where what went out adds to one.
    fn supplement(&self, no: AssignmentNo) -> Option<Telling> {
        let a = self.case.assignment(no)?;
        let to = self.case.proposers().map(|it| it.proposer);
        let supplement = a.round().is_supplement();
        supplement.then(|| self.members(K::SupplementIssued, no, to, ""))?
    }

    /// The person in whose name the committee office recorded a form: it shuts out one of their own.
    fn rater(&self, no: AssignmentNo, rater: u32) -> Option<Telling> {
        let to = self.case.proposers().filter(|it| it.no == rater);
        self.members(K::PaperRecorded, no, to.map(|it| it.proposer), "")
    }

    /// Those of these proposers who can log in.
    fn members<'p>(
        &self,
        kind: K,
        assignment: AssignmentNo,
        of: impl Iterator<Item = &'p Proposer>,
        note: &str,
    ) -> Option<Telling> {
        let of_one = (assignment > 0).then_some(assignment);
        let persons = persons(of).into_iter();
        let to = persons.map(|person| self.waiting(of_one, Holder::Person { person }));
        let to: Vec<Attention> = to.collect();
        (!to.is_empty()).then(|| Telling {
            assignment,
            alone: true,
            ..self.whole(kind, to, note)
        })
    }

    /// Something about the case as a whole.
    fn whole(&self, kind: K, to: Vec<Attention>, note: &str) -> Telling {
        Telling {
            kind,
            assignment: 0,
            due: self.ctx.today,
            note: note.to_owned(),
            note_zh: String::new(),
            to,
            alone: false,
        }
    }

    /// The committee office, which published it and has to take it down wherever it put it up.
    fn publisher(&self, assignment: AssignmentNo) -> Vec<Telling> {
        let Some(a) = self.case.assignment(assignment) else {
            return vec![];
        };
        self.one(
            K::PublicationEnded,
            assignment,
            "",
            vec![self.to(a, Holder::office())],
        )
    }

    fn one(&self, kind: K, no: AssignmentNo, note: &str, to: Vec<Attention>) -> Vec<Telling> {
        let told = self.case.assignment(no).map(|a| Telling {
            kind,
            assignment: no,
            due: a.due().date,
            note: note.to_owned(),
            note_zh: String::new(),
            to,
            alone: false,
        });
        told.into_iter().collect()
    }

    /// Those who have a task, or had it.
    fn of_task(&self) -> Vec<Telling> {
        use Happened as H;
        match &self.event.what {
            H::TaskCut { task, units, .. } => self.given(*task, units, None),
            H::TaskReopened {
                task,
                units,
                reason,
                ..
            } => self.given(*task, units, Some(reason)),
            H::TaskMoved { task, reason, .. } => {
                let told = self.task(K::TaskMoved, *task, |a, task| {
                    let parts = task.open_parts().map(|part| who_has(a, part, self.ctx));
                    parts.chain([handler(a)]).collect()
                });
                told.map(|told| with_reason(told, reason))
                    .into_iter()
                    .collect()
            }
            H::TaskPassed {
                task, unit, from, ..
            } => {
                let mut told = self.given(*task, std::slice::from_ref(unit), None);
                if let Some(lost) = from {
                    let lost = Holder::Post {
                        role: Role::Handler,
                        place: Some(lost.clone()),
                    };
                    told.extend(self.task(K::TaskTakenBack, *task, |_, _| vec![lost]));
                }
                told
            }
            H::TaskDropped {
                task,
                ending,
                reason,
                unmerged,
                ..
            } => {
                let kind = match (ending, unmerged) {
                    (Some(_), _) => K::TaskEnded,
                    (None, Some(_)) => K::TaskUnmerged,
                    (None, None) => K::TaskTakenBack,
                };
                let told = self.task(kind, *task, |a, task| {
                    let parts = task.parts.iter().flat_map(|part| self.had(a, part));
                    // Whoever cut it, where another of the unit took it back; of the end of all they are told as such.
                    let cutter = ending.is_none().then(|| handler(a));
                    parts.chain(cutter).collect()
                });
                // The kind says why, in the reader's language; the number of which proposal.
                let said = unmerged.as_ref().unwrap_or(reason);
                told.map(|told| with_reason(told, said))
                    .into_iter()
                    .collect()
            }
            _ => vec![],
        }
    }

    /// It is for these units to do.
    fn given(&self, task: u32, units: &[UnitCode], said: Option<&String>) -> Vec<Telling> {
        let told = self.task(K::TaskGiven, task, |a, task| {
            let parts = task.parts.iter().filter(|it| units.contains(&it.unit));
            parts.map(|part| who_has(a, part, self.ctx)).collect()
        });
        let told = told.map(|told| Telling {
            note: said.unwrap_or(&told.note).clone(),
            ..told
        });
        told.into_iter().collect()
    }

    /// Whoever had this part, and the desk that passed it on to them.
    fn had(&self, a: &Assignment, part: &TaskPart) -> Vec<Holder> {
        let desk = part.department.is_some().then(|| desk(&part.unit));
        desk.into_iter()
            .chain([who_has(a, part, self.ctx)])
            .collect()
    }

    fn task(
        &self,
        kind: K,
        no: u32,
        holders: impl FnOnce(&Assignment, &Task) -> Vec<Holder>,
    ) -> Option<Telling> {
        let assignment = self.event.what.assignment()?;
        let a = self.case.assignment(assignment)?;
        let task = a.tasks.iter().find(|task| task.no == no)?;
        let to = holders(a, task).into_iter();
        Some(Telling {
            kind,
            assignment,
            due: task.due,
            note: task.text.clone(),
            note_zh: String::new(),
            to: to.map(|holder| self.to(a, holder)).collect(),
            alone: false,
        })
    }

    fn to(&self, a: &Assignment, holder: Holder) -> Attention {
        self.waiting(Some(a.no), holder)
    }

    /// Whoever did it knows of it.
    fn waiting(&self, assignment: Option<AssignmentNo>, holder: Holder) -> Attention {
        Attention {
            assignment,
            holder,
            except: vec![self.event.by.person.clone()],
            why: AttentionWhy::DoTask,
            since_ms: self.event.at_ms,
            due: None,
            text: None,
            urged: None,
            from: None,
        }
    }
}

/// Why, and which task it is.
fn with_reason(told: Telling, reason: &str) -> Telling {
    let note = match reason {
        "" => told.note,
        reason => format!("{reason}（{}）", told.note),
    };
    Telling { note, ..told }
}

fn desk(unit: &UnitCode) -> Holder {
    Holder::Post {
        role: Role::Liaison,
        place: Some(unit.clone()),
    }
}
