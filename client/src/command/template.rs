//! `template`: what an office says in its documents, shown, checked and changed.

use std::path::{Path, PathBuf};

use banli_shared::api::templates::{
    DocumentTemplate, GetTemplate, ListTemplateRevisions, NewTemplate, PutTemplate,
    PutTemplateQuery, TemplateQuery, TemplateSource,
};
use banli_shared::api::{Json, Nothing};
use banli_shared::both;
use banli_shared::documents::{DocumentKind, Each, Field, Template};
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;

use super::document::{kind, short};
use super::{Ctx, Failed, files};
use crate::output::{self, Table, moment, names, sentences, whole};

/// Longest template, in bytes.
const LONGEST_FILE: u64 = 100_000;

#[derive(Debug, clap::Subcommand)]
pub(super) enum TemplateCmd {
    /// The template of a document as TOML, to read or to start from.
    Show {
        /// Which document: letter, form, sheet or bulletin.
        kind: String,
        /// Of this unit; where left out, the one for all units.
        #[arg(long)]
        unit: Option<String>,
        /// An older revision.
        #[arg(long)]
        revision: Option<u32>,
    },
    /// Every revision of a template, with who made it and why.
    History {
        /// Which document: letter, form, sheet or bulletin.
        kind: String,
        /// Of this unit; where left out, the one for all units.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Templates that come with the program: their names, or one of them as TOML.
    Shipped {
        /// Which document: letter, form, sheet or bulletin.
        kind: Option<String>,
    },
    /// The placeholders that a template can use.
    Fields {
        /// Which document: letter, form, sheet or bulletin.
        kind: String,
    },
    /// Say what is wrong with a template; nothing is sent.
    Check {
        /// Which document: letter, form, sheet or bulletin.
        kind: String,
        /// The file, TOML.
        file: PathBuf,
    },
    /// Make a file the template of a document from now on.
    Put {
        /// Which document: letter, form, sheet or bulletin.
        kind: String,
        /// The file, TOML.
        file: PathBuf,
        /// Of this unit; where left out, the one for all units.
        #[arg(long)]
        unit: Option<String>,
        /// Why, for the record.
        #[arg(long)]
        note: String,
        /// Same checks, same answer, nothing kept.
        #[arg(long)]
        dry_run: bool,
    },
    /// Go back to what holds without a template of one's own.
    Reset {
        /// Which document: letter, form, sheet or bulletin.
        kind: String,
        /// Of this unit; where left out, the one for all units.
        #[arg(long)]
        unit: Option<String>,
        /// Why, for the record.
        #[arg(long)]
        note: String,
    },
}

pub(super) async fn run(ctx: &Ctx, command: TemplateCmd) -> Result<(), Failed> {
    match command {
        TemplateCmd::Show {
            kind: given,
            unit,
            revision,
        } => {
            let found = get(ctx, kind(ctx, &given)?, unit, revision).await?;
            if ctx.json {
                output::json(&found);
            } else {
                output::lines(found.toml.trim_end());
                output::aside(&whence(ctx, &found));
            }
            Ok(())
        }
        TemplateCmd::History { kind: given, unit } => history(ctx, kind(ctx, &given)?, unit).await,
        TemplateCmd::Shipped { kind: None } => {
            for kind in DocumentKind::ALL {
                output::line(&format!("{} {}", short(*kind), kind.say(ctx.lang)));
            }
            Ok(())
        }
        TemplateCmd::Shipped { kind: Some(given) } => {
            output::lines(kind(ctx, &given)?.shipped().trim_end());
            Ok(())
        }
        TemplateCmd::Fields { kind: given } => {
            fields(ctx, kind(ctx, &given)?);
            Ok(())
        }
        TemplateCmd::Check { kind: given, file } => {
            let kind = kind(ctx, &given)?;
            let text = files::text(ctx, &file, LONGEST_FILE)?;
            check(ctx, kind, &file, &text)?;
            output::line(ctx.pick("没有错误", "nothing is wrong with it"));
            Ok(())
        }
        TemplateCmd::Put {
            kind: given,
            file,
            unit,
            note,
            dry_run,
        } => {
            let kind = kind(ctx, &given)?;
            let toml = files::text(ctx, &file, LONGEST_FILE)?;
            check(ctx, kind, &file, &toml)?;
            put(ctx, kind, unit, toml, note, dry_run).await
        }
        TemplateCmd::Reset {
            kind: given,
            unit,
            note,
        } => put(ctx, kind(ctx, &given)?, unit, String::new(), note, false).await,
    }
}

async fn get(
    ctx: &Ctx,
    kind: DocumentKind,
    unit: Option<String>,
    revision: Option<u32>,
) -> Result<DocumentTemplate, Failed> {
    let unit = unit.as_deref().map(UnitCode::typed);
    let query = TemplateQuery { unit, revision };
    let got = ctx.client.call::<GetTemplate>(&kind, &query, &Nothing);
    Ok(got.await.map_err(|failure| ctx.failed(&failure))?.0)
}

/// Where a template comes from, in one line.
fn whence(ctx: &Ctx, found: &DocumentTemplate) -> String {
    let said = found.source.say(ctx.lang);
    match found.source {
        TemplateSource::Shipped => format!("# {said}"),
        _ => format!(
            "# {said} {} {}",
            ctx.pick("版本", "revision"),
            found.revision
        ),
    }
}

async fn history(ctx: &Ctx, kind: DocumentKind, unit: Option<String>) -> Result<(), Failed> {
    let query = TemplateQuery {
        unit: unit.as_deref().map(UnitCode::typed),
        revision: None,
    };
    let got = ctx
        .client
        .call::<ListTemplateRevisions>(&kind, &query, &Nothing)
        .await;
    let Json(page) = got.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&page.items);
        return Ok(());
    }
    let mut table = Table::new(
        ctx.lang,
        [
            whole("版本", "revision"),
            whole("时间", "when"),
            whole("何人", "who"),
            sentences("原因", "why"),
        ],
    );
    for revision in &page.items {
        let back = if revision.gives_back {
            ctx.pick("（撤去）", " (taken back)")
        } else {
            ""
        };
        table.row([
            revision.revision.to_string().as_str(),
            moment(revision.at_ms).as_str(),
            revision.by.as_str(),
            format!("{}{back}", revision.note).as_str(),
        ]);
    }
    table.print_or(&both!("没有自己的模板，用的是随程序提供的：banli template shipped", "there is no template of its own: what comes with the program holds (banli template shipped)"));
    Ok(())
}

