//! Lists as they arrive, and files that are none.

mod cells;
mod hand_over;
mod hidden;
mod hostile;
mod no_entry;
mod strays;
mod units;
mod workbooks;

use crate::lists::{CellFault, FileFault, ProposalColumn};
use crate::org::Unit;
use rust_xlsxwriter::{Format, Workbook};

use super::{ColumnMap, ReadOptions, read_proposals, read_units};
use crate::org::UnitNames;

fn units() -> Vec<Unit> {
    [
        ("B03", "市教育局", vec!["教育局"]),
        ("B18", "市卫生健康委员会", vec!["市卫健委", "卫健委"]),
    ]
    .into_iter()
    .map(|(code, name, aliases)| Unit {
        code: code.into(),
        name: name.into(),
        kind: String::new(),
        parent: None,
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        former: vec![],
        duties: String::new(),
        phone: String::new(),
        retired: false,
    })
    .collect()
}

fn read(bytes: &[u8]) -> Result<super::ReadList<super::ListRow>, FileFault> {
    read_proposals(
        bytes,
        &ReadOptions::<ProposalColumn>::default(),
        &UnitNames::new(&units()),
    )
}

/// As an office sends it: title rows, numbers that lost their zeros, dates as serials, several persons in a cell.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 6, "市政协七届三次会议提案汇总表", &Format::new())
        .unwrap();
    sheet.write_string(1, 0, "制表：提案委").unwrap();
    for (at, head) in [
        "序号",
        "案由",
        "提案人",
        "提案日期",
        "主办单位",
        "会办单位",
        "提案号",
    ]
    .iter()
    .enumerate()
    {
        sheet.write_string(2, at as u16, *head).unwrap();
    }
    let rows = [
        (
            "关于加强校园食品安全的建议",
            "张三、李四",
            44_996.0,
            "教育局",
            "市卫健委",
            20_230_001.0,
        ),
        (
            "关于社区健康服务的建议",
            "阿卜杜拉·买买提",
            44_997.0,
            "卫健委",
            "",
            20_230_002.0,
        ),
    ];
    for (row, (title, people, day, lead, co, number)) in rows.iter().enumerate() {
        let at = row as u32 + 3;
        sheet.write_number(at, 0, f64::from(at - 2)).unwrap();
        sheet.write_string(at, 1, *title).unwrap();
        sheet.write_string(at, 2, *people).unwrap();
        sheet.write_number(at, 3, *day).unwrap();
        sheet.write_string(at, 4, *lead).unwrap();
        sheet.write_string(at, 5, *co).unwrap();
        sheet.write_number(at, 6, *number).unwrap();
    }
    sheet.write_string(5, 0, "合计").unwrap();
    sheet.write_string(5, 1, "2件").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_below_its_title_rows() {
    let list = read(&workbook()).unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.header_row, 3);
    assert_eq!(list.rows.len(), 2);
    let first = &list.rows[0];
    assert_eq!(first.proposers, ["张三", "李四"]);
    assert_eq!(first.number.as_deref(), Some("20230001"));
    assert_eq!(first.submitted.unwrap().to_string(), "2023-03-11");
    assert_eq!(first.lead.as_ref().unwrap().as_str(), "B03");
    assert_eq!(first.co_handlers[0].as_str(), "B18");
    assert_eq!(list.rows[1].proposers, ["阿卜杜拉·买买提"]);
}

#[test]
fn the_same_list_reads_alike_in_every_encoding() {
    let text = "案由,提案人,主办单位\n关于养老服务的建议,王五,市教育局\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    let bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let plain = read(text.as_bytes()).unwrap();
    assert_eq!(plain.rows[0].title, "关于养老服务的建议");
    assert_eq!(read(&bom).unwrap().rows, plain.rows);
    assert_eq!(read(&gb).unwrap().rows, plain.rows);
}

