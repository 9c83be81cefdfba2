//! Admin 管理: what the server told me, who stands in for whom, tokens; and for administrators people, units, rules,
//! calendar and where notices are sent to.

mod rows;
mod sheets;

use banli_shared::org::{Person, can_lend, may_end, may_keep_out};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::Pages;

use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::super::widgets::table::{Looks, table};
use super::super::super::widgets::tabs::tabs;
use super::super::desk::{Ask, Entry, Loaded, Tab, Text, Told};
use super::super::forms::{BadAnswer, Sheet};
use super::super::news::{Job, News};
use super::super::overlay::{Confirm, Overlay};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::super::unsure;
use super::case::CaseScreen;
use super::rows::{moved, nothing, place};
use sheets::Wanted;

/// The office's own desk.
pub struct Admin {
    tab: Tab,
    list: List<Entry, String>,
    loading: bool,
    /// It was asked for, and has not come.
    asked: bool,
    /// It is to be read once more when it has come.
    again: bool,
    /// How many rows there is room for.
    rows: usize,
    /// The text that the tab is made of.
    text: Option<Text>,
    /// People to choose from.
    people: Vec<Person>,
    /// What the questions in front are for.
    wanted: Option<Wanted>,
    /// The text is with the person's own editor.
    editing: bool,
}

impl Admin {
    /// At this tab.
    #[must_use]
    pub fn at(tab: Tab) -> Self {
        Self {
            tab,
            list: List::new(Pages::default(), rows::key),
            loading: true,
            asked: false,
            again: false,
            rows: 1,
            text: None,
            people: vec![],
            wanted: None,
            editing: false,
        }
    }

    /// The tabs that mean something to who acts.
    fn tabs(shared: &Shared) -> Vec<Tab> {
        let administers = administers(shared);
        let mut all = Tab::ALL.to_vec();
        all.retain(|tab| *tab != Tab::Webhooks || administers);
        all
    }

    /// Reads the tab, once for all that ask meanwhile.
    fn load(&mut self) -> Vec<Step> {
        if self.asked {
            self.again = true;
            return vec![];
        }
        (self.loading, self.asked) = (true, true);
        vec![ask(Ask::Load(self.tab))]
    }

    /// It has come; read once more where it may have changed since it was asked for.
    fn came(&mut self) -> Vec<Step> {
        self.asked = false;
        if std::mem::take(&mut self.again) {
            return self.load();
        }
        vec![]
    }

    fn go_to(&mut self, tab: Tab) -> Vec<Step> {
        let rows = self.rows;
        *self = Self::at(tab);
        self.rows = rows;
        self.list.fit(rows);
        self.load()
    }

    fn take(&mut self, loaded: &Loaded) {
        self.loading = false;
        let at = self.list.current().map(rows::key);
        self.list.pages = Pages::whole(loaded.entries.clone());
        self.text.clone_from(&loaded.text);
        self.people = match self.tab {
            Tab::People => loaded
                .entries
                .iter()
                .filter_map(|entry| match entry {
                    Entry::Person(person) => Some((**person).clone()),
                    _ => None,
                })
                .collect(),
            _ => loaded.people.clone(),
        };
        self.list.settle();
        if let Some(at) = at {
            self.list.select_key(&at);
        }
    }

    fn open_sheet(&mut self, shared: &mut Shared, wanted: Wanted, title: &str) -> Vec<Step> {
        let mut sheet = sheets::sheet(shared, &wanted, title, &self.people);
        let left = &mut shared.left_sheets;
        if let Some(at) = left.iter().position(|left| left.is_like(&sheet)) {
            sheet = *left.swap_remove(at);
            sheet.sent = false;
            shared.say(texts::kept_form(shared.lang));
        }
        self.wanted = Some(wanted);
        vec![Step::Overlay(Box::new(Overlay::Sheet(Box::new(sheet))))]
    }

    fn new_one(&mut self, shared: &mut Shared) -> Vec<Step> {
        let lang = shared.lang;
        let (wanted, title) = match self.tab {
            Tab::Delegations if sheets::receivers(shared, &self.people).next().is_none() => {
                shared.complain(texts::nobody_to_stand_in(lang));
                return vec![];
            }
            Tab::Delegations => (Wanted::Delegation, texts::let_stand_in(lang)),
            Tab::Tokens => (Wanted::Token, texts::make_token(lang)),
            Tab::People => (Wanted::NewPerson, texts::add_person(lang)),
            Tab::Units => (Wanted::NewUnit, texts::add_unit(lang)),
            Tab::Webhooks => (Wanted::Webhook, texts::add_webhook(lang)),
            Tab::Notices | Tab::Rules | Tab::Calendar => return vec![],
        };
        self.open_sheet(shared, wanted, title)
    }

