//! Pressing for the work to go on, looking into it, and notes of the offices.

use super::guard::{at_stage, refuse};
use super::refusal::{Gate, Missing, Refusal};
use crate::case::{Assignment, StageName as S};
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

/// From the hand-over on, at every stage, also when all is closed: what was promised is looked into then.
pub(super) fn spot_check(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    watches(actor)?;
    if a.is_live() {
        Ok(())
    } else {
        refuse(Gate::Stage, Missing::at_stages(a, &[]), &[])
    }
}
