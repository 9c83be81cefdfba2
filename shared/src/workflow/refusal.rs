//! A no, as a value: which gate, what is missing, and who can supply it.

mod say;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::case::{
    Assignment, Case, Class, Consent, Duty, Level, Openness, PromiseState, ProposalStage,
    Satisfaction, StageName, TaskState,
};
use crate::ids::{AssignmentNo, ContactNo, OutcomeNo, PromiseNo, SuggestionNo, TaskNo, UnitCode};
use crate::lang::Lang;
use crate::org::{Role, Unit, likest};
use crate::profile::{Defect, Ground, OutcomeType};
use crate::text::Bilingual;
use crate::words;
use crate::workflow::Context;

words! {
    /// A named requirement (domain: gates). The first two hold before every action.
    pub enum Gate {
        /// The actor's role and place allow it.
        Role = "role", "权限", "role";
        /// The case is where the action makes sense.
        Stage = "stage", "阶段", "stage";
        /// What was sent can be kept.
        Form = "form", "填写", "form";
        /// The calendar reaches as far as the deadline.
        Calendar = "calendar", "工作日历", "calendar";
        /// The member was consulted in this round.
        ConsultFirst = "consult_first", "先协商后答复", "consult first";
        /// Every suggestion has an answer, with a reason where it must.
        EverySuggestionAnswered = "every_suggestion_answered", "逐条答复", "every suggestion answered";
        /// The class says what the content says.
        ClassFitsContent = "class_fits_content", "类别与内容相符", "class fits content";
        /// Every co-handler's opinion is in or waived.
        CoHandlersIn = "co_handlers_in", "会办意见齐备", "co-handlers in";
        /// The leader who supervises a key proposal was heard.
        LeaderHeard = "leader_heard", "领衔领导意见", "leader heard";
        /// Every task cut out of a suggestion is finished or dropped.
        TasksFinished = "tasks_finished", "分解任务完成", "tasks finished";
        /// Levels 1, 2, 3 in turn.
        InOrder = "in_order", "逐级审核", "in order";
        /// Nobody acts at two of draft, level 1, level 2, level 3 in one round.
        SeparationOfDuties = "separation_of_duties", "职责分离", "separation of duties";
        /// A send-back names a defect and says a sentence.
        SendBackSaysWhy = "send_back_says_why", "退回须说明缺陷", "send back says why";
        /// From round 2 on, a head met the member.
        LeaderMeetsMember = "leader_meets_member", "负责人当面沟通", "leader meets member";
        /// The return window has not passed.
        ReturnInTime = "return_in_time", "退办期限", "return in time";
        /// The unit has said to whom the reply is open.
        OpennessMarked = "openness_marked", "已标注公开属性", "openness marked";
        /// The proposers agree, and the unit has marked the reply as open.
        Publication = "publication", "公开条件", "publication";
        /// More time is asked for before the deadline passes, and no more than the rules allow.
        Extension = "extension", "延期", "extension";
        /// The rating is given by, or recorded for, a proposer.
        RatingBelongs = "rating_belongs", "评价权属", "rating belongs to the proposer";
        /// The rating window has passed, or a satisfied rating is in.
        RatedOrPassed = "rated_or_passed", "已评价或期满", "rated or window passed";
    }
}

