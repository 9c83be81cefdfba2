//! What is taken from somebody is told them: tasks, and whole assignments.

use super::kit::{
    CAST, ORG, Play, all_done, cut, date, draft, drop_it, finish, form, on, pass, rate, supplement,
    tasked, well_formed,
};
use crate::api::notices::NoticeKind as K;
use crate::case::{Class, Ending, Forwarded, Satisfaction as Sat, StageName as S, TaskState};
use crate::ids::AssignmentNo;
use crate::lang::Lang;
use crate::workflow::{
    Action, Command, Decision, Decline, Gate, Happened, Merge, MoveTask, Reassign, RecordRating,
    Telling, can_see, evolve, redact, takes_back, telling,
};

/// What `who` does now, and what is told of it: kinds with those who hear them.
fn told(play: &Play, who: &str, command: &Command) -> (Play, Vec<(K, Vec<&'static str>)>) {
    let Decision { own, .. } = play.ask(who, command).unwrap_or_else(|no| panic!("{no}"));
    let mut after = play.clone();
    for event in &own {
        after.case = evolve(after.case, event);
    }
    let mut found: Vec<(K, Vec<&'static str>)> = vec![];
    for event in &own {
        for telling in telling(&after.case, event, &after.ctx()) {
            let hears = |it: &&str| telling.to.iter().any(|to| to.waits_for(&CAST[*it]));
            found.push((telling.kind, CAST.keys().copied().filter(hears).collect()));
        }
    }
    (after, found)
}

/// A hands over to nobody but A, which has cut a task for D before it dispatched anything.
fn given_back() -> Play {
    let play = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Accepted)
        .by("a-lia", cut(1, &["D"]))
        .by("a-lia", cut(2, &["C"]))
        .by("c-lia", finish(2));
    let ask = well_formed(&play, "a-lia", Action::RequestReturn, 1);
    play.by("a-lia", ask)
}

#[test]
fn a_unit_is_told_that_its_return_was_refused_and_why() {
    let play = Play::new().filed().handed("A=lead");
    let asks = well_formed(&play, "a-lia", Action::RequestReturn, 1);
    let play = play.by("a-lia", asks);
    let no = well_formed(&play, "c1", Action::RefuseReturn, 1);
    let play = play.by("c1", no);
    let told = telling(&play.case, play.events.last().unwrap(), &play.ctx());
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind, told[0].note.as_str()),
        (K::ReturnRefused, "情况属实")
    );
    assert!(told[0].to.iter().any(|it| it.waits_for(&CAST["a-lia"])));
}

