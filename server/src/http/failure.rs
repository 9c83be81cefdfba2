//! What a request ends with when it does not succeed.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use banli_shared::api::{FieldFault, Problem, ProblemCode};
use banli_shared::both;
use banli_shared::org::Org;
use banli_shared::text::Bilingual;
use banli_shared::workflow::Refusal;

use crate::store::StoreError;

/// A problem for the caller, and what only the log may know of it.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What the caller is told.
    pub problem: Box<Problem>,
    retry_after_s: Option<u32>,
    cause: Option<String>,
}

impl Failure {
    /// A failure with this code; `detail` is for the caller.
    #[must_use]
    pub fn new(code: ProblemCode, detail: Bilingual) -> Self {
        Problem::new(code, detail).into()
    }

    /// A fault of the server: the caller learns that there was one, the log learns `cause` (no personal text).
    #[must_use]
    pub fn internal(cause: impl Into<String>) -> Self {
        let detail = both!(
            "服务器内部出错，未作任何改动",
            "the server made a mistake; nothing was changed"
        );
        Self {
            cause: Some(cause.into()),
            ..Self::new(ProblemCode::Internal, detail)
        }
    }

    /// Not there, or not the caller's to know of: the same answer for both.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            ProblemCode::NotFound,
            both!(
                "未找到：不存在，或您无权查看",
                "there is nothing here that you may see"
            ),
        )
    }

    /// One wrong field.
    #[must_use]
    pub fn field(pointer: &str, code: &str, text: Bilingual) -> Self {
        FieldFault::new(pointer, code, text).into()
    }

    /// `If-Match` named another version than `current`.
    #[must_use]
    pub fn stale(current: u64) -> Self {
        let mut failure = Self::new(
            ProblemCode::StaleVersion,
            both!(
                "您读取之后此件已有变动，请先查看最新内容",
                "this has changed since you read it; look at the new version first"
            ),
        );
        failure.problem.current_version = Some(current);
        failure
    }

    /// Says in which part of the body the fault lies.
    #[must_use]
    pub fn within(mut self, pointer: &str) -> Self {
        self.problem.move_within(pointer);
        self
    }

    /// Says units by their names where a rule refused.
    #[must_use]
    pub fn naming(mut self, org: &Org) -> Self {
        self.problem.name_units(|unit| org.name(unit).to_owned());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Writes what the caller is not told to the log.
    pub(super) fn log(&self, endpoint: &str, request_id: &str) {
        if let Some(cause) = &self.cause {
            let code = self.problem.code.code();
            tracing::error!(endpoint, request_id, code, cause, "a request failed");
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self {
            problem: Box::new(problem),
            retry_after_s: None,
            cause: None,
        }
    }
}

impl From<FieldFault> for Failure {
    fn from(fault: FieldFault) -> Self {
        Problem::fields(vec![fault]).into()
    }
}

impl From<Vec<FieldFault>> for Failure {
    fn from(faults: Vec<FieldFault>) -> Self {
        Problem::fields(faults).into()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Problem::refused(refusal).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let detail = match &error {
            StoreError::Busy => both!(
                "同时改动过多，未作任何改动，请重试",
                "too many changes at once; nothing was changed, try again"
            ),
            StoreError::Unknown => {
                both!(
                    "保存时数据库中断；请查看是否已保存，或用同一 Idempotency-Key 重复请求",
                    "the database went away while this was being kept; look whether it was, or repeat it with the same \
                     Idempotency-Key"
                )
            }
            StoreError::Unreachable(_) | StoreError::Stopped(_) => {
                both!(
                    "数据库没有响应，未作任何改动，请重试",
                    "the database does not answer; nothing was changed, try again"
                )
            }
            other => return Self::internal(other.to_string()),
        };
        Self {
            cause: Some(error.to_string()),
            ..Self::new(ProblemCode::Unavailable, detail)
        }
        .retry_after(1)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.problem.status;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
