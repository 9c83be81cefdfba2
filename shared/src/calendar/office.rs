//! What an office adds to the published calendar: arrangements that came out since, and days of its own.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Calendar, CalendarTable, Date, LocalDay, Notice, TableFault};
use crate::both;
use crate::text::{check_line, of_toml};

/// Longest name of a day, in characters.
const NAME_CHARS: usize = 60;

/// The office's part of the calendar, as it is written in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeCalendar {
    /// Yearly arrangements; one of a year that came with the program takes its place.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// Days of the office's own, stronger than any notice.
    #[serde(default)]
    pub local: Vec<LocalDay>,
}

/// How entries are written, at the head of the file. Each is of use once the marks before it are gone.
const EXAMPLES: &str = "\
# 本单位在已公布日历上的补充：新公布的放假安排和本单位自己的日子。照下例添加（去掉行首的 #）。
# What the office adds to the published calendar: new arrangements, and days of its own. Add them
# like these examples (without the # before each line).
#
# [[notices]]
# year = 2027
# sources = [\"https://www.gov.cn/\"]
# holidays = [
#   { zh = \"元旦\", en = \"New Year\", from = \"2027-01-01\", to = \"2027-01-03\", make_up = [\"2027-01-09\"] },
# ]
#
# [[local]]
# date = \"2027-08-26\"
# works = false
# name = { zh = \"停电\", en = \"power cut\" }
";

/// The file without lists that are empty, to which nothing could be added below.
#[derive(Serialize)]
struct File<'c> {
    #[serde(skip_serializing_if = "<[Notice]>::is_empty")]
    notices: &'c [Notice],
    #[serde(skip_serializing_if = "<[LocalDay]>::is_empty")]
    local: &'c [LocalDay],
}

