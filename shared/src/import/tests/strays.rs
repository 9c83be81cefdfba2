//! Cells that no header stands above, and headers that reach over several columns.

use rust_xlsxwriter::{Format, Workbook};

use super::units;
use crate::case::AssignmentRole;
use crate::import::{
    ColumnMap, ListRow, ReadList, ReadOptions, read_hand_over, read_proposals, read_units,
};
use crate::lang::Lang;
use crate::lists::{CellFault, CellProblem, ProposalColumn};
use crate::org::UnitNames;

fn with_map(bytes: &[u8], map: &str) -> ReadList<ListRow> {
    let options = ReadOptions::<ProposalColumn> {
        map: ColumnMap::parse(map).unwrap(),
        ..ReadOptions::default()
    };
    read_proposals(bytes, &options, &UnitNames::new(&units())).unwrap()
}

fn read(bytes: &[u8]) -> ReadList<ListRow> {
    with_map(bytes, "")
}

/// A sheet with a header cell over the columns from `first` to `last`.
fn merged(rows: &[&[&str]], first: u16, last: u16) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, cells) in (0..).zip(rows) {
        sheet.write_row(at, 0, cells.iter().copied()).unwrap();
    }
    let head = rows[0][usize::from(first)];
    sheet
        .merge_range(0, first, 0, last, head, &Format::new())
        .unwrap();
    book.save_to_buffer().unwrap()
}

fn told(problems: &[CellProblem]) -> Vec<(u32, CellFault)> {
    problems.iter().map(|it| (it.row, it.fault)).collect()
}

#[test]
fn a_header_over_several_columns_is_that_of_each() {
    let rows: &[&[&str]] = &[
        &["提案号", "案由", "提案人", "会办单位", "", ""],
        &["1", "甲", "张三", "教育局", "卫健委", ""],
        &["2", "乙", "李四", "", "卫健委", ""],
    ];
    let book = merged(rows, 3, 5);
    let list = read(&book);
    let helpers = list.rows.iter().map(|row| {
        let codes = row.co_handlers.iter().map(|code| code.as_str());
        codes.collect::<Vec<_>>()
    });
    assert_eq!(
        helpers.collect::<Vec<_>>(),
        [vec!["B03", "B18"], vec!["B18"]]
    );
    assert_eq!((list.problems, list.warnings), (vec![], vec![]));
    // Under a name that somebody said it is the same, and what is not to be used is not missed.
    let other: &[&[&str]] = &[&["提案号", "案由", "提案人", "协同", "", ""], rows[1]];
    let other = merged(other, 3, 5);
    assert_eq!(
        with_map(&other, "协同=co_handlers").rows[0].co_handlers,
        list.rows[0].co_handlers
    );
    assert_eq!(with_map(&other, "协同=-").warnings, []);

    let rows: &[&[&str]] = &[
        &["提案号", "主办单位", "会办单位", ""],
        &["1", "教育局", "", "卫健委"],
    ];
    let list = read_hand_over(
        &merged(rows, 2, 3),
        &ReadOptions::default(),
        &UnitNames::new(&units()),
    );
    let to = &list.unwrap().rows[0].to;
    assert_eq!(to[1].role, AssignmentRole::CoHandler);
}

#[test]
fn what_may_not_be_several_is_not_read_from_further_columns_and_told() {
    let rows: &[&[&str]] = &[
        &["提案号", "案由", "", "提案人"],
        &["1", "甲", "", "张三"],
        &["2", "乙", "（续）", "李四"],
    ];
    let list = read(&merged(rows, 1, 2));
    assert_eq!(list.problems, []);
    assert_eq!(told(&list.warnings), [(3, CellFault::NoHeader)]);
    assert_eq!(
        list.warnings[0].explain(Lang::Zh),
        "所在列没有列名，未读取：C 列“（续）”；请在表头写上列名，或用 --map 指定（如 C=co_handlers，不用该列写 C=-）"
    );
    assert_eq!(list.warnings[0].place(Lang::Zh), "第 3 行");
}

#[test]
fn cells_under_a_blank_header_are_told_and_can_be_given_a_meaning() {
    // A serial number, a footer and the header once more are nothing that is missed.
    let text = ",案由,提案人,主办单位,,\n\
                1,甲,张三,教育局,卫健委,\n\
                2,乙,李四,教育局,,急\n\
                ,案由,提案人,主办单位,,\n\
                3,丙,王五,教育局,,\n\
                合计,3件,,,,见附件\n";
    let list = read(text.as_bytes());
    assert_eq!(list.problems, []);
    assert_eq!(
        told(&list.warnings),
        [(2, CellFault::NoHeader), (3, CellFault::NoHeader)]
    );
    let said = list.warnings[0].explain(Lang::En);
    assert!(said.contains("E `卫健委`"), "{said}");
    let list = with_map(text.as_bytes(), "E=co_handlers,F=-");
    assert_eq!(list.rows[0].co_handlers[0].as_str(), "B18");
    assert_eq!((list.problems, list.warnings), (vec![], vec![]));
}

#[test]
fn a_line_longer_than_its_header_is_a_fault() {
    let text = "提案号,案由,提案人,内容\n\
                1,关于丙事情的建议,王一,建议：加大投入,,\n\
                2,关于丁事情的建议,王一,建议：应当加大投入,并且尽快落实,列入预算\n";
    let list = read(text.as_bytes());
    assert_eq!(told(&list.problems), [(3, CellFault::LongRow)]);
    assert_eq!(list.warnings, []);
    assert_eq!(
        list.problems[0].explain(Lang::Zh),
        "比表头多出内容，不能读取：E 列“并且尽快落实”、F 列“列入预算”；文字中有逗号等分隔符的，请给该栏加上英文双引号，\
         确是另一栏的，请在表头写上列名"
    );
    let hand_over = "提案号,主办单位\n1,教育局,卫健委\n";
    let names = UnitNames::new(&units());
    let list = read_hand_over(hand_over.as_bytes(), &ReadOptions::default(), &names).unwrap();
    assert_eq!(told(&list.problems), [(2, CellFault::LongRow)]);
    let unit_list = "单位代码,单位名称\nB1,市甲局,甲局\n";
    let list = read_units(unit_list.as_bytes(), &ReadOptions::default(), &names).unwrap();
    assert_eq!(told(&list.problems), [(2, CellFault::LongRow)]);
}
