//! A rate: numerator, denominator, what is counted, and the rounded percentage.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::profile::Rounding;
use crate::words;

words! {
    /// What the numbers of a rate count.
    pub enum CountUnit {
        /// Proposals (提案).
        Proposals = "proposals", "提案", "proposals";
        /// Reply items (答复件).
        ReplyItems = "reply_items", "答复件", "reply items";
        /// Rating forms (评价表).
        Forms = "forms", "评价表", "forms";
        /// Suggestions (建议).
        Suggestions = "suggestions", "建议", "suggestions";
    }
}

/// A rate with the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RateFigure)]
pub struct Rate {
    /// What was found.
    pub numerator: u64,
    /// Out of how many.
    pub denominator: u64,
    /// What the numbers count.
    pub of: CountUnit,
    /// The percentage, rounded, e.g. `74.84`; none out of nothing.
    pub percent: Option<String>,
    /// How it was rounded.
    pub rounding: Rounding,
}

impl Rate {
    /// `numerator` out of `denominator`, with `decimals` digits after the point.
    #[must_use]
    pub fn new(
        numerator: u64,
        denominator: u64,
        of: CountUnit,
        rounding: Rounding,
        decimals: u8,
    ) -> Self {
        let percent = percent(numerator, denominator, rounding, decimals);
        Self {
            numerator,
            denominator,
            of,
            percent,
            rounding,
        }
    }
}

impl Rate {
    /// The percentage for people; a dash out of nothing.
    #[must_use]
    pub fn say(&self) -> String {
        self.percent
            .as_ref()
            .map_or_else(|| "-".to_owned(), |percent| format!("{percent}%"))
    }
}

/// In whole numbers, so that a half is a half.
fn percent(numerator: u64, denominator: u64, rounding: Rounding, decimals: u8) -> Option<String> {
    if denominator == 0 {
        return None;
    }
    let decimals = decimals.min(6);
    let scale = 10_u128.pow(u32::from(decimals));
    let (top, bottom) = (u128::from(numerator) * 100 * scale, u128::from(denominator));
    let (whole, rest) = (top / bottom, top % bottom);
    let up = match rounding {
        Rounding::HalfUp => rest * 2 >= bottom,
        Rounding::HalfEven => rest * 2 > bottom || (rest * 2 == bottom && whole % 2 == 1),
        Rounding::Down => false,
    };
    let value = whole + u128::from(up);
    if scale == 1 {
        return Some(value.to_string());
    }
    let width = usize::from(decimals);
    Some(format!("{}.{:0width$}", value / scale, value % scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_figures_come_out_to_the_digit() {
        let two = |n, d| percent(n, d, Rounding::HalfUp, 2).unwrap();
        // Shenzhen 2021: 616 reply items.
        assert_eq!(two(461, 616), "74.84");
        assert_eq!(two(119, 616), "19.32");
        assert_eq!(two(32, 616), "5.19");
        assert_eq!(two(4, 616), "0.65");
        // Development commission 2022; police bureau 2022.
        assert_eq!(percent(57, 68, Rounding::HalfUp, 1).unwrap(), "83.8");
        assert_eq!(two(40, 45), "88.89");
    }

    #[test]
    fn a_half_goes_where_the_profile_says() {
        assert_eq!(percent(1, 800, Rounding::HalfUp, 2).unwrap(), "0.13");
        assert_eq!(percent(1, 800, Rounding::HalfEven, 2).unwrap(), "0.12");
        assert_eq!(percent(3, 800, Rounding::Down, 2).unwrap(), "0.37");
        assert_eq!(percent(1, 8, Rounding::HalfUp, 0).unwrap(), "13");
        assert_eq!(percent(1, 0, Rounding::HalfUp, 2), None);
    }
}
