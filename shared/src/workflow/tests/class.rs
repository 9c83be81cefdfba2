//! A change of class in review: on record, by a level, and every yes is void.

use super::kit::{LETTER, Play, draft, well_formed};
use crate::case::{Class, ClassChange, Duty, Level, Promise, StageName as S, StepKind};
use crate::lang::Lang;
use crate::workflow::{Action, ChangeClass, Command, Gate, Missing, SaveDraft};

/// The reply of A, with two suggestions adopted, says class A.
fn at(stage: S) -> Play {
    Play::new().filed().handed("A=lead").to(1, stage)
}

fn change(play: &Play, class: Class) -> Command {
    Command::ChangeClass(ChangeClass {
        assignment: 1,
        class,
        reason: "尚在推进，未完全解决".into(),
        hash: play.case.assignment(1).unwrap().round().content.hash(),
    })
}

#[test]
fn the_trail_says_from_what_to_what_who_and_why_and_review_begins_again() {
    let play = at(S::Level3);
    let play = play.clone().by("a-head", change(&play, Class::C));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.stage.name(), S::Level1);
    assert!(a.round().approvals.is_empty());
    assert_eq!(a.round().content.class, Some(Class::C));
    let [.., changed, voided] = a.round().trail.as_slice() else {
        panic!()
    };
    assert_eq!(
        (changed.level, changed.name.as_str(), changed.note.as_str()),
        (Some(Level::Three), "名a-head", "尚在推进，未完全解决")
    );
    let classes = ClassChange {
        from: Class::A,
        to: Class::C,
    };
    assert_eq!(changed.class, Some(classes));
    assert_eq!(changed.say(Lang::Zh), "改类 A类 -> C类");
    assert_eq!(voided.kind, StepKind::Voided);
    // The reply that goes out has the new class, and its history keeps how it came by it.
    let issued = play.to(1, S::Issued);
    let round = issued.case.assignment(1).unwrap().round();
    assert_eq!(round.issued.as_ref().unwrap().class, Some(Class::C));
    let kinds: Vec<_> = round.trail.iter().map(|step| step.kind).collect();
    assert!(kinds.contains(&StepKind::ClassChanged));
}

#[test]
fn whoever_changes_it_keeps_the_level_and_writes_nothing() {
    let play = at(S::Level2);
    let play = play.clone().by("a-lia", change(&play, Class::D));
    let duties = &play.case.assignment(1).unwrap().round().duties;
    assert_eq!(duties.get(&"a-lia".into()), Some(&Duty::Level2));
    // Level 1 again, then the same liaison at level 2.
    let play = play.to(1, S::Level2);
    let yes = well_formed(&play, "a-lia", Action::Approve, 1);
    assert_eq!(
        play.by("a-lia", yes).case.assignments[0].stage.name(),
        S::Level3
    );
}

#[test]
fn at_level_1_it_stays_there() {
    let play = at(S::Level1);
    let play = play.clone().by("a1-dh", change(&play, Class::C));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.stage.name(), S::Level1);
    assert_eq!(a.round().trail.last().unwrap().kind, StepKind::ClassChanged);
    let yes = well_formed(&play, "a1-dh", Action::Approve, 1);
    assert!(play.ask("a1-dh", &yes).is_ok());
}

#[test]
fn the_new_class_must_fit_the_content() {
    let play = at(S::Level1);
    let no = play.ask("a1-dh", &change(&play, Class::B)).unwrap_err();
    assert_eq!(
        (no.gate, &no.missing[0]),
        (Gate::ClassFitsContent, &Missing::DatedPromise)
    );
    let promised = Command::SaveDraft(SaveDraft {
        assignment: 1,
        body: LETTER.into(),
        class: Some(Class::A),
        promises: vec![Promise {
            text: "年内建成".into(),
            by: play.today,
        }],
    });
    let play = play.by("a1-hand", promised);
    assert!(play.ask("a1-dh", &change(&play, Class::B)).is_ok());
}

#[test]
fn it_is_of_the_text_that_was_read_and_a_change() {
    let play = at(S::Level1);
    let read = change(&play, Class::C);
    let play = play.by("a1-hand", draft(1, Some(Class::D)));
    let no = play.ask("a1-dh", &read).unwrap_err();
    assert_eq!(no.missing, [Missing::TextChanged]);
    let same = play.ask("a1-dh", &change(&play, Class::D)).unwrap_err();
    assert_eq!(same.gate, Gate::Form);
    assert!(same.say(Lang::Zh).contains("与现有类别相同"));
    // Not by the other levels, and not by who wrote.
    for who in ["a-lia", "a-head"] {
        let no = play.ask(who, &change(&play, Class::C)).unwrap_err();
        assert_eq!(no.missing, [Missing::TurnOf { level: Level::One }], "{who}");
    }
    let wrote = at(S::Drafting)
        .by("x", draft(1, Some(Class::A)))
        .to(1, S::Level1);
    let no = wrote.ask("x", &change(&wrote, Class::C)).unwrap_err();
    assert_eq!(no.missing, [Missing::HasBeen { duty: Duty::Draft }]);
}
