//! Cases out of the database: by the names people use, and from their rows.

use banli_shared::api::ProblemCode;
use banli_shared::api::proposals::ProposalRef;
use banli_shared::both;
use banli_shared::case::{Case, Intake};
use banli_shared::ids::{CaseId, SessionId};
use banli_shared::org::Actor;
use banli_shared::text::narrow;
use banli_shared::workflow::{Command, can_see};

use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

/// The length of an id; no number is so long.
const ID: usize = 26;

/// The most cases that a refusal tells of.
const TOLD: usize = 6;

/// Which case is meant: an id, a proposal number or an intake number, as people type them, or one of these numbers behind
/// its session (`2022:001`). Where several sessions have a number, the current one's is meant; of others, the only one that
/// the actor may see.
///
/// # Errors
/// `not_found`, and `ambiguous` where only sessions that are over have it, and several do.
pub(crate) async fn find(tx: &mut Tx, actor: &Actor, by: &ProposalRef) -> Result<CaseId, Failure> {
    let by = narrow(&by.0);
    if by.len() == ID {
        let sql = "SELECT id FROM cases WHERE id = $1";
        let row = tx.query_opt(sql, params![by]).await?;
        let row = row.ok_or_else(Failure::not_found)?;
        return Ok(CaseId::from(row.text(0)?));
    }
    let numbered = numbered(tx, &by).await?;
    let mut meant: Vec<&Numbered> = numbered.iter().filter(|it| it.current).collect();
    if meant.is_empty() {
        meant = numbered.iter().collect();
    }
    if let [one] = meant.as_slice() {
        return Ok(one.id.clone());
    }
    let mut seen = vec![];
    for it in meant {
        let kept = load(tx, &it.id, Purpose::Read).await?;
        let case = kept.map(|kept| kept.case);
        seen.extend(
            case.filter(|case| can_see(case, actor))
                .map(|case| (it, case)),
        );
    }
    match seen.as_slice() {
        [] => Err(Failure::not_found()),
        [(one, _)] => Ok(one.id.clone()),
        several => Err(ambiguous(&by, several)),
    }
}

/// A case that has a number, in its session.
struct Numbered {
    id: CaseId,
    session: SessionId,
    current: bool,
}

/// The cases with this number, of the newest session first.
async fn numbered(tx: &mut Tx, by: &str) -> Result<Vec<Numbered>, StoreError> {
    // No session has a colon in its id.
    let (session, number) = by
        .split_once(':')
        .map_or(("", by), |(s, n)| (s.trim(), n.trim()));
    let sql =
        "SELECT c.id, c.session, s.is_current FROM cases c JOIN sessions s ON s.id = c.session
               WHERE (c.number = $1 OR c.intake_number = $1) AND ($2 = '' OR c.session = $2)
               ORDER BY s.created_ms DESC, s.id, c.id";
    let rows = tx.query(sql, params![number, session]).await?;
    let each = rows.iter().map(|row| {
        Ok(Numbered {
            id: CaseId::from(row.text(0)?),
            session: SessionId::from(row.text(1)?),
            current: row.get(2)?,
        })
    });
    each.collect()
}

/// Says which cases a number can mean, each as it is written to mean that one.
fn ambiguous(by: &str, several: &[(&Numbered, Case)]) -> Failure {
    let of = |session: &SessionId| {
        several
            .iter()
            .filter(|(it, _)| it.session == *session)
            .count()
    };
    let ways = several.iter().take(TOLD).map(|(it, case)| {
        let number = by.rsplit(':').next().unwrap_or(by).trim();
        let way = match of(&it.session) {
            1 => format!("{}:{number}", it.session),
            _ => it.id.0.clone(),
        };
        (way, case.proposal.title.as_str())
    });
    let (mut zh, mut en) = (vec![], vec![]);
    for (way, title) in ways {
        zh.push(format!("{way}（{title}）"));
        en.push(format!("{way} ({title})"));
    }
    if let Some(more) = several.len().checked_sub(TOLD).filter(|more| *more > 0) {
        zh.push(format!("另有 {more} 件"));
        en.push(format!("{more} more"));
    }
    let (zh, en) = (zh.join("、"), en.join(", "));
    Failure::new(
        ProblemCode::Ambiguous,
        both!(
            "往届有几件提案的编号都是 {by}，请写明是哪一件：{zh}；也可用内部编号",
            "several proposals of earlier sessions have the number {by}; write which one: {en}; or its id"
        ),
    )
}

/// A case as it is kept, with the hash of its last event.
pub(crate) struct Kept {
    pub(crate) case: Case,
    pub(crate) hash: String,
}

/// Who wants a case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To show it.
    Read,
    /// To change it: others wait until this transaction ends.
    Change,
}

pub(crate) async fn load(
    tx: &mut Tx,
    id: &CaseId,
    purpose: Purpose,
) -> Result<Option<Kept>, StoreError> {
    let lock = match purpose {
        Purpose::Read => "",
        Purpose::Change => tx.for_update(),
    };
    let sql = format!("SELECT body, hash FROM cases WHERE id = $1{lock}");
    let Some(row) = tx.query_opt(&sql, params![id.0]).await? else {
        return Ok(None);
    };
    Ok(Some(Kept {
        case: parse(row.text(0)?)?,
        hash: row.get(1)?,
    }))
}

/// A case from the text of its row.
pub(crate) fn parse(body: &str) -> Result<Case, StoreError> {
    serde_json::from_str(body)
        .map_err(|_fault| StoreError::Database("the row of a case cannot be read".into()))
}

/// The case in which this one is handled, where it is merged.
pub(crate) fn host_of(case: &Case) -> Option<&CaseId> {
    match &case.intake {
        Intake::Merged { into, .. } => Some(into),
        _ => None,
    }
}

/// The other case of a merge, or of taking one back, and the one in which a merged case is handled.
///
/// # Errors
/// Where the case to merge into can be one of several.
pub(crate) async fn other_of(
    tx: &mut Tx,
    actor: &Actor,
    id: &CaseId,
    command: &Command,
) -> Result<Option<CaseId>, Failure> {
    match command {
        Command::Merge(with) => {
            let found = find(tx, actor, &ProposalRef(with.into.0.clone())).await;
            match found {
                Ok(into) => Ok(Some(into)),
                // The rules miss it, and say so.
                Err(failure) if failure.problem.code == ProblemCode::NotFound => Ok(None),
                Err(failure) => Err(failure),
            }
        }
        // Looked at before it is locked, so that locks are taken in order.
        Command::Unmerge {} | Command::ChangeConsent(_) | Command::Correct(_) => {
            let kept = load(tx, id, Purpose::Read).await?;
            Ok(kept.and_then(|kept| host_of(&kept.case).cloned()))
        }
        _ => Ok(None),
    }
}
