//! Every stage a case can be at, played to.

use super::play::Play;
use super::sayings::{confirm, draft, form, on, promising, rate, send_back, why};
use super::tasks::with_tasks;
use crate::case::{Class, Openness, Satisfaction as Sat, StageName as S};
use crate::workflow::{
    Action, Command, Decline, KeyProposal, MarkOpenness, Merge, RecordRating, StrikeContact,
    WithReasonOn,
};

/// A case at some stage.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    pub(crate) play: Play,
}

/// A leads (1), B co-handles (2), nobody has done anything.
fn handed() -> Play {
    Play::new().filed().handed("A=lead B=co")
}

/// As [`handed`], with the lead's assignment at `stage`.
fn lead(stage: S) -> Play {
    handed().to(1, stage)
}

/// The lead's reply waits at level 3 and the co-handler's opinion is in.
fn signable() -> Play {
    lead(S::Level3).to(2, S::OpinionGiven)
}

/// x, who holds every post of the unit, has said yes at level 1.
fn approved_by_x() -> Play {
    let play = lead(S::Level1);
    let yes = super::well_formed(&play, "x", Action::Approve, 1);
    play.by("x", yes)
}

fn issued() -> Play {
    signable().to(1, S::Issued)
}

/// The reply is out, and was marked as open.
fn open_to_all() -> Play {
    let open = Command::MarkOpenness(MarkOpenness {
        assignment: 1,
        openness: Openness::Open,
        reason: String::new(),
    });
    signable().by("a-lia", open).to(1, S::Issued)
}

fn published(play: Play) -> Play {
    let publish = super::well_formed(&play, "c1", Action::Publish, 1);
    play.by("c1", publish)
}

fn reason(assignment: u32) -> WithReasonOn {
    WithReasonOn {
        assignment,
        reason: "不属本单位职责".into(),
    }
}

/// The reply to a key proposal at level 3, with the opinion in.
fn key_at_level3(then: &[(&str, Action)]) -> Play {
    let key = Command::MarkKey(KeyProposal {
        leader: "副市长".into(),
    });
    let mut play = handed()
        .by("c1", key)
        .to(2, S::OpinionGiven)
        .to(1, S::Level3);
    for (who, action) in then {
        let command = super::well_formed(&play, who, *action, 0);
        play = play.by(who, command);
    }
    play
}

fn more_time(play: &Play, no: u32) -> Command {
    super::well_formed(play, "a-lia", Action::RequestExtension, no)
}

fn granted(play: &Play, no: u32) -> Play {
    let yes = super::well_formed(play, "c1", Action::GrantExtension, no);
    play.clone().by("c1", yes)
}

fn merge() -> Command {
    Command::Merge(Merge {
        into: "case-m".into(),
    })
}

/// A contact without the head of anything.
fn alone(play: &Play) -> Command {
    let mut contact = play.contact(1);
    if let Command::LogContact(with) = &mut contact {
        with.unit_side.truncate(1);
    }
    contact
}

/// The host's only assignment is issued.
fn host_issued() -> Play {
    Play::new()
        .absorbing()
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
}

fn before_hand_over() -> Vec<(&'static str, Play)> {
    let declined = Command::Decline(Decline {
        ground: "litigation".into(),
        note: String::new(),
        forwarded: None,
    });
    let key = Command::MarkKey(KeyProposal {
        leader: "副市长".into(),
    });
    vec![
        ("submitted", Play::new()),
        (
            "needs_revision",
            Play::new().by("c1", Command::AskRevision(why("请补充数据"))),
        ),
        ("submitted_older_rules", Play::new().under_older_rules()),
        ("declined", Play::new().by("c1", declined)),
        ("filed", Play::new().filed()),
        ("filed_key", Play::new().filed().by("c1", key)),
        ("unfiled", Play::new().filed().by("c1", Command::Unfile {})),
        ("merged", Play::new().by("c1", merge())),
        ("merged_filed", Play::new().filed().by("c1", merge())),
        ("merged_host_answered", host_issued().the_other_way_round()),
        ("host_submitted", Play::new().absorbing()),
        ("host_filed", Play::new().absorbing().filed()),
        ("withdrawn", Play::new().withdrawn()),
        ("withdrawn_in_handling", handed().withdrawn()),
    ]
}

