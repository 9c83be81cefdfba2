//! What units are there for, and which of them a text speaks of: by grams of their duties, those that few units have
//! counting more.

use std::collections::{BTreeMap, HashMap};

use banli_shared::ids::UnitCode;
use banli_shared::org::Org;
use banli_shared::text::{grams, search_key};

use super::reasons::telling;
use super::similar::shared;

/// How much a gram counts that stands in the suggestions and not in the title.
const ASIDE: f64 = 0.25;
/// Parts that are named as the reason.
const PARTS: usize = 3;

/// The duties of the units that proposals are handed over to, those of their departments with them.
#[derive(Default)]
pub(crate) struct Duties {
    units: Vec<(UnitCode, String)>,
    by_gram: HashMap<String, Vec<usize>>,
}

/// A unit whose duties a text speaks of.
pub(super) struct Spoken {
    pub(super) unit: UnitCode,
    /// How much of what is particular in the text stands in its duties, between 0 and 1.
    pub(super) share: f64,
    /// The words that do, the most particular first.
    pub(super) parts: Vec<String>,
}

impl Duties {
    pub(crate) fn of(org: &Org) -> Self {
        let mut texts: BTreeMap<&UnitCode, String> = BTreeMap::new();
        for unit in org.iter().filter(|unit| !unit.duties.is_empty()) {
            let root = org.root_of(&unit.code);
            if org.takes_assignments(root) {
                let text = texts.entry(root).or_default();
                text.push_str(&search_key(&unit.duties));
                text.push('\n');
            }
        }
        let mut duties = Self::default();
        for (unit, text) in texts {
            let at = duties.units.len();
            for gram in grams(&text) {
                duties.by_gram.entry(gram).or_default().push(at);
            }
            duties.units.push((unit.clone(), text));
        }
        duties
    }

    /// How much a gram tells of which unit: those that all have tell nothing.
    fn weight(&self, gram: &str) -> f64 {
        let having = self.by_gram.get(gram).map_or(1, Vec::len);
        let of = |many: usize| f64::from(u32::try_from(many).unwrap_or(u32::MAX));
        (of(self.units.len() + 1) / of(having)).ln()
    }

    /// The units that a title and suggestions speak of, in no order.
    pub(super) fn spoken_of(&self, title: &str, suggestions: &str) -> Vec<Spoken> {
        let in_title = grams(title);
        let aside = grams(suggestions).into_iter();
        let aside =
            aside.filter(|gram| !in_title.contains(gram) && self.by_gram.contains_key(gram));
        let counted = in_title.iter().map(|gram| (gram.clone(), 1.0));
        let mut whole = 0.0;
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        for (gram, factor) in counted.chain(aside.map(|gram| (gram, ASIDE))) {
            let weight = factor * self.weight(&gram);
            whole += weight;
            for at in self.by_gram.get(&gram).into_iter().flatten() {
                *sums.entry(*at).or_default() += weight;
            }
        }
        let spoken = sums.into_iter().filter_map(|(at, sum)| {
            let (unit, text) = &self.units[at];
            let parts = self.parts(title, suggestions, text);
            // What nobody would give as a reason is none.
            (!parts.is_empty()).then(|| Spoken {
                unit: unit.clone(),
                share: sum / whole.max(f64::MIN_POSITIVE),
                parts,
            })
        });
        spoken.collect()
    }

    fn parts(&self, title: &str, suggestions: &str, text: &str) -> Vec<String> {
        let mut parts = telling(shared(title, text), text);
        let more = telling(shared(suggestions, text), text);
        parts.sort_by(|one, other| self.tells(other).total_cmp(&self.tells(one)));
        let mut more: Vec<String> = more
            .into_iter()
            .filter(|part| !parts.iter().any(|known| known.contains(part.as_str())))
            .collect();
        more.sort_by(|one, other| self.tells(other).total_cmp(&self.tells(one)));
        parts.extend(more);
        parts.truncate(PARTS);
        parts
    }

    fn tells(&self, part: &str) -> f64 {
        grams(part).iter().map(|gram| self.weight(gram)).sum()
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::org::Unit;

    use super::*;

    fn unit(code: &str, parent: Option<&str>, duties: &str) -> Unit {
        Unit {
            code: code.into(),
            name: code.to_owned(),
            kind: String::new(),
            parent: parent.map(UnitCode::from),
            aliases: vec![],
            former: vec![],
            duties: duties.to_owned(),
            phone: String::new(),
            retired: false,
        }
    }

    #[test]
    fn a_text_speaks_of_the_units_whose_duties_it_names() {
        let duties = Duties::of(&Org::new([
            unit("A", None, "公共交通、道路运输管理"),
            unit("A-1", Some("A"), "公交线网规划"),
            unit("B", None, "学校管理、学位建设"),
            unit("C", None, ""),
        ]));
        let spoken = duties.spoken_of("公交线网优化", "加强管理");
        let best = spoken.iter().max_by(|a, b| a.share.total_cmp(&b.share));
        let best = best.unwrap();
        assert_eq!(best.unit.as_str(), "A");
        assert_eq!(best.parts, ["公交线网"]);
        assert!(best.share > 0.4 && best.share < 1.0, "{}", best.share);
        assert_eq!(
            spoken.len(),
            1,
            "管理 is no reason for B, and C has no duties"
        );
        let spoken = duties.spoken_of("公交站点", "现就加强学位建设提出提案的建议");
        let b = spoken.iter().find(|it| it.unit.as_str() == "B").unwrap();
        assert_eq!(b.parts, ["学位建设"]);
    }
}
