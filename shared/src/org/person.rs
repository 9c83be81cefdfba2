//! People, their posts, and who is acting.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::delegation::{OnBehalf, StandIn};
use crate::ids::{PersonId, UnitCode};
use crate::lang::Lang;
use crate::text::{Bilingual, narrow};
use crate::{both, words};

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

    /// Whether somebody with the role puts proposals forward, and revises their own.
    #[must_use]
    pub const fn proposes(self) -> bool {
        matches!(self, Self::Proposer)
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

    /// A post as it is typed, `role` or `role@unit`: the role by its code or as it is called in either language. None where
    /// there is no such role.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let text = narrow(text);
        let (role, place) = match text.split_once('@') {
            Some((role, place)) => (role.trim_end(), Some(UnitCode::typed(place))),
            None => (text.as_str(), None),
        };
        let is = |known: &Role| {
            let called = [Lang::Zh, Lang::En].map(|lang| known.say(lang));
            known.code() == role || called.contains(&role)
        };
        let role = Role::ALL.iter().copied().find(is)?;
        Some(Self { role, place })
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
    /// For whom they stand in now; told to the person themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands_in: Vec<StandIn>,
    /// Whether they are kept from logging in.
    #[serde(default)]
    pub disabled: bool,
    /// What nobody can take up any more since they were changed; told to who changes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Left>,
}

/// Work that whoever it waited for has left, by who mends that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Left {
    /// For whom it waits now.
    pub post: Post,
    /// How many entries of their inbox these are.
    pub items: u64,
}

/// Who is acting, and as what. Kept where something goes on in their name after they have left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The name as it goes on record.
    pub name: String,
    /// The posts acted in: one's own, or those of the person acted for.
    pub posts: Vec<Post>,
    /// For whom the person stands in besides; empty in an [identity](Self::identities).
    pub stands_in: Vec<StandIn>,
    /// For whom the posts are held, where they are lent.
    pub on_behalf: Option<OnBehalf>,
    /// Own posts that are not acted in: they only restrain (who is of a unit enters no rating of it).
    idle: Vec<Post>,
}

impl Actor {
    /// Somebody with posts of their own.
    #[must_use]
    pub const fn new(person: PersonId, name: String, posts: Vec<Post>) -> Self {
        Self {
            person,
            name,
            posts,
            stands_in: vec![],
            on_behalf: None,
            idle: vec![],
        }
    }

    /// The same person, standing in for these.
    #[must_use]
    pub fn standing_in(mut self, stands_in: Vec<StandIn>) -> Self {
        self.stands_in = stands_in;
        self
    }

    /// The server itself, for what comes to pass by the calendar alone.
    #[must_use]
    pub fn server() -> Self {
        Self::new(
            PersonId("server".to_owned()),
            "系统".to_owned(),
            vec![Post::office(Role::Coordinator)],
        )
    }

    /// Each way in which the person can act, one at a time: in their own name first, then for each they stand in for. What
    /// is decided is decided by one of them alone, so that the record says in whose name.
    pub fn identities(&self) -> impl Iterator<Item = Self> {
        let own = Self {
            stands_in: vec![],
            ..self.clone()
        };
        let lent = self.stands_in.iter().map(|standing| Self {
            person: self.person.clone(),
            name: self.name.clone(),
            posts: standing.posts.clone(),
            stands_in: vec![],
            on_behalf: Some(OnBehalf {
                person: standing.person.clone(),
                name: standing.name.clone(),
                through: standing.through.clone(),
            }),
            idle: self.posts.clone(),
        });
        std::iter::once(own).chain(lent)
    }

    /// Who is bound by what this actor does: the person, and who they act for.
    pub fn persons(&self) -> impl Iterator<Item = &PersonId> {
        let principal = self.on_behalf.as_ref().map(|other| &other.person);
        std::iter::once(&self.person).chain(principal)
    }

    /// Every post the person can act in, own or lent.
    pub fn every_post(&self) -> impl Iterator<Item = &Post> {
        let lent = self.stands_in.iter().flat_map(|standing| &standing.posts);
        self.posts.iter().chain(lent)
    }

    /// Every place the person belongs to, in whatever way.
    pub(crate) fn every_place(&self) -> impl Iterator<Item = &UnitCode> {
        let posts = self.every_post().chain(&self.idle);
        posts.filter_map(|post| post.place.as_ref())
    }

    /// Whether the actor holds `role` anywhere.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.every_post().any(|post| post.role == role)
    }

    /// Whether the actor holds `role` at exactly `place`.
    #[must_use]
    pub fn is_at(&self, role: Role, place: &UnitCode) -> bool {
        self.every_post()
            .any(|post| post.role == role && post.place.as_ref() == Some(place))
    }

    /// Whether some post of the actor sees every case.
    #[must_use]
    pub fn sees_everything(&self) -> bool {
        self.every_post().any(|post| post.role.sees_everything())
    }
}

/// What is said where nobody would be left to administer.
#[must_use]
pub fn nobody_administers() -> Bilingual {
    both!(
        "将没有管理员可用，请先给他人设定管理员岗位",
        "nobody would be left to administer: give somebody else the role first"
    )
}

/// Whether `person`, of all these, may be kept from logging in: not who is so already, and not the last who administers.
///
/// # Errors
/// Why not.
pub fn may_keep_out(person: &Person, all: &[Person]) -> Result<(), Bilingual> {
    if person.disabled {
        return Err(both!("此人已停用", "this person is kept out already"));
    }
    let administers = |it: &Person| it.posts.iter().any(|post| post.role.administers());
    let mut others = all.iter().filter(|it| it.id != person.id && !it.disabled);
    if administers(person) && !others.any(administers) {
        return Err(nobody_administers());
    }
    Ok(())
}

impl From<&Person> for Actor {
    fn from(person: &Person) -> Self {
        Self::new(person.id.clone(), person.name.clone(), person.posts.clone())
            .standing_in(person.stands_in.clone())
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
    fn a_post_is_read_as_people_type_it() {
        let handler = Some(Post::at(Role::Handler, "B03-1"));
        for typed in [
            "handler@B03-1",
            "承办人@B03-1",
            "承办人＠Ｂ０３－１",
            "ｈａｎｄｌｅｒ @ B03-1",
        ] {
            assert_eq!(Post::typed(typed), handler, "{typed}");
        }
        assert_eq!(Post::typed("提案委"), Some(Post::office(Role::Coordinator)));
        assert_eq!(Post::typed("handlers@B03"), None);
        assert_eq!(Post::typed(""), None);
    }

    #[test]
    fn a_post_counts_only_where_it_is() {
        let actor = Actor::new(
            "p".into(),
            "甲".into(),
            vec![Post::at(Role::Liaison, "B03")],
        );
        assert!(actor.is_at(Role::Liaison, &"B03".into()));
        assert!(!actor.is_at(Role::Liaison, &"B04".into()));
        assert!(!actor.is_at(Role::UnitHead, &"B03".into()));
    }
}
