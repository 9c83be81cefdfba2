//! What happens when something happened. Pure.

use banli_shared::workflow::Action;

use super::super::input::Press;
use super::super::keys::keymap::Meaning;
use super::super::keys::shown;
use super::super::keys::table::{COMMANDS, CommandId};
use super::super::runtime::{Effect, Msg};
use super::forms::{arrived, arrived_many};
use super::news::{Job, News, Target, Trouble, TroubleKind};
use super::overlay::{Choice, Overlay, Picker, Then};
use super::screens::help::Help;
use super::state::{Link, State, Step};
use super::texts;
use super::{act, answers, begun, identity, over, signing, undo, unsent, unsure};

/// Changes the state and says what is to be done.
pub fn update(state: &mut State, message: Msg<News>) -> Vec<Effect<Job>> {
    let steps = match message {
        Msg::Started(size) => {
            state.shared.size = size;
            let mut steps = fit(state);
            steps.extend([Job::Begin, Job::Listen].map(Step::Job));
            // Drafts are offered again even where the server does not answer.
            steps.extend(begun::drafts_of(&state.shared));
            steps
        }
        Msg::Resized(size) => {
            state.shared.size = size;
            fit(state)
        }
        Msg::Key(press) => key(state, press),
        Msg::Paste(text) => {
            state.shared.notice = None;
            match &mut state.overlay {
                Some(overlay) => {
                    overlay.paste(&text);
                    answers::keep(state)
                }
                None => state.tell_front(|screen, shared| screen.paste(shared, &text)),
            }
        }
        Msg::Terminal(facts) => {
            if facts.wide_lines {
                state.shared.theme = state.shared.theme.without_lines();
            }
            if facts.round_trip.as_millis() > 150 && !state.shared.low_bandwidth {
                state.shared.low_bandwidth = true;
                let shared = &mut state.shared;
                let key = shared.key_for(CommandId::LowBandwidth);
                shared.say(texts::low_bandwidth_by_itself(shared.lang, &key));
            }
            vec![]
        }
        Msg::Leaving(_) => {
            let mut steps = vec![];
            for screen in &mut state.screens {
                steps.extend(screen.leaving(&mut state.shared));
            }
            steps
        }
        Msg::App(news) => heard(state, &news),
        Msg::Tick => {
            let shared = &mut state.shared;
            let changes = shared.changes.tick(shared.waiting);
            match changes.is_empty() {
                true => vec![],
                false => to_screens(state, &News::Changed(changes)),
            }
        }
        Msg::Focus(_) => vec![],
    };
    carry_out(state, steps)
}

fn fit(state: &mut State) -> Vec<Step> {
    let room = state.room();
    let mut steps = vec![];
    for screen in &mut state.screens {
        steps.extend(screen.fit(&mut state.shared, room));
    }
    steps
}

/// Turns steps into effects; opening and closing screens can ask for more.
fn carry_out(state: &mut State, steps: Vec<Step>) -> Vec<Effect<Job>> {
    let mut effects = vec![];
    let mut todo: std::collections::VecDeque<Step> = steps.into();
    while let Some(step) = todo.pop_front() {
        match step {
            Step::Job(job) if !over::allows(state.shared.logged_out, &job) => {}
            Step::Job(job) => {
                unsure::sent(&mut state.shared, &job);
                state.shared.waiting += usize::from(answers(&job));
                effects.push(match job {
                    Job::EditOutside(_) => Effect::Foreground(job),
                    job => Effect::Run(job),
                });
            }
            Step::Effect(effect) => effects.push(effect),
            Step::Open(mut screen) => {
                let room = state.room();
                todo.extend(screen.fit(&mut state.shared, room));
                state.screens.push(screen);
            }
            Step::Close => {
                if state.screens.len() > 1 {
                    state.screens.pop();
                    todo.extend(fit(state));
                }
            }
            Step::Home => {
                state.screens.truncate(1);
                todo.extend(fit(state));
            }
            // What was under way when the login ended asks nothing in front of saying so.
            Step::Overlay(_) if state.shared.logged_out && state.overlay.is_some() => {}
            Step::Overlay(overlay) => state.overlay = Some(overlay),
        }
    }
    effects
}

/// Whether a job is waited for (a spinner turns, the link is judged by it).
const fn answers(job: &Job) -> bool {
    !matches!(
        job,
        Job::KeepDraft(_)
            | Job::DropDraft(_)
            | Job::Drafts(_)
            | Job::Listen
            | Job::EditOutside(_)
            | Job::LoggedOut
    )
}

