//! What an event does to one assignment: from hand-over to contacts.

use super::{begin_drafting, move_to, reply, round, somebody_acts, task};
use crate::case::{
    Assignment, Confirmation, Content, Dispatch, Ending, Extension, ExtensionAnswer, Round,
    SpotChecked, Stage, Supplement, Urging, Waiver,
};
use crate::workflow::event::{Event, Happened};

pub(super) fn after(a: &mut Assignment, event: &Event) {
    use Happened as H;
    let at_ms = event.at_ms;
    match &event.what {
        H::TakenBack { .. } => move_to(
            a,
            Stage::Ended {
                how: Ending::TakenBack,
            },
            at_ms,
        ),
        H::DeadlineRecounted { due, .. } => {
            // While nobody has put it off it is the first deadline still: so it was to be from the first.
            if a.rounds.len() == 1 && due.extends.is_none() {
                a.original_due = due.clone();
            }
            round(a).due = due.clone();
        }
        H::PartExtended { suggestions, .. } => {
            a.suggestions.extend(suggestions);
            a.suggestions.sort_unstable();
            a.suggestions.dedup();
        }
        H::Reassigned { .. } => move_to(
            a,
            Stage::Ended {
                how: Ending::Reassigned,
            },
            at_ms,
        ),
        H::ReturnGranted { .. } => move_to(
            a,
            Stage::Ended {
                how: Ending::Returned,
            },
            at_ms,
        ),
        H::ReturnRefused { .. } | H::ReturnCancelled { .. } => {
            let accepted = matches!(a.stage, Stage::ReturnRequested { accepted: true, .. });
            move_to(
                a,
                if accepted {
                    Stage::Accepted
                } else {
                    Stage::HandedOver
                },
                at_ms,
            );
        }
        H::OpinionWaived { reason, .. } => {
            a.waived = Some(Waiver {
                by: event.by.person.clone(),
                why: reason.clone(),
                at_ms,
            });
        }
        H::OpinionUnwaived { .. } => a.waived = None,
        H::Accepted { .. } => move_to(a, Stage::Accepted, at_ms),
        H::Unaccepted { .. } => move_to(a, Stage::HandedOver, at_ms),
        H::ReturnRequested { reason, .. } => {
            let accepted = matches!(a.stage, Stage::Accepted);
            let by = event.by.person.clone();
            move_to(
                a,
                Stage::ReturnRequested {
                    reason: reason.clone(),
                    by,
                    accepted,
                },
                at_ms,
            );
        }
        H::ExtensionRequested { until, reason, .. } => round(a).extensions.push(Extension {
            until: *until,
            reason: reason.clone(),
            by: event.by.person.clone(),
            name: event.by.on_record(),
            at_ms,
            answer: None,
        }),
        H::ExtensionCancelled { .. } => answer(a, ExtensionAnswer::Cancelled),
        H::ExtensionGranted { due, note, .. } => {
            let answered = ExtensionAnswer::Granted {
                until: due.date,
                note: note.clone(),
                by: event.by.person.clone(),
                name: event.by.on_record(),
                at_ms,
            };
            answer(a, answered);
            round(a).due = due.clone();
        }
        H::ExtensionRefused { reason, .. } => {
            let answered = ExtensionAnswer::Refused {
                reason: reason.clone(),
                by: event.by.person.clone(),
                name: event.by.on_record(),
                at_ms,
            };
            answer(a, answered);
        }
        H::Urged { note, .. } => a.urgings.push(Urging {
            note: note.clone(),
            by: event.by.person.clone(),
            name: event.by.on_record(),
            at_ms,
            went_on_ms: None,
        }),
        H::SpotChecked { found, note, .. } => a.spot_checks.push(SpotChecked {
            found: *found,
            note: note.clone(),
            by: event.by.person.clone(),
            name: event.by.on_record(),
            at_ms,
        }),
        H::Dispatched {
            leader,
            department,
            handler,
            note,
            ..
        } => {
            a.dispatch = Some(Dispatch {
                leader: leader.clone(),
                department: department.clone(),
                handler: handler.clone(),
                note: note.clone(),
                at_ms,
            });
            somebody_acts(a);
            if matches!(a.stage, Stage::Accepted) {
                move_to(a, Stage::Dispatched, at_ms);
            }
        }
        H::Undispatched { .. } => {
            a.dispatch = None;
            move_to(a, Stage::Accepted, at_ms);
        }
        H::SecondHandlingBegun { cause, due, .. } => {
            let no = a.round().no + 1;
            a.rounds.push(Round::begin(no, at_ms, cause, due.clone()));
            move_to(a, Stage::Drafting, at_ms);
        }
        H::SupplementBegun { reason, .. } => {
            if let (Stage::Closed { how }, Some(before)) = (&a.stage, a.issued_round()) {
                let supplement = Supplement {
                    closed: *how,
                    class: a.class(),
                };
                // What was answered and in which class; the letter is written anew, promises stay tracked.
                let content = Content {
                    body: String::new(),
                    promises: vec![],
                    ..before.content.clone()
                };
                let mut round = Round::begin(a.round().no + 1, at_ms, reason, a.due().clone());
                round.supplement = Some(supplement);
                round.content = content;
                a.rounds.push(round);
                move_to(a, Stage::Drafting, at_ms);
            }
        }
        H::SupplementDropped { .. } => {
            if let Some(Supplement { closed, .. }) = a.round().supplement {
                a.rounds.pop();
                move_to(a, Stage::Closed { how: closed }, at_ms);
            }
        }
        H::Closed { how, .. } => move_to(a, Stage::Closed { how: *how }, at_ms),
        H::ContactLogged { contact, .. } => {
            round(a).contacts.push(contact.clone());
            somebody_acts(a);
            begin_drafting(a, at_ms);
        }
        H::ContactStruck {
            contact, reason, ..
        } => {
            if let Some(found) = round(a).contacts.iter_mut().find(|c| c.no == *contact) {
                found.struck = Some(reason.clone());
            }
            somebody_acts(a);
        }
        H::ContactConfirmed {
            contact,
            took_place,
            note,
            ..
        } => {
            let mut contacts = a.rounds.iter_mut().flat_map(|round| &mut round.contacts);
            if let Some(found) = contacts.find(|it| it.no == *contact) {
                found.confirmations.retain(|it| it.by != event.by.person);
                found.confirmations.push(Confirmation {
                    by: event.by.person.clone(),
                    name: event.by.on_record(),
                    took_place: *took_place,
                    note: note.clone(),
                    at_ms,
                });
            }
        }
        H::TaskCut { .. }
        | H::TaskPassed { .. }
        | H::TaskReported { .. }
        | H::TaskFinished { .. }
        | H::TaskReopened { .. }
        | H::TaskMoved { .. }
        | H::TaskDropped { .. } => task::after(a, event),
        _ => reply::after(a, event),
    }
}

fn answer(a: &mut Assignment, with: ExtensionAnswer) {
    if let Some(asked) = round(a).extensions.last_mut() {
        asked.answer = Some(with);
    }
}
