//! One proposal a row, so that an import of the list gives the same.

use std::collections::HashMap;

use banli_shared::case::{
    Absorbed, AssignmentRole, Consent, Intake, KeyMark, Kind, ProposalStage, Suggestion, Timing,
};
use banli_shared::ids::{AssignmentNo, SessionId, SuggestionNo};
use banli_shared::import::{UnitPart, numbered, said_parts};
use banli_shared::lang::Lang;
use banli_shared::profile::Profile;
use serde::Deserialize;

use super::{cell_of, text, text_or_empty, word};
use crate::app::listing::rows;
use crate::app::world::World;
use crate::export::{Cell, Table};
use crate::store::{Binds, Row, StoreError, Tx};

/// The list, over what `holds` of the row `l` of a case.
///
/// # Errors
/// Those of the store.
pub(super) async fn table(
    tx: &mut Tx,
    world: &World,
    session: &SessionId,
    holds: &str,
    binds: &Binds,
) -> Result<Table, StoreError> {
    let sql = format!(
        "SELECT l.number, l.intake_number, l.title, l.proposers, l.kind, l.category, l.timing, l.stage, l.is_key,
                l.submitted_ms, l.case_id, l.filed, c.body, l.publication
         FROM listed l JOIN cases c ON c.id = l.case_id WHERE {holds} ORDER BY l.place"
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    let sql = format!(
        "SELECT a.case_id, a.no, a.role, u.name FROM listed l JOIN assignments a ON a.case_id = l.case_id
         JOIN units u ON u.code = a.unit WHERE {holds} AND a.stage <> 'ended' ORDER BY a.case_id, a.no"
    );
    let mut units: HashMap<String, Vec<Live>> = HashMap::new();
    for row in tx.query(&sql, &binds.params()).await? {
        units.entry(row.get(0)?).or_default().push(Live {
            no: row.get(1)?,
            role: rows::word(row.text(2)?)?,
            name: row.get(3)?,
        });
    }
    let mut table = Table {
        heads: vec![
            ("number", "提案号"),
            ("intake_number", "来件编号"),
            ("title", "案由"),
            ("proposers", "提案人"),
            ("kind", "提案类型"),
            ("category", "类别"),
            ("timing", "提交时段"),
            ("submitted", "提交日期"),
            ("publication", "公开意愿"),
            ("stage", "阶段"),
            ("key", "重点"),
            ("leader", "领衔督办"),
            ("filed", "立案"),
            ("ground", "不予立案理由"),
            ("forwarded", "转办方式"),
            ("decision_note", "审查说明"),
            ("merged_into", "并入提案"),
            ("merge_order", "并案次序"),
            ("lead", "主办单位"),
            ("splits", "分办单位"),
            ("co_handlers", "会办单位"),
            ("parts", "承办建议"),
            ("body", "内容"),
            ("suggestions", "建议"),
        ],
        rows: Vec::with_capacity(rows.len()),
        units: Vec::with_capacity(rows.len()),
    };
    let texts = rows.iter().map(|row| {
        serde_json::from_str(row.text(12)?)
            .map_err(|_fault| StoreError::Database("a case cannot be read".into()))
    });
    let texts = texts.collect::<Result<Vec<Texts>, StoreError>>()?;
    let hosts = hosts(&rows, &texts)?;
    for (row, texts) in rows.iter().zip(texts) {
        let case: String = row.get(10)?;
        let live = units.remove(&case).unwrap_or_default();
        let host = hosts.get(&case);
        let of = |role: AssignmentRole| {
            let names: Vec<&str> = live
                .iter()
                .filter(|it| it.role == role)
                .map(|it| it.name.as_str())
                .collect();
            text_or_empty(names.join("、"))
        };
        let requests = texts.proposal.suggestions.iter();
        let requests = numbered(requests.map(|suggestion| suggestion.text.as_str()));
        let each = AssignmentRole::ALL.iter();
        let each = each.flat_map(|role| live.iter().filter(move |it| it.role == *role));
        table.units.push(each.map(|it| it.name.clone()).collect());
        let parts = texts.parts(&live);
        let proposers: Vec<String> = serde_json::from_str(row.text(3)?).unwrap_or_default();
        let mut cells = vec![
            text(row, 0)?,
            text(row, 1)?,
            text(row, 2)?,
            Cell::Text(proposers.join("、")),
            word::<Kind>(row, 4)?,
            text(row, 5)?,
            word::<Timing>(row, 6)?,
            Cell::Text(world.today(row.int(9)?)?.to_string()),
            word::<Consent>(row, 13)?,
            word::<ProposalStage>(row, 7)?,
            Cell::Switch(row.get(8)?),
            text_or_empty(texts.key.map_or_else(String::new, |key| key.leader)),
            Cell::Switch(row.get(11)?),
        ];
        let rules = world.rules_at(session, texts.rules);
        cells.extend(decision(texts.intake, rules, host));
        cells.extend([
            of(AssignmentRole::Lead),
            of(AssignmentRole::Split),
            of(AssignmentRole::CoHandler),
            text_or_empty(parts),
            Cell::Text(texts.proposal.body),
            Cell::Text(requests),
        ]);
        table.rows.push(cells);
    }
    Ok(table)
}

/// Of each merged proposal the number of its host, as it is by now, and the how many-th of it it is.
fn hosts(rows: &[Row], texts: &[Texts]) -> Result<HashMap<String, (String, i64)>, StoreError> {
    let mut hosts = HashMap::new();
    for (row, host) in rows.iter().zip(texts) {
        if host.absorbed.is_empty() {
            continue;
        }
        let filed: Option<String> = row.get(0)?;
        let number = filed.map_or_else(|| row.get(1), Ok)?;
        for (absorbed, no) in host.absorbed.iter().zip(1..) {
            hosts.insert(absorbed.case.0.clone(), (number.clone(), no));
        }
    }
    Ok(hosts)
}

/// What the committee office decided: ground, as what it goes on, what was said, and into what it is merged.
fn decision(intake: Intake, rules: Option<&Profile>, host: Option<&(String, i64)>) -> [Cell; 5] {
    let none = || Cell::Empty;
    let note = |note| [none(), none(), text_or_empty(note), none(), none()];
    match intake {
        Intake::Submitted | Intake::Filed => note(String::new()),
        Intake::NeedsRevision { reason } | Intake::Withdrawn { reason, .. } => note(reason),
        Intake::Declined {
            ground,
            note,
            forwarded,
        } => {
            let listed = rules.and_then(|rules| rules.ground(&ground));
            let named = listed.map_or(&*ground, |ground| ground.text.say(Lang::Zh));
            let named = named.to_owned();
            [
                Cell::Named(ground, named),
                forwarded.map_or(Cell::Empty, cell_of),
                text_or_empty(note),
                Cell::Empty,
                Cell::Empty,
            ]
        }
        Intake::Merged { number, .. } => {
            let (number, order) = match host {
                Some((number, order)) => (number.clone(), Cell::Number(*order)),
                None => (number, Cell::Empty),
            };
            [none(), none(), none(), Cell::Text(number), order]
        }
    }
}

/// What a list needs of a case besides its row.
#[derive(Deserialize)]
struct Texts {
    intake: Intake,
    rules: u32,
    proposal: ProposalTexts,
    #[serde(default)]
    key: Option<KeyMark>,
    #[serde(default)]
    absorbed: Vec<Absorbed>,
    assignments: Vec<Part>,
}

impl Texts {
    /// What each unit answers; empty where each answers all.
    fn parts(&self, live: &[Live]) -> String {
        let own = &self.proposal.suggestions;
        let merged = self.absorbed.iter().flat_map(|it| &it.suggestions);
        let all: Vec<SuggestionNo> = own.iter().chain(merged).map(|it| it.no).collect();
        let units = live.iter().map(|unit| {
            let mut parts = self.assignments.iter();
            let part = parts.find(|it| it.no == unit.no);
            UnitPart {
                name: &unit.name,
                role: unit.role,
                suggestions: part.map_or(&[], |it| &it.suggestions),
            }
        });
        said_parts(&units.collect::<Vec<_>>(), &all)
    }
}

/// An assignment that still counts.
struct Live {
    no: AssignmentNo,
    role: AssignmentRole,
    /// The name of its unit.
    name: String,
}

/// What an assignment answers; all where nothing stands there.
#[derive(Deserialize)]
struct Part {
    no: AssignmentNo,
    suggestions: Vec<SuggestionNo>,
}

#[derive(Deserialize)]
struct ProposalTexts {
    body: String,
    suggestions: Vec<Suggestion>,
}
