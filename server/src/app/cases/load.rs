//! Cases out of the database: by the names people use, and from their rows.

use banli_shared::api::proposals::ProposalRef;
use banli_shared::case::{Case, Intake};
use banli_shared::ids::CaseId;
use banli_shared::text::narrow;
use banli_shared::workflow::Command;

use crate::params;
use crate::store::{StoreError, Tx};

/// The length of an id; no number is so long.
const ID: usize = 26;

/// Which case is meant: an id, a proposal number or an intake number, as people type them. Numbers are unique in a session;
/// where several have it, the current session's is meant, else the newest.
pub(crate) async fn find(tx: &mut Tx, by: &ProposalRef) -> Result<Option<CaseId>, StoreError> {
    let by = narrow(&by.0);
    let sql = if by.len() == ID {
        "SELECT id FROM cases WHERE id = $1"
    } else {
        "SELECT c.id FROM cases c JOIN sessions s ON s.id = c.session
         WHERE c.number = $1 OR c.intake_number = $1
         ORDER BY s.is_current DESC, s.created_ms DESC, s.id LIMIT 1"
    };
    let row = tx.query_opt(sql, params![by]).await?;
    row.map(|row| row.text(0).map(CaseId::from)).transpose()
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
pub(crate) async fn other_of(
    tx: &mut Tx,
    id: &CaseId,
    command: &Command,
) -> Result<Option<CaseId>, StoreError> {
    match command {
        Command::Merge(with) => find(tx, &ProposalRef(with.into.0.clone())).await,
        // Looked at before it is locked, so that locks are taken in order.
        Command::Unmerge {} | Command::ChangeConsent(_) | Command::Correct(_) => {
            let kept = load(tx, id, Purpose::Read).await?;
            Ok(kept.and_then(|kept| host_of(&kept.case).cloned()))
        }
        _ => Ok(None),
    }
}
