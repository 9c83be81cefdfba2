//! The loop: waits for something to happen, updates the state, carries out effects, draws.
//!
//! Nothing here knows what the program is about. The loop waits without a timer unless the state asks for one, and draws
//! only after something happened, once everything that was waiting has been dealt with.

use std::future::Future;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use ratatui::Frame;
use ratatui::layout::Size;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::input::decoder::Timing;
use super::input::reader::{Input, Reader};
use super::input::{Event, Focus, Press};
use super::terminal::display::Display;
use super::terminal::session::{PROBE, PROBE_ROW, Session};
use super::terminal::signals::{Request, Watch, stop_here};
use super::terminal::tty::Tty;

/// Something the state is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg<M> {
    /// The first of all: the size of the window.
    Started(Size),
    /// A key was pressed.
    Key(Press),
    /// Text was pasted; raw.
    Paste(String),
    /// The window got the keyboard, or lost it.
    Focus(Focus),
    /// The window has another size.
    Resized(Size),
    /// The terminal answered how it is.
    Terminal(Facts),
    /// The time the state asked to be told of has passed.
    Tick,
    /// The program ends now. Effects answered to this are waited for, but not long.
    Leaving(Ended),
    /// What an effect found out.
    App(M),
}

/// What the terminal said about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// It draws the lines of frames two cells wide: frames must be ASCII.
    pub wide_lines: bool,
    /// How long a question and its answer took.
    pub round_trip: Duration,
}

/// Something the state asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<E> {
    /// Carried out beside the loop.
    Run(E),
    /// Carried out with the terminal given back, for a program that needs it; the loop waits.
    Foreground(E),
    /// Bytes for the terminal that show nothing, such as a copy to its clipboard.
    Send(Vec<u8>),
    /// Stop until continued, as by ctrl-z.
    Suspend,
    /// End.
    Quit,
}

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The state asked for it.
    Quit,
    /// A signal, by number.
    Signal(i32),
    /// The terminal is gone.
    HangUp,
}

/// What an effect is carried out as.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The program that the loop runs.
pub struct Program<S, M, E> {
    /// Changes the state and says what is to be done. Pure.
    pub update: fn(&mut S, Msg<M>) -> Vec<Effect<E>>,
    /// Paints the state. Pure.
    pub view: fn(&S, &mut Frame<'_>),
    /// How soon the state wants [`Msg::Tick`], if at all; never sooner than [`FASTEST_TICK`].
    pub tick: fn(&S) -> Option<Duration>,
    /// Carries out an effect.
    pub run: Box<dyn Fn(E, Outlet<M>) -> Work>,
    /// Carries out an effect that needs the terminal.
    pub foreground: Box<dyn Fn(E) -> M>,
    /// How long an escape waits, and how long keys after it are not trusted.
    pub timing: Timing,
}

/// Spinners turn four times a second at most: each turn is a frame on somebody's slow line.
pub const FASTEST_TICK: Duration = Duration::from_millis(250);

/// How long the last effects may take.
const LAST_WORK: Duration = Duration::from_millis(1_500);

enum Incoming<M> {
    Input(Input),
    Request(Request),
    App(M),
    Panicked(Box<dyn std::any::Any + Send>),
}

/// Where effects put what they found out.
pub struct Outlet<M>(mpsc::Sender<Incoming<M>>);

impl<M> Clone for Outlet<M> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<M> Outlet<M> {
    /// Tells the state; waits while it is busy. False when the loop has ended.
    pub async fn tell(&self, message: M) -> bool {
        self.0.send(Incoming::App(message)).await.is_ok()
    }
}

impl<S, M: Send + 'static, E> Program<S, M, E> {
    /// Runs until the state quits, a signal ends it, or the terminal is gone; the terminal is given back then.
    ///
    /// Must not be called from a task of `tokio`; effects run there.
    ///
    /// # Errors
    /// When the terminal cannot be taken.
    ///
    /// # Panics
    /// With what an effect panicked with.
    pub fn run(self, state: S, tty: &Tty, tokio: &Handle) -> io::Result<Ended> {
        let (sender, receiver) = mpsc::channel(256);
        let signals = sender.clone();
        // Never waits: whoever is told to end and does not hear it is ended, and a lost change of size is found anyway.
        let _watch =
            Watch::start(move |request| drop(signals.try_send(Incoming::Request(request))))?;
        let session = Session::enter(tty)?;
        let keyboard = sender.clone();
        let reader = Reader::start(tty.input().try_clone()?, self.timing, move |input| {
            drop(keyboard.blocking_send(Incoming::Input(input)));
        })?;
        let mut running = Running {
            display: Display::new(tty.try_clone()?, tty.size()),
            program: self,
            state,
            tty: tty.try_clone()?,
            session: Some(session),
            reader,
            tokio: tokio.clone(),
            tasks: JoinSet::new(),
            outlet: Outlet(sender),
            receiver,
            probed: None,
            size: tty.size(),
            tick_at: None,
            ended: None,
        };
        Ok(running.run())
    }
}

struct Running<S, M, E> {
    program: Program<S, M, E>,
    state: S,
    tty: Tty,
    session: Option<Session>,
    display: Display<Tty>,
    reader: Reader,
    tokio: Handle,
    tasks: JoinSet<()>,
    outlet: Outlet<M>,
    receiver: mpsc::Receiver<Incoming<M>>,
    /// When the terminal was asked how it is, until it answers.
    probed: Option<Instant>,
    size: Size,
    tick_at: Option<Instant>,
    ended: Option<Ended>,
}

