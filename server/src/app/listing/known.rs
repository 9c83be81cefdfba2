//! Filters that name something: one that nobody has is a mistake of writing, which an empty list would hide.

use banli_shared::api::FieldFault;
use banli_shared::both;
use banli_shared::ids::{PersonId, SessionId, UnitCode};
use banli_shared::org::{Actor, Unit};
use banli_shared::profile::Profile;
use banli_shared::text::Bilingual;

use crate::app::world::World;
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};
use banli_shared::org::likest;

/// Characters of a value that a fault repeats.
const SHOWN: usize = 40;

/// Refuses a unit that there is not: one with no unit above it, retired ones too, since their cases stay theirs.
///
/// # Errors
/// `unknown_unit`, with the one that is most like it.
pub(super) fn unit(world: &World, asked: Option<&UnitCode>) -> Result<(), FieldFault> {
    let Some(code) = asked else { return Ok(()) };
    named(
        world,
        code,
        |unit| unit.parent.is_none(),
        |value, like| {
            let text = both!(
                "没有代码为“{value}”的承办单位",
                "there is no unit `{value}`"
            );
            FieldFault::new("?unit", "unknown_unit", or_else(text, like))
        },
    )
}

/// Refuses a department that there is not.
///
/// # Errors
/// `unknown_department`, with the one that is most like it.
pub(super) fn department(world: &World, asked: Option<&UnitCode>) -> Result<(), FieldFault> {
    let Some(code) = asked else { return Ok(()) };
    named(
        world,
        code,
        |unit| unit.parent.is_some(),
        |value, like| {
            let text = both!(
                "没有代码为“{value}”的处室",
                "there is no department `{value}`"
            );
            FieldFault::new("?department", "unknown_department", or_else(text, like))
        },
    )
}

/// That there is no such session, with the one that is most like it.
pub(super) fn no_session(world: &World, asked: &SessionId) -> FieldFault {
    let names = world.sessions().iter().flat_map(|session| {
        let names = [session.id.as_str(), session.name.as_str()];
        names.map(|name| (name, session))
    });
    let like = likest(asked.as_str(), names);
    let like = like.map(|session| format!("{} {}", session.id, session.name));
    let value = shown(asked.as_str());
    let text = both!("没有届次“{value}”", "there is no session `{value}`");
    FieldFault::new("?session", "unknown_session", or_else(text, like))
}

fn named(
    world: &World,
    code: &UnitCode,
    fits: impl Fn(&Unit) -> bool,
    fault: impl FnOnce(&str, Option<String>) -> FieldFault,
) -> Result<(), FieldFault> {
    if world.org().get(code).is_some_and(&fits) {
        return Ok(());
    }
    let units = world.org().iter().filter(|unit| fits(unit));
    let names = units.flat_map(|unit| {
        let aliases = unit.aliases.iter().map(String::as_str);
        let names = [unit.code.as_str(), unit.name.as_str()]
            .into_iter()
            .chain(aliases);
        names.map(move |name| (name, unit))
    });
    let like = likest(code.as_str(), names);
    let like = like.map(|unit| format!("{} {}", unit.code, unit.name));
    Err(fault(&shown(code.as_str()), like))
}

/// Refuses a subject group that no proposal is in; to those who see only some proposals nothing is said about others'.
///
/// # Errors
/// `unknown_category`, with the one that is most like it.
pub(super) async fn category(
    tx: &mut Tx,
    actor: &Actor,
    asked: Option<&str>,
) -> Result<(), Failure> {
    let Some(category) = asked.filter(|_| actor.sees_everything()) else {
        return Ok(());
    };
    let sql = "SELECT 1 FROM listed l WHERE l.category = $1 LIMIT 1";
    if tx.query_opt(sql, params![category]).await?.is_some() {
        return Ok(());
    }
    let sql = "SELECT DISTINCT l.category FROM listed l";
    let rows = tx.query(sql, &[]).await?;
    let names = rows.iter().map(|row| row.get(0));
    let names: Vec<String> = names.collect::<Result<_, StoreError>>()?;
    let like = likest(category, names.iter().map(|name| (name.as_str(), name)));
    let value = shown(category);
    let text = both!(
        "没有提案属于“{value}”这一类别",
        "no proposal is in the category `{value}`"
    );
    let text = or_else(text, like.cloned());
    Err(FieldFault::new("?category", "unknown_category", text).into())
}

/// Refuses a person that there is not; those of another unit are known to whoever has a desk.
///
/// # Errors
/// `unknown_handler`, with the one in some unit whose name or id is most like it.
pub(super) async fn handler(tx: &mut Tx, asked: Option<&PersonId>) -> Result<(), Failure> {
    let Some(id) = asked else { return Ok(()) };
    let sql = "SELECT 1 FROM people WHERE id = $1";
    if tx.query_opt(sql, params![id.0]).await?.is_some() {
        return Ok(());
    }
    let sql = "SELECT DISTINCT p.id, p.name FROM people p JOIN posts o ON o.person = p.id
               WHERE o.place <> '' ORDER BY p.id";
    let rows = tx.query(sql, &[]).await?;
    let people = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
    let people: Vec<(String, String)> = people.collect::<Result<_, StoreError>>()?;
    let names = people.iter().flat_map(|person| {
        let names = [person.0.as_str(), person.1.as_str()];
        names.map(|name| (name, person))
    });
    let like = likest(id.as_str(), names).map(|(id, name)| format!("{id} {name}"));
    let value = shown(id.as_str());
    let text = both!(
        "没有编号为“{value}”的人员",
        "there is nobody with the id `{value}`"
    );
    Err(FieldFault::new("?handler", "unknown_handler", or_else(text, like)).into())
}

/// Refuses a type of outcome that the rules of the session do not list and nobody has put on record.
///
/// # Errors
/// `unknown_outcome`, with the one that is most like it.
pub(super) async fn outcome(
    tx: &mut Tx,
    profile: &Profile,
    asked: Option<&str>,
) -> Result<(), Failure> {
    let listed = |code: &str| profile.outcomes.iter().any(|it| it.code == code);
    let Some(code) = asked.filter(|code| !listed(code)) else {
        return Ok(());
    };
    let sql = "SELECT 1 FROM outcomes WHERE kind = $1 LIMIT 1";
    if tx.query_opt(sql, params![code]).await?.is_some() {
        return Ok(());
    }
    let names = profile.outcomes.iter().flat_map(|it| {
        let names = [it.code.as_str(), &it.text.zh, &it.text.en];
        names.map(|name| (name, it))
    });
    let like = likest(code, names).map(|it| format!("{} {}", it.code, it.text.zh));
    let value = shown(code);
    let text = both!(
        "没有转化成果类型“{value}”",
        "there is no type of outcome `{value}`"
    );
    Err(FieldFault::new("?outcome", "unknown_outcome", or_else(text, like)).into())
}

fn shown(value: &str) -> String {
    value.chars().take(SHOWN).collect()
}

fn or_else(text: Bilingual, like: Option<String>) -> Bilingual {
    let Some(like) = like else { return text };
    let Bilingual { zh, en } = text;
    both!("{zh}；是否指“{like}”？", "{en}; did you mean `{like}`?")
}
