//! Units in one cell: several beside each other, and what brackets say of their roles.

use std::collections::BTreeMap;

use super::list_row::Renamed;
use super::parts;
use super::values::unit_names;
use crate::calendar::Date;
use crate::case::AssignmentRole;
use crate::ids::{SuggestionNo, UnitCode};
use crate::lists::CellFault;
use crate::org::{Named, UnitNames};

/// Who gets a proposal, as its rows say.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub(super) lead: Vec<UnitCode>,
    pub(super) splits: Vec<UnitCode>,
    pub(super) co_handlers: Vec<UnitCode>,
    /// Those called by an older name.
    pub(super) renamed: Vec<Renamed>,
    /// Which suggestions a unit answers, where that is said of it.
    pub(super) parts: BTreeMap<UnitCode, Vec<SuggestionNo>>,
}

/// Words by which a cell says the role of a unit.
const ROLES: [(&str, AssignmentRole); 8] = [
    ("主办", AssignmentRole::Lead),
    ("牵头", AssignmentRole::Lead),
    ("承办", AssignmentRole::Lead),
    ("分办", AssignmentRole::Split),
    ("会办", AssignmentRole::CoHandler),
    ("协办", AssignmentRole::CoHandler),
    ("会同", AssignmentRole::CoHandler),
    ("配合", AssignmentRole::CoHandler),
];

impl Roles {
    /// Adds the units that a cell names in the column of `role`; `fault` is told what is wrong with a name. Beside the
    /// lead the cell may say who helps: 市教育局（会同市公安局）. The day of the list says what its units were called.
    pub(super) fn add(
        &mut self,
        known: &UnitNames,
        (text, role): (&str, AssignmentRole),
        on: Option<Date>,
        fault: &mut impl FnMut(&str, CellFault, Vec<String>),
    ) {
        let mut said = None;
        for part in parts(text) {
            // 主办：市教育局；会办：市公安局、市财政局
            let (label, part) = labelled(part);
            said = label.or(said);
            let column = said.unwrap_or(role);
            if is_misplaced(column, role) {
                fault(part, CellFault::OtherUnit, vec![]);
                continue;
            }
            self.add_part(known, (part, column), on, fault);
        }
        let has_lead = !self.lead.is_empty() || !self.splits.is_empty();
        if role == AssignmentRole::Lead && !has_lead && !self.co_handlers.is_empty() {
            // 市公安局（会办） where the lead should stand
            fault(text, CellFault::OtherUnit, vec![]);
        }
    }

    /// One unit and what stands in brackets behind it.
    fn add_part(
        &mut self,
        known: &UnitNames,
        (part, role): (&str, AssignmentRole),
        on: Option<Date>,
        fault: &mut impl FnMut(&str, CellFault, Vec<String>),
    ) {
        if known.is_name(part) {
            let _unit = self.add_name(known, (part, role), on, fault);
            return;
        }
        let (name, remark) = match part.find(['（', '(']) {
            Some(at) if at > 0 => (&part[..at], part[at..].trim_matches(is_bracket)),
            _ => (part, ""),
        };
        // 市教育局会同市公安局
        let (name, helpers) = match name.split_once("会同") {
            Some((lead, helpers)) if known.is_name(lead) => (lead, helpers),
            _ => (name, ""),
        };
        let of_remark = role_of(remark);
        let own = of_remark.unwrap_or(role);
        if is_misplaced(own, role) {
            return fault(part, CellFault::OtherUnit, vec![]);
        }
        let unit = self.add_name(known, (name, own), on, fault);
        // 市教育局（建议1、3）
        if let (Some(unit), Some(numbers)) = (unit, parts::in_remark(remark)) {
            return parts::add(&mut self.parts, unit, &numbers);
        }
        let helpers = match helped_by(remark, known).or_else(|| helping(remark)) {
            Some(helpers) if helpers_end(helpers, remark) => helpers,
            _ if of_remark.is_none() && known.another_in(remark, name, on) => {
                return fault(part, CellFault::OtherUnit, vec![]);
            }
            _ => helpers,
        };
        for helper in unit_names(helpers) {
            match role {
                AssignmentRole::Lead | AssignmentRole::CoHandler => {
                    let helper = (helper, AssignmentRole::CoHandler);
                    let _unit = self.add_name(known, helper, on, fault);
                }
                AssignmentRole::Split => fault(part, CellFault::OtherUnit, vec![]),
            }
        }
    }

