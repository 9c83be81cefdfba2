//! The stream of changes: read as it comes, taken up again where it broke.

use std::time::Duration;

use banli_shared::api::events::{Change, Changes, StreamQuery};
use banli_shared::both;
use futures_util::StreamExt;

use super::{ApiFailure, Client};

/// What the stream says.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It is there.
    Up,
    /// It is not; the next try is after this long.
    Down(Duration),
    /// Something changed.
    Change(Change),
    /// Too much was missed: read everything again.
    Reset,
    /// It will not come back: the login is gone.
    Over(Box<ApiFailure>),
}

/// Longest wait between two tries.
const LONGEST: Duration = Duration::from_secs(30);
/// The server says something at least every 25 s; longer silence is a dead line.
const SILENCE: Duration = Duration::from_secs(60);

/// Listens until `tell` says false or the login is gone.
pub async fn changes<F, R>(client: Client, mut tell: F)
where
    F: FnMut(Heard) -> R,
    R: Future<Output = bool>,
{
    let mut last: Option<i64> = None;
    let mut wait = Duration::from_secs(1);
    loop {
        match listen(&client, &mut last, &mut tell).await {
            Ok(false) => return,
            Ok(true) => wait = Duration::from_secs(1),
            // A no stays a no: only silence is worth another try.
            Err(failure) if failure.problem.is_some() && !failure.may_pass() => {
                tell(Heard::Over(Box::new(failure))).await;
                return;
            }
            Err(_) => {}
        }
        if !tell(Heard::Down(wait)).await {
            return;
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST);
    }
}

/// One connection. True when it was there and ended, false when nobody listens any more.
async fn listen<F, R>(
    client: &Client,
    last: &mut Option<i64>,
    tell: &mut F,
) -> Result<bool, ApiFailure>
where
    F: FnMut(Heard) -> R,
    R: Future<Output = bool>,
{
    let query = StreamQuery { since: *last };
    let request = client
        .request::<Changes>(&(), &query)?
        .timeout(Duration::from_secs(86_400));
    let response = request
        .header("accept", "text/event-stream")
        .send()
        .await
        .map_err(|fault| ApiFailure::from_http(&fault))?;
    if !response.status().is_success() {
        let bytes = response
            .bytes()
            .await
            .map_err(|fault| ApiFailure::from_http(&fault))?;
        return Err(
            serde_json::from_slice::<banli_shared::api::Problem>(&bytes).map_or_else(
                |_| {
                    ApiFailure::strange(both!(
                        "服务器不提供变动通知",
                        "the server refused to tell of changes"
                    ))
                },
                ApiFailure::from,
            ),
        );
    }
    if !tell(Heard::Up).await {
        return Ok(false);
    }
    let mut body = response.bytes_stream();
    let mut lines = Frames::default();
    loop {
        // Ended, broken or silent: all the same here.
        let Ok(Some(Ok(chunk))) = tokio::time::timeout(SILENCE, body.next()).await else {
            return Ok(true);
        };
        for frame in lines.push(&chunk) {
            if let Ok(seq) = frame.id.parse() {
                *last = Some(seq);
            }
            let heard = match frame.event.as_str() {
                "reset" => Heard::Reset,
                _ => match serde_json::from_str::<Change>(&frame.data) {
                    Ok(change) => {
                        *last = Some(change.seq);
                        Heard::Change(change)
                    }
                    Err(_) => continue,
                },
            };
            if !tell(heard).await {
                return Ok(false);
            }
        }
    }
}

/// One event of the stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct SseFrame {
    id: String,
    event: String,
    data: String,
}

/// Bytes in, whole events out. Longest line kept: what the server never sends is cut off.
#[derive(Default)]
struct Frames {
    rest: Vec<u8>,
    now: SseFrame,
}

const LONGEST_LINE: usize = 64 * 1024;

impl Frames {
    fn push(&mut self, bytes: &[u8]) -> Vec<SseFrame> {
        let mut whole = vec![];
        for byte in bytes {
            if *byte != b'\n' {
                if self.rest.len() < LONGEST_LINE {
                    self.rest.push(*byte);
                }
                continue;
            }
            let line = String::from_utf8_lossy(&self.rest)
                .trim_end_matches('\r')
                .to_owned();
            self.rest.clear();
            if line.is_empty() {
                let frame = std::mem::take(&mut self.now);
                if frame != SseFrame::default() {
                    whole.push(frame);
                }
            } else if let Some(event) = line.strip_prefix("event:") {
                self.now.event = event.trim_start().to_owned();
            } else if let Some(id) = line.strip_prefix("id:") {
                id.trim().clone_into(&mut self.now.id);
            } else if let Some(data) = line.strip_prefix("data:") {
                self.now.data.push_str(data.trim_start());
            }
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_whole_however_the_bytes_are_cut() {
        let text = b": hello\n\nevent: change\ndata: {\"a\":1}\n\nevent: reset\r\ndata: \r\n\r\n";
        for cut in 0..text.len() {
            let mut frames = Frames::default();
            let mut got = frames.push(&text[..cut]);
            got.extend(frames.push(&text[cut..]));
            let events: Vec<&str> = got.iter().map(|frame| frame.event.as_str()).collect();
            assert_eq!(events, ["change", "reset"], "cut at {cut}");
            assert_eq!(got[0].data, "{\"a\":1}");
        }
    }
}
