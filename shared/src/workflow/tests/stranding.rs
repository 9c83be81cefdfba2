//! What would leave the next level of review to nobody is said beside what is offered.

use super::kit::{CAST, ORG, Play};
use crate::case::{Level, StageName as S};
use crate::ids::PersonId;
use crate::lang::Lang;
use crate::org::{Actor, Post, Role, Staff, StandIn};
use crate::workflow::{Action, Context, Offer, Warning, offers, warn};

/// The head of A, who has the desk of A lent for some days.
fn head_at_the_desk() -> Actor {
    let head = &CAST["a-head"];
    let lent = StandIn {
        person: "a-lia".into(),
        name: "名a-lia".into(),
        posts: vec![Post::at(Role::Liaison, "A")],
        through: vec![],
        until: super::kit::date("2023-12-31"),
    };
    head.clone().standing_in(vec![lent])
}

/// What is offered to `actor` at level 2, where these are the heads of A.
fn offered(actor: &Actor, heads: &[&str], until: S) -> Vec<Offer> {
    let play = Play::new().filed().handed("A=lead").to(1, until);
    let at = |who: &&str| (PersonId::from(*who), Post::at(Role::UnitHead, "A"));
    let others = [
        ("a-lia".into(), Post::at(Role::Liaison, "A")),
        ("b-head".into(), Post::at(Role::UnitHead, "B")),
    ];
    let staff = Staff::new(heads.iter().map(at).chain(others));
    let ctx = Context {
        staff: Some(&staff),
        ..play.ctx()
    };
    let mut found = offers(&play.case, actor, &ctx);
    warn(&play.case, actor, &ctx, &mut found);
    found
}

fn warned(offers: &[Offer]) -> Vec<(Action, Warning)> {
    let all = offers.iter();
    all.filter_map(|it| Some((it.action, it.warning.clone()?)))
        .collect()
}

#[test]
fn an_approval_that_leaves_nobody_to_sign_says_so_and_what_to_do() {
    let both = head_at_the_desk();
    let found = offered(&both, &["a-head"], S::Level2);
    let warning = Warning::NobodyLeft {
        level: Level::Three,
        unit: "A".into(),
    };
    assert_eq!(warned(&found), [(Action::Approve, warning.clone())]);
    let named = warning.with_names(|unit| ORG.name(unit).to_owned());
    for lang in [Lang::Zh, Lang::En] {
        let said = named.say(lang);
        assert!(said.contains("A局"), "{said}");
        assert!(said.contains(Level::Three.say(lang)), "{said}");
        assert!(said.contains(Role::UnitHead.say(lang)), "{said}");
    }
}

#[test]
fn where_somebody_else_can_sign_nothing_is_said() {
    let found = offered(&head_at_the_desk(), &["a-head", "a-head2"], S::Level2);
    assert_eq!(warned(&found), []);
    let found = offered(&CAST["a-lia"], &["a-head"], S::Level2);
    assert_eq!(warned(&found), []);
    // Nothing is approved at level 3.
    let found = offered(&CAST["a-head"], &["a-head"], S::Level3);
    assert_eq!(warned(&found), []);
}

#[test]
fn who_is_stood_in_for_is_bound_too() {
    // X, who alone heads A, has lent the desk.
    let lent = StandIn {
        person: "x".into(),
        name: "名x".into(),
        posts: vec![Post::at(Role::Liaison, "A")],
        through: vec![],
        until: super::kit::date("2023-12-31"),
    };
    let deputy = CAST["none"].clone().standing_in(vec![lent]);
    let found = offered(&deputy, &["x"], S::Level2);
    assert_eq!(warned(&found).len(), 1);
}
