//! An approval is of a text. What is taken back, and until when.

use super::kit::{CAST, LETTER, Play, actor, answer, draft, on, send_back, well_formed};
use crate::case::{Assignment, Class, Level, StageName as S, StepKind, Verdict};
use crate::lang::Lang;
use crate::profile::Defect;
use crate::text::Bilingual;
use crate::text::number_key;
use crate::workflow::{
    Action, Approve, Command, Context, DocumentNumbers, Gate, GiveOpinion, Missing, SaveDraft,
    SendBack, Sign, attention, decide,
};

fn at(stage: S) -> Play {
    Play::new().filed().handed("A=lead").to(1, stage)
}

fn lead(play: &Play) -> &Assignment {
    play.case.assignment(1).unwrap()
}

fn save(body: &str, class: Class) -> Command {
    Command::SaveDraft(SaveDraft {
        assignment: 1,
        body: body.into(),
        class: Some(class),
        promises: vec![],
    })
}

#[test]
fn a_change_of_content_under_review_voids_every_yes() {
    for stage in [S::Level2, S::Level3] {
        for change in [
            save(&format!("{LETTER}补充。"), Class::A),
            save(LETTER, Class::C),
            answer(1, 2, Verdict::PartlyAdopted),
        ] {
            let play = at(stage).by("a1-hand2", change);
            let a = lead(&play);
            assert_eq!(a.stage.name(), S::Level1);
            assert!(a.round().approvals.is_empty());
            assert_eq!(a.round().trail.last().unwrap().kind, StepKind::Voided);
            let waits = attention(&play.case, &play.ctx());
            assert!(waits.iter().any(|it| it.waits_for(&CAST["a1-dh"])));
            assert!(!waits.iter().any(|it| it.waits_for(&CAST["a-lia"])));
        }
    }
}

#[test]
fn the_same_content_saved_again_voids_nothing() {
    for stage in [S::Level2, S::Level3] {
        let play = at(stage);
        let before = lead(&play).clone();
        let play = play
            .by("a1-hand", save(LETTER, Class::A))
            .by("a1-hand", answer(1, 1, Verdict::Adopted));
        assert_eq!(lead(&play).stage, before.stage);
        assert_eq!(lead(&play).round().approvals, before.round().approvals);
    }
}

#[test]
fn what_is_not_content_voids_nothing() {
    let play = at(S::Level3);
    let before = lead(&play).clone();
    let key = well_formed(&play, "c1", Action::MarkKey, 1);
    let play = play.by("c1", key);
    assert_eq!(*lead(&play), before);
}

#[test]
fn what_is_written_under_review_must_be_fit_for_it() {
    let play = at(S::Level2);
    let no = play.ask("a1-hand", &save("", Class::A)).unwrap_err();
    assert_eq!(no.missing, [Missing::Body]);
    let no = play
        .ask("a1-hand", &answer(1, 1, Verdict::Planned))
        .unwrap_err();
    assert_eq!(no.gate, Gate::ClassFitsContent);
}

#[test]
fn a_key_mark_that_comes_during_review_does_not_stop_the_drafters() {
    let on_the_phone = |play: &Play| match play.contact(1) {
        Command::LogContact(mut with) => {
            with.form = crate::profile::ContactForm::Phone;
            Command::LogContact(with)
        }
        _ => unreachable!(),
    };
    let play = Play::new().filed().handed("A=lead").to(1, S::Dispatched);
    let call = on_the_phone(&play);
    let play = play.by("a1-hand", call).to(1, S::Level2);
    let key = well_formed(&play, "c1", Action::MarkKey, 1);
    let play = play.by("c1", key).by("a1-hand", save(LETTER, Class::D));
    // But once it is back with them, they must go and see the member.
    let play = play.by("a1-hand", Command::Recall(on(1)));
    let no = play
        .ask("a1-hand", &Command::SubmitReply(on(1)))
        .unwrap_err();
    assert_eq!(
        (no.gate, no.missing),
        (
            Gate::ConsultFirst,
            vec![Missing::Contacts { have: 1, need: 2 }, Missing::FaceToFace]
        )
    );
}

#[test]
fn an_approval_of_a_text_that_was_not_read_is_refused() {
    let play = at(S::Level1);
    let read = lead(&play).round().content.hash();
    let play = play.by("a1-hand2", draft(1, Some(Class::C)));
    let old = Command::Approve(Approve {
        assignment: 1,
        level: Level::One,
        hash: read,
        note: String::new(),
    });
    let no = play.ask("a1-dh", &old).unwrap_err();
    assert_eq!(no.missing, [Missing::TextChanged]);
}

