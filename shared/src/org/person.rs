//! People, their posts, and who is acting.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{PersonId, UnitCode};
use crate::words;

words! {
    /// What somebody is (domain: people). What each may do is decided in `workflow::guard` alone.
    pub enum Role {
        /// The committee office: intake, triage, filing, hand-over, returns, paper ratings, closing.
        Coordinator = "coordinator", "提案委", "coordinator";
        /// The government supervision office: sees everything, urges, notes.
        Supervisor = "supervisor", "督查室", "supervisor";
        /// A unit's supervision desk: accepts, dispatches, reviews at level 2.
        Liaison = "liaison", "督查联络员", "liaison";
        /// Contacts the member, drafts and submits the reply.
        Handler = "handler", "承办人", "handler";
        /// Reviews at level 1.
        DepartmentHead = "department_head", "部门负责人", "department head";
        /// Reviews at level 3: signs and issues.
        UnitHead = "unit_head", "单位负责人", "unit head";
        /// A member who files proposals and rates replies.
        Proposer = "proposer", "政协委员", "proposer";
        /// Reads everything, changes nothing.
        Auditor = "auditor", "审计员", "auditor";
        /// Users, units, profiles, calendars, tokens; no power over cases.
        Admin = "admin", "管理员", "administrator";
    }
}

impl Role {
    /// Whether a post with this role names a unit or department.
    #[must_use]
    pub const fn has_place(self) -> bool {
        matches!(
            self,
            Self::Liaison | Self::Handler | Self::DepartmentHead | Self::UnitHead
        )
    }

    /// Whether the role sees every case of every unit.
    #[must_use]
    pub const fn sees_everything(self) -> bool {
        matches!(self, Self::Coordinator | Self::Supervisor | Self::Auditor)
    }

    /// Whether the role sees all that its unit handles (the others see what their department handles).
    #[must_use]
    pub const fn sees_whole_unit(self) -> bool {
        matches!(self, Self::Liaison | Self::UnitHead)
    }

    /// Whether somebody with the role can be named as the handler of an assignment.
    #[must_use]
    pub const fn can_be_handler(self) -> bool {
        matches!(self, Self::Handler)
    }

    /// Whether the role keeps users, units, profiles and calendars.
    #[must_use]
    pub const fn administers(self) -> bool {
        matches!(self, Self::Admin)
    }
}

/// One role at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// The unit or department; none for roles that belong to no unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<UnitCode>,
}

impl Post {
    /// A post in a unit or department.
    #[must_use]
    pub fn at(role: Role, place: &str) -> Self {
        Self {
            role,
            place: Some(UnitCode::from(place)),
        }
    }

    /// A post outside the units.
    #[must_use]
    pub const fn office(role: Role) -> Self {
        Self { role, place: None }
    }
}

/// A person as others may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// The name to log in with; told to the person themselves and to who administers, empty for others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub login: String,
    /// The name people use.
    pub name: String,
    /// What they are, where.
    pub posts: Vec<Post>,
    /// Whether they are kept from logging in.
    #[serde(default)]
    pub disabled: bool,
}

/// Who is acting, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The name as it goes on record.
    pub name: String,
    /// Every post held now.
    pub posts: Vec<Post>,
}

impl Actor {
    /// The server itself, for what comes to pass by the calendar alone.
    #[must_use]
    pub fn server() -> Self {
        Self {
            person: PersonId("server".to_owned()),
            name: "系统".to_owned(),
            posts: vec![Post::office(Role::Coordinator)],
        }
    }

    /// Whether the actor holds `role` anywhere.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.posts.iter().any(|post| post.role == role)
    }

    /// Whether the actor holds `role` at exactly `place`.
    #[must_use]
    pub fn is_at(&self, role: Role, place: &UnitCode) -> bool {
        self.posts
            .iter()
            .any(|post| post.role == role && post.place.as_ref() == Some(place))
    }

    /// Whether some post of the actor sees every case.
    #[must_use]
    pub fn sees_everything(&self) -> bool {
        self.posts.iter().any(|post| post.role.sees_everything())
    }
}

impl From<&Person> for Actor {
    fn from(person: &Person) -> Self {
        Self {
            person: person.id.clone(),
            name: person.name.clone(),
            posts: person.posts.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_serde_writes() {
        for role in Role::ALL {
            assert_eq!(
                serde_json::to_string(role).unwrap(),
                format!("\"{}\"", role.code())
            );
            assert_eq!(role.code().parse::<Role>().unwrap(), *role);
        }
    }

    #[test]
    fn a_post_counts_only_where_it_is() {
        let actor = Actor {
            person: "p".into(),
            name: "甲".into(),
            posts: vec![Post::at(Role::Liaison, "B03")],
        };
        assert!(actor.is_at(Role::Liaison, &"B03".into()));
        assert!(!actor.is_at(Role::Liaison, &"B04".into()));
        assert!(!actor.is_at(Role::UnitHead, &"B03".into()));
    }
}
