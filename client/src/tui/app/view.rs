//! The frame: a title line, the screen, a line for notices, a line of keys. Pure.

use banli_shared::text::{clean, width};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::widgets::{Clear, Widget};

use super::super::keys::shown;
use super::super::keys::table::CommandId;
use super::super::text::passage::Passage;
use super::super::theme::Role;
use super::super::widgets::hints::hints;
use super::super::widgets::put::put;
use super::state::{Link, Notice, State};
use super::texts;

/// Paints everything.
pub fn view(state: &State, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.height < 4 || area.width < 10 {
        return;
    }
    let shared = &state.shared;
    let screen = state.front();
    let title = Rect { height: 1, ..area };
    let who = shared.me.as_ref().map_or("", |me| me.name.as_str());
    let slow = match shared.low_bandwidth {
        true => texts::low_bandwidth(shared.lang),
        false => "",
    };
    let aside = format!("{slow}  {}  {who}", screen.aside(shared));
    let aside = clean(aside.trim());
    // Who acts as whom must be seen, so a long title gives way.
    let needed = u16::try_from(width(&aside))
        .unwrap_or(0)
        .min(area.width / 2);
    let left = Rect {
        width: area.width - needed - 1,
        ..title
    };
    put(
        frame.buffer_mut(),
        left,
        &screen.title(shared),
        shared.theme.style(Role::Title),
        Alignment::Left,
    );
    let right = Rect {
        x: area.right() - needed,
        width: needed,
        ..title
    };
    put(
        frame.buffer_mut(),
        right,
        &aside,
        shared.theme.style(Role::Faint),
        Alignment::Right,
    );
    let room = Rect {
        y: area.y + 1,
        height: area.height - 3,
        ..area
    };
    screen.view(shared, frame, room);
    let line = Rect {
        y: area.bottom() - 2,
        height: 1,
        ..area
    };
    let beside = link(state, frame, line);
    if let Some(notice) = &shared.notice
        && fits(notice, beside)
    {
        let style = shared.theme.style(notice.role);
        put(
            frame.buffer_mut(),
            beside,
            &notice.text,
            style,
            Alignment::Left,
        );
    }
    keys(
        state,
        frame,
        Rect {
            y: area.bottom() - 1,
            height: 1,
            ..area
        },
    );
    if let Some(overlay) = &state.overlay {
        overlay.view(
            shared,
            frame,
            Rect {
                height: area.height - 1,
                ..area
            },
        );
    }
    tall(state, frame, line, beside);
}

fn fits(notice: &Notice, room: Rect) -> bool {
    !notice.text.contains('\n') && width(&clean(&notice.text)) <= usize::from(room.width)
}

/// A notice that is longer than its line is told whole, over the lines above.
fn tall(state: &State, frame: &mut Frame<'_>, line: Rect, beside: Rect) {
    let shared = &state.shared;
    let Some(notice) = shared.notice.as_ref().filter(|it| !fits(it, beside)) else {
        return;
    };
    // The state of the link keeps its line.
    let end = match beside.width == line.width {
        true => line.bottom(),
        false => line.y,
    };
    let most = end.saturating_sub(line.bottom() - line.y);
    let mut text = Passage::new(&notice.text);
    text.fit(line.width, most);
    let rows = u16::try_from(text.position().1).unwrap_or(most).min(most);
    let room = Rect {
        y: end - rows,
        height: rows,
        ..line
    };
    text.fit(room.width, room.height);
    Clear.render(room, frame.buffer_mut());
    text.render(room, frame.buffer_mut(), shared.theme.style(notice.role));
}

/// Says whether the server answers, at the right of the line; what is left of it.
fn link(state: &State, frame: &mut Frame<'_>, line: Rect) -> Rect {
    let shared = &state.shared;
    let state_of_link = match shared.link {
        // The server of the demo is started with it and does not come back by itself.
        Link::Down { .. } if shared.identities.len() > 1 => {
            let quit = shared.key_for(CommandId::Quit);
            Some((texts::demo_ended(shared.lang, &quit), Role::Bad))
        }
        Link::Down { next_try_s } => Some((texts::link_down(shared.lang, next_try_s), Role::Bad)),
        _ if shared.waiting > 0 => Some((texts::waiting(shared.lang).to_owned(), Role::Faint)),
        _ => None,
    };
    let Some((text, role)) = state_of_link else {
        return line;
    };
    let needed = u16::try_from(width(&text)).unwrap_or(u16::MAX);
    let needed = needed.min(line.width);
    let right = Rect {
        x: line.right() - needed,
        width: needed,
        ..line
    };
    let style = shared.theme.style(role);
    put(frame.buffer_mut(), right, &text, style, Alignment::Right);
    // Whether the server answers must be seen, with a gap between.
    Rect {
        width: (line.width - needed).saturating_sub(2),
        ..line
    }
}

fn keys(state: &State, frame: &mut Frame<'_>, line: Rect) {
    let shared = &state.shared;
    let place = state.place();
    let entries = if shared.pending.keys().is_empty() {
        match &state.overlay {
            Some(overlay) => overlay.entries(shared),
            None => {
                let mut entries = shown::hints(&shared.keymap, place, shared.lang);
                entries.retain(|entry| screen_allows(state, entry));
                entries
            }
        }
    } else {
        shown::continuations(&shared.keymap, place, shared.pending.keys(), shared.lang)
    };
    hints(frame.buffer_mut(), line, &entries, shared.theme);
}

fn screen_allows(state: &State, entry: &shown::Entry) -> bool {
    // The hint bar is short: a way back is shown when there is something to take back.
    let idle = entry.id == CommandId::Undo && state.shared.undo.is_empty();
    // From the first screen there is no way back.
    let first = entry.id == CommandId::Back && state.screens.len() == 1;
    !idle && !first && state.enabled(entry.id).is_ok()
}
