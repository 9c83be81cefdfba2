//! Merges, hand-over with its deadlines, returns, and co-handlers.

use super::kit::{Play, actor, draft, hand_over, on, well_formed};
use crate::calendar::Term;
use crate::case::{AssignmentRole, Class, Ending, Intake, ProposalStage, Stage, StageName as S};
use crate::lang::Lang;
use crate::org::Role;
use crate::profile::Clock;
use crate::workflow::{
    Action, Attention, Command, Gate, GateState, HandOver, HandTo, LinkProposer, Merge, Missing,
    On, Reassign, Refusal, WithReasonOn, attention, gates, guard,
};

fn to(unit: &str, role: AssignmentRole) -> HandTo {
    HandTo {
        unit: unit.into(),
        role,
        suggestions: vec![],
    }
}

fn due(play: &Play, no: u32) -> String {
    play.case.assignment(no).unwrap().due().date.to_string()
}

fn hand(play: &Play, to: Vec<HandTo>, change: impl FnOnce(&mut HandOver)) -> Result<Play, Refusal> {
    let mut with = hand_over(to);
    change(&mut with);
    let mut play = play.clone();
    play.attempt("c1", &Command::HandOver(with)).map(|()| play)
}

fn because(assignment: u32) -> WithReasonOn {
    WithReasonOn {
        assignment,
        reason: "职责不符".into(),
    }
}

#[test]
fn a_merge_taken_back_leaves_what_was_there() {
    let filed = Play::new().filed().by("c1", Command::Unfile {});
    let merge = Command::Merge(Merge {
        into: "case-m".into(),
    });
    let play = filed.by("c1", merge.clone()).by("c1", Command::Unmerge {});
    assert_eq!(
        play.case.intake,
        Intake::Submitted,
        "its filing had been undone"
    );
    assert!(play.case.number.is_some() && play.other.absorbed.is_empty());
    let play = play.filed().by("c1", merge).by("c1", Command::Unmerge {});
    assert_eq!(play.case.intake, Intake::Filed);
}

#[test]
fn a_merge_is_taken_back_only_from_the_case_it_is_in() {
    let mut play = Play::new().by(
        "c1",
        Command::Merge(Merge {
            into: "case-m".into(),
        }),
    );
    play.other = Play::new().case;
    let no = play.ask("c1", &Command::Unmerge {}).unwrap_err();
    assert_eq!(no.missing, [Missing::NoSuchOther]);
}

#[test]
fn what_holds_others_is_not_declined_merged_or_withdrawn() {
    let host = Play::new().absorbing();
    for action in [Action::Decline, Action::Merge, Action::Withdraw] {
        let no = host
            .ask("c1", &well_formed(&host, "c1", action, 0))
            .unwrap_err();
        assert_eq!(no.missing, [Missing::HasMerged], "{action}");
    }
}

#[test]
fn a_proposer_of_a_merged_proposal_can_be_linked_in_its_host() {
    let play = Play::new().absorbing();
    let link = |proposer| {
        Command::LinkProposer(LinkProposer {
            proposer,
            person: "q".into(),
            other_name: false,
        })
    };
    let linked = play.clone().by("c1", link(3));
    assert!(linked.case.is_proposer(&"q".into()) && !linked.case.is_proposer(&"m".into()));
    assert!(play.ask("c1", &link(5)).is_err());
    assert!(play.ask("c1", &link(0)).is_err());
}

#[test]
fn nobody_stands_twice_under_one_proposal() {
    let play = Play::of(&["p1", "p2"]).absorbing();
    let link = |proposer, person: &str| {
        Command::LinkProposer(LinkProposer {
            proposer,
            person: person.into(),
            other_name: false,
        })
    };
    let no = play.ask("c1", &link(2, "p1")).unwrap_err();
    assert!(no.to_string().starts_with("person: "), "{no}");
    assert!(play.ask("c1", &link(1, "p1")).is_ok());
    // Of several proposals that were merged somebody may have put forward more than one.
    assert!(play.ask("c1", &link(3, "p1")).is_ok());
}

