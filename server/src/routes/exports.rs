//! `/exports/{file}`.

use banli_shared::api::Bytes;
use banli_shared::api::lists::Export;

use super::proposals::scene;
use crate::app::exports::{self, What};
use crate::export::Kind;
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes.mount::<Export, _, _>(export)
}

async fn export(call: Call<Export>) -> Answered<Export> {
    let asked = call.part.rsplit_once('.').and_then(|(what, ending)| {
        let what = match what {
            "proposals" => What::Proposals,
            "reply_items" => What::ReplyItems,
            _ => return None,
        };
        Some((what, Kind::of_ending(ending)?))
    });
    let Some((what, kind)) = asked else {
        return Err(Failure::field(
            "{file}",
            "unknown_export",
            "expected proposals or reply_items, with .csv, .xlsx or .json",
        ));
    };
    let (scene, query) = (scene(&call), call.query.clone());
    let table = call
        .app
        .store()
        .read(async move |tx: &mut Tx| exports::table(tx, &scene, what, &query).await)
        .await?;
    // Writing a workbook takes its time: not on a thread that answers others.
    let bytes = tokio::task::spawn_blocking(move || table.write(kind))
        .await
        .map_err(|_panic| Failure::internal("the writer of lists panicked"))?
        .map_err(Failure::internal)?;
    Ok(Answer::new(Bytes(bytes)).file(call.part, kind.content_type()))
}
