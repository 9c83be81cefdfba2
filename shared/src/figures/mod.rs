//! Figures over reply items: counts, rates and how they are rounded.

mod count;
mod facts;
mod named;
mod rate;

pub use count::{ClassRow, Figures, count, count_alike};
pub use facts::{ItemFacts, ItemTraits, ProposalFacts, item_facts, proposal_facts};
pub use rate::{CountUnit, Rate};

#[cfg(test)]
mod tests;
