//! Many signatures at once: asked for the number of the first document, tried, then one question that says of each what
//! is signed, under which number, and whose turn it is then; and of those that would be refused why.

use banli_shared::api::proposals::{ManyAnswers, OneAnswer, OneOfMany};
use banli_shared::lang::Lang;
use banli_shared::text::{count_up, document_number};
use banli_shared::workflow::{Action, Command, GiveOpinion, Sign};

use super::act::{self, one_of_many};
use super::forms::{BadAnswer, Form, Sheet, line};
use super::news::{Job, Target};
use super::overlay::{Confirm, Overlay};
use super::state::{Shared, Step};
use super::{texts, unsure};

/// The question for the number of the first document.
const FIRST: &str = "document_number";

/// A reply or opinion that waits for the signature.
pub(super) struct ToSign {
    /// Which it is.
    pub(super) target: Target,
    /// The hash of its text, as the list knows it: it holds the signature to what was read.
    pub(super) hash: String,
    /// An opinion for the lead rather than a reply to the member.
    pub(super) opinion: bool,
}

/// Signs several, in the order of the list. Replies are numbered; an opinion goes inside and is not.
pub(super) fn sign_all(shared: &mut Shared, all: Vec<ToSign>) -> Vec<Step> {
    let lang = shared.lang;
    if let Some(job) = perhaps_signed(shared, &all) {
        return vec![once_more(shared, &all, job)];
    }
    let replies = all.iter().filter(|one| !one.opinion).count();
    if replies == 0 {
        return trial(&all, vec![]);
    }
    let title = title(lang, all.iter().all(|one| one.opinion), &numbers(&all));
    // What was typed for these before is there again: not all of them may have passed.
    let before = shared.left_forms.iter().rev().find(|form| {
        let same = |one: &ToSign| form.signing.iter().any(|it| it.target.is_same(&one.target));
        !form.signing.is_empty() && all.iter().all(same)
    });
    let first = before.map(|form| form.sheet.get(FIRST));
    let ask = line(
        FIRST,
        texts::first_number(lang),
        first.as_deref().unwrap_or_default(),
    );
    let mut form = Form::signing(Sheet::new(title, vec![ask]), all);
    if first.is_none() {
        form.restore(shared);
    }
    vec![Step::Overlay(Box::new(Overlay::Form(Box::new(form))))]
}

/// What was sent of these before and not answered.
fn perhaps_signed(shared: &Shared, all: &[ToSign]) -> Option<Job> {
    let of = |one: &ToSign, it: &OneOfMany| {
        it.proposal.0 == one.target.case.0 && it.command.assignment() == one.target.assignment
    };
    let covers = |job: &&Job| match job {
        Job::RunMany(commands, _) if are_signatures(commands) => {
            all.iter().any(|one| commands.iter().any(|it| of(one, it)))
        }
        _ => false,
    };
    shared.unsure.iter().find(covers).cloned()
}

/// Whether to send the same again; it is done once.
fn once_more(shared: &mut Shared, all: &[ToSign], job: Job) -> Step {
    let commands = match &job {
        Job::RunMany(commands, _) => commands.clone(),
        _ => vec![],
    };
    let confirm = Confirm::new(shared, vec![job], |shared| {
        let lang = shared.lang;
        let mut lines = vec![texts::perhaps_signed(lang).to_owned()];
        let numbered = |it: &OneOfMany| match &it.command {
            Command::Sign(sign) if sign.is_numbered() => Some(sign.document_number.clone()),
            _ => None,
        };
        lines.extend(commands.iter().map(|it| {
            let known = all.iter().find(|one| one.target.case.0 == it.proposal.0);
            let number = known.map_or(it.proposal.0.as_str(), |one| &one.target.number);
            let document = numbered(it).map(|no| lang.label(texts::document_number(lang), &no));
            [number.to_owned()]
                .into_iter()
                .chain(document)
                .collect::<Vec<_>>()
                .join("  ")
        }));
        let only_opinions = all.iter().all(|one| one.opinion);
        (title(lang, only_opinions, &numbers(all)), lines)
    });
    Step::Overlay(Box::new(Overlay::Confirm(confirm)))
}

