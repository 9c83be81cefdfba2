//! Ratings, what several proposers come to, and the second handling.

use super::kit::{CAST, Play, draft, form, on, rate, well_formed};
use crate::case::{
    Class, Closure, Duty, Position, ProposalStage, Satisfaction as Sat, Stage, StageName as S,
    Stated,
};
use crate::figures::{Tally, facts};
use crate::profile::{Combination, ContactForm, Scales};
use crate::workflow::{
    Action, AttentionWhy, Command, Gate, Holder, LinkProposer, Missing, RecordRating, Refusal,
    WithReasonOn, attention,
};

fn issued(proposers: &[&str], rule: Combination) -> Play {
    Play::of(proposers)
        .with(|profile| profile.rating.combination = rule)
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
}

fn stage(play: &Play) -> &Stage {
    &play.case.assignment(1).unwrap().stage
}

fn outcome(play: &Play) -> Option<Sat> {
    play.case.assignment(1).unwrap().round().outcome
}

fn paper(rater: u32, result: Option<Sat>) -> Command {
    let mut form = form(1, Sat::Satisfied);
    (form.work, form.result) = (None, result);
    Command::RecordRating(RecordRating { rater, form })
}

#[test]
fn dissatisfied_is_handled_again_and_rated_again() {
    let play = issued(&["p1"], Combination::LeadOnly)
        .at("2023-05-10")
        .by("p1", rate(1, Sat::Dissatisfied));
    let a = play.case.assignment(1).unwrap();
    assert_eq!((a.stage.name(), a.round().no), (S::Drafting, 2));
    assert_eq!(
        a.round().due.date.to_string(),
        "2023-06-12",
        "10 June is a Saturday"
    );
    assert_eq!(
        a.original_due.date.to_string(),
        "2023-06-30",
        "the first date stays"
    );
    assert_eq!(a.rounds[0].ratings.len(), 1, "the first round stays whole");
    assert!(a.rounds[0].content.class.is_some() && a.round().content.class.is_none());

    // The handler's own contact does not open the gate, a head's does.
    let mut alone = play.contact(1);
    if let Command::LogContact(with) = &mut alone {
        with.unit_side.retain(|it| it.position == Position::Handler);
    }
    let ready = play.by("a1-hand", alone).ready(1);
    let submit = Command::SubmitReply(on(1));
    let no = ready.ask("a1-hand", &submit).unwrap_err();
    assert_eq!(no.gate, Gate::LeaderMeetsMember);
    assert_eq!(no.missing, [Missing::HeadContact]);
    let met = ready.contact(1);
    let again = ready.by("a1-dh", met).to(1, S::Issued);
    assert_eq!(again.case.assignment(1).unwrap().round().no, 2);

    let closed = again.by("p1", rate(1, Sat::BasicallySatisfied));
    assert_eq!(
        *stage(&closed),
        Stage::Closed {
            how: Closure::Rated
        }
    );
    let outcomes: Vec<_> = closed.case.assignments[0]
        .rounds
        .iter()
        .map(|round| round.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Some(Sat::Dissatisfied), Some(Sat::BasicallySatisfied)]
    );
}

#[test]
fn a_contact_of_the_first_round_does_not_count_for_the_second() {
    let play = issued(&["p1"], Combination::LeadOnly)
        .at("2023-05-10")
        .by("p1", rate(1, Sat::Dissatisfied));
    let mut earlier = play.contact(1);
    if let Command::LogContact(with) = &mut earlier {
        with.on = "2023-05-09".parse().unwrap();
    }
    let no = play.ask("a1-hand", &earlier).unwrap_err();
    assert!(
        matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == "/on"),
        "{no}"
    );
}

#[test]
fn a_third_round_follows_a_second_dissatisfied_rating() {
    let play = issued(&["p1"], Combination::LeadOnly)
        .by("p1", rate(1, Sat::Dissatisfied))
        .to(1, S::Issued)
        .by("p1", rate(1, Sat::Dissatisfied));
    assert_eq!(play.case.assignment(1).unwrap().round().no, 3);
}

