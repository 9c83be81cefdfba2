//! The domain of Banli.

pub mod text;
