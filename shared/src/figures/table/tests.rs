//! Tables as they arrive.

mod lists;

use super::*;
use crate::figures::{Dimension, Figures, count};
use crate::profile::Profile;

fn read(sheets: &[Sheet]) -> Result<FactTable, TableFault> {
    super::read(sheets, &FieldMap::default())
}

fn sheet(name: Option<&str>, text: &str) -> Sheet {
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
    Sheet {
        name: name.map(ToOwned::to_owned),
        rows: text.lines().map(cells).collect(),
        is_1904: false,
    }
}

fn rows(text: &str) -> [Sheet; 1] {
    [sheet(None, text)]
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
    assert_eq!(say(&all, FigureName::Completion), "4/4 100.00%");
    assert_eq!(say(&all, FigureName::ClassA), "2/4 50.00%");
    assert_eq!(say(&all, FigureName::FinalSatisfaction), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::Adoption), "2/4 50.00%");
    assert_eq!(say(&all, FigureName::FaceToFace), "2/4 50.00%");
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
    let Err(TableFault::Cells(faults, 0)) = faults else {
        panic!("{faults:?}");
    };
    let said = |fault: &CellFault| {
        let (column, cell) = (fault.column.clone(), fault.cell.clone());
        (fault.at.clone(), column, cell, fault.accepted.en.clone())
    };
    let fault = |row, column: &str, cell: &str, accepted: &str| {
        (place(row), column.into(), cell.into(), accepted.into())
    };
    assert_eq!(
        faults.iter().map(said).collect::<Vec<_>>(),
        [
            fault(2, "办理类别", "E类", "A, B, C or D"),
            fault(3, "答复日期", "31/5", "a day, such as 2023-05-01"),
        ]
    );
    assert_eq!(read(&rows("a,b\n1,2")), Err(TableFault::NoHeader));
    assert_eq!(read(&[]), Err(TableFault::NoHeader));
}

const fn place(row: usize) -> Place {
    Place { sheet: None, row }
}

#[test]
fn one_suggestion_that_several_answer_is_one_answer_where_the_table_tells_them_apart() {
    let table = "提案号,单位代码,首次答复日期,采纳建议,计划落实建议,未答建议";
    let with = read(&rows(&format!(
        "{table},逐条答复
         1,A,2023-05-01,1,1,0,1 采纳；2 计划落实
         1,B,2023-05-01,0,1,1,1 未答；2 计划落实
         2,A,2023-05-01,1,0,0,1 采纳"
    )))
    .unwrap();
    assert!(!with.suggestions_by_item);
    let all = figures(&with);
    assert_eq!(all.suggestions[0].share.numerator, 2);
    assert_eq!(all.suggestions[0].share.denominator, 3);
    // Each unit is counted what it says itself.
    let unit = count(
        &with.facts,
        &[(Dimension::Unit, "B".into())],
        None,
        Level::Own,
    );
    let unit = unit.whole.figures(&Profile::shenzhen().figures);
    assert_eq!(unit.suggestions[0].share.denominator, 2);
    let without = read(&rows(&format!(
        "{table}\n1,A,2023-05-01,1,1,0\n1,B,2023-05-01,0,1,1\n2,A,2023-05-01,1,0,0"
    )))
    .unwrap();
    assert!(without.suggestions_by_item);
    assert_eq!(figures(&without).suggestions[0].share.denominator, 5);
}

#[test]
fn a_number_that_comes_twice_is_told_and_one_reply_of_a_unit_counts_once() {
    let table = read(&rows(
        "提案号,主办单位,答复类别
         1,甲局,A
         1,甲局,B
         1,乙局,B
         2,,A
         2,,A
         2,,C
         1,甲局,A",
    ))
    .unwrap();
    assert_eq!(figures(&table).due, 4, "1 of two units, 2 perhaps of two");
    let repeat = |number: &str, unit: &str, first, again: &[usize], counted| Repeat {
        number: number.into(),
        unit: unit.into(),
        first: place(first),
        again: again.iter().map(|row| place(*row)).collect(),
        counted,
    };
    assert_eq!(
        table.repeats,
        [
            repeat("1", "甲局", 2, &[3, 8], false),
            repeat("2", "", 5, &[6], false),
            repeat("2", "", 5, &[7], true),
        ]
    );
    let proposals = read(&rows("提案号,是否立案\n1,是\n1,否\n2,否")).unwrap();
    assert_eq!(say(&figures(&proposals), FigureName::Filing), "1/2 50.00%");
    assert_eq!(proposals.repeats, [repeat("1", "", 2, &[3], false)]);
}

