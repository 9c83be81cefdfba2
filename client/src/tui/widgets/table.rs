//! Rows in columns: only those in sight are built.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Position, Rect};
use ratatui::style::Style;

use super::super::list::model::List;
use super::super::theme::{Role, Theme};
use super::put::{put, put_before};

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// So many cells.
    Cells(u16),
    /// What the others leave. One column of a table has this.
    Rest,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub head: &'static str,
    /// How wide it is.
    pub room: Room,
    /// Where its text stands.
    pub alignment: Alignment,
    /// Left out in tables narrower than this.
    pub from_width: u16,
}

/// Text of one column in one row. Text from people is taken as it is and cleaned when painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Its look.
    pub style: Style,
}

impl<'a> Field<'a> {
    /// Text in the ordinary look.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            style: Style::new(),
        }
    }

    /// Text in a look of its own.
    pub fn styled(text: impl Into<Cow<'a, str>>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }
}

/// How the selected row is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlight {
    /// The whole row stands out.
    Row,
    /// Only the mark before it, for slow lines: an arrow key then changes four cells instead of two rows.
    Gutter,
}

/// What a table needs to know besides its rows.
#[derive(Clone, Copy, Debug)]
pub struct Looks<'a> {
    /// The columns, from left to right.
    pub columns: &'a [Column],
    /// The looks of the terminal.
    pub theme: Theme,
    /// How the selected row is shown.
    pub highlight: Highlight,
    /// Does this table have the keyboard?
    pub active: bool,
}

/// Cells between two columns.
const GAP: u16 = 1;
/// Cells of the gutter: the selection and the mark.
const GUTTER: u16 = 2;

/// Paints a heading and the rows of `list` that are in sight; the list should have been fitted to `area.height - 1`.
///
/// Gives back where the selected row begins, for a screen reader's cursor.
pub fn table<'a, T: 'a, K: Ord + Clone + 'a>(
    buffer: &mut Buffer,
    area: Rect,
    list: &'a List<T, K>,
    looks: Looks<'_>,
    fields: impl Fn(&'a T) -> Vec<Field<'a>>,
) -> Option<Position> {
    let rooms = rooms(looks.columns, area.width);
    let mut rows = area.rows();
    if let Some(head) = rows.next() {
        for ((column, room), (x, width)) in
            looks.columns.iter().zip(&rooms).zip(places(head.x, &rooms))
        {
            if *room > 0 {
                let place = Rect { x, width, ..head };
                put(
                    buffer,
                    place,
                    column.head,
                    looks.theme.style(Role::Faint),
                    column.alignment,
                );
            }
        }
    }
    let mut selected_at = None;
    for (place, (index, row)) in rows.zip(list.visible()) {
        let selected = index == list.selected();
        if selected {
            selected_at = Some(place.as_position());
        }
        let marked = row.is_some_and(|row| list.is_marked(row));
        let base = row_style(looks, selected, marked);
        if selected && looks.highlight == Highlight::Row {
            buffer.set_style(place, base);
        }
        let pointer = if selected { ">" } else { " " };
        let rest = put_before(
            buffer,
            Rect {
                width: place.width.min(1),
                ..place
            },
            pointer,
            base,
        );
        let mark = Rect {
            width: place.right().saturating_sub(rest.x).min(1),
            ..rest
        };
        put(
            buffer,
            mark,
            if marked { "*" } else { " " },
            base,
            Alignment::Left,
        );
        let Some(row) = row else {
            let waiting = Rect {
                x: place.x + GUTTER.min(place.width),
                width: place.width.saturating_sub(GUTTER),
                ..place
            };
            put(
                buffer,
                waiting,
                "..",
                looks.theme.style(Role::Faint),
                Alignment::Left,
            );
            continue;
        };
        let fields = fields(row);
        // What stands last in its row may go on to the end of it.
        let last = fields.iter().rposition(|field| !field.text.is_empty());
        let cells = places(place.x, &rooms).zip(looks.columns).zip(&fields);
        let cells = cells
            .enumerate()
            .filter(|(_, (((_, width), _), _))| *width > 0);
        for (at, (((x, width), column), field)) in cells {
            let spans = Some(at) == last && column.alignment == Alignment::Left;
            let width = if spans { place.right() - x } else { width };
            let cell = Rect { x, width, ..place };
            put(
                buffer,
                cell,
                &field.text,
                field.style.patch(base),
                column.alignment,
            );
        }
    }
    selected_at
}

fn row_style(looks: Looks<'_>, selected: bool, marked: bool) -> Style {
    let style = if marked {
        looks.theme.style(Role::Marked)
    } else {
        Style::new()
    };
    match (selected, looks.highlight, looks.active) {
        (true, Highlight::Row, true) => style.patch(looks.theme.style(Role::Selected)),
        (true, Highlight::Row, false) => style.patch(looks.theme.style(Role::SelectedElsewhere)),
        _ => style,
    }
}

/// The width of each column; 0 where it is left out.
fn rooms(columns: &[Column], width: u16) -> Vec<u16> {
    let shown = |column: &Column| width >= column.from_width;
    let fixed: u16 = columns
        .iter()
        .filter(|column| shown(column))
        .map(|column| match column.room {
            Room::Cells(cells) => cells + GAP,
            Room::Rest => GAP,
        })
        .sum();
    let rest = (width + GAP).saturating_sub(fixed + GUTTER);
    columns
        .iter()
        .map(|column| match column.room {
            _ if !shown(column) => 0,
            Room::Cells(cells) => cells,
            Room::Rest => rest,
        })
        .collect()
}

/// Where each column begins and how wide it is.
fn places(left: u16, rooms: &[u16]) -> impl Iterator<Item = (u16, u16)> {
    rooms.iter().scan(left + GUTTER, |x, room| {
        let place = (*x, *room);
        if *room > 0 {
            *x += room + GAP;
        }
        Some(place)
    })
}

#[cfg(test)]
mod tests;
