//! What an office relies on: the published arrangements, day by day, and counting over them.

use proptest::prelude::*;

use super::date::tests::{any_day, day};
use super::*;
use crate::text::Bilingual;

fn calendar() -> Calendar {
    Calendar::published()
}

fn rule(term: Term, roll_forward: bool) -> DeadlineRule {
    DeadlineRule { term, roll_forward }
}

fn due(from: &str, term: Term, roll_forward: bool) -> Date {
    calendar()
        .deadline(day(from), rule(term, roll_forward), BeyondData::Refuse)
        .unwrap()
        .date
}

/// Every arrangement from 2019 to 2026: days off first to last with the weekend that follows, make-up workdays. Written
/// down a second time, apart from the table in the crate.
const ARRANGED: &[(&str, &str, &[&str])] = &[
    ("2018-12-30", "2019-01-01", &["2018-12-29"]),
    ("2019-02-04", "2019-02-10", &["2019-02-02", "2019-02-03"]),
    ("2019-04-05", "2019-04-07", &[]),
    ("2019-05-01", "2019-05-04", &["2019-04-28", "2019-05-05"]),
    ("2019-06-07", "2019-06-09", &[]),
    ("2019-09-13", "2019-09-15", &[]),
    ("2019-10-01", "2019-10-07", &["2019-09-29", "2019-10-12"]),
    ("2020-01-01", "2020-01-01", &[]),
    ("2020-01-24", "2020-02-02", &["2020-01-19"]),
    ("2020-04-04", "2020-04-06", &[]),
    ("2020-05-01", "2020-05-05", &["2020-04-26", "2020-05-09"]),
    ("2020-06-25", "2020-06-27", &["2020-06-28"]),
    ("2020-10-01", "2020-10-08", &["2020-09-27", "2020-10-10"]),
    ("2021-01-01", "2021-01-03", &[]),
    ("2021-02-11", "2021-02-17", &["2021-02-07", "2021-02-20"]),
    ("2021-04-03", "2021-04-05", &[]),
    ("2021-05-01", "2021-05-05", &["2021-04-25", "2021-05-08"]),
    ("2021-06-12", "2021-06-14", &[]),
    ("2021-09-19", "2021-09-21", &["2021-09-18"]),
    ("2021-10-01", "2021-10-07", &["2021-09-26", "2021-10-09"]),
    ("2022-01-01", "2022-01-03", &[]),
    ("2022-01-31", "2022-02-06", &["2022-01-29", "2022-01-30"]),
    ("2022-04-03", "2022-04-05", &["2022-04-02"]),
    ("2022-04-30", "2022-05-04", &["2022-04-24", "2022-05-07"]),
    ("2022-06-03", "2022-06-05", &[]),
    ("2022-09-10", "2022-09-12", &[]),
    ("2022-10-01", "2022-10-07", &["2022-10-08", "2022-10-09"]),
    ("2022-12-31", "2023-01-02", &[]),
    ("2023-01-21", "2023-01-27", &["2023-01-28", "2023-01-29"]),
    ("2023-04-05", "2023-04-05", &[]),
    ("2023-04-29", "2023-05-03", &["2023-04-23", "2023-05-06"]),
    ("2023-06-22", "2023-06-24", &["2023-06-25"]),
    ("2023-09-29", "2023-10-06", &["2023-10-07", "2023-10-08"]),
    ("2024-01-01", "2024-01-01", &[]),
    ("2024-02-10", "2024-02-17", &["2024-02-04", "2024-02-18"]),
    ("2024-04-04", "2024-04-06", &["2024-04-07"]),
    ("2024-05-01", "2024-05-05", &["2024-04-28", "2024-05-11"]),
    ("2024-06-08", "2024-06-10", &[]),
    ("2024-09-15", "2024-09-17", &["2024-09-14"]),
    ("2024-10-01", "2024-10-07", &["2024-09-29", "2024-10-12"]),
    ("2025-01-01", "2025-01-01", &[]),
    ("2025-01-28", "2025-02-04", &["2025-01-26", "2025-02-08"]),
    ("2025-04-04", "2025-04-06", &[]),
    ("2025-05-01", "2025-05-05", &["2025-04-27"]),
    ("2025-05-31", "2025-06-02", &[]),
    ("2025-10-01", "2025-10-08", &["2025-09-28", "2025-10-11"]),
    ("2026-01-01", "2026-01-03", &["2026-01-04"]),
    ("2026-02-15", "2026-02-23", &["2026-02-14", "2026-02-28"]),
    ("2026-04-04", "2026-04-06", &[]),
    ("2026-05-01", "2026-05-05", &["2026-05-09"]),
    ("2026-06-19", "2026-06-21", &[]),
    ("2026-09-25", "2026-09-27", &[]),
    ("2026-10-01", "2026-10-07", &["2026-09-20", "2026-10-10"]),
];

