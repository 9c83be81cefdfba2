//! A table of somebody's own, read without a server: `.csv` (UTF-8 or GB18030), `.xlsx` or `.json`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use banli_shared::both;
use banli_shared::figures::table::Sheet;
use banli_shared::lists::{HiddenPart, HiddenParts};
use banli_shared::text::{Bilingual, clean, of_decoder};
use calamine::{DataRef, Reader as _, Xlsx};
use encoding_rs::{GB18030, UTF_8};

use super::hidden::{self, Hidden};
use banli_shared::text::system;

/// Bytes of a file.
const FILE_BYTES: u64 = 16 * 1024 * 1024;
/// Bytes of a workbook once unfolded.
const UNFOLDED_BYTES: u64 = 128 * 1024 * 1024;
/// Cells, and how far out one may stand.
const CELLS: usize = 4_000_000;
const COLUMNS: u32 = 512;
const ROWS: u32 = 200_000;

/// What a file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct File {
    /// Every sheet that has cells, or the one that was asked for.
    pub(super) sheets: Vec<Sheet>,
    /// What of them is hidden and holds something.
    pub(super) hidden: Vec<HiddenPart>,
}

/// How to read it, as lists are imported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options<'o> {
    /// Only this sheet.
    pub(super) sheet: Option<&'o str>,
    /// What is done with what is hidden.
    pub(super) hidden: HiddenParts,
}

/// What a file holds; what is wrong with it otherwise, in words.
pub(super) fn read(path: &Path, options: Options<'_>) -> Result<File, Bilingual> {
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
    opened(bytes, options).map_err(said)
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

fn opened(bytes: Vec<u8>, options: Options<'_>) -> Result<File, Bilingual> {
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(both!(
            "文件是空的；应为表格：.csv、.xlsx 或 .json",
            "the file is empty; expected a table: .csv, .xlsx or .json"
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes, options);
    }
    if let Some(sheet) = options.sheet {
        let sheet = clean(sheet);
        return Err(both!(
            "没有工作表“{sheet}”：文件不是工作簿",
            "there is no sheet `{sheet}`: the file is no workbook"
        ));
    }
    let rows = if start.starts_with(b"[") || start.starts_with(b"{") {
        json(&bytes)
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Err(both!(
            "旧版或加密的工作簿，请另存为 .xlsx",
            "an old or locked workbook: save it as .xlsx"
        ))
    } else {
        plain(&bytes)
    };
    Ok(File {
        sheets: vec![Sheet {
            name: None,
            rows: rows?,
        }],
        hidden: vec![],
    })
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

fn workbook(bytes: Vec<u8>, options: Options<'_>) -> Result<File, Bilingual> {
    unfolds_within_bounds(&bytes)?;
    let hidden = hidden::of_workbook(&bytes).map_err(|fault| damaged(&*fault))?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|fault: calamine::XlsxError| damaged(&fault))?;
    let mut names = workbook.sheet_names();
    if let Some(wanted) = options.sheet
        && !names.iter().any(|name| name == wanted)
    {
        let there: Vec<_> = names.iter().map(|name| clean(name)).collect();
        let (wanted, zh, en) = (clean(wanted), there.join("、"), there.join(", "));
        return Err(both!(
            "没有工作表“{wanted}”；有：{zh}",
            "there is no sheet `{wanted}`, but: {en}"
        ));
    }
    names.retain(|name| options.sheet.is_none_or(|wanted| wanted == name));
    let several = names.len() > 1;
    let mut file = File::default();
    for name in names {
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
        let hides = hidden.get(&name).cloned().unwrap_or_default();
        let part = part(&name, &hides, &rows);
        let is_whole = part.as_ref().is_some_and(|part| part.whole);
        file.hidden.extend(part);
        if options.hidden == HiddenParts::Skip {
            // A sheet that was asked for by its name is wanted.
            if is_whole && options.sheet.is_none() {
                continue;
            }
            leave_out(&hides, &mut rows);
        }
        if let Some(last) = rows.keys().next_back().copied() {
            // Empty rows are kept, so that rows count as the spreadsheet shows them.
            let rows = (0..=last).map(|row| rows.remove(&row).unwrap_or_default());
            file.sheets.push(Sheet {
                name: several.then_some(name),
                rows: rows.collect(),
            });
        }
    }
    if file.sheets.is_empty() {
        return Err(both!("没有任何工作表有内容", "no sheet has any cells"));
    }
    Ok(file)
}

/// What of a sheet is hidden and holds something.
fn part(sheet: &str, hides: &Hidden, rows: &BTreeMap<u32, Vec<String>>) -> Option<HiddenPart> {
    let holds = |column: &&u32| {
        let at = **column as usize;
        let mut rows = rows.values();
        rows.any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()))
    };
    let part = HiddenPart {
        sheet: sheet.to_owned(),
        whole: hides.whole && !rows.is_empty(),
        columns: hides
            .columns
            .iter()
            .filter(holds)
            .map(|at| letters(*at))
            .collect(),
        rows: rows
            .keys()
            .filter(|row| hides.rows.contains(row))
            .map(|row| row + 1)
            .collect(),
    };
    (part.whole || !part.columns.is_empty() || !part.rows.is_empty()).then_some(part)
}

