//! The commands of the command line, one a file.

mod build;
mod calendar;
mod chinese;
mod delegate;
pub mod demo;
mod document;
mod export;
mod figures;
mod files;
mod hand_over;
mod import;
mod import_ask;
mod import_report;
mod import_send;
mod inbox;
mod line;
mod list;
mod login;
mod notices;
mod offered;
mod office;
mod on_record;
mod once;
mod options;
mod password;
mod people;
mod posts;
mod profile;
mod promises;
mod proposers;
mod rankings;
mod remarks;
mod rounds;
mod run;
mod show;
mod sitting;
mod svg;
mod table_file;
mod tasks;
mod template;
mod token;
mod undo;
mod unit_change;
mod units;
mod user;
mod view;
mod watch;
mod webhook;
mod what_next;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, place};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::options::Options;
use crate::account::{self, Places, Settings};
use crate::api::{ApiFailure, Client, FailureKind, normal_address};
use crate::output;
use crate::tui::app::{Identity, Left, Opening, open};

/// Banli: handling of official proposals, in the terminal.
#[derive(Debug, Parser)]
#[command(name = "banli", version, about, after_help = EXIT_CODES)]
struct Cli {
    /// The address of the server, e.g. http://127.0.0.1:7878.
    #[arg(long, global = true, env = "BANLI_SERVER", value_name = "URL", help_heading = EVERYWHERE)]
    server: Option<String>,
    /// JSON for scripts instead of tables.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    json: bool,
    /// The language of tables and messages; else the locale decides.
    #[arg(long, global = true, value_parser = ["zh", "en"], value_name = "LANG", help_heading = EVERYWHERE)]
    lang: Option<String>,
    /// A certificate to trust beside the system's, as a PEM file.
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
    ca_cert: Option<PathBuf>,
    /// The moment to act at, for servers started with --simulated-time.
    #[arg(long, global = true, env = "BANLI_NOW", hide = true, value_name = "MS")]
    now: Option<i64>,
    #[command(subcommand)]
    command: Option<Cmd>,
}

const EXIT_CODES: &str = "Exit codes: 0 ok, 1 refused or failed, 2 usage, 3 not logged in, 4 cannot reach the server, \
5 conflict.\nWithout a command the terminal client opens. BANLI_SERVER and BANLI_TOKEN serve scripts.";

/// Above the options that every command has.
const EVERYWHERE: &str = "For every command";