#[test]
fn the_profile_gives_the_deadlines() {
    let play = Play::new().filed().handed("A=lead B=co");
    assert_eq!(due(&play, 1), "2023-06-30");
    assert_eq!(
        due(&play, 2),
        "2023-05-04",
        "30 April is a holiday until 3 May"
    );
    // Where the clock starts with the close of the session, it does so for replies, not for opinions.
    let mut early = Play::new()
        .with(|profile| profile.deadlines.clock = Clock::SessionClose)
        .filed();
    let unknown = hand(&early, vec![to("A", AssignmentRole::Lead)], |_| ()).err();
    let unknown = unknown.map(|it| (it.missing, it.who));
    assert_eq!(
        unknown,
        Some((vec![Missing::SessionClose], vec![Role::Admin]))
    );
    early.session_closed_on = Some("2023-02-20".parse().unwrap());
    let mut early = early.handed("A=lead B=co");
    assert_eq!(due(&early, 1), "2023-05-22", "20 May is a Saturday");
    assert_eq!(due(&early, 2), "2023-05-04");
    // Another last day moves those that count from it, on record.
    early.session_closed_on = Some("2023-02-27".parse().unwrap());
    let early = early.by("c1", Command::RecountDeadline(On { assignment: 1 }));
    assert_eq!(due(&early, 1), "2023-05-29", "27 May is a Saturday");
    assert!(
        early
            .ask("c1", &Command::RecountDeadline(On { assignment: 2 }))
            .is_err()
    );
}

#[test]
fn the_office_names_a_date_within_the_longest_extension() {
    use AssignmentRole::{CoHandler, Lead};
    let filed = Play::new().filed();
    let both = || vec![to("A", Lead), to("B", CoHandler)];
    let named = |day: &str| hand(&filed, both(), |with| with.due = Some(day.parse().unwrap()));
    let soon = named("2023-04-14").unwrap();
    assert_eq!(
        (due(&soon, 1), due(&soon, 2)),
        ("2023-04-14".into(), "2023-04-14".into())
    );
    let late = named("2023-09-28").unwrap();
    assert_eq!(
        (due(&late, 1), due(&late, 2)),
        ("2023-09-28".into(), "2023-05-04".into()),
        "an opinion has its own time"
    );
    for wrong in ["2023-03-31", "2023-10-31", "2999-12-31"] {
        let no = named(wrong).err().unwrap();
        assert!(matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == "/due"));
    }
}

#[test]
fn a_deadline_in_a_year_without_holidays_waits_for_them_or_says_so() {
    let play = Play::new().filed().at("2099-03-02");
    let lead = || vec![to("A", AssignmentRole::Lead)];
    let no = hand(&play, lead(), |_| {}).err().unwrap();
    assert_eq!(no.gate, Gate::Calendar);
    assert_eq!(no.missing, [Missing::HolidaysOf { year: 2099 }]);
    let plain = hand(&play, lead(), |with| with.plain_weekdays = true).unwrap();
    assert!(plain.case.assignment(1).unwrap().due().plain_weekdays);
}

#[test]
fn a_fixed_date_that_has_passed_is_named_with_its_rule_and_the_way_on() {
    use AssignmentRole::{CoHandler, Lead};
    let mut play = Play::new().filed();
    let fixed = |day: &str| Term::FixedDate(day.parse().unwrap());
    play.profile.deadlines.reply = fixed("2023-03-31");
    let both = || vec![to("A", Lead), to("B", CoHandler)];
    let no = hand(&play, both(), |_| {}).err().unwrap();
    let passed = |rule: &str| Missing::TermPassed {
        rule: rule.into(),
        date: "2023-03-31".parse().unwrap(),
        start: "2023-03-31".parse().unwrap(),
    };
    assert_eq!(no.missing, [passed("deadlines.reply")]);
    let said = no.missing[0].say(Lang::En);
    assert!(
        said.contains("--due DATE") && said.contains("2023-03-31"),
        "{said}"
    );
    // A day that is named needs neither rule.
    play.profile.deadlines.opinion = fixed("2023-03-31");
    let named = |with: &mut HandOver| with.due = Some("2023-06-01".parse().unwrap());
    let handed = hand(&play, both(), named).unwrap();
    assert_eq!(
        (due(&handed, 1), due(&handed, 2)),
        ("2023-06-01".into(), "2023-06-01".into())
    );
    // But it needs a bound.
    play.profile.deadlines.extended_at_most = fixed("2023-03-31");
    let no = hand(&play, both(), named).err().unwrap();
    assert_eq!(no.missing, [passed("deadlines.extended_at_most")]);
    let said = no.missing[0].say(Lang::En);
    assert!(!said.contains("--due"), "naming a day is no help: {said}");
}

