//! Nothing of the work leaks: every text that people leave behind is marked, and looked for in what others may read.

use super::kit::{CAST, ORG, Play, hand_over, rate, well_formed};
use crate::case::{AssignmentRole, Satisfaction, StageName as S};
use crate::profile::ContactForm;
use crate::workflow::{
    Action, Approve, ChangeClass, Command, DispatchTo, GrantExtension, HandOver, HandTo,
    LogContact, MarkOpenness, Note, Rate, Reader, Reassign, RequestExtension, SaveDraft, SendBack,
    SpotCheck, Urge, WithReasonOn, redact,
};

/// All that `who` may read of the case: as it is shown, and its record.
fn readable(play: &Play, who: &str) -> String {
    let actor = &CAST[who];
    let mut text = serde_json::to_string(&redact(play.case.clone(), actor, &ORG)).unwrap();
    let reader = Reader::new(&play.case, actor, &ORG);
    for event in play.events.iter().cloned() {
        if let Some(event) = reader.read(event) {
            text.push_str(&serde_json::to_string(&event).unwrap());
        }
    }
    text
}

fn marked(command: Command, mark: &str) -> Command {
    let mark = mark.to_owned();
    match command {
        Command::HandOver(with) => Command::HandOver(HandOver { goal: mark, ..with }),
        Command::Dispatch(with) => Command::Dispatch(DispatchTo { note: mark, ..with }),
        Command::SaveDraft(with) => Command::SaveDraft(SaveDraft {
            body: format!("{}{mark}", with.body),
            ..with
        }),
        Command::LogContact(with) => Command::LogContact(LogContact {
            said: mark,
            form: ContactForm::Visit,
            ..with
        }),
        Command::Approve(with) => Command::Approve(Approve { note: mark, ..with }),
        Command::SendBack(with) => Command::SendBack(SendBack { note: mark, ..with }),
        Command::WaiveOpinion(with) => Command::WaiveOpinion(WithReasonOn {
            reason: mark,
            ..with
        }),
        Command::RequestReturn(with) => Command::RequestReturn(WithReasonOn {
            reason: mark,
            ..with
        }),
        Command::RequestExtension(with) => Command::RequestExtension(RequestExtension {
            reason: mark,
            ..with
        }),
        Command::GrantExtension(with) => {
            Command::GrantExtension(GrantExtension { note: mark, ..with })
        }
        Command::Urge(with) => Command::Urge(Urge { note: mark, ..with }),
        Command::SpotCheck(with) => Command::SpotCheck(SpotCheck { note: mark, ..with }),
        Command::RecordLeaderView(_) => Command::RecordLeaderView(Note { text: mark }),
        Command::Note(_) => Command::Note(Note { text: mark }),
        Command::ChangeClass(with) => Command::ChangeClass(ChangeClass {
            reason: mark,
            ..with
        }),
        Command::MarkOpenness(with) => Command::MarkOpenness(MarkOpenness {
            reason: mark,
            ..with
        }),
        Command::Reassign(with) => Command::Reassign(Reassign {
            reason: mark,
            ..with
        }),
        Command::Rate(with) => Command::Rate(Rate {
            comment: mark,
            ..with
        }),
        other => other,
    }
}

const MARKS: &[&str] = &[
    "GOAL", "RETURN", "REASSIGN", "NOTE", "SAID", "DRAFT", "APPROVE", "CLASS", "SENDBACK",
    "OPINION", "WAIVE", "LATER", "GRANTED", "OPENNESS", "URGED", "CHECKED", "NOTED", "FLAG", "NO!",
];

fn does(play: Play, who: &str, action: Action, no: u32, mark: &str) -> Play {
    let command = marked(well_formed(&play, who, action, no), mark);
    play.by(who, command)
}

