//! Who may see a case, and how much of it. Lists, counts and events are scoped by the same rule.

use super::event::{Event, Happened};
use super::guard::refuse;
use super::intake::has_desk;
use super::publication::own_numbers;
use super::refusal::{Gate, Missing, Refusal};
use crate::case::{
    Assignment, AssignmentRole, Case, Content, Extension, ExtensionAnswer, Stage, Task, TaskPart,
};
use crate::ids::{AssignmentNo, PersonId, TaskNo, UnitCode};
use crate::org::{Actor, Org, Role};

/// What an actor can see, as a value that a query can be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Every case of every unit.
    pub everything: bool,
    /// Every case with an assignment to one of these units that was not taken back, or with a task given to one.
    pub units: Vec<UnitCode>,
    /// Every case with an assignment dispatched to one of these departments, or with a task given or passed to one.
    pub departments: Vec<UnitCode>,
    /// Every case this person is a proposer of, also through a merge.
    pub person: Option<PersonId>,
}

/// What `actor` can see.
#[must_use]
pub fn sight(actor: &Actor) -> Sight {
    let places = |whole_unit: bool| {
        let mut places: Vec<UnitCode> = actor
            .every_post()
            .filter(|post| post.role.has_place() && post.role.sees_whole_unit() == whole_unit)
            .filter_map(|post| post.place.clone())
            .collect();
        places.sort();
        places.dedup();
        places
    };
    Sight {
        everything: actor.sees_everything(),
        units: places(true),
        departments: places(false),
        person: actor.is(Role::Proposer).then(|| actor.person.clone()),
    }
}

impl Sight {
    /// Whether the assignment brings its case into sight.
    fn sees_assignment(&self, a: &Assignment) -> bool {
        self.everything || (a.is_known_to_unit() && self.is_of(a))
    }

    /// Whether the assignment is, or was, that of a unit or department in sight.
    fn is_of(&self, a: &Assignment) -> bool {
        self.units.contains(&a.unit)
            || a.department()
                .is_some_and(|department| self.departments.contains(department))
    }

    /// Whether the part is that of a unit or department in sight.
    fn sees_part(&self, part: &TaskPart) -> bool {
        part.places()
            .any(|place| self.units.contains(place) || self.departments.contains(place))
    }

    fn has_task(&self, case: &Case) -> bool {
        case.standing_tasks()
            .any(|(_, task)| task.parts.iter().any(|part| self.sees_part(part)))
    }
}

/// Whether `actor` has a task on this case, done or not. Then they see of it what a co-handler sees, whether or not their
/// unit has an assignment. A task that was taken back, or whose assignment ended, shows nothing any more: the case then is
/// for its unit as if it had never been given any.
#[must_use]
pub fn has_task(case: &Case, actor: &Actor) -> bool {
    sight(actor).has_task(case)
}

/// The tasks of this case, as assignment and number, that `actor`'s unit or department was given, taken back ones too.
pub(super) fn given_tasks(case: &Case, actor: &Actor) -> Vec<(AssignmentNo, TaskNo, UnitCode)> {
    let sight = sight(actor);
    let mut found = vec![];
    for a in &case.assignments {
        for task in &a.tasks {
            let parts = task.parts.iter().filter(|part| sight.sees_part(part));
            found.extend(parts.map(|part| (a.no, task.no, part.unit.clone())));
        }
    }
    found
}

/// Whether `event`, after which the case is `case`, takes a task or a hand-over away that `actor`'s unit or department had.
/// They are told that it happened, which is the last they hear of the case where nothing else shows it to them: else they
/// would go on working for nobody.
#[must_use]
pub fn takes_back(case: &Case, event: &Event, actor: &Actor) -> bool {
    match &event.what {
        Happened::TakenBack { assignment } => {
            let sight = sight(actor);
            let a = case.assignment(*assignment);
            a.is_some_and(|a| sight.is_of(a))
        }
        Happened::TaskDropped {
            assignment, task, ..
        } => {
            let given = given_tasks(case, actor);
            let mut given = given.iter();
            given.any(|(no, of, _)| (no, of) == (assignment, task))
        }
        Happened::TaskPassed {
            from: Some(from), ..
        } => {
            let sight = sight(actor);
            sight.units.contains(from) || sight.departments.contains(from)
        }
        _ => false,
    }
}

/// Whether `actor` may know of this case.
#[must_use]
pub fn can_see(case: &Case, actor: &Actor) -> bool {
    let sight = sight(actor);
    sight.everything
        || case.assignments.iter().any(|a| sight.sees_assignment(a))
        || sight.has_task(case)
        || sight
            .person
            .as_ref()
            .is_some_and(|person| case.is_proposer(person))
}

/// The assignments of this case, ended ones too, that `actor` sees from within: all of them for who sees everything.
/// A post that shows the case shows all that its unit does on it; a post elsewhere in the unit shows nothing.
#[must_use]
pub fn works_on(case: &Case, actor: &Actor, org: &Org) -> Vec<AssignmentNo> {
    let sight = sight(actor);
    let seen = |a: &Assignment| {
        let mut others = case.assignments.iter();
        others.any(|other| other.unit == a.unit && sight.sees_assignment(other))
    };
    case.assignments
        .iter()
        .filter(|a| sight.sees_assignment(a) || (seen(a) && works_in_unit(actor, a, org)))
        .map(|a| a.no)
        .collect()
}

