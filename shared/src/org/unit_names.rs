//! Units by every name that lists have for them.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::Unit;
use crate::calendar::Date;
use crate::ids::UnitCode;
use crate::text;

/// Suggestions given for one unknown name.
const SUGGESTIONS: usize = 3;
/// Fewer characters within a text need not mean a unit.
const NAMED_CHARS: usize = 3;
/// Names longer than this are not compared letter by letter.
const COMPARED_CHARS: usize = 60;

/// The units that proposals can be handed over to, by code, name and alias.
#[derive(Debug, Clone, Default)]
pub struct UnitNames {
    by_key: BTreeMap<String, Vec<UnitCode>>,
    /// Names that units had before, with the last day of each, the earliest first.
    former: BTreeMap<String, Vec<(Date, UnitCode)>>,
    names: BTreeMap<UnitCode, String>,
    /// Names of departments, with the units that have one.
    departments: BTreeMap<String, BTreeSet<UnitCode>>,
}

/// What a name is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// This unit.
    Unit(UnitCode),
    /// This unit, which was called so until that day.
    Former(UnitCode, Date),
    /// One of several, by their names.
    Ambiguous(Vec<String>),
    /// None; perhaps one of these was meant, the likeliest first.
    Unknown(Vec<String>),
}

impl UnitNames {
    /// The names of these units. Retired ones are left out, and departments are only known to be some: nothing is handed over
    /// to them.
    #[must_use]
    pub fn new<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Self {
        let mut names = Self::default();
        let units = units.into_iter().filter(|unit| !unit.retired);
        let (units, departments): (Vec<&Unit>, Vec<&Unit>) =
            units.partition(|unit| unit.parent.is_none());
        for unit in units {
            names.names.insert(unit.code.clone(), unit.name.clone());
            for name in [unit.code.as_str(), &unit.name]
                .into_iter()
                .chain(unit.aliases.iter().map(String::as_str))
            {
                let codes = names.by_key.entry(key(name)).or_default();
                if !codes.contains(&unit.code) {
                    codes.push(unit.code.clone());
                }
            }
            for former in &unit.former {
                let times = names.former.entry(key(&former.name)).or_default();
                times.push((former.until, unit.code.clone()));
                times.sort();
            }
        }
        names.add_departments(&departments);
        names
    }

    /// Departments are called by their own names, and by those behind the name of their unit.
    fn add_departments(&mut self, departments: &[&Unit]) {
        let above = |unit: &Unit| {
            departments
                .iter()
                .find(|it| Some(&it.code) == unit.parent.as_ref())
        };
        for department in departments {
            // A department of a department is one of the unit above both.
            let mut top: &Unit = department;
            for _depth in departments {
                let Some(next) = above(top) else { break };
                top = next;
            }
            let Some((unit, of_unit)) = top
                .parent
                .as_ref()
                .and_then(|it| self.names.get_key_value(it))
            else {
                continue;
            };
            let names = [department.code.as_str(), &department.name];
            let names = names
                .into_iter()
                .chain(department.aliases.iter().map(String::as_str));
            for name in names {
                for called in [key(name), key(&format!("{of_unit}{name}"))] {
                    let units = self.departments.entry(called).or_default();
                    units.insert(unit.clone());
                }
            }
        }
    }

    /// The names of the units that have a department of this name.
    #[must_use]
    pub fn with_department(&self, name: &str) -> Vec<String> {
        let units = self.departments.get(&key(name)).into_iter().flatten();
        units.map(|unit| self.name(unit).to_owned()).collect()
    }

    /// The name that a unit has today.
    #[must_use]
    pub fn name<'a>(&'a self, code: &'a UnitCode) -> &'a str {
        self.names.get(code).map_or(code.as_str(), String::as_str)
    }

    /// The unit that a list means: which was called so on that day, else which is called so, else which was.
    #[must_use]
    pub fn find(&self, name: &str, on: Option<Date>) -> Named {
        let full = key(name);
        let bare = full
            .split_once('(')
            .map_or(full.as_str(), |(before, _)| before);
        let times = self.former.get(&full).or_else(|| self.former.get(bare));
        let times = times.map_or(&[][..], Vec::as_slice);
        let then = on.and_then(|on| times.iter().find(|(until, _)| on <= *until));
        let today = self.by_key.get(&full).or_else(|| self.by_key.get(bare));
        match (then, today.map(Vec::as_slice), times) {
            (Some((until, code)), _, _) => Named::Former(code.clone(), *until),
            (None, Some([code]), _) => Named::Unit(code.clone()),
            (None, Some(codes), _) => self.one_of(codes.iter()),
            (None, None, []) => Named::Unknown(self.like(&full)),
            (None, None, [.., (until, code)]) if times.iter().all(|(_, other)| other == code) => {
                Named::Former(code.clone(), *until)
            }
            (None, None, several) => self.one_of(several.iter().map(|(_, code)| code)),
        }
    }

