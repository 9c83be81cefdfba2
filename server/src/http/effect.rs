//! Effects: what a call changes, once, or as a trial.

use banli_shared::api::{DryRun, Endpoint, ProblemCode, Reply};
use banli_shared::both;
use banli_shared::ids::{Millis, Version};

use super::{Answer, Answered, Call, Failure};
use crate::params;
use crate::store::{StoreError, Tx};

/// How long the answer to a keyed request is kept: 7 days.
pub const KEPT_MS: Millis = 7 * 24 * 60 * 60 * 1000;

/// What is kept of an answer without a body; whoever reads it wants no text.
const SAYS_NOTHING: &str = "-";

/// What tells a repeated request from another one with the same key.
#[derive(Clone)]
pub struct Keyed {
    person: String,
    key: String,
    digest: String,
    now: Millis,
}

impl<E: Endpoint> Call<E> {
    /// The key of the request, for an effect of more than one transaction: the first of them takes it
    /// (`earlier`), the last one keeps the answer (`keep_answer`).
    #[must_use]
    pub fn keyed(&self) -> Option<Keyed> {
        self.key.clone().map(|key| Keyed {
            person: self.caller.actor.person.0.clone(),
            key,
            digest: self.digest.clone(),
            now: self.now,
        })
    }

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
        let keyed = self.keyed();
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
    /// Whose key it is.
    pub(crate) fn person(&self) -> &str {
        &self.person
    }

    /// The key.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Takes the key, or finds the answer given under it.
    ///
    /// # Errors
    /// As [`Keyed::found`].
    pub(crate) async fn earlier<R: Reply>(
        &self,
        tx: &mut Tx,
    ) -> Result<Option<Answer<R>>, Failure> {
        let sql = "INSERT INTO idempotency (person, key, body_hash, status, answer, created_ms)
                   VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (person, key) DO NOTHING";
        let taken = tx
            .execute(sql, params![self.person, self.key, self.digest, self.now])
            .await?;
        if taken == 1 {
            return Ok(None);
        }
        self.found(tx).await
    }

    /// The answer given under the key, if it was used.
    ///
    /// # Errors
    /// `key_reused` for another request, `still_running` where its answer is not known yet, and those of the store.
    pub(crate) async fn found<R: Reply>(&self, tx: &mut Tx) -> Result<Option<Answer<R>>, Failure> {
        let sql =
            "SELECT body_hash, status, answer FROM idempotency WHERE person = $1 AND key = $2";
        let row = tx.query_opt(sql, params![self.person, self.key]).await?;
        let Some(row) = row else { return Ok(None) };
        if row.text(0)? != self.digest {
            let detail = both!(
                "此 Idempotency-Key 已用于其他请求",
                "this Idempotency-Key was used for another request"
            );
            return Err(Failure::new(ProblemCode::KeyReused, detail));
        }
        if row.text(2)?.is_empty() {
            let detail = both!(
                "使用此 Idempotency-Key 的请求仍在处理",
                "the request with this Idempotency-Key is still running"
            );
            return Err(Failure::new(ProblemCode::StillRunning, detail).retry_after(1));
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

    /// Keeps the answer.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn keep<R: Reply>(
        &self,
        tx: &mut Tx,
        answer: &Answer<R>,
    ) -> Result<(), Failure> {
        if keep_answer(tx, &self.person, &self.key, answer).await? {
            Ok(())
        } else {
            Err(StoreError::NoRow.into())
        }
    }
}

/// Keeps the answer to a request whose key was taken; false where the key is no longer kept.
///
/// # Errors
/// Those of the store.
pub(crate) async fn keep_answer<R: Reply>(
    tx: &mut Tx,
    person: &str,
    key: &str,
    answer: &Answer<R>,
) -> Result<bool, Failure> {
    let text = String::from_utf8(answer.reply.encode())
        .map_err(|_bytes| Failure::internal("only answers that are text can be kept"))?;
    // No text at all stands for an answer that is not known yet.
    let text = match text.is_empty() {
        true => SAYS_NOTHING.to_owned(),
        false => text,
    };
    let version = answer
        .version
        .and_then(|version| i64::try_from(version).ok())
        .unwrap_or(0);
    let sql = "UPDATE idempotency SET answer = $3, status = $4 WHERE person = $1 AND key = $2";
    let kept = tx.execute(sql, params![person, key, text, version]).await?;
    Ok(kept == 1)
}

/// Gives a key back whose request failed after all.
///
/// # Errors
/// Those of the store.
pub(crate) async fn free_key(tx: &mut Tx, person: &str, key: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM idempotency WHERE person = $1 AND key = $2";
    tx.execute(sql, params![person, key]).await?;
    Ok(())
}
