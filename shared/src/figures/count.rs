//! Counting facts into figures.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::by::Dimension;
use super::conversion::{Conversion, OutcomeCount};
use super::facts::Fact;
use super::measure::{Level, MARKS, Marks, Measure, Tallies, Tally};
use super::named::FigureName;
use super::rate::{CountUnit, Rate, shares};
use crate::case::{Class, Satisfaction, Verdict};
use crate::ids::SuggestionNo;
use crate::profile::{FigureRules, OutcomeType};

/// One class, or the replies that have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClassRow {
    /// The class; none for what is unclassified.
    pub class: Option<Class>,
    /// Its share of the issued reply items.
    pub share: Rate,
}

/// One rating, or the forms that state none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RatingRow {
    /// The rating; none for what is not stated.
    pub rating: Option<Satisfaction>,
    /// Its share of the latest forms.
    pub share: Rate,
}

/// One kind of answer, or the suggestions that have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VerdictRow {
    /// The answer; none for what is unanswered.
    pub verdict: Option<Verdict>,
    /// Its share of the suggestions in replies that are out.
    pub share: Rate,
}

/// The figures. Each rate says what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// Proposals that came in.
    pub submitted: u64,
    /// Filed ÷ submitted (立案率).
    pub filing: Rate,
    /// Reply items that are owed (应答复件).
    pub due: u64,
    /// Issued ÷ owed (办复率).
    pub completion: Rate,
    /// Issued by the deadline in force ÷ owed (按时办复率).
    pub on_time: Rate,
    /// Handed in for review by the deadline in force ÷ owed (按时送审率).
    pub handed_in: Rate,
    /// Each class ÷ issued, then what is unclassified where there is any.
    pub classes: Vec<ClassRow>,
    /// Forms about the first reply that are at least basically satisfied ÷ those that came in.
    pub first_satisfaction: Rate,
    /// The same for the latest form of each rater.
    pub final_satisfaction: Rate,
    /// Each rating ÷ latest forms, then what states none where there is any.
    pub ratings: Vec<RatingRow>,
    /// Reply items whose ratings come to satisfied in the end ÷ issued, rated or not.
    pub satisfaction_of_all: Rate,
    /// Forms returned ÷ forms asked (反馈率).
    pub returned: Rate,
    /// Proposals with at least one adopted suggestion ÷ answered (采纳率).
    pub adoption: Rate,
    /// Each answer ÷ suggestions in replies that are out, then what is unanswered where there is any.
    pub suggestions: Vec<VerdictRow>,
    /// With a face-to-face contact ÷ issued (面商率).
    pub face_to_face: Rate,
    /// In round 2 or later ÷ issued (二次办理率).
    pub second_handling: Rate,
    /// With an outcome on record ÷ issued (成果转化率).
    pub converted: Rate,
    /// Kept ÷ those whose first day has come (承诺兑现率).
    pub promises_kept: Rate,
    /// Raised by a supplementary reply ÷ issued.
    pub raised: Rate,
    /// Outcomes by type, most first.
    pub outcomes: Vec<OutcomeCount>,
}

impl Figures {
    /// Every rate with its name, in the order in which people read them.
    #[must_use]
    pub fn named(&self) -> Vec<(FigureName, &Rate)> {
        use FigureName as F;
        let mut named = vec![
            (F::Filing, &self.filing),
            (F::Completion, &self.completion),
            (F::OnTime, &self.on_time),
            (F::HandedIn, &self.handed_in),
        ];
        let classes = self.classes.iter();
        named.extend(classes.map(|row| (F::of_class(row.class), &row.share)));
        named.push((F::FirstSatisfaction, &self.first_satisfaction));
        named.push((F::FinalSatisfaction, &self.final_satisfaction));
        let ratings = self.ratings.iter();
        named.extend(ratings.map(|row| (F::of_rating(row.rating), &row.share)));
        named.push((F::SatisfactionOfAll, &self.satisfaction_of_all));
        named.push((F::Returned, &self.returned));
        named.push((F::Adoption, &self.adoption));
        let suggestions = self.suggestions.iter();
        named.extend(suggestions.map(|row| (F::of_verdict(row.verdict), &row.share)));
        named.push((F::FaceToFace, &self.face_to_face));
        named.push((F::SecondHandling, &self.second_handling));
        named.push((F::Converted, &self.converted));
        named.push((F::PromisesKept, &self.promises_kept));
        named.push((F::Raised, &self.raised));
        named
    }

    /// Gives each type of outcome the name that these have for it, where it has none yet.
    pub fn name_outcomes(&mut self, types: &[OutcomeType]) {
        for row in self.outcomes.iter_mut().filter(|row| row.name.is_none()) {
            let named = types.iter().find(|it| it.code == row.kind);
            row.name = named.map(|it| it.text.clone());
        }
    }

    /// The rate of this name; none where nothing is in that part.
    #[must_use]
    pub fn rate(&self, name: FigureName) -> Option<&Rate> {
        let mut named = self.named().into_iter();
        named
            .find(|(other, _)| *other == name)
            .map(|(_, rate)| rate)
    }
}

