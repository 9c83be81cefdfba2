//! What is being typed, kept on this machine until it has arrived where it belongs.
//!
//! A draft is one file, written whole under another name and put in place, so that a kill at any moment leaves the last
//! one or the one before. [`Keeper`] writes beside the keyboard, within a second.

mod journal;
mod keeper;

pub use journal::{Draft, DraftKey, Journal};
pub use keeper::Keeper;
