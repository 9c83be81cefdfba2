//! What a case asks for: the suggestions of its proposal and of those merged into it, which are answered one by one.

use super::Case;
use super::assignment::Assignment;
use super::proposal::{Absorbed, Suggestion};
use crate::ids::{CaseId, SuggestionNo};

/// A suggestion as the units of a case answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Its number in the case.
    pub no: SuggestionNo,
    /// What is asked for.
    pub text: &'a str,
    /// The merged proposal that asks for it; none where the proposal itself does.
    pub of: Option<&'a Absorbed>,
}

impl<'a> Asked<'a> {
    fn new(one: &'a Suggestion, of: Option<&'a Absorbed>) -> Self {
        Self {
            no: one.no,
            text: &one.text,
            of,
        }
    }
}

impl Case {
    /// All that is asked for, by number: what the proposal itself asks for, then what those merged into it do.
    pub fn suggestions(&self) -> impl Iterator<Item = Asked<'_>> {
        let own = self.proposal.suggestions.iter();
        let own = own.map(|one| Asked::new(one, None));
        let merged = self.absorbed.iter().flat_map(|other| {
            let theirs = other.suggestions.iter();
            theirs.map(|one| Asked::new(one, Some(other)))
        });
        own.chain(merged)
    }

    /// The part of it that an assignment answers.
    pub fn asked_of<'a>(&'a self, a: &'a Assignment) -> impl Iterator<Item = Asked<'a>> {
        self.suggestions().filter(|asked| a.covers(asked.no))
    }

    /// Whether something is asked for under this number.
    #[must_use]
    pub fn has_suggestion(&self, no: SuggestionNo) -> bool {
        self.suggestions().any(|asked| asked.no == no)
    }

    /// What no reply item answers, where each has a part of its own: a part was given back or taken back, or something was
    /// merged in. None while nobody has the case.
    pub fn left_to_nobody(&self) -> impl Iterator<Item = SuggestionNo> {
        self.left_to_nobody_beside(&[])
    }

    /// The same with parts that reply items to come have; an empty one answers everything.
    pub(crate) fn left_to_nobody_beside<'a>(
        &'a self,
        more: &[&'a [SuggestionNo]],
    ) -> impl Iterator<Item = SuggestionNo> {
        let items = self.reply_items().map(|a| a.suggestions.as_slice());
        let parts: Vec<&[SuggestionNo]> = items.chain(more.iter().copied()).collect();
        let split = !parts.is_empty() && parts.iter().all(|part| !part.is_empty());
        let asked = split.then(|| self.suggestions()).into_iter().flatten();
        let asked = asked.map(|asked| asked.no);
        asked.filter(move |no| !parts.iter().any(|part| part.contains(no)))
    }

    /// The suggestions of a merged proposal under the numbers that they get here: on from all that there are, and from all
    /// that something on record is about, so that it is never taken for what was said of another.
    pub(crate) fn numbered_on(&self, suggestions: &[Suggestion]) -> Vec<Suggestion> {
        let asked = self.suggestions().map(|asked| asked.no);
        let on_record = self.assignments.iter().flat_map(|a| {
            let tasks = a.tasks.iter().map(|task| task.suggestion);
            let answers = a.rounds.iter().flat_map(|it| it.content.answers.keys());
            tasks.chain(answers.copied())
        });
        let highest = asked.chain(on_record).max().unwrap_or(0);
        let on = suggestions.iter().zip(highest + 1..);
        on.map(|(one, no)| Suggestion {
            no,
            text: one.text.clone(),
        })
        .collect()
    }

    /// The numbers here of what a merged proposal asks for.
    pub(crate) fn numbers_of(&self, merged: &CaseId) -> Vec<SuggestionNo> {
        let those = self.absorbed.iter().filter(|other| other.case == *merged);
        let those = those.flat_map(|other| &other.suggestions);
        those.map(|one| one.no).collect()
    }
}