#[test]
fn there_is_one_lead_or_several_that_split_the_work() {
    use AssignmentRole::{CoHandler, Lead, Split};
    let play = Play::new().filed();
    let refused = |to: Vec<HandTo>| hand(&play, to, |_| {}).err().unwrap().missing;
    assert_eq!(refused(vec![to("A", Split)]), [Missing::LeadOrSplits]);
    assert_eq!(refused(vec![to("A", CoHandler)]), [Missing::LeadOrSplits]);
    assert_eq!(
        refused(vec![to("A", Lead), to("B", Lead)]),
        [Missing::LeadTwice]
    );
    assert_eq!(
        refused(vec![to("A", Lead), to("A", CoHandler)]),
        [Missing::UnitHasOne { unit: "A".into() }]
    );
    for unit in ["A-1", "R", "nowhere", "\u{1b}[2J"] {
        assert_eq!(
            refused(vec![to(unit, Lead)]),
            [Missing::NoSuchUnit {
                unit: unit.into(),
                like: None
            }]
        );
    }
    let part = |unit: &str, role, part: &[u32]| HandTo {
        suggestions: part.to_vec(),
        ..to(unit, role)
    };
    let left = |suggestions: &[u32]| {
        [Missing::SuggestionsLeft {
            suggestions: suggestions.to_vec(),
        }]
    };
    assert_eq!(
        refused(vec![part("A", Split, &[1]), part("B", Split, &[1])]),
        left(&[2])
    );
    // An opinion answers nothing.
    assert_eq!(
        refused(vec![part("A", Lead, &[2]), part("B", CoHandler, &[1])]),
        left(&[1])
    );
    let split = vec![part("A", Split, &[1]), part("B", Split, &[2])];
    let split = hand(&play, split, |_| {}).unwrap();
    let without_b = split.by("c1", Command::TakeBack(on(2)));
    let again = |it| {
        hand(&without_b, vec![it], |_| {})
            .err()
            .map(|no| no.missing)
    };
    assert_eq!(again(part("C", Split, &[1])), Some(left(&[2]).to_vec()));
    assert_eq!(again(part("C", Split, &[2])), None);
    assert_eq!(again(to("C", Split)), None);
    let third = HandTo {
        suggestions: vec![1, 3],
        ..to("A", Lead)
    };
    assert_eq!(
        refused(vec![third]),
        [Missing::NoSuchSuggestion {
            suggestion: 3,
            there: vec![1, 2],
        }]
    );
    assert!(hand(&play, vec![to("A", Split), to("B", Split)], |_| {}).is_ok());
}

#[test]
fn a_return_is_asked_for_in_time() {
    let play = Play::new().filed().handed("A=lead");
    let ask = Command::RequestReturn(because(1));
    assert!(play.clone().at("2023-04-12").ask("a-lia", &ask).is_ok());
    let no = play.at("2023-04-13").ask("a-lia", &ask).unwrap_err();
    assert_eq!(no.gate, Gate::ReturnInTime);
    let on = "2023-04-12".parse().unwrap();
    assert_eq!(no.missing, [Missing::ReturnWindowEnded { on }]);
}

