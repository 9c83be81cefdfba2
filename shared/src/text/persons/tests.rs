//! Cells that name persons.

use super::*;
use proptest::prelude::*;

fn split(cell: &str) -> Vec<String> {
    split_persons(cell)
}

#[test]
fn every_separator_separates() {
    for cell in [
        "张三、李四",
        "张三，李四",
        "张三,李四",
        "张三；李四",
        "张三;李四",
        "张三/李四",
        "张三／李四",
        "张三　李四",
        "张三　　李四",
        "张三\n李四",
        "张三\r\n李四",
        "张三 李四",
        " 张三 、 李四 ",
        "张三、李四、",
        "、张三、、李四",
        "张三､李四",
        "张三、李四、张三",
    ] {
        assert_eq!(split(cell), ["张三", "李四"], "{cell:?}");
    }
}

#[test]
fn padded_names_are_one_person() {
    assert_eq!(split("张　三"), ["张三"]);
    assert_eq!(split("张 三"), ["张三"]);
    assert_eq!(split("张　　三"), ["张三"]);
    assert_eq!(split("张　三、李　四"), ["张三", "李四"]);
    assert_eq!(split("张　三　李　四"), ["张三", "李四"]);
    assert_eq!(split("张　三　　李　四"), ["张三", "李四"]);
    assert_eq!(split("张　三　王小明"), ["张三", "王小明"]);
    assert_eq!(
        split("王小明　张　三　欧阳修"),
        ["王小明", "张三", "欧阳修"]
    );
    assert_eq!(split("欧　阳　修"), ["欧阳修"]);
    assert_eq!(split("𠮷　田"), ["𠮷田"]);
}

#[test]
fn minority_and_foreign_names_stay_whole() {
    assert_eq!(split("买买提·吐尔逊、张三"), ["买买提·吐尔逊", "张三"]);
    assert_eq!(
        split("买买提•吐尔逊　阿依古丽·艾山"),
        ["买买提·吐尔逊", "阿依古丽·艾山"]
    );
    assert_eq!(split("买买提 · 吐尔逊"), ["买买提·吐尔逊"]);
    assert_eq!(split("John Smith、张三"), ["John Smith", "张三"]);
    assert_eq!(split("John Smith, Anna Lee"), ["John Smith", "Anna Lee"]);
}

#[test]
fn notes_in_brackets_do_not_separate() {
    assert_eq!(split("张三（民盟、医卫界）、李四"), ["张三", "李四"]);
    assert_eq!(split("张三（民盟 医卫界）　李四"), ["张三", "李四"]);
    assert_eq!(split("张三（民盟、李四"), ["张三(民盟", "李四"]);
    assert_eq!(split("民盟深圳市委员会"), ["民盟深圳市委员会"]);
}

#[test]
fn a_count_is_no_name() {
    assert_eq!(split("张三、李四等5人"), ["张三", "李四"]);
    assert_eq!(split("张三等 12 名委员"), ["张三"]);
    assert_eq!(split("张三等三位委员联名"), ["张三"]);
    assert_eq!(split("张三等人"), ["张三"]);
    assert_eq!(split("张三，等5人"), ["张三"]);
    assert_eq!(split("王等人"), ["王等人"]);
    assert_eq!(split("李等"), ["李等"]);
    assert_eq!(split("王一人"), ["王一人"]);
    assert_eq!(split(""), Vec::<String>::new());
}

#[test]
fn a_count_tells_that_not_all_are_named() {
    let counted = |cell| persons(cell, |_| false).counted;
    let found = counted("张三、李四等５人").unwrap();
    assert_eq!((&*found.said, found.all), ("等５人", Some(5)));
    assert_eq!(counted("张三等十二名委员").unwrap().all, Some(12));
    assert_eq!(counted("张三等人").unwrap().all, None);
    assert_eq!(counted("张三、李四"), None);
}

#[test]
fn labels_and_remarks_are_no_names_and_say_who_is_first() {
    for (cell, names) in [
        (
            "第一提案人：张三；联名：李四、王五",
            &["张三", "李四", "王五"][..],
        ),
        (
            "联名人：李四 王五\n第一提案人：张三",
            &["张三", "李四", "王五"],
        ),
        ("提案人: 张　三", &["张三"]),
        ("提案委员：张三、李四", &["张三", "李四"]),
        ("委员：张三，委员：李四", &["张三", "李四"]),
        ("第一提案人：张三联名人：李四", &["张三", "李四"]),
        ("某某委员：张三", &["某某委员:张三"]),
        ("张三（第一提案人）、李四", &["张三", "李四"]),
        ("李四、张三（领衔）", &["张三", "李四"]),
        ("张三(执笔)、李四（联名）", &["张三", "李四"]),
        ("张三（民盟）（执笔）", &["张三"]),
        ("民盟市委会（执笔人：张三）", &["民盟市委会(执笔人:张三)"]),
        ("张三|李四", &["张三", "李四"]),
        ("张三 + 李四＋王五", &["张三", "李四", "王五"]),
    ] {
        assert_eq!(split(cell), names, "{cell}");
    }
}

