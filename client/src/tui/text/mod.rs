//! Text in cells: what a pane of text shows, which glyphs terminals agree on.
//!
//! Cleaning, measuring, cutting and breaking into lines stand in [`banli_shared::text`]; nothing here measures by itself.

pub mod agreed;
pub mod passage;
