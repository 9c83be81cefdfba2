//! Moments as people read them.

/// A moment to the minute, in the time zone of this machine; empty where the calendar has none.
#[must_use]
pub fn moment(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms).map_or_else(
        |_out_of_range| String::new(),
        |at| {
            let local = jiff::tz::TimeZone::system().to_datetime(at);
            let (day, hour, minute) = (local.date(), local.hour(), local.minute());
            format!("{day} {hour:02}:{minute:02}")
        },
    )
}
