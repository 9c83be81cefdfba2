//! What the fields of each command are, read from the very types that decode it: for help, and for lines to type.

use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Command;
use crate::case::{
    AssignmentRole, Class, Consent, Forwarded, Kind, Level, Openness, Position, ReplyFormat,
    Satisfaction, SpotFinding, Timing, Verdict,
};
use crate::lang::Word;
use crate::profile::ContactForm;
use crate::text::Bilingual;
use crate::workflow::Action;

/// One field of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandField {
    /// Where it stands in the command, with dots: `assignment`, `to.0.unit`.
    pub path: String,
    /// Whether the command is none without it.
    pub required: bool,
    /// Whether it takes several values.
    pub list: bool,
    /// What it can be, by the code on the wire, where that is a closed set.
    pub choices: Vec<(&'static str, Bilingual)>,
}

/// The fields of a command, those that it needs first, in the order of their declaration.
#[must_use]
pub fn fields(action: Action) -> Vec<CommandField> {
    let mut known = vec![];
    Command::schemas(&mut known);
    let schemas = Schemas(known.into_iter().map(|(n, it)| (n, json(&it))).collect());
    let whole = json(&Command::schema());
    let variants = whole["oneOf"].as_array().into_iter().flatten();
    let body = variants.map(|variant| &variant["properties"][action.code()]);
    let mut found = vec![];
    if let Some(body) = body.into_iter().find(|body| !body.is_null()) {
        schemas.walk(body, "", true, &mut found);
    }
    found.sort_by_key(|field| !field.required);
    found
}

fn json(schema: &RefOr<Schema>) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}

struct Schemas(Vec<(String, Value)>);

impl Schemas {
    fn named(&self, reference: &str) -> Option<(&str, &Value)> {
        let name = reference.rsplit('/').next()?;
        let (name, schema) = self.0.iter().find(|(known, _)| known == name)?;
        Some((name, schema))
    }

    /// Follows references and leaves "or nothing at all" out.
    fn resolved<'a>(&'a self, schema: &'a Value) -> (&'a str, &'a Value) {
        let mut at = ("", schema);
        loop {
            let reference = |it: &'a Value| it["$ref"].as_str().and_then(|it| self.named(it));
            let several = ["oneOf", "anyOf", "allOf"];
            let inner = several.iter().filter_map(|key| at.1[*key].as_array());
            at = match reference(at.1).or_else(|| inner.flatten().find_map(reference)) {
                Some(named) => named,
                None => return at,
            };
        }
    }

    fn walk(&self, schema: &Value, within: &str, required: bool, into: &mut Vec<CommandField>) {
        let (_, schema) = self.resolved(schema);
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        let needed: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let optional = properties.keys().map(String::as_str);
        let optional = optional.filter(|name| !needed.contains(name));
        for name in needed.iter().copied().chain(optional) {
            let path = format!("{within}{name}");
            let required = required && needed.contains(&name);
            let (mut kind, mut of) = self.resolved(&properties[name]);
            let list = of["items"].is_object();
            if list {
                (kind, of) = self.resolved(&of["items"]);
            }
            if of["properties"].is_object() {
                let inside = match list {
                    true => format!("{path}.0."),
                    false => format!("{path}."),
                };
                self.walk(of, &inside, required, into);
                continue;
            }
            into.push(CommandField {
                path,
                required,
                list,
                choices: choices(kind),
            });
        }
    }
}

/// The words of a closed set, by the name of its type.
fn choices(kind: &str) -> Vec<(&'static str, Bilingual)> {
    match kind {
        "AssignmentRole" => all::<AssignmentRole>(),
        "Class" => all::<Class>(),
        "Consent" => all::<Consent>(),
        "ContactForm" => all::<ContactForm>(),
        "Forwarded" => all::<Forwarded>(),
        "SpotFinding" => all::<SpotFinding>(),
        "Kind" => all::<Kind>(),
        "Level" => all::<Level>(),
        "Openness" => all::<Openness>(),
        "Position" => all::<Position>(),
        "ReplyFormat" => all::<ReplyFormat>(),
        "Satisfaction" => all::<Satisfaction>(),
        "Timing" => all::<Timing>(),
        "Verdict" => all::<Verdict>(),
        _ => vec![],
    }
}

fn all<W: Word>() -> Vec<(&'static str, Bilingual)> {
    use crate::lang::Lang::{En, Zh};
    W::all()
        .iter()
        .map(|it| (it.code(), Bilingual::new(it.say(Zh), it.say(En))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(action: Action, required: bool) -> Vec<String> {
        let all = fields(action).into_iter();
        let all = all.filter(|field| field.required == required);
        all.map(|field| field.path).collect()
    }

    #[test]
    fn the_fields_of_a_command_are_those_of_its_type() {
        assert_eq!(
            paths(Action::Approve, true),
            ["assignment", "level", "hash"]
        );
        assert_eq!(paths(Action::Approve, false), ["note"]);
        assert_eq!(paths(Action::HandOver, true), ["to.0.unit", "to.0.role"]);
        assert_eq!(
            paths(Action::RecordRating, true),
            ["rater", "form.assignment"]
        );
        assert_eq!(paths(Action::File, true), Vec::<String>::new());
        let cut = fields(Action::CutTask);
        let units = cut.iter().find(|field| field.path == "units").unwrap();
        assert!(units.list && units.required);
    }

    #[test]
    fn every_closed_set_names_its_choices() {
        let mut known = vec![];
        Command::schemas(&mut known);
        for (name, schema) in known {
            if json(&schema)["enum"].is_array() {
                assert!(!choices(&name).is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn what_acts_on_an_assignment_asks_for_it() {
        for action in Action::ALL {
            let asks = paths(*action, true);
            let asks = asks.iter().any(|path| path.ends_with("assignment"));
            assert_eq!(asks, action.is_on_assignment(), "{action}");
        }
    }
}
