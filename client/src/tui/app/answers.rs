//! The answers of the form in front: kept as they are given, and there again where they were refused.

use banli_shared::workflow::Action;

use super::news::{Target, Trouble, TroubleKind};
use super::overlay::Overlay;
use super::state::{State, Step};

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
    let left = state.shared.left_form.take();
    match left {
        Some(mut form) if form.is_for(action, std::slice::from_ref(target)) => {
            if trouble.kind == TroubleKind::Stale {
                form.outrun();
            }
            let said = state.shared.notice.take();
            let text = said.map_or_else(String::new, |said| said.text);
            form.refuse(&trouble.fields, text);
            state.overlay = Some(Box::new(Overlay::Form(form)));
        }
        left => state.shared.left_form = left,
    }
}
