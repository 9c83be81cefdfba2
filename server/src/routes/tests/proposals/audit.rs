//! What was tampered with is found; what was not is not.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Town, reviewed};
use crate::app::world::{Worlds, usual_zone};
use crate::audit::Progress;
use crate::audit::doctor::{Examined, examine};
use crate::audit::invariants::broken;
use crate::audit::verify::{Verified, verify};
use crate::store::{StoreError, Tx};
use crate::testing::{Database, on_both};

on_both!(
    an_untouched_record_is_whole,
    several_cases_changed_at_once_keep_the_record_whole,
    every_tampering_is_found,
    what_must_hold_for_a_case_is_missed_when_it_does_not,
    what_must_hold_is_asked_everywhere,
);

/// Two cases, one of them answered.
async fn played(database: Database) -> Town {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    town.submitted().await;
    town
}

/// What `verify` says after these statements, which are not kept.
async fn after(town: &Town, statements: &'static str) -> Verified {
    let store = town.office.app.store();
    let checked: Result<Verified, StoreError> = store
        .write(async move |tx: &mut Tx| {
            tx.discard();
            tx.batch(statements).await?;
            verify(tx, None, &Progress::default()).await
        })
        .await;
    checked.unwrap()
}

async fn an_untouched_record_is_whole(database: Database) {
    let town = played(database).await;
    let before = after(&town, "").await;
    assert_eq!(before.findings.told, []);
    assert_eq!((before.cases, before.events), (2, 14));
    assert_eq!(before.record.seq, 14);
    let published = before.record;
    assert_eq!(published.to_string().parse(), Ok(published.clone()));

    town.submitted().await;
    let store = town.office.app.store();
    let whole = async |published| {
        store
            .read(async move |tx: &mut Tx| verify(tx, Some(&published), &Progress::default()).await)
            .await
            .unwrap()
    };
    let now = whole(published.clone()).await;
    assert_eq!((now.findings.count, now.record.seq), (0, 15));
    let mut other = published;
    other.digest.replace_range(..1, "z");
    assert_eq!(whole(other).await.findings.count, 1);
}

async fn several_cases_changed_at_once_keep_the_record_whole(database: Database) {
    let town = Town::open(database).await;
    let (first, second) = (town.submitted().await, town.submitted().await);
    let commands = [&first, &second].map(|id| json!({ "proposal": id, "command": { "file": {} } }));
    let ask = town.ask("coordinator", Method::POST, "/api/v1/commands");
    let kept = ask.json(&json!({ "commands": commands })).send().await.ok();
    assert_eq!(kept["kept"], true);
    assert_eq!(after(&town, "").await.findings.told, []);
}

async fn every_tampering_is_found(database: Database) {
    let town = played(database).await;
    for statements in [
        // A word in an event; with its hash made to fit, the next one tells.
        "UPDATE events SET body = REPLACE(body, '公交', '地铁') WHERE seq = 1",
        "UPDATE events SET hash = prev_hash WHERE seq = 5",
        // The columns beside it.
        "UPDATE events SET actor = 'nobody' WHERE seq = 5",
        "UPDATE events SET kind = 'signed' WHERE seq = 5",
        "UPDATE events SET at_ms = at_ms + 1 WHERE seq = 5",
        // Taken out: at the end, in the middle, a whole case, and with the counter turned back.
        "DELETE FROM events WHERE seq = 13",
        "DELETE FROM events WHERE seq = 7",
        "DELETE FROM events WHERE seq = 14",
        "DELETE FROM events WHERE seq = 13; UPDATE counters SET value = 13 WHERE name = 'events';
         UPDATE events SET seq = 13 WHERE seq = 14",
        // Moved.
        "UPDATE events SET version = version + 100 WHERE seq IN (5, 6);
         UPDATE events SET version = 206 - version - 95 WHERE seq IN (5, 6)",
        "UPDATE events SET seq = 100 WHERE seq = 14",
        // The row of the case.
        "UPDATE cases SET version = version + 1",
        "UPDATE cases SET number = '20239999' WHERE number = '20230001'",
        "UPDATE cases SET body = REPLACE(body, '公交', '地铁')",
        "UPDATE cases SET hash = ''",
    ] {
        let verified = after(&town, statements).await;
        assert!(verified.findings.count > 0, "not found: {statements}");
    }
    let whole = after(&town, "").await;
    assert_eq!(whole.findings.count, 0);
}

