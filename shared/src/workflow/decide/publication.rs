//! Marking a reply, and publishing it.

use super::fields;
use crate::both;
use crate::case::{Case, Consent, Openness, PublishedAs};
use crate::workflow::command::Command;
use crate::workflow::event::Happened;
use crate::workflow::publication::corrects_mark;
use crate::workflow::refusal::Refusal;

pub(super) fn decide(case: &Case, command: &Command) -> Result<Happened, Refusal> {
    Ok(match command {
        Command::MarkOpenness(with) => {
            let corrects = case.assignment(with.assignment).is_some_and(corrects_mark);
            if with.openness == Openness::Open && !corrects {
                fields::some_or_none("/reason", &with.reason, fields::NOTE)?;
            } else {
                fields::some("/reason", &with.reason, fields::NOTE)?;
            }
            Happened::OpennessMarked {
                assignment: with.assignment,
                openness: with.openness,
                reason: with.reason.clone(),
            }
        }
        Command::Publish(with) => {
            fields::some_or_none("/note", &with.note, fields::NOTE)?;
            let withheld = case.consents().any(|(_, it)| it == Consent::NamesWithheld);
            if withheld && !with.redact {
                return Err(Refusal::field(
                    "/redact",
                    both!(
                        "须选“是”：提案人不公开姓名，公开时须隐去",
                        "yes is needed: the proposers withhold their names"
                    ),
                ));
            }
            Happened::Published {
                assignment: with.assignment,
                form: if with.redact {
                    PublishedAs::Redacted
                } else {
                    PublishedAs::Whole
                },
                note: with.note.clone(),
            }
        }
        Command::Unpublish(on) => Happened::Unpublished {
            assignment: on.assignment,
            consent: None,
        },
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于公开的操作", "not a command on publication"),
            ));
        }
    })
}
