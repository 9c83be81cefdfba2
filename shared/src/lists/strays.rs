//! Cells of an entry that are not read, because no header stands above them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lang::Lang;

/// A cell that is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StrayCell {
    /// The column of the sheet as its letters.
    pub column: String,
    /// What stands there, shortened, safe to show.
    pub found: String,
}

/// Cells that are named one by one.
const NAMED_STRAYS: usize = 5;

/// That cells are not read, and what to do.
pub(super) fn say(is_long: bool, cells: &[StrayCell], lang: Lang) -> String {
    let named = cells
        .iter()
        .take(NAMED_STRAYS)
        .map(|StrayCell { column, found }| match lang {
            Lang::Zh => format!("{column} 列“{found}”"),
            Lang::En => format!("{column} `{found}`"),
        });
    let named = named.collect::<Vec<_>>().join(lang.pick("、", ", "));
    let count = cells.len();
    let named = match (lang, count > NAMED_STRAYS) {
        (_, false) => named,
        (Lang::Zh, true) => format!("{named}等 {count} 格"),
        (Lang::En, true) => format!("{named} and others, {count} in all"),
    };
    let column = cells.first().map_or("", |cell| &cell.column);
    match (lang, is_long) {
        (Lang::Zh, true) => format!(
            "比表头多出内容，不能读取：{named}；文字中有逗号等分隔符的，请给该栏加上英文双引号，确是另一栏的，请在表头写上列名"
        ),
        (Lang::En, true) => format!(
            "has more cells than the header, which cannot be read: {named}; put quotation marks around a text that has the separator in it, or name the column in the header"
        ),
        (Lang::Zh, false) => format!(
            "所在列没有列名，未读取：{named}；请在表头写上列名，或用 --map 指定（如 {column}=co_handlers，不用该列写 {column}=-）"
        ),
        (Lang::En, false) => format!(
            "not read, for the column has no name: {named}; name it in the header, or say what it is with --map ({column}=co_handlers, or {column}=- for a column not to be used)"
        ),
    }
}