/// Whether `actor` may see those inside `unit` ranked against each other; units against units where none is named. A
/// ranking over a part of the cases would be a wrong one, so it is for those who see all that is ranked.
///
/// # Errors
/// The roles that may.
pub fn may_rank(actor: &Actor, unit: Option<&UnitCode>) -> Result<(), Refusal> {
    let sight = sight(actor);
    if sight.everything || unit.is_some_and(|unit| sight.units.contains(unit)) {
        return Ok(());
    }
    let who =
        with_roles(|role| role.sees_everything() || (unit.is_some() && role.sees_whole_unit()));
    // Somebody with such a post elsewhere is told that it is the unit that does not fit.
    let missing = match unit {
        Some(unit) if !sight.units.is_empty() => Missing::PostInside { unit: unit.clone() },
        _ => Missing::Post,
    };
    refuse(Gate::Role, missing, &who)
}

/// Inside which unit `actor` sees a ranking: the one asked for; where none is, all units against each other for who sees
/// them all, and for others their own unit, the first of several.
///
/// # Errors
/// The roles that may.
pub fn ranked_inside(actor: &Actor, asked: Option<&UnitCode>) -> Result<Option<UnitCode>, Refusal> {
    let sight = sight(actor);
    let own = sight.units.first().filter(|_| !sight.everything);
    match (asked, own) {
        (None, Some(own)) => Ok(Some(own.clone())),
        // Nobody's own unit is asked for: those of a unit may see theirs.
        (None, None) if !sight.everything => {
            let who = with_roles(|role| role.sees_everything() || role.sees_whole_unit());
            refuse(Gate::Role, Missing::Post, &who)
        }
        _ => may_rank(actor, asked).map(|()| asked.cloned()),
    }
}

/// The roles of which this holds.
pub(super) fn with_roles(holds: impl Fn(Role) -> bool) -> Vec<Role> {
    Role::ALL
        .iter()
        .copied()
        .filter(|role| holds(*role))
        .collect()
}

/// The units whose load `actor` is told: their own ones, with all that these have; none where that of every unit is, for
/// those who see everything. The unit of a department is that of its people too: how much it has is no secret of a case.
#[must_use]
pub fn own_units(actor: &Actor, org: &Org) -> Option<Vec<UnitCode>> {
    let Own { units, departments } = own(actor)?;
    let of_departments = departments.iter().map(|it| org.root_of(it).clone());
    let mut own: Vec<UnitCode> = of_departments.chain(units).collect();
    own.sort();
    own.dedup();
    Some(own)
}

/// Units and departments whose own assignments are counted for somebody of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// All that these units have.
    pub units: Vec<UnitCode>,
    /// All that was dispatched to these departments.
    pub departments: Vec<UnitCode>,
}

impl Own {
    /// Whether an assignment of this unit, dispatched to this department, is among them.
    #[must_use]
    pub fn has(&self, unit: &UnitCode, department: Option<&UnitCode>) -> bool {
        self.units.contains(unit) || department.is_some_and(|it| self.departments.contains(it))
    }
}

/// Whose assignments figures, the board and files of reply items are over for `actor`. Units see others beside them on
/// cases they share or have a task on, but what others make of those is not their work: it counts for the others only.
/// None where all that is in sight counts: for those who see everything, and for a member, who has no desk.
#[must_use]
pub fn own(actor: &Actor) -> Option<Own> {
    let Sight {
        everything,
        units,
        departments,
        ..
    } = sight(actor);
    (!everything && has_desk(actor)).then_some(Own { units, departments })
}

/// Whether `actor` may have what is counted over this unit or department: for those of a unit only over their own, the
/// whole unit of a department too, of which they are told what their department has. Nothing of another is shown as if it
/// were all that there is.
///
/// # Errors
/// The roles that may.
pub fn may_count(
    actor: &Actor,
    org: &Org,
    unit: Option<&UnitCode>,
    department: Option<&UnitCode>,
) -> Result<(), Refusal> {
    let Some(own) = own(actor) else {
        return Ok(());
    };
    let of_unit = |unit: &UnitCode| {
        let mut departments = own.departments.iter();
        own.units.contains(unit) || departments.any(|it| org.root_of(it) == unit)
    };
    let of_department = |department: &UnitCode| {
        own.departments.contains(department) || own.units.contains(org.root_of(department))
    };
    match unit.is_none_or(of_unit) && department.is_none_or(of_department) {
        true => Ok(()),
        false => not_own(),
    }
}

