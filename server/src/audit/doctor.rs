//! What must hold over the whole database, whatever happened.

use super::words::in_words;
use banli_shared::both;
use banli_shared::case::Case;
use banli_shared::text::Bilingual;

use super::invariants::{INVARIANTS, broken};
use super::tables::{self, CHECKS, INDEX};
use super::{Findings, Progress};
use crate::app::cases::load;
use crate::app::world::Worlds;
use crate::app::{imports, index, search};
use crate::params;
use crate::store::{Known, Row, Store, StoreError, Tx};

/// Cases that are looked at in one transaction: few, so that a server beside this one is not kept waiting.
const CASES: u32 = 50;

/// What an examination found.
#[derive(Debug, Clone)]
pub struct Examined {
    /// Cases looked at.
    pub cases: u64,
    /// Things that must hold.
    pub invariants: usize,
    /// What does not hold.
    pub findings: Findings,
}

/// Examines everything. Works beside a running server: what it writes to compare is dropped.
///
/// # Errors
/// Those of the store. What is wrong with the data is in the findings.
pub async fn examine(
    store: &Store,
    worlds: &Worlds,
    now_ms: i64,
    progress: &Progress,
) -> Result<Examined, StoreError> {
    let count = async |tx: &mut Tx| {
        let row = tx.query_one("SELECT COUNT(*) FROM cases", &[]).await?;
        row.get::<u64>(0)
    };
    progress.begin(store.read(count).await?);
    let mut findings = Findings::default();
    for finding in store
        .read(async |tx: &mut Tx| tables::examine(tx).await)
        .await?
    {
        findings.add(finding);
    }
    let (mut cases, mut after) = (0, String::new());
    loop {
        let (worlds, from) = (worlds.clone(), after.clone());
        let page = store
            .write(async move |tx: &mut Tx| {
                tx.discard();
                page(tx, &worlds, now_ms, &from).await
            })
            .await?;
        let Some(last) = page.last else { break };
        cases += page.cases;
        progress.step(page.cases);
        for finding in page.findings {
            findings.add(finding);
        }
        after = last;
    }
    Ok(Examined {
        cases,
        invariants: INVARIANTS.len() + CHECKS.len() + INDEX.len(),
        findings,
    })
}

struct Page {
    last: Option<String>,
    cases: u64,
    findings: Vec<Bilingual>,
}

async fn page(tx: &mut Tx, worlds: &Worlds, now_ms: i64, after: &str) -> Result<Page, StoreError> {
    let world = worlds.see(tx).await?;
    let sql = "SELECT id, body FROM cases WHERE id > $1 ORDER BY id LIMIT $2";
    let rows = tx.query(sql, params![after, CASES]).await?;
    let on_its_way = imports::is_running(tx).await?;
    let mut findings = Vec::new();
    for row in &rows {
        let id = row.text(0)?;
        let Ok(case) = load::parse(row.text(1)?) else {
            findings.push(both!(
                "提案 {id}：数据库中的行无法读取",
                "case {id}: its row cannot be read"
            ));
            continue;
        };
        for what in broken(&case) {
            let Bilingual { zh, en } = in_words(what);
            findings.push(both!(
                "提案 {id} 不满足：{zh}",
                "case {id}: does not hold: {en}"
            ));
        }
        if case.assignments.iter().any(|a| a.rounds.is_empty()) {
            continue;
        }
        let before = made_of(tx, &case).await?;
        // The words of a list on its way come when all of its rows are there.
        let indexed = on_its_way || search::index::is_found(tx, &case).await?;
        index::write(tx, &[&case], Known::Perhaps, &world, now_ms).await?;
        let should_be = made_of(tx, &case).await?;
        if !indexed {
            findings.push(both!(
                "提案 {id}：搜索不到，请运行 banli-server reindex",
                "case {id}: searches cannot find it: run `banli-server reindex`"
            ));
        }
        for (((table, _), is), should) in INDEX.iter().zip(&before).zip(&should_be) {
            if is != should {
                findings.push(both!(
                    "提案 {id}：表 {table} 中的行与提案不符",
                    "case {id}: its rows in {table} are not what it makes them"
                ));
            }
        }
    }
    Ok(Page {
        last: rows.last().map(|row| row.get(0)).transpose()?,
        cases: rows.len() as u64,
        findings,
    })
}

/// The rows made of a case, table by table.
async fn made_of(tx: &mut Tx, case: &Case) -> Result<Vec<Vec<Row>>, StoreError> {
    let mut tables = Vec::with_capacity(INDEX.len());
    for (_, sql) in INDEX {
        tables.push(tx.query(sql, params![case.id.0]).await?);
    }
    Ok(tables)
}