fn lang_of(text: &str) -> Option<Lang> {
    match text {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language to speak before the command line is understood: help and faults of it need one too.
fn lang_before(words: &[std::ffi::OsString]) -> Lang {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let said = words.iter().enumerate().find_map(|(at, word)| {
        let value = match word.strip_prefix("--lang=") {
            Some(value) => Some(value),
            None if word == "--lang" => words.get(at + 1).map(AsRef::as_ref),
            None => None,
        };
        value.and_then(lang_of)
    });
    let configured = || {
        let places = Places::find().ok()?;
        Settings::read(&places.config).ok()?.language
    };
    Lang::choose(said.or_else(configured), |name| std::env::var(name).ok())
}

#[derive(Debug, Subcommand)]
enum Cmd {
    /// Log in and keep the login on this machine.
    Login(login::LoginArgs),
    /// End the login in use.
    Logout,
    /// Who is logged in.
    Whoami,
    /// Change your own password; every other login and token of yours ends.
    Password(password::PasswordArgs),
    /// What waits for you, the most urgent first.
    Inbox(inbox::InboxArgs),
    /// What the server told you: deadlines near and overdue, rating windows that passed.
    Notices(notices::NoticesArgs),
    /// Proposals by filters.
    List(Box<list::ListArgs>),
    /// What replies have promised, what is due first on top.
    Promises(promises::PromisesArgs),
    /// Saved views: filters of `list` under a name.
    #[command(subcommand)]
    View(view::ViewCmd),
    /// The hand-over sitting: what is still unassigned, and the load of each unit.
    Sitting(sitting::SittingArgs),
    /// Hand many over at once, by suggestions or by a list: all that can be, each answered by itself.
    HandOver(hand_over::HandOverArgs),
    /// One case: what it says, where it stands, what you may do.
    #[command(after_help = show::EXAMPLES)]
    Show(show::ShowArgs),
    /// Run a command on a case: `do 20230001 hand_over to.0.unit=B03 to.0.role=lead`.
    #[command(after_help = run::EXAMPLES)]
    Do(run::DoArgs),
    /// Take your own last step on a case back, after showing what it was.
    Undo(undo::UndoArgs),
    /// Submit a proposal from a JSON file (`-` for standard input).
    Submit(run::SubmitArgs),
    /// Read a list of proposals (.csv, .xlsx or .json): all rows or none.
    Import(import::ImportArgs),
    /// Write a list: proposals, reply_items, units or figures, as .csv, .xlsx or .json.
    Export(export::ExportArgs),
    /// Write a document for office programs (.docx): reply letter, feedback form, hand-over sheet, bulletin.
    Document(document::DocumentArgs),
    /// The figures.
    Figures(Box<figures::FiguresArgs>),
    /// Units, departments, persons or proposals by points, with what each score is made of.
    Rankings(rankings::RankingsArgs),
    /// Changes as they happen.
    Watch(watch::WatchArgs),
    /// Tokens for scripts.
    #[command(subcommand)]
    Token(token::TokenCmd),
    /// People and their posts.
    #[command(subcommand)]
    User(user::UserCmd),
    /// Who stands in for whom.
    #[command(subcommand)]
    Delegate(delegate::DelegateCmd),
    /// Notices sent to other programs.
    #[command(subcommand)]
    Webhook(webhook::WebhookCmd),
    /// Units and departments.
    #[command(subcommand)]
    Unit(office::UnitCmd),
    /// Sessions of the conference.
    #[command(subcommand)]
    Session(office::SessionCmd),
    /// The rules of a session.
    Profile {
        #[command(subcommand)]
        command: Option<profile::ProfileCmd>,
    },
    /// What an office says in its documents.
    #[command(subcommand)]
    Template(template::TemplateCmd),
    /// Working days, holidays and deadlines.
    #[command(subcommand)]
    Calendar(calendar::CalendarCmd),
    /// A completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Look around in a made-up session, or play it through with --play.
    Demo(demo::DemoArgs),
}

/// Why a command did not work.
#[derive(Debug)]
struct Failed {
    code: u8,
    text: Bilingual,
}

impl Failed {
    /// In the language of the reader already.
    fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::of(Bilingual::new(text.clone(), text))
    }

    fn of(text: Bilingual) -> Self {
        Self { code: 1, text }
    }

    fn usage(text: impl Into<String>) -> Self {
        Self {
            code: 2,
            ..Self::new(text)
        }
    }

    fn system(fault: &std::io::Error) -> Self {
        Self::of(banli_shared::text::system(fault))
    }

    fn file(path: &std::path::Path, fault: &std::io::Error) -> Self {
        Self::of(banli_shared::text::of_file(path, fault))
    }
}

/// Faults of one answer that are shown; the rest is counted.
const SHOWN_FAULTS: usize = 20;

/// What every command gets.
struct Ctx {
    client: Client,
    /// Whether the token in use is the one kept on this machine.
    uses_kept: bool,
    /// Whether it is the one of the environment, which comes before a login.
    uses_environment: bool,
    lang: Lang,
    /// What the command that runs can be given.
    options: Options,
    json: bool,
    places: Places,
    settings: Settings,
}

impl Ctx {
    fn failed(&self, failure: &ApiFailure) -> Failed {
        self.failed_at(failure, |_| None)
    }

    /// As [`Self::failed`], where parts of the body were typed as options: `typed` names them by their pointers.
    fn failed_at(&self, failure: &ApiFailure, typed: impl Fn(&str) -> Option<String>) -> Failed {
        let code = match failure.kind {
            FailureKind::Refused => 1,
            FailureKind::Usage => 2,
            FailureKind::LoggedOut => 3,
            FailureKind::Unreachable => 4,
            FailureKind::Conflict => 5,
        };
        let mut text = match failure.kind {
            FailureKind::LoggedOut if self.uses_environment && !failure.is_wrong_login() => {
                token_over().say(self.lang).to_owned()
            }
            _ => failure.say(self.lang),
        };
        let mut faults = vec![];
        let problems = failure.problem.iter();
        for fault in problems.flat_map(|problem| problem.errors.iter()) {
            let said = fault.say(self.lang);
            let typed = typed(&fault.pointer).or_else(|| self.options.typed(&fault.pointer));
            let as_typed = typed.map(|typed| self.said_at(&said, &fault.pointer, &typed));
            let shown = as_typed.as_ref().unwrap_or(&said);
            // A problem of one field says it in its detail already.
            match text.contains(said.as_str()) {
                true => text = text.replacen(said.as_str(), shown, 1),
                false if text.contains(shown.as_str()) => {}
                false => faults.push(shown.clone()),
            }
        }
        for fault in faults.iter().take(SHOWN_FAULTS) {
            text.push_str("\n  ");
            text.push_str(fault);
        }
        if let Some(more) = faults
            .len()
            .checked_sub(SHOWN_FAULTS)
            .filter(|more| *more > 0)
        {
            let _ = match self.lang {
                Lang::Zh => write!(text, "\n  另有 {more} 处"),
                Lang::En => write!(text, "\n  and {more} more"),
            };
        }
        Failed {
            code,
            ..Failed::new(text)
        }
    }

    /// A fault that begins with its place, with the name of that as it was typed.
    fn said_at(&self, said: &str, pointer: &str, typed: &str) -> String {
        let place = self.lang.label(place(pointer).say(self.lang), "");
        match said.strip_prefix(place.as_str()) {
            Some(rest) => self.lang.label(typed, rest),
            None => said.to_owned(),
        }
    }

    const fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// What to do where the token of the environment is refused: a login would not be used beside it.
fn token_over() -> Bilingual {
    both!(
        "BANLI_TOKEN 中的令牌无效，请更换，或取消它并运行 banli login",
        "the token in BANLI_TOKEN does not work: put another in its place, or unset it and run banli login"
    )
}

/// Milliseconds since 1970, now: the one place of the client that reads the wall clock.
#[expect(clippy::disallowed_methods, reason = "the named place")]
fn clock() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let lang = lang_before(&words);
    let mut line = chinese::WORDING.speaking(lang, Cli::command());
    let parsed = line.try_get_matches_from_mut(words).and_then(|matches| {
        let options = Options::of(&line, &matches);
        Ok((Cli::from_arg_matches(&matches)?, options))
    });
    let (cli, options) = match parsed {
        Ok(parsed) => parsed,
        Err(fault) => {
            match banli_cli::fault(&fault, lang) {
                // What was typed stands in it, and may come from anywhere.
                Some(text) => text.lines().for_each(output::aside),
                // Help and version come this way too, with code 0.
                None => match banli_cli::help(&fault, lang, output::room()) {
                    Some(page) if fault.use_stderr() => page.lines().for_each(output::aside),
                    Some(page) => output::lines(page.trim_end()),
                    None => drop(fault.print()),
                },
            }
            return ExitCode::from(u8::try_from(fault.exit_code()).unwrap_or(2));
        }
    };
    match begin(cli, options) {
        Ok(_) if output::failed() => ExitCode::FAILURE,
        Ok(code) => code,
        Err(failed) => {
            for line in failed.text.say(lang).lines() {
                output::aside(line);
            }
            ExitCode::from(failed.code)
        }
    }
}

fn begin(cli: Cli, options: Options) -> Result<ExitCode, Failed> {
    if let Some(Cmd::Completions { shell }) = &cli.command {
        let mut script = vec![];
        clap_complete::generate(*shell, &mut Cli::command(), "banli", &mut script);
        output::bytes(&script).map_err(|fault| Failed::system(&fault))?;
        return Ok(ExitCode::SUCCESS);
    }
    let places = Places::find().map_err(Failed::of)?;
    let settings = Settings::read(&places.config).map_err(|text| Failed { code: 2, text })?;
    let variable = |name: &str| std::env::var(name).ok();
    let lang = Lang::choose(
        cli.lang.as_deref().and_then(lang_of).or(settings.language),
        variable,
    );
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|fault| Failed::system(&fault))?;
    if let Some(Cmd::Demo(args)) = &cli.command {
        return demo::run(args, lang, cli.json, &places, clock, &tokio);
    }
    // Kept logins are looked up before any other thread runs.
    let kept = account::recall(&places.config);
    let server = cli
        .server
        .or_else(|| settings.server.clone())
        .or_else(|| kept.as_ref().map(|(login, _)| login.server.clone()))
        .unwrap_or_else(|| "http://127.0.0.1:7878".to_owned());
    let ca_cert = cli.ca_cert.or_else(|| settings.ca_cert.clone());
    let pem = match &ca_cert {
        Some(path) => Some(std::fs::read(path).map_err(|fault| Failed::file(path, &fault))?),
        None => None,
    };
    let client = Client::new(&server, pem.as_deref())
        .map_err(|failure| Failed::usage(failure.say(lang)))?
        .at(cli.now);
    let from_env = variable("BANLI_TOKEN").filter(|token| !token.is_empty());
    // A token goes only to the server it came from.
    let kept = kept.filter(|(login, _)| normal_address(&login.server) == client.base());
    let token = from_env
        .clone()
        .or_else(|| kept.as_ref().map(|(_, token)| token.clone()));
    let client = client.with_token(token.as_deref());
    let ctx = Ctx {
        client,
        uses_kept: from_env.is_none() && kept.is_some(),
        uses_environment: from_env.is_some(),
        lang,
        options,
        json: cli.json,
        places,
        settings,
    };
    match cli.command {
        None => terminal(
            ctx,
            token,
            kept.filter(|_| from_env.is_none()).map(|(login, _)| login),
            &tokio,
        ),
        Some(command) => tokio
            .block_on(dispatch(&ctx, command))
            .map(|()| ExitCode::SUCCESS),
    }
}

