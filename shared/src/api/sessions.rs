//! Sessions (届次).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::calendar::Date;
use crate::ids::SessionId;
use crate::text::{Bilingual, normalise_name};
use crate::{both, endpoint};

/// A session of the conference; owns a rule profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// A short id without spaces, e.g. `2023`.
    pub id: SessionId,
    /// The name, e.g. 七届三次会议.
    pub name: String,
    /// The year in proposal numbers.
    pub year: i16,
    /// The last day of the conference. Left out of a change, it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    /// Whether it is the one that is meant where none is named.
    #[serde(default)]
    pub current: bool,
}

impl Session {
    /// Why the last day cannot be that of the conference; none where it can, or is not known. Terms may be counted from
    /// it, so a slip of the year would have them end before anything is handed over. A conference is held in its year, or
    /// has begun late in the one before (example).
    #[must_use]
    pub fn close_fault(&self) -> Option<Bilingual> {
        let day = self.closed_on?;
        let (first, last) = (
            Date::new(self.year.saturating_sub(1), 10, 1)?,
            Date::new(self.year, 12, 31)?,
        );
        let year = self.year;
        (!(first..=last).contains(&day)).then(|| {
            both!(
                "{day} 不在 {year} 年的届次可能的闭幕日之内（{first} 至 {last}）；请核对闭幕日与年份",
                "{day} cannot be the last day of a conference of {year} (from {first} to {last}): check the day and the year"
            )
        })
    }

    /// The one of these that is the same session under another id: of the same year and name.
    #[must_use]
    pub fn same_as<'a>(&self, others: &'a [Self]) -> Option<&'a Self> {
        let name = normalise_name(&self.name);
        self.beside(others)
            .find(|it| normalise_name(&it.name) == name)
    }

    /// Others of the same year. Their proposals get the same numbers, so that one is named with its session.
    pub fn beside<'a>(&self, others: &'a [Self]) -> impl Iterator<Item = &'a Self> {
        let (id, year) = (self.id.clone(), self.year);
        others
            .iter()
            .filter(move |it| it.id != id && it.year == year)
    }
}

endpoint! {
    /// Every session, the newest first.
    ListSessions = Get "/api/v1/sessions", "list_sessions", Read, "Every session.";
    part (); query NoQuery; body Nothing; reply Json<Page<Session>>
}
endpoint! {
    /// Adds a session, or changes one. `current: true` makes it the current one.
    PutSession = Put "/api/v1/sessions", "put_session", Admin, "Add or change a session.";
    part (); query DryRun; body Json<Session>; reply Json<Session>
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(id: &str, name: &str, closed_on: Option<&str>) -> Session {
        Session {
            id: id.into(),
            name: name.to_owned(),
            year: 2023,
            closed_on: closed_on.map(|day| day.parse().unwrap()),
            current: false,
        }
    }

    #[test]
    fn a_session_closes_in_its_year_or_late_in_the_one_before() {
        for (day, fits) in [
            (None, true),
            (Some("2023-01-13"), true),
            (Some("2022-12-30"), true),
            (Some("2023-12-31"), true),
            (Some("2022-09-30"), false),
            (Some("2024-01-13"), false),
            (Some("2032-01-13"), false),
        ] {
            let fault = session("2023", "七届三次会议", day).close_fault();
            assert_eq!(fault.is_none(), fits, "{day:?}");
            if let Some(fault) = fault {
                let all = [fault.zh, fault.en];
                let says =
                    |text: &String| text.contains("2022-10-01") && text.contains("2023-12-31");
                assert!(all.iter().all(says), "{all:?}");
            }
        }
    }

    #[test]
    fn one_session_under_two_ids_is_known_by_its_year_and_name() {
        let others = [
            session("2023", "七届三次会议", None),
            Session {
                year: 2022,
                ..session("2022", "七届二次会议", None)
            },
        ];
        let same = |id: &str, name: &str| {
            let found = session(id, name, None);
            let same = found.same_as(&others).map(|it| it.id.0.clone());
            (same, found.beside(&others).count())
        };
        assert_eq!(same("s3", "七届 三次会议"), (Some("2023".to_owned()), 1));
        assert_eq!(same("2023", "七届三次会议"), (None, 0), "itself");
        assert_eq!(same("s3", "七届四次会议"), (None, 1));
        assert_eq!(same("s3", "七届二次会议"), (None, 1), "of another year");
    }
}