impl<S, M: Send + 'static, E> Running<S, M, E> {
    fn run(&mut self) -> Ended {
        self.probe();
        self.update(Msg::Started(self.size));
        loop {
            if let Some(ended) = self.ended {
                self.finish(ended);
                return ended;
            }
            let size = self.tty.size();
            if size != self.size {
                self.size = size;
                self.display.resize(size);
                self.update(Msg::Resized(size));
            }
            let (view, state) = (self.program.view, &self.state);
            if self.display.draw(|frame| view(state, frame)).is_err() {
                self.end(Ended::HangUp);
                continue;
            }
            match self.next() {
                Some(incoming) => self.take(incoming),
                None => self.update(Msg::Tick),
            }
            while self.ended.is_none()
                && let Ok(incoming) = self.receiver.try_recv()
            {
                self.take(incoming);
            }
            while self.tasks.try_join_next().is_some() {}
        }
    }

    /// Waits for what comes next; none when it is time for a tick.
    fn next(&mut self) -> Option<Incoming<M>> {
        let wait = (self.program.tick)(&self.state).map(|wait| wait.max(FASTEST_TICK));
        let Some(wait) = wait else {
            self.tick_at = None;
            return self.receiver.blocking_recv();
        };
        // Counted from the last tick and not from the last message, or a busy state would never see one.
        let now = Instant::now();
        let at = self.tick_at.map_or(now + wait, |at| at.min(now + wait));
        let receiver = &mut self.receiver;
        let incoming = self
            .tokio
            .block_on(async { tokio::time::timeout_at(at.into(), receiver.recv()).await });
        match incoming {
            Ok(incoming) => {
                self.tick_at = Some(at);
                incoming
            }
            Err(_) => {
                self.tick_at = None;
                None
            }
        }
    }

    fn take(&mut self, incoming: Incoming<M>) {
        match incoming {
            Incoming::Input(Input::Events(events)) => {
                for event in events {
                    self.event(event);
                }
            }
            Incoming::Input(Input::HangUp) => self.end(Ended::HangUp),
            // The size is looked at before every frame.
            Incoming::Request(Request::Resize) => {}
            Incoming::Request(Request::Suspend) => self.suspend(),
            Incoming::Request(Request::End(signal)) => self.end(Ended::Signal(signal)),
            Incoming::App(message) => self.update(Msg::App(message)),
            Incoming::Panicked(payload) => resume_unwind(payload),
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Key(press) => self.update(Msg::Key(press)),
            Event::Paste(text) => self.update(Msg::Paste(text)),
            Event::Focus(focus) => self.update(Msg::Focus(focus)),
            Event::Cursor { column, row } => {
                if row == PROBE_ROW
                    && let Some(asked) = self.probed.take()
                {
                    let facts = Facts {
                        wide_lines: column == 2,
                        round_trip: asked.elapsed(),
                    };
                    self.update(Msg::Terminal(facts));
                }
            }
        }
    }

    fn update(&mut self, message: Msg<M>) {
        if self.ended.is_some() {
            return;
        }
        for effect in (self.program.update)(&mut self.state, message) {
            match effect {
                Effect::Run(effect) => self.spawn(effect),
                Effect::Foreground(effect) => self.foreground(effect),
                Effect::Send(bytes) => {
                    if self.tty.write_all(&bytes).is_err() {
                        self.end(Ended::HangUp);
                    }
                }
                Effect::Suspend => self.suspend(),
                Effect::Quit => self.end(Ended::Quit),
            }
        }
    }

    fn spawn(&mut self, effect: E) {
        let work = (self.program.run)(effect, self.outlet.clone());
        let outlet = self.outlet.clone();
        let guarded = async move {
            if let Err(payload) = AssertUnwindSafe(work).catch_unwind().await {
                // When the loop has ended nobody needs to know.
                drop(outlet.0.send(Incoming::Panicked(payload)).await);
            }
        };
        self.tasks.spawn_on(guarded, &self.tokio);
    }

    fn foreground(&mut self, effect: E) {
        self.give_back();
        let message = (self.program.foreground)(effect);
        self.take_again();
        self.update(Msg::App(message));
    }

    fn suspend(&mut self) {
        self.give_back();
        // If it cannot stop it goes on.
        let _ = stop_here();
        self.take_again();
    }

    fn give_back(&mut self) {
        self.reader.pause();
        self.session = None;
    }

    fn take_again(&mut self) {
        match Session::enter(&self.tty) {
            Ok(session) => {
                self.session = Some(session);
                self.reader.resume();
                self.display.forget();
            }
            Err(_) => self.end(Ended::HangUp),
        }
    }

    /// Asks how the terminal is; the answer comes when it comes.
    fn probe(&mut self) {
        if self.tty.write_all(PROBE).is_ok() {
            self.probed = Some(Instant::now());
        }
    }

    fn end(&mut self, why: Ended) {
        self.ended.get_or_insert(why);
    }

    /// Lets the state save what must be saved.
    fn finish(&mut self, why: Ended) {
        if why != Ended::HangUp {
            // What follows may take a moment, and the person has the terminal back.
            self.session = None;
        }
        let mut last = JoinSet::new();
        for effect in (self.program.update)(&mut self.state, Msg::Leaving(why)) {
            if let Effect::Run(effect) = effect {
                last.spawn_on((self.program.run)(effect, self.outlet.clone()), &self.tokio);
            }
        }
        let all = async { while last.join_next().await.is_some() {} };
        // Too late is too late.
        let _ = self
            .tokio
            .block_on(async { tokio::time::timeout(LAST_WORK, all).await });
        self.session = None;
    }
}

#[cfg(test)]
mod tests;
