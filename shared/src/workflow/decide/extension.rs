//! Asking for more time, and the answer.

use super::fields;
use crate::both;
use crate::calendar::BeyondData;
use crate::case::Case;
use crate::workflow::command::Command;
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::extension::put_off;
use crate::workflow::refusal::{Gate, Missing, Refusal};

pub(super) fn decide(
    case: &Case,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    let no = command.assignment().unwrap_or_default();
    let a = case.assignment(no).ok_or_else(|| {
        let missing = Missing::NoSuchAssignment { assignment: no };
        Refusal::new(Gate::Form, missing, &[])
    })?;
    Ok(match command {
        Command::RequestExtension(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            // Whether the year has data is asked when it is granted.
            put_off(case, a, with.until, BeyondData::CountPlainWeekdays, ctx)?;
            Happened::ExtensionRequested {
                assignment: no,
                until: with.until,
                reason: with.reason.clone(),
            }
        }
        Command::CancelExtension(_) => Happened::ExtensionCancelled { assignment: no },
        Command::GrantExtension(with) => {
            fields::some_or_none("/note", &with.note, fields::NOTE)?;
            let asked = a.extension_waiting().map(|it| it.until);
            let until = with.until.or(asked).unwrap_or(a.due().date);
            let beyond = if with.plain_weekdays {
                BeyondData::CountPlainWeekdays
            } else {
                BeyondData::Refuse
            };
            Happened::ExtensionGranted {
                assignment: no,
                from: a.due().date,
                due: put_off(case, a, until, beyond, ctx)?,
                note: with.note.clone(),
            }
        }
        Command::RefuseExtension(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::ExtensionRefused {
                assignment: no,
                reason: with.reason.clone(),
            }
        }
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于延期的操作", "not a command on an extension"),
            ));
        }
    })
}
