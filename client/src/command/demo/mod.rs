//! `banli demo`: a whole made-up session on a scratch server, to look around in or played through a year.

mod after;
mod beside;
mod late;
mod office;
#[cfg(test)]
pub(crate) mod on_paper;
mod patience;
mod play;
mod proposals;
mod reply;
mod rng;
mod server;
mod tasks;
mod topics;
mod year;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use banli_shared::api::account::Me;
use banli_shared::api::figures::{FigureQuery, FigureReport, GetFigures};
use banli_shared::api::lists::{Export, ExportQuery};
use banli_shared::api::{Bytes, Json, NoQuery, Nothing};
use banli_shared::figures::Figures;
use banli_shared::lang::Lang;
use banli_shared::text::Bilingual;
use banli_shared::workflow::Command;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};

use self::office::Office;
use self::patience::{Progress, WAITS};
use self::play::Stage;
use self::proposals::DemoProposal;
pub use self::server::Scratch;
use self::year::{Course, Step};
use super::{Failed, figures};
use crate::account::Places;
use crate::api::Client;
use crate::output;
use crate::tui::app::{Identity, Opening, open};

/// How to run the demo.
#[derive(Clone, Debug, clap::Args)]
pub struct DemoArgs {
    /// Play the whole year headless through the API, print the figures and end.
    #[arg(long)]
    pub play: bool,
    /// Another seed makes up another session; the same seed the same one.
    #[arg(long, default_value_t = 2023)]
    pub seed: u64,
    /// Keep the database and the server's log in this directory.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Write the made-up session as lists to this directory, and end: units.csv, proposals.csv with the units each goes to.
    #[arg(long, value_name = "DIR", conflicts_with = "play")]
    pub write: Option<PathBuf>,
    /// With --play: also write the reply items as JSON to this file, for a recount.
    #[arg(long, value_name = "FILE", requires = "play")]
    pub export: Option<PathBuf>,
}

/// What a played year came to.
#[derive(Debug, Serialize)]
pub struct Played {
    /// Commands, each durable before it was answered.
    pub commands: usize,
    /// Milliseconds from the first command to the last answer.
    pub elapsed_ms: u64,
    /// Milliseconds before that: office, people, import.
    pub set_up_ms: u64,
    /// The most memory the server used, in bytes, where the system tells.
    pub server_peak_bytes: Option<u64>,
    /// The figures.
    pub figures: Figures,
}

fn bar(length: usize, lang: Lang, zh: &str, en: &str) -> Progress {
    // Quiet in a pipe: indicatif draws on a terminal only.
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {pos}/{len} {elapsed}") {
        bar.set_style(style.progress_chars("#- "));
    }
    bar.set_message(lang.pick(zh, en).to_owned());
    if std::io::stderr().is_terminal() {
        bar.enable_steady_tick(Duration::from_millis(250));
    }
    Progress { bar, lang }
}

/// Plays the year.
///
/// # Errors
/// What stopped it, in words.
pub async fn play_year(args: &DemoArgs, lang: Lang) -> Result<Played, String> {
    let office = Office::make(args.seed);
    let proposals = proposals::make(args.seed, &office);
    let courses = Arc::new(year::plan(args.seed, &office, &proposals));
    let started = Instant::now();
    let scratch = Scratch::start(args.keep.as_deref()).map_err(in_words(lang))?;
    let client = Client::new(&scratch.address, None).map_err(|failure| failure.say(lang))?;
    let setting = bar(3, lang, "准备", "setting up");
    let stage = Arc::new(
        Stage::set(client, &office, &proposals, &setting)
            .await
            .map_err(in_words(lang))?,
    );
    setting.bar.finish_and_clear();
    let set_up_ms = millis(started.elapsed());
    let all = courses.iter().map(Vec::len).sum();
    let progress = bar(all, lang, "办理", "playing");
    let begun = Instant::now();
    let mut commands = stage
        .triage(&courses, &progress)
        .await
        .map_err(in_words(lang))?;
    commands += stage
        .play(&courses, |_, all| all.len(), i64::MAX, &progress)
        .await
        .map_err(in_words(lang))?;
    let elapsed_ms = millis(begun.elapsed());
    progress.bar.finish_and_clear();
    let auditor = client_as(&stage, &scratch, "auditor", &progress).await?;
    let query = (&(), &FigureQuery::default(), &Nothing);
    let figures = patience::call::<GetFigures>(&auditor, query, &WAITS, &progress).await;
    let Json(FigureReport { figures, .. }) = figures.map_err(|failure| failure.say(lang))?;
    if let Some(file) = &args.export {
        export(&auditor, file, &progress).await?;
    }
    Ok(Played {
        commands,
        elapsed_ms,
        set_up_ms,
        server_peak_bytes: scratch.peak_memory(),
        figures,
    })
}

