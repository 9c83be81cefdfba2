//! Who must act on a case, why, and since when: the inbox. Acting takes one out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::context::Context;
use super::rating::{has_rated, window_end};
use crate::calendar::Date;
use crate::case::{
    Assignment, AssignmentRole, Case, Intake, Level, ProposalStage, Satisfaction, Stage,
};
use crate::ids::{AssignmentNo, Millis, PersonId, UnitCode};
use crate::org::{Actor, Role};
use crate::words;

words! {
    /// Why a case waits for somebody.
    pub enum AttentionWhy {
        /// Examine: file, decline, merge, or ask for a revision.
        Examine = "examine", "待审查立案", "to examine";
        /// The proposer is asked for a change.
        Revise = "revise", "待修改", "to revise";
        /// Filed: hand over.
        HandOver = "hand_over", "待交办", "to hand over";
        /// A unit asks to give it back.
        DecideReturn = "decide_return", "待定退办", "return to decide";
        /// Sign for it.
        Accept = "accept", "待签收", "to accept";
        /// Give it to a department.
        Dispatch = "dispatch", "待分派", "to dispatch";
        /// Consult, answer, draft.
        Draft = "draft", "待办理", "to handle";
        /// Work over what was sent back.
        Rework = "rework", "退回待改", "sent back";
        /// The second handling.
        HandleAgain = "handle_again", "二次办理", "second handling";
        /// Write the opinion.
        WriteOpinion = "write_opinion", "待提会办意见", "opinion to write";
        /// Review at level 1.
        Review1 = "review1", "待一级审核", "review level 1";
        /// Review at level 2.
        Review2 = "review2", "待二级审核", "review level 2";
        /// Sign.
        Sign = "sign", "待签发", "to sign";
        /// Rate.
        Rate = "rate", "待评价", "to rate";
        /// Somebody is dissatisfied though it does not decide, or the rating window has passed.
        Settle = "settle", "待办结", "to settle";
    }
}

/// Who must act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Whoever holds this role at this place.
    Post {
        /// The role.
        role: Role,
        /// The place; none for the office.
        place: Option<UnitCode>,
    },
    /// This person.
    Person {
        /// Who.
        person: PersonId,
    },
}

impl Holder {
    /// Whether `actor` is meant.
    #[must_use]
    pub fn is(&self, actor: &Actor) -> bool {
        match self {
            Self::Post {
                role,
                place: Some(place),
            } => actor.is_at(*role, place),
            Self::Post { role, place: None } => actor.is(*role),
            Self::Person { person } => actor.person == *person,
        }
    }

    fn office() -> Self {
        Self::Post {
            role: Role::Coordinator,
            place: None,
        }
    }

    fn at(role: Role, place: &UnitCode) -> Self {
        Self::Post {
            role,
            place: Some(place.clone()),
        }
    }
}

/// One entry of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attention {
    /// The assignment it is about; none where it is the case as a whole.
    pub assignment: Option<AssignmentNo>,
    /// Who must act.
    pub holder: Holder,
    /// Why.
    pub why: AttentionWhy,
    /// Since when.
    pub since_ms: Millis,
    /// By when, where there is a deadline.
    pub due: Option<Date>,
    /// From this day on; before it nobody needs to look (a rating window that has yet to pass).
    pub from: Option<Date>,
}

/// Who must act on this case now.
#[must_use]
pub fn attention(case: &Case, ctx: &Context<'_>) -> Vec<Attention> {
    let mut found = vec![];
    let whole = |holder, why| Attention {
        assignment: None,
        holder,
        why,
        since_ms: case.intake_since_ms,
        due: None,
        from: None,
    };
    match &case.intake {
        Intake::Submitted => found.push(whole(Holder::office(), AttentionWhy::Examine)),
        Intake::NeedsRevision { .. } => {
            for proposer in &case.proposal.proposers {
                if let Some(person) = &proposer.person {
                    let holder = Holder::Person {
                        person: person.clone(),
                    };
                    found.push(whole(holder, AttentionWhy::Revise));
                }
            }
        }
        Intake::Filed if matches!(case.stage(), ProposalStage::Filed) => {
            found.push(whole(Holder::office(), AttentionWhy::HandOver));
        }
        Intake::Filed
        | Intake::Declined { .. }
        | Intake::Merged { .. }
        | Intake::Withdrawn { .. } => {}
    }
    for a in case.live() {
        on_assignment(case, a, ctx, &mut found);
    }
    found
}

fn on_assignment(case: &Case, a: &Assignment, ctx: &Context<'_>, found: &mut Vec<Attention>) {
    let mut add = |holder, why, from| {
        found.push(Attention {
            assignment: Some(a.no),
            holder,
            why,
            since_ms: a.since_ms,
            due: a.is_open().then(|| a.due().date),
            from,
        });
    };
    let department = a.department().unwrap_or(&a.unit);
    match &a.stage {
        Stage::HandedOver => add(
            Holder::at(Role::Liaison, &a.unit),
            AttentionWhy::Accept,
            None,
        ),
        Stage::ReturnRequested { .. } => add(Holder::office(), AttentionWhy::DecideReturn, None),
        Stage::Accepted => add(
            Holder::at(Role::Liaison, &a.unit),
            AttentionWhy::Dispatch,
            None,
        ),
        Stage::Dispatched | Stage::Drafting => {
            let holder = match a
                .dispatch
                .as_ref()
                .and_then(|dispatch| dispatch.handler.clone())
            {
                Some(person) => Holder::Person { person },
                None => Holder::at(Role::Handler, department),
            };
            let why = if a.round().sent_back.is_some() {
                AttentionWhy::Rework
            } else if a.role == AssignmentRole::CoHandler {
                AttentionWhy::WriteOpinion
            } else if a.round().no > 1 {
                AttentionWhy::HandleAgain
            } else {
                AttentionWhy::Draft
            };
            add(holder, why, None);
        }
        Stage::Reviewing { level } => match level {
            Level::One => add(
                Holder::at(Role::DepartmentHead, department),
                AttentionWhy::Review1,
                None,
            ),
            Level::Two => add(
                Holder::at(Role::Liaison, &a.unit),
                AttentionWhy::Review2,
                None,
            ),
            Level::Three => add(
                Holder::at(Role::UnitHead, &a.unit),
                AttentionWhy::Sign,
                None,
            ),
        },
        Stage::Issued | Stage::Rated => after_issue(case, a, ctx, &mut add),
        Stage::OpinionGiven | Stage::Closed { .. } | Stage::Ended { .. } => {}
    }
}

fn after_issue(
    case: &Case,
    a: &Assignment,
    ctx: &Context<'_>,
    add: &mut impl FnMut(Holder, AttentionWhy, Option<Date>),
) {
    if !a.role.owes_reply() {
        return;
    }
    for rater in case
        .raters()
        .filter(|rater| !has_rated(a.round(), rater.no))
    {
        if let Some(person) = &rater.proposer.person {
            add(
                Holder::Person {
                    person: person.clone(),
                },
                AttentionWhy::Rate,
                None,
            );
        }
    }
    let settled = matches!(a.stage, Stage::Rated)
        && a.round().outcome.is_some_and(Satisfaction::is_satisfied);
    let from = if a.round().has_dissatisfied() || settled {
        None
    } else {
        window_end(a, ctx).and_then(|end| end.next())
    };
    add(Holder::office(), AttentionWhy::Settle, from);
}
