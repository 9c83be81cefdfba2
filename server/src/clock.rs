//! The one place where the server reads the wall clock.

use std::time::UNIX_EPOCH;

use banli_shared::ids::Millis;

/// Now, in milliseconds since 1970 (UTC).
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "everything else takes the time as an argument"
)]
pub fn now_ms() -> Millis {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    })
}
