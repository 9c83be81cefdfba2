//! Effects: what a call changes, once, or as a trial.

use banli_shared::api::{DryRun, Endpoint, ProblemCode, Reply};
use banli_shared::both;
use banli_shared::ids::{Millis, Version};

use super::{Answer, Answered, Call, Failure};
use crate::params;
use crate::store::{StoreError, Tx};

/// How long the answer to a keyed request is kept: 7 days.
pub const KEPT_MS: Millis = 7 * 24 * 60 * 60 * 1000;

/// What tells a repeated request from another one with the same key.
struct Keyed {
    person: String,
    key: String,
    digest: String,
    now: Millis,
}

impl<E: Endpoint> Call<E> {
    /// Runs `work` in a transaction and answers when it is on the disk.
    ///
    /// - With `dry_run` everything is checked and answered the same, and nothing is kept.
    /// - With an `Idempotency-Key` the answer is kept in the same transaction: repeating the request gives that answer
    ///   and changes nothing; while the first one runs, the second waits for it; the key with another request is refused.
    ///   A request that failed changed nothing, so its key is free again.
    ///
    /// `work` may be run twice; it changes nothing but its transaction.
    ///
    /// # Errors
    /// Those of `work`, of the store, and `key_reused`.
    pub async fn effect<W>(&self, dry_run: DryRun, work: W) -> Answered<E>
    where
        W: AsyncFn(&mut Tx) -> Answered<E> + Send + 'static,
    {
        let keyed = self.key.clone().map(|key| Keyed {
            person: self.caller.actor.person.0.clone(),
            key,
            digest: self.digest.clone(),
            now: self.now,
        });
        let store = self.app.store();
        store
            .write(async move |tx: &mut Tx| {
                if dry_run.dry_run {
                    tx.discard();
                    return work(tx).await;
                }
                let Some(keyed) = &keyed else {
                    return work(tx).await;
                };
                if let Some(answer) = keyed.earlier(tx).await? {
                    return Ok(answer);
                }
                let answer = work(tx).await?;
                keyed.keep(tx, &answer).await?;
                Ok(answer)
            })
            .await
    }
}

impl Keyed {
    /// Takes the key, or finds the answer given under it.
    async fn earlier<R: Reply>(&self, tx: &mut Tx) -> Result<Option<Answer<R>>, Failure> {
        let sql = "INSERT INTO idempotency (person, key, body_hash, status, answer, created_ms)
                   VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (person, key) DO NOTHING";
        let taken = tx
            .execute(sql, params![self.person, self.key, self.digest, self.now])
            .await?;
        if taken == 1 {
            return Ok(None);
        }
        let sql =
            "SELECT body_hash, status, answer FROM idempotency WHERE person = $1 AND key = $2";
        let row = tx.query_one(sql, params![self.person, self.key]).await?;
        if row.text(0)? != self.digest {
            let detail = both!(
                "此 Idempotency-Key 已用于其他请求",
                "this Idempotency-Key was used for another request"
            );
            return Err(Failure::new(ProblemCode::KeyReused, detail));
        }
        let reply = R::decode(row.text(2)?.as_bytes())
            .map_err(|fault| Failure::internal(format!("a kept answer cannot be read: {fault}")))?;
        let version = Version::try_from(row.int(1)?)
            .ok()
            .filter(|version| *version > 0);
        Ok(Some(Answer {
            version,
            replayed: true,
            ..Answer::new(reply)
        }))
    }

    async fn keep<R: Reply>(&self, tx: &mut Tx, answer: &Answer<R>) -> Result<(), Failure> {
        let text = String::from_utf8(answer.reply.encode())
            .map_err(|_bytes| Failure::internal("only answers that are text can be kept"))?;
        let version = answer
            .version
            .and_then(|version| i64::try_from(version).ok())
            .unwrap_or(0);
        let sql = "UPDATE idempotency SET answer = $3, status = $4 WHERE person = $1 AND key = $2";
        let kept = tx
            .execute(sql, params![self.person, self.key, text, version])
            .await?;
        if kept == 1 {
            Ok(())
        } else {
            Err(StoreError::NoRow.into())
        }
    }
}
