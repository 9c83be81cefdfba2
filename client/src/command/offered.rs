//! What the reader of a case may do, each as a line to paste.

use banli_shared::api::account::Me;
use banli_shared::api::profiles::{GetProfile, RevisionQuery};
use banli_shared::api::proposals::CaseView;
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::case::{Assignment, Case, Consent, PromiseState, PublishedAs, StageName};
use banli_shared::lang::Lang;
use banli_shared::org::{Actor, Post, Role};
use banli_shared::profile::RatingRules;
use banli_shared::workflow::{Action, Offer, own_numbers, parts_for, speaks_for, to_confirm};

use super::line::{Asks, BLANK, choices, line};
use super::{Ctx, Failed, people, units};
use crate::output;

/// Before what can be chosen for a command, which stands less far in.
const CHOICE: &str = "      ";

/// What is known of the fields of an offer.
type Known = Vec<(&'static str, String)>;

/// What the view of a case does not hold.
#[derive(Default)]
struct Beside {
    /// Who is reading.
    reader: Option<Actor>,
    /// The form on which replies of the case are rated.
    rating: Option<RatingRules>,
}

/// The lines under the case, which is called as the reader called it: its number can be that of another session too. Asks who is reading and what the rules of the case are, where what is offered depends on it.
pub(super) async fn lines(
    ctx: &Ctx,
    reference: &str,
    view: &CaseView,
) -> Result<Vec<String>, Failed> {
    let offers: Vec<&Offer> = view.offers.iter().filter(|offer| offer.allowed()).collect();
    let any = |of: fn(Action) -> bool| offers.iter().any(|offer| of(offer.action));
    let mut beside = Beside::default();
    if any(|it| it.is_on_tasks() || it == Action::ChangeConsent) {
        let me = ctx.client.call::<Me>(&(), &NoQuery {}, &Nothing).await;
        let Json(me) = me.map_err(|failure| ctx.failed(&failure))?;
        beside.reader = Some(Actor::from(&me));
    }
    if any(|it| matches!(it, Action::Rate | Action::RecordRating)) {
        let revision = Some(view.case.rules);
        let query = RevisionQuery { revision };
        let rules = ctx
            .client
            .call::<GetProfile>(&view.case.session, &query, &Nothing)
            .await;
        let Json(rules) = rules.map_err(|failure| ctx.failed(&failure))?;
        beside.rating = Some(rules.profile.rating);
    }
    let mut lines = vec![];
    for offer in offers {
        lines.extend(of_offer(ctx.lang, reference, view, &beside, offer));
        if let Some(warning) = &offer.warning {
            let org = units::known(ctx).await?;
            let said = warning.with_names(|unit| org.name(unit).to_owned());
            let warns = ctx.pick("注意", "mind");
            let said = ctx.lang.label(warns, &said.say(ctx.lang));
            lines.push(format!("{CHOICE}{said}"));
        }
    }
    Ok(lines)
}

/// Prints them under a heading.
pub(super) fn print(lang: Lang, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    output::line("");
    output::line(match lines.iter().any(|line| line.contains(BLANK)) {
        true => lang.pick(
            "您可以（把 … 换成要填的内容）：",
            "you may (put what you mean in the place of …):",
        ),
        false => lang.pick("您可以：", "you may:"),
    });
    for line in lines {
        // A command is copied whole; what can be chosen is read.
        match line.starts_with(CHOICE) {
            true => output::prose(line),
            false => output::line(line),
        }
    }
}

fn of_offer(
    lang: Lang,
    reference: &str,
    view: &CaseView,
    beside: &Beside,
    offer: &Offer,
) -> Vec<String> {
    let (action, case, reader) = (offer.action, &view.case, beside.reader.as_ref());
    let asks = Asks {
        rating: beside.rating.as_ref(),
        for_others: reader.is_some_and(|it| own_numbers(case, it).is_empty()),
    };
    let a = offer.assignment.and_then(|no| case.assignment(no));
    let mut ways = a.map_or_else(Vec::new, |a| ways(view, reader, action, a));
    if ways.is_empty() {
        ways.push(vec![]);
    }
    let whole = |(_, consent): (&str, Consent)| consent.allows(PublishedAs::Whole);
    if action == Action::Publish && !case.consents().all(whole) {
        ways[0].push(("redact", "true".to_owned()));
    }
    if let Some(a) = a {
        let name = match action {
            Action::RecordRating => "form.assignment",
            _ => "assignment",
        };
        ways[0].push((name, a.no.to_string()));
    }
    let known = &ways[0];
    let mut lines = vec![
        format!("  {}{}", action.say(lang), lang.pick("：", ":")),
        format!("    {}", line(reference, action, known, asks)),
    ];
    for choice in choices(lang, action, known, asks) {
        lines.push(format!("{CHOICE}{choice}"));
    }
    if let Some(reader) = reader.filter(|_| action == Action::ChangeConsent) {
        lines.extend(of_proposers(lang, case, reader).map(|one| format!("{CHOICE}{one}")));
    }
    let named = match (action, a) {
        (Action::LinkProposer, _) => Some(("person", Post::office(Role::Proposer))),
        (Action::Dispatch, Some(a)) => Some(("handler", Post::at(Role::Handler, a.unit.as_str()))),
        _ => None,
    };
    if let Some((field, post)) = named {
        let list = people::list_of(Some(&post));
        lines.push(match lang {
            Lang::Zh => format!("{CHOICE}{field}=姓名：见 {list}"),
            Lang::En => format!("{CHOICE}{field}=NAME: see {list}"),
        });
    }
    if let Some(others) = ways.get(1..).filter(|others| !others.is_empty()) {
        let words = |way: &Known| {
            let words = way.iter().map(|(name, value)| format!("{name}={value}"));
            words.collect::<Vec<_>>().join(" ")
        };
        let others: Vec<String> = others.iter().map(words).collect();
        lines.push(format!(
            "{CHOICE}{}{}",
            lang.pick("也可以：", "or: "),
            others.join(lang.pick("、", ", "))
        ));
    }
    lines
}

/// For which of several proposers the reader may say it.
fn of_proposers(lang: Lang, case: &Case, reader: &Actor) -> Option<String> {
    let whose = speaks_for(case, reader);
    let proposers = case.proposers().filter(|it| whose.contains(&it.no));
    let named: Vec<String> = proposers
        .map(|it| lang.bracket(&it.no.to_string(), &it.proposer.name))
        .collect();
    let named = named.join(lang.pick("、", ", "));
    (whose.len() > 1).then(|| {
        let all = lang.pick("；不写则为全体提案人", "; all of them where left out");
        match own_numbers(case, reader).is_empty() {
            true => format!("proposer={named}{all}"),
            false => format!("proposer={named}"),
        }
    })
}

/// On what the action can be done in this assignment: the first is the one that is offered, the others can stand in its
/// place.
fn ways(view: &CaseView, reader: Option<&Actor>, action: Action, a: &Assignment) -> Vec<Known> {
    let text = || view.texts.get(&a.no).cloned();
    let one = |name, value: Option<String>| value.map(|value| (name, value));
    match action {
        Action::Approve => {
            let level = match a.stage.name() {
                StageName::Level1 => Some("one".to_owned()),
                StageName::Level2 => Some("two".to_owned()),
                _ => None,
            };
            let known = one("level", level).into_iter();
            vec![known.chain(one("hash", text())).collect()]
        }
        Action::Sign | Action::GiveOpinion | Action::ChangeClass => {
            vec![one("hash", text()).into_iter().collect()]
        }
        Action::AnswerSuggestion => {
            let answers = &a.round().content.answers;
            let mut asked = view.case.asked_of(a);
            let open = asked.find(|it| !answers.contains_key(&it.no));
            vec![
                one("suggestion", open.map(|it| it.no.to_string()))
                    .into_iter()
                    .collect(),
            ]
        }
        Action::StrikeContact => {
            let contacts = a.round().contacts_that_count();
            contacts
                .map(|it| vec![("contact", it.no.to_string())])
                .collect()
        }
        Action::ConfirmContact => {
            let open = reader
                .into_iter()
                .flat_map(|reader| to_confirm(a, &reader.person));
            open.map(|it| vec![("contact", it.no.to_string())])
                .collect()
        }
        Action::StrikeOutcome => {
            let counts = a.outcomes.iter().filter(|it| it.struck.is_none());
            counts
                .map(|it| vec![("outcome", it.no.to_string())])
                .collect()
        }
        Action::ReportProgress
        | Action::FulfilPromise
        | Action::PostponePromise
        | Action::BreakOffPromise => promises(a, true),
        Action::ReopenPromise => promises(a, false),
        action if action.is_on_tasks() => {
            reader.map_or_else(Vec::new, |reader| tasks(a, reader, action))
        }
        _ => vec![],
    }
}

fn promises(a: &Assignment, open: bool) -> Vec<Known> {
    let promises = a.promises.iter();
    let promises = promises.filter(|it| (it.state == PromiseState::Open) == open);
    promises
        .map(|it| vec![("promise", it.no.to_string())])
        .collect()
}

/// The tasks that are the reader's, with the unit where several have a part.
fn tasks(a: &Assignment, reader: &Actor, action: Action) -> Vec<Known> {
    let mut found: Vec<Known> = vec![];
    let parts = reader.identities().flat_map(|it| parts_for(a, &it, action));
    for (task, part) in parts {
        let mut known = vec![("task", task.no.to_string())];
        if task.parts.len() > 1 && !matches!(action, Action::DropTask | Action::MoveTask) {
            known.push(("unit", part.unit.0.clone()));
        }
        if !found.contains(&known) {
            found.push(known);
        }
    }
    found
}