/// The kind of a day by looking through the list above: slow and plain.
fn naive_kind(date: Date) -> DayKind {
    for (from, to, make_up) in ARRANGED {
        if (day(from)..=day(to)).contains(&date) {
            return DayKind::Rest;
        }
        if make_up.iter().any(|text| day(text) == date) {
            return DayKind::MakeUp;
        }
    }
    if date.is_weekend() {
        DayKind::Rest
    } else {
        DayKind::Workday
    }
}

#[test]
fn every_day_of_every_published_year_is_as_arranged() {
    let calendar = calendar();
    assert_eq!(
        calendar.years().collect::<Vec<_>>(),
        (2019..=2026).collect::<Vec<_>>()
    );
    let mut date = day("2019-01-01");
    while date.year() < 2027 {
        let known = calendar.kind_of(date, BeyondData::Refuse).unwrap();
        assert_eq!(known.value, naive_kind(date), "{date}");
        date = date.next().unwrap();
    }
    // Days that a notice arranged before its year are known without the rest of theirs.
    for (text, kind) in [
        ("2018-12-29", DayKind::MakeUp),
        ("2018-12-31", DayKind::Rest),
    ] {
        assert_eq!(
            calendar
                .kind_of(day(text), BeyondData::Refuse)
                .unwrap()
                .value,
            kind
        );
    }
}

#[test]
fn weekdays_off_less_make_up_days_are_the_statutory_holidays() {
    // 11 a year until 2024, 13 from 2025; two more in 2020, when the Spring Festival was prolonged.
    let expected = [
        (2019, 11),
        (2020, 13),
        (2021, 11),
        (2022, 11),
        (2023, 11),
        (2024, 11),
        (2025, 13),
        (2026, 13),
    ];
    let table = Calendar::published_table();
    for (year, statutory) in expected {
        let notice = table
            .notices
            .iter()
            .find(|notice| notice.year == year)
            .unwrap();
        let mut days = 0;
        for holiday in &notice.holidays {
            let length = i32::try_from(holiday.from.days_until(holiday.to)).unwrap();
            days += (0..=length)
                .filter(|n| !holiday.from.plus_days(*n).unwrap().is_weekend())
                .count();
            days -= holiday.make_up.len();
        }
        assert_eq!(days, statutory, "{year}");
        assert!(!notice.sources.is_empty());
    }
}

#[test]
fn working_days_of_the_rules() {
    assert_eq!(
        due("2023-03-31", Term::WorkingDays(3), true),
        day("2023-04-06")
    );
    assert_eq!(
        due("2023-03-31", Term::WorkingDays(10), true),
        day("2023-04-17")
    );
    assert_eq!(
        due("2026-09-18", Term::WorkingDays(7), true),
        day("2026-09-29")
    );
    let between =
        calendar().working_days_between(day("2023-04-01"), day("2023-06-30"), BeyondData::Refuse);
    assert_eq!(
        between,
        Ok(Counted {
            value: 62,
            plain_weekdays: false
        })
    );
}

#[test]
fn months_of_the_rules() {
    assert_eq!(due("2023-03-31", Term::Months(3), true), day("2023-06-30"));
    assert_eq!(due("2023-11-30", Term::Months(3), true), day("2024-02-29"));
    assert_eq!(
        due("2023-03-31", Term::Months(6), true),
        day("2023-10-07"),
        "the holiday's end is a make-up workday"
    );
}

#[test]
fn a_deadline_on_a_day_off_rolls_only_if_the_profile_says_so() {
    // 2023-07-01 is a Saturday.
    assert_eq!(due("2023-04-01", Term::Months(3), true), day("2023-07-03"));
    assert_eq!(due("2023-04-01", Term::Months(3), false), day("2023-07-01"));
    assert_eq!(
        due("2023-06-21", Term::CalendarDays(1), true),
        day("2023-06-25"),
        "Sunday, but worked on"
    );
}

#[test]
fn a_make_up_workday_on_a_weekend_does_not_roll() {
    assert_eq!(due("2023-03-25", Term::Months(3), true), day("2023-06-25"));
    assert_eq!(
        due("2026-09-13", Term::CalendarDays(7), true),
        day("2026-09-20")
    );
}

