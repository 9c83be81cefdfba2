//! `list`.

use banli_shared::api::proposals::{ListProposals, ProposalQuery, ProposalRow};
use banli_shared::api::{Json, MOST_OF_A_PAGE, Nothing};
use banli_shared::case::ProposalStage;
use banli_shared::ids::{SessionId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::text::Wanted;
use serde_json::json;

use super::{Ctx, Failed, people, units};
use crate::output::{self, Table, names, whole};

#[derive(Debug, clap::Args)]
pub(super) struct FilterArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// Of every session.
    #[arg(long, conflicts_with_all = ["session", "figure"])]
    every_session: bool,
    /// The stage of the proposal: submitted, filed, in_handling, answered, closed, …
    #[arg(long)]
    stage: Option<ProposalStage>,
    /// The stage of an assignment: handed_over, drafting, level1, issued, …
    #[arg(long)]
    assignment_stage: Option<banli_shared::case::StageName>,
    /// With an assignment to this unit.
    #[arg(long)]
    unit: Option<String>,
    /// In this role: lead, split, co_handler.
    #[arg(long)]
    role: Option<banli_shared::case::AssignmentRole>,
    /// Answered with this class: a, b, c, d.
    #[arg(long)]
    class: Option<banli_shared::case::Class>,
    /// Of this kind: individual, joint, party, …
    #[arg(long)]
    kind: Option<banli_shared::case::Kind>,
    /// In this subject group.
    #[arg(long)]
    category: Option<String>,
    /// Key proposals (true) or all others (false).
    #[arg(long)]
    key: Option<bool>,
    /// With an open assignment whose deadline shows this light: green, yellow, red.
    #[arg(long)]
    light: Option<banli_shared::profile::Light>,
    /// With an open assignment due before this day.
    #[arg(long)]
    due_before: Option<banli_shared::calendar::Date>,
    /// Closed, with something promised that is still to be done (true), or all others (false).
    #[arg(long)]
    tracking: Option<bool>,
    /// With an outcome of this type (as the profile lists them): policy, project, …
    #[arg(long)]
    outcome: Option<String>,
    /// What the proposers say about publication: agreed, names_withheld, refused, not_stated.
    #[arg(long)]
    publication: Option<banli_shared::case::Consent>,
    /// With a reply marked so: open, on_request, not_open.
    #[arg(long)]
    openness: Option<banli_shared::case::Openness>,
    /// With a published reply (true), or without (false).
    #[arg(long)]
    published: Option<bool>,
    /// Submitted in session or between: in_session, between_sessions.
    #[arg(long)]
    timing: Option<banli_shared::case::Timing>,
    /// Behind this figure (completion, on_time, class_a, adoption, …; a name that is none lists all of them): the proposals
    /// it counts. Other filters as in `figures`.
    #[arg(long)]
    figure: Option<banli_shared::figures::FigureName>,
    /// Which number of the figure: numerator (where left out) or denominator.
    #[arg(long, requires = "figure")]
    part: Option<banli_shared::figures::Part>,
    /// Submitted in this quarter (2023Q2); behind a figure, with the first deadline in it.
    #[arg(long)]
    quarter: Option<banli_shared::figures::Quarter>,
    /// With an assignment dispatched to this department.
    #[arg(long)]
    department: Option<String>,
    /// With a reply item handled by this person (name, login or id).
    #[arg(long)]
    handler: Option<String>,
    /// With these words in the text, title, number or a proposer's name; or pinyin initials of the title.
    #[arg(short, long)]
    q: Option<String>,
    /// The order: number, due, changed.
    #[arg(long)]
    sort: Option<banli_shared::api::proposals::Sort>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    filters: FilterArgs,
    /// What this saved view shows; filters that are named beside it count in place of its own.
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// All of them.
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// One object a line, as pages come in.
    #[arg(long)]
    jsonl: bool,
    /// Also say how many there are in all; with --json then an object: total, counted, items.
    #[arg(long)]
    count: bool,
}

impl FilterArgs {
    /// What is asked for with these.
    pub(super) async fn query(self, ctx: &Ctx) -> Result<ProposalQuery, Failed> {
        let args = self;
        let handler = match &args.handler {
            Some(called) => Some(people::find(ctx, called).await?),
            None => None,
        };
        Ok(ProposalQuery {
            session: args.session.map(SessionId),
            every_session: args.every_session,
            stage: args.stage,
            assignment_stage: args.assignment_stage,
            unit: args.unit.as_deref().map(UnitCode::typed),
            role: args.role,
            class: args.class,
            kind: args.kind,
            category: args.category,
            key: args.key,
            light: args.light,
            due_before: args.due_before,
            tracking: args.tracking,
            outcome: args.outcome,
            publication: args.publication,
            openness: args.openness,
            published: args.published,
            timing: args.timing,
            figure: args.figure,
            part: args.part,
            quarter: args.quarter,
            department: args.department.as_deref().map(UnitCode::typed),
            handler,
            q: args.q,
            sort: args.sort,
            limit: None,
            cursor: None,
            count: false,
        })
    }
}

