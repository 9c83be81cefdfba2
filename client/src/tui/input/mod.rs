//! What comes from the terminal: keys, pastes, focus, and the answers it gives.
//!
//! The bytes are decoded here and not by a library, because a link that delivers `ESC`, `[` and `A` one by one must give
//! one arrow and never an approval.

pub mod decoder;
pub mod reader;

use super::keys::key::Key;

/// Something the terminal told us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed.
    Key(Press),
    /// Text was pasted; raw, as it came.
    Paste(String),
    /// The window got the keyboard, or lost it.
    Focus(Focus),
    /// The terminal says where its cursor is: column and row, from 0.
    Cursor {
        /// Column, from 0.
        column: u16,
        /// Row, from 0.
        row: u16,
    },
}

/// A key, and whether it can be trusted to be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    /// The key.
    pub key: Key,
    /// False shortly after an escape, a paste or a change of focus, and in a burst that looks like an unmarked paste.
    /// A plain key that is not settled carries out nothing irreversible.
    pub settled: bool,
}

/// Whether the window has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// It has.
    Gained,
    /// It has not.
    Lost,
}
