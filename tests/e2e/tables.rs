//! Figures of a table: what it tells, and what it does not.

use banli_tests::home::Home;
use banli_tests::process::Output;

/// Nobody answers there.
const NOWHERE: &str = "http://127.0.0.1:1";

const ITEMS: &str = "提案号,单位代码,承办单位,办理类别,outcomes\n\
    1,B03,市教育局,A,policy 2\n2,B18,市卫生健康委员会,B,\n合计,2件\n填表人：王五\n";
const PROPOSALS: &str = "提案号,案由,是否立案,主办单位,类别\n\
    1,甲,是,市教育局,教育\n2,乙,否,,教育\n";

fn with(name: &str, table: &str) -> Home {
    let home = Home::at(NOWHERE);
    std::fs::write(home.path().join(name), table).expect("the home can be written to");
    home
}

fn figures(home: &Home, words: &[&str]) -> Output {
    home.banli(&[&["figures", "--from", "list.csv"], words].concat())
}

#[test]
fn a_unit_is_a_filter_by_its_code_and_by_its_name_and_a_slip_is_refused() {
    let home = with(
        "list.csv",
        "提案号,单位代码,承办单位,办理类别\n1,B03,市教育局,A\n2,B18,市卫生健康委员会,B\n",
    );
    for unit in ["B03", "市教育局"] {
        let words = ["--unit", unit, "--figure", "class_a", "--json"];
        let told = figures(&home, &words).ok().json();
        let class = &told["report"]["figures"]["class_a"];
        assert_eq!(
            (&class["numerator"], &class["denominator"]),
            (&1.into(), &1.into())
        );
    }
    for (words, like) in [
        (["--unit", "市教有局"], "B03 市教育局"),
        (["--unit", "Z99"], "B03 市教育局"),
        (["--category", "教育"], "category"),
        (["--by", "category"], "category"),
    ] {
        let refused = figures(&home, &words);
        assert_eq!(refused.code(), Some(1), "{words:?} {refused:?}");
        assert!(refused.stderr.contains(like), "{words:?} {refused:?}");
        assert_eq!(refused.stdout, "", "{words:?}");
    }
}

#[test]
fn outcomes_stand_in_the_text_by_type_and_footers_count_as_nothing() {
    let home = with("list.csv", ITEMS);
    let shown = figures(&home, &[]).ok();
    assert!(shown.stdout.contains("outcomes by type"), "{shown:?}");
    assert!(shown.stdout.contains("policy"), "{shown:?}");
    let by = figures(&home, &["--by", "unit"]).ok();
    assert!(by.stdout.contains("outcomes by type"), "{by:?}");
    let completion = figures(&home, &["--figure", "class_b"]).ok();
    assert!(!completion.stdout.contains("outcomes by type"));
    assert!(completion.stdout.contains('2'), "{completion:?}");
}

#[test]
fn what_a_table_of_proposals_does_not_tell_is_not_shown_broken_down_either() {
    let home = with("list.csv", PROPOSALS);
    let by_unit = figures(&home, &["--by", "unit"]);
    assert_eq!(by_unit.code(), Some(1), "{by_unit:?}");
    assert!(by_unit.stderr.contains("handling unit") || by_unit.stderr.contains("unit"));
    let by_category = figures(&home, &["--by", "category"]).ok();
    assert!(by_category.stdout.contains("filed") || by_category.stdout.contains("filing"));
    assert!(!by_category.stdout.contains("on time"), "{by_category:?}");
    // Chosen and not told: said, and not everything shown instead.
    let chosen = figures(&home, &["--figure", "completion"]);
    assert_eq!(chosen.code(), Some(1), "{chosen:?}");
    assert!(chosen.stderr.contains("not enough for"), "{chosen:?}");
    let some = figures(&home, &["--figure", "filing", "--figure", "class_a"]).ok();
    assert!(some.stderr.contains("not enough for"), "{some:?}");
}

#[test]
fn a_table_comes_from_standard_input_too_and_its_columns_may_be_named() {
    let home = Home::at(NOWHERE);
    let table = ITEMS.replace("办理类别", "结论");
    let from = |words: &[&str], table: &str| {
        home.banli_with(
            &[&["figures", "--from", "-"], words].concat(),
            table.as_bytes(),
        )
    };
    let words = ["--json", "--figure", "class_a", "--map", "结论=class"];
    let told = from(&words, &table).ok().json();
    let class = &told["report"]["figures"]["class_a"];
    assert_eq!(
        (&class["numerator"], &class["denominator"]),
        (&1.into(), &2.into())
    );
    for (map, like) in [("结论=grade", "class_now"), ("结果=class", "结果")] {
        let refused = from(&["--map", map], &table);
        assert_eq!(refused.code(), Some(1), "{refused:?}");
        assert!(refused.stderr.contains(like), "{refused:?}");
        assert_eq!(refused.stdout, "");
    }
    let nothing = from(&[], "\n");
    assert_eq!(nothing.code(), Some(1), "{nothing:?}");
}
