//! Ranking by points: each score explained line by line.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

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
                "只列可表彰的提案：按时答复、至少一条建议被采纳、无人不满意",
                "only those that could be commended: answered in time, a suggestion adopted, nobody dissatisfied",
            )),
            Self::Units | Self::Departments | Self::Persons => None,
        }
    }
}

/// Points, in hundredths; written `28.35`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub i64);

impl Points {
    /// `weight` in proportion to a rate, a half hundredth rounded away from zero; none out of nothing.
    #[must_use]
    pub fn of(weight: i32, rate: &Rate) -> Option<Self> {
        let bottom = i128::from(rate.denominator);
        if bottom == 0 {
            return None;
        }
        let top = i128::from(weight) * 100 * i128::from(rate.numerator);
        let rounded = (top.abs() * 2 + bottom) / (bottom * 2) * top.signum();
        Some(Self(i64::try_from(rounded).unwrap_or(0)))
    }
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
    /// The points; none out of nothing.
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
    /// The place, from 1; equal points share one.
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
    /// The sum of the lines.
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

/// The lines of a score, and their sum.
#[must_use]
pub fn score(
    sums: &Sums,
    weights: &BTreeMap<FigureName, i32>,
    rules: &FigureRules,
) -> (Points, Vec<ScoreLine>) {
    let weights = weights.iter().filter(|(_, weight)| **weight != 0);
    let lines: Vec<ScoreLine> = weights
        .map(|(figure, weight)| {
            let rate = sums.rate(*figure, rules);
            ScoreLine {
                figure: *figure,
                weight: *weight,
                points: Points::of(*weight, &rate),
                rate,
            }
        })
        .collect();
    let sum = lines
        .iter()
        .filter_map(|line| line.points)
        .map(|points| points.0)
        .sum();
    (Points(sum), lines)
}

/// Ranks those who owe at least `at_least` reply items: most points first, then most items, then by code.
#[must_use]
pub fn rank<'s>(
    groups: impl IntoIterator<Item = (&'s str, &'s Sums)>,
    weights: &BTreeMap<FigureName, i32>,
    rules: &FigureRules,
    at_least: u64,
) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = groups
        .into_iter()
        .filter(|(value, sums)| !value.is_empty() && sums.of(Measure::Owed) >= at_least.max(1))
        .map(|(value, sums)| {
            let (points, lines) = score(sums, weights, rules);
            Ranked {
                place: 0,
                value: value.to_owned(),
                name: value.to_owned(),
                unit: None,
                items: sums.of(Measure::Owed),
                points,
                lines,
            }
        })
        .collect();
    ranked.sort_by(|a, b| {
        let key = |it: &Ranked| (Reverse(it.points), Reverse(it.items));
        key(a).cmp(&key(b)).then_with(|| a.value.cmp(&b.value))
    });
    let mut before: Option<(Points, u32)> = None;
    for (row, no) in ranked.iter_mut().zip(1..) {
        row.place = match before {
            Some((points, place)) if points == row.points => place,
            _ => no,
        };
        before = Some((row.points, row.place));
    }
    ranked
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
        assert_eq!(points, Points(3000));
        let nothing: Vec<_> = lines.iter().map(|it| it.nothing(Lang::En)).collect();
        let none = Some("no denominator: no points");
        assert_eq!(nothing, [None, None, none, None]);
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
    fn points_are_rounded_away_from_zero_and_written_with_two_digits() {
        let rate = |n, d| {
            let rules = Profile::shenzhen().figures;
            Rate::new(n, d, CountUnit::ReplyItems, rules.rounding, rules.decimals)
        };
        let say = |weight, n, d| Points::of(weight, &rate(n, d)).unwrap().to_string();
        assert_eq!(say(10, 1, 3), "3.33");
        assert_eq!(say(-10, 2, 3), "-6.67");
        assert_eq!(say(1, 1, 200), "0.01");
        assert_eq!(say(-1, 1, 200), "-0.01");
        assert_eq!(Points::of(1, &rate(0, 0)), None);
        for points in [Points(0), Points(-5), Points(2835)] {
            let json = serde_json::to_string(&points).unwrap();
            assert_eq!(serde_json::from_str::<Points>(&json).unwrap(), points);
        }
    }
}
