//! Lights as ranges of days: which deadlines show which light today.

use banli_shared::calendar::{BeyondData, Date};
use banli_shared::profile::Light;
use banli_shared::workflow::Context;

use super::index::NEVER;

/// Where the lights of today change, as days are kept (`YYYY-MM-DD`, compared as text).
pub(crate) struct Lights {
    /// Before it a deadline has passed.
    pub(crate) today: String,
    /// The first deadline that is not red.
    not_red: String,
    /// The first deadline that is green.
    green: String,
}

impl Lights {
    pub(crate) fn of(ctx: &Context<'_>) -> Self {
        let rules = ctx.profile.lights;
        let not_red = first_with_more(rules.red, ctx);
        let green = first_with_more(rules.yellow.max(rules.red), ctx);
        Self {
            today: ctx.today.to_string(),
            not_red,
            green,
        }
    }

    /// The deadlines that show `light`: from the first day on, before the second.
    pub(crate) fn range(&self, light: Light) -> (&str, &str) {
        match light {
            Light::Red => ("", &self.not_red),
            Light::Yellow => (&self.not_red, &self.green),
            Light::Green => (&self.green, NEVER),
        }
    }
}

/// The first deadline with more than `left` working days left.
fn first_with_more(left: u16, ctx: &Context<'_>) -> String {
    let more = left.saturating_add(1);
    let day: Option<Date> = ctx
        .calendar
        .add_working_days(ctx.today, more, BeyondData::CountPlainWeekdays)
        .ok()
        .map(|counted| counted.value);
    day.map_or_else(|| NEVER.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use banli_shared::calendar::Calendar;
    use banli_shared::org::Org;
    use banli_shared::profile::Profile;

    use super::*;
    use crate::app::cases::view::light;

    #[test]
    fn a_range_holds_just_the_deadlines_that_show_its_light() {
        let (calendar, org) = (Calendar::published(), Org::default());
        let mut profile = Profile::shenzhen();
        for (yellow, red) in [(10, 3), (0, 0), (2, 5)] {
            profile.lights.yellow = yellow;
            profile.lights.red = red;
            // Weekdays, a Saturday, days inside long holidays, a make-up workday.
            for today in ["2023-03-31", "2023-04-01", "2023-10-02", "2023-04-23"] {
                let today: Date = today.parse().unwrap();
                let ctx = Context {
                    now_ms: 0,
                    today,
                    profile: &profile,
                    rules: 1,
                    newest: &profile,
                    calendar: &calendar,
                    session_closed_on: None,
                    submitted_on: None,
                    org: &org,
                    staff: None,
                    numbers: None,
                    other: None,
                    documents: None,
                };
                let lights = Lights::of(&ctx);
                for days in -40..60 {
                    let due = today.plus_days(days).unwrap();
                    let text = due.to_string();
                    let showing: Vec<Light> = Light::ALL
                        .iter()
                        .copied()
                        .filter(|light| {
                            let (from, before) = lights.range(*light);
                            from <= text.as_str() && text.as_str() < before
                        })
                        .collect();
                    assert_eq!(showing, [light(due, &ctx).0], "{today} {due}");
                }
            }
        }
    }
}