#[test]
fn a_yes_names_the_text_it_is_to() {
    let unnamed = |stage: S, who: &str, no: u32, play: Play| {
        let play = play.to(no, stage);
        let command = match stage {
            S::Level1 => Command::Approve(Approve {
                assignment: no,
                level: Level::One,
                hash: String::new(),
                note: String::new(),
            }),
            _ if no == 1 => Command::Sign(Sign {
                assignment: no,
                document_number: String::new(),
                hash: String::new(),
            }),
            _ => Command::GiveOpinion(GiveOpinion {
                assignment: no,
                hash: String::new(),
            }),
        };
        play.ask(who, &command).unwrap_err()
    };
    let both = || Play::new().filed().handed("A=lead B=co").to(2, S::Level3);
    for no in [
        unnamed(S::Level1, "a1-dh", 1, Play::new().filed().handed("A=lead")),
        unnamed(S::Level3, "a-head", 1, Play::new().filed().handed("A=lead")),
        unnamed(S::Level3, "b-head", 2, both()),
    ] {
        assert_eq!(
            (no.gate, no.missing.as_slice()),
            (Gate::Form, &[Missing::TextRead][..])
        );
        for lang in [Lang::Zh, Lang::En] {
            assert!(
                no.say(lang).contains("texts"),
                "it says where the hash stands"
            );
        }
    }
}

#[test]
fn a_level_out_of_turn_is_told_whose_turn_it_is() {
    let play = at(S::Level1);
    for who in ["a-lia", "a-head"] {
        let no = play.ask(who, &send_back(1)).unwrap_err();
        assert_eq!(no.gate, Gate::InOrder);
        assert_eq!(no.missing, [Missing::TurnOf { level: Level::One }]);
    }
    // Who holds both posts and meant the other level has not approved this one by mistake.
    let play = play.to(1, S::Level2);
    let meant = Command::Approve(Approve {
        assignment: 1,
        level: Level::One,
        hash: lead(&play).round().content.hash(),
        note: String::new(),
    });
    let no = play.ask("x", &meant).unwrap_err();
    assert_eq!(no.missing, [Missing::TurnOf { level: Level::Two }]);
}

#[test]
fn after_a_send_back_the_reply_passes_all_levels_again() {
    let play = at(S::Level3)
        .by("a-head", send_back(1))
        .by("a1-hand", save(&format!("{LETTER}已补充。"), Class::A))
        .by("a1-hand", Command::SubmitReply(on(1)));
    assert_eq!(lead(&play).stage.name(), S::Level1);
    assert!(lead(&play).round().approvals.is_empty());
    let play = play.to(1, S::Issued);
    assert_eq!(lead(&play).round().approvals.len(), 3);
}

#[test]
fn a_send_back_says_why() {
    let play = at(S::Level1);
    let empty = Command::SendBack(SendBack {
        assignment: 1,
        defects: vec![],
        note: " ".into(),
    });
    let no = play.ask("a1-dh", &empty).unwrap_err();
    assert_eq!(no.gate, Gate::SendBackSaysWhy);
    assert_eq!(no.missing, [Missing::Defect, Missing::Sentence]);
}

#[test]
fn defects_are_those_of_the_profile_and_stay_on_record_as_they_were_called() {
    let mut play = at(S::Level1);
    let named = |defects: &[&str]| {
        Command::SendBack(SendBack {
            assignment: 1,
            defects: defects.iter().map(|it| (*it).to_owned()).collect(),
            note: "请补充".into(),
        })
    };
    play.profile.defects = vec![Defect {
        code: "no_phone".into(),
        text: Bilingual::new("无联系电话", "no phone"),
    }];
    let listed = play.profile.defects.clone();
    let no = play
        .ask("a1-dh", &named(&["no_phone", "evasive"]))
        .unwrap_err();
    assert_eq!(
        no.missing,
        [Missing::ListedDefect {
            defects: listed.clone()
        }]
    );
    assert!(no.to_string().contains("no_phone (no phone)"), "{no}");
    let mut back = play.by("a1-dh", named(&["no_phone", "无联系电话"]));
    back.profile.defects[0].text.zh = "缺电话".into();
    let said = back
        .case
        .assignment(1)
        .unwrap()
        .round()
        .sent_back
        .clone()
        .unwrap();
    assert_eq!(said.defects, listed);
}

