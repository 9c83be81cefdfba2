//! The frame: a title line, the screen, a line for notices, a line of keys. Pure.

use banli_shared::text::{clean, width};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use super::super::keys::shown;
use super::super::keys::table::CommandId;
use super::super::theme::Role;
use super::super::widgets::hints::hints;
use super::super::widgets::put::put;
use super::state::{Link, State};
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
    let aside = format!("{}  {who}", screen.aside(shared));
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
    notice(
        state,
        frame,
        Rect {
            y: area.bottom() - 2,
            height: 1,
            ..area
        },
    );
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
}

fn notice(state: &State, frame: &mut Frame<'_>, line: Rect) {
    let shared = &state.shared;
    let state_of_link = match shared.link {
        // The server of the demo is started with it and does not come back by itself.
        Link::Down { .. } if shared.identities.len() > 1 => {
            let keys = shared.keymap.keys(CommandId::Quit);
            let quit = keys.first().map_or_else(String::new, ToString::to_string);
            Some((texts::demo_ended(shared.lang, &quit), Role::Bad))
        }
        Link::Down { next_try_s } => Some((texts::link_down(shared.lang, next_try_s), Role::Bad)),
        _ if shared.waiting > 0 => Some((texts::waiting(shared.lang).to_owned(), Role::Faint)),
        _ => None,
    };
    // Whether the server answers must be seen, so a long notice gives way, with a gap between.
    let mut room = line;
    if let Some((text, role)) = state_of_link {
        let needed = u16::try_from(width(&text)).unwrap_or(u16::MAX);
        let needed = needed.min(line.width);
        let right = Rect {
            x: line.right() - needed,
            width: needed,
            ..line
        };
        put(
            frame.buffer_mut(),
            right,
            &text,
            shared.theme.style(role),
            Alignment::Right,
        );
        room.width = (line.width - needed).saturating_sub(2);
    }
    if let Some(notice) = &shared.notice {
        put(
            frame.buffer_mut(),
            room,
            &notice.text,
            shared.theme.style(notice.role),
            Alignment::Left,
        );
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
    !idle && state.enabled(entry.id).is_ok()
}
