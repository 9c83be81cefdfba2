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
    /// What this was written over: what the server had when it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) over: Option<Box<Self>>,
}

/// Two texts over one.
pub(super) struct Met {
    /// What is typed, with the parts that only the other has changed.
    pub(super) text: Typed,
    /// What that is written over now; still the old where both have changed a part.
    pub(super) over: Typed,
    /// Whether there is such a part.
    pub(super) conflict: bool,
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

/// Puts what is typed together with what the server has now, part by part: what one of them left alone is as the other
/// has it, and what both have changed is as it is typed, until that is sent once more.
pub(super) fn meet(own: &Typed, over: &Typed, came: &Typed) -> Met {
    let mut conflict = false;
    let (body, body_over) = part(&own.body, &over.body, &came.body, &mut conflict);
    let (class, class_over) = part(&own.class, &over.class, &came.class, &mut conflict);
    let (promises, promises_over) =
        part(&own.promises, &over.promises, &came.promises, &mut conflict);
    let (mut answers, mut answers_over) = (vec![], vec![]);
    for (no, verdict, text) in &own.answers {
        let of = |typed: &Typed| {
            let found = typed.answers.iter().find(|answer| answer.0 == *no);
            found.map_or((None, String::new()), |it| (it.1, it.2.clone()))
        };
        let (over, came) = (of(over), of(came));
        let (verdict, verdict_over) = part(verdict, &over.0, &came.0, &mut conflict);
        let (text, text_over) = part(text, &over.1, &came.1, &mut conflict);
        answers.push((*no, verdict, text));
        answers_over.push((*no, verdict_over, text_over));
    }
    Met {
        text: Typed {
            body,
            class,
            promises,
            answers,
            over: None,
        },
        over: Typed {
            body: body_over,
            class: class_over,
            promises: promises_over,
            answers: answers_over,
            over: None,
        },
        conflict,
    }
}

/// One part: what it is, and what it is written over now.
fn part<T: Clone + PartialEq>(own: &T, over: &T, came: &T, conflict: &mut bool) -> (T, T) {
    if own == came || own == over {
        return (came.clone(), came.clone());
    }
    if came != over {
        *conflict = true;
    }
    (own.clone(), over.clone())
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
        over: None,
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
    fn what_one_left_alone_is_as_the_other_has_it() {
        let typed = |body: &str, class, answer: &str| Typed {
            body: body.to_owned(),
            class,
            answers: vec![(1, None, answer.to_owned())],
            ..Typed::default()
        };
        let over = typed("a", Some(Class::B), "x");
        // The other changed class and answer, this one the body.
        let met = meet(
            &typed("a!", Some(Class::B), "x"),
            &over,
            &typed("a", Some(Class::A), "y"),
        );
        assert_eq!(met.text, typed("a!", Some(Class::A), "y"));
        assert_eq!(met.over, typed("a", Some(Class::A), "y"));
        assert!(!met.conflict);
        // Both changed the body: it stays a conflict until it is sent, however often more comes.
        let mut met = meet(&typed("a!", None, "x"), &over, &typed("b", None, "x"));
        for _ in 0..2 {
            assert!(met.conflict);
            assert_eq!(met.text.body, "a!");
            assert_eq!(met.over.body, "a");
            met = meet(&met.text, &met.over, &typed("b", None, "x"));
        }
        // Both wrote the same.
        let met = meet(&typed("b", None, "x"), &over, &typed("b", None, "x"));
        assert!(!met.conflict && met.text.body == "b");
    }

    #[test]
    fn a_promise_is_a_date_and_a_text() {
        let parsed = promises("2023-12-31 建成\n\n2024-06-30　投用").unwrap();
        assert_eq!(parsed.len(), 2);
        assert_eq!(parsed[1].text, "投用");
        assert_eq!(promises("年底建成").unwrap_err(), "年底建成");
    }
}
