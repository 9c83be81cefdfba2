//! What an actor may do to a case now: the same guard, asked for everything.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::Action;
use super::context::Context;
use super::guard::guard;
use super::refusal::{Gate, Refusal};
use super::stranding::Warning;
use crate::case::Case;
use crate::ids::AssignmentNo;
use crate::org::Actor;

/// One action, and whether it would pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Offer {
    /// The action.
    pub action: Action,
    /// The assignment it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<AssignmentNo>,
    /// Why not; none where it would pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// What is to be known before, where it would pass; said with one case, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<Warning>,
}

impl Offer {
    /// Whether the action would pass.
    #[must_use]
    pub const fn allowed(&self) -> bool {
        self.refusal.is_none()
    }
}

/// Every action that passes and, for those that the actor's posts allow in principle, why the rest does not.
#[must_use]
pub fn offers(case: &Case, actor: &Actor, ctx: &Context<'_>) -> Vec<Offer> {
    let mut found = vec![];
    for action in Action::ALL.iter().copied() {
        if action.is_on_assignment() {
            for assignment in case.live() {
                ask(case, actor, action, Some(assignment.no), ctx, &mut found);
            }
        } else {
            ask(case, actor, action, None, ctx, &mut found);
        }
    }
    found
}

fn ask(
    case: &Case,
    actor: &Actor,
    action: Action,
    assignment: Option<AssignmentNo>,
    ctx: &Context<'_>,
    found: &mut Vec<Offer>,
) {
    let refusal = guard(case, actor, action, assignment, ctx).err();
    let not_theirs = refusal
        .as_ref()
        .is_some_and(|refusal| refusal.gate == Gate::Role);
    if !not_theirs {
        found.push(Offer {
            action,
            assignment,
            refusal,
            warning: None,
        });
    }
}