/// One thing that is missing or in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variant says what its fields are")]
pub enum Missing {
    /// A post that may do this (see `who`).
    Post,
    /// What is counted over others than the actor's own units and departments.
    OfOwnUnit,
    /// What is over the whole of this unit: one of the posts in `who` in that unit itself, or one over all units.
    PostInside { unit: UnitCode },
    /// There is no such assignment.
    NoSuchAssignment { assignment: AssignmentNo },
    /// The proposal is at another stage.
    ProposalIsAt {
        stage: ProposalStage,
        /// Where it can be done, as far as stages go.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        needs: Vec<ProposalStage>,
    },
    /// That the proposal, which was sent back to its proposers for revision, is reopened first.
    SentBackToProposers,
    /// The assignment is at another stage.
    AssignmentIsAt {
        stage: StageName,
        /// Where it can be done, as far as stages go; empty where it is not the stage alone that stands in the way.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        needs: Vec<StageName>,
    },
    /// Only the person who did the last step can take it back.
    AnotherPersonsStep,
    /// Somebody has acted since.
    ActedSince,
    /// Contacts in this round.
    Contacts { have: u32, need: u32 },
    /// A face-to-face contact in this round.
    FaceToFace,
    /// A contact in this round with the department's or unit's head.
    HeadContact,
    /// These contacts name no proposer of this case or of one merged into it, so they do not count.
    NamesNoProposer { contacts: Vec<ContactNo> },
    /// That it is sent back first: under review nobody is consulted.
    SentBackToConsult,
    /// Answers to these suggestions.
    Answers { suggestions: Vec<SuggestionNo> },
    /// A reason why these are not adopted.
    Reasons { suggestions: Vec<SuggestionNo> },
    /// The text of the reply or opinion.
    Body,
    /// The class.
    Class,
    /// These are merely planned or refused, so the class does not fit.
    LeftOpen {
        class: Class,
        suggestions: Vec<SuggestionNo>,
    },
    /// A promise with a date.
    DatedPromise,
    /// A reason of substance in the text.
    ReasonOfSubstance { characters: u32 },
    /// What the supervising leader says.
    LeaderView { leader: String },
    /// Opinions of these co-handlers.
    Opinions { units: Vec<UnitCode> },
    /// It is this level's turn.
    TurnOf { level: Level },
    /// The approval of this level for the text as it is.
    ApprovalOf { level: Level },
    /// The actor has been this in this round already.
    HasBeen { duty: Duty },
    /// The actor has a post in the unit that is rated.
    OfTheUnit { unit: UnitCode },
    /// The hash of the text that was read.
    TextRead,
    /// The text is not the one that was read.
    TextChanged,
    /// Another document number: the unit has signed the reply to the proposal `by` with this one. `next` is the first
    /// after it that is free, where it counts up.
    DocumentNumberTaken {
        document_number: String,
        by: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
    /// A defect.
    Defect,
    /// A sentence.
    Sentence,
    /// The window for returns ended on this day.
    ReturnWindowEnded { on: Date },
    /// The window for ratings is open until this day, and these proposers may still rate, by name.
    RatingWindowOpen {
        until: Date,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unrated: Vec<String>,
    },
    /// The actor is not a proposer of this case.
    NotAProposer,
    /// The first of the proposers, who leads: the actor is another of them.
    LeadProposer { name: String },
    /// This proposer has rated this reply.
    AlreadyRated,
    /// The days in which the reply could be rated: they have passed, and closed it.
    RatingWindow,
    /// There is no proposer with this number: they are numbered from 1 to `last`.
    NoSuchRater {
        rater: u32,
        #[serde(default)]
        last: u32,
    },
    /// This value is not on the form.
    NotOnForm { value: Satisfaction },
    /// A proposal cannot be merged into itself.
    IntoItself,
    /// The other proposal cannot take this one in.
    OtherIsAt { stage: ProposalStage },
    /// What this unit writes on the other proposal is under review: it has to be sent back first.
    OtherUnderReview {
        unit: UnitCode,
        stage: StageName,
        needs: Vec<StageName>,
    },
    /// The reply of this unit to the other proposal is out, and answers both.
    OtherAnswered { unit: UnitCode },
    /// The other proposal is not known here.
    NoSuchOther,
    /// Not a unit that takes assignments. `like` is the one that its code or name is most like, by both.
    NoSuchUnit {
        unit: UnitCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        like: Option<String>,
    },
    /// The unit has an assignment on this case already.
    UnitHasOne { unit: UnitCode },
    /// The unit has begun to act on it.
    UnitHasActed { unit: UnitCode },
    /// There is a lead already.
    LeadTwice,
    /// A lead, or two units that split the work.
    LeadOrSplits,
    /// A unit that answers these suggestions: each reply has its part, and they are in none.
    SuggestionsLeft { suggestions: Vec<SuggestionNo> },
    /// A suggestion that no unit answers.
    EverySuggestionHasUnit,
    /// The department is not part of the unit.
    DepartmentElsewhere { department: UnitCode },
    /// A suggestion with this number. `there` are those that can be named.
    NoSuchSuggestion {
        suggestion: SuggestionNo,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        there: Vec<SuggestionNo>,
    },
    /// A suggestion in the part that the assignment answers: this one is in another.
    SuggestionElsewhere {
        suggestion: SuggestionNo,
        part: Vec<SuggestionNo>,
    },
    /// A contact with this number that still counts.
    NoSuchContact { contact: u32 },
    /// No contact on record that this proposer has still to say something of.
    NoContactToConfirm,
    /// This proposer has said it, and the reply is out since.
    ContactConfirmed,
    /// A ground that the profile lists.
    ListedGround { grounds: Vec<Ground> },
    /// Defects that the profile lists.
    ListedDefect { defects: Vec<Defect> },
    /// A field that can be kept: where, and what was expected, in both languages.
    Field {
        pointer: String,
        expected: String,
        expected_zh: String,
    },
    /// Published holidays for this year; or say to count plain weekdays.
    HolidaysOf { year: i16 },
    /// The last day of the conference, from which the rules count.
    SessionClose,
    /// Other proposals are merged into this one: take those merges back first.
    HasMerged,
    /// It is a key proposal already, or is none.
    KeyAlready { key: bool },
    /// The opinion is not late yet.
    NotLateYet { until: Date },
    /// A co-handler gives the lead an opinion and deals with nobody else.
    CoHandlerGivesOpinion,
    /// This one owes the member a reply, not an opinion.
    OwesReply,
    /// No proposer is dissatisfied.
    NobodyDissatisfied,
    /// Rules of the session newer than those of the case.
    NewerRules { rules: u32 },
    /// The mark that says to whom the reply is open.
    Openness,
    /// The consent to publication of the proposers of the proposal with this number.
    Consent { consent: Consent, number: String },
    /// The unit's mark that the reply is open.
    MarkedOpen { openness: Option<Openness> },
    /// It is published already, or is not.
    PublishedAlready { published: bool },
    /// A request for more time waits for an answer already.
    ExtensionAsked,
    /// No request for more time waits for an answer.
    NoExtensionAsked,
    /// Nobody waits for this opinion any more.
    NotWaitedFor,
    /// The deadline has passed.
    DeadlinePassed { on: Date },
    /// No extension goes beyond this day.
    NoLaterDay { latest: Date },
    /// The calendar of today gives the date that stands.
    OtherDate { date: Date },
    /// A type of outcome that the profile lists.
    ListedOutcome { types: Vec<OutcomeType> },
    /// An outcome with this number that still counts.
    NoSuchOutcome { outcome: OutcomeNo },
    /// A class not below the one the reply has.
    ClassNotBelow { was: Class },
    /// A promise is dated before the day on which its reply would go out.
    PromiseBeforeReply {
        promise: PromiseNo,
        by: Date,
        reply: Date,
    },
    /// A promise at one of these states.
    PromiseAt { states: Vec<PromiseState> },
    /// A promise with this number.
    NoSuchPromise { promise: PromiseNo },
    /// The promise is at another state.
    PromiseIs {
        promise: PromiseNo,
        state: PromiseState,
    },
    /// No more tasks than these at a time.
    TooManyTasks { most: u32 },
    /// These tasks are not finished.
    OpenTasks { tasks: Vec<TaskNo> },
    /// A task at one of these states.
    TaskAt { states: Vec<TaskState> },
    /// A task with this number.
    NoSuchTask { task: TaskNo },
    /// The task, or the unit's part of it, is at another state.
    TaskIs { task: TaskNo, state: TaskState },
    /// The task was not given to this unit.
    TaskNotGiven { task: TaskNo, unit: UnitCode },
    /// The unit whose template it is, where one may change that of one's own unit only.
    OwnUnitNamed,
    /// A date that lies within the calendar, after the start.
    SensibleDate,
    /// The rule is a fixed date, which is not after the day it would count from.
    TermPassed {
        /// The field of the profile.
        rule: String,
        /// The fixed date.
        date: Date,
        /// The day it would count from.
        start: Date,
    },
}

impl Missing {
    /// The same for people who have the units before them: these by their names where they stood by their codes.
    #[must_use]
    pub fn with_names(&self, name_of: impl Fn(&UnitCode) -> String) -> Self {
        let name = |unit: &mut UnitCode| unit.0 = name_of(unit);
        let mut named = self.clone();
        match &mut named {
            Self::Opinions { units } => units.iter_mut().for_each(name),
            Self::OfTheUnit { unit }
            | Self::PostInside { unit }
            | Self::OtherUnderReview { unit, .. }
            | Self::OtherAnswered { unit }
            | Self::UnitHasOne { unit }
            | Self::UnitHasActed { unit }
            | Self::TaskNotGiven { unit, .. }
            | Self::DepartmentElsewhere { department: unit } => name(unit),
            _ => {}
        }
        named
    }

