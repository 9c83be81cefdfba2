//! The figures by their names: what each divides by what, and the order in which people read them.

use super::measure::{Measure, Tally};
use crate::case::{Class, Satisfaction, Verdict};
use crate::words;

words! {
    /// A figure, or one of the parts that a whole is divided into.
    pub enum FigureName {
        /// Filed ÷ submitted.
        Filing = "filing", "立案率", "filed";
        /// Issued ÷ owed.
        Completion = "completion", "办复率", "issued of those owed";
        /// Issued by the deadline in force ÷ owed.
        OnTime = "on_time", "按时办复率", "on time";
        /// Handed in for review by the deadline in force ÷ owed: what the drafters are punctual by, whatever time the
        /// levels take.
        HandedIn = "handed_in", "按时送审率", "handed in on time";
        /// Class A ÷ issued.
        ClassA = "class_a", "A类", "A";
        /// Class B ÷ issued.
        ClassB = "class_b", "B类", "B";
        /// Class C ÷ issued.
        ClassC = "class_c", "C类", "C";
        /// Class D ÷ issued.
        ClassD = "class_d", "D类", "D";
        /// Issued without a class ÷ issued.
        Unclassified = "unclassified", "未分类", "unclassified";
        /// At least basically satisfied ÷ forms about the first reply.
        FirstSatisfaction = "first_satisfaction", "首次满意率", "satisfied at first";
        /// The same of the latest form of each rater.
        FinalSatisfaction = "final_satisfaction", "最终满意率", "satisfied in the end";
        /// Very satisfied ÷ latest forms.
        VerySatisfied = "very_satisfied", "非常满意", "very satisfied";
        /// Satisfied ÷ latest forms.
        Satisfied = "satisfied", "满意", "satisfied";
        /// Basically satisfied ÷ latest forms.
        BasicallySatisfied = "basically_satisfied", "基本满意", "basically satisfied";
        /// Understand ÷ latest forms.
        Understand = "understand", "理解", "understand";
        /// Dissatisfied ÷ latest forms.
        Dissatisfied = "dissatisfied", "不满意", "dissatisfied";
        /// Blank ÷ latest forms.
        NotStated = "not_stated", "未填", "not stated";
        /// Reply items whose ratings come to satisfied in the end ÷ issued, rated or not.
        SatisfactionOfAll = "satisfaction_of_all", "全部办件满意率", "satisfied of all issued";
        /// Forms returned ÷ forms asked.
        Returned = "returned", "反馈率", "forms returned";
        /// Proposals with at least one adopted suggestion ÷ answered.
        Adoption = "adoption", "采纳率（按提案）", "adopted, by proposal";
        /// Adopted ÷ suggestions answered.
        SuggestionsAdopted = "suggestions_adopted", "采纳率（按建议）", "adopted, by suggestion";
        /// Partly adopted ÷ suggestions answered.
        PartlyAdopted = "partly_adopted", "部分采纳", "partly adopted";
        /// Planned ÷ suggestions answered.
        Planned = "planned", "计划落实", "planned";
        /// Not adopted ÷ suggestions answered.
        NotAdopted = "not_adopted", "未采纳", "not adopted";
        /// Without a word on it ÷ suggestions answered.
        Unanswered = "unanswered", "未答", "unanswered";
        /// With a face-to-face contact ÷ issued.
        FaceToFace = "face_to_face", "面商率", "face to face";
        /// In round 2 or later ÷ issued.
        SecondHandling = "second_handling", "二次办理率", "second handling";
        /// With an outcome on record ÷ issued.
        Converted = "converted", "成果转化率", "with an outcome";
        /// Kept ÷ due by today.
        PromisesKept = "promises_kept", "承诺兑现率", "promises kept";
        /// Raised by a supplementary reply ÷ issued.
        Raised = "raised", "补充答复提升率", "raised by a supplementary reply";
    }
}

words! {
    /// Which number of a rate.
    pub enum Part {
        /// What was found.
        Numerator = "numerator", "分子", "numerator";
        /// Out of how many.
        Denominator = "denominator", "分母", "denominator";
    }
}

impl FigureName {
    /// The share of a class; none for what is unclassified.
    #[must_use]
    pub const fn of_class(class: Option<Class>) -> Self {
        match class {
            Some(Class::A) => Self::ClassA,
            Some(Class::B) => Self::ClassB,
            Some(Class::C) => Self::ClassC,
            Some(Class::D) => Self::ClassD,
            None => Self::Unclassified,
        }
    }

