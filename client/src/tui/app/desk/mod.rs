//! What the admin screen asks of the server, and what it is told: the office itself, not the cases.

mod work;

use std::fmt;

use banli_shared::api::account::{NewToken, TokenInfo};
use banli_shared::api::delegations::{DelegationInfo, NewDelegation};
use banli_shared::api::notices::Notice;
use banli_shared::api::webhooks::{NewWebhook, Webhook};
use banli_shared::ids::{PersonId, SessionId};
use banli_shared::lang::Lang;
use banli_shared::org::{Left, Person, Post, Unit};

pub(super) use work::carry_out;

/// A tab of the admin screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What the server told me.
    Notices,
    /// Who stands in for whom.
    Delegations,
    /// My tokens.
    Tokens,
    /// People and their posts.
    People,
    /// Units and departments.
    Units,
    /// The rules of the current session.
    Rules,
    /// The office's part of the calendar.
    Calendar,
    /// Where notices are sent to.
    Webhooks,
}

impl Tab {
    /// Every tab, in order.
    pub const ALL: [Self; 8] = [
        Self::Notices,
        Self::Delegations,
        Self::Tokens,
        Self::People,
        Self::Units,
        Self::Rules,
        Self::Calendar,
        Self::Webhooks,
    ];

    /// Its name for people.
    #[must_use]
    pub const fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Notices => lang.pick("通知", "Notices"),
            Self::Delegations => lang.pick("代理", "Stand-ins"),
            Self::Tokens => lang.pick("令牌", "Tokens"),
            Self::People => lang.pick("人员", "People"),
            Self::Units => lang.pick("单位", "Units"),
            Self::Rules => lang.pick("规则", "Rules"),
            Self::Calendar => lang.pick("日历", "Calendar"),
            Self::Webhooks => lang.pick("外发", "Webhooks"),
        }
    }

    /// Whether only administrators change it.
    #[must_use]
    pub const fn is_for_administrators(self) -> bool {
        matches!(
            self,
            Self::People | Self::Units | Self::Rules | Self::Calendar | Self::Webhooks
        )
    }
}

/// A row of a tab.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// What I was told.
    Notice(Box<Notice>),
    /// Somebody stands in.
    Delegation(Box<DelegationInfo>),
    /// A token of mine.
    Token(Box<TokenInfo>),
    /// A person.
    Person(Box<Person>),
    /// A unit.
    Unit(Box<Unit>),
    /// A line of a text, by its number.
    Line(usize, String),
    /// Where notices are sent.
    Webhook(Box<Webhook>),
}

/// A text that is changed as a whole: the rules or the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// It, as TOML.
    pub toml: String,
    /// The revision it is.
    pub seen: u32,
    /// The session whose rules they are; none for the calendar.
    pub session: Option<SessionId>,
}

/// What a tab holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Its rows.
    pub entries: Vec<Entry>,
    /// The text it is made of.
    pub text: Option<Text>,
    /// People to choose from.
    pub people: Vec<Person>,
}

/// A password on its way; it shows nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// What a tab holds.
    Load(Tab),
    /// I have read this notice and all before it.
    Read(String),
    /// Add a person.
    AddPerson {
        /// The login.
        login: String,
        /// The name.
        name: String,
        /// What they are.
        posts: Vec<Post>,
        /// The first password.
        password: Secret,
    },
    /// Change a person.
    EditPerson {
        /// Who.
        id: PersonId,
        /// The name; like the rest, none where it stays.
        name: Option<String>,
        /// All posts from now on.
        posts: Option<Vec<Post>>,
        /// A new password.
        password: Option<Secret>,
        /// Kept from logging in.
        disabled: Option<bool>,
    },
    /// Change my own password.
    ChangePassword {
        /// The one until now.
        old: Secret,
        /// The one from now on.
        new: Secret,
    },
    /// Add or change a unit; of a kind that is new where that is meant.
    PutUnit {
        /// The unit.
        unit: Box<Unit>,
        /// A kind that no unit has yet is meant.
        new_kind: bool,
    },
    /// Lend a post.
    Delegate(Box<NewDelegation>),
    /// End that early.
    EndDelegation(String),
    /// Make a token.
    MakeToken(NewToken),
    /// Revoke one.
    RevokeToken {
        /// Its id.
        id: String,
        /// It is the one in use: the login is over with it.
        current: bool,
    },
    /// Send notices to one more place.
    AddWebhook(Box<NewWebhook>),
    /// No longer.
    DropWebhook(String),
    /// Change the rules or the calendar; not kept, to see what it would do, or kept.
    Put {
        /// The whole text, and what it was made from.
        text: Box<Text>,
        /// Why.
        note: String,
        /// Whether it is kept.
        keep: bool,
    },
}

impl Ask {
    /// Whether it is made of the answers to questions that are open until it is done.
    #[must_use]
    pub const fn is_of_questions(&self) -> bool {
        matches!(
            self,
            Self::AddPerson { .. }
                | Self::EditPerson { .. }
                | Self::ChangePassword { .. }
                | Self::PutUnit { .. }
                | Self::Delegate(_)
                | Self::MakeToken(_)
                | Self::AddWebhook(_)
                | Self::Put { keep: false, .. }
        )
    }
}

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// What a tab holds.
    Loaded(Tab, Box<Loaded>),
    /// Done; with what is shown this once.
    Done(Option<String>),
    /// Done, and what nobody can take up since then waits for these.
    Left(Vec<Left>),
    /// What a change of rules or calendar would do, in both languages, line by line. Empty where it does nothing.
    Would([Vec<String>; 2]),
}