#[test]
fn sheets_are_counted_together_and_those_without_such_columns_named() {
    let sheets = [
        sheet(Some("说明"), "填表说明,\n请勿改动,"),
        sheet(Some("甲局"), "提案号,单位,办理类别,面商\n1,甲局,A,是"),
        sheet(Some("乙局"), "提案号,单位,办理类别\n1,甲局,A\n2,乙局,B"),
        sheet(Some("立案"), "提案号,是否立案\n1,是\n2,是\n3,否"),
    ];
    let table = read(&sheets).unwrap();
    assert_eq!(table.passed, ["说明"]);
    assert_eq!(table.read, ["甲局", "乙局", "立案"]);
    let all = figures(&table);
    assert_eq!(say(&all, FigureName::Filing), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::ClassA), "1/2 50.00%");
    assert!(table.figures.contains(&FigureName::Filing));
    assert!(
        !table.figures.contains(&FigureName::FaceToFace),
        "one of them does not tell"
    );
    let again = &table.repeats[0].again[0];
    assert_eq!((again.sheet.as_deref(), again.row), (Some("乙局"), 2));
}

#[test]
fn what_came_of_it_is_read_as_it_is_written() {
    let outcomes = BTreeMap::from([("policy".to_owned(), 2), ("project".to_owned(), 1)]);
    let said = say_outcomes(&outcomes, |code| match code {
        "policy" => "政策；文件",
        _ => "",
    });
    assert_eq!(said, "policy 2 政策 文件；project 1");
    let table = read(&rows(&format!(
        "提案号,答复日期,办理类别,补充答复后类别,转化成果,应兑现承诺,已兑现承诺
         1,2023-05-01,B,A,{said},3,2
         2,2023-05-01,A,,,1,0"
    )))
    .unwrap();
    let all = figures(&table);
    for (figure, expected) in [
        (FigureName::Converted, "1/2 50.00%"),
        (FigureName::Raised, "1/2 50.00%"),
        (FigureName::PromisesKept, "2/4 50.00%"),
    ] {
        assert_eq!(say(&all, figure), expected);
        assert!(table.figures.contains(&figure));
    }
    assert_eq!(table.outcome_names["policy"], "政策 文件");
    let many: Vec<u64> = all.outcomes.iter().map(|it| it.count).collect();
    assert_eq!(many, [2, 1]);
    let answers = Answers::from([(1, Some(Verdict::NotAdopted)), (12, None)]);
    let said = say_answers(&answers);
    assert_eq!(said, "1 未采纳；12 未答");
    assert_eq!(cells::answers(&said), Ok(Some(answers)));
}

#[test]
fn a_filter_is_found_by_code_and_by_name_and_else_refused_with_the_nearest() {
    let table = read(&rows(
        "number,unit,unit_name,handler,handler_name,category,class
         1,B03,市教育局,h1,王五,教育,a
         2,B18,市卫生健康委员会,h2,王五,卫生,b",
    ))
    .unwrap();
    let value = |of, asked: &str| table.value(of, asked);
    for asked in ["B03", "b03", "市教育局", "市 教育局"] {
        assert_eq!(
            value(Dimension::Unit, asked).as_deref(),
            Ok("B03"),
            "{asked}"
        );
    }
    let refused = |of, asked: &str| value(of, asked).unwrap_err().say();
    let unit = refused(Dimension::Unit, "市教有局");
    assert_eq!(
        unit.zh,
        "此表中没有承办单位“市教有局”；表中有：B03 市教育局"
    );
    assert!(unit.en.contains("B03 市教育局"), "{unit:?}");
    assert!(
        refused(Dimension::Category, "体育场馆")
            .zh
            .ends_with("：卫生、教育")
    );
    assert!(
        refused(Dimension::Quarter, "2023Q2")
            .zh
            .contains("没有可作“季度”的列")
    );
    assert!(
        refused(Dimension::Handler, "王五")
            .zh
            .ends_with("：h1 王五、h2 王五")
    );
    assert!(refused(Dimension::Kind, "joint").zh.contains("“提案类型”"));
    assert_eq!(
        table.told(Some(Dimension::Timing)),
        Err(NotTold::NoColumn(Dimension::Timing))
    );
    assert!(table.told(Some(Dimension::Unit)).is_ok());
}

