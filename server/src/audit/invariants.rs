//! What must hold for every case at any moment, told from what it is rather than from the rules that made it.

use std::collections::BTreeSet;

use banli_shared::case::{
    Assignment, AssignmentRole, Case, Class, Closure, Intake, Level, Round, Satisfaction, Stage,
};

type Holds = fn(&Case) -> bool;

/// The names of those that do not hold.
pub(crate) fn broken(case: &Case) -> Vec<&'static str> {
    // The others ask for the round in progress.
    if case.assignments.iter().any(|a| a.rounds.is_empty()) {
        return vec!["every assignment has a round"];
    }
    let broken = INVARIANTS.iter().filter(|(_, holds)| !holds(case));
    broken.map(|(name, _)| *name).collect()
}

/// Each with its name.
pub(super) const INVARIANTS: &[(&str, Holds)] = &[
    ("it has a proposer", |case| {
        !case.proposal.proposers.is_empty()
    }),
    (
        "suggestions are numbered from 1, and there is one",
        |case| {
            !case.proposal.suggestions.is_empty()
                && numbered(case.proposal.suggestions.iter().map(|it| it.no))
        },
    ),
    ("what merged proposals ask for is numbered on", |case| {
        let numbers = case.suggestions().map(|asked| asked.no);
        numbers.is_sorted_by(|one, next| one < next)
    }),
    ("what is filed has a number", |case| {
        case.intake != Intake::Filed || case.number.is_some()
    }),
    ("only what is filed is with a unit", |case| {
        case.intake == Intake::Filed || case.live().next().is_none()
    }),
    (
        "a declined one names its ground",
        |case| !matches!(&case.intake, Intake::Declined { ground, .. } if ground.is_empty()),
    ),
    (
        "it is not merged into itself",
        |case| !matches!(&case.intake, Intake::Merged { into, .. } if *into == case.id),
    ),
    ("what is merged has nothing merged into it", |case| {
        !matches!(case.intake, Intake::Merged { .. }) || case.absorbed.is_empty()
    }),
    ("nothing is merged into it twice", |case| {
        distinct(case.absorbed.iter().map(|it| &it.case))
    }),
    ("a key proposal has a leader", |case| {
        case.key.as_ref().is_none_or(|key| !key.leader.is_empty())
    }),
    ("assignments are numbered from 1", |case| {
        numbered(case.assignments.iter().map(|a| a.no))
    }),
    ("there is one lead at most", |case| {
        case.live()
            .filter(|a| a.role == AssignmentRole::Lead)
            .count()
            <= 1
    }),
    ("a unit has one assignment at most", |case| {
        distinct(case.live().map(|a| &a.unit))
    }),
    ("rounds are numbered from 1", |case| {
        each(case, |a| numbered(a.rounds.iter().map(|round| round.no)))
    }),
    (
        "a round follows a dissatisfied rating of the one before",
        |case| {
            each(case, |a| {
                a.rounds
                    .iter()
                    .zip(a.rounds.iter().skip(1))
                    .all(|(before, round)| {
                        let follows = round.is_supplement() || before.has_dissatisfied();
                        before.issued.is_some() && follows
                    })
            })
        },
    ),
    ("contacts are numbered from 1 over all rounds", |case| {
        each(case, |a| {
            numbered(
                a.rounds
                    .iter()
                    .flat_map(|round| &round.contacts)
                    .map(|it| it.no),
            )
        })
    }),
    ("what is with a department was given to it", |case| {
        each(case, |a| match a.stage {
            Stage::Dispatched | Stage::Drafting | Stage::Reviewing { .. } => a.dispatch.is_some(),
            _ => true,
        })
    }),
    ("a deadline lies after its start", |case| {
        each_round(case, |_, round| round.due.date >= round.due.from)
    }),
    ("the first deadline stays on record", |case| {
        each(case, |a| {
            a.rounds
                .first()
                .is_none_or(|first| match first.due.extends {
                    Some(_) => {
                        first.due.from == a.original_due.from
                            && first.due.date >= a.original_due.date
                    }
                    None => first.due == a.original_due,
                })
        })
    }),
    ("only what is in review has been handed in", |case| {
        each(case, |a| match a.stage {
            Stage::Reviewing { .. } => a.round().submission.is_some(),
            Stage::Dispatched | Stage::Drafting => a.round().submission.is_none(),
            _ => true,
        })
    }),
    ("every level before has said yes, in turn", |case| {
        each(case, |a| {
            let given: Vec<Level> = a.round().approvals.iter().map(|yes| yes.level).collect();
            match a.stage {
                Stage::Reviewing { level } => {
                    given
                        == Level::ALL
                            .iter()
                            .copied()
                            .filter(|it| *it < level)
                            .collect::<Vec<_>>()
                }
                Stage::Issued | Stage::Rated | Stage::Closed { .. } | Stage::OpinionGiven => {
                    given == Level::ALL
                }
                Stage::Dispatched | Stage::Drafting => given.is_empty(),
                _ => true,
            }
        })
    }),
    ("an approval is of the text as it is", |case| {
        each_round(case, |_, round| {
            let hash = round.content.hash();
            round.approvals.iter().all(|yes| yes.hash == hash)
        })
    }),
    ("nobody is two things in a round", |case| {
        each_round(case, |_, round| {
            distinct(round.approvals.iter().map(|yes| &yes.by))
                && round
                    .approvals
                    .iter()
                    .all(|yes| round.duties.get(&yes.by) == Some(&yes.level.duty()))
        })
    }),
    ("what is out is what was signed", |case| {
        each_issued(case, |_, round, issued| issued.hash == round.content.hash())
    }),
    ("a reply has a class, an opinion none", |case| {
        each_issued(case, |a, _, issued| {
            issued.class.is_some() == a.role.owes_reply()
        })
    }),
    ("a member was consulted before the reply", |case| {
        each_issued(case, |a, round, _| {
            !a.role.owes_reply()
                || round.is_supplement()
                || round.contacts_that_count().next().is_some()
        })
    }),
    ("a reply answers every suggestion of its part", |case| {
        each_issued(case, |a, round, _| {
            let mut asked = case.asked_of(a);
            !a.role.owes_reply() || asked.all(|it| round.content.answers.contains_key(&it.no))
        })
    }),
    ("only what is asked is answered", |case| {
        case.reply_items().all(|a| {
            let answered = a.rounds.iter().flat_map(|it| it.content.answers.keys());
            let mut numbers = answered.chain(&a.suggestions);
            numbers.all(|no| case.has_suggestion(*no))
        })
    }),
    ("a task is cut from what is asked", |case| {
        let mut tasks = case.standing_tasks();
        tasks.all(|(_, task)| case.has_suggestion(task.suggestion))
    }),
    ("a reply of class B promises something", |case| {
        each_issued(case, |_, round, issued| {
            issued.class != Some(Class::B)
                || round.is_supplement()
                || !round.content.promises.is_empty()
        })
    }),
    ("what counts as out is out", |case| {
        each(case, |a| match a.stage {
            Stage::Issued | Stage::Rated | Stage::Closed { .. } | Stage::OpinionGiven => {
                a.round().issued.is_some()
            }
            Stage::Ended { .. } => true,
            _ => a.round().issued.is_none(),
        })
    }),
    ("only a reply that is out is rated", |case| {
        each_round(case, |a, round| {
            round.ratings.is_empty() || (round.issued.is_some() && a.role.owes_reply())
        })
    }),
    ("nobody rates a reply twice", |case| {
        each_round(case, |_, round| {
            distinct(round.ratings.iter().map(|it| it.rater))
        })
    }),
    ("whoever rated is a proposer", |case| {
        let known = case.proposers().count();
        each_round(case, |_, round| {
            let mut raters = round.ratings.iter().map(|it| it.rater as usize);
            raters.all(|rater| (1..=known).contains(&rater))
        })
    }),
    ("what was closed by a rating has a satisfied one", |case| {
        each(case, |a| {
            !matches!(
                a.stage,
                Stage::Closed {
                    how: Closure::Rated
                }
            ) || a.handling().outcome.is_some_and(Satisfaction::is_satisfied)
        })
    }),
    ("what is rated has an outcome", |case| {
        each(case, |a| {
            !matches!(a.stage, Stage::Rated) || a.round().outcome.is_some()
        })
    }),
    ("a co-handler gives one opinion and is not rated", |case| {
        each(case, |a| a.role.owes_reply() || a.rounds.len() == 1)
    }),
    ("only a co-handler is no longer waited for", |case| {
        each(case, |a| {
            a.waived.is_none() || a.role == AssignmentRole::CoHandler
        })
    }),
    ("a reply waits for every opinion", |case| {
        let out = case.live().any(|a| {
            a.role == AssignmentRole::Lead && a.rounds.len() == 1 && a.round().issued.is_some()
        });
        !out || case
            .co_handlers()
            .all(|co| co.opinion_is_in() || handed_over_after(case, co))
    }),
];

/// Whether a co-handler came after the lead had signed.
fn handed_over_after(case: &Case, co: &Assignment) -> bool {
    let mut signed = case
        .live()
        .filter(|a| a.role == AssignmentRole::Lead)
        .filter_map(|a| a.issued_round()?.issued.as_ref());
    signed.any(|issued| issued.at_ms <= co.handed_over_ms)
}

fn numbered(numbers: impl Iterator<Item = u32>) -> bool {
    numbers
        .zip(1..)
        .all(|(number, expected)| number == expected)
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    items.into_iter().all(|item| seen.insert(item))
}

fn each(case: &Case, holds: impl Fn(&Assignment) -> bool) -> bool {
    case.assignments.iter().all(holds)
}

fn each_round(case: &Case, holds: impl Fn(&Assignment, &Round) -> bool) -> bool {
    each(case, |a| a.rounds.iter().all(|round| holds(a, round)))
}

fn each_issued(
    case: &Case,
    holds: impl Fn(&Assignment, &Round, &banli_shared::case::Issued) -> bool,
) -> bool {
    each_round(case, |a, round| {
        round
            .issued
            .as_ref()
            .is_none_or(|issued| holds(a, round, issued))
    })
}
