//! Everything the screen shows is made of this.

use std::collections::BTreeMap;

use banli_shared::api::sessions::Session;
use banli_shared::ids::{CaseId, SessionId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::org::{Actor, Person, Unit};
use banli_shared::profile::Profile;
use banli_shared::workflow::{Action, Command, FallsAway, Refusal, needs_desk};
use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::super::keys::command::Place;
use super::super::keys::keymap::{Keymap, Pending};
use super::super::keys::table::CommandId;
use super::super::runtime::Effect;
use super::super::theme::{Role, Theme};
use super::super::widgets::table::Highlight;
use super::changes::Changes;
use super::forms::{BadAnswer, Form, Sheet};
use super::news::{Job, News, Target};
use super::overlay::Overlay;
use super::texts;
use super::unsent::Unsent;
use crate::drafts::{Draft, DraftKey};
use crate::output::moment;

/// Somebody this client can act as without another login (the demo).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What it is called in the list, in both languages: Chinese, English.
    pub label: [String; 2],
    /// The login; empty where only a token is known.
    pub login: String,
}

/// Whether the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nothing is known yet.
    Starting,
    /// It does.
    Up,
    /// It does not; the next try is in about so many seconds.
    Down {
        /// Seconds until then.
        next_try_s: u64,
    },
}

/// A line for the person, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub role: Role,
    /// It is about the server not answering, and over when it does.
    pub of_link: bool,
}

/// A step that can be taken back: the commands that do so.
#[derive(Clone, Debug, PartialEq)]
pub struct Undoable {
    /// What was done, in both languages.
    pub what: [String; 2],
    /// What takes it back; the version is that after the step.
    pub commands: Vec<(Target, Command)>,
    /// What the same person has done since that nothing takes back, in both languages.
    pub since: Option<[String; 2]>,
}

/// A merge that is to be undone: what falls away with it is asked for first.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmerging {
    /// The proposal that was merged.
    pub target: Target,
    /// The case that answers it.
    pub host: CaseId,
    /// What falls away there, once that case is read.
    pub away: Option<FallsAway>,
}

/// What every screen may look at.
pub struct Shared {
    /// The language.
    pub lang: Lang,
    /// The looks.
    pub theme: Theme,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// Keys of a sequence that is not complete.
    pub pending: Pending,
    /// The window.
    pub size: Size,
    /// Marks instead of coloured rows, for slow lines.
    pub low_bandwidth: bool,
    /// Who is logged in, once known.
    pub me: Option<Person>,
    /// Units and departments by code.
    pub units: BTreeMap<UnitCode, Unit>,
    /// Every session, the newest first, once known.
    pub sessions: Vec<Session>,
    /// The rules of the current session, once known.
    pub profile: Option<Profile>,
    /// Whether the server answers.
    pub link: Link,
    /// How many answers are being waited for.
    pub waiting: usize,
    /// What changed at the server and was not told yet.
    pub changes: Changes,
    /// Whether who acts is being changed: answers that come now are to the person before.
    pub changing: bool,
    /// Since when the screen may be stale, in words of the server's stream.
    pub notice: Option<Notice>,
    /// Steps that can be taken back, the latest last.
    pub undo: Vec<Undoable>,
    /// The step that is being taken back, until the server has answered.
    pub undoing: Option<Undoable>,
    /// The step that could not be taken back because the case had changed, and at which version it was left: what
    /// happened since is being asked for.
    pub outrun: Option<(Undoable, Target)>,
    /// What a unit gave as its reason for what is being decided, until that is asked for.
    pub unit_says: Option<(Target, String)>,
    /// What is to be known before a step, until it is asked for.
    pub warned: Option<(Target, String)>,
    /// The merge whose undoing is about to be asked for.
    pub unmerging: Option<Unmerging>,
    /// Whom this client can act as.
    pub identities: Vec<Identity>,
    /// Which of them acts now.
    pub identity: usize,
    /// The address of the server, for drafts.
    pub server: String,
    /// Counts up, to tell lists and keys apart.
    pub serial: u64,
    /// Drafts on this machine, by what they are called; also those typed before it is known whose they are.
    pub drafts: BTreeMap<String, String>,
    /// Forms that were left or sent, with their answers: an escape by mistake costs nothing.
    pub left_forms: Vec<Box<Form>>,
    /// The same for questions about the office itself, each kind by itself and without secrets.
    pub left_sheets: Vec<Box<Sheet>>,
    /// Signatures that the trial refused, and that were left out of what the question is about.
    pub left_out: usize,
    /// Changes that were sent and not answered yet, with their keys.
    pub unsure: Vec<Job>,
    /// Drafts that were left before they arrived.
    pub unsent: Vec<Unsent>,
    /// The login is over: nothing is asked of the server any more.
    pub logged_out: bool,
    /// Makes idempotency keys unlike those of any other run.
    pub salt: String,
    /// The moment that a server in simulated time is told; none where it is now.
    pub simulated_ms: Option<i64>,
    /// Milliseconds since 1970, now.
    pub clock: fn() -> i64,
}

