//! The named requirements before a step, each with its status: the checklist that screens show.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::Action;
use super::context::Context;
use super::promise::after_the_reply;
use super::publication::openness_marked;
use super::refusal::{Gate, Missing, Refusal};
use super::supplement::not_lower;
use super::task::finished;
use crate::case::{Assignment, AssignmentRole, Case, Contact, Stage, Verdict};
use crate::ids::{AssignmentNo, ContactNo, Millis, PersonId, SuggestionNo};
use crate::org::Role;
use crate::profile::ClassRequirement;

/// Where one gate stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// It does not concern this assignment.
    NotApplicable,
    /// Something is missing.
    Unsatisfied {
        /// What.
        missing: Vec<Missing>,
    },
    /// It holds.
    Satisfied,
    /// Somebody may and did say that it need not hold.
    Overridden {
        /// Who.
        by: PersonId,
        /// Why.
        why: String,
        /// When.
        at_ms: Millis,
    },
}

impl GateState {
    fn of(missing: Vec<Missing>) -> Self {
        if missing.is_empty() {
            Self::Satisfied
        } else {
            Self::Unsatisfied { missing }
        }
    }

    pub(super) fn into_result(self, gate: Gate, who: &[Role]) -> Result<(), Refusal> {
        match self {
            Self::Unsatisfied { missing } => Err(Refusal {
                gate,
                missing,
                who: who.to_vec(),
            }),
            _ => Ok(()),
        }
    }
}

/// One line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GateStatus {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// Which requirement.
    pub gate: Gate,
    /// Before which step it must hold.
    pub before: Action,
    /// Where it stands.
    pub state: GateState,
}

