//! The rounds of a case for people: consultations, answers, the letter, the review trail, ratings.

use std::collections::BTreeMap;

use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Assignment, Contact, Content, Rating, ReviewStep, Round, Stated, Urging};
use banli_shared::ids::PersonId;
use banli_shared::lang::Lang;
use banli_shared::org::Org;

use crate::output::{self, said};

/// Every round of an assignment in which something happened that the reader may see.
/// What waits for review in the last of them is named by its hash.
pub(super) fn print(lang: Lang, org: &Org, assignment: &Assignment, view: &CaseView) {
    let text = view.texts.get(&assignment.no);
    for round in &assignment.rounds {
        let mut lines = lines(lang, round, &view.people);
        let checks = assignment.spot_checks.iter();
        let checks = checks.filter(|it| assignment.round_at(it.at_ms) == round.no);
        let checks = checks.map(|check| {
            let what = lang.pick("抽查", "spot check");
            labelled(lang, what, &said::spot_checked(check, lang))
        });
        let urgings = urgings(lang, assignment, round.no).into_iter();
        lines.splice(0..0, urgings.chain(checks));
        if let Some(text) = text.filter(|_| round.no == assignment.round().no) {
            lines.push(labelled(lang, lang.pick("文本", "text"), text));
        }
        if lines.is_empty() {
            continue;
        }
        output::line("");
        output::prose(&format!(
            "[{}] {}  {}  {}",
            assignment.no,
            org.name(&assignment.unit),
            assignment.role.say(lang),
            round.name().say(lang)
        ));
        for line in lines {
            output::prose(&line);
        }
    }
}

fn urgings(lang: Lang, assignment: &Assignment, round: u32) -> Vec<String> {
    let said = |urging: &Urging| {
        let when = output::moment(urging.at_ms);
        let went_on = urging.went_on_ms.map_or_else(String::new, |at| {
            let when = format!("{} {}", lang.pick("已办理", "went on"), output::moment(at));
            lang.bracket("", &when).trim_start().to_owned()
        });
        let what = lang.pick("催办", "urged");
        let parts = [when.as_str(), &urging.name, &urging.note, &went_on];
        labelled(lang, what, &spaced(&parts))
    };
    let of_it = assignment.urgings.iter();
    let of_it = of_it.filter(|it| assignment.round_at(it.at_ms) == round);
    of_it.map(said).collect()
}

fn lines(lang: Lang, round: &Round, people: &BTreeMap<PersonId, String>) -> Vec<String> {
    let mut lines = vec![];
    if !round.cause.is_empty() {
        lines.push(labelled(lang, lang.pick("缘由", "why"), &round.cause));
    }
    for asked in &round.extensions {
        let what = lang.pick("延期", "more time");
        lines.push(labelled(lang, what, &asked.say(lang)));
    }
    for contact in round.contacts_that_count() {
        lines.push(consulted(lang, contact));
        let said = contact.confirmations.iter();
        lines.extend(said.map(|it| format!("    {}", said::confirmed(it, lang))));
    }
    lines.extend(content(lang, &round.content));
    lines.extend(round.trail.iter().map(|step| reviewed(lang, step)));
    if let Some(issued) = &round.issued {
        let class = issued.class.map_or("", |class| class.say(lang));
        let parts = [
            &issued.on.to_string(),
            class,
            &issued.document_number,
            &issued.name,
        ];
        let what = lang.pick("答复", "issued");
        lines.push(labelled(lang, what, &spaced(&parts)));
    }
    if let Some(mark) = &round.openness {
        let what = lang.pick("公开属性", "open to");
        let parts = [mark.openness.say(lang), &mark.reason];
        lines.push(labelled(lang, what, &spaced(&parts)));
    }
    if let Some(published) = &round.published {
        let what = lang.pick("公开", "published");
        let when = output::moment(published.at_ms);
        let parts = [
            published.form.say(lang),
            &when,
            &published.name,
            &published.note,
        ];
        lines.push(labelled(lang, what, &spaced(&parts)));
    }
    lines.extend(
        round
            .ratings
            .iter()
            .map(|rating| rated(lang, rating, people)),
    );
    lines
}