impl OfficeCalendar {
    /// As its file is written, with examples of what can be added at its head.
    ///
    /// # Errors
    /// What the writer of the format says; nothing that was read from such a file is refused.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        let (notices, local) = (&*self.notices, &*self.local);
        let file = toml::to_string(&File { notices, local })?;
        Ok(match file.is_empty() {
            true => EXAMPLES.to_owned(),
            false => format!("{EXAMPLES}\n{file}"),
        })
    }

    /// Reads the file, and makes sure that a calendar can be made of it.
    ///
    /// # Errors
    /// The first thing wrong with it: where, and what was expected.
    pub fn from_toml(text: &str) -> Result<Self, TableFault> {
        let office: Self =
            toml::from_str(text).map_err(|fault| TableFault::Syntax(of_toml(text, &fault)))?;
        let holidays = office.notices.iter().flat_map(|notice| &notice.holidays);
        let names = holidays
            .flat_map(|holiday| [&holiday.zh, &holiday.en])
            .chain(
                office
                    .local
                    .iter()
                    .flat_map(|day| [&day.name.zh, &day.name.en]),
            );
        for name in names {
            check_line(name, NAME_CHARS).map_err(|fault| {
                let said = fault.both();
                let (zh, en) = (said.zh, said.en);
                TableFault::Syntax(both!(
                    "日子的名称 {name:?} {zh}",
                    "the name of a day, {name:?}: {en}"
                ))
            })?;
        }
        Calendar::new(&office.over_published(1))?;
        if let Some(notice) = office.notices.iter().find(|it| it.holidays.is_empty()) {
            return Err(TableFault::NoHolidays(notice.year));
        }
        Ok(office)
    }

    /// What of this is no more where `new` takes its place: years of notices, and days of its own.
    #[must_use]
    pub fn gone_with(&self, new: &Self) -> (Vec<i16>, Vec<Date>) {
        let years = self.notices.iter().map(|it| it.year);
        let years = years.filter(|year| !new.notices.iter().any(|it| it.year == *year));
        let days = self.local.iter().map(|it| it.date);
        let days = days.filter(|day| !new.local.iter().any(|it| it.date == *day));
        (years.collect(), days.collect())
    }

    /// The whole table: what is published with the office's part over it. `revision` counts the office's changes.
    #[must_use]
    pub fn over_published(&self, revision: u32) -> CalendarTable {
        let published = Calendar::published_table();
        let replaced = |year: i16| self.notices.iter().any(|own| own.year == year);
        let mut notices: Vec<Notice> = published
            .notices
            .iter()
            .filter(|notice| !replaced(notice.year))
            .chain(&self.notices)
            .cloned()
            .collect();
        notices.sort_by_key(|notice| notice.year);
        CalendarTable {
            revision: if revision == 0 {
                published.revision.clone()
            } else {
                format!("{}+{revision}", published.revision)
            },
            notices,
            local: published.local.iter().chain(&self.local).cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DayKind;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_added_another_replaced_and_a_day_is_the_offices_own() {
        let office = OfficeCalendar::from_toml(
            "[[notices]]\nyear = 2027\nholidays = [{ zh = \"元旦\", en = \"New Year\", from = \"2027-01-01\", to = \"2027-01-03\" }]\n\
             [[notices]]\nyear = 2023\nholidays = [{ zh = \"元旦\", en = \"New Year\", from = \"2023-01-01\", to = \"2023-01-02\" }]\n\
             [[local]]\ndate = \"2023-03-31\"\nworks = false\nname = { zh = \"停电\", en = \"power cut\" }\n",
        )
        .unwrap();
        let table = office.over_published(3);
        assert!(table.revision.ends_with("+3"));
        let calendar = Calendar::new(&table).unwrap();
        assert_eq!(calendar.day(date("2027-01-01")).kind, DayKind::Rest);
        assert_eq!(calendar.day(date("2023-03-31")).kind, DayKind::Rest);
        assert_eq!(
            calendar.day(date("2023-04-05")).kind,
            DayKind::Workday,
            "the office's own arrangement of 2023 has no Qingming"
        );
        assert!(calendar.years().any(|year| year == 2026));
        let later = OfficeCalendar::default();
        let day = date("2023-03-31");
        assert_eq!(office.gone_with(&later), (vec![2027, 2023], vec![day]));
        assert_eq!(later.gone_with(&office), (vec![], vec![]));
    }

    #[test]
    fn what_is_there_can_be_added_to_below_and_by_the_examples_above() {
        let example: String = EXAMPLES
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .skip_while(|line| !line.starts_with('['))
            .flat_map(|line| [line, "\n"])
            .collect();
        let both = OfficeCalendar::from_toml(&example).unwrap();
        assert_eq!((both.notices.len(), both.local.len()), (1, 1));
        let day = "\n[[local]]\ndate = \"2027-03-01\"\nworks = false\nname = { zh = \"甲\", en = \"a\" }\n";
        let year = "\n[[notices]]\nyear = 2028\nholidays = [{ zh = \"元旦\", en = \"x\", from = \"2028-01-01\", to = \"2028-01-02\" }]\n";
        for before in [OfficeCalendar::default(), both] {
            let file = before.to_toml().unwrap();
            assert_eq!(OfficeCalendar::from_toml(&file).unwrap(), before);
            let more = OfficeCalendar::from_toml(&format!("{file}{day}{year}")).unwrap();
            assert_eq!(more.local.len(), before.local.len() + 1);
            assert_eq!(more.notices.len(), before.notices.len() + 1);
        }
    }

    #[test]
    fn nothing_added_is_what_is_published() {
        let table = OfficeCalendar::default().over_published(0);
        assert_eq!(&table, Calendar::published_table());
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (text, says) in [
            (
                "[[notices]]\nyear = 2027\nholidays = [{ zh = \"元旦\", en = \"x\", from = \"2028-01-01\", to = \"2028-01-03\" }]",
                "2028-01-01 cannot be arranged by the notice of 2027",
            ),
            (
                "[[local]]\ndate = \"2023-13-01\"\nworks = true\nname = { zh = \"甲\", en = \"a\" }",
                "line 2",
            ),
            (
                "[[local]]\ndate = \"2023-03-01\"\nworks = true\nname = { zh = \"\", en = \"a\" }",
                "the name of a day",
            ),
            (
                "[[notices]]\nyear = 2027\nholidays = []\n",
                "the arrangement of 2027 has no holiday",
            ),
            ("[[locals]]\n", "unknown field `locals`"),
        ] {
            let fault = OfficeCalendar::from_toml(text).unwrap_err().to_string();
            assert!(fault.contains(says), "{fault}");
        }
    }
}