#[test]
fn a_returned_lead_leaves_its_co_handlers_and_the_office_finds_another() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(2, S::OpinionGiven)
        .by("a-lia", Command::RequestReturn(because(1)))
        .by("c1", Command::GrantReturn(on(1)));
    assert_eq!(
        play.case.assignment(1).unwrap().stage,
        Stage::Ended {
            how: Ending::Returned
        }
    );
    // It is still being handled: it is neither unfiled nor merged away under the co-handler.
    assert_eq!(play.case.stage(), ProposalStage::InHandling);
    for action in [Action::Unfile, Action::Merge, Action::Amend] {
        let command = well_formed(&play, "c1", action, 0);
        assert_eq!(play.ask("c1", &command).unwrap_err().gate, Gate::Stage);
    }
    let play = play.handed("C=lead").to(3, S::Issued);
    assert_eq!(play.case.stage(), ProposalStage::Answered);
}

#[test]
fn work_is_given_to_another_unit_in_the_same_role_with_its_own_time() {
    let play = Play::new().filed().handed("A=lead B=co").to(1, S::Drafting);
    let give = |no, unit: &str, due: Option<&str>| {
        Command::Reassign(Reassign {
            assignment: no,
            unit: unit.into(),
            reason: "职责已划转".into(),
            due: due.map(|day| day.parse().unwrap()),
            plain_weekdays: false,
        })
    };
    let given = play.clone().at("2023-04-10").by("c1", give(1, "C", None));
    let a = given.case.assignment(3).unwrap();
    assert_eq!(
        (a.role, a.goal.as_str()),
        (AssignmentRole::Lead, "办实办好")
    );
    assert_eq!(due(&given, 3), "2023-07-10");
    assert!(
        a.round().content.body.is_empty(),
        "a draft is the old unit's"
    );
    let co = play.clone().by("c1", give(2, "C", Some("2023-04-20")));
    assert_eq!(
        due(&co, 3),
        "2023-04-20",
        "the office named it for this very one"
    );
    assert!(play.ask("c1", &give(1, "B", None)).is_err(), "it has one");
    assert!(play.ask("c1", &give(1, "A", None)).is_err());
}

#[test]
fn a_second_handling_stays_with_the_unit() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Issued).by(
        "p1",
        super::kit::rate(1, crate::case::Satisfaction::Dissatisfied),
    );
    let no = play
        .ask("c1", &well_formed(&play, "c1", Action::Reassign, 1))
        .unwrap_err();
    assert_eq!(no.missing, [Missing::UnitHasActed { unit: "A".into() }]);
}

#[test]
fn a_late_opinion_is_waived_on_record_and_the_gate_says_who_and_why() {
    let play = Play::new().filed().handed("A=lead B=co").to(1, S::Level3);
    let sign = well_formed(&play, "a-head", Action::Sign, 1);
    let no = play.ask("a-head", &sign).unwrap_err();
    assert_eq!(no.gate, Gate::CoHandlersIn);
    assert_eq!(
        no.missing,
        [Missing::Opinions {
            units: vec!["B".into()]
        }]
    );
    let waive = Command::WaiveOpinion(because(2));
    let until = "2023-05-04".parse().unwrap();
    let no = play.clone().at("2023-05-04").ask("c1", &waive).unwrap_err();
    assert_eq!(no.missing, [Missing::NotLateYet { until }]);
    let waived = play.at("2023-05-05").by("c1", waive);
    let state = |play: &Play| {
        let a = play.case.assignment(1).unwrap();
        let all = gates(&play.case, a, &play.ctx());
        let found = all.into_iter().find(|it| it.gate == Gate::CoHandlersIn);
        found.unwrap().state
    };
    assert!(
        matches!(state(&waived), GateState::Overridden { by, why, .. } if by.as_str() == "c1" && why == "职责不符")
    );
    // If it comes after all, nothing was overridden.
    let came = waived.clone().to(2, S::OpinionGiven);
    assert_eq!(state(&came), GateState::Satisfied);
    // Signed without it, it stays signed without it.
    let signed = waived.by("a-head", sign);
    let no = signed
        .ask("c1", &Command::UnwaiveOpinion(on(2)))
        .unwrap_err();
    assert_eq!(no.missing, [Missing::ActedSince]);
}