#[test]
fn the_first_proposer_decides_alone_and_the_others_raise_a_flag() {
    let play = issued(&["p1", "p2", "p3"], Combination::LeadOnly);
    let play = play.by("p2", rate(1, Sat::Dissatisfied));
    assert_eq!((stage(&play), outcome(&play)), (&Stage::Issued, None));
    assert!(play.case.assignment(1).unwrap().round().has_dissatisfied());
    let play = play.by("p1", rate(1, Sat::Satisfied));
    assert_eq!(
        (stage(&play), outcome(&play)),
        (&Stage::Rated, Some(Sat::Satisfied))
    );
    // It does not close by itself over somebody's no: the office settles it, either way.
    let play = play.by("p3", rate(1, Sat::Satisfied));
    assert_eq!(*stage(&play), Stage::Rated);
    let again = WithReasonOn {
        assignment: 1,
        reason: "联名委员不满意".into(),
    };
    let handled = play.clone().by("c1", Command::SecondHandling(again));
    assert_eq!(handled.case.assignment(1).unwrap().round().no, 2);
    let closed = play.by("c1", Command::Close(on(1)));
    assert_eq!(stage(&closed).name(), S::Closed);
}

#[test]
fn the_worst_rating_decides_once_everybody_has_rated_or_at_the_first_no() {
    let play = issued(&["p1", "p2"], Combination::Worst);
    let one = play.clone().by("p1", rate(1, Sat::Satisfied));
    assert_eq!((stage(&one), outcome(&one)), (&Stage::Issued, None));
    let both = one.by("p2", rate(1, Sat::BasicallySatisfied));
    assert_eq!(outcome(&both), Some(Sat::BasicallySatisfied));
    assert_eq!(stage(&both).name(), S::Closed);
    let no = play.by("p2", rate(1, Sat::Dissatisfied));
    assert_eq!(no.case.assignment(1).unwrap().round().no, 2);
}

#[test]
fn the_majority_decides_and_a_tie_is_the_worse() {
    let play = issued(&["p1", "p2", "p3"], Combination::Majority);
    let two = play
        .by("p1", rate(1, Sat::Dissatisfied))
        .by("p2", rate(1, Sat::Satisfied));
    assert_eq!(outcome(&two), None, "not everybody has rated");
    let most = two.by("p3", rate(1, Sat::Satisfied));
    assert_eq!(
        (stage(&most), outcome(&most)),
        (&Stage::Rated, Some(Sat::Satisfied))
    );
    let tie = issued(&["p1", "p2"], Combination::Majority)
        .by("p1", rate(1, Sat::Satisfied))
        .by("p2", rate(1, Sat::Dissatisfied));
    assert_eq!(tie.case.assignment(1).unwrap().round().no, 2);
}

#[test]
fn proposers_of_a_merged_proposal_get_the_reply_and_rate_it() {
    let play = Play::new()
        .absorbing()
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
        .by("m", rate(1, Sat::Dissatisfied))
        .by("m2", rate(1, Sat::Satisfied));
    let round = play.case.assignment(1).unwrap().round();
    let raters: Vec<_> = round.ratings.iter().map(|it| it.rater).collect();
    assert_eq!(raters, [3, 4], "after the two of the proposal itself");
    assert!(round.has_dissatisfied() && round.outcome.is_none());
    let no = play.ask("q", &rate(1, Sat::Satisfied)).unwrap_err();
    assert_eq!(
        (no.gate, no.missing),
        (Gate::RatingBelongs, vec![Missing::NotAProposer])
    );
}

#[test]
fn whoever_put_forward_several_of_the_merged_proposals_rates_once() {
    let play = |rule| {
        let play = Play::of(&["p1", "m"]).with(|profile| profile.rating.combination = rule);
        play.absorbing().filed().handed("A=lead").to(1, S::Issued)
    };
    let issued = play(Combination::Majority);
    let raters: Vec<_> = issued.case.raters().map(|it| it.no).collect();
    assert_eq!(raters, [1, 2, 4], "number 3 is number 2 again");
    let rated = issued.by("m", rate(1, Sat::Dissatisfied));
    for no in [
        rated.ask("m", &rate(1, Sat::Satisfied)),
        rated.ask("c1", &paper(3, Some(Sat::Satisfied))),
    ] {
        assert_eq!(no.unwrap_err().missing, [Missing::AlreadyRated]);
    }
    let waits = attention(&rated.case, &rated.ctx());
    let mut to_rate = waits.iter().filter(|it| it.why == AttentionWhy::Rate);
    assert!(!to_rate.any(|it| it.waits_for(&CAST["m"])));
    // One of three has said no.
    let rated = rated
        .by("p1", rate(1, Sat::Satisfied))
        .by("m2", rate(1, Sat::Satisfied));
    let round = rated.case.assignment(1).unwrap().round();
    assert_eq!((round.no, round.outcome), (1, Some(Sat::Satisfied)));
    let asked = facts(&rated.case, |_| "2023-03-01".parse().unwrap());
    let asked: u64 = asked.iter().map(|it| it.tallies.get(Tally::Asked)).sum();
    assert_eq!(asked, 3);
}