impl Shared {
    /// How the selected row is shown.
    #[must_use]
    pub const fn highlight(&self) -> Highlight {
        if self.low_bandwidth {
            Highlight::Gutter
        } else {
            Highlight::Row
        }
    }

    /// A number that was not given before in this run.
    pub fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// Today where the office is, as it is written in a form.
    #[must_use]
    pub fn today(&self) -> String {
        let now_ms = self.simulated_ms.unwrap_or_else(self.clock);
        moment(now_ms).chars().take(10).collect()
    }

    /// The first key of a command, as it is shown.
    #[must_use]
    pub fn key_for(&self, id: CommandId) -> String {
        let keys = self.keymap.keys(id);
        keys.first().map_or_else(String::new, ToString::to_string)
    }

    /// A fresh idempotency key.
    pub fn next_key(&mut self) -> String {
        let serial = self.next_serial();
        format!("{}-{serial}", self.salt)
    }

    /// The name of a unit, or its code where it is not known.
    #[must_use]
    pub fn unit_name<'a>(&'a self, code: &'a UnitCode) -> &'a str {
        self.units
            .get(code)
            .map_or(code.as_str(), |unit| unit.name.as_str())
    }

    /// A session other than the current one.
    #[must_use]
    pub fn other_session(&self, id: &SessionId) -> Option<&Session> {
        let mut all = self.sessions.iter();
        all.find(|session| session.id == *id && !session.current)
    }

    /// Why not, in the language of the reader and with units by their names.
    #[must_use]
    pub fn refused(&self, refusal: &Refusal) -> String {
        refusal
            .with_names(|unit| self.unit_name(unit).to_owned())
            .say(self.lang)
    }

    /// Who acts, once known.
    #[must_use]
    pub fn actor(&self) -> Option<Actor> {
        self.me.as_ref().map(Actor::from)
    }

    /// Whether the token in use is that of a login on this machine, and not one from the environment.
    #[must_use]
    pub fn has_login(&self) -> bool {
        let acting = self.identities.get(self.identity);
        acting.is_none_or(|acting| !acting.login.is_empty())
    }

    /// The login of whoever is at the keyboard, once known; the server need not have said it.
    #[must_use]
    pub fn login(&self) -> Option<&str> {
        let chosen = self.identities.get(self.identity);
        let login = match &self.me {
            Some(me) => Some(&me.login),
            None => chosen.map(|chosen| &chosen.login),
        };
        login.map(String::as_str).filter(|login| !login.is_empty())
    }

    /// The name of a draft in the journal, once it is known whose it is.
    fn draft_key(&self, what: String) -> Option<DraftKey> {
        self.login().map(|login| DraftKey {
            server: self.server.clone(),
            person: login.to_owned(),
            what,
        })
    }

    /// What is typed goes to the journal. With a token alone it waits here until the server has said whose it is: under
    /// nobody's name it would not be found again.
    pub fn keep_draft(&mut self, what: String, text: String) -> Vec<Step> {
        self.drafts.insert(what.clone(), text.clone());
        // The moment is filled in where there is a clock.
        let draft = self.draft_key(what).map(|key| Draft {
            key,
            written_ms: 0,
            text,
        });
        let job = draft.map(|draft| Step::Job(Job::KeepDraft(Box::new(draft))));
        job.into_iter().collect()
    }

    /// What was typed has arrived, and is no draft any more.
    pub fn drop_draft(&mut self, what: String) -> Vec<Step> {
        if self.drafts.remove(&what).is_none() {
            return vec![];
        }
        let key = self.draft_key(what);
        key.into_iter().map(Job::DropDraft).map(Step::Job).collect()
    }

    /// What is said in Chinese and in English, for what stays on the screen when the language is changed.
    pub fn in_both<T>(&mut self, say: impl Fn(&Self) -> T) -> [T; 2] {
        let lang = self.lang;
        let said = [Lang::Zh, Lang::En].map(|lang| {
            self.lang = lang;
            say(self)
        });
        self.lang = lang;
        said
    }

    /// One of two wordings.
    #[must_use]
    pub const fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// The wording of a pair.
    #[must_use]
    pub const fn of<'a, T>(&self, pair: &'a [T; 2]) -> &'a T {
        match self.lang {
            Lang::Zh => &pair[0],
            Lang::En => &pair[1],
        }
    }

    /// Says something good.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            role: Role::Good,
            of_link: false,
        });
    }

    /// Says that the server did not answer, in as few words as fit beside when it is tried again.
    pub fn miss(&mut self, arrived: bool) {
        self.notice = Some(Notice {
            text: match arrived {
                true => texts::perhaps_done(self.lang).to_owned(),
                false => texts::not_reached(self.lang).to_owned(),
            },
            role: Role::Bad,
            of_link: true,
        });
    }

    /// The server answers: nothing is said of that it did not.
    pub fn is_back(&mut self) {
        self.link = Link::Up;
        self.notice.take_if(|notice| notice.of_link);
    }

    /// Says that something is wrong.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            role: Role::Bad,
            of_link: false,
        });
    }
}

