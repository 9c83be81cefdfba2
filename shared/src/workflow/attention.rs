//! Who must act on a case, why, and since when: the inbox. Acting takes one out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::context::Context;
use super::gates::{GateState, leader_heard};
use super::promise::noticed_from;
use super::rating::{duty_in_any_round, unrated, window_end};
use super::{task, unattended};
use crate::both;
use crate::calendar::Date;
use crate::case::{
    Assignment, AssignmentRole, Case, Duty, Intake, Level, Proposer, Stage, Urging, handling_name,
};
use crate::ids::{AssignmentNo, Millis, PersonId, UnitCode};
use crate::lang::Lang;
use crate::org::{Actor, Role};
use crate::text::Bilingual;
use crate::words;

words! {
    /// Why a case waits for somebody.
    pub enum AttentionWhy {
        /// Examine: file, decline, merge, or ask for a revision.
        Examine = "examine", "待审查立案", "to examine";
        /// The proposer is asked for a change.
        Revise = "revise", "待修改", "to revise";
        /// Filed: hand over.
        HandOver = "hand_over", "待交办", "to hand over";
        /// Some of its suggestions are in no unit's part.
        AssignSuggestions = "assign_suggestions", "建议无单位答复", "suggestions without unit";
        /// A unit asks to give it back.
        DecideReturn = "decide_return", "待定退办", "return to decide";
        /// A unit asks for a later deadline.
        DecideExtension = "decide_extension", "待定延期", "extension to decide";
        /// The reply to a key proposal is in review, and the supervising leader was not heard.
        HearLeader = "hear_leader", "待记录领导意见", "leader's view to record";
        /// Sign for it.
        Accept = "accept", "待签收", "to accept";
        /// Give it to a department.
        Dispatch = "dispatch", "待分派", "to dispatch";
        /// Consult, answer, draft.
        Draft = "draft", "待办理", "to handle";
        /// Work over what was sent back.
        Rework = "rework", "退回待改", "sent back";
        /// The second or a further handling.
        HandleAgain = "handle_again", "再次办理", "to handle again";
        /// Write the opinion.
        WriteOpinion = "write_opinion", "待提会办意见", "opinion to write";
        /// Review at level 1.
        Review1 = "review1", "待一级审核", "review level 1";
        /// Review at level 2.
        Review2 = "review2", "待二级审核", "review level 2";
        /// Sign.
        Sign = "sign", "待签发", "to sign";
        /// Do one's part of a task.
        DoTask = "do_task", "待办分解任务", "task to do";
        /// A task that was given to others is overdue.
        TaskOverdue = "task_overdue", "分解任务逾期", "task overdue";
        /// Rate.
        Rate = "rate", "待评价", "to rate";
        /// Somebody is dissatisfied though it does not decide: handle it again, or leave it at that.
        DecideSecondHandling = "decide_second_handling", "不满意，待定再次办理", "dissatisfied: to decide";
        /// The ratings are in, or their window has passed.
        Settle = "settle", "待办结", "to settle";
        /// A promise is due.
        KeepPromise = "keep_promise", "承诺到期", "promise due";
        /// The unit's desk sees to a promise that is overdue.
        PromiseOverdue = "promise_overdue", "承诺逾期", "promise overdue";
        /// Write a supplementary reply.
        Supplement = "supplement", "待补充答复", "supplementary reply";
        /// The handler named has left, or works elsewhere: dispatch it anew.
        HandlerLeft = "handler_left", "承办人已离岗，待改派", "handler left: dispatch";
        /// No handler of the department can take it up: have one named, or dispatch it to another.
        NoHandler = "no_handler", "部门无承办人可办", "no handler there";
        /// Nobody can act at this level of review: have somebody named.
        NoReviewer = "no_reviewer", "审核岗位无人可审", "nobody to review it";
        /// The unit has no liaison: have one named, or give it to another unit.
        NoLiaison = "no_liaison", "单位无督查联络员", "unit without liaison";
        /// No proposer who could change it can log in: reopen it and change it for them, or withdraw it.
        NoReviser = "no_reviser", "无人可改，待恢复", "nobody to revise: reopen";
    }
}

impl AttentionWhy {
    /// What waits for whoever handles it: a handler, or who stands in for one.
    pub const DRAFTING: [Self; 8] = [
        Self::Draft,
        Self::HandleAgain,
        Self::Rework,
        Self::WriteOpinion,
        Self::Supplement,
        Self::KeepPromise,
        Self::DoTask,
        Self::TaskOverdue,
    ];

    /// Those of them that go to another handler once the assignment is dispatched anew.
    pub const WRITING: [Self; 5] = [
        Self::Draft,
        Self::HandleAgain,
        Self::Rework,
        Self::WriteOpinion,
        Self::Supplement,
    ];

