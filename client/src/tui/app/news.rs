//! What is asked of the world outside, and what it answers.

use banli_shared::api::Page;
use banli_shared::api::events::{Change, Recorded};
use banli_shared::api::figures::FigureQuery;
use banli_shared::api::inbox::InboxRow;
use banli_shared::api::promises::{PromiseQuery, PromiseRow};
use banli_shared::api::proposals::{CaseView, ManyAnswers, OneOfMany, ProposalQuery, ProposalRow};
use banli_shared::api::rankings::{Ranking, RankingQuery};
use banli_shared::api::sessions::Session;
use banli_shared::api::similar::Similar;
use banli_shared::api::sitting::Sitting;
use banli_shared::api::views::View;
use banli_shared::ids::{AssignmentNo, CaseId, Version};
use banli_shared::org::{Person, Unit};
use banli_shared::profile::Profile;
use banli_shared::text::Bilingual;
use banli_shared::workflow::Command;

use super::super::list::pages::Wanted;
use super::desk::{Ask, Told};
use super::forms::Fault;
use super::screens::board::Counted;
use crate::drafts::{Draft, DraftKey};

/// A case (and an assignment of it) that a command is meant for, at the version the person saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The case.
    pub case: CaseId,
    /// The version on the screen; the server refuses when somebody was faster.
    pub version: Version,
    /// The number people know it by.
    pub number: String,
    /// The assignment, for commands that are about one.
    pub assignment: Option<AssignmentNo>,
}

impl Target {
    /// Whether it is the same case and assignment, at whichever version.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.case == other.case && self.assignment == other.assignment
    }
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Who am I, which units are there, what are the rules.
    Begin,
    /// A page of the inbox.
    Inbox(Wanted),
    /// A page of proposals; the number tells lists apart.
    Proposals(u64, Box<ProposalQuery>, Wanted),
    /// A page of the due list; the number tells lists apart.
    Promises(u64, Box<PromiseQuery>, Wanted),
    /// One case.
    Case(CaseId),
    /// What is like a case, and the units that suggests.
    Similar(CaseId),
    /// The record of a case.
    Events(CaseId),
    /// The same checks and answer as running it, nothing kept: what would come next.
    Try(Target, Box<Command>),
    /// The same of many, each by itself.
    TryMany(Vec<OneOfMany>),
    /// Run a command. The key makes a retry safe.
    Run(Target, Box<Command>, String),
    /// Run many, each on its case; those that pass are kept.
    RunMany(Vec<OneOfMany>, String),
    /// Run several, all or none.
    RunTogether(Vec<OneOfMany>, String),
    /// The figures and the board.
    Figures(Box<FigureQuery>, Option<Box<RankingQuery>>),
    /// Rankings, beside those of the board.
    Rankings(Vec<RankingQuery>),
    /// The hand-over sitting of the current session.
    Sitting,
    /// The saved views of who is logged in.
    Views,
    /// Save a view.
    SaveView(Box<View>),
    /// Forget a view.
    DropView(String),
    /// People of a unit or department, to choose a handler from.
    People(String),
    /// Save the reply letter of an assignment under this name, or the next that is free.
    SaveLetter(Target, String),
    /// Something about the office itself. The key makes a retry safe.
    Desk(Box<Ask>, String),
    /// Keep a draft on this machine.
    KeepDraft(Box<Draft>),
    /// Forget it.
    DropDraft(DraftKey),
    /// Drafts that the person with this login left from before.
    Drafts(String),
    /// Listen to changes from now on.
    Listen,
    /// Act as another of the identities this client was started with.
    Become(usize),
    /// The login is over.
    LoggedOut,
    /// Let the person's own editor change a text (needs the terminal).
    EditOutside(String),
}

/// Why something did not work, in words, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Which kind.
    pub kind: TroubleKind,
    /// In both languages: Chinese, English.
    pub text: [String; 2],
    /// What it says of each answer of a form.
    pub faults: Vec<Fault>,
}

/// What kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// The server does not answer.
    Unreachable {
        /// What was asked for may have arrived there.
        arrived: bool,
    },
    /// The login is gone.
    LoggedOut,
    /// Somebody was faster.
    Stale,
    /// A rule or a check said no.
    Refused,
}

