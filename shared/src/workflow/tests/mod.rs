//! The rules, tried: against a table written by hand, against themselves, and in long random histories.
#![expect(clippy::unwrap_used, reason = "tests")]

pub(crate) mod kit;

mod duties;
mod expected;

mod inbox;
mod invariants;
mod offered;
mod properties;
mod review;
