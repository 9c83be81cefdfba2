//! Templates of documents, every revision of them: a unit's own, the one for all units, and what comes with the program.

use banli_shared::api::FieldFault;
use banli_shared::api::templates::{
    DocumentTemplate, NewTemplate, TemplateRevision, TemplateSource,
};
use banli_shared::both;
use banli_shared::documents::{DocumentKind, Template};
use banli_shared::ids::UnitCode;
use banli_shared::workflow::may_change_template;

use super::cases::Scene;
use super::field;
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

const NOTE: usize = 200;

/// The template in force for a unit; for all units where none is named.
///
/// # Errors
/// Those of the store.
pub(crate) async fn in_force(
    tx: &mut Tx,
    kind: DocumentKind,
    unit: Option<&UnitCode>,
) -> Result<Template, StoreError> {
    let found = shown(tx, kind, unit).await?;
    Template::read(kind, &found.toml)
        .map_err(|_faults| StoreError::Database("a template that is kept cannot be read".into()))
}

/// What is in force, as it was written.
async fn shown(
    tx: &mut Tx,
    kind: DocumentKind,
    unit: Option<&UnitCode>,
) -> Result<DocumentTemplate, StoreError> {
    let mut found = DocumentTemplate {
        kind,
        unit: unit.cloned(),
        revision: 0,
        source: TemplateSource::Shipped,
        toml: kind.shipped().to_owned(),
    };
    if unit.is_some() {
        let own = newest(tx, kind, unit).await?;
        found.revision = own.as_ref().map_or(0, |(revision, _)| *revision);
        if let Some((_, toml)) = own.filter(|(_, toml)| !toml.is_empty()) {
            found.source = TemplateSource::Unit;
            found.toml = toml;
            return Ok(found);
        }
    }
    let for_all = newest(tx, kind, None).await?;
    if unit.is_none() {
        found.revision = for_all.as_ref().map_or(0, |(revision, _)| *revision);
    }
    if let Some((_, toml)) = for_all.filter(|(_, toml)| !toml.is_empty()) {
        found.source = TemplateSource::Office;
        found.toml = toml;
    }
    Ok(found)
}

async fn newest(
    tx: &mut Tx,
    kind: DocumentKind,
    unit: Option<&UnitCode>,
) -> Result<Option<(u32, String)>, StoreError> {
    let sql = "SELECT revision, body FROM templates WHERE kind = $1 AND unit = $2 ORDER BY revision DESC LIMIT 1";
    let row = tx.query_opt(sql, params![kind.code(), key(unit)]).await?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

fn key(unit: Option<&UnitCode>) -> &str {
    unit.map_or("", UnitCode::as_str)
}

/// A template as somebody reads it: what is in force, or a revision.
///
/// # Errors
/// Where there is no such unit or revision.
pub(crate) async fn get(
    tx: &mut Tx,
    scene: &Scene,
    kind: DocumentKind,
    unit: Option<&UnitCode>,
    revision: Option<u32>,
) -> Result<DocumentTemplate, Failure> {
    known(tx, scene, unit).await?;
    let mut found = shown(tx, kind, unit).await?;
    let Some(revision) = revision else {
        return Ok(found);
    };
    let sql = "SELECT body FROM templates WHERE kind = $1 AND unit = $2 AND revision = $3";
    let row = tx
        .query_opt(sql, params![kind.code(), key(unit), revision])
        .await?;
    found.toml = row.ok_or_else(Failure::not_found)?.get(0)?;
    found.revision = revision;
    found.source = match unit {
        Some(_) => TemplateSource::Unit,
        None => TemplateSource::Office,
    };
    Ok(found)
}

async fn known(tx: &mut Tx, scene: &Scene, unit: Option<&UnitCode>) -> Result<(), Failure> {
    let world = scene.worlds.see(tx).await?;
    let is_known = unit.is_none_or(|unit| world.org().get(unit).is_some());
    is_known.then_some(()).ok_or_else(|| {
        let text = both!("没有此单位", "there is no such unit");
        Failure::field("?unit", "unknown_unit", text)
    })
}

/// Every revision of a template, the newest first.
///
/// # Errors
/// Where there is no such unit.
pub(crate) async fn revisions(
    tx: &mut Tx,
    scene: &Scene,
    kind: DocumentKind,
    unit: Option<&UnitCode>,
) -> Result<Vec<TemplateRevision>, Failure> {
    known(tx, scene, unit).await?;
    let sql = "SELECT t.revision, t.note, p.name, t.at_ms, t.body FROM templates t JOIN people p ON p.id = t.person
               WHERE t.kind = $1 AND t.unit = $2 ORDER BY t.revision DESC";
    let rows = tx.query(sql, params![kind.code(), key(unit)]).await?;
    let revision = |row: &crate::store::Row| {
        Ok(TemplateRevision {
            revision: row.get(0)?,
            note: row.get(1)?,
            by: row.get(2)?,
            at_ms: row.get(3)?,
            gives_back: row.text(4)?.is_empty(),
        })
    };
    Ok(rows
        .iter()
        .map(revision)
        .collect::<Result<_, StoreError>>()?)
}

/// Makes `new` the template from here on; what says the same as before makes no revision.
///
/// # Errors
/// Whose it is to change, everything wrong with the file, and a newer revision than the caller has seen.
pub(crate) async fn put(
    tx: &mut Tx,
    scene: &Scene,
    kind: DocumentKind,
    unit: Option<&UnitCode>,
    new: &NewTemplate,
) -> Result<DocumentTemplate, Failure> {
    known(tx, scene, unit).await?;
    may_change_template(&scene.actor, unit)?;
    field::line(&new.note, NOTE, "/note").map_err(|fault| vec![fault])?;
    let gives_back = new.toml.trim().is_empty();
    if !gives_back {
        Template::read(kind, &new.toml)
            .map_err(|faults| faults.iter().map(FieldFault::from).collect::<Vec<_>>())?;
    }
    let before = newest(tx, kind, unit).await?;
    let (seen, text) = before.unwrap_or_default();
    if seen != new.seen {
        return Err(Failure::stale(seen.into()));
    }
    let toml = if gives_back { "" } else { new.toml.as_str() };
    if toml != text {
        let sql = "INSERT INTO templates (kind, unit, revision, body, note, person, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (kind, unit, revision) DO NOTHING";
        let (person, next) = (&scene.actor.person.0, seen + 1);
        let (of, whose) = (kind.code(), key(unit));
        let values = params![of, whose, next, toml, new.note, person, scene.now];
        if tx.execute(sql, values).await? == 0 {
            return Err(Failure::stale(u64::from(seen) + 1));
        }
    }
    Ok(shown(tx, kind, unit).await?)
}
