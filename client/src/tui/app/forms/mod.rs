//! What a command still needs, asked for in a form: one field a line, built into the command at the end.

mod build;
mod draft;
mod fault;
mod field;
mod hand_over;
mod handlers;
mod left;
mod pick;
mod questions;
mod sheet;
mod tasks;

use banli_shared::ids::{CaseId, Version};
use banli_shared::workflow::Action;

use super::super::keys::key::Key;
use super::news::Target;
use super::signing::ToSign;

pub(super) use build::{approve, bare, opinion};
pub(super) use fault::{BadAnswer, Fault, faults_of};
pub(super) use field::{FormField, choose, line, many, must_choose, secret, switch, words};
use handlers::Handler;
pub(super) use left::{arrived, arrived_many};
pub(super) use questions::{asked_why, form_for, read};
pub(super) use sheet::Sheet;

/// Questions before a command.
pub struct Form {
    /// The action they are for.
    pub action: Action,
    /// The cases it is for.
    pub targets: Vec<Target>,
    /// The questions.
    pub(super) sheet: Sheet,
    /// The hash of the text that is read beside it, for a signature.
    pub(super) read: Option<String>,
    /// Several that are signed together: then it only asks for their numbers.
    pub(super) signing: Vec<ToSign>,
    /// Who can be named as the handler, and where.
    handlers: Vec<Handler>,
    /// Somebody was faster: the newest version is taken over as soon as it is known.
    stale: bool,
}

impl Form {
    /// The questions before several signatures.
    pub(super) fn signing(sheet: Sheet, all: Vec<ToSign>) -> Self {
        Self {
            action: Action::Sign,
            targets: all.iter().map(|one| one.target.clone()).collect(),
            sheet,
            read: None,
            signing: all,
            handlers: vec![],
            stale: false,
        }
    }

    pub(super) fn key(&mut self, key: Key) {
        self.sheet.key(key);
        self.narrow();
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.sheet.paste(text);
        self.narrow();
    }

    fn get(&self, name: &str) -> String {
        self.sheet.get(name)
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.sheet.all(name)
    }

    /// Whether anything was answered.
    pub(in crate::tui::app) const fn is_touched(&self) -> bool {
        self.sheet.is_touched()
    }

    /// Chooses or fills in an answer beforehand.
    pub fn prefill(&mut self, name: &str, value: &str) {
        self.sheet.prefill(name, value);
        self.narrow();
    }

    /// It was refused because somebody was faster.
    pub(super) const fn outrun(&mut self) {
        self.stale = true;
    }

    /// The case was read again, and is on the screen behind.
    pub(super) fn seen(&mut self, case: &CaseId, version: Version) {
        if self.stale {
            let those = self.targets.iter_mut();
            for target in those.filter(|target| target.case == *case && target.version != version) {
                target.version = version;
                self.sheet.is_another();
            }
        }
    }

    /// Whether it asks about the same action on the same cases, in whichever order.
    pub(super) fn is_for(&self, action: Action, targets: &[Target]) -> bool {
        let there = |one: &Target| targets.iter().any(|other| one.is_same(other));
        self.signing.is_empty()
            && self.action == action
            && self.targets.len() == targets.len()
            && self.targets.iter().all(there)
    }
}
