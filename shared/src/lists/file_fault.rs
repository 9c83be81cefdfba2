//! Why a file is no list.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::in_sheet;
use crate::lang::Lang;
use crate::text::of_decoder;
use crate::words;

/// Why a whole file cannot be read as a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FileFault {
    /// No bytes, or nothing but white space.
    Empty,
    /// Neither a spreadsheet nor text.
    NotAList,
    /// A spreadsheet of the old binary format, or one locked by a password.
    OldOrLocked,
    /// A spreadsheet of another kind than .xlsx.
    OtherSpreadsheet,
    /// It begins as JSON does, and is none.
    BadJson {
        /// What the reader stumbled over, and where.
        detail: String,
    },
    /// One object where a list of them is meant.
    OneObject,
    /// A list of objects with something else in it.
    NoObject {
        /// Which, counted from 1.
        item: u64,
    },
    /// Cut off or damaged.
    Damaged {
        /// What the reader stumbled over, for the one who helps.
        detail: String,
    },
    /// A quotation mark that is never closed takes all lines after it into one cell.
    OpenQuote {
        /// The line where that row begins, counted from 1.
        line: u64,
    },
    /// A byte that is in no text: zero.
    NulByte {
        /// The line, counted from 1.
        line: u64,
        /// The byte of the file, counted from 1.
        byte: u64,
        /// Whether the file reads well as UTF-16, which says so at its beginning as a rule.
        wide: bool,
    },
    /// More than is read.
    TooLarge {
        /// Of what.
        what: Quantity,
        /// How much is read at most.
        limit: u64,
    },
    /// Text that is neither UTF-8, UTF-16 nor GB18030.
    Encoding {
        /// The first line that cannot be read, from 1.
        line: u64,
    },
    /// No row with known column names, or without a needed one.
    NoHeader {
        /// Names of the needed columns that were not found.
        missing: Vec<String>,
        /// Headers that stand there and are not known.
        #[serde(default)]
        found: Vec<String>,
    },
    /// Two columns of one meaning.
    ColumnTwice {
        /// The code of the meaning.
        field: String,
        /// Both headers.
        headers: Vec<String>,
    },
    /// The given mapping names a column that is not in the list.
    NoSuchColumn {
        /// The name.
        header: String,
    },
    /// A part of the given mapping is not a header, `=`, and the code of a column.
    BadMapping {
        /// The part.
        part: String,
        /// The codes that are known.
        known: Vec<String>,
    },
    /// There is no sheet of this name.
    NoSuchSheet {
        /// The name.
        sheet: String,
        /// The sheets that there are.
        #[serde(default)]
        known: Vec<String>,
    },
    /// The sheet that was asked for is hidden, and what is hidden was to be left out.
    HiddenSheet {
        /// The name.
        sheet: String,
    },
    /// What is hidden was left out, and with it what names the needed columns.
    HiddenHeader {
        /// Its sheet.
        sheet: String,
        /// The row of the header, where that is hidden, counted from 1.
        #[serde(default)]
        row: Option<u32>,
        /// The needed columns that are hidden: letters and header. Where neither is there, the whole sheet is hidden.
        #[serde(default)]
        columns: Vec<String>,
    },
}

words! {
    /// What there can be too much of in a file.
    pub enum Quantity {
        /// Bytes of the file.
        Bytes = "bytes", "字节", "bytes";
        /// Parts inside the file.
        Parts = "parts", "个内部文件", "parts";
        /// Bytes once unfolded.
        UnfoldedBytes = "unfolded_bytes", "字节（解压后）", "bytes when unfolded";
        /// How many times larger a part is than what it is folded into.
        FoldedTimes = "folded_times", "倍压缩比", "times folded";
        /// Rows of a sheet.
        Rows = "rows", "行", "rows";
        /// Columns of a sheet.
        Columns = "columns", "列", "columns";
        /// Cells of a sheet.
        Cells = "cells", "个单元格", "cells";
    }
}

/// What a list is that programs write.
const fn objects(lang: Lang) -> &'static str {
    lang.pick(
        r#"应为对象的列表，每行一个，如 [{"number": "20230001", "class": "a"}]"#,
        r#"expected a list of objects, one for each row, such as [{"number": "20230001", "class": "a"}]"#,
    )
}

