//! Keys: how they are written, what they are bound to, and the one table of commands.
//!
//! [`table`] is the only place that knows which commands there are. Hint bar, help, palette, key documentation and the
//! safety checks are made from it.

pub mod check;
pub mod command;
pub mod config;
pub mod key;
pub mod keymap;
pub mod shown;
pub mod table;
