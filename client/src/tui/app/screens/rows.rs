//! What rows of cases have in common.

use banli_shared::api::proposals::ProposalRow;
use banli_shared::lang::Lang;
use banli_shared::profile::Light;
use ratatui::style::Style;

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::Pages;
use super::super::super::text::passage::Direction;
use super::super::super::widgets::table::Field;
use super::super::state::Shared;
use super::super::texts;

/// The light of a deadline, two cells.
#[must_use]
pub fn light(shared: &Shared, light: Option<Light>) -> Field<'static> {
    match light {
        Some(light) => {
            let (text, style) = shared.theme.light(light);
            Field::styled(text, style)
        }
        None => Field::styled("  ", Style::new()),
    }
}

/// The stage of a proposal, with the mark of one that is tracked.
#[must_use]
pub fn stage(shared: &Shared, row: &ProposalRow) -> Field<'static> {
    let stage = row.stage.say(shared.lang);
    if row.tracking {
        Field::plain(texts::tracked(shared.lang, stage))
    } else {
        Field::plain(stage)
    }
}

/// Working days left, as a number; negative when overdue, and `<0` while no working day has passed since.
#[must_use]
pub fn days(days_left: Option<i32>, overdue: bool) -> Field<'static> {
    Field::plain(match days_left {
        Some(0) if overdue => "<0".to_owned(),
        days => days.map_or_else(String::new, |days| days.to_string()),
    })
}

/// How many rows a list has; with a plus where that is not known yet.
#[must_use]
pub fn size<T>(pages: &Pages<T>) -> String {
    match pages.total() {
        Some(total) => total.to_string(),
        None => format!("{}+", pages.len()),
    }
}

/// What stands where no row is: that nothing is read yet, or that there is none.
#[must_use]
pub fn nothing<T>(lang: Lang, pages: &Pages<T>, empty: &'static str) -> &'static str {
    match (pages.is_waiting(), pages.is_unread()) {
        (true, _) => texts::loading(lang),
        (false, true) => texts::not_read(lang),
        (false, false) => empty,
    }
}

/// What stands where one thing is to be read: that it is on its way, or that the server did not answer.
#[must_use]
pub const fn until_read(lang: Lang, asked: bool) -> &'static str {
    if asked {
        texts::loading(lang)
    } else {
        texts::not_read(lang)
    }
}

/// Where one is in a list, and how much is marked; nothing where the list is empty.
#[must_use]
pub fn place<T, K: Ord + Clone>(list: &List<T, K>) -> String {
    if list.pages.is_empty() {
        return String::new();
    }
    let at = format!("{}/{}", list.selected() + 1, size(&list.pages));
    match list.marks().len() {
        0 => at,
        marks => format!("*{marks}  {at}"),
    }
}

/// Says how many marked rows have left a list, so that nobody decides on fewer than they think.
pub fn say_gone<T, K: Ord + Clone>(shared: &mut Shared, place: Place, list: &mut List<T, K>) {
    let gone = list.drop_gone();
    if gone > 0 {
        let place = place.say(shared.lang);
        let left = list.marks().len();
        shared.complain(texts::marks_gone(shared.lang, place, gone, left));
    }
}

/// Moves in a list, as far as the command is one that does so. False where it is none.
pub fn moved<T, K: Ord + Clone>(list: &mut List<T, K>, id: CommandId) -> bool {
    match id {
        CommandId::Down => list.step(Direction::Down),
        CommandId::Up => list.step(Direction::Up),
        CommandId::HalfDown => list.half_page(Direction::Down),
        CommandId::HalfUp => list.half_page(Direction::Up),
        CommandId::Top => list.select(0),
        CommandId::Bottom => list.select_last(),
        _ => return false,
    }
    true
}
