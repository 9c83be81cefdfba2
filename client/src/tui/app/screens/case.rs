//! Case 提案: one case with its tabs.

use banli_shared::api::events::Recorded;
use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Assignment, Stage};
use banli_shared::documents::{DocumentKind, file_stem};
use banli_shared::ids::{AssignmentNo, CaseId};
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::workflow::{Action, may_have_document};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::super::widgets::tabs::tabs;
use super::super::news::{Job, News, Target};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::super::{act, changes};
use super::editor::ReplyEditor;
use super::paper::{self, Paper};
use super::rows::until_read;
use super::{compared, ledger, promised, tasked};

/// The tabs, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Text,
    Ledger,
    Suggestions,
    Contacts,
    Reply,
    Review,
    Ratings,
    Promises,
    Timeline,
}

const TABS: [Tab; 9] = [
    Tab::Text,
    Tab::Ledger,
    Tab::Suggestions,
    Tab::Contacts,
    Tab::Reply,
    Tab::Review,
    Tab::Ratings,
    Tab::Promises,
    Tab::Timeline,
];

/// One case.
pub struct CaseScreen {
    id: CaseId,
    assignment: Option<AssignmentNo>,
    view: Option<Box<CaseView>>,
    events: Option<Vec<Recorded>>,
    tab: usize,
    /// Which of the pairs of rounds are compared.
    pair: usize,
    text: Passage,
    room: Size,
    /// Written to since it was read: read it again before the next look.
    asked: bool,
}

impl CaseScreen {
    /// The screen of a case, on the assignment that waits.
    #[must_use]
    pub fn new(id: CaseId, assignment: Option<AssignmentNo>) -> Self {
        Self {
            id,
            assignment,
            view: None,
            events: None,
            tab: 0,
            pair: 0,
            text: Passage::default(),
            room: Size::default(),
            asked: false,
        }
    }

    /// The same, opened at what it has promised.
    #[must_use]
    pub fn on_promises(id: CaseId, assignment: AssignmentNo) -> Self {
        let tab = TABS.iter().position(|tab| *tab == Tab::Promises);
        Self {
            tab: tab.unwrap_or_default(),
            ..Self::new(id, Some(assignment))
        }
    }

    /// The same, opened at the suggestions and their tasks.
    #[must_use]
    pub fn on_tasks(id: CaseId, assignment: Option<AssignmentNo>) -> Self {
        let tab = TABS.iter().position(|tab| *tab == Tab::Suggestions);
        Self {
            tab: tab.unwrap_or_default(),
            ..Self::new(id, assignment)
        }
    }

    fn on<'a>(&self, view: &'a CaseView) -> Option<&'a Assignment> {
        match self.assignment {
            Some(no) => view.case.assignment(no),
            None => view.case.reply_items().next(),
        }
    }

    /// How many pairs of rounds can be compared where one is.
    fn pairs(&self) -> usize {
        let on = self.view.as_ref().and_then(|view| self.on(view));
        match TABS[self.tab] {
            Tab::Reply => on.map_or(0, |a| compared::pairs(a).len()),
            _ => 0,
        }
    }

    fn read(&mut self) -> Vec<Step> {
        self.asked = true;
        let mut jobs = vec![Step::Job(Job::Case(self.id.clone()))];
        if self.needs_record() {
            jobs.push(Step::Job(Job::Events(self.id.clone())));
        }
        jobs
    }

    /// Whether what is shown stands in the record: all of it, or how an assignment ended.
    fn needs_record(&self) -> bool {
        let ended = || {
            let all = self.view.iter().flat_map(|view| &view.case.assignments);
            all.clone().any(|a| matches!(a.stage, Stage::Ended { .. }))
        };
        match TABS[self.tab] {
            Tab::Timeline => true,
            Tab::Ledger => ended(),
            _ => false,
        }
    }

    fn compose(&mut self, shared: &Shared) {
        let mut text = Paper::new(shared);
        if let Some(view) = &self.view {
            let on = self.on(view);
            match TABS[self.tab] {
                Tab::Text => {
                    paper::proposal(&mut text, view);
                    paper::merged(&mut text, view);
                }
                Tab::Ledger => {
                    let record = self.events.as_deref().unwrap_or_default();
                    ledger::ledger(&mut text, view, record);
                    ledger::checklists(&mut text, view);
                }
                Tab::Suggestions => {
                    // Of a draft that is not theirs nobody is told that nothing is answered yet.
                    let told = on.filter(|a| {
                        let own = view.gates.iter().any(|gate| gate.assignment == a.no);
                        own || a.round().issued.is_some()
                    });
                    tasked::suggestions(&mut text, view, told);
                }
                Tab::Contacts => with(&mut text, on, |text, a| paper::contacts(text, view, a)),
                Tab::Reply => {
                    let cells = self.room.width;
                    with(&mut text, on, |text, a| {
                        let pair = compared::pairs(a).get(self.pair).copied();
                        paper::replies(text, view, a, pair, cells);
                    });
                }
                Tab::Review => with(&mut text, on, paper::trail),
                Tab::Ratings => with(&mut text, on, |text, a| paper::ratings(text, view, a)),
                Tab::Promises => with(&mut text, on, |text, a| {
                    promised::promises(text, a);
                    promised::outcomes(text, a);
                }),
                Tab::Timeline => {
                    paper::timeline(&mut text, self.events.as_deref().unwrap_or_default());
                }
            }
        }
        self.text = text.finish();
        self.text
            .fit(self.room.width, self.room.height.saturating_sub(2));
    }

    fn target(&self, action: Action) -> Option<Target> {
        let view = self.view.as_ref()?;
        let offered = |no: Option<u32>| {
            view.offers
                .iter()
                .any(|offer| offer.action == action && offer.allowed() && offer.assignment == no)
        };
        // The assignment on the screen, else the one the action is offered on.
        let on = self.on(view).map(|a| a.no);
        let assignment = if offered(on) {
            on
        } else {
            view.offers
                .iter()
                .find(|offer| offer.action == action && offer.allowed())
                .and_then(|o| o.assignment)
                .or(on)
        };
        Some(act::target_of(view, assignment))
    }

    /// Whether there is a letter that this person may have.
    fn has_letter(&self, shared: &Shared) -> Result<(), String> {
        let loading = || texts::loading(shared.lang).to_owned();
        let view = self.view.as_ref().ok_or_else(loading)?;
        let actor = shared.actor().ok_or_else(loading)?;
        let on = self.on(view);
        let Some(a) = on else {
            return Err(texts::no_letter(shared.lang).to_owned());
        };
        let org = Org::new(shared.units.values().cloned());
        let kind = DocumentKind::ReplyLetter;
        may_have_document(&view.case, a.no, kind, None, &actor, &org)
            .map(drop)
            .map_err(|refusal| refusal.say(shared.lang))
    }

    fn begin(&self, shared: &mut Shared, action: Action) -> Vec<Step> {
        let targets = self.target(action).into_iter().collect();
        act::begin(shared, action, targets, self.view.as_deref())
    }
}

