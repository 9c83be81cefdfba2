//! `/exports/{file}`.

use banli_shared::api::lists::Export;
use banli_shared::api::{Bytes, FieldFault};
use banli_shared::both;

use super::proposals::scene;
use crate::app::exports::{self, What};
use crate::export::{Kind, Style};
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes.mount::<Export, _, _>(export)
}

async fn export(call: Call<Export>) -> Answered<Export> {
    let unknown = || -> Failure {
        let known = both!(
            "应为 proposals（提案）、reply_items（答复件）、units（单位）或 figures（统计），加 .csv、.xlsx 或 .json",
            "expected proposals, reply_items, units or figures, with .csv, .xlsx or .json"
        );
        FieldFault::placed("", "unknown_export", known).into()
    };
    let asked = call.part.rsplit_once('.');
    let asked = asked.and_then(|(what, ending)| Some((what, Kind::of_ending(ending)?)));
    let (what, kind) = asked.ok_or_else(unknown)?;
    let style = Style {
        by_unit: call.query.by_unit,
        no_bom: call.query.no_bom,
    };
    for (asked, name, fits, only) in [
        (style.by_unit, "?by_unit", kind == Kind::Xlsx, "xlsx"),
        (style.no_bom, "?no_bom", kind == Kind::Csv, "csv"),
    ] {
        if asked && !fits {
            let text = both!("只用于 .{only}", "for .{only} only");
            return Err(Failure::field(name, "other_format", text));
        }
    }
    let (scene, query) = (scene(&call), call.query.clone());
    let what = match what {
        "proposals" => What::Proposals,
        "reply_items" => What::ReplyItems,
        "figures" | "units" if style.by_unit => {
            let text = both!(
                "统计和单位本来就按单位分列",
                "figures and units are by unit anyway"
            );
            return Err(Failure::field("?by_unit", "other_format", text));
        }
        "units" => What::Units,
        "figures" => {
            let report = async move |tx: &mut Tx| exports::figures(tx, &scene, &query).await;
            let report = call.app.store().read(report).await?;
            return written(call.part, kind, move || report.write(kind, style)).await;
        }
        _ => return Err(unknown()),
    };
    let table = call
        .app
        .store()
        .read(async move |tx: &mut Tx| exports::table(tx, &scene, what, &query).await)
        .await?;
    if kind == Kind::Xlsx && table.is_too_long_for_workbook() {
        return Err(Failure::field(
            "",
            "too_long",
            both!(
                "有文字超过表格单元格的长度，请导出 .csv 或 .json",
                "a text is longer than a cell of a workbook holds: take .csv or .json"
            ),
        ));
    }
    written(call.part, kind, move || table.write(kind, style)).await
}

/// Writing a workbook takes its time: not on a thread that answers others.
async fn written(
    name: String,
    kind: Kind,
    write: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
) -> Answered<Export> {
    let bytes = tokio::task::spawn_blocking(write)
        .await
        .map_err(|_panic| Failure::internal("the writer of lists panicked"))?
        .map_err(Failure::internal)?;
    Ok(Answer::new(Bytes(bytes)).file(name, kind.content_type()))
}
