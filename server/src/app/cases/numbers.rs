//! Numbers of proposals, without gaps in each session.

use banli_shared::api::sessions::Session;
use banli_shared::ids::{IntakeNumber, ProposalNumber};
use banli_shared::workflow::Numbers;

use crate::params;
use crate::store::{StoreError, Tx};

/// The next intake number, e.g. `2023-S0012`.
pub(crate) async fn for_submission(tx: &mut Tx, session: &Session) -> Result<Numbers, StoreError> {
    let next = tx.next_number(&format!("intake {}", session.id)).await?;
    Ok(Numbers {
        intake: IntakeNumber(format!("{}-S{next:04}", session.year)),
        proposal: ProposalNumber(String::new()),
    })
}

/// The next proposal number, e.g. `20230257`, that no list has brought along, whether kept already or `here`, on its way.
pub(crate) async fn for_filing(
    tx: &mut Tx,
    session: &Session,
    here: impl Fn(&ProposalNumber) -> bool,
) -> Result<ProposalNumber, StoreError> {
    loop {
        let next = tx.next_number(&format!("number {}", session.id)).await?;
        let number = ProposalNumber(format!("{}{next:04}", session.year));
        let sql = "SELECT 1 FROM cases WHERE session = $1 AND number = $2";
        let kept = tx.query_opt(sql, params![session.id.0, number.0]).await?;
        if kept.is_none() && !here(&number) {
            return Ok(number);
        }
    }
}
