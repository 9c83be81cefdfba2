//! Pressing for the work to go on: seen where the case waits, told at once, and over when the case has gone on.

use super::kit::{CAST, Play, well_formed};
use crate::api::notices::NoticeKind;
use crate::case::{SpotFinding, StageName as S};
use crate::org::{Post, Role};
use crate::workflow::{
    Action, AttentionWhy, Command, Gate, GrantExtension, Holder, Missing, Note, RequestExtension,
    SpotCheck, Urge, attention, telling,
};

fn urge(note: &str) -> Command {
    Command::Urge(Urge {
        assignment: 1,
        note: note.into(),
    })
}

fn level2() -> Play {
    Play::new().filed().handed("A=lead B=co").to(1, S::Level2)
}

/// What stands beside each entry of assignment 1: why it waits, and the note it was pressed with.
fn pressed(play: &Play) -> Vec<(AttentionWhy, Option<String>)> {
    let found = attention(&play.case, &play.ctx());
    let of_lead = found.into_iter().filter(|it| it.assignment == Some(1));
    of_lead
        .map(|it| (it.why, it.urged.map(|urging| urging.note)))
        .collect()
}

#[test]
fn whoever_has_it_now_sees_the_newest_note_until_it_goes_on() {
    let play = level2()
        .by("sup", urge("请抓紧"))
        .by("c1", urge("请于周五前审核"));
    assert_eq!(
        pressed(&play),
        [(AttentionWhy::Review2, Some("请于周五前审核".into()))]
    );
    let urgings = &play.case.assignment(1).unwrap().urgings;
    let by: Vec<_> = urgings.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(by, ["名sup", "名c1"], "all of them stay on record");
    let play = play.to(1, S::Level3);
    assert_eq!(pressed(&play), [(AttentionWhy::Sign, None)]);
    let urgings = &play.case.assignment(1).unwrap().urgings;
    assert!(urgings.iter().all(|it| it.went_on_ms == Some(play.now_ms)));
}

#[test]
fn a_step_that_is_taken_back_leaves_waiting_and_pressing_as_they_were() {
    let lead = |play: &Play| {
        let a = play.case.assignment(1).unwrap();
        (a.since_ms, a.urged().map(|it| it.note.clone()))
    };
    for (until, who, does, undoes) in [
        (S::Drafting, "a1-hand", Action::SubmitReply, Action::Recall),
        (S::Level2, "a-lia", Action::Approve, Action::RetractApproval),
        (S::Level2, "a-lia", Action::SendBack, Action::ResumeReview),
    ] {
        let play = Play::new().filed().handed("A=lead B=co").ready(1);
        let pressed = play.to(1, until).by("sup", urge("请抓紧"));
        let before = lead(&pressed);
        assert_eq!(before.1.as_deref(), Some("请抓紧"));
        let mut play = pressed;
        for action in [does, undoes] {
            let command = well_formed(&play, who, action, 1);
            play = play.by(who, command);
            assert!(action == undoes || lead(&play) != before, "{action}");
        }
        assert_eq!(lead(&play), before, "{undoes}");
        // Who was pressed in between is not pressed any more.
        let undone = play.events.len();
        let again = well_formed(&play, who, does, 1);
        let play = play.by(who, again).by("c1", urge("请尽快"));
        let taken_back = well_formed(&play, who, undoes, 1);
        let play = play.by(who, taken_back);
        assert_eq!(lead(&play), before, "{undoes} after {undone} events");
    }
}

#[test]
fn those_who_can_act_are_told_and_nobody_else() {
    let play = level2().by("sup", urge("请抓紧"));
    let [told] = telling(&play.case, play.events.last().unwrap(), &play.ctx())
        .try_into()
        .unwrap();
    assert_eq!(
        (told.kind, told.note.as_str()),
        (NoticeKind::Urged, "请抓紧")
    );
    let heard: Vec<_> = CAST
        .iter()
        .filter(|(_, who)| told.to.iter().any(|it| it.waits_for(who)))
        .map(|(code, _)| *code)
        .collect();
    assert_eq!(heard, ["a-lia", "a-lia2", "ca", "x"]);
    // What else happens is told by being there.
    let plain = level2();
    assert_eq!(
        telling(&plain.case, plain.events.last().unwrap(), &plain.ctx()),
        []
    );
}

