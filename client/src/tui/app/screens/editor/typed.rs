//! What is typed into the editor: how it is journalled, what it is in the words of a content, how promises are written.

use banli_shared::calendar::Date;
use banli_shared::case::{Class, Content, Promise, Verdict};
use banli_shared::ids::{AssignmentNo, CaseId, SuggestionNo};
use serde::{Deserialize, Serialize};

use super::AnswerDraft;

/// What is typed, as it is journalled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) body: String,
    pub(super) class: Option<Class>,
    pub(super) promises: String,
    pub(super) answers: Vec<(SuggestionNo, Option<Verdict>, String)>,
    /// The hash of the content this began from.
    pub(super) base: String,
}

impl Typed {
    /// Whether the server, which trims, would hold the same.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let answers = |typed: &Self| -> Vec<_> {
            let all = typed
                .answers
                .iter()
                .filter(|(_, verdict, _)| verdict.is_some());
            all.map(|(no, verdict, text)| (*no, *verdict, text.trim().to_owned()))
                .collect()
        };
        self.body.trim() == other.body.trim()
            && self.class == other.class
            && promises(&self.promises) == promises(&other.promises)
            && answers(self) == answers(other)
    }
}

/// What the draft of an assignment is called in the journal.
#[must_use]
pub(super) fn what(case: &CaseId, assignment: AssignmentNo) -> String {
    format!("reply/{case}/{assignment}")
}

pub(super) fn typed_of(base: &Content, answers: &[AnswerDraft]) -> Typed {
    let promises: Vec<String> = base
        .promises
        .iter()
        .map(|p| format!("{} {}", p.by, p.text))
        .collect();
    Typed {
        body: base.body.clone(),
        class: base.class,
        promises: promises.join("\n"),
        answers: answers
            .iter()
            .map(|draft| {
                let answer = base.answers.get(&draft.no);
                (
                    draft.no,
                    answer.map(|a| a.verdict),
                    answer.map_or_else(String::new, |a| a.text.clone()),
                )
            })
            .collect(),
        base: base.hash(),
    }
}

/// One promise a line: the date, a space, what is promised.
pub(super) fn promises(text: &str) -> Result<Vec<Promise>, String> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (date, what) = line
                .trim()
                .split_once([' ', '\u{3000}'])
                .ok_or_else(|| line.to_owned())?;
            let by: Date = date.parse().map_err(|_| line.to_owned())?;
            Ok(Promise {
                text: what.trim().to_owned(),
                by,
            })
        })
        .collect()
}

pub(super) fn next_of<T: Copy + PartialEq>(all: &[T], now: Option<T>, forward: bool) -> Option<T> {
    let at = now.and_then(|now| all.iter().position(|one| *one == now));
    let next = match (at, forward) {
        (None, true) => 0,
        (None, false) => all.len() - 1,
        (Some(at), true) => (at + 1) % all.len(),
        (Some(at), false) => (at + all.len() - 1) % all.len(),
    };
    all.get(next).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_a_date_and_a_text() {
        let parsed = promises("2023-12-31 建成\n\n2024-06-30　投用").unwrap();
        assert_eq!(parsed.len(), 2);
        assert_eq!(parsed[1].text, "投用");
        assert_eq!(promises("年底建成").unwrap_err(), "年底建成");
    }
}
