//! A line to type: `banli do 20230001 approve assignment=1 level=one --text 0123456789ab`.

use banli_shared::case::Satisfaction;
use banli_shared::lang::Lang;
use banli_shared::profile::{RatingRules, Scales};
use banli_shared::text::{Bilingual, field_name};
use banli_shared::workflow::{Action, CommandField, fields};

/// Stands where only a person can say what is meant; refused as a value, so that it never gets on record.
pub(super) const BLANK: &str = "…";

/// The fewest characters of a hash that name a text.
pub(super) const SHORTEST: usize = 12;

/// What is asked here beside what a command is none without, by the rules of the case and by who reads it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asks<'a> {
    /// The form on which replies are rated; everything that there is where it is not known.
    pub(super) rating: Option<&'a RatingRules>,
    /// Whether what is said for somebody else is said how.
    pub(super) for_others: bool,
}

impl Asks<'_> {
    /// Whether a line asks for a field: what the command is none without, and what it says nothing without.
    fn field(&self, action: Action, field: &CommandField) -> bool {
        let work = self
            .rating
            .is_none_or(|it| it.scales == Scales::WorkAndResult);
        let also: &[&str] = match action {
            Action::Amend => &["title"],
            Action::Correct => &["kind", "timing", "submitted_on"],
            Action::Rate if work => &["work", "result"],
            Action::Rate => &["result"],
            Action::RecordRating if work => &["form.work", "form.result"],
            Action::RecordRating => &["form.result"],
            Action::ChangeConsent if self.for_others => &["note"],
            _ => &[],
        };
        field.required || also.contains(&field.path.as_str())
    }

    /// Whether a choice can be made here: the form of a session does not have every value.
    fn offers(&self, action: Action, code: &str) -> bool {
        let rated = matches!(action, Action::Rate | Action::RecordRating);
        let rules = self.rating.filter(|_| rated);
        rules.is_none_or(|rules| {
            code.parse()
                .map_or(true, |it: Satisfaction| rules.offers(it))
        })
    }
}

/// A line that runs `action`, with what is known of its fields, and a blank for whatever else it needs.
pub(super) fn line(
    reference: &str,
    action: Action,
    known: &[(&str, String)],
    asks: Asks<'_>,
) -> String {
    let mut line = format!("banli do {} {action}", quoted(reference));
    let mut text = None;
    for field in fields(action) {
        let value = known.iter().find(|(name, _)| *name == field.path);
        let value = value.map(|(_, value)| value.as_str());
        if field.path == "hash" {
            let hash: String = value.unwrap_or(BLANK).chars().take(SHORTEST).collect();
            text = Some(hash);
        } else if let Some(value) = value.or_else(|| asks.field(action, &field).then_some(BLANK)) {
            line.push_str(&format!(" {}={}", field.path, quoted(value)));
        }
    }
    if let Some(text) = text {
        line.push_str(&format!(" --text {text}"));
    }
    line
}

/// What can stand in the blanks of a line, where that is a closed set: `level=one（一级审核）、two（二级审核）`.
pub(super) fn choices(
    lang: Lang,
    action: Action,
    known: &[(&str, String)],
    asks: Asks<'_>,
) -> Vec<String> {
    let blank = |field: &CommandField| {
        asks.field(action, field) && !known.iter().any(|(name, _)| *name == field.path)
    };
    let fields = fields(action).into_iter();
    let fields = fields.filter(|field| blank(field) && !field.choices.is_empty());
    let open = fields.map(|mut field| {
        field.choices.retain(|(code, _)| asks.offers(action, code));
        format!("{}={}", field.path, named(lang, &field))
    });
    open.collect()
}

/// The choices of a field, each with its word.
fn named(lang: Lang, field: &CommandField) -> String {
    let words = field.choices.iter().map(|(code, word)| match lang {
        Lang::Zh => format!("{code}（{}）", word.zh),
        Lang::En => (*code).to_owned(),
    });
    words.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// What is said of a field that is missing: its name on the line, in words, and what it can be.
pub(super) fn wanted(field: &CommandField) -> Bilingual {
    let last = field.path.rsplit('.').next().unwrap_or_default();
    let name = field_name(last);
    let (mut zh, mut en) = (format!("{}（{}）", field.path, name.zh), field.path.clone());
    if !field.choices.is_empty() {
        zh.push_str(&format!("，可取 {}", named(Lang::Zh, field)));
        en.push_str(&format!(" (one of {})", named(Lang::En, field)));
    }
    Bilingual::new(zh, en)
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@+%,…".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::profile::Profile;

    use super::*;

    #[test]
    fn a_line_has_what_is_known_and_blanks_for_the_rest() {
        let known = [
            ("assignment", "2".to_owned()),
            ("level", "one".to_owned()),
            ("hash", "0123456789abcdef".to_owned()),
        ];
        assert_eq!(
            line("20230001", Action::Approve, &known, Asks::default()),
            "banli do 20230001 approve assignment=2 level=one --text 0123456789ab"
        );
        assert_eq!(
            line("收 1", Action::HandOver, &[], Asks::default()),
            "banli do '收 1' hand_over to.0.unit=… to.0.role=…"
        );
        assert!(line("1", Action::Rate, &[], Asks::default()).ends_with("result=… work=…"));
        let choices = choices(Lang::Zh, Action::HandOver, &[], Asks::default());
        assert_eq!(choices.len(), 1);
        assert!(
            choices[0].starts_with("to.0.role=lead（主办）、"),
            "{choices:?}"
        );
    }

    #[test]
    fn a_rating_is_offered_as_the_form_of_the_session_has_it() {
        let mut rules = Profile::shenzhen().rating;
        let offered = |rules: &RatingRules| {
            let rating = Some(rules);
            let asks = Asks {
                rating,
                ..Asks::default()
            };
            [Action::Rate, Action::RecordRating].map(|action| {
                let line = line("1", action, &[], asks);
                (line, choices(Lang::En, action, &[], asks).join("; "))
            })
        };
        for (line, choices) in offered(&rules) {
            assert!(line.contains("work=…"), "{line}");
            assert!(
                choices.contains("=satisfied, basically_satisfied, dissatisfied"),
                "{choices}"
            );
            assert!(
                !choices.contains("very") && !choices.contains("understand"),
                "{choices}"
            );
        }
        rules.very_satisfied = true;
        rules.scales = Scales::Result;
        for (line, choices) in offered(&rules) {
            assert!(
                !line.contains("work=") && !choices.contains("work="),
                "{line} {choices}"
            );
            assert!(choices.contains("very_satisfied"), "{choices}");
        }
    }

    #[test]
    fn consent_for_others_is_offered_with_how_it_was_said() {
        let consent = |for_others| {
            let asks = Asks {
                for_others,
                ..Asks::default()
            };
            line("1", Action::ChangeConsent, &[], asks)
        };
        assert!(consent(true).contains(" note=…"), "{}", consent(true));
        assert!(!consent(false).contains("note"), "{}", consent(false));
    }
}
