//! What happened: the record. A case is the fold of its events.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::command::HandTo;
use super::correction::Correction;
use crate::calendar::{Date, Deadline};
use crate::case::{
    Answer, Class, Closure, Consent, Contact, Ending, Forwarded, Level, Openness, Outcome, Promise,
    Proposal, Proposer, PublishedAs, Rating, ReplyFormat, Satisfaction, SpotFinding, Suggestion,
};
use crate::ids::{
    AssignmentNo, CaseId, ContactNo, IntakeNumber, Millis, OutcomeNo, PersonId, PromiseNo,
    ProposalNumber, SessionId, SuggestionNo, TaskNo, UnitCode,
};
use crate::lang::Lang;
use crate::org::OnBehalf;
use crate::profile::Defect;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct By {
    /// The person.
    pub person: PersonId,
    /// The name at that time.
    pub name: String,
    /// In whose name, where they stood in for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<OnBehalf>,
}

impl By {
    /// The name as it stands on record: `李四（代张三）` where one stood in for another.
    #[must_use]
    pub fn on_record(&self) -> String {
        match &self.on_behalf {
            Some(other) => format!("{}（代{}）", self.name, other.name),
            None => self.name.clone(),
        }
    }

    /// The same for a reader of `lang`.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match (&self.on_behalf, lang) {
            (Some(other), Lang::En) => format!("{} (for {})", self.name, other.name),
            _ => self.on_record(),
        }
    }

    /// Who is bound by it: each of them has one duty in a round.
    pub fn persons(&self) -> impl Iterator<Item = &PersonId> {
        let principal = self.on_behalf.as_ref().map(|other| &other.person);
        std::iter::once(&self.person).chain(principal)
    }
}

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// When.
    pub at_ms: Millis,
    /// Who did it.
    pub by: By,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields are named as in the commands and parts of a case that they come from"
)]
pub enum Happened {
    /// A proposal came in; the first event of every case.
    Submitted {
        case: CaseId,
        session: SessionId,
        intake_number: IntakeNumber,
        rules: u32,
        proposal: Proposal,
    },
    /// What was submitted changed; the whole of it as it is now. Comes back for examination.
    Amended {
        title: String,
        body: String,
        category: String,
        #[serde(default)]
        publication: Consent,
        suggestions: Vec<Suggestion>,
    },
    /// The proposer is asked to change something.
    RevisionAsked { reason: String },
    /// Filed.
    Filed { number: ProposalNumber },
    /// The filing was undone.
    Unfiled {},
    /// Not filed.
    Declined {
        ground: String,
        note: String,
        forwarded: Option<Forwarded>,
    },
    /// A decline or a request for revision was undone.
    Reopened {},
    /// Handled under another number from now on.
    MergedInto { into: CaseId, number: String },
    /// That was undone.
    Unmerged { filed: bool },
    /// Another proposal is handled in this case.
    Absorbed {
        case: CaseId,
        number: Option<ProposalNumber>,
        /// None on records from before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intake_number: Option<IntakeNumber>,
        title: String,
        proposers: Vec<Proposer>,
        /// What its proposers say about publication.
        publication: Consent,
        /// What it asks for, by the numbers under which it is answered here; none on records from before it was kept.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        suggestions: Vec<Suggestion>,
    },
    /// It is not any longer. What it is called is empty on records from before it was kept.
    Released {
        case: CaseId,
        #[serde(default)]
        number: String,
        #[serde(default)]
        title: String,
    },
    /// Marked key.
    KeyMarked { leader: String },
    /// No longer key.
    KeyUnmarked {},
    /// What the supervising leader says is on record.
    LeaderViewRecorded { leader: String, text: String },
    /// A proposer is this person.
    ProposerLinked { proposer: u32, person: PersonId },
    /// These proposers (by number; all where none is named) say anew whether it may be published.
    ConsentChanged {
        publication: Consent,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        proposers: Vec<u32>,
        note: String,
    },
    /// What is on record of it was corrected.
    Corrected {
        changes: Vec<Correction>,
        reason: String,
    },
    /// What is on record of a proposal that is handled here was: its title and proposers as they are now. `were` holds for
    /// each of these the number among that proposal's own that they had, none where they are new.
    MergedCorrected {
        case: CaseId,
        title: String,
        proposers: Vec<Proposer>,
        were: Vec<Option<u32>>,
    },
    /// The proposers of a proposal that is handled here do.
    MergedConsentChanged { case: CaseId, publication: Consent },
    /// The case goes on under newer rules of its session.
    RulesAdopted { from: u32, to: u32 },
    /// Taken back by the proposer.
    Withdrawn { reason: String },
    /// An office noted something.
    Noted { text: String },
    /// Handed over to one unit.
    HandedOver {
        assignment: AssignmentNo,
        to: HandTo,
        on: Date,
        due: Deadline,
        goal: String,
        visit_required: bool,
        reply_format: ReplyFormat,
    },
    /// The hand-over was undone.
    TakenBack { assignment: AssignmentNo },
    /// A deadline was moved to where the calendar of the day has it.
    DeadlineRecounted {
        assignment: AssignmentNo,
        from: Date,
        due: Deadline,
    },
    /// It answers these suggestions too, which nobody answered.
    PartExtended {
        assignment: AssignmentNo,
        suggestions: Vec<SuggestionNo>,
    },
    /// Given to another unit: this one ends, `HandedOver` follows.
    Reassigned {
        assignment: AssignmentNo,
        reason: String,
    },
    /// A return was granted.
    ReturnGranted { assignment: AssignmentNo },
    /// A return was refused.
    ReturnRefused {
        assignment: AssignmentNo,
        reason: String,
    },
    /// A co-handler is no longer waited for.
    OpinionWaived {
        assignment: AssignmentNo,
        reason: String,
    },
    /// It is again.
    OpinionUnwaived { assignment: AssignmentNo },
    /// Signed for.
    Accepted { assignment: AssignmentNo },
    /// That was undone.
    Unaccepted { assignment: AssignmentNo },
    /// The unit asks to give it back.
    ReturnRequested {
        assignment: AssignmentNo,
        reason: String,
    },
    /// It no longer asks.
    ReturnCancelled { assignment: AssignmentNo },
    /// The unit asks for a later deadline.
    ExtensionRequested {
        assignment: AssignmentNo,
        until: Date,
        reason: String,
    },
    /// It no longer asks.
    ExtensionCancelled { assignment: AssignmentNo },
    /// The deadline was put off.
    ExtensionGranted {
        assignment: AssignmentNo,
        from: Date,
        due: Deadline,
        note: String,
    },
    /// It was not.
    ExtensionRefused {
        assignment: AssignmentNo,
        reason: String,
    },
    /// Whoever has it was pressed for it.
    Urged {
        assignment: AssignmentNo,
        note: String,
    },
    /// Somebody of the offices looked into it.
    SpotChecked {
        assignment: AssignmentNo,
        found: SpotFinding,
        note: String,
    },
    /// Given to a department.
    Dispatched {
        assignment: AssignmentNo,
        leader: String,
        department: UnitCode,
        handler: Option<PersonId>,
        note: String,
    },
    /// That was undone.
    Undispatched { assignment: AssignmentNo },
    /// A task was cut out of a suggestion.
    TaskCut {
        assignment: AssignmentNo,
        task: TaskNo,
        suggestion: SuggestionNo,
        text: String,
        units: Vec<UnitCode>,
        due: Date,
    },
    /// A unit passed its part on to a department; none where its desk took it back. `from` is the department that had it.
    TaskPassed {
        assignment: AssignmentNo,
        task: TaskNo,
        unit: UnitCode,
        department: Option<UnitCode>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<UnitCode>,
    },
    /// How far a unit's part is.
    TaskReported {
        assignment: AssignmentNo,
        task: TaskNo,
        unit: UnitCode,
        text: String,
    },
    /// A unit's part is done.
    TaskFinished {
        assignment: AssignmentNo,
        task: TaskNo,
        unit: UnitCode,
        text: String,
    },
    /// These units have to go on.
    TaskReopened {
        assignment: AssignmentNo,
        task: TaskNo,
        units: Vec<UnitCode>,
        reason: String,
    },
    /// A task is due on another day.
    TaskMoved {
        assignment: AssignmentNo,
        task: TaskNo,
        from: Date,
        due: Date,
        reason: String,
    },
    /// A task was taken back, or ended with the assignment that it was cut in.
    TaskDropped {
        assignment: AssignmentNo,
        task: TaskNo,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ending: Option<Ending>,
        /// The number of the proposal that is merged no longer, where what it asks for is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unmerged: Option<String>,
    },
    /// The member was consulted.
    ContactLogged {
        assignment: AssignmentNo,
        contact: Contact,
    },
    /// A contact counts no longer.
    ContactStruck {
        assignment: AssignmentNo,
        contact: ContactNo,
        reason: String,
    },
    /// A proposer said whether a contact took place.
    ContactConfirmed {
        assignment: AssignmentNo,
        contact: ContactNo,
        took_place: bool,
        note: String,
    },
    /// A suggestion was answered.
    SuggestionAnswered {
        assignment: AssignmentNo,
        suggestion: SuggestionNo,
        answer: Answer,
    },
    /// Text, class and promises of the draft.
    DraftSaved {
        assignment: AssignmentNo,
        body: String,
        class: Option<Class>,
        promises: Vec<Promise>,
    },
    /// Handed in for review.
    ReplySubmitted { assignment: AssignmentNo },
    /// Taken back.
    Recalled { assignment: AssignmentNo },
    /// A level said yes to the content with this hash.
    Approved {
        assignment: AssignmentNo,
        level: Level,
        hash: String,
        note: String,
    },
    /// That was undone.
    ApprovalRetracted {
        assignment: AssignmentNo,
        level: Level,
    },
    /// A level said no.
    SentBack {
        assignment: AssignmentNo,
        level: Level,
        defects: Vec<Defect>,
        note: String,
    },
    /// That was undone.
    ReviewResumed {
        assignment: AssignmentNo,
        level: Level,
    },
    /// A level changed the class: every yes is void.
    ClassChanged {
        assignment: AssignmentNo,
        level: Level,
        from: Class,
        to: Class,
        reason: String,
    },
    /// The unit said to whom the reply is open.
    OpennessMarked {
        assignment: AssignmentNo,
        openness: Openness,
        reason: String,
    },
    /// The reply that is out was published.
    Published {
        assignment: AssignmentNo,
        form: PublishedAs,
        note: String,
    },
    /// That was undone; `consent` is what the proposers say now, where that undid it.
    Unpublished {
        assignment: AssignmentNo,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consent: Option<Consent>,
    },
    /// Signed and issued.
    Signed {
        assignment: AssignmentNo,
        document_number: String,
        on: Date,
        hash: String,
    },
    /// Signed and given to the lead.
    OpinionGiven {
        assignment: AssignmentNo,
        on: Date,
        hash: String,
    },
    /// A form came in; `outcome` is what the forms come to now.
    Rated {
        assignment: AssignmentNo,
        rating: Rating,
        outcome: Option<Satisfaction>,
    },
    /// What the forms of the round come to was reckoned anew: others may rate now, or no more forms are waited for.
    OutcomeReckoned {
        assignment: AssignmentNo,
        outcome: Option<Satisfaction>,
    },
    /// A further round begins.
    SecondHandlingBegun {
        assignment: AssignmentNo,
        cause: String,
        due: Deadline,
    },
    /// Done.
    Closed {
        assignment: AssignmentNo,
        how: Closure,
    },
    /// A supplementary reply was begun.
    SupplementBegun {
        assignment: AssignmentNo,
        reason: String,
    },
    /// It was given up.
    SupplementDropped { assignment: AssignmentNo },
    /// Something came of it.
    OutcomeRecorded {
        assignment: AssignmentNo,
        outcome: Outcome,
    },
    /// An outcome counts no longer.
    OutcomeStruck {
        assignment: AssignmentNo,
        outcome: OutcomeNo,
        reason: String,
    },
    /// How far a promise is.
    ProgressReported {
        assignment: AssignmentNo,
        promise: PromiseNo,
        text: String,
        percent: Option<u8>,
    },
    /// A promise was kept.
    PromiseFulfilled {
        assignment: AssignmentNo,
        promise: PromiseNo,
        evidence: String,
        document: String,
        on: Date,
    },
    /// A promise was put off.
    PromisePostponed {
        assignment: AssignmentNo,
        promise: PromiseNo,
        from: Date,
        to: Date,
        reason: String,
    },
    /// A promise is tracked again.
    PromiseReopened {
        assignment: AssignmentNo,
        promise: PromiseNo,
        reason: String,
    },
    /// A promise will not be kept.
    PromiseBrokenOff {
        assignment: AssignmentNo,
        promise: PromiseNo,
        reason: String,
    },
}

