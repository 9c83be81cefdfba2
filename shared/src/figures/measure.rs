//! What is counted of cases, and how a count is kept in a row: as a mark, or as a number.

use super::rate::CountUnit;
use crate::case::{Class, Satisfaction, Verdict};
use crate::words;

/// As what a proposal is counted: as a whole, or as each unit answers it. A unit has filed and answered what it owes a
/// reply to, whoever else answers it too; it has at most one reply item of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A proposal as a whole.
    Whole,
    /// A proposal as one unit answers it.
    Own,
}

words! {
    /// A number kept in a row of facts; the code is its column.
    pub enum Tally {
        /// Rating forms asked for: one for each rater and reply, of every round. Those of a round that a further handling ended
        /// before they came in stay asked for (domain: returned ÷ asked): they went out with that reply, and a rate of
        /// what came back is not to rise because somebody was dissatisfied.
        Asked = "asked", "应反馈表", "forms asked";
        /// Rating forms that came in, of all rounds.
        Returned = "returned", "已反馈表", "forms returned";
        /// Forms about the first reply.
        FirstForms = "first_forms", "首次评价表", "forms about the first reply";
        /// Those of them that say at least basically satisfied.
        FirstGood = "first_good", "首次满意表", "satisfied at first";
        /// Raters whose latest form says 非常满意.
        VerySatisfied = "very_satisfied", "非常满意表", "very satisfied";
        /// 满意
        Satisfied = "satisfied", "满意表", "satisfied";
        /// 基本满意
        BasicallySatisfied = "basically_satisfied", "基本满意表", "basically satisfied";
        /// 理解
        Understand = "understand", "理解表", "understand";
        /// 不满意
        Dissatisfied = "dissatisfied", "不满意表", "dissatisfied";
        /// Raters whose latest form leaves both scales blank.
        NotStated = "not_stated", "未填表", "not stated";
        /// Suggestions adopted by the reply that is out.
        Adopted = "adopted", "采纳建议", "adopted";
        /// Partly adopted.
        PartlyAdopted = "partly_adopted", "部分采纳建议", "partly adopted";
        /// Planned.
        Planned = "planned", "计划落实建议", "planned";
        /// Not adopted.
        NotAdopted = "not_adopted", "未采纳建议", "not adopted";
        /// Suggestions on which the reply that is out does not say what is decided.
        Unanswered = "unanswered", "未答建议", "unanswered";
    }
}

/// How many tallies there are.
const TALLIES: usize = Tally::ALL.len();

/// The tallies of a row, or sums of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tallies([u64; TALLIES]);

impl Tallies {
    /// The number.
    #[must_use]
    pub const fn get(&self, tally: Tally) -> u64 {
        self.0[tally as usize]
    }

    /// Adds to one.
    pub const fn add(&mut self, tally: Tally, many: u64) {
        self.0[tally as usize] += many;
    }

    /// Takes from one what was added to it.
    pub(super) const fn take(&mut self, tally: Tally, many: u64) {
        self.0[tally as usize] -= many;
    }
}

impl Tally {
    /// What is said to suggestions, the best answer first: where several answer one, that which stands first counts.
    pub const OF_SUGGESTIONS: [Self; 5] = [
        Self::Adopted,
        Self::PartlyAdopted,
        Self::Planned,
        Self::NotAdopted,
        Self::Unanswered,
    ];

    /// Its place among [`Self::OF_SUGGESTIONS`]; none where it is no answer to one.
    #[must_use]
    pub fn rank(self) -> Option<usize> {
        Self::OF_SUGGESTIONS.iter().position(|it| *it == self)
    }

    /// Whether it counts suggestions, which are of the proposal as well as of those who answer them.
    #[must_use]
    pub const fn is_of_suggestions(self) -> bool {
        matches!(
            self,
            Self::Adopted
                | Self::PartlyAdopted
                | Self::Planned
                | Self::NotAdopted
                | Self::Unanswered
        )
    }

    /// For the answer to a suggestion.
    #[must_use]
    pub const fn of_verdict(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Adopted) => Self::Adopted,
            Some(Verdict::PartlyAdopted) => Self::PartlyAdopted,
            Some(Verdict::Planned) => Self::Planned,
            Some(Verdict::NotAdopted) => Self::NotAdopted,
            None => Self::Unanswered,
        }
    }

    /// For what a form says.
    #[must_use]
    pub const fn of_rating(said: Option<Satisfaction>) -> Self {
        match said {
            Some(Satisfaction::VerySatisfied) => Self::VerySatisfied,
            Some(Satisfaction::Satisfied) => Self::Satisfied,
            Some(Satisfaction::BasicallySatisfied) => Self::BasicallySatisfied,
            Some(Satisfaction::Understand) => Self::Understand,
            Some(Satisfaction::Dissatisfied) => Self::Dissatisfied,
            None => Self::NotStated,
        }
    }
}

/// What holds of a row of facts, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks(u32);

impl Marks {
    /// From the number that is kept.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// As the number that is kept.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether this one is set.
    #[must_use]
    pub const fn has(self, mark: Mark) -> bool {
        self.0 & mark.bit() != 0
    }

    /// Sets one where `holds`.
    pub const fn set(&mut self, mark: Mark, holds: bool) {
        if holds {
            self.0 |= mark.bit();
        }
    }
}

/// One bit of [`Marks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark(u8);

impl Mark {
    /// The bit.
    #[must_use]
    pub const fn bit(self) -> u32 {
        1 << self.0
    }

