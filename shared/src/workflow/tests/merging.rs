//! What a merge asks of the case that takes the other in, and who is told.

use std::collections::BTreeSet;

use super::kit::{CAST, Play, send_back, well_formed};
use crate::api::notices::NoticeKind as K;
use crate::case::{Level, StageName as S};
use crate::lang::Lang;
use crate::org::Role;
use crate::workflow::{Action, Command, Gate, Merge, Missing, telling};

/// The host as it is played, from the side of the filed proposal that goes into it.
fn beside(host: Play) -> Play {
    host.the_other_way_round()
}

fn merge(into: &str) -> Command {
    Command::Merge(Merge { into: into.into() })
}

#[test]
fn a_case_takes_others_in_until_it_is_reviewed_and_after_it_went_back() {
    let handed = || Play::new().filed().handed("A=lead B=co");
    for stage in [S::HandedOver, S::Accepted, S::Dispatched, S::Drafting] {
        let host = handed().to(1, stage);
        assert!(beside(host).ask("c1", &merge("case-p")).is_ok(), "{stage}");
    }
    assert!(
        beside(handed().to(2, S::OpinionGiven))
            .ask("c1", &merge("case-p"))
            .is_ok()
    );
    for (no, unit, stage, level) in [
        (1, "A", S::Level1, Level::One),
        (1, "A", S::Level2, Level::Two),
        (1, "A", S::Level3, Level::Three),
        (2, "B", S::Level2, Level::Two),
    ] {
        let host = handed().to(no, stage);
        let refused = beside(host).ask("c1", &merge("case-p")).unwrap_err();
        assert_eq!(refused.gate, Gate::Stage);
        let missing = Missing::OtherUnderReview {
            unit: unit.into(),
            stage,
            needs: vec![S::HandedOver, S::Accepted, S::Dispatched, S::Drafting],
        };
        assert_eq!(refused.missing, [missing], "{stage}");
        assert_eq!(refused.who, [level.role()]);
        let zh = refused.say(Lang::Zh);
        assert!(
            zh.contains(unit) && zh.contains(stage.say(Lang::Zh)),
            "{zh}"
        );
    }
    let both = handed().to(1, S::Level1).to(2, S::Level2);
    let refused = beside(both).ask("c1", &merge("case-p")).unwrap_err();
    assert_eq!(refused.missing.len(), 2);
    assert_eq!(refused.who, [Role::DepartmentHead, Role::Liaison]);
    let back = handed().to(1, S::Level2).by("a-lia", send_back(1));
    assert!(beside(back).ask("c1", &merge("case-p")).is_ok());
}

#[test]
fn a_merge_is_not_undone_while_the_answer_to_both_is_under_review() {
    let unmerge = |host: Play| beside(host).ask("c1", &Command::Unmerge {}).map(|_| ());
    let host = || Play::new().filed().handed("A=lead").absorbing();
    assert_eq!(unmerge(host().to(1, S::Drafting)), Ok(()));
    for stage in [S::Level1, S::Level2, S::Level3] {
        let missing = unmerge(host().to(1, stage)).unwrap_err().missing;
        let under_review = matches!(
            &missing[..],
            [Missing::OtherUnderReview { stage: at, .. }] if *at == stage
        );
        assert!(under_review, "{missing:?}");
    }
    let back = host().to(1, S::Level2).by("a-lia", send_back(1));
    assert_eq!(unmerge(back), Ok(()));
}

#[test]
fn a_merge_that_is_answered_is_not_undone_and_it_is_said_what_can_be_done() {
    let answered = Play::new()
        .filed()
        .handed("A=lead")
        .absorbing()
        .to(1, S::Issued);
    let refused = beside(answered)
        .ask("c1", &Command::Unmerge {})
        .unwrap_err();
    assert_eq!(
        refused.missing,
        [Missing::OtherAnswered { unit: "A".into() }]
    );
    assert!(refused.say(Lang::Zh).contains("启动再次办理或补充答复"));
    assert!(
        refused
            .say(Lang::En)
            .contains("another handling or a supplementary reply")
    );
}

#[test]
fn what_went_back_before_a_merge_is_not_taken_up_again_with_its_approvals() {
    let back = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Level2)
        .by("a-lia", send_back(1));
    let resume = well_formed(&back, "a-lia", Action::ResumeReview, 1);
    assert!(back.ask("a-lia", &resume).is_ok());
    let refused = back.absorbing().ask("a-lia", &resume).unwrap_err();
    assert_eq!(refused.missing, [Missing::ActedSince]);
}

#[test]
fn desks_and_handlers_are_told_that_their_reply_answers_more_or_less() {
    let host = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Drafting)
        .absorbing();
    let heard = |play: &Play| {
        let event = play.events.last().unwrap();
        let told = telling(&play.case, event, &play.ctx());
        let mut who = BTreeSet::new();
        for one in &told {
            assert_eq!(one.note, "2023case-m  关于加强社区养老服务的提案");
            for (code, actor) in CAST.iter() {
                if one.to.iter().any(|to| to.waits_for(actor)) {
                    who.insert(*code);
                }
            }
        }
        let kinds: BTreeSet<&str> = told.iter().map(|it| it.kind.code()).collect();
        (kinds.into_iter().collect::<Vec<_>>(), who)
    };
    let (kinds, who) = heard(&host);
    assert_eq!(kinds, [K::MergedIn.code()]);
    for code in ["a-lia", "a1-hand", "b-lia"] {
        assert!(who.contains(code), "{code}: {who:?}");
    }
    for code in ["c-lia", "a2-hand", "c1", "p1", "m"] {
        assert!(!who.contains(code), "{code}: {who:?}");
    }
    let undone = host
        .the_other_way_round()
        .by("c1", Command::Unmerge {})
        .the_other_way_round();
    let (kinds, again) = heard(&undone);
    assert_eq!(kinds, [K::MergeUndone.code()]);
    assert_eq!(again, who);
    let unhanded = Play::new().filed().absorbing();
    let event = unhanded.events.last().unwrap();
    assert_eq!(telling(&unhanded.case, event, &unhanded.ctx()), []);
}

#[test]
fn a_proposal_merged_before_it_was_filed_is_called_by_its_intake_number() {
    let host = Play::new().by("c1", merge("case-m")).other;
    assert_eq!(host.consents().last().unwrap().0, "2023-case-p");
    assert_eq!(host.absorbed[0].shown_number(), "2023-case-p");
}