/// D leads (4), after C (1) gave it back; B co-handles (2) and has given its opinion, E (3) was waived. The letter of D
/// has been sent back.
fn under_way() -> Play {
    let to = [
        ("C", AssignmentRole::Lead),
        ("B", AssignmentRole::CoHandler),
        ("E", AssignmentRole::CoHandler),
    ];
    let to = to.map(|(unit, role)| HandTo {
        unit: unit.into(),
        role,
        suggestions: vec![],
    });
    let over = marked(Command::HandOver(hand_over(to.to_vec())), "GOAL");
    let play = Play::new().filed().by("c1", over);
    let play = does(play, "c-lia", Action::RequestReturn, 1, "RETURN");
    let play = does(play, "c1", Action::Reassign, 1, "REASSIGN").to(4, S::Accepted);
    let play = does(play, "d-lia", Action::Dispatch, 4, "NOTE");
    let play = does(play, "d1-hand", Action::LogContact, 4, "SAID").ready(4);
    let play = does(play, "d1-hand", Action::SaveDraft, 4, "DRAFT").to(4, S::Level1);
    let play = does(play, "d1-dh", Action::Approve, 4, "APPROVE");
    let play = does(play, "d-lia", Action::ChangeClass, 4, "CLASS").to(4, S::Level2);
    let play = does(play, "d-lia", Action::SendBack, 4, "SENDBACK").to(2, S::Dispatched);
    let play = does(play, "b1-hand", Action::SaveDraft, 2, "OPINION").to(2, S::OpinionGiven);
    let play = does(
        play.at("2023-06-01"),
        "c1",
        Action::WaiveOpinion,
        3,
        "WAIVE",
    );
    let play = does(play, "d-lia", Action::RequestExtension, 4, "LATER");
    let play = does(play, "c1", Action::GrantExtension, 4, "GRANTED");
    let play = does(play, "d-lia", Action::MarkOpenness, 4, "OPENNESS");
    let play = does(play, "sup", Action::Urge, 4, "URGED");
    let play = does(play, "sup", Action::SpotCheck, 4, "CHECKED");
    does(play, "sup", Action::Note, 0, "NOTED")
}

#[track_caller]
fn assert_reads(play: &Play, expected: &[(&str, &str)]) {
    for (who, marks) in expected {
        let text = readable(play, who);
        let read: Vec<_> = MARKS
            .iter()
            .copied()
            .filter(|mark| text.contains(mark))
            .collect();
        assert_eq!(read.join(" "), *marks, "{who}");
    }
}

#[test]
fn each_reads_what_is_theirs() {
    let all = "GOAL RETURN REASSIGN NOTE SAID DRAFT APPROVE CLASS SENDBACK OPINION WAIVE LATER GRANTED OPENNESS URGED CHECKED NOTED";
    assert_reads(
        &under_way(),
        &[
            ("c1", all),
            ("sup", all),
            ("aud", all),
            ("p1", "SAID"),
            ("p2", "SAID"),
            (
                "d-lia",
                "GOAL REASSIGN NOTE SAID DRAFT APPROVE CLASS SENDBACK OPINION WAIVE LATER GRANTED OPENNESS URGED CHECKED",
            ),
            (
                "d1-hand",
                "GOAL REASSIGN NOTE SAID DRAFT APPROVE CLASS SENDBACK OPINION WAIVE LATER GRANTED OPENNESS URGED CHECKED",
            ),
            ("b-lia", "GOAL REASSIGN SAID OPINION WAIVE"),
            ("e-lia", "GOAL REASSIGN SAID WAIVE"),
            // Its own past, and what a member is told of the rest.
            ("c-lia", "GOAL RETURN REASSIGN SAID"),
        ],
    );
}

#[test]
fn what_goes_out_is_read_by_all_and_forms_by_their_writers_and_the_units() {
    let play = under_way().to(4, S::Issued);
    let play = does(play, "p2", Action::Rate, 4, "FLAG");
    let play = play.by("p1", marked(rate(4, Satisfaction::Dissatisfied), "NO!"));
    assert_reads(
        &play,
        &[
            ("p1", "SAID DRAFT OPENNESS NO!"),
            ("p2", "SAID DRAFT OPENNESS FLAG"),
            (
                "b-lia",
                "GOAL REASSIGN SAID DRAFT OPINION WAIVE OPENNESS FLAG NO!",
            ),
            ("c-lia", "GOAL RETURN REASSIGN SAID DRAFT OPENNESS"),
        ],
    );
}