fn consulted(lang: Lang, contact: &Contact) -> String {
    let comma = lang.pick("、", ", ");
    let unit_side: Vec<&str> = contact
        .unit_side
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let said = format!(
        "{}  {}  {} / {}  {}",
        contact.on,
        contact.form.say(lang),
        contact.members.join(comma),
        unit_side.join(comma),
        contact.said
    );
    let mut line = labelled(lang, lang.pick("沟通", "contact"), &said);
    if !contact.outcome.is_empty() {
        line.push_str(" -> ");
        line.push_str(&contact.outcome);
    }
    line
}

fn content(lang: Lang, content: &Content) -> Vec<String> {
    let mut lines = vec![];
    for (no, answer) in &content.answers {
        let what = lang.pick("建议", "suggestion");
        let verdict = answer.verdict.say(lang);
        let said = format!("{verdict}  {}", answer.text);
        lines.push(labelled(lang, &format!("{what} {no}"), &said));
    }
    if !content.body.is_empty() {
        lines.extend(content.body.lines().map(|line| format!("    {line}")));
    }
    for promise in &content.promises {
        let said = format!("{}  {}", promise.by, promise.text);
        lines.push(labelled(lang, lang.pick("承诺", "promise"), &said));
    }
    lines
}

fn reviewed(lang: Lang, step: &ReviewStep) -> String {
    let level = step.level.map_or("", |level| level.say(lang));
    let defects = step.defects.iter();
    let defects: Vec<&str> = defects.map(|it| it.text.say(lang)).collect();
    let defects = defects.join(lang.pick("、", ", "));
    let parts = [level, &step.say(lang), &step.name, &defects, &step.note];
    labelled(lang, lang.pick("审核", "review"), &spaced(&parts))
}

fn rated(lang: Lang, rating: &Rating, people: &BTreeMap<PersonId, String>) -> String {
    let stated = |stated: Stated| match stated {
        Stated::Said(said) => said.say(lang),
        Stated::NotStated => lang.pick("未填", "not stated"),
        Stated::NotAsked => lang.pick("未设", "not asked"),
    };
    let work = format!("{} {}", lang.pick("工作", "work"), stated(rating.work));
    let result = format!("{} {}", lang.pick("结果", "result"), stated(rating.result));
    let contacted = said::contacted(rating, lang);
    let by = rating.recorded_by.as_ref();
    let by = by.map(|by| said::on_paper(people.get(by).map_or("", String::as_str), lang));
    let by = by.map_or_else(String::new, |by| {
        lang.bracket("", &by).trim_start().to_owned()
    });
    let parts = [
        rating.name.as_str(),
        &work,
        &result,
        &contacted,
        &rating.comment,
        &by,
    ];
    labelled(lang, lang.pick("评价", "rating"), &spaced(&parts))
}

/// A line of a round: what it is, and what is said of it.
fn labelled(lang: Lang, what: &str, value: &str) -> String {
    format!("  {}", lang.label(what, value))
}

/// The parts that are not empty, two blanks apart.
fn spaced(parts: &[&str]) -> String {
    let there: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    there.join("  ")
}

#[cfg(test)]
mod tests {
    use banli_shared::profile::ContactForm;

    use super::*;

    #[test]
    fn a_rating_says_whether_the_unit_got_in_touch_and_who_recorded_it() {
        let mut rating = Rating {
            rater: 1,
            name: "甲".into(),
            work: Stated::NotStated,
            result: Stated::NotAsked,
            contacted: Some(false),
            contact_forms: vec![],
            comment: "好".into(),
            at_ms: 0,
            recorded_by: Some("c".into()),
        };
        let people = [("c".into(), "宋颖".to_owned())].into();
        assert_eq!(
            rated(Lang::Zh, &rating, &people),
            "  评价：甲  工作 未填  结果 未设  单位未与本人沟通  好  （纸质评价，由宋颖代录）"
        );
        (rating.contacted, rating.recorded_by) = (Some(true), None);
        rating.contact_forms = vec![ContactForm::Phone, ContactForm::Visit];
        assert_eq!(
            rated(Lang::En, &rating, &people),
            "  rating: 甲  work not stated  result not asked  the unit got in touch (phone, visit)  好"
        );
        rating.contacted = None;
        assert_eq!(
            rated(Lang::Zh, &rating, &people),
            "  评价：甲  工作 未填  结果 未设  沟通方式：电话、走访面商  好"
        );
        rating.contact_forms.clear();
        assert_eq!(
            rated(Lang::En, &rating, &people),
            "  rating: 甲  work not stated  result not asked  好"
        );
    }
}