    /// That `unit` is none of those that `fit`, with the one of them that was perhaps meant.
    pub(super) fn no_such_unit(
        unit: &UnitCode,
        ctx: &Context<'_>,
        fit: impl Fn(&Unit) -> bool,
    ) -> Self {
        let units = ctx.org.iter().filter(|it| !it.retired && fit(it));
        let names = units.flat_map(|unit| {
            let aliases = unit.aliases.iter().map(String::as_str);
            let names = [unit.code.as_str(), unit.name.as_str()];
            names
                .into_iter()
                .chain(aliases)
                .map(move |name| (name, unit))
        });
        let like = likest(unit.as_str(), names);
        Self::NoSuchUnit {
            unit: unit.clone(),
            like: like.map(|unit| format!("{} {}", unit.code, unit.name)),
        }
    }

    /// That no proposer of `case` has this number.
    pub(super) fn no_such_rater(case: &Case, rater: u32) -> Self {
        let last = case.proposers().map(|it| it.no).max().unwrap_or(0);
        Self::NoSuchRater { rater, last }
    }

    /// That nothing is asked for under this number in `case`; or not in the part that `of` answers.
    pub(super) fn no_such_suggestion(
        case: &Case,
        of: Option<&Assignment>,
        suggestion: SuggestionNo,
    ) -> Self {
        let all = case.suggestions().map(|it| it.no);
        let there: Vec<SuggestionNo> = match of {
            Some(a) => case.asked_of(a).map(|it| it.no).collect(),
            None => all.collect(),
        };
        match case.has_suggestion(suggestion) {
            true => Self::SuggestionElsewhere {
                suggestion,
                part: there,
            },
            false => Self::NoSuchSuggestion { suggestion, there },
        }
    }