async fn what_must_hold_for_a_case_is_missed_when_it_does_not(database: Database) {
    let town = played(database).await;
    let whole = town.see("auditor", "20230001").await.ok()["case"].clone();
    let broken_in = |case: &Value| broken(&serde_json::from_value(case.clone()).unwrap());
    assert_eq!(broken_in(&whole), [""; 0]);
    let round = "/assignments/0/rounds/0";
    let other = whole
        .pointer(&format!("{round}/approvals/1/by"))
        .unwrap()
        .clone();
    for (pointer, value) in [
        ("/proposal/proposers".to_owned(), json!([])),
        ("/proposal/suggestions/1/no".into(), json!(5)),
        ("/number".into(), json!(null)),
        (
            "/intake".into(),
            json!({ "withdrawn": { "reason": "x", "filed": true } }),
        ),
        ("/assignments/0/no".into(), json!(2)),
        ("/assignments/0/rounds".into(), json!([])),
        ("/assignments/0/stage".into(), json!("drafting")),
        ("/assignments/0/stage".into(), json!("rated")),
        (
            "/assignments/0/stage".into(),
            json!({ "closed": { "how": "rated" } }),
        ),
        (
            "/assignments/0/waived".into(),
            json!({ "by": "p", "why": "x", "at_ms": 1 }),
        ),
        (format!("{round}/no"), json!(2)),
        (format!("{round}/due/date"), json!("2020-01-01")),
        (format!("{round}/approvals"), json!([])),
        (format!("{round}/approvals/0/hash"), json!("x")),
        (format!("{round}/approvals/0/by"), other),
        (format!("{round}/content/body"), json!("改过的答复")),
        (format!("{round}/content/answers"), json!({})),
        (format!("{round}/issued"), json!(null)),
        (format!("{round}/issued/class"), json!(null)),
        (format!("{round}/issued/class"), json!("b")),
        (format!("{round}/contacts"), json!([])),
        (format!("{round}/contacts/0/no"), json!(2)),
    ] {
        let mut case = whole.clone();
        *case.pointer_mut(&pointer).unwrap() = value;
        assert!(!broken_in(&case).is_empty(), "not missed: {pointer}");
    }
}

pub(super) async fn examined(town: &Town) -> Examined {
    let worlds = Worlds::new(usual_zone());
    let store = town.office.app.store();
    examine(store, &worlds, super::MORNING, &Progress::default())
        .await
        .unwrap()
}

async fn what_must_hold_is_asked_everywhere(database: Database) {
    let town = played(database).await;
    let id = town.submitted().await;
    town.run(
        "coordinator",
        &id,
        json!({ "merge": { "into": "20230001" } }),
    )
    .await
    .problem(banli_shared::api::ProblemCode::Refused);
    let well = examined(&town).await;
    assert_eq!(well.findings.told, []);
    assert_eq!(well.cases, 3);
    assert!(well.invariants >= 30);
    let hurt = |statement: &'static str| {
        let store = town.office.app.store();
        store.write(async move |tx: &mut Tx| tx.batch(statement).await)
    };
    hurt("DELETE FROM attention").await.unwrap();
    let told = examined(&town).await.findings.told;
    assert!(
        told.iter().all(|finding| finding.en.contains("attention")),
        "{told:?}"
    );
    assert!(!told.is_empty());
    hurt("UPDATE sessions SET is_current = 0").await.unwrap();
    let told = examined(&town).await.findings.told;
    assert!(
        told.iter()
            .any(|finding| finding.en.contains("2023: does not hold")),
        "{told:?}"
    );
}
