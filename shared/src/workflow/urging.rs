//! Pressing for the work to go on, and notes of the offices.

use super::attention::{Attention, Holder, attention};
use super::context::Context;
use super::event::{Event, Happened};
use super::guard::{at_stage, refuse};
use super::refusal::{Gate, Missing, Refusal};
use super::task;
use crate::api::notices::NoticeKind;
use crate::calendar::Date;
use crate::case::{Assignment, Case, StageName as S};
use crate::ids::AssignmentNo;
use crate::org::{Actor, Role};

/// Those who watch over the work.
const WATCH: [Role; 2] = [Role::Coordinator, Role::Supervisor];

pub(super) fn watches(actor: &Actor) -> Result<(), Refusal> {
    if WATCH.iter().any(|role| actor.is(*role)) {
        Ok(())
    } else {
        refuse(Gate::Role, Missing::Post, &WATCH)
    }
}

/// While somebody in the unit has to act; a return is for the office to decide.
pub(super) fn guard(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    watches(actor)?;
    at_stage(
        a,
        &[
            S::HandedOver,
            S::Accepted,
            S::Dispatched,
            S::Drafting,
            S::Level1,
            S::Level2,
            S::Level3,
        ],
    )?;
    // A supplementary reply is written on a closed item: nobody waits for it.
    if !a.is_open() {
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    }
    if a.waived.is_some() {
        return refuse(Gate::Stage, Missing::NotWaitedFor, &[]);
    }
    Ok(())
}

/// Something that people are told at once, besides seeing it on the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What it is.
    pub kind: NoticeKind,
    /// The assignment it is about.
    pub assignment: AssignmentNo,
    /// By when it is to be done.
    pub due: Date,
    /// What was said with it.
    pub note: String,
    /// Who is told: whoever each of these waits for.
    pub to: Vec<Attention>,
}

/// Whom `event` must be told to, `case` being as it is after it.
#[must_use]
pub fn telling(case: &Case, event: &Event, ctx: &Context<'_>) -> Option<Telling> {
    let (kind, assignment, note) = match &event.what {
        Happened::Urged { assignment, note } => (NoticeKind::Urged, *assignment, note),
        Happened::ExtensionGranted {
            assignment, note, ..
        } => (NoticeKind::ExtensionGranted, *assignment, note),
        Happened::ExtensionRefused { assignment, reason } => {
            (NoticeKind::ExtensionRefused, *assignment, reason)
        }
        _ => return task::told(case, event, ctx),
    };
    let due = case.assignment(assignment)?.due().date;
    let mut to = attention(case, ctx);
    to.retain(|entry| {
        let of_it = entry.assignment == Some(assignment) && entry.holder != Holder::office();
        of_it && !entry.why.is_on_task()
    });
    Some(Telling {
        kind,
        assignment,
        due,
        note: note.clone(),
        to,
    })
}
