//! People and their posts.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DryRun, Json, Nothing, Page};
use crate::endpoint;
use crate::ids::PersonId;
use crate::org::{Person, Post, Role};

/// Which people.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct PeopleQuery {
    /// Only those with this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub role: Option<Role>,
    /// Only those with a post in this unit or below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Only the one with this login name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// From where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// At most so many, up to 200 (default 100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
crate::query!(PeopleQuery);
crate::paged!(PeopleQuery);

/// A person to add.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// The login name: letters, digits, `.`, `_`, `-`.
    pub login: String,
    /// The name people use.
    pub name: String,
    /// The first password, at least 8 characters.
    pub password: String,
    /// What they are, where.
    pub posts: Vec<Post>,
}

/// Somebody in a list of people to add.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Newcomer {
    /// The login name: letters, digits, `.`, `_`, `-`.
    pub login: String,
    /// The name people use.
    pub name: String,
    /// What they are, where.
    pub posts: Vec<Post>,
}

/// People to add at once, all with the same first password.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPeople {
    /// At most 1,000.
    pub people: Vec<Newcomer>,
    /// The first password of all of them, at least 8 characters.
    pub password: String,
}

/// What to change about a person; what is left out stays.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangePerson {
    /// The name people use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A new password; every token of the person ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// All posts from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posts: Option<Vec<Post>>,
    /// Kept from logging in; every token of the person ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}

endpoint! {
    /// People by role and unit. Anybody logged in may look colleagues up.
    ListPeople = Get "/api/v1/people", "list_people", Read, "People, by role and unit.";
    part (); query PeopleQuery; body Nothing; reply Json<Page<Person>>
}
endpoint! {
    /// Adds a person.
    AddPerson = Post "/api/v1/people", "add_person", Admin, "Add a person.";
    part (); query DryRun; body Json<NewPerson>; reply Json<Person>
}
endpoint! {
    /// Adds people, all or none.
    AddPeople = Post "/api/v1/people/batch", "add_people", Admin, "Add many people, all or none.";
    part (); query DryRun; body Json<NewPeople>; reply Json<Page<Person>>
}
endpoint! {
    /// Changes name, password, posts or the switch.
    EditPerson = Put "/api/v1/people/{id}", "edit_person", Admin, "Change a person.";
    part PersonId; query DryRun; body Json<ChangePerson>; reply Json<Person>
}