    /// Whether nobody there can take it up, so that it waits for who can mend that.
    #[must_use]
    pub const fn is_unattended(self) -> bool {
        matches!(
            self,
            Self::HandlerLeft
                | Self::NoHandler
                | Self::NoReviewer
                | Self::NoLiaison
                | Self::NoReviser
        )
    }

    /// Whether it is about a task, and not about who has the assignment.
    #[must_use]
    pub const fn is_on_task(self) -> bool {
        matches!(self, Self::DoTask | Self::TaskOverdue)
    }

    /// Whether it is about a promise after the reply.
    #[must_use]
    pub const fn is_on_promise(self) -> bool {
        matches!(self, Self::KeepPromise | Self::PromiseOverdue)
    }

    /// Whether it is one of [`DRAFTING`](Self::DRAFTING).
    #[must_use]
    pub fn is_drafting(self) -> bool {
        Self::DRAFTING.contains(&self)
    }
}

/// Who must act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Whoever holds this role at this place.
    Post {
        /// The role.
        role: Role,
        /// The place; none for the office.
        place: Option<UnitCode>,
    },
    /// This person.
    Person {
        /// Who.
        person: PersonId,
    },
}

impl Holder {
    /// Whether `actor` is meant.
    #[must_use]
    pub fn is(&self, actor: &Actor) -> bool {
        match self {
            Self::Post {
                role,
                place: Some(place),
            } => actor.is_at(*role, place),
            Self::Post { role, place: None } => actor.is(*role),
            Self::Person { person } => actor.person == *person,
        }
    }

    /// Whoever is a coordinator.
    #[must_use]
    pub const fn office() -> Self {
        Self::Post {
            role: Role::Coordinator,
            place: None,
        }
    }

    fn at(role: Role, place: &UnitCode) -> Self {
        Self::Post {
            role,
            place: Some(place.clone()),
        }
    }
}

/// One entry of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attention {
    /// The assignment it is about; none where it is the case as a whole.
    pub assignment: Option<AssignmentNo>,
    /// Who must act.
    pub holder: Holder,
    /// Of those, these may not: in this round they have been something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<PersonId>,
    /// Why.
    pub why: AttentionWhy,
    /// Since when.
    pub since_ms: Millis,
    /// By when, where there is a deadline.
    pub due: Option<Date>,
    /// The hash of the text that waits for review: what a yes must name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The latest time that whoever has it was pressed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urged: Option<Urging>,
    /// From this day on; before it nobody needs to look (a rating window that has yet to pass).
    pub from: Option<Date>,
}

impl AttentionWhy {
    /// The same, of an assignment in this round: a further handling by its number.
    #[must_use]
    pub fn say_in(self, round: u32, lang: Lang) -> String {
        match self {
            Self::HandleAgain => handling_name(round).say(lang).to_owned(),
            Self::DecideSecondHandling => {
                let Bilingual { zh, en } = handling_name(round + 1);
                let said = both!("不满意，待定{zh}", "dissatisfied: {en}, or not");
                said.say(lang).to_owned()
            }
            other => other.say(lang).to_owned(),
        }
    }
}

impl Attention {
    /// The unit or department whose part of a task waits; none where it is no task, or one person's.
    #[must_use]
    pub fn task_of(&self) -> Option<&UnitCode> {
        match &self.holder {
            Holder::Post { place, .. } if self.why.is_on_task() => place.as_ref(),
            _ => None,
        }
    }

    /// Whether it waits for somebody who has to do with every unit that answers, so that it must be told whose reply it is.
    #[must_use]
    pub fn is_across_units(&self) -> bool {
        match &self.holder {
            Holder::Post { place, .. } => place.is_none(),
            Holder::Person { .. } => self.why == AttentionWhy::Rate,
        }
    }

    /// Whether it waits for `actor`.
    #[must_use]
    pub fn waits_for(&self, actor: &Actor) -> bool {
        self.waits_for_as(actor).is_some()
    }

    /// As whom it waits for `actor`: in their own name where it does, else in that of somebody they stand in for.
    #[must_use]
    pub fn waits_for_as(&self, actor: &Actor) -> Option<Actor> {
        actor.identities().find(|who| {
            let named = match &self.holder {
                Holder::Post { .. } => self.holder.is(who),
                Holder::Person { person } => match &who.on_behalf {
                    None => who.person == *person,
                    // What is the person's own, like a rating, waits for nobody else.
                    Some(other) => {
                        other.person == *person && self.why.is_drafting() && who.is(Role::Handler)
                    }
                },
            };
            named && !who.persons().any(|person| self.except.contains(person))
        })
    }
}

