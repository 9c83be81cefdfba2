//! Whether a proposal may be published, said anew.

use super::fields;
use crate::both;
use crate::case::{Case, Consent, Intake};
use crate::ids::CaseId;
use crate::org::{Actor, Role};
use crate::workflow::command::{ChangeConsent, Command};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::publication::own_numbers;
use crate::workflow::refusal::{Gate, Missing, Refusal};

type Others = Vec<(CaseId, Happened)>;

/// What happens here, and to the case in which this one is handled. A publication that what is said now does not allow is
/// taken back with it.
pub(super) fn decide(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<(Vec<Happened>, Others), Refusal> {
    let Command::ChangeConsent(with) = command else {
        let fault = both!("不是关于公开意愿的操作", "not a command on consent");
        return Err(Refusal::field("", fault));
    };
    let proposers = whose(case, actor, with)?;
    let (publication, proposal) = (with.publication, &case.proposal);
    let same = match proposers.as_slice() {
        [] => proposal.consents.is_empty() && proposal.publication == publication,
        some => some
            .iter()
            .all(|no| proposal.consent_of(*no) == publication),
    };
    if same {
        let fault = both!("与现有意愿相同", "is what is on record already");
        return Err(Refusal::field("/publication", fault));
    }
    let now = proposal.consent_with(&proposers, publication);
    let changed = Happened::ConsentChanged {
        publication,
        proposers,
        note: with.note.clone(),
    };
    if !matches!(case.intake, Intake::Merged { .. }) {
        let mut own = vec![changed];
        own.extend(taken_back(case, now));
        return Ok((own, vec![]));
    }
    let host = ctx
        .other
        .ok_or_else(|| Refusal::new(Gate::Form, Missing::NoSuchOther, &[]))?;
    let mut other = vec![Happened::MergedConsentChanged {
        case: case.id.clone(),
        publication: now,
    }];
    other.extend(taken_back(host, now));
    let other = other.into_iter().map(|what| (host.id.clone(), what));
    Ok((vec![changed], other.collect()))
}

/// The numbers of those who say it; none where it is all of them.
fn whose(case: &Case, actor: &Actor, with: &ChangeConsent) -> Result<Vec<u32>, Refusal> {
    let own = own_numbers(case, actor);
    let named: Vec<u32> = with.proposer.into_iter().collect();
    let all = case.proposal.proposers.len();
    if named.iter().any(|no| *no == 0 || *no as usize > all) {
        let missing = Missing::NoSuchRater {
            rater: with.proposer.unwrap_or_default(),
            last: u32::try_from(all).unwrap_or(u32::MAX),
        };
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    let for_self = !own.is_empty() && named.iter().all(|no| own.contains(no));
    if for_self {
        fields::some_or_none("/note", &with.note, fields::NOTE)?;
        return Ok(if named.is_empty() { own } else { named });
    }
    if !actor.is(Role::Coordinator) {
        let fault = both!(
            "只能更改自己的公开意愿；其他提案人的由其本人或提案委更改",
            "you say it for yourself only; the others do so themselves, or the committee office for them"
        );
        return Err(Refusal::field("/proposer", fault));
    }
    fields::some("/note", &with.note, fields::NOTE)?;
    Ok(named)
}

/// Each publication on `case` that does not go with what is said now.
pub(super) fn taken_back(case: &Case, now: Consent) -> Vec<Happened> {
    let against = case.assignments.iter().filter(|a| {
        let mut published = a.rounds.iter().filter_map(|round| round.published.as_ref());
        published.any(|it| !now.allows(it.form))
    });
    let against = against.map(|a| Happened::Unpublished {
        assignment: a.no,
        consent: Some(now),
    });
    against.collect()
}
