//! What must hold for a case at any moment, told from the record rather than from the rules.

use std::collections::{BTreeMap, BTreeSet};

use super::kit::{CAST, ORG, Play};
use crate::case::{
    Assignment, AssignmentRole, Case, Closure, Content, Duty, Intake, Level, ProposalStage, Round,
    Satisfaction, Stage,
};
use crate::ids::{AssignmentNo, PersonId};
use crate::workflow::{Event, Happened, begin, can_see, evolve, redact, replay};

/// Everything.
pub(super) fn assert_holds(play: &Play) {
    let case = &play.case;
    assert_eq!(case.version, play.events.len() as u64);
    for a in &case.assignments {
        assert_review_stands(a);
        assert_rounds_follow(a);
    }
    assert_units_fit(case);
    assert_numbers_fit(case);
    assert_numbers_fit(&play.other);
    assert_merge_fits(play);
    assert_sight(play);
}

/// What only the whole record can tell.
pub(super) fn assert_record_holds(play: &Play) {
    assert_eq!(replay(&play.events).as_ref(), Some(&play.case));
    assert_one_duty_each(&play.events);
    assert_no_level_skipped(&play.events);
    assert_number_stays(&play.events);
    assert_closed_for_a_reason(&play.events);
}

fn assert_review_stands(a: &Assignment) {
    let round = a.round();
    let given: Vec<Level> = round.approvals.iter().map(|yes| yes.level).collect();
    match &a.stage {
        Stage::Reviewing { level } => {
            let before: Vec<Level> = Level::ALL.iter().copied().filter(|l| l < level).collect();
            assert_eq!(given, before, "every level before has said yes, in turn");
            assert!(round.submission.is_some() && round.sent_back.is_none());
        }
        Stage::Issued | Stage::Rated | Stage::Closed { .. } | Stage::OpinionGiven => {
            assert_eq!(given, Level::ALL);
        }
        Stage::Ended { .. } => {}
        _ => assert!(given.is_empty() && round.submission.is_none()),
    }
    let hash = round.content.hash();
    for yes in &round.approvals {
        assert_eq!(yes.hash, hash, "an approval is of the text as it is");
    }
    for round in a.rounds.iter().filter(|round| round.issued.is_some()) {
        assert_issued_stands(a, round);
    }
}

fn assert_issued_stands(a: &Assignment, round: &Round) {
    let issued = round.issued.as_ref().unwrap();
    let hash = round.content.hash();
    assert_eq!(issued.hash, hash);
    let givers: BTreeSet<_> = round.approvals.iter().map(|yes| &yes.by).collect();
    assert_eq!(givers.len(), 3, "three levels are three people");
    assert!(round.approvals.iter().all(|yes| yes.hash == hash));
    for yes in &round.approvals {
        assert_eq!(round.duties[&yes.by], yes.level.duty());
    }
    if a.role.owes_reply() {
        assert!(round.is_supplement() || round.contacts_that_count().next().is_some());
        assert!(!round.is_supplement() || round.ratings.is_empty());
        assert_eq!(issued.class, round.content.class);
        assert!(issued.class.is_some());
    } else {
        assert_eq!(issued.class, None);
    }
}

fn assert_rounds_follow(a: &Assignment) {
    let mut contact = 0;
    for (round, no) in a.rounds.iter().zip(1..) {
        assert_eq!(round.no, no);
        let last = a.rounds.len() as u32 == no;
        assert!(
            last || round.issued.is_some(),
            "a round follows one that is out"
        );
        let further = a.rounds.get(no as usize);
        assert!(
            further.is_none_or(Round::is_supplement) || round.has_dissatisfied(),
            "a further round begins with a dissatisfied rating"
        );
        let raters: BTreeSet<_> = round.ratings.iter().map(|rating| rating.rater).collect();
        assert_eq!(raters.len(), round.ratings.len(), "each rates once");
        assert!(round.ratings.is_empty() || (round.issued.is_some() && a.role.owes_reply()));
        for logged in &round.contacts {
            contact += 1;
            assert_eq!(logged.no, contact);
            assert!(no == 1 || logged.on >= round.due.from);
        }
    }
}

