//! `delegate`: who stands in for whom.

use banli_shared::api::delegations::{
    Delegate, DelegationInfo, DelegationsQuery, EndDelegation, ListDelegations, NewDelegation,
};
use banli_shared::api::{DryRun, Json, Nothing};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::org::Org;

use super::people::find;
use super::posts::{parse_post, post_text};
use super::{Ctx, Failed, units};
use crate::output::{self, Table, moment, sentences, whole};

#[derive(Debug, clap::Subcommand)]
pub(super) enum DelegateCmd {
    /// Let somebody stand in for you for some days; both names go on record.
    To {
        /// Who stands in: a name, a login (administrators) or an id.
        person: String,
        /// The last day.
        #[arg(long)]
        until: Date,
        /// The first day; today where left out.
        #[arg(long)]
        from: Option<Date>,
        /// Only this post, as role or role@unit; else every post that can be lent.
        #[arg(long, value_name = "ROLE[@UNIT]")]
        post: Option<String>,
        /// Whose post, where it is not yours (administrators).
        #[arg(long, value_name = "PERSON")]
        of: Option<String>,
        /// Why.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// What you gave and what you have.
    List {
        /// Everybody's (administrators and those who see every case).
        #[arg(long)]
        all: bool,
        /// Those that are over as well.
        #[arg(long)]
        past: bool,
    },
    /// End one before its last day.
    End {
        /// Its id, as listed.
        id: String,
    },
}

pub(super) async fn run(ctx: &Ctx, command: DelegateCmd) -> Result<(), Failed> {
    match command {
        DelegateCmd::To {
            person,
            until,
            from,
            post,
            of,
            note,
        } => {
            let giver = match &of {
                Some(of) => Some(find(ctx, of).await?),
                None => None,
            };
            let new = NewDelegation {
                giver,
                taker: find(ctx, &person).await?,
                post: post.as_deref().map(parse_post).transpose()?,
                from,
                until,
                note,
            };
            let made = ctx
                .client
                .call::<Delegate>(&(), &DryRun::default(), &Json(new))
                .await;
            let Json(made) =
                made.map_err(|failure| ctx.failed_at(&failure, |at| option(ctx, at)))?;
            one(ctx, &made).await?;
        }
        DelegateCmd::List { all, past } => {
            let query = DelegationsQuery {
                all,
                past,
                ..DelegationsQuery::default()
            };
            let found = ctx
                .client
                .pages::<ListDelegations, _>(query, u32::MAX)
                .await;
            let found = found.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&found);
            } else {
                let none = match past {
                    true => both!("没有代理", "nobody stood in for anybody"),
                    false => both!(
                        "现在没有代理；已结束的见 banli delegate list --past",
                        "nobody stands in for anybody now; what is over: banli delegate list --past"
                    ),
                };
                let org = units::known(ctx).await?;
                table(ctx, &org, &found).print_or(&none);
            }
        }
        DelegateCmd::End { id } => {
            let ended = ctx
                .client
                .call::<EndDelegation>(&id, &DryRun::default(), &Nothing)
                .await;
            let Json(ended) = ended.map_err(|failure| ctx.failed(&failure))?;
            one(ctx, &ended).await?;
        }
    }
    Ok(())
}

/// The option by which a part of a delegation was given, where it is called otherwise.
fn option(ctx: &Ctx, pointer: &str) -> Option<String> {
    let called = match pointer {
        "/giver" => "/of",
        "/taker" => "/person",
        _ => return None,
    };
    ctx.options.typed(called)
}

async fn one(ctx: &Ctx, delegation: &DelegationInfo) -> Result<(), Failed> {
    if ctx.json {
        output::json(delegation);
    } else {
        let org = units::known(ctx).await?;
        table(ctx, &org, std::slice::from_ref(delegation)).print();
    }
    Ok(())
}

fn table(ctx: &Ctx, org: &Org, delegations: &[DelegationInfo]) -> Table {
    let mut table = Table::new(
        ctx.lang,
        [
            whole("编号", "id"),
            whole("委托人", "for"),
            whole("代理人", "stands in"),
            sentences("岗位", "post"),
            whole("起", "from"),
            whole("止", "until"),
            whole("已终止", "ended"),
            sentences("说明", "note"),
        ],
    );
    for it in delegations {
        table.row([
            it.id.clone(),
            it.giver_name.clone(),
            it.taker_name.clone(),
            it.post.as_ref().map_or_else(
                || ctx.pick("全部", "all").to_owned(),
                |post| post_text(ctx.lang, org, post),
            ),
            it.from.to_string(),
            it.until.to_string(),
            it.ended_ms.map_or_else(String::new, moment),
            it.note.clone(),
        ]);
    }
    table
}