fn in_words(lang: Lang) -> impl Fn(Bilingual) -> String {
    move |why| why.say(lang).to_owned()
}

async fn client_as(
    stage: &Stage,
    scratch: &Scratch,
    who: &str,
    progress: &Progress,
) -> Result<Client, String> {
    let lang = progress.lang;
    let token = stage.token(who, progress).await.map_err(in_words(lang))?;
    let client = Client::new(&scratch.address, None).map_err(|failure| failure.say(lang))?;
    Ok(client.with_token(Some(token)).at(end_of_year()))
}

async fn export(client: &Client, file: &Path, progress: &Progress) -> Result<(), String> {
    let lang = progress.lang;
    let (name, query) = ("reply_items.json".to_owned(), ExportQuery::default());
    let list = (&name, &query, &Nothing);
    let exported = patience::call::<Export>(client, list, &WAITS, progress).await;
    let Bytes(bytes) = exported.map_err(|failure| failure.say(lang))?;
    std::fs::write(file, bytes).map_err(|fault| {
        banli_shared::text::of_file(file, &fault)
            .say(lang)
            .to_owned()
    })
}

/// Writes the made-up session as lists.
fn write(seed: u64, directory: &Path) -> Result<(), Failed> {
    let office = Office::make(seed);
    let made = proposals::make(seed, &office);
    let rows: Vec<_> = made.iter().collect();
    let handed_over = proposals::Told::HandedOver;
    std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(directory.join("units.csv"), office.as_list()))
        .and_then(|()| {
            let list = proposals::as_list(&rows, &office, handed_over);
            std::fs::write(directory.join("proposals.csv"), list)
        })
        .map_err(|fault| Failed::file(directory, &fault))
}

