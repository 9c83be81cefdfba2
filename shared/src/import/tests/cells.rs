//! Cells that hold for several rows, that hold no value yet, and numbers as people write them.

use rust_xlsxwriter::Format;

use super::hostile::{HEADER, NO_STRINGS, made};
use super::workbooks::sheet_of;
use super::{ReadOptions, read, read_units, units};
use crate::case::Kind;
use crate::import::{read_hand_over, read_tables};
use crate::lists::{CellFault, HandOverColumn, HiddenParts, UnitColumn};
use crate::org::UnitNames;

#[test]
fn what_is_merged_downwards_holds_for_every_row() {
    let mut book = sheet_of(&[
        &["提案号", "案由", "提案人", "类别", "提交日期", "主办单位"],
        &["1", "甲", "", "", "", ""],
        &["2", "乙", "", "", "", ""],
        &["3", "丙", "王五", "卫生", "2023-04-02", "市卫健委"],
        &["4", "", "", "教育", "", ""],
        &["", "", "李四", "", "", "市教育局"],
    ]);
    let plain = Format::new();
    let sheet = book.worksheet_from_index(0).unwrap();
    for (column, text) in [(2, "张三"), (3, "教育"), (4, "2023-04-01"), (5, "市教育局")] {
        sheet
            .merge_range(1, column, 2, column, text, &plain)
            .unwrap();
    }
    // Within one proposal it is said once.
    sheet.merge_range(4, 0, 5, 0, "4", &plain).unwrap();
    sheet.merge_range(4, 1, 5, 1, "丁", &plain).unwrap();
    sheet.merge_range(4, 3, 5, 3, "教育", &plain).unwrap();
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list.problems, []);
    let rows: Vec<_> = list
        .rows
        .iter()
        .map(|row| {
            (
                row.title.as_str(),
                row.proposers.join(" "),
                row.category.as_deref().unwrap_or(""),
                row.lead.as_ref().map_or("", |lead| lead.as_str()),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("甲", "张三".to_owned(), "教育", "B03"),
            ("乙", "张三".to_owned(), "教育", "B03"),
            ("丙", "王五".to_owned(), "卫生", "B18"),
            ("丁", "李四".to_owned(), "教育", "B03"),
        ]
    );
    assert!(list.rows[1].submitted.is_some());
}

#[test]
fn lists_of_units_of_who_gets_what_and_tables_hold_merged_cells_likewise() {
    let plain = Format::new();
    let mut book = sheet_of(&[
        &["提案号", "主办单位", "类别"],
        &["1", "", "A"],
        &["2", "", "B"],
    ]);
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.merge_range(1, 1, 2, 1, "市教育局", &plain).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let known = units();
    let options = ReadOptions::<HandOverColumn>::default();
    let list = read_hand_over(&bytes, &options, &UnitNames::new(&known)).unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.rows[1].to[0].unit.as_str(), "B03");
    let tables = read_tables(&bytes, None, HiddenParts::Read).unwrap();
    assert_eq!(tables.sheets[0].rows[2], ["2", "市教育局", "B"]);

    let mut book = sheet_of(&[
        &["代码", "名称", "类别"],
        &["A01", "市委组织部", ""],
        &["A02", "市委宣传部", ""],
    ]);
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.merge_range(1, 2, 2, 2, "党委", &plain).unwrap();
    let options = ReadOptions::<UnitColumn>::default();
    let list = read_units(
        &book.save_to_buffer().unwrap(),
        &options,
        &UnitNames::new(&units()),
    )
    .unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.rows[1].unit.kind, "党委");
}