fn key(state: &mut State, press: Press) -> Vec<Step> {
    state.shared.notice = None;
    let place = state.place();
    let keymap = state.shared.keymap.clone();
    match state.shared.pending.press(&keymap, place, press) {
        Meaning::Command(id) => command(state, id),
        Meaning::NotSettled(_) => {
            state.shared.complain(texts::press_again(state.shared.lang));
            vec![]
        }
        Meaning::Beginning => vec![],
        Meaning::Nothing => match &mut state.overlay {
            Some(overlay) => {
                overlay.key(press.key);
                answers::keep(state)
            }
            None if place.types() => {
                state.tell_front(|screen, shared| screen.key(shared, press.key))
            }
            None => vec![],
        },
    }
}

fn command(state: &mut State, id: CommandId) -> Vec<Step> {
    match id {
        CommandId::Language => {
            state.shared.lang = crate::locale::other(state.shared.lang);
            // A question is kept in both languages; what is answered in one would have to be asked again.
            let stays = |overlay: &Overlay| !matches!(overlay, Overlay::Confirm(_));
            if state.overlay.as_deref().is_some_and(stays) {
                let said = texts::language_of_open(state.shared.lang);
                state.shared.say(said.to_owned());
            }
            return fit(state);
        }
        CommandId::Suspend => return vec![Step::Effect(Effect::Suspend)],
        CommandId::Quit if state.overlay.is_none() => return vec![Step::Effect(Effect::Quit)],
        _ => {}
    }
    if let Some(overlay) = &mut state.overlay {
        if overlay.moves(id) {
            return answers::keep(state);
        }
        return close_overlay(state, id);
    }
    if let Err(why) = state.enabled(id) {
        state.shared.complain(why);
        return vec![];
    }
    match id {
        CommandId::LowBandwidth => {
            let shared = &mut state.shared;
            shared.low_bandwidth = !shared.low_bandwidth;
            let key = shared.key_for(CommandId::LowBandwidth);
            shared.say(match shared.low_bandwidth {
                true => texts::low_bandwidth_on(shared.lang, &key),
                false => texts::low_bandwidth_off(shared.lang).to_owned(),
            });
            vec![]
        }
        CommandId::Undo => undo::undo(&mut state.shared),
        CommandId::Help => {
            let help = Help::new(&state.shared, state.place());
            vec![Step::Open(Box::new(help))]
        }
        CommandId::Palette => palette(state),
        CommandId::SwitchIdentity => identity::choices(state),
        CommandId::Back if state.screens.len() > 1 => {
            let steps = state.tell_front(|screen, shared| screen.command(shared, id));
            if steps.is_empty() {
                vec![Step::Close]
            } else {
                steps
            }
        }
        _ => state.tell_front(|screen, shared| screen.command(shared, id)),
    }
}

fn palette(state: &State) -> Vec<Step> {
    let entries = shown::entries(&state.shared.keymap, state.place(), state.shared.lang);
    let choices = entries
        .into_iter()
        .filter_map(|entry| {
            let name = COMMANDS.iter().find(|command| command.id == entry.id)?.name;
            Some(Choice {
                code: name.to_owned(),
                label: format!("{}  {}", entry.text, entry.keys),
                aside: String::new(),
                disabled: state.enabled(entry.id).err(),
            })
        })
        .collect();
    let title = super::super::keys::command::Place::Palette.say(state.shared.lang);
    vec![Step::Overlay(Box::new(Overlay::Picker(Picker::new(
        title,
        choices,
        Then::Command,
    ))))]
}

fn close_overlay(state: &mut State, id: CommandId) -> Vec<Step> {
    let Some(overlay) = state.overlay.take() else {
        return vec![];
    };
    match (*overlay, id) {
        (Overlay::Confirm(confirm), CommandId::Yes) => {
            confirm.then.into_iter().map(Step::Job).collect()
        }
        (Overlay::Confirm(_), CommandId::Close) => over::read(state),
        (Overlay::Confirm(confirm), CommandId::No) => {
            unsure::given_up(&mut state.shared, &confirm.then);
            vec![]
        }
        (Overlay::Picker(_), CommandId::Cancel) => vec![],
        (Overlay::Sheet(mut sheet), CommandId::Leave) => {
            sheet.leave();
            let left = &mut state.shared.left_sheets;
            left.retain(|other| !other.is_like(&sheet));
            if sheet.is_touched() {
                left.push(sheet);
            }
            vec![]
        }
        (Overlay::Sheet(sheet), CommandId::Done) => answers::done(state, sheet),
        (Overlay::Form(mut form), CommandId::Leave) => {
            form.sheet.leave();
            form.left(&mut state.shared);
            if form.is_touched() {
                state.shared.keep_form(form);
            }
            vec![]
        }
        (Overlay::Picker(picker), CommandId::Choose) => choose(state, picker),
        (Overlay::Form(mut form), CommandId::Done) => {
            let shared = &mut state.shared;
            let steps = match form.signing.as_slice() {
                [] => form.commands(shared.lang).map(|commands| {
                    let key = form.sheet.key_of(shared);
                    act::carry_out(shared, commands, key)
                }),
                _ => signing::answered(shared.lang, &form),
            };
            match steps {
                Ok(steps) => {
                    // Until it is done: a refusal must not cost the answers.
                    shared.keep_form(form);
                    steps
                }
                Err(fault) => {
                    form.sheet.refuse_at(fault);
                    state.overlay = Some(Box::new(Overlay::Form(form)));
                    vec![]
                }
            }
        }
        // Any other command means nothing here: it stays open.
        (overlay, _) => {
            state.overlay = Some(Box::new(overlay));
            vec![]
        }
    }
}

