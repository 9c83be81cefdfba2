//! Changing who acts (`g w`): at once, so that nothing opened since belongs to the person before.

use super::begun;
use super::news::{Job, News};
use super::overlay::{Choice, Overlay, Picker, Then};
use super::state::{State, Step};
use super::texts;

/// Asks whom to act as.
pub(super) fn choices(state: &State) -> Vec<Step> {
    let choices = state
        .shared
        .identities
        .iter()
        .enumerate()
        .map(|(index, identity)| Choice::new(index.to_string(), state.shared.of(&identity.label)))
        .collect();
    let picker = Picker::new(texts::who_am_i(state.shared.lang), choices, Then::Become);
    vec![Step::Overlay(Box::new(Overlay::Picker(picker)))]
}

/// Leaves everything of the person before, and nothing that comes for them is heard until the change is made
/// ([`News::Became`]).
pub(super) fn choose(state: &mut State, index: usize) -> Vec<Step> {
    let shared = &mut state.shared;
    let Some(identity) = shared.identities.get(index) else {
        return vec![];
    };
    let who = shared.of(&identity.label).to_owned();
    shared.identity = index;
    shared.changing = true;
    shared.waiting = 0;
    // Nothing is offered as somebody whom the server does not know any more.
    shared.me = None;
    (shared.logged_out, shared.undo) = (false, vec![]);
    shared.unsure.clear();
    shared.unsent.clear();
    shared.undoing = None;
    shared.outrun = None;
    shared.unmerging = None;
    shared.unit_says = None;
    shared.warned = None;
    // What one person typed is not shown to another.
    shared.drafts.clear();
    shared.left_forms.clear();
    shared.left_sheets.clear();
    shared.say(texts::now_acting_as(shared.lang, &who));
    state.overlay = None;
    state.screens.truncate(1);
    vec![Step::Job(Job::Become(index))]
}

/// Whether this was asked as the person before.
pub(super) fn is_of_before(state: &State, news: &News) -> bool {
    match news {
        // One change can overtake another.
        News::Became(index) => *index != state.shared.identity,
        News::DraftNotKept(_) => false,
        _ => state.shared.changing,
    }
}

/// The change is made: what is shown is asked for anew.
pub(super) fn became(state: &mut State) -> Vec<Step> {
    state.shared.changing = false;
    let mut steps = vec![Step::Job(Job::Begin), Step::Job(Job::Listen)];
    steps.extend(begun::drafts_of(&state.shared));
    steps
}
