//! Tasks cut out of suggestions: who has them, who sees the case through them, and what is refused.

use super::kit::{
    CAST, ORG, Play, actor, all_done, answer, cut, date, drop_it, finish, on, pass, report, tasked,
};
use crate::case::{Case, Content, StageName as S, TaskState, TaskStepKind};
use crate::lang::Lang;
use crate::org::{Actor, StandIn};
use crate::workflow::{
    Action, AttentionWhy, Command, CutTask, Event, Gate, Missing, OnTask, Reader, Refusal,
    ReopenTask, WithReasonOn, attention, can_see, decide, guard, has_task, redact, works_on,
};

fn state(play: &Play) -> TaskState {
    play.case.assignments[0].tasks[0].state()
}

fn refused(play: &Play, who: &str, command: &Command) -> Refusal {
    play.ask(who, command).expect_err("it is refused")
}

fn with(change: impl FnOnce(&mut CutTask)) -> Command {
    let Command::CutTask(mut with) = cut(1, &["D"]) else {
        unreachable!()
    };
    change(&mut with);
    Command::CutTask(with)
}

fn waits_for(play: &Play, who: &str) -> Vec<AttentionWhy> {
    let entries = attention(&play.case, &play.ctx()).into_iter();
    let today = |from: Option<crate::calendar::Date>| from.is_none_or(|from| from <= play.today);
    entries
        .filter(|it| it.why.is_on_task() && today(it.from) && it.waits_for(actor(who)))
        .map(|it| it.why)
        .collect()
}

#[test]
fn a_task_is_done_once_every_unit_has_done_its_part() {
    let play = tasked()
        .by("d-lia", report(1, "已完成摸底"))
        .by("d-lia", finish(1));
    assert_eq!(state(&play), TaskState::Open);
    let task = &play.case.assignments[0].tasks[0];
    assert_eq!((task.no, task.suggestion, task.round), (1, 1, 1));
    assert_eq!(
        (task.name.as_str(), task.due),
        ("名a1-hand", date("2023-05-15"))
    );
    let steps: Vec<_> = task.parts[0].steps.iter().map(|it| it.kind).collect();
    assert_eq!(steps, [TaskStepKind::Progress, TaskStepKind::Finished]);
    assert_eq!(task.parts[0].done_ms, Some(play.now_ms));
    let done = play.by("a2-hand", finish(1));
    assert_eq!(state(&done), TaskState::Done);
    for command in [report(1, "再报"), finish(1)] {
        assert_eq!(refused(&done, "d-lia", &command).gate, Gate::Stage);
    }
}

#[test]
fn whoever_cut_it_can_want_more_and_take_it_back() {
    let more = |unit: Option<&str>| {
        Command::ReopenTask(ReopenTask {
            assignment: 1,
            task: 1,
            unit: unit.map(Into::into),
            reason: "缺少权属证明".into(),
        })
    };
    let done = all_done();
    let one = done.clone().by("a-lia", more(Some("D")));
    let open = |play: &Play| {
        let parts = play.case.assignments[0].tasks[0].open_parts();
        parts.map(|it| it.unit.0.clone()).collect::<Vec<_>>()
    };
    assert_eq!(open(&one), ["D"]);
    assert_eq!(open(&done.by("a1-hand", more(None))), ["D", "A-2"]);
    let no = refused(&one, "a-lia", &more(Some("D")));
    assert!(matches!(no.missing[0], Missing::TaskIs { task: 1, .. }));
    let no = refused(&one, "a-lia", &more(Some("B")));
    assert!(matches!(
        no.missing[0],
        Missing::TaskNotGiven { task: 1, .. }
    ));
    // What is done is not taken back; what was taken back is neither reported on nor reopened.
    assert!(matches!(
        refused(&one.clone().by("d-lia", finish(1)), "a-lia", &drop_it(1)).gate,
        Gate::Stage
    ));
    let dropped = one.by("a-lia", drop_it(1));
    assert_eq!(state(&dropped), TaskState::Dropped);
    for (who, command) in [
        ("a-lia", drop_it(1)),
        ("a-lia", more(None)),
        ("d-lia", report(1, "已办")),
    ] {
        assert!(dropped.ask(who, &command).is_err(), "{who}");
    }
}