#[test]
fn words_join_names_where_there_is_one_way_to_read_them() {
    for (cell, names) in [
        ("张三和李四", &["张三", "李四"][..]),
        ("张三、李四及王五", &["张三", "李四", "王五"]),
        ("张三与李四以及王小明", &["张三", "李四", "王小明"]),
        ("张和平和李四", &["张和平", "李四"]),
        ("买买提·吐尔逊和张三", &["买买提·吐尔逊", "张三"]),
        ("和平", &["和平"]),
        ("张和平", &["张和平"]),
        ("李及", &["李及"]),
        ("欧阳和平", &["欧阳和平"]),
        // Two ways to read it.
        ("欧阳和平和李四", &["欧阳和平和李四"]),
        ("市文化和旅游局", &["市文化和旅游局"]),
        ("张三和全体委员", &["张三和全体委员"]),
    ] {
        assert_eq!(split(cell), names, "{cell}");
    }
    let known = |name: &str| ["欧阳和平", "阿卜和卡德尔"].contains(&name);
    let read = |cell| persons(cell, known).names;
    assert_eq!(read("欧阳和平和李四"), ["欧阳和平", "李四"]);
    assert_eq!(read("阿卜和卡德尔"), ["阿卜和卡德尔"]);
}

#[test]
fn what_somebody_belongs_to_is_no_part_of_the_name_and_is_told() {
    let known = |name: &str| ["张三丰", "王伟(女)"].contains(&name);
    for (cell, name) in [
        ("张三丰（民盟）", "张三丰"),
        ("张三丰（随便什么）", "张三丰"),
        ("李四（市教育局）", "李四"),
        ("（九三）李四", "李四"),
        ("李四（民进、教育界）", "李四"),
        ("阿依古丽·艾山（维吾尔族）", "阿依古丽·艾山"),
        ("张三丰委员", "张三丰"),
        ("张三丰女士（民盟）", "张三丰"),
    ] {
        let found = persons(cell, known);
        assert_eq!(found.names, [name], "{cell}");
        assert_eq!(found.read_as, [(cell.to_owned(), name.to_owned())]);
        assert_eq!(found.doubtful, Vec::<String>::new());
    }
    for (cell, name, is_doubtful) in [
        ("王伟（女）", "王伟(女)", false),
        ("民盟市委（执笔人：张三）", "民盟市委(执笔人:张三)", false),
        ("市文联（作协）", "市文联(作协)", false),
        ("李四（王五）", "李四(王五)", true),
        ("李四（张三丰）", "李四(张三丰)", true),
        ("李四委员", "李四委员", true),
        ("市政协委员", "市政协委员", false),
    ] {
        let found = persons(cell, known);
        assert_eq!(found.names, [name], "{cell}");
        assert_eq!(
            (found.read_as.len(), found.doubtful.len()),
            (0, usize::from(is_doubtful))
        );
    }
}

#[test]
fn and_others_behind_a_member_is_no_part_of_the_name() {
    let known = |name: &str| name == "李四光";
    for cell in ["张三、李四光等", "张三 李四光等"] {
        let found = persons(cell, known);
        assert_eq!(found.names, ["张三", "李四光"], "{cell}");
        assert_eq!(found.counted.map(|it| it.all), Some(None));
    }
    assert_eq!(split("李四光等"), ["李四光等"]);
}

#[test]
fn a_space_within_a_name_makes_no_two_persons() {
    let known = |name: &str| ["李四光", "诸葛孔明", "王五"].contains(&name);
    for (cell, names) in [
        ("李 四光", &["李四光"][..]),
        ("李四 光", &["李四光"]),
        ("张 小明", &["张小明"]),
        ("诸葛 孔明", &["诸葛孔明"]),
        ("王五 李 四光", &["王五", "李四光"]),
    ] {
        let found = persons(cell, known);
        assert_eq!(found.names, names, "{cell}");
        assert_eq!(found.read_as.len(), 1, "{cell}");
        assert!(cell.ends_with(&found.read_as[0].0), "{cell}");
    }
    for cell in ["张三 李四", "张　三　李　四", "王五 张三"] {
        let found = persons(cell, known);
        assert_eq!((found.names.len(), found.read_as.len()), (2, 0), "{cell}");
    }
    // Nobody knows which: told.
    let found = persons("赵六 钱 小七", known);
    assert_eq!(found.doubtful, ["钱"]);
}

proptest! {
    #[test]
    fn ordinary_names_come_back(names in proptest::collection::vec("[\u{4e00}-\u{4eff}]{2,4}(·[\u{4e00}-\u{4eff}]{2,4})?", 1..6), by in 0usize..5) {
        prop_assume!(names.iter().all(|name| !name.contains('等')));
        let separator = ["、", "，", ",", "；", "　"][by];
        let mut once: Vec<String> = Vec::new();
        for name in &names {
            if !once.contains(name) {
                once.push(name.clone());
            }
        }
        prop_assert_eq!(split(&names.join(separator)), once);
    }

    #[test]
    fn any_cell_gives_names_without_separators(cell in "[张三李四·、，;/ \u{3000}a(（）等5人]{0,20}|\\PC*") {
        // A few symbols, such as one for a/c, hold a separator once taken apart.
        let hidden = cell.nfkc().filter(|c| is_separator(*c)).count() > cell.chars().filter(|c| is_separator(*c)).count();
        for name in split(&cell) {
            prop_assert!(!name.is_empty());
            prop_assert_eq!(normalise_name(&name), name.clone());
            if !hidden && !name.contains('(') {
                prop_assert!(!name.contains(is_separator), "{name:?}");
            }
        }
    }
}
