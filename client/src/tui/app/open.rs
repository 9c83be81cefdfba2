//! Opening the terminal client on a terminal.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use banli_shared::lang::Lang;
use banli_shared::org::Person;
use tokio::runtime::Handle;

use super::super::input::decoder::Timing;
use super::super::keys::config::KeysConfig;
use super::super::keys::keymap::{Keymap, Pending};
use super::super::runtime::Program;
use super::super::terminal::tty::Tty;
use super::super::theme::{Theme, ThemeConfig};
use super::changes::Changes;
use super::news::{Job, News};
use super::outside::{Outside, edit};
use super::screens::inbox::Inbox;
use super::state::{Identity, Link, Shared, State};
use super::{update, view};
use crate::api::{Client, fresh_key};
use crate::drafts::Journal;

/// What the terminal client is opened with.
pub struct Opening {
    /// The server, already with the token of the first identity.
    pub client: Client,
    /// As whom one can act; one for a login, several in the demo. With their tokens.
    pub identities: Vec<(Identity, String)>,
    /// Who is logged in, where that is known before the server answers.
    pub me: Option<Person>,
    /// The language.
    pub lang: Lang,
    /// Keys as configured.
    pub keys: KeysConfig,
    /// Looks as configured.
    pub theme: ThemeConfig,
    /// Where drafts are journalled.
    pub drafts: PathBuf,
    /// Milliseconds since 1970, now.
    pub clock: fn() -> i64,
}

/// How the client was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// By whoever used it, by a signal, or with the terminal.
    Ended,
    /// The login was over.
    LoggedOut,
}

/// Runs the client until it is left.
///
/// # Errors
/// When there is no terminal, or it cannot be taken; when keys are configured wrongly (in words).
pub fn open(opening: Opening, tokio: &Handle) -> io::Result<Left> {
    let keymap = Keymap::configured(&opening.keys).map_err(|faults| {
        let said: Vec<String> = faults.iter().map(|fault| fault.say(opening.lang)).collect();
        io::Error::new(io::ErrorKind::InvalidInput, said.join("\n"))
    })?;
    let tty = Tty::open()?;
    let variable = |name: &str| std::env::var(name).ok();
    let theme = Theme::choose(opening.theme, variable);
    // Without a journal one can still work; the person is told when a draft cannot be kept.
    let journal = Journal::open(&opening.drafts).ok();
    let (identities, tokens): (Vec<Identity>, Vec<String>) = opening.identities.into_iter().unzip();
    let server = opening.client.base().to_owned();
    let simulated_ms = opening.client.simulated();
    let outside = Outside::new(opening.client, tokens, journal, opening.clock);
    let state = State {
        shared: Shared {
            lang: opening.lang,
            theme,
            keymap,
            pending: Pending::default(),
            size: tty.size(),
            low_bandwidth: false,
            me: opening.me,
            units: std::collections::BTreeMap::new(),
            sessions: vec![],
            profile: None,
            link: Link::Starting,
            waiting: 0,
            changes: Changes::default(),
            changing: false,
            notice: None,
            undo: vec![],
            undoing: None,
            outrun: None,
            unit_says: None,
            warned: None,
            unmerging: None,
            identities,
            identity: 0,
            server,
            serial: 0,
            drafts: std::collections::BTreeMap::new(),
            left_forms: vec![],
            left_sheets: vec![],
            left_out: 0,
            unsure: vec![],
            unsent: vec![],
            logged_out: false,
            salt: fresh_key(),
            simulated_ms,
            clock: opening.clock,
        },
        screens: vec![Box::new(Inbox::default())],
        overlay: None,
    };
    let editor = variable("VISUAL")
        .or_else(|| variable("EDITOR"))
        .unwrap_or_else(|| "vi".to_owned());
    let directory = opening.drafts;
    let running = Arc::clone(&outside);
    let program = Program {
        update,
        view,
        tick: |state| state.shared.changes.soon(),
        run: Box::new(move |job, outlet| running.run(job, outlet)),
        foreground: Box::new(move |job| match job {
            Job::EditOutside(text) => News::Edited(edit(&text, &editor, &directory)),
            _ => News::Stream(None),
        }),
        timing: Timing::default(),
    };
    program.run(state, &tty, tokio)?;
    outside.flush();
    Ok(match outside.is_logged_out() {
        true => Left::LoggedOut,
        false => Left::Ended,
    })
}
