//! Saving: what goes to the server, what is asked before it does, and what goes once more.

use banli_shared::api::proposals::{CaseView, OneOfMany, ProposalRef};
use banli_shared::case::Level;
use banli_shared::lang::Lang;
use banli_shared::workflow::{AnswerSuggestion, Command, SaveDraft};

use super::super::super::news::Job;
use super::super::super::state::{Shared, Step};
use super::super::super::unsent::{self, Unsent};
use super::ReplyEditor;
use super::sides::ask_once;
use super::typed::promises;

crate::texts! {
    bad_promise(line: &str): zh "承诺应写作“2023-12-31 内容”：{line}", en "a promise is written \"2023-12-31 what\": {line}";
    no_verdict(no: u32): zh "建议 {no} 的答复尚未选择采纳情况：按 Tab 移到该项，用左右键选择",
        en "the answer to suggestion {no} has no verdict yet: tab to it, left and right choose";
    goes_nowhere(which: &str): zh "建议 {which} 已不再须答复，所写文字不会送出，请先抄录；再按一次保存则不再保留",
        en "what you wrote to {which} is not sent: copy it first; saving again drops it";
    pub(super) voids(level: &str): zh "修改保存后，本轮已有的审核通过作废，从{level}重新开始", en "a change makes the approvals of this round void; review restarts at {level}";
    save_again(level: &str): zh "再按一次保存：本轮审核通过将作废，从{level}重新开始", en "save again to make the approvals void; review restarts at {level}";
    pub(super) not_sent: zh "未送出：此件已有变动，核对后再按一次保存", en "not sent, the case has changed: look, and save again";
}

impl ReplyEditor {
    /// Keeps how many approvals a change would make void.
    pub(super) fn look_at_review(&mut self, view: &CaseView) {
        let found = view.case.assignment(self.assignment);
        let under_review = found.filter(|a| a.text_under_review().is_some());
        let approvals = under_review.map_or(0, |a| a.round().approvals.len());
        self.told_void &= approvals <= self.approvals;
        self.approvals = approvals;
    }

    /// The commands that bring the server to what is typed.
    fn commands(&self, lang: Lang) -> Result<Vec<Command>, String> {
        let mut commands = vec![];
        for draft in &self.answers {
            let text = draft.text.text().trim().to_owned();
            let Some(verdict) = draft.verdict else {
                if text.is_empty() {
                    continue;
                }
                return Err(no_verdict(lang, draft.no));
            };
            let same = self
                .base
                .answers
                .get(&draft.no)
                .is_some_and(|a| a.verdict == verdict && a.text == text);
            if !same {
                commands.push(Command::AnswerSuggestion(AnswerSuggestion {
                    assignment: self.assignment,
                    suggestion: draft.no,
                    verdict,
                    text,
                }));
            }
        }
        let promises = promises(self.promises.text()).map_err(|line| bad_promise(lang, &line))?;
        let body = self.body.text().to_owned();
        if body != self.base.body || self.class != self.base.class || promises != self.base.promises
        {
            commands.push(Command::SaveDraft(SaveDraft {
                assignment: self.assignment,
                body,
                class: self.class,
                promises,
            }));
        }
        Ok(commands)
    }

    pub(super) fn save(&mut self, shared: &mut Shared) -> Vec<Step> {
        // The other text may have come in the moment before the key: nobody saves over it unasked.
        if let Some(at) = self.undecided(shared.lang)
            && !self.asked
        {
            self.asked = true;
            self.at = at;
            shared.complain(ask_once(shared.lang));
            return vec![];
        }
        if !self.gone.is_empty() && !std::mem::replace(&mut self.told_gone, true) {
            shared.complain(goes_nowhere(shared.lang, &self.numbers_gone(shared.lang)));
            return vec![];
        }
        let commands = match self.commands(shared.lang) {
            Ok(commands) => commands,
            Err(fault) => {
                shared.complain(fault);
                return vec![];
            }
        };
        if commands.is_empty() {
            return self.saved(shared);
        }
        if self.approvals > 0 && !std::mem::replace(&mut self.told_void, true) {
            shared.complain(save_again(shared.lang, Level::One.say(shared.lang)));
            return vec![];
        }
        let typed = self.typed();
        self.sent = Some(typed.clone());
        // The same once more is the same to the server too.
        if let Some((job, before)) = self.unsent.take()
            && before == typed
        {
            self.unsent = Some((job.clone(), typed));
            return vec![Step::Job(job)];
        }
        let proposal = ProposalRef::from(&self.target.case);
        let many = commands
            .into_iter()
            .enumerate()
            .map(|(index, command)| OneOfMany {
                proposal: proposal.clone(),
                // The first finds out whether somebody was faster; the others follow it.
                version: (index == 0).then_some(self.target.version),
                command,
            })
            .collect();
        let job = Job::RunTogether(many, shared.next_key());
        self.unsent = Some((job.clone(), typed));
        vec![Step::Job(job)]
    }

    /// The server answers again: what it did not answer is sent once more. Where somebody was faster it says so.
    pub(super) fn send_again(&mut self) -> Vec<Step> {
        match &self.unsent {
            Some((job, typed)) if self.sent.is_none() => {
                self.sent = Some(typed.clone());
                vec![Step::Job(job.clone())]
            }
            _ => vec![],
        }
    }

    /// It is left: what was sent and not answered goes on without the editor, unless more was typed since.
    pub(super) fn left(&self, shared: &mut Shared) {
        let typed = self.typed();
        let unsent = self.unsent.as_ref().filter(|(_, sent)| *sent == typed);
        if self.is_touched() {
            let draft = Unsent {
                what: self.what(),
                number: self.target.number.clone(),
                job: unsent.map(|(job, _)| job.clone()),
                under_way: self.sent.is_some(),
            };
            unsent::left(shared, draft);
        }
    }

    /// It is opened again before that was answered.
    pub(super) fn go_on_sending(&mut self, shared: &mut Shared) {
        let Some(draft) = unsent::taken(shared, &self.what()) else {
            return;
        };
        let typed = self.typed();
        if let Some(job) = draft.job.filter(|_| self.theirs.is_none()) {
            self.sent = draft.under_way.then(|| typed.clone());
            self.unsent = Some((job, typed));
        }
    }

    pub(super) fn saved(&mut self, shared: &mut Shared) -> Vec<Step> {
        let mut steps = shared.drop_draft(self.what());
        steps.push(Step::Close);
        steps
    }
}