fn millis(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

fn end_of_year() -> Option<i64> {
    "2023-12-29".parse().ok().map(year::morning)
}

/// How far each proposal has come when one looks around: a quarter untouched, the rest at every stage.
fn looked_at(n: usize, steps: &[&Step]) -> usize {
    let all = steps.len();
    match n % 8 {
        0 | 1 => 0,
        2 => 1,
        3 => all / 5,
        4 => all / 3,
        5 => all / 2,
        6 => steps.iter().position(|step| rates(step)).unwrap_or(all),
        _ => all,
    }
}

/// Somebody says what they think of a reply, or the office gives up waiting for it.
const fn rates(step: &Step) -> bool {
    matches!(
        step.command,
        Command::Rate(_) | Command::RecordRating(_) | Command::Close(_)
    )
}

/// The first proposer of a case whose first form would be the next step: who looks around as a member has one to fill in.
fn member_with_a_form(
    office: &Office,
    proposals: &[DemoProposal],
    courses: &[Course],
    until_ms: i64,
) -> Option<String> {
    let asked = courses.iter().enumerate().find(|(n, course)| {
        let first = course.iter().position(rates).unwrap_or(0);
        n % 8 == 6 && first > 0 && course[first - 1].at_ms <= until_ms
    });
    let member = *proposals[asked?.0].proposers.first()?;
    Some(office.members[member].login.clone())
}

/// How many proposals are brought along for looking around; the others wait for the coordinator.
const BROUGHT_ALONG: usize = 96;

/// A member of the cast where nobody of those brought along has a form to fill in.
const MEMBER: &str = "member001";

/// Whom the demo lets one be: login, Chinese and English label.
const CAST: [(&str, &str, &str); 12] = [
    (
        "coordinator",
        "提案委（分办、交办）",
        "coordinator (triage, hand-over)",
    ),
    (
        "b18.liaison",
        "市卫健委督查联络员（签收、二级审核）",
        "liaison of a unit (accepts, level 2)",
    ),
    (
        "b18.handler",
        "市卫健委承办人（沟通、起草）",
        "handler (contacts, drafts)",
    ),
    (
        "b18.chief",
        "市卫健委部门负责人（一级审核）",
        "department head (level 1)",
    ),
    (
        "b18.head",
        "市卫健委单位负责人（签发）",
        "unit head (signs)",
    ),
    (
        "b18.deputy",
        "市卫健委副职（代理签发）",
        "stands in for that unit head",
    ),
    (
        "b03.liaison",
        "市教育局督查联络员",
        "liaison of another unit",
    ),
    ("b03.handler", "市教育局承办人", "handler of another unit"),
    (MEMBER, "政协委员（评价）", "member (rates)"),
    ("supervisor", "督查室（看板）", "supervisor (board)"),
    ("auditor", "审计员", "auditor"),
    (
        "admin",
        "系统管理员（人员、规则、日历）",
        "administrator (people, rules, calendar)",
    ),
];

/// A scratch server with a session under way, and what the terminal client is opened with.
///
/// # Errors
/// What stopped it, in words.
pub async fn prepare(
    args: &DemoArgs,
    lang: Lang,
    drafts: PathBuf,
    clock: fn() -> i64,
) -> Result<(Scratch, Opening), String> {
    let office = Office::make(args.seed);
    let proposals = proposals::make(args.seed, &office);
    let mut courses = year::plan(args.seed, &office, &proposals);
    courses.truncate(BROUGHT_ALONG);
    let steps = courses.iter().map(Vec::len).sum::<usize>() / 2;
    let progress = bar(steps, lang, "准备演示数据", "preparing the demo");
    let mut scratch = Scratch::start(args.keep.as_deref()).map_err(in_words(lang))?;
    let client = Client::new(&scratch.address, None).map_err(|failure| failure.say(lang))?;
    let stage = Arc::new(
        Stage::set(client, &office, &proposals, &progress)
            .await
            .map_err(in_words(lang))?,
    );
    let courses = Arc::new(courses);
    stage
        .triage(&courses, &progress)
        .await
        .map_err(in_words(lang))?;
    let until_ms = today_of_demo().unwrap_or(i64::MAX);
    stage
        .play(&courses, looked_at, until_ms, &progress)
        .await
        .map_err(in_words(lang))?;
    progress.bar.finish_and_clear();
    let mut identities = vec![];
    let member = member_with_a_form(&office, &proposals, &courses, until_ms);
    for (login, zh, en) in CAST {
        let login = match &member {
            Some(member) if login == MEMBER => member,
            _ => login,
        };
        let name = office.name_of(login);
        let label = [format!("{name}　{zh}"), format!("{name}  {en}")];
        let token = stage
            .token(login, &progress)
            .await
            .map_err(in_words(lang))?
            .to_owned();
        identities.push((
            Identity {
                label,
                login: login.to_owned(),
            },
            token,
        ));
    }
    scratch.goes_by_calendar().map_err(in_words(lang))?;
    let client = Client::new(&scratch.address, None).map_err(|failure| failure.say(lang))?;
    let first = identities.first().map(|(_, token)| token.clone());
    let client = client.with_token(first.as_deref());
    // What is open now was open then: each day tells what it had to, step by step.
    for back in (0..=DAYS_TOLD).rev() {
        let then = client.at(Some(until_ms - back * year::DAY_MS));
        let asked = patience::call::<Me>(&then, (&(), &NoQuery {}, &Nothing), &WAITS, &progress);
        asked.await.map(drop).map_err(|failure| failure.say(lang))?;
    }
    let opening = Opening {
        client: client.at(Some(until_ms)),
        identities,
        me: None,
        lang,
        keys: crate::tui::keys::config::KeysConfig::default(),
        theme: crate::tui::theme::ThemeConfig::default(),
        drafts,
        clock,
    };
    Ok((scratch, opening))
}

/// For so many days the calendar has gone on since all was played: the first deadlines come near in them.
const DAYS_TOLD: i64 = 56;

/// The day on which one looks around.
fn today_of_demo() -> Option<i64> {
    "2023-06-12".parse().ok().map(year::morning)
}

/// Runs work that has a scratch server, unless the person presses ctrl-c or closes the terminal first: then the work is
/// dropped, and the server and its directory with it. Gives the signal in that case.
fn until_told_to_end<T>(
    tokio: &tokio::runtime::Runtime,
    work: impl Future<Output = T>,
) -> Result<Result<T, SignalKind>, Failed> {
    tokio.block_on(async {
        let watch = |kind| signal(kind).map_err(|fault| Failed::system(&fault));
        let mut hung_up = watch(SignalKind::hangup())?;
        let mut interrupted = watch(SignalKind::interrupt())?;
        let mut terminated = watch(SignalKind::terminate())?;
        // A ctrl-c reaches the scratch server as well: the signal is the news, not that the server is gone.
        Ok(tokio::select! {
            biased;
            _ = hung_up.recv() => Err(SignalKind::hangup()),
            _ = interrupted.recv() => Err(SignalKind::interrupt()),
            _ = terminated.recv() => Err(SignalKind::terminate()),
            done = work => Ok(done),
        })
    })
}

/// As a shell reports what a signal ended.
fn ended_by(signal: SignalKind) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal.as_raw_value()).unwrap_or(1))
}

