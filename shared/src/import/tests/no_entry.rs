//! Rows that are no entry, as offices write them, and rows that only look so.

use crate::lists::{HandOverColumn, PassedOver, UnitColumn};
use crate::org::UnitNames;

use super::workbooks::sheet_of;
use super::{ReadOptions, read, read_units, units};
use crate::import::read_hand_over;

const SERIAL: [&str; 6] = ["序号", "提案号", "案由", "提案人", "类别", "主办单位"];
const PLAIN: [&str; 2] = ["案由", "提案人"];

/// Why the row after a proposal is passed over; none where it is taken for an entry.
fn why(head: &[&str], row: &[&str]) -> Option<PassedOver> {
    let first: Vec<&str> = match head.len() {
        2 => vec!["甲", "张三"],
        _ => vec!["1", "20230001", "甲", "张三", "教育", "市教育局"],
    };
    let mut book = sheet_of(&[head, &first, row]);
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    let passed = list.passed_over.first().map(|row| row.why);
    assert_eq!(list.rows.len(), if passed.is_some() { 1 } else { 2 });
    if passed.is_some() {
        assert_eq!(list.problems, [], "{row:?}");
    }
    passed
}

#[test]
fn totals_are_left_out_wherever_they_stand() {
    for row in [
        &["合计", "2件"][..],
        &["合计", "2"],
        &["合 计", "2 件"],
        &["合计："],
        &["合计（件）", "２"],
        &["本页小计", "2件"],
        &["本页合计：2件"],
        &["总计：2件"],
        &["总计", "共2件"],
        &["共 2 件"],
        &["共2件提案"],
        &["（共2件）"],
        &["以上共计2件"],
        &["以上提案共 2 件。"],
        &["共计二十三件"],
        &["累计", "45"],
        &["共收到提案 120 件，立案 100 件，不予立案 20 件。"],
        &["截至2023年4月10日，共收到提案120件"],
        &["合计 12 件，其中：大会提案 10 件，平时提案 2 件"],
        &["教育类小计", "3"],
        &["经济建设类合计：12件"],
        &["民进小计", "3件"],
        &["", "合计：2件"],
        &["Total", "2"],
        &["Grand total: 2 proposals"],
    ] {
        assert_eq!(why(&PLAIN, row), Some(PassedOver::Totals), "{row:?}");
    }
    for row in [
        &["合计", "", "", "2件"][..],
        &["", "", "合计", "2件"],
        &["合计", "2", "", "", "1", "1"],
        &["", "", "", "共2件"],
        &["教育类", "", "小计", "3"],
        &["", "", "总计：2件", "—", "/", ""],
    ] {
        assert_eq!(why(&SERIAL, row), Some(PassedOver::Totals), "{row:?}");
    }
}

#[test]
fn what_stands_below_a_list_is_left_out() {
    for row in [
        &["填表人：王五"][..],
        &["填表人：王五", "审核人：赵六"],
        &["填表人：", "王五"],
        &["填表人", "王五"],
        &["审核：赵六", "填表：王五"],
        &["制表日期：2023年4月10日"],
        &["制表人：王五", "2023-04-10"],
        &["制表人：王五", "2023年4月10日"],
        &["制表人王五", "2023年4月10日"],
        &["市政协提案委", "二〇二三年四月十日"],
        &["联系电话：83886666"],
        &["联 系 人：王五", "电话：83886666"],
        &["联系人及电话"],
        &["说明：本表由各专委会填报。"],
        &["注：数据截至3月31日"],
        &["注1：合并的提案以主案为准"],
        &["注1、合并的提案以主案为准"],
        &["（注：合并的提案以主案为准）"],
        &["【说明】合并的提案以主案为准"],
        &["※注：带★的为重点提案"],
        &["带★的为重点提案"],
        &["单位（盖章）："],
        &["填报单位（公章）：市政协提案委"],
        &["审核人（签字）：", "赵六"],
        &["单位负责人：", "赵六"],
        &["报送日期：", "2023年4月10日"],
        &["", "2023年4月10日"],
        &["二〇二三年四月十日"],
        &["市政协提案委员会办公室 2023年4月10日"],
        &["第 1 页，共 3 页"],
        &["（以下空白）"],
        &["以下空白"],
        &["续表"],
        &["Note: as of March"],
    ] {
        let why = why(&PLAIN, row);
        if row[0] == "联系人及电话" {
            assert_eq!(why, None, "not known, and not guessed");
        } else {
            assert_eq!(why, Some(PassedOver::Note), "{row:?}");
        }
    }
    for row in [
        &["填表人：王五", "", "", "审核人：赵六"][..],
        &["", "", "填表人：王五", "", "", "制表日期：2023年4月10日"],
        &["联系人", "王五", "联系电话", "83886666"],
        &["说明：", "", "本表由各专委会填报"],
        &["", "", "", "", "", "市政协提案委 2023年4月10日"],
        &["", "", "", "", "2023年4月10日"],
    ] {
        assert_eq!(why(&SERIAL, row), Some(PassedOver::Note), "{row:?}");
    }
}

