//! Lists of any length: pages fetched when they come into sight, and only what is in sight built.

pub mod model;
pub mod pages;
