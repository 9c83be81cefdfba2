//! The accept loop, byte by byte.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::*;

/// Longer than anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    /// A request to `/wait` has begun; a request to `/wait` may end.
    begun: Arc<Notify>,
    end: Arc<Notify>,
}

async fn start(limits: Limits) -> Running {
    let (begun, end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (says, waits) = (Arc::clone(&begun), Arc::clone(&end));
    let wait = async move || {
        says.notify_one();
        waits.notified().await;
        "finished"
    };
    let router = Router::new()
        .route(
            "/",
            get(async |Extension(Peer(peer)): Extension<Peer>| peer.ip().to_string()),
        )
        .route("/wait", get(wait));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, None, router, limits, async {
        let _ = stopped.await;
    }));
    Running {
        address,
        stop: Some(stop),
        task,
        begun,
        end,
    }
}

fn hurried() -> Limits {
    Limits {
        head: Duration::from_millis(200),
        idle: Duration::from_millis(200),
        ..Limits::default()
    }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn ask(&self, text: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }
}

/// Everything until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end too.
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    let _ = read.expect("the server closes");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_request_is_answered_and_knows_where_it_came_from() {
    let running = start(Limits::default()).await;
    let mut stream = running
        .ask("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    let answer = rest(&mut stream).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"),
        "{answer}"
    );
}

#[tokio::test]
async fn who_sends_nothing_or_half_a_head_is_let_go() {
    let running = start(hurried()).await;
    for begun in [
        "",
        "P",
        "PRI * HTTP/2.0\r\n",
        "GET / HT",
        "GET / HTTP/1.1\r\nhost: x\r\n",
    ] {
        let mut stream = running.ask(begun).await;
        let answer = rest(&mut stream).await;
        assert!(!answer.contains("200 OK"), "{answer}");
    }
}

#[tokio::test]
async fn a_dripping_head_is_let_go() {
    let running = start(hurried()).await;
    let (mut read, mut write) = running.connect().await.into_split();
    let drip = tokio::spawn(async move {
        let _ = write.write_all(b"GET / HTTP/1.1\r\n").await;
        while write.write_all(b"a: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, read.read_to_end(&mut bytes)).await;
    let _ = read.expect("the server closes");
    drip.abort();
    assert!(!String::from_utf8_lossy(&bytes).contains("200 OK"));
}

#[tokio::test]
async fn a_connection_that_is_not_used_again_is_let_go() {
    let running = start(hurried()).await;
    let mut stream = running.ask("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(rest(&mut stream).await.contains("200 OK"));
}

#[tokio::test]
async fn a_huge_head_is_refused() {
    let running = start(Limits::default()).await;
    let large = format!(
        "GET / HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n",
        "x".repeat(HEAD_BYTES)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nhost: x\r\n{}\r\n",
        "a: b\r\n".repeat(HEADERS + 1)
    );
    for head in [large, many] {
        let mut stream = running.connect().await;
        // The server may close before all of it is sent.
        let _ = stream.write_all(head.as_bytes()).await;
        let answer = rest(&mut stream).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_stop_finishes_what_has_begun_and_takes_nothing_new() {
    let mut running = start(Limits::default()).await;
    let mut idle = running.ask("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut working = running.ask("GET /wait HTTP/1.1\r\nhost: x\r\n\r\n").await;
    running.begun.notified().await;
    running.stop.take().unwrap().send(()).unwrap();
    // A connection that waits for its next request is closed; the one at work is not.
    assert!(rest(&mut idle).await.contains("200 OK"));
    assert!(!running.task.is_finished());
    running.end.notify_one();
    let answer = rest(&mut working).await;
    assert!(answer.ends_with("finished"), "{answer}");
    tokio::time::timeout(PATIENCE, running.task)
        .await
        .unwrap()
        .unwrap();
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let limits = Limits {
        stop: Duration::from_millis(100),
        ..Limits::default()
    };
    let mut running = start(limits).await;
    let _working = running.ask("GET /wait HTTP/1.1\r\nhost: x\r\n\r\n").await;
    running.begun.notified().await;
    running.stop.take().unwrap().send(()).unwrap();
    tokio::time::timeout(PATIENCE, running.task)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn more_connections_than_there_is_room_for_wait_their_turn() {
    let limits = Limits {
        connections: 1,
        ..hurried()
    };
    let running = start(limits).await;
    let mut silent = running.connect().await;
    let mut next = running
        .ask("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    assert_eq!(rest(&mut silent).await, "");
    assert!(rest(&mut next).await.contains("200 OK"));
}