#[test]
fn what_cannot_be_a_task_is_refused_and_says_why() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched);
    let no = |change: fn(&mut CutTask)| refused(&play, "a1-hand", &with(change));
    let unknown = no(|it| it.suggestion = 3);
    assert_eq!(
        unknown.missing,
        [Missing::NoSuchSuggestion {
            suggestion: 3,
            there: vec![1, 2],
        }]
    );
    let unit = |code: &str| Missing::NoSuchUnit {
        unit: code.into(),
        like: None,
    };
    assert_eq!(no(|it| it.units = vec!["Z".into()]).missing, [unit("Z")]);
    let named = no(|it| it.units = vec!["C局".into()]);
    for lang in [Lang::Zh, Lang::En] {
        assert!(named.say(lang).contains("C C局"), "{}", named.say(lang));
    }
    assert_eq!(
        no(|it| it.units = vec!["D".into(), "R".into()]).missing,
        [unit("R")]
    );
    let elsewhere = no(|it| it.units = vec!["D-1".into()]);
    assert!(matches!(
        elsewhere.missing[0],
        Missing::DepartmentElsewhere { .. }
    ));
    let field = |refusal: Refusal, at: &str, zh: &str| {
        assert!(
            matches!(&refusal.missing[0], Missing::Field { pointer, .. } if pointer == at),
            "{refusal}"
        );
        assert!(
            refusal.say(Lang::Zh).contains(zh),
            "{}",
            refusal.say(Lang::Zh)
        );
    };
    field(no(|it| it.units.clear()), "/units", "至少写一个");
    field(
        no(|it| it.units = vec!["D".into(); 101]),
        "/units",
        "最多 100 项",
    );
    field(no(|it| it.text = " ".into()), "/text", "不能为空");
    field(no(|it| it.due = date("2023-03-30")), "/due", "不得早于今天");
    field(
        no(|it| it.due = date("2023-07-03")),
        "/due",
        "不得晚于答复期限 2023-06-30",
    );
    // A late reply still needs its work done.
    let late = play.clone().at("2023-07-10");
    assert!(
        late.ask("a1-hand", &with(|it| it.due = date("2023-07-31")))
            .is_ok()
    );
    let far = refused(&late, "a1-hand", &with(|it| it.due = date("2024-07-10")));
    field(far, "/due", "自今天起一年");
    // Named twice, it is given once.
    let twice = play.by("a1-hand", cut(1, &["D", "D"]));
    assert_eq!(twice.case.assignments[0].tasks[0].parts.len(), 1);
}

#[test]
fn only_the_unit_that_answers_the_suggestion_cuts_it() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched)
        .to(2, S::Dispatched);
    let on_2 = with(|it| it.assignment = 2);
    let no = refused(&play, "b-lia", &on_2);
    assert_eq!(no.missing, [Missing::CoHandlerGivesOpinion]);
    for who in ["b-lia", "c1", "a-head", "a1-dh", "a2-hand", "p1", "aud"] {
        assert_eq!(
            refused(&play, who, &cut(1, &["D"])).gate,
            Gate::Role,
            "{who}"
        );
    }
    let split = Play::new().filed();
    let Command::HandOver(mut to) = Command::HandOver(super::kit::hand_over(vec![])) else {
        unreachable!()
    };
    for (unit, no) in [("A", 1), ("C", 2)] {
        to.to.push(crate::workflow::HandTo {
            unit: unit.into(),
            role: crate::case::AssignmentRole::Split,
            suggestions: vec![no],
        });
    }
    let split = split.by("c1", Command::HandOver(to)).to(1, S::Dispatched);
    let no = refused(&split, "a1-hand", &cut(2, &["D"]));
    let elsewhere = [Missing::SuggestionElsewhere {
        suggestion: 2,
        part: vec![1],
    }];
    assert_eq!(no.missing, elsewhere);
    let answer = answer(1, 2, crate::case::Verdict::Adopted);
    let no = refused(&split, "a1-hand", &answer);
    assert_eq!(no.missing, elsewhere);
    assert_eq!(
        no.say(Lang::Zh),
        "第2条建议不由此承办任务答复；由其答复的是：1"
    );
    let no = refused(&split, "a1-hand", &cut(0, &["D"]));
    assert_eq!(no.say(Lang::En), "there is no suggestion 0; there is 1");
    assert!(split.ask("a1-hand", &cut(1, &["D"])).is_ok());
}

