//! Mounting: an endpoint type and a handler become a route.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::RequestPartsExt;
use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use banli_shared::api::{Access, Endpoint, Method, Part, Payload, ProblemCode, Stream};
use banli_shared::both;
use banli_shared::ids::{Millis, Version};
use banli_shared::org::Actor;

use super::caller::{Admit, Caller};
use super::layer::{Peer, RequestId};
use super::{Answer, Failure, decode, finish};
use crate::app::App;
use crate::auth::sha256;
use crate::jobs;

/// A request must be answered within this. What it changes may still be kept after it: repeat it with its key.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// The same for bodies of megabytes.
const LARGE_TIME: Duration = Duration::from_secs(300);
const LARGE: usize = 2 * 1024 * 1024;

/// What a handler gives back.
pub type Answered<E> = Result<Answer<<E as Endpoint>::Reply>, Failure>;

/// A request to endpoint `E`, decoded and checked. `C` is the caller; `()` where nobody needs to be logged in.
pub struct Call<E: Endpoint, C = Caller> {
    /// The server.
    pub app: App,
    /// Who calls.
    pub caller: C,
    /// The part of the path in braces.
    pub part: E::Part,
    /// The query.
    pub query: E::Query,
    /// The body.
    pub body: E::Body,
    /// The version the caller has seen (`If-Match`).
    pub seen: Option<Version>,
    /// Under which the caller may repeat this request (`Idempotency-Key`).
    pub key: Option<String>,
    /// The last event the caller has seen on an earlier stream (`Last-Event-ID`).
    pub last_event: Option<i64>,
    /// When the request came: for tokens and what is kept for a while.
    pub now: Millis,
    /// What time it is for rules and events: when the request came, or what its `Banli-Now` says on a server that
    /// simulates time.
    pub at: Millis,
    /// Where it came from.
    pub address: IpAddr,
    /// What tells this request from another with the same key.
    pub(super) digest: String,
}

impl<E: Endpoint> Call<E> {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.caller.actor
    }
}

/// A route that is mounted, to be compared with the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mounted {
    /// The method.
    pub method: Method,
    /// The path as declared.
    pub path: &'static str,
    /// The name of its endpoint.
    pub name: &'static str,
}

