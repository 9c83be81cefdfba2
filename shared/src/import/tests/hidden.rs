//! What a workbook hides is told, and read or left out as is asked.

use crate::lang::Lang;
use crate::lists::{FileFault, HiddenParts, ProposalColumn};
use rust_xlsxwriter::{Workbook, Worksheet};

use super::{ReadOptions, read_proposals, units};
use crate::import::{ListRow, ReadList};
use crate::org::UnitNames;

fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("大会").unwrap();
    fill(
        sheet,
        &[
            &["案由", "提案人", "类别", "主办单位"],
            &["甲", "张三", "旧类别", "市教育局"],
            &["乙", "李四", "", "市教育局"],
            &["丙", "王五", "", "市教育局"],
            &["丁", "赵六", "", "市教育局"],
        ],
    );
    sheet.set_column_hidden(2).unwrap();
    // Hidden, and nothing in it.
    sheet.set_column_hidden(9).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_row_hidden(50).unwrap();
    let sheet = book.add_worksheet().set_name("去年 & 前年").unwrap();
    fill(sheet, &[&["案由", "提案人"], &["戊", "钱七"]]);
    sheet.set_hidden(true);
    let sheet = book.add_worksheet().set_name("下拉").unwrap();
    fill(sheet, &[&["个人"], &["联名"]]);
    sheet.set_very_hidden(true);
    book.save_to_buffer().unwrap()
}

fn read(
    bytes: &[u8],
    sheet: Option<&str>,
    hidden: HiddenParts,
) -> Result<ReadList<ListRow>, FileFault> {
    let options = ReadOptions::<ProposalColumn> {
        sheet: sheet.map(str::to_owned),
        hidden,
        ..ReadOptions::default()
    };
    read_proposals(bytes, &options, &UnitNames::new(&units()))
}

fn titles(list: &ReadList<ListRow>) -> Vec<&str> {
    list.rows.iter().map(|row| row.title.as_str()).collect()
}

#[test]
fn what_is_hidden_is_read_and_told() {
    let list = read(&book(), None, HiddenParts::Read).unwrap();
    assert_eq!(titles(&list), ["甲", "乙", "丙", "丁", "戊"]);
    assert_eq!(list.rows[0].category.as_deref(), Some("旧类别"));
    let told: Vec<_> = list
        .hidden
        .iter()
        .map(|it| {
            (
                it.sheet.as_str(),
                it.whole,
                it.columns.join(" "),
                it.rows.clone(),
            )
        })
        .collect();
    // A hidden sheet without a list is not read, so there is nothing to tell.
    assert_eq!(
        told,
        [
            ("大会", false, "C".to_owned(), vec![3, 4]),
            ("去年 & 前年", true, String::new(), vec![]),
        ]
    );
}

#[test]
fn what_is_hidden_is_left_out_where_that_is_asked() {
    let list = read(&book(), None, HiddenParts::Skip).unwrap();
    assert_eq!(titles(&list), ["甲", "丁"]);
    assert_eq!(list.rows[0].category, None);
    assert_eq!(list.rows[1].row, 5, "rows keep their numbers");
    let told: Vec<&str> = list.hidden.iter().map(|it| it.sheet.as_str()).collect();
    assert_eq!(told, ["大会", "去年 & 前年", "下拉"]);
}

#[test]
fn asking_for_a_hidden_sheet_and_leaving_it_out_is_a_contradiction() {
    let named = read(&book(), Some("去年 & 前年"), HiddenParts::Read).unwrap();
    assert_eq!(titles(&named), ["戊"]);
    let fault = read(&book(), Some("去年 & 前年"), HiddenParts::Skip).unwrap_err();
    assert_eq!(fault.code(), "hidden_sheet");
    assert!(fault.say(Lang::Zh).contains("--hidden skip"));
}

#[test]
fn a_header_that_was_left_out_is_told_with_what_to_do() {
    let hide = |what: fn(&mut Worksheet)| {
        let mut book = Workbook::new();
        // What is shown first cannot be hidden.
        let other = book.add_worksheet().set_name("说明").unwrap();
        fill(other, &[&["填表说明"]]);
        let sheet = book.add_worksheet().set_name("表").unwrap();
        fill(sheet, &[&["案由", "提案人"], &["甲", "张三"]]);
        what(sheet);
        read(&book.save_to_buffer().unwrap(), None, HiddenParts::Skip).unwrap_err()
    };
    let said = |fault: &FileFault| fault.say(Lang::Zh);
    let column = hide(|sheet| {
        let _hidden = sheet.set_column_hidden(0);
    });
    assert_eq!(
        said(&column),
        "工作表“表”必需的列是隐藏的：A (案由)；请取消隐藏，或用 --hidden read 照常读取"
    );
    let row = hide(|sheet| {
        let _hidden = sheet.set_row_hidden(0);
    });
    assert!(said(&row).contains("第 1 行是隐藏的"), "{}", said(&row));
    let whole = hide(|sheet| {
        let _hidden = sheet.set_hidden(true);
    });
    assert!(
        said(&whole).contains("清单所在的工作表是隐藏的"),
        "{}",
        said(&whole)
    );
}

#[test]
fn sheets_that_hold_no_list_are_told() {
    let mut book = Workbook::new();
    fill(
        book.add_worksheet().set_name("说明").unwrap(),
        &[&["填表说明"]],
    );
    let sheet = book.add_worksheet().set_name("提案").unwrap();
    fill(sheet, &[&["案由", "提案人"], &["甲", "张三"]]);
    let bytes = book.save_to_buffer().unwrap();
    let list = read(&bytes, None, HiddenParts::Read).unwrap();
    assert_eq!(list.other_sheets, ["说明"]);
    let fault = read(&bytes, Some("没有"), HiddenParts::Read).unwrap_err();
    assert!(fault.say(Lang::En).contains("说明, 提案"), "{fault}");
}

#[test]
fn a_workbook_that_hides_nothing_tells_nothing() {
    let mut book = Workbook::new();
    fill(
        book.add_worksheet(),
        &[&["案由", "提案人"], &["甲", "张三"]],
    );
    let list = read(&book.save_to_buffer().unwrap(), None, HiddenParts::Skip).unwrap();
    assert_eq!((list.rows.len(), list.hidden.len()), (1, 0));
}

#[test]
fn a_workbook_without_a_known_header_is_not_called_damaged() {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &[&["序", "事项"], &["1", "甲"]]);
    let fault = read(&book.save_to_buffer().unwrap(), None, HiddenParts::Read).unwrap_err();
    assert!(matches!(fault, FileFault::NoHeader { .. }), "{fault}");
}