#[test]
fn a_submission_is_recalled_by_its_submitter_before_level_1_has_acted() {
    let play = at(S::Level1);
    assert!(play.ask("a1-hand2", &Command::Recall(on(1))).is_err());
    assert!(play.ask("a1-hand", &Command::Recall(on(1))).is_ok());
    let approved = play.to(1, S::Level2);
    assert!(approved.ask("a1-hand", &Command::Recall(on(1))).is_err());
}

#[test]
fn a_yes_is_retracted_by_its_giver_before_the_next_level_has_acted() {
    let retract = Command::RetractApproval(on(1));
    let play = at(S::Level2);
    assert!(play.ask("a1-dh2", &retract).is_err());
    assert!(play.ask("a1-dh", &retract).is_ok());
    let next = play.to(1, S::Level3);
    assert!(next.ask("a1-dh", &retract).is_err());
    assert!(next.ask("a-lia", &retract).is_ok());
}

#[test]
fn a_send_back_is_retracted_only_before_the_drafters_have_acted() {
    let resume = Command::ResumeReview(on(1));
    let play = at(S::Level2).by("a-lia", send_back(1));
    assert!(play.ask("a-lia2", &resume).is_err());
    assert!(play.ask("a-lia", &resume).is_ok());
    let strike = well_formed(&play, "a1-hand", Action::StrikeContact, 1);
    let elsewhere = match well_formed(&play, "a-lia", Action::Dispatch, 1) {
        Command::Dispatch(mut with) => {
            with.department = "A-2".into();
            Command::Dispatch(with)
        }
        _ => unreachable!(),
    };
    let acts = [
        ("a1-hand", vec![play.contact(1)]),
        ("a1-hand", vec![strike]),
        ("a-lia", vec![elsewhere]),
        ("a1-hand", vec![draft(1, Some(Class::C))]),
        (
            "a1-hand",
            vec![draft(1, Some(Class::C)), draft(1, Some(Class::A))],
        ),
        (
            "a1-hand",
            vec![Command::SubmitReply(on(1)), Command::Recall(on(1))],
        ),
    ];
    for (who, commands) in acts {
        let name = commands[0].action();
        let acted = commands
            .into_iter()
            .fold(play.clone(), |play, command| play.by(who, command));
        let no = acted.ask("a-lia", &resume).unwrap_err();
        assert_eq!(no.missing, [Missing::ActedSince], "{name}");
    }
    // Saving what is there already is no act.
    let same = play.by("a1-hand", draft(1, Some(Class::A)));
    assert!(same.ask("a-lia", &resume).is_ok());
}

#[test]
fn a_recalled_rework_still_says_what_was_wrong() {
    let play = at(S::Level2)
        .by("a-lia", send_back(1))
        .by("a1-hand", draft(1, Some(Class::C)));
    let before = lead(&play).round().sent_back.clone();
    assert!(before.is_some());
    let play = play.by("a1-hand", Command::SubmitReply(on(1)));
    assert_eq!(lead(&play).round().sent_back, None);
    let play = play.by("a1-hand", Command::Recall(on(1)));
    assert_eq!(lead(&play).round().sent_back, before);
}

#[test]
fn a_unit_gives_a_document_number_once() {
    let play = at(S::Level3);
    let signed: DocumentNumbers = [
        ("甲函〔2023〕7号", "20230001"),
        ("甲函〔2023〕8号", "20230002"),
    ]
    .map(|(number, by)| (number_key(number), by.to_owned()))
    .into();
    let sign = |number: &str| {
        let command = Command::Sign(Sign {
            assignment: 1,
            document_number: number.to_owned(),
            hash: lead(&play).round().content.hash(),
        });
        let ctx = Context {
            documents: Some(&signed),
            ..play.ctx()
        };
        decide(&play.case, actor("a-head"), &command, &ctx)
    };
    let no = sign("甲函［２０２３］７号").unwrap_err();
    let taken = Missing::DocumentNumberTaken {
        document_number: "甲函〔2023〕7号".to_owned(),
        by: "20230001".to_owned(),
        next: Some("甲函〔2023〕9号".to_owned()),
    };
    assert_eq!((no.gate, no.missing.as_slice()), (Gate::Form, &[taken][..]));
    for lang in [Lang::Zh, Lang::En] {
        let said = no.say(lang);
        assert!(
            said.contains("20230001") && said.contains("甲函〔2023〕9号"),
            "{said}"
        );
    }
    for free in ["", "甲函〔2023〕9号"] {
        assert!(sign(free).is_ok(), "{free}");
    }
}
