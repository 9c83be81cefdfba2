//! Taking steps back: what takes one back, what became of that, and what was done since.

use std::collections::BTreeSet;

use banli_shared::api::events::Recorded;
use banli_shared::api::proposals::{CaseView, ManyAnswers, OneOfMany};
use banli_shared::ids::{CaseId, Version};
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, Taken};

use super::super::keys::table::CommandId;
use super::act::one_of_many;
use super::news::{Job, Target, Trouble, TroubleKind};
use super::overlay::{Confirm, Overlay};
use super::signing;
use super::state::{Shared, State, Step, Undoable};
use super::texts;
use crate::output::moment;

/// What takes a command back, seen from the case after it; none where nothing does.
#[must_use]
pub(super) fn way_back(after: &CaseView, target: &Target, command: &Command) -> Option<Undoable> {
    let back = Taken::by(command, &after.case).way_back(Some(&after.case))?;
    let commands = back.into_iter().map(|command| {
        let on = Target {
            version: after.case.version,
            assignment: command.assignment().or(target.assignment),
            ..target.clone()
        };
        (on, command)
    });
    let what = [Lang::Zh, Lang::En]
        .map(|lang| texts::done(lang, command.action().say(lang), &target.number));
    Some(Undoable {
        what,
        commands: commands.collect(),
        since: None,
    })
}

/// What takes a decision about many back: those that were kept, each from the version it has now. None where some of
/// them have no way back that needs nothing else.
#[must_use]
pub(super) fn way_back_of_many(commands: &[OneOfMany], answers: &ManyAnswers) -> Option<Undoable> {
    let kept = commands
        .iter()
        .zip(&answers.answers)
        .filter_map(|(one, answer)| Some((one, answer, answer.version?)));
    let (mut back, mut cases) = (vec![], 0);
    let mut action = None;
    for (one, answer, version) in kept {
        let target = Target {
            case: CaseId(one.proposal.0.clone()),
            version,
            number: answer.number.clone(),
            assignment: one.command.assignment(),
        };
        cases += 1;
        action = Some(one.command.action());
        let taken = Taken {
            action: Some(one.command.action()),
            assignment: one.command.assignment(),
            began: answer.began.clone(),
            before: None,
        };
        // Every unit that got it may have signed for it meanwhile, and the others not.
        back.extend(taken.way_back(None)?.into_iter().map(|command| {
            let on = Target {
                assignment: command.assignment().or(target.assignment),
                ..target.clone()
            };
            (on, command)
        }));
    }
    let (action, many) = (action.filter(|_| !back.is_empty())?, cases);
    let what = [Lang::Zh, Lang::En].map(|lang| texts::action_on_many(lang, action.say(lang), many));
    Some(Undoable {
        what,
        commands: back,
        since: None,
    })
}

/// Takes the last step back. Where the same person has done something since that cannot be taken back so, it says that
/// first: the step before it may not be what is meant.
pub(super) fn undo(shared: &mut Shared) -> Vec<Step> {
    let key = key(shared);
    let lang = shared.lang;
    let Some(mut undoable) = shared.undo.pop() else {
        shared.complain(texts::nothing_to_undo(lang));
        return vec![];
    };
    if let Some(since) = undoable.since.take() {
        let (since, what) = (shared.of(&since), shared.of(&undoable.what));
        let text = texts::undo_older(lang, since, what, &key);
        shared.complain(text);
        shared.undo.push(undoable);
        return vec![];
    }
    if undoable.commands.iter().any(unmerges) {
        return ask_to_unmerge(shared, undoable);
    }
    let mut commands = undoable.commands.clone();
    // Said, and forgotten, only when the server has done it.
    shared.undoing = Some(undoable);
    if commands.len() == 1 {
        let (target, command) = commands.remove(0);
        return vec![Step::Job(Job::Run(
            target,
            Box::new(command),
            shared.next_key(),
        ))];
    }
    vec![Step::Job(Job::RunMany(
        several(commands),
        shared.next_key(),
    ))]
}

/// Several may be on one case, whose version moves on with each of them.
fn several(commands: Vec<(Target, Command)>) -> Vec<OneOfMany> {
    let each = commands.into_iter();
    each.map(|one| OneOfMany {
        version: None,
        ..one_of_many(one)
    })
    .collect()
}

fn unmerges((_, command): &(Target, Command)) -> bool {
    matches!(command, Command::Unmerge {})
}

