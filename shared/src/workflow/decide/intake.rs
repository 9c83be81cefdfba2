//! Submitting, and what the committee office decides about a case as a whole.

use super::{Decision, event, fields};
use crate::both;
use crate::calendar::Date;
use crate::case::{Case, Proposal, Suggestion};
use crate::ids::{CaseId, Millis, SessionId};
use crate::org::{Actor, Role};
use crate::workflow::command::{Amend, Command, Decline, LinkProposer, Proposed};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::refusal::{Gate, Missing, Refusal};

/// The case that `proposed` begins: by one of its proposers, or by the office on behalf of them.
///
/// # Errors
/// Where the actor is neither, or a field cannot be kept.
pub fn submit(
    id: &CaseId,
    session: &SessionId,
    proposed: &Proposed,
    actor: &Actor,
    ctx: &Context<'_>,
) -> Result<Decision, Refusal> {
    let office = || actor.identities().find(|who| who.is(Role::Coordinator));
    let own = actor.is(Role::Proposer)
        && proposed
            .proposers
            .iter()
            .any(|proposer| proposer.person.as_ref() == Some(&actor.person));
    let acting = if own { None } else { office() };
    if !own && acting.is_none() {
        return Err(Refusal::new(
            Gate::Role,
            Missing::NotAProposer,
            &[Role::Proposer, Role::Coordinator],
        ));
    }
    let actor = acting.as_ref().unwrap_or(actor);
    fields::line("/title", &proposed.title, fields::TITLE)?;
    fields::some("/body", &proposed.body, fields::BODY)?;
    fields::line_or_none("/category", &proposed.category, fields::NAME)?;
    fields::proposers(&proposed.proposers, |it| (&it.name, it.person.as_ref()))?;
    let numbers = ctx.numbers.ok_or_else(|| {
        Refusal::field(
            "",
            both!("没有预留收件号", "no intake number was set aside"),
        )
    })?;
    let proposal = Proposal {
        title: proposed.title.clone(),
        body: proposed.body.clone(),
        proposers: proposed.proposers.clone(),
        kind: proposed.kind,
        category: proposed.category.clone(),
        timing: proposed.timing,
        publication: proposed.publication,
        consents: vec![],
        suggestions: suggestions(&proposed.suggestions, &proposed.title)?,
        submitted_ms: submitted_ms(proposed.submitted_on, actor, ctx)?,
    };
    let what = Happened::Submitted {
        case: id.clone(),
        session: session.clone(),
        intake_number: numbers.intake.clone(),
        rules: ctx.rules,
        proposal,
    };
    Ok(Decision {
        own: vec![event(actor, ctx, what)],
        other: vec![],
    })
}

/// Now, or the earlier day that the office names: members submit when they submit.
fn submitted_ms(on: Option<Date>, actor: &Actor, ctx: &Context<'_>) -> Result<Millis, Refusal> {
    let Some(on) = on else { return Ok(ctx.now_ms) };
    if !actor.is(Role::Coordinator) {
        return Err(Refusal::field(
            "/submitted_on",
            both!(
                "只有提案委可以填写其他日期",
                "only the committee office names another day"
            ),
        ));
    }
    sensible_day(on, ctx)?;
    Ok(ctx.now_ms - on.days_until(ctx.today) * 86_400_000)
}

/// A day on which a proposal can have come in.
pub(super) fn sensible_day(on: Date, ctx: &Context<'_>) -> Result<(), Refusal> {
    if (0..=3_660).contains(&on.days_until(ctx.today)) {
        return Ok(());
    }
    let fault = both!(
        "不得晚于今天，且不早于十年前",
        "must not lie after today, and by ten years at most before it"
    );
    Err(Refusal::field("/submitted_on", fault))
}

/// Numbered from 1. Where none is named, the title is what is asked for.
fn suggestions(texts: &[String], title: &str) -> Result<Vec<Suggestion>, Refusal> {
    if texts.is_empty() {
        return Ok(vec![Suggestion {
            no: 1,
            text: title.to_owned(),
        }]);
    }
    fields::at_most("/suggestions", texts, fields::ENTRIES)?;
    texts
        .iter()
        .zip(1..)
        .map(|(text, no)| {
            fields::some(&format!("/suggestions/{}", no - 1), text, fields::NOTE)?;
            Ok(Suggestion {
                no,
                text: text.clone(),
            })
        })
        .collect()
}

