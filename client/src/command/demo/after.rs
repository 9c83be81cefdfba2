//! What becomes of a reply once its item is closed: published or not. And of promises once a reply item of the made-up year is closed: reports, evidence, outcomes, and now and then
//! a supplementary reply.

use banli_shared::case::{Class, Consent, Verdict};
use banli_shared::ids::Millis;
use banli_shared::workflow::{
    AnswerSuggestion, Command, FulfilPromise, On, Publish, RecordOutcome, ReportProgress,
    SaveDraft, WithReasonOn,
};

use super::reply::{Plan, answer_text, day_of, does, letter, review};
use super::rng::Rng;
use super::year::{Course, DAY_MS, Step};

/// The only promise that a reply of the made-up year makes.
const PROMISE: u32 = 1;

/// From the day the item is closed. `rng` is a copy: what happens here moves nothing that happened before.
pub(super) fn write(
    rng: &mut Rng,
    plan: &Plan<'_>,
    class: Class,
    closed: Millis,
    steps: &mut Course,
) {
    publish(&mut rng.clone(), plan, closed + 5 * DAY_MS, steps);
    if class == Class::A && rng.chance(15) {
        let kind = *rng.pick(&["policy", "plan", "mechanism"]);
        outcome(plan, kind, closed + 10 * DAY_MS, steps);
    }
    if class != Class::B {
        return;
    }
    if rng.chance(75) {
        let percent = [20, 40, 50, 70][rng.below(4)];
        let report = ReportProgress {
            assignment: plan.no,
            promise: PROMISE,
            text: "已明确责任处室和时间表，前期工作按计划推进。".to_owned(),
            percent: Some(percent),
        };
        let at = closed + 25 * DAY_MS;
        does(steps, plan, "handler", at, Command::ReportProgress(report));
    }
    if !rng.chance(55) {
        return;
    }
    let kept = closed + rng.between(40, 80) as Millis * DAY_MS;
    let fulfil = FulfilPromise {
        assignment: plan.no,
        promise: PROMISE,
        evidence: "年度任务已完成并通过验收，已向委员书面反馈。".to_owned(),
        document: format!("{}函〔2023〕{}号", plan.unit, 500 + plan.no),
        on: day_of(kept),
    };
    does(steps, plan, "handler", kept, Command::FulfilPromise(fulfil));
    if rng.chance(50) {
        let kind = *rng.pick(&["project", "funds", "policy"]);
        outcome(plan, kind, kept + DAY_MS, steps);
    }
    if rng.chance(40) {
        supplement(rng, plan, kept + 2 * DAY_MS, steps);
    }
}

/// The office publishes some of those that are open and whose proposers agree; with nothing merged in, so that nobody
/// else has a say.
fn publish(rng: &mut Rng, plan: &Plan<'_>, at_ms: Millis, steps: &mut Course) {
    let alone = plan.raters.len() == plan.proposal.proposers.len();
    let consent = plan.proposal.consent;
    let agreed = matches!(consent, Consent::Agreed | Consent::NamesWithheld);
    if !(plan.open && alone && agreed && rng.chance(40)) {
        return;
    }
    let publish = Publish {
        assignment: plan.no,
        redact: consent == Consent::NamesWithheld,
        note: String::new(),
    };
    steps.push(Step {
        at_ms,
        login: plan.office_login.to_owned(),
        command: Command::Publish(publish),
    });
}

fn outcome(plan: &Plan<'_>, kind: &str, at: Millis, steps: &mut Course) {
    let title = match kind {
        "policy" => "工作实施意见",
        "plan" => "纳入年度专项规划",
        "mechanism" => "部门联席会议制度",
        "project" => "示范项目",
        _ => "专项资金安排",
    };
    let outcome = RecordOutcome {
        assignment: plan.no,
        kind: kind.to_owned(),
        title: format!("{}{title}", plan.proposal.category),
        document: String::new(),
        on: day_of(at),
        suggestions: vec![1],
    };
    does(steps, plan, "handler", at, Command::RecordOutcome(outcome));
}

/// What was planned is done: the reply says so, in class A.
fn supplement(rng: &mut Rng, plan: &Plan<'_>, from: Millis, steps: &mut Course) {
    let begin = WithReasonOn {
        assignment: plan.no,
        reason: "承诺事项已经兑现，补充答复委员。".to_owned(),
    };
    let mut at = from;
    does(steps, plan, "handler", at, Command::BeginSupplement(begin));
    for (suggestion, _) in (1..).zip(0..plan.asked) {
        at += 30_000;
        let answer = AnswerSuggestion {
            assignment: plan.no,
            suggestion,
            verdict: Verdict::Adopted,
            text: answer_text(Verdict::Adopted).to_owned(),
        };
        does(
            steps,
            plan,
            "handler",
            at,
            Command::AnswerSuggestion(answer),
        );
    }
    at += 60_000;
    let draft = SaveDraft {
        assignment: plan.no,
        body: letter(plan.proposal, plan.office, Class::A),
        class: Some(Class::A),
        promises: vec![],
    };
    does(steps, plan, "handler", at, Command::SaveDraft(draft));
    at += 60_000;
    let on = On {
        assignment: plan.no,
    };
    does(steps, plan, "handler", at, Command::SubmitReply(on));
    review(rng, plan, at, at + 6 * DAY_MS, steps);
}
