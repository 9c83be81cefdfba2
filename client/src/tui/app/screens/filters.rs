//! The filters of a list in words.

use banli_shared::api::proposals::{ProposalQuery, Sort};
use banli_shared::case::{
    AssignmentRole, Class, Consent, Kind, Openness, ProposalStage, StageName, Timing,
};
use banli_shared::figures::{FigureName, Part};
use banli_shared::ids::SessionId;
use banli_shared::lang::{Lang, Word};
use banli_shared::profile::Light;
use banli_shared::text::field_name;

use super::super::overlay::{Choice, Overlay, Picker, Then};
use super::super::state::{Shared, Step};
use super::super::texts;

/// The tag of a session that is chosen.
pub(super) const SESSION: &str = "session";

/// What a query asks for: each filter by its name and its value, as they are called.
pub(super) fn said(shared: &Shared, query: &ProposalQuery) -> String {
    let lang = shared.lang;
    let asked = crate::output::asked(query).into_iter();
    let words = asked.map(|(name, code)| {
        let value = value(shared, &name, code);
        lang.label(field_name(&name).say(lang), &value)
    });
    words.collect::<Vec<_>>().join("  ")
}

/// The sessions to choose from, for the screen that asks.
pub(super) fn which_session(shared: &Shared) -> Vec<Step> {
    let choices = shared.sessions.iter().map(|session| {
        let line = format!("{}  {}", session.id, session.name);
        Choice::new(session.id.as_str(), line)
    });
    let title = texts::which_session(shared.lang);
    let picker = Picker::new(title, choices.collect(), Then::Screen(SESSION));
    vec![Step::Overlay(Box::new(Overlay::Picker(picker)))]
}

/// The session that was chosen, as queries name it: the current one is meant where none is.
pub(super) fn session(shared: &Shared, code: &str) -> Option<SessionId> {
    let chosen = shared.other_session(&code.into());
    chosen.map(|session| session.id.clone())
}

/// What a screen is called whose list or figures are of this session.
pub(super) fn titled(shared: &Shared, title: String, session: Option<&SessionId>) -> String {
    let other = session.and_then(|id| shared.other_session(id));
    match other {
        Some(session) => format!("{title} - {}", session.name),
        None => title,
    }
}

/// Whether there is a session to choose.
///
/// # Errors
/// Why not.
pub(super) fn may_choose_session(shared: &Shared) -> Result<(), String> {
    match shared.sessions.len() {
        0 | 1 => Err(texts::no_other_session(shared.lang).to_owned()),
        _ => Ok(()),
    }
}

fn value(shared: &Shared, name: &str, code: String) -> String {
    let lang = shared.lang;
    let word = match name {
        "stage" => word::<ProposalStage>(lang, &code),
        "assignment_stage" => word::<StageName>(lang, &code),
        "role" => word::<AssignmentRole>(lang, &code),
        "class" => word::<Class>(lang, &code),
        "kind" => word::<Kind>(lang, &code),
        "light" => word::<Light>(lang, &code),
        "publication" => word::<Consent>(lang, &code),
        "openness" => word::<Openness>(lang, &code),
        "timing" => word::<Timing>(lang, &code),
        "figure" => word::<FigureName>(lang, &code),
        "part" => word::<Part>(lang, &code),
        "sort" => word::<Sort>(lang, &code),
        "session" => shared
            .other_session(&code.as_str().into())
            .map(|session| session.name.clone()),
        "unit" | "department" => Some(shared.unit_name(&code.as_str().into()).to_owned()),
        "outcome" => {
            let profile = shared.profile.as_ref();
            let known = profile.and_then(|profile| profile.outcome(&code));
            known.map(|it| it.text.say(lang).to_owned())
        }
        _ => match code.as_str() {
            "true" => Some(texts::yes(lang).to_owned()),
            "false" => Some(texts::no(lang).to_owned()),
            _ => None,
        },
    };
    word.unwrap_or(code)
}

fn word<W: Word>(lang: Lang, code: &str) -> Option<String> {
    let known = W::all().iter().find(|word| word.code() == code);
    known.map(|word| word.say(lang).to_owned())
}
