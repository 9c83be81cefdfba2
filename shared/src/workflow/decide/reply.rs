//! Contacts, answers, the draft and its review.

use super::promise::within_a_term;
use super::{event, fields};
use crate::both;
use crate::case::{Answer, Assignment, Case, Contact, Stage, StageName as S};
use crate::org::Actor;
use crate::profile::Defect;
use crate::text::{document_number, next_free, number_key};
use crate::workflow::command::{
    Approve, ChangeClass, Command, LogContact, SaveDraft, SendBack, StrikeContact,
};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::evolve::evolve;
use crate::workflow::gates::of_content;
use crate::workflow::refusal::{Gate, Missing, Refusal};

pub(super) fn decide(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    let no = command.assignment().unwrap_or_default();
    let a = case.assignment(no).ok_or_else(|| {
        Refusal::new(
            Gate::Form,
            Missing::NoSuchAssignment { assignment: no },
            &[],
        )
    })?;
    Ok(match command {
        Command::LogContact(with) => log_contact(a, actor, with, ctx)?,
        Command::StrikeContact(with) => strike(a, actor, with)?,
        Command::AnswerSuggestion(with) => {
            fields::some_or_none("/text", &with.text, fields::NOTE)?;
            if !case.asked_of(a).any(|asked| asked.no == with.suggestion) {
                let missing = Missing::no_such_suggestion(case, Some(a), with.suggestion);
                return Err(Refusal::new(Gate::Form, missing, &[]));
            }
            let answer = Answer {
                verdict: with.verdict,
                text: with.text.clone(),
            };
            let what = Happened::SuggestionAnswered {
                assignment: no,
                suggestion: with.suggestion,
                answer,
            };
            still_fit_to_review(case, a, actor, ctx, what)?
        }
        Command::SaveDraft(with) => save_draft(case, a, actor, ctx, with)?,
        Command::SubmitReply(_) => Happened::ReplySubmitted { assignment: no },
        Command::Recall(_) => Happened::Recalled { assignment: no },
        Command::Approve(with) => approve(a, with)?,
        Command::RetractApproval(_) => match a.round().approvals.last() {
            Some(last) => Happened::ApprovalRetracted {
                assignment: no,
                level: last.level,
            },
            None => return Err(Refusal::new(Gate::Stage, Missing::ActedSince, &[])),
        },
        Command::SendBack(with) => send_back(a, with, ctx)?,
        Command::ResumeReview(_) => match &a.round().sent_back {
            Some(back) => Happened::ReviewResumed {
                assignment: no,
                level: back.level,
            },
            None => return Err(Refusal::new(Gate::Stage, Missing::ActedSince, &[])),
        },
        Command::ChangeClass(with) => change_class(case, a, actor, ctx, with)?,
        Command::Sign(with) => {
            fields::line_or_none("/document_number", &with.document_number, fields::NAME)?;
            let hash = same_text(a, &with.hash)?;
            let document_number = document_number(&with.document_number);
            number_of_its_own(&document_number, ctx)?;
            Happened::Signed {
                assignment: no,
                document_number,
                on: ctx.today,
                hash,
            }
        }
        Command::GiveOpinion(with) => Happened::OpinionGiven {
            assignment: no,
            on: ctx.today,
            hash: same_text(a, &with.hash)?,
        },
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于答复的操作", "not a command on a reply"),
            ));
        }
    })
}

/// A unit gives a document number once in a session, in whichever round.
fn number_of_its_own(number: &str, ctx: &Context<'_>) -> Result<(), Refusal> {
    let Some(signed) = ctx.documents else {
        return Ok(());
    };
    let Some(by) = signed.get(&number_key(number)) else {
        return Ok(());
    };
    let missing = Missing::DocumentNumberTaken {
        document_number: number.to_owned(),
        by: by.clone(),
        next: next_free(number, |key| signed.contains_key(key)),
    };
    Err(Refusal::new(Gate::Form, missing, &[]))
}

