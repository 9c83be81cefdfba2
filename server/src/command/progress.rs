//! A line that says how far long work has come: on a terminal only, so that a pipe stays quiet.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use crate::audit::Progress;

const EVERY: Duration = Duration::from_millis(200);

/// Does `work` while its `progress` is shown; takes the line away at the end.
pub(super) async fn shown<T>(what: &str, progress: &Progress, work: impl Future<Output = T>) -> T {
    if !std::io::stderr().is_terminal() {
        return work.await;
    }
    let mut ticks = tokio::time::interval(EVERY);
    tokio::pin!(work);
    let answer = loop {
        tokio::select! {
            answer = &mut work => break answer,
            _ = ticks.tick() => {
                let (done, all) = progress.now();
                if let Some(percent) = (done * 100).checked_div(all) {
                    write(&format!("\r{what} {percent} % / {all}"));
                }
            }
        }
    };
    write("\r\u{1b}[K");
    answer
}

/// A terminal that is gone needs no progress.
fn write(text: &str) {
    let mut err = std::io::stderr();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