impl Happened {
    /// The assignment it is on.
    #[must_use]
    pub const fn assignment(&self) -> Option<AssignmentNo> {
        use Happened as H;
        Some(match self {
            H::HandedOver { assignment, .. }
            | H::TakenBack { assignment }
            | H::DeadlineRecounted { assignment, .. }
            | H::PartExtended { assignment, .. }
            | H::Reassigned { assignment, .. }
            | H::ReturnGranted { assignment }
            | H::ReturnRefused { assignment, .. }
            | H::OpinionWaived { assignment, .. }
            | H::OpinionUnwaived { assignment }
            | H::Accepted { assignment }
            | H::Unaccepted { assignment }
            | H::ReturnRequested { assignment, .. }
            | H::ReturnCancelled { assignment }
            | H::ExtensionRequested { assignment, .. }
            | H::ExtensionCancelled { assignment }
            | H::ExtensionGranted { assignment, .. }
            | H::ExtensionRefused { assignment, .. }
            | H::Urged { assignment, .. }
            | H::SpotChecked { assignment, .. }
            | H::Dispatched { assignment, .. }
            | H::Undispatched { assignment }
            | H::TaskCut { assignment, .. }
            | H::TaskPassed { assignment, .. }
            | H::TaskReported { assignment, .. }
            | H::TaskFinished { assignment, .. }
            | H::TaskReopened { assignment, .. }
            | H::TaskMoved { assignment, .. }
            | H::TaskDropped { assignment, .. }
            | H::ContactLogged { assignment, .. }
            | H::ContactStruck { assignment, .. }
            | H::ContactConfirmed { assignment, .. }
            | H::SuggestionAnswered { assignment, .. }
            | H::DraftSaved { assignment, .. }
            | H::ReplySubmitted { assignment }
            | H::Recalled { assignment }
            | H::Approved { assignment, .. }
            | H::ApprovalRetracted { assignment, .. }
            | H::SentBack { assignment, .. }
            | H::ReviewResumed { assignment, .. }
            | H::ClassChanged { assignment, .. }
            | H::OpennessMarked { assignment, .. }
            | H::Published { assignment, .. }
            | H::Unpublished { assignment, .. }
            | H::Signed { assignment, .. }
            | H::OpinionGiven { assignment, .. }
            | H::Rated { assignment, .. }
            | H::OutcomeReckoned { assignment, .. }
            | H::SecondHandlingBegun { assignment, .. }
            | H::Closed { assignment, .. }
            | H::SupplementBegun { assignment, .. }
            | H::SupplementDropped { assignment }
            | H::OutcomeRecorded { assignment, .. }
            | H::OutcomeStruck { assignment, .. }
            | H::ProgressReported { assignment, .. }
            | H::PromiseFulfilled { assignment, .. }
            | H::PromisePostponed { assignment, .. }
            | H::PromiseReopened { assignment, .. }
            | H::PromiseBrokenOff { assignment, .. } => *assignment,
            _ => return None,
        })
    }
}
