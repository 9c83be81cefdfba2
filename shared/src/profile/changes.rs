//! What differs between two profiles, value by value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Profile;

/// One value that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileChange {
    /// The value's path, such as `deadlines.reply.months`.
    pub field: String,
    /// What it was; none where it was not there.
    pub old: Option<String>,
    /// What it is; none where it is not there any more.
    pub new: Option<String>,
}

impl Profile {
    /// Every value that `newer` has otherwise, in the order of their paths.
    #[must_use]
    pub fn changes(&self, newer: &Self) -> Vec<ProfileChange> {
        let (old, new) = (leaves(self), leaves(newer));
        let paths: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        paths
            .into_iter()
            .filter(|path| old.get(*path) != new.get(*path))
            .map(|path| ProfileChange {
                field: path.clone(),
                old: old.get(path).cloned(),
                new: new.get(path).cloned(),
            })
            .collect()
    }
}

fn leaves(profile: &Profile) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(whole) = serde_json::to_value(profile) {
        walk(&whole, String::new(), &mut found);
    }
    found
}

fn walk(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                walk(value, below(name), found);
            }
        }
        // Texts and codes in a row read best as one value.
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            found.insert(path, words.join(", "));
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                walk(value, format!("{path}[{at}]"), found);
            }
        }
        Value::String(text) => {
            found.insert(path, text.clone());
        }
        Value::Null => {}
        other => {
            found.insert(path, other.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_named_with_both_values() {
        let old = Profile::shenzhen();
        assert_eq!(old.changes(&old), []);
        let mut new = old.clone();
        new.lights.yellow = 12;
        new.grounds.pop();
        new.examples.retain(|path| path != "lights.yellow");
        let changes = old.changes(&new);
        let named: Vec<_> = changes
            .iter()
            .map(|change| {
                (
                    change.field.as_str(),
                    change.old.is_some(),
                    change.new.is_some(),
                )
            })
            .collect();
        assert_eq!(
            named,
            [
                ("examples", true, true),
                ("grounds[9].code", true, false),
                ("grounds[9].text.en", true, false),
                ("grounds[9].text.zh", true, false),
                ("lights.yellow", true, true),
            ]
        );
        let light = changes.last().unwrap();
        assert_eq!(
            (light.old.as_deref(), light.new.as_deref()),
            (Some("10"), Some("12"))
        );
    }
}