#[test]
fn a_year_without_data_is_refused_unless_somebody_says_otherwise() {
    let calendar = calendar();
    let three_months = rule(Term::Months(3), true);
    let refused = calendar.deadline(day("2026-11-30"), three_months, BeyondData::Refuse);
    assert_eq!(refused, Err(CalendarFault::YearWithoutData { year: 2027 }));
    let refused =
        calendar.working_days_between(day("2026-12-25"), day("2027-01-08"), BeyondData::Refuse);
    assert_eq!(refused, Err(CalendarFault::YearWithoutData { year: 2027 }));

    // 2027-02-28 is a Sunday.
    let plain = calendar
        .deadline(
            day("2026-11-30"),
            three_months,
            BeyondData::CountPlainWeekdays,
        )
        .unwrap();
    assert_eq!(
        (plain.date, plain.plain_weekdays),
        (day("2027-03-01"), true)
    );
    assert_eq!(
        plain.steps.last().map(|step| &step.why),
        Some(&DayReason::NoData)
    );

    let known = calendar
        .deadline(
            day("2026-03-31"),
            three_months,
            BeyondData::CountPlainWeekdays,
        )
        .unwrap();
    assert!(
        !known.plain_weekdays,
        "the permission alone is not a use of it"
    );
    let end = calendar.deadline(
        day("2999-12-31"),
        rule(Term::CalendarDays(1), false),
        BeyondData::CountPlainWeekdays,
    );
    assert_eq!(end, Err(CalendarFault::OutOfRange));
}

#[test]
fn a_deadline_explains_itself_step_by_step() {
    let deadline = calendar()
        .deadline(
            day("2026-09-18"),
            rule(Term::WorkingDays(7), true),
            BeyondData::Refuse,
        )
        .unwrap();
    let told: Vec<String> = deadline
        .steps
        .iter()
        .map(|step| {
            let why = match &step.why {
                DayReason::Week => "week",
                DayReason::Holiday { name } => &name.zh,
                DayReason::Local { name } => &name.zh,
                DayReason::NoData => "no data",
            };
            format!(
                "{:?} {}..{} {why} {}",
                step.kind, step.from, step.to, step.total
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Skipped 2026-09-19..2026-09-19 week 0",
            "CountedMakeUp 2026-09-20..2026-09-20 国庆节 1",
            "Counted 2026-09-21..2026-09-24 week 5",
            "Skipped 2026-09-25..2026-09-27 中秋节 5",
            "Counted 2026-09-28..2026-09-29 week 7",
        ]
    );
    assert_eq!(deadline.calendar_revision, "2026.1");

    let clamped = calendar()
        .deadline(
            day("2023-11-30"),
            rule(Term::Months(3), true),
            BeyondData::Refuse,
        )
        .unwrap();
    assert_eq!(
        clamped
            .steps
            .iter()
            .map(|step| step.kind)
            .collect::<Vec<_>>(),
        [StepKind::AddedClamped]
    );
    let rolled = calendar()
        .deadline(
            day("2023-04-01"),
            rule(Term::Months(3), true),
            BeyondData::Refuse,
        )
        .unwrap();
    assert_eq!(
        rolled
            .steps
            .iter()
            .map(|step| step.kind)
            .collect::<Vec<_>>(),
        [StepKind::Added, StepKind::RolledOver]
    );
}

#[test]
fn a_deadline_survives_the_wire_whole() {
    let deadline = calendar()
        .deadline(
            day("2026-09-18"),
            rule(Term::WorkingDays(7), true),
            BeyondData::Refuse,
        )
        .unwrap();
    let json = serde_json::to_string(&deadline).unwrap();
    assert!(
        json.contains(
            r#""rule":{"term":{"working_days":7},"roll_forward":true},"from":"2026-09-18""#
        ),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), deadline);
}

#[test]
fn local_days_are_stronger_than_notices() {
    let mut table = Calendar::published_table().clone();
    table.revision = "office-1".to_owned();
    let local = |date, works| LocalDay {
        date: day(date),
        works,
        name: Bilingual::new("台风停工", "typhoon"),
    };
    table.local = vec![
        local("2023-09-01", false),
        local("2023-09-02", true),
        local("2023-10-07", false),
    ];
    let office = Calendar::new(&table).unwrap();
    let kind = |date| office.kind_of(day(date), BeyondData::Refuse).unwrap().value;
    assert_eq!(kind("2023-09-01"), DayKind::Rest);
    assert_eq!(kind("2023-09-02"), DayKind::MakeUp);
    assert_eq!(kind("2023-10-07"), DayKind::Rest);

    let before = calendar()
        .deadline(
            day("2023-08-31"),
            rule(Term::CalendarDays(1), true),
            BeyondData::Refuse,
        )
        .unwrap();
    let after = office.reckon_again(&before).unwrap();
    assert_eq!(
        (before.date, after.date),
        (day("2023-09-01"), day("2023-09-02"))
    );
    assert_eq!(after.calendar_revision, "office-1");
}

