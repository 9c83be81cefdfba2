//! What is kept for a while only.

use std::time::Duration;

use banli_shared::api::webhooks::DeliveryState;
use banli_shared::ids::Millis;

use super::App;
use crate::http::KEPT_MS;
use crate::params;
use crate::store::{StoreError, Tx};

/// How long a delivery that was taken can be looked up.
const DELIVERED_MS: Millis = 30 * 24 * 60 * 60 * 1000;
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Drops what has had its time, now and every hour, until the task is dropped.
pub async fn run(app: App) {
    loop {
        match sweep(&app, app.now()).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "dropped what had expired"),
            Err(error) => tracing::warn!(%error, "could not drop what had expired"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Drops tokens that no longer work, answers and reports of lists nobody will ask for again, and deliveries taken or given
/// up long ago. How many rows that were.
///
/// # Errors
/// Those of the store.
pub async fn sweep(app: &App, now: Millis) -> Result<u64, StoreError> {
    let given_up_ms = app.keeps_given_up_ms();
    app.store()
        .write(async move |tx: &mut Tx| {
            let tokens = "DELETE FROM tokens WHERE expires_ms <= $1 OR revoked_ms IS NOT NULL";
            let tokens = tx.execute(tokens, params![now]).await?;
            let answers = "DELETE FROM idempotency WHERE created_ms <= $1";
            let answers = tx.execute(answers, params![now - KEPT_MS]).await?;
            let lists = "DELETE FROM imports WHERE state <> 'running' AND created_ms <= $1";
            let lists = tx.execute(lists, params![now - KEPT_MS]).await?;
            let deliveries = "DELETE FROM deliveries WHERE state = $1 AND done_ms <= $2";
            let mut rows = tokens + answers + lists;
            for (state, kept) in [
                (DeliveryState::Delivered, DELIVERED_MS),
                (DeliveryState::Dead, given_up_ms),
            ] {
                let (state, until) = (state.code(), now - kept);
                rows += tx.execute(deliveries, params![state, until]).await?;
            }
            Ok(rows)
        })
        .await
}
