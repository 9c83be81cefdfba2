//! `unit`, `session`: what an office is set up with.

use std::path::PathBuf;

use banli_shared::api::lists::{ImportQuery, ListOf};
use banli_shared::api::sessions::{ListSessions, PutSession, Session};
use banli_shared::api::units::ListUnits;
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::calendar::Date;
use banli_shared::ids::SessionId;
use banli_shared::lists::HiddenParts;

use super::import::{ReportArgs, hidden_parts, import};
use super::{Ctx, Failed};
use crate::output::{self, Table};

#[derive(Debug, clap::Subcommand)]
pub(super) enum UnitCmd {
    /// Every unit and department.
    List,
    /// Read a list of units: code, name, kind, parent, aliases, former names, duties, phone.
    Import {
        /// The list: .csv or .xlsx.
        list: PathBuf,
        /// Columns by name where the usual names do not do.
        #[arg(long)]
        map: Option<String>,
        /// Only this sheet of a workbook.
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
        /// What is done with hidden sheets, columns and rows: read or skip; both are told.
        #[arg(long, value_name = "WHAT", value_parser = hidden_parts)]
        hidden: Option<HiddenParts>,
        /// Say row by row what would happen, keep nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        report: ReportArgs,
    },
}

pub(super) async fn unit(ctx: &Ctx, command: UnitCmd) -> Result<(), Failed> {
    match command {
        UnitCmd::List => {
            let page = ctx
                .client
                .call::<ListUnits>(&(), &NoQuery {}, &Nothing)
                .await;
            let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&page.items);
                return Ok(());
            }
            let mut table = Table::new([
                ctx.pick("代码", "code"),
                ctx.pick("名称", "name"),
                ctx.pick("类别", "kind"),
                ctx.pick("上级", "parent"),
                ctx.pick("曾用名", "former names"),
                ctx.pick("职责", "duties"),
                ctx.pick("联系电话", "phone"),
            ]);
            for unit in &page.items {
                let parent = unit.parent.as_ref().map_or("", |parent| parent.as_str());
                let former: Vec<String> = unit.former.iter().map(ToString::to_string).collect();
                table.row([
                    unit.code.as_str(),
                    unit.name.as_str(),
                    unit.kind.as_str(),
                    parent,
                    &former.join(ctx.pick("、", ", ")),
                    &unit.duties.replace('\n', " "),
                    &unit.phone,
                ]);
            }
            table.print();
            Ok(())
        }
        UnitCmd::Import {
            list,
            map,
            sheet,
            hidden,
            dry_run,
            report,
        } => {
            let query = ImportQuery {
                of: Some(ListOf::Units),
                map,
                sheet,
                hidden,
                dry_run,
                ..ImportQuery::default()
            };
            import(ctx, &list, query, true, report).await
        }
    }
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum SessionCmd {
    /// Every session, the newest first.
    List,
    /// Add a session, or change one.
    Put {
        /// A short id, e.g. 2023.
        id: String,
        /// The name, e.g. 七届三次会议.
        #[arg(long)]
        name: String,
        /// The year in proposal numbers.
        #[arg(long)]
        year: i16,
        /// The last day of the conference.
        #[arg(long)]
        closed_on: Option<Date>,
        /// Make it the one that is meant where none is named.
        #[arg(long)]
        current: bool,
    },
}

pub(super) async fn session(ctx: &Ctx, command: SessionCmd) -> Result<(), Failed> {
    let sessions = match command {
        SessionCmd::List => {
            let page = ctx
                .client
                .call::<ListSessions>(&(), &NoQuery {}, &Nothing)
                .await;
            let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&page.items);
                return Ok(());
            }
            page.items
        }
        SessionCmd::Put {
            id,
            name,
            year,
            closed_on,
            current,
        } => {
            let body = Json(Session {
                id: SessionId(id),
                name,
                year,
                closed_on,
                current,
            });
            let put = ctx
                .client
                .call::<PutSession>(&(), &DryRun::default(), &body)
                .await;
            let Json(session) = put.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&session);
                return Ok(());
            }
            vec![session]
        }
    };
    let mut table = Table::new([
        ctx.pick("届次", "session"),
        ctx.pick("名称", "name"),
        ctx.pick("年份", "year"),
        ctx.pick("当前", "current"),
    ]);
    for session in &sessions {
        let current = if session.current { "*" } else { "" };
        table.row([
            session.id.as_str(),
            session.name.as_str(),
            &session.year.to_string(),
            current,
        ]);
    }
    table.print();
    Ok(())
}