/// Where an assignment lies: which unit it is is told to everybody who may see it, who works on it there is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With<'a> {
    /// This unit.
    Unit(&'a UnitCode),
    /// The committee office; with an issued reply, for the forms.
    Office,
}

/// Where an assignment lies at its stage; nowhere once nobody has anything to do with it.
#[must_use]
pub fn lies_with(a: &Assignment) -> Option<With<'_>> {
    match a.stage {
        Stage::OpinionGiven | Stage::Closed { .. } | Stage::Ended { .. } => None,
        Stage::ReturnRequested { .. } | Stage::Issued | Stage::Rated => Some(With::Office),
        Stage::Dispatched | Stage::Drafting | Stage::Reviewing { .. } if a.waived.is_some() => None,
        _ => Some(With::Unit(&a.unit)),
    }
}

/// Who must act on this case now.
#[must_use]
pub fn attention(case: &Case, ctx: &Context<'_>) -> Vec<Attention> {
    let mut found = vec![];
    let whole = |holder, why| Attention {
        assignment: None,
        holder,
        except: vec![],
        why,
        since_ms: case.intake_since_ms,
        due: None,
        text: None,
        urged: None,
        from: None,
    };
    match &case.intake {
        Intake::Submitted => found.push(whole(Holder::office(), AttentionWhy::Examine)),
        Intake::NeedsRevision { .. } => {
            let people = persons(case.proposal.proposers.iter());
            if !unattended::anybody_revises(&people, ctx) {
                found.push(whole(Holder::office(), AttentionWhy::NoReviser));
            }
            for person in people {
                found.push(whole(Holder::Person { person }, AttentionWhy::Revise));
            }
        }
        // Also where a lead was taken back or returned and only its co-handlers are left.
        Intake::Filed if case.reply_items().next().is_none() => {
            found.push(whole(Holder::office(), AttentionWhy::HandOver));
        }
        Intake::Filed if case.left_to_nobody().next().is_some() => {
            found.push(whole(Holder::office(), AttentionWhy::AssignSuggestions));
        }
        Intake::Filed
        | Intake::Declined { .. }
        | Intake::Merged { .. }
        | Intake::Withdrawn { .. } => {}
    }
    for a in case.live() {
        on_assignment(case, a, ctx, &mut found);
    }
    unattended::add(case, ctx, &mut found);
    found
}

/// Those who have an account, each once.
pub(super) fn persons<'a>(proposers: impl Iterator<Item = &'a Proposer>) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = vec![];
    for person in proposers.filter_map(|proposer| proposer.person.as_ref()) {
        if !people.contains(person) {
            people.push(person.clone());
        }
    }
    people
}

fn on_assignment(case: &Case, a: &Assignment, ctx: &Context<'_>, found: &mut Vec<Attention>) {
    let mut office = |why, since_ms| {
        found.push(Attention {
            assignment: Some(a.no),
            holder: Holder::office(),
            except: vec![],
            why,
            since_ms,
            due: Some(a.due().date),
            text: None,
            urged: None,
            from: None,
        });
    };
    if let Some(asked) = a.extension_waiting() {
        office(AttentionWhy::DecideExtension, asked.at_ms);
    }
    let in_review = matches!(a.stage, Stage::Reviewing { .. });
    if in_review && matches!(leader_heard(case, a, ctx), GateState::Unsatisfied { .. }) {
        office(AttentionWhy::HearLeader, a.since_ms);
    }
    let mut add = |holder, why, duty: Option<Duty>, from| {
        found.push(Attention {
            assignment: Some(a.no),
            holder,
            except: duty.map_or_else(Vec::new, |duty| barred_from(a, duty)),
            why,
            since_ms: a.since_ms,
            due: match why {
                // Once the reply is out it is the rating that has a last day.
                AttentionWhy::Rate => window_end(a, ctx),
                _ => a.is_owed().then(|| a.due().date),
            },
            text: a.text_under_review(),
            urged: a.urged().filter(|_| a.is_owed()).cloned(),
            from,
        });
    };
    let liaison = || Holder::at(Role::Liaison, &a.unit);
    match &a.stage {
        _ if case.closed_without(a) => {}
        Stage::HandedOver => add(liaison(), AttentionWhy::Accept, None, None),
        Stage::ReturnRequested { .. } => {
            add(Holder::office(), AttentionWhy::DecideReturn, None, None);
        }
        Stage::Accepted => add(liaison(), AttentionWhy::Dispatch, None, None),
        // Nobody waits for an opinion that was waived.
        Stage::Dispatched | Stage::Drafting | Stage::Reviewing { .. } if a.waived.is_some() => {}
        Stage::Dispatched | Stage::Drafting => {
            add(drafter(a, ctx), why_draft(a), Some(Duty::Draft), None);
        }
        Stage::Reviewing { level } => {
            let (place, why) = match level {
                Level::One => (a.department().unwrap_or(&a.unit), AttentionWhy::Review1),
                Level::Two => (&a.unit, AttentionWhy::Review2),
                Level::Three => (&a.unit, AttentionWhy::Sign),
            };
            let holder = Holder::at(level.role(), place);
            add(holder, why, Some(level.duty()), None);
        }
        Stage::Issued | Stage::Rated => {
            for (holder, why, from) in after_issue(case, a, ctx) {
                add(holder, why, None, from);
            }
        }
        Stage::OpinionGiven | Stage::Closed { .. } | Stage::Ended { .. } => {}
    }
    found.extend(promised(a, ctx));
    found.extend(task::waiting(a, ctx));
}

