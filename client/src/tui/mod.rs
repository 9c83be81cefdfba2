//! The terminal client.
//!
//! State changes in `update`, which answers with effects; `view` paints the state; [`runtime`] runs the loop between them,
//! the keyboard ([`input`]) and the screen ([`terminal`]). What is shown of people's text went through
//! [`banli_shared::text`] first.

pub mod app;
pub mod input;
pub mod keys;
pub mod list;
pub mod runtime;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod widgets;

#[cfg(test)]
pub(crate) mod dump;
