//! Ranking by points: each score explained line by line.

use std::collections::BTreeMap;
use std::fmt;

use num_rational::BigRational;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

use super::count::Sums;
use super::measure::Measure;
use super::named::FigureName;
use super::rate::Rate;
use crate::lang::Lang;
use crate::profile::FigureRules;
use crate::words;

words! {
    /// What is ranked.
    pub enum RankOf {
        /// Units against units.
        Units = "units", "承办单位", "units";
        /// Departments, of one unit or of all.
        Departments = "departments", "承办处室", "departments";
        /// Those who handle.
        Persons = "persons", "承办人", "persons";
        /// Proposals that were answered, by how they were handled.
        Proposals = "proposals", "提案", "proposals";
    }
}

impl RankOf {
    /// Which of them are ranked, where that is not all of them.
    #[must_use]
    pub const fn only(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::Proposals => Some(lang.pick(
                "只列可表彰的提案：按时答复、至少一条建议被采纳、历次评价均无不满意",
                "only those that could be commended: answered in time, a suggestion adopted, no form of any round dissatisfied",
            )),
            Self::Units | Self::Departments | Self::Persons => None,
        }
    }

    /// The points they are ranked by, of those that a profile gives. Who drafts is punctual by when the draft is handed in,
    /// not by when a level gets to it (domain, "Life of a case"): points for being on time are for that of persons, unless
    /// the profile gives points for it by its own name.
    #[must_use]
    pub fn points(self, given: &BTreeMap<FigureName, i32>) -> BTreeMap<FigureName, i32> {
        let mut points = given.clone();
        if self == Self::Persons
            && !points.contains_key(&FigureName::HandedIn)
            && let Some(weight) = points.remove(&FigureName::OnTime)
        {
            points.insert(FigureName::HandedIn, weight);
        }
        points
    }

    /// The figure by whose name a profile gives these of [`Self::points`].
    #[must_use]
    pub fn given_for(given: &BTreeMap<FigureName, i32>, figure: FigureName) -> FigureName {
        match given.contains_key(&figure) {
            true => figure,
            false => FigureName::OnTime,
        }
    }
}

/// Points, in hundredths; written `28.35`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub i64);

impl Points {
    /// A half hundredth is rounded away from zero.
    fn rounded(exact: &BigRational) -> Self {
        let hundredths = (exact * BigRational::from_integer(100.into())).round();
        Self(i64::try_from(hundredths.to_integer()).unwrap_or(0))
    }

    /// What must be said beside points.
    #[must_use]
    pub const fn rounding(lang: Lang) -> &'static str {
        lang.pick(
            "得分仅在显示时四舍五入至两位小数，总分与名次按舍入前计算",
            "points are rounded to 2 digits only where shown: sums and places are exact",
        )
    }
}

/// `weight` in proportion to a rate; none out of nothing.
fn exact(weight: i32, rate: &Rate) -> Option<BigRational> {
    let top = i128::from(weight) * i128::from(rate.numerator);
    (rate.denominator != 0).then(|| BigRational::new(top.into(), rate.denominator.into()))
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.replacen('.', "", 1);
        let written = digits.parse().map(Self).ok();
        written
            .filter(|points| points.to_string() == text)
            .ok_or_else(|| de::Error::custom("expected points written 28.35"))
    }
}

impl utoipa::PartialSchema for Points {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^-?[0-9]+\\.[0-9]{2}$"))
            .examples(["28.35"])
            .into()
    }
}

impl ToSchema for Points {}

/// One line of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScoreLine {
    /// The figure.
    pub figure: FigureName,
    /// What it came to.
    pub rate: Rate,
    /// Points for a rate of 100 %.
    pub weight: i32,
    /// The points, rounded; none out of nothing.
    pub points: Option<Points>,
}

impl ScoreLine {
    /// What it did to the score where it came out of nothing: other lines are not raised for it.
    #[must_use]
    pub const fn nothing(&self, lang: Lang) -> Option<&'static str> {
        match (&self.points, self.weight < 0) {
            (Some(_), _) => None,
            (None, false) => Some(lang.pick("无分母，不得分", "no denominator: no points")),
            (None, true) => Some(lang.pick("无分母，不扣分", "no denominator: nothing taken off")),
        }
    }
}

/// One of those who are ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ranked {
    /// The place, from 1; equal points, before they are rounded, share one.
    pub place: u32,
    /// Its code or id.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Of a department or a person the unit, by its name; of a person in several each of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Reply items owed.
    pub items: u64,
    /// The sum of the lines as they are before they are rounded.
    pub points: Points,
    /// The evidence: every figure that gives or takes points.
    pub lines: Vec<ScoreLine>,
}