    /// Which bit, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How many marks there are room for.
pub(super) const MARKS: usize = 32;
/// Marks of a proposal, at each level.
const OF_PROPOSAL: u8 = 4;
/// Where the marks of a reply item begin.
const OF_ITEM: u8 = OF_PROPOSAL * 2;

/// Something that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Proposals that came in.
    Submitted,
    /// Proposals filed.
    Filed,
    /// Proposals to which every reply is out.
    Answered,
    /// Those of them with at least one suggestion adopted.
    WithAdopted,
    /// Reply items owed.
    Owed,
    /// Whose first reply is out.
    Issued,
    /// By the deadline in force.
    InTime,
    /// Issued with this class; none for unclassified.
    OfClass(Option<Class>),
    /// Issued, with a contact face to face.
    FaceToFace,
    /// In round 2 or later.
    Again,
    /// Whose ratings come to satisfied in the end.
    SatisfiedInTheEnd,
    /// With a contact face to face, issued or not.
    Met,
    /// Issued, with an outcome that counts.
    Converted,
    /// Issued, and raised by a supplementary reply since.
    Raised,
    /// Issued, and nobody says whether in time: only in tables of somebody's own.
    Untimed,
    /// Whose first draft was with the levels of review, or out, when the deadline in force had passed.
    HandedIn,
    /// Promises that have to be kept by today.
    PromisesDue,
    /// Those of them that are kept.
    PromisesKept,
    /// The sum of these tallies.
    Sum(&'static [Tally]),
}

impl Measure {
    /// Forms about the latest reply that each rater has rated.
    pub const FINAL_FORMS: Self = Self::Sum(&[
        Tally::VerySatisfied,
        Tally::Satisfied,
        Tally::BasicallySatisfied,
        Tally::Understand,
        Tally::Dissatisfied,
        Tally::NotStated,
    ]);
    /// Those of them that say at least basically satisfied.
    pub const FINAL_GOOD: Self = Self::Sum(&[
        Tally::VerySatisfied,
        Tally::Satisfied,
        Tally::BasicallySatisfied,
    ]);
    /// Suggestions in replies that are out.
    pub const SUGGESTIONS: Self = Self::Sum(&Tally::OF_SUGGESTIONS);

    /// Just this tally.
    pub(super) const fn one(tally: Tally) -> Self {
        match tally {
            Tally::Asked => Self::Sum(&[Tally::Asked]),
            Tally::Returned => Self::Sum(&[Tally::Returned]),
            Tally::FirstForms => Self::Sum(&[Tally::FirstForms]),
            Tally::FirstGood => Self::Sum(&[Tally::FirstGood]),
            Tally::VerySatisfied => Self::Sum(&[Tally::VerySatisfied]),
            Tally::Satisfied => Self::Sum(&[Tally::Satisfied]),
            Tally::BasicallySatisfied => Self::Sum(&[Tally::BasicallySatisfied]),
            Tally::Understand => Self::Sum(&[Tally::Understand]),
            Tally::Dissatisfied => Self::Sum(&[Tally::Dissatisfied]),
            Tally::NotStated => Self::Sum(&[Tally::NotStated]),
            Tally::Adopted => Self::Sum(&[Tally::Adopted]),
            Tally::PartlyAdopted => Self::Sum(&[Tally::PartlyAdopted]),
            Tally::Planned => Self::Sum(&[Tally::Planned]),
            Tally::NotAdopted => Self::Sum(&[Tally::NotAdopted]),
            Tally::Unanswered => Self::Sum(&[Tally::Unanswered]),
        }
    }

    /// The mark that stands for it at `level`; none where numbers are summed.
    #[must_use]
    pub const fn mark(self, level: Level) -> Option<Mark> {
        let bit = match self {
            Self::Submitted => level_bit(0, level),
            Self::Filed => level_bit(1, level),
            Self::Answered => level_bit(2, level),
            Self::WithAdopted => level_bit(3, level),
            Self::Owed => OF_ITEM,
            Self::Issued => OF_ITEM + 1,
            Self::InTime => OF_ITEM + 2,
            Self::OfClass(Some(class)) => OF_ITEM + 3 + class as u8,
            Self::OfClass(None) => OF_ITEM + 7,
            Self::FaceToFace => OF_ITEM + 8,
            Self::Again => OF_ITEM + 9,
            Self::SatisfiedInTheEnd => OF_ITEM + 10,
            Self::Met => OF_ITEM + 11,
            Self::Converted => OF_ITEM + 12,
            Self::Raised => OF_ITEM + 13,
            Self::Untimed => OF_ITEM + 14,
            Self::HandedIn => OF_ITEM + 15,
            Self::PromisesDue | Self::PromisesKept | Self::Sum(_) => return None,
        };
        Some(Mark(bit))
    }

    /// The tallies it is the sum of; none where it is a mark.
    #[must_use]
    pub const fn tallies(self) -> &'static [Tally] {
        match self {
            Self::Sum(tallies) => tallies,
            _ => &[],
        }
    }

    /// What it counts.
    #[must_use]
    pub const fn unit(self) -> CountUnit {
        match self {
            Self::Submitted | Self::Filed | Self::Answered | Self::WithAdopted => {
                CountUnit::Proposals
            }
            Self::Sum([first, ..]) if first.is_of_suggestions() => CountUnit::Suggestions,
            Self::Sum(_) => CountUnit::Forms,
            Self::PromisesDue | Self::PromisesKept => CountUnit::Promises,
            _ => CountUnit::ReplyItems,
        }
    }
}

const fn level_bit(no: u8, level: Level) -> u8 {
    no + OF_PROPOSAL * level as u8
}