fn choose(state: &mut State, picker: Picker) -> Vec<Step> {
    let Some(choice) = picker.selected().cloned() else {
        state.overlay = Some(Box::new(Overlay::Picker(picker)));
        return vec![];
    };
    if let Some(why) = choice.disabled {
        state.shared.complain(why);
        state.overlay = Some(Box::new(Overlay::Picker(picker)));
        return vec![];
    }
    match picker.then {
        Then::Screen(tag) => {
            state.tell_front(|screen, shared| screen.chosen(shared, tag, &choice.code))
        }
        Then::Act(targets, which) => {
            let (action, assignment) = match choice.code.split_once(' ') {
                Some((action, no)) => (action, no.parse().ok()),
                None => (choice.code.as_str(), None),
            };
            let Ok(action) = action.parse::<Action>() else {
                return vec![];
            };
            if let Some((_, on)) = which.into_iter().find(|(of, _)| *of == action) {
                let title = action.say(state.shared.lang);
                let picker = Picker::new(title, on, Then::Act(targets, vec![]));
                return vec![Step::Overlay(Box::new(Overlay::Picker(picker)))];
            }
            let targets = targets.into_iter().map(|target| Target {
                assignment: assignment.or(target.assignment),
                ..target
            });
            let targets: Vec<Target> = targets.collect();
            state.tell_front(|screen, shared| screen.act(shared, action, targets))
        }
        Then::Command => match COMMANDS.iter().find(|command| command.name == choice.code) {
            Some(found) => command(state, found.id),
            None => vec![],
        },
        Then::Become => match choice.code.parse() {
            Ok(index) => identity::choose(state, index),
            Err(_) => vec![],
        },
    }
}

