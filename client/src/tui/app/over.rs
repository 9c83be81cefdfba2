//! The login is over: said once, with what to do; nothing is asked of the server after that.

use banli_shared::lang::Lang;

use super::super::keys::table::CommandId;
use super::super::runtime::Effect;
use super::desk::{Ask, Told};
use super::news::{Job, News, TroubleKind};
use super::overlay::{Confirm, Overlay};
use super::state::{State, Step};
use super::texts;

/// Looks whether this news ends the login.
pub(super) fn heard(state: &mut State, news: &News) -> Vec<Step> {
    if state.shared.logged_out {
        return vec![];
    }
    let why: fn(Lang) -> &'static str = match news {
        News::Desk(asked, Ok(Told::Done(_)))
            if matches!(**asked, Ask::RevokeToken { current: true, .. }) =>
        {
            texts::own_token_revoked
        }
        news if news.trouble().map(|trouble| trouble.kind) == Some(TroubleKind::LoggedOut) => {
            texts::login_over
        }
        _ => return vec![],
    };
    let others = others(state);
    let shared = &mut state.shared;
    (shared.logged_out, shared.waiting) = (true, 0);
    shared.unsure.clear();
    shared.notice = None;
    let told = Confirm::new(shared, vec![], |shared| {
        let lang = shared.lang;
        let mut lines = vec![why(lang).to_owned()];
        if others {
            let key = shared.key_for(CommandId::SwitchIdentity);
            lines.push(texts::then_switch(lang, &key));
        } else {
            lines.push(texts::typed_is_kept(lang).to_owned());
            lines.push(match shared.has_login() {
                true => texts::then_log_in(lang).to_owned(),
                false => texts::then_another_token(lang).to_owned(),
            });
        }
        (texts::logged_out(lang).to_owned(), lines)
    });
    state.overlay = Some(Box::new(Overlay::Confirm(told)));
    vec![Step::Job(Job::LoggedOut)]
}

/// Whether this client can go on as somebody else.
fn others(state: &State) -> bool {
    state.shared.identities.len() > 1
}

/// What is told was read: without a login, and nobody else to be, the program ends.
pub(super) fn read(state: &State) -> Vec<Step> {
    match state.shared.logged_out && !others(state) {
        true => vec![Step::Effect(Effect::Quit)],
        false => vec![],
    }
}

/// Whether a job still makes sense.
pub(super) const fn allows(logged_out: bool, job: &Job) -> bool {
    let is_here = matches!(
        job,
        Job::KeepDraft(_)
            | Job::DropDraft(_)
            | Job::Drafts(_)
            | Job::EditOutside(_)
            | Job::Become(_)
            | Job::LoggedOut
    );
    !logged_out || is_here
}
