//! Reply editor 起草: class, text, promises and an answer to every suggestion; journalled as it is typed.

mod asked;
mod sending;
mod sides;
mod typed;
mod view;

use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Class, Content, Verdict};
use banli_shared::ids::AssignmentNo;
use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::key::{Code, Key};
use super::super::super::keys::table::CommandId;
use super::super::super::widgets::editor::{Editor, Lines};
use super::super::changes;
use super::super::news::{Job, News, Target, Trouble, TroubleKind};
use super::super::state::{Screen, Shared, Step};
use asked::AnswerDraft;
use sending::not_sent;
use sides::{Side, one_side};
use typed::{Typed, meet, next_of, typed_of, what};

/// What has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Class,
    Body,
    Promises,
    Verdict(usize),
    Answer(usize),
    /// What was written to a suggestion that is not asked any more; to be read only.
    Gone(usize),
}

/// The editor of one reply or opinion.
pub struct ReplyEditor {
    target: Target,
    assignment: AssignmentNo,
    owes_reply: bool,
    /// The content at the server, as far as it was told.
    base: Content,
    /// What is typed is written over this: it differs from `base` where both have changed a part.
    over: Typed,
    body: Editor,
    class: Option<Class>,
    promises: Editor,
    answers: Vec<AnswerDraft>,
    /// What was written to suggestions that a merge, or its undoing, took away.
    gone: Vec<AnswerDraft>,
    /// Whether it was said, before saving, that this goes nowhere.
    told_gone: bool,
    /// How many levels have approved what is under review: a change of it makes their approvals void.
    approvals: usize,
    /// Whether that was said before saving.
    told_void: bool,
    parts: Vec<Part>,
    at: usize,
    room: Size,
    /// What somebody else wrote meanwhile, or was left before; shown above until it is saved over.
    theirs: Option<Typed>,
    /// Whether it was said, before saving, that this saves over `theirs`.
    asked: bool,
    /// What is on its way to the server.
    sent: Option<Typed>,
    /// What was sent and not answered, as it was sent: it goes again, as the same, when the server answers.
    unsent: Option<(Job, Typed)>,
    /// What arrived there, while more is typed: the next content of the case is that, and nobody else's.
    arrived: Option<Typed>,
}

impl ReplyEditor {
    /// The draft of an assignment, continued where it was left: from the journal if something is there, else from the
    /// server.
    #[must_use]
    pub fn new(shared: &mut Shared, view: &CaseView, target: Target) -> Self {
        let assignment = target.assignment.unwrap_or_default();
        let found = view.case.assignment(assignment);
        let base = found.map(|a| a.round().content.clone()).unwrap_or_default();
        let owes_reply = found.is_some_and(|a| a.role.owes_reply());
        let mut editor = Self {
            target,
            assignment,
            owes_reply,
            body: Editor::new("", Lines::Many),
            class: None,
            promises: Editor::new("", Lines::Many),
            answers: vec![],
            gone: vec![],
            told_gone: false,
            approvals: 0,
            told_void: false,
            parts: vec![],
            at: 0,
            room: Size::default(),
            theirs: None,
            asked: false,
            sent: None,
            unsent: None,
            arrived: None,
            base,
            over: Typed::default(),
        };
        editor.ask(view);
        editor.look_at_review(view);
        let typed = typed_of(&editor.base, &editor.answers);
        editor.fill(&typed);
        editor.over = typed;
        let kept = shared.drafts.get(&editor.what()).cloned();
        if let Some(kept) = kept {
            editor.restore(shared, &kept);
        }
        editor.go_on_sending(shared);
        editor
    }

    /// Goes on with what the journal kept.
    fn restore(&mut self, shared: &mut Shared, kept: &str) {
        let Ok(kept) = serde_json::from_str::<Typed>(kept) else {
            return;
        };
        self.fill(&kept);
        self.miss(&kept);
        // The server may have another text than the one this was written over.
        self.over = kept.over.map_or_else(Typed::default, |over| *over);
        if self.meet() {
            shared.complain(conflict(shared.lang));
        } else {
            shared.say(restored(shared.lang));
        }
    }

    /// Shows another text above the one that is typed, which gets less room then.
    fn beside(&mut self, theirs: Typed) {
        self.theirs = Some(theirs);
        self.asked = false;
        self.refit();
    }

    fn refit(&mut self) {
        if self.room.width == 0 {
            return;
        }
        let right = self
            .panes(Rect::new(0, 0, self.room.width, self.room.height))
            .1;
        let rows = right
            .height
            .saturating_sub(self.rows_above(right.height) + 1);
        self.body.fit(right.width, rows);
        self.promises.fit(right.width, rows);
        for draft in &mut self.answers {
            draft.text.fit(right.width, rows);
        }
    }

    /// Puts what is typed together with what the server has now; true where both have changed a part, which are both shown
    /// then.
    fn meet(&mut self) -> bool {
        let came = typed_of(&self.base, &self.answers);
        let met = meet(&self.typed(), &self.over, &came);
        self.fill(&met.text);
        self.over = met.over;
        self.theirs = met.conflict.then_some(came);
        self.asked = false;
        self.refit();
        met.conflict
    }

