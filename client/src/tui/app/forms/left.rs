//! Forms that were left or sent, each with its answers until those have arrived: opening another costs nothing.

use banli_shared::api::proposals::{ManyAnswers, OneOfMany};
use banli_shared::workflow::{Action, Command};

use super::super::news::Target;
use super::super::signing::are_signatures;
use super::super::state::{Shared, Step};
use super::{Form, draft, questions};

impl Shared {
    /// Keeps a form, in place of an earlier one about the same.
    pub(in crate::tui::app) fn keep_form(&mut self, form: Box<Form>) {
        let about = form.what();
        self.left_forms.retain(|other| other.what() != about);
        self.left_forms.push(form);
    }

    /// The form about this action on these cases, in whichever order they come.
    pub(in crate::tui::app) fn take_form(
        &mut self,
        action: Action,
        targets: &[Target],
    ) -> Option<Box<Form>> {
        let mut forms = self.left_forms.iter();
        let at = forms.position(|form| form.is_for(action, targets))?;
        Some(self.left_forms.remove(at))
    }
}

/// A command has arrived: what was answered for it is no draft any more.
pub(in crate::tui::app) fn arrived(
    shared: &mut Shared,
    action: Action,
    target: &Target,
) -> Vec<Step> {
    settle(shared, action, |it| it.is_same(target))
}

/// Many commands were answered: what passed is no draft any more, what was refused stays one.
pub(in crate::tui::app) fn arrived_many(
    shared: &mut Shared,
    commands: &[OneOfMany],
    answers: &ManyAnswers,
) -> Vec<Step> {
    let Some(first) = commands.first() else {
        return vec![];
    };
    // One form asks for the numbers of all that is signed together, opinions among it.
    let action = match are_signatures(commands) {
        true => Action::Sign,
        false => first.command.action(),
    };
    let each = commands.iter().zip(&answers.answers);
    let passed = each.filter(|(_, answer)| answer.problem.is_none());
    let passed: Vec<(&str, &Command)> = passed
        .map(|(one, _)| (one.proposal.0.as_str(), &one.command))
        .collect();
    settle(shared, action, |target| {
        passed.iter().any(|(case, command)| {
            let on = command.assignment();
            *case == target.case.0 && (on.is_none() || on == target.assignment)
        })
    })
}

/// Takes what is done out of every form and draft about this action; those with nothing left go.
fn settle(shared: &mut Shared, action: Action, done: impl Fn(&Target) -> bool) -> Vec<Step> {
    let lang = shared.lang;
    shared.left_forms.retain_mut(|form| {
        let many = form.targets.len();
        if form.action == action {
            form.targets.retain(|target| !done(target));
            form.signing.retain(|one| !done(&one.target));
        }
        if form.targets.len() < many && !form.targets.is_empty() {
            let title = questions::title(lang, action, &form.targets);
            form.sheet.is_now_called(title);
        }
        !form.targets.is_empty()
    });
    let mut steps = vec![];
    for (what, text) in shared.drafts.clone() {
        let Some(about) = draft::targets_of(&what, action) else {
            continue;
        };
        let (gone, left): (Vec<Target>, Vec<Target>) = about.into_iter().partition(&done);
        if gone.is_empty() {
            continue;
        }
        steps.extend(shared.drop_draft(what));
        if !left.is_empty() {
            steps.extend(shared.keep_draft(draft::what(action, &left), text));
        }
    }
    steps
}