impl FileFault {
    /// Its stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAList => "not_a_list",
            Self::OldOrLocked => "old_or_locked",
            Self::OtherSpreadsheet => "other_spreadsheet",
            Self::BadJson { .. } => "bad_json",
            Self::OneObject => "one_object",
            Self::NoObject { .. } => "no_object",
            Self::Damaged { .. } => "damaged",
            Self::OpenQuote { .. } => "open_quote",
            Self::NulByte { .. } => "nul_byte",
            Self::TooLarge { .. } => "too_large",
            Self::Encoding { .. } => "encoding",
            Self::NoHeader { .. } => "no_header",
            Self::ColumnTwice { .. } => "column_twice",
            Self::NoSuchColumn { .. } => "no_such_column",
            Self::BadMapping { .. } => "bad_mapping",
            Self::NoSuchSheet { .. } => "no_such_sheet",
            Self::HiddenSheet { .. } => "hidden_sheet",
            Self::HiddenHeader { .. } => "hidden_header",
        }
    }

    /// What is wrong and what to do, for people.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Empty => lang.pick("文件是空的", "the file is empty").to_owned(),
            Self::NotAList => lang
                .pick(
                    "不是表格文件，请使用 .xlsx、.csv 或 .json",
                    "this is no list; use .xlsx, .csv or .json",
                )
                .to_owned(),
            Self::OldOrLocked => lang
                .pick(
                    "是旧版 .xls 或加密文件，请另存为不加密的 .xlsx",
                    "this is an old .xls or a locked file; save it as .xlsx without a password",
                )
                .to_owned(),
            Self::OtherSpreadsheet => lang
                .pick(
                    "不是 .xlsx 表格，请另存为 .xlsx 或 .csv",
                    "this is no .xlsx; save it as .xlsx or .csv",
                )
                .to_owned(),
            Self::BadJson { detail } => {
                let why = of_decoder(detail);
                match lang {
                    Lang::Zh => format!("不是有效的 JSON：{}；{}", why.zh, objects(lang)),
                    Lang::En => format!("no valid JSON: {}; {}", why.en, objects(lang)),
                }
            }
            Self::OneObject => match lang {
                Lang::Zh => format!("文件里不是列表，而是单个对象；{}", objects(lang)),
                Lang::En => format!("the file holds one object, no list; {}", objects(lang)),
            },
            Self::NoObject { item } => match lang {
                Lang::Zh => format!("列表第 {item} 项不是对象；{}", objects(lang)),
                Lang::En => format!("item {item} of the list is no object; {}", objects(lang)),
            },
            // What the reader of the file says of it speaks English.
            Self::Damaged { detail } => match lang {
                Lang::Zh => "文件不完整或已损坏，请用表格软件重新保存后再试".to_owned(),
                Lang::En => format!("the file is cut off or damaged ({detail})"),
            },
            Self::OpenQuote { line } => match lang {
                Lang::Zh => {
                    format!(
                        "第 {line} 行起的英文双引号没有配对，其后各行都并入了一格；请补上或删去该引号"
                    )
                }
                Lang::En => format!(
                    "a quotation mark in the row from line {line} on is never closed, and all lines after it are in one \
                     cell: close it or take it away"
                ),
            },
            Self::NulByte { line, byte, wide } => {
                let (zh, en) = match wide {
                    true => (
                        "文件像是没有字节顺序标记（BOM）的 UTF-16，请另存为 UTF-8 的 .csv 或 .xlsx",
                        "the file seems to be UTF-16 without a byte order mark: save it as .csv in UTF-8 or as .xlsx",
                    ),
                    false => (
                        "请删去该字符；如果这不是文本文件，请另存为 .xlsx 或 .csv",
                        "delete it; if this is no text file, save the list as .xlsx or .csv",
                    ),
                };
                match lang {
                    Lang::Zh => format!("第 {line} 行（文件第 {byte} 字节）有空字符（NUL）；{zh}"),
                    Lang::En => format!("line {line} (byte {byte} of the file) has a NUL; {en}"),
                }
            }
            Self::TooLarge { what, limit } => match lang {
                Lang::Zh => format!("文件过大，最多 {limit} {}", what.say(lang)),
                Lang::En => format!("the file is too large; at most {limit} {}", what.say(lang)),
            },
            Self::Encoding { line } => match lang {
                Lang::Zh => format!(
                    "第 {line} 行无法识别，文字编码不是 UTF-8、UTF-16 或 GB18030；请改正该行，或将清单另存为 .xlsx 或 UTF-8 编码的 .csv"
                ),
                Lang::En => format!(
                    "line {line} cannot be read: the text is neither UTF-8, UTF-16 nor GB18030; mend that line, or save \
                     the list as .xlsx, or as .csv in UTF-8"
                ),
            },
            Self::NoHeader { missing, .. } => {
                let codes = missing.iter().filter_map(|column| code_of(column));
                let map: Vec<String> = codes.map(|code| format!("…={code}")).collect();
                let map = map.join(",");
                match lang {
                    Lang::Zh => {
                        let missing: Vec<&str> =
                            missing.iter().map(|it| without_code(it)).collect();
                        let missing = missing.join("、");
                        format!(
                            "没有找到表头，缺少的列：{missing}；列名不同的，请用 --map 指定（--map {map}，“…”处写表中的列名或列标）"
                        )
                    }
                    Lang::En => format!(
                        "no header row was found; missing columns: {}; where they go by other names, say so with --map \
                         (--map {map}, with the header or the letters of the column in the place of …)",
                        missing.join(", ")
                    ),
                }
            }
            Self::ColumnTwice { field, headers } => match lang {
                Lang::Zh => format!(
                    "两列含义相同（{}）：{}；请用 --map 指定一列",
                    without_code(field),
                    headers.join("、")
                ),
                Lang::En => {
                    format!(
                        "two columns mean {field}: {}; choose one with --map",
                        headers.join(", ")
                    )
                }
            },
            Self::NoSuchColumn { header } => match lang {
                Lang::Zh => format!("没有名为 {header} 的列"),
                Lang::En => format!("there is no column named {header}"),
            },
            Self::BadMapping { part, known } => match lang {
                Lang::Zh => format!(
                    "列映射 {part} 有误，应为“表头=字段”，字段为：{}",
                    known.join("、")
                ),
                Lang::En => format!(
                    "the mapping {part} is wrong: expected header=field, with a field of {}",
                    known.join(", ")
                ),
            },
            Self::NoSuchSheet { sheet, known } if known.is_empty() => match lang {
                Lang::Zh => format!("没有名为 {sheet} 的工作表"),
                Lang::En => format!("there is no sheet named {sheet}"),
            },
            Self::NoSuchSheet { sheet, known } => match lang {
                Lang::Zh => format!("没有名为 {sheet} 的工作表，有：{}", known.join("、")),
                Lang::En => format!(
                    "there is no sheet named {sheet}; there are: {}",
                    known.join(", ")
                ),
            },
            Self::HiddenSheet { sheet } => match lang {
                Lang::Zh => format!(
                    "工作表“{sheet}”是隐藏的，--sheet 要读取它，--hidden skip 又要略去它；请去掉其中一个"
                ),
                Lang::En => format!(
                    "the sheet \"{sheet}\" is hidden: --sheet asks for it and --hidden skip leaves it out; drop one of them"
                ),
            },
            Self::HiddenHeader {
                sheet,
                row,
                columns,
            } => say_hidden(sheet, *row, columns, lang),
        }
    }
}

