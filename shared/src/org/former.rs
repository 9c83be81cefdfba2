//! Names that a unit had before: lists of that time, and people for long, use them.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::text::normalise_name;

/// A name that a unit had (曾用名), and until when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormerName {
    /// The last day of the name.
    pub until: Date,
    /// The name.
    pub name: String,
}

impl FormerName {
    /// Reads `市交通局（至 2024-03-31）`, as [`FormerName`] is shown; `至2024年3月` is the last day of the month, `至2019`
    /// that of the year. None where no day is said.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.nfkc().collect();
        let (name, rest) = text.trim().rsplit_once('(')?;
        let said = rest.strip_suffix(')')?.trim();
        let said = ["至", "到", "until", "to"]
            .iter()
            .find_map(|word| said.strip_prefix(word))
            .unwrap_or(said);
        let name = normalise_name(name);
        let until = last_day(said.trim())?;
        (!name.is_empty()).then_some(Self { until, name })
    }
}

/// Former names with these added: a name that is there gets the day that is said now. The oldest first.
#[must_use]
pub fn with_former(known: &[FormerName], said: &[FormerName]) -> Vec<FormerName> {
    let mut all: Vec<FormerName> = known
        .iter()
        .filter(|known| said.iter().all(|it| it.name != known.name))
        .chain(said)
        .cloned()
        .collect();
    all.sort();
    all.dedup();
    all
}

/// As it is written in lists.
impl fmt::Display for FormerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（至 {}）", self.name, self.until)
    }
}

/// The day, or the last day of the month or year.
fn last_day(text: &str) -> Option<Date> {
    let text = text.trim_end_matches(['日', '号', '月', '年', '底']);
    let parts: Option<Vec<u16>> = text
        .split(['-', '/', '.', '年', '月'])
        .map(|part| part.trim().parse().ok())
        .collect();
    let (year, month, day) = match parts?.as_slice() {
        [year] => (*year, 12, None),
        [year, month] => (*year, *month, None),
        [year, month, day] => (*year, *month, Some(*day)),
        _ => return None,
    };
    let year = i16::try_from(year).ok().filter(|year| *year >= 1900)?;
    let month = i8::try_from(month).ok()?;
    match day {
        Some(day) => Date::new(year, month, i8::try_from(day).ok()?),
        None => (28..=31).rev().find_map(|day| Date::new(year, month, day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_former_name_is_read_as_it_is_written_and_as_people_write_it() {
        let read = |text| FormerName::read(text).map(|it| it.to_string());
        let day = "市交通局（至 2024-03-31）";
        for text in [
            day,
            "市交通局(至2024年3月31日)",
            "市交通局（至2024年3月）",
            "市交通局 (until 2024-03)",
            "市交通局（2024.3）",
        ] {
            assert_eq!(read(text).as_deref(), Some(day), "{text}");
        }
        assert_eq!(
            read("市交通委员会（至2019年底）").as_deref(),
            Some("市交通委员会（至 2019-12-31）")
        );
        assert_eq!(
            read("市（县）交通局（至2024年2月）").as_deref(),
            Some("市(县)交通局（至 2024-02-29）")
        );
        for text in [
            "市交通局",
            "市交通局（原）",
            "（至2024-03-31）",
            "局（至2024-13）",
            "局（至2024-02-30）",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn former_names_are_added_to_and_a_day_said_anew_counts() {
        let read = |text| FormerName::read(text).unwrap();
        let known = [read("甲局（至2009）"), read("乙局（至2012）")];
        let all = with_former(&known, &[read("甲局（至2010）"), read("丙局（至2020）")]);
        let all: Vec<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(
            all,
            [
                "甲局（至 2010-12-31）",
                "乙局（至 2012-12-31）",
                "丙局（至 2020-12-31）"
            ]
        );
    }
}