#[test]
fn an_unknown_unit_is_named_with_its_place_and_what_may_be_meant() {
    let list = read("案由,提案人,主办单位\n关于养老服务的建议,王五,市教育厅\n".as_bytes()).unwrap();
    let problem = &list.problems[0];
    assert_eq!((problem.row, problem.fault), (2, CellFault::UnknownUnit));
    assert_eq!(problem.column.as_deref(), Some("C"));
    assert!(
        problem
            .suggestions
            .iter()
            .any(|name| name.contains("市教育局")),
        "{problem:?}"
    );
}

#[test]
fn files_that_are_no_lists_say_so() {
    assert_eq!(read(b"").unwrap_err(), FileFault::Empty);
    assert_eq!(read(b" \n\n").unwrap_err(), FileFault::Empty);
    let whole = workbook();
    for cut in [10, 200, whole.len() / 2, whole.len() - 30] {
        assert!(read(&whole[..cut]).is_err(), "cut at {cut}");
    }
    assert!(matches!(
        read("随便写的一段话".as_bytes()),
        Err(FileFault::NoHeader { .. })
    ));
    assert!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]).is_err());
}

#[test]
fn a_workbook_that_unfolds_without_end_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "案由").unwrap();
    sheet.write_string(0, 1, "提案人").unwrap();
    // Far away: as many rows as a sheet can have.
    sheet.write_string(1_000_000, 0, "远处").unwrap();
    assert!(matches!(
        read(&book.save_to_buffer().unwrap()),
        Err(FileFault::TooLarge { .. })
    ));
    // Much text from few bytes.
    let mut bomb = std::io::Cursor::new(Vec::new());
    {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(&mut bomb);
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/workbook.xml", options).unwrap();
        let zeros = vec![b' '; 1024 * 1024];
        for _ in 0..80 {
            zip.write_all(&zeros).unwrap();
        }
        zip.finish().unwrap();
    }
    assert!(read(&bomb.into_inner()).is_err());
}

#[test]
fn units_come_with_parents_and_aliases() {
    let text = "单位代码,单位名称,类别,上级单位,别名\nB18,市卫生健康委员会,政府,,市卫健委;卫健委\nB18-01,医政处,政府,B18,\n";
    let list = read_units(
        text.as_bytes(),
        &ReadOptions::default(),
        &UnitNames::new(&units()),
    )
    .unwrap();
    assert_eq!(list.problems, []);
    assert_eq!(list.rows[0].unit.aliases, ["市卫健委", "卫健委"]);
    assert_eq!(list.rows[1].unit.parent.as_ref().unwrap().as_str(), "B18");
}

#[test]
fn a_list_of_units_names_what_is_wrong_with_it() {
    let text = "单位编码,单位全称,上级单位,简称\n\
                01,市教育局,,教育局、市教委\n\
                2,基础教育处,市教育局,\n\
                02,又一个,,\n\
                a b,某局,没有的单位,\n\
                ,无代码,,\n\
                合计,5,,\n";
    let list = read_units(
        text.as_bytes(),
        &ReadOptions::default(),
        &UnitNames::new(&units()),
    )
    .unwrap();
    let unit = &list.rows[1].unit;
    assert_eq!(
        (unit.code.as_str(), &*unit.name),
        ("02", "基础教育处"),
        "a lost zero is back"
    );
    assert_eq!(
        unit.parent.as_ref().unwrap().as_str(),
        "01",
        "a parent is named by code"
    );
    let found: Vec<(u32, &str, CellFault)> = list
        .problems
        .iter()
        .map(|problem| (problem.row, &*problem.field, problem.fault))
        .collect();
    assert_eq!(
        found,
        [
            (4, "code", CellFault::Repeated),
            (5, "code", CellFault::NotACode),
            (5, "parent", CellFault::UnknownUnit),
            (6, "code", CellFault::Missing),
        ]
    );
    assert_eq!(list.passed_over.len(), 1);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = read(&bytes);
    }
}