/// To save the letter of an assignment, called after its proposal and unit.
fn letter_of(view: &CaseView, a: &Assignment) -> Job {
    let kind = DocumentKind::ReplyLetter.say(Lang::Zh);
    let stem = file_stem(&[kind, view.case.shown_number(), a.unit.as_str()]);
    Job::SaveLetter(act::target_of(view, Some(a.no)), stem)
}

fn with<'a>(
    text: &mut Paper<'_>,
    on: Option<&'a Assignment>,
    write: impl FnOnce(&mut Paper<'_>, &'a Assignment),
) {
    if let Some(a) = on {
        write(text, a);
    }
}

impl Screen for CaseScreen {
    fn place(&self) -> Place {
        Place::Case
    }

    fn title(&self, _: &Shared) -> String {
        self.view.as_ref().map_or_else(String::new, |view| {
            format!("{} {}", view.case.shown_number(), view.case.proposal.title)
        })
    }

    fn aside(&self, _: &Shared) -> String {
        let (first, all) = self.text.position();
        if all > 0 {
            format!("{}/{all}", first + 1)
        } else {
            String::new()
        }
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        self.compose(shared);
        if self.view.is_none() && !self.asked {
            self.read()
        } else {
            vec![]
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Down => self.text.scroll(1),
            CommandId::Up => self.text.scroll(-1),
            CommandId::HalfDown => self.text.half_page(Direction::Down),
            CommandId::HalfUp => self.text.half_page(Direction::Up),
            CommandId::Top => self.text.to_top(),
            CommandId::Bottom => self.text.to_end(),
            CommandId::NextTab | CommandId::PreviousTab => {
                let step = if id == CommandId::NextTab {
                    1
                } else {
                    TABS.len() - 1
                };
                self.tab = (self.tab + step) % TABS.len();
                self.compose(shared);
                if self.needs_record() && self.events.is_none() {
                    return vec![Step::Job(Job::Events(self.id.clone()))];
                }
            }
            CommandId::OlderRounds | CommandId::NewerRounds => {
                self.pair = match id {
                    CommandId::OlderRounds => self.pair + 1,
                    _ => self.pair.saturating_sub(1),
                };
                self.compose(shared);
                self.text.to_top();
            }
            CommandId::Refresh => return self.read(),
            CommandId::Back => return vec![Step::Close],
            CommandId::Act => {
                return match &self.view {
                    Some(view) => {
                        let steps = act::choose_action(shared, view, None);
                        if steps.is_empty() {
                            shared.complain(texts::nothing_offered(shared.lang));
                        }
                        steps
                    }
                    None => vec![],
                };
            }
            CommandId::Accept => return self.begin(shared, Action::Accept),
            CommandId::Contact => return self.begin(shared, Action::LogContact),
            CommandId::SubmitReply => return self.begin(shared, Action::SubmitReply),
            CommandId::SaveLetter => {
                let letter = self
                    .view
                    .as_ref()
                    .and_then(|view| self.on(view).map(|a| (view, a)));
                return match letter {
                    Some((view, a)) => vec![Step::Job(letter_of(view, a))],
                    None => vec![],
                };
            }
            CommandId::Draft => {
                let Some(view) = &self.view else {
                    return vec![];
                };
                let Some(target) = self.target(Action::SaveDraft) else {
                    return vec![];
                };
                return match target.assignment {
                    Some(_) => vec![Step::Open(Box::new(ReplyEditor::new(shared, view, target)))],
                    None => vec![],
                };
            }
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        if id == CommandId::SaveLetter {
            return self.has_letter(shared);
        }
        if let CommandId::OlderRounds | CommandId::NewerRounds = id {
            let (lang, pairs) = (shared.lang, self.pairs());
            let why = match id {
                _ if pairs == 0 => texts::not_here(lang),
                CommandId::OlderRounds if self.pair + 1 >= pairs => texts::no_older_pair(lang),
                CommandId::NewerRounds if self.pair == 0 => texts::no_newer_pair(lang),
                _ => return Ok(()),
            };
            return Err(why.to_owned());
        }
        let action = match id {
            CommandId::Accept => Action::Accept,
            CommandId::Contact => Action::LogContact,
            CommandId::SubmitReply => Action::SubmitReply,
            CommandId::Draft => Action::SaveDraft,
            _ => return Ok(()),
        };
        let Some(view) = &self.view else {
            return Err(texts::loading(shared.lang).to_owned());
        };
        // A draft is kept under the name of who writes it.
        if id == CommandId::Draft && shared.me.is_none() {
            return Err(texts::loading(shared.lang).to_owned());
        }
        super::allowed(shared, view, action)
    }

    fn act(&mut self, shared: &mut Shared, action: Action, targets: Vec<Target>) -> Vec<Step> {
        if matches!(action, Action::SaveDraft) {
            if shared.me.is_none() {
                shared.complain(texts::loading(shared.lang));
                return vec![];
            }
            let Some(view) = &self.view else {
                return vec![];
            };
            return targets
                .into_iter()
                .map(|target| {
                    Step::Open(Box::new(ReplyEditor::new(shared, view, target)) as Box<dyn Screen>)
                })
                .collect();
        }
        act::begin(shared, action, targets, self.view.as_deref())
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Case(id, Ok(view)) | News::Ran(Target { case: id, .. }, _, Ok(view))
                if *id == self.id =>
            {
                self.asked = false;
                self.view = Some(view.clone());
                self.events = None;
                // Where a round was begun or written, the newest two are others now.
                self.pair = self.pair.min(self.pairs().saturating_sub(1));
                self.compose(shared);
                if self.needs_record() {
                    return vec![Step::Job(Job::Events(self.id.clone()))];
                }
                vec![]
            }
            News::Events(id, Ok(events)) if *id == self.id => {
                self.events = Some(events.clone());
                self.compose(shared);
                vec![]
            }
            News::Case(id, Err(_)) if *id == self.id => {
                self.asked = false;
                vec![]
            }
            // What could not be read while the server was away.
            News::Stream(None) if self.view.is_none() && !self.asked => self.read(),
            News::Changed(changes) if !self.asked => {
                let has = self.view.as_ref().map_or(0, |view| view.case.version);
                match changes::is_newer(changes, &self.id, has) {
                    true => self.read(),
                    false => vec![],
                }
            }
            News::LetterSaved(id, Ok(path)) if *id == self.id => {
                shared.say(texts::saved_as(shared.lang, path));
                vec![]
            }
            News::Begun(Ok(_)) => {
                self.compose(shared);
                vec![]
            }
            News::Ran(target, _, Err(_)) | News::Tried(target, _, Err(_))
                if target.case == self.id =>
            {
                self.read()
            }
            News::Reset | News::RanMany(..) => self.read(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        if self.view.is_none() {
            let faint = shared.theme.style(Role::Faint);
            put(
                frame.buffer_mut(),
                area,
                until_read(shared.lang, self.asked),
                faint,
                Alignment::Left,
            );
            return;
        }
        let lang = shared.lang;
        let names = [
            lang.pick("正文", "Text"),
            lang.pick("台账", "Ledger"),
            lang.pick("建议", "Suggestions"),
            lang.pick("沟通", "Contacts"),
            lang.pick("答复", "Reply"),
            lang.pick("审核", "Review"),
            lang.pick("评价", "Ratings"),
            lang.pick("承诺", "Promises"),
            lang.pick("时间线", "Record"),
        ];
        tabs(
            frame.buffer_mut(),
            Rect { height: 1, ..area },
            &names,
            self.tab,
            shared.theme,
        );
        let body = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        self.text
            .render(body, frame.buffer_mut(), shared.theme.style(Role::Text));
    }
}
