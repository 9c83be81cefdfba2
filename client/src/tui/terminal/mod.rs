//! The screen: what is on it, how few bytes change it, and how it is given back.

pub mod clipboard;
pub mod display;
pub mod screen;
pub mod session;
pub mod signals;
pub mod tty;

mod grid;
mod paint;
mod scroll;
mod sgr;

#[cfg(test)]
pub(crate) mod replay;
