//! Correcting what is on record of a proposal, and what follows from it.

use super::rating::second_handling;
use super::{consent, event, fields, handing};
use crate::both;
use crate::case::{Case, Closure, Intake, Kind, Proposer, Satisfaction, Stage};
use crate::ids::CaseId;
use crate::org::Actor;
use crate::text::normalise_name;
use crate::workflow::command::{Correct, ProposerNow};
use crate::workflow::context::Context;
use crate::workflow::correction::Correction;
use crate::workflow::event::Happened;
use crate::workflow::evolve::evolve;
use crate::workflow::rating::{closes, outcome};
use crate::workflow::refusal::{Gate, Missing, Refusal};

type Others = Vec<(CaseId, Happened)>;

/// What happens here, and to the case in which this one is handled.
///
/// **Deadlines.** No rule counts from the day of submission, so a corrected day moves none. The timing decides where the
/// clock of a reply starts when the rules of the session start it at the close of the conference: then the open deadlines of
/// first handlings that the rules gave are set anew, as the hand-over would have set them, and are on record as recounted (as their first
/// deadline too: it was never meant to be another).
/// A date the office named, an extension, an opinion's and a second handling's deadline stay; so does one that would lie
/// today or earlier, since nobody becomes late by a correction.
///
/// **Forms.** Ratings stay with those who gave them. Who has rated stays a proposer. What the forms of a reply come to is
/// reckoned anew while its item is open (under the rules of the corrected case); what is closed stays closed.
///
/// **Consent.** Somebody new is taken to have said what all said together; a publication that does not go with what the
/// proposers say now is taken back.
pub(super) fn decide(
    case: &Case,
    actor: &Actor,
    with: &Correct,
    ctx: &Context<'_>,
) -> Result<(Vec<Happened>, Others), Refusal> {
    fields::some("/reason", &with.reason, fields::NOTE)?;
    let host = match &case.intake {
        Intake::Merged { .. } => Some(
            ctx.other
                .ok_or_else(|| Refusal::new(Gate::Form, Missing::NoSuchOther, &[]))?,
        ),
        _ => None,
    };
    let changes = changes(case, host, with, ctx)?;
    if changes.is_empty() {
        let fault = both!(
            "与现有记录相同：请写明要更正的内容，如 timing、proposers",
            "is what is on record already: say what to correct, such as timing or proposers"
        );
        return Err(Refusal::field("", fault));
    }
    let on_host = host.and_then(|_| of_host(case, &changes));
    let mut moved = vec![];
    for change in &changes {
        if let Correction::Timing { from, to } = change {
            moved.extend(handing::restarted(case, *from, *to, ctx)?);
        }
    }
    let corrected = Happened::Corrected {
        changes,
        reason: with.reason.clone(),
    };
    let now = evolve(case.clone(), &event(actor, ctx, corrected.clone()));
    let mut own = vec![corrected];
    own.extend(moved);
    let (before, said) = (case.proposal.consent(), now.proposal.consent());
    let Some(host) = host else {
        own.extend(reckoned(now, actor, ctx)?);
        if before != said {
            own.extend(consent::taken_back(case, said));
        }
        return Ok((own, vec![]));
    };
    let mut other = vec![];
    if let Some(on_host) = on_host {
        let host_now = evolve(host.clone(), &event(actor, ctx, on_host.clone()));
        other.push(on_host);
        other.extend(reckoned(host_now, actor, ctx)?);
    }
    if before != said {
        other.push(Happened::MergedConsentChanged {
            case: case.id.clone(),
            publication: said,
        });
        other.extend(consent::taken_back(host, said));
    }
    let other = other.into_iter().map(|what| (host.id.clone(), what));
    Ok((own, other.collect()))
}

/// What the host has of it: its title and its proposers.
fn of_host(case: &Case, changes: &[Correction]) -> Option<Happened> {
    let mut title = case.proposal.title.clone();
    let mut proposers = case.proposal.proposers.clone();
    let mut numbers: Vec<Option<u32>> = (1..).take(proposers.len()).map(Some).collect();
    let mut any = false;
    for change in changes {
        match change {
            Correction::Title { to, .. } => title.clone_from(to),
            Correction::Proposers { to, were, .. } => {
                proposers.clone_from(to);
                numbers.clone_from(were);
            }
            _ => continue,
        }
        any = true;
    }
    any.then(|| Happened::MergedCorrected {
        case: case.id.clone(),
        title,
        proposers,
        were: numbers,
    })
}