    /// The share of a rating; none for what is not stated.
    #[must_use]
    pub const fn of_rating(rating: Option<Satisfaction>) -> Self {
        match rating {
            Some(Satisfaction::VerySatisfied) => Self::VerySatisfied,
            Some(Satisfaction::Satisfied) => Self::Satisfied,
            Some(Satisfaction::BasicallySatisfied) => Self::BasicallySatisfied,
            Some(Satisfaction::Understand) => Self::Understand,
            Some(Satisfaction::Dissatisfied) => Self::Dissatisfied,
            None => Self::NotStated,
        }
    }

    /// The share of an answer; none for what is unanswered.
    #[must_use]
    pub const fn of_verdict(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Adopted) => Self::SuggestionsAdopted,
            Some(Verdict::PartlyAdopted) => Self::PartlyAdopted,
            Some(Verdict::Planned) => Self::Planned,
            Some(Verdict::NotAdopted) => Self::NotAdopted,
            None => Self::Unanswered,
        }
    }

    /// What is divided.
    #[must_use]
    pub const fn numerator(self) -> Measure {
        match self {
            Self::Filing => Measure::Filed,
            Self::Completion => Measure::Issued,
            Self::OnTime => Measure::InTime,
            Self::HandedIn => Measure::HandedIn,
            Self::ClassA => Measure::OfClass(Some(Class::A)),
            Self::ClassB => Measure::OfClass(Some(Class::B)),
            Self::ClassC => Measure::OfClass(Some(Class::C)),
            Self::ClassD => Measure::OfClass(Some(Class::D)),
            Self::Unclassified => Measure::OfClass(None),
            Self::FirstSatisfaction => Measure::one(Tally::FirstGood),
            Self::FinalSatisfaction => Measure::FINAL_GOOD,
            Self::VerySatisfied => Measure::one(Tally::VerySatisfied),
            Self::Satisfied => Measure::one(Tally::Satisfied),
            Self::BasicallySatisfied => Measure::one(Tally::BasicallySatisfied),
            Self::Understand => Measure::one(Tally::Understand),
            Self::Dissatisfied => Measure::one(Tally::Dissatisfied),
            Self::NotStated => Measure::one(Tally::NotStated),
            Self::SatisfactionOfAll => Measure::SatisfiedInTheEnd,
            Self::Returned => Measure::one(Tally::Returned),
            Self::Adoption => Measure::WithAdopted,
            Self::SuggestionsAdopted => Measure::one(Tally::Adopted),
            Self::PartlyAdopted => Measure::one(Tally::PartlyAdopted),
            Self::Planned => Measure::one(Tally::Planned),
            Self::NotAdopted => Measure::one(Tally::NotAdopted),
            Self::Unanswered => Measure::one(Tally::Unanswered),
            Self::FaceToFace => Measure::FaceToFace,
            Self::SecondHandling => Measure::Again,
            Self::Converted => Measure::Converted,
            Self::PromisesKept => Measure::PromisesKept,
            Self::Raised => Measure::Raised,
        }
    }

    /// What it is divided by.
    #[must_use]
    pub const fn denominator(self) -> Measure {
        match self {
            Self::Filing => Measure::Submitted,
            Self::Completion | Self::OnTime | Self::HandedIn => Measure::Owed,
            Self::ClassA
            | Self::ClassB
            | Self::ClassC
            | Self::ClassD
            | Self::Unclassified
            | Self::SatisfactionOfAll
            | Self::FaceToFace
            | Self::SecondHandling
            | Self::Converted
            | Self::Raised => Measure::Issued,
            Self::PromisesKept => Measure::PromisesDue,
            Self::FirstSatisfaction => Measure::one(Tally::FirstForms),
            Self::FinalSatisfaction
            | Self::VerySatisfied
            | Self::Satisfied
            | Self::BasicallySatisfied
            | Self::Understand
            | Self::Dissatisfied
            | Self::NotStated => Measure::FINAL_FORMS,
            Self::Returned => Measure::one(Tally::Asked),
            Self::Adoption => Measure::Answered,
            Self::SuggestionsAdopted
            | Self::PartlyAdopted
            | Self::Planned
            | Self::NotAdopted
            | Self::Unanswered => Measure::SUGGESTIONS,
        }
    }

    /// One of the two.
    #[must_use]
    pub const fn measure(self, part: Part) -> Measure {
        match part {
            Part::Numerator => self.numerator(),
            Part::Denominator => self.denominator(),
        }
    }

    /// Whether it is one part of a whole, as classes are.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(
            self,
            Self::ClassA
                | Self::ClassB
                | Self::ClassC
                | Self::ClassD
                | Self::Unclassified
                | Self::VerySatisfied
                | Self::Satisfied
                | Self::BasicallySatisfied
                | Self::Understand
                | Self::Dissatisfied
                | Self::NotStated
                | Self::PartlyAdopted
                | Self::Planned
                | Self::NotAdopted
                | Self::Unanswered
        )
    }
}