#[test]
fn who_signed_in_the_last_column_alone_is_no_entry() {
    for row in [
        &["", "", "", "", "", "王五"][..],
        &["", "", "", "", "", "制表人王五"],
        &["", "", "", "", "", "市政协提案委"],
        &["", "", "", "", "", "请各专委会核对"],
        &["", "", "", "", "", "以上提案请审阅"],
    ] {
        assert_eq!(why(&SERIAL, row), Some(PassedOver::Note), "{row:?}");
    }
    // A unit, with or without a slip of the pen, is an entry that lacks the rest.
    for row in [
        &["", "", "", "", "", "市教育局"][..],
        &["", "", "", "", "", "市教玉局"],
        &["", "", "", "", "王五", ""],
    ] {
        assert_eq!(why(&SERIAL, row), None, "{row:?}");
    }
    let mut book = sheet_of(&[
        &["案由", "提案人", "建议"],
        &["甲", "张三", "加强管理"],
        &["", "", "王五"],
        &["乙", "李四", "增加投入"],
        &["", "", "以上建议，请审议"],
    ]);
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    let passed: Vec<_> = list.passed_over.iter().map(|it| it.row).collect();
    assert_eq!(passed, [5], "between entries something is missing");
    assert!(list.problems.iter().all(|problem| problem.row == 3));
}

#[test]
fn headings_and_rows_with_nothing_but_a_serial_number_are_left_out() {
    for row in [
        &["一、经济建设类（12件）"][..],
        &["（二）教科卫体类"],
        &["二、平时提案"],
        &["教育类 12件"],
        &["第二部分 平时提案"],
    ] {
        assert_eq!(why(&PLAIN, row), Some(PassedOver::Heading), "{row:?}");
        assert_eq!(why(&SERIAL, row), Some(PassedOver::Heading), "{row:?}");
    }
    assert_eq!(why(&SERIAL, &["2"]), Some(PassedOver::Blank));
    assert_eq!(
        why(&SERIAL, &["以上提案由提案委员会汇总"]),
        Some(PassedOver::Blank)
    );
}

#[test]
fn notes_in_several_rows_and_titles_of_pages_are_left_out() {
    let mut book = sheet_of(&[
        &PLAIN[..],
        &["甲", "张三"],
        &["市政协七届三次会议提案汇总表（续）"],
        &PLAIN,
        &["乙", "李四"],
        &["说明：1. 本表由提案委填报；"],
        &["2. 联名的请写全。"],
        &["（3）没有编号的不填。"],
    ]);
    let list = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.rows.len(), 2);
    let passed: Vec<_> = list.passed_over.iter().map(|it| (it.row, it.why)).collect();
    assert_eq!(
        passed,
        [
            (3, PassedOver::Header),
            (4, PassedOver::Header),
            (6, PassedOver::Note),
            (7, PassedOver::Note),
            (8, PassedOver::Note),
        ]
    );
}

