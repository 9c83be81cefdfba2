//! The answers of the form in front: kept as they are given, and there again where they were refused.

use std::collections::BTreeMap;

use banli_shared::org::Post;
use banli_shared::workflow::{Action, Holder};

use super::act::holder;
use super::desk::{Ask, Told};
use super::forms::Sheet;

use super::news::{Target, Trouble, TroubleKind};
use super::overlay::Overlay;
use super::state::{State, Step};
use super::texts;
use crate::output::said;

/// What is typed in a form goes to the journal.
pub(super) fn keep(state: &mut State) -> Vec<Step> {
    match state.overlay.as_deref() {
        Some(Overlay::Form(form)) => form.keep(&mut state.shared),
        _ => vec![],
    }
}

/// A form whose answers were refused stands there again with them, at the one that will not do.
pub(super) fn open_again(state: &mut State, target: &Target, action: Action, trouble: &Trouble) {
    if state.overlay.is_some() {
        return;
    }
    let of_this = std::slice::from_ref(target);
    let Some(mut form) = state.shared.take_form(action, of_this) else {
        return;
    };
    if trouble.kind == TroubleKind::Stale {
        form.outrun();
    }
    let said = state.shared.notice.take();
    let text = said.map_or_else(String::new, |said| said.text);
    form.sheet.refuse(&state.shared, &trouble.faults, &text);
    state.overlay = Some(Box::new(Overlay::Form(form)));
}

/// Questions about the office itself were answered. They stand there until the server has taken the answers.
pub(super) fn done(state: &mut State, mut sheet: Box<Sheet>) -> Vec<Step> {
    if sheet.sent {
        state.overlay = Some(Box::new(Overlay::Sheet(sheet)));
        return vec![];
    }
    let key = sheet.key_of(&mut state.shared);
    let answered = match state.screens.last_mut() {
        Some(screen) => screen.answered(&mut state.shared, &sheet, key),
        None => return vec![],
    };
    let steps = answered.unwrap_or_else(|fault| {
        sheet.refuse_at(fault);
        vec![]
    });
    sheet.sent = !steps.is_empty();
    state.overlay = Some(Box::new(Overlay::Sheet(sheet)));
    steps
}

/// What the server said to them.
pub(super) fn taken(state: &mut State, asked: &Ask, told: &Result<Told, Trouble>) {
    let lang = state.shared.lang;
    // Other answers can come while questions are open.
    let of_sheet = asked.is_of_questions();
    match told {
        Ok(Told::Loaded(..)) => {}
        Ok(Told::Done(_) | Told::Left(_) | Told::Would(_)) => {
            if of_sheet
                && matches!(state.overlay.as_deref(), Some(Overlay::Sheet(sheet)) if sheet.sent)
            {
                state.overlay = None;
            }
            if matches!(told, Ok(Told::Done(_))) {
                state.shared.say(match asked {
                    Ask::Read(_) => texts::marked_read(lang),
                    Ask::EndDelegation(_) | Ask::RevokeToken { .. } | Ask::DropWebhook(_) => {
                        texts::ended(lang)
                    }
                    _ => texts::saved(lang),
                });
            }
            if let Ok(Told::Left(left)) = told {
                let each = left.iter().map(|left| {
                    let Post { role, place } = left.post.clone();
                    let who = holder(
                        &state.shared,
                        &BTreeMap::new(),
                        &Holder::Post { role, place },
                    );
                    said::left(lang, left.items, &who)
                });
                let all: Vec<String> = each.collect();
                state.shared.say(all.join(lang.pick("；", "; ")));
            }
        }
        Err(trouble) => {
            let text = state.shared.of(&trouble.text).to_owned();
            match state.overlay.as_deref_mut() {
                Some(Overlay::Sheet(sheet)) if of_sheet && sheet.sent => {
                    sheet.refuse(&state.shared, &trouble.faults, &text);
                }
                _ => match trouble.kind {
                    TroubleKind::Unreachable { arrived } => state.shared.miss(arrived),
                    TroubleKind::LoggedOut => {}
                    _ => state.shared.complain(text),
                },
            }
        }
    }
}
