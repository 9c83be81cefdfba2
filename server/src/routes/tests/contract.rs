//! What is mounted is what the contract says and what the document describes.

use std::collections::BTreeSet;

use axum::http::Method;
use banli_shared::api::registry;
use banli_shared::text::field_name;
use serde_json::Value;

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

/// The names of fields in a schema and in what it is made of.
fn names(document: &Value, schema: &Value, inside: &mut Vec<String>, into: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        // What holds itself is gone through once.
        if inside.iter().any(|it| it == reference) {
            return;
        }
        inside.push(reference.to_owned());
        let pointer = reference.trim_start_matches('#');
        let named = document.pointer(pointer).expect("what is named is there");
        names(document, named, inside, into);
        inside.pop();
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        into.insert(name.clone());
        names(document, field, inside, into);
    }
    for part in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        for schema in schema[part].as_array().into_iter().flatten() {
            names(document, schema, inside, into);
        }
    }
    for part in ["items", "additionalProperties"] {
        if schema[part].is_object() {
            names(document, &schema[part], inside, into);
        }
    }
}

#[test]
fn every_field_of_a_request_has_a_name_in_chinese() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut fields = BTreeSet::new();
    let paths = document["paths"].as_object().unwrap().values();
    for operation in paths.flat_map(|path| path.as_object().unwrap().values()) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            fields.insert(parameter["name"].as_str().unwrap().to_owned());
        }
        let content = operation["requestBody"]["content"].as_object();
        for kind in content.into_iter().flat_map(|content| content.values()) {
            names(&document, &kind["schema"], &mut vec![], &mut fields);
        }
    }
    assert!(fields.len() > 150, "{fields:?}");
    let nameless = |field: &&String| field_name(field).zh == **field;
    let nameless: Vec<&String> = fields.iter().filter(nameless).collect();
    assert!(
        nameless.is_empty(),
        "in shared/src/text/place.rs there is no name for {nameless:?}"
    );
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