/// The open promise that is due first waits for whoever handles it, and once it is overdue for the unit's desk too.
fn promised(a: &Assignment, ctx: &Context<'_>) -> Vec<Attention> {
    let open = a.promises.iter().filter(|promise| promise.is_open());
    let Some(first) = open.min_by_key(|promise| promise.due) else {
        return vec![];
    };
    let handler = task::handler_there(a, ctx);
    let desk = Holder::at(Role::Liaison, &a.unit);
    let overdue = first.due.next().unwrap_or(first.due);
    let (due, late) = (AttentionWhy::KeepPromise, AttentionWhy::PromiseOverdue);
    [
        (handler, due, noticed_from(first.due, ctx)),
        (desk, late, overdue),
    ]
    .into_iter()
    .map(|(holder, why, from)| Attention {
        assignment: Some(a.no),
        holder,
        except: vec![],
        why,
        since_ms: first.made_ms,
        due: Some(first.due),
        text: None,
        from: Some(from),
        urged: None,
    })
    .collect()
}

/// Who has been something else than `duty` in this round, and so may not be that.
fn barred_from(a: &Assignment, duty: Duty) -> Vec<PersonId> {
    let other = a.round().duties.iter().filter(|(_, has)| **has != duty);
    other.map(|(person, _)| person.clone()).collect()
}

/// The handler that the liaison named; any of the department where none is, or where that one has left or may not draft.
fn drafter(a: &Assignment, ctx: &Context<'_>) -> Holder {
    match task::handler_there(a, ctx) {
        Holder::Person { person } if !barred_from(a, Duty::Draft).contains(&person) => {
            Holder::Person { person }
        }
        _ => Holder::at(Role::Handler, a.department().unwrap_or(&a.unit)),
    }
}

fn why_draft(a: &Assignment) -> AttentionWhy {
    if a.round().sent_back.is_some() {
        AttentionWhy::Rework
    } else if a.role == AssignmentRole::CoHandler {
        AttentionWhy::WriteOpinion
    } else if a.round().is_supplement() {
        AttentionWhy::Supplement
    } else if a.round().no > 1 {
        AttentionWhy::HandleAgain
    } else {
        AttentionWhy::Draft
    }
}

/// Each proposer who can log in and has not rated, then the office: at once where there is something to settle, else
/// once the rating window has passed.
fn after_issue(
    case: &Case,
    a: &Assignment,
    ctx: &Context<'_>,
) -> Vec<(Holder, AttentionWhy, Option<Date>)> {
    if !a.role.owes_reply() {
        return vec![];
    }
    let open = unrated(case, a.round()).map(|rater| rater.proposer);
    let mut found: Vec<_> = persons(open)
        .into_iter()
        .filter(|person| duty_in_any_round(a, person).is_none())
        .map(|person| (Holder::Person { person }, AttentionWhy::Rate, None))
        .collect();
    let from = if a.round().has_dissatisfied() {
        None
    } else {
        window_end(a, ctx).and_then(|end| end.next())
    };
    let why = match a.round().has_dissatisfied() {
        true => AttentionWhy::DecideSecondHandling,
        false => AttentionWhy::Settle,
    };
    found.push((Holder::office(), why, from));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_handling_is_told_by_its_number() {
        let again = AttentionWhy::HandleAgain;
        assert_eq!(again.say_in(2, Lang::Zh), "二次办理");
        assert_eq!(again.say_in(3, Lang::Zh), "第三次办理");
        assert_eq!(again.say_in(3, Lang::En), "third handling");
        let decide = AttentionWhy::DecideSecondHandling;
        assert_eq!(decide.say_in(2, Lang::Zh), "不满意，待定第三次办理");
        assert_eq!(
            decide.say_in(1, Lang::En),
            "dissatisfied: second handling, or not"
        );
        assert_eq!(AttentionWhy::Rate.say_in(3, Lang::En), "to rate");
    }
}