    /// The assignment is at another stage than those where it can be done.
    pub(super) fn at_stages(a: &Assignment, needs: &[StageName]) -> Self {
        Self::AssignmentIsAt {
            stage: a.stage.name(),
            needs: needs.to_vec(),
        }
    }
}

/// A no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    /// Which requirement.
    pub gate: Gate,
    /// What is missing or in the way; at least one.
    pub missing: Vec<Missing>,
    /// Which roles can supply it.
    pub who: Vec<Role>,
}

impl Refusal {
    /// A no with one thing missing.
    #[must_use]
    pub fn new(gate: Gate, missing: Missing, who: &[Role]) -> Self {
        Self {
            gate,
            missing: vec![missing],
            who: who.to_vec(),
        }
    }

    /// A field that cannot be kept.
    #[must_use]
    pub fn field(pointer: &str, expected: Bilingual) -> Self {
        Self::new(
            Gate::Form,
            Missing::Field {
                pointer: pointer.to_owned(),
                expected: expected.en,
                expected_zh: expected.zh,
            },
            &[],
        )
    }

    /// The same for people: units by their names where they stood by their codes.
    #[must_use]
    pub fn with_names(&self, name_of: impl Fn(&UnitCode) -> String) -> Self {
        let missing = self.missing.iter();
        Self {
            missing: missing.map(|it| it.with_names(&name_of)).collect(),
            ..self.clone()
        }
    }

    /// In words: gate, what is missing, who can supply it. That something is wrong with what was filled in goes without
    /// saying.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let mut text = match self.gate {
            Gate::Form => String::new(),
            gate => lang.label(gate.say(lang), ""),
        };
        for (i, missing) in self.missing.iter().enumerate() {
            if i > 0 {
                text.push_str(lang.pick("；", "; "));
            }
            text.push_str(&missing.say(lang));
        }
        if !self.who.is_empty() {
            let names: Vec<_> = self.who.iter().map(|role| role.say(lang)).collect();
            match lang {
                Lang::Zh => text.push_str(&format!("（可由{}处理）", names.join("、"))),
                Lang::En => text.push_str(&format!(" (can be supplied by: {})", names.join(", "))),
            }
        }
        text
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for Refusal {}