    /// Whether a unit is or was called exactly so.
    #[must_use]
    pub fn is_name(&self, name: &str) -> bool {
        let key = key(name);
        self.by_key.contains_key(&key) || self.former.contains_key(&key)
    }

    /// The unit that a text to look for calls: by its code, a name it has or had, or the pinyin initials of the whole name
    /// (three letters or more), where no other is called so.
    #[must_use]
    pub fn called(&self, typed: &str) -> Option<UnitCode> {
        let typed = typed.trim();
        if self.is_name(typed) {
            return match self.find(typed, None) {
                Named::Unit(unit) | Named::Former(unit, _) => Some(unit),
                Named::Ambiguous(_) | Named::Unknown(_) => None,
            };
        }
        if typed.len() < 3 || !typed.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let letters = typed.to_ascii_lowercase();
        let is_called = |name: &str| text::initials(name).lines().next() == Some(&*letters);
        let mut called = self.names.iter().filter(|(_, name)| is_called(name));
        let unit = called.next().map(|(unit, _)| unit.clone());
        unit.filter(|_| called.next().is_none())
    }

    /// Whether a text names another unit than the one of this name.
    #[must_use]
    pub fn another_in(&self, text: &str, than: &str, on: Option<Date>) -> bool {
        let text = key(text);
        let own = match self.find(than, on) {
            Named::Unit(code) | Named::Former(code, _) => Some(code),
            Named::Ambiguous(_) | Named::Unknown(_) => None,
        };
        let is_in = |name: &str| name.chars().count() >= NAMED_CHARS && text.contains(name);
        let of_today = self.by_key.iter().any(|(name, codes)| {
            is_in(name) && codes.iter().all(|code| Some(code) != own.as_ref())
        });
        let former = || {
            self.former.iter().any(|(name, times)| {
                is_in(name) && times.iter().all(|(_, code)| Some(code) != own.as_ref())
            })
        };
        !text.is_empty() && (of_today || former())
    }

    fn one_of<'a>(&self, codes: impl Iterator<Item = &'a UnitCode>) -> Named {
        let codes: BTreeSet<&UnitCode> = codes.collect();
        let names = codes.iter().filter_map(|code| self.names.get(*code));
        Named::Ambiguous(names.cloned().collect())
    }

    fn like(&self, wanted: &str) -> Vec<String> {
        let mut best: BTreeMap<&UnitCode, u32> = BTreeMap::new();
        for (name, codes) in &self.by_key {
            let score = likeness(wanted, name);
            if score > 0 {
                for code in codes {
                    let most = best.entry(code).or_default();
                    *most = score.max(*most);
                }
            }
        }
        let mut ranked: Vec<_> = best.into_iter().collect();
        ranked.sort_by_key(|(code, score)| (std::cmp::Reverse(*score), (*code).clone()));
        ranked
            .iter()
            .take(SUGGESTIONS)
            .filter_map(|(code, _)| self.names.get(*code))
            .cloned()
            .collect()
    }
}

/// Of these names the one that `wanted` is most like, by what it names; none where it is like none.
pub fn likest<'n, T: Copy>(wanted: &str, names: impl Iterator<Item = (&'n str, T)>) -> Option<T> {
    let wanted = key(wanted);
    let scored = names.map(|(name, of)| (likeness(&wanted, &key(name)), of));
    let best = scored.filter(|(score, _)| *score > 0);
    // Of those alike the first.
    best.reduce(|one, other| if other.0 > one.0 { other } else { one })
        .map(|(_, of)| of)
}