/// A column that is named with its code, without that: `案由 (title)`.
fn without_code(column: &str) -> &str {
    column.split(" (").next().unwrap_or(column)
}

/// Its code: `title`.
fn code_of(column: &str) -> Option<&str> {
    let (_, code) = column.rsplit_once(" (")?;
    code.strip_suffix(')')
}

fn say_hidden(sheet: &str, row: Option<u32>, columns: &[String], lang: Lang) -> String {
    let what = match (row, lang) {
        (Some(row), Lang::Zh) => format!("表头所在的第 {row} 行是隐藏的"),
        (Some(row), Lang::En) => format!("row {row} with the header is hidden"),
        (None, _) if columns.is_empty() => lang
            .pick(
                "清单所在的工作表是隐藏的",
                "the sheet with the list is hidden",
            )
            .to_owned(),
        (None, Lang::Zh) => format!("必需的列是隐藏的：{}", columns.join("、")),
        (None, Lang::En) => format!("needed columns are hidden: {}", columns.join(", ")),
    };
    let what = in_sheet(Some(sheet), &what, lang);
    match lang {
        Lang::Zh => format!("{what}；请取消隐藏，或用 --hidden read 照常读取"),
        Lang::En => format!("{what}; unhide that, or read it with --hidden read"),
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for FileFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_header_it_is_said_how_columns_are_named() {
        let fault = FileFault::NoHeader {
            missing: vec!["案由 (title)".to_owned(), "提案人 (proposers)".to_owned()],
            found: vec![],
        };
        for lang in [Lang::Zh, Lang::En] {
            let said = fault.say(lang);
            assert!(said.contains("--map …=title,…=proposers"), "{said}");
        }
    }

    #[test]
    fn a_nul_is_told_with_its_place_and_what_to_do() {
        let fault = |wide| FileFault::NulByte {
            line: 3,
            byte: 40,
            wide,
        };
        assert_eq!(
            fault(true).say(Lang::En),
            "line 3 (byte 40 of the file) has a NUL; the file seems to be UTF-16 without a byte order mark: save it as \
             .csv in UTF-8 or as .xlsx"
        );
        assert!(fault(false).say(Lang::Zh).contains("请删去该字符"));
    }
}
