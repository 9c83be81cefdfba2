//! `banli-server serve`.

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, Said, system};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;

use super::{Database, Stopped, app};
use crate::app::{Settings, housekeeping};
use crate::jobs;
use crate::routes;
use crate::serve::{Limits, asked_to_stop, serve, tls};
use crate::store::Access;

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    database: Database,
    /// The address to listen on; port 0 picks a free one.
    #[arg(
        long,
        env = "BANLI_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:7878"
    )]
    listen: SocketAddr,
    /// The certificate chain (PEM); with it the server speaks HTTPS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of the certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Speak plain HTTP on an address that others can reach: only behind a proxy that speaks HTTPS.
    #[arg(long)]
    insecure_http: bool,
    /// The time zone in which days begin and end.
    #[arg(long, env = "BANLI_TIME_ZONE", value_name = "ZONE", value_parser = zone)]
    time_zone: Option<TimeZone>,
    /// For how many days a notice that could not be delivered to another program is kept to be looked up and tried again.
    #[arg(
        long,
        env = "BANLI_KEEP_GIVEN_UP",
        value_name = "DAYS",
        default_value_t = 90
    )]
    keep_given_up: u16,
    /// Let a request say what time it is for the rules (`Banli-Now: MILLISECONDS`): for trials and tests, never for work
    /// that counts. What happens by the calendar (reminders, rating windows that pass) happens at each later day.
    #[arg(long)]
    simulated_time: bool,
    /// With --simulated-time: each request stands for itself, and nothing happens by the calendar alone.
    #[arg(long, requires = "simulated_time")]
    still_calendar: bool,
}

fn zone(name: &str) -> Result<TimeZone, Said> {
    TimeZone::get(name).map_err(|_none| {
        Said(both!(
            "本机没有时区 {name:?}，应写作 Asia/Shanghai",
            "there is no time zone {name:?} on this machine"
        ))
    })
}

impl Serve {
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => Some(tls(cert, key)?),
            _ => None,
        };
        if tls.is_none() && !self.insecure_http && !self.listen.ip().is_loopback() {
            let listen = self.listen;
            return Err(Stopped(both!(
                "在 {listen} 上用不加密的 HTTP 会使密码明文传输：请给出 --tls-cert 与 --tls-key，或只监听 127.0.0.1，或在有 \
                 HTTPS 代理时加 --insecure-http",
                "plain HTTP on {listen} would send passwords in the clear: give --tls-cert and --tls-key, listen on \
                 127.0.0.1, or say --insecure-http if a proxy in front speaks HTTPS"
            )));
        }
        // Heard from here on: a server that is stopped while it opens its database stops.
        let stop = asked_to_stop()?;
        let store = self.database.open(Access::Sole).await?;
        let usual = Settings::default();
        let settings = Settings {
            zone: self.time_zone.clone().unwrap_or(usual.zone),
            simulated_time: self.simulated_time,
            moves_calendar: self.simulated_time && !self.still_calendar,
            given_up_days: self.keep_given_up,
        };
        let app = app(store, settings)?;
        let cannot = |error| {
            let (listen, Bilingual { zh, en }) = (self.listen, system(&error));
            Stopped(both!(
                "无法监听 {listen}：{zh}",
                "cannot listen on {listen}: {en}"
            ))
        };
        let listener = TcpListener::bind(self.listen).await.map_err(cannot)?;
        let address = listener.local_addr()?;
        let sweeping = tokio::spawn(housekeeping::run(app.clone()));
        let looking = tokio::spawn(jobs::run(app.clone()));
        let sending = tokio::spawn(jobs::send(app.clone()));
        let finishing = tokio::spawn(jobs::finish_lists(app.clone()));
        let router = routes::all().into_router(&app);
        let scheme = if tls.is_some() { "https" } else { "http" };
        let mut out = std::io::stdout();
        writeln!(out, "listening on {scheme}://{address}")?;
        out.flush()?;
        if lang == Lang::Zh {
            // The line above is read by scripts and stays as it is; who has read it may listen no longer.
            drop(writeln!(out, "服务已启动；按 Ctrl-C 停止").and_then(|()| out.flush()));
        }
        if self.simulated_time {
            tracing::warn!(
                "requests may say what time it is: nothing here is a record of what happened when"
            );
        }
        tracing::info!(%address, database = %self.database.url(), "serving");
        let stop = async move {
            stop.await;
            app.begin_stop();
        };
        serve(listener, tls, router, Limits::default(), stop).await;
        sweeping.abort();
        looking.abort();
        sending.abort();
        finishing.abort();
        // The last holder of the store closes it: wait for the tasks to let go.
        let _ = sweeping.await;
        let _ = looking.await;
        let _ = sending.await;
        let _ = finishing.await;
        tracing::info!("stopped");
        Ok(())
    }
}
