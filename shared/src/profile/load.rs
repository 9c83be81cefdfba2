//! Reading profiles.

use std::sync::LazyLock;

use serde::de::IntoDeserializer as _;
use serde_path_to_error::{Path, Segment};
use toml::{Table, Value};

use super::{Profile, ProfileFault};
use crate::both;
use crate::figures::FigureName;
use crate::text::{of_decoder, of_toml};

const SHENZHEN: &str = include_str!("data/shenzhen.toml");

/// What comes with the program, by name. The others say only where they differ from the first.
const SHIPPED: [(&str, &str); 3] = [
    ("shenzhen", SHENZHEN),
    ("planned-is-c", include_str!("data/planned_is_c.toml")),
    ("two-scales", include_str!("data/two_scales.toml")),
];

static SHENZHEN_TABLE: LazyLock<Table> = LazyLock::new(|| {
    SHENZHEN
        .parse()
        .expect("the file in this crate is read by its tests")
});

impl Profile {
    /// The rules of Shenzhen; what no published rule gives is named in `examples`.
    #[must_use]
    pub fn shenzhen() -> Self {
        Self::from_toml("").expect("the file in this crate is checked by its tests")
    }

    /// Files that come with the program, to start one's own from: names and texts.
    #[must_use]
    pub const fn shipped() -> &'static [(&'static str, &'static str)] {
        &SHIPPED
    }

    /// Reads a profile written as TOML. What it leaves out is as in Shenzhen; what it sets is no example any more.
    ///
    /// # Errors
    /// Where it is not TOML, all fields that there are not and values of a wrong kind, or all that [`Profile::validate`]
    /// finds.
    pub fn from_toml(text: &str) -> Result<Self, Vec<ProfileFault>> {
        let own: Table = text.parse().map_err(|fault: toml::de::Error| {
            vec![ProfileFault {
                field: String::new(),
                problem: of_toml(text, &fault),
            }]
        })?;
        let says_examples = own.contains_key("examples");
        let merged = over_shenzhen(own);
        let profile = decoded(merged)?;
        profile.validate()?;
        if says_examples {
            profile.examples_are_there()?;
        }
        Ok(profile)
    }

    fn examples_are_there(&self) -> Result<(), Vec<ProfileFault>> {
        let whole = Value::try_from(self).unwrap_or(Value::Boolean(false));
        let is_there = |path: &str| {
            let mut names = path.split('.');
            names.try_fold(&whole, |at, name| at.get(name)).is_some()
        };
        let lost = self.examples.iter().filter(|path| !is_there(path));
        let lost: Vec<ProfileFault> = lost
            .map(|path| ProfileFault {
                field: "examples".to_owned(),
                problem: both!("没有“{path}”这一项", "there is no `{path}`"),
            })
            .collect();
        if lost.is_empty() { Ok(()) } else { Err(lost) }
    }
}

/// The values of a file as a profile.
///
/// # Errors
/// All that cannot be read. The decoder stops at the first, so each is put out of the way before it goes on.
fn decoded(mut table: Table) -> Result<Profile, Vec<ProfileFault>> {
    let mut faults: Vec<ProfileFault> = points(&table).chain(terms(&table)).collect();
    let known: Vec<String> = faults.iter().map(|it| it.field.clone()).collect();
    for field in known {
        set_back(&mut table, field.split('.'));
    }
    loop {
        let whole = Value::Table(table.clone());
        let read = serde_path_to_error::deserialize(whole.into_deserializer());
        let fault: serde_path_to_error::Error<toml::de::Error> = match read {
            Ok(profile) if faults.is_empty() => return Ok(profile),
            Ok(_) => return Err(faults),
            Err(fault) => fault,
        };
        let path = fault.path().clone();
        let field = path.to_string();
        let message = fault.inner().message();
        // Of a text it is said which ones there are.
        let is_no_word = NO_WORD.iter().any(|said| message.ends_with(said));
        if is_no_word && write_out(&mut table, &path) {
            continue;
        }
        let is_unknown = message.starts_with("unknown field");
        faults.push(ProfileFault {
            problem: of_decoder(message),
            field,
        });
        let away = is_unknown && take_away(&mut table, &path);
        let keys = path.iter().map_while(|it| match it {
            Segment::Map { key } => Some(key.as_str()),
            _ => None,
        });
        if !away && !set_back(&mut table, keys) {
            return Err(faults);
        }
    }
}

