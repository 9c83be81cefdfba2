//! One listener's stream of server-sent events.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use banli_shared::workflow::{Reader, can_see, takes_back};
use hyper::body::{Bytes, Frame};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio::time::MissedTickBehavior;

use super::{Batch, newest, read};
use crate::app::App;
use crate::http::{Caller, Failure};

/// A listener that is further behind reads everything again; that is less than all these events.
const TOO_OLD: i64 = 5_000;
/// Between comments that keep the connection, and looks whether the listener's token still holds.
const COMMENT: Duration = Duration::from_secs(25);
/// Pieces that wait for a slow listener; then the stream waits, and what comes meanwhile is read later.
const PIECES: usize = 16;

/// Changes after `since` (from now on where it is none) that `caller` may see, until the caller goes or the server
/// stops. Begins with the number from where on it tells.
///
/// # Errors
/// Those of the store.
pub async fn follow(app: App, caller: Caller, since: Option<i64>) -> Result<Response, Failure> {
    let news = app.live().subscribe(&app).await?;
    let newest = newest(app.store()).await?;
    let (pieces, body) = mpsc::channel(PIECES);
    let mut listener = Follower {
        sent: since.unwrap_or(newest),
        rights: 0,
        caller,
        pieces,
        app,
    };
    tokio::spawn(async move {
        // Ended by the listener or by the server: either way there is nobody left to tell.
        let _ = listener.begin(newest).await;
        let _ = listener.run(news).await;
    });
    let mut response = Response::new(Body::new(Pieces(body)));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    Ok(response)
}

/// The stream is over.
struct Ended;

struct Follower {
    app: App,
    caller: Caller,
    /// The state of the office for which `caller` was looked up; 0 at first, so that it is once more.
    rights: i64,
    /// Everything up to this event was told or is not the caller's.
    sent: i64,
    pieces: mpsc::Sender<Bytes>,
}

impl Follower {
    async fn begin(&mut self, newest: i64) -> Result<(), Ended> {
        // Also where the number is from a database that was restored since.
        if self.sent > newest || newest - self.sent > TOO_OLD {
            self.sent = newest;
            let reset = format!("id: {newest}\nevent: reset\ndata: {{\"seq\":{newest}}}\n\n");
            return self.tell(reset).await;
        }
        // An id without data: where to go on from if nothing happens before the connection is lost.
        self.tell(format!(": from here on\nid: {}\n\n", self.sent))
            .await
    }

    async fn run(&mut self, mut news: broadcast::Receiver<Arc<Batch>>) -> Result<(), Ended> {
        self.catch_up().await?;
        let app = self.app.clone();
        let stopping = app.stopping();
        tokio::pin!(stopping);
        let gone = self.pieces.clone();
        let mut ticks = tokio::time::interval(COMMENT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.tick().await;
        loop {
            tokio::select! {
                () = &mut stopping => return Ok(()),
                () = gone.closed() => return Ok(()),
                _ = ticks.tick() => {
                    self.look_again().await?;
                    self.tell(":\n\n".to_owned()).await?;
                }
                heard = news.recv() => match heard {
                    Ok(batch) => self.pass_on(&batch).await?,
                    Err(RecvError::Lagged(_)) => self.catch_up().await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
            }
        }
    }

    /// Tells what happened so far, from the database.
    async fn catch_up(&mut self) -> Result<(), Ended> {
        loop {
            let batch = read(self.app.store(), self.app.worlds(), self.sent)
                .await
                .map_err(|_error| Ended)?;
            if batch.events.is_empty() {
                return Ok(());
            }
            self.pass_on(&batch).await?;
        }
    }

    async fn pass_on(&mut self, batch: &Batch) -> Result<(), Ended> {
        if self.rights != batch.world.revision() {
            self.look_again().await?;
            self.rights = batch.world.revision();
        }
        let mut text = String::new();
        for heard in &batch.events {
            let change = &heard.change;
            if change.seq <= self.sent {
                continue;
            }
            self.sent = change.seq;
            let (case, actor) = (&heard.case, &self.caller.actor);
            let reads = || {
                let reader = Reader::new(case, actor, batch.world.org());
                can_see(case, actor) && reader.read(heard.event.clone()).is_some()
            };
            if takes_back(case, &heard.event, actor) || reads() {
                let data = serde_json::to_string(change).map_err(|_fault| Ended)?;
                text.push_str(&format!(
                    "id: {}\nevent: change\ndata: {data}\n\n",
                    change.seq
                ));
            }
        }
        if text.is_empty() {
            return Ok(());
        }
        self.tell(text).await
    }

    /// Who the caller is now; the stream ends where the token does.
    async fn look_again(&mut self) -> Result<(), Ended> {
        let now = self.app.now();
        let again = self.caller.again(&self.app, now).await;
        self.caller = again.map_err(|_failure| Ended)?;
        Ok(())
    }

    async fn tell(&self, text: String) -> Result<(), Ended> {
        self.pieces.send(text.into()).await.map_err(|_gone| Ended)
    }
}

/// A body whose pieces come as they are made.
struct Pieces(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0
            .poll_recv(cx)
            .map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}