#[test]
fn a_login_is_that_of_the_same_name_in_every_merged_proposal() {
    let mut play = Play::of(&["p1", "m"]).absorbing();
    let names = play.case.proposal.proposers.iter_mut();
    for it in names.chain(&mut play.case.absorbed[0].proposers) {
        it.person = None;
    }
    assert_eq!(play.case.raters().count(), 3);
    let linked = play.by(
        "c1",
        Command::LinkProposer(LinkProposer {
            proposer: 3,
            person: "m".into(),
            other_name: false,
        }),
    );
    assert_eq!(linked.case.raters().count(), 3);
    let person = linked.case.proposal.proposers[1].person.clone();
    assert_eq!(person, Some("m".into()));
}

#[test]
fn a_proposer_rates_each_reply_once() {
    let play = issued(&["p1", "p2"], Combination::LeadOnly).by("p2", rate(1, Sat::Satisfied));
    let no = play.ask("p2", &rate(1, Sat::Satisfied)).unwrap_err();
    assert_eq!(no.missing, [Missing::AlreadyRated]);
    let no = play.ask("c1", &paper(2, Some(Sat::Satisfied))).unwrap_err();
    assert_eq!(no.missing, [Missing::AlreadyRated]);
}

#[test]
fn a_blank_paper_form_is_no_rating() {
    let play = issued(&["p1"], Combination::LeadOnly);
    let no = play.ask("c1", &paper(1, None)).unwrap_err();
    assert!(no.to_string().contains("result: "), "{no}");
    // The window passes, as where no form comes back.
    let late = play.at("2023-05-05").by("c1", Command::Close(on(1)));
    assert_eq!(
        *stage(&late),
        Stage::Closed {
            how: Closure::WindowPassed
        }
    );
}

#[test]
fn a_form_holds_what_the_profile_has_on_it() {
    let play = issued(&["p1"], Combination::LeadOnly);
    let understand = rate(1, Sat::Understand);
    let no = play.ask("p1", &understand).unwrap_err();
    assert_eq!(
        no.missing,
        [Missing::NotOnForm {
            value: Sat::Understand
        }]
    );
    let play = play
        .with(|profile| profile.rating.understand = true)
        .by("p1", understand);
    // Neither satisfied nor dissatisfied: it stays until the window has passed.
    assert_eq!(*stage(&play), Stage::Rated);
    let no = play.ask("c1", &Command::Close(on(1))).unwrap_err();
    assert_eq!(no.gate, Gate::RatedOrPassed);
}

#[test]
fn the_window_is_open_through_its_last_day() {
    // Thirty days after 31 March is 30 April, in a holiday that lasts until 3 May.
    let play = issued(&["p1"], Combination::LeadOnly).at("2023-05-04");
    let no = play.ask("c1", &Command::Close(on(1))).unwrap_err();
    let until = "2023-05-04".parse().unwrap();
    let unrated = vec![play.case.proposal.proposers[0].name.clone()];
    assert_eq!(no.missing, [Missing::RatingWindowOpen { until, unrated }]);
    assert!(
        play.at("2023-05-05")
            .ask("c1", &Command::Close(on(1)))
            .is_ok()
    );
}

#[test]
fn once_the_window_has_passed_the_forms_that_came_back_decide() {
    use Sat::{BasicallySatisfied as Basically, Satisfied};
    for (rule, said, comes_to) in [
        (
            Combination::Worst,
            &[Satisfied, Basically][..],
            Some(Basically),
        ),
        (
            Combination::Majority,
            &[Satisfied, Satisfied],
            Some(Satisfied),
        ),
        (Combination::Worst, &[], None),
        // Without the form of the first proposer nothing decides.
        (Combination::LeadOnly, &[], None),
    ] {
        let mut play = issued(&["p1", "p2", "p3"], rule);
        for (who, said) in ["p1", "p2"].into_iter().zip(said) {
            play = play.by(who, rate(1, *said));
        }
        assert_eq!((stage(&play), outcome(&play)), (&Stage::Issued, None));
        let late = play.at("2023-05-05").by("c1", Command::Close(on(1)));
        let how = Closure::WindowPassed;
        assert_eq!(
            (stage(&late), outcome(&late)),
            (&Stage::Closed { how }, comes_to)
        );
        // Who has not rated is told that it is too late.
        let no = late.clone().attempt("p3", &rate(1, Satisfied)).unwrap_err();
        assert_eq!(no.missing, [Missing::RatingWindow]);
        let counted = crate::figures::final_rating(late.case.assignment(1).unwrap());
        assert_eq!(counted, comes_to, "{rule}");
    }
}

