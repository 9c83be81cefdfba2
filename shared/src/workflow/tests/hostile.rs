//! What nobody should send: too long, empty, or made to deceive a terminal or a reader.

use std::collections::BTreeSet;

use serde_json::Value;

use super::kit::{Play, actor, proposed, scenes, well_formed};
use super::offered::targets;
use crate::case::{Position, Promise, Proposer};
use crate::workflow::{Action, Command, Gate, Missing, ProposerNow, Refusal, guard};

/// Each is refused in every text field.
const DECEIVING: &[&str] = &[
    "\u{1b}[2J清屏",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m红",
    "回\u{8}退",
    "零\u{0}",
    "换\r行",
    "\u{202e}倒写",
    "隔\u{2067}离",
    "零\u{200b}宽",
    "\u{feff}头",
    "非\u{10ffff}字符",
];

fn is_about(no: &Refusal, field: &str) -> bool {
    no.gate == Gate::Form
        && matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == field)
}

/// Puts `text` in place of every text in a command, one at a time; what is no free text (a word, a date) is left out.
fn everywhere(command: &Command, text: &str) -> Vec<(String, Command)> {
    let json = serde_json::to_value(command).unwrap();
    let mut found = vec![];
    texts(&json, String::new(), &mut found);
    found
        .into_iter()
        .filter_map(|pointer| {
            let mut json = json.clone();
            *json.pointer_mut(&pointer).unwrap() = text.into();
            // Without the name of the command: the way to the field as a refusal says it.
            let field = pointer[1..].find('/').map_or("", |at| &pointer[at + 1..]);
            Some((field.to_owned(), serde_json::from_value(json).ok()?))
        })
        .collect()
}