    fn is_touched(&self) -> bool {
        self.typed() != typed_of(&self.base, &self.answers)
    }

    /// What the draft is called in the journal.
    fn what(&self) -> String {
        what(&self.target.case, self.assignment)
    }

    fn fill(&mut self, typed: &Typed) {
        self.body.replace(&typed.body);
        self.class = typed.class;
        self.promises.replace(&typed.promises);
        for draft in &mut self.answers {
            if let Some((_, verdict, text)) = typed.answers.iter().find(|(no, ..)| *no == draft.no)
            {
                draft.verdict = *verdict;
                draft.text.replace(text);
            }
        }
    }

    fn typed(&self) -> Typed {
        Typed {
            body: self.body.text().to_owned(),
            class: self.class,
            promises: self.promises.text().to_owned(),
            answers: self.answers.iter().map(AnswerDraft::typed).collect(),
            over: None,
        }
    }

    /// Everything typed goes to the journal; the keeper writes it within half a second.
    fn keep(&self, shared: &mut Shared) -> Vec<Step> {
        let mut typed = Typed {
            over: Some(Box::new(self.over.clone())),
            ..self.typed()
        };
        typed
            .answers
            .extend(self.gone.iter().map(AnswerDraft::typed));
        let Ok(text) = serde_json::to_string(&typed) else {
            return vec![];
        };
        shared.keep_draft(self.what(), text)
    }

    fn part(&self) -> Part {
        self.parts[self.at]
    }

    fn active(&mut self) -> Option<&mut Editor> {
        match self.part() {
            Part::Body => Some(&mut self.body),
            Part::Promises => Some(&mut self.promises),
            Part::Answer(index) => self.answers.get_mut(index).map(|draft| &mut draft.text),
            Part::Class | Part::Verdict(_) | Part::Gone(_) => None,
        }
    }

    fn turn(&mut self, forward: bool) {
        match self.part() {
            Part::Class => self.class = next_of(Class::ALL, self.class, forward),
            Part::Verdict(index) => {
                if let Some(draft) = self.answers.get_mut(index) {
                    draft.verdict = next_of(Verdict::ALL, draft.verdict, forward);
                }
            }
            Part::Body | Part::Promises | Part::Answer(_) | Part::Gone(_) => {}
        }
    }
}

crate::texts! {
    restored: zh "已恢复上次未保存的草稿", en "the draft left from before is here again";
    class_hint: zh "左右键选择 A/B/C/D", en "left and right choose A, B, C or D";
    promise_hint: zh "每行一项：2023-12-31 内容", en "one a line: 2023-12-31 what is promised";
    conflict: zh "他人已改动此草稿：上方为对方文本，可逐项取定",
        en "somebody else changed this draft: theirs is above, to be taken part by part";
    theirs_from(line: usize): zh "对方文本（自第 {line} 行起不同）：", en "theirs, other from line {line} on:";
    asks_other: zh "并案或撤销并案后，须答复的建议有变，请核对左侧各项",
        en "a merge, or its undoing, changed what is asked: see the suggestions at the left";
    gone(which: &str): zh "撤销并案后，建议 {which} 不再须答复，已写的文字留在左侧供抄录",
        en "not asked any more: suggestion {which}; what you wrote stays at the left";
    saved_so_far: zh "已保存，其后输入的内容尚未保存", en "saved; what you typed since then is not saved yet";
    left_before: zh "上次留下的草稿显示在上方，保存将以您现在的文本为准",
        en "a draft left from before is above; saving keeps what you type now";
    kept_here: zh "尚未送达，草稿已存本机，连上后自动送出", en "kept here; sent when the server answers";
}

impl Screen for ReplyEditor {
    fn place(&self) -> Place {
        Place::Editor
    }

    fn title(&self, shared: &Shared) -> String {
        format!("{} {}", Place::Editor.say(shared.lang), self.target.number)
    }

