//! Work that nobody can take up, because whoever it waits for has left or was never there. It waits for who can mend
//! that: the desk of the unit that has the assignment, and where that is empty the committee office; which reopens what no
//! proposer can revise, and then changes it for them.

use super::attention::{Attention, AttentionWhy, Holder};
use super::context::Context;
use crate::case::{Assignment, Case};
use crate::ids::PersonId;
use crate::org::{Role, Staff};

/// Adds to `found`, which is what waits for whom by the rules, what nobody there can take up. Nothing where it is not
/// known who is there.
pub(super) fn add(case: &Case, ctx: &Context<'_>, found: &mut Vec<Attention>) {
    let Some(staff) = ctx.staff else { return };
    let mut mended: Vec<Attention> = vec![];
    for entry in &*found {
        let Some(a) = entry.assignment.and_then(|no| case.assignment(no)) else {
            continue;
        };
        let Some(why) = gap(entry, a, staff) else {
            continue;
        };
        let holder = mender(a, staff);
        match mended
            .iter_mut()
            .find(|it| (it.assignment, it.why, &it.holder) == (entry.assignment, why, &holder))
        {
            Some(before) => {
                before.due = before.due.min(entry.due).or(before.due).or(entry.due);
                before.from = before.from.min(entry.from);
            }
            None => mended.push(Attention {
                holder,
                except: vec![],
                why,
                text: None,
                urged: None,
                ..entry.clone()
            }),
        }
    }
    found.append(&mut mended);
}

/// Whether one of these proposers can log in and revise what was sent back; each who has an account, where it is not known
/// who is there.
pub(super) fn anybody_revises(proposers: &[PersonId], ctx: &Context<'_>) -> bool {
    let can = |person: &PersonId| ctx.staff.is_none_or(|staff| staff.is_proposer(person));
    proposers.iter().any(can)
}

/// What is wrong with whom an entry waits for.
fn gap(entry: &Attention, a: &Assignment, staff: &Staff) -> Option<AttentionWhy> {
    let Holder::Post {
        role,
        place: Some(place),
    } = &entry.holder
    else {
        return None;
    };
    // Who is named and there is waited for by name.
    let named = a.dispatch.as_ref().and_then(|it| it.handler.as_ref());
    let left = |person: &PersonId| !is_handler(person, a, staff);
    if AttentionWhy::WRITING.contains(&entry.why) && named.is_some_and(left) {
        return Some(AttentionWhy::HandlerLeft);
    }
    let mut able = staff.at(*role, place);
    if able.any(|person| !entry.except.contains(person)) {
        return None;
    }
    Some(match role {
        Role::Handler => AttentionWhy::NoHandler,
        Role::Liaison if !staff.has(Role::Liaison, place) => AttentionWhy::NoLiaison,
        _ => AttentionWhy::NoReviewer,
    })
}

/// Who can mend it: the desk dispatches anew, and knows whom to ask for another reviewer.
fn mender(a: &Assignment, staff: &Staff) -> Holder {
    match staff.has(Role::Liaison, &a.unit) {
        true => Holder::Post {
            role: Role::Liaison,
            place: Some(a.unit.clone()),
        },
        false => Holder::office(),
    }
}

/// Whether `person` is a handler of the department that has the assignment, as far as that is known.
pub(super) fn is_there(person: &PersonId, a: &Assignment, ctx: &Context<'_>) -> bool {
    ctx.staff.is_none_or(|staff| is_handler(person, a, staff))
}

fn is_handler(person: &PersonId, a: &Assignment, staff: &Staff) -> bool {
    let mut handlers = Role::ALL.iter().filter(|role| role.can_be_handler());
    a.department()
        .is_some_and(|place| handlers.any(|role| staff.is(person, *role, place)))
}
