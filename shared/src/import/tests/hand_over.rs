//! Lists of who gets which proposal.

use rust_xlsxwriter::{Format, Workbook};

use super::units;
use crate::case::AssignmentRole;
use crate::import::{HandOverRow, ReadList, ReadOptions, read_hand_over};
use crate::lists::{CellFault, FileFault, HiddenParts, PassedOver};
use crate::org::UnitNames;

fn read_with(bytes: &[u8], hidden: HiddenParts) -> Result<ReadList<HandOverRow>, FileFault> {
    let options = ReadOptions {
        hidden,
        ..ReadOptions::default()
    };
    read_hand_over(bytes, &options, &UnitNames::new(&units()))
}

fn read(bytes: &[u8]) -> ReadList<HandOverRow> {
    read_with(bytes, HiddenParts::Read).unwrap()
}

fn to(row: &HandOverRow) -> Vec<(&str, AssignmentRole)> {
    let to = row.to.iter();
    to.map(|to| (to.unit.as_str(), to.role)).collect()
}

#[test]
fn the_usual_names_of_columns_and_encodings_are_read() {
    for header in [
        "提案号,主办单位,协办单位",
        "提案编号,承办单位,会办单位",
        "编号,拟办单位,拟会办单位",
        "number,lead,co-handlers",
    ] {
        let text = format!("交办清单,,\n{header}\n20230001,市教育局,卫健委\n合计,,\n");
        let (gb, _, _) = encoding_rs::GB18030.encode(&text);
        for bytes in [text.as_bytes(), &gb] {
            let list = read(bytes);
            assert_eq!(list.problems, [], "{header}");
            assert_eq!(list.rows.len(), 1, "{header}");
            assert_eq!(list.rows[0].number, "20230001");
            assert_eq!(
                to(&list.rows[0]),
                [
                    ("B03", AssignmentRole::Lead),
                    ("B18", AssignmentRole::CoHandler)
                ]
            );
            assert_eq!(list.passed_over[0].why, PassedOver::Totals);
        }
    }
    let fault = read_with("案由,提案人\n甲,张三\n".as_bytes(), HiddenParts::Read).unwrap_err();
    assert!(
        fault
            .to_string()
            .contains("提案号 (number), 主办单位 (lead)"),
        "{fault}"
    );
}

#[test]
fn each_fault_has_its_place() {
    let text = "提案号,案由,主办单位,会办单位\n\
                1,甲,市教育厅,\n\
                ,乙,市教育局,\n\
                3,丙,,\n\
                4,丁,市教育局、卫健委,\n\
                5,戊,市教育局,教育局\n\
                5,己,市教育局,\n";
    let list = read(text.as_bytes());
    let found = list.problems.iter();
    let found: Vec<_> = found.map(|it| (it.row, &*it.field, it.fault)).collect();
    assert_eq!(
        found,
        [
            (2, "lead", CellFault::UnknownUnit),
            (3, "number", CellFault::Missing),
            (4, "lead", CellFault::Missing),
            (5, "lead", CellFault::SeveralUnits),
            (6, "co_handlers", CellFault::UnitTwice),
            (7, "number", CellFault::Repeated),
        ]
    );
    assert_eq!(list.problems[0].suggestions, ["市教育局"]);
}

#[test]
fn every_sheet_is_read_and_what_is_hidden_is_told() {
    let mut book = Workbook::new();
    let rows: [(&str, &[[&str; 3]]); 3] = [
        (
            "全部",
            &[
                ["提案号", "主办单位", "会办单位"],
                ["1", "市教育局", "卫健委"],
                ["2", "卫健委", ""],
            ],
        ),
        (
            "教育局",
            &[
                ["提案号", "主办单位", "会办单位"],
                ["1", "教育局", "卫健委"],
            ],
        ),
        (
            "补充",
            &[["提案号", "主办单位", "会办单位"], ["3", "教育局", ""]],
        ),
    ];
    for (name, rows) in rows {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            sheet.write_row(row, 0, *cells).unwrap();
        }
        if name == "全部" {
            sheet.set_row_hidden(2).unwrap();
        }
        sheet.set_hidden(name == "补充");
    }
    let bytes = book.save_to_buffer().unwrap();
    let numbers = |list: &ReadList<HandOverRow>| -> Vec<String> {
        list.rows.iter().map(|row| row.number.clone()).collect()
    };
    let list = read(&bytes);
    assert_eq!(numbers(&list), ["1", "2", "3"]);
    assert_eq!(list.problems, []);
    assert_eq!(list.passed_over[0].why, PassedOver::Elsewhere);
    assert_eq!(list.hidden.len(), 2);
    let list = read_with(&bytes, HiddenParts::Skip).unwrap();
    assert_eq!(numbers(&list), ["1"]);
    assert_eq!(list.hidden.len(), 2);
}

#[test]
fn a_number_merged_over_several_rows_gathers_their_units() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["提案号", "主办单位", "会办单位"])
        .unwrap();
    sheet.write_row(1, 1, ["市教育局", ""]).unwrap();
    sheet.write_row(2, 1, ["", "卫健委"]).unwrap();
    sheet
        .merge_range(1, 0, 2, 0, "20230001", &Format::new())
        .unwrap();
    let list = read(&book.save_to_buffer().unwrap());
    assert_eq!(list.problems, []);
    assert_eq!(list.rows.len(), 1);
    assert_eq!(list.rows[0].to.len(), 2);
}

#[test]
fn which_suggestions_a_unit_answers_stands_in_a_column_or_behind_it() {
    let text = "提案号,主办单位,分办单位,承办建议\n20230001,,市教育局、卫健委,市教育局：1、3；卫健委：2\n\
        20230002,,市教育局（第1-2条）、卫健委（建议3）,\n20230003,,市教育局、卫健委,市教育局：全部\n";
    let list = read(text.as_bytes());
    let parts = |row: &HandOverRow| -> Vec<Vec<u32>> {
        row.to.iter().map(|to| to.suggestions.clone()).collect()
    };
    assert_eq!(parts(&list.rows[0]), [vec![1, 3], vec![2]]);
    assert_eq!(parts(&list.rows[1]), [vec![1, 2], vec![3]]);
    let faults: Vec<_> = list.problems.iter().map(|it| (it.row, it.fault)).collect();
    assert_eq!(faults, [(4, CellFault::BadPart)]);
}