fn terminal(
    ctx: Ctx,
    token: Option<String>,
    kept: Option<account::Login>,
    tokio: &tokio::runtime::Runtime,
) -> Result<ExitCode, Failed> {
    let Some(token) = token else {
        let text = ctx.pick(
            "请先运行 banli login（或试用：banli demo）",
            "log in first: banli login (or look around: banli demo)",
        );
        return Err(Failed {
            code: 3,
            ..Failed::new(text)
        });
    };
    let login = kept
        .as_ref()
        .map_or_else(String::new, |login| login.person.login.clone());
    let again = match kept {
        Some(_) => both!(
            "登录已结束，继续使用请运行 banli login",
            "your login is over: to go on, run banli login"
        ),
        None => token_over(),
    };
    let opening = Opening {
        client: ctx.client,
        identities: vec![(
            Identity {
                label: [login.clone(), login.clone()],
                login,
            },
            token,
        )],
        me: kept.map(|login| login.person),
        lang: ctx.lang,
        keys: ctx.settings.keys,
        theme: ctx.settings.theme,
        drafts: ctx.places.drafts,
        clock,
    };
    match open(opening, tokio.handle()) {
        Ok(Left::Ended) => Ok(ExitCode::SUCCESS),
        Ok(Left::LoggedOut) => Err(Failed {
            code: 3,
            ..Failed::of(again)
        }),
        Err(fault) => {
            let Bilingual { zh, en } = banli_shared::text::system(&fault);
            Err(Failed::of(both!(
                "无法打开终端界面：{zh}",
                "the terminal client cannot open: {en}"
            )))
        }
    }
}

