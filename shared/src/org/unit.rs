//! The tree of units and departments.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FormerName;
use crate::ids::UnitCode;

/// A handling unit (承办单位), or a department (处室/分局) under one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// Its name today.
    pub name: String,
    /// The group it is listed in (党委, 政府, 各区 …), in the words of the office's own list.
    #[serde(default)]
    pub kind: String,
    /// The unit above; none for a unit that proposals are handed over to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitCode>,
    /// Other names under which lists know it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names it had before, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerName>,
    /// What it is there for (职责), free text: proposals on that are suggested to it.
    #[serde(default)]
    pub duties: String,
    /// Where it is reached (联系电话); stands in letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// No longer handed anything new.
    #[serde(default)]
    pub retired: bool,
}

/// All units, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Org {
    units: BTreeMap<UnitCode, Unit>,
}

impl Org {
    /// The tree made of these units.
    #[must_use]
    pub fn new(units: impl IntoIterator<Item = Unit>) -> Self {
        Self {
            units: units
                .into_iter()
                .map(|unit| (unit.code.clone(), unit))
                .collect(),
        }
    }

    /// Where whoever works in `code` is reached: its own telephone, or that of the nearest unit above which has one.
    #[must_use]
    pub fn phone(&self, code: &UnitCode) -> Option<&str> {
        let mut at = Some(code);
        // As deep as a tree may be; a circle ends as well.
        for _ in 0..=self.units.len() {
            let unit = self.get(at?)?;
            if !unit.phone.is_empty() {
                return Some(&unit.phone);
            }
            at = unit.parent.as_ref();
        }
        None
    }

    /// The unit with this code.
    #[must_use]
    pub fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.get(code)
    }

    /// The name of a unit, or its code where it is not known.
    #[must_use]
    pub fn name<'a>(&'a self, code: &'a UnitCode) -> &'a str {
        self.units
            .get(code)
            .map_or(code.as_str(), |unit| unit.name.as_str())
    }

    /// The kinds that units have.
    #[must_use]
    pub fn kinds(&self) -> BTreeSet<&str> {
        let kinds = self.units.values().map(|unit| unit.kind.as_str());
        kinds.filter(|kind| !kind.is_empty()).collect()
    }

    /// Whether a unit can be of this kind without a word on it: it is of none, some unit is of it, or no unit is of any
    /// yet. Any other is likelier to be a slip.
    #[must_use]
    pub fn has_kind(&self, kind: &str) -> bool {
        let kinds = self.kinds();
        kind.is_empty() || kinds.is_empty() || kinds.contains(kind)
    }

    /// Every unit and department, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// The departments right under a unit, by code.
    pub fn under<'a>(&'a self, code: &'a UnitCode) -> impl Iterator<Item = &'a Unit> {
        self.units
            .values()
            .filter(move |unit| unit.parent.as_ref() == Some(code))
    }

    /// The unit at the top of the branch that holds `code`; `code` itself where it has no parent.
    #[must_use]
    pub fn root_of<'a>(&'a self, code: &'a UnitCode) -> &'a UnitCode {
        let mut at = code;
        // A tree deeper than this is a loop in bad data: stop rather than spin.
        for _ in 0..16 {
            match self.units.get(at).and_then(|unit| unit.parent.as_ref()) {
                Some(parent) => at = parent,
                None => return at,
            }
        }
        at
    }

    /// Whether `code` is `ancestor` or lies under it.
    #[must_use]
    pub fn is_within(&self, code: &UnitCode, ancestor: &UnitCode) -> bool {
        let mut at = Some(code);
        for _ in 0..16 {
            match at {
                Some(here) if here == ancestor => return true,
                Some(here) => at = self.units.get(here).and_then(|unit| unit.parent.as_ref()),
                None => return false,
            }
        }
        false
    }

    /// Whether proposals can be handed over to `code`: known, at the top of the tree, not retired.
    #[must_use]
    pub fn takes_assignments(&self, code: &UnitCode) -> bool {
        self.units
            .get(code)
            .is_some_and(|unit| unit.parent.is_none() && !unit.retired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str, parent: Option<&str>) -> Unit {
        Unit {
            code: code.into(),
            name: format!("名{code}"),
            kind: String::new(),
            parent: parent.map(UnitCode::from),
            aliases: vec![],
            former: vec![],
            duties: String::new(),
            phone: String::new(),
            retired: false,
        }
    }

    #[test]
    fn the_tree_knows_what_lies_within_what() {
        let org = Org::new([
            unit("B", None),
            unit("B-1", Some("B")),
            unit("B-1-1", Some("B-1")),
            unit("C", None),
        ]);
        assert!(org.is_within(&"B-1-1".into(), &"B".into()));
        assert!(org.is_within(&"B".into(), &"B".into()));
        assert!(!org.is_within(&"C".into(), &"B".into()));
        assert_eq!(org.root_of(&"B-1-1".into()), &UnitCode::from("B"));
        assert!(org.takes_assignments(&"B".into()) && !org.takes_assignments(&"B-1".into()));
    }

    #[test]
    fn a_loop_in_bad_data_ends() {
        let org = Org::new([unit("X", Some("Y")), unit("Y", Some("X"))]);
        assert!(!org.is_within(&"X".into(), &"Z".into()));
        let _ = org.root_of(&"X".into());
    }
}
