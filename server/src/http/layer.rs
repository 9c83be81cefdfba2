//! What happens to every request, whichever route takes it: a name for the log, headers for the answer.

use std::net::SocketAddr;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use banli_shared::api::{ProblemCode, TIME_ZONE};
use banli_shared::both;

use super::Failure;
use crate::app::App;
use crate::random;

/// The address a request came from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The name of a request in the log and in its answer.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Adds what all routes have in common, and answers for paths and methods that are not there.
pub fn finish(router: Router, app: &App) -> Router {
    let worlds = app.worlds();
    let zone = worlds
        .zone_name()
        .and_then(|name| HeaderValue::from_str(name).ok());
    router
        .fallback(async || Failure::not_found().into_response())
        .method_not_allowed_fallback(async || {
            let detail = both!("此地址不支持该方法", "this path does not take this method");
            Failure::new(ProblemCode::MethodNotAllowed, detail).into_response()
        })
        .layer(from_fn(move |request, next| {
            around(zone.clone(), request, next)
        }))
}

async fn around(zone: Option<HeaderValue>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = random::base32(&random::bytes::<10>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", value);
    }
    if let Some(zone) = zone {
        headers.insert(TIME_ZONE, zone);
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    log(&method, path.as_ref(), &response, begun, &id);
    response
}

/// The pattern of the path is logged, never the path: it can hold what people typed. Reads that went well are many and
/// say little; they are logged only on demand.
fn log(method: &Method, path: Option<&MatchedPath>, response: &Response, begun: Instant, id: &str) {
    let (status, path) = (
        response.status().as_u16(),
        path.map_or("-", MatchedPath::as_str),
    );
    let took_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    if status >= 500 || took_us > 1_000_000 {
        tracing::warn!(%method, path, status, took_us, request_id = id, "slow or failed");
    } else if method == Method::GET {
        tracing::debug!(%method, path, status, took_us, request_id = id, "read");
    } else {
        tracing::info!(%method, path, status, took_us, request_id = id, "change");
    }
}
