//! Lists in. A list is read beside the database, tried row by row on what is there (nothing is written by that), and
//! then *accepted* in one short transaction. From there on it is certain to be taken in: its rows are kept with it,
//! and are taken part by part, each in a transaction of its own, so that others can write in between. A server that
//! was stopped or killed goes on with it when it starts again; with several servers any of them does.
//!
//! So that no row can be refused once the list is accepted, it is decided then as it was tried: in the name, at the
//! time and with the rules of its trial. Numbers that it brings are given to nobody else meanwhile, and units,
//! sessions, rules and calendar do not change until it is done.
//!
//! What is there already is left alone, so repeating a list changes nothing.

mod accept;
mod differ;
mod finish;
mod known;
mod read;
mod remarks;
mod rows;
mod steps;
mod trial;
mod units;

use std::sync::Arc;

use banli_shared::api::lists::{ImportQuery, ImportReport};
use banli_shared::api::{Json, ProblemCode};
use banli_shared::both;

use self::accept::Accepted;
pub use self::finish::{finish, is_running, running};
pub(crate) use self::read::no_list;
pub use self::read::{List, Read, read};
pub(crate) use self::rows::ListRow;
pub use self::units::take_units;
use super::App;
use super::cases::Scene;
use crate::http::{Answer, Failure, Keyed};
use crate::store::Tx;

/// How often a list is tried again when somebody else changed what it meets.
const TRIES: usize = 5;

/// Takes a list of proposals in, or tries it.
///
/// # Errors
/// What the rules refuse, with the row; then nothing is kept. `unavailable` when the server stops or the database
/// goes away meanwhile: an accepted list is taken in when they are there again.
pub async fn take_proposals(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    list: List<ListRow>,
    keyed: Option<Keyed>,
) -> Result<Answer<Json<ImportReport>>, Failure> {
    let list = Arc::new(list);
    for _try in 0..TRIES {
        let tried = trial::run(app, scene, query, &list).await?;
        if query.dry_run {
            return Ok(Answer::new(Json(tried.report)));
        }
        match accept::run(app, scene, query, &tried, keyed.clone()).await? {
            Accepted::Answered(answer) => return Ok(*answer),
            Accepted::Begun(id) => return Ok(Answer::new(Json(see_through(app, id).await?))),
            Accepted::Changed => {}
            // Another list is on its way: helping it is the fastest way to be next.
            Accepted::Behind(id) => {
                see_through(app, id).await?;
            }
        }
    }
    let detail = both!(
        "他人不断改动与此清单相关的内容；未作任何改动，请重试",
        "others keep changing what this list meets; nothing was changed, try again"
    );
    Err(Failure::new(ProblemCode::Unavailable, detail).retry_after(1))
}

/// The answer to an earlier request with this key. One whose list is still being taken in is waited for.
///
/// # Errors
/// `key_reused`, and those of the store.
pub async fn answered(
    app: &App,
    keyed: &Keyed,
) -> Result<Option<Answer<Json<ImportReport>>>, Failure> {
    loop {
        let (asked, other) = (keyed.clone(), keyed.clone());
        let store = app.store();
        let found = store
            .read(async move |tx: &mut Tx| asked.found(tx).await)
            .await;
        match found {
            Err(failure) if failure.problem.code == ProblemCode::StillRunning => {
                let id = store
                    .read(async move |tx: &mut Tx| finish::of_key(tx, &other).await)
                    .await?;
                let Some(id) = id else { return Err(failure) };
                see_through(app, id).await?;
            }
            found => return found,
        }
    }
}

/// Finishes a list even if whoever asked for it leaves.
async fn see_through(app: &App, id: String) -> Result<ImportReport, Failure> {
    let app = app.clone();
    tokio::spawn(async move { finish(&app, &id).await })
        .await
        .map_err(|_panic| Failure::internal("finishing a list broke off"))?
}