fn with_the_lead() -> Vec<(&'static str, Play)> {
    let returned = || handed().by("a-lia", Command::RequestReturn(reason(1)));
    let rework = || lead(S::Level2).by("a-lia", send_back(1));
    vec![
        ("handed_over", handed()),
        ("handed_over_recounted", handed().with_a_day_off_more()),
        ("handed_over_late", handed().at("2023-06-01")),
        ("return_requested", returned()),
        (
            "return_requested_accepted",
            lead(S::Accepted).by("a-lia", Command::RequestReturn(reason(1))),
        ),
        (
            "return_refused",
            returned().by("c1", Command::RefuseReturn(reason(1))),
        ),
        (
            "return_granted",
            returned().by("c1", Command::GrantReturn(on(1))),
        ),
        ("accepted", lead(S::Accepted)),
        (
            "extension_asked",
            lead(S::Drafting).by("a-lia", more_time(&lead(S::Drafting), 1)),
        ),
        (
            "extension_granted_in_full",
            granted(
                &lead(S::Level1).by("a-lia", more_time(&lead(S::Level1), 1)),
                1,
            ),
        ),
        (
            "extension_asked_late",
            lead(S::Drafting)
                .by("a-lia", more_time(&lead(S::Drafting), 1))
                .at("2023-07-03"),
        ),
        (
            "extension_asked_too_late",
            lead(S::Drafting)
                .by("a-lia", more_time(&lead(S::Drafting), 1))
                .at("2023-10-09"),
        ),
        (
            "extension_refused",
            lead(S::Drafting)
                .by("a-lia", more_time(&lead(S::Drafting), 1))
                .by("c1", Command::RefuseExtension(reason(1))),
        ),
        ("dispatched", lead(S::Dispatched)),
        ("drafting", lead(S::Drafting)),
        (
            "drafting_struck",
            lead(S::Drafting).by(
                "a1-hand",
                Command::StrikeContact(StrikeContact {
                    assignment: 1,
                    contact: 1,
                    reason: "误登".into(),
                }),
            ),
        ),
        (
            "drafting_confirmed",
            lead(S::Drafting).by("p1", confirm(1, 1, true, "")),
        ),
        (
            "issued_confirmed",
            lead(S::Drafting)
                .by("p1", confirm(1, 1, true, ""))
                .to(2, S::OpinionGiven)
                .to(1, S::Issued),
        ),
        (
            "drafting_unanswered",
            lead(S::Drafting).by("a1-hand", draft(1, Some(Class::A))),
        ),
        ("ready", handed().ready(1)),
        (
            "level1_written_by_x",
            handed()
                .ready(1)
                .by("x", draft(1, Some(Class::C)))
                .to(1, S::Level1),
        ),
        ("level2_approved_by_x", approved_by_x()),
        (
            "level3_approved_by_x",
            approved_by_x().to(2, S::OpinionGiven).to(1, S::Level3),
        ),
        ("level1", lead(S::Level1)),
        ("level2", lead(S::Level2)),
        ("level3_opinion_missing", lead(S::Level3)),
        ("level3", signable()),
        (
            "level3_unmarked",
            signable().with(|profile| profile.publication.openness_needed = true),
        ),
        ("level3_key", key_at_level3(&[])),
        (
            "level3_key_heard",
            key_at_level3(&[("sup", Action::RecordLeaderView)]),
        ),
        (
            "level3_waived",
            lead(S::Level3)
                .at("2023-06-01")
                .by("c1", Command::WaiveOpinion(reason(2))),
        ),
        (
            "recalled",
            lead(S::Level1).by("a1-hand", Command::Recall(on(1))),
        ),
        ("sent_back", rework()),
        (
            "sent_back_reworked",
            rework().by("a1-hand2", draft(1, Some(Class::B))),
        ),
        (
            "voided",
            lead(S::Level3).by(
                "a1-hand2",
                super::well_formed(&lead(S::Level3), "a1-hand2", Action::SaveDraft, 1),
            ),
        ),
    ]
}

