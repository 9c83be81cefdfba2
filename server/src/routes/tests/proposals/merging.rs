//! A proposal handled under another number: both change together.

use serde_json::json;

use super::Town;
use crate::testing::{Database, on_both};

on_both!(
    a_merge_and_its_undoing_change_both_cases,
    merges_across_each_other_end,
);

async fn a_merge_and_its_undoing_change_both_cases(database: Database) {
    let town = Town::open(database).await;
    let (host, guest) = (town.submitted().await, town.submitted().await);
    town.run("coordinator", &host, json!({ "file": {} }))
        .await
        .ok();
    // By its number, as an office would type it.
    let merge = json!({ "merge": { "into": "20230001" } });
    let merged = town.run("coordinator", &guest, merge).await.ok();
    assert_eq!(merged["stage"], "merged");
    let offers = merged["offers"].as_array().unwrap();
    let unmerge = offers.iter().find(|offer| offer["action"] == "unmerge");
    assert!(unmerge.unwrap().get("refusal").is_none());
    let view = town.see("coordinator", &host).await.ok();
    assert_eq!(view["case"]["absorbed"][0]["case"], json!(guest));
    assert_eq!(view["case"]["version"], 3);

    let unmerged = town
        .run("coordinator", &guest, json!({ "unmerge": {} }))
        .await
        .ok();
    assert_eq!(unmerged["stage"], "submitted");
    let view = town.see("coordinator", &host).await.ok();
    assert_eq!(view["case"]["absorbed"], json!([]));
}

/// Each into the other, many times at once: locks are taken in one order, so nobody waits for ever, and one wins.
async fn merges_across_each_other_end(database: Database) {
    let town = Town::open(database).await;
    let (one, two) = (town.submitted().await, town.submitted().await);
    let asks = (0..8).map(|index| {
        let (from, into) = if index % 2 == 0 {
            (&one, &two)
        } else {
            (&two, &one)
        };
        let merge = json!({ "merge": { "into": into } });
        tokio::spawn(town.command("coordinator", from, &merge).send())
    });
    let mut won = 0;
    for ask in asks.collect::<Vec<_>>() {
        won += u32::from(ask.await.unwrap().status.is_success());
    }
    assert_eq!(won, 1);
}