/// What is asked for, and where it says nothing what `view` asks for.
fn over(asked: ProposalQuery, view: ProposalQuery) -> ProposalQuery {
    let every_session = asked.every_session || view.every_session && asked.session.is_none();
    ProposalQuery {
        session: asked.session.or(view.session).filter(|_| !every_session),
        every_session,
        stage: asked.stage.or(view.stage),
        assignment_stage: asked.assignment_stage.or(view.assignment_stage),
        unit: asked.unit.or(view.unit),
        role: asked.role.or(view.role),
        class: asked.class.or(view.class),
        kind: asked.kind.or(view.kind),
        category: asked.category.or(view.category),
        key: asked.key.or(view.key),
        light: asked.light.or(view.light),
        due_before: asked.due_before.or(view.due_before),
        tracking: asked.tracking.or(view.tracking),
        outcome: asked.outcome.or(view.outcome),
        publication: asked.publication.or(view.publication),
        openness: asked.openness.or(view.openness),
        published: asked.published.or(view.published),
        timing: asked.timing.or(view.timing),
        figure: asked.figure.or(view.figure),
        part: asked.part.or(view.part),
        quarter: asked.quarter.or(view.quarter),
        department: asked.department.or(view.department),
        handler: asked.handler.or(view.handler),
        q: asked.q.or(view.q),
        sort: asked.sort.or(view.sort),
        limit: None,
        cursor: None,
        count: asked.count,
    }
}

pub(super) async fn run(ctx: &Ctx, args: ListArgs) -> Result<(), Failed> {
    let most = if args.all { u32::MAX } else { args.limit };
    let mut query = args.filters.query(ctx).await?;
    query.count = args.count;
    if let Some(view) = &args.view {
        query = over(query, super::view::query(ctx, view).await?);
    }
    let figure = query.figure;
    let mut rows: Vec<ProposalRow> = vec![];
    let mut seen = 0;
    let mut total = None;
    let mut counted = None;
    let mut more = false;
    while seen < most {
        query.limit = Some((most - seen).min(MOST_OF_A_PAGE));
        let page = ctx
            .client
            .call::<ListProposals>(&(), &query, &Nothing)
            .await;
        let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
        total = total.or(page.total);
        counted = counted.or(page.counted);
        query.count = false;
        seen += page.items.len() as u32;
        if args.jsonl {
            page.items.iter().for_each(output::json_line);
        } else {
            rows.extend(page.items);
        }
        match page.next.filter(|_| !output::closed()) {
            Some(next) => {
                query.cursor = Some(next);
                more = seen >= most;
            }
            None => break,
        }
    }
    let short = query
        .q
        .as_deref()
        .and_then(|q| Wanted::read(q)?.say_short());
    let shown = || {
        if let Some(short) = &short {
            output::aside(short.say(ctx.lang));
        }
        output::shown(ctx.lang, seen as usize, more, "--all");
    };
    if ctx.json && !args.jsonl {
        match total {
            Some(total) => output::json(&json!({
                "total": total,
                "counted": counted,
                "items": rows,
            })),
            None => output::json(&rows),
        }
        shown();
        return Ok(());
    }
    if !args.jsonl {
        let org = units::known(ctx).await?;
        table(ctx, &org, &rows, query.every_session).print_or(&output::nothing(
            "提案",
            "proposals",
            &query,
        ));
        output::weekdays_counted(
            ctx.lang,
            rows.iter().any(ProposalRow::counts_plain_weekdays),
        );
    }
    shown();
    if let Some(total) = total {
        output::aside(&match ctx.lang {
            Lang::Zh => format!("共 {total} 件"),
            Lang::En => format!("in all {total}"),
        });
    }
    if let Some((figure, counted)) = figure.zip(counted) {
        let counted = figure.numerator().unit().counted(counted, ctx.lang);
        output::aside(&match ctx.lang {
            Lang::Zh => format!("共 {counted}"),
            Lang::En => format!("counted {counted}"),
        });
    }
    Ok(())
}

/// The number people know a proposal by.
pub(super) fn number(row: &ProposalRow) -> &str {
    row.number
        .as_ref()
        .map_or(row.intake_number.as_str(), |number| number.as_str())
}

/// A stage, with the mark of what is tracked.
pub(super) fn stage(lang: Lang, stage: ProposalStage, tracking: bool) -> String {
    let stage = stage.say(lang);
    match tracking {
        true => format!("{stage}{}", lang.pick(" 跟踪", ", tracked")),
        false => stage.to_owned(),
    }
}

fn table(ctx: &Ctx, org: &Org, rows: &[ProposalRow], every_session: bool) -> Table {
    let columns = [
        whole("提案号", "number"),
        whole("阶段", "stage"),
        whole("期限", "due"),
        names("主办", "lead"),
        names("提案人", "proposers"),
        names("案由", "title"),
    ];
    let session = every_session.then(|| whole("届次", "session"));
    let mut table = Table::new(ctx.lang, session.into_iter().chain(columns));
    for row in rows {
        let owes: Vec<_> = row
            .assignments
            .iter()
            .filter(|a| a.role.owes_reply())
            .collect();
        let units: Vec<&str> = owes.iter().map(|a| org.name(&a.unit)).collect();
        let session = every_session.then(|| row.session.0.clone());
        let cells = [
            number(row).to_owned(),
            stage(ctx.lang, row.stage, row.tracking),
            output::marked(
                &row.due.map_or_else(String::new, |due| due.to_string()),
                row.counts_plain_weekdays(),
            ),
            units.join(ctx.pick("、", ", ")),
            row.proposers.join(ctx.pick("、", ", ")),
            row.title.clone(),
        ];
        table.row(session.into_iter().chain(cells));
    }
    table
}