#[test]
fn an_open_task_ends_on_record_with_its_assignment_and_everybody_concerned_is_told() {
    let working = tasked();
    let reassign = Command::Reassign(Reassign {
        assignment: 1,
        unit: "C".into(),
        reason: "职责调整".into(),
        due: None,
        plain_weekdays: false,
    });
    let withdraw = well_formed(&working, "p1", Action::Withdraw, 0);
    let a_desk = ["a-lia", "a-lia2", "ca", "x"];
    let a_hands = ["a1-hand", "a1-hand2", "pa", "x"];
    let both = |a: &[&'static str], b: &[&'static str]| {
        let all: std::collections::BTreeSet<_> = a.iter().chain(b).copied().collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let of_a = both(&a_desk, &a_hands);
    for (play, who, command, ending, kind, desk) in [
        (
            &working,
            "c1",
            reassign,
            Ending::Reassigned,
            K::Reassigned,
            &of_a,
        ),
        (
            &working,
            "p1",
            withdraw,
            Ending::Withdrawn,
            K::Withdrawn,
            &of_a,
        ),
        (
            &given_back(),
            "c1",
            Command::GrantReturn(on(1)),
            Ending::Returned,
            K::ReturnGranted,
            &a_desk.to_vec(),
        ),
    ] {
        assert!(can_see(&play.case, &CAST["d-lia"]));
        let (after, told) = told(play, who, &command);
        assert!(!can_see(&after.case, &CAST["d-lia"]), "{ending}");
        let task = &after.case.assignments[0].tasks[0];
        assert_eq!(task.state(), TaskState::Dropped, "{ending}");
        let dropped = task.dropped.as_ref().unwrap();
        assert_eq!(dropped.ending, Some(ending));
        assert!(dropped.why(Lang::Zh).contains(ending.say(Lang::Zh)));
        assert!(dropped.why(Lang::En).contains(ending.say(Lang::En)));
        let of_task: Vec<_> = told.iter().filter(|(it, _)| *it == K::TaskEnded).collect();
        assert_eq!(of_task.len(), 1, "{ending}");
        assert!(
            of_task[0].1.contains(&"d-lia"),
            "{ending}: {:?}",
            of_task[0].1
        );
        let of_a = told.iter().find(|(it, _)| *it == kind);
        assert_eq!(of_a.map(|(_, who)| who), Some(desk), "{ending}");
    }
}

#[test]
fn what_was_done_stays_done_when_its_assignment_ends() {
    let play = given_back();
    let (after, _) = told(&play, "c1", &Command::GrantReturn(on(1)));
    assert_eq!(after.case.assignments[0].tasks[1].state(), TaskState::Done);
}

#[test]
fn a_task_signed_away_and_taken_back_with_the_hand_over_is_told() {
    let play = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Accepted)
        .by("a-lia", cut(1, &["D"]))
        .by("a-lia", Command::Unaccept(on(1)));
    let (_, told) = told(&play, "c1", &Command::TakeBack(on(1)));
    let kinds: Vec<K> = told.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [K::TaskEnded, K::TakenBack]);
    assert_eq!(told[0].1, ["d-lia"]);
}

#[test]
fn who_loses_a_task_by_a_decision_is_told_and_so_is_who_cut_it() {
    let passed = tasked().by("d-lia", pass(1, "D-1"));
    let (after, told_of) = told(&passed, "a-lia", &drop_it(1));
    let [(kind, heard)] = told_of.as_slice() else {
        panic!("{told_of:?}")
    };
    assert_eq!(*kind, K::TaskTakenBack);
    for who in ["d-lia", "d1-hand", "a2-hand", "a1-hand"] {
        assert!(heard.contains(&who), "{who}: {heard:?}");
    }
    assert!(!heard.contains(&"a-lia") && !heard.contains(&"b-lia"));
    let event = passed.ask("a-lia", &drop_it(1)).unwrap().own.remove(0);
    let [telling] = telling(&after.case, &event, &after.ctx())
        .try_into()
        .unwrap();
    assert_eq!(telling.note, "建议已另有安排（查清可用场地）");
}

#[test]
fn a_department_whose_desk_takes_a_task_back_is_told_and_sees_it_no_more() {
    let passed = tasked().by("d-lia", pass(1, "D-1"));
    let back = pass(1, "D-2");
    let (after, told_of) = told(&passed, "d-lia", &back);
    let of = |wanted: K| told_of.iter().find(|(kind, _)| *kind == wanted);
    assert_eq!(of(K::TaskTakenBack).unwrap().1, ["d1-hand"]);
    assert!(!can_see(&after.case, &CAST["d1-hand"]));
    let event = passed.ask("d-lia", &back).unwrap().own.remove(0);
    assert!(takes_back(&after.case, &event, &CAST["d1-hand"]));
    assert!(!takes_back(&after.case, &event, &CAST["c-lia"]));
}

#[test]
fn whoever_works_on_a_task_is_told_that_its_day_was_moved_and_why() {
    let moved = Command::MoveTask(MoveTask {
        assignment: 1,
        task: 1,
        due: date("2023-06-01"),
        reason: "场地移交推迟".into(),
    });
    let play = tasked().by("a2-hand", finish(1));
    let (after, told_of) = told(&play, "a-lia", &moved);
    let [(kind, heard)] = told_of.as_slice() else {
        panic!("{told_of:?}")
    };
    assert_eq!(*kind, K::TaskMoved);
    assert!(heard.contains(&"d-lia") && heard.contains(&"a1-hand"));
    assert!(!heard.contains(&"a2-hand"), "its part is done");
    let task = &after.case.assignments[0].tasks[0];
    assert_eq!(task.due, date("2023-06-01"));
    let step = &task.moves[0];
    assert_eq!(
        (step.from, step.to, step.reason.as_str(), step.name.as_str()),
        (
            date("2023-05-15"),
            date("2023-06-01"),
            "场地移交推迟",
            "名a-lia"
        )
    );
    // Why is for those who have it, as with what is said of it.
    let reads = |who: &str| {
        !redact(after.case.clone(), &CAST[who], &ORG).assignments[0].tasks[0].moves[0]
            .reason
            .is_empty()
    };
    assert!(reads("d-lia") && reads("a-head") && !reads("b-lia"));
}

