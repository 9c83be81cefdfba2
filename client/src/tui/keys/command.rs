//! What a command is, before anything is done by it.

use std::fmt;
use std::ops::BitOr;

use banli_shared::lang::Lang;

use super::table::CommandId;

/// What a command does to the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Nothing: it moves, shows or opens something.
    Plain,
    /// Something that can be taken back; it acts at once.
    Reversible,
    /// Something that cannot; it asks once, and another key answers.
    Irreversible,
}

/// Where keys have a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Place {
    /// What waits on me.
    Inbox,
    /// Deciding about what came in.
    Triage,
    /// Who gets what, before many are handed over.
    Handing,
    /// The hand-over sitting: what is unassigned, and the load of units.
    Sitting,
    /// One case with its tabs.
    Case,
    /// A reply beside its proposal.
    Review,
    /// Writing a reply or another longer text; plain keys type.
    Editor,
    /// Rating a reply.
    Rating,
    /// Counts by stage and light.
    Board,
    /// Units, people, profiles.
    Admin,
    /// What replies have promised.
    Promises,
    /// Looking for a case.
    Search,
    /// The list of keys.
    Help,
    /// Choosing a command by name; plain keys type.
    Palette,
    /// Choosing one of some values; plain keys type.
    Picker,
    /// The question before something irreversible.
    Confirm,
    /// Something to be read, in front of a screen.
    Told,
}

impl Place {
    /// Every place, in order.
    pub const ALL: [Self; 17] = [
        Self::Inbox,
        Self::Triage,
        Self::Handing,
        Self::Sitting,
        Self::Case,
        Self::Review,
        Self::Editor,
        Self::Rating,
        Self::Board,
        Self::Admin,
        Self::Promises,
        Self::Search,
        Self::Help,
        Self::Palette,
        Self::Picker,
        Self::Confirm,
        Self::Told,
    ];

    /// True where plain keys are text.
    #[must_use]
    pub const fn types(self) -> bool {
        matches!(
            self,
            Self::Editor | Self::Palette | Self::Picker | Self::Search
        )
    }

    /// Its name for people.
    #[must_use]
    pub const fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Inbox => lang.pick("待办", "Inbox"),
            Self::Triage => lang.pick("分办", "Triage"),
            Self::Handing => lang.pick("批量交办", "Hand over many"),
            Self::Sitting => lang.pick("交办会", "Sitting"),
            Self::Case => lang.pick("提案", "Case"),
            Self::Review => lang.pick("审核", "Review"),
            Self::Editor => lang.pick("起草", "Editor"),
            Self::Rating => lang.pick("评价", "Rating"),
            Self::Board => lang.pick("看板", "Board"),
            Self::Admin => lang.pick("管理", "Admin"),
            Self::Promises => lang.pick("承诺", "Promises"),
            Self::Search => lang.pick("查找", "Search"),
            Self::Help => lang.pick("帮助", "Help"),
            Self::Palette => lang.pick("命令", "Commands"),
            Self::Picker => lang.pick("选择", "Choose"),
            Self::Confirm => lang.pick("确认", "Confirm"),
            Self::Told => lang.pick("告知", "Told"),
        }
    }
}

/// A set of places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Places(u32);

impl Places {
    /// Where lists, texts and figures are looked at and plain keys are commands.
    pub const LOOKING: Self = Self(
        1 << Place::Inbox as u32
            | 1 << Place::Triage as u32
            | 1 << Place::Handing as u32
            | 1 << Place::Sitting as u32
            | 1 << Place::Case as u32
            | 1 << Place::Review as u32
            | 1 << Place::Rating as u32
            | 1 << Place::Board as u32
            | 1 << Place::Admin as u32
            | 1 << Place::Promises as u32,
    );
    /// Everywhere.
    pub const ALL: Self = Self((1 << Place::ALL.len() as u32) - 1);

    /// These places.
    #[must_use]
    pub const fn of(places: &[Place]) -> Self {
        let mut bits = 0;
        let mut n = 0;
        while n < places.len() {
            bits |= 1 << places[n] as u32;
            n += 1;
        }
        Self(bits)
    }

    /// The places of both.
    #[must_use]
    pub const fn with(self, places: &[Place]) -> Self {
        Self(self.0 | Self::of(places).0)
    }

    /// Is `place` one of them?
    #[must_use]
    pub const fn contains(self, place: Place) -> bool {
        self.0 & 1 << place as u32 != 0
    }
}

impl BitOr for Places {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(Place::ALL.into_iter().filter(|place| self.contains(*place)))
            .finish()
    }
}

/// A row of the command table.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Which it is.
    pub id: CommandId,
    /// Its name in the configuration and in documents.
    pub name: &'static str,
    /// Its keys in the preset `default`.
    pub keys: &'static [&'static str],
    /// Its keys in the preset `arrows`.
    pub arrows: &'static [&'static str],
    /// Chinese text, short enough for the hint bar.
    pub zh: &'static str,
    /// English text, short enough for the hint bar.
    pub en: &'static str,
    /// What it does to the case.
    pub danger: Danger,
    /// Where it can be given.
    pub places: Places,
    /// What is shown in the hint bar, before others: 1 is first, 0 is not shown there.
    pub hint: u8,
}

impl Command {
    /// Its text in a language.
    #[must_use]
    pub const fn say(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}