#[test]
fn a_table_of_proposals_tells_nothing_of_units() {
    let table = read(&rows(
        "number,filed,lead,category\n1,是,市教育局,教育\n2,否,,教育",
    ))
    .unwrap();
    assert_eq!(table.told(None).unwrap(), [FigureName::Filing].into());
    assert!(table.told(Some(Dimension::Category)).is_ok());
    assert_eq!(
        table.told(Some(Dimension::Unit)),
        Err(NotTold::NoColumn(Dimension::Unit))
    );
    assert_eq!(
        table.value(Dimension::Unit, "市教育局"),
        Err(NotTold::NoColumn(Dimension::Unit))
    );
}

#[test]
fn what_stands_below_a_table_counts_as_nothing() {
    let table = read(&rows(
        "number,unit,class\n1,B03,a\n共 1 件\n合计,1\n填表人：王五,,审核：赵六\n注：不含并案",
    ))
    .unwrap();
    assert_eq!(figures(&table).due, 1);
}

fn told(table: &FactTable, about: About) -> Vec<usize> {
    let places = table.about.get(&about).into_iter().flatten();
    places.map(|place| place.row).collect()
}

#[test]
fn co_handlers_are_no_reply_items() {
    for head in ["承办方式", "办理方式", "角色", "主会办", "role"] {
        let table = read(&rows(&format!(
            "提案号,承办单位,{head},答复类别
             1,甲局,主办,A
             1,乙局,会办,
             1,丙局,协办单位,
             2,甲局,分办,B
             2,乙局,split,B
             3,甲局,独办,A
             3,丁局,co-handler,
             4,甲局,会同办理,"
        )))
        .unwrap();
        assert_eq!(say(&figures(&table), FigureName::Completion), "4/4 100.00%");
        assert_eq!(told(&table, About::CoHandlers), [3, 4, 8, 9], "{head}");
    }
    let unknown = read(&rows("提案号,承办方式,答复类别\n1,督办,A"));
    assert!(matches!(unknown, Err(TableFault::Cells(faults, 0)) if faults[0].cell == "督办"));
}

#[test]
fn what_is_said_of_a_reply_that_is_not_out_is_not_counted() {
    let table = read(&rows(
        "提案号,答复类别,答复时间,满意度
         1,A,,满意
         2,A,,满意
         3,A,2022-05-01,",
    ))
    .unwrap();
    let all = figures(&table);
    assert_eq!(say(&all, FigureName::Returned), "0/1 0.00%");
    assert_eq!(say(&all, FigureName::ClassA), "1/1 100.00%");
    assert_eq!(told(&table, About::NotIssued), [2, 3]);
}

#[test]
fn without_a_deadline_a_reply_is_neither_late_nor_in_time() {
    let table = read(&rows(
        "提案号,答复日期,办理期限,答复类别
         1,2023-03-31,2023-03-31,A
         2,2023-03-30,,A
         3,2023-03-30,,A
         4,,,
         5,,2023-01-01,",
    ))
    .unwrap();
    assert_eq!(say(&figures(&table), FigureName::OnTime), "1/3 33.33%");
    assert_eq!(say(&figures(&table), FigureName::Completion), "3/5 60.00%");
    assert_eq!(told(&table, About::NoDeadline), [3, 4]);
    assert_eq!(told(&table, About::ByAnswer), [3, 4]);
    assert_eq!(told(&table, About::NoQuarter), [5]);
}