/// How the decoder says that there is something else where one of several words is to stand.
const NO_WORD: [&str; 2] = [
    "wanted string or table",
    "unit variant, expected string only",
];

/// Puts what stands at a path as text in its place. Whether there was anything that is no text yet.
fn write_out(table: &mut Table, path: &Path) -> bool {
    let mut segments = path.iter();
    let Some(Segment::Map { key }) = segments.next() else {
        return false;
    };
    let found = segments.try_fold(table.get_mut(key), |at, segment| {
        Some(match (at?, segment) {
            (Value::Table(table), Segment::Map { key }) => table.get_mut(key),
            (Value::Array(items), Segment::Seq { index }) => items.get_mut(*index),
            _ => None,
        })
    });
    match found.flatten() {
        None | Some(Value::String(_) | Value::Table(_)) => false,
        Some(value) => {
            *value = Value::String(value.to_string());
            true
        }
    }
}

/// Takes away what stands at a path. Whether there was anything.
fn take_away(table: &mut Table, path: &Path) -> bool {
    let mut way: Vec<&Segment> = path.iter().collect();
    let Some(Segment::Map { key: last }) = way.pop() else {
        return false;
    };
    let mut way = way.into_iter();
    let first = match way.next() {
        None => return table.remove(last).is_some(),
        Some(Segment::Map { key }) => table.get_mut(key),
        Some(_) => None,
    };
    let holder = way.try_fold(first, |at, segment| {
        let next = match (at?, segment) {
            (Value::Table(table), Segment::Map { key }) => table.get_mut(key),
            (Value::Array(items), Segment::Seq { index }) => items.get_mut(*index),
            _ => None,
        };
        next.map(Some)
    });
    let holder = holder.flatten().and_then(Value::as_table_mut);
    holder.is_some_and(|it| it.remove(last).is_some())
}

/// Gives a value of a section, or one without a section, as it is in Shenzhen. Whether that made a difference.
fn set_back<'k>(table: &mut Table, keys: impl Iterator<Item = &'k str>) -> bool {
    let keys: Vec<&str> = keys.take(2).collect();
    let usual = |table: &Table, key: &str| table.get(key).cloned();
    let put = |table: &mut Table, key: &str, value: Option<Value>| match value {
        Some(value) => table.insert(key.to_owned(), value.clone()) != Some(value),
        None => table.remove(key).is_some(),
    };
    match keys.as_slice() {
        [] => false,
        [key, rest @ ..] => {
            let of_section = SHENZHEN_TABLE.get(*key).and_then(Value::as_table);
            let section = table.get_mut(*key).and_then(Value::as_table_mut);
            match (rest, section, of_section) {
                ([name], Some(section), Some(of_section)) => {
                    put(section, name, usual(of_section, name))
                }
                _ => put(table, key, usual(&SHENZHEN_TABLE, key)),
            }
        }
    }
}

/// Weights that are none: the decoder would not say whose they are.
fn points(table: &Table) -> impl Iterator<Item = ProfileFault> {
    let weights = table.get("points").and_then(Value::as_table);
    let weights = weights.into_iter().flatten();
    weights.filter_map(|(name, weight)| {
        let known = name.parse::<FigureName>().is_ok();
        let whole = weight.as_integer().and_then(|it| i32::try_from(it).ok());
        let problem = match (known, whole) {
            (true, Some(_)) => return None,
            (true, None) => both!(
                "{weight} 不是分值，应为整数，如 20",
                "{weight} is no number of points: expected a whole number, such as 20"
            ),
            (false, _) => {
                let all: Vec<&str> = FigureName::ALL.iter().map(|it| it.code()).collect();
                let all = all.join(" ");
                both!(
                    "没有这一指标；可用：{all}",
                    "is no figure; there are: {all}"
                )
            }
        };
        Some(ProfileFault {
            field: format!("points.{name}"),
            problem,
        })
    })
}

