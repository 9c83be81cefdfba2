//! `/exports/{file}`.

use banli_shared::api::Bytes;
use banli_shared::api::lists::Export;

use super::proposals::scene;
use crate::app::exports::{self, What};
use crate::export::{Kind, Style};
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
    let style = Style {
        by_unit: call.query.by_unit,
        no_bom: call.query.no_bom,
    };
    for (asked, name, fits) in [
        (style.by_unit, "?by_unit", kind == Kind::Xlsx),
        (style.no_bom, "?no_bom", kind == Kind::Csv),
    ] {
        if asked && !fits {
            return Err(Failure::field(
                name,
                "other_format",
                "by_unit is for .xlsx, no_bom for .csv",
            ));
        }
    }
    let (scene, query) = (scene(&call), call.query.clone());
    let table = call
        .app
        .store()
        .read(async move |tx: &mut Tx| exports::table(tx, &scene, what, &query).await)
        .await?;
    if kind == Kind::Xlsx && table.is_too_long_for_workbook() {
        return Err(Failure::field(
            "{file}",
            "too_long",
            "a text is longer than a cell of a workbook holds: take .csv or .json",
        ));
    }
    // Writing a workbook takes its time: not on a thread that answers others.
    let bytes = tokio::task::spawn_blocking(move || table.write(kind, style))
        .await
        .map_err(|_panic| Failure::internal("the writer of lists panicked"))?
        .map_err(Failure::internal)?;
    Ok(Answer::new(Bytes(bytes)).file(call.part, kind.content_type()))
}
