//! What was changed, so that it can be taken back.

use std::ops::Range;

/// Steps that can be taken back.
const STEPS: usize = 1_000;

#[derive(Clone, Debug)]
struct Step {
    at: usize,
    removed: String,
    inserted: String,
    caret_before: usize,
}

/// Changes made and taken back.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The next change begins a step of its own.
    sealed: bool,
}

impl History {
    /// Ends a run of typing: what comes next is taken back by itself.
    pub(super) fn seal(&mut self) {
        self.sealed = true;
    }

    /// Changes the text and remembers how; gives back where the caret stands then.
    pub(super) fn change(
        &mut self,
        text: &mut String,
        range: Range<usize>,
        inserted: &str,
        caret: usize,
    ) -> usize {
        let removed = text[range.clone()].to_owned();
        text.replace_range(range.clone(), inserted);
        let after = range.start + inserted.len();
        self.undone.clear();
        let sealed = std::mem::take(&mut self.sealed);
        if let Some(last) = self.done.last_mut().filter(|_| !sealed) {
            let typed_on = removed.is_empty()
                && last.removed.is_empty()
                && last.at + last.inserted.len() == range.start
                // A run ends with a word or a sentence, so that one undo does not take too much.
                && !last.inserted.ends_with(|c: char| c.is_whitespace() || matches!(c, '，' | '。' | '；' | '：'));
            let deleted_on =
                inserted.is_empty() && last.inserted.is_empty() && range.end == last.at;
            if typed_on {
                last.inserted.push_str(inserted);
                return after;
            }
            if deleted_on {
                last.removed.insert_str(0, &removed);
                last.at = range.start;
                return after;
            }
        }
        if self.done.len() == STEPS {
            self.done.remove(0);
        }
        self.done.push(Step {
            at: range.start,
            removed,
            inserted: inserted.to_owned(),
            caret_before: caret,
        });
        after
    }

    /// Takes the last step back; where the caret stands then.
    pub(super) fn undo(&mut self, text: &mut String) -> Option<usize> {
        let step = self.done.pop()?;
        text.replace_range(step.at..step.at + step.inserted.len(), &step.removed);
        let caret = step.caret_before;
        self.undone.push(step);
        self.sealed = true;
        Some(caret)
    }

    /// Takes the last step again; where the caret stands then.
    pub(super) fn redo(&mut self, text: &mut String) -> Option<usize> {
        let step = self.undone.pop()?;
        text.replace_range(step.at..step.at + step.removed.len(), &step.inserted);
        let caret = step.at + step.inserted.len();
        self.done.push(step);
        self.sealed = true;
        Some(caret)
    }
}
