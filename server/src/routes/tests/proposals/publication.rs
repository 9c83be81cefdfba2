//! From the proposers' consent to a published reply, and the lists that show it.

use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, proposal, reviewed, reviewed_as};
use crate::testing::{Database, on_both};

on_both!(
    consent_mark_and_decision_are_kept_listed_and_exported,
    without_consent_nothing_is_published,
    a_proposer_who_changes_their_mind_takes_the_publication_back,
    what_a_merged_proposal_says_counts_where_it_is_answered,
);

async fn listed(town: &Town, filter: &str) -> usize {
    let path = format!("/api/v1/proposals?{filter}");
    let page = town.get("coordinator", &path).await.ok();
    page["items"].as_array().unwrap().len()
}

/// The case that `in_review` made, now issued and marked as open.
async fn issued(town: &Town) -> String {
    let id = town.in_review().await;
    let mark = json!({ "mark_openness": { "assignment": 1, "openness": "open" } });
    town.run("handler_a", &id, mark).await.ok();
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    id
}

async fn consent_mark_and_decision_are_kept_listed_and_exported(database: Database) {
    let town = Town::open(database).await;
    let id = issued(&town).await;
    let publish = json!({ "publish": { "assignment": 1 } });
    let problem = town
        .run("coordinator", &id, publish)
        .await
        .problem(ProblemCode::Refused);
    assert_eq!(problem["refusal"]["gate"], "publication");
    assert_eq!(
        problem["refusal"]["missing"][0]["consent"]["consent"],
        "not_stated"
    );

    let mut agreed = proposal();
    agreed["proposal"]["publication"] = json!("names_withheld");
    let made = town.ask("member", axum::http::Method::POST, "/api/v1/proposals");
    let made = made.json(&agreed).send().await.ok();
    assert_eq!(made["case"]["proposal"]["publication"], "names_withheld");
    let other = made["case"]["id"].as_str().unwrap();
    town.run("coordinator", other, json!({ "file": {} }))
        .await
        .ok();
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    town.run("coordinator", other, to).await.ok();
    for command in [
        json!({ "accept": { "assignment": 1 } }),
        json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
        json!({ "mark_openness": { "assignment": 1, "openness": "open" } }),
    ] {
        town.run("liaison_a", other, command).await.ok();
    }
    for (who, command) in super::drafted("visit", "2023-02-06")
        .into_iter()
        .chain(reviewed_as("深函2号"))
    {
        town.run(who, other, command).await.ok();
    }
    let whole = json!({ "publish": { "assignment": 1 } });
    assert_eq!(
        town.run("coordinator", other, whole).await.pointer(),
        "/publish/redact"
    );
    let redacted = json!({ "publish": { "assignment": 1, "redact": true, "note": "隐去姓名" } });
    let view = town.run("coordinator", other, redacted).await.ok();
    assert_eq!(view["assignments"][0]["published"], "redacted");
    assert_eq!(view["assignments"][0]["openness"], "open");
    assert_eq!(listed(&town, "publication=names_withheld").await, 1);
    assert_eq!(listed(&town, "openness=open").await, 2);
    assert_eq!(listed(&town, "published=true").await, 1);
    assert_eq!(listed(&town, "published=false").await, 1);
    let exported = async |what: &str| {
        let path = format!("/api/v1/exports/{what}.json");
        town.get("coordinator", &path).await.ok()
    };
    let rows: Value = exported("reply_items").await;
    let forms: Vec<&Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["published"])
        .collect();
    assert!(forms.contains(&&json!("redacted")), "{rows}");
    let rows: Value = exported("proposals").await;
    let consents: Vec<&Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["publication"])
        .collect();
    assert_eq!(consents, [&json!("not_stated"), &json!("names_withheld")]);
    // A member sees that it is published, not what the office wrote with it.
    let seen = town.see("member", other).await.ok();
    let round = &seen["case"]["assignments"][0]["rounds"][0];
    assert_eq!(round["published"]["note"], "");
    assert_eq!(round["openness"]["openness"], "open");
}

