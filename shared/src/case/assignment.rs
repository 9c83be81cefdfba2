//! One unit's duty on one proposal (承办任务).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extension::Extension;
use super::outcome::Outcome;
use super::promise::TrackedPromise;
use super::reply::Class;
use super::review::Level;
use super::round::Round;
use super::task::Task;
use super::urging::{SpotChecked, Urging};
use crate::calendar::{Date, Deadline};
use crate::ids::{AssignmentNo, Millis, PersonId, PromiseNo, SuggestionNo, UnitCode};
use crate::words;

words! {
    /// In what role a unit takes part.
    pub enum AssignmentRole {
        /// Answers for the whole (主办).
        Lead = "lead", "主办", "lead";
        /// Answers its own part (分办).
        Split = "split", "分办", "split";
        /// Gives the lead an opinion (会办); sends no reply.
        CoHandler = "co_handler", "会办", "co-handler";
    }
}

impl AssignmentRole {
    /// Whether the member is owed a reply: everything is counted in these.
    #[must_use]
    pub const fn owes_reply(self) -> bool {
        matches!(self, Self::Lead | Self::Split)
    }
}

words! {
    /// How the member wants the answer.
    pub enum ReplyFormat {
        /// A letter.
        Letter = "letter", "书面答复", "letter";
        /// In person, then a letter.
        InPerson = "in_person", "当面答复并书面", "in person and letter";
    }
}

/// Where an assignment stands. Holds what is true only there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// With the unit, not yet signed for.
    HandedOver,
    /// The unit asks to give it back (退办).
    ReturnRequested {
        /// Why.
        reason: String,
        /// Who asked.
        by: PersonId,
        /// Whether the unit had signed for it before.
        accepted: bool,
    },
    /// Signed for (签收).
    Accepted,
    /// Given to a department (分派).
    Dispatched,
    /// Being worked on.
    Drafting,
    /// Waits for a level of review (审核).
    Reviewing {
        /// The level whose turn it is.
        level: Level,
    },
    /// The reply is out, no deciding rating yet.
    Issued,
    /// A co-handler's opinion is with the lead.
    OpinionGiven,
    /// Rated, not closed.
    Rated,
    /// Done.
    Closed {
        /// What closed it.
        how: Closure,
    },
    /// Counts no longer.
    Ended {
        /// What ended it.
        how: Ending,
    },
}

impl Stage {
    /// The name without the data.
    #[must_use]
    pub const fn name(&self) -> StageName {
        match self {
            Self::HandedOver => StageName::HandedOver,
            Self::ReturnRequested { .. } => StageName::ReturnRequested,
            Self::Accepted => StageName::Accepted,
            Self::Dispatched => StageName::Dispatched,
            Self::Drafting => StageName::Drafting,
            Self::Reviewing { level: Level::One } => StageName::Level1,
            Self::Reviewing { level: Level::Two } => StageName::Level2,
            Self::Reviewing {
                level: Level::Three,
            } => StageName::Level3,
            Self::Issued => StageName::Issued,
            Self::OpinionGiven => StageName::OpinionGiven,
            Self::Rated => StageName::Rated,
            Self::Closed { .. } => StageName::Closed,
            Self::Ended { .. } => StageName::Ended,
        }
    }
}

words! {
    /// The stage of an assignment as one word.
    pub enum StageName {
        /// Not yet signed for.
        HandedOver = "handed_over", "待签收", "handed over";
        /// The unit asks to give it back.
        ReturnRequested = "return_requested", "申请退办", "return requested";
        /// Signed for.
        Accepted = "accepted", "已签收", "accepted";
        /// Given to a department.
        Dispatched = "dispatched", "已分派", "dispatched";
        /// Being worked on.
        Drafting = "drafting", "起草中", "drafting";
        /// Waits for the department's head.
        Level1 = "level1", "一级审核", "level 1";
        /// Waits for the unit's supervision desk.
        Level2 = "level2", "二级审核", "level 2";
        /// Waits for the unit's head.
        Level3 = "level3", "三级审核", "level 3";
        /// The reply is out.
        Issued = "issued", "已答复", "issued";
        /// The opinion is with the lead.
        OpinionGiven = "opinion_given", "已提意见", "opinion given";
        /// Rated.
        Rated = "rated", "已评价", "rated";
        /// Done.
        Closed = "closed", "已办结", "closed";
        /// Counts no longer.
        Ended = "ended", "已终止", "ended";
    }
}

