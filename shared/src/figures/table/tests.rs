//! Tables as they arrive.

use super::*;
use crate::figures::{Dimension, Figures, count};
use crate::profile::Profile;

fn rows(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
    text.lines().map(cells).collect()
}

fn figures(table: &FactTable) -> Figures {
    let counted = count(&table.facts, &[], None, Level::Whole);
    counted.whole.figures(&Profile::shenzhen().figures)
}

fn say(figures: &Figures, name: FigureName) -> String {
    let rate = figures.rate(name).unwrap();
    format!("{}/{} {}", rate.numerator, rate.denominator, rate.say())
}

#[test]
fn a_published_list_with_titles_totals_and_names_of_its_own() {
    let table = read(&rows(
        "2022年提案办理情况统计表
         序号,提案编号,主办单位,答复类别,委员满意度,是否面商,采纳情况
         1,20220001,市公安局,A类,满意,是,采纳
         2,20220002,市公安局,Ｂ类,基本满意,否,部分采纳
         3,20220003,市发展改革委,a,,是,采纳
         4,20220004,市发展改革委,,不满意,否,未采纳
         合计,4",
    ))
    .unwrap();
    assert_eq!(table.ignored, ["序号"]);
    let all = figures(&table);
    assert_eq!(say(&all, FigureName::Completion), "3/4 75.00%");
    assert_eq!(say(&all, FigureName::ClassA), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::FinalSatisfaction), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::Adoption), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::FaceToFace), "2/3 66.67%");
    assert!(
        !table.figures.contains(&FigureName::Filing),
        "nobody says what came in"
    );
    assert!(
        !table.figures.contains(&FigureName::OnTime),
        "nor when it was due"
    );
    let by = count(&table.facts, &[], Some(Dimension::Unit), Level::Whole);
    let units: Vec<&str> = by.groups.keys().map(String::as_str).collect();
    assert_eq!(units, ["市公安局", "市发展改革委"]);
}

#[test]
fn proposals_with_their_filing_and_several_reply_items_of_one() {
    let table = read(&rows(
        "number,filed,unit,issued_on,first_due
         1,是,A,2023-05-01,2023-06-30
         1,是,B,,2023-06-30
         2,是,A,2023/7/1,2023年6月30日
         3,否,,,",
    ))
    .unwrap();
    let all = figures(&table);
    assert_eq!(say(&all, FigureName::Filing), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::Completion), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::OnTime), "1/3 33.33%");
    assert_eq!(
        all.adoption.denominator, 1,
        "one of two waits for its other reply"
    );
}

#[test]
fn a_bad_cell_is_named_and_nothing_is_counted() {
    let faults = read(&rows(
        "提案号,办理类别,答复日期\n1,E类,2023-05-01\n2,A,31/5",
    ));
    let fault = |row, column: &str, cell: &str| CellFault {
        row,
        column: column.into(),
        cell: cell.into(),
    };
    assert_eq!(
        faults,
        Err(TableFault::Cells(vec![
            fault(2, "办理类别", "E类"),
            fault(3, "答复日期", "31/5"),
        ]))
    );
    assert_eq!(read(&rows("a,b\n1,2")), Err(TableFault::NoHeader));
    assert_eq!(read(&[]), Err(TableFault::NoHeader));
}
