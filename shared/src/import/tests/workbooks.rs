//! Workbooks as offices build them by hand.

use crate::case::{Kind, Timing};
use crate::lists::{CellFault, FileFault, PassedOver, ProposalColumn};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{ColumnMap, ReadOptions, read, read_proposals, units};
use crate::org::UnitNames;

/// A workbook of one sheet, written row by row.
pub(super) fn sheet_of(rows: &[&[&str]]) -> Workbook {
    let mut book = Workbook::new();
    write(book.add_worksheet(), rows);
    book
}

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            if !text.is_empty() {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
}

#[test]
fn a_title_merged_over_several_rows_gathers_what_stands_beside_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(
        sheet,
        &[
            &["提案号", "案由", "提案人", "会办单位"],
            &["", "", "张三", "市教育局"],
            &["", "", "李四", "市卫健委"],
            &["", "", "王五", ""],
            &["20230002", "第二件", "赵六", ""],
        ],
    );
    let plain = Format::new();
    sheet
        .merge_range(1, 0, 3, 0, "20230001", &plain)
        .unwrap()
        .merge_range(1, 1, 3, 1, "第一件", &plain)
        .unwrap();
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.rows.len(), 2);
    assert_eq!(list.rows[0].proposers, ["张三", "李四", "王五"]);
    assert_eq!(list.rows[0].number.as_deref(), Some("20230001"));
    let co: Vec<&str> = list.rows[0]
        .co_handlers
        .iter()
        .map(|code| code.as_str())
        .collect();
    assert_eq!(co, ["B03", "B18"]);
    assert_eq!(list.rows[1].title, "第二件");
}

#[test]
fn a_header_of_two_rows_is_one_header() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(
        sheet,
        &[
            &["案由", "提案人", "", ""],
            &["", "", "主办", "会办"],
            &["第一件", "张三", "市教育局", "市卫健委"],
        ],
    );
    sheet
        .merge_range(0, 2, 0, 3, "承办单位", &Format::new())
        .unwrap();
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.header_row, 1);
    assert_eq!(list.rows.len(), 1);
    assert_eq!(list.rows[0].lead.as_ref().unwrap().as_str(), "B03");
    assert_eq!(list.rows[0].co_handlers[0].as_str(), "B18");
}

#[test]
fn days_are_read_as_text_as_serials_and_as_formatted_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(
        sheet,
        &[
            &["案由", "提案人", "提交日期"],
            &["甲", "张三", "2023年3月31日"],
            &["乙", "张三"],
            &["丙", "张三"],
            &["丁", "张三"],
            &["戊", "张三", "三月"],
        ],
    );
    let day = ExcelDateTime::from_ymd(2023, 3, 31).unwrap();
    let as_day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet
        .write_datetime_with_format(2, 2, &day, &as_day)
        .unwrap();
    sheet.write_number(3, 2, 45_016.0).unwrap();
    sheet.write_number(4, 2, 20_230_331.0).unwrap();
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    let days: Vec<Option<String>> = list
        .rows
        .iter()
        .map(|row| row.submitted.map(|day| day.to_string()))
        .collect();
    let day = Some("2023-03-31".to_owned());
    assert_eq!(days, [day.clone(), day.clone(), day.clone(), day, None]);
    assert_eq!(list.problems.len(), 1);
    let problem = &list.problems[0];
    assert_eq!((problem.row, problem.fault), (6, CellFault::NotADate));
    assert_eq!(
        (problem.column.as_deref(), &*problem.found),
        (Some("C"), "三月")
    );
}