fn leave_out(hides: &Hidden, rows: &mut BTreeMap<u32, Vec<String>>) {
    rows.retain(|row, _| !hides.rows.contains(row));
    for cells in rows.values_mut() {
        for column in &hides.columns {
            if let Some(cell) = cells.get_mut(*column as usize) {
                cell.clear();
            }
        }
    }
    rows.retain(|_, cells| cells.iter().any(|cell| !cell.is_empty()));
}

/// The letters of a column counted from 0.
fn letters(column: u32) -> String {
    let (mut rest, mut letters) = (column + 1, vec![]);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
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
            let options = Options {
                sheet: None,
                hidden: HiddenParts::Read,
            };
            let fault = opened(bytes.to_vec(), options).unwrap_err();
            assert!(fault.en.contains(place), "{place}: {}", fault.en);
            assert!(fault.en.contains(expected), "{place}: {}", fault.en);
            assert!(!fault.zh.is_empty() && fault.zh != fault.en);
        }
    }

    /// A workbook of these sheets: name, state, and what stands in it.
    fn book(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
        let mut parts = vec![];
        let (mut list, mut rels) = (String::new(), String::new());
        for (no, (name, state, data)) in (1..).zip(sheets) {
            list.push_str(&format!(
                r#"<sheet name="{name}" sheetId="{no}" state="{state}" r:id="r{no}"/>"#
            ));
            rels.push_str(&format!(
                r#"<Relationship Id="r{no}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{no}.xml"/>"#
            ));
            parts.push((
                format!("xl/worksheets/sheet{no}.xml"),
                format!(
                    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{data}</worksheet>"#
                ),
            ));
        }
        parts.push((
            "xl/workbook.xml".into(),
            format!(
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
            ),
        ));
        parts.push((
            "xl/_rels/workbook.xml.rels".into(),
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>"#
            ),
        ));
        parts.push((
            "_rels/.rels".into(),
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.into(),
        ));
        let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
        for (name, text) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn every_sheet_is_read_and_what_is_hidden_is_told_or_left_out() {
        let row = |no: u32, hidden: &str, cells: [&str; 2]| {
            let cells = cells.map(|cell| format!(r#"<c t="inlineStr"><is><t>{cell}</t></is></c>"#));
            format!(r#"<row r="{no}" {hidden}>{}</row>"#, cells.concat())
        };
        let first = format!(
            r#"<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>{}{}{}</sheetData>"#,
            row(1, "", ["提案号", "面商"]),
            row(2, r#"hidden="1""#, ["1", "是"]),
            row(3, "", ["2", "否"]),
        );
        let second = format!("<sheetData>{}</sheetData>", row(1, "", ["旧", "表"]));
        let bytes = book(&[("一", "visible", &first), ("二", "hidden", &second)]);
        let read = |sheet, hidden| opened(bytes.clone(), Options { sheet, hidden });
        let all = read(None, HiddenParts::Read).unwrap();
        let names: Vec<Option<&str>> = all.sheets.iter().map(|it| it.name.as_deref()).collect();
        assert_eq!(names, [Some("一"), Some("二")]);
        assert_eq!(all.sheets[0].rows[1], ["1", "是"]);
        let said: Vec<String> = all
            .hidden
            .iter()
            .map(|it| it.say(banli_shared::lang::Lang::En))
            .collect();
        assert_eq!(
            said,
            [
                "sheet \"一\", columns B, rows 2",
                "sheet \"二\", the whole sheet"
            ]
        );
        let shown = read(None, HiddenParts::Skip).unwrap();
        assert_eq!(shown.hidden, all.hidden, "told all the same");
        assert_eq!(shown.sheets.len(), 1);
        let rows = &shown.sheets[0].rows;
        assert_eq!((rows[0].concat(), rows[1].len()), ("提案号".to_owned(), 0));
        assert_eq!(rows[2].concat(), "2", "rows count as they are shown");
        // What is asked for by its name is wanted.
        let one = read(Some("二"), HiddenParts::Skip).unwrap();
        assert_eq!(one.sheets[0].rows[0], ["旧", "表"]);
        let none = read(Some("三"), HiddenParts::Read).unwrap_err();
        assert!(none.en.contains("一, 二"), "{}", none.en);
    }
}
