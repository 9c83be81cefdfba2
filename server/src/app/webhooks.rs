//! Where notices are sent to, and what is on its way there.

use std::collections::BTreeSet;

use banli_shared::api::webhooks::{
    Delivery, DeliveryQuery, DeliveryState, NewWebhook, Sent, Webhook, WebhookMade,
};
use banli_shared::api::{FieldFault, Page, ProblemCode};
use banli_shared::both;
use banli_shared::ids::{Millis, PersonId};
use banli_shared::org::Actor;
use banli_shared::text::address_fault;

use super::listing::rows::word;
use super::notices::{Told, has_deadline};
use super::{cursor, field};
use crate::http::Failure;
use crate::params;
use crate::random;
use crate::store::{Binds, Row, StoreError, Tx, json};

const USUAL: u32 = 50;
const URL: usize = 500;
const NOTE: usize = 200;
/// More than these would be a mistake.
const WEBHOOKS: i64 = 20;
const COLUMNS: &str =
    "d.id, d.webhook, w.url, d.state, d.tries, d.next_ms, d.said, d.at_ms, d.body";

/// Every place notices are sent to, the oldest first.
///
/// # Errors
/// Those of the store.
pub async fn all(tx: &mut Tx) -> Result<Vec<Webhook>, StoreError> {
    let many = |state: DeliveryState| {
        let state = state.code();
        format!(
            "(SELECT COUNT(*) FROM deliveries d WHERE d.webhook = w.id AND d.state = '{state}')"
        )
    };
    let (waiting, given_up) = (many(DeliveryState::Waiting), many(DeliveryState::Dead));
    let sql = format!(
        "SELECT id, url, note, kinds, made_ms, {waiting}, {given_up} FROM webhooks w ORDER BY id"
    );
    let rows = tx.query(&sql, &[]).await?;
    let count = |row: &Row, at| Ok::<_, StoreError>(row.int(at)?.unsigned_abs());
    let all = rows.iter().map(|row| {
        Ok(Webhook {
            waiting: count(row, 5)?,
            given_up: count(row, 6)?,
            ..webhook(row)?
        })
    });
    all.collect()
}

/// The same, none of which is taken away before this transaction ends.
async fn all_kept(tx: &mut Tx) -> Result<Vec<Webhook>, StoreError> {
    let kept = tx.for_share();
    let sql = format!("SELECT id, url, note, kinds, made_ms FROM webhooks ORDER BY id{kept}");
    tx.query(&sql, &[]).await?.iter().map(webhook).collect()
}

fn webhook(row: &Row) -> Result<Webhook, StoreError> {
    let unreadable = |_fault| StoreError::Database("a webhook cannot be read".into());
    Ok(Webhook {
        id: row.get(0)?,
        url: row.get(1)?,
        note: row.get(2)?,
        kinds: serde_json::from_str(row.text(3)?).map_err(unreadable)?,
        made_ms: row.get(4)?,
        waiting: 0,
        given_up: 0,
    })
}

/// An address that notices may be sent to, as it will be dialled, so that nobody reads another address than that.
fn check_url(url: &str) -> Result<String, FieldFault> {
    field::line(url, URL, "/url")?;
    let fault = |text| FieldFault::new("/url", "url", text);
    if let Some(text) = address_fault(url) {
        return Err(fault(text));
    }
    url.parse::<reqwest::Url>()
        .map(Into::into)
        .map_err(|why| fault(both!("不是地址：{why}", "not an address: {why}")))
}

/// Adds a place. The answer can be kept for a repeated request: the secret is not in it, see [`secret`].
///
/// # Errors
/// A bad field, or too many of them.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewWebhook,
    now: Millis,
) -> Result<WebhookMade, Failure> {
    let url = check_url(&new.url)?;
    field::optional_line(&new.note, NOTE, "/note")?;
    let mut kinds = new.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let count = "SELECT COUNT(*) FROM webhooks";
    if tx.query_one(count, &[]).await?.int(0)? >= WEBHOOKS {
        let detail = both!(
            "已有 {WEBHOOKS} 个通知发送地址，请先删除一个",
            "there are {WEBHOOKS} webhooks: remove one first"
        );
        return Err(Failure::new(ProblemCode::Refused, detail));
    }
    let listed = json(&kinds)?;
    let same = "SELECT 1 FROM webhooks WHERE url = $1 AND kinds = $2";
    if tx.query_opt(same, params![url, listed]).await?.is_some() {
        let detail = both!(
            "这些通知已发往此地址；如密钥遗失，请先删除原来的回调地址",
            "these notices go to this address already: remove that webhook first where its secret is lost"
        );
        return Err(Failure::new(ProblemCode::Taken, detail));
    }
    let webhook = Webhook {
        id: random::id(now),
        url,
        note: new.note.clone(),
        kinds,
        made_ms: now,
        waiting: 0,
        given_up: 0,
    };
    let secret = random::base32(&random::bytes::<32>());
    let sql = "INSERT INTO webhooks (id, url, note, kinds, secret, made_by, made_ms)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (of, by) = (&webhook, &actor.person.0);
    let values = params![of.id, of.url, of.note, listed, secret, by, now];
    tx.execute(sql, values).await?;
    Ok(WebhookMade {
        webhook,
        secret: String::new(),
    })
}

/// The secret that signs what goes to a webhook.
///
/// # Errors
/// `not_found` when it was taken away.
pub async fn secret(tx: &mut Tx, webhook: &str) -> Result<String, Failure> {
    let sql = "SELECT secret FROM webhooks WHERE id = $1";
    let found = tx.query_opt(sql, params![webhook]).await?;
    Ok(found.ok_or_else(Failure::not_found)?.get(0)?)
}

