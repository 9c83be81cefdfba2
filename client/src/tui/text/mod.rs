//! Text in cells: where a line may break, what a pane of text shows, which glyphs terminals agree on.
//!
//! Cleaning, measuring and cutting stand in [`banli_shared::text`]; nothing here measures by itself.

pub mod agreed;
pub mod passage;
pub mod wrap;
