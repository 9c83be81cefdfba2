//! Notices sent to a program that really listens.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use banli_shared::api::ProblemCode;
use banli_shared::org::{Post, Role};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;

use super::proposals::{Town, proposal};
use crate::app::{App, housekeeping};
use crate::jobs::deadlines;
use crate::jobs::deliveries::{Sender, Sent, due_places, send_all};
use crate::store::StoreError;
use crate::testing::{Answer, Database, on_both};

on_both!(
    a_notice_is_sent_signed_and_once_however_many_look,
    what_fails_is_tried_again_and_given_up_in_the_end,
    what_was_given_up_is_kept_for_a_while_only,
    only_administrators_say_where_to_and_only_safe_addresses_are_taken,
    a_place_tells_what_goes_with_it_and_what_is_not_there_is_named,
    what_a_proposer_is_told_is_not_for_who_stands_in_for_them_in_a_post,
);

/// 2023-02-06, 09:00 in Shanghai: the morning on which the town hands over.
const MORNING: i64 = 1_675_645_200_000;
const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Somebody else's program: answers with these statuses in turn, the last one for ever, and remembers what came.
struct Receiver {
    url: String,
    heard: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Receiver {
    async fn open(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let heard: Arc<Mutex<Vec<(HeaderMap, Bytes)>>> = Arc::default();
        let (all, statuses) = (Arc::clone(&heard), statuses.to_vec());
        let answer = move |headers: HeaderMap, body: Bytes| {
            let mut all = all.lock().unwrap();
            let status = statuses[all.len().min(statuses.len() - 1)];
            all.push((headers, body));
            let status = StatusCode::from_u16(status).unwrap();
            std::future::ready((status, [("location", "/elsewhere")]))
        };
        let router = Router::new().route("/hook", post(answer));
        tokio::spawn(async move { axum_serve(listener, router).await });
        Self { url, heard }
    }

    fn heard(&self) -> Vec<(HeaderMap, Bytes)> {
        self.heard.lock().unwrap().clone()
    }
}

async fn axum_serve(listener: TcpListener, router: Router) {
    let never = std::future::pending();
    crate::serve::serve(
        listener,
        None,
        router,
        crate::serve::Limits::default(),
        never,
    )
    .await;
}

thread_local! {
    /// The moment that the senders of a test are at; each test has a thread of its own.
    static NOW: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

/// Everything that is due at `now`.
async fn look(app: &App, sender: &Sender, now: i64) -> Result<Sent, StoreError> {
    NOW.set(now);
    let clock = |_: &App| NOW.get();
    let mut all = Sent::default();
    for place in due_places(app, clock).await? {
        let sent = send_all(app, sender, &place, clock).await?;
        all.delivered += sent.delivered;
        all.failed += sent.failed;
        all.dead += sent.dead;
    }
    Ok(all)
}

async fn add(town: &Town, body: &Value) -> Answer {
    let path = "/api/v1/webhooks";
    let ask = town.office.ask_as(&town.office.admin, Method::POST, path);
    ask.json(body).send().await
}

async fn deliveries(town: &Town) -> Vec<Value> {
    let path = "/api/v1/deliveries";
    let ask = town.office.ask_as(&town.office.admin, Method::GET, path);
    ask.send().await.ok()["items"].as_array().unwrap().clone()
}

async fn a_notice_is_sent_signed_and_once_however_many_look(database: Database) {
    let town = Town::open(database).await;
    let id = town.handed_over().await;
    let receiver = Receiver::open(&[204]).await;
    let made = add(&town, &json!({ "url": receiver.url, "note": "大屏" }))
        .await
        .ok();
    let other = add(
        &town,
        &json!({ "url": receiver.url, "kinds": ["window_passed"] }),
    )
    .await;
    assert_eq!(other.status, 200);
    let twice = json!({ "url": receiver.url, "note": "又一次" });
    assert_eq!(add(&town, &twice).await.status, 409);
    let secret = made["secret"].as_str().unwrap();

    let now = MORNING + 80 * DAY;
    assert_eq!(
        deadlines::look(&town.office.app, now).await.unwrap().told,
        1
    );
    assert_eq!(
        deliveries(&town).await.len(),
        1,
        "one of them wants other kinds only"
    );
    let sender = Sender::new().unwrap();
    let (one, two) = tokio::join!(
        look(&town.office.app, &sender, now),
        look(&town.office.app, &sender, now)
    );
    assert_eq!(one.unwrap().delivered + two.unwrap().delivered, 1);
    let heard = receiver.heard();
    assert_eq!(heard.len(), 1);
    let (headers, body) = &heard[0];
    let sent: Value = serde_json::from_slice(body).unwrap();
    assert_eq!(sent["kind"], "deadline_near");
    assert_eq!(sent["case"], id.as_str());
    assert_eq!(sent["unit"], "A");
    assert_eq!(sent["due"], "2023-05-06");
    assert_eq!(sent["to"], json!([town.id("liaison_a").await]));
    assert_eq!(headers["banli-delivery"], sent["id"].as_str().unwrap());

    let signed = headers["banli-signature"].to_str().unwrap();
    let (seconds, hex) = signed
        .strip_prefix("t=")
        .unwrap()
        .split_once(",v1=")
        .unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(seconds.as_bytes());
    mac.update(b".");
    mac.update(body);
    let expected: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex, expected);

    let done = deliveries(&town).await;
    assert_eq!(
        (&done[0]["state"], &done[0]["said"]),
        (&json!("delivered"), &json!("HTTP 204"))
    );
    assert!(!done[0].to_string().contains(secret));
    housekeeping::sweep(&town.office.app, now + 31 * DAY)
        .await
        .unwrap();
    let admin = town
        .office
        .ask_as(&town.office.admin, Method::GET, "/api/v1/webhooks");
    // The administrator's token may have had its time as well; what was taken is gone.
    let _ = admin.send().await;
    let left = town
        .office
        .app
        .store()
        .read(async |tx: &mut crate::store::Tx| {
            tx.query_one("SELECT COUNT(*) FROM deliveries", &[])
                .await?
                .int(0)
        });
    assert_eq!(left.await, Ok(0));
}

async fn what_was_given_up_is_kept_for_a_while_only(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    let receiver = Receiver::open(&[500]).await;
    add(&town, &json!({ "url": receiver.url })).await.ok();
    let (sender, app) = (Sender::new().unwrap(), town.office.app.clone());
    let mut now = MORNING + 80 * DAY;
    deadlines::look(&app, now).await.unwrap();
    while look(&app, &sender, now).await.unwrap().dead == 0 {
        now += DAY;
    }
    for (at, left) in [(now + 90 * DAY - 1, 1), (now + 90 * DAY, 0)] {
        housekeeping::sweep(&app, at).await.unwrap();
        let count = app.store().read(async |tx: &mut crate::store::Tx| {
            let sql = "SELECT COUNT(*) FROM deliveries";
            tx.query_one(sql, &[]).await?.int(0)
        });
        assert_eq!(count.await, Ok(left));
    }
}

async fn what_fails_is_tried_again_and_given_up_in_the_end(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    // A redirect is not followed: the address was looked at, the next one was not.
    let receiver = Receiver::open(&[500, 302, 503]).await;
    add(&town, &json!({ "url": receiver.url })).await.ok();
    let (sender, app) = (Sender::new().unwrap(), town.office.app.clone());
    let mut now = MORNING + 80 * DAY;
    deadlines::look(&app, now).await.unwrap();
    let failed = Sent {
        failed: 1,
        ..Sent::default()
    };
    for (wait, said) in [(1, "HTTP 500"), (5, "HTTP 302"), (30, "HTTP 503")] {
        assert_eq!(look(&app, &sender, now).await.unwrap(), failed);
        assert_eq!(deliveries(&town).await[0]["said"], said);
        let early = look(&app, &sender, now + wait * MINUTE - 1).await.unwrap();
        assert_eq!(
            early,
            Sent::default(),
            "not before {wait} minutes have passed"
        );
        now += wait * MINUTE;
    }
    let mut tries = 3;
    let last = loop {
        let sent = look(&app, &sender, now).await.unwrap();
        tries += sent.failed + sent.dead;
        now += DAY;
        if sent.failed == 0 {
            break sent;
        }
    };
    assert_eq!(
        last,
        Sent {
            dead: 1,
            ..Sent::default()
        }
    );
    assert_eq!((tries, receiver.heard().len()), (8, 8));
    let ids: Vec<_> = receiver
        .heard()
        .iter()
        .map(|(headers, _)| headers["banli-delivery"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "a repeat can be told");
    let dead = deliveries(&town).await.swap_remove(0);
    assert_eq!(
        (&dead["state"], &dead["tries"]),
        (&json!("dead"), &json!(8))
    );
    assert_eq!(look(&app, &sender, now).await.unwrap(), Sent::default());

    let path = format!("/api/v1/deliveries/{}/retry", dead["id"].as_str().unwrap());
    let ask = || town.office.ask_as(&town.office.admin, Method::POST, &path);
    assert_eq!(ask().send().await.ok()["state"], "waiting");
    assert_eq!(ask().send().await.status, 409);
    assert_eq!(look(&app, &sender, now).await.unwrap(), failed);
}

async fn only_administrators_say_where_to_and_only_safe_addresses_are_taken(database: Database) {
    let town = Town::open(database).await;
    for path in ["/api/v1/webhooks", "/api/v1/deliveries"] {
        assert_eq!(town.get("coordinator", path).await.status, 403);
    }
    for url in [
        "",
        "office",
        "ftp://office.example/",
        "http://office.example/hook",
        "http://localhost.office.example/",
        "http://127.0.0.1.office.example/",
        "https://me:secret@office.example/",
        "https://ftp://office.example/",
        "https://ftp//office.example/",
        "file:///etc/passwd",
    ] {
        let no = add(&town, &json!({ "url": url })).await;
        assert_eq!(no.status, 422, "{url}");
        assert_eq!(no.body["errors"][0]["pointer"], "/url");
    }
    let mut ids = vec![];
    for n in 0..20 {
        let url = format!("https://office.example/{n}");
        let made = add(&town, &json!({ "url": url })).await.ok();
        ids.push(made["webhook"]["id"].as_str().unwrap().to_owned());
    }
    let more = json!({ "url": "http://[::1]:9/" });
    assert_eq!(add(&town, &more).await.status, 409);
    let path = format!("/api/v1/webhooks/{}", ids[0]);
    let gone = || {
        town.office
            .ask_as(&town.office.admin, Method::DELETE, &path)
    };
    assert!(gone().send().await.status.is_success());
    assert_eq!(gone().send().await.status, 404);
    add(&town, &more).await.ok();
}

async fn a_place_tells_what_goes_with_it_and_what_is_not_there_is_named(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    let made = add(&town, &json!({ "url": "http://127.0.0.1:9/hook" })).await;
    let id = made.ok()["webhook"]["id"].as_str().unwrap().to_owned();
    let now = MORNING + 80 * DAY;
    deadlines::look(&town.office.app, now).await.unwrap();
    let ask = async |method: Method, path: &str| {
        let ask = town.office.ask_as(&town.office.admin, method, path);
        ask.send().await
    };
    let listed = ask(Method::GET, "/api/v1/webhooks").await.ok();
    assert_eq!(
        (
            &listed["items"][0]["waiting"],
            &listed["items"][0]["given_up"]
        ),
        (&json!(1), &json!(0))
    );
    let path = format!("/api/v1/webhooks/{id}");
    assert_eq!(ask(Method::DELETE, &path).await.status, 204);
    let gone = ask(Method::DELETE, &path).await;
    let gone = gone.problem(ProblemCode::NotFound)["detail"].clone();
    assert!(gone.to_string().contains("banli webhook list"), "{gone}");
    let gone = ask(Method::POST, "/api/v1/deliveries/x/retry").await;
    let gone = gone.problem(ProblemCode::NotFound)["detail"].clone();
    assert!(
        gone.to_string().contains("banli webhook deliveries"),
        "{gone}"
    );
}

async fn what_a_proposer_is_told_is_not_for_who_stands_in_for_them_in_a_post(database: Database) {
    let mut town = Town::open(database).await;
    let handler = Post::at(Role::Handler, "A-1");
    let member = Post::office(Role::Proposer);
    town.add("both", &[member, handler.clone()]).await;
    town.add("deputy", &[handler]).await;
    let lent = json!({ "taker": town.id("deputy").await, "until": "2023-02-10" });
    let lend = town.ask("both", Method::POST, "/api/v1/delegations");
    lend.json(&lent).send().await.ok();
    let mut body = proposal();
    body["proposal"]["proposers"] = json!([{ "name": "姓名both" }]);
    let submit = town.ask("both", Method::POST, "/api/v1/proposals");
    let view = submit.json(&body).send().await.ok();
    let id = view["case"]["id"].as_str().unwrap();

    let receiver = Receiver::open(&[204]).await;
    add(&town, &json!({ "url": receiver.url })).await.ok();
    let ask = json!({ "ask_revision": { "reason": "请补充建议" } });
    town.run("coordinator", id, ask).await.ok();
    let sender = Sender::new().unwrap();
    look(&town.office.app, &sender, MORNING + DAY)
        .await
        .unwrap();
    let heard = receiver.heard();
    let sent: Value = serde_json::from_slice(&heard[0].1).unwrap();
    assert_eq!(sent["kind"], "revision_asked");
    assert_eq!(sent["to"], json!([town.id("both").await]));
}