#[test]
fn a_bad_table_is_refused_with_the_day_that_is_wrong() {
    let with = |holiday: &str| {
        Calendar::from_toml(&format!(
            "revision = \"t\"\n[[notices]]\nyear = 2023\nholidays = [{holiday}]"
        ))
    };
    let fault = |holiday: &str| with(holiday).unwrap_err();
    assert!(
        with(r#"{ zh = "元旦", en = "New Year", from = "2022-12-31", to = "2023-01-02" }"#).is_ok()
    );
    assert_eq!(
        fault(r#"{ zh = "a", en = "a", from = "2023-01-03", to = "2023-01-02" }"#),
        TableFault::Range {
            year: 2023,
            from: day("2023-01-03"),
            to: day("2023-01-02")
        }
    );
    assert_eq!(
        fault(r#"{ zh = "a", en = "a", from = "2022-11-30", to = "2022-12-02" }"#),
        TableFault::OutsideYear {
            year: 2023,
            date: day("2022-11-30")
        }
    );
    assert_eq!(
        fault(
            r#"{ zh = "a", en = "a", from = "2023-01-01", to = "2023-01-02", make_up = ["2023-01-06"] }"#
        ),
        TableFault::MakeUpOnWeekday(day("2023-01-06"))
    );
    assert_eq!(
        fault(
            r#"{ zh = "a", en = "a", from = "2023-01-01", to = "2023-01-07", make_up = ["2023-01-07"] }"#
        ),
        TableFault::DayTwice(day("2023-01-07"))
    );
    assert!(matches!(fault(r#"{ zh = "a" }"#), TableFault::Syntax(_)));
    assert_eq!(
        Calendar::from_toml("revision = ' '").unwrap_err(),
        TableFault::NoRevision
    );
}

proptest! {
    #[test]
    fn adding_and_counting_agree_with_a_naive_walk(from in any_day(), count in 0u16..60) {
        let calendar = calendar();
        let mut naive = from;
        let mut left = count;
        while left > 0 {
            naive = naive.next().unwrap();
            left -= u16::from(naive_kind(naive).is_worked());
        }
        prop_assume!(naive.year() <= 2026);
        let added = calendar.add_working_days(from, count, BeyondData::Refuse).unwrap();
        prop_assert_eq!(added, Counted { value: naive, plain_weekdays: false });
        let deadline = calendar.deadline(from, rule(Term::WorkingDays(count), false), BeyondData::Refuse).unwrap();
        prop_assert_eq!(deadline.date, naive);
        let back = calendar.working_days_between(from, naive, BeyondData::Refuse).unwrap();
        prop_assert_eq!(back.value, i32::from(count));
        let overdue = calendar.working_days_between(naive, from, BeyondData::Refuse).unwrap();
        prop_assert_eq!(overdue.value, -i32::from(count));
    }

    #[test]
    fn a_rolled_deadline_is_the_first_working_day_not_before_the_unrolled(from in any_day(), months in 1u16..7) {
        let calendar = calendar();
        let term = Term::Months(months);
        let plain = calendar.deadline(from, rule(term, false), BeyondData::CountPlainWeekdays).unwrap().date;
        let rolled = calendar.deadline(from, rule(term, true), BeyondData::CountPlainWeekdays).unwrap().date;
        let mut naive = plain;
        while !naive_kind(naive).is_worked() {
            naive = naive.next().unwrap();
        }
        prop_assert_eq!(rolled, naive);
        prop_assert_eq!(rolled, calendar.roll_forward(plain, BeyondData::CountPlainWeekdays).unwrap().value);
    }

    #[test]
    fn the_steps_cover_the_way_without_gaps(from in any_day(), count in 1u16..60) {
        let deadline = calendar().deadline(from, rule(Term::WorkingDays(count), true), BeyondData::CountPlainWeekdays).unwrap();
        let mut at = from;
        for step in &deadline.steps {
            prop_assert_eq!(step.from, at.next().unwrap());
            prop_assert!(step.from <= step.to);
            at = step.to;
        }
        prop_assert_eq!(at, deadline.date);
        prop_assert_eq!(deadline.steps.last().unwrap().total, count);
    }
}
