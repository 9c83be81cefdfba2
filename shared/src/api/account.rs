//! Logging in and out, who am I, and tokens for scripts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Json, NoQuery, Nothing, Page};
use crate::ids::Millis;
use crate::lang::Lang;
use crate::org::Person;
use crate::{endpoint, words};

words! {
    /// How far a token reaches. A login's token has all of them.
    pub enum Scope {
        /// May read what its person may read.
        Read = "read", "读取", "read";
        /// May do what its person may do.
        Write = "write", "办理", "write";
        /// May keep users, units and tokens, if its person may.
        Admin = "admin", "管理", "admin";
    }
}

/// Who wants in.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The login name.
    pub login: String,
    /// The password.
    pub password: String,
}

/// A password is never printed.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// One's own password, and another in its place.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one until now.
    pub old: String,
    /// The one from now on, at least 8 characters.
    pub new: String,
}

/// A password is never printed.
impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPassword").finish_non_exhaustive()
    }
}

/// A password that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasswordChanged {
    /// How many other tokens of the person ended with it, of logins and of scripts.
    pub ended: u64,
}

/// A login that worked.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct LoggedIn {
    /// The bearer token, `banli_…`.
    pub token: String,
    /// When it expires.
    pub expires_ms: Millis,
    /// Whose it is.
    pub person: Person,
}

/// A token as it is listed: never the token itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenInfo {
    /// Its id, to revoke it by.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// How far it reaches.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_ms: Millis,
    /// When it expires.
    pub expires_ms: Millis,
    /// Whether it is the token of this very request.
    pub current: bool,
}

impl TokenInfo {
    /// The label of the tokens that logging in makes.
    pub const OF_LOGIN: &str = "login";

    /// What it is for, in words; a login's says so in the reader's language.
    #[must_use]
    pub fn called(&self, lang: Lang) -> &str {
        match self.label.as_str() {
            Self::OF_LOGIN => lang.pick("登录", "login"),
            label => label,
        }
    }
}

/// A token to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub label: String,
    /// How far it reaches.
    pub scopes: Vec<Scope>,
    /// Days until it expires, 1 to 366.
    pub days: u32,
}

/// A token just made: the only time it is shown.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct MadeToken {
    /// The bearer token.
    pub token: String,
    /// How it is listed.
    pub info: TokenInfo,
}

endpoint! {
    /// Changes login and password into a token.
    Login = Post "/api/v1/login", "login", Open, "Log in with a password.";
    part (); query NoQuery; body Json<Credentials>; reply Json<LoggedIn>
}
endpoint! {
    /// Ends the token it is called with.
    Logout = Post "/api/v1/logout", "logout", Read, "Revoke the token in use.";
    part (); query NoQuery; body Nothing; reply Nothing
}
endpoint! {
    /// Who the token belongs to.
    Me = Get "/api/v1/me", "me", Read, "Who is logged in.";
    part (); query NoQuery; body Nothing; reply Json<Person>
}
endpoint! {
    /// Changes one's own password. Every token but the one it is called with ends.
    ChangePassword = Put "/api/v1/me/password", "change_password", Write, "Change one's own password.";
    part (); query NoQuery; body Json<NewPassword>; reply Json<PasswordChanged>
}
endpoint! {
    /// One's own tokens.
    ListTokens = Get "/api/v1/tokens", "list_tokens", Read, "One's own tokens.";
    part (); query NoQuery; body Nothing; reply Json<Page<TokenInfo>>
}
endpoint! {
    /// Makes a token for a script.
    MakeToken = Post "/api/v1/tokens", "make_token", Write, "Make a token for a script.";
    part (); query NoQuery; body Json<NewToken>; reply Json<MadeToken>
}
endpoint! {
    /// Revokes one of one's own tokens.
    RevokeToken = Delete "/api/v1/tokens/{id}", "revoke_token", Write, "Revoke a token.";
    part String; query NoQuery; body Nothing; reply Nothing
}