fn log_contact(
    a: &Assignment,
    actor: &Actor,
    with: &LogContact,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    fields::some("/said", &with.said, fields::NOTE)?;
    fields::some_or_none("/outcome", &with.outcome, fields::NOTE)?;
    if with.members.is_empty() || with.unit_side.is_empty() {
        return Err(Refusal::field(
            "/members",
            both!(
                "至少写一名委员和一名承办单位人员",
                "name at least one member, and one person of the unit"
            ),
        ));
    }
    fields::at_most("/members", &with.members, fields::ENTRIES)?;
    fields::at_most("/unit_side", &with.unit_side, fields::ENTRIES)?;
    for (i, name) in with.members.iter().enumerate() {
        fields::line(&format!("/members/{i}"), name, fields::NAME)?;
    }
    for (i, person) in with.unit_side.iter().enumerate() {
        fields::line(&format!("/unit_side/{i}/name"), &person.name, fields::NAME)?;
    }
    // A contact counts for a round, so it lies in it: a further round is reckoned from the day it began.
    let (begun, since) = if a.round().no > 1 {
        (
            a.due().from,
            both!(
                "应在本轮办理开始之日与今天之间",
                "must lie between the start of this round and today"
            ),
        )
    } else {
        (
            a.handed_over_on,
            both!(
                "应在交办之日与今天之间",
                "must lie between the hand-over and today"
            ),
        )
    };
    if with.on > ctx.today || with.on < begun {
        return Err(Refusal::field("/on", since));
    }
    let logged = a
        .rounds
        .iter()
        .map(|round| round.contacts.len())
        .sum::<usize>();
    let contact = Contact {
        no: u32::try_from(logged).unwrap_or(u32::MAX - 1) + 1,
        on: with.on,
        form: with.form,
        members: with.members.clone(),
        unit_side: with.unit_side.clone(),
        said: with.said.clone(),
        outcome: with.outcome.clone(),
        by: actor.person.clone(),
        at_ms: ctx.now_ms,
        struck: None,
        confirmations: vec![],
    };
    Ok(Happened::ContactLogged {
        assignment: a.no,
        contact,
    })
}

fn strike(a: &Assignment, actor: &Actor, with: &StrikeContact) -> Result<Happened, Refusal> {
    fields::some("/reason", &with.reason, fields::NOTE)?;
    let found = a
        .round()
        .contacts_that_count()
        .find(|contact| contact.no == with.contact);
    match found {
        Some(contact) if contact.by == actor.person => Ok(Happened::ContactStruck {
            assignment: a.no,
            contact: with.contact,
            reason: with.reason.clone(),
        }),
        Some(_) => Err(Refusal::new(Gate::Stage, Missing::AnotherPersonsStep, &[])),
        None => Err(Refusal::new(
            Gate::Form,
            Missing::NoSuchContact {
                contact: with.contact,
            },
            &[],
        )),
    }
}

fn save_draft(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    ctx: &Context<'_>,
    with: &SaveDraft,
) -> Result<Happened, Refusal> {
    fields::some_or_none("/body", &with.body, fields::BODY)?;
    fields::at_most("/promises", &with.promises, fields::ENTRIES)?;
    if !a.role.owes_reply() && (with.class.is_some() || !with.promises.is_empty()) {
        return Err(Refusal::new(
            Gate::Form,
            Missing::CoHandlerGivesOpinion,
            &[],
        ));
    }
    for (i, promise) in with.promises.iter().enumerate() {
        fields::some(&format!("/promises/{i}/text"), &promise.text, fields::NOTE)?;
        if promise.by < ctx.today {
            let (no, by, today) = (i + 1, promise.by, ctx.today);
            return Err(Refusal::field(
                &format!("/promises/{i}/by"),
                both!(
                    "第 {no} 项承诺的日期 {by} 早于答复可能发出之日（{today}）",
                    "promise {no} is dated {by}, before the reply could go out ({today})"
                ),
            ));
        }
        within_a_term(&format!("/promises/{i}/by"), promise.by, ctx)?;
    }
    let what = Happened::DraftSaved {
        assignment: a.no,
        body: with.body.clone(),
        class: with.class,
        promises: with.promises.clone(),
    };
    still_fit_to_review(case, a, actor, ctx, what)
}

