//! What the demo asks of a server under load: once more under the same key, until it answers.

use std::time::Duration;

use banli_shared::api::Endpoint;
use banli_shared::lang::Lang;
use indicatif::ProgressBar;

use crate::api::{ApiFailure, Client, With, fresh_key};

/// How long is waited before each repeat; after the last of them it is given up.
pub(super) const WAITS: [Duration; 6] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(20),
];

/// What shows how far it is, in the language of who looks at it.
#[derive(Clone)]
pub(super) struct Progress {
    pub(super) bar: ProgressBar,
    pub(super) lang: Lang,
}

impl Progress {
    /// Says that a request is repeated, for the `time`-th time.
    fn tell(&self, failure: &ApiFailure, time: usize, wait: Duration) {
        let (why, seconds) = (failure.why(), wait.as_secs_f32());
        let most = WAITS.len();
        let said = match self.lang {
            Lang::Zh => format!(
                "{}；{seconds:.1} 秒后重试（第 {time} 次，最多 {most} 次）",
                why.zh
            ),
            Lang::En => format!("{}; once more in {seconds:.1} s ({time} of {most})", why.en),
        };
        self.bar.suspend(|| crate::output::aside(&said));
    }
}

/// As [`Client::call`]; what was not answered for want of time is sent again after each of `waits`. A change carries one
/// key throughout, so it happens once.
///
/// # Errors
/// The last failure.
pub(super) async fn call<E: Endpoint>(
    client: &Client,
    (part, query, body): (&E::Part, &E::Query, &E::Body),
    waits: &[Duration],
    progress: &Progress,
) -> Result<E::Reply, ApiFailure> {
    let key = fresh_key();
    let mut waits = (1..).zip(waits);
    loop {
        let with = With {
            key: Some(key.clone()),
            ..With::default()
        };
        let failure = match client.call_with::<E>(part, query, body, with).await {
            Ok(reply) => return Ok(reply),
            Err(failure) => failure,
        };
        let Some((time, wait)) = waits.next().filter(|_| failure.may_be_answered_later()) else {
            return Err(failure);
        };
        progress.tell(&failure, time, *wait);
        tokio::time::sleep(*wait).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use banli_shared::api::account::Logout;
    use banli_shared::api::{NoQuery, Nothing};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::sync::Mutex;

    use super::*;

    /// A port that says these, one a request; keeps the idempotency keys of the requests.
    async fn says(answers: &'static [(u16, &'static str)]) -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let keys: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&keys);
        tokio::spawn(async move {
            for (status, body) in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = vec![];
                while !request.ends_with(b"\r\n\r\n") {
                    request.push(socket.read_u8().await.unwrap());
                }
                let request = String::from_utf8(request).unwrap().to_lowercase();
                let key = request
                    .lines()
                    .find_map(|it| it.strip_prefix("idempotency-key: "));
                seen.lock().await.push(key.unwrap_or_default().to_owned());
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                socket.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (address, keys)
    }

    const LATE: (u16, &str) = (
        504,
        r#"{"type":"about:blank","title":"","status":504,"code":"timed_out","detail":"too long"}"#,
    );
    const GONE: (u16, &str) = (204, "");
    const NO: (u16, &str) = (403, "");

    async fn asked(answers: &'static [(u16, &'static str)], most: usize) -> (bool, Vec<String>) {
        let (address, keys) = says(answers).await;
        let client = Client::new(&address, None).unwrap();
        let progress = Progress {
            bar: ProgressBar::hidden(),
            lang: Lang::En,
        };
        let waits = vec![Duration::ZERO; most];
        let ended = call::<Logout>(&client, (&(), &NoQuery {}, &Nothing), &waits, &progress).await;
        let keys = keys.lock().await.clone();
        (ended.is_ok(), keys)
    }

    #[tokio::test]
    async fn what_came_too_late_is_asked_again_under_its_key_and_not_for_ever() {
        let (done, keys) = asked(&[LATE, LATE, GONE], 6).await;
        assert!(done, "{keys:?}");
        assert_eq!(keys.len(), 3);
        assert!(
            !keys[0].is_empty() && keys.iter().all(|key| *key == keys[0]),
            "{keys:?}"
        );
        let (done, keys) = asked(&[LATE, LATE, GONE], 1).await;
        assert!(!done && keys.len() == 2, "{keys:?}");
        // A no is a no.
        let (done, keys) = asked(&[NO, GONE], 6).await;
        assert!(!done && keys.len() == 1, "{keys:?}");
    }
}
