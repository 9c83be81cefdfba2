//! The client of Banli.

pub mod account;
pub mod api;
pub mod command;
pub mod drafts;
pub mod locale;
pub mod output;
pub mod tui;