#[test]
fn the_answer_to_a_request_for_more_time_is_told_to_whoever_works_on_it() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Accepted);
    let until = super::kit::date("2023-08-31");
    let ask = Command::RequestExtension(RequestExtension {
        assignment: 1,
        until,
        reason: "调研".into(),
    });
    let yes = Command::GrantExtension(GrantExtension {
        assignment: 1,
        until: None,
        note: "同意".into(),
        plain_weekdays: false,
    });
    let play = play.by("a-lia", ask).by("c1", yes);
    let [told] = telling(&play.case, play.events.last().unwrap(), &play.ctx())
        .try_into()
        .unwrap();
    assert_eq!(told.kind, NoticeKind::ExtensionGranted);
    let to: Vec<_> = told.to.into_iter().map(|it| it.holder).collect();
    let liaison = Post {
        role: Role::Liaison,
        place: Some("A".into()),
    };
    let holder = Holder::Post {
        role: liaison.role,
        place: liaison.place,
    };
    assert_eq!(to, [holder]);
}

#[test]
fn only_those_who_watch_press_and_only_while_the_unit_must_act() {
    let play = level2();
    for who in ["a-lia", "a-head", "aud", "adm", "p1"] {
        assert_eq!(
            play.ask(who, &urge("快")).unwrap_err().gate,
            Gate::Role,
            "{who}"
        );
    }
    let issued = play.to(2, S::OpinionGiven).to(1, S::Issued);
    let no = issued.ask("sup", &urge("快")).unwrap_err();
    assert_eq!(no.gate, Gate::Stage);
}

fn check(found: SpotFinding, note: &str) -> Command {
    Command::SpotCheck(SpotCheck {
        assignment: 1,
        found,
        note: note.into(),
    })
}

#[test]
fn a_spot_check_stays_on_the_assignment_at_every_stage_and_moves_nothing() {
    let before = level2().to(2, S::OpinionGiven).to(1, S::Issued);
    let play = before
        .clone()
        .by("sup", check(SpotFinding::InOrder, ""))
        .by("c1", check(SpotFinding::Wanting, "台账未更新"));
    let a = play.case.assignment(1).unwrap();
    let kept = a.spot_checks.iter();
    let kept: Vec<_> = kept
        .map(|it| (it.found, it.note.as_str(), it.name.as_str()))
        .collect();
    assert_eq!(
        kept,
        [
            (SpotFinding::InOrder, "", "名sup"),
            (SpotFinding::Wanting, "台账未更新", "名c1")
        ]
    );
    assert_eq!(a.stage, before.case.assignment(1).unwrap().stage);
    assert_eq!(
        attention(&play.case, &play.ctx()),
        attention(&before.case, &before.ctx())
    );
    // One from before there were any is written as it was.
    let text = serde_json::to_string(&before.case).unwrap();
    assert!(!text.contains("spot_checks"));
}

#[test]
fn what_a_spot_check_finds_wanting_is_said_and_told_to_the_desk_and_the_handler() {
    let play = level2();
    let no = play
        .ask("sup", &check(SpotFinding::Wanting, ""))
        .unwrap_err();
    assert!(
        matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == "/note"),
        "{no}"
    );
    let fine = play
        .clone()
        .by("sup", check(SpotFinding::InOrder, "已看台账"));
    assert_eq!(
        telling(&fine.case, fine.events.last().unwrap(), &fine.ctx()),
        []
    );
    let play = play.by("sup", check(SpotFinding::Wanting, "台账未更新"));
    let [told] = telling(&play.case, play.events.last().unwrap(), &play.ctx())
        .try_into()
        .unwrap();
    assert_eq!(
        (told.kind, told.note.as_str()),
        (NoticeKind::SpotCheckWanting, "台账未更新")
    );
    let heard = |who: &str| told.to.iter().any(|it| it.waits_for(&CAST[who]));
    assert!(heard("a-lia") && heard("a1-hand"));
    for who in ["p1", "b-lia", "a-head", "c1", "sup"] {
        assert!(!heard(who), "{who}");
    }
}

#[test]
fn what_the_offices_note_is_kept_with_who_and_when() {
    let note = Command::Note(Note {
        text: "已约谈承办单位".into(),
    });
    let play = level2().by("sup", note.clone());
    let kept = &play.case.notes[0];
    assert_eq!(
        (kept.text.as_str(), kept.name.as_str(), kept.at_ms),
        ("已约谈承办单位", "名sup", play.now_ms)
    );
    assert_eq!(play.ask("a-lia", &note).unwrap_err().gate, Gate::Role);
}