#[test]
fn on_time_is_by_the_deadline_in_force_and_the_quarter_by_the_first() {
    // Extended; in time by the extension; in a second round, whose deadline is not that of the first reply.
    let list = "提案号,答复日期,期限,首次期限,办理轮次
         1,2023-07-02,2023-06-30,,1
         2,2023-07-02,2023-09-04,2023-06-30,1
         3,2023-07-02,2023-11-30,2023-06-30,2";
    let table = read(&rows(list)).unwrap();
    assert_eq!(say(&figures(&table), FigureName::OnTime), "1/3 33.33%");
    let quarters = |table: &FactTable| -> Vec<String> {
        let items = table.facts.iter().filter(|fact| fact.no > 0);
        items.map(|fact| fact.quarter.clone()).collect()
    };
    assert_eq!(quarters(&table), ["2023Q2"; 3]);
    // Our own list has all three.
    let own = "提案号,首次期限,首次期限（含延期）,首次答复日期,现行期限,办理轮次
         1,2023-06-30,2023-09-04,2023-07-02,2023-11-30,2";
    let table = read(&rows(own)).unwrap();
    assert_eq!(table.ignored, [""; 0]);
    assert_eq!(say(&figures(&table), FigureName::OnTime), "1/1 100.00%");
    assert_eq!(quarters(&table), ["2023Q2"]);
}

#[test]
fn numbers_begin_anew_each_year_where_every_sheet_names_it() {
    let text = "提案号,年度,承办单位,答复类别\n1,2022,甲局,A\n1,2023,甲局,B\n1,2023,甲局,B";
    let table = read(&rows(text)).unwrap();
    assert_eq!(figures(&table).due, 2);
    assert_eq!(table.repeats.len(), 1);
    assert_eq!(table.repeats[0].first, place(3));
    let sheets = [
        sheet(Some("立案"), "提案号,届次,是否立案\n1,七届一次,是"),
        sheet(Some("答复"), "提案号,答复类别\n1,A"),
    ];
    let all = figures(&read(&sheets).unwrap());
    assert_eq!((all.submitted, all.adoption.denominator), (1, 1));
}

#[test]
fn rows_of_totals_and_means_are_left_out_and_told() {
    let table = read(&rows(
        "序号,提案号,单位,答复类别
         1,1,甲局,A
         小计,,1,
         ,平均,,
         2,2,乙局,B
         合计,2,,
         全市平均,,,",
    ))
    .unwrap();
    assert_eq!(figures(&table).due, 2);
    assert_eq!(told(&table, About::Skipped), [3, 4, 6, 7]);
}

#[test]
fn days_marks_and_headers_of_other_offices_are_read() {
    let table = read(&rows(
        "编号,单位,类别,答复日期,限办日期,面商,第一次评价,满意程度,是否按时送审
         1,甲局,A,44713,2022-06-01,√,不满意,满意,是
         2,甲局,B类,44714.5,20220601,×,满意,满意,是",
    ))
    .unwrap();
    let all = figures(&table);
    assert_eq!(table.ignored, [""; 0]);
    for (figure, expected) in [
        (FigureName::OnTime, "1/2 50.00%"),
        (FigureName::HandedIn, "2/2 100.00%"),
        (FigureName::ClassA, "1/2 50.00%"),
        (FigureName::FaceToFace, "1/2 50.00%"),
        (FigureName::FirstSatisfaction, "1/2 50.00%"),
        (FigureName::FinalSatisfaction, "2/2 100.00%"),
    ] {
        assert_eq!(say(&all, figure), expected, "{figure:?}");
    }
}

