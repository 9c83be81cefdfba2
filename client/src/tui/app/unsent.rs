//! Drafts that were left while the server did not answer: what was on its way goes once more when it does, as the same, and
//! what was not is offered.

use super::news::{Job, News, TroubleKind};
use super::state::{Link, Shared, Step};
use super::texts;

/// A draft that did not arrive before it was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsent {
    /// What it is called in the journal.
    pub what: String,
    /// The number of its proposal.
    pub number: String,
    /// What brings it to the server; none where nobody asked for that.
    pub job: Option<Job>,
    /// It is on its way.
    pub under_way: bool,
}

/// A draft is left.
pub(super) fn left(shared: &mut Shared, draft: Unsent) {
    let down = matches!(shared.link, Link::Down { .. });
    shared.unsent.retain(|other| other.what != draft.what);
    if down || draft.job.is_some() {
        shared.unsent.push(draft);
    }
}

/// It is gone on with.
pub(super) fn taken(shared: &mut Shared, what: &str) -> Option<Unsent> {
    let at = shared.unsent.iter().position(|draft| draft.what == what)?;
    Some(shared.unsent.remove(at))
}

/// What became of one that was on its way.
pub(super) fn heard(shared: &mut Shared, news: &News) -> Vec<Step> {
    let News::RanTogether(commands, result) = news else {
        return vec![];
    };
    let of =
        |draft: &Unsent| matches!(&draft.job, Some(Job::RunTogether(sent, _)) if sent == commands);
    let Some(at) = shared.unsent.iter().position(of) else {
        return vec![];
    };
    let lost = |kind| matches!(kind, TroubleKind::Unreachable { .. });
    if result.as_ref().is_err_and(|trouble| lost(trouble.kind)) {
        shared.unsent[at].under_way = false;
        return vec![];
    }
    let draft = shared.unsent.remove(at);
    let lang = shared.lang;
    let why = match result {
        Ok(answers) => {
            let mut problems = answers.answers.iter().filter_map(|it| it.problem.as_ref());
            problems.next().map(|problem| problem.say(lang))
        }
        Err(trouble) if trouble.kind == TroubleKind::Stale => {
            Some(texts::changed_since(lang).to_owned())
        }
        Err(trouble) => Some(shared.of(&trouble.text).to_owned()),
    };
    match why {
        None => {
            shared.say(texts::draft_arrived(lang, &draft.number));
            shared.drop_draft(draft.what)
        }
        Some(why) => {
            shared.complain(texts::draft_refused(lang, &draft.number, &why));
            vec![]
        }
    }
}

/// The server answers again.
pub(super) fn back(shared: &mut Shared) -> Vec<Step> {
    let mut steps = vec![];
    let mut offered = vec![];
    let drafts = &shared.drafts;
    shared.unsent.retain_mut(|draft| {
        match &draft.job {
            Some(_) if draft.under_way => {}
            Some(job) => {
                draft.under_way = true;
                steps.push(Step::Job(job.clone()));
            }
            None if drafts.contains_key(&draft.what) => offered.push(draft.number.clone()),
            None => {}
        }
        draft.job.is_some()
    });
    if !offered.is_empty() {
        offered.sort();
        offered.dedup();
        let numbers = offered.join(shared.pick("、", ", "));
        shared.say(texts::drafts_to_send(shared.lang, &numbers));
    }
    steps
}
