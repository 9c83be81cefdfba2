//! What came of a proposal.

use super::fields;
use crate::both;
use crate::case::{Case, Outcome};
use crate::ids::OutcomeNo;
use crate::org::Actor;
use crate::text::search_key;
use crate::workflow::command::{Command, RecordOutcome};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::outcome::may_strike;
use crate::workflow::refusal::{Gate, Missing, Refusal};

pub(super) fn decide(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    let no = command.assignment().unwrap_or_default();
    let missing = Missing::NoSuchAssignment { assignment: no };
    let a = case
        .assignment(no)
        .ok_or_else(|| Refusal::new(Gate::Form, missing, &[]))?;
    Ok(match command {
        Command::RecordOutcome(with) => {
            if ctx.profile.outcome(&with.kind).is_none() {
                let types = ctx.profile.outcomes.clone();
                return Err(Refusal::new(
                    Gate::Form,
                    Missing::ListedOutcome { types },
                    &[],
                ));
            }
            fields::line("/title", &with.title, fields::TITLE)?;
            fields::line_or_none("/document", &with.document, fields::TITLE)?;
            if with.on > ctx.today || with.on < a.handed_over_on {
                let between = both!(
                    "应在交办之日与今天之间",
                    "must lie between the hand-over and today"
                );
                return Err(Refusal::field("/on", between));
            }
            if let Some(before) = a.outcomes.iter().find(|it| is_same(it, with)) {
                let no = before.no;
                let again = both!(
                    "同一成果已登记为第 {no} 项；登记有误可作废该项后重新登记，另有成果请写明名称或文号",
                    "this outcome is on record as no. {no}; if that is wrong, strike it and record it anew, and name another outcome by its own title or document"
                );
                return Err(Refusal::field("/title", again));
            }
            let mut suggestions = with.suggestions.clone();
            suggestions.sort_unstable();
            suggestions.dedup();
            if let Some(suggestion) = suggestions.iter().find(|no| !case.has_suggestion(**no)) {
                let missing = Missing::no_such_suggestion(case, None, *suggestion);
                return Err(Refusal::new(Gate::Form, missing, &[]));
            }
            let outcome = Outcome {
                no: OutcomeNo::try_from(a.outcomes.len()).unwrap_or(OutcomeNo::MAX - 1) + 1,
                kind: with.kind.clone(),
                title: with.title.clone(),
                document: with.document.clone(),
                on: with.on,
                suggestions,
                by: actor.person.clone(),
                name: actor.name.clone(),
                at_ms: ctx.now_ms,
                struck: None,
            };
            Happened::OutcomeRecorded {
                assignment: no,
                outcome,
            }
        }
        Command::StrikeOutcome(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            match a.outcomes.iter().find(|it| it.no == with.outcome) {
                Some(outcome) if may_strike(outcome, actor) => Happened::OutcomeStruck {
                    assignment: no,
                    outcome: with.outcome,
                    reason: with.reason.clone(),
                },
                Some(outcome) if outcome.counts() => {
                    return Err(Refusal::new(Gate::Stage, Missing::AnotherPersonsStep, &[]));
                }
                _ => {
                    let outcome = with.outcome;
                    let missing = Missing::NoSuchOutcome { outcome };
                    return Err(Refusal::new(Gate::Form, missing, &[]));
                }
            }
        }
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于成果的操作", "not a command on an outcome"),
            ));
        }
    })
}

/// Whether that is on record already and counts: published figures count outcomes.
fn is_same(outcome: &Outcome, with: &RecordOutcome) -> bool {
    let said = |kind: &str, title: &str, document: &str| {
        (kind.to_owned(), search_key(title), search_key(document))
    };
    outcome.counts()
        && said(&outcome.kind, &outcome.title, &outcome.document)
            == said(&with.kind, &with.title, &with.document)
}
