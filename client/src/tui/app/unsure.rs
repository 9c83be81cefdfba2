//! Changes that were sent and not answered yet. Where the connection broke nobody knows whether they were made: asked for
//! once more, they go out under the key they went out with, and happen once.

use banli_shared::api::events::Change;
use banli_shared::api::proposals::OneOfMany;
use banli_shared::ids::CaseId;

use super::desk::Ask;
use super::news::{Job, News, TroubleKind};
use super::state::Shared;

/// Notes a change that goes out. Forms keep the keys of their answers themselves.
pub(super) fn sent(shared: &mut Shared, job: &Job) {
    let counts = match job {
        Job::Desk(asked, _) => !asked.is_of_questions() && !matches!(**asked, Ask::Load(_)),
        Job::RunMany(..) => true,
        _ => false,
    };
    if counts && !shared.unsure.contains(job) {
        shared.unsure.push(job.clone());
    }
}

/// What was answered is certain, unless nobody answered.
pub(super) fn heard(shared: &mut Shared, news: &News) {
    let lost = |kind| matches!(kind, TroubleKind::Unreachable { .. });
    if news.trouble().is_some_and(|trouble| lost(trouble.kind)) {
        return;
    }
    shared.unsure.retain(|job| match (job, news) {
        (Job::Desk(asked, _), News::Desk(of, _)) => asked != of,
        (Job::RunMany(commands, _), News::RanMany(of, _)) => commands != of,
        _ => true,
    });
}

/// Gives up what was to be sent once more.
pub(super) fn given_up(shared: &mut Shared, jobs: &[Job]) {
    shared.unsure.retain(|job| !jobs.contains(job));
}

/// This change of the office.
pub(super) fn desk(shared: &mut Shared, ask: Ask) -> Job {
    let same = |job: &&Job| matches!(job, Job::Desk(asked, _) if **asked == ask);
    match shared.unsure.iter().find(same) {
        Some(job) => job.clone(),
        None => Job::Desk(Box::new(ask), shared.next_key()),
    }
}

/// These commands, each kept that passes.
pub(super) fn many(shared: &mut Shared, commands: Vec<OneOfMany>, key: Option<String>) -> Job {
    let same = |job: &&Job| matches!(job, Job::RunMany(of, _) if *of == commands);
    match shared.unsure.iter().find(same) {
        Some(job) => job.clone(),
        None => {
            let key = key.unwrap_or_else(|| shared.next_key());
            Job::RunMany(commands, key)
        }
    }
}

/// Whether one of many commands that perhaps arrived is about this case.
pub(super) fn is_about(shared: &Shared, case: &CaseId) -> bool {
    shared.unsure.iter().any(|job| match job {
        Job::RunMany(commands, _) => commands.iter().any(|one| one.proposal.0 == case.0),
        _ => false,
    })
}

/// The cases that somebody else changed: what one has decided oneself loses its marks with the answer.
pub(super) fn of_others(shared: &Shared, changes: &[Change]) -> Vec<CaseId> {
    let others = changes.iter().filter(|it| !is_about(shared, &it.case));
    others.map(|it| it.case.clone()).collect()
}