/// Who am I, units, sessions, rules.
pub(super) type Known = (Person, Vec<Unit>, Vec<Session>, Profile);

/// An answer from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// What a client begins with.
    Begun(Result<Box<Known>, Trouble>),
    /// A page of the inbox.
    Inbox(Wanted, Result<Page<InboxRow>, Trouble>),
    /// A page of proposals.
    Proposals(u64, Wanted, Result<Page<ProposalRow>, Trouble>),
    /// A page of the due list.
    Promises(u64, Wanted, Result<Page<PromiseRow>, Trouble>),
    /// One case.
    Case(CaseId, Result<Box<CaseView>, Trouble>),
    /// What is like it.
    Similar(CaseId, Result<Box<Similar>, Trouble>),
    /// Its record.
    Events(CaseId, Result<Vec<Recorded>, Trouble>),
    /// The sitting.
    Sitting(Result<Box<Sitting>, Trouble>),
    /// Saved views.
    Views(Result<Vec<View>, Trouble>),
    /// A view was saved under this name.
    ViewSaved(Result<String, Trouble>),
    /// The view of this name was forgotten.
    ViewDropped(Result<String, Trouble>),
    /// What would come of many commands.
    TriedMany(Vec<OneOfMany>, Result<ManyAnswers, Trouble>),
    /// What would come of a command.
    Tried(Target, Box<Command>, Result<Box<CaseView>, Trouble>),
    /// What came of one.
    Ran(Target, Box<Command>, Result<Box<CaseView>, Trouble>),
    /// What came of many, in their order.
    RanMany(Vec<OneOfMany>, Result<ManyAnswers, Trouble>),
    /// What came of several that belong together.
    RanTogether(Vec<OneOfMany>, Result<ManyAnswers, Trouble>),
    /// Figures and board.
    Figures(Box<FigureQuery>, Result<Box<Counted>, Trouble>),
    /// Rankings, in the order in which they were asked for.
    Rankings(Vec<RankingQuery>, Result<Vec<Ranking>, Trouble>),
    /// People of a unit or department.
    People(String, Result<Vec<Person>, Trouble>),
    /// The file that the letter is in now.
    LetterSaved(CaseId, Result<String, Trouble>),
    /// What the office said to that.
    Desk(Box<Ask>, Result<Told, Trouble>),
    /// Drafts left from before.
    Drafts(Vec<Draft>),
    /// A draft could not be kept on this machine.
    DraftNotKept(Bilingual),
    /// Something changed at the server; one entry a case.
    Changed(Vec<Change>),
    /// Everything may have changed.
    Reset,
    /// The stream of changes is there (none), or is tried again in so many seconds.
    Stream(Option<u64>),
    /// Now acting as this identity.
    Became(usize),
    /// The text as the person's own editor left it, or why it could not be used.
    Edited(Result<String, Bilingual>),
}

impl News {
    /// What went wrong, if something did.
    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        match self {
            Self::Begun(Err(trouble))
            | Self::Inbox(_, Err(trouble))
            | Self::Proposals(_, _, Err(trouble))
            | Self::Promises(_, _, Err(trouble))
            | Self::Similar(_, Err(trouble))
            | Self::Case(_, Err(trouble))
            | Self::Events(_, Err(trouble))
            | Self::Tried(_, _, Err(trouble))
            | Self::TriedMany(_, Err(trouble))
            | Self::Sitting(Err(trouble))
            | Self::Views(Err(trouble))
            | Self::ViewSaved(Err(trouble))
            | Self::ViewDropped(Err(trouble))
            | Self::Ran(_, _, Err(trouble))
            | Self::RanMany(_, Err(trouble))
            | Self::RanTogether(_, Err(trouble))
            | Self::Figures(_, Err(trouble))
            | Self::Rankings(_, Err(trouble))
            | Self::People(_, Err(trouble))
            | Self::LetterSaved(_, Err(trouble))
            | Self::Desk(_, Err(trouble)) => Some(trouble),
            _ => None,
        }
    }
}