fn numbers(all: &[ToSign]) -> Vec<&str> {
    all.iter().map(|one| one.target.number.as_str()).collect()
}

/// What is asked for: opinions are given, not issued.
fn title(lang: Lang, only_opinions: bool, numbers: &[&str]) -> String {
    let action = match only_opinions {
        true => Action::GiveOpinion,
        false => Action::Sign,
    };
    match numbers {
        [one] => format!("{} {one}", action.say(lang)),
        several => texts::action_on_many(lang, action.say(lang), several.len()),
    }
}

/// The trial of each with its number, after the form was answered.
///
/// # Errors
/// Where the number has nothing to count.
pub(super) fn answered(lang: Lang, form: &Form) -> Result<Vec<Step>, BadAnswer> {
    let first = document_number(&form.sheet.get(FIRST));
    let replies = form.signing.iter().filter(|one| !one.opinion).count();
    let numbers: Option<Vec<String>> = match first.as_str() {
        "" => Some(vec![String::new(); replies]),
        // One alone may be called anything.
        one if replies == 1 => Some(vec![one.to_owned()]),
        first => (0..replies).map(|by| count_up(first, by)).collect(),
    };
    let fault = || BadAnswer::at(FIRST, texts::cannot_count(lang));
    Ok(trial(&form.signing, numbers.ok_or_else(fault)?))
}

/// `numbers` are those of the replies, in their order.
fn trial(all: &[ToSign], numbers: Vec<String>) -> Vec<Step> {
    let mut numbers = numbers.into_iter();
    let commands = all.iter().map(|one| {
        let assignment = one.target.assignment.unwrap_or_default();
        let hash = one.hash.clone();
        let command = match one.opinion {
            true => Command::GiveOpinion(GiveOpinion { assignment, hash }),
            false => Command::Sign(Sign {
                assignment,
                document_number: numbers.next().unwrap_or_default(),
                hash,
            }),
        };
        one_of_many((one.target.clone(), command))
    });
    vec![Step::Job(Job::TryMany(commands.collect()))]
}

/// Whether these are signatures.
pub(super) fn are_signatures(commands: &[OneOfMany]) -> bool {
    let signs = |one: &OneOfMany| matches!(one.command, Command::Sign(_) | Command::GiveOpinion(_));
    !commands.is_empty() && commands.iter().all(signs)
}

/// The question after the trial: of each that passes its class, number and who is next; those that do not, with the
/// reason, are left out of it.
pub(super) fn question(
    shared: &mut Shared,
    commands: &[OneOfMany],
    answers: &ManyAnswers,
) -> Vec<Step> {
    let each = || commands.iter().zip(&answers.answers);
    let passing = || each().filter(|(_, answer)| answer.problem.is_none());
    shared.left_out = each().count() - passing().count();
    let passing: Vec<OneOfMany> = passing().map(|(one, _)| one.clone()).collect();
    let then = match passing.is_empty() {
        true => vec![],
        false => vec![unsure::many(shared, passing, None)],
    };
    let confirm = Confirm::new(shared, then, |shared| asked(shared, commands, answers));
    vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
}

