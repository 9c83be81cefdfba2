//! What is mounted is what the contract says and what the document describes.

use std::collections::BTreeSet;

use axum::http::Method;
use banli_shared::api::registry;

use crate::openapi;
use crate::routes;
use crate::testing::{Database, Office};

/// In the contract, and not served yet.
const TO_COME: &[&str] = &[];

type Route = (String, String, String);

fn route(method: &str, path: &str, name: &str) -> Route {
    (
        method.to_ascii_lowercase(),
        path.to_owned(),
        name.to_owned(),
    )
}

#[test]
fn mounted_routes_are_those_of_the_contract() {
    let routes = routes::all();
    let mounted: BTreeSet<Route> = routes
        .mounted()
        .iter()
        .map(|it| route(it.method.as_str(), it.path, it.name))
        .collect();
    assert_eq!(
        mounted.len(),
        routes.mounted().len(),
        "nothing is mounted twice"
    );
    let promised: BTreeSet<Route> = registry()
        .iter()
        .filter(|info| !TO_COME.contains(&info.name))
        .map(|info| route(info.method.as_str(), info.path, info.name))
        .collect();
    assert_eq!(mounted, promised);
}

#[test]
fn the_document_describes_the_contract_and_nothing_else() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut described = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            described.insert(route(method, path, name));
        }
    }
    let promised: BTreeSet<Route> = registry()
        .iter()
        .map(|info| route(info.method.as_str(), info.path, info.name))
        .collect();
    assert_eq!(described, promised);
}

#[tokio::test]
async fn the_page_that_shows_the_document_needs_no_other_machine() {
    let office = Office::open(Database::sqlite()).await;
    let get = |path: &str| office.ask(Method::GET, path).send();
    let page = get("/docs").await;
    let policy = page.headers["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let page = page.ok().as_str().unwrap().to_owned();
    for part in ["/docs/page.css", "/docs/page.js", openapi::PATH] {
        assert!(page.contains(part), "{part}");
        let text = get(part).await.ok().to_string();
        assert!(
            !text.contains("https://") || part == openapi::PATH,
            "{part}"
        );
    }
    assert!(!page.contains("https://") && !page.contains("http://"));
}
