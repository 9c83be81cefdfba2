//! Lists of units.

use crate::lang::Lang;
use crate::lists::{CellFault, PassedOver, UnitColumn};
use rust_xlsxwriter::Workbook;

use super::{ReadOptions, read_proposals, read_units, units};
use crate::org::UnitNames;

fn read(bytes: &[u8], sheet: Option<&str>) -> super::super::ReadList<super::super::UnitRow> {
    let options = ReadOptions::<UnitColumn> {
        sheet: sheet.map(str::to_owned),
        ..ReadOptions::default()
    };
    read_units(bytes, &options, &UnitNames::new(&units())).unwrap()
}

#[test]
fn every_sheet_is_read_and_a_parent_may_be_on_another() {
    let mut book = Workbook::new();
    let sheets: [(&str, &[&[&str]]); 4] = [
        ("说明", &[&["请各单位核对"]]),
        (
            "党委",
            &[&["代码", "名称", "职责"], &["A01", "市委组织部", "人才"]],
        ),
        (
            "政府",
            &[
                &["代码", "名称", "上级"],
                &["B03", "市教育局", ""],
                &["A01-1", "人才处", "市委组织部"],
            ],
        ),
        (
            "汇总",
            &[
                &["代码", "名称"],
                &["A01", "市委组织部"],
                &["B03", "市教体局"],
            ],
        ),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*cells) {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let list = read(&bytes, None);
    let rows: Vec<_> = list
        .rows
        .iter()
        .map(|row| {
            (
                row.sheet.as_deref().unwrap(),
                row.row,
                row.unit.code.as_str(),
                row.columns.contains(&UnitColumn::Duties),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("党委", 2, "A01", true),
            ("政府", 2, "B03", false),
            ("政府", 3, "A01-1", false),
            ("汇总", 3, "B03", false),
        ]
    );
    assert_eq!(list.rows[2].unit.parent.as_ref().unwrap().as_str(), "A01");
    let passed: Vec<_> = list
        .passed_over
        .iter()
        .map(|row| (row.row, row.why))
        .collect();
    assert_eq!(passed, [(2, PassedOver::Elsewhere)]);
    // The same code under another name is no repetition of the list.
    let problem = &list.problems[0];
    assert_eq!(
        (problem.sheet.as_deref(), problem.fault),
        (Some("汇总"), CellFault::Repeated)
    );
    let one = read(&bytes, Some("政府"));
    assert_eq!((one.rows.len(), one.rows[0].sheet.as_deref()), (2, None));
}

#[test]
fn former_names_bring_their_day_and_are_other_names_without_one() {
    let text = "代码,名称,简称,曾用名\n\
        B05,市住房和建设局,住建局,市建设局（至2009年9月）、建设委\n\
        B06,市水务局,,市水利局（至2004-02-30）\n";
    let list = read(text.as_bytes(), None);
    let unit = &list.rows[0].unit;
    assert_eq!(unit.former.len(), 1);
    assert_eq!(unit.former[0].to_string(), "市建设局（至 2009-09-30）");
    assert_eq!(unit.aliases, ["住建局", "建设委"]);
    assert_eq!(list.problems.len(), 1);
    assert_eq!(list.problems[0].fault, CellFault::NotAFormerName);
}

#[test]
fn a_list_of_proposals_may_use_the_name_of_its_day() {
    let mut known = units();
    known[0].former = vec![crate::org::FormerName::read("市教委（至2012-06）").unwrap()];
    let text = "案由,提案人,提交日期,主办单位\n甲,张三,2011-03-01,市教委\n乙,李四,2023-03-01,市教委\n丙,王五,,市教育局\n";
    let list = read_proposals(
        text.as_bytes(),
        &ReadOptions::default(),
        &UnitNames::new(&known),
    )
    .unwrap();
    assert_eq!(list.problems, []);
    for row in &list.rows[..2] {
        assert_eq!(row.lead.as_ref().unwrap().as_str(), "B03");
        let renamed = &row.renamed[0];
        assert_eq!((&*renamed.former, &*renamed.today), ("市教委", "市教育局"));
    }
    assert_eq!(list.rows[2].renamed, []);
}

#[test]
fn a_department_is_told_with_its_unit_and_a_unit_that_is_named_twice_is_one() {
    let mut known = units();
    let of = |code: &str, parent: &str, name: &str| crate::org::Unit {
        code: code.into(),
        name: name.to_owned(),
        parent: Some(parent.into()),
        aliases: vec![],
        ..known[0].clone()
    };
    let departments = [
        of("B03-1", "B03", "基础教育处"),
        of("B03-2", "B03", "办公室"),
        of("B18-1", "B18", "办公室"),
    ];
    known.extend(departments);
    let text = "案由,提案人,主办单位,会办单位\n甲,张三,基础教育处,\n乙,张三,市教育局基础教育处,\n丙,张三,办公室,\n\
        丁,张三,市教育局,市卫健委、市卫生健康委员会\n";
    let names = UnitNames::new(&known);
    let list = read_proposals(text.as_bytes(), &ReadOptions::default(), &names).unwrap();
    let faults: Vec<_> = list.problems.iter().map(|it| it.fault).collect();
    assert_eq!(faults, [CellFault::Department; 3]);
    let said = [0, 1].map(|at| list.problems[at].explain(Lang::Zh));
    assert_eq!(
        said[0],
        "“基础教育处”是市教育局的处室，请写“市教育局”，由该单位分派到处室"
    );
    assert!(said[1].contains("请写“市教育局”"), "{said:?}");
    let several = list.problems[2].explain(Lang::Zh);
    assert!(several.contains("市教育局、市卫生健康委员会"), "{several}");
    assert_eq!(list.rows[3].co_handlers.len(), 1);
    let told: Vec<_> = list.warnings.iter().map(|it| (it.row, it.fault)).collect();
    assert_eq!(told, [(5, CellFault::UnitRepeated)]);
}

#[test]
fn a_parent_is_named_as_it_is_known() {
    let known = units();
    let known = UnitNames::new(&known);
    let text = "代码,名称,上级\nB03-9,职业教育处,市教育局\nB03-8,体育处,B03\nX1,某处,没有这个局\n";
    let list = read(text.as_bytes(), None);
    let parents: Vec<_> = list
        .rows
        .iter()
        .map(|row| row.unit.parent.as_ref().map(|it| it.0.clone()))
        .collect();
    let code = |name: &str| match known.find(name, None) {
        crate::org::Named::Unit(code) => code.0,
        other => panic!("{other:?}"),
    };
    assert_eq!(parents[0], Some(code("市教育局")));
    assert_eq!(parents[1].as_deref(), Some("B03"));
    assert_eq!(list.problems.len(), 1, "{:?}", list.problems);
}