/// Takes a place away.
///
/// # Errors
/// `not_found`.
pub async fn drop_one(tx: &mut Tx, id: &str) -> Result<(), Failure> {
    let sql = "DELETE FROM deliveries WHERE webhook = $1";
    tx.execute(sql, params![id]).await?;
    let sql = "DELETE FROM webhooks WHERE id = $1";
    match tx.execute(sql, params![id]).await? {
        0 => {
            let detail = both!(
                "没有此编号的通知发送地址；编号见“banli webhook list”",
                "there is no webhook of this id: `banli webhook list` shows them"
            );
            Err(Failure::new(ProblemCode::NotFound, detail))
        }
        _ => Ok(()),
    }
}

/// Puts a notice on its way to every place that wants its kind, in the transaction of the notice.
///
/// # Errors
/// Those of the store.
pub(crate) async fn send(
    tx: &mut Tx,
    now: Millis,
    told: &Told<'_>,
    to: &BTreeSet<PersonId>,
) -> Result<(), StoreError> {
    let wanted = |webhook: &Webhook| webhook.kinds.is_empty() || webhook.kinds.contains(&told.kind);
    let webhooks: Vec<Webhook> = all_kept(tx).await?.into_iter().filter(wanted).collect();
    if webhooks.is_empty() {
        return Ok(());
    }
    let sql = "SELECT l.number, l.intake_number, l.title, a.unit FROM listed l
               LEFT JOIN assignments a ON a.case_id = l.case_id AND a.no = $2 WHERE l.case_id = $1";
    let row = tx
        .query_one(sql, params![told.case.0, told.assignment])
        .await?;
    let number: Option<String> = row.get(0)?;
    let unit: Option<&str> = row.get(3)?;
    let has_deadline = has_deadline(told.kind, told.assignment);
    for webhook in webhooks {
        let id = random::id(now);
        let sent = Sent {
            id: id.clone(),
            kind: told.kind,
            at_ms: now,
            case: told.case.clone(),
            number: number.clone().map_or_else(|| row.get(1), Ok)?,
            title: row.get(2)?,
            assignment: told.assignment,
            unit: unit.map(Into::into),
            due: has_deadline.then_some(told.due),
            days_left: has_deadline.then_some(told.left),
            ended_on: told.kind.has_end().then_some(told.due),
            promise: told.promise,
            note: told.note.to_owned(),
            note_zh: told.note_zh.to_owned(),
            to: to.iter().cloned().collect(),
        };
        let sql = "INSERT INTO deliveries (id, webhook, body, state, tries, next_ms, said, at_ms)
                   VALUES ($1, $2, $3, $4, 0, 0, '', $5)";
        let state = DeliveryState::Waiting.code();
        let body = json(&sent)?;
        let values = params![id, webhook.id, body, state, now];
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// A page of deliveries, the newest first.
///
/// # Errors
/// A bad limit or cursor.
pub async fn deliveries(tx: &mut Tx, query: &DeliveryQuery) -> Result<Page<Delivery>, Failure> {
    let limit = cursor::limit(query.limit, USUAL)?;
    let bound = ("deliveries", query.state);
    let mut binds = Binds::default();
    let mut holds = vec!["1 = 1".to_owned()];
    if let Some(state) = query.state {
        holds.push(format!("d.state = {}", binds.add(state.code())));
    }
    if let Some(after) = &query.cursor {
        let after: String = cursor::read(&bound, after)?;
        holds.push(format!("d.id < {}", binds.add(after)));
    }
    let more = binds.add(limit + 1);
    let sql = format!(
        "SELECT {COLUMNS} FROM deliveries d JOIN webhooks w ON w.id = d.webhook WHERE {} ORDER BY d.id DESC LIMIT {more}",
        holds.join(" AND ")
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    let mut items: Vec<Delivery> = rows.iter().map(delivery).collect::<Result<_, _>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let last = items.last().filter(|_| more);
    Ok(Page {
        next: last.map(|last| cursor::write(&bound, &last.id)),
        items,
        total: None,
        counted: None,
    })
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.get(0)?,
        webhook: row.get(1)?,
        url: row.get(2)?,
        state: word(row.text(3)?)?,
        tries: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        next_ms: row.get(5)?,
        said: row.get(6)?,
        at_ms: row.get(7)?,
        body: row.get(8)?,
    })
}

/// Tries one that was given up again from the beginning.
///
/// # Errors
/// `not_found`; `refused` where it was not given up.
pub async fn retry(tx: &mut Tx, id: &str) -> Result<Delivery, Failure> {
    let (waiting, dead) = (DeliveryState::Waiting.code(), DeliveryState::Dead.code());
    let sql = "UPDATE deliveries SET state = $2, tries = 0, next_ms = 0, done_ms = NULL WHERE id = $1 AND state = $3";
    let again = tx.execute(sql, params![id, waiting, dead]).await?;
    let sql = format!(
        "SELECT {COLUMNS} FROM deliveries d JOIN webhooks w ON w.id = d.webhook WHERE d.id = $1"
    );
    let row = tx.query_opt(&sql, params![id]).await?;
    let row = row.ok_or_else(|| {
        let detail = both!(
            "没有此编号的推送；编号见“banli webhook deliveries”",
            "there is no delivery of this id: `banli webhook deliveries` shows them"
        );
        Failure::new(ProblemCode::NotFound, detail)
    })?;
    if again == 0 {
        let detail = both!(
            "只有已放弃的发送可以重试",
            "only what was given up is tried again"
        );
        return Err(Failure::new(ProblemCode::Refused, detail));
    }
    Ok(delivery(&row)?)
}