    fn fit(&mut self, _: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        self.refit();
        vec![]
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Done if self.sent.is_some() => vec![],
            CommandId::Done => self.save(shared),
            CommandId::Leave => {
                self.left(shared);
                vec![Step::Close]
            }
            CommandId::UndoTyping | CommandId::RedoTyping => {
                if let Some(editor) = self.active() {
                    if id == CommandId::UndoTyping {
                        editor.undo();
                    } else {
                        editor.redo();
                    }
                    return self.keep(shared);
                }
                vec![]
            }
            CommandId::NextField | CommandId::PreviousField => {
                let step = match id {
                    CommandId::NextField => 1,
                    _ => self.parts.len() - 1,
                };
                self.at = (self.at + step) % self.parts.len();
                vec![]
            }
            CommandId::TakeTheirs => self.decide(shared, Side::Theirs),
            CommandId::KeepMine => self.decide(shared, Side::Mine),
            CommandId::OutsideEditor => match self.active() {
                Some(editor) => vec![Step::Job(Job::EditOutside(editor.text().to_owned()))],
                None => vec![],
            },
            _ => vec![],
        }
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        match id {
            CommandId::TakeTheirs | CommandId::KeepMine
                if self.other(self.part(), shared.lang).is_none() =>
            {
                Err(one_side(shared.lang).to_owned())
            }
            _ => Ok(()),
        }
    }

    fn key(&mut self, shared: &mut Shared, key: Key) -> Vec<Step> {
        match key.code {
            Code::Left | Code::Right | Code::Char(' ') if self.active().is_none() => {
                self.turn(key.code != Code::Left);
                return self.keep(shared);
            }
            Code::Enter | Code::Down if self.active().is_none() => {
                self.at = (self.at + 1) % self.parts.len();
                return vec![];
            }
            Code::Up if self.active().is_none() => {
                self.at = (self.at + self.parts.len() - 1) % self.parts.len();
                return vec![];
            }
            _ => {}
        }
        let Some(editor) = self.active() else {
            return vec![];
        };
        let before = editor.revision();
        editor.press(key);
        if editor.revision() == before {
            vec![]
        } else {
            self.keep(shared)
        }
    }

    fn paste(&mut self, shared: &mut Shared, text: &str) -> Vec<Step> {
        match self.active() {
            Some(editor) => {
                editor.paste(text);
                self.keep(shared)
            }
            None => vec![],
        }
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Edited(Ok(text)) => {
                if let Some(editor) = self.active() {
                    editor.replace(text);
                    return self.keep(shared);
                }
                vec![]
            }
            News::RanTogether(commands, result)
                if commands.iter().any(|c| c.proposal.0 == self.target.case.0) =>
            {
                let sent = self.sent.take();
                let missed = matches!(
                    result,
                    Err(Trouble {
                        kind: TroubleKind::Unreachable { .. },
                        ..
                    })
                );
                if !missed {
                    self.unsent = None;
                }
                match result {
                    Ok(answers)
                        if answers
                            .answers
                            .iter()
                            .all(|answer| answer.problem.is_none()) =>
                    {
                        if sent.as_ref().is_none_or(|sent| *sent == self.typed()) {
                            return self.saved(shared);
                        }
                        // More was typed meanwhile: it stays here, over what has arrived.
                        self.arrived = sent;
                        shared.say(saved_so_far(shared.lang));
                        vec![Step::Job(Job::Case(self.target.case.clone()))]
                    }
                    Ok(_) => vec![Step::Job(Job::Case(self.target.case.clone()))],
                    Err(_) if missed => {
                        shared.complain(kept_here(shared.lang));
                        vec![]
                    }
                    Err(trouble) => {
                        if trouble.kind == TroubleKind::Stale {
                            shared.complain(not_sent(shared.lang));
                        }
                        vec![Step::Job(Job::Case(self.target.case.clone()))]
                    }
                }
            }
            News::Case(id, Ok(view)) if *id == self.target.case => {
                let content = view
                    .case
                    .assignment(self.assignment)
                    .map(|a| a.round().content.clone());
                self.look_at_review(view);
                if let Some(content) = content {
                    let other = self.ask(view);
                    if other {
                        self.refit();
                        shared.complain(match self.gone.is_empty() {
                            true => asks_other(shared.lang).to_owned(),
                            false => gone(shared.lang, &self.numbers_gone(shared.lang)),
                        });
                    }
                    let came = typed_of(&content, &self.answers);
                    if content.hash() != self.base.hash() {
                        self.base = content;
                        let sent = self.arrived.take();
                        if sent.is_some_and(|sent| sent.says_the_same(&came)) {
                            self.over = came;
                        }
                        if self.meet() {
                            shared.complain(conflict(shared.lang));
                        }
                        // Kept anew, over what it is written over now.
                        if self.is_touched() {
                            self.target.version = view.case.version;
                            return self.keep(shared);
                        }
                    }
                    self.target.version = view.case.version;
                    if other && !self.gone.is_empty() {
                        return self.keep(shared);
                    }
                }
                vec![]
            }
            News::Stream(None) => self.send_again(),
            // The journal was slower than the keys.
            News::Drafts(drafts) => {
                let what = self.what();
                let kept = drafts.iter().find(|draft| draft.key.what == what);
                match kept {
                    Some(kept) if !self.is_touched() => self.restore(shared, &kept.text),
                    Some(kept) => {
                        if let Ok(typed) = serde_json::from_str::<Typed>(&kept.text) {
                            self.beside(typed);
                            shared.complain(left_before(shared.lang));
                        }
                    }
                    None => {}
                }
                vec![]
            }
            News::Changed(changes) if self.sent.is_none() => {
                let target = &self.target;
                match changes::is_newer(changes, &target.case, target.version) {
                    true => vec![Step::Job(Job::Case(target.case.clone()))],
                    false => vec![],
                }
            }
            _ => vec![],
        }
    }

    fn leaving(&mut self, shared: &mut Shared) -> Vec<Step> {
        if self.is_touched() || !self.gone.is_empty() {
            self.keep(shared)
        } else {
            vec![]
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        self.paint(shared, frame, area);
    }
}