/// The checklist of one assignment.
#[must_use]
pub fn gates(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Vec<GateStatus> {
    let line = |gate, before, state| GateStatus {
        assignment: a.no,
        gate,
        before,
        state,
    };
    vec![
        line(
            Gate::ConsultFirst,
            Action::SubmitReply,
            consult_first(case, a, ctx),
        ),
        line(
            Gate::LeaderMeetsMember,
            Action::SubmitReply,
            leader_meets_member(case, a),
        ),
        line(
            Gate::EverySuggestionAnswered,
            Action::SubmitReply,
            every_suggestion_answered(case, a),
        ),
        line(
            Gate::ClassFitsContent,
            Action::SubmitReply,
            class_fits_content(a, ctx),
        ),
        line(Gate::TasksFinished, Action::SubmitReply, finished(a, ctx)),
        line(Gate::CoHandlersIn, Action::Sign, co_handlers_in(case, a)),
        line(Gate::LeaderHeard, Action::Sign, leader_heard(case, a, ctx)),
        line(Gate::OpennessMarked, Action::Sign, openness_marked(a, ctx)),
    ]
}

/// Everything that must hold before a draft is handed in.
pub(super) fn before_submission(
    case: &Case,
    a: &Assignment,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    consult_first(case, a, ctx).into_result(Gate::ConsultFirst, &[Role::Handler])?;
    leader_meets_member(case, a).into_result(
        Gate::LeaderMeetsMember,
        &[Role::DepartmentHead, Role::UnitHead],
    )?;
    of_content(case, a, ctx)?;
    finished(a, ctx).into_result(Gate::TasksFinished, &[Role::Handler, Role::Liaison])?;
    after_the_reply(a, ctx)
}

/// What held when it was handed in may hold no more: with a merge undone, those who were consulted may be proposers of
/// another case. Under review nothing is logged, so it goes back first.
pub(super) fn consulted_still(
    case: &Case,
    a: &Assignment,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if beside_the_proposers(case, a).is_none() {
        return Ok(());
    }
    let gates = [
        (Gate::ConsultFirst, consult_first(case, a, ctx)),
        (Gate::LeaderMeetsMember, leader_meets_member(case, a)),
    ];
    for (gate, state) in gates {
        if let GateState::Unsatisfied { mut missing } = state {
            missing.push(Missing::SentBackToConsult);
            let who = vec![Role::UnitHead, Role::Handler];
            return Err(Refusal { gate, missing, who });
        }
    }
    Ok(())
}

/// As far as the content goes: what is written under review must hold to this too.
pub(super) fn of_content(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    if a.round().content.body.trim().is_empty() {
        return Err(Refusal::new(Gate::Form, Missing::Body, &[Role::Handler]));
    }
    every_suggestion_answered(case, a)
        .into_result(Gate::EverySuggestionAnswered, &[Role::Handler])?;
    class_fits_content(a, ctx).into_result(Gate::ClassFitsContent, &[Role::Handler])
}

fn consult_first(case: &Case, a: &Assignment, ctx: &Context<'_>) -> GateState {
    // A supplementary reply tells of what was agreed before.
    if a.role == AssignmentRole::CoHandler || a.round().is_supplement() {
        return GateState::NotApplicable;
    }
    let have = consultations(case, a).count() as u32;
    let rules = (ctx.profile.consultation, ctx.profile.key);
    let need = match case.key {
        Some(_) => rules.0.contacts_needed.max(rules.1.contacts_needed),
        None => rules.0.contacts_needed,
    };
    let need = u32::from(need);
    let mut missing = vec![];
    if have < need {
        missing.push(Missing::Contacts { have, need });
    }
    let must_meet = a.visit_required || (case.key.is_some() && rules.1.face_to_face);
    if must_meet && !consultations(case, a).any(|contact| contact.form.is_face_to_face()) {
        missing.push(Missing::FaceToFace);
    }
    if !missing.is_empty() {
        missing.extend(beside_the_proposers(case, a));
    }
    GateState::of(missing)
}

/// Contacts of this round that count as consulting the member: not struck out, and with a proposer.
fn consultations<'a>(case: &'a Case, a: &'a Assignment) -> impl Iterator<Item = &'a Contact> {
    a.round()
        .contacts_that_count()
        .filter(|contact| case.meets_a_proposer(contact))
}

/// Contacts of this round that do not count because they name no proposer.
fn beside_the_proposers(case: &Case, a: &Assignment) -> Option<Missing> {
    let contacts: Vec<ContactNo> = a
        .round()
        .contacts_that_count()
        .filter(|contact| !case.meets_a_proposer(contact))
        .map(|contact| contact.no)
        .collect();
    (!contacts.is_empty()).then_some(Missing::NamesNoProposer { contacts })
}

fn leader_meets_member(case: &Case, a: &Assignment) -> GateState {
    if a.role == AssignmentRole::CoHandler || a.round().no < 2 || a.round().is_supplement() {
        return GateState::NotApplicable;
    }
    if consultations(case, a).any(Contact::with_a_head) {
        return GateState::Satisfied;
    }
    let mut missing = vec![Missing::HeadContact];
    missing.extend(beside_the_proposers(case, a));
    GateState::Unsatisfied { missing }
}

fn every_suggestion_answered(case: &Case, a: &Assignment) -> GateState {
    if a.role == AssignmentRole::CoHandler {
        return GateState::NotApplicable;
    }
    let answers = &a.round().content.answers;
    let covered = || case.asked_of(a).map(|asked| asked.no);
    let unanswered: Vec<SuggestionNo> = covered().filter(|no| !answers.contains_key(no)).collect();
    let unreasoned: Vec<SuggestionNo> = covered()
        .filter(|no| {
            answers.get(no).is_some_and(|answer| {
                answer.verdict == Verdict::NotAdopted && answer.text.trim().is_empty()
            })
        })
        .collect();
    let mut missing = vec![];
    if !unanswered.is_empty() {
        missing.push(Missing::Answers {
            suggestions: unanswered,
        });
    }
    if !unreasoned.is_empty() {
        missing.push(Missing::Reasons {
            suggestions: unreasoned,
        });
    }
    GateState::of(missing)
}

pub(super) fn class_fits_content(a: &Assignment, ctx: &Context<'_>) -> GateState {
    if a.role == AssignmentRole::CoHandler {
        return GateState::NotApplicable;
    }
    let content = &a.round().content;
    let Some(class) = content.class else {
        return GateState::of(vec![Missing::Class]);
    };
    if let lower @ GateState::Unsatisfied { .. } = not_lower(a) {
        return lower;
    }
    let rules = &ctx.profile.class_requires;
    let missing = rules
        .of(class)
        .iter()
        .filter_map(|requirement| match requirement {
            ClassRequirement::NothingOpen => {
                let suggestions: Vec<SuggestionNo> = content
                    .answers
                    .iter()
                    .filter(|(no, answer)| {
                        a.covers(**no)
                            && matches!(answer.verdict, Verdict::Planned | Verdict::NotAdopted)
                    })
                    .map(|(no, _)| *no)
                    .collect();
                (!suggestions.is_empty()).then_some(Missing::LeftOpen { class, suggestions })
            }
            ClassRequirement::DatedPromise => {
                // What was promised before and is still open stands beside a supplementary reply.
                let stands = a.round().is_supplement() && a.promises.iter().any(|it| it.is_open());
                (content.promises.is_empty() && !stands).then_some(Missing::DatedPromise)
            }
            ClassRequirement::Reason => {
                let said = content.body.chars().filter(|c| !c.is_whitespace()).count();
                let characters = rules.reason_characters;
                (said < characters as usize).then_some(Missing::ReasonOfSubstance { characters })
            }
        });
    GateState::of(missing.collect())
}

/// The leader who supervises a key proposal has been heard before its reply is signed.
pub(super) fn leader_heard(case: &Case, a: &Assignment, ctx: &Context<'_>) -> GateState {
    let asked = ctx.profile.key.leader_view && a.role.owes_reply();
    match &case.key {
        Some(_) if asked && case.leader_was_heard() => GateState::Satisfied,
        Some(key) if asked => GateState::Unsatisfied {
            missing: vec![Missing::LeaderView {
                leader: key.leader.clone(),
            }],
        },
        _ => GateState::NotApplicable,
    }
}

/// Opinions go to the lead; where the work is split without a lead, to every split.
pub(super) fn co_handlers_in(case: &Case, a: &Assignment) -> GateState {
    let has_lead = case.live().any(|other| other.role == AssignmentRole::Lead);
    let waits = match a.role {
        AssignmentRole::Lead => true,
        AssignmentRole::Split => !has_lead,
        AssignmentRole::CoHandler => false,
    };
    if !waits || case.co_handlers().next().is_none() {
        return GateState::NotApplicable;
    }
    let units: Vec<_> = case
        .co_handlers()
        .filter(|co| !co.opinion_is_in())
        .map(|co| co.unit.clone())
        .collect();
    if !units.is_empty() {
        return GateState::Unsatisfied {
            missing: vec![Missing::Opinions { units }],
        };
    }
    let missed = |co: &&Assignment| !matches!(co.stage, Stage::OpinionGiven);
    match case
        .co_handlers()
        .filter(missed)
        .find_map(|co| co.waived.as_ref())
    {
        Some(waiver) => GateState::Overridden {
            by: waiver.by.clone(),
            why: waiver.why.clone(),
            at_ms: waiver.at_ms,
        },
        None => GateState::Satisfied,
    }
}
