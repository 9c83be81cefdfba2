//! From a wish to a command: what is offered, what a command still needs, the question before the irreversible, and the
//! way back.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::proposals::{AssignmentRow, CaseView, OneOfMany, ProposalRef, why_waiting};
use banli_shared::case::Stage;
use banli_shared::ids::PersonId;
use banli_shared::workflow::{
    Action, Attention, Command, Danger, FallsAway, Holder, Offer, Warning, With, falls_away,
    lies_with,
};

use super::forms::{approve, asked_why, bare, form_for, opinion, read};
use super::news::{Job, Target};
use super::overlay::{Choice, Confirm, Overlay, Picker, Then};
use super::state::{Shared, Step, Unmerging};
use super::{texts, unsure};

/// What can be done to a case, as a list to choose from; what cannot says why. A command that can be given on several
/// assignments stands there once, and asks which.
pub(super) fn choose_action(
    shared: &Shared,
    view: &CaseView,
    assignment: Option<u32>,
) -> Vec<Step> {
    let here = |offer: &&Offer| {
        offer.assignment.is_none() || assignment.is_none() || offer.assignment == assignment
    };
    let several = view.offers.iter().filter(here);
    let several: BTreeSet<u32> = several.filter_map(|offer| offer.assignment).collect();
    let mut choices: Vec<Choice> = vec![];
    let mut which = vec![];
    for action in Action::ALL {
        let offers = view.offers.iter().filter(|offer| offer.action == *action);
        let offers: Vec<&Offer> = offers.filter(here).collect();
        let passing: Vec<&Offer> = offers.iter().copied().filter(|it| it.allowed()).collect();
        let one = match (passing.as_slice(), offers.as_slice()) {
            ([], []) => continue,
            ([one], _) | ([], [one]) => one,
            ([], all) => {
                // None of them passes: why the first does not.
                let refusal = all[0].refusal.as_ref();
                let choice = Choice::new(action.code(), action.say(shared.lang));
                choices.push(Choice {
                    aside: texts::of_assignments(shared.lang, all.len()),
                    disabled: refusal.map(|refusal| shared.refused(refusal)),
                    ..choice
                });
                continue;
            }
            (passing, _) => {
                let choice = Choice::new(action.code(), action.say(shared.lang));
                choices.push(Choice {
                    aside: texts::of_assignments(shared.lang, passing.len()),
                    ..choice
                });
                let mut on: Vec<Choice> = offers
                    .iter()
                    .map(|offer| of_offer(shared, offer, unit_of(shared, view, offer)))
                    .collect();
                on.sort_by_key(|choice| choice.disabled.is_some());
                which.push((*action, on));
                continue;
            }
        };
        // Which it is goes without saying where there is but one.
        let unit = unit_of(shared, view, one).filter(|_| several.len() > 1);
        let label = match unit {
            Some(unit) => format!("{} {unit}", action.say(shared.lang)),
            None => action.say(shared.lang).to_owned(),
        };
        choices.push(of_offer(shared, one, Some(label)));
    }
    choices.sort_by_key(|choice| choice.disabled.is_some());
    if choices.is_empty() {
        return vec![];
    }
    let picker = Picker::new(
        texts::choose_action(shared.lang),
        choices,
        Then::Act(vec![target_of(view, assignment)], which),
    );
    vec![Step::Overlay(Box::new(Overlay::Picker(picker)))]
}

fn of_offer(shared: &Shared, offer: &Offer, label: Option<String>) -> Choice {
    let code = match offer.assignment {
        Some(no) => format!("{} {no}", offer.action.code()),
        None => offer.action.code().to_owned(),
    };
    let refusal = offer.refusal.as_ref();
    Choice {
        disabled: refusal.map(|refusal| shared.refused(refusal)),
        ..Choice::new(code, label.unwrap_or_default())
    }
}

fn unit_of(shared: &Shared, view: &CaseView, offer: &Offer) -> Option<String> {
    let a = view.case.assignment(offer.assignment?)?;
    Some(shared.unit_name(&a.unit).to_owned())
}