fn texts(json: &Value, at: String, found: &mut Vec<String>) {
    match json {
        Value::String(_) => found.push(at),
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                texts(value, format!("{at}/{i}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                texts(value, format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// As [`well_formed`], with everything filled in that may be.
fn filled(play: &Play, who: &str, action: Action, no: u32) -> Command {
    match well_formed(play, who, action, no) {
        Command::Amend(mut with) => {
            with.body = Some("正文".into());
            with.category = Some("社会".into());
            with.suggestions = Some(vec!["建议".into()]);
            Command::Amend(with)
        }
        Command::Correct(mut with) => {
            with.title = Some("案由".into());
            with.category = Some("农业".into());
            let first = &play.case.proposal.proposers[0];
            with.proposers = Some(vec![ProposerNow {
                name: "名".into(),
                person: first.person.clone(),
                was: Some(1),
            }]);
            Command::Correct(with)
        }
        Command::Dispatch(mut with) => {
            with.handler = Some("a1-hand".into());
            Command::Dispatch(with)
        }
        Command::SaveDraft(mut with) => {
            if with.class.is_some() {
                with.promises.push(Promise {
                    text: "年内建成".into(),
                    by: play.today,
                });
            }
            Command::SaveDraft(with)
        }
        command => command,
    }
}

#[test]
fn what_deceives_is_refused_in_every_field_of_every_command() {
    let long = "长".repeat(200_000);
    let mut tried = BTreeSet::new();
    for scene in scenes() {
        let play = &scene.play;
        for who in ["c1", "p1", "a-lia", "a1-hand", "a1-dh", "a-head", "b-head"] {
            for (action, no) in targets(play) {
                if guard(&play.case, actor(who), action, no, &play.ctx()).is_err() {
                    continue;
                }
                let command = filled(play, who, action, no.unwrap_or_default());
                for (field, _) in everywhere(&command, "") {
                    tried.insert((action, field));
                }
                for text in DECEIVING.iter().copied().chain([long.as_str()]) {
                    for (field, command) in everywhere(&command, text) {
                        // Not kept: the server finds the case by it, the hash is only compared.
                        if matches!(field.as_str(), "/into" | "/hash") {
                            continue;
                        }
                        let no = play.ask(who, &command).unwrap_err();
                        let known = matches!(
                            no.missing[0],
                            Missing::NoSuchUnit { .. }
                                | Missing::DepartmentElsewhere { .. }
                                | Missing::TaskNotGiven { .. }
                                | Missing::ListedGround { .. }
                                | Missing::ListedOutcome { .. }
                                | Missing::ListedDefect { .. }
                        );
                        assert!(
                            known || is_about(&no, &field),
                            "{action} {field} {text:.20?}: {no}"
                        );
                    }
                }
            }
        }
    }
    let fields: Vec<_> = tried
        .iter()
        .map(|(action, at)| format!("{action}{at}"))
        .collect();
    assert_eq!(fields.join(" "), EVERY_FIELD);
}

/// Every text that people put into a command.
const EVERY_FIELD: &str = "\
    amend/body amend/category amend/suggestions/0 amend/title ask_revision/reason decline/ground \
    decline/note merge/into mark_key/leader record_leader_view/text link_proposer/person correct/category correct/proposers/0/name correct/proposers/0/person correct/reason correct/title change_consent/note withdraw/reason note/text hand_over/goal \
    hand_over/to/0/unit reassign/reason reassign/unit refuse_return/reason waive_opinion/reason \
    request_return/reason request_extension/reason grant_extension/note refuse_extension/reason urge/note spot_check/note dispatch/department dispatch/handler dispatch/leader dispatch/note \
    cut_task/text cut_task/units/0 cut_task/units/1 pass_task/department pass_task/unit report_task/text report_task/unit \
    finish_task/text finish_task/unit reopen_task/reason move_task/reason drop_task/reason \
    log_contact/members/0 log_contact/outcome log_contact/said log_contact/unit_side/0/name \
    log_contact/unit_side/1/name strike_contact/reason confirm_contact/note answer_suggestion/text save_draft/body \
    save_draft/promises/0/text save_draft/promises/1/text approve/hash approve/note send_back/defects/0 send_back/note \
    change_class/hash change_class/reason mark_openness/reason publish/note sign/document_number sign/hash \
    give_opinion/hash rate/comment record_rating/form/comment second_handling/reason \
    begin_supplement/reason record_outcome/document record_outcome/title record_outcome/type strike_outcome/reason report_progress/text fulfil_promise/document fulfil_promise/evidence postpone_promise/reason \
    reopen_promise/reason break_off_promise/reason";

#[test]
fn a_proposal_is_checked_in_every_field() {
    let refused = |change: &dyn Fn(&mut crate::workflow::Proposed)| {
        let mut what = proposed(&["p1"]);
        change(&mut what);
        Play::try_submit("c1", &what).map(|_| ()).unwrap_err()
    };
    let long = "题".repeat(10_000);
    for text in DECEIVING.iter().copied().chain(["", " \u{3000}", &long]) {
        let no = refused(&|what| what.title = text.into());
        assert!(is_about(&no, "/title"), "{text:.20?}: {no}");
        let no = refused(&|what| what.proposers[0].name = text.into());
        assert!(is_about(&no, "/proposers/0/name"), "{text:.20?}: {no}");
        let no = refused(&|what| what.proposers[0].person = Some(text.into()));
        assert!(is_about(&no, "/proposers/0/person"), "{text:.20?}: {no}");
    }
    for text in DECEIVING.iter().copied().chain(["", "\n"]) {
        let no = refused(&|what| what.body = text.into());
        assert!(is_about(&no, "/body"), "{text:?}: {no}");
        let no = refused(&|what| what.suggestions[1] = text.into());
        assert!(is_about(&no, "/suggestions/1"), "{text:?}: {no}");
    }
    assert!(is_about(
        &refused(&|what| what.proposers.clear()),
        "/proposers"
    ));
    assert!(is_about(
        &refused(&|what| {
            let many = Proposer {
                name: "某".into(),
                person: None,
            };
            what.proposers = vec![many; 201];
        }),
        "/proposers"
    ));
    assert!(is_about(
        &refused(&|what| what.suggestions = vec!["做".into(); 201]),
        "/suggestions"
    ));
    assert!(is_about(
        &refused(&|what| what.title = "两\n行".into()),
        "/title"
    ));
}

#[test]
fn a_proposal_is_submitted_by_a_proposer_of_it_or_the_office() {
    let what = proposed(&["p1"]);
    for who in ["p1", "c1"] {
        assert!(Play::try_submit(who, &what).is_ok(), "{who}");
    }
    for who in ["q", "a-lia", "sup", "aud", "adm", "none"] {
        let no = Play::try_submit(who, &what).map(|_| ()).unwrap_err();
        assert_eq!(no.gate, Gate::Role, "{who}");
    }
}

#[test]
fn rare_names_and_real_punctuation_are_kept() {
    let mut what = proposed(&["p1"]);
    what.proposers[0].name = "买买提·吐尔逊".into();
    what.title = "关于𠮷\u{E815}社区“养老”服务的提案——建议".into();
    what.body = "一、现状\n\t（一）……\n二、建议".into();
    what.suggestions.clear();
    let play = Play::submitted(&what);
    assert_eq!(play.case.proposal.suggestions[0].text, what.title);
}

#[test]
fn contacts_name_both_sides_and_lie_between_hand_over_and_today() {
    let play = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, crate::case::StageName::Dispatched)
        .at("2023-04-10");
    let refused = |change: &dyn Fn(&mut crate::workflow::LogContact)| {
        let Command::LogContact(mut with) = play.contact(1) else {
            unreachable!()
        };
        change(&mut with);
        play.ask("a1-hand", &Command::LogContact(with)).unwrap_err()
    };
    assert!(is_about(&refused(&|with| with.members.clear()), "/members"));
    assert!(is_about(
        &refused(&|with| with.unit_side.clear()),
        "/members"
    ));
    for day in ["2023-03-30", "2023-04-11"] {
        assert!(is_about(
            &refused(&|with| with.on = day.parse().unwrap()),
            "/on"
        ));
    }
    assert!(is_about(
        &refused(&|with| {
            let many = with.unit_side[0].clone();
            assert_eq!(many.position, Position::Handler);
            with.unit_side = vec![many; 201];
        }),
        "/unit_side"
    ));
}

#[test]
fn unknown_words_and_fields_on_the_wire_are_no_command() {
    for json in [
        r#"{"accept":{"assignment":1,"extra":true}}"#,
        r#"{"accept":{}}"#,
        r#"{"accept":{"assignment":-1}}"#,
        r#"{"no_such":{"assignment":1}}"#,
        r#"{"approve":{"assignment":1,"level":"four"}}"#,
        r#"{"hand_over":{"to":[],"due":"2023-02-30"}}"#,
        r#"{"rate":{"assignment":1,"result":"superb"}}"#,
        r#"{"file":{"number":"20230001"}}"#,
    ] {
        assert!(serde_json::from_str::<Command>(json).is_err(), "{json}");
    }
}
