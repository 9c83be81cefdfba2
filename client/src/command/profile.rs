//! `profile`: the rules of a session, shown, compared and changed.

use std::path::{Path, PathBuf};

use banli_shared::api::profiles::{
    GetProfile, ListProfileRevisions, NewProfile, PutProfile, RevisionQuery, SessionProfile,
};
use banli_shared::api::sessions::ListSessions;
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::ids::SessionId;
use banli_shared::lang::Lang;
use banli_shared::profile::{Profile, ProfileChange};

use super::{Ctx, Failed, files};
use crate::output::{self, moment};

/// Longest file of rules, in bytes.
const LONGEST_FILE: u64 = 200_000;

#[derive(Debug, clap::Subcommand)]
pub(super) enum ProfileCmd {
    /// The rules of a session as TOML, to read or to start from.
    Show {
        /// The session; the current one where left out.
        session: Option<String>,
        /// An older revision.
        #[arg(long)]
        revision: Option<u32>,
    },
    /// Every revision of the rules of a session, with what it changed.
    History {
        /// The session; the current one where left out.
        session: Option<String>,
    },
    /// Rules that come with the program: their names, or one of them as TOML.
    Shipped {
        /// Which.
        name: Option<String>,
    },
    /// Say what is wrong with a file of rules; nothing is sent.
    Check {
        /// The file, TOML.
        file: PathBuf,
    },
    /// Make a file the rules of a session from now on. Cases keep theirs until `do N adopt_rules`.
    Put {
        /// The file, TOML; what it leaves out is as in Shenzhen.
        file: PathBuf,
        /// The session; the current one where left out.
        #[arg(long)]
        session: Option<String>,
        /// Why, for the record.
        #[arg(long)]
        note: String,
        /// Say what would change, keep nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

pub(super) async fn profile(ctx: &Ctx, command: Option<ProfileCmd>) -> Result<(), Failed> {
    let newest = ProfileCmd::Show {
        session: None,
        revision: None,
    };
    match command.unwrap_or(newest) {
        ProfileCmd::Show { session, revision } => show(ctx, session, revision).await,
        ProfileCmd::History { session } => history(ctx, session).await,
        ProfileCmd::Put {
            file,
            session,
            note,
            dry_run,
        } => put(ctx, &file, session, note, DryRun { dry_run }).await,
        ProfileCmd::Shipped { name } => shipped(ctx, name.as_deref()),
        ProfileCmd::Check { file } => check(ctx, &file),
    }
}

fn shipped(ctx: &Ctx, name: Option<&str>) -> Result<(), Failed> {
    let Some(name) = name else {
        for (name, _) in Profile::shipped() {
            output::line(name);
        }
        return Ok(());
    };
    if let Some((_, text)) = Profile::shipped().iter().find(|(known, _)| *known == name) {
        output::lines(text.trim_end());
        return Ok(());
    }
    let known: Vec<&str> = Profile::shipped().iter().map(|(it, _)| *it).collect();
    Err(Failed::usage(ctx.lang.label(
        name,
        &ctx.lang.label(
            ctx.pick("没有这套规则；现有", "no such rules; there are"),
            &known.join(ctx.pick("、", ", ")),
        ),
    )))
}

fn check(ctx: &Ctx, file: &Path) -> Result<(), Failed> {
    let text = files::text(ctx, file, LONGEST_FILE)?;
    match Profile::from_toml(&text) {
        Ok(profile) => {
            let changes = Profile::shenzhen().changes(&profile);
            let differ = changes.len();
            let said = match ctx.lang {
                Lang::Zh => format!("{differ} 处与深圳规则不同"),
                Lang::En => format!("{differ} values differ from Shenzhen's"),
            };
            output::line(&ctx.lang.label(&profile.name, &said));
            Ok(())
        }
        Err(faults) => {
            let faults: Vec<String> = faults
                .iter()
                .map(|fault| fault.both().say(ctx.lang).to_owned())
                .collect();
            let file = file.display().to_string();
            let faults = format!("\n{}", faults.join("\n"));
            Err(Failed::new(format!(
                "{}{faults}",
                ctx.lang.label(&file, "").trim_end()
            )))
        }
    }
}

/// The session with this id; the current one where none is named.
async fn named(ctx: &Ctx, session: Option<String>) -> Result<SessionId, Failed> {
    if let Some(id) = session {
        return Ok(SessionId(id));
    }
    let page = ctx
        .client
        .call::<ListSessions>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
    let current = page.items.into_iter().find(|session| session.current);
    current.map(|session| session.id).ok_or_else(|| {
        Failed::new(ctx.pick(
            "还没有届次：banli session put",
            "there is no session yet: banli session put",
        ))
    })
}

async fn show(ctx: &Ctx, session: Option<String>, revision: Option<u32>) -> Result<(), Failed> {
    let session = named(ctx, session).await?;
    let got = get(ctx, &session, revision).await?;
    if ctx.json {
        output::json(&got);
        return Ok(());
    }
    output::line(&match ctx.lang {
        Lang::Zh => format!("# 届次 {}，规则版本 {}", got.session, got.revision),
        Lang::En => format!("# session {}, revision {}", got.session, got.revision),
    });
    let text = toml::to_string(&got.profile).map_err(|fault| Failed::new(fault.to_string()))?;
    output::lines(&text);
    Ok(())
}

async fn get(
    ctx: &Ctx,
    session: &SessionId,
    revision: Option<u32>,
) -> Result<SessionProfile, Failed> {
    let query = RevisionQuery { revision };
    let got = ctx
        .client
        .call::<GetProfile>(session, &query, &Nothing)
        .await;
    Ok(got.map_err(|failure| ctx.failed(&failure))?.0)
}

async fn history(ctx: &Ctx, session: Option<String>) -> Result<(), Failed> {
    let session = named(ctx, session).await?;
    let got = ctx
        .client
        .call::<ListProfileRevisions>(&session, &NoQuery {}, &Nothing)
        .await;
    let Json(page) = got.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&page.items);
        return Ok(());
    }
    for revision in &page.items {
        let by = revision.by.as_deref().unwrap_or("-");
        let line = format!(
            "{} {}  {}  {by}  {} {}  {}",
            ctx.pick("版本", "revision"),
            revision.revision,
            moment(revision.at_ms),
            revision.cases,
            ctx.pick("件提案适用", "cases"),
            revision.note
        );
        output::line(line.trim_end());
        for change in &revision.changes {
            output::line(&format!("  {}", said(ctx.lang, change)));
        }
    }
    Ok(())
}