async fn dispatch(ctx: &Ctx, command: Cmd) -> Result<(), Failed> {
    match command {
        Cmd::Login(args) => login::login(ctx, args).await,
        Cmd::Logout => login::logout(ctx).await,
        Cmd::Whoami => login::whoami(ctx).await,
        Cmd::Password(args) => password::run(ctx, &args).await,
        Cmd::Inbox(args) => inbox::run(ctx, &args).await,
        Cmd::Notices(args) => notices::run(ctx, &args).await,
        Cmd::List(args) => list::run(ctx, *args).await,
        Cmd::Promises(args) => promises::run(ctx, args).await,
        Cmd::View(command) => view::run(ctx, command).await,
        Cmd::Sitting(args) => sitting::run(ctx, args).await,
        Cmd::HandOver(args) => hand_over::run(ctx, args).await,
        Cmd::Show(args) => show::run(ctx, &args).await,
        Cmd::Do(args) => run::run(ctx, args).await,
        Cmd::Undo(args) => undo::run(ctx, args).await,
        Cmd::Submit(args) => run::submit(ctx, &args).await,
        Cmd::Import(args) => import::run(ctx, args).await,
        Cmd::Export(args) => export::run(ctx, args).await,
        Cmd::Document(args) => document::run(ctx, args).await,
        Cmd::Figures(args) => figures::run(ctx, *args).await,
        Cmd::Rankings(args) => rankings::run(ctx, args).await,
        Cmd::Watch(args) => watch::run(ctx, args).await,
        Cmd::Token(command) => token::run(ctx, command).await,
        Cmd::User(command) => user::run(ctx, command).await,
        Cmd::Delegate(command) => delegate::run(ctx, command).await,
        Cmd::Webhook(command) => webhook::run(ctx, command).await,
        Cmd::Unit(command) => office::unit(ctx, command).await,
        Cmd::Session(command) => office::session(ctx, command).await,
        Cmd::Profile { command } => profile::profile(ctx, command).await,
        Cmd::Template(command) => template::run(ctx, command).await,
        Cmd::Calendar(command) => calendar::calendar(ctx, command).await,
        // Dealt with before a server is needed.
        Cmd::Completions { .. } | Cmd::Demo(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
