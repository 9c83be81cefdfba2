//! The reply letter (答复函).

use banli_shared::case::{Case, Kind, Round};
use banli_shared::documents::{Each, Facts, Field};

use super::{Matter, ZH, of_proposal, said};

pub(super) fn add(matter: &Matter<'_>, facts: &mut Facts) {
    let content = &matter.round.content;
    matter.reply(facts);
    facts.set(Field::Addressed, addressed(matter));
    facts.set(Field::ReplyName, reply_name(matter.round));
    facts.set(
        Field::ReplyText,
        without_salutation(&content.body, matter.case),
    );
    for asked in matter.case.suggestions() {
        let answer = content.answers.get(&asked.no);
        if answer.is_none() && !matter.assignment.covers(asked.no) {
            continue;
        }
        let verdict = answer.map_or("（待答复）", |it| it.verdict.say(ZH));
        let text = answer.map_or("", |it| it.text.as_str());
        facts.add(
            Each::Suggestion,
            [
                (Field::Suggestion, as_part_of_a_sentence(asked.text)),
                (Field::OfProposal, of_proposal(&asked)),
                (Field::Verdict, verdict.to_owned()),
                (Field::Answer, text.to_owned()),
            ],
        );
    }
    for promise in &content.promises {
        facts.add(
            Each::Promise,
            [
                (Field::Promise, as_part_of_a_sentence(&promise.text)),
                (Field::By, said(promise.by)),
            ],
        );
    }
}

/// What the letter calls itself, in its title and where the answer begins.
const fn reply_name(round: &Round) -> &'static str {
    match round.no {
        _ if round.is_supplement() => "补充答复",
        1 => "答复",
        _ => "再次答复",
    }
}

/// Members as 委员, bodies by their names; those of merged proposals too, each once.
fn addressed(matter: &Matter<'_>) -> String {
    let case = matter.case;
    let (mut members, mut bodies) = (vec![], vec![]);
    let own = case.proposal.proposers.iter();
    let own = own.map(|proposer| (case.proposal.kind, proposer));
    let merged = case.absorbed.iter().flat_map(|other| {
        let kind = matter.merged.get(&other.case).map(|it| it.kind);
        let kind = kind.unwrap_or(Kind::Individual);
        other.proposers.iter().map(move |proposer| (kind, proposer))
    });
    for (kind, proposer) in own.chain(merged) {
        let list = match kind {
            Kind::Individual | Kind::Joint => &mut members,
            _ => &mut bodies,
        };
        if !list.contains(&proposer.name.as_str()) {
            list.push(proposer.name.as_str());
        }
    }
    let mut said = members.join("、");
    if !members.is_empty() {
        said.push_str("委员");
    }
    if !bodies.is_empty() && !members.is_empty() {
        said.push('、');
    }
    said.push_str(&bodies.join("、"));
    said
}

/// The text without a first line that greets a proposer: the letter greets all of them by itself.
fn without_salutation(body: &str, case: &Case) -> String {
    let body = body.trim_start();
    let Some((first, rest)) = body.split_once('\n') else {
        return body.to_owned();
    };
    let first = first.trim_end();
    let greets = first.ends_with(['：', ':'])
        && (first.starts_with("尊敬的")
            || case
                .raters()
                .any(|rater| first.contains(&rater.proposer.name)));
    if greets { rest } else { body }.trim_start().to_owned()
}

/// A sentence that goes on inside another: without what ends it, in one line.
fn as_part_of_a_sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches(['。', '；', ';', '，', '.'])
        .to_owned()
}
