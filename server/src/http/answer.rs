//! What a request ends with when it succeeds.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use banli_shared::api::Reply;
use banli_shared::ids::Version;

/// A reply and what goes beside it.
#[derive(Debug, Clone)]
pub struct Answer<R> {
    /// The reply.
    pub reply: R,
    /// The version of what it shows; goes out as a strong `ETag`.
    pub version: Option<Version>,
    pub(super) file: Option<(String, &'static str)>,
    pub(super) replayed: bool,
}

impl<R> Answer<R> {
    /// Just the reply.
    #[must_use]
    pub const fn new(reply: R) -> Self {
        Self {
            reply,
            version: None,
            file: None,
            replayed: false,
        }
    }

    /// With the version of what it shows.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// As a download with this name (letters, digits, `.`, `-`, `_`) and content type.
    #[must_use]
    pub fn file(mut self, name: String, content_type: &'static str) -> Self {
        self.file = Some((name, content_type));
        self
    }
}

impl<R> From<R> for Answer<R> {
    fn from(reply: R) -> Self {
        Self::new(reply)
    }
}

impl<R: Reply> IntoResponse for Answer<R> {
    fn into_response(self) -> Response {
        let mut response = match R::CONTENT_TYPE {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(kind) => {
                let mut response = Response::new(Body::from(self.reply.encode()));
                let kind = self.file.as_ref().map_or(kind, |(_, kind)| *kind);
                response
                    .headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
                response
            }
        };
        let headers = response.headers_mut();
        if let Some((name, _)) = self.file
            && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        {
            headers.insert(CONTENT_DISPOSITION, value);
        }
        if let Some(version) = self.version
            && let Ok(value) = HeaderValue::from_str(&format!("\"{version}\""))
        {
            headers.insert(ETAG, value);
        }
        if self.replayed {
            headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}
