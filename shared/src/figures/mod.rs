//! Figures over reply items: counts, rates and how they are rounded.

mod count;
mod facts;
mod rate;

pub use count::{ClassRow, Figures, count};
pub use facts::{ItemFacts, ProposalFacts, item_facts, proposal_facts};
pub use rate::{CountUnit, Rate};

#[cfg(test)]
mod tests;
