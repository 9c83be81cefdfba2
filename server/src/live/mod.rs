//! Changes as they happen. One task reads each new event once, whoever wrote it on whichever server; every listener
//! hears it from there, sees what the rules let them, and reads from the database what they missed.

mod stream;

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::{OnceCell, broadcast};

pub use self::stream::follow;

use crate::app::cases::record::{self, Heard};
use crate::app::cases::work::NEWS;
use crate::app::world::{World, Worlds};
use crate::app::{App, Parts};
use crate::store::{Listener, Signal, Store, StoreError, Tx};

/// How many batches a listener may be behind before it reads from the database.
const BEHIND: usize = 64;
/// How many events are read at once.
const BATCH: u32 = 200;

/// New events that were read together, with the office as it was then.
struct Batch {
    world: Arc<World>,
    events: Vec<Heard>,
}

/// Where listeners hear of events. Begins to listen to the database when the first of them comes.
pub(crate) struct Live {
    news: broadcast::Sender<Arc<Batch>>,
    listening: OnceCell<()>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            news: broadcast::Sender::new(BEHIND),
            listening: OnceCell::new(),
        }
    }
}

impl Live {
    /// Hears every event from now on.
    async fn subscribe(&self, app: &App) -> Result<broadcast::Receiver<Arc<Batch>>, StoreError> {
        let news = self.news.subscribe();
        self.listening
            .get_or_try_init(async || {
                // Heard first and then looked, so that nothing falls between.
                let ear = app.store().listen().await?;
                let last = newest(app.store()).await?;
                tokio::spawn(tail(app.downgrade(), ear, last));
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(news)
    }
}

async fn newest(store: &Store) -> Result<i64, StoreError> {
    store
        .read(async |tx: &mut Tx| record::newest(tx).await)
        .await
}

/// The next events after `last`.
async fn read(store: &Store, worlds: Worlds, last: i64) -> Result<Batch, StoreError> {
    store
        .read(async move |tx: &mut Tx| {
            Ok(Batch {
                world: worlds.see(tx).await?,
                events: record::after(tx, last, BATCH).await?,
            })
        })
        .await
}

/// Reads what is new whenever there is something, until the server is gone.
async fn tail(server: Weak<Parts>, mut ear: Listener, mut last: i64) {
    while let Some(signal) = ear.next().await {
        if is_old(&signal, last) {
            continue;
        }
        loop {
            let Some(app) = App::upgrade(&server) else {
                return;
            };
            match read(app.store(), app.worlds(), last).await {
                Ok(batch) => {
                    let Some(newest) = batch.events.last() else {
                        break;
                    };
                    last = newest.change.seq;
                    // Nobody listens now: they will read it when they come.
                    let _ = app.live().news.send(Arc::new(batch));
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot read new events; trying again");
                    drop(app);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

fn is_old(signal: &Signal, last: i64) -> bool {
    match signal {
        Signal::Gap => false,
        Signal::Message(text) => text
            .strip_prefix(NEWS)
            .and_then(|number| number.parse::<i64>().ok())
            .is_none_or(|number| number <= last),
    }
}