#[test]
fn nothing_closes_over_the_head_of_somebody_who_may_still_rate() {
    let play = issued(&["p1", "p2"], Combination::LeadOnly).by("p1", rate(1, Sat::Satisfied));
    assert_eq!(*stage(&play), Stage::Rated);
    let no = play.ask("c1", &Command::Close(on(1))).unwrap_err();
    assert_eq!(no.gate, Gate::RatedOrPassed);
    let name = &play.case.proposal.proposers[1].name;
    assert!(no.to_string().contains(name.as_str()), "{no}");
    let both = play.clone().by("p2", rate(1, Sat::Satisfied));
    assert_eq!(stage(&both).name(), S::Closed);
    let late = play.at("2023-05-05").by("c1", Command::Close(on(1)));
    let how = Closure::Rated;
    assert_eq!(*stage(&late), Stage::Closed { how });
}

#[test]
fn a_unit_never_enters_a_rating() {
    let play = issued(&["p1", "pa"], Combination::LeadOnly);
    let no = play.ask("ca", &paper(1, Some(Sat::Satisfied))).unwrap_err();
    assert_eq!(no.gate, Gate::SeparationOfDuties);
    assert_eq!(no.missing, [Missing::OfTheUnit { unit: "A".into() }]);
    // A member who works in the department rates, unless they worked on this very reply.
    assert!(play.ask("pa", &rate(1, Sat::Satisfied)).is_ok());
    let play = Play::of(&["p1", "pa"])
        .filed()
        .handed("A=lead")
        .to(1, S::Dispatched)
        .by("pa", draft(1, Some(Class::A)))
        .to(1, S::Issued);
    let no = play.ask("pa", &rate(1, Sat::Satisfied)).unwrap_err();
    assert_eq!(no.missing, [Missing::HasBeen { duty: Duty::Draft }]);
    assert!(play.ask("c1", &paper(2, Some(Sat::Satisfied))).is_ok());
}

#[test]
fn only_somebodys_no_lets_the_office_order_a_second_handling() {
    let play = issued(&["p1", "p2"], Combination::LeadOnly).by("p1", rate(1, Sat::Satisfied));
    let order = well_formed(&play, "c1", Action::SecondHandling, 1);
    let refused: Refusal = play.ask("c1", &order).unwrap_err();
    assert_eq!(refused.missing, [Missing::NobodyDissatisfied]);
    let flagged = play.by("p2", rate(1, Sat::Dissatisfied));
    let waits = attention(&flagged.case, &flagged.ctx());
    let office = waits.iter().filter(|it| it.holder == Holder::office());
    let whys: Vec<_> = office.map(|it| (it.why, it.from)).collect();
    assert_eq!(whys, [(AttentionWhy::DecideSecondHandling, None)]);
    assert!(flagged.ask("c1", &order).is_ok());
}

#[test]
fn one_scale_left_blank_is_a_rating_two_are_none() {
    let play = issued(&["p1"], Combination::LeadOnly);
    let with = |work, result| {
        let mut form = form(1, Sat::Satisfied);
        (form.work, form.result) = (work, result);
        play.ask("p1", &Command::Rate(form))
    };
    assert!(with(Some(Sat::Satisfied), None).is_ok());
    assert!(with(None, Some(Sat::Satisfied)).is_ok());
    assert!(with(None, None).is_err());
}

#[test]
fn a_form_says_how_the_unit_got_in_touch_unless_it_did_not() {
    let play = issued(&["p1"], Combination::LeadOnly);
    let mut said = form(1, Sat::Satisfied);
    said.contact_forms = vec![ContactForm::Visit, ContactForm::Phone, ContactForm::Visit];
    let rated = play.clone().by("p1", Command::Rate(said.clone()));
    let kept = &rated.case.assignment(1).unwrap().round().ratings[0];
    assert_eq!(kept.contact_forms, [ContactForm::Phone, ContactForm::Visit]);
    said.contacted = None;
    assert!(play.ask("p1", &Command::Rate(said.clone())).is_ok());
    said.contacted = Some(false);
    let field = |who, command| match play.ask(who, &command).unwrap_err().missing.remove(0) {
        Missing::Field { pointer, .. } => pointer,
        other => panic!("{other:?}"),
    };
    assert_eq!(field("p1", Command::Rate(said.clone())), "/contact_forms");
    let on_paper = RecordRating {
        rater: 1,
        form: said.clone(),
    };
    assert_eq!(
        field("c1", Command::RecordRating(on_paper)),
        "/form/contact_forms"
    );
    said.contact_forms.clear();
    assert!(play.ask("p1", &Command::Rate(said)).is_ok());
}