/// Undoing a merge takes away what was written since to what was merged, and nothing brings that back: it is asked for.
fn ask_to_unmerge(shared: &mut Shared, undoable: Undoable) -> Vec<Step> {
    let key = shared.next_key();
    let run = match undoable.commands.as_slice() {
        [(target, command)] => Job::Run(target.clone(), Box::new(command.clone()), key),
        many => Job::RunMany(several(many.to_vec()), key),
    };
    let confirm = Confirm::new(shared, vec![run], |shared| {
        let lang = shared.lang;
        let lines = [texts::falls_away(lang), texts::cannot_undo(lang)];
        let title = texts::take_back(lang, shared.of::<String>(&undoable.what));
        (title, lines.map(str::to_owned).to_vec())
    });
    // It stays there to be taken back until it is.
    shared.undo.push(undoable);
    vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
}

fn key(shared: &Shared) -> String {
    let keys = shared.keymap.keys(CommandId::Undo);
    keys.first().map_or_else(String::new, ToString::to_string)
}

/// A case went from the version that was seen to this one by what this person did: that is no reason not to take back
/// what they did before it. `since` is what it was, where nothing takes it back.
fn follow(
    shared: &mut Shared,
    case: &CaseId,
    seen: Version,
    now: Version,
    since: Option<&[String; 2]>,
) {
    for undoable in &mut shared.undo {
        let mut followed = false;
        for (target, _) in &mut undoable.commands {
            if target.case == *case && target.version == seen {
                target.version = now;
                followed = true;
            }
        }
        if followed && since.is_some() {
            undoable.since = since.cloned();
        }
    }
}

/// A command ran: say so, and remember the way back.
pub(super) fn ran(state: &mut State, target: &Target, command: &Command, after: &CaseView) {
    let shared = &mut state.shared;
    let (case, seen, now) = (&target.case, target.version, after.case.version);
    if let Some(undone) = shared.undoing.take() {
        follow(shared, case, seen, now, None);
        say_undone(shared, &undone);
        return;
    }
    let done = [Lang::Zh, Lang::En]
        .map(|lang| texts::done(lang, command.action().say(lang), &target.number));
    let way = way_back(after, target, command);
    if matches!(command, Command::Unmerge {}) {
        let of_this = |one: &(Target, Command)| unmerges(one) && one.0.is_same(target);
        shared
            .undo
            .retain(|step| !step.commands.iter().any(of_this));
    }
    let since = way.is_none().then_some(&done);
    follow(shared, case, seen, now, since);
    let said = shared.of(&done).to_owned();
    match way {
        Some(way) => remember(shared, way, &said),
        None if matches!(command, Command::Unmerge {}) => {
            shared.say(texts::done_for_good(shared.lang, &said));
        }
        None => shared.say(said),
    }
}

fn say_undone(shared: &mut Shared, undone: &Undoable) {
    let what = shared.of(&undone.what).to_owned();
    shared.say(texts::undone(shared.lang, &what));
}

/// Offers a step for taking back, and says with which key.
fn remember(shared: &mut Shared, way: Undoable, done: &str) {
    let key = key(shared);
    shared.say(texts::undo_with(shared.lang, done, &key));
    shared.undo.push(way);
}

/// Several commands that belong together ran, of which nothing takes any back.
pub(super) fn ran_together(shared: &mut Shared, commands: &[OneOfMany], answers: &ManyAnswers) {
    if answers.kept {
        follow_many(shared, commands, answers, true);
    }
}

fn follow_many(shared: &mut Shared, commands: &[OneOfMany], answers: &ManyAnswers, no_way: bool) {
    let each = || commands.iter().zip(&answers.answers);
    for (first, _) in each() {
        let Some(seen) = first.version else {
            continue;
        };
        let of_case = each().filter(|(one, _)| one.proposal == first.proposal);
        let mut passed = of_case.filter_map(|(one, answer)| Some((one, answer, answer.version?)));
        if let Some((one, answer, now)) = passed.next_back() {
            let done = [Lang::Zh, Lang::En]
                .map(|lang| texts::done(lang, one.command.action().say(lang), &answer.number));
            let case = CaseId(first.proposal.0.clone());
            follow(shared, &case, seen, now, no_way.then_some(&done));
        }
    }
}