#[test]
fn numbers_get_their_lost_zeros_back() {
    // The format of the column shows them.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(
        sheet,
        &[
            &["提案号", "案由", "提案人"],
            &["", "甲", "张三"],
            &["", "乙", "张三"],
        ],
    );
    let four = Format::new().set_num_format("0000");
    sheet.write_number_with_format(1, 0, 7.0, &four).unwrap();
    sheet.write_number_with_format(2, 0, 12.0, &four).unwrap();
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    let numbers: Vec<_> = list
        .rows
        .iter()
        .filter_map(|row| row.number.as_deref())
        .collect();
    assert_eq!(numbers, ["0007", "0012"]);

    // Others in the column still have them.
    let list =
        read("提案号,案由,提案人\n0257,甲,张三\n31,乙,张三\n1024,丙,张三\n".as_bytes()).unwrap();
    let numbers: Vec<_> = list
        .rows
        .iter()
        .filter_map(|row| row.number.as_deref())
        .collect();
    assert_eq!(numbers, ["0257", "0031", "1024"]);

    // Nothing says that there were any.
    let list = read("提案号,案由,提案人\n7,甲,张三\n12.0,乙,张三\n".as_bytes()).unwrap();
    let numbers: Vec<_> = list
        .rows
        .iter()
        .filter_map(|row| row.number.as_deref())
        .collect();
    assert_eq!(numbers, ["7", "12"]);
}

#[test]
fn numbers_lose_their_signs_and_shortened_ones_are_refused() {
    let list = |number: &str| {
        let text = format!("提案号,案由,提案人\n{number},甲,张三\n");
        read(text.as_bytes()).unwrap()
    };
    for (number, kept) in [
        ("№20230605", "20230605"),
        ("No.20230605", "20230605"),
        ("NO：20230605", "20230605"),
        ("第20230605号", "20230605"),
        ("2023E12", "2023E12"),
        ("Nova-1", "Nova-1"),
    ] {
        let list = list(number);
        assert_eq!(list.problems, [], "{number}");
        assert_eq!(list.rows[0].number.as_deref(), Some(kept), "{number}");
    }
    for number in ["2.02E+07", "2.0230001E+07", "2e+7"] {
        let problem = &list(number).problems[0];
        assert_eq!(problem.fault, CellFault::ScientificNumber, "{number}");
    }
}

#[test]
fn totals_notes_and_headers_of_printed_pages_are_no_proposals() {
    let mut book = sheet_of(&[
        &["案由", "提案人", "类别"],
        &["甲", "张三", "教育"],
        &["案由", "提案人", "类别"],
        &["乙", "李四", "教育"],
        &["小 计", "", "2"],
        &["总计：2件"],
        &["注：数据截至3月31日"],
        &["填表人：王五", "", ""],
    ]);
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.rows.len(), 2);
    let passed: Vec<(u32, PassedOver)> = list
        .passed_over
        .iter()
        .map(|row| (row.row, row.why))
        .collect();
    assert_eq!(
        passed,
        [
            (3, PassedOver::Header),
            (5, PassedOver::Totals),
            (6, PassedOver::Totals),
            (7, PassedOver::Note),
            (8, PassedOver::Note),
        ]
    );
}

#[test]
fn a_proposal_about_totals_is_still_a_proposal() {
    let list =
        read("案由,提案人\n总计划编制的提案,张三\n合计收费应当取消,李四\n".as_bytes()).unwrap();
    assert_eq!(list.rows.len(), 2);
    assert_eq!(list.passed_over, []);
}

#[test]
fn the_sheet_with_the_list_is_found_and_can_be_named() {
    let mut book = Workbook::new();
    write(
        book.add_worksheet().set_name("封面").unwrap(),
        &[&["提案汇总"], &["2023年"]],
    );
    write(
        book.add_worksheet().set_name("大会").unwrap(),
        &[&["案由", "提案人"], &["甲", "张三"]],
    );
    write(
        book.add_worksheet().set_name("平时").unwrap(),
        &[&["案由", "提案人"], &["乙", "李四"]],
    );
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read(&bytes).unwrap().rows[0].title, "甲");
    let named = |name: &str| {
        let options = ReadOptions {
            sheet: Some(name.to_owned()),
            ..ReadOptions::default()
        };
        read_proposals(&bytes, &options, &UnitNames::new(&units()))
    };
    assert_eq!(named("平时").unwrap().rows[0].title, "乙");
    assert_eq!(
        named("附件").unwrap_err(),
        FileFault::NoSuchSheet {
            sheet: "附件".to_owned(),
            known: ["封面", "大会", "平时"].map(str::to_owned).to_vec(),
        }
    );
}

