//! To whom a proposal goes: a lead, or several units that each answer a part of it, and co-handlers.

use banli_shared::calendar::Date;
use banli_shared::case::{AssignmentRole, ReplyFormat};
use banli_shared::ids::{SuggestionNo, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::text::numbers;
use banli_shared::workflow::{Command, HandOver, HandTo};

use super::super::texts;
use super::field::{line, many, must_choose, switch, unless};
use super::{BadAnswer, Form, FormField};

/// The value that stands for no lead.
const NONE: &str = "-";

/// What is asked; `units` are codes with what is shown for them.
pub(super) fn questions(lang: Lang, units: &[(String, String)]) -> Vec<FormField> {
    let mut leads = units.to_vec();
    leads.push((NONE.to_owned(), texts::no_lead(lang).to_owned()));
    vec![
        unless("split", must_choose("lead", texts::lead_unit(lang), leads)),
        many("co", texts::co_handlers(lang), units.to_vec()),
        many("split", texts::split_units(lang), units.to_vec()),
        line("parts", texts::parts(lang), ""),
        line("due", texts::due_or_rule(lang), ""),
        switch("visit", texts::visit_required(lang)),
        line("goal", texts::goal(lang), ""),
        switch("plain", texts::plain_weekdays(lang)),
    ]
}

impl Form {
    pub(super) fn hand_over(&self, lang: Lang) -> Result<Command, BadAnswer> {
        let due = self.get("due");
        let due: Option<Date> = match due.as_str() {
            "" => None,
            date => Some(
                date.parse()
                    .map_err(|_| BadAnswer::at("due", texts::not_a_date(lang)))?,
            ),
        };
        let mut parts = parts(lang, &self.get("parts"))?;
        let lead = Some(self.get("lead")).filter(|lead| !lead.is_empty() && lead != NONE);
        let split = self.all("split").into_iter();
        let split = split.map(|unit| (unit, AssignmentRole::Split));
        let co = self.all("co").into_iter();
        let co = co.map(|unit| (unit, AssignmentRole::CoHandler));
        let mut to: Vec<HandTo> = vec![];
        let lead = lead.into_iter().map(|unit| (unit, AssignmentRole::Lead));
        for (unit, role) in lead.chain(split).chain(co) {
            // Whoever is marked twice is what it was marked as first.
            if to.iter().any(|other| other.unit.as_str() == unit) {
                continue;
            }
            let part = parts.iter().position(|part| part.is_of(&unit));
            let part = part.map(|at| parts.remove(at));
            to.push(HandTo {
                unit: UnitCode(unit),
                role,
                suggestions: part.map_or_else(Vec::new, |part| part.suggestions),
            });
        }
        if let Some(left) = parts.first() {
            let text = texts::part_of_nobody(lang, left.unit.as_str());
            return Err(BadAnswer::at("parts", &text));
        }
        Ok(Command::HandOver(HandOver {
            to,
            due,
            goal: self.get("goal"),
            visit_required: self.get("visit") == "true",
            reply_format: ReplyFormat::Letter,
            plain_weekdays: self.get("plain") == "true",
        }))
    }
}

/// What one unit answers.
struct Part {
    /// Its code, in small letters or large ones.
    unit: UnitCode,
    suggestions: Vec<SuggestionNo>,
}

impl Part {
    fn is_of(&self, unit: &str) -> bool {
        self.unit.0.eq_ignore_ascii_case(unit)
    }
}

/// `B02=1 2；B03=3`: numbers of suggestions after the code of each unit.
fn parts(lang: Lang, typed: &str) -> Result<Vec<Part>, BadAnswer> {
    let wrong = || BadAnswer::at("parts", texts::not_parts(lang));
    let parts = typed.split([';', '；']).map(str::trim);
    let parts = parts.filter(|part| !part.is_empty()).map(|part| {
        let (unit, listed) = part.split_once(['=', '＝', ':', '：']).ok_or_else(wrong)?;
        let part = Part {
            unit: UnitCode::typed(unit),
            suggestions: numbers(listed).ok_or_else(wrong)?,
        };
        match part.suggestions.is_empty() {
            true => Err(wrong()),
            false => Ok(part),
        }
    });
    parts.collect()
}