#[test]
fn there_are_never_too_many() {
    let mut play = Play::new().filed().handed("A=lead").to(1, S::Dispatched);
    for _ in 0..200 {
        play = play.by("a1-hand", cut(1, &["D"]));
    }
    let no = refused(&play, "a1-hand", &cut(1, &["D"]));
    assert_eq!(no.missing, [Missing::TooManyTasks { most: 200 }]);
    assert!(
        play.by("a1-hand", drop_it(7))
            .ask("a1-hand", &cut(1, &["D"]))
            .is_ok()
    );
}

#[test]
fn a_unit_passes_its_part_to_a_department_and_takes_it_back() {
    let play = tasked();
    let of_d1 = |play: &Play| can_see(&play.case, actor("d1-hand"));
    assert!(!of_d1(&play));
    assert_eq!(waits_for(&play, "d-lia"), [AttentionWhy::DoTask]);
    let passed = play.by("d-lia", pass(1, "D-1"));
    assert!(of_d1(&passed));
    assert_eq!(waits_for(&passed, "d1-hand"), [AttentionWhy::DoTask]);
    assert!(waits_for(&passed, "d-lia").is_empty());
    assert!(passed.ask("d1-hand", &finish(1)).is_ok());
    let back = passed.by("d-lia", pass(1, "D"));
    assert!(!of_d1(&back));
    for place in ["B-1", "A-9", "nowhere"] {
        let no = refused(&back, "d-lia", &pass(1, place));
        assert!(
            matches!(no.missing[0], Missing::DepartmentElsewhere { .. }),
            "{place}"
        );
    }
    let no = refused(&back, "d-lia", &pass(1, "D"));
    assert!(no.say(Lang::Zh).contains("任务已在此处"), "{no}");
    let alone = back.clone().by("a1-hand", cut(2, &["E"]));
    let may = guard(
        &alone.case,
        actor("e-lia"),
        Action::PassTask,
        Some(1),
        &alone.ctx(),
    );
    assert_eq!(may.unwrap_err().gate, Gate::Role, "there is nobody in E");
    // It is the desk's to pass on, and only its own.
    for who in ["d-head", "a-lia", "b-lia"] {
        assert_eq!(
            refused(&back, who, &pass(1, "D-1")).gate,
            Gate::Role,
            "{who}"
        );
    }
}

#[test]
fn it_waits_for_who_has_it_and_once_overdue_for_who_cut_it() {
    let play = tasked().by("a1-hand", cut(2, &["D", "A"]));
    assert_eq!(waits_for(&play, "d-lia"), [AttentionWhy::DoTask]);
    assert_eq!(waits_for(&play, "a2-hand"), [AttentionWhy::DoTask]);
    // What the unit keeps for itself is for whoever handles it.
    assert_eq!(waits_for(&play, "a1-hand"), [AttentionWhy::DoTask]);
    assert!(waits_for(&play, "b-lia").is_empty());
    let late = play.at("2023-05-16");
    assert_eq!(
        waits_for(&late, "a1-hand"),
        [AttentionWhy::TaskOverdue, AttentionWhy::DoTask]
    );
    assert_eq!(waits_for(&late, "d-lia"), [AttentionWhy::DoTask]);
    let gone = late.by("a-lia", drop_it(1)).by("a-lia", drop_it(2));
    for who in ["d-lia", "a1-hand", "a2-hand"] {
        assert!(waits_for(&gone, who).is_empty(), "{who}");
    }
}

