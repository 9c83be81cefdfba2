//! A closure on its way to a worker thread, and its answer on the way back.

use std::pin::Pin;

use tokio::sync::oneshot;

use super::error::StoreError;
use super::tx::Tx;

/// What a worker needs to know of a job, whatever it computes.
pub(super) trait Job: Send {
    /// Runs it once and keeps the answer. True when it succeeded and wants its changes kept.
    /// May be called again after the transaction was rolled back.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = bool> + 'a>>;
    /// Gives the kept answer to whoever waits, or the store's failure in its place.
    fn answer(self: Box<Self>, failure: Option<StoreError>);
    /// Nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
}

pub(super) struct Typed<F, T, E> {
    work: F,
    answer: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Typed<F, T, E> {
    pub(super) fn new(work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (
            Self {
                work,
                answer: None,
                reply,
            },
            answer,
        )
    }
}

impl<F, T, E> Job for Typed<F, T, E>
where
    F: AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = bool> + 'a>> {
        Box::pin(async move {
            let answer = (self.work)(tx).await;
            let succeeded = answer.is_ok();
            self.answer = Some(answer);
            succeeded
        })
    }

    fn answer(self: Box<Self>, failure: Option<StoreError>) {
        let answer = match (failure, self.answer) {
            (Some(failure), _) => Err(E::from(failure)),
            (None, Some(answer)) => answer,
            (None, None) => Err(E::from(StoreError::Stopped("the job did not end".into()))),
        };
        // The one who asked may have gone; what was committed stays committed.
        let _ = self.reply.send(answer);
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}
