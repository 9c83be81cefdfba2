//! A table of somebody's own, read without a server: `.csv`, `.xlsx` or `.json`.

use std::io::Read as _;
use std::path::Path;

use banli_shared::both;
use banli_shared::import::{ReadTables, read_tables};
use banli_shared::lang::Lang;
use banli_shared::lists::{FileFault, HiddenParts};
use banli_shared::text::{Bilingual, system};

/// Bytes of a file.
const FILE_BYTES: u64 = 16 * 1024 * 1024;

/// How to read it, as lists are imported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options<'o> {
    /// Only this sheet.
    pub(super) sheet: Option<&'o str>,
    /// What is done with what is hidden.
    pub(super) hidden: HiddenParts,
}

/// What a file holds; what is wrong with it otherwise, in words.
pub(super) fn read(path: &Path, options: Options<'_>) -> Result<ReadTables, Bilingual> {
    let said = |fault: Bilingual| {
        let (path, Bilingual { zh, en }) = (path.display(), fault);
        both!("{path}：{zh}", "{path}: {en}")
    };
    let mut bytes = vec![];
    let file: Box<dyn std::io::Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(|fault| said(system(&fault)))?)
    };
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
    opened(&bytes, options).map_err(said)
}

fn opened(bytes: &[u8], options: Options<'_>) -> Result<ReadTables, Bilingual> {
    let said = |fault: FileFault| Bilingual {
        zh: fault.say(Lang::Zh),
        en: fault.say(Lang::En),
    };
    read_tables(bytes, options.sheet, options.hidden).map_err(said)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use encoding_rs::GB18030;

    use super::*;

    const WHOLE: Options<'_> = Options {
        sheet: None,
        hidden: HiddenParts::Read,
    };

    #[test]
    fn text_in_either_encoding_and_objects_are_rows() {
        let rows = vec![
            vec!["提案号".to_owned(), "办理类别".to_owned()],
            vec!["20220001".to_owned(), "A".to_owned()],
        ];
        let text = "提案号,办理类别\r\n20220001,A\r\n";
        let marked = format!("\u{feff}{text}");
        let (local, ..) = GB18030.encode(text);
        for bytes in [text.as_bytes(), marked.as_bytes(), &local] {
            let read = opened(bytes, WHOLE).unwrap();
            assert_eq!(read.sheets.len(), 1);
            assert_eq!((&read.sheets[0].name, &read.sheets[0].rows), (&None, &rows));
        }
        let objects = br#"[{"class": "a", "returned": 1}, {"class": null, "face_to_face": true}]"#;
        let read = opened(objects, WHOLE).unwrap();
        let rows = &read.sheets[0].rows;
        assert!(read.are_items);
        assert_eq!(rows[0], ["class", "returned", "face_to_face"]);
        assert_eq!(rows[1], ["a", "1"]);
        assert_eq!(rows[2], ["", "", "TRUE"]);
    }

    #[test]
    fn what_is_no_table_is_told_with_its_place_and_what_is_expected() {
        for (bytes, place, expected) in [
            (&b""[..], "empty", ""),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", ".xlsx"),
            (b"a,b\n\xff\xff,\xff\n", "", "UTF-8"),
            (
                b"[{\"class\": \"a\"},\n {\"class\" \"b\"}]",
                "line 2 column 11",
                "list of objects",
            ),
            (b"[{\"class\": \"a\"", "line 1 column 14", "list of objects"),
            (b"{\"figures\": {}}", "one object", "list of objects"),
            (b"[{\"class\": \"a\"}, 5]", "item 2", "list of objects"),
            (b"PK\x03\x04rubbish", "damaged", ""),
        ] {
            let fault = opened(bytes, WHOLE).unwrap_err();
            assert!(fault.en.contains(place), "{place}: {}", fault.en);
            assert!(fault.en.contains(expected), "{expected}: {}", fault.en);
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
        let read = |sheet, hidden| opened(&bytes, Options { sheet, hidden });
        let all = read(None, HiddenParts::Read).unwrap();
        let names: Vec<Option<&str>> = all.sheets.iter().map(|it| it.name.as_deref()).collect();
        assert_eq!(names, [Some("一"), Some("二")]);
        assert_eq!(all.sheets[0].rows[1], ["1", "是"]);
        let said: Vec<String> = all.hidden.iter().map(|it| it.say(Lang::En)).collect();
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
        // As for lists: it cannot be asked for and left out.
        let neither = read(Some("二"), HiddenParts::Skip).unwrap_err();
        assert!(neither.en.contains("drop one of them"), "{}", neither.en);
        let one = read(Some("二"), HiddenParts::Read).unwrap();
        assert_eq!(one.sheets[0].rows[0], ["旧", "表"]);
        let none = read(Some("三"), HiddenParts::Read).unwrap_err();
        assert!(none.en.contains("一, 二"), "{}", none.en);
    }
}
