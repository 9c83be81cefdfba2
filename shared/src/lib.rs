//! The domain of Banli and the contract of its API.
//!
//! Pure by rule: no I/O, clock, randomness or async in here. Time, ids and numbers are arguments,
//! so the same functions decide on the server, offer keys in the client, and run in tests.

pub mod api;
pub mod calendar;
pub mod case;
pub mod documents;
pub mod figures;
pub mod ids;
pub mod import;
pub mod lang;
pub mod lists;
pub mod org;
pub mod profile;
pub mod text;
pub mod workflow;
