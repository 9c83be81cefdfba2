//! The terminal client itself: screens over the loop in [`super::runtime`].
//!
//! `update` and `view` are pure. What reaches outside is a [`Job`]; what it finds out comes back as [`News`]. A screen is
//! a [`Screen`]: it gets commands and news and says what should happen as [`Step`]s.

mod act;
mod answers;
mod begun;
mod changes;
mod desk;
mod forms;
mod identity;
mod news;
mod open;
mod outside;
mod over;
mod overlay;
mod saving;
pub mod screens;
mod signing;
mod state;
mod texts;
mod undo;
mod unsent;
mod unsure;
mod update;
mod view;

#[cfg(test)]
mod tests;

pub use news::{Job, News, Target, Trouble, TroubleKind};
pub use open::{Left, Opening, open};
pub use state::{Identity, Link, Notice, Screen, Shared, State, Step};
pub use unsent::Unsent;
pub use update::update;
pub use view::view;