/// Sums of facts: all that figures are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    level: Level,
    marks: [u64; MARKS],
    tallies: Tallies,
    conversion: Conversion,
}

impl Sums {
    /// Nothing yet.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            marks: [0; MARKS],
            tallies: Tallies::default(),
            conversion: Conversion::default(),
        }
    }

    /// Adds what reply items have promised and what came of them.
    pub fn convert(&mut self, conversion: &Conversion) {
        self.conversion.add(conversion);
    }

    /// Adds `many` rows with these marks whose tallies come to `tallies`. Rows that do not count at this level are
    /// left out: the proposal itself where units are counted, and what units say to suggestions where proposals are.
    pub fn add(&mut self, marks: Marks, many: u64, tallies: &Tallies) {
        let is_item = Measure::Owed
            .mark(self.level)
            .is_some_and(|owed| marks.has(owed));
        if !is_item && self.level == Level::Own {
            return;
        }
        for bit in 0..MARKS {
            if marks.bits() >> bit & 1 == 1 {
                self.marks[bit] += many;
            }
        }
        for tally in Tally::ALL {
            if !(tally.is_of_suggestions() && is_item && self.level == Level::Whole) {
                self.tallies.add(*tally, tallies.get(*tally));
            }
        }
    }

    /// Makes one of a proposal that was added once for each of several units, with these marks: it is answered where each of
    /// them has answered it, and has a suggestion adopted where any of them adopts one. What several of them say to one
    /// suggestion is one answer, the best of them.
    fn join(&mut self, rows: &[&Joined<'_>]) {
        let has = |measure: Measure| {
            let mark = measure.mark(Level::Own);
            rows.iter()
                .filter(move |row| mark.is_some_and(|it| row.marks.has(it)))
        };
        let answered = has(Measure::Answered).count() == rows.len();
        for (measure, may_be) in [
            (Measure::Submitted, true),
            (Measure::Filed, true),
            (Measure::Answered, answered),
            (Measure::WithAdopted, answered),
        ] {
            let many = has(measure).count() as u64;
            if let Some(mark) = measure.mark(Level::Own) {
                self.marks[mark.index()] -= many - u64::from(may_be && many > 0);
            }
        }
        let mut said: BTreeMap<SuggestionNo, Vec<Tally>> = BTreeMap::new();
        for (no, tally) in rows.iter().flat_map(|row| row.shared) {
            said.entry(*no).or_default().push(*tally);
        }
        for mut said in said.into_values() {
            said.sort_by_key(|tally| tally.rank());
            for tally in &said[1..] {
                self.tallies.take(*tally, 1);
            }
        }
    }

    /// How many of this there are.
    #[must_use]
    pub fn of(&self, measure: Measure) -> u64 {
        match measure {
            Measure::PromisesDue => return self.conversion.due,
            Measure::PromisesKept => return self.conversion.kept,
            _ => {}
        }
        match measure.mark(self.level) {
            Some(mark) => self.marks[mark.index()],
            None => {
                let tallies = measure.tallies().iter();
                tallies.map(|tally| self.tallies.get(*tally)).sum()
            }
        }
    }

    /// The rate of this name.
    #[must_use]
    pub fn rate(&self, name: FigureName, rules: &FigureRules) -> Rate {
        let mut whole = self.of(name.denominator());
        if name == FigureName::OnTime {
            whole -= self.of(Measure::Untimed).min(whole);
        }
        Rate::new(
            self.of(name.numerator()),
            whole,
            name.numerator().unit(),
            rules.rounding,
            rules.decimals,
        )
    }

    /// The figures.
    #[must_use]
    pub fn figures(&self, rules: &FigureRules) -> Figures {
        let rate = |name: FigureName| self.rate(name, rules);
        Figures {
            submitted: self.of(Measure::Submitted),
            filing: rate(FigureName::Filing),
            due: self.of(Measure::Owed),
            completion: rate(FigureName::Completion),
            on_time: rate(FigureName::OnTime),
            handed_in: rate(FigureName::HandedIn),
            classes: self
                .parts(
                    Class::ALL,
                    FigureName::of_class,
                    CountUnit::ReplyItems,
                    rules,
                )
                .map(|(class, share)| ClassRow { class, share })
                .collect(),
            first_satisfaction: rate(FigureName::FirstSatisfaction),
            final_satisfaction: rate(FigureName::FinalSatisfaction),
            ratings: self
                .parts(
                    Satisfaction::ALL,
                    FigureName::of_rating,
                    CountUnit::Forms,
                    rules,
                )
                .filter(|(rating, share)| rating.is_none_or(is_usual) || share.numerator > 0)
                .map(|(rating, share)| RatingRow { rating, share })
                .collect(),
            satisfaction_of_all: rate(FigureName::SatisfactionOfAll),
            returned: rate(FigureName::Returned),
            adoption: rate(FigureName::Adoption),
            suggestions: self
                .parts(
                    Verdict::ALL,
                    FigureName::of_verdict,
                    CountUnit::Suggestions,
                    rules,
                )
                .map(|(verdict, share)| VerdictRow { verdict, share })
                .collect(),
            face_to_face: rate(FigureName::FaceToFace),
            second_handling: rate(FigureName::SecondHandling),
            converted: rate(FigureName::Converted),
            promises_kept: rate(FigureName::PromisesKept),
            raised: rate(FigureName::Raised),
            outcomes: self.outcomes(rules),
        }
    }

    fn outcomes(&self, rules: &FigureRules) -> Vec<OutcomeCount> {
        let outcomes = self.conversion.outcomes.iter();
        let mut found: Vec<(&String, u64)> = outcomes.map(|(kind, it)| (kind, *it)).collect();
        found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let counts: Vec<u64> = found.iter().map(|(_, count)| *count).collect();
        let (whole, of) = (counts.iter().sum(), CountUnit::Outcomes);
        let shares = shares(&counts, whole, of, rules.rounding, rules.decimals);
        let rows = found.into_iter().zip(shares);
        rows.map(|((kind, count), share)| OutcomeCount {
            kind: kind.clone(),
            name: None,
            count,
            share,
        })
        .collect()
    }

    /// The parts of a whole by their words, then what has no word where there is any.
    fn parts<W: Copy + 'static>(
        &self,
        words: &'static [W],
        name: impl Fn(Option<W>) -> FigureName,
        of: CountUnit,
        rules: &FigureRules,
    ) -> impl Iterator<Item = (Option<W>, Rate)> {
        let whole = self.of(name(None).denominator());
        let words = words.iter().copied().map(Some).chain([None]);
        let numbers: Vec<u64> = words
            .clone()
            .map(|word| self.of(name(word).numerator()))
            .collect();
        let rates = shares(&numbers, whole, of, rules.rounding, rules.decimals);
        words
            .zip(rates)
            .filter(|(word, share)| word.is_some() || share.numerator > 0)
    }
}

