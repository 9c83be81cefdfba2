//! The client of Banli.

pub mod api;
pub mod command;
pub mod drafts;
pub mod locale;
pub mod tui;