/// What is written while a level reviews must leave a reply that could have been handed in.
fn still_fit_to_review(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    ctx: &Context<'_>,
    what: Happened,
) -> Result<Happened, Refusal> {
    if a.round().submission.is_some() {
        let after = evolve(case.clone(), &event(actor, ctx, what.clone()));
        if let Some(changed) = after.assignment(a.no) {
            of_content(&after, changed, ctx)?;
        }
    }
    Ok(what)
}

/// It is a change of content, made by a level: what a drafter would have to hold to holds for it too.
fn change_class(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    ctx: &Context<'_>,
    with: &ChangeClass,
) -> Result<Happened, Refusal> {
    fields::some("/reason", &with.reason, fields::NOTE)?;
    same_text(a, &with.hash)?;
    let (Stage::Reviewing { level }, Some(from)) = (&a.stage, a.round().content.class) else {
        return Err(Refusal::new(Gate::Form, Missing::Class, &[]));
    };
    if from == with.class {
        return Err(Refusal::field(
            "/class",
            both!("与现有类别相同", "is the class that it has"),
        ));
    }
    let what = Happened::ClassChanged {
        assignment: a.no,
        level: *level,
        from,
        to: with.class,
        reason: with.reason.clone(),
    };
    still_fit_to_review(case, a, actor, ctx, what)
}

fn approve(a: &Assignment, with: &Approve) -> Result<Happened, Refusal> {
    fields::some_or_none("/note", &with.note, fields::NOTE)?;
    let hash = same_text(a, &with.hash)?;
    match a.stage {
        Stage::Reviewing { level } if level == with.level => Ok(Happened::Approved {
            assignment: a.no,
            level,
            hash,
            note: with.note.clone(),
        }),
        Stage::Reviewing { level } => Err(Refusal::new(
            Gate::InOrder,
            Missing::TurnOf { level },
            &[level.role()],
        )),
        _ => Err(Refusal::new(
            Gate::Stage,
            Missing::at_stages(a, &[S::Level1, S::Level2, S::Level3]),
            &[],
        )),
    }
}

/// An approval is of a text: the giver says which one was read, and it must be the one that is there.
fn same_text(a: &Assignment, read: &str) -> Result<String, Refusal> {
    if read.is_empty() {
        return Err(Refusal::new(Gate::Form, Missing::TextRead, &[]));
    }
    let hash = a.round().content.hash();
    if read == hash {
        Ok(hash)
    } else {
        Err(Refusal::new(Gate::InOrder, Missing::TextChanged, &[]))
    }
}

fn send_back(a: &Assignment, with: &SendBack, ctx: &Context<'_>) -> Result<Happened, Refusal> {
    let mut missing = vec![];
    if with.defects.is_empty() {
        missing.push(Missing::Defect);
    }
    if with.note.trim().is_empty() {
        missing.push(Missing::Sentence);
    }
    if !missing.is_empty() {
        return Err(Refusal {
            gate: Gate::SendBackSaysWhy,
            missing,
            who: vec![],
        });
    }
    fields::some("/note", &with.note, fields::NOTE)?;
    fields::at_most("/defects", &with.defects, fields::ENTRIES)?;
    let mut defects: Vec<Defect> = vec![];
    for code in &with.defects {
        let Some(defect) = ctx.profile.defect(code) else {
            let defects = ctx.profile.defects.clone();
            return Err(Refusal::new(
                Gate::Form,
                Missing::ListedDefect { defects },
                &[],
            ));
        };
        if !defects.contains(defect) {
            defects.push(defect.clone());
        }
    }
    match a.stage {
        Stage::Reviewing { level } => Ok(Happened::SentBack {
            assignment: a.no,
            level,
            defects,
            note: with.note.clone(),
        }),
        _ => Err(Refusal::new(
            Gate::Stage,
            Missing::at_stages(a, &[S::Level1, S::Level2, S::Level3]),
            &[],
        )),
    }
}
