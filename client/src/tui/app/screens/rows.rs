//! What rows of cases have in common.

use banli_shared::profile::Light;
use ratatui::style::Style;

use super::super::super::widgets::table::Field;
use super::super::state::Shared;

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

/// Working days left, as a number; negative when overdue.
#[must_use]
pub fn days(days_left: Option<i32>) -> Field<'static> {
    Field::plain(days_left.map_or_else(String::new, |days| days.to_string()))
}