async fn without_consent_nothing_is_published(database: Database) {
    let town = Town::open(database).await;
    let id = issued(&town).await;
    let amend = json!({ "amend": { "publication": "agreed" } });
    town.run("member", &id, amend)
        .await
        .problem(ProblemCode::Refused);
    let view = town.see("coordinator", &id).await.ok();
    assert_eq!(view["case"]["proposal"]["publication"], "not_stated");
    assert_eq!(listed(&town, "published=true").await, 0);
}

fn says(publication: &str) -> Value {
    json!({ "change_consent": { "publication": publication } })
}

async fn a_proposer_who_changes_their_mind_takes_the_publication_back(database: Database) {
    let town = Town::open(database).await;
    let id = issued(&town).await;
    for (who, command) in [
        ("member", says("agreed")),
        ("coordinator", json!({ "publish": { "assignment": 1 } })),
    ] {
        town.run(who, &id, command).await.ok();
    }
    assert_eq!(listed(&town, "published=true").await, 1);
    assert_eq!(listed(&town, "publication=agreed").await, 1);
    town.run("other_member", &id, says("refused"))
        .await
        .problem(ProblemCode::NotFound);
    town.run("liaison_a", &id, says("refused"))
        .await
        .problem(ProblemCode::Forbidden);
    assert_eq!(
        town.run("coordinator", &id, says("refused"))
            .await
            .pointer(),
        "/change_consent/note"
    );
    let view = town.run("member", &id, says("refused")).await.ok();
    assert_eq!(
        view["case"]["proposal"]["consents"][0]["publication"],
        "refused"
    );
    assert_eq!(listed(&town, "published=true").await, 0);
    assert_eq!(listed(&town, "publication=refused").await, 1);
    let notices = town.get("coordinator", "/api/v1/notices").await.ok();
    assert_eq!(notices["items"][0]["kind"], "publication_ended");
    // Nothing is to be done by a day.
    assert_eq!(notices["items"][0].get("due"), None);
    assert_eq!(notices["items"][0].get("days_left"), None);
    let events = format!("/api/v1/proposals/{id}/events");
    let events = town.get("coordinator", &events).await.ok();
    let last = events["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["event"]["what"]["unpublished"]["consent"], "refused");
    let found = super::audit::examined(&town).await;
    assert_eq!(found.findings.told, []);
}

async fn what_a_merged_proposal_says_counts_where_it_is_answered(database: Database) {
    let town = Town::open(database).await;
    let host = town.submitted().await;
    let mut other = proposal();
    other["proposal"]["title"] = json!("关于延长公交运营时间的提案");
    other["proposal"]["proposers"] = json!([{ "name": "姓名other_member" }]);
    let made = town.ask(
        "other_member",
        axum::http::Method::POST,
        "/api/v1/proposals",
    );
    let made = made.json(&other).send().await.ok();
    let merged = made["case"]["id"].as_str().unwrap();
    town.run("coordinator", &host, json!({ "file": {} }))
        .await
        .ok();
    let into = json!({ "merge": { "into": host } });
    town.run("coordinator", merged, into).await.ok();
    // Where it went is told by number and title to who may see that, and there what was merged into it.
    for who in ["other_member", "coordinator"] {
        let view = town.see(who, merged).await.ok();
        assert_eq!(view["host"]["number"], "20230001", "{who}");
        assert_eq!(
            view["host"]["title"],
            proposal()["proposal"]["title"],
            "{who}"
        );
    }
    let view = town.see("member", &host).await.ok();
    assert_eq!(
        view["case"]["absorbed"][0]["title"],
        "关于延长公交运营时间的提案"
    );
    assert_eq!(view.get("host"), None);
    let consent = async || {
        let view = town.see("coordinator", &host).await.ok();
        view["case"]["absorbed"][0]["publication"].clone()
    };
    assert_eq!(consent().await, "not_stated");
    town.run("other_member", merged, says("agreed")).await.ok();
    assert_eq!(consent().await, "agreed");
    town.run("other_member", &host, says("refused"))
        .await
        .problem(ProblemCode::Forbidden);
    let by_office = json!({ "change_consent": {
        "publication": "names_withheld", "proposer": 1, "note": "来电告知",
    } });
    town.run("coordinator", merged, by_office).await.ok();
    assert_eq!(consent().await, "names_withheld");
    let found = super::audit::examined(&town).await;
    assert_eq!(found.findings.told, []);
}
