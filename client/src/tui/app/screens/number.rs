//! A number of the board, told above the proposals behind it: they need not be what it counts.

use banli_shared::figures::{CountUnit, Part, Rate};
use banli_shared::lang::Lang;

use super::super::texts;

/// A number, and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// What it is called, in both languages.
    pub(super) what: [String; 2],
    pub(super) counts: Counts,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Counts {
    /// So many of so many. Both can be listed, or the first only.
    Rate(Box<Rate>, Listed),
    /// Proposals.
    Proposals(u64),
    /// Assignments, of which a proposal can have several.
    Assignments(u64),
}

/// Which numbers of a rate have a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Both,
    Numerator,
}

impl Number {
    /// Whether there is a list of what it was counted out of.
    pub(super) const fn has_denominator(&self) -> bool {
        matches!(self.counts, Counts::Rate(_, Listed::Both))
    }

    /// What is listed: the number with what it counts, the rate it is of and how that is rounded, and how many proposals
    /// it lies in, where that is known.
    pub(super) fn say(&self, lang: Lang, part: Part, proposals: Option<usize>) -> String {
        let [zh, en] = &self.what;
        let what = lang.pick(zh, en);
        let (said, of_proposals) = match &self.counts {
            Counts::Rate(rate, _) => {
                let number = match part {
                    Part::Numerator => rate.numerator,
                    Part::Denominator => rate.denominator,
                };
                let comma = lang.pick("，", ", ");
                let whole = format!("{}/{}", rate.numerator, rate.denominator);
                let whole = [&whole, &rate.say(), rate.rounding.say(lang)].join(comma);
                let name = [what, part.say(lang)].join(comma);
                let counted = lang.bracket(&rate.of.counted(number, lang), &whole);
                (lang.label(&name, &counted), rate.of == CountUnit::Proposals)
            }
            Counts::Proposals(many) => {
                let counted = CountUnit::Proposals.counted(*many, lang);
                (lang.label(what, &counted), true)
            }
            Counts::Assignments(many) => {
                (lang.label(what, &texts::assignments(lang, *many)), false)
            }
        };
        match (of_proposals, proposals) {
            (true, _) => said,
            (false, Some(many)) => format!("{said}{}", texts::in_proposals(lang, many)),
            (false, None) => format!("{said}{}", texts::in_these_proposals(lang)),
        }
    }
}
