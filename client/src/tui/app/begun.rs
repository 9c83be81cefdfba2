//! The server has said who is logged in and by which rules: what waited for that goes on.

use super::forms::Form;
use super::news::{Job, Known};
use super::overlay::Overlay;
use super::state::{Shared, State, Step};
use super::texts;
use crate::drafts::Draft;

/// Looks for the drafts of whoever is at the keyboard, once that is known.
pub(super) fn drafts_of(shared: &Shared) -> Option<Step> {
    let login = shared.login()?.to_owned();
    Some(Step::Job(Job::Drafts(login)))
}

/// Takes over who is logged in, the units and the rules.
pub(super) fn begun(state: &mut State, told: &Known) -> Vec<Step> {
    let (me, units, sessions, profile) = told.clone();
    let shared = &mut state.shared;
    let before = shared.login().map(str::to_owned);
    shared.me = Some(me.clone());
    let mut steps = vec![];
    if before.is_none() {
        // Only now it is known whose those are that were typed already.
        for (what, text) in shared.drafts.clone() {
            steps.extend(shared.keep_draft(what, text));
        }
    }
    if before.is_none_or(|before| before != me.login) {
        steps.extend(drafts_of(shared));
    }
    shared.units = units
        .into_iter()
        .map(|unit| (unit.code.clone(), unit))
        .collect();
    shared.sessions = sessions;
    if shared.profile.replace(profile).is_none() {
        steps.extend(ask_again(state));
    }
    steps
}

/// A form can be quicker than the rules it offers choices of: it asks again, with what was answered so far.
fn ask_again(state: &mut State) -> Vec<Step> {
    let before = match state.overlay.take() {
        Some(overlay) => match *overlay {
            Overlay::Form(form) => form,
            other => {
                state.overlay = Some(Box::new(other));
                return vec![];
            }
        },
        None => return vec![],
    };
    let mut steps = state
        .tell_front(|screen, shared| screen.act(shared, before.action, before.targets.clone()));
    // Nothing else must come of it: nobody pressed a key.
    match steps.iter_mut().find_map(form_of) {
        Some(form) => form.go_on_from(&before),
        None => {
            state.overlay = Some(Box::new(Overlay::Form(before)));
            return vec![];
        }
    }
    steps
}

fn form_of(step: &mut Step) -> Option<&mut Form> {
    match step {
        Step::Overlay(overlay) => match &mut **overlay {
            Overlay::Form(form) => Some(form),
            _ => None,
        },
        _ => None,
    }
}

/// Drafts that were left before. What was typed since then is newer.
pub(super) fn drafts(state: &mut State, drafts: &[Draft]) {
    let shared = &mut state.shared;
    for draft in drafts {
        shared
            .drafts
            .entry(draft.key.what.clone())
            .or_insert_with(|| draft.text.clone());
    }
    if !drafts.is_empty() {
        shared.say(texts::drafts_left(shared.lang, drafts.len()));
    }
    // A form can be quicker than the journal.
    if let Some(Overlay::Form(form)) = state.overlay.as_deref_mut()
        && !form.is_touched()
    {
        form.restore(shared);
    }
}
