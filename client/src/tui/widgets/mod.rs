//! Pieces of screens. Each paints into a buffer; text from people is cleaned where it is painted.

pub mod editor;
pub mod hints;
pub mod pane;
pub mod popup;
pub mod put;
pub mod table;
pub mod tabs;

#[cfg(test)]
mod tests;