/// What differs from what is on record.
fn changes(
    case: &Case,
    host: Option<&Case>,
    with: &Correct,
    ctx: &Context<'_>,
) -> Result<Vec<Correction>, Refusal> {
    let old = &case.proposal;
    let mut found = vec![];
    if let Some(to) = with.title.clone().filter(|it| *it != old.title) {
        fields::line("/title", &to, fields::TITLE)?;
        let from = old.title.clone();
        found.push(Correction::Title { from, to });
    }
    if let Some(to) = with.category.clone().filter(|it| *it != old.category) {
        fields::line_or_none("/category", &to, fields::NAME)?;
        let from = old.category.clone();
        found.push(Correction::Category { from, to });
    }
    if let Some(to) = with.kind.filter(|it| *it != old.kind) {
        let from = old.kind;
        found.push(Correction::Kind { from, to });
    }
    if let Some(to) = with.timing.filter(|it| *it != old.timing) {
        let from = old.timing;
        found.push(Correction::Timing { from, to });
    }
    found.extend(submitted(case, with, ctx)?);
    if let Some(given) = &with.proposers {
        let (to, were) = proposers(old.proposers.as_slice(), given)?;
        if to != old.proposers {
            whoever_rated_stays(case, host, &were)?;
            let from = old.proposers.clone();
            found.push(Correction::Proposers { from, to, were });
        }
    }
    of_one_or_several(case, &found)?;
    Ok(found)
}

/// What one member put forward stands under one name, and what several did under more than one, where the kind or the names
/// are corrected. A list may count more than it names: a joint proposal on record under one name can stay so.
fn of_one_or_several(case: &Case, changes: &[Correction]) -> Result<(), Refusal> {
    let (mut kind, before) = (case.proposal.kind, case.proposal.proposers.len());
    let (mut names, mut corrected) = (before, false);
    for change in changes {
        match change {
            Correction::Kind { to, .. } => kind = *to,
            Correction::Proposers { to, .. } => names = to.len(),
            _ => continue,
        }
        corrected = true;
    }
    match kind {
        Kind::Individual if corrected && names > 1 => {
            let fault = both!(
                "个人提案只有一个提案人，本件有 {names} 个：联名提案写 kind=joint，或只写一个提案人",
                "an individual proposal is of one proposer, and this is of {names}: kind=joint for several, or name one"
            );
            Err(Refusal::field("/kind", fault))
        }
        Kind::Joint if names < 2 && before > 1 => {
            let fault = both!(
                "联名提案不能只留一个提案人：确为一人提出的，请在同一更正中写明 kind=individual，否则至少写两个提案人",
                "a joint proposal cannot be left with one proposer: where one alone put it forward, correct the kind as well, in \
                 the same command (kind=individual); else name two at least"
            );
            Err(Refusal::field("/proposers", fault))
        }
        _ => Ok(()),
    }
}

/// The day it came in: not after today, and not after it was handed over.
fn submitted(
    case: &Case,
    with: &Correct,
    ctx: &Context<'_>,
) -> Result<Option<Correction>, Refusal> {
    let (Some(to), Some(from)) = (with.submitted_on, ctx.submitted_on) else {
        return Ok(None);
    };
    if to == from {
        return Ok(None);
    }
    super::intake::sensible_day(to, ctx)?;
    let handed_over = case.assignments.iter().map(|a| a.handed_over_on).min();
    if let Some(day) = handed_over.filter(|day| to > *day) {
        let fault = both!(
            "不得晚于交办之日 {day}",
            "must not lie after {day}, when it was handed over"
        );
        return Err(Refusal::field("/submitted_on", fault));
    }
    let to_ms = case.proposal.submitted_ms + from.days_until(to) * 86_400_000;
    Ok(Some(Correction::Submitted { from, to, to_ms }))
}