fn assert_units_fit(case: &Case) {
    for (a, no) in case.assignments.iter().zip(1..) {
        assert_eq!(a.no, no);
    }
    let units: BTreeSet<_> = case.live().map(|a| &a.unit).collect();
    assert_eq!(
        units.len(),
        case.live().count(),
        "a unit has one assignment"
    );
    let leads = case.live().filter(|a| a.role == AssignmentRole::Lead);
    assert!(leads.count() <= 1);
    if case.live().next().is_some() {
        assert_eq!(case.intake, Intake::Filed);
        assert!(case.number.is_some());
    }
    let out = case.reply_items().filter(|a| a.issued_round().is_some());
    if out.count() > 0 {
        let stage = case.stage();
        assert!(
            matches!(
                stage,
                ProposalStage::InHandling | ProposalStage::Answered | ProposalStage::Closed
            ),
            "a reply that is out is never lost: {stage}"
        );
    }
}

/// Every suggestion has a number of its own, and nobody who has something to answer is given one that there is not.
fn assert_numbers_fit(case: &Case) {
    let own = case.proposal.suggestions.iter().map(|it| it.no);
    assert!(own.eq(1..=case.proposal.suggestions.len() as u32));
    let numbers: Vec<_> = case.suggestions().map(|asked| asked.no).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    for a in case.reply_items() {
        assert!(a.suggestions.iter().all(|no| numbers.contains(no)));
        for round in &a.rounds {
            let mut answered = round.content.answers.keys();
            assert!(answered.all(|no| numbers.contains(no) && a.covers(*no)));
            if round.issued.is_some() {
                let mut asked = case.asked_of(a);
                assert!(asked.all(|it| round.content.answers.contains_key(&it.no)));
            }
        }
        let mut tasks = a.tasks.iter().filter(|task| task.stands());
        assert!(tasks.all(|task| numbers.contains(&task.suggestion)));
    }
}

/// A merge stands on both sides or on neither.
fn assert_merge_fits(play: &Play) {
    for (one, other) in [(&play.case, &play.other), (&play.other, &play.case)] {
        let into = matches!(&one.intake, Intake::Merged { into, .. } if *into == other.id);
        let theirs = other.absorbed.iter().find(|it| it.case == one.id);
        assert_eq!(into, theirs.is_some());
        if let Some(theirs) = theirs {
            let asked = one.proposal.suggestions.iter().map(|it| &it.text);
            assert!(theirs.suggestions.iter().map(|it| &it.text).eq(asked));
            assert!(!matches!(
                other.intake,
                Intake::Declined { .. } | Intake::Withdrawn { .. } | Intake::Merged { .. }
            ));
        }
    }
}

/// Unit E, department A-2 where nothing goes, and members of other proposals see nothing; p1 sees no more than a
/// member may.
fn assert_sight(play: &Play) {
    let case = &play.case;
    for stranger in ["e-lia", "e-head", "e-hand", "q", "none", "adm"] {
        let there = case.assignments.iter().any(|a| a.unit.as_str() == "E");
        assert!(there || !can_see(case, &CAST[stranger]), "{stranger}");
    }
    for member in ["p1", "m"] {
        if !can_see(case, &CAST[member]) {
            continue;
        }
        let seen = redact(case.clone(), &CAST[member], &ORG);
        for (a, of) in seen.assignments.iter().zip(&case.assignments) {
            for (round, of) in a.rounds.iter().zip(&of.rounds) {
                if of.issued.is_none() || !a.role.owes_reply() {
                    assert_eq!(round.content, Content::default());
                } else {
                    assert_eq!(round.content, of.content);
                }
                assert!(round.trail.is_empty() && round.approvals.is_empty());
                assert!(round.duties.is_empty() && round.sent_back.is_none());
            }
        }
    }
}

