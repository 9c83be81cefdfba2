//! Search over the text of proposals, and what is made of what is alike: similar proposals, suggested units.

pub(crate) mod duties;
pub mod index;
mod reasons;
pub mod rebuild;
pub mod similar;
