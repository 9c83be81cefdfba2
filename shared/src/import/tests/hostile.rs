//! Files made to harm, and files that were harmed.

use std::io::{Cursor, Write as _};

use crate::lang::Lang;
use crate::lists::{CellDetail, CellFault, FileFault, Quantity};
use crate::text::TextFault;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;

use super::{ReadOptions, read, workbook};
use crate::import::read_proposals;
use crate::org::UnitNames;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with these cells and shared strings, whatever they say.
pub(super) fn made(cells: &[u8], strings: &str) -> Vec<u8> {
    let mut sheet = br#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#.to_vec();
    sheet.extend_from_slice(cells);
    sheet.extend_from_slice(b"</sheetData></worksheet>");
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    for (name, content) in [
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
    bytes.into_inner()
}

pub(super) const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>案由</t></is></c><c r="B1" t="inlineStr"><is><t>提案人</t></is></c></row>"#;
pub(super) const NO_STRINGS: &str =
    r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#;

fn limit_of(bytes: &[u8]) -> Quantity {
    match read(bytes) {
        Err(FileFault::TooLarge { what, .. }) => what,
        other => panic!("{:?}", other.map(|list| list.rows.len())),
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_swallow_the_rows_after_it() {
    let list = "案由,提案人,内容\n甲,张三,\"正文\n乙,李四,正文\n丙,王五,正文\n";
    assert_eq!(
        read(list.as_bytes()).unwrap_err(),
        FileFault::OpenQuote { line: 2 }
    );
    // Closed ones, also over several lines, and inches are text.
    let list = "案由,提案人,内容\n甲,张三,\"正文\n第二行\"\n乙5\",李四,正文\n";
    assert_eq!(read(list.as_bytes()).unwrap().rows.len(), 2);
}

#[test]
fn a_made_workbook_is_an_ordinary_one() {
    let cells = format!(
        r#"{HEADER}<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2" t="s"><v>0</v></c></row>"#
    );
    let list = read(&made(
        cells.as_bytes(),
        r#"<sst uniqueCount="1"><si><t>张三</t></si></sst>"#,
    ))
    .unwrap();
    assert_eq!(list.rows[0].proposers, ["张三"]);
}

#[test]
fn announcing_more_strings_than_memory_is_refused() {
    for announced in ["99999999999", "999999999999999999999999999", "-1", "x"] {
        let strings =
            format!(r#"<!-- a --><x:sst xmlns:x="y" count="1" uniqueCount="{announced}"></x:sst>"#);
        assert_eq!(
            limit_of(&made(HEADER.as_bytes(), &strings)),
            Quantity::Cells,
            "{announced}"
        );
    }
}

#[test]
fn cells_in_the_far_distance_are_refused() {
    let far = |at: &str| {
        made(
            format!(r#"{HEADER}<row><c r="{at}"><v>1</v></c></row>"#).as_bytes(),
            NO_STRINGS,
        )
    };
    assert_eq!(limit_of(&far("A1048576")), Quantity::Rows);
    assert_eq!(limit_of(&far("XFD2")), Quantity::Columns);
    // Places that no spreadsheet has.
    for at in ["A99999999999", "ZZZZZZZZZZZZ1", "A0", "2", "甲1", ""] {
        let outcome = read(&far(at));
        assert!(outcome.is_err(), "{at}: {outcome:?}");
    }
}

#[test]
fn a_sheet_of_a_million_rows_is_refused() {
    let mut cells = HEADER.as_bytes().to_vec();
    for row in 2..1_000_000u32 {
        write!(
            cells,
            "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>"
        )
        .unwrap();
        if cells.len() > 60_000_000 {
            break;
        }
    }
    assert_eq!(limit_of(&made(&cells, NO_STRINGS)), Quantity::Rows);
}

#[test]
fn empty_cells_by_the_million_are_refused() {
    // Cells that differ further apart than folding looks back, so that the ratio says nothing.
    let mut some = String::new();
    let mut seed = 1u32;
    for _ in 0..40_000 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        some.push_str(&format!("<c s=\"{}\"/>", seed >> 24));
    }
    let cells = format!("{HEADER}<row>{}</row>", some.repeat(26));
    assert_eq!(
        limit_of(&made(cells.as_bytes(), NO_STRINGS)),
        Quantity::Cells
    );
}

#[test]
fn merged_regions_cannot_multiply_the_work() {
    let mut cells = HEADER.to_owned();
    for row in 2..10_000 {
        cells.push_str(&format!(
            r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#
        ));
    }
    let merged = r#"<mergeCell ref="A1:IV1048576"/>"#.repeat(50);
    let sheet = format!("{cells}</sheetData><mergeCells>{merged}</mergeCells><sheetData>");
    assert_eq!(
        limit_of(&made(sheet.as_bytes(), NO_STRINGS)),
        Quantity::Cells
    );
}

#[test]
fn a_part_that_unfolds_without_end_is_refused() {
    let spaces = " ".repeat(70 * 1024 * 1024);
    let what = limit_of(&made(spaces.as_bytes(), NO_STRINGS));
    assert_eq!(what, Quantity::UnfoldedBytes);
    let spaces = " ".repeat(20 * 1024 * 1024);
    assert_eq!(
        limit_of(&made(spaces.as_bytes(), NO_STRINGS)),
        Quantity::FoldedTimes
    );
}

#[test]
fn a_directory_of_endless_parts_is_refused() {
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    for part in 0..1_100 {
        zip.start_file(format!("xl/{part}.xml"), SimpleFileOptions::default())
            .unwrap();
    }
    zip.finish().unwrap();
    assert_eq!(limit_of(&bytes.into_inner()), Quantity::Parts);
}

#[test]
fn a_file_larger_than_any_list_is_not_looked_into() {
    assert_eq!(limit_of(&vec![b'a'; 17 * 1024 * 1024]), Quantity::Bytes);
}

#[test]
fn other_files_say_what_to_do_instead() {
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    zip.finish().unwrap();
    assert_eq!(
        read(&bytes.into_inner()).unwrap_err(),
        FileFault::OtherSpreadsheet
    );
    assert_eq!(
        read(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").unwrap_err(),
        FileFault::OldOrLocked
    );
    for other in [
        b"%PDF-1.7".as_slice(),
        b"<html><table>",
        b"<?xml version='1.0'?>",
        b"\x89PNG\r\n\x1a\n\0\0",
    ] {
        assert_eq!(read(other).unwrap_err(), FileFault::NotAList);
    }
    assert_eq!(
        read(b"PK\x05\x06")
            .map_err(|fault| fault.code())
            .unwrap_err(),
        "damaged"
    );
    // A workbook that was spoilt in its first bytes is no text.
    for spoilt in [b"PKxxxx".as_slice(), b"PK\x01\x02,\n\0"] {
        let fault = read(spoilt).unwrap_err();
        assert_eq!(fault.code(), "damaged", "{fault}");
    }
    assert_eq!(
        read(b"\xD0\xCF\x11,\x41\n").unwrap_err(),
        FileFault::OldOrLocked
    );
    let text = "PK对象,案由,提案人\n甲,乙,张三\n";
    assert_eq!(read(text.as_bytes()).unwrap().rows.len(), 1);
    let cut = "案由,提案人\n甲甲,张三".as_bytes();
    assert_eq!(
        read(&cut[..cut.len() - 1])
            .map_err(|fault| fault.code())
            .unwrap_err(),
        "damaged"
    );
    let text = "案由,提案人\n关于加强城市管理的提案,张三\n";
    let spoilt = text
        .replace("城市", "\u{1}")
        .into_bytes()
        .iter()
        .map(|b| if *b == 1 { 0xFF } else { *b })
        .collect::<Vec<_>>();
    assert_eq!(read(&spoilt).unwrap_err(), FileFault::Encoding { line: 2 });
    // GB18030 but for a byte of its third line.
    let mut local =
        b"\xb0\xb8\xd3\xc9,\xcc\xe1\xb0\xb8\xc8\xcb\n\xb0\xb8,\xd5\xc5\n\xb0\xb8".to_vec();
    local.extend(b"\xff,\xd5\xc5\n");
    let fault = read(&local).unwrap_err();
    assert_eq!(fault, FileFault::Encoding { line: 3 });
    for (lang, line) in [(Lang::Zh, "第 3 行"), (Lang::En, "line 3")] {
        assert!(fault.say(lang).contains(line), "{}", fault.say(lang));
    }
    // A half of a pair, in UTF-16.
    let wide: Vec<u8> = [0xFEFF, 0x6848, 0x0A, 0xD800, 0x0A]
        .iter()
        .flat_map(|unit: &u16| unit.to_le_bytes())
        .collect();
    assert_eq!(read(&wide).unwrap_err(), FileFault::Encoding { line: 2 });
}

#[test]
fn hostile_text_in_cells_is_refused_and_shown_harmless() {
    let list = read(
        "案由,提案人\n\"甲\u{1b}]52;c;AAAA\u{7}\",张三\n乙\u{202e}gpj,李四\n丙,\"王\u{9b}五\"\n"
            .as_bytes(),
    )
    .unwrap();
    let faults: Vec<(u32, CellFault)> = list
        .problems
        .iter()
        .map(|problem| (problem.row, problem.fault))
        .collect();
    assert_eq!(
        faults,
        [
            (2, CellFault::BadText),
            (3, CellFault::BadText),
            (4, CellFault::BadText)
        ]
    );
    assert!(
        list.problems
            .iter()
            .all(|problem| !problem.found.chars().any(char::is_control)),
        "{list:?}"
    );
    let long = format!("案由,提案人\n{},张三\n", "长".repeat(10_000));
    let list = read(long.as_bytes()).unwrap();
    assert_eq!(list.problems[0].fault, CellFault::TooLong);
    assert!(list.problems[0].found.chars().count() <= 40);
    let long = format!(
        "案由,提案人,建议\n甲,张三,1. 乙；2. {}\n",
        "长".repeat(6_000)
    );
    let list = read(long.as_bytes()).unwrap();
    let text = TextFault::TooLong {
        max: 5_000,
        actual: 6_000,
    };
    let (no, title) = (2, "甲".to_owned());
    assert_eq!(
        list.problems[0].detail,
        Some(CellDetail::Suggestion { no, title, text })
    );
}

#[test]
fn a_zero_in_a_text_is_told_with_its_place() {
    let nul = |line, byte, wide| FileFault::NulByte { line, byte, wide };
    let text = "案由,提案人\n一,张三\n";
    let units = |of: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(of).collect::<Vec<u8>>();
    let (small, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
    assert_eq!(read(&small).unwrap_err(), nul(1, 6, true));
    assert!(matches!(
        read(&big).unwrap_err(),
        FileFault::NulByte { wide: true, .. }
    ));
    assert_eq!(read(b"a,b\n1,\x002\n").unwrap_err(), nul(2, 7, false));
    let marked = [b"\xFF\xFE".as_slice(), &small, &[0, 0]].concat();
    let at = u64::try_from(marked.len() - 1).unwrap();
    assert_eq!(read(&marked).unwrap_err(), nul(3, at, false));
    let with_mark = [b"\xFF\xFE".as_slice(), &small].concat();
    assert_eq!(read(&with_mark).unwrap().rows.len(), 1);
}

#[test]
fn a_year_before_a_number_is_that_of_the_session_or_a_fault() {
    let list = "提案号,案由,提案人\n2023第98号,甲,张三\n〔2023〕99号,乙,张三\n2023年第100号,丙,张三\n2022第7号,丁,张三\n20230001,戊,张三\n";
    let options = ReadOptions {
        year: Some(2023),
        ..ReadOptions::default()
    };
    let list = read_proposals(list.as_bytes(), &options, &UnitNames::default()).unwrap();
    let numbers = list.rows.iter().map(|row| row.number.as_deref());
    assert_eq!(
        numbers.collect::<Vec<_>>(),
        [Some("98"), Some("99"), Some("100"), None, Some("20230001")]
    );
    assert_eq!(list.problems.len(), 1);
    assert_eq!(list.problems[0].fault, CellFault::OtherYear);
}

#[test]
fn a_number_that_is_there_names_the_row_that_has_it() {
    let list = read("提案号,案由,提案人\n1,甲,张三\n2,乙,张三\n1,丙,张三\n".as_bytes()).unwrap();
    let earlier = CellDetail::Earlier {
        sheet: None,
        row: 2,
    };
    assert_eq!(list.problems[0].detail, Some(earlier));
}

#[test]
fn headers_and_names_of_sheets_are_shown_harmless() {
    let list = read("案由,提案人,\u{1b}[31m\u{202e}\n甲,张三,1\n".as_bytes()).unwrap();
    assert_eq!(list.columns[2].header, "\u{FFFD}[31m\u{FFFD}");
}

#[test]
fn spoilt_workbooks_never_bring_the_reader_down() {
    let whole = workbook();
    let mut seed = 7u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for _ in 0..200 {
        let mut spoilt = whole.clone();
        for _ in 0..=next(4) {
            let at = next(spoilt.len());
            spoilt[at] = u8::try_from(next(256)).unwrap();
        }
        spoilt.truncate(spoilt.len() - next(spoilt.len()) / 8 * (next(2)));
        let _ = read(&spoilt);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cells_are_read_or_refused(cells in "(<(row|c|v|is|t|f|mergeCell)( (r|s|t|si|ref)=\"(A1|B2|s|str|n|d|e|b|999999999999|-1|A1:XFD9)\"){0,3}/?>|</(row|c|v|is|t|f)>|[0-9a-z]{1,3}){0,30}") {
        let bytes = made(format!("{HEADER}{cells}").as_bytes(), NO_STRINGS);
        let _ = read(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(案由|提案人|[,\n\"; \t甲乙]|张三|0|\\PC){0,60}") {
        if let Ok(list) = read(text.as_bytes()) {
            for row in &list.rows {
                prop_assert!(!row.suggestions.is_empty());
                prop_assert!(row.row > list.header_row);
            }
        }
    }
}

#[test]
fn a_workbook_written_and_read_again_keeps_what_exports_neutralise() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let title = "=号线建设的提案";
    for (at, text) in ["案由", "提案人"].iter().enumerate() {
        sheet
            .write_string(0, u16::try_from(at).unwrap(), *text)
            .unwrap();
    }
    sheet
        .write_string(1, 0, crate::text::neutralise(title))
        .unwrap();
    sheet.write_string(1, 1, "张三").unwrap();
    assert_eq!(
        read(&book.save_to_buffer().unwrap()).unwrap().rows[0].title,
        title
    );
}