/// The case on the screen as a target.
#[must_use]
pub(super) fn target_of(view: &CaseView, assignment: Option<u32>) -> Target {
    Target {
        case: view.case.id.clone(),
        version: view.case.version,
        number: view.case.shown_number().to_owned(),
        assignment,
    }
}

/// Begins an action on these cases: asks for what is missing, else goes on to [`carry_out`].
pub(super) fn begin(
    shared: &mut Shared,
    action: Action,
    targets: Vec<Target>,
    view: Option<&CaseView>,
) -> Vec<Step> {
    if targets.is_empty() {
        shared.complain(texts::nothing_selected(shared.lang));
        return vec![];
    }
    if let Some(refusal) = view.and_then(|view| refusal(view, action, targets[0].assignment)) {
        shared.complain(shared.refused(refusal));
        return vec![];
    }
    if let Some(mut form) = shared.take_form(action, &targets) {
        if form.targets != targets {
            form.sheet.is_another();
        }
        form.read = read(view, &targets);
        form.targets = targets;
        shared.say(texts::kept_form(shared.lang));
        return vec![Step::Overlay(Box::new(Overlay::Form(form)))];
    }
    if let (Some(view), [target]) = (view, targets.as_slice()) {
        let why = asked_why(view, action, target);
        shared.unit_says = why.map(|why| (target.clone(), why.to_owned()));
    }
    if let (Action::Unmerge, [target]) = (action, targets.as_slice())
        && let Some(host) = view.and_then(|view| view.host.as_ref())
    {
        shared.unmerging = Some(Unmerging {
            target: target.clone(),
            host: host.case.clone(),
            away: None,
        });
        return vec![Step::Job(Job::Case(host.case.clone()))];
    }
    let assignment = targets[0].assignment;
    if let Some(mut form) = form_for(shared, action, targets.clone(), view) {
        form.restore(shared);
        let mut steps = vec![Step::Overlay(Box::new(Overlay::Form(Box::new(form))))];
        if action == Action::Dispatch
            && let Some(unit) = view
                .zip(assignment)
                .and_then(|(view, no)| view.case.assignment(no))
                .map(|assignment| assignment.unit.to_string())
        {
            steps.push(Step::Job(Job::People(unit)));
        }
        return steps;
    }
    let mut commands = vec![];
    for target in targets {
        let command = match (action, view) {
            (Action::Approve, Some(view)) => approve(view, &target),
            (Action::GiveOpinion, Some(view)) => opinion(view, &target),
            _ => bare(action, &target),
        };
        match command {
            Some(command) => commands.push((target, command)),
            None => {
                shared.complain(texts::not_here(shared.lang));
                return vec![];
            }
        }
    }
    if let ([(target, command)], Some(view)) = (commands.as_slice(), view)
        && let Some(warning) = warning(view, action, target.assignment)
    {
        // What is to be known before is asked about, also where there is a way back.
        let said = warning
            .with_names(|unit| shared.unit_name(unit).to_owned())
            .say(shared.lang);
        shared.warned = Some((target.clone(), said));
        return vec![Step::Job(Job::Try(
            target.clone(),
            Box::new(command.clone()),
        ))];
    }
    let key = shared.next_key();
    carry_out(shared, commands, key)
}

/// What is to be known before, as far as the server told with the case.
fn warning(view: &CaseView, action: Action, assignment: Option<u32>) -> Option<&Warning> {
    let mut offers = view.offers.iter();
    let offer = offers.find(|it| it.action == action && it.assignment == assignment)?;
    offer.warning.as_ref()
}

/// Why the server would say no, as far as it told with the case.
fn refusal(
    view: &CaseView,
    action: Action,
    assignment: Option<u32>,
) -> Option<&banli_shared::workflow::Refusal> {
    view.offers
        .iter()
        .find(|offer| {
            offer.action == action && (!action.is_on_assignment() || offer.assignment == assignment)
        })
        .and_then(|offer| offer.refusal.as_ref())
}