words! {
    /// What closed a reply item.
    pub enum Closure {
        /// A rating of at least basically satisfied.
        Rated = "rated", "评价满意", "rated";
        /// The rating window passed.
        WindowPassed = "window_passed", "评价期满", "rating window passed";
    }
}

words! {
    /// What ended an assignment before its time.
    pub enum Ending {
        /// The coordinator granted the return.
        Returned = "returned", "退办", "returned";
        /// Given to another unit.
        Reassigned = "reassigned", "改办", "reassigned";
        /// The hand-over was undone.
        TakenBack = "taken_back", "撤回交办", "taken back";
        /// The proposal was withdrawn.
        Withdrawn = "withdrawn", "撤案", "withdrawn";
    }
}

/// To whom the unit gave the work inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dispatch {
    /// The leader in charge (分管领导), a name.
    pub leader: String,
    /// The department; the unit itself where it has none.
    pub department: UnitCode,
    /// The handler; any handler of the department where none is named.
    pub handler: Option<PersonId>,
    /// Steps and hints for the department.
    pub note: String,
    /// When.
    pub at_ms: Millis,
}

/// The coordinator did not wait for a co-handler's late opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Waiver {
    /// Who waived it.
    pub by: PersonId,
    /// Why.
    pub why: String,
    /// When.
    pub at_ms: Millis,
}

/// One unit's duty on one proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Assignment {
    /// Its number in the case, from 1.
    pub no: AssignmentNo,
    /// The role of the unit.
    pub role: AssignmentRole,
    /// The unit.
    pub unit: UnitCode,
    /// When it was handed over.
    pub handed_over_ms: Millis,
    /// The day of that, in the office's zone.
    pub handed_over_on: Date,
    /// The deadline first set; an extension does not change it, only a corrected timing that it should have gone by does.
    pub original_due: Deadline,
    /// What the office wants reached.
    pub goal: String,
    /// The ledger demands a face-to-face contact.
    pub visit_required: bool,
    /// How the member wants the answer.
    pub reply_format: ReplyFormat,
    /// The suggestions it answers; all where the list is empty.
    pub suggestions: Vec<SuggestionNo>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since_ms: Millis,
    /// Inside the unit.
    pub dispatch: Option<Dispatch>,
    /// Set on a co-handler that is no longer waited for.
    pub waived: Option<Waiver>,
    /// Every time somebody pressed for it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urgings: Vec<Urging>,
    /// Every time the offices looked into it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spot_checks: Vec<SpotChecked>,
    /// First handling, second handling, …; never empty.
    pub rounds: Vec<Round>,
    /// Tasks cut out of its suggestions, taken back ones too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// What its replies have promised, once they are out.
    #[serde(default)]
    pub promises: Vec<TrackedPromise>,
    /// What came of it.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
}