fn said(lang: Lang, change: &ProfileChange) -> String {
    let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let sides = format!("{} -> {}", side(&change.old), side(&change.new));
    lang.label(&change.field, &sides)
}

async fn put(
    ctx: &Ctx,
    file: &Path,
    session: Option<String>,
    note: String,
    dry_run: DryRun,
) -> Result<(), Failed> {
    let toml = files::text(ctx, file, LONGEST_FILE)?;
    let session = named(ctx, session).await?;
    let seen = get(ctx, &session, None).await?.revision;
    let body = Json(NewProfile { toml, note, seen });
    let put = ctx
        .client
        .call::<PutProfile>(&session, &dry_run, &body)
        .await;
    let Json(changed) = put.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&changed);
        return Ok(());
    }
    if changed.changes.is_empty() {
        output::line(ctx.pick("没有变化", "nothing differs"));
        return Ok(());
    }
    // Names of settings are long and stay whole, to be looked for.
    for change in &changed.changes {
        let (was, is) = (change.old.as_deref(), change.new.as_deref());
        let (was, is) = (was.unwrap_or("-"), is.unwrap_or("-"));
        output::page(&format!("{}  {was} -> {is}", change.field));
    }
    let (revision, older) = (changed.now.revision, changed.under_older);
    let becomes = if dry_run.dry_run {
        ctx.pick("将成为", "would be")
    } else {
        ctx.pick("现为", "now")
    };
    output::page(&match ctx.lang {
        Lang::Zh => format!(
            "{becomes}规则版本 {revision}；{older} 件在办提案仍适用原规则（可逐件 banli do 编号 adopt_rules）"
        ),
        Lang::En => format!(
            "{becomes} revision {revision}; {older} open cases stay under older rules (each can be moved by `banli do NUMBER adopt_rules`)"
        ),
    });
    Ok(())
}
