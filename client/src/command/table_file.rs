//! A table of somebody's own, read without a server: `.csv` (UTF-8 or GB18030), `.xlsx` or `.json`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use banli_shared::both;
use banli_shared::text::{Bilingual, of_decoder};
use calamine::{DataRef, Reader as _, Xlsx};
use encoding_rs::{GB18030, UTF_8};

use banli_shared::text::system;

/// Bytes of a file.
const FILE_BYTES: u64 = 16 * 1024 * 1024;
/// Bytes of a workbook once unfolded.
const UNFOLDED_BYTES: u64 = 128 * 1024 * 1024;
/// Cells, and how far out one may stand.
const CELLS: usize = 4_000_000;
const COLUMNS: u32 = 512;
const ROWS: u32 = 200_000;

/// The rows of a file, the first sheet that has any; what is wrong with it otherwise, in words.
pub(super) fn read(path: &Path) -> Result<Vec<Vec<String>>, Bilingual> {
    let said = |fault: Bilingual| {
        let (path, Bilingual { zh, en }) = (path.display(), fault);
        both!("{path}：{zh}", "{path}: {en}")
    };
    let mut bytes = vec![];
    let file = std::fs::File::open(path).map_err(|fault| said(system(&fault)))?;
    file.take(FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|fault| said(system(&fault)))?;
    if bytes.len() as u64 > FILE_BYTES {
        let most = FILE_BYTES >> 20;
        return Err(said(both!(
            "文件过大，最多 {most} MiB",
            "the file is too large; at most {most} MiB"
        )));
    }
    rows(bytes).map_err(said)
}

/// The same bytes; a list of objects as comma-separated text.
///
/// # Errors
/// What is wrong with such a list.
pub(super) fn without_objects(bytes: Vec<u8>) -> Result<Vec<u8>, Bilingual> {
    let list = bytes.trim_ascii_start().strip_prefix(b"[");
    if !list.is_some_and(|items| items.trim_ascii_start().starts_with(b"{")) {
        return Ok(bytes);
    }
    let mut writer = csv::WriterBuilder::new().from_writer(vec![]);
    for row in json(&bytes)? {
        // Nothing is written anywhere that could fail.
        let _written = writer.write_record(&row);
    }
    writer.into_inner().map_err(|fault| damaged(&fault))
}

fn rows(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, Bilingual> {
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(both!(
            "文件是空的；应为表格：.csv、.xlsx 或 .json",
            "the file is empty; expected a table: .csv, .xlsx or .json"
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        workbook(bytes)
    } else if start.starts_with(b"[") || start.starts_with(b"{") {
        json(&bytes)
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Err(both!(
            "旧版或加密的工作簿，请另存为 .xlsx",
            "an old or locked workbook: save it as .xlsx"
        ))
    } else {
        plain(&bytes)
    }
}

fn plain(bytes: &[u8]) -> Result<Vec<Vec<String>>, Bilingual> {
    // No text has these; what is written in two bytes a character has many.
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(both!(
            "第 {at} 字节不是文字；应为表格：.csv（UTF-8 或 GB18030）、.xlsx 或 .json",
            "byte {at} is no text; expected a table: .csv (UTF-8 or GB18030), .xlsx or .json"
        ));
    }
    let (text, _, faulty) = UTF_8.decode(bytes);
    let text = match faulty {
        false => text,
        true => {
            let (text, _, faulty) = GB18030.decode(bytes);
            if faulty {
                let line = 1 + text
                    .split('\u{fffd}')
                    .next()
                    .map_or(0, |before| before.matches('\n').count());
                return Err(both!(
                    "第 {line} 行起既非 UTF-8 也非 GB18030；应为表格：.csv、.xlsx 或 .json",
                    "neither UTF-8 nor GB18030 from line {line} on; expected a table: .csv, .xlsx or .json"
                ));
            }
            text
        }
    };
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let separator = if first.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|fault| {
                both!(
                    "不是逗号分隔的表格：{fault}",
                    "no comma-separated table: {fault}"
                )
            })?;
            Ok(record.iter().map(ToOwned::to_owned).collect())
        })
        .collect()
}

/// A list of objects: the names of all of them are the columns.
fn json(bytes: &[u8]) -> Result<Vec<Vec<String>>, Bilingual> {
    let Bilingual { zh, en } = both!(
        r#"应为对象的列表，每个答复件或提案一个，如 [{{"number": "20230001", "class": "a"}}]"#,
        r#"expected a list of objects, one for each reply item or proposal, such as [{{"number": "20230001", "class": "a"}}]"#
    );
    let parsed: serde_json::Value = serde_json::from_slice(bytes).map_err(|fault| {
        let said = of_decoder(&fault.to_string());
        let (why_zh, why) = (said.zh, said.en);
        both!(
            "不是有效的 JSON：{why_zh}；{zh}",
            "no valid JSON: {why}; {en}"
        )
    })?;
    let serde_json::Value::Array(items) = parsed else {
        return Err(both!(
            "文件里不是列表，而是单个对象；{zh}",
            "the file holds one object, no list; {en}"
        ));
    };
    let mut objects = Vec::with_capacity(items.len());
    for (no, item) in (1..).zip(items) {
        let serde_json::Value::Object(object) = item else {
            return Err(both!(
                "列表第 {no} 项不是对象；{zh}",
                "item {no} of the list is no object; {en}"
            ));
        };
        objects.push(object);
    }
    let mut names: Vec<&String> = vec![];
    let mut at: BTreeMap<&String, usize> = BTreeMap::new();
    for name in objects.iter().flat_map(serde_json::Map::keys) {
        at.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        });
    }
    let mut rows = vec![names.iter().map(|name| (*name).clone()).collect()];
    for object in &objects {
        let mut row = vec![String::new(); names.len()];
        for (name, value) in object {
            row[at[name]] = match value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
        }
        rows.push(row);
    }
    Ok(rows)
}