#[test]
fn a_formula_without_a_saved_value_is_told_and_one_whose_text_is_empty_is_blank() {
    let list = |cells: &str| {
        let rows = format!("{HEADER}<row r=\"2\">{cells}</row>");
        read(&made(rows.as_bytes(), NO_STRINGS)).unwrap()
    };
    let name = r#"<c r="B2" t="inlineStr"><is><t>张三</t></is></c>"#;
    for unsaved in [
        r#"<c r="A2"><f>D2&amp;E2</f></c>"#,
        r#"<c r="A2"><f>D2</f><v></v></c>"#,
        r#"<c r="A2"><f>D2</f><v/></c>"#,
        r#"<c><f>D2</f></c>"#,
    ] {
        let list = list(&format!("{unsaved}{name}"));
        let problem = &list.problems[0];
        assert_eq!(
            (list.problems.len(), problem.fault),
            (1, CellFault::NoValue),
            "{unsaved}"
        );
        assert_eq!(problem.column.as_deref(), Some("A"));
    }
    let saved = list(&format!(
        r#"<c r="A2" t="str"><f>D2</f><v>甲</v></c>{name}"#
    ));
    assert_eq!((saved.problems.len(), &*saved.rows[0].title), (0, "甲"));
    let empty = list(&format!(r#"<c r="A2" t="str"><f>D2</f><v></v></c>{name}"#));
    assert_eq!(empty.problems[0].fault, CellFault::Missing);
    // Rows prepared with formulas that give nothing are no entries.
    let prepared =
        list(r#"<c r="A2" t="str"><f>D2</f><v></v></c><c r="C2"><f>ROW()</f><v>1</v></c>"#);
    assert_eq!((prepared.rows.len(), prepared.problems.len()), (0, 0));
}

#[test]
fn a_number_may_stand_between_the_words_for_it() {
    let list = read(
        "提案号,案由,提案人\n第20230065号,甲,张三\n第 20230066 号,乙,张三\n20230067号,丙,张三\n第20230068号提案,丁,张三\n提字第9号,戊,张三\n第十号,己,张三\n"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(list.problems, []);
    let numbers: Vec<&str> = list
        .rows
        .iter()
        .filter_map(|row| row.number.as_deref())
        .collect();
    assert_eq!(
        numbers,
        [
            "20230065",
            "20230066",
            "20230067",
            "20230068",
            "提字第9号",
            "第十号"
        ]
    );
    let known = units();
    let options = ReadOptions::<HandOverColumn>::default();
    let list = read_hand_over(
        "提案号,主办单位\n第20230065号,市教育局\n".as_bytes(),
        &options,
        &UnitNames::new(&known),
    );
    assert_eq!(list.unwrap().rows[0].number, "20230065");
}

#[test]
fn a_body_is_of_the_kind_that_its_name_tells_unless_the_list_says_one() {
    let kinds = |list: &str| {
        let list = read(list.as_bytes()).unwrap();
        let rows = list.rows.iter();
        rows.map(|row| (row.kind(), row.kind_by_name().is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(
            "案由,提案人\n甲,民盟市委会（执笔：张三）\n乙,市工商联\n丙,经济界\n丁,提案委\n戊,李民建\n己,\"张三、李四\"\n"
        ),
        [
            (Kind::Party, true),
            (Kind::Organisation, true),
            (Kind::Sector, true),
            (Kind::SpecialCommittee, true),
            (Kind::Individual, false),
            (Kind::Joint, false),
        ]
    );
    assert_eq!(
        kinds("案由,提案人,提案类型\n甲,民盟市委会,联名\n乙,市工商联,\n"),
        [(Kind::Joint, false), (Kind::Organisation, true)]
    );
}

#[test]
fn what_says_that_there_is_nothing_is_not_taken_for_something() {
    let text = "提案号,案由,提案人,联名人,主办单位,会办单位,建议,类别,提交日期\n\
        无,甲,张三,无,待定,—,/,-,——\n—,无,李四,,市教育局,无,无障碍,,\n";
    let list = read(text.as_bytes()).unwrap();
    assert_eq!(list.problems, []);
    let first = &list.rows[0];
    assert_eq!(
        (&first.number, &first.category, first.submitted),
        (&None, &None, None)
    );
    assert_eq!(first.proposers, ["张三"]);
    assert_eq!((first.units().count(), first.requests()), (0, 0));
    let second = &list.rows[1];
    assert_eq!((&*second.title, &*second.suggestions[0]), ("无", "无障碍"));
    assert_eq!(second.units().count(), 1);
}