fn seen(play: &Play, who: &str) -> Case {
    assert!(can_see(&play.case, &CAST[who]), "{who}");
    redact(play.case.clone(), &CAST[who], &ORG)
}

fn read(play: &Play, who: &str) -> Vec<Event> {
    let reader = Reader::new(&play.case, &CAST[who], &ORG);
    let events = play.events.iter().cloned();
    events.filter_map(|event| reader.read(event)).collect()
}

#[test]
fn a_unit_with_a_task_sees_what_a_co_handler_sees_and_an_outsider_nothing() {
    let play = tasked().to(2, S::OpinionGiven).to(1, S::Level3);
    for outsider in ["d1-hand", "c-lia", "e-lia", "q"] {
        assert!(!can_see(&play.case, &CAST[outsider]), "{outsider}");
    }
    let mut with_task = seen(&play, "d-lia");
    let mut co_handler = seen(&play, "b-lia");
    assert!(works_on(&play.case, &CAST["d-lia"], &ORG).is_empty());
    assert!(has_task(&play.case, &CAST["d-lia"]));
    // Of the lead the same: no draft, no review; but for what was said of the own part.
    assert_eq!(with_task.assignments[0].round().content, Content::default());
    assert!(with_task.assignments[0].round().trail.is_empty());
    with_task.assignments[0].tasks.clear();
    co_handler.assignments[0].tasks.clear();
    assert_eq!(with_task.assignments[0], co_handler.assignments[0]);
    // The opinion of a co-handler is for the lead.
    assert_eq!(with_task.assignments[1].round().content, Content::default());
    let kinds = |who| {
        read(&play, who)
            .iter()
            .map(|it| it.what.kind())
            .collect::<Vec<_>>()
    };
    let of_b: Vec<_> = kinds("b-lia");
    for kind in kinds("d-lia") {
        assert!(of_b.contains(&kind), "{kind}");
    }
    assert!(kinds("d-lia").contains(&"task_cut"));
    assert!(!kinds("p1").contains(&"task_cut"));
    assert!(seen(&play, "p1").assignments[0].tasks.is_empty());
}

#[test]
fn what_a_unit_said_of_its_part_is_for_it_and_for_who_cut_the_task() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched)
        .by("a1-hand", cut(1, &["C", "D"]))
        .by("d-lia", report(1, "场地权属有争议"))
        .by("c-lia", finish(1))
        .by("d-lia", finish(1));
    let steps = |who: &str| -> Vec<usize> {
        let parts = &seen(&play, who).assignments[0].tasks[0].parts;
        parts.iter().map(|part| part.steps.len()).collect()
    };
    assert_eq!(steps("a-lia"), [1, 2]);
    assert_eq!(steps("d-lia"), [0, 2]);
    assert_eq!(steps("c-lia"), [1, 0]);
    assert_eq!(steps("b-lia"), [0, 0]);
    let says = |who: &str| serde_json::to_string(&read(&play, who)).unwrap();
    assert!(says("d-lia").contains("场地权属有争议"));
    for who in ["c-lia", "b-lia", "p1"] {
        assert!(!says(who).contains("场地权属有争议"), "{who}");
    }
    assert!(!says("b-lia").contains("场地已落实"));
}