/// Terms that say more or less than one thing.
fn terms(table: &Table) -> impl Iterator<Item = ProfileFault> {
    let sections = ["deadlines", "rating"].into_iter();
    sections.flat_map(|section| {
        let values = table.get(section).and_then(Value::as_table);
        let values = values.into_iter().flatten();
        let tables = values.filter(|(_, value)| value.as_table().is_some_and(|it| it.len() != 1));
        tables.map(move |(name, _)| ProfileFault {
            field: format!("{section}.{name}"),
            problem: both!(
                "应只写 working_days、calendar_days、months、fixed_date 中的一个，如 {{ months = 3 }}",
                "expected one of working_days, calendar_days, months and fixed_date, such as {{ months = 3 }}"
            ),
        })
    })
}

/// Puts a file's values in place of Shenzhen's, section by section.
fn over_shenzhen(own: Table) -> Table {
    let mut merged = SHENZHEN_TABLE.clone();
    let says_examples = own.contains_key("examples");
    let mut set = Vec::new();
    for (key, value) in own {
        match (merged.get_mut(&key), value) {
            // A section; `title` is one value in two languages.
            (Some(Value::Table(section)), Value::Table(values)) if key != "title" => {
                for (name, value) in values {
                    set.push(format!("{key}.{name}"));
                    section.insert(name, value);
                }
            }
            (_, value) => {
                merged.insert(key, value);
            }
        }
    }
    if !says_examples && let Some(Value::Array(examples)) = merged.get_mut("examples") {
        examples.retain(|example| {
            example
                .as_str()
                .is_none_or(|path| !set.iter().any(|own| own == path))
        });
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Term;
    use crate::case::Class;
    use crate::profile::{ClassRequirement, Clock, Combination, Light, Rounding, Scales};

    #[test]
    fn shenzhen_is_whole_and_says_what_it_does_not_know() {
        let profile = Profile::shenzhen();
        assert_eq!(profile.validate(), Ok(()));
        assert_eq!(profile.deadlines.reply, Term::Months(3));
        assert_eq!(profile.deadlines.extended_at_most, Term::Months(6));
        assert_eq!(profile.rating.combination, Combination::LeadOnly);
        assert_eq!(profile.figures.rounding, Rounding::HalfUp);
        assert_eq!(profile.grounds.len(), 10);
        assert!(profile.ground("litigation").is_some());
        assert!(profile.is_example("deadlines.returns") && !profile.is_example("deadlines.reply"));
    }

    #[test]
    fn what_is_shipped_can_be_used_and_is_called_as_it_says() {
        for (name, text) in Profile::shipped() {
            let profile = Profile::from_toml(text).unwrap_or_else(|no| panic!("{name}: {no:?}"));
            assert_eq!(profile.name, *name);
        }
        let by_name = |name: &str| {
            let (_, text) = Profile::shipped()
                .iter()
                .find(|(it, _)| *it == name)
                .unwrap();
            Profile::from_toml(text).unwrap()
        };
        let planned = by_name("planned-is-c");
        assert!(planned.classes.c.meaning.zh.contains("计划"));
        assert!(!planned.classes.b.meaning.zh.contains("计划"));
        // What cannot be solved yet has no day to promise.
        for class in Class::ALL {
            let cannot_yet = planned.classes.of(*class).meaning.zh.contains("不能解决");
            assert_eq!(cannot_yet, *class == Class::D, "{class}");
        }
        let asked = planned.class_requires.of(Class::D);
        assert_eq!(asked, [ClassRequirement::Reason]);
        let two = by_name("two-scales");
        assert!(two.rating.understand && two.rating.very_satisfied);
        assert_eq!(two.rating.scales, Scales::WorkAndResult);
    }

    #[test]
    fn every_example_names_a_value() {
        let table = &*SHENZHEN_TABLE;
        for example in &Profile::shenzhen().examples {
            let (section, name) = example.split_once('.').unwrap();
            assert!(table[section].get(name).is_some(), "{example}");
        }
    }

    #[test]
    fn a_file_says_only_what_differs() {
        let profile = Profile::from_toml(
            "name = \"elsewhere\"\n[deadlines]\nreply = { working_days = 60 }\nclock = \"session_close\"\n\
             returns = { working_days = 10 }\n",
        )
        .unwrap();
        assert_eq!(profile.name, "elsewhere");
        assert_eq!(profile.deadlines.reply, Term::WorkingDays(60));
        assert_eq!(profile.deadlines.clock, Clock::SessionClose);
        assert_eq!(profile.deadlines.opinion, Term::Months(1));
        assert!(
            !profile.is_example("deadlines.returns"),
            "an office has set it"
        );
        assert!(profile.is_example("deadlines.opinion"));
    }

    fn faults(text: &str) -> Vec<String> {
        Profile::from_toml(text)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_bad_value_is_named_by_its_path() {
        assert_eq!(
            faults(
                "[deadlines]\nreply = { months = 0 }\n[lights]\nred = 10\n[consultation]\ncontacts_needed = 0\n[key]\ncontacts_needed = 10"
            ),
            [
                "deadlines.reply: expected at least one day and at most five years",
                "lights.red: must be fewer working days than lights.yellow",
                "consultation.contacts_needed: expected 1 to 9",
                "key.contacts_needed: expected 1 to 9",
            ]
        );
        assert_eq!(
            faults(
                "[reminders]\nsteps = [{ left = 3, to = [\"proposer\"] }, { left = 5, to = [] }]"
            ),
            [
                "reminders.steps[0].to: expected roles of handler, department_head, liaison, unit_head, coordinator, supervisor",
                "reminders.steps[1].left: must be fewer working days than the step before",
                "reminders.steps[1].to: expected at least one role",
            ]
        );
        assert_eq!(
            faults("[deadlines]\nextended_at_most = { working_days = 20 }"),
            ["deadlines.extended_at_most: is shorter than deadlines.reply"]
        );
        assert_eq!(
            faults(
                "[deadlines]\nreply = { fixed_date = \"2023-06-30\" }\nopinion = { fixed_date = \"2023-07-01\" }\n\
                 extended_at_most = { fixed_date = \"2023-06-29\" }\n\
                 opinion_extended_at_most = { fixed_date = \"2023-07-01\" }"
            ),
            [
                "deadlines.extended_at_most: 2023-06-29 is before 2023-06-30, which is deadlines.reply",
                "deadlines.opinion: 2023-07-01 is after 2023-06-30, which is deadlines.reply: a reply waits for it",
            ]
        );
        assert_eq!(
            faults(
                "grounds = [{ code = \"a\", text = { zh = \"甲\", en = \"a\" } }, { code = \"a\", text = { zh = \"\", en = \"b\\u202e\" } }]"
            ),
            [
                "grounds[1].text.zh: must not be empty",
                "grounds[1].text.en: has a writing-direction control (U+202E) at character 2",
                "grounds[1].code: is there twice",
            ]
        );
        assert_eq!(
            faults("name = \"Bad Name\""),
            ["name: expected 1 to 40 lower-case letters, digits, `-` or `_`"]
        );
    }

    #[test]
    fn what_contradicts_itself_is_named() {
        let figures = FigureName::ALL.iter().map(|it| it.code());
        let figures = figures.collect::<Vec<_>>().join(" ");
        assert_eq!(
            faults("[points]\ncompletion = \"twenty\"\non_time = 1e9\nspeed = 3"),
            [
                "points.completion: \"twenty\" is no number of points: expected a whole number, such as 20",
                "points.on_time: 1000000000.0 is no number of points: expected a whole number, such as 20",
                &format!("points.speed: is no figure; there are: {figures}"),
            ]
        );
        let one = "expected one of working_days, calendar_days, months and fixed_date, such as { months = 3 }";
        assert_eq!(
            faults("[deadlines]\nreply = { months = 3, working_days = 5 }\n[rating]\nwindow = {}"),
            [
                format!("deadlines.reply: {one}"),
                format!("rating.window: {one}")
            ]
        );
        assert_eq!(
            faults("[deadlines]\nreply = { calendar_days = 7 }\n[lights]\nyellow = 60000"),
            [
                "deadlines.opinion: is longer than deadlines.reply: a reply waits for it",
                "lights.yellow: expected at most 250 working days",
            ]
        );
        assert_eq!(
            faults(
                "[classes]\na = { label = { zh = \"甲类\", en = \"A\" }, meaning = { zh = \"好\", en = \"good\" } }\n\
                 b = { label = { zh = \"甲类\", en = \"B\" }, meaning = { zh = \"好\", en = \"good\" } }"
            ),
            ["classes.b.label: another class is called the same"]
        );
        assert_eq!(
            faults("examples = [\"lights.red\", \"points.nonsense\"]"),
            ["examples: there is no `points.nonsense`"]
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named_too() {
        for (text, path) in [
            ("[deadlines]\nreply = 3", "deadlines.reply"),
            ("[deadlines]\nreply = { weeks = 3 }", "deadlines.reply"),
            ("[rating]\ncombination = \"best\"", "rating.combination"),
            ("[lights]\nblue = 3", "lights.blue"),
            ("lights = 3", "lights"),
        ] {
            let found = Profile::from_toml(text).unwrap_err();
            assert_eq!(found.len(), 1);
            assert!(found[0].field.starts_with(path), "{text}: {found:?}");
        }
        let not_toml = Profile::from_toml("[deadlines\nreply = ").unwrap_err();
        assert!(
            not_toml[0].field.is_empty() && not_toml[0].problem.en.contains("line 1"),
            "{not_toml:?}"
        );
    }

    #[test]
    fn where_a_word_is_to_stand_it_is_said_which_ones_there_are() {
        for (text, named, word) in [
            (
                "[rating]\ncombination = 3",
                "rating.combination",
                "lead_only",
            ),
            (
                "[rating]\ncombination = [\"worst\"]",
                "rating.combination",
                "majority",
            ),
            ("[deadlines]\nreply = 3", "deadlines.reply", "months"),
        ] {
            let found = Profile::from_toml(text).unwrap_err();
            assert_eq!(found.len(), 1, "{found:?}");
            let ProfileFault { field, problem } = &found[0];
            assert!(field.starts_with(named), "{field}");
            assert!(
                problem.zh.contains(word) && problem.zh.contains("应为以下之一"),
                "{problem:?}"
            );
            assert!(problem.en.contains(word), "{problem:?}");
        }
    }

    #[test]
    fn all_that_cannot_be_read_is_told_each_with_its_place() {
        let text = "name = \"here\"\ncolour = 1\n[lights]\nblue = 3\ngreen = 4\n[deadlines]\nreply = 3\nreplies = 5\n\
                    [rating]\ncombination = \"best\"\n[points]\nspeed = 3\n[nothing]\nhere = 1\n\
                    [[grounds]]\ncode = \"a\"\ntext = { zh = \"甲\", en = \"a\", fr = \"a\" }\nword = 1\n";
        let found = Profile::from_toml(text).unwrap_err();
        let mut fields: Vec<&str> = found.iter().map(|it| it.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "colour",
                "deadlines.replies",
                "deadlines.reply",
                "grounds[0].text.fr",
                "grounds[0].word",
                "lights.blue",
                "lights.green",
                "nothing",
                "points.speed",
                "rating.combination",
            ],
            "{found:?}"
        );
        let unknown = found.iter().find(|it| it.field == "colour").unwrap();
        assert!(unknown.problem.zh.contains("没有此字段"), "{unknown:?}");
    }

    #[test]
    fn the_wire_keeps_it_whole() {
        let profile = Profile::shenzhen();
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
        let toml = toml::to_string(&profile).unwrap();
        assert_eq!(Profile::from_toml(&toml).unwrap(), profile);
    }

    #[test]
    fn lights_go_by_working_days_left() {
        let lights = Profile::shenzhen().lights;
        for (left, light) in [
            (11, Light::Green),
            (10, Light::Yellow),
            (4, Light::Yellow),
            (3, Light::Red),
            (0, Light::Red),
            (-5, Light::Red),
        ] {
            assert_eq!(lights.light(left), light, "{left}");
        }
    }
}
