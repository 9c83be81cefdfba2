//! Who may have which document. The same line as [`redact`](super::redact) draws: what is out is for those who may
//! read it, a draft for those who work on it, and a form for those who fill it in.

use super::guard::refuse;
use super::refusal::{Gate, Missing, Refusal};
use super::visibility::{may_rank, works_on};
use crate::both;
use crate::case::{Assignment, Case, ProposalStage as P, Round, StageName as S};
use crate::documents::DocumentKind;
use crate::ids::{AssignmentNo, UnitCode};
use crate::org::{Actor, Org, Role};

/// As what somebody may have a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The round it is of.
    pub round: u32,
    /// Whether it must say on every page that it is a draft.
    pub is_draft: bool,
}

/// Whether `actor`, who may see `case`, may have this document of an assignment, and as what. Without a round it is of the
/// latest reply that is out, and where none is, of the draft.
///
/// # Errors
/// What is missing, and who has it.
pub fn may_have_document(
    case: &Case,
    assignment: AssignmentNo,
    kind: DocumentKind,
    round: Option<u32>,
    actor: &Actor,
    org: &Org,
) -> Result<Standing, Refusal> {
    let no_such = || Refusal::new(Gate::Stage, Missing::NoSuchAssignment { assignment }, &[]);
    let a = case
        .assignment(assignment)
        .filter(|a| a.is_live())
        .ok_or_else(no_such)?;
    let works_on_it = works_on(case, actor, org).contains(&a.no);
    match kind {
        DocumentKind::ReplyLetter => letter(a, round, works_on_it),
        DocumentKind::FeedbackForm => form(case, a, round, actor, works_on_it),
        DocumentKind::HandOverSheet if works_on_it => Ok(Standing {
            round: a.round().no,
            is_draft: false,
        }),
        DocumentKind::HandOverSheet => not_yours(),
        DocumentKind::Bulletin => Err(Refusal::field(
            "?kind",
            both!("应为某一承办任务的文书", "a document of an assignment"),
        )),
    }
}

/// Why there is no document of `case`, which no unit has: what stage it is at.
#[must_use]
pub fn no_document(case: &Case) -> Refusal {
    let (stage, needs) = (case.stage(), vec![P::InHandling, P::Answered, P::Closed]);
    Refusal::new(Gate::Stage, Missing::ProposalIsAt { stage, needs }, &[])
}

fn letter(a: &Assignment, round: Option<u32>, works_on_it: bool) -> Result<Standing, Refusal> {
    if !a.role.owes_reply() {
        return refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[]);
    }
    let of = round_of(a, round, works_on_it)?;
    if of.issued.is_some() {
        return Ok(issued(of));
    }
    if !works_on_it {
        return not_out(a);
    }
    if of.content.body.trim().is_empty() {
        return refuse(Gate::Stage, Missing::Body, &[Role::Handler]);
    }
    Ok(Standing {
        round: of.no,
        is_draft: true,
    })
}

fn form(
    case: &Case,
    a: &Assignment,
    round: Option<u32>,
    actor: &Actor,
    works_on_it: bool,
) -> Result<Standing, Refusal> {
    if !a.role.owes_reply() {
        return refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[]);
    }
    if !works_on_it && !case.is_proposer(&actor.person) {
        return not_yours();
    }
    // Nobody is asked to rate a supplementary reply.
    let of = match round {
        None => a.handled_round().unwrap_or_else(|| a.round()),
        Some(_) => round_of(a, round, works_on_it)?,
    };
    if of.is_supplement() {
        return Err(Refusal::field(
            "?round",
            both!(
                "应为须评价的一轮办理，而非补充答复",
                "a round that is rated, not a supplementary reply"
            ),
        ));
    }
    if of.issued.is_some() {
        Ok(issued(of))
    } else {
        not_out(a)
    }
}

/// Who does not work on it is told of no round but those that are out.
fn round_of(a: &Assignment, round: Option<u32>, works_on_it: bool) -> Result<&Round, Refusal> {
    let Some(no) = round else {
        return Ok(a.issued_round().unwrap_or_else(|| a.round()));
    };
    if let Some(found) = a.rounds.iter().find(|round| round.no == no) {
        return Ok(found);
    }
    let known = |round: &&Round| works_on_it || round.issued.is_some();
    let known = a.rounds.iter().filter(known);
    let known: Vec<String> = known.map(|round| round.no.to_string()).collect();
    if known.is_empty() {
        return not_out(a);
    }
    let (zh, en) = (known.join("、"), known.join(", "));
    Err(Refusal::field(
        "?round",
        both!(
            "没有第 {no} 轮办理；现有：{zh}",
            "there is no round {no} of this assignment; there are: {en}"
        ),
    ))
}

const fn issued(round: &Round) -> Standing {
    Standing {
        round: round.no,
        is_draft: false,
    }
}

fn not_out<T>(a: &Assignment) -> Result<T, Refusal> {
    let missing = Missing::at_stages(a, &[S::Issued, S::Rated, S::Closed]);
    refuse(Gate::Stage, missing, &[Role::UnitHead])
}

fn not_yours() -> Result<Standing, Refusal> {
    refuse(
        Gate::Role,
        Missing::Post,
        &[Role::Coordinator, Role::Liaison],
    )
}

/// Whether `actor` may have the documents of a whole unit at once, or its bulletin; those over all units where none is
/// named. For those who see all that is in them.
///
/// # Errors
/// The roles that may.
pub fn may_have_documents_of(actor: &Actor, unit: Option<&UnitCode>) -> Result<(), Refusal> {
    may_rank(actor, unit)
}

/// Whether `actor` may change the template of a unit's documents: its supervision desk. The template that holds where a
/// unit has none of its own is the administrator's.
///
/// # Errors
/// The roles that may.
pub fn may_change_template(actor: &Actor, unit: Option<&UnitCode>) -> Result<(), Refusal> {
    let own = unit.is_some_and(|unit| actor.is_at(Role::Liaison, unit));
    if own || actor.posts.iter().any(|post| post.role.administers()) {
        return Ok(());
    }
    if unit.is_none() && actor.posts.iter().any(|post| post.role == Role::Liaison) {
        return refuse(Gate::Role, Missing::OwnUnitNamed, &[]);
    }
    refuse(Gate::Role, Missing::Post, &[Role::Admin, Role::Liaison])
}