#[test]
fn what_is_taken_back_or_ended_is_seen_no_more_without_another_right() {
    let play = tasked().by("a-lia", drop_it(1));
    assert!(!can_see(&play.case, &CAST["d-lia"]));
    // A co-handler sees on, and that it was taken back.
    let other = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched)
        .by("a1-hand", cut(1, &["B"]))
        .by("a1-hand", drop_it(1));
    let dropped = &seen(&other, "b-lia").assignments[0].tasks[0].dropped;
    assert_eq!(dropped.as_ref().unwrap().reason, "建议已另有安排");
    // Done is not taken back.
    let done = all_done().to(2, S::OpinionGiven).to(1, S::Issued);
    assert!(can_see(&done.case, &CAST["d-lia"]));
    let ended = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Accepted)
        .by("a-lia", cut(1, &["D"]))
        .by(
            "a-lia",
            Command::RequestReturn(WithReasonOn {
                assignment: 1,
                reason: "不属本单位职责".into(),
            }),
        )
        .by("c1", Command::GrantReturn(on(1)));
    assert!(!can_see(&ended.case, &CAST["d-lia"]));
    for action in [Action::ReportTask, Action::FinishTask, Action::DropTask] {
        for who in ["d-lia", "a-lia"] {
            assert!(guard(&ended.case, actor(who), action, Some(1), &ended.ctx()).is_err());
        }
    }
}

fn standing_in(who: &str, for_whom: &str) -> Actor {
    let other = actor(for_whom);
    actor(who).clone().standing_in(vec![StandIn {
        person: other.person.clone(),
        name: other.name.clone(),
        through: vec![],
        posts: other.posts.clone(),
        until: date("2023-12-29"),
    }])
}

#[test]
fn who_stands_in_does_each_task_in_the_name_of_who_has_it() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched)
        .by("a1-hand", cut(1, &["B"]))
        .by("a1-hand", cut(2, &["D"]));
    let deputy = standing_in("b-lia", "d-lia");
    let told = |task| {
        let decision = decide(
            &play.case,
            &deputy,
            &report(task, "已完成摸底"),
            &play.ctx(),
        );
        let [event] = decision.unwrap().own.try_into().unwrap();
        (event.by.name, event.by.on_behalf.map(|other| other.name))
    };
    assert_eq!(told(1), ("名b-lia".to_owned(), None));
    assert_eq!(told(2), ("名b-lia".to_owned(), Some("名d-lia".to_owned())));
    let named = Command::FinishTask(OnTask {
        assignment: 1,
        task: 2,
        unit: Some("D".into()),
        text: "已完成".into(),
    });
    assert!(decide(&play.case, &deputy, &named, &play.ctx()).is_ok());
    assert!(can_see(&play.case, &standing_in("q", "d-lia")));
    let waits = attention(&play.case, &play.ctx());
    let mine = waits
        .iter()
        .filter(|it| it.why.is_on_task() && it.waits_for(&deputy));
    assert_eq!(mine.count(), 2);
}

#[test]
fn where_the_rules_ask_for_it_nothing_is_handed_in_over_an_open_task() {
    let asked = |play: Play| play.with(|profile| profile.tasks.finished_before_review = true);
    let submit = Command::SubmitReply(on(1));
    let usual = tasked().ready(1);
    assert!(usual.ask("a1-hand", &submit).is_ok());
    let no = refused(&asked(usual.clone()), "a1-hand", &submit);
    assert_eq!(no.gate, Gate::TasksFinished);
    assert_eq!(no.missing, [Missing::OpenTasks { tasks: vec![1] }]);
    for play in [all_done().ready(1), usual.by("a-lia", drop_it(1))] {
        assert!(asked(play).ask("a1-hand", &submit).is_ok());
    }
}

#[test]
fn urging_is_for_who_has_the_assignment_not_for_who_helps() {
    let play = tasked();
    let urge = super::kit::well_formed(&play, "c1", Action::Urge, 1);
    let event = play.ask("c1", &urge).unwrap().own.remove(0);
    let after = play.by("c1", urge);
    let [told] = crate::workflow::telling(&after.case, &event, &after.ctx())
        .try_into()
        .unwrap();
    assert!(told.to.iter().all(|it| !it.waits_for(actor("d-lia"))));
    assert!(told.to.iter().any(|it| it.waits_for(actor("a1-hand"))));
}