pub(super) fn decide(
    case: &Case,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    Ok(match command {
        Command::Amend(with) => amend(case, with)?,
        Command::AskRevision(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::RevisionAsked {
                reason: with.reason.clone(),
            }
        }
        Command::File {} => match (&case.number, ctx.numbers) {
            (Some(number), _) => Happened::Filed {
                number: number.clone(),
            },
            (None, Some(numbers)) => Happened::Filed {
                number: numbers.proposal.clone(),
            },
            (None, None) => {
                return Err(Refusal::field(
                    "",
                    both!("没有预留提案号", "no proposal number was set aside"),
                ));
            }
        },
        Command::Unfile {} => Happened::Unfiled {},
        Command::Decline(with) => decline(with, ctx)?,
        Command::Reopen {} => Happened::Reopened {},
        Command::MarkKey(with) => {
            fields::line("/leader", &with.leader, fields::NAME)?;
            Happened::KeyMarked {
                leader: with.leader.clone(),
            }
        }
        Command::UnmarkKey {} => Happened::KeyUnmarked {},
        Command::RecordLeaderView(with) => {
            fields::some("/text", &with.text, fields::NOTE)?;
            Happened::LeaderViewRecorded {
                leader: case
                    .key
                    .as_ref()
                    .map_or_else(String::new, |key| key.leader.clone()),
                text: with.text.clone(),
            }
        }
        Command::LinkProposer(with) => {
            fields::line("/person", with.person.as_str(), fields::NAME)?;
            if !case.proposers().any(|it| it.no == with.proposer) {
                let missing = Missing::no_such_rater(case, with.proposer);
                return Err(Refusal::new(Gate::Form, missing, &[]));
            }
            one_place(case, with)?;
            Happened::ProposerLinked {
                proposer: with.proposer,
                person: with.person.clone(),
            }
        }
        Command::Note(with) => {
            fields::some("/text", &with.text, fields::NOTE)?;
            Happened::Noted {
                text: with.text.clone(),
            }
        }
        Command::AdoptRules {} => Happened::RulesAdopted {
            from: case.rules,
            to: ctx.rules,
        },
        Command::Withdraw(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::Withdrawn {
                reason: with.reason.clone(),
            }
        }
        _ => {
            return Err(Refusal::field(
                "",
                both!(
                    "不是针对整件提案的操作",
                    "not a command on a case as a whole"
                ),
            ));
        }
    })
}

fn amend(case: &Case, with: &Amend) -> Result<Happened, Refusal> {
    let old = &case.proposal;
    let title = with.title.clone().unwrap_or_else(|| old.title.clone());
    let body = with.body.clone().unwrap_or_else(|| old.body.clone());
    let category = with
        .category
        .clone()
        .unwrap_or_else(|| old.category.clone());
    fields::line("/title", &title, fields::TITLE)?;
    fields::some("/body", &body, fields::BODY)?;
    fields::line_or_none("/category", &category, fields::NAME)?;
    let suggestions = match &with.suggestions {
        Some(texts) => suggestions(texts, &title)?,
        None => old.suggestions.clone(),
    };
    Ok(Happened::Amended {
        title,
        body,
        category,
        publication: with.publication.unwrap_or(old.publication),
        suggestions,
    })
}

fn decline(with: &Decline, ctx: &Context<'_>) -> Result<Happened, Refusal> {
    if ctx.profile.ground(&with.ground).is_none() {
        let grounds = ctx.profile.grounds.clone();
        return Err(Refusal::new(
            Gate::Form,
            Missing::ListedGround { grounds },
            &[],
        ));
    }
    fields::some_or_none("/note", &with.note, fields::NOTE)?;
    Ok(Happened::Declined {
        ground: with.ground.clone(),
        note: with.note.clone(),
        forwarded: with.forwarded,
    })
}

/// Nobody stands twice under one proposal: the two would be two people of one name.
fn one_place(case: &Case, with: &LinkProposer) -> Result<(), Refusal> {
    let mut first = 1;
    let absorbed = case.absorbed.iter().map(|other| &other.proposers);
    for proposers in std::iter::once(&case.proposal.proposers).chain(absorbed) {
        let numbered: Vec<_> = (first..).zip(proposers).collect();
        first += proposers.len() as u32;
        if !numbered.iter().any(|(no, _)| *no == with.proposer) {
            continue;
        }
        let other = numbered
            .iter()
            .find(|(no, it)| *no != with.proposer && it.person.as_ref() == Some(&with.person));
        if let Some((no, other)) = other {
            let name = &other.name;
            let fault = both!(
                "该账号已是本提案第{no}提案人（{name}）；如关联有误，先把第{no}提案人关联到其本人的账号",
                "this account is proposer {no} ({name}) of the proposal already; where that is wrong, link {no} to its \
                 own account first"
            );
            return Err(Refusal::field("/person", fault));
        }
    }
    Ok(())
}
