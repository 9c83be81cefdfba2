//! Documents of cases: who may have which is `workflow`'s to say, what they say is `export::documents`'.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::documents::{BulletinQuery, DocumentQuery, UnitDocumentsQuery};
use banli_shared::api::figures::{BoardQuery, FigureQuery};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::rankings::RankingQuery;
use banli_shared::api::sessions::Session;
use banli_shared::both;
use banli_shared::case::{AssignmentRole, Case, StageName};
use banli_shared::documents::{DocumentKind, Paper, file_name};
use banli_shared::ids::{AssignmentNo, CaseId, SessionId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::profile::Light;
use banli_shared::workflow::{
    Context, Refusal, Standing, may_have_document, may_have_documents_of, no_document,
};

use super::cases::load::{Purpose, host_of, load};
use super::cases::view::light;
use super::cases::{self, Scene};
use super::lights::Lights;
use super::listing;
use super::listing::rows::word;
use super::templates;
use super::world::World;
use crate::export::documents::{Matter, MergedProposal, bulletin, facts};
use crate::http::Failure;
use crate::params;
use crate::store::{Binds, StoreError, Tx};

/// Most documents in one archive: several times what the busiest unit handles in a year.
const MOST: usize = 1000;
/// Most that a bulletin ranks.
const RANKED: u32 = 30;
/// Most open items that a bulletin lists; it says how many there are.
const LISTED: u32 = 50;

/// A document, before it is a file.
pub(crate) struct Made {
    /// The name of its file, for people.
    pub(crate) name: String,
    /// The same in letters and digits.
    pub(crate) ascii_name: String,
    /// What stands on it.
    pub(crate) paper: Paper,
}

/// A document of one assignment. A proposal that was merged has those of the case it is handled in.
///
/// # Errors
/// `not_found` also where the actor may not know of the case; what is missing; and where it does not say of which of
/// several assignments.
pub(crate) async fn one(
    tx: &mut Tx,
    scene: &Scene,
    by: &ProposalRef,
    query: &DocumentQuery,
) -> Result<Made, Failure> {
    let world = scene.worlds.see(tx).await?;
    let mut case = cases::seen(tx, scene, by).await?;
    if let Some(host) = host_of(&case) {
        let host = ProposalRef(host.0.clone());
        case = cases::seen(tx, scene, &host).await?;
    }
    let kind = query.kind();
    let (no, standing) = match query.assignment {
        Some(no) => (no, standing(&case, no, query, scene, &world)?),
        None => only(&case, query, scene, &world)?,
    };
    made(tx, scene, &world, &case, no, kind, standing).await
}

fn standing(
    case: &Case,
    no: AssignmentNo,
    query: &DocumentQuery,
    scene: &Scene,
    world: &World,
) -> Result<Standing, Refusal> {
    let (kind, actor) = (query.kind(), &scene.actor);
    may_have_document(case, no, kind, query.round, actor, world.org())
}

/// The one assignment of which the actor can have it.
fn only(
    case: &Case,
    query: &DocumentQuery,
    scene: &Scene,
    world: &World,
) -> Result<(AssignmentNo, Standing), Failure> {
    let mut can = vec![];
    let mut refused = None;
    for a in case.live() {
        match standing(case, a.no, query, scene, world) {
            Ok(standing) => can.push((a.no, standing)),
            // Of several reasons the one of whoever owes the reply says most.
            Err(no) if refused.is_none() || a.role.owes_reply() => refused = Some(no),
            Err(_) => {}
        }
    }
    match (can.as_slice(), refused) {
        ([one], _) => Ok(*one),
        ([], Some(refusal)) => Err(refusal.into()),
        ([], None) => Err(no_document(case).into()),
        (several, _) => {
            let list = |separator: &str| {
                let each = several.iter().filter_map(|(no, _)| {
                    let unit = &case.assignment(*no)?.unit;
                    Some(format!("{no} ({})", world.org().name(unit)))
                });
                each.collect::<Vec<_>>().join(separator)
            };
            let (zh, en) = (list("、"), list(", "));
            let text = both!(
                "请指明哪一个承办任务：{zh}",
                "say of which assignment: {en}"
            );
            Err(Failure::field("?assignment", "several", text))
        }
    }
}

async fn made(
    tx: &mut Tx,
    scene: &Scene,
    world: &World,
    case: &Case,
    no: AssignmentNo,
    kind: DocumentKind,
    standing: Standing,
) -> Result<Made, Failure> {
    let missing = || StoreError::Database("an assignment or its session is not there".into());
    let ctx = world.context_of(case, scene.now)?;
    let a = case.assignment(no).ok_or_else(missing)?;
    let mut rounds = a.rounds.iter();
    let round = rounds.find(|it| it.no == standing.round);
    let handler = a.dispatch.iter().filter_map(|it| it.handler.clone());
    let handler: BTreeSet<_> = handler.collect();
    let matter = Matter {
        case,
        assignment: a,
        round: round.ok_or_else(missing)?,
        standing,
        ctx: &ctx,
        session: world.session(Some(&case.session)).ok_or_else(missing)?,
        merged: merged(tx, case).await?,
        names: world.names(tx, handler).await?,
    };
    let template = templates::in_force(tx, kind, Some(&a.unit)).await?;
    let paper = template.fill(&facts(kind, &matter), standing.is_draft);
    let (number, unit, no) = (case.shown_number(), a.unit.as_str(), no.to_string());
    let draft = if standing.is_draft { "草稿" } else { "" };
    let round = match standing.round {
        1 => String::new(),
        round => format!("r{round}"),
    };
    let parts = [kind.say(Lang::Zh), number, unit, &round, draft];
    Ok(Made {
        name: file_name(&parts, "docx"),
        ascii_name: ascii(&format!("{}-{number}-{no}", kind.code()), "docx"),
        paper,
    })
}

/// Letters and digits of a name, for a header.
pub(crate) fn ascii(name: &str, ending: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(safe).collect();
    format!("{name}.{ending}")
}

/// The proposals that are merged into this one.
async fn merged(tx: &mut Tx, case: &Case) -> Result<BTreeMap<CaseId, MergedProposal>, StoreError> {
    let mut found = BTreeMap::new();
    for other in &case.absorbed {
        let sql = "SELECT body FROM cases WHERE id = $1";
        if let Some(row) = tx.query_opt(sql, params![other.case.0]).await? {
            let MergedCase { proposal } = serde_json::from_str(row.text(0)?)
                .map_err(|_fault| StoreError::Database("a case cannot be read".into()))?;
            found.insert(other.case.clone(), proposal);
        }
    }
    Ok(found)
}

/// What is read of a case that is merged into another.
#[derive(serde::Deserialize)]
struct MergedCase {
    proposal: MergedProposal,
}

/// The bulletin of a session, or of a unit in it.
///
/// # Errors
/// Where the actor may not see all that is in it, or there is no such session or unit.
pub(crate) async fn bulletin(
    tx: &mut Tx,
    scene: &Scene,
    query: &BulletinQuery,
) -> Result<Made, Failure> {
    let unit = query.unit.as_ref();
    let world = scene.worlds.see(tx).await?;
    may_have_documents_of(&scene.actor, unit)
        .map_err(|no| Failure::from(no).naming(world.org()))?;
    if unit.is_some_and(|unit| world.org().get(unit).is_none()) {
        return Err(Failure::not_found());
    }
    let session = session(&world, query.session.as_ref())?;
    let ctx = world.context(&session.id, scene.now)?;
    let (id, unit) = (Some(session.id.clone()), query.unit.clone());
    let figures = FigureQuery {
        session: id.clone(),
        unit: unit.clone(),
        ..FigureQuery::default()
    };
    let board = BoardQuery {
        session: id.clone(),
        unit: unit.clone(),
    };
    let ranked = RankingQuery {
        session: id,
        unit: unit.clone(),
        limit: Some(RANKED),
        ..RankingQuery::default()
    };
    let lights = Lights::of(&ctx);
    let (today, green) = (lights.today.as_str(), lights.range(Light::Yellow).1);
    let unit = unit.as_ref();
    let stands = bulletin::Stands {
        session,
        unit: unit.map(|unit| world.org().name(unit)),
        today: ctx.today,
        rules: ctx.profile.figures,
        figures: listing::figures::figures(tx, scene, &figures)
            .await?
            .figures,
        board: listing::board::board(tx, scene, &board).await?,
        ranking: listing::ranking::ranking(tx, scene, &ranked).await?,
        overdue: open_items(tx, &world, &ctx, session, unit, ("", today)).await?,
        near: open_items(tx, &world, &ctx, session, unit, (today, green)).await?,
    };
    let template = templates::in_force(tx, DocumentKind::Bulletin, unit).await?;
    let (kind, code) = (DocumentKind::Bulletin, unit.map_or("", UnitCode::as_str));
    Ok(Made {
        name: file_name(&[kind.say(Lang::Zh), session.id.as_str(), code], "docx"),
        ascii_name: ascii(
            format!("{kind}-{}-{code}", session.id).trim_end_matches('-'),
            "docx",
        ),
        paper: template.fill(&bulletin::facts(&stands), false),
    })
}

/// Open assignments whose deadline lies between two days, the most urgent first.
async fn open_items(
    tx: &mut Tx,
    world: &World,
    ctx: &Context<'_>,
    session: &Session,
    unit: Option<&UnitCode>,
    (from, before): (&str, &str),
) -> Result<Vec<bulletin::Item>, StoreError> {
    let mut binds = Binds::default();
    let mut holds = format!(
        "a.session = {} AND a.open = 1 AND a.due >= {} AND a.due < {}",
        binds.add(session.id.as_str()),
        binds.add(from),
        binds.add(before),
    );
    if let Some(unit) = unit {
        holds.push_str(&format!(" AND a.unit = {}", binds.add(unit.as_str())));
    }
    let sql = format!(
        "SELECT COALESCE(l.number, l.intake_number), l.title, a.unit, a.stage, a.due
         FROM assignments a JOIN listed l ON l.case_id = a.case_id
         WHERE {holds} ORDER BY a.due, l.place, a.no LIMIT {LISTED}"
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    rows.iter()
        .map(|row| {
            let due = word(row.text(4)?)?;
            Ok(bulletin::Item {
                number: row.get(0)?,
                title: row.get(1)?,
                unit: world.org().name(&row.text(2)?.into()).to_owned(),
                stage: word(row.text(3)?)?,
                due,
                days: light(due, ctx).1,
            })
        })
        .collect()
}

/// The session that is asked for, else the current one.
fn session<'w>(world: &'w World, asked: Option<&SessionId>) -> Result<&'w Session, Failure> {
    world.session(asked).ok_or_else(|| {
        let text = both!("没有此届次", "there is no such session");
        Failure::field("?session", "unknown_session", text)
    })
}

