//! Contacts, as those who were met have them.

use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, reviewed};
use crate::testing::{Database, on_both};

on_both!(a_member_says_whether_a_contact_took_place_and_a_denial_is_told);

fn confirm(contact: u32, took_place: bool, note: &str) -> Value {
    json!({ "confirm_contact": {
        "assignment": 1, "contact": contact, "took_place": took_place, "note": note,
    } })
}

async fn a_member_says_whether_a_contact_took_place_and_a_denial_is_told(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let refused = town.run("handler_a", &id, confirm(1, true, "")).await;
    refused.problem(ProblemCode::Forbidden);
    // Who may not know of the case is not told that it is there.
    let stranger = town.run("other_member", &id, confirm(1, true, "")).await;
    assert_eq!(stranger.status, 404);
    for (contact, note) in [(9, "没有见面"), (1, "")] {
        let refused = town.run("member", &id, confirm(contact, false, note)).await;
        assert!(refused.status.is_client_error(), "{contact}: {note}");
    }
    let view = town
        .run("member", &id, confirm(1, false, "没有见面"))
        .await
        .ok();
    let said = |view: &Value| {
        let contact = &view["case"]["assignments"][0]["rounds"][0]["contacts"][0];
        contact["confirmations"].clone()
    };
    assert_eq!(said(&view)[0]["took_place"], false);
    assert_eq!(said(&view)[0]["note"], "没有见面");
    for who in ["liaison_a", "handler_a"] {
        let notices = town.get(who, "/api/v1/notices").await.ok();
        let first = &notices["items"][0];
        assert_eq!(
            (&first["kind"], &first["note"]),
            (&json!("contact_denied"), &json!("没有见面"))
        );
    }
    // It may be said again until the reply is out, and stands then.
    let view = town
        .run("member", &id, confirm(1, true, "想起来了"))
        .await
        .ok();
    assert_eq!(said(&view).as_array().unwrap().len(), 1);
    assert_eq!(said(&view)[0]["took_place"], true);
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    let late = town.run("member", &id, confirm(1, false, "不对")).await;
    late.problem(ProblemCode::Refused);
}
