//! What was sent and not answered goes out under the same key when a later run sends the same: it happens once.

use banli_shared::ids::Millis;
use serde::Serialize;

use super::{Ctx, clock};
use crate::api::{ApiFailure, With, fresh_key};
use crate::drafts::{Draft, DraftKey, Journal};

/// A server remembers keys for seven days; a key of longer ago is none any more.
const REMEMBERED_MS: Millis = 6 * 24 * 60 * 60 * 1000;

/// The key of one request, kept on this machine until it is answered.
pub(super) struct Once {
    journal: Option<Journal>,
    draft: Draft,
}

impl Once {
    /// The key for this body: that of an earlier run which had no answer, else a fresh one. Where nothing can be kept on
    /// this machine it is good for this run.
    pub(super) fn of(ctx: &Ctx, what: &str, body: &impl Serialize) -> Self {
        let journal = Journal::open(&ctx.places.drafts.with_file_name("unanswered")).ok();
        let now_ms = clock();
        let body = serde_json::to_string(body).unwrap_or_default();
        Self::known(
            journal,
            ctx.client.base(),
            &format!("{what}/{body}"),
            now_ms,
        )
    }

    fn known(journal: Option<Journal>, server: &str, what: &str, now_ms: Millis) -> Self {
        let key = DraftKey {
            server: server.to_owned(),
            person: String::new(),
            what: what.to_owned(),
        };
        let before = journal.as_ref().and_then(|it| it.get(&key).ok()).flatten();
        let before = before.filter(|it| now_ms - it.written_ms < REMEMBERED_MS);
        let draft = before.unwrap_or_else(|| Draft {
            key,
            written_ms: now_ms,
            text: fresh_key(),
        });
        if let Some(journal) = &journal {
            // Without it this run is as safe as any, and only a later one would not know.
            let _ = journal.put(&draft);
        }
        Self { journal, draft }
    }

    /// To send it with.
    pub(super) fn with(&self) -> With {
        With {
            key: Some(self.draft.text.clone()),
            ..With::default()
        }
    }

    /// Forgets the key, unless nobody knows what became of the request.
    pub(super) fn answered<T>(self, answer: &Result<T, ApiFailure>) {
        let open =
            |failure: &ApiFailure| failure.may_have_arrived() || failure.may_be_answered_later();
        if let (Some(journal), false) = (&self.journal, answer.as_ref().is_err_and(open)) {
            // A key that stays is that of this very request, and of no other.
            let _ = journal.remove(&self.draft.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::api::{Problem, ProblemCode};
    use banli_shared::both;

    use super::*;

    #[test]
    fn a_later_run_sends_the_same_under_the_same_key_until_it_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let once = |what: &str, now_ms| {
            let journal = Journal::open(folder.path()).ok();
            Once::known(journal, "http://127.0.0.1:1", what, now_ms)
        };
        let key = |once: &Once| once.with().key.unwrap();
        let first = once("hand-over/[1]", 1);
        let sent = key(&first);
        assert_ne!(key(&once("hand-over/[2]", 1)), sent, "another request");
        // The program ended, or was told to try later.
        let busy = Problem::new(ProblemCode::Unavailable, both!("忙", "busy"));
        once("hand-over/[1]", 2).answered::<()>(&Err(busy.into()));
        assert_eq!(key(&once("hand-over/[1]", 3)), sent);
        once("hand-over/[1]", 4).answered(&Ok(()));
        let again = once("hand-over/[1]", 5);
        assert_ne!(key(&again), sent);
        let refused = Problem::new(ProblemCode::Refused, both!("不行", "no"));
        let sent = key(&again);
        again.answered::<()>(&Err(refused.into()));
        let next = key(&once("hand-over/[1]", 6));
        assert_ne!(next, sent);
        // The server has forgotten it by then.
        assert_ne!(key(&once("hand-over/[1]", 6 + REMEMBERED_MS)), next);
    }
}