/// Runs the demo: played through with `--play`, else opened in the terminal client.
///
/// # Errors
/// What stopped it, in words.
pub(super) fn run(
    args: &DemoArgs,
    lang: Lang,
    json: bool,
    places: &Places,
    clock: fn() -> i64,
    tokio: &tokio::runtime::Runtime,
) -> Result<ExitCode, Failed> {
    if let Some(directory) = &args.write {
        return write(args.seed, directory).map(|()| ExitCode::SUCCESS);
    }
    if args.play {
        let played = match until_told_to_end(tokio, play_year(args, lang))? {
            Ok(played) => played.map_err(Failed::new)?,
            Err(signal) => return Ok(ended_by(signal)),
        };
        if json {
            output::json(&played);
        } else {
            figures::print(lang, &played.figures, &[], true);
            let (count, seconds) = (played.commands, played.elapsed_ms as f64 / 1000.0);
            output::aside(&match lang {
                Lang::Zh => format!("{count} 条命令，用时 {seconds:.1} 秒"),
                Lang::En => format!("{count} commands in {seconds:.1} s"),
            });
        }
        return Ok(ExitCode::SUCCESS);
    }
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failed::usage(lang.pick(
            "演示需要终端；没有终端时请用 banli demo --play",
            "the demo needs a terminal; without one run banli demo --play",
        )));
    }
    let drafts = places.drafts.with_file_name("demo-drafts");
    let (scratch, opening) = match until_told_to_end(tokio, prepare(args, lang, drafts, clock))? {
        Ok(prepared) => prepared.map_err(Failed::new)?,
        Err(signal) => return Ok(ended_by(signal)),
    };
    let ended = open(opening, tokio.handle()).map_err(|fault| Failed::system(&fault));
    drop(scratch);
    ended.map(|_| ExitCode::SUCCESS)
}