/// Whether every form offers it: what a profile may add is shown where somebody chose it.
const fn is_usual(rating: Satisfaction) -> bool {
    !matches!(
        rating,
        Satisfaction::VerySatisfied | Satisfaction::Understand
    )
}

/// One of several reply items of a proposal that is counted once.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a> {
    /// Where it stands in the dimension.
    pub at: &'a str,
    /// Its marks.
    pub marks: Marks,
    /// What it says to suggestions that others answer too.
    pub shared: &'a [(SuggestionNo, Tally)],
}

/// What facts come to, and each group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// All of them.
    pub whole: Sums,
    /// Those at each value of the dimension.
    pub groups: BTreeMap<String, Sums>,
}

impl Broken {
    /// Nothing yet.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            whole: Sums::new(level),
            groups: BTreeMap::new(),
        }
    }

    /// Adds rows that stand at one value of `by`.
    pub fn add(
        &mut self,
        by: Option<(Dimension, &str)>,
        marks: Marks,
        many: u64,
        tallies: &Tallies,
    ) {
        self.whole.add(marks, many, tallies);
        let Some((by, value)) = by else { return };
        let level = by.level().max(self.whole.level);
        let is_item = Measure::Owed
            .mark(level)
            .is_some_and(|owed| marks.has(owed));
        if level == Level::Own && !is_item {
            return;
        }
        let sums = match self.groups.get_mut(value) {
            Some(sums) => sums,
            None => self
                .groups
                .entry(value.to_owned())
                .or_insert_with(|| Sums::new(level)),
        };
        sums.add(marks, many, tallies);
    }

    /// Makes one of a proposal that several units of one person have reply items of, all added before.
    pub fn join(&mut self, rows: &[Joined<'_>]) {
        if self.whole.level != Level::Own {
            return;
        }
        self.whole.join(&rows.iter().collect::<Vec<_>>());
        for (value, sums) in &mut self.groups {
            let here = rows.iter().filter(|row| row.at == value);
            sums.join(&here.collect::<Vec<_>>());
        }
    }
}

impl Broken {
    /// Adds what reply items that stand at one value of `by` have promised, and what came of them.
    pub fn convert(&mut self, by: Option<(Dimension, &str)>, conversion: &Conversion) {
        self.whole.convert(conversion);
        if let Some((_, value)) = by
            && let Some(sums) = self.groups.get_mut(value)
        {
            sums.convert(conversion);
        }
    }
}

/// Counts the facts that stand where `wanted` says, broken down by a dimension.
#[must_use]
pub fn count(
    facts: &[Fact],
    wanted: &[(Dimension, String)],
    by: Option<Dimension>,
    level: Level,
) -> Broken {
    let mut broken = Broken::new(level);
    for fact in facts {
        if wanted
            .iter()
            .all(|(dimension, value)| fact.at(*dimension) == value)
        {
            let by = by.map(|by| (by, fact.at(by)));
            broken.add(by, fact.marks, 1, &fact.tallies);
            broken.convert(by, &fact.conversion);
        }
    }
    broken
}
