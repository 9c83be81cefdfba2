//! A made-up office: units with a department each, and people for every role.

use banli_shared::ids::UnitCode;
use banli_shared::org::{Post, Role, Unit};

use super::rng::Rng;
use super::topics::{GIVEN, RARE_NAMES, SURNAMES};
use super::year::{UNIT_OF_DEPUTY, login};

const UNITS: &str = include_str!("units.csv");

/// Somebody of the demo.
#[derive(Clone, Debug)]
pub(crate) struct DemoPerson {
    /// The login.
    pub(crate) login: String,
    /// The name.
    pub(crate) name: String,
    /// The posts.
    pub(crate) posts: Vec<Post>,
}

/// All units, departments and people of the demo.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    /// Units first, then departments.
    pub(crate) units: Vec<Unit>,
    /// Everybody, by login.
    pub(crate) people: Vec<DemoPerson>,
    /// Logins of the members, who file and rate.
    pub(crate) members: Vec<DemoPerson>,
}

/// How many members there are.
const MEMBERS: usize = 180;

impl Office {
    /// The office of a seed.
    #[must_use]
    pub(super) fn make(seed: u64) -> Self {
        let mut rng = Rng::part(seed, 1);
        let mut names = Names {
            rng: Rng::part(seed, 2),
            used: std::collections::BTreeSet::new(),
        };
        let mut units = vec![];
        let mut departments = vec![];
        let mut deputies = vec![];
        let mut people = vec![
            person(
                "coordinator",
                &mut names,
                vec![Post::office(Role::Coordinator)],
            ),
            person(
                "coordinator2",
                &mut names,
                vec![Post::office(Role::Coordinator)],
            ),
            person(
                "supervisor",
                &mut names,
                vec![Post::office(Role::Supervisor)],
            ),
            person("auditor", &mut names, vec![Post::office(Role::Auditor)]),
        ];
        for line in UNITS.lines().skip(1) {
            let mut cells = line.split(',');
            let mut cell = || cells.next().unwrap_or_default();
            let (code, name, kind, duties) = (cell(), cell(), cell(), cell());
            units.push(Unit {
                duties: duties.to_owned(),
                phone: format!("0755-0000{:04}", units.len() + 1),
                ..unit(code, name, kind, None)
            });
            let department = department_of(code);
            let title = rng.pick(&["综合处", "业务处", "规划处", "督办处"]);
            departments.push(unit(
                &department,
                &format!("{name}{title}"),
                kind,
                Some(code),
            ));
            let low = code.to_ascii_lowercase();
            if code == UNIT_OF_DEPUTY {
                deputies.push(Post::at(Role::Handler, &department));
            }
            for (suffix, role, place) in [
                ("liaison", Role::Liaison, code),
                ("head", Role::UnitHead, code),
                ("chief", Role::DepartmentHead, department.as_str()),
                ("handler", Role::Handler, department.as_str()),
            ] {
                people.push(person(
                    &format!("{low}.{suffix}"),
                    &mut names,
                    vec![Post::at(role, place)],
                ));
            }
        }
        units.extend(departments);
        let members: Vec<DemoPerson> = (1..=MEMBERS)
            .map(|n| DemoPerson {
                login: format!("member{n:03}"),
                name: RARE_NAMES
                    .get(n - 1)
                    .map_or_else(|| names.next(), |name| (*name).to_owned()),
                posts: vec![Post::office(Role::Proposer)],
            })
            .collect();
        people.extend(members.iter().cloned());
        // After everybody else, so that no other name depends on it.
        for post in deputies {
            people.push(person(
                &login(UNIT_OF_DEPUTY, "deputy"),
                &mut names,
                vec![post],
            ));
        }
        Self {
            units,
            people,
            members,
        }
    }

    /// The name of the unit with this code.
    #[must_use]
    pub(super) fn unit_name<'a>(&'a self, code: &'a str) -> &'a str {
        let unit = self.units.iter().find(|unit| unit.code.as_str() == code);
        unit.map_or(code, |unit| &unit.name)
    }

    /// The units as a list.
    #[must_use]
    pub(super) fn as_list(&self) -> Vec<u8> {
        let mut csv = String::from("\u{feff}单位代码,单位名称,类别,上级单位,职责,联系电话\n");
        for unit in &self.units {
            let parent = unit.parent.as_ref().map_or("", |parent| parent.as_str());
            let cells = [
                unit.code.as_str(),
                &unit.name,
                &unit.kind,
                parent,
                &unit.duties,
                &unit.phone,
            ];
            csv.push_str(&cells.join(","));
            csv.push('\n');
        }
        csv.into_bytes()
    }

    /// The name of the person with this login.
    #[must_use]
    pub(super) fn name_of<'a>(&'a self, login: &'a str) -> &'a str {
        self.people
            .iter()
            .find(|person| person.login == login)
            .map_or(login, |person| &person.name)
    }
}

/// The department that works on what its unit is handed.
#[must_use]
pub(super) fn department_of(unit: &str) -> String {
    format!("{unit}-01")
}

fn unit(code: &str, name: &str, kind: &str, parent: Option<&str>) -> Unit {
    Unit {
        code: code.into(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(UnitCode::from),
        aliases: vec![],
        former: vec![],
        duties: String::new(),
        phone: String::new(),
        retired: false,
    }
}

fn person(login: &str, names: &mut Names, posts: Vec<Post>) -> DemoPerson {
    DemoPerson {
        login: login.to_owned(),
        name: names.next(),
        posts,
    }
}

/// Names, each given once: proposals know their proposers by name.
struct Names {
    rng: Rng,
    used: std::collections::BTreeSet<String>,
}

impl Names {
    fn next(&mut self) -> String {
        loop {
            let mut name = format!("{}{}", self.rng.pick(SURNAMES), self.rng.pick(GIVEN));
            if self.used.contains(&name) {
                name += *self.rng.pick(GIVEN);
            }
            if name.chars().count() <= 4 && self.used.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_eighty_units_and_everybody_has_a_name_and_login_of_their_own() {
        let office = Office::make(1);
        assert_eq!(
            office
                .units
                .iter()
                .filter(|unit| unit.parent.is_none())
                .count(),
            80
        );
        let logins: BTreeSet<_> = office.people.iter().map(|p| &p.login).collect();
        let names: BTreeSet<_> = office.people.iter().map(|p| &p.name).collect();
        assert_eq!(
            (logins.len(), names.len()),
            (office.people.len(), office.people.len())
        );
        for role in Role::ALL.iter().filter(|role| !role.administers()) {
            assert!(
                office.people.iter().any(|p| p.posts[0].role == *role),
                "{role}"
            );
        }
    }
}