impl Ranked {
    /// What it is called, with its unit.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        with_unit(self.name.clone(), self.unit.as_deref(), lang)
    }
}

/// A name with the unit it belongs to, where there is one.
#[must_use]
pub fn with_unit(name: String, unit: Option<&str>, lang: Lang) -> String {
    match (unit, lang) {
        (None, _) => name,
        (Some(unit), Lang::Zh) => format!("{name}（{unit}）"),
        (Some(unit), Lang::En) => format!("{name} ({unit})"),
    }
}

/// The lines of a score, and their exact sum.
fn score(
    sums: &Sums,
    weights: &BTreeMap<FigureName, i32>,
    rules: &FigureRules,
) -> (BigRational, Vec<ScoreLine>) {
    let mut sum = BigRational::from_integer(0.into());
    let weights = weights.iter().filter(|(_, weight)| **weight != 0);
    let lines = weights
        .map(|(figure, weight)| {
            let rate = sums.rate(*figure, rules);
            let points = exact(*weight, &rate);
            if let Some(points) = &points {
                sum += points;
            }
            ScoreLine {
                figure: *figure,
                weight: *weight,
                points: points.as_ref().map(Points::rounded),
                rate,
            }
        })
        .collect();
    (sum, lines)
}

/// Ranks those who owe at least `at_least` reply items: most points first, then most items, then by code.
#[must_use]
pub fn rank<'s>(
    groups: impl IntoIterator<Item = (&'s str, &'s Sums)>,
    weights: &BTreeMap<FigureName, i32>,
    rules: &FigureRules,
    at_least: u64,
) -> Vec<Ranked> {
    let mut ranked: Vec<(BigRational, Ranked)> = groups
        .into_iter()
        .filter(|(value, sums)| !value.is_empty() && sums.of(Measure::Owed) >= at_least.max(1))
        .map(|(value, sums)| {
            let (sum, lines) = score(sums, weights, rules);
            let row = Ranked {
                place: 0,
                value: value.to_owned(),
                name: value.to_owned(),
                unit: None,
                items: sums.of(Measure::Owed),
                points: Points::rounded(&sum),
                lines,
            };
            (sum, row)
        })
        .collect();
    ranked.sort_by(|(sum, row), (other_sum, other)| {
        let by_items = || other.items.cmp(&row.items);
        let by_sum = other_sum.cmp(sum).then_with(by_items);
        by_sum.then_with(|| row.value.cmp(&other.value))
    });
    let (mut rows, mut before): (Vec<Ranked>, Option<BigRational>) = (vec![], None);
    for ((sum, mut row), no) in ranked.into_iter().zip(1..) {
        row.place = match rows.last() {
            Some(last) if before.as_ref() == Some(&sum) => last.place,
            _ => no,
        };
        before = Some(sum);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{CountUnit, Level, Marks, Tallies};
    use crate::profile::Profile;

    fn sums(owed: u64, in_time: u64) -> Sums {
        let marks = |measures: &[Measure]| {
            let mut marks = Marks::default();
            for measure in measures {
                marks.set(measure.mark(Level::Own).unwrap(), true);
            }
            marks
        };
        let mut sums = Sums::new(Level::Own);
        let late = marks(&[Measure::Owed, Measure::Issued]);
        let timely = marks(&[Measure::Owed, Measure::Issued, Measure::InTime]);
        sums.add(late, owed - in_time, &Tallies::default());
        sums.add(timely, in_time, &Tallies::default());
        sums
    }

    #[test]
    fn a_score_is_the_sum_of_its_lines() {
        let weights = BTreeMap::from([
            (FigureName::Completion, 10),
            (FigureName::OnTime, 30),
            (FigureName::SecondHandling, -5),
            (FigureName::FinalSatisfaction, 20),
            (FigureName::Filing, 0),
        ]);
        let (points, lines) = score(&sums(3, 2), &weights, &Profile::shenzhen().figures);
        let said: Vec<_> = lines
            .iter()
            .map(|line| (line.figure, line.points.map(|points| points.to_string())))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            said,
            [
                (FigureName::Completion, some("10.00")),
                (FigureName::OnTime, some("20.00")),
                (FigureName::FinalSatisfaction, None),
                (FigureName::SecondHandling, some("0.00")),
            ]
        );
        assert_eq!(Points::rounded(&points), Points(3000));
        let nothing: Vec<_> = lines.iter().map(|it| it.nothing(Lang::En)).collect();
        let none = Some("no denominator: no points");
        assert_eq!(nothing, [None, None, none, None]);
    }

    #[test]
    fn persons_have_the_points_for_being_on_time_by_when_they_hand_in() {
        let given = BTreeMap::from([(FigureName::Completion, 10), (FigureName::OnTime, 30)]);
        for of in [RankOf::Units, RankOf::Departments, RankOf::Proposals] {
            assert_eq!(of.points(&given), given, "{of}");
        }
        let handed_in = BTreeMap::from([(FigureName::Completion, 10), (FigureName::HandedIn, 30)]);
        assert_eq!(RankOf::Persons.points(&given), handed_in);
        let named = |figure| RankOf::given_for(&given, figure);
        assert_eq!(named(FigureName::HandedIn), FigureName::OnTime);
        assert_eq!(named(FigureName::Completion), FigureName::Completion);
        // A profile that names both means both.
        let both = BTreeMap::from([(FigureName::OnTime, 5), (FigureName::HandedIn, 30)]);
        assert_eq!(RankOf::Persons.points(&both), both);
    }

    #[test]
    fn equal_points_share_a_place_and_who_owes_too_little_is_left_out() {
        let weights = BTreeMap::from([(FigureName::OnTime, 100)]);
        let units = [
            ("A", sums(4, 2)),
            ("B", sums(2, 1)),
            ("C", sums(9, 9)),
            ("D", sums(1, 1)),
        ];
        let groups = units.iter().map(|(unit, sums)| (*unit, sums));
        let rules = Profile::shenzhen().figures;
        let ranked = rank(groups, &weights, &rules, 2);
        let places: Vec<_> = ranked
            .iter()
            .map(|row| (row.place, row.value.as_str()))
            .collect();
        assert_eq!(places, [(1, "C"), (2, "A"), (2, "B")]);
    }

    #[test]
    fn places_are_by_the_sum_before_anything_is_rounded() {
        let rules = Profile::shenzhen().figures;
        let thirds = [
            FigureName::OnTime,
            FigureName::Completion,
            FigureName::FaceToFace,
        ];
        let mut marks = Marks::default();
        for measure in [
            Measure::Owed,
            Measure::Issued,
            Measure::InTime,
            Measure::FaceToFace,
        ] {
            marks.set(measure.mark(Level::Own).unwrap(), true);
        }
        let mut third = Sums::new(Level::Own);
        third.add(marks, 1, &Tallies::default());
        let mut owed = Marks::default();
        owed.set(Measure::Owed.mark(Level::Own).unwrap(), true);
        third.add(owed, 2, &Tallies::default());
        let weights = BTreeMap::from(thirds.map(|figure| (figure, 1)));
        // 1/3 + 1/3 + 1: face to face is out of what is issued.
        let (sum, lines) = score(&third, &weights, &rules);
        let shown: i64 = lines.iter().filter_map(|it| it.points).map(|it| it.0).sum();
        assert_eq!((Points::rounded(&sum).0, shown), (167, 166));
        let weights = BTreeMap::from([(FigureName::OnTime, 1)]);
        let units = [
            ("A", sums(30_000, 9_999)),
            ("B", sums(3, 1)),
            ("C", sums(9, 3)),
            ("D", sums(30_001, 10_001)),
        ];
        let groups = units.iter().map(|(unit, sums)| (*unit, sums));
        let ranked = rank(groups, &weights, &rules, 1);
        let places: Vec<_> = ranked
            .iter()
            .map(|row| (row.place, row.value.as_str(), row.points.0))
            .collect();
        assert_eq!(
            places,
            [(1, "D", 33), (2, "C", 33), (2, "B", 33), (4, "A", 33)]
        );
    }

    #[test]
    fn points_are_rounded_away_from_zero_and_written_with_two_digits() {
        let rate = |n, d| {
            let rules = Profile::shenzhen().figures;
            Rate::new(n, d, CountUnit::ReplyItems, rules.rounding, rules.decimals)
        };
        let say = |weight, n, d| {
            let points = exact(weight, &rate(n, d)).unwrap();
            Points::rounded(&points).to_string()
        };
        assert_eq!(say(10, 1, 3), "3.33");
        assert_eq!(say(-10, 2, 3), "-6.67");
        assert_eq!(say(1, 1, 200), "0.01");
        assert_eq!(say(-1, 1, 200), "-0.01");
        assert_eq!(exact(1, &rate(0, 0)), None);
        for points in [Points(0), Points(-5), Points(2835)] {
            let json = serde_json::to_string(&points).unwrap();
            assert_eq!(serde_json::from_str::<Points>(&json).unwrap(), points);
        }
    }
}