#[test]
fn a_task_is_moved_by_who_cut_it_and_within_its_time() {
    let play = tasked();
    let moved = |due: &str| {
        Command::MoveTask(MoveTask {
            assignment: 1,
            task: 1,
            due: date(due),
            reason: "场地移交推迟".into(),
        })
    };
    for (due, zh) in [
        ("2023-05-15", "任务本就此日到期"),
        ("2023-03-30", "不得早于今天"),
        ("2023-07-03", "不得晚于答复期限"),
    ] {
        let no = play.ask("a1-hand", &moved(due)).unwrap_err();
        assert!(no.say(Lang::Zh).contains(zh), "{due}: {no}");
    }
    for who in ["d-lia", "b-lia", "c1"] {
        assert_eq!(
            play.ask(who, &moved("2023-06-01")).unwrap_err().gate,
            Gate::Role,
            "{who}"
        );
    }
    let done = all_done();
    assert_eq!(
        done.ask("a1-hand", &moved("2023-06-01")).unwrap_err().gate,
        Gate::Stage
    );
}

#[test]
fn once_the_reply_is_out_its_deadline_holds_no_task_back() {
    let out = tasked().to(2, S::OpinionGiven).to(1, S::Issued);
    let moved = |due: &str| {
        Command::MoveTask(MoveTask {
            assignment: 1,
            task: 1,
            due: date(due),
            reason: "场地移交推迟".into(),
        })
    };
    assert!(out.ask("a1-hand", &moved("2023-09-01")).is_ok());
    let no = out.ask("a1-hand", &moved("2024-09-01")).unwrap_err();
    assert!(no.say(Lang::Zh).contains("自今天起一年"), "{no}");
}

#[test]
fn proposers_are_told_what_becomes_of_their_proposal_and_why() {
    let rules = Play::new().profile;
    let ground = &rules.grounds[0];
    let decline = Command::Decline(Decline {
        ground: ground.code.clone(),
        note: "请改写来信".into(),
        forwarded: Some(Forwarded::Letter),
    });
    let declined = Play::new().by("c1", decline.clone());
    let merge = Command::Merge(Merge {
        into: "case-m".into(),
    });
    let merged = Play::new().by("c1", merge.clone());
    let asked = well_formed(&Play::new(), "c1", Action::AskRevision, 0);
    let withdraw = well_formed(&Play::new(), "p1", Action::Withdraw, 0);
    let all = ["p1", "p2"];
    for (play, who, command, kind, hear) in [
        (Play::new(), "c1", decline, K::Declined, &all[..]),
        (Play::new(), "c1", asked, K::RevisionAsked, &all),
        (
            declined.clone(),
            "c1",
            Command::Reopen {},
            K::Reopened,
            &all,
        ),
        (Play::new(), "c1", merge, K::MergedInto, &all),
        (merged.clone(), "c1", Command::Unmerge {}, K::Unmerged, &all),
        (Play::new(), "c1", withdraw, K::Withdrawn, &all),
    ] {
        let (_, told) = told(&play, who, &command);
        assert_eq!(told, [(kind, hear.to_vec())]);
        assert!(!kind.has_deadline() || kind == K::Withdrawn);
    }
    let withdraw = well_formed(&Play::new(), "p1", Action::Withdraw, 0);
    let (_, heard) = told(&Play::new(), "p1", &withdraw);
    let office = (K::Withdrawn, vec!["c1", "c2", "ca"]);
    assert_eq!(heard, [(K::Withdrawn, vec!["p2"]), office]);
    let said =
        |play: &Play| telling(&play.case, play.events.last().unwrap(), &play.ctx()).remove(0);
    let of_it = said(&declined);
    assert_eq!(of_it.assignment, 0, "the proposal as a whole");
    for (note, lang) in [(of_it.note_zh, Lang::Zh), (of_it.note, Lang::En)] {
        assert!(note.contains(ground.text.say(lang)), "{note}");
        assert!(note.contains(Forwarded::Letter.say(lang)), "{note}");
        assert!(note.contains("请改写来信"), "{note}");
    }
    assert_eq!(said(&merged).note, merged.other.shown_number());
}