#[test]
fn every_sheet_with_a_list_is_read_and_what_a_sheet_before_has_is_passed_over() {
    let head = ["提案号", "案由", "提案人"];
    let mut book = Workbook::new();
    write(
        book.add_worksheet().set_name("大会").unwrap(),
        &[&head, &["1", "甲", "张三"], &["2", "乙", "李四"]],
    );
    write(
        book.add_worksheet().set_name("填表说明").unwrap(),
        &[&["请逐栏填写"]],
    );
    write(
        book.add_worksheet().set_name("平时").unwrap(),
        &[
            &["平时提案"],
            &head,
            &["2", "乙", "李四"],
            &["3", "丙", ""],
            &["1", "丁", "王五"],
        ],
    );
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    let rows: Vec<_> = list
        .rows
        .iter()
        .map(|row| {
            (
                row.sheet.as_deref().unwrap_or(""),
                row.row,
                row.title.as_str(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("大会", 2, "甲"),
            ("大会", 3, "乙"),
            ("平时", 4, "丙"),
            ("平时", 5, "丁")
        ]
    );
    assert_eq!(
        list.passed_over
            .iter()
            .map(|passed| (passed.sheet.as_deref(), passed.row, passed.why))
            .collect::<Vec<_>>(),
        [(Some("平时"), 3, PassedOver::Elsewhere)]
    );
    // A number under another title is a fault, wherever it stands.
    let places: Vec<String> = list
        .problems
        .iter()
        .map(|problem| problem.place(crate::lang::Lang::Zh))
        .collect();
    assert_eq!(
        places,
        [
            "工作表“平时”第 4 行 C 列（提案人）",
            "工作表“平时”第 5 行 A 列（提案号）"
        ]
    );
}

#[test]
fn as_many_rows_as_are_allowed_are_counted_without_titles_and_header() {
    let list = |entries: usize| {
        let mut text = "汇总表,\n案由,提案人\n".to_owned();
        for n in 0..entries {
            text.push_str(&format!("案由{n},张三\n"));
        }
        read(text.as_bytes())
    };
    assert_eq!(list(20_000).unwrap().rows.len(), 20_000);
    assert!(matches!(
        list(20_001).unwrap_err(),
        FileFault::TooLarge { limit: 20_000, .. }
    ));
}

#[test]
fn columns_can_be_said_by_header_or_by_letter() {
    let text = "号,题名,谁,案由\n1,甲,张三,背景\n";
    let with = |map: &str| {
        let options = ReadOptions {
            map: ColumnMap::parse(map).unwrap(),
            ..ReadOptions::default()
        };
        read_proposals(text.as_bytes(), &options, &UnitNames::default())
    };
    let list = with("号=number,题名=title，C=proposers").unwrap();
    let row = &list.rows[0];
    assert_eq!((row.number.as_deref(), &*row.title), (Some("1"), "甲"));
    assert_eq!(row.proposers, ["张三"]);
    let used: Vec<Option<&str>> = list
        .columns
        .iter()
        .map(|column| column.field.as_deref())
        .collect();
    assert_eq!(
        used,
        [Some("number"), Some("title"), Some("proposers"), None],
        "what was guessed gives way"
    );

    assert_eq!(
        with("作者=proposers").unwrap_err(),
        FileFault::NoSuchColumn {
            header: "作者".to_owned()
        }
    );
    for bad in ["号", "号=", "=title", "号=nummer"] {
        assert!(
            matches!(
                ColumnMap::<ProposalColumn>::parse(bad),
                Err(FileFault::BadMapping { .. })
            ),
            "{bad}"
        );
    }
}

#[test]
fn two_columns_of_one_meaning_are_not_chosen_between() {
    let fault = read("案由,标题,提案人\n甲,乙,张三\n".as_bytes()).unwrap_err();
    let headers = vec!["案由".to_owned(), "标题".to_owned()];
    assert_eq!(
        fault,
        FileFault::ColumnTwice {
            field: "案由 (title)".to_owned(),
            headers
        }
    );
    // Lists may be spread over columns.
    let list =
        read("案由,提案人,联名人,建议1,建议2\n甲,张三,李四、张三,加强规划,增加投入\n".as_bytes())
            .unwrap();
    assert_eq!(list.rows[0].proposers, ["张三", "李四"]);
    assert_eq!(list.rows[0].suggestions, ["加强规划", "增加投入"]);
}

#[test]
fn a_count_of_proposers_is_kept_where_it_counts_more_than_are_named() {
    let list = read(
        "案由,提案人,联名人\n甲,张三等5人,李四\n乙,张三等2人,联名：李四\n丙,第一提案人：张三|李四（执笔）,\n"
            .as_bytes(),
    );
    let rows = list.unwrap().rows;
    let unnamed = rows.iter().map(|row| row.unnamed.as_deref());
    assert_eq!(unnamed.collect::<Vec<_>>(), [Some("等5人"), None, None]);
    assert!(rows.iter().all(|row| row.proposers == ["张三", "李四"]));
}

#[test]
fn a_column_that_is_said_may_be_on_one_sheet_of_several() {
    let mut book = sheet_of(&[&["案由", "谁"], &["甲", "张三"]]);
    let other = book.add_worksheet();
    for (row, cells) in (0..).zip([["案由", "提案人"], ["乙", "李四"]]) {
        for (column, text) in (0..).zip(cells) {
            other.write_string(row, column, text).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let with = |map: &str| {
        let options = ReadOptions {
            map: ColumnMap::parse(map).unwrap(),
            ..ReadOptions::default()
        };
        read_proposals(&bytes, &options, &UnitNames::default())
    };
    let list = with("谁=proposers").unwrap();
    let proposers: Vec<_> = list.rows.iter().map(|row| row.proposers.clone()).collect();
    assert_eq!(proposers, [["张三"], ["李四"]]);
    assert_eq!(list.problems, []);
    assert_eq!(
        with("谁=proposers,座位=-").unwrap_err(),
        FileFault::NoSuchColumn {
            header: "座位".to_owned()
        }
    );
}

#[test]
fn kinds_timings_and_requests_are_understood() {
    let list = read(
        "案由,提案人,提案类型,大会/平时,内容\n\
         甲,张三,个人提案,大会,\"一、情况\n多。\n二、建议\n1. 加强规划\n2. 增加投入\"\n\
         乙,民盟市委会,民主党派,闭会期间,\n\
         丙,李四,别的,夏天,\n"
            .as_bytes(),
    )
    .unwrap();
    let [first, second, third] = list.rows.as_slice() else {
        panic!("{list:?}")
    };
    assert_eq!(
        (first.kind, first.timing),
        (Some(Kind::Individual), Some(Timing::InSession))
    );
    assert_eq!(first.suggestions, ["加强规划", "增加投入"]);
    assert_eq!(
        (second.kind, second.timing),
        (Some(Kind::Party), Some(Timing::BetweenSessions))
    );
    assert_eq!(second.suggestions, ["乙"], "the title is the one request");
    assert_eq!((third.kind, third.timing), (None, None));
    let faults: Vec<CellFault> = list.problems.iter().map(|problem| problem.fault).collect();
    assert_eq!(faults, [CellFault::UnknownKind, CellFault::UnknownTiming]);
    assert_eq!(
        list.problems[0].row, 4,
        "a row of the sheet, not a line of the file"
    );
}

#[test]
fn formulas_give_their_results_and_errors_are_named() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, &[&["案由", "提案人"], &["", "张三"], &["", "李四"]]);
    sheet
        .write_formula(
            1,
            0,
            rust_xlsxwriter::Formula::new("=\"甲\"").set_result("甲"),
        )
        .unwrap();
    sheet
        .write_formula(
            2,
            0,
            rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"),
        )
        .unwrap();
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list.rows[0].title, "甲");
    assert_eq!(list.problems.len(), 1, "{:?}", list.problems);
    assert_eq!(
        (list.problems[0].row, list.problems[0].fault),
        (3, CellFault::CellError)
    );
}
