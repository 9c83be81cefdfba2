//! Titles that are nearly the same: the same proposal may have come in twice under another wording.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::text::{normalise_name, subject};

/// Of the pairs of characters that two titles have together, so many in ten must be in both.
const TENTHS: usize = 7;

/// Titles to compare with. Each has a label by which people find it.
#[derive(Debug)]
pub struct Titles<L> {
    titles: Vec<Title<L>>,
    by_pair: HashMap<[char; 2], Vec<usize>>,
}

#[derive(Debug)]
struct Title<L> {
    label: L,
    whole: String,
    pairs: BTreeSet<[char; 2]>,
}

impl<L> Default for Titles<L> {
    fn default() -> Self {
        Self {
            titles: Vec::new(),
            by_pair: HashMap::new(),
        }
    }
}

impl<L> Titles<L> {
    /// One more to compare with.
    pub fn add(&mut self, label: L, title: &str) {
        let pairs = pairs(title);
        for pair in &pairs {
            self.by_pair
                .entry(*pair)
                .or_default()
                .push(self.titles.len());
        }
        let whole = normalise_name(title);
        self.titles.push(Title {
            label,
            whole,
            pairs,
        });
    }

    /// The label of the title that is most like this one, if one is nearly the same: the same one goes before what differs
    /// only in what says nothing, and of equals the first.
    #[must_use]
    pub fn like(&self, title: &str) -> Option<&L> {
        let wanted = pairs(title);
        let whole = normalise_name(title);
        let mut rarest: Vec<&Vec<usize>> = wanted
            .iter()
            .filter_map(|pair| self.by_pair.get(pair))
            .collect();
        rarest.sort_by_key(|places| places.len());
        // What is so much alike shares one of the rarest pairs: only so many can be missing.
        let may_lack = wanted.len() - wanted.len() * TENTHS / 10;
        let known = rarest.len();
        let looked_at = (may_lack + 1).saturating_sub(wanted.len() - known);
        let found: BTreeSet<usize> = rarest
            .iter()
            .take(looked_at)
            .flat_map(|places| places.iter().copied())
            .collect();
        found
            .into_iter()
            .filter_map(|at| {
                let title = &self.titles[at];
                let both = title.pairs.intersection(&wanted).count();
                let either = title.pairs.len() + wanted.len() - both;
                let likeness = (title.whole == whole, both * 1000 / either.max(1));
                (both * 10 >= either * TENTHS).then_some((likeness, Reverse(at)))
            })
            .max()
            .map(|(_, Reverse(at))| &self.titles[at].label)
    }
}

/// The pairs of neighbouring characters, without what says nothing.
fn pairs(title: &str) -> BTreeSet<[char; 2]> {
    let title = subject(&normalise_name(title));
    let chars: Vec<char> = title.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn another_wording_is_found_and_another_subject_is_not() {
        let mut titles = Titles::default();
        titles.add("20230001", "关于加强老旧小区加装电梯工作的提案");
        titles.add("20230002", "关于延长夜间公交运营时间的提案");
        titles.add("20230003", "关于加快老旧小区充电桩建设的提案");
        assert_eq!(
            titles.like("关于进一步加强老旧小区加装电梯工作的建议"),
            Some(&"20230001")
        );
        assert_eq!(titles.like("延长夜间公交的运营时间"), Some(&"20230002"));
        assert_eq!(titles.like("关于老旧小区养老服务的提案"), None);
        assert_eq!(titles.like("提案"), None);
    }

    #[test]
    fn the_same_title_goes_before_one_alike_and_the_first_before_later_ones() {
        let mut titles = Titles::default();
        for (label, title) in [
            (1, "关于老旧小区加装电梯的提案"),
            (2, "关于加强老旧小区加装电梯的提案"),
            (3, "关于老旧小区加装电梯的建议"),
        ] {
            titles.add(label, title);
        }
        assert_eq!(titles.like("关于加强老旧小区加装电梯的提案"), Some(&2));
        assert_eq!(titles.like("关于 老旧小区加装电梯的建议"), Some(&3));
        assert_eq!(titles.like("老旧小区加装电梯"), Some(&1));
    }
}