    fn change(&mut self, shared: &mut Shared) -> Vec<Step> {
        if let Some(text) = &self.text {
            self.editing = true;
            return vec![Step::Job(Job::EditOutside(text.toml.clone()))];
        }
        let (wanted, title) = match self.list.current() {
            _ if self.tab == Tab::Tokens => (
                Wanted::Password,
                texts::change_password(shared.lang).to_owned(),
            ),
            Some(Entry::Person(person)) => (
                Wanted::Person(person.clone()),
                format!("{} ({})", person.name, person.login),
            ),
            Some(Entry::Unit(unit)) => (
                Wanted::Unit(unit.clone()),
                format!("{} {}", unit.code, unit.name),
            ),
            _ => return vec![],
        };
        self.open_sheet(shared, wanted, &title)
    }

    /// Ends, revokes or removes what is selected, once asked.
    fn end(&self, shared: &mut Shared) -> Vec<Step> {
        let asked = match self.list.current() {
            Some(Entry::Delegation(it)) => Ask::EndDelegation(it.id.clone()),
            Some(Entry::Token(token)) => Ask::RevokeToken {
                id: token.id.clone(),
                current: token.current,
            },
            Some(Entry::Person(person)) => Ask::EditPerson {
                id: person.id.clone(),
                name: None,
                posts: None,
                password: None,
                disabled: Some(true),
            },
            Some(Entry::Webhook(webhook)) => Ask::DropWebhook(webhook.id.clone()),
            _ => return vec![],
        };
        let then = vec![unsure::desk(shared, asked)];
        let confirm = Confirm::new(shared, then, |shared| {
            let lang = shared.lang;
            let line = match self.list.current() {
                Some(Entry::Delegation(it)) => {
                    texts::end_standing_in(lang, &it.taker_name, &it.giver_name)
                }
                Some(Entry::Token(token)) if token.current => {
                    texts::revoke_own_token(lang, token.called(lang))
                }
                Some(Entry::Token(token)) => texts::revoke_token(lang, token.called(lang)),
                Some(Entry::Person(person)) => texts::keep_out(lang, &person.name),
                Some(Entry::Webhook(webhook)) => {
                    texts::drop_webhook(lang, &webhook.url, webhook.waiting, webhook.given_up)
                }
                _ => String::new(),
            };
            (Place::Confirm.say(lang).to_owned(), vec![line])
        });
        vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
    }
}

/// Asks for something that may be asked for again at will.
fn ask(ask: Ask) -> Step {
    Step::Job(Job::Desk(Box::new(ask), crate::api::fresh_key()))
}

fn administers(shared: &Shared) -> bool {
    let me = shared.me.as_ref();
    me.is_some_and(|me| me.posts.iter().any(|post| post.role.administers()))
}

impl Screen for Admin {
    fn place(&self) -> Place {
        Place::Admin
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Admin.say(shared.lang).to_owned()
    }

    fn aside(&self, _: &Shared) -> String {
        place(&self.list)
    }

