//! A rate: numerator, denominator, what is counted, and the rounded percentage.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lang::Lang;
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
        /// Promises of replies (承诺).
        Promises = "promises", "承诺", "promises";
        /// Outcomes on record (转化成果).
        Outcomes = "outcomes", "成果", "outcomes";
    }
}

impl CountUnit {
    /// Its name where there is little room: two characters in Chinese, at most five letters in English.
    #[must_use]
    pub const fn short(self, lang: Lang) -> &'static str {
        match self {
            Self::Proposals => lang.pick("提案", "prop."),
            Self::ReplyItems => lang.pick("答复", "reply"),
            Self::Forms => lang.pick("评价", "forms"),
            Self::Suggestions => lang.pick("建议", "sugg."),
            Self::Promises => lang.pick("承诺", "prom."),
            Self::Outcomes => lang.pick("成果", "outc."),
        }
    }

    /// So many of them, in Chinese with its measure word.
    #[must_use]
    pub fn counted(self, count: u64, lang: Lang) -> String {
        let of = self.say(lang);
        let measure = match self {
            Self::Proposals => "件",
            Self::ReplyItems => "个",
            Self::Forms => "份",
            Self::Suggestions => "条",
            Self::Promises | Self::Outcomes => "项",
        };
        match lang {
            Lang::Zh => format!("{count} {measure}{of}"),
            Lang::En => format!("{count} {of}"),
        }
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

/// The parts of one whole. Where the profile rounds by largest remainder and the parts make up the whole, their
/// percentages add up to 100: each is cut off, and what is missing goes to those that lost most, the earlier one first.
#[must_use]
pub fn shares(
    parts: &[u64],
    whole: u64,
    of: CountUnit,
    rounding: Rounding,
    decimals: u8,
) -> Vec<Rate> {
    let mut rates: Vec<Rate> = parts
        .iter()
        .map(|part| Rate::new(*part, whole, of, rounding, decimals))
        .collect();
    if rounding != Rounding::LargestRemainder || whole == 0 || parts.iter().sum::<u64>() != whole {
        return rates;
    }
    let (top, bottom) = (100 * scale(decimals), u128::from(whole));
    let mut units: Vec<u128> = parts
        .iter()
        .map(|part| u128::from(*part) * top / bottom)
        .collect();
    let mut by_rest: Vec<usize> = (0..parts.len()).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(u128::from(parts[*at]) * top % bottom));
    let missing = top - units.iter().sum::<u128>();
    for at in by_rest
        .into_iter()
        .take(usize::try_from(missing).unwrap_or(0))
    {
        units[at] += 1;
    }
    for (rate, value) in rates.iter_mut().zip(units) {
        rate.percent = Some(decimal(value, decimals));
    }
    rates
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
    let (top, bottom) = (
        u128::from(numerator) * 100 * scale(decimals),
        u128::from(denominator),
    );
    let (whole, rest) = (top / bottom, top % bottom);
    let up = match rounding {
        Rounding::HalfUp | Rounding::LargestRemainder => rest * 2 >= bottom,
        Rounding::HalfEven => rest * 2 > bottom || (rest * 2 == bottom && whole % 2 == 1),
        Rounding::Down => false,
    };
    Some(decimal(whole + u128::from(up), decimals))
}

/// One, in units of the last digit.
fn scale(decimals: u8) -> u128 {
    10_u128.pow(u32::from(decimals.min(6)))
}

/// So many units of the last digit as text.
fn decimal(units: u128, decimals: u8) -> String {
    let scale = scale(decimals);
    if scale == 1 {
        return units.to_string();
    }
    let width = usize::from(decimals.min(6));
    format!("{}.{:0width$}", units / scale, units % scale)
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

    #[test]
    fn parts_of_a_whole_add_up_where_the_profile_says_so() {
        let say = |parts: &[u64], rounding, decimals| -> Vec<String> {
            let whole = parts.iter().sum();
            let rates = shares(parts, whole, CountUnit::ReplyItems, rounding, decimals);
            rates
                .into_iter()
                .map(|rate| rate.percent.unwrap())
                .collect()
        };
        assert_eq!(
            say(&[1, 1, 1], Rounding::HalfUp, 1),
            ["33.3", "33.3", "33.3"]
        );
        assert_eq!(
            say(&[1, 1, 1], Rounding::LargestRemainder, 1),
            ["33.4", "33.3", "33.3"]
        );
        // Half up, these would come to 101.
        assert_eq!(
            say(&[455, 455, 90], Rounding::LargestRemainder, 0),
            ["46", "45", "9"]
        );
        // Shenzhen 2021 adds up either way.
        for rounding in [Rounding::HalfUp, Rounding::LargestRemainder] {
            assert_eq!(
                say(&[461, 119, 32, 4], rounding, 2),
                ["74.84", "19.32", "5.19", "0.65"]
            );
        }
        // Parts that do not make up the whole are not forced to.
        let open = shares(
            &[1, 1],
            3,
            CountUnit::ReplyItems,
            Rounding::LargestRemainder,
            1,
        );
        assert_eq!(open[0].percent.as_deref(), Some("33.3"));
    }
}
