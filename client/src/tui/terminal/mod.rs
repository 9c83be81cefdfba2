//! The screen: what is on it, how few bytes change it, and how it is given back.

pub mod display;
pub mod screen;

mod grid;
mod paint;
mod scroll;
mod sgr;

#[cfg(test)]
pub(crate) mod replay;
