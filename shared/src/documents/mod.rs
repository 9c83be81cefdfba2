//! Documents on paper: which there are, what an office can say in them, and how a template becomes one.
//!
//! A template is a list of paragraphs with placeholders, as TOML. It holds words and their order; how a page looks is
//! the program's, so that no template can break a letter or carry anything but text.

mod fill;
mod name;
mod pieces;
mod shipped;
mod template;
mod template_fault;
#[cfg(test)]
mod tests;
mod words;

pub use fill::{Cell, Facts, Filled, Paper};
pub use name::{file_name, file_stem};
pub use pieces::Piece;
pub use template::{Content, Paragraph, Template};
pub use template_fault::{TemplateFault, TemplateProblem};
pub use words::{DocumentKind, Each, Field, Style};
