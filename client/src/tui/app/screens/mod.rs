//! One screen a file.

pub mod admin;
mod alike;
pub mod board;
pub mod case;
mod compared;
pub mod editor;
mod filters;
pub mod handing;
pub mod help;
pub mod inbox;
mod ledger;
mod number;
mod paper;
mod promised;
pub mod promises;
pub mod proposals;
pub mod rating;
pub mod review;
pub mod rows;
pub mod sitting;
mod tasked;
pub mod triage;

use banli_shared::api::inbox::InboxRow;
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::workflow::AttentionWhy;

use super::super::keys::table::CommandId;
use banli_shared::api::proposals::CaseView;
use banli_shared::workflow::Action;

use super::desk::Tab;
use super::state::{Shared, Step};

/// The screen on which an entry of the inbox is dealt with; of those that follow it, a review takes the other reviews.
#[must_use]
pub fn open_for<'a>(
    _: &Shared,
    row: &InboxRow,
    following: impl Iterator<Item = &'a InboxRow>,
) -> Vec<Step> {
    let is_review = |why| {
        matches!(
            why,
            AttentionWhy::Review1 | AttentionWhy::Review2 | AttentionWhy::Sign
        )
    };
    let (id, assignment) = (row.proposal.id.clone(), row.attention.assignment);
    vec![match row.attention.why {
        AttentionWhy::Examine | AttentionWhy::HandOver => {
            let stage = row.proposal.stage;
            Step::Open(Box::new(triage::Triage::at(&row.proposal.id, stage)))
        }
        why if is_review(why) => {
            let queue = following
                .filter(|row| is_review(row.attention.why))
                .map(|row| (row.proposal.id.clone(), row.attention.assignment));
            Step::Open(Box::new(review::Review::new(id, assignment).then(queue)))
        }
        AttentionWhy::KeepPromise | AttentionWhy::PromiseOverdue => {
            Step::Open(Box::new(match assignment {
                Some(no) => case::CaseScreen::on_promises(id, no),
                None => case::CaseScreen::new(id, None),
            }))
        }
        why if why.is_on_task() => Step::Open(Box::new(case::CaseScreen::on_tasks(id, assignment))),
        AttentionWhy::Rate => Step::Open(Box::new(rating::RatingScreen::new(id, assignment))),
        _ => Step::Open(Box::new(case::CaseScreen::new(id, assignment))),
    }]
}

/// Commands that go to another screen, from wherever one is.
pub fn go(shared: &mut Shared, id: CommandId) -> Vec<Step> {
    match id {
        CommandId::GoInbox => vec![Step::Home],
        CommandId::GoTriage => vec![Step::Home, Step::Open(Box::new(triage::Triage::new()))],
        CommandId::GoSitting => vec![
            Step::Home,
            Step::Open(Box::new(sitting::SittingScreen::default())),
        ],
        CommandId::GoBoard => vec![
            Step::Home,
            Step::Open(Box::new(board::BoardScreen::default())),
        ],
        CommandId::GoList => {
            let list = proposals::Proposals::new(shared.next_serial(), ProposalQuery::default());
            vec![Step::Home, Step::Open(Box::new(list))]
        }
        CommandId::GoPromises => {
            let list = promises::Promises::new(shared.next_serial());
            vec![Step::Home, Step::Open(Box::new(list))]
        }
        CommandId::GoAdmin | CommandId::GoNotices => {
            let tab = match id {
                CommandId::GoNotices => Tab::Notices,
                _ => Tab::Delegations,
            };
            vec![Step::Home, Step::Open(Box::new(admin::Admin::at(tab)))]
        }
        CommandId::Search => {
            let list = proposals::Proposals::searching(shared.next_serial());
            vec![Step::Open(Box::new(list))]
        }
        _ => vec![],
    }
}

/// Whether `action` is offered anywhere on this case.
///
/// # Errors
/// Why not, as the server's own rules say it.
pub fn allowed(shared: &Shared, view: &CaseView, action: Action) -> Result<(), String> {
    let mut why = None;
    for offer in view.offers.iter().filter(|offer| offer.action == action) {
        match &offer.refusal {
            None => return Ok(()),
            Some(refusal) => why = Some(shared.refused(refusal)),
        }
    }
    Err(why.unwrap_or_else(|| super::texts::not_here(shared.lang).to_owned()))
}