#[test]
fn a_waived_opinion_is_not_owed_and_after_the_end_of_the_case_it_comes_too_late() {
    let play = Play::of(&["p1"])
        .filed()
        .handed("A=lead B=co")
        .to(2, S::Drafting)
        .to(1, S::Level3)
        .at("2023-05-05");
    let offered = |play: &Play| {
        let may =
            |who: &str, action| guard(&play.case, actor(who), action, Some(2), &play.ctx()).is_ok();
        let all = Action::ALL.iter().copied();
        let all = all.filter(|action| action.is_on_assignment());
        let all = all.filter(|action| {
            ["c1", "b-lia", "b1-hand", "b-head"]
                .iter()
                .any(|who| may(who, *action))
        });
        all.collect::<Vec<Action>>()
    };
    assert!(play.case.assignment(2).unwrap().is_owed());
    let waived = play.by("c1", Command::WaiveOpinion(because(2)));
    assert!(!waived.case.assignment(2).unwrap().is_owed());
    assert!(offered(&waived).contains(&Action::SaveDraft));
    let closed = waived.clone().to(1, S::Closed);
    // How it was handled can still be looked at.
    assert_eq!(offered(&closed), [Action::SpotCheck]);
    let stage_of = |play: &Play| play.case.stage_of(play.case.assignment(2).unwrap());
    assert_eq!(
        (stage_of(&waived), stage_of(&closed)),
        (S::Drafting, S::Closed)
    );
    let late = well_formed(&closed, "b1-hand", Action::SaveDraft, 2);
    let no = closed.ask("b1-hand", &late).unwrap_err();
    assert_eq!(no.missing, [Missing::NotWaitedFor]);
    let of_it = |it: &Attention| it.assignment == Some(2);
    assert!(!attention(&closed.case, &closed.ctx()).iter().any(of_it));
}

#[test]
fn a_co_handler_gives_an_opinion_and_nothing_else() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(2, S::Dispatched);
    for action in [Action::LogContact, Action::AnswerSuggestion] {
        let command = well_formed(&play, "b1-hand", action, 2);
        let no = play.ask("b1-hand", &command).unwrap_err();
        assert_eq!(no.missing, [Missing::CoHandlerGivesOpinion], "{action}");
    }
    let classed = draft(2, Some(Class::A));
    assert!(
        play.ask("b1-hand", &classed).is_err(),
        "an opinion has no class"
    );
    let play = play.to(2, S::Level3);
    let sign = well_formed(&play, "b-head", Action::Sign, 2);
    assert!(play.ask("b-head", &sign).is_err(), "it sends no reply");
    let play = play.to(2, S::OpinionGiven);
    let given = play.case.assignment(2).unwrap().round().issued.as_ref();
    assert_eq!(given.unwrap().class, None);
}

#[test]
fn work_goes_to_a_department_of_the_unit_that_is_still_there() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Accepted);
    let dispatch = |department: &str| match well_formed(&play, "a-lia", Action::Dispatch, 1) {
        Command::Dispatch(mut with) => {
            with.department = department.into();
            play.ask("a-lia", &Command::Dispatch(with))
        }
        _ => unreachable!(),
    };
    assert!(dispatch("A").is_ok() && dispatch("A-2").is_ok());
    for elsewhere in ["B-1", "B", "nowhere"] {
        let department = elsewhere.into();
        assert_eq!(
            dispatch(elsewhere).unwrap_err().missing,
            [Missing::DepartmentElsewhere { department }]
        );
    }
    assert_eq!(
        dispatch("A-9").unwrap_err().missing,
        [Missing::NoSuchUnit {
            unit: "A-9".into(),
            like: Some("A-1 A-1局".into())
        }]
    );
}