#[test]
fn a_proposal_is_an_entry_whatever_it_is_about() {
    for row in [
        &["关于合计征收水费的提案", "张三"][..],
        &["合计收费应当取消", "李四"],
        &["合计", "李四"],
        &["总计划编制的提案", "张三"],
        &["共享单车管理", "张三"],
        &["共计12个社区缺少托育机构", "张三"],
        &["小计量器具应当检定", "张三"],
        &["说明书应当用大字", "张三"],
        &["说明：关于校园安全的提案", "张三"],
        &["注意校园安全", "张三"],
        &["审核制度应当简化", "张三"],
        &["联系人制度", "张三"],
        &["校园安全", "2023年4月10日"],
        &["市政协提案委", "张三"],
        &["制表行业的出路", "张三"],
        &["一、经济建设类", "张三"],
        &["2023年4月10日", "张三"],
        &["建立权力清单", "张三"],
        &["带★的为重点提案", "张三"],
        // Something is missing, which is to be told.
        &["关于物业费合计的提案"],
        &["关于建立责任清单"],
        &["关于加强校园安全的提案"],
        &["总计划编制的提案"],
        &["一、关于校园安全的提案"],
        &["校园安全"],
        &["", "张三"],
        &["审核"],
        &["2件"],
    ] {
        assert_eq!(why(&PLAIN, row), None, "{row:?}");
    }
    for row in [
        &["2", "", "合计", "李四"][..],
        &["2", "", "合计", "2件"],
        &["2", "", "说明：关于校园安全的提案"],
        &["2", "20230002", "", ""],
        &["", "20230002", "", ""],
        &["2", "", "关于校园安全的提案", ""],
        &["审核", "", "关于校园安全的提案", ""],
        &["小计", "", "关于校园安全的提案", "李四"],
        &["", "", "", "", "教育", ""],
    ] {
        assert_eq!(why(&SERIAL, row), None, "{row:?}");
    }
}

#[test]
fn lists_of_units_and_of_who_gets_what_are_sifted_too() {
    let mut book = sheet_of(&[
        &["提案号", "案由", "主办单位"],
        &["20230001", "甲", "市教育局"],
        &["合计", "", "1家"],
        &["", "合计", "1件"],
        &["填表人：王五", "", "审核：赵六"],
        &["20230002", "", ""],
    ]);
    let known = units();
    let list = read_hand_over(
        &book.save_to_buffer().unwrap(),
        &ReadOptions::<HandOverColumn>::default(),
        &UnitNames::new(&known),
    )
    .unwrap();
    let passed: Vec<_> = list.passed_over.iter().map(|it| (it.row, it.why)).collect();
    assert_eq!(
        passed,
        [
            (3, PassedOver::Totals),
            (4, PassedOver::Totals),
            (5, PassedOver::Note)
        ]
    );
    assert_eq!(list.problems.len(), 1, "a unit is missing");

    let mut book = sheet_of(&[
        &["代码", "名称"][..],
        &["一、政府部门"],
        &["B03", "市教育局"],
        &["合计", "1家"],
        &["", "共1家"],
        &["total", "1"],
        &["联系人：王五", "电话：83886666"],
        &["B04", ""],
    ]);
    let options = ReadOptions::<UnitColumn>::default();
    let list = read_units(
        &book.save_to_buffer().unwrap(),
        &options,
        &UnitNames::new(&units()),
    )
    .unwrap();
    let passed: Vec<_> = list.passed_over.iter().map(|it| (it.row, it.why)).collect();
    assert_eq!(
        passed,
        [
            (2, PassedOver::Heading),
            (4, PassedOver::Totals),
            (5, PassedOver::Totals),
            (6, PassedOver::Totals),
            (7, PassedOver::Note)
        ]
    );
    assert_eq!(list.problems.len(), 1, "a name is missing");
}
