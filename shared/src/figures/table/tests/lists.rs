//! Lists of other offices, with what stands in their cells.

use super::*;

#[test]
fn faults_beyond_those_that_are_named_are_counted() {
    let list = "1,AB\n".repeat(53);
    let read = read(&rows(&format!("提案号,办理类别\n{list}")));
    let Err(TableFault::Cells(faults, more)) = read else {
        panic!("{read:?}");
    };
    assert_eq!((faults.len(), more), (50, 3));
}

#[test]
fn what_can_only_mean_one_thing_is_read() {
    for cell in ["A类（已解决）", "a(已解决或基本解决)", "Ａ类"] {
        assert_eq!(
            cells::class(cell),
            Ok(Some(crate::case::Class::A)),
            "{cell}"
        );
    }
    for cell in ["AB", "A、B", "（A）已解决", "A类（已解决"] {
        assert_eq!(cells::class(cell), Err(()), "{cell}");
    }
    for cell in ["未反馈", "未评价", ""] {
        assert_eq!(cells::rating(cell), Ok(None), "{cell}");
    }
    for (cell, round) in [
        ("二次办理", 2),
        ("第二次", 2),
        ("2", 2),
        ("首次办理", 1),
        ("第3轮", 3),
    ] {
        assert_eq!(cells::round(cell), Ok(Some(round)), "{cell}");
    }
    assert_eq!(cells::round("再次"), Err(()));
    // What is accepted is said in words that are.
    for word in cells::accepted(Field::FinalRating).zh.split('、') {
        assert!(cells::rating(word).is_ok(), "{word}");
    }
}

#[test]
fn one_word_on_a_proposal_tells_nothing_of_its_suggestions() {
    let table = read(&rows(
        "提案号,答复日期,采纳情况\n1,2022-05-01,采纳\n2,2022-05-01,部分采纳",
    ))
    .unwrap();
    let all = figures(&table);
    assert_eq!(say(&all, FigureName::Adoption), "1/2 50.00%");
    assert!(table.figures.contains(&FigureName::Adoption));
    assert!(!table.figures.contains(&FigureName::SuggestionsAdopted));
    assert!(all.suggestions.iter().all(|it| it.share.denominator == 0));
}

#[test]
fn each_split_unit_of_a_row_owes_a_reply_and_several_without_a_word_are_told() {
    let units = |table: &FactTable| -> Vec<String> {
        let by = count(&table.facts, &[], Some(Dimension::Unit), Level::Whole);
        by.groups
            .into_keys()
            .filter(|unit| !unit.is_empty())
            .collect()
    };
    let split = ["市卫健委", "市教育局"];
    for list in [
        "提案号,承办单位,承办方式,答复类别,满意度\n1,市教育局、市卫健委,分办,A,满意",
        "提案号,主办（分办）单位,答复类别,满意度\n1,市教育局/市卫健委等,A,满意",
        "提案号,主办单位,分办单位,答复类别,满意度\n1,,市教育局；市卫健委,A,满意",
        "提案号,主办单位,分办单位,答复类别,满意度\n1,市教育局,市卫健委,A,满意",
    ] {
        let table = read(&rows(list)).unwrap();
        let all = figures(&table);
        assert_eq!(units(&table), split, "{list}");
        assert_eq!(say(&all, FigureName::ClassA), "2/2 100.00%", "{list}");
        assert_eq!(
            say(&all, FigureName::FinalSatisfaction),
            "2/2 100.00%",
            "{list}"
        );
        assert_eq!(told(&table, About::SplitUnits), [2], "{list}");
        assert!(table.dimensions.contains(&Dimension::Unit));
    }
    let one = "提案号,承办单位,答复类别\n1,市教育局、市卫健委,A\n2,市外办（市港澳办、台办）,A";
    let table = read(&rows(one)).unwrap();
    assert_eq!(figures(&table).due, 2);
    assert_eq!(told(&table, About::SeveralUnits), [2]);
    // How many promises and forms there were is counted once.
    let counts = "提案号,分办单位,答复类别,asked,returned,satisfied,应兑现承诺,已兑现承诺
         1,市教育局、市卫健委,A,3,2,2,2,1";
    let all = figures(&read(&rows(counts)).unwrap());
    assert_eq!(say(&all, FigureName::Returned), "2/3 66.67%");
    assert_eq!(say(&all, FigureName::PromisesKept), "1/2 50.00%");
}

#[test]
fn without_a_word_on_it_what_is_rated_is_answered_and_what_has_no_class_unclassified() {
    let table = read(&rows(
        "提案号,承办单位,办理类别,委员评价\n1,市公安局,A,满意\n2,市教育局,,不满意\n3,市司法局,,",
    ))
    .unwrap();
    let all = figures(&table);
    for (figure, expected) in [
        (FigureName::Completion, "2/3 66.67%"),
        (FigureName::ClassA, "1/2 50.00%"),
        (FigureName::Unclassified, "1/2 50.00%"),
        (FigureName::FinalSatisfaction, "1/2 50.00%"),
        (FigureName::Returned, "2/2 100.00%"),
        (FigureName::SatisfactionOfAll, "1/2 50.00%"),
    ] {
        assert_eq!(say(&all, figure), expected, "{figure:?}");
    }
    assert_eq!(told(&table, About::RatedOnly), [3]);
}
