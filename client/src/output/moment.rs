//! Moments as people read them.

use std::sync::OnceLock;

use jiff::tz::{TimeZone, offset};

/// Where the office's days begin and end, as the server says.
static ZONE: OnceLock<TimeZone> = OnceLock::new();

/// Keeps the name of the zone that an answer of the server came with; the first counts. A name that this machine does not
/// know changes nothing.
pub fn office_zone(name: &str) {
    if ZONE.get().is_none()
        && let Ok(zone) = TimeZone::get(name)
    {
        // Another answer may have been faster; it says the same.
        let _ = ZONE.set(zone);
    }
}

/// A moment to the minute in the office's zone, in which its deadlines are too, wherever this machine stands. Before a
/// server has answered that is the zone that servers have unless set; empty where the calendar has none.
#[must_use]
pub fn moment(at_ms: i64) -> String {
    match ZONE.get() {
        Some(zone) => said(at_ms, zone),
        None => said(at_ms, &offset(8).to_time_zone()),
    }
}

fn said(at_ms: i64, zone: &TimeZone) -> String {
    jiff::Timestamp::from_millisecond(at_ms).map_or_else(
        |_out_of_range| String::new(),
        |at| {
            let local = zone.to_datetime(at);
            let (day, hour, minute) = (local.date(), local.hour(), local.minute());
            format!("{day} {hour:02}:{minute:02}")
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_zone_of_the_office() {
        let at = 1_675_645_200_000;
        assert_eq!(moment(at), "2023-02-06 09:00");
        let urumqi = TimeZone::get("Asia/Urumqi").unwrap();
        assert_eq!(said(at, &urumqi), "2023-02-06 07:00");
        assert_eq!(said(i64::MAX, &urumqi), "");
    }
}
