//! Answers of a form in the journal: what was typed outlives a lost connection, a closed terminal and a kill.

use std::collections::BTreeMap;

use banli_shared::workflow::Action;

use super::super::news::Target;
use super::super::state::{Shared, Step};
use super::super::texts;
use super::super::unsent::{self, Unsent};
use super::Form;
use super::field::FieldKind;

/// Answers by field: one value, or those chosen of several.
type Answers = BTreeMap<String, Vec<String>>;

/// What the draft of a form is called in the journal.
fn what(action: Action, target: &Target) -> String {
    let on = target.assignment.unwrap_or_default();
    format!("form/{}/{}/{on}", action.code(), target.case)
}

impl Form {
    /// The name of its draft; none for a form about many cases, which is for the moment.
    fn what(&self) -> Option<String> {
        match self.targets.as_slice() {
            [target] => Some(what(self.action, target)),
            _ => None,
        }
    }

    fn answers(&self) -> Answers {
        let answer = |name: &str| match self.all(name) {
            chosen if chosen.is_empty() => vec![self.get(name)],
            chosen => chosen,
        };
        self.sheet
            .fields
            .iter()
            .map(|field| (field.name.to_owned(), answer(field.name)))
            .collect()
    }

    /// Answers as they were left, from the journal.
    pub(in crate::tui::app) fn restore(&mut self, shared: &mut Shared) {
        let kept = self.what().and_then(|what| shared.drafts.get(&what));
        let Some(answers) = kept.and_then(|text| serde_json::from_str::<Answers>(text).ok()) else {
            return;
        };
        self.fill(&answers);
        self.sheet.touch();
        shared.say(texts::kept_form(shared.lang));
    }

    fn fill(&mut self, answers: &Answers) {
        for (name, values) in answers {
            for field in self
                .sheet
                .fields
                .iter_mut()
                .filter(|field| field.name == name)
            {
                if let FieldKind::Many(_, chosen) = &mut field.kind {
                    chosen.clear();
                }
            }
            for value in values {
                self.prefill(name, value);
            }
        }
    }

    /// The same questions asked anew, with what was answered of those before.
    pub(in crate::tui::app) fn go_on_from(&mut self, before: &Self) {
        self.fill(&before.answers());
        self.sheet.stand_at(&before.sheet);
    }

    /// It is left: while the server does not answer, what was answered is offered when it does.
    pub(in crate::tui::app) fn left(&self, shared: &mut Shared) {
        if let (Some(what), [target], true) =
            (self.what(), self.targets.as_slice(), self.is_touched())
        {
            let draft = Unsent {
                what,
                number: target.number.clone(),
                job: None,
                under_way: false,
            };
            unsent::left(shared, draft);
        }
    }

    /// Everything answered goes to the journal; the keeper writes it within half a second.
    pub(in crate::tui::app) fn keep(&self, shared: &mut Shared) -> Vec<Step> {
        let text = serde_json::to_string(&self.answers());
        let (Some(what), Ok(text), true) = (self.what(), text, self.is_touched()) else {
            return vec![];
        };
        shared.keep_draft(what, text)
    }
}

/// What was answered has arrived: it is no draft any more.
pub(in crate::tui::app) fn arrived(
    shared: &mut Shared,
    action: Action,
    target: &Target,
) -> Vec<Step> {
    shared.drop_draft(what(action, target))
}
