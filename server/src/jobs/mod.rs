//! What happens by the calendar alone: nobody asks for it, and several servers on one database do it once.

pub mod deadlines;
pub mod deliveries;

use std::collections::BTreeSet;
use std::time::Duration;

use banli_shared::ids::Millis;
use tokio::task::JoinSet;

use crate::app::{App, imports};

const EVERY: Duration = Duration::from_secs(10 * 60);

/// Looks now and every ten minutes, until the task is dropped. Not where requests say what time it is: there the clock
/// of the machine is not the office's, and requests bring the looks with them.
pub async fn run(app: App) {
    if app.simulates_time() {
        return;
    }
    loop {
        match deadlines::look(&app, app.now()).await {
            Ok(done) if done == deadlines::Done::default() => {}
            Ok(done) => tracing::info!(told = done.told, closed = done.closed, "deadlines"),
            Err(error) => tracing::warn!(%error, "could not look at deadlines"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// A request says that it is `at`. Where that moves the calendar on, and to a later day than any before, what happens by
/// the calendar happens first: the request finds it done.
pub(crate) async fn moved_to(app: &App, at: Millis) {
    let Some(latest) = app.latest_day() else {
        return;
    };
    let mut latest = latest.lock().await;
    let day = app.worlds().day_at(at);
    if day <= *latest {
        return;
    }
    match deadlines::look(app, at).await {
        Ok(done) => {
            *latest = day;
            tracing::info!(
                told = done.told,
                closed = done.closed,
                "the calendar was moved on"
            );
        }
        Err(error) => tracing::warn!(%error, "could not look at deadlines"),
    }
}

/// How often there is a look whether a server has left a list half taken in.
const LEFT: Duration = Duration::from_secs(60);

/// Brings accepted lists to their end that a server was stopped over, until the task is dropped.
pub async fn finish_lists(app: App) {
    loop {
        match app.store().read(imports::running).await {
            Ok(lists) => {
                for id in lists {
                    match imports::finish(&app, &id).await {
                        Ok(report) => tracing::info!(id, added = report.added, "finished a list"),
                        Err(failure) => {
                            let code = failure.problem.code.code();
                            tracing::warn!(id, code, "could not finish a list");
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "could not look for lists to finish"),
        }
        tokio::time::sleep(LEFT).await;
    }
}

/// How long a notice waits for its first try at most.
const SENDING: Duration = Duration::from_secs(5);

/// Sends notices to where they are wanted, until the task is dropped.
pub async fn send(app: App) {
    let sender = match deliveries::Sender::new() {
        Ok(sender) => sender,
        Err(error) => {
            tracing::error!(%error, "notices are sent nowhere");
            return;
        }
    };
    let mut sending = JoinSet::new();
    // A place that takes its time keeps no other waiting.
    let mut busy = BTreeSet::new();
    loop {
        match deliveries::due_places(&app, App::now).await {
            Ok(places) => {
                for place in places {
                    if busy.insert(place.clone()) {
                        let (app, sender) = (app.clone(), sender.clone());
                        sending.spawn(async move {
                            let sent = deliveries::send_all(&app, &sender, &place, App::now).await;
                            (place, sent)
                        });
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "could not look for notices to send"),
        }
        let pause = tokio::time::sleep(SENDING);
        tokio::pin!(pause);
        loop {
            tokio::select! {
                () = &mut pause => break,
                Some(done) = sending.join_next(), if !sending.is_empty() => match done {
                    Ok((place, sent)) => {
                        busy.remove(&place);
                        match sent {
                            Ok(sent) => tracing::info!(sent.delivered, sent.failed, sent.dead, "notices sent"),
                            Err(error) => tracing::warn!(%error, "could not send notices"),
                        }
                    }
                    Err(fault) => {
                        tracing::error!(%fault, "sending notices broke off");
                        busy.clear();
                    }
                }
            }
        }
    }
}
