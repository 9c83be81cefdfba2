//! Notices sent to other programs: signed, tried again, given up in the end.

use std::time::Duration;

use banli_shared::api::webhooks::DeliveryState;
use banli_shared::ids::Millis;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::app::App;
use crate::params;
use crate::store::{StoreError, Tx};

/// How long after each try that failed the next one comes; after the last there is none.
const WAITS_MS: [Millis; 7] = {
    const MINUTE: Millis = 60_000;
    [
        MINUTE,
        5 * MINUTE,
        30 * MINUTE,
        2 * 60 * MINUTE,
        6 * 60 * MINUTE,
        12 * 60 * MINUTE,
        24 * 60 * MINUTE,
    ]
};
/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(10);
/// For so long a delivery belongs to the server that took it up: longer than an answer may take.
const HELD_MS: Millis = 60_000;

/// What is sent with. Follows no redirect: the address was checked, the next one was not.
#[derive(Clone)]
pub struct Sender {
    http: reqwest::Client,
}

impl Sender {
    /// A sender that trusts what the system trusts.
    ///
    /// # Errors
    /// When no connection can be made at all.
    pub fn new() -> Result<Self, StoreError> {
        // Another part of the program may have done so before; one provider serves all.
        let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("banli-server/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|fault| StoreError::Database(fault.to_string()))?;
        Ok(Self { http })
    }
}

/// What one look did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Deliveries that were taken.
    pub delivered: u64,
    /// Those to be tried again.
    pub failed: u64,
    /// Those given up.
    pub dead: u64,
}

/// What time it is; asked anew for each delivery, as a slow receiver takes its time.
pub type Clock = fn(&App) -> Millis;

/// The places to which something is due.
///
/// # Errors
/// Those of the store.
pub async fn due_places(app: &App, clock: Clock) -> Result<Vec<String>, StoreError> {
    let now = clock(app);
    app.store()
        .read(async move |tx: &mut Tx| {
            let sql = "SELECT DISTINCT webhook FROM deliveries WHERE state = $1 AND next_ms <= $2";
            let rows = tx
                .query(sql, params![DeliveryState::Waiting.code(), now])
                .await?;
            rows.iter()
                .map(|row| row.get::<String>(0))
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .await
}

/// Sends what is due to one place, the oldest first, and no more after one that failed.
///
/// # Errors
/// Those of the store.
pub async fn send_all(
    app: &App,
    sender: &Sender,
    webhook: &str,
    clock: Clock,
) -> Result<Sent, StoreError> {
    let mut done = Sent::default();
    while let Some(due) = take_up(app, webhook, clock(app)).await? {
        let said = sender.post(&due, clock(app)).await;
        match settle(app, due, said, clock(app)).await? {
            DeliveryState::Delivered => done.delivered += 1,
            DeliveryState::Dead => done.dead += 1,
            DeliveryState::Waiting => {
                done.failed += 1;
                break;
            }
        }
    }
    Ok(done)
}

struct Due {
    id: String,
    url: String,
    secret: String,
    body: String,
    tries: usize,
    /// Until when it is this server's: what tells whether it still is.
    held: Millis,
}

/// The oldest delivery to this place that is due, taken up: no other server has it for a while.
async fn take_up(app: &App, webhook: &str, now: Millis) -> Result<Option<Due>, StoreError> {
    let webhook = webhook.to_owned();
    app.store()
        .write(async move |tx: &mut Tx| {
            let sql = "SELECT d.id, w.url, w.secret, d.body, d.tries, d.next_ms FROM deliveries d JOIN webhooks w ON w.id = d.webhook
                       WHERE d.webhook = $1 AND d.state = $2 AND d.next_ms <= $3 ORDER BY d.id LIMIT 1";
            let waiting = DeliveryState::Waiting.code();
            let Some(row) = tx.query_opt(sql, params![webhook, waiting, now]).await? else {
                return Ok(None);
            };
            let (id, seen, tries) = (row.get::<String>(0)?, row.int(5)?, row.int(4)?);
            let sql = "UPDATE deliveries SET next_ms = $3, tries = tries + 1 WHERE id = $1 AND next_ms = $2 AND state = $4";
            let held = now + HELD_MS;
            // Another server was quicker.
            if tx.execute(sql, params![id, seen, held, waiting]).await? == 0 {
                return Ok(None);
            }
            Ok::<_, StoreError>(Some(Due {
                id,
                url: row.get(1)?,
                secret: row.get(2)?,
                body: row.get(3)?,
                tries: usize::try_from(tries)
                    .unwrap_or(usize::MAX)
                    .saturating_add(1),
                held,
            }))
        })
        .await
}

/// Keeps what came of a try, where it is still this server's.
async fn settle(
    app: &App,
    due: Due,
    said: Result<String, String>,
    now: Millis,
) -> Result<DeliveryState, StoreError> {
    let (state, next_ms) = match (&said, WAITS_MS.get(due.tries - 1)) {
        (Ok(_), _) => (DeliveryState::Delivered, now),
        (Err(_), Some(wait)) => (DeliveryState::Waiting, now + wait),
        (Err(_), None) => (DeliveryState::Dead, now),
    };
    if state == DeliveryState::Dead {
        tracing::warn!(
            delivery = due.id,
            "a notice could not be delivered and is given up"
        );
    }
    let said = said.unwrap_or_else(|failed| failed);
    app.store()
        .write(async move |tx: &mut Tx| {
            let sql = "UPDATE deliveries SET state = $2, next_ms = $3, said = $4, done_ms = $5
                       WHERE id = $1 AND state = $6 AND next_ms = $7";
            let done = (state != DeliveryState::Waiting).then_some(now);
            let waiting = DeliveryState::Waiting.code();
            let code = state.code();
            let values = params![due.id, code, next_ms, said, done, waiting, due.held];
            tx.execute(sql, values).await?;
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(state)
}

impl Sender {
    /// One try: the status that took it, or why it was not taken.
    async fn post(&self, due: &Due, now: Millis) -> Result<String, String> {
        let answer = self
            .http
            .post(&due.url)
            .header("content-type", "application/json")
            .header("banli-delivery", &due.id)
            .header("banli-signature", signature(&due.secret, &due.body, now))
            .body(due.body.clone())
            .send()
            .await;
        match answer {
            Ok(answer) if answer.status().is_success() => {
                Ok(format!("HTTP {}", answer.status().as_u16()))
            }
            Ok(answer) => Err(format!("HTTP {}", answer.status().as_u16())),
            Err(fault) if fault.is_timeout() => Err("no answer in time".to_owned()),
            Err(fault) if fault.is_connect() => Err("no connection".to_owned()),
            Err(_) => Err("the answer cannot be read".to_owned()),
        }
    }
}

/// `t=SECONDS,v1=HEX`: HMAC-SHA256 over `SECONDS.BODY`. The time is in it so that an old request cannot be sent again
/// by somebody who overheard it.
fn signature(secret: &str, body: &str, now: Millis) -> String {
    let seconds = now / 1000;
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length is taken");
    mac.update(format!("{seconds}.{body}").as_bytes());
    let mut text = format!("t={seconds},v1=");
    for byte in mac.finalize().into_bytes() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_other_programs_compute() {
        // printf '1675645200.{}' | openssl dgst -sha256 -hmac secret
        assert_eq!(
            signature("secret", "{}", 1_675_645_200_123),
            "t=1675645200,v1=a87f64e5e28961c5bd597141f5f076cdeadaaf6256acbead7b8bd68341661e51"
        );
    }
}
