//! The client of Banli.

pub mod tui;