/// Routes on their way to a [`Router`].
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    mounted: Vec<Mounted>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Mounts `E` for those who are logged in (and, as the endpoint says, may write or administer).
    #[must_use]
    pub fn mount<E, H, F>(self, handler: H) -> Self
    where
        E: Endpoint,
        H: Fn(Call<E>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Answered<E>> + Send,
    {
        const {
            assert!(
                !matches!(E::ACCESS, Access::Open),
                "an open endpoint takes mount_open"
            );
        };
        self.route::<E, Caller, H, F, _>(handler)
    }

    /// Mounts `E` for everybody.
    #[must_use]
    pub fn mount_open<E, H, F>(self, handler: H) -> Self
    where
        E: Endpoint,
        H: Fn(Call<E, ()>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Answered<E>> + Send,
    {
        const {
            assert!(
                matches!(E::ACCESS, Access::Open),
                "only an open endpoint is for everybody"
            );
        };
        self.route::<E, (), H, F, _>(handler)
    }

    /// Mounts an `E` that is answered piece by piece (a stream of events): the handler makes the response itself.
    #[must_use]
    pub fn mount_stream<E, H, F, T, R>(self, handler: H) -> Self
    where
        E: Endpoint<Reply = Stream<T>>,
        H: Fn(Call<E>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<R, Failure>> + Send,
        R: IntoResponse,
    {
        self.route::<E, Caller, H, F, R>(handler)
    }

    /// Mounts something that is no endpoint of the contract: health, the document.
    #[must_use]
    pub fn get<T: 'static>(mut self, path: &str, handler: impl Handler<T, App>) -> Self {
        self.router = self.router.route(path, axum::routing::get(handler));
        self
    }

    fn route<E, C, H, F, R>(mut self, handler: H) -> Self
    where
        E: Endpoint,
        C: Admit,
        H: Fn(Call<E, C>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<R, Failure>> + Send,
        R: IntoResponse,
    {
        let method = match E::METHOD {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        let serve = async move |State(app): State<App>, request: Request| {
            respond::<E, C, _, _, _>(app, request, handler).await
        };
        self.router = self.router.route(E::PATH, on(method, serve));
        self.mounted.push(Mounted {
            method: E::METHOD,
            path: E::PATH,
            name: E::NAME,
        });
        self
    }

    /// The endpoints mounted so far.
    #[must_use]
    pub fn mounted(&self) -> &[Mounted] {
        &self.mounted
    }

    /// The router, ready to be served.
    pub fn into_router(self, app: &App) -> Router {
        finish(self.router.with_state(app.clone()), app)
    }
}

async fn respond<E, C, H, F, R>(app: App, request: Request, handler: H) -> Response
where
    E: Endpoint,
    C: Admit,
    H: Fn(Call<E, C>) -> F,
    F: Future<Output = Result<R, Failure>>,
    R: IntoResponse,
{
    let id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |id| id.0.clone());
    let limit = if E::Body::MAX_BYTES > LARGE {
        LARGE_TIME
    } else {
        REQUEST_TIME
    };
    let work = async { handler(call::<E, C>(app, request).await?).await };
    let answered = tokio::time::timeout(limit, Box::pin(work))
        .await
        .unwrap_or_else(|_late| {
            Err(Failure::new(
                ProblemCode::TimedOut,
                both!(
                    "处理超时，请查看是否已经保存",
                    "the answer took too long; look whether it was kept"
                ),
            ))
        });
    match answered {
        Ok(answer) => answer.into_response(),
        Err(mut failure) => {
            failure.log(E::NAME, &id);
            failure.problem.request_id = Some(id);
            failure.into_response()
        }
    }
}

/// Decodes a request. Who calls is asked first: strangers learn nothing about fields.
async fn call<E: Endpoint, C: Admit>(app: App, request: Request) -> Result<Call<E, C>, Failure> {
    let now = app.now();
    let (mut parts, body) = request.into_parts();
    let at = decode::simulated_now(&parts.headers, app.simulates_time());
    let rules_at = at.as_ref().ok().copied().flatten().unwrap_or(now);
    let caller = C::admit(&app, &parts.headers, E::ACCESS, (now, rules_at)).await?;
    let path: Result<RawPathParams, _> = parts.extract().await;
    let path = path.map_err(|_fault| Failure::not_found())?;
    let text = path.iter().next().map_or("", |(_, text)| text);
    let part = E::Part::parse(text).map_err(|_fault| Failure::not_found())?;
    let query = parts.uri.query().unwrap_or_default();
    let seen = decode::if_match(&parts.headers)?;
    let key = decode::idempotency_key(&parts.headers)?;
    let last_event = decode::last_event_id(&parts.headers)?;
    let at = at?;
    if let Some(at) = at {
        jobs::moved_to(&app, at).await;
    }
    let at = at.unwrap_or(now);
    let bytes = decode::body::<E::Body>(&parts.headers, body).await?;
    let digest = key.as_ref().map_or_else(String::new, |_key| {
        digest::<E>(caller.secret(), text, query, &bytes)
    });
    let address = parts
        .extensions
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    Ok(Call {
        caller,
        part,
        query: decode::query(query)?,
        body: E::Body::decode(&bytes)?,
        seen,
        key,
        last_event,
        now,
        at,
        address,
        digest,
        app,
    })
}

/// What tells a request from another. What administrators send may hold passwords, and a fast hash beside the slow one
/// would undo it: theirs is salted with the token, which the database does not hold.
fn digest<E: Endpoint>(secret: &str, part: &str, query: &str, body: &[u8]) -> String {
    let salt = if E::ACCESS == Access::Admin {
        secret
    } else {
        ""
    };
    let mut all = Vec::with_capacity(body.len() + 256);
    for text in [salt, E::NAME, part, query] {
        all.extend_from_slice(text.as_bytes());
        all.push(0);
    }
    all.extend_from_slice(body);
    sha256(&all)
}