#[test]
fn only_who_leads_a_joint_proposal_withdraws_it_and_the_refusal_says_who_that_is() {
    let working = Play::new().filed().handed("A=lead").to(1, S::Drafting);
    let withdraw = well_formed(&working, "p1", Action::Withdraw, 0);
    let no = working.ask("p2", &withdraw).unwrap_err();
    assert_eq!(no.gate, Gate::Role);
    for lang in [Lang::Zh, Lang::En] {
        assert!(no.say(lang).contains("名p1"), "{}", no.say(lang));
    }
    assert!(
        !working
            .ask("q", &withdraw)
            .unwrap_err()
            .to_string()
            .contains("名p1")
    );
    assert!(working.ask("p1", &withdraw).is_ok());
}

#[test]
fn a_supplementary_reply_and_a_paper_form_are_told_the_proposers() {
    let begun = supplement().by("a1-hand", draft(1, Some(Class::A)));
    let out = begun.to(1, S::Closed);
    let signed = out.events.iter().rev();
    let mut signed = signed.filter(|it| matches!(it.what, Happened::Signed { .. }));
    let heard = |event| -> Vec<(K, AssignmentNo, Vec<&str>)> {
        let told = telling(&out.case, event, &out.ctx()).into_iter();
        let hears = |it: &Telling| {
            let hears = |who: &&str| it.to.iter().any(|to| to.waits_for(&CAST[*who]));
            CAST.keys().copied().filter(hears).collect()
        };
        told.map(|it| (it.kind, it.assignment, hears(&it)))
            .collect()
    };
    assert_eq!(
        heard(signed.next().unwrap()),
        [(K::SupplementIssued, 1, vec!["p1", "p2"])]
    );

    let issued = Play::new().filed().handed("A=lead").to(1, S::Issued);
    let first = issued.events.last().unwrap();
    assert!(matches!(first.what, Happened::Signed { .. }));
    assert_eq!(telling(&issued.case, first, &issued.ctx()), []);
    let form = form(1, Sat::Satisfied);
    let paper = Command::RecordRating(RecordRating { rater: 2, form });
    let (_, heard) = told(&issued, "c1", &paper);
    assert_eq!(heard, [(K::PaperRecorded, vec!["p2"])]);
    let (_, heard) = told(&issued, "p2", &rate(1, Sat::Satisfied));
    assert_eq!(heard, [], "their own form");
}

#[test]
fn the_desk_and_the_handler_are_told_of_a_recount_and_of_another_handling() {
    let works = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Drafting)
        .with_a_day_off_more();
    let recount = Command::RecountDeadline(on(1));
    let (after, heard) = told(&works, "c1", &recount);
    let [(K::DeadlineRecounted, who)] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    assert!(who.contains(&"a-lia") && who.contains(&"a1-hand") && !who.contains(&"c1"));
    let event = works.ask("c1", &recount).unwrap().own.remove(0);
    let said = telling(&after.case, &event, &after.ctx()).remove(0);
    assert_eq!(
        (said.note.as_str(), said.due),
        ("2023-06-30 -> 2023-07-03", date("2023-07-03"))
    );

    let issued = Play::new().filed().handed("A=lead").to(1, S::Issued);
    let (_, heard) = told(&issued, "p1", &rate(1, Sat::Dissatisfied));
    let [(K::HandledAgain, who)] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    assert!(who.contains(&"a-lia") && who.contains(&"a1-hand"));
}
