//! `unit retire`, `unit former`.

use banli_shared::api::units::{PutUnits, Retire, RetireUnit, UnitList};
use banli_shared::api::{DryRun, Json};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::lang::Lang;
use banli_shared::org::{FormerName, Unit, with_former};
use banli_shared::text::{Bilingual, clean, normalise_name};

use super::{Ctx, Failed, run, units};
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct RetireArgs {
    /// Its code, or one of its names.
    unit: String,
    /// The unit it goes into: its names are former names of that from then on.
    #[arg(long, value_name = "UNIT")]
    into: Option<String>,
    /// The last day of its names; today where left out.
    #[arg(long, value_name = "DAY", requires = "into")]
    on: Option<Date>,
    /// Say what would happen, keep nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct FormerArgs {
    /// Its code, or one of its names.
    unit: String,
    /// A former name with its last day, e.g. 市交通局（至 2024-03-31）; once for each.
    #[arg(long, value_name = "NAME")]
    add: Vec<String>,
    /// A former name to take out; once for each.
    #[arg(long, value_name = "NAME")]
    remove: Vec<String>,
}

pub(super) async fn retire(ctx: &Ctx, args: RetireArgs) -> Result<(), Failed> {
    let unit = units::one(ctx, &args.unit).await?;
    let successor = match &args.into {
        Some(into) => Some(units::one(ctx, into).await?.code),
        None => None,
    };
    let dry_run = DryRun {
        dry_run: args.dry_run,
    };
    let body = Json(RetireUnit {
        successor: successor.clone(),
        on: args.on,
    });
    let changed = ctx.client.call::<Retire>(&unit.code, &dry_run, &body).await;
    let as_typed = |at: &str| match at {
        "/successor" => Some("--into".to_owned()),
        "/on" => Some("--on".to_owned()),
        _ => None,
    };
    let Json(changed) = changed.map_err(|failure| ctx.failed_at(&failure, as_typed))?;
    if ctx.json {
        output::json(&changed.items);
        return Ok(());
    }
    for unit in changed.items.iter().filter(|unit| unit.retired) {
        output::line(&match ctx.lang {
            Lang::Zh => format!("已停用：{} {}", unit.code, unit.name),
            Lang::En => format!("retired: {} {}", unit.code, unit.name),
        });
    }
    let mut changed = changed.items.iter();
    if let Some(unit) = changed.find(|unit| Some(&unit.code) == successor.as_ref()) {
        names(ctx, unit);
    }
    run::kept_nothing(ctx, args.dry_run);
    Ok(())
}

pub(super) async fn former(ctx: &Ctx, args: FormerArgs) -> Result<(), Failed> {
    let mut unit = units::one(ctx, &args.unit).await?;
    for typed in &args.remove {
        let name = FormerName::read(typed).map_or_else(|| normalise_name(typed), |it| it.name);
        let before = unit.former.len();
        unit.former.retain(|known| known.name != name);
        if unit.former.len() == before {
            return Err(Failed::of(not_called(&unit, &name)));
        }
    }
    let added: Result<Vec<FormerName>, Failed> = args.add.iter().map(|typed| read(typed)).collect();
    unit.former = with_former(&unit.former, &added?);
    if args.add.is_empty() && args.remove.is_empty() {
        names(ctx, &unit);
        return Ok(());
    }
    let body = Json(UnitList {
        units: vec![unit.clone()],
        new_kinds: true,
    });
    let put = ctx
        .client
        .call::<PutUnits>(&(), &DryRun::default(), &body)
        .await;
    put.map_err(|failure| ctx.failed(&failure))?;
    names(ctx, &unit);
    Ok(())
}

/// A former name as it is typed.
fn read(typed: &str) -> Result<FormerName, Failed> {
    FormerName::read(typed).ok_or_else(|| {
        let typed = clean(typed);
        Failed {
            code: 2,
            text: both!(
                "--add {typed}：应为名称和截止日期，如 市交通局（至 2024-03-31）",
                "--add {typed}: a name with its last day, such as 市交通局（至 2024-03-31）"
            ),
        }
    })
}

fn not_called(unit: &Unit, name: &str) -> Bilingual {
    let (code, name) = (&unit.code, clean(name));
    let known: Vec<String> = unit.former.iter().map(|it| it.name.clone()).collect();
    let (zh, en) = match known.is_empty() {
        true => ("无".to_owned(), "none".to_owned()),
        false => (known.join("、"), known.join(", ")),
    };
    both!(
        "{code} 没有曾用名“{name}”；已有：{zh}",
        "{code} has no former name {name}; there are: {en}"
    )
}

/// What a unit was called, a line each.
fn names(ctx: &Ctx, unit: &Unit) {
    if ctx.json {
        output::json(unit);
        return;
    }
    output::line(&format!("{} {}", unit.code, unit.name));
    for name in &unit.former {
        output::line(&format!("  {name}"));
    }
}
