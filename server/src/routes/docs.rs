//! `/docs`: a page that shows the OpenAPI document of this server. It asks nothing of any other machine.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::http::Routes;

/// The page runs its own script and reads the document, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .get("/docs", async || {
            part("text/html; charset=utf-8", include_str!("docs/page.html"))
        })
        .get("/docs/page.css", async || {
            part("text/css; charset=utf-8", include_str!("docs/page.css"))
        })
        .get("/docs/page.js", async || {
            part(
                "text/javascript; charset=utf-8",
                include_str!("docs/page.js"),
            )
        })
}

fn part(kind: &'static str, text: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, POLICY)];
    (headers, text).into_response()
}
