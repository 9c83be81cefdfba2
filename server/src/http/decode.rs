//! From the parts of a request to the types of its endpoint; every fault names its place.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, IF_MATCH};
use banli_shared::api::{FieldFault, Payload, ProblemCode, Query};
use banli_shared::both;
use banli_shared::ids::{Millis, Version};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::Failure;

/// A body must be here within this, and a byte of it for every so many milliseconds of its limit.
const BODY_TIME: Duration = Duration::from_secs(20);

/// How long, and how much of it, a body that is too large is still read and dropped. A client that is busy sending
/// sees no answer: it would meet a closed connection instead of the problem.
const DISCARD_TIME: Duration = Duration::from_secs(5);
const DISCARD_BYTES: usize = 64 << 20;

/// Reads the body up to the limit of its type.
pub(super) async fn body<P: Payload>(
    headers: &HeaderMap,
    mut body: Body,
) -> Result<Vec<u8>, Failure> {
    let expected = P::CONTENT_TYPE;
    let given = headers
        .get(CONTENT_TYPE)
        .map(|kind| kind.to_str().unwrap_or_default());
    if expected == Some("application/json") && !given.is_some_and(is_json) {
        let detail = both!(
            "此接口只接受 content-type: application/json",
            "this endpoint takes content-type: application/json"
        );
        return Err(Failure::new(ProblemCode::UnsupportedMediaType, detail));
    }
    // Where no body is wanted a little is read all the same, so that the answer says so instead of "too large".
    let limit = P::MAX_BYTES.max(1024);
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        discard(body).await;
        return Err(too_large(limit));
    }
    let read = tokio::time::timeout(BODY_TIME, Limited::new(&mut body, limit).collect()).await;
    match read {
        Ok(Ok(body)) => Ok(body.to_bytes().into()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            discard(body).await;
            Err(too_large(limit))
        }
        Ok(Err(_)) => Err(Failure::field(
            "",
            "body",
            both!(
                "请求内容不完整，未达到声明的长度",
                "the body ended before its announced length"
            ),
        )),
        Err(_late) => Err(Failure::new(
            ProblemCode::TimedOut,
            both!(
                "请求内容未在限定时间内送达",
                "the body did not arrive in time"
            ),
        )),
    }
}

/// Reads what is still coming and drops it, within bounds.
async fn discard(mut body: Body) {
    let reading = async {
        let mut read = 0;
        while let Some(Ok(frame)) = body.frame().await {
            read += frame.data_ref().map_or(0, Bytes::len);
            if read > DISCARD_BYTES {
                break;
            }
        }
    };
    // Too slow is as good a reason to stop as too much.
    let _over = tokio::time::timeout(DISCARD_TIME, reading).await;
}

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn too_large(limit: usize) -> Failure {
    let detail = both!(
        "内容过大，此接口最多接收 {limit} 字节",
        "this endpoint reads at most {limit} bytes"
    );
    Failure::new(ProblemCode::TooLarge, detail)
}

/// The query string as its type; faults at `?name`.
pub(super) fn query<Q: Query>(text: &str) -> Result<Q, FieldFault> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs)).map_err(|fault| {
        let path = fault.path().to_string();
        let pointer = if path == "." {
            "?".to_owned()
        } else {
            format!("?{path}")
        };
        FieldFault::of_decoder(&pointer, "query", &fault.inner().to_string())
    })
}

/// The version that `If-Match` names: `"12"`. None when it is not there, or is `*`.
pub(super) fn if_match(headers: &HeaderMap) -> Result<Option<Version>, FieldFault> {
    let Some(value) = headers.get(IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"')?.parse().ok());
    version.map(Some).ok_or_else(|| {
        FieldFault::new(
            "If-Match",
            "header",
            both!(
                "应为答复中的 ETag，如 \"12\"",
                "the ETag of an answer, such as \"12\""
            ),
        )
    })
}

/// The last event a listener has seen on an earlier connection.
pub(super) fn last_event_id(headers: &HeaderMap) -> Result<Option<i64>, FieldFault> {
    let Some(value) = headers.get("last-event-id") else {
        return Ok(None);
    };
    let number = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse().ok());
    number.map(Some).ok_or_else(|| {
        FieldFault::new(
            "Last-Event-ID",
            "header",
            both!("应为事件编号", "the id of an event"),
        )
    })
}

/// The key under which the caller may repeat the request.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, FieldFault> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim_matches('"');
    if text.is_empty() || text.len() > 100 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let expected = both!(
            "应为 1 至 100 个可见的 ASCII 字符",
            "1 to 100 visible ASCII characters"
        );
        return Err(FieldFault::new("Idempotency-Key", "header", expected));
    }
    Ok(Some(text.to_owned()))
}

/// The header by which a request says what time it is.
const NOW: &str = "banli-now";
/// The end of the year 2999: days after it have no date here.
const END_MS: Millis = 32_503_651_200_000;

/// What time it is for the rules, where the request says so.
pub(super) fn simulated_now(
    headers: &HeaderMap,
    allowed: bool,
) -> Result<Option<Millis>, FieldFault> {
    let Some(value) = headers.get(NOW) else {
        return Ok(None);
    };
    if !allowed {
        let text = both!(
            "此服务器按实际时间运行；如需由请求指定时间，请用 --simulated-time 启动",
            "this server goes by the clock; start it with --simulated-time to set the time by request"
        );
        return Err(FieldFault::new("Banli-Now", "header", text));
    }
    let at = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse().ok());
    at.filter(|at| (0..END_MS).contains(at))
        .map(Some)
        .ok_or_else(|| {
            FieldFault::new(
                "Banli-Now",
                "header",
                both!("应为 1970 年以来的毫秒数", "milliseconds since 1970"),
            )
        })
}