/// The words of that question.
fn asked(shared: &Shared, commands: &[OneOfMany], answers: &ManyAnswers) -> (String, Vec<String>) {
    let lang = shared.lang;
    let each = || commands.iter().zip(&answers.answers);
    let passing = || each().filter(|(_, answer)| answer.problem.is_none());
    let opinion = |one: &OneOfMany| matches!(one.command, Command::GiveOpinion(_));
    let numbers: Vec<&str> = passing()
        .map(|(_, answer)| answer.number.as_str())
        .collect();
    let title = title(lang, commands.iter().all(opinion), &numbers);
    let mut lines = vec![];
    let unnumbered = passing().filter(|(one, _)| match &one.command {
        Command::Sign(sign) => !sign.is_numbered(),
        _ => false,
    });
    match (unnumbered.count(), passing().count()) {
        (_, 0) => {}
        (0, _) => lines.push(texts::cannot_undo(lang).to_owned()),
        (many, _) => {
            lines.push(texts::cannot_undo(lang).to_owned());
            lines.push(texts::without_number(lang, many));
        }
    }
    lines.extend(refused(shared, answers));
    for (one, answer) in passing() {
        lines.push(named(answer));
        let mut parts = vec![];
        match &one.command {
            Command::Sign(sign) => {
                if let Some(class) = answer.class {
                    parts.push(class.say(lang).to_owned());
                }
                parts.push(match sign.is_numbered() {
                    true => lang.label(texts::document_number(lang), &sign.document_number),
                    false => texts::no_document_number(lang).to_owned(),
                });
            }
            _ => parts.push(Action::GiveOpinion.say(lang).to_owned()),
        }
        parts.push(next(shared, answers, answer));
        lines.push(format!("  {}", parts.join(lang.pick("；", "; "))));
    }
    (title, lines)
}

fn named(answer: &OneAnswer) -> String {
    format!("{} {}", answer.number, answer.title)
}

/// Whose turn it is then.
fn next(shared: &Shared, answers: &ManyAnswers, answer: &OneAnswer) -> String {
    let lang = shared.lang;
    let who = act::holders(shared, (&answers.people, &[]), answer.attention.iter());
    match who.is_empty() {
        true => texts::nobody_next(lang).to_owned(),
        false => texts::next_holder(lang, &who.join(lang.pick("、", ", "))),
    }
}

/// Those that were refused, or would be, each with the reason; nothing where none was.
fn refused(shared: &Shared, answers: &ManyAnswers) -> Vec<String> {
    let lang = shared.lang;
    let refused = || answers.answers.iter().filter(|it| it.problem.is_some());
    let mut lines = vec![];
    if refused().next().is_some() {
        lines.push(texts::not_passed(lang, refused().count()));
    }
    for answer in refused() {
        lines.push(named(answer));
        let why = answer.problem.clone().map(|mut problem| {
            problem.name_units(|unit| shared.unit_name(unit).to_owned());
            problem.say(lang)
        });
        lines.push(format!("  {}", why.unwrap_or_default()));
    }
    lines
}

/// What became of many commands of which some were refused: those with the reason, then those that passed.
pub(super) fn outcome(
    shared: &mut Shared,
    commands: &[OneOfMany],
    answers: &ManyAnswers,
) -> Confirm {
    let passed = || {
        let each = commands.iter().zip(&answers.answers);
        each.filter(|(_, answer)| answer.problem.is_none())
    };
    let bad = commands.len() - passed().count();
    Confirm::new(shared, vec![], |shared| {
        let lang = shared.lang;
        let mut lines = refused(shared, answers);
        if bad < commands.len() {
            lines.push(texts::passed(lang, passed().count()));
        }
        lines.extend(passed().map(|(one, answer)| match &one.command {
            Command::Sign(sign) if sign.is_numbered() => {
                format!("{}  {}", sign.document_number, named(answer))
            }
            _ => named(answer),
        }));
        (texts::many_done(lang, passed().count(), bad), lines)
    })
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
            hash: String::new(),
            opinion,
        };
        let only = |all: &[ToSign]| all.iter().all(|one| one.opinion);
        let said = |all: &[ToSign]| title(Lang::En, only(all), &numbers(all));
        let give = Action::GiveOpinion.say(Lang::En);
        assert_eq!(said(&[one(true)]), format!("{give} 20230001"));
        assert_eq!(said(&[one(false)]), "sign and issue 20230001");
        assert_eq!(said(&[one(true), one(false)]), "sign and issue: 2 cases");
    }
}