fn workbook(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, Bilingual> {
    unfolds_within_bounds(&bytes)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|fault: calamine::XlsxError| damaged(&fault))?;
    for name in workbook.sheet_names() {
        // A chart has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut seen = 0;
        while let Some(cell) = cells.next_cell().map_err(|fault| damaged(&fault))? {
            let (row, column) = cell.get_position();
            seen += 1;
            if seen > CELLS || row >= ROWS || column >= COLUMNS {
                return Err(both!(
                    "工作表“{name}”的单元格比一份清单多",
                    "sheet `{name}` has more cells than a list has"
                ));
            }
            let text = said(cell.get_value());
            if !text.is_empty() {
                let cells = rows.entry(row).or_default();
                let column = column as usize;
                if cells.len() <= column {
                    cells.resize(column + 1, String::new());
                }
                cells[column] = text;
            }
        }
        if let Some(last) = rows.keys().next_back().copied() {
            // Empty rows are kept, so that rows count as the spreadsheet shows them.
            return Ok((0..=last)
                .map(|row| rows.remove(&row).unwrap_or_default())
                .collect());
        }
    }
    Err(both!("没有任何工作表有内容", "no sheet has any cells"))
}

fn damaged(fault: &dyn std::fmt::Display) -> Bilingual {
    both!(
        "工作簿已损坏，请用表格软件打开后另存（{fault}）",
        "the workbook is damaged, save it anew from a spreadsheet: {fault}"
    )
}

/// Unfolds everything once, keeping nothing.
fn unfolds_within_bounds(bytes: &[u8]) -> Result<(), Bilingual> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|fault| damaged(&fault))?;
    let mut left = UNFOLDED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|fault| damaged(&fault))?;
        let unfolded = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|fault| damaged(&fault))?;
        left = left.checked_sub(unfolded).ok_or_else(|| {
            both!(
                "工作簿解压后过大，不像是清单",
                "a workbook that unfolds to more than a list can be"
            )
        })?;
    }
    Ok(())
}

fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DurationIso(text) | DataRef::DateTimeIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_either_encoding_and_objects_are_rows() {
        let rows = vec![
            vec!["提案号".to_owned(), "办理类别".to_owned()],
            vec!["20220001".to_owned(), "A".to_owned()],
        ];
        let text = "提案号,办理类别\r\n20220001,A\r\n";
        assert_eq!(plain(text.as_bytes()), Ok(rows.clone()));
        assert_eq!(
            plain(format!("\u{feff}{text}").as_bytes()),
            Ok(rows.clone())
        );
        assert_eq!(plain(&GB18030.encode(text).0), Ok(rows));
        let objects = br#"[{"class": "a", "returned": 1}, {"class": null, "face_to_face": true}]"#;
        let rows = json(objects).unwrap();
        assert_eq!(rows[0], ["class", "returned", "face_to_face"]);
        assert_eq!(rows[1], ["a", "1", ""]);
        assert_eq!(rows[2], ["", "", "true"]);
    }

    #[test]
    fn what_is_no_table_is_told_with_its_place_and_what_is_expected() {
        for (bytes, place, expected) in [
            (&b""[..], "empty", ".csv, .xlsx or .json"),
            (
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
                "byte 8",
                ".csv (UTF-8 or GB18030)",
            ),
            (
                b"a,b\n\xff\xff,\xff\n",
                "from line 2",
                ".csv, .xlsx or .json",
            ),
            (
                b"[{\"class\": \"a\"},\n {\"class\" \"b\"}]",
                "line 2 column 11",
                "list of objects",
            ),
            (b"[{\"class\": \"a\"", "line 1 column 14", "list of objects"),
            (b"{\"figures\": {}}", "one object", "list of objects"),
            (b"[{\"class\": \"a\"}, 5]", "item 2", "list of objects"),
            (b"PK\x03\x04rubbish", "workbook is damaged", "save it anew"),
        ] {
            let fault = rows(bytes.to_vec()).unwrap_err();
            assert!(fault.en.contains(place), "{place}: {}", fault.en);
            assert!(fault.en.contains(expected), "{place}: {}", fault.en);
            assert!(!fault.zh.is_empty() && fault.zh != fault.en);
        }
    }
}