    /// The unit of this name, which is added where it is not there yet.
    fn add_name(
        &mut self,
        known: &UnitNames,
        (name, role): (&str, AssignmentRole),
        on: Option<Date>,
        fault: &mut impl FnMut(&str, CellFault, Vec<String>),
    ) -> Option<UnitCode> {
        let units = match role {
            AssignmentRole::Lead => &mut self.lead,
            AssignmentRole::Split => &mut self.splits,
            AssignmentRole::CoHandler => &mut self.co_handlers,
        };
        let (code, until) = match known.find(name, on) {
            Named::Ambiguous(several) => {
                fault(name, CellFault::AmbiguousUnit, several);
                return None;
            }
            Named::Unknown(like) => {
                match known.with_department(name) {
                    none if none.is_empty() => fault(name, CellFault::UnknownUnit, like),
                    units => fault(name, CellFault::Department, units),
                }
                return None;
            }
            Named::Unit(code) => (code, None),
            Named::Former(code, until) => (code, Some(until)),
        };
        if units.contains(&code) {
            fault(name, CellFault::UnitRepeated, vec![]);
            return Some(code);
        }
        self.renamed.extend(until.map(|until| Renamed {
            former: name.to_owned(),
            until,
            today: known.name(&code).to_owned(),
        }));
        units.push(code.clone());
        Some(code)
    }
}

/// Only the column of the lead says the roles of others too.
fn is_misplaced(said: AssignmentRole, column: AssignmentRole) -> bool {
    said != column && column != AssignmentRole::Lead
}

fn is_bracket(c: char) -> bool {
    matches!(c, '（' | '(' | '）' | ')') || c.is_whitespace()
}

/// 主办, 主办单位, 会办部门
fn role_of(text: &str) -> Option<AssignmentRole> {
    let text = text.trim();
    let bare = text.strip_suffix("单位").or(text.strip_suffix("部门"));
    let bare = bare.unwrap_or(text);
    let mut roles = ROLES.iter();
    roles.find(|(word, _)| *word == bare).map(|(_, role)| *role)
}

/// The role that stands with a colon before a unit.
fn labelled(part: &str) -> (Option<AssignmentRole>, &str) {
    match part.split_once(['：', ':']) {
        Some((label, rest)) if role_of(label).is_some() => (role_of(label), rest.trim()),
        _ => (None, part),
    }
}

/// What a remark says of who helps: 会同市公安局, 会办：市公安局.
fn helping(remark: &str) -> Option<&str> {
    let mut roles = ROLES.iter();
    let rest = roles.find_map(|(word, role)| {
        let rest = remark.strip_prefix(word)?;
        (*role == AssignmentRole::CoHandler).then_some(rest)
    })?;
    let rest = rest.strip_prefix("单位").unwrap_or(rest);
    Some(rest.trim_start_matches(['：', ':']).trim())
}

/// Units of which a remark says that they help: 市公安局协办.
fn helped_by<'t>(remark: &'t str, known: &UnitNames) -> Option<&'t str> {
    let words = ["协办", "会办"];
    let helpers = words.iter().find_map(|word| remark.strip_suffix(word))?;
    let mut names = unit_names(helpers).peekable();
    let is_any = names.peek().is_some();
    (is_any && names.all(|name| known.is_name(name))).then_some(helpers)
}

/// Whether a remark says nothing behind those who help: no second bracket.
fn helpers_end(helpers: &str, remark: &str) -> bool {
    !helpers.is_empty() && !remark.contains(is_bracket)
}

/// The parts of a cell: between separators outside of brackets, and behind each closed bracket.
fn parts(text: &str) -> Vec<&str> {
    apart(text, |c| is_separator(c) || c.is_whitespace())
}

/// The names in a cell where nobody knows of what units there are: a blank may be in a name, a line break not.
pub(crate) fn names_in(text: &str) -> Vec<&str> {
    apart(text, |c| is_separator(c) || c == '\n')
}

const fn is_separator(c: char) -> bool {
    matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／')
}