/// Something came from outside: first what concerns the whole client, then every screen hears it.
fn heard(state: &mut State, news: &News) -> Vec<Step> {
    if identity::is_of_before(state, news) {
        return vec![];
    }
    if let News::Changed(changes) = news {
        let now = state.shared.changes.take(changes);
        return match now.is_empty() {
            true => vec![],
            false => to_screens(state, &News::Changed(now)),
        };
    }
    let was_down = matches!(state.shared.link, Link::Down { .. });
    if !matches!(
        news,
        News::Reset | News::Stream(_) | News::Drafts(_) | News::DraftNotKept(_) | News::Edited(_)
    ) {
        state.shared.waiting = state.shared.waiting.saturating_sub(1);
        judge_link(state, news.trouble());
    }
    unsure::heard(&mut state.shared, news);
    let mut steps = over::heard(state, news);
    match news {
        News::Begun(Ok(begun)) => steps.extend(begun::begun(state, begun)),
        News::Tried(target, command, Ok(after)) => {
            steps.extend(act::question(&mut state.shared, target, command, after));
        }
        News::Ran(target, command, Ok(after)) => {
            steps.extend(arrived(&mut state.shared, command.action(), target));
            undo::ran(state, target, command, after);
        }
        News::TriedMany(commands, Ok(answers)) if signing::are_signatures(commands) => {
            steps.extend(signing::question(&mut state.shared, commands, answers));
        }
        News::RanMany(commands, Ok(answers)) => {
            steps.extend(arrived_many(&mut state.shared, commands, answers));
            undo::ran_many(state, commands, answers);
        }
        News::Ran(_, _, Err(trouble)) | News::RanMany(_, Err(trouble))
            if state.shared.undoing.is_some() =>
        {
            steps.extend(undo::failed(state, trouble));
        }
        News::Events(case, Ok(record)) => undo::explain(&mut state.shared, case, record),
        News::Tried(target, command, Err(trouble)) | News::Ran(target, command, Err(trouble)) => {
            complain_of(state, news);
            answers::open_again(state, target, command.action(), trouble);
        }
        News::Case(id, Ok(view)) => {
            steps.extend(act::unmerge(&mut state.shared, view));
            if let Some(Overlay::Form(form)) = state.overlay.as_deref_mut() {
                form.seen(id, view.case.version);
            }
        }
        News::Case(id, Err(_)) => {
            let unmerging = &mut state.shared.unmerging;
            unmerging.take_if(|unmerging| unmerging.host == *id);
            complain_of(state, news);
        }
        News::People(_, Ok(people)) => {
            if let Some(Overlay::Form(form)) = state.overlay.as_deref_mut() {
                form.handlers_are(&state.shared, people);
            }
        }
        News::Stream(None) => state.shared.is_back(),
        News::Stream(Some(next_try_s)) => {
            state.shared.link = Link::Down {
                next_try_s: *next_try_s,
            }
        }
        // It also comes at the start: what else is to be said then is worth more.
        News::Reset if state.shared.notice.is_none() => {
            state.shared.say(texts::reset(state.shared.lang));
        }
        News::Reset => {}
        News::Became(_) => steps.extend(identity::became(state)),
        News::RanTogether(commands, Ok(answers)) => {
            undo::ran_together(&mut state.shared, commands, answers);
            if let Some(problem) = answers
                .answers
                .iter()
                .find_map(|answer| answer.problem.as_ref())
            {
                state.shared.complain(problem.say(state.shared.lang));
            } else {
                state.shared.say(texts::saved(state.shared.lang));
            }
        }
        News::ViewSaved(Ok(name)) => state.shared.say(texts::view_saved(state.shared.lang, name)),
        News::ViewDropped(Ok(name)) => {
            state
                .shared
                .say(texts::view_dropped(state.shared.lang, name));
        }
        News::Drafts(drafts) => begun::drafts(state, drafts),
        News::Desk(asked, told) => answers::taken(state, asked, told),
        News::DraftNotKept(why) | News::Edited(Err(why)) => {
            state.shared.complain(why.say(state.shared.lang));
        }
        other => complain_of(state, other),
    }
    steps.extend(unsent::heard(&mut state.shared, news));
    if matches!(news, News::Reset | News::Became(_)) {
        state.shared.changes.forget();
    }
    for (depth, screen) in state.screens.iter_mut().enumerate() {
        steps.extend(screen.news(&mut state.shared, news));
        // What was opened meanwhile has asked, but was not answered.
        if depth > 0 && matches!(news, News::Became(_)) {
            steps.extend(screen.news(&mut state.shared, &News::Reset));
        }
    }
    if was_down && state.shared.link == Link::Up {
        steps.extend(back(state, news));
        steps.extend(unsent::back(&mut state.shared));
    }
    steps
}

/// The server answers again, whichever answer showed it: what could not be read meanwhile is.
fn back(state: &mut State, news: &News) -> Vec<Step> {
    let mut steps = vec![];
    if state.shared.profile.is_none() {
        // It did not answer at the start.
        steps.push(Step::Job(Job::Begin));
    }
    // They have heard this one already.
    if *news != News::Stream(None) {
        steps.extend(to_screens(state, &News::Stream(None)));
    }
    steps
}

fn to_screens(state: &mut State, news: &News) -> Vec<Step> {
    let mut steps = vec![];
    for screen in &mut state.screens {
        steps.extend(screen.news(&mut state.shared, news));
    }
    steps
}

/// Says what went wrong, if something did.
fn complain_of(state: &mut State, news: &News) {
    let Some(trouble) = news.trouble() else {
        return;
    };
    let text = match trouble.kind {
        TroubleKind::Stale => texts::stale(state.shared.lang).to_owned(),
        // It is told in front of everything.
        TroubleKind::LoggedOut => return,
        TroubleKind::Refused => state.shared.of(&trouble.text).to_owned(),
        TroubleKind::Unreachable { arrived } => return state.shared.miss(arrived),
    };
    state.shared.complain(text);
}

fn judge_link(state: &mut State, trouble: Option<&Trouble>) {
    match trouble.map(|trouble| trouble.kind) {
        Some(TroubleKind::Unreachable { .. }) => {
            if !matches!(state.shared.link, Link::Down { .. }) {
                state.shared.link = Link::Down { next_try_s: 1 };
            }
        }
        _ => state.shared.is_back(),
    }
}
