//! Figures over reply items: counts, rates and how they are rounded, by what they are broken down, and ranking.

mod by;
mod conversion;
mod count;
mod facts;
mod measure;
mod named;
mod quarter;
mod ranking;
mod rate;
pub mod table;

pub use by::Dimension;
pub use conversion::{Conversion, OutcomeCount};
pub use count::{Broken, ClassRow, Figures, Joined, RatingRow, Sums, VerdictRow, count};
pub use facts::{Fact, Shared, answers_of, facts, facts_on, final_rating, first_rating, is_filed};
pub use measure::{Level, Mark, Marks, Measure, Tallies, Tally};
pub use named::{FigureName, Part};
pub use quarter::{Quarter, QuarterFault};
pub use ranking::{Points, RankOf, Ranked, ScoreLine, rank, with_unit};
pub use rate::{CountUnit, Rate, shares};

#[cfg(test)]
mod tests;