fn after_the_reply() -> Vec<(&'static str, Play)> {
    let paper = |rater: u32, result: Sat| {
        Command::RecordRating(RecordRating {
            rater,
            form: form(1, result),
        })
    };
    let again = || issued().by("p1", rate(1, Sat::Dissatisfied));
    vec![
        ("issued", issued()),
        ("issued_open", open_to_all()),
        ("published", published(open_to_all())),
        ("issued_window_passed", issued().at("2023-06-01")),
        ("rated", issued().by("p1", rate(1, Sat::Satisfied))),
        (
            "rated_window_passed",
            issued().by("p1", rate(1, Sat::Satisfied)).at("2023-06-01"),
        ),
        (
            "rated_flagged",
            issued()
                .by("p1", rate(1, Sat::Satisfied))
                .by("p2", rate(1, Sat::Dissatisfied)),
        ),
        (
            "issued_flagged",
            issued().by("c1", paper(2, Sat::Dissatisfied)),
        ),
        ("second_handling", again()),
        (
            "second_unmet",
            again().by("a1-hand", alone(&again())).ready(1),
        ),
        ("second_ready", again().ready(1)),
        ("second_issued", again().to(1, S::Issued)),
        (
            "closed",
            issued()
                .by("p1", rate(1, Sat::Satisfied))
                .by("p2", rate(1, Sat::BasicallySatisfied)),
        ),
        ("host_answered", host_issued()),
    ]
}

/// The reply promises ten centres by the end of September, and training by the end of the year.
pub(crate) fn promised() -> Play {
    let promises = [
        ("建成十个日间照料中心", "2023-09-28"),
        ("培训护理员五百人", "2023-12-29"),
    ];
    lead(S::Dispatched)
        .to(2, S::OpinionGiven)
        .by("a1-hand", promising(1, &promises))
        .to(1, S::Issued)
}

fn closed_promising() -> Play {
    promised()
        .by("p1", rate(1, Sat::Satisfied))
        .by("p2", rate(1, Sat::Satisfied))
        .at("2023-10-09")
}

/// The first promise is kept, and the unit begins to say so.
pub(crate) fn supplement() -> Play {
    let play = closed_promising();
    let fulfil = super::well_formed(&play, "a1-hand", Action::FulfilPromise, 1);
    let play = play.by("a1-hand", fulfil);
    let begin = super::well_formed(&play, "a1-hand", Action::BeginSupplement, 1);
    play.by("a1-hand", begin)
}

/// The supplementary reply is out: class A.
pub(crate) fn supplemented() -> Play {
    supplement()
        .by("a1-hand", draft(1, Some(Class::A)))
        .to(1, S::Closed)
}

fn with_promises() -> Vec<(&'static str, Play)> {
    let closed = closed_promising;
    let done = |play: Play, action| {
        let command = super::well_formed(&play, "c1", action, 1);
        let who = match action {
            Action::BreakOffPromise => "c1",
            _ => "a1-hand",
        };
        play.by(who, command)
    };
    let kept = || done(closed(), Action::FulfilPromise);
    vec![
        ("issued_promising", promised()),
        ("closed_tracked", closed()),
        ("closed_kept_one", kept()),
        ("closed_kept_all", done(kept(), Action::FulfilPromise)),
        ("closed_broken_off", done(kept(), Action::BreakOffPromise)),
        (
            "closed_with_outcome",
            done(done(closed(), Action::FulfilPromise), Action::RecordOutcome),
        ),
        ("supplement_drafting", supplement()),
        (
            "supplement_ready",
            supplement().by("a1-hand", promising(1, &[])),
        ),
        (
            "supplement_level1",
            supplement()
                .by("a1-hand", promising(1, &[]))
                .to(1, S::Level1),
        ),
        ("supplemented", supplemented()),
        (
            "level3_promise_passed",
            lead(S::Dispatched)
                .to(2, S::OpinionGiven)
                .by("a1-hand", promising(1, &[("建成中心", "2023-04-03")]))
                .to(1, S::Level3)
                .at("2023-04-04"),
        ),
    ]
}

