//! Answers of a form in the journal: what was typed outlives a lost connection, a closed terminal and a kill.

use std::collections::BTreeMap;

use banli_shared::ids::CaseId;
use banli_shared::workflow::Action;

use super::super::news::Target;
use super::super::state::{Shared, Step};
use super::super::texts;
use super::super::unsent::{self, Unsent};
use super::Form;
use super::field::FieldKind;

/// Answers by field: one value, or those chosen of several.
type Answers = BTreeMap<String, Vec<String>>;

/// Stands between the cases of a form about several.
const AND: char = '+';

/// What the draft of a form is called in the journal: the same in whichever order its cases were marked.
pub(super) fn what(action: Action, targets: &[Target]) -> String {
    let each = targets.iter();
    let mut about: Vec<String> = each
        .map(|it| format!("{}/{}", it.case, it.assignment.unwrap_or_default()))
        .collect();
    about.sort_unstable();
    let about = about.join(&AND.to_string());
    format!("form/{}/{about}", action.code())
}

/// What a draft of this name is about; none where it is not one of a form for this action.
pub(super) fn targets_of(what: &str, action: Action) -> Option<Vec<Target>> {
    let (of, about) = what.strip_prefix("form/")?.split_once('/')?;
    let targets = about.split(AND).map(|one| {
        let (case, on) = one.rsplit_once('/')?;
        let on: u32 = on.parse().ok()?;
        Some(Target {
            case: CaseId(case.to_owned()),
            version: 0,
            number: String::new(),
            assignment: Some(on).filter(|on| *on > 0),
        })
    });
    targets.filter(|_| of == action.code()).collect()
}

impl Form {
    /// The name of its draft.
    pub(super) fn what(&self) -> String {
        what(self.action, &self.targets)
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
        let kept = shared.drafts.get(&self.what());
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
        if !self.is_touched() {
            return;
        }
        let number = match self.targets.as_slice() {
            [target] => target.number.clone(),
            many => texts::action_on_many(shared.lang, self.action.say(shared.lang), many.len()),
        };
        let draft = Unsent {
            what: self.what(),
            number,
            job: None,
            under_way: false,
        };
        unsent::left(shared, draft);
    }

    /// Everything answered goes to the journal; the keeper writes it within half a second.
    pub(in crate::tui::app) fn keep(&self, shared: &mut Shared) -> Vec<Step> {
        match (serde_json::to_string(&self.answers()), self.is_touched()) {
            (Ok(text), true) => shared.keep_draft(self.what(), text),
            _ => vec![],
        }
    }
}