fn fields(ctx: &Ctx, kind: DocumentKind) {
    placeholders(ctx, kind.fields()).print();
    for each in kind.each() {
        output::line("");
        output::line(&match ctx.lang {
            Lang::Zh => format!("逐项段落 each = \"{}\"：", each.say(Lang::Zh)),
            Lang::En => format!("in a part for each = \"{}\":", each.code()),
        });
        placeholders(ctx, Each::fields(*each)).print();
    }
}

/// Each can be written by its name or by its code.
fn placeholders(ctx: &Ctx, fields: &[Field]) -> Table {
    let mut table = Table::new(
        ctx.lang,
        [
            whole("占位符", "placeholder"),
            whole("也可写作", "or written"),
            names("", "what it is"),
        ],
    );
    for field in fields {
        let (name, code) = (
            format!("{{{}}}", field.say(Lang::Zh)),
            format!("{{{field}}}"),
        );
        match ctx.lang {
            Lang::Zh => table.row([name, code]),
            Lang::En => table.row([code, name, field.say(Lang::En).to_owned()]),
        }
    }
    table
}

fn check(ctx: &Ctx, kind: DocumentKind, file: &Path, text: &str) -> Result<(), Failed> {
    Template::read(kind, text).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|it| it.say(ctx.lang)).collect();
        let file = ctx.lang.label(&file.display().to_string(), "");
        Failed::new(format!("{}\n{}", file.trim_end(), faults.join("\n")))
    })?;
    Ok(())
}

async fn put(
    ctx: &Ctx,
    kind: DocumentKind,
    unit: Option<String>,
    toml: String,
    note: String,
    dry_run: bool,
) -> Result<(), Failed> {
    let seen = get(ctx, kind, unit.clone(), None).await?.revision;
    let query = PutTemplateQuery {
        unit: unit.as_deref().map(UnitCode::typed),
        dry_run,
    };
    let body = Json(NewTemplate { toml, note, seen });
    let put = ctx.client.call::<PutTemplate>(&kind, &query, &body).await;
    let Json(now) = put.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&now);
        return Ok(());
    }
    output::line(if now.revision == seen {
        ctx.pick("没有变化", "nothing differs")
    } else if dry_run {
        ctx.pick("将改为", "would be")
    } else {
        ctx.pick("现为", "now")
    });
    output::line(&whence(ctx, &now));
    Ok(())
}