impl Assignment {
    /// Whether it still counts.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        !matches!(self.stage, Stage::Ended { .. })
    }

    /// Whether the unit knows of it. What was taken back before the unit had signed for it never was the unit's; what it
    /// signed for and then lost stays among what it did.
    #[must_use]
    pub const fn is_known_to_unit(&self) -> bool {
        !matches!(
            self.stage,
            Stage::Ended {
                how: Ending::TakenBack
            }
        )
    }

    /// Whether somebody in the unit still has to act.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(
            self.stage,
            Stage::Ended { .. }
                | Stage::Closed { .. }
                | Stage::Rated
                | Stage::Issued
                | Stage::OpinionGiven
        ) && !self.is_supplemented()
    }

    /// Whether its deadline runs: somebody still has to act, and is waited for. Nobody waits for an opinion that was
    /// waived, though it may still come.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        self.is_open() && self.waived.is_none()
    }

    /// Whether the item is closed; a supplementary reply does not open it again.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_live() && (matches!(self.stage, Stage::Closed { .. }) || self.is_supplemented())
    }

    /// Whether there is a supplementary reply, out or being written.
    #[must_use]
    pub fn is_supplemented(&self) -> bool {
        self.rounds.last().is_some_and(Round::is_supplement)
    }

    /// The last round of handling: supplementary replies left out.
    #[must_use]
    pub fn handling(&self) -> &Round {
        let mut handled = self.rounds.iter().rev();
        handled
            .find(|round| !round.is_supplement())
            .expect("an assignment begins with round 1, which is a handling")
    }

    /// The round whose reply was rated and is counted, latest first: supplementary replies left out.
    #[must_use]
    pub fn handled_round(&self) -> Option<&Round> {
        self.rounds
            .iter()
            .rev()
            .find(|round| round.issued.is_some() && !round.is_supplement())
    }

    /// The class of the reply as it was before supplementary ones raised it.
    #[must_use]
    pub fn first_class(&self) -> Option<Class> {
        self.handled_round()?.issued.as_ref()?.class
    }

    /// The class of the reply that is out.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.issued_round()?.issued.as_ref()?.class
    }

    /// The round in progress.
    #[must_use]
    pub fn round(&self) -> &Round {
        self.rounds
            .last()
            .expect("an assignment begins with round 1 and rounds are never removed")
    }

    /// The deadline in force of the first reply: what that is on time or late by, whatever came after.
    #[must_use]
    pub fn first_reply_due(&self) -> &Deadline {
        self.rounds.first().map_or(&self.original_due, |it| &it.due)
    }

    /// The deadline in force: that of the round in progress.
    #[must_use]
    pub fn due(&self) -> &Deadline {
        &self.round().due
    }

    /// The request for more time that waits for the committee office.
    #[must_use]
    pub fn extension_waiting(&self) -> Option<&Extension> {
        let last = self.round().extensions.last()?;
        (self.is_owed() && last.answer.is_none()).then_some(last)
    }

    /// The number of the round in which something happened at this moment, the first before all of them.
    #[must_use]
    pub fn round_at(&self, at_ms: Millis) -> u32 {
        let mut rounds = self.rounds.iter().rev();
        let round = rounds.find(|round| round.begun_ms <= at_ms);
        round.map_or(1, |round| round.no)
    }

    /// The latest time that whoever has it now was pressed for it.
    #[must_use]
    pub fn urged(&self) -> Option<&Urging> {
        let mut latest = self.urgings.iter().rev();
        latest.find(|it| it.went_on_ms.is_none())
    }

    /// The round whose reply the member has, latest first.
    #[must_use]
    pub fn issued_round(&self) -> Option<&Round> {
        self.rounds
            .iter()
            .rev()
            .find(|round| round.issued.is_some())
    }

    /// The tracked promise with this number.
    #[must_use]
    pub fn promise(&self, no: PromiseNo) -> Option<&TrackedPromise> {
        self.promises.iter().find(|promise| promise.no == no)
    }

    /// The hash of the text that a level of review has before it; none while none has.
    #[must_use]
    pub fn text_under_review(&self) -> Option<String> {
        matches!(self.stage, Stage::Reviewing { .. }).then(|| self.round().content.hash())
    }

    /// The department that works on it.
    #[must_use]
    pub fn department(&self) -> Option<&UnitCode> {
        self.dispatch.as_ref().map(|dispatch| &dispatch.department)
    }

    /// Whether it answers suggestion `no`.
    #[must_use]
    pub fn covers(&self, no: SuggestionNo) -> bool {
        self.suggestions.is_empty() || self.suggestions.contains(&no)
    }

    /// Whether the lead need not wait for this co-handler.
    #[must_use]
    pub const fn opinion_is_in(&self) -> bool {
        self.waived.is_some() || matches!(self.stage, Stage::OpinionGiven)
    }
}