    fn fit(&mut self, _: &mut Shared, room: Size) -> Vec<Step> {
        self.rows = usize::from(room.height.saturating_sub(3));
        self.list.fit(self.rows);
        if self.loading && self.list.pages.is_empty() {
            return self.load();
        }
        vec![]
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        let here = |means: bool| match means {
            true => Ok(()),
            false => Err(texts::not_here(shared.lang).to_owned()),
        };
        let changes = matches!(id, CommandId::New | CommandId::Edit | CommandId::End);
        if changes && self.tab.is_for_administrators() && !administers(shared) {
            return Err(texts::for_administrators(shared.lang).to_owned());
        }
        let (me, lang) = (shared.me.as_ref(), shared.lang);
        match id {
            CommandId::New if self.tab == Tab::Delegations => {
                let own = me.map_or(&[][..], |me| &me.posts);
                can_lend(own).map_err(|fault| fault.say(lang).to_owned())
            }
            CommandId::End if let Some(Entry::Delegation(it)) = self.list.current() => here(
                it.ended_ms.is_none()
                    && me.is_some_and(|me| may_end(&it.giver, &it.taker, &me.id, &me.posts)),
            ),
            CommandId::End if let Some(Entry::Person(it)) = self.list.current() => {
                may_keep_out(it, &self.people).map_err(|why| why.say(lang).to_owned())
            }
            CommandId::New => here(!matches!(
                self.tab,
                Tab::Notices | Tab::Rules | Tab::Calendar
            )),
            CommandId::Edit => here(
                self.text.is_some()
                    || self.tab == Tab::Tokens
                    || matches!(self.list.current(), Some(Entry::Person(_) | Entry::Unit(_))),
            ),
            CommandId::End => here(matches!(
                self.list.current(),
                Some(Entry::Delegation(_) | Entry::Token(_) | Entry::Webhook(_))
            )),
            CommandId::MarkRead => here(matches!(self.list.current(), Some(Entry::Notice(_)))),
            // A notice opens its case; what can be changed opens to be changed.
            CommandId::Open => match self.list.current() {
                Some(Entry::Notice(_)) => Ok(()),
                _ if self.tab == Tab::Tokens => here(false),
                _ => self.enabled(shared, CommandId::Edit),
            },
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            id if moved(&mut self.list, id) => {}
            CommandId::NextTab | CommandId::PreviousTab => {
                let all = Self::tabs(shared);
                let at = all.iter().position(|tab| *tab == self.tab).unwrap_or(0);
                let step = match id {
                    CommandId::NextTab => 1,
                    _ => all.len() - 1,
                };
                return self.go_to(all[(at + step) % all.len()]);
            }
            CommandId::Refresh => return self.load(),
            CommandId::Back => return vec![Step::Close],
            CommandId::New => return self.new_one(shared),
            CommandId::Edit => return self.change(shared),
            CommandId::End => return self.end(shared),
            CommandId::MarkRead => {
                return match self.list.current() {
                    Some(Entry::Notice(notice)) => vec![ask(Ask::Read(notice.id.clone()))],
                    _ => vec![],
                };
            }
            CommandId::Open => {
                return match self.list.current() {
                    Some(Entry::Notice(notice)) => vec![Step::Open(Box::new(CaseScreen::new(
                        notice.case.clone(),
                        Some(notice.assignment).filter(|no| *no > 0),
                    )))],
                    _ => self.change(shared),
                };
            }
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn answered(
        &mut self,
        shared: &mut Shared,
        sheet: &Sheet,
        key: String,
    ) -> Result<Vec<Step>, BadAnswer> {
        match &self.wanted {
            Some(wanted) => {
                let asked = Box::new(sheets::ask(shared.lang, wanted, sheet)?);
                Ok(vec![Step::Job(Job::Desk(asked, key))])
            }
            None => Ok(vec![]),
        }
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Desk(_, Ok(Told::Loaded(tab, loaded))) if *tab == self.tab => {
                self.take(loaded);
                self.came()
            }
            News::Desk(asked, Ok(told @ (Told::Done(_) | Told::Left(_)))) => {
                self.wanted = None;
                let mut steps = self.load();
                if let Told::Done(Some(once)) = told {
                    steps.push(shown_once(shared, once));
                }
                // Units and posts stand on other screens too.
                if matches!(
                    **asked,
                    Ask::PutUnit { .. } | Ask::EditPerson { .. } | Ask::Put { .. }
                ) {
                    steps.push(Step::Job(Job::Begin));
                }
                steps
            }
            News::Desk(asked, Ok(Told::Would(lines))) => {
                self.wanted = None;
                let Ask::Put { text, note, .. } = &**asked else {
                    return vec![];
                };
                if lines.iter().all(Vec::is_empty) {
                    shared.say(texts::nothing_differs(shared.lang));
                    return vec![];
                }
                let keep = Ask::Put {
                    text: text.clone(),
                    note: note.clone(),
                    keep: true,
                };
                let then = vec![unsure::desk(shared, keep)];
                let confirm = Confirm::new(shared, then, |shared| {
                    let title = texts::would_change(shared.lang);
                    (title.to_owned(), shared.of(lines).clone())
                });
                vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
            }
            News::Desk(asked, Err(_)) => {
                self.loading = false;
                self.asked &= !matches!(**asked, Ask::Load(_));
                vec![]
            }
            News::Edited(Ok(toml)) if std::mem::take(&mut self.editing) => {
                let Some(text) = &self.text else {
                    return vec![];
                };
                if toml.trim_end() == text.toml.trim_end() {
                    shared.say(texts::nothing_differs(shared.lang));
                    return vec![];
                }
                let edited = Text {
                    toml: toml.clone(),
                    ..text.clone()
                };
                self.open_sheet(
                    shared,
                    Wanted::Text(Box::new(edited)),
                    texts::why_changed(shared.lang),
                )
            }
            News::Edited(Err(_)) => {
                self.editing = false;
                vec![]
            }
            // What could not be read while the server was away.
            News::Stream(None) if !self.asked && self.list.pages.is_unread() => self.load(),
            News::Reset | News::Changed(_) if self.tab == Tab::Notices => self.load(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let lang = shared.lang;
        let all = Self::tabs(shared);
        let names: Vec<&str> = all.iter().map(|tab| tab.say(lang)).collect();
        let chosen = all.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        let line = Rect {
            height: 1.min(area.height),
            ..area
        };
        tabs(frame.buffer_mut(), line, &names, chosen, shared.theme);
        let below = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        if self.list.pages.is_empty() {
            let text = match self.loading {
                true => texts::loading(lang),
                false => nothing(lang, &self.list.pages, texts::nothing_there(lang)),
            };
            let faint = shared.theme.style(Role::Faint);
            put(frame.buffer_mut(), below, text, faint, Alignment::Left);
            return;
        }
        let columns = rows::columns(self.tab, lang, administers(shared));
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        let at = table(frame.buffer_mut(), below, &self.list, looks, |entry| {
            rows::fields(shared, entry, administers(shared))
        });
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}

/// What is told this once, to be copied.
fn shown_once(shared: &mut Shared, once: &str) -> Step {
    let confirm = Confirm::new(shared, vec![], |shared| {
        let title = texts::shown_once(shared.lang).to_owned();
        (title, vec![once.to_owned()])
    });
    Step::Overlay(Box::new(Overlay::Confirm(confirm)))
}
