//! Many signatures at once: asked for the number of the first document, then one question that names each of them.

use banli_shared::lang::Lang;
use banli_shared::text::count_up;
use banli_shared::workflow::{Action, Command, GiveOpinion, Sign};

use super::act::one_of_many;
use super::forms::{BadAnswer, Form, Sheet, line};
use super::news::{Job, Target};
use super::overlay::{Confirm, Overlay};
use super::state::{Shared, Step};
use super::texts;

/// The question for the number of the first document.
const FIRST: &str = "document_number";

/// A reply or opinion that waits for the signature.
pub(super) struct ToSign {
    /// Which it is.
    pub(super) target: Target,
    /// The title of the proposal.
    pub(super) title: String,
    /// The hash of its text, as the list knows it: it holds the signature to what was read.
    pub(super) hash: String,
    /// An opinion for the lead rather than a reply to the member.
    pub(super) opinion: bool,
}

/// Signs several, in the order of the list. Replies are numbered; an opinion goes inside and is not.
pub(super) fn sign_all(shared: &mut Shared, all: Vec<ToSign>) -> Vec<Step> {
    let lang = shared.lang;
    let replies = all.iter().filter(|one| !one.opinion).count();
    if replies == 0 {
        return confirm(shared, &all, vec![]);
    }
    let title = title(lang, &all);
    let ask = line(FIRST, texts::first_number(lang), "");
    vec![Step::Overlay(Box::new(Overlay::Form(Box::new(
        Form::signing(Sheet::new(title, vec![ask]), all),
    ))))]
}

/// What is asked for: an opinion is given, not issued.
fn title(lang: Lang, all: &[ToSign]) -> String {
    let action = match all.iter().all(|one| one.opinion) {
        true => Action::GiveOpinion,
        false => Action::Sign,
    };
    match all {
        [one] => format!("{} {}", action.say(lang), one.target.number),
        several => texts::action_on_many(lang, action.say(lang), several.len()),
    }
}

/// The question that names each with its number, after the form was answered.
///
/// # Errors
/// Where the number has nothing to count.
pub(super) fn answered(shared: &mut Shared, form: &Form) -> Result<Vec<Step>, BadAnswer> {
    let first = form.sheet.get(FIRST);
    let first = first.trim();
    let replies = form.signing.iter().filter(|one| !one.opinion).count();
    let numbers: Option<Vec<String>> = match first {
        "" => Some(vec![String::new(); replies]),
        // One alone may be called anything.
        one if replies == 1 => Some(vec![one.to_owned()]),
        first => (0..replies).map(|by| count_up(first, by)).collect(),
    };
    let fault = || BadAnswer::at(FIRST, texts::cannot_count(shared.lang));
    let numbers = numbers.ok_or_else(fault)?;
    Ok(confirm(shared, &form.signing, numbers))
}

/// `numbers` are those of the replies, in their order.
fn confirm(shared: &mut Shared, all: &[ToSign], numbers: Vec<String>) -> Vec<Step> {
    let lang = shared.lang;
    let title = title(lang, all);
    let mut lines = vec![texts::cannot_undo(lang).to_owned()];
    let mut numbers = numbers.into_iter();
    let mut commands = vec![];
    for one in all {
        let mut line = format!("{} {}", one.target.number, one.title);
        let assignment = one.target.assignment.unwrap_or_default();
        let hash = one.hash.clone();
        let command = if one.opinion {
            line = format!("{line} ({})", Action::GiveOpinion.say(lang));
            Command::GiveOpinion(GiveOpinion { assignment, hash })
        } else {
            let document_number = numbers.next().unwrap_or_default();
            // In front, where a long title does not cut it off.
            if !document_number.is_empty() {
                line = format!("{document_number}  {line}");
            }
            Command::Sign(Sign {
                assignment,
                document_number,
                hash,
            })
        };
        lines.push(line);
        commands.push(one_of_many((one.target.clone(), command)));
    }
    let then = vec![Job::RunMany(commands, shared.next_key())];
    vec![Step::Overlay(Box::new(Overlay::Confirm(Confirm {
        title,
        lines,
        top: 0,
        then,
    })))]
}

#[cfg(test)]
mod tests {
    use banli_shared::ids::CaseId;

    use super::*;

    #[test]
    fn an_opinion_is_asked_for_by_its_name() {
        let one = |opinion| ToSign {
            target: Target {
                case: CaseId("1".to_owned()),
                version: 1,
                number: "20230001".to_owned(),
                assignment: Some(2),
            },
            title: "夜班公交".to_owned(),
            hash: String::new(),
            opinion,
        };
        let said = |all: &[ToSign]| title(Lang::En, all);
        let give = Action::GiveOpinion.say(Lang::En);
        assert_eq!(said(&[one(true)]), format!("{give} 20230001"));
        assert_eq!(said(&[one(false)]), "sign and issue 20230001");
        assert_eq!(said(&[one(true), one(false)]), "sign and issue: 2 cases");
    }
}
