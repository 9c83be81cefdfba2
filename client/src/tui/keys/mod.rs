//! Keys: how they are written, what they are bound to, and the one table of commands.

pub mod key;