/// The proposers from now on, and which of those on record each of them is.
fn proposers(
    old: &[Proposer],
    given: &[ProposerNow],
) -> Result<(Vec<Proposer>, Vec<Option<u32>>), Refusal> {
    fields::proposers(given, |it| (&it.name, it.person.as_ref()))?;
    let mut were: Vec<Option<u32>> = vec![None; given.len()];
    for (i, proposer) in given.iter().enumerate() {
        let Some(was) = proposer.was else { continue };
        let all = old.len();
        if was == 0 || was as usize > all || were.contains(&Some(was)) {
            let fault = both!(
                "应为现有提案人的编号（1 至 {all}），每个只用一次",
                "must be the number of a proposer on record (1 to {all}), each used once"
            );
            return Err(Refusal::field(&format!("/proposers/{i}/was"), fault));
        }
        were[i] = Some(was);
    }
    // The same person before the same name, as there may be two of one name.
    let same_person = |a: &ProposerNow, b: &Proposer| a.person.is_some() && a.person == b.person;
    let same_name = |a: &ProposerNow, b: &Proposer| {
        normalise_name(&a.name) == normalise_name(&b.name)
            && (a.person.is_none() || b.person.is_none())
    };
    for is_same in [&same_person as &dyn Fn(&_, &_) -> bool, &same_name] {
        for (i, proposer) in given.iter().enumerate() {
            if were[i].is_none() {
                let mut numbered = (1..).zip(old);
                let found = numbered
                    .find(|(no, other)| !were.contains(&Some(*no)) && is_same(proposer, other));
                were[i] = found.map(|(no, _)| no);
            }
        }
    }
    let now = given.iter().zip(&were).map(|(proposer, was)| {
        let was = was.and_then(|no| old.get(no as usize - 1));
        let linked = was.and_then(|was| was.person.clone());
        Proposer {
            name: proposer.name.clone(),
            person: proposer.person.clone().or(linked),
        }
    });
    Ok((now.collect(), were))
}

/// Whoever has rated a reply, in whichever round, is a proposer from then on.
fn whoever_rated_stays(
    case: &Case,
    host: Option<&Case>,
    were: &[Option<u32>],
) -> Result<(), Refusal> {
    let seat = host.unwrap_or(case);
    let before = host.map_or(0, |host| raters_before(host, case));
    for (no, proposer) in (1..).zip(&case.proposal.proposers) {
        let rater = before + no;
        let rounds = seat.assignments.iter().flat_map(|a| &a.rounds);
        let mut forms = rounds.flat_map(|round| &round.ratings);
        if !were.contains(&Some(no)) && forms.any(|form| form.rater == rater) {
            let name = &proposer.name;
            let fault = both!(
                "{name}已评价，不能去掉；如只是姓名有误，写新的姓名并注明 was={no}",
                "{name} has rated and cannot be left out; where only the name was wrong, give the new one with was={no}"
            );
            return Err(Refusal::field("/proposers", fault));
        }
    }
    Ok(())
}

/// How many raters of the host stand before those of `case`.
fn raters_before(host: &Case, case: &Case) -> u32 {
    let earlier = host.absorbed.iter().take_while(|it| it.case != case.id);
    let earlier = earlier.map(|it| it.proposers.len()).sum::<usize>();
    u32::try_from(host.proposal.proposers.len() + earlier).unwrap_or(u32::MAX)
}

/// What the forms of open items come to among those who may rate now and by the rules of `ctx`, and what follows from that.
pub(super) fn reckoned(
    mut case: Case,
    actor: &Actor,
    ctx: &Context<'_>,
) -> Result<Vec<Happened>, Refusal> {
    let open = |case: &Case| {
        let rated = case.reply_items().filter(|a| {
            matches!(a.stage, Stage::Issued | Stage::Rated) && !a.round().ratings.is_empty()
        });
        rated.map(|a| a.no).collect::<Vec<_>>()
    };
    let mut happened = vec![];
    for no in open(&case) {
        let Some(a) = case.assignment(no) else {
            continue;
        };
        let (before, now) = (
            a.round().outcome,
            outcome(&case, a.round(), ctx.profile.rating.combination),
        );
        if before != now {
            let what = Happened::OutcomeReckoned {
                assignment: no,
                outcome: now,
            };
            case = evolve(case, &event(actor, ctx, what.clone()));
            happened.push(what);
        }
        let Some(a) = case.assignment(no) else {
            continue;
        };
        if before != now && now == Some(Satisfaction::Dissatisfied) {
            happened.push(second_handling(a, "不满意 / dissatisfied", ctx)?);
        } else if closes(&case, a.round()) {
            happened.push(Happened::Closed {
                assignment: no,
                how: Closure::Rated,
            });
        }
    }
    Ok(happened)
}