/// Told from what people did: in one round each was one of drafter, level 1, level 2, level 3.
fn assert_one_duty_each(events: &[Event]) {
    let mut round: BTreeMap<AssignmentNo, u32> = BTreeMap::new();
    let mut been: BTreeMap<(AssignmentNo, u32, &PersonId), Duty> = BTreeMap::new();
    for event in events {
        let (no, duty) = match &event.what {
            Happened::SecondHandlingBegun { assignment, .. }
            | Happened::SupplementBegun { assignment, .. } => {
                *round.entry(*assignment).or_default() += 1;
                continue;
            }
            Happened::DraftSaved { assignment, .. }
            | Happened::SuggestionAnswered { assignment, .. }
            | Happened::ReplySubmitted { assignment } => (*assignment, Duty::Draft),
            Happened::Approved {
                assignment, level, ..
            }
            | Happened::SentBack {
                assignment, level, ..
            }
            | Happened::ClassChanged {
                assignment, level, ..
            } => (*assignment, level.duty()),
            Happened::Signed { assignment, .. } | Happened::OpinionGiven { assignment, .. } => {
                (*assignment, Duty::Level3)
            }
            _ => continue,
        };
        let key = (
            no,
            round.get(&no).copied().unwrap_or_default(),
            &event.by.person,
        );
        let before = been.insert(key, duty);
        assert!(
            before.is_none_or(|before| before == duty),
            "{} was {before:?} and {duty}",
            event.by.person
        );
    }
}

/// A second, simpler account of the review: what is signed has the yes of levels 1 and 2 for the very text.
fn assert_no_level_skipped(events: &[Event]) {
    let mut case = begin(&events[0]).unwrap();
    let mut given: BTreeMap<AssignmentNo, Vec<(Level, String)>> = BTreeMap::new();
    let mut undone: BTreeMap<AssignmentNo, Vec<(Level, String)>> = BTreeMap::new();
    for event in &events[1..] {
        let text = |case: &Case, no| case.assignment(no).unwrap().round().content.hash();
        match &event.what {
            Happened::Approved {
                assignment,
                level,
                hash,
                ..
            } => {
                assert_eq!(*hash, text(&case, *assignment));
                let list = given.entry(*assignment).or_default();
                assert_eq!(list.len(), *level as usize, "in turn");
                list.push((*level, hash.clone()));
            }
            Happened::ApprovalRetracted { assignment, .. } => {
                given.entry(*assignment).or_default().pop();
            }
            Happened::SentBack { assignment, .. } => {
                let list = std::mem::take(given.entry(*assignment).or_default());
                undone.insert(*assignment, list);
            }
            Happened::ReviewResumed { assignment, .. } => {
                given.insert(*assignment, undone.remove(assignment).unwrap());
            }
            Happened::Recalled { assignment }
            | Happened::SupplementBegun { assignment, .. }
            | Happened::SecondHandlingBegun { assignment, .. } => {
                given.remove(assignment);
            }
            Happened::DraftSaved { assignment, .. }
            | Happened::ClassChanged { assignment, .. }
            | Happened::SuggestionAnswered { assignment, .. } => {
                let before = text(&case, *assignment);
                if text(&evolve(case.clone(), event), *assignment) != before {
                    given.remove(assignment);
                    undone.remove(assignment);
                }
            }
            Happened::Signed {
                assignment, hash, ..
            }
            | Happened::OpinionGiven {
                assignment, hash, ..
            } => {
                let yes = |level| (level, hash.clone());
                assert_eq!(*hash, text(&case, *assignment));
                assert_eq!(given[assignment], [yes(Level::One), yes(Level::Two)]);
            }
            _ => {}
        }
        case = evolve(case, event);
    }
}

fn assert_number_stays(events: &[Event]) {
    let numbers: BTreeSet<_> = events
        .iter()
        .filter_map(|event| match &event.what {
            Happened::Filed { number } => Some(number),
            _ => None,
        })
        .collect();
    assert!(numbers.len() <= 1, "filing again gives the same number");
}

/// A closed item has a satisfied rating, or thirty days have passed since its reply.
fn assert_closed_for_a_reason(events: &[Event]) {
    const DAY_MS: i64 = 86_400_000;
    let mut case = begin(&events[0]).unwrap();
    for event in &events[1..] {
        if let Happened::Closed { assignment, how } = &event.what {
            let round = case.assignment(*assignment).unwrap().round();
            let issued = round.issued.as_ref().unwrap();
            match how {
                Closure::Rated => {
                    assert!(round.outcome.is_some_and(Satisfaction::is_satisfied));
                }
                Closure::WindowPassed => assert!(event.at_ms - issued.at_ms > 30 * DAY_MS),
            }
        }
        case = evolve(case, event);
    }
}
