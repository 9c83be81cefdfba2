//! Who is there: those who can log in, by what they are where.

use std::collections::{BTreeMap, BTreeSet};

use super::{Post, Role};
use crate::ids::{PersonId, UnitCode};

/// Who holds which post in units and departments or is a member, and can log in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    places: BTreeMap<UnitCode, Vec<(Role, PersonId)>>,
    proposers: BTreeSet<PersonId>,
}

impl Staff {
    /// Those who hold these posts; of those outside the units nobody but members is missed.
    #[must_use]
    pub fn new(held: impl IntoIterator<Item = (PersonId, Post)>) -> Self {
        let mut staff = Self::default();
        for (person, post) in held {
            match post.place {
                Some(place) => {
                    let there = staff.places.entry(place).or_default();
                    there.push((post.role, person));
                }
                None if post.role.proposes() => drop(staff.proposers.insert(person)),
                None => {}
            }
        }
        staff
    }

    /// Everybody who is `role` at exactly `place`.
    pub fn at(&self, role: Role, place: &UnitCode) -> impl Iterator<Item = &PersonId> {
        let there = self.places.get(place).into_iter().flatten();
        there.filter(move |(is, _)| *is == role).map(|(_, who)| who)
    }

    /// Whether anybody is `role` at exactly `place`.
    #[must_use]
    pub fn has(&self, role: Role, place: &UnitCode) -> bool {
        self.at(role, place).next().is_some()
    }

    /// Whether `person` is `role` at exactly `place`.
    #[must_use]
    pub fn is(&self, person: &PersonId, role: Role, place: &UnitCode) -> bool {
        self.at(role, place).any(|who| who == person)
    }

    /// Whether `person` is there as a member, and can act on what they put forward.
    #[must_use]
    pub fn is_proposer(&self, person: &PersonId) -> bool {
        self.proposers.contains(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_there_is_told_by_role_and_place() {
        let desk = Post::at(Role::Liaison, "A");
        let staff = Staff::new([
            ("p1".into(), desk.clone()),
            ("p2".into(), desk),
            ("p2".into(), Post::at(Role::Handler, "A-1")),
            ("p3".into(), Post::office(Role::Coordinator)),
            ("p4".into(), Post::office(Role::Proposer)),
        ]);
        let (unit, department) = (UnitCode::from("A"), UnitCode::from("A-1"));
        assert_eq!(staff.at(Role::Liaison, &unit).count(), 2);
        assert!(staff.has(Role::Handler, &department) && !staff.has(Role::Handler, &unit));
        assert!(staff.is(&"p2".into(), Role::Handler, &department));
        assert!(!staff.is(&"p1".into(), Role::Handler, &department));
        assert!(staff.is_proposer(&"p4".into()) && !staff.is_proposer(&"p3".into()));
    }
}
