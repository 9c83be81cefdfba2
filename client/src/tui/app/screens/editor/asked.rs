//! The suggestions that are answered. With a merge, and with its undoing, they change under the hands of who writes.

use banli_shared::api::proposals::CaseView;
use banli_shared::case::Verdict;
use banli_shared::ids::SuggestionNo;
use banli_shared::lang::Lang;

use super::super::super::super::widgets::editor::{Editor, Lines};
use super::typed::Typed;
use super::{Part, ReplyEditor};
use crate::output::said;

/// What is written on one suggestion.
pub(super) struct AnswerDraft {
    pub(super) no: SuggestionNo,
    /// What is asked for, with its number.
    pub(super) ask: String,
    pub(super) verdict: Option<Verdict>,
    pub(super) text: Editor,
}

impl AnswerDraft {
    /// It, as it is journalled.
    pub(super) fn typed(&self) -> (SuggestionNo, Option<Verdict>, String) {
        (self.no, self.verdict, self.text.text().to_owned())
    }
}

impl ReplyEditor {
    /// The numbers of the suggestions that are not asked any more and have something written to them.
    pub(super) fn numbers_gone(&self, lang: Lang) -> String {
        let numbers = self.gone.iter().map(|draft| draft.no.to_string());
        numbers.collect::<Vec<_>>().join(lang.pick("、", ", "))
    }

    /// What the journal kept of suggestions that are not asked any more.
    pub(super) fn miss(&mut self, kept: &Typed) {
        for (no, verdict, text) in &kept.answers {
            let known = |all: &[AnswerDraft]| all.iter().any(|draft| draft.no == *no);
            if !text.trim().is_empty() && !known(&self.answers) && !known(&self.gone) {
                self.gone.push(AnswerDraft {
                    no: *no,
                    ask: String::new(),
                    verdict: *verdict,
                    text: Editor::new(text, Lines::Many),
                });
            }
        }
        self.list_parts();
    }

    /// The parts one after the other, first what is written and last what is only to be read.
    fn list_parts(&mut self) {
        self.parts = vec![Part::Body];
        if self.owes_reply {
            self.parts.insert(0, Part::Class);
            self.parts.push(Part::Promises);
            for index in 0..self.answers.len() {
                self.parts
                    .extend([Part::Verdict(index), Part::Answer(index)]);
            }
        }
        self.parts.extend((0..self.gone.len()).map(Part::Gone));
    }

    /// Asks for what the assignment answers now: what is typed on a suggestion that is still there stays, and so does the
    /// part that has the keyboard. True where something else is asked than before.
    pub(super) fn ask(&mut self, view: &CaseView) -> bool {
        let here = self.parts.get(self.at).copied();
        let at_no = match here {
            Some(Part::Verdict(index) | Part::Answer(index)) => Some(self.answers[index].no),
            _ => None,
        };
        let mut before: Vec<AnswerDraft> = std::mem::take(&mut self.answers);
        let numbers = |drafts: &[AnswerDraft]| -> Vec<SuggestionNo> {
            drafts.iter().map(|draft| draft.no).collect()
        };
        let were = numbers(&before);
        let found = view.case.assignment(self.assignment);
        let asked = found.filter(|_| self.owes_reply).into_iter();
        for asked in asked.flat_map(|a| view.case.asked_of(a)) {
            let ask = said::asked(&asked);
            let kept = before.iter().position(|draft| draft.no == asked.no);
            self.answers.push(match kept {
                Some(at) => AnswerDraft {
                    ask,
                    ..before.swap_remove(at)
                },
                None => AnswerDraft {
                    no: asked.no,
                    ask,
                    verdict: None,
                    text: Editor::new("", Lines::Many),
                },
            });
        }
        // What was written must not be lost with what it was written to.
        before.retain(|draft| !draft.text.text().trim().is_empty());
        if !before.is_empty() {
            self.told_gone = false;
        }
        self.gone.append(&mut before);
        self.gone.sort_by_key(|draft| draft.no);
        self.list_parts();
        let index = at_no.and_then(|no| self.answers.iter().position(|draft| draft.no == no));
        let here = match (here, index) {
            (Some(Part::Verdict(_)), Some(index)) => Some(Part::Verdict(index)),
            (Some(Part::Answer(_)), Some(index)) => Some(Part::Answer(index)),
            (Some(Part::Verdict(_) | Part::Answer(_)), None) => None,
            (part, _) => part,
        };
        self.at = here
            .and_then(|here| self.parts.iter().position(|part| *part == here))
            .unwrap_or(0);
        were != numbers(&self.answers)
    }
}
