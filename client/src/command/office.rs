//! `unit`, `session`: what an office is set up with.

use std::path::PathBuf;

use banli_shared::api::lists::{ImportQuery, ListOf};
use banli_shared::api::sessions::{ListSessions, PutSession, Session};
use banli_shared::api::units::ListUnits;
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::ids::SessionId;
use banli_shared::lang::Lang;
use banli_shared::lists::{HiddenParts, UnitColumn};
use banli_shared::org::{Named, UnitNames};
use banli_shared::text::clean;

use super::import::{ReportArgs, hidden_parts, import};
use super::{Ctx, Failed, unit_change};
use crate::output::{self, Table, names, sentences, whole};

#[derive(Debug, clap::Subcommand)]
pub(super) enum UnitCmd {
    /// Every unit and department.
    List,
    /// One unit, with every name it has or had.
    Show {
        /// Its code, or one of its names.
        unit: String,
    },
    /// Retire a unit with its departments: nothing new is handed to it.
    Retire(unit_change::RetireArgs),
    /// Former names of a unit, each with its last day: add some, take some out.
    Former(unit_change::FormerArgs),
    /// Read a list of units: code, name, kind, parent, aliases, former names, duties, phone.
    Import {
        /// The list: .csv, .xlsx or .json.
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
            let mut table = Table::new(
                ctx.lang,
                [
                    whole("代码", "code"),
                    names("名称", "name"),
                    whole("类别", "kind"),
                    whole("上级", "parent"),
                    names("别名", "aliases"),
                    names("曾用名", "former names"),
                    names("职责", "duties"),
                    whole("联系电话", "phone"),
                ],
            );
            for unit in &page.items {
                let parent = unit.parent.as_ref().map_or("", |parent| parent.as_str());
                let former: Vec<String> = unit.former.iter().map(ToString::to_string).collect();
                table.row([
                    unit.code.as_str(),
                    unit.name.as_str(),
                    unit.kind.as_str(),
                    parent,
                    &unit.aliases.join(ctx.pick("、", ", ")),
                    &former.join(ctx.pick("、", ", ")),
                    &unit.duties.replace('\n', " "),
                    &unit.phone,
                ]);
            }
            table.print_or(&both!(
                "还没有单位；导入：banli unit import 清单",
                "there are no units yet; to read a list of them: banli unit import LIST"
            ));
            Ok(())
        }
        UnitCmd::Show { unit } => show(ctx, &unit).await,
        UnitCmd::Retire(args) => unit_change::retire(ctx, args).await,
        UnitCmd::Former(args) => unit_change::former(ctx, args).await,
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

async fn show(ctx: &Ctx, wanted: &str) -> Result<(), Failed> {
    let page = ctx
        .client
        .call::<ListUnits>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
    let by_code = page.items.iter().find(|unit| unit.code.as_str() == wanted);
    let by_name = || match UnitNames::new(&page.items).find(wanted, None) {
        Named::Unit(code) | Named::Former(code, _) => {
            page.items.iter().find(|unit| unit.code == code)
        }
        Named::Ambiguous(_) | Named::Unknown(_) => {
            page.items.iter().find(|unit| unit.name == wanted)
        }
    };
    let Some(unit) = by_code.or_else(by_name) else {
        let wanted = clean(wanted);
        return Err(Failed::of(both!(
            "没有代码或名称为 {wanted} 的单位；banli unit list 列出全部单位",
            "no unit has the code or name {wanted}; banli unit list shows them all"
        )));
    };
    if ctx.json {
        output::json(unit);
        return Ok(());
    }
    let parent = unit.parent.as_ref().and_then(|parent| {
        let above = page.items.iter().find(|unit| unit.code == *parent)?;
        Some(format!("{} {}", above.code, above.name))
    });
    let former = unit.former.iter().map(ToString::to_string);
    let former: Vec<String> = former.collect();
    let comma = ctx.pick("、", ", ");
    let mut table = Table::new(
        ctx.lang,
        [whole("项目", "field"), sentences("内容", "value")],
    );
    for (column, value) in [
        (UnitColumn::Code, unit.code.to_string()),
        (UnitColumn::Name, unit.name.clone()),
        (UnitColumn::Kind, unit.kind.clone()),
        (UnitColumn::Parent, parent.unwrap_or_default()),
        (UnitColumn::Aliases, unit.aliases.join(comma)),
        (UnitColumn::Former, former.join(comma)),
        (UnitColumn::Duties, unit.duties.replace('\n', " ")),
        (UnitColumn::Phone, unit.phone.clone()),
    ] {
        table.row([column.say(ctx.lang).to_owned(), value]);
    }
    if unit.retired {
        table.row([ctx.pick("状态", "state"), ctx.pick("已停用", "retired")]);
    }
    table.print();
    Ok(())
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum SessionCmd {
    /// Every session, the newest first.
    List,
    /// Add a session, or change one: what is left out stays as it is.
    Put {
        /// A short id, e.g. 2023.
        id: String,
        /// The name, e.g. 七届三次会议; a new session needs one.
        #[arg(long)]
        name: Option<String>,
        /// The year in proposal numbers; a new session needs one.
        #[arg(long)]
        year: Option<i16>,
        /// The last day of the conference. `calendar moves` then tells which open deadlines it would move.
        #[arg(long)]
        closed_on: Option<Date>,
        /// Make it the one that is meant where none is named.
        #[arg(long)]
        current: bool,
    },
}

async fn all(ctx: &Ctx) -> Result<Vec<Session>, Failed> {
    let page = ctx.client.call::<ListSessions>(&(), &NoQuery {}, &Nothing);
    let Json(page) = page.await.map_err(|failure| ctx.failed(&failure))?;
    Ok(page.items)
}

pub(super) async fn session(ctx: &Ctx, command: SessionCmd) -> Result<(), Failed> {
    let sessions = match command {
        SessionCmd::List => {
            let sessions = all(ctx).await?;
            if ctx.json {
                output::json(&sessions);
                return Ok(());
            }
            sessions
        }
        SessionCmd::Put {
            id,
            name,
            year,
            closed_on,
            current,
        } => {
            let (name, year) = match (name, year) {
                (Some(name), Some(year)) => (name, year),
                (name, year) => {
                    let known = all(ctx).await?;
                    let known = known.into_iter().find(|it| it.id.as_str() == id);
                    let known = known.ok_or_else(|| {
                        Failed::of(both!(
                            "没有届次 {id}；新增时请写明 --name 和 --year",
                            "there is no session {id}; to add it, say --name and --year"
                        ))
                    })?;
                    (name.unwrap_or(known.name), year.unwrap_or(known.year))
                }
            };
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
            let known = all(ctx).await?;
            for other in session.beside(&known) {
                let (year, id, name) = (session.year, &other.id, &other.name);
                output::aside(&match ctx.lang {
                    Lang::Zh => format!(
                        "注意：{year} 年还有届次 {id}（{name}），两届的提案号会相同；请连同届次指明，如 {id}:{year}0001"
                    ),
                    Lang::En => format!(
                        "mind: {year} has the session {id} ({name}) too, and the proposals of both get the same numbers: \
                         name them with the session, as {id}:{year}0001"
                    ),
                });
            }
            vec![session]
        }
    };
    let mut table = Table::new(
        ctx.lang,
        [
            whole("届次", "session"),
            names("名称", "name"),
            whole("年份", "year"),
            whole("闭幕日", "closed on"),
            whole("当前", "current"),
        ],
    );
    for session in &sessions {
        let current = if session.current { "*" } else { "" };
        table.row([
            session.id.as_str(),
            session.name.as_str(),
            &session.year.to_string(),
            &session
                .closed_on
                .map_or_else(String::new, |day| day.to_string()),
            current,
        ]);
    }
    table.print_or(&both!(
        "还没有届次；添加：banli session put",
        "there are no sessions yet; to add one: banli session put"
    ));
    Ok(())
}
