//! Units, people, and what people are where.

mod person;
mod unit;

pub use person::{Actor, Person, Post, Role};
pub use unit::{Org, Unit};
