//! The opinion feedback form (征询意见表): what is known is filled in, the rest is for the member's pen.

use banli_shared::case::Satisfaction;
use banli_shared::documents::{Each, Facts, Field};
use banli_shared::workflow::window_end;

use super::{Matter, ZH, said};

pub(super) fn add(matter: &Matter<'_>, facts: &mut Facts) {
    matter.reply(facts);
    let rules = &matter.ctx.profile.rating;
    let offered = Satisfaction::ALL.iter().copied();
    let boxes: Vec<String> = offered
        .filter(|it| rules.offers(*it))
        .map(|it| format!("□{}", it.say(ZH)))
        .collect();
    facts.set(Field::Scale, boxes.join("　"));
    for contact in matter.round.contacts_that_count() {
        let side: Vec<String> = contact
            .unit_side
            .iter()
            .map(|it| format!("{}（{}）", it.name, it.position.say(ZH)))
            .collect();
        facts.add(
            Each::Contact,
            [
                (Field::ContactOn, said(contact.on)),
                (Field::ContactForm, contact.form.say(ZH).to_owned()),
                (Field::Members, contact.members.join("、")),
                (Field::UnitSide, side.join("、")),
                (Field::Outcome, contact.outcome.clone()),
            ],
        );
    }
    if matter.round.no == matter.assignment.round().no
        && let Some(until) = window_end(matter.assignment, matter.ctx)
    {
        facts.set(Field::Due, said(until));
    }
}