/// What a screen asks for.
pub enum Step {
    /// Something outside.
    Job(Job),
    /// Something of the loop: suspend, quit, bytes for the terminal, the person's own editor.
    Effect(Effect<Job>),
    /// A screen on top of this one.
    Open(Box<dyn Screen>),
    /// Back to the screen below.
    Close,
    /// Back to the first screen.
    Home,
    /// Something in front of the screen.
    Overlay(Box<Overlay>),
}

/// One screen.
pub trait Screen {
    /// Where its keys have their meaning.
    fn place(&self) -> Place;

    /// What stands at the left of the first line.
    fn title(&self, shared: &Shared) -> String;

    /// What stands at the right of the first line.
    fn aside(&self, _shared: &Shared) -> String {
        String::new()
    }

    /// Fits the screen to the room below the title and above the hints. Called before the first look and at every change
    /// of size; the jobs are pages that came into sight.
    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step>;

    /// A command was given.
    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step>;

    /// Whether the command means something here now, and if not why.
    ///
    /// # Errors
    /// The reason, for the person.
    fn enabled(&self, _shared: &Shared, _id: CommandId) -> Result<(), String> {
        Ok(())
    }

    /// A key that is no command here (text, where this screen types).
    fn key(&mut self, _shared: &mut Shared, _key: super::super::keys::key::Key) -> Vec<Step> {
        vec![]
    }

    /// Pasted text.
    fn paste(&mut self, _shared: &mut Shared, _text: &str) -> Vec<Step> {
        vec![]
    }

    /// Something was chosen from a list this screen opened under this tag.
    fn chosen(&mut self, _shared: &mut Shared, _tag: &'static str, _code: &str) -> Vec<Step> {
        vec![]
    }

    /// An action was chosen for these cases.
    fn act(&mut self, shared: &mut Shared, action: Action, targets: Vec<Target>) -> Vec<Step> {
        super::act::begin(shared, action, targets, None)
    }

    /// The questions this screen asked were answered. The key makes a retry safe.
    ///
    /// # Errors
    /// The answer that will not do.
    fn answered(
        &mut self,
        _shared: &mut Shared,
        _sheet: &Sheet,
        _key: String,
    ) -> Result<Vec<Step>, BadAnswer> {
        Ok(vec![])
    }

    /// Something came from outside. Every screen of the stack hears it.
    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step>;

    /// The program ends: what must be saved.
    fn leaving(&mut self, _shared: &mut Shared) -> Vec<Step> {
        vec![]
    }

    /// Paints the screen.
    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect);
}

/// The whole client.
pub struct State {
    /// What every screen may look at.
    pub shared: Shared,
    /// Screens, the one in front last; never empty.
    pub screens: Vec<Box<dyn Screen>>,
    /// What stands in front of them.
    pub overlay: Option<Box<Overlay>>,
}

impl State {
    /// Lets the screen in front do something.
    pub(super) fn tell_front(
        &mut self,
        with: impl FnOnce(&mut Box<dyn Screen>, &mut Shared) -> Vec<Step>,
    ) -> Vec<Step> {
        match self.screens.last_mut() {
            Some(screen) => with(screen, &mut self.shared),
            None => vec![],
        }
    }

    /// The screen in front.
    ///
    /// # Panics
    /// Never: the last screen cannot be closed.
    #[must_use]
    pub fn front(&self) -> &dyn Screen {
        self.screens
            .last()
            .expect("the last screen is never closed")
            .as_ref()
    }

    /// Whether this command may be run where one is. A screen that counts is for who has a desk.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn enabled(&self, id: CommandId) -> Result<(), String> {
        if let (CommandId::GoBoard | CommandId::GoSitting, Some(me)) = (id, &self.shared.me) {
            needs_desk(&Actor::from(me)).map_err(|refusal| refusal.say(self.shared.lang))?;
        }
        self.front().enabled(&self.shared, id)
    }

    /// Where keys have their meaning now.
    #[must_use]
    pub fn place(&self) -> Place {
        self.overlay
            .as_ref()
            .map_or_else(|| self.front().place(), |overlay| overlay.place())
    }

    /// The room of a screen: all but the title line, the notice line and the hint line.
    #[must_use]
    pub const fn room(&self) -> Size {
        Size {
            width: self.shared.size.width,
            height: self.shared.size.height.saturating_sub(3),
        }
    }
}