/// Many commands ran, some of them perhaps not.
pub(super) fn ran_many(state: &mut State, commands: &[OneOfMany], answers: &ManyAnswers) {
    let shared = &mut state.shared;
    let bad = || answers.answers.iter().filter(|it| it.problem.is_some());
    let problem = bad().find_map(|answer| answer.problem.as_ref());
    let many = bad().count();
    let left_out = match signing::are_signatures(commands) {
        true => std::mem::take(&mut shared.left_out),
        false => 0,
    };
    let mut text = texts::many_done(shared.lang, commands.len() - many, many + left_out);
    let undone = shared.undoing.take();
    match (&undone, problem) {
        (Some(undone), None) => {
            let seen = undone.commands.iter();
            let seen = seen.map(|(target, command)| one_of_many((target.clone(), command.clone())));
            follow_many(shared, &seen.collect::<Vec<_>>(), answers, false);
            return say_undone(shared, undone);
        }
        (Some(_), Some(_)) => {}
        // What cannot be taken back whole must not leave an older step to be taken back in its place.
        (None, _) => match way_back_of_many(commands, answers) {
            Some(way) => {
                follow_many(shared, commands, answers, false);
                remember(shared, way, &text);
                if problem.is_none() {
                    return;
                }
            }
            None => shared.undo.clear(),
        },
    }
    let Some(problem) = problem else {
        shared.say(text);
        return;
    };
    text.push_str(shared.pick("：", ": "));
    let numbers: BTreeSet<&str> = bad().map(|it| it.number.as_str()).collect();
    let numbers: Vec<&str> = numbers.into_iter().filter(|it| !it.is_empty()).collect();
    if !numbers.is_empty() {
        text.push_str(&numbers.join(shared.pick("、", ", ")));
        text.push(' ');
    }
    let mut problem = problem.clone();
    problem.name_units(|unit| shared.unit_name(unit).to_owned());
    text.push_str(&problem.say(shared.lang));
    shared.complain(text);
    // The preview of a hand-over says it row by row.
    let previewed = |one: &OneOfMany| matches!(one.command, Command::HandOver(_));
    if state.overlay.is_none() && !commands.iter().any(previewed) {
        let outcome = signing::outcome(&mut state.shared, commands, answers);
        state.overlay = Some(Box::new(Overlay::Confirm(outcome)));
    }
}

/// A step could not be taken back. It still can where the server was not reached; else it cannot any more, and what
/// stands in the way is said, or asked for.
pub(super) fn failed(state: &mut State, trouble: &Trouble) -> Vec<Step> {
    let shared = &mut state.shared;
    let Some(undoing) = shared.undoing.take() else {
        return vec![];
    };
    let lang = shared.lang;
    let why = match trouble.kind {
        TroubleKind::Unreachable { arrived } => {
            shared.undo.push(undoing);
            shared.miss(arrived);
            return vec![];
        }
        TroubleKind::LoggedOut => return vec![],
        TroubleKind::Stale => texts::changed_since(lang).to_owned(),
        TroubleKind::Refused => shared.of(&trouble.text).to_owned(),
    };
    let what = shared.of(&undoing.what).to_owned();
    shared.complain(texts::not_undone(lang, &what, &why));
    let target = undoing.commands.first().map(|(target, _)| target.clone());
    match target.filter(|_| trouble.kind == TroubleKind::Stale) {
        Some(target) => {
            let case = target.case.clone();
            shared.outrun = Some((undoing, target));
            vec![Step::Job(Job::Events(case))]
        }
        None => vec![],
    }
}

/// The record of a case has come: it says what was done since the step that could not be taken back.
pub(super) fn explain(shared: &mut Shared, case: &CaseId, record: &[Recorded]) {
    let Some((undoing, target)) = shared.outrun.take_if(|(_, target)| target.case == *case) else {
        return;
    };
    let Some(since) = record.iter().find(|it| it.version > target.version) else {
        return;
    };
    let lang = shared.lang;
    let event = &since.event;
    let mine = shared
        .me
        .as_ref()
        .is_some_and(|me| me.id == event.by.person);
    let (when, did) = (moment(event.at_ms), event.what.say(lang));
    let why = match mine {
        true => texts::did_since(lang, &when, did),
        false => texts::other_did_since(lang, &event.by.say(lang), &when, did),
    };
    let what = shared.of(&undoing.what).to_owned();
    shared.complain(texts::not_undone(lang, &what, &why));
}