#[test]
fn a_column_of_subjects_that_holds_nothing_but_classes_is_the_class() {
    let class = FigureName::ClassA;
    let subject = |table: &FactTable| table.dimensions.contains(&Dimension::Category);
    for (cells, is_class) in [
        (["A", "B类", ""], true),
        (["Ａ类（已解决）", "a", "D"], true),
        (["未分", "C", "平均"], false),
        (["A", "教育", "B"], false),
        (["", "", ""], false),
    ] {
        let [one, two, three] = cells;
        let text = format!(
            "编号,单位,类别,答复日期\n1,甲局,{one},2023-05-01\n2,甲局,{two},2023-05-01\n3,乙局,{three},\n合计,3,A类1件"
        );
        let table = read(&rows(&text)).unwrap();
        assert_eq!(table.figures.contains(&class), is_class, "{cells:?}");
        assert_eq!(subject(&table), !is_class, "{cells:?}");
        let said: &[&str] = if is_class { &["类别"] } else { &[] };
        assert_eq!(table.as_class, said, "{cells:?}");
        assert_eq!(table.ignored, [""; 0]);
    }
    // Another column is the class, or somebody says what it is.
    let table = read(&rows("编号,类别,办复类别\n1,教育,A")).unwrap();
    assert!(subject(&table) && table.figures.contains(&class));
    let list = rows("编号,类别,答复日期,结论\n1,A,2023-05-01,B");
    let table = read(&rows("编号,类别,办复类别\n1,A,B")).unwrap();
    assert_eq!(table.as_class, [""; 0]);
    assert_eq!(say(&figures(&table), class), "0/1 0.00%");
    for (map, of_class) in [("类别=category", None), ("结论=class", Some("0/1 0.00%"))] {
        let table = super::read(&list, &FieldMap::parse(map).unwrap()).unwrap();
        assert!(subject(&table) && table.as_class.is_empty(), "{map}");
        match of_class {
            Some(expected) => assert_eq!(say(&figures(&table), class), expected),
            None => assert!(!table.figures.contains(&class)),
        }
    }
    // Beside it another column is the subject, before it or after.
    for heads in ["提案类别,类别", "类别,提案分类"] {
        let cells = match heads.starts_with('类') {
            true => "A,教育",
            false => "教育,A",
        };
        let table = read(&rows(&format!("编号,{heads}\n1,{cells}"))).unwrap();
        assert_eq!(say(&figures(&table), class), "1/1 100.00%", "{heads}");
        assert_eq!(table.as_class, ["类别"]);
        assert!(subject(&table) && table.ignored.is_empty(), "{table:?}");
    }
}

#[test]
fn columns_are_what_somebody_says_and_what_is_wrong_with_that_is_told() {
    let list = rows(
        "案卷,主办单位,结论,类别,满意度,回头看
         20220001,市公安局,A,经济,满意,不满意
         20220002,市公安局,B,经济,满意,满意",
    );
    let mapped = |map: &str| super::read(&list, &FieldMap::parse(map).unwrap());
    let class = FigureName::ClassA;
    assert!(!read(&list).unwrap().figures.contains(&class));
    let table = mapped("案卷=number，结论=class, F=final_rating,满意度=-").unwrap();
    assert_eq!(
        table.columns,
        ["案卷", "主办单位", "结论", "类别", "回头看"]
    );
    assert_eq!(table.ignored, ["满意度"]);
    let all = figures(&table);
    assert_eq!(say(&all, class), "1/2 50.00%");
    assert_eq!(say(&all, FigureName::FinalSatisfaction), "1/2 50.00%");
    // What is said goes before the name of another column.
    let table = mapped("回头看=final_rating").unwrap();
    assert_eq!(table.ignored, ["案卷", "结论", "满意度"]);
    let lost = TableFault::Map(FileFault::NoSuchColumn {
        header: "结果".into(),
    });
    assert_eq!(mapped("结果=class").unwrap_err(), lost);
    for wrong in ["结论=klass", "结论", "=class", "结论=办理类别"] {
        let Err(FileFault::BadMapping { part, known }) = FieldMap::parse(wrong) else {
            panic!("{wrong}");
        };
        assert_eq!(part, wrong);
        assert!(known.contains(&"class".to_owned()) && known.contains(&"returned".to_owned()));
        // Each of them is what it says.
        for code in known {
            assert!(FieldMap::parse(&format!("A={code}")).is_ok(), "{code}");
        }
    }
}

#[test]
fn days_of_a_workbook_that_counts_from_1904_are_not_four_years_early() {
    // 2023-03-01 and 2023-05-01, counted from 1904 and from 1900.
    let list = |is_1904: bool, due: u32, on: u32| Sheet {
        is_1904,
        ..sheet(None, &format!("提案号,办理期限,答复日期\n1,{due},{on}"))
    };
    for list in [list(true, 43_524, 43_585), list(false, 44_986, 45_047)] {
        let table = read(&[list]).unwrap();
        let by = count(&table.facts, &[], Some(Dimension::Quarter), Level::Whole);
        let quarters = by.groups.keys().filter(|quarter| !quarter.is_empty());
        assert_eq!(quarters.collect::<Vec<_>>(), ["2023Q1"]);
    }
}
