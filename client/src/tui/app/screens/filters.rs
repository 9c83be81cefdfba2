//! The filters of a list in words.

use banli_shared::api::proposals::{ProposalQuery, Sort};
use banli_shared::case::{
    AssignmentRole, Class, Consent, Kind, Openness, ProposalStage, StageName, Timing,
};
use banli_shared::figures::{FigureName, Part};
use banli_shared::lang::{Lang, Word};
use banli_shared::profile::Light;
use banli_shared::text::field_name;

use super::super::state::Shared;
use super::super::texts;

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