#[test]
fn a_form_from_before_it_said_how_reads_on_and_is_written_as_it_was() {
    let old = r#"{"rater":1,"name":"甲","work":"not_asked","result":{"said":"satisfied"},"contacted":true,"comment":"","at_ms":0,"recorded_by":null}"#;
    let read: crate::case::Rating = serde_json::from_str(old).unwrap();
    assert!(read.contact_forms.is_empty());
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
}

#[test]
fn a_question_that_is_not_on_the_form_is_not_one_left_blank() {
    let play = issued(&["p1", "p2"], Combination::LeadOnly);
    let mut blank = form(1, Sat::Satisfied);
    blank.work = None;
    let two_scales = play.clone().by("p1", Command::Rate(blank.clone()));
    let one_scale = play.with(|profile| profile.rating.scales = Scales::Result);
    assert!(one_scale.ask("p1", &rate(1, Sat::Satisfied)).is_err());
    let one_scale = one_scale.by("p1", Command::Rate(blank));
    let work = |play: &Play| play.case.assignment(1).unwrap().round().ratings[0].work;
    assert_eq!(work(&two_scales), Stated::NotStated);
    assert_eq!(work(&one_scale), Stated::NotAsked);
}

#[test]
fn a_proposal_split_between_units_closes_with_the_last_of_its_replies() {
    let play = Play::of(&["p1"])
        .filed()
        .handed("A=split C=split")
        .to(1, S::Issued);
    assert_eq!(play.case.stage(), ProposalStage::InHandling);
    let play = play.to(2, S::Issued).by("p1", rate(1, Sat::Satisfied));
    assert_eq!(play.case.stage(), ProposalStage::Answered);
    // The second handling of one part leaves the other closed.
    let again = play.clone().by("p1", rate(2, Sat::Dissatisfied));
    assert_eq!(again.case.stage(), ProposalStage::InHandling);
    assert!(matches!(*stage(&again), Stage::Closed { .. }));
    let done = play.by("p1", rate(2, Sat::BasicallySatisfied));
    assert_eq!(done.case.stage(), ProposalStage::Closed);
}

#[test]
fn newer_rules_reckon_the_forms_that_are_in_anew_and_what_follows_is_on_record() {
    let under = |play: &Play, rule: Combination| {
        let mut play = play.clone().under_older_rules();
        let mut newest = play.profile.clone();
        newest.rating.combination = rule;
        newest.deadlines.second_handling = crate::calendar::Term::WorkingDays(10);
        play.newest = Some(newest);
        play
    };
    let rated = issued(&["p1", "p2", "p3"], Combination::LeadOnly)
        .at("2023-05-10")
        .by("p1", rate(1, Sat::Satisfied))
        .by("p2", rate(1, Sat::Dissatisfied));
    assert_eq!(outcome(&rated), Some(Sat::Satisfied));
    let adopt = Command::AdoptRules {};
    // The same under rules that change nothing about ratings.
    let same = under(&rated, Combination::LeadOnly);
    assert_eq!(same.ask("c1", &adopt).unwrap().own.len(), 1);
    // Not everybody has rated: nothing is decided by a majority yet.
    let open = under(&rated, Combination::Majority).by("c1", adopt.clone());
    assert_eq!((outcome(&open), stage(&open).name()), (None, S::Issued));
    // The worst decides, and begins another handling, with the deadline of the newer rules.
    let worst = under(&rated, Combination::Worst);
    let happened = worst.ask("c1", &adopt).unwrap().own;
    let kinds: Vec<_> = happened.iter().map(|it| it.what.kind()).collect();
    assert_eq!(
        kinds,
        ["rules_adopted", "outcome_reckoned", "second_handling_begun"]
    );
    let worst = worst.by("c1", adopt.clone());
    let a = worst.case.assignment(1).unwrap();
    assert_eq!((a.round().no, a.stage.name()), (2, S::Drafting));
    assert_eq!(a.rounds[0].outcome, Some(Sat::Dissatisfied));
    assert_eq!(a.round().due.date.to_string(), "2023-05-24");
    // Where all are in and content, what had to wait for the first of them closes.
    let late = issued(&["p1", "p2"], Combination::Worst).by("p1", rate(1, Sat::BasicallySatisfied));
    assert_eq!(outcome(&late), None);
    let lead = under(&late, Combination::LeadOnly).by("c1", adopt);
    assert_eq!(outcome(&lead), Some(Sat::BasicallySatisfied));
    assert_eq!(stage(&lead).name(), S::Rated, "p2 may still rate");
}