/// Reversible commands act at once. Irreversible ones are tried first, so that the question can say what comes of it.
pub(super) fn carry_out(
    shared: &mut Shared,
    mut commands: Vec<(Target, Command)>,
    key: String,
) -> Vec<Step> {
    let Some(action) = commands.first().map(|(_, command)| command.action()) else {
        return vec![];
    };
    let ask = action.danger() == Danger::Irreversible;
    if commands.len() == 1 {
        let (target, command) = commands.remove(0);
        let command = Box::new(command);
        return vec![Step::Job(if ask {
            Job::Try(target, command)
        } else {
            Job::Run(target, command, key)
        })];
    }
    let many = commands.len();
    let commands = commands.into_iter().map(one_of_many).collect();
    let run = unsure::many(shared, commands, Some(key));
    if !ask {
        return vec![Step::Job(run)];
    }
    let confirm = Confirm::new(shared, vec![run], |shared| {
        let lang = shared.lang;
        let title = texts::action_on_many(lang, action.say(lang), many);
        (title, vec![texts::cannot_undo(lang).to_owned()])
    });
    vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
}

pub(super) fn one_of_many((target, command): (Target, Command)) -> OneOfMany {
    OneOfMany {
        proposal: ProposalRef::from(&target.case),
        version: Some(target.version),
        command,
    }
}

/// The case that answers a merged proposal was read: what falls away there is known, and the undoing is tried.
pub(super) fn unmerge(shared: &mut Shared, host: &CaseView) -> Vec<Step> {
    let waits = shared.unmerging.as_mut();
    let Some(unmerging) = waits.filter(|it| it.host == host.case.id && it.away.is_none()) else {
        return vec![];
    };
    unmerging.away = Some(falls_away(&host.case, &unmerging.target.case));
    let command = Box::new(Command::Unmerge {});
    vec![Step::Job(Job::Try(unmerging.target.clone(), command))]
}

/// What falls away with a merge, as far as it is known.
fn away(shared: &Shared, known: Option<&FallsAway>) -> Vec<String> {
    let lang = shared.lang;
    let mut lines = vec![texts::falls_away(lang).to_owned()];
    let Some(away) = known else {
        return lines;
    };
    if away.answers > 0 {
        lines.push(texts::answers_away(lang, away.answers));
    }
    if away.tasks > 0 {
        lines.push(texts::tasks_away(lang, away.tasks));
    }
    if !away.parts.is_empty() {
        let units = away.parts.iter().map(|unit| shared.unit_name(unit));
        let units: Vec<&str> = units.collect();
        lines.push(texts::parts_away(lang, &units.join(lang.pick("、", ", "))));
    }
    lines
}

/// The question before a command whose trial passed: what it leads to, and whose turn it is then.
pub(super) fn question(
    shared: &mut Shared,
    target: &Target,
    command: &Command,
    after: &CaseView,
) -> Vec<Step> {
    let action = command.action();
    let says = shared.unit_says.take();
    let says = says.filter(|(of, _)| of.is_same(target));
    let warned = shared.warned.take();
    let warned = warned.filter(|(of, _)| of.is_same(target));
    let known = match command {
        Command::Unmerge {} => shared.unmerging.take(),
        _ => None,
    };
    let known = known.filter(|it| it.target.is_same(target));
    let known = known.and_then(|it| it.away);
    let key = match shared.take_form(action, std::slice::from_ref(target)) {
        Some(mut form) => {
            let key = form.sheet.key_of(shared);
            shared.keep_form(form);
            key
        }
        None => shared.next_key(),
    };
    let then = vec![Job::Run(target.clone(), Box::new(command.clone()), key)];
    let confirm = Confirm::new(shared, then, |shared| {
        let title = format!("{} {}", action.say(shared.lang), target.number);
        let mut lines = vec![];
        if let Some((_, why)) = &says {
            lines.push(texts::unit_says(shared.lang, why));
        }
        lines.extend(warned.iter().map(|(_, warning)| warning.clone()));
        lines.extend(comes_of(shared, target, command, after, known.as_ref()));
        (title, lines)
    });
    vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
}