fn apart(text: &str, separates: impl Fn(char) -> bool) -> Vec<&str> {
    let mut parts = vec![];
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                // A name may go on behind a bracket: 市发展（改革）委员会.
                let after = &text[at + c.len_utf8()..];
                if depth == 0 && after.starts_with(['市', '区', '县', '省']) {
                    parts.push(&text[start..at + c.len_utf8()]);
                    start = at + c.len_utf8();
                }
            }
            c if depth == 0 && separates(c) => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    let parts = parts.into_iter().map(|part| {
        let part = part.trim();
        part.strip_suffix('等').unwrap_or(part)
    });
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod unit_tests {
    use super::*;
    use crate::org::Unit;

    fn names() -> UnitNames {
        let units = [
            ("B03", "市教育局", "教育局"),
            ("B04", "市公安局", "公安局"),
            ("B05", "市财政局", "财政局"),
            ("B06", "市外办（市港澳办）", "市外办"),
            ("B07", "市数据局（大数据）中心", "数据"),
        ];
        let units = units.map(|(code, name, alias)| Unit {
            code: code.into(),
            name: name.into(),
            kind: String::new(),
            parent: None,
            aliases: vec![alias.to_owned()],
            former: vec![],
            duties: String::new(),
            phone: String::new(),
            retired: false,
        });
        UnitNames::new(&units)
    }

    fn read(text: &str, role: AssignmentRole) -> Result<String, CellFault> {
        let mut roles = Roles::default();
        let mut faults = vec![];
        let mut fault = |_: &str, fault, _| faults.push(fault);
        roles.add(&names(), (text, role), None, &mut fault);
        if let Some(fault) = faults.first() {
            return Err(*fault);
        }
        let codes = |units: &[UnitCode]| {
            let units: Vec<&str> = units.iter().map(UnitCode::as_str).collect();
            units.join("+")
        };
        Ok([&roles.lead, &roles.splits, &roles.co_handlers]
            .map(|units| codes(units))
            .join("/"))
    }

    #[test]
    fn who_helps_may_stand_beside_the_lead() {
        for (text, meant) in [
            ("市教育局", "B03//"),
            ("市教育局（主办）", "B03//"),
            ("市教育局(主办)市公安局(会办)", "B03//B04"),
            ("市教育局（主办），市公安局、市财政局（协办）", "two"),
            ("市教育局（会同市公安局）", "B03//B04"),
            ("市教育局（会同市公安局、市财政局）", "B03//B04+B05"),
            ("市教育局会同市公安局", "B03//B04"),
            ("市教育局（公安局、市财政局协办）", "B03//B04+B05"),
            ("市教育局会同市公安局、市财政局", "two"),
            ("市教育局（会办单位：公安局）", "B03//B04"),
            ("主办：市教育局；会办：市公安局、市财政局", "B03//B04+B05"),
            ("主办单位:市教育局 会办单位:市公安局", "B03//B04"),
            ("市教育局（教育局基教处）", "B03//"),
            ("市外办（市港澳办）", "B06//"),
            ("市数据局（大数据）中心", "B07//"),
        ] {
            let read = read(text, AssignmentRole::Lead).unwrap();
            // Two leads: the list refuses that elsewhere.
            let read = match read.split_once('/') {
                Some((lead, _)) if lead.contains('+') => "two",
                _ => &*read,
            };
            assert_eq!(read, meant, "{text}");
        }
        assert_eq!(
            read("市公安局(会办)", AssignmentRole::CoHandler).unwrap(),
            "//B04"
        );
    }

    #[test]
    fn a_unit_that_is_named_beside_is_never_dropped() {
        use AssignmentRole::{CoHandler, Lead, Split};
        for (text, role, fault) in [
            ("市教育局（市公安局）", Lead, CellFault::OtherUnit),
            ("市教育局（请市公安局配合）", Lead, CellFault::OtherUnit),
            (
                "市教育局（会同市公安局）（市财政局）",
                Lead,
                CellFault::OtherUnit,
            ),
            ("市教育局（市公安局", Lead, CellFault::OtherUnit),
            ("市教育局（主办）公安局", Lead, CellFault::OtherUnit),
            ("市教育局（会同市环保局）", Lead, CellFault::UnknownUnit),
            ("市公安局（主办）", CoHandler, CellFault::OtherUnit),
            ("市公安局（会同市财政局）", Split, CellFault::OtherUnit),
            ("市教育局市公安局", Lead, CellFault::UnknownUnit),
        ] {
            assert_eq!(read(text, role), Err(fault), "{text}");
        }
    }
}