/// Whether `actor` may have what is counted over somebody who has posts, or handles something, at these `places`: those of
/// a unit only over themselves and people of their own.
///
/// # Errors
/// The roles that may.
pub fn may_count_person<'p>(
    actor: &Actor,
    org: &Org,
    person: &PersonId,
    places: impl IntoIterator<Item = &'p UnitCode>,
) -> Result<(), Refusal> {
    let Some(own) = own(actor) else {
        return Ok(());
    };
    let is_own = |place: &UnitCode| {
        own.departments.contains(place) || own.units.contains(org.root_of(place))
    };
    match *person == actor.person || places.into_iter().any(is_own) {
        true => Ok(()),
        false => not_own(),
    }
}

fn not_own() -> Result<(), Refusal> {
    refuse(
        Gate::Role,
        Missing::OfOwnUnit,
        &with_roles(Role::sees_everything),
    )
}

/// The case as `actor` may read it: work in progress belongs to the units that do it, the opinion of a co-handler
/// never goes to the member, and a member reads replies, not how they came about.
#[must_use]
pub fn redact(mut case: Case, actor: &Actor, org: &Org) -> Case {
    let sight = sight(actor);
    if sight.everything {
        return case;
    }
    let inside = works_on(&case, actor, org);
    case.notes.clear();
    // How they said it is between them and the office.
    if own_numbers(&case, actor).is_empty() {
        for said in &mut case.proposal.consents {
            said.note.clear();
        }
    }
    let works_on_it = case.live().any(|a| inside.contains(&a.no)) || sight.has_task(&case);
    let leads = case
        .assignments
        .iter()
        .any(|a| inside.contains(&a.no) && a.is_live() && a.role.owes_reply());
    for a in case
        .assignments
        .iter_mut()
        .filter(|a| !inside.contains(&a.no))
    {
        let opinion_for_lead =
            leads && a.role == AssignmentRole::CoHandler && matches!(a.stage, Stage::OpinionGiven);
        for round in &mut a.rounds {
            let is_out = round.issued.is_some() && a.role.owes_reply();
            if !is_out && !opinion_for_lead {
                round.content = Content::default();
            }
            if !works_on_it {
                round
                    .contacts
                    .retain(|contact| contact.counts() && a.role.owes_reply());
            }
            round.extensions.retain(Extension::is_granted);
            for asked in &mut round.extensions {
                asked.reason.clear();
                if let Some(ExtensionAnswer::Granted { note, .. }) = &mut asked.answer {
                    note.clear();
                }
            }
            if !is_out {
                round.openness = None;
            }
            if let Some(published) = &mut round.published {
                published.note.clear();
            }
            round.duties.clear();
            round.approvals.clear();
            round.trail.clear();
            round.sent_back = None;
            round.submission = None;
            // Why one is written is work in progress until it is out.
            if round.is_supplement() && round.issued.is_none() {
                round.cause.clear();
            }
        }
        if works_on_it {
            for task in &mut a.tasks {
                hide_what_others_said(task, &sight);
            }
        } else {
            a.tasks.clear();
        }
        a.urgings.clear();
        a.spot_checks.clear();
        if let Stage::ReturnRequested { reason, .. } = &mut a.stage {
            reason.clear();
        }
        if let Some(dispatch) = &mut a.dispatch {
            dispatch.note.clear();
        }
        if !works_on_it {
            a.goal.clear();
            a.dispatch = None;
            a.waived = None;
            if !a.role.owes_reply() {
                for round in &mut a.rounds {
                    round.issued = None;
                }
            }
        }
    }
    if !works_on_it {
        case.leader_views.clear();
        // Others' forms are not a member's to read; a member's own are.
        let own: Vec<u32> = case
            .proposers()
            .filter(|rater| rater.proposer.person.as_ref() == Some(&actor.person))
            .map(|rater| rater.no)
            .collect();
        for a in &mut case.assignments {
            for round in &mut a.rounds {
                for contact in &mut round.contacts {
                    contact.confirmations.retain(|it| it.by == actor.person);
                }
                let all = round.ratings.len();
                round.ratings.retain(|rating| own.contains(&rating.rater));
                // What the forms come to tells what stands on those that are left out.
                if round.ratings.len() < all {
                    round.outcome = None;
                }
                // It quotes the form that began the round.
                if round.no > 1 && !round.is_supplement() {
                    round.cause.clear();
                }
            }
        }
    }
    case
}

/// Who has what of a task is known to all who work on the case; what a unit said of its part, to it and to whoever cut
/// the task.
fn hide_what_others_said(task: &mut Task, sight: &Sight) {
    let own = task.parts.iter().any(|part| sight.sees_part(part));
    if !own {
        let dropped = task.dropped.iter_mut().map(|it| &mut it.reason);
        let moved = task.moves.iter_mut().map(|it| &mut it.reason);
        dropped.chain(moved).for_each(String::clear);
    }
    for part in task.parts.iter_mut().filter(|part| !sight.sees_part(part)) {
        part.steps.clear();
    }
}

fn works_in_unit(actor: &Actor, a: &Assignment, org: &Org) -> bool {
    actor.every_post().any(|post| {
        post.role.has_place()
            && post
                .place
                .as_ref()
                .is_some_and(|place| org.root_of(place) == &a.unit)
    })
}
