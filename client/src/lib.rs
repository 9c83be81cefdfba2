//! The client of Banli.

pub mod drafts;
pub mod locale;
pub mod tui;
