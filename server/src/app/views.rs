//! Views that somebody saved.

use banli_shared::api::views::View;
use banli_shared::api::{FieldFault, Page};
use banli_shared::both;
use banli_shared::org::Actor;

use super::cases::Scene;
use super::{field, listing};
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

/// Most characters of a name, and most views of one person.
const NAME: usize = 60;
const MOST: i64 = 100;

/// The actor's views, by name.
///
/// # Errors
/// Those of the store.
pub async fn all(tx: &mut Tx, actor: &Actor) -> Result<Page<View>, StoreError> {
    let sql = "SELECT name, query FROM views WHERE person = $1 ORDER BY name";
    let rows = tx.query(sql, params![actor.person.0]).await?;
    let view = |row: &crate::store::Row| {
        Ok(View {
            name: row.get(0)?,
            query: serde_json::from_str(row.text(1)?)
                .map_err(|_fault| StoreError::Database("a saved view cannot be read".into()))?,
        })
    };
    let items = rows.iter().map(view).collect::<Result<_, StoreError>>()?;
    Ok(Page::whole(items))
}

/// Saves a view, in the place of one of that name.
///
/// # Errors
/// A name that cannot be one, filters that a list would refuse, and more views than one person can have.
pub async fn put(tx: &mut Tx, scene: &Scene, view: &View) -> Result<View, Failure> {
    field::line(&view.name, NAME, "/name")?;
    let mut view = view.clone();
    (view.query.limit, view.query.cursor, view.query.count) = (None, None, false);
    listing::check_kept(tx, scene, &view.query).await?;
    let person = &scene.actor.person.0;
    let sql = "SELECT COUNT(*) FROM views WHERE person = $1 AND name <> $2";
    let others = tx.query_one(sql, params![person, view.name]).await?;
    if others.int(0)? >= MOST {
        let text = both!(
            "每人最多保存 100 个视图，请先删除一个",
            "one person has at most 100 saved views; drop one first"
        );
        return Err(FieldFault::new("/name", "many", text).into());
    }
    let query = serde_json::to_string(&view.query)
        .map_err(|fault| StoreError::Database(fault.to_string()))?;
    let sql = "INSERT INTO views (person, name, query) VALUES ($1, $2, $3)
               ON CONFLICT (person, name) DO UPDATE SET query = $3";
    tx.execute(sql, params![person, view.name, query]).await?;
    Ok(view)
}

/// Forgets a view.
///
/// # Errors
/// `not_found` where the actor has none of that name.
pub async fn drop(tx: &mut Tx, actor: &Actor, name: &str) -> Result<(), Failure> {
    let sql = "DELETE FROM views WHERE person = $1 AND name = $2";
    match tx.execute(sql, params![actor.person.0, name]).await? {
        0 => Err(Failure::not_found()),
        _ => Ok(()),
    }
}