fn with_others() -> Vec<(&'static str, Play)> {
    let split = || Play::new().filed().handed("A=split C=split B=co");
    let left = || {
        let parts = Play::new().filed().handed("A=split:1 C=split:2");
        parts.by("c1", Command::TakeBack(on(2)))
    };
    vec![
        ("co_drafting", handed().to(2, S::Dispatched)),
        ("co_ready", handed().ready(2)),
        ("co_level1", handed().to(2, S::Level1)),
        ("co_level2", handed().to(2, S::Level2)),
        ("co_level3", handed().to(2, S::Level3)),
        ("co_late", handed().to(2, S::Level1).at("2023-06-01")),
        ("opinion_given", handed().to(2, S::OpinionGiven)),
        ("splits", split()),
        (
            "split_issued",
            split().to(3, S::OpinionGiven).to(1, S::Issued),
        ),
        ("part_left", left()),
        ("part_left_accepted", left().to(1, S::Accepted)),
        ("part_left_dispatched", left().to(1, S::Dispatched)),
        ("part_left_drafting", left().to(1, S::Drafting)),
        ("part_left_level1", left().to(1, S::Level1)),
        ("part_left_issued", left().to(1, S::Issued)),
        (
            "no_departments",
            Play::new().filed().handed("E=lead").to(1, S::Level1),
        ),
    ]
}

/// Every scene.
pub(crate) fn scenes() -> Vec<Scene> {
    before_hand_over()
        .into_iter()
        .chain(with_the_lead())
        .chain(with_others())
        .chain(after_the_reply())
        .chain(with_promises())
        .chain(with_tasks())
        .map(|(name, play)| Scene { name, play })
        .collect()
}

/// Further ways to be at a stage, which the table by hand leaves out: it would only repeat itself.
fn further() -> Vec<Play> {
    let mut found = vec![];
    for stage in [S::Accepted, S::Dispatched, S::Level1, S::Level2, S::Level3] {
        let late = handed().to(2, stage).at("2023-06-01");
        found.push(late.clone().by("c1", Command::WaiveOpinion(reason(2))));
        found.push(late);
    }
    let late = handed().ready(2).at("2023-06-01");
    found.push(late.clone().by("c1", Command::WaiveOpinion(reason(2))));
    found.push(late);
    let asked = Play::new().by("c1", Command::AskRevision(why("请补充数据")));
    for play in [Play::new(), asked, handed()] {
        let key = Command::MarkKey(KeyProposal {
            leader: "副市长".into(),
        });
        found.push(play.by("c1", key));
    }
    for (stage, who) in [
        (S::Level1, "a1-dh"),
        (S::Level1, "x"),
        (S::Level3, "a-head"),
    ] {
        found.push(lead(stage).by(who, send_back(1)));
    }
    for who in ["a1-dh", "a-head"] {
        let play = lead(S::Dispatched);
        let contact = play.contact(1);
        found.push(play.by(who, contact));
    }
    // Somebody who reviewed an opinion; a member who wrote in the reply.
    let other_way = Play::new().filed().handed("B=lead A=co").to(2, S::Level1);
    let yes = super::well_formed(&other_way, "x", Action::Approve, 2);
    found.push(other_way.by("x", yes).to(2, S::Level3));
    let written = Play::of(&["p1", "pa"]).filed().handed("A=lead");
    found.push(
        written
            .to(1, S::Dispatched)
            .by("pa", draft(1, Some(Class::A)))
            .to(1, S::Issued),
    );
    found
}

/// Every scene, and further ways to be at a stage.
pub(crate) fn all_scenes() -> Vec<Scene> {
    let further = further().into_iter().map(|play| Scene {
        name: "further",
        play,
    });
    scenes().into_iter().chain(further).collect()
}