/// One document of a batch.
pub(crate) type Wanted = (CaseId, AssignmentNo);

/// Of which assignments a unit's documents of one kind are, in the order of their numbers.
///
/// # Errors
/// Where the actor may not have all of them, there is no such unit or session, the document is of no case, or there are
/// too many.
pub(crate) async fn of_unit(
    tx: &mut Tx,
    scene: &Scene,
    unit: &UnitCode,
    query: &UnitDocumentsQuery,
) -> Result<Vec<Wanted>, Failure> {
    let world = scene.worlds.see(tx).await?;
    may_have_documents_of(&scene.actor, Some(unit))
        .map_err(|no| Failure::from(no).naming(world.org()))?;
    if world.org().get(unit).is_none() {
        return Err(Failure::not_found());
    }
    if !query.kind().is_of_a_case() {
        let text = both!(
            "应为 reply_letter（答复函）、feedback_form（征询意见表）或 hand_over_sheet（交办单）",
            "expected reply_letter, feedback_form or hand_over_sheet"
        );
        return Err(Failure::field("?kind", "of_no_case", text));
    }
    let session = session(&world, query.session.as_ref())?;
    let out = match query.kind() {
        DocumentKind::HandOverSheet => String::new(),
        _ => format!(
            " AND a.issued_on IS NOT NULL AND a.role <> '{}'",
            AssignmentRole::CoHandler.code()
        ),
    };
    let sql = format!(
        "SELECT a.case_id, a.no FROM assignments a JOIN listed l ON l.case_id = a.case_id
         WHERE a.unit = $1 AND a.session = $2 AND a.stage <> '{}'{out} ORDER BY l.place, a.no LIMIT {}",
        StageName::Ended.code(),
        MOST + 1
    );
    let rows = tx.query(&sql, params![unit.0, session.id.0]).await?;
    if rows.is_empty() {
        let kind = query.kind();
        let (zh, en) = (kind.say(Lang::Zh), kind.say(Lang::En));
        let text = both!(
            "该单位在本届次没有可出的{zh}",
            "the unit has no {en} in this session"
        );
        return Err(Failure::field("?kind", "nothing_there", text));
    }
    if rows.len() > MOST {
        let text = both!(
            "文书超过 {MOST} 份，请逐件生成",
            "more than {MOST} documents: take them one by one"
        );
        return Err(Failure::field("?kind", "too_many", text));
    }
    rows.iter()
        .map(|row| Ok((CaseId::from(row.text(0)?), row.get(1)?)))
        .collect::<Result<_, StoreError>>()
        .map_err(Failure::from)
}

/// Some of the documents of a batch. What somebody took back meanwhile is left out.
///
/// # Errors
/// Those of the store.
pub(crate) async fn some(
    tx: &mut Tx,
    scene: &Scene,
    wanted: &[Wanted],
    kind: DocumentKind,
) -> Result<Vec<Made>, Failure> {
    let world = scene.worlds.see(tx).await?;
    let query = DocumentQuery {
        kind: Some(kind),
        ..DocumentQuery::default()
    };
    let mut all = Vec::with_capacity(wanted.len());
    for (id, no) in wanted {
        let Some(kept) = load(tx, id, Purpose::Read).await? else {
            continue;
        };
        if let Ok(standing) = standing(&kept.case, *no, &query, scene, &world) {
            all.push(made(tx, scene, &world, &kept.case, *no, kind, standing).await?);
        }
    }
    Ok(all)
}