/// What a command leads to, whose turn it is then, and what is lost with it.
fn comes_of(
    shared: &Shared,
    target: &Target,
    command: &Command,
    after: &CaseView,
    known: Option<&FallsAway>,
) -> Vec<String> {
    let lang = shared.lang;
    let mut lines = vec![];
    let assignment = target.assignment.or_else(|| command.assignment());
    let stage = assignment
        .and_then(|no| after.case.assignment(no))
        .map_or_else(
            || after.stage.say(lang).to_owned(),
            |a| after.case.stage_of(a).say(lang).to_owned(),
        );
    let rated = matches!(command, Command::Rate(_) | Command::RecordRating(_));
    let again = assignment.and_then(|no| after.case.assignment(no));
    if let Some(a) = again.filter(|a| rated && a.stage == Stage::Drafting) {
        let (name, due) = (a.round().name(), a.due().date.to_string());
        lines.push(texts::handling_begins(lang, name.say(lang), &due));
    }
    lines.push(texts::next_stage(lang, &stage));
    let there = |entry: &&Attention| assignment.is_none() || entry.assignment == assignment;
    let waiting = after.attention.iter().filter(there);
    let mut holders = holders(shared, (&after.people, &after.assignments), waiting);
    let over = assignment.and_then(|no| after.case.assignment(no));
    if holders.is_empty() && over.is_some_and(|a| !a.is_live()) {
        // With it over, it is the turn of whoever has the proposal.
        let whole = |entry: &&Attention| entry.assignment.is_none();
        let whole = after.attention.iter().filter(whole);
        holders = self::holders(shared, (&after.people, &after.assignments), whole);
        if holders.is_empty() {
            // Others work on it still.
            holders = self::holders(
                shared,
                (&after.people, &after.assignments),
                after.attention.iter(),
            );
        }
    }
    if holders.is_empty() {
        // Who works inside a unit is told to nobody outside; which unit it is, is.
        let a = assignment.and_then(|no| after.case.assignment(no));
        holders.extend(a.and_then(lies_with).map(|with| match with {
            With::Unit(unit) => shared.unit_name(unit).to_owned(),
            With::Office => holder(shared, &after.people, &Holder::office()),
        }));
    }
    lines.push(if holders.is_empty() {
        texts::nobody_next(lang).to_owned()
    } else {
        texts::next_holder(lang, &holders.join(lang.pick("、", ", ")))
    });
    if matches!(command, Command::Unmerge {}) {
        lines.extend(away(shared, known));
    }
    if matches!(command, Command::Sign(sign) if !sign.is_numbered()) {
        lines.push(texts::without_number(lang, 1));
    }
    if command.action().danger() == Danger::Irreversible {
        lines.push(texts::cannot_undo(lang).to_owned());
    }
    lines
}

/// The first of those who must act, each with why; who need not look before a later day only where nobody else must.
pub(super) fn holders<'a>(
    shared: &Shared,
    (people, rows): (&BTreeMap<PersonId, String>, &[AssignmentRow]),
    waiting: impl Iterator<Item = &'a Attention>,
) -> Vec<String> {
    let (later, now): (Vec<_>, Vec<_>) = waiting.partition(|entry| entry.from.is_some());
    let waiting = if now.is_empty() { later } else { now };
    let said = waiting.into_iter().map(|entry| {
        let who = holder(shared, people, &entry.holder);
        shared
            .lang
            .bracket(&who, &why_waiting(entry, rows, shared.lang))
    });
    let mut said: Vec<String> = said.collect();
    said.dedup();
    said.truncate(4);
    said
}

/// Who must act, in words.
#[must_use]
pub(super) fn holder(
    shared: &Shared,
    people: &BTreeMap<PersonId, String>,
    holder: &Holder,
) -> String {
    match holder {
        Holder::Person { person } => people
            .get(person)
            .cloned()
            .unwrap_or_else(|| person.0.clone()),
        Holder::Post {
            role,
            place: Some(place),
        } => {
            format!(
                "{}{}{}",
                shared.unit_name(place),
                shared.pick("", " "),
                role.say(shared.lang)
            )
        }
        Holder::Post { role, place: None } => role.say(shared.lang).to_owned(),
    }
}
