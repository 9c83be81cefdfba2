//! Which questions an action asks.

use banli_shared::api::proposals::CaseView;
use banli_shared::case::{
    Class, Consent, Forwarded, Kind, Openness, Position, Satisfaction, SpotFinding, Stage, Timing,
    Verdict,
};
use banli_shared::lang::Lang;
use banli_shared::profile::{ContactForm, Profile, Scales};
use banli_shared::workflow::{Action, speaks_for, to_confirm};

use super::super::news::Target;
use super::super::state::Shared;
use super::super::texts;
use super::field::{choose, line, many, must_choose, optional, switch, text, the_one_or, words};
use super::{Form, Sheet, hand_over, tasks};
use crate::output::said;

/// The form that `action` needs; none where it needs nothing but its target.
#[must_use]
pub(in crate::tui::app) fn form_for(
    shared: &Shared,
    action: Action,
    targets: Vec<Target>,
    view: Option<&CaseView>,
) -> Option<Form> {
    let lang = shared.lang;
    let today = shared.today();
    let reason = || vec![text("reason", texts::reason(lang))];
    let units = || -> Vec<(String, String)> {
        shared
            .units
            .values()
            .filter(|unit| unit.parent.is_none() && !unit.retired)
            .map(|unit| (unit.code.0.clone(), format!("{} {}", unit.code, unit.name)))
            .collect()
    };
    let assignment = || {
        let no = targets.first()?.assignment?;
        view?.case.assignment(no)
    };
    let fields = match action {
        Action::AskRevision
        | Action::Withdraw
        | Action::RefuseReturn
        | Action::WaiveOpinion
        | Action::RequestReturn
        | Action::RefuseExtension
        | Action::BeginSupplement
        | Action::SecondHandling => reason(),
        Action::MarkOpenness => vec![
            must_choose("openness", texts::openness(lang), words::<Openness>(lang)),
            text("reason", texts::why_not_open(lang)),
        ],
        Action::ChangeConsent => {
            let (case, actor) = (view.map(|view| &view.case), shared.actor());
            let whose = case
                .zip(actor.as_ref())
                .map_or_else(Vec::new, |(case, actor)| speaks_for(case, actor));
            // Nothing changes by a key too many: it begins with what is on record.
            let now = case.map(|case| match whose.as_slice() {
                [one] => case.proposal.consent_of(*one),
                _ => case.proposal.consent(),
            });
            let mut publication =
                choose("publication", texts::consent(lang), words::<Consent>(lang));
            if let (Some(now), Some(pick)) = (now, publication.pick_mut()) {
                pick.point_at(now.code());
            }
            let mut fields = vec![publication];
            if whose.len() > 1 {
                let mut options = vec![(String::new(), texts::all_proposers(lang).to_owned())];
                let named = |no: u32| {
                    let all = case.into_iter().flat_map(|case| case.proposers());
                    let mut named = all.filter(|it| it.no == no);
                    named.next().map(|it| it.proposer.name.clone())
                };
                options.extend(
                    whose
                        .into_iter()
                        .filter_map(|no| Some((no.to_string(), named(no)?))),
                );
                fields.push(must_choose("proposer", texts::consent_of(lang), options));
            }
            fields.push(text("note", texts::how_said(lang)));
            fields
        }
        Action::Correct => {
            let proposal = view.map(|view| &view.case.proposal);
            let as_is = |options: Vec<(String, String)>| {
                let unchanged = (String::new(), texts::unchanged(lang).to_owned());
                [vec![unchanged], options].concat()
            };
            // With their numbers, so that a corrected name is told from another proposer.
            let numbered = (1..).zip(proposal.into_iter().flat_map(|it| &it.proposers));
            let numbered: Vec<String> = numbered
                .map(|(no, it): (u32, _)| format!("{no}={}", it.name))
                .collect();
            let title = proposal.map_or("", |it| it.title.as_str());
            let category = proposal.map_or("", |it| it.category.as_str());
            vec![
                line("title", texts::title(lang), title),
                line("category", texts::category(lang), category),
                choose("kind", texts::kind(lang), as_is(words::<Kind>(lang))),
                choose("timing", texts::timing(lang), as_is(words::<Timing>(lang))),
                line("submitted_on", texts::submitted_on(lang), ""),
                line(
                    "proposers",
                    texts::proposers_numbered(lang),
                    &numbered.join("、"),
                ),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::Publish => vec![
            switch("redact", texts::redact(lang)),
            text("note", texts::note(lang)),
        ],
        Action::Urge => vec![text("note", texts::urge_note(lang))],
        Action::SpotCheck => vec![
            must_choose("found", texts::found(lang), words::<SpotFinding>(lang)),
            text("note", texts::note(lang)),
        ],
        Action::RecordLeaderView => vec![text("text", texts::leader_says(lang))],
        Action::Note => vec![text("text", texts::note(lang))],
        Action::RequestExtension => {
            let last = assignment()
                .and_then(|a| view?.assignments.iter().find(|row| row.no == a.no))
                .and_then(|row| row.extendable_until)
                .map_or_else(String::new, |day| day.to_string());
            vec![
                line("until", texts::until_at_most(lang), &last),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::GrantExtension => {
            let asked = assignment()
                .and_then(|a| a.extension_waiting())
                .map_or_else(String::new, |asked| asked.until.to_string());
            vec![
                line("until", texts::until_granted(lang), &asked),
                text("note", texts::note(lang)),
                switch("plain", texts::plain_weekdays(lang)),
            ]
        }
        Action::Decline => {
            let profile = rules(shared);
            let grounds = profile
                .grounds
                .iter()
                .map(|ground| (ground.code.clone(), ground.text.say(lang).to_owned()));
            let mut forwarded = vec![(String::new(), texts::not_forwarded(lang).to_owned())];
            forwarded.extend(words::<Forwarded>(lang));
            vec![
                must_choose("ground", texts::ground(lang), grounds.collect()),
                text("note", texts::told(lang)),
                choose("forwarded", texts::forwarded(lang), forwarded),
            ]
        }
        Action::Merge => vec![line("into", texts::into_number(lang), "")],
        Action::MarkKey => vec![line("leader", texts::leader(lang), "")],
        Action::HandOver => hand_over::questions(lang, &units()),
        Action::Reassign => {
            vec![
                must_choose("unit", texts::new_unit(lang), units()),
                text("reason", texts::reason(lang)),
                switch("plain", texts::plain_weekdays(lang)),
            ]
        }
        Action::Dispatch => {
            let own = assignment().map(|a| a.unit.clone());
            let mut departments: Vec<(String, String)> = shared
                .units
                .values()
                .filter(|unit| unit.parent.is_some() && unit.parent == own)
                .map(|unit| (unit.code.0.clone(), unit.name.clone()))
                .collect();
            if let Some(own) = own {
                departments.push((own.0.clone(), shared.unit_name(&own).to_owned()));
            }
            vec![
                the_one_or("department", texts::department(lang), departments),
                // Who works there comes when the server has told: `Form::handlers_are`.
                choose(
                    "handler",
                    texts::handler(lang),
                    vec![(String::new(), texts::any_handler(lang).to_owned())],
                ),
                line("leader", texts::leader_in_charge(lang), ""),
                text("note", texts::note(lang)),
            ]
        }
        Action::LogContact => {
            // A contact counts where it names a proposer: all of them stand there, to be cut down to who was there.
            let proposers: Vec<&str> = view.map_or_else(Vec::new, |view| {
                view.case
                    .raters()
                    .map(|rater| rater.proposer.name.as_str())
                    .collect()
            });
            let me = shared.me.as_ref().map_or("", |me| me.name.as_str());
            vec![
                line("on", texts::day(lang), &today),
                must_choose(
                    "form",
                    texts::contact_form(lang),
                    words::<ContactForm>(lang),
                ),
                line("members", texts::members(lang), &proposers.join("、")),
                line("unit_side", texts::unit_side(lang), me),
                must_choose("position", texts::position(lang), words::<Position>(lang)),
                text("said", texts::said(lang)),
                line("outcome", texts::outcome(lang), ""),
            ]
        }
        Action::StrikeContact => {
            let contacts = assignment().into_iter().flat_map(|a| {
                a.round().contacts_that_count().map(|contact| {
                    (
                        contact.no.to_string(),
                        format!("{} {}", contact.on, contact.form.say(lang)),
                    )
                })
            });
            vec![
                must_choose("contact", texts::contact(lang), contacts.collect()),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::ConfirmContact => {
            let me = shared.actor();
            let open = assignment().zip(me.as_ref());
            let open = open
                .into_iter()
                .flat_map(|(a, me)| to_confirm(a, &me.person));
            let open = open.map(|contact| {
                let (on, form) = (contact.on, contact.form.say(lang));
                (contact.no.to_string(), format!("{on} {form}"))
            });
            let yes_no = [("true", texts::yes(lang)), ("false", texts::no(lang))];
            let yes_no = yes_no.map(|(code, said)| (code.to_owned(), said.to_owned()));
            vec![
                the_one_or("contact", texts::contact(lang), open.collect()),
                must_choose("took_place", texts::took_place(lang), yes_no.to_vec()),
                text("note", texts::confirm_note(lang)),
            ]
        }
        Action::AnswerSuggestion => {
            let suggestions = view.into_iter().flat_map(|view| {
                let all = view.case.suggestions();
                let all = all.filter(|it| assignment().is_none_or(|a| a.covers(it.no)));
                all.map(|it| (it.no.to_string(), said::asked(&it)))
            });
            vec![
                the_one_or("suggestion", texts::suggestion(lang), suggestions.collect()),
                must_choose("verdict", texts::verdict(lang), words::<Verdict>(lang)),
                text("text", texts::answer(lang)),
            ]
        }
        Action::ExtendPart => {
            let left = view.into_iter().flat_map(|view| {
                let left: Vec<_> = view.case.left_to_nobody().collect();
                let all = view.case.suggestions();
                all.filter(move |it| left.contains(&it.no))
            });
            let left = left.map(|it| (it.no.to_string(), said::asked(&it)));
            vec![many(
                "suggestions",
                texts::more_suggestions(lang),
                left.collect(),
            )]
        }
        Action::SendBack => {
            let profile = rules(shared);
            let defects = profile.defects.iter();
            let defects = defects.map(|it| (it.code.clone(), it.text.say(lang).to_owned()));
            vec![
                many("defects", texts::defects(lang), defects.collect()),
                text("note", texts::sentence(lang)),
            ]
        }
        Action::ChangeClass => {
            let profile = rules(shared);
            let has = assignment().and_then(|a| a.round().content.class);
            let classes = Class::ALL.iter().filter(|class| has != Some(**class));
            let classes = classes.map(|class| {
                let rule = profile.classes.of(*class);
                let (label, meaning) = (rule.label.say(lang), rule.meaning.say(lang));
                (class.code().to_owned(), format!("{label} {meaning}"))
            });
            vec![
                must_choose("class", texts::class_from_now(lang), classes.collect()),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::RecordOutcome => {
            let profile = rules(shared);
            let types = profile.outcomes.iter();
            let types = types.map(|it| (it.code.clone(), it.text.say(lang).to_owned()));
            vec![
                must_choose("type", texts::outcome_type(lang), types.collect()),
                line("title", texts::outcome_title(lang), ""),
                line("document", texts::document(lang), ""),
                line("on", texts::came_to_be_on(lang), &today),
                line("suggestions", texts::of_suggestions(lang), ""),
            ]
        }
        Action::StrikeOutcome => {
            let outcomes = assignment().into_iter().flat_map(|a| {
                let those = a.outcomes.iter().filter(|it| it.counts());
                those.map(|it| (it.no.to_string(), format!("{}. {}", it.no, it.title)))
            });
            vec![
                must_choose("outcome", texts::outcome_no(lang), outcomes.collect()),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::ReportProgress
        | Action::FulfilPromise
        | Action::PostponePromise
        | Action::ReopenPromise
        | Action::BreakOffPromise => {
            let open = action != Action::ReopenPromise;
            let promises = assignment().into_iter().flat_map(|a| {
                let those = a.promises.iter().filter(|it| it.is_open() == open);
                those.map(|it| {
                    (
                        it.no.to_string(),
                        format!("{}. {} {}", it.no, it.due, it.text),
                    )
                })
            });
            let mut fields = vec![the_one_or(
                "promise",
                texts::promise(lang),
                promises.collect(),
            )];
            match action {
                Action::ReportProgress => fields.extend([
                    text("text", texts::progress(lang)),
                    line("percent", texts::percent(lang), ""),
                ]),
                Action::FulfilPromise => fields.extend([
                    line("on", texts::done_on(lang), &today),
                    text("evidence", texts::evidence(lang)),
                    line("document", texts::document(lang), ""),
                ]),
                Action::PostponePromise => fields.extend([
                    line("to", texts::put_off_to(lang), ""),
                    text("reason", texts::reason(lang)),
                ]),
                _ => fields.push(text("reason", texts::reason(lang))),
            }
            fields
        }
        action if action.is_on_tasks() => {
            let suggestions = view.into_iter().flat_map(|view| {
                let all = view.case.suggestions();
                all.map(|it| (it.no, said::asked(&it)))
            });
            tasks::questions(shared, action, assignment(), suggestions.collect())
        }
        Action::Sign => vec![line("document_number", texts::document_number(lang), "")],
        Action::Rate | Action::RecordRating => {
            let mut fields = vec![];
            if action == Action::RecordRating {
                let raters = view.into_iter().flat_map(|view| {
                    view.case
                        .raters()
                        .map(|rater| (rater.no.to_string(), rater.proposer.name.clone()))
                        .collect::<Vec<_>>()
                });
                fields.push(the_one_or("rater", texts::rater(lang), raters.collect()));
            }
            let yes_no = vec![
                (String::new(), texts::not_stated(lang).to_owned()),
                ("true".to_owned(), texts::yes(lang).to_owned()),
                ("false".to_owned(), texts::no(lang).to_owned()),
            ];
            // Where the form of the session does not ask about the work, neither does this one.
            if rules(shared).rating.scales == Scales::WorkAndResult {
                fields.push(choose("work", texts::work(lang), asked(shared)));
            }
            fields.extend([
                choose("result", texts::result(lang), asked(shared)),
                choose("contacted", texts::contacted(lang), yes_no),
                many(
                    "contact_forms",
                    texts::contact_forms(lang),
                    words::<ContactForm>(lang),
                ),
                text("comment", texts::comment(lang)),
            ]);
            fields
        }
        _ => return None,
    };
    let mut sheet = Sheet::new(title(lang, action, &targets), fields);
    if let (Some(view), [target]) = (view, targets.as_slice()) {
        let why = asked_why(view, action, target);
        sheet.about = why.map_or_else(String::new, |why| texts::unit_says(lang, why));
    }
    Some(Form {
        action,
        read: read(view, &targets),
        targets,
        signing: vec![],
        handlers: vec![],
        sheet,
        stale: false,
    })
}

/// What a form about these cases is called.
pub(super) fn title(lang: Lang, action: Action, targets: &[Target]) -> String {
    match targets {
        [one] => format!("{} {}", action.say(lang), one.number),
        several => texts::action_on_many(lang, action.say(lang), several.len()),
    }
}

/// What the unit gave as its reason for what this action decides on: a return, or a longer deadline.
#[must_use]
pub(in crate::tui::app) fn asked_why<'a>(
    view: &'a CaseView,
    action: Action,
    target: &Target,
) -> Option<&'a str> {
    let a = view.case.assignment(target.assignment?)?;
    let why = match (action, &a.stage) {
        (Action::GrantReturn | Action::RefuseReturn, Stage::ReturnRequested { reason, .. }) => {
            reason
        }
        (Action::GrantExtension | Action::RefuseExtension, _) => {
            let asked = a.round().extensions.iter().rev();
            &asked.into_iter().find(|it| it.answer.is_none())?.reason
        }
        _ => return None,
    };
    Some(why.trim()).filter(|why| !why.is_empty())
}

/// The hash of the text that is on the screen of who answers.
#[must_use]
pub(in crate::tui::app) fn read(view: Option<&CaseView>, targets: &[Target]) -> Option<String> {
    let assignment = view?.case.assignment(targets.first()?.assignment?)?;
    Some(assignment.round().content.hash())
}

/// What the form of the session asks: a blank first, and only the values that its profile has.
fn asked(shared: &Shared) -> Vec<(String, String)> {
    let mut options = optional::<Satisfaction>(shared.lang);
    let profile = rules(shared);
    let offers = |value: Satisfaction| profile.rating.offers(value);
    options.retain(|(code, _)| code.parse().map_or(true, offers));
    options
}

/// The rules of the session; the usual ones where somebody is quicker than the server. It refuses what they do not have.
fn rules(shared: &Shared) -> Profile {
    shared.profile.clone().unwrap_or_else(Profile::shenzhen)
}
