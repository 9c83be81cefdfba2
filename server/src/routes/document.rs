//! `/api/v1/openapi.json`.

use std::sync::LazyLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::http::Routes;
use crate::openapi;

/// It never changes while the program runs.
static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| openapi::document().to_json().unwrap_or_default());

pub(super) fn mount(routes: Routes) -> Routes {
    routes.get(openapi::PATH, document)
}

async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}