/// A name as it is compared.
fn key(name: &str) -> String {
    text::tidy(name)
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How much one name is like another, 0 to 1000: one inside the other, one an abbreviation of the other (发改委 of
/// 发展和改革委员会), or few differences.
fn likeness(wanted: &str, name: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), name.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if short.len() < 2 || long.len() > COMPARED_CHARS {
        return 0;
    }
    let share = |part: usize| u32::try_from(part * 100 / long.len()).unwrap_or(0);
    if long
        .windows(short.len())
        .any(|window| window == short.as_slice())
    {
        return 900 + share(short.len());
    }
    let mut rest = long.iter();
    if short.len() >= 3 && short.iter().all(|c| rest.any(|other| other == c)) {
        return 700 + share(short.len());
    }
    // 教育厅 for 市教育局: what is left without the words for offices is the same.
    let (bare, other) = (bare_of(wanted), bare_of(name));
    if bare.chars().count() >= 2 && bare == other {
        return 600;
    }
    let same = long.len() - distance(short, long);
    if same * 5 >= long.len() * 3 {
        400 + share(same)
    } else {
        0
    }
}

/// A name without the word for a city before and the word for an office behind.
fn bare_of(name: &str) -> &str {
    let name = name.trim_start_matches(['省', '市', '区']);
    let offices = ["委员会", "办公室", "中心", "局", "厅", "委", "办", "处"];
    offices
        .iter()
        .find_map(|office| name.strip_suffix(office))
        .unwrap_or(name)
}

/// Insertions, removals and replacements between two names.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod unit_tests {
    use crate::org::FormerName;

    use super::*;

    fn unit(code: &str, name: &str, aliases: &[&str]) -> Unit {
        Unit {
            code: code.into(),
            name: name.to_owned(),
            kind: String::new(),
            parent: None,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            former: vec![],
            duties: String::new(),
            phone: String::new(),
            retired: false,
        }
    }

    fn names() -> UnitNames {
        let department = Unit {
            parent: Some("B03".into()),
            ..unit("B03-1", "基础教育处", &[])
        };
        let retired = Unit {
            retired: true,
            ..unit("B99", "市旅游局", &[])
        };
        UnitNames::new(&[
            unit("B02", "市发展和改革委员会", &["市发改委"]),
            unit("B03", "市教育局", &["深圳市教育局"]),
            unit("B17", "市文化广电旅游体育局", &["市文旅局"]),
            unit("B18", "市卫生健康委员会", &["市卫健委", "市医管局"]),
            unit("B26", "市医疗保障局", &["市医管局"]),
            department,
            retired,
        ])
    }

    #[test]
    fn codes_names_and_aliases_are_found_in_any_width_and_spacing() {
        for name in [
            "B03",
            "b03",
            "Ｂ０３",
            "市教育局",
            " 市 教育局",
            "深圳市教育局",
            "市教育局（主办）",
        ] {
            assert_eq!(
                names().find(name, None),
                Named::Unit("B03".into()),
                "{name}"
            );
        }
    }

    #[test]
    fn an_unknown_name_brings_the_likeliest_first() {
        let first = |name: &str| match names().find(name, None) {
            Named::Unknown(like) => like.first().cloned(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(first("发改委").as_deref(), Some("市发展和改革委员会"));
        assert_eq!(first("市发展改革委").as_deref(), Some("市发展和改革委员会"));
        assert_eq!(first("教育局").as_deref(), Some("市教育局"));
        assert_eq!(first("市教有局").as_deref(), Some("市教育局"));
        assert_eq!(
            first("市文体旅游局"),
            Some("市文化广电旅游体育局".to_owned())
        );
        assert_eq!(first("教育厅").as_deref(), Some("市教育局"));
        assert_eq!(first("海关总署"), None);
    }

    #[test]
    fn a_name_of_two_units_is_neither() {
        let both = vec!["市卫生健康委员会".to_owned(), "市医疗保障局".to_owned()];
        assert_eq!(names().find("市医管局", None), Named::Ambiguous(both));
    }

    #[test]
    fn a_former_name_is_its_unit_and_the_day_tells_two_apart() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let called = |name: &str, until: &str| FormerName {
            name: name.to_owned(),
            until: day(until),
        };
        let mut housing = unit("B05", "市住房和建设局", &[]);
        housing.former = vec![
            called("市建设局", "2009-09-01"),
            called("市规划局", "2012-05-31"),
        ];
        let mut water = unit("B06", "市水务局", &[]);
        water.former = vec![called("市水利局", "2004-02-29")];
        let mut plan = unit("B07", "市规划局", &[]);
        plan.former = vec![called("市建设局", "2015-12-31")];
        let names = UnitNames::new(&[housing, water, plan]);
        let find = |name: &str, on: Option<&str>| names.find(name, on.map(day));
        let was = |code: &str, until: &str| Named::Former(code.into(), day(until));
        // Used for long after it ended, and nobody else is called so.
        for on in [None, Some("2023-01-01"), Some("2001-01-01")] {
            assert_eq!(find("市水利局", on), was("B06", "2004-02-29"));
        }
        // Another is called so today.
        assert_eq!(
            find("市规划局", Some("2012-05-31")),
            was("B05", "2012-05-31")
        );
        assert_eq!(
            find("市规划局", Some("2012-06-01")),
            Named::Unit("B07".into())
        );
        assert_eq!(find("市规划局", None), Named::Unit("B07".into()));
        // Two were called so, one after the other.
        assert_eq!(
            find("市建设局", Some("2009-01-01")),
            was("B05", "2009-09-01")
        );
        assert_eq!(
            find("市建设局", Some("2010-01-01")),
            was("B07", "2015-12-31")
        );
        assert!(
            matches!(find("市建设局", Some("2023-01-01")), Named::Ambiguous(both) if both.len() == 2)
        );
    }

    #[test]
    fn departments_and_retired_units_are_not_offered() {
        assert!(matches!(names().find("B03-1", None), Named::Unknown(_)));
        assert!(matches!(names().find("市旅游局", None), Named::Unknown(_)));
    }
}
