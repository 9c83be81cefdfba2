//! Requests in one cell, as people number them.

use proptest::prelude::*;

use super::*;

#[test]
fn numbers_within_a_line_come_apart_where_they_count_on_from_the_first() {
    for (text, parts) in [
        ("一、甲；二、乙", &["甲", "乙"][..]),
        ("（一）甲；（二）乙；（三）丙。", &["甲", "乙", "丙。"]),
        ("⑴甲；⑵乙", &["甲", "乙"]),
        ("㈠甲；㈡乙；㈢丙。", &["甲", "乙", "丙。"]),
        ("⒈甲。⒉乙", &["甲。", "乙"]),
        ("建议：❶甲❷乙", &["甲", "乙"]),
        ("①、甲\n②、乙", &["甲", "乙"]),
        ("见⑴、⑵", &["见⑴、⑵"]),
        ("⑴甲①子②丑⑵乙", &["甲①子②丑", "乙"]),
        ("1. 甲。2. 乙", &["甲。", "乙"]),
        ("1、甲 2、乙", &["甲", "乙"]),
        ("①甲②乙", &["甲", "乙"]),
        ("建议：一、甲；二、乙", &["甲", "乙"]),
        ("应当重视。一、甲；二、乙", &["应当重视。", "甲", "乙"]),
        ("1. 甲；2. 乙\n3. 丙", &["甲", "乙", "丙"]),
        // Not from the first, with a gap, or another style.
        ("二、甲；三、乙", &["甲；三、乙"]),
        ("一、甲；三、乙", &["甲；三、乙"]),
        ("1. 甲：1. 子；2. 丑\n2. 乙", &["甲：1. 子；2. 丑", "乙"]),
        ("一、甲；（二）乙", &["甲；（二）乙"]),
        ("一、设一、二级医院；二、乙", &["设一、二级医院", "乙"]),
        ("一、二级医院要加强", &["一、二级医院要加强"]),
        ("①落实①②两项", &["落实①②两项"]),
        ("1. use version 2. then stop", &["use version 2. then stop"]),
        ("提高到1.2倍", &["提高到1.2倍"]),
        // Within a sentence, in brackets or as digits.
        ("（一）甲（二）乙（三）丙", &["甲", "乙", "丙"]),
        ("(一)甲，(二)乙", &["甲", "乙"]),
        ("(1)甲(2)乙(3)丙", &["甲", "乙", "丙"]),
        ("（1）甲，（2）乙。", &["甲", "乙。"]),
        ("（１）甲（２）乙", &["甲", "乙"]),
        ("1．甲2．乙3．丙", &["甲", "乙", "丙"]),
        ("１．甲２．乙", &["甲", "乙"]),
        ("１、甲２、乙", &["甲", "乙"]),
        ("１、甲；２、乙", &["甲", "乙"]),
        ("1.甲2.乙", &["甲", "乙"]),
        ("①甲，②乙；③丙", &["甲", "乙", "丙"]),
        ("建议：①甲②乙", &["甲", "乙"]),
        ("建议如下（一）甲（二）乙", &["甲", "乙"]),
        ("为此建议1．甲2．乙", &["甲", "乙"]),
        ("一、甲，二、乙", &["甲", "乙"]),
        ("（一）甲（二）乙\n（三）丙", &["甲", "乙", "丙"]),
        ("１．甲\n２．乙", &["甲", "乙"]),
        // A place where a sentence begins goes before one within.
        (
            "（一）按办法（二）款甲；（二）乙",
            &["按办法（二）款甲", "乙"],
        ),
        // What refers to something counts nothing.
        (
            "根据第（一）条和第（二）条改进",
            &["根据第（一）条和第（二）条改进"],
        ),
        (
            "根据条例（一）（二）项改进",
            &["根据条例（一）（二）项改进"],
        ),
        ("（一）甲，见第（二）条", &["甲，见第（二）条"]),
        ("（一）甲，见办法（二）的规定", &["甲，见办法（二）的规定"]),
        ("1、甲，见附件2、附件3", &["甲，见附件2、附件3"]),
        ("1．自2023.5起，按3.5%补贴", &["自2023.5起，按3.5%补贴"]),
        ("1、在1、2月开展", &["在1、2月开展"]),
        ("自2023.5起改进，比例3.5%", &["自2023.5起改进，比例3.5%"]),
        ("每年1、2月开展", &["每年1、2月开展"]),
        ("投入１．５亿元", &["投入１．５亿元"]),
        ("1、每周1、周2、周3开放", &["每周1、周2、周3开放"]),
        ("1、建设类别1、类别2、类别3", &["建设类别1、类别2、类别3"]),
        ("1、甲乙丙2、丙丁", &["甲乙丙", "丙丁"]),
        ("一、每周二、周四开放", &["每周二、周四开放"]),
        (
            "1．甲\n2．乙：1．子2．丑3．寅",
            &["甲", "乙：1．子2．丑3．寅"],
        ),
    ] {
        assert_eq!(suggestions(text), parts, "{text}");
    }
}

#[test]
fn what_is_written_is_as_plain_as_it_can_be() {
    let cell = |texts: &[&str]| numbered(texts.iter().copied());
    assert_eq!(cell(&["甲", "乙"]), "1. 甲\n2. 乙");
    assert_eq!(cell(&["一、甲；二、乙"]), "1. 一、甲；二、乙");
    assert_eq!(cell(&["甲；2. 乙"]), "一、甲；2. 乙");
    assert_eq!(cell(&["甲\n\n乙"]), "【1】甲\n\n乙\n【完】");
    assert_eq!(
        cell(&["【1】甲\n【完】 "]),
        "【【1】】【1】甲\n【完】 \n【【完】】"
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        texts in prop::collection::vec("[甲乙一二三十、（）()123.．①②③【】完；。： \n]{0,20}[甲①一1】]", 1..5)
    ) {
        let cell = numbered(texts.iter().map(String::as_str));
        prop_assert_eq!(suggestions(tidy(&cell).trim()), texts);
    }
}

#[test]
fn han_numbers_go_to_99() {
    for (no, said) in [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
    ] {
        assert_eq!(han(no).as_deref(), Some(said));
        assert_eq!(of_han(said), Some(no));
    }
    assert_eq!(han(100), None);
    assert_eq!(of_han("十十"), None);
}

#[test]
fn numbered_requests_come_apart_with_their_paragraphs() {
    assert_eq!(
        suggestions("一、加强规划。\n细则如下。\n二、增加投入。"),
        ["加强规划。\n细则如下。", "增加投入。"]
    );
    assert_eq!(suggestions("1. 甲\n2. 乙\n10、丙"), ["甲", "乙", "丙"]);
    assert_eq!(
        suggestions("（一）甲\n1. 甲之一\n（二）乙"),
        ["甲\n1. 甲之一", "乙"]
    );
    assert_eq!(suggestions("① 甲\n② 乙"), ["甲", "乙"]);
    assert_eq!(suggestions("为此，建议：\n1、甲\n2、乙"), ["甲", "乙"]);
    assert_eq!(
        suggestions("应当重视此事。\n1、甲"),
        ["应当重视此事。", "甲"]
    );
    assert_eq!(
        suggestions("加强管理\n并加大投入"),
        ["加强管理\n并加大投入"]
    );
    assert_eq!(suggestions("一是加强规划"), ["一是加强规划"]);
    assert_eq!(suggestions("1.5亿元应当落实"), ["1.5亿元应当落实"]);
    assert!(suggestions(" \n ").is_empty());
}

#[test]
fn requests_are_found_in_the_body_under_their_heading() {
    let body = "一、基本情况\n老龄化加快。\n二、存在问题\n1. 设施不足\n三、具体建议\n1. 加强规划\n2. 增加投入";
    assert_eq!(suggestions_in_body(body), ["加强规划", "增加投入"]);
    assert_eq!(
        suggestions_in_body("情况\n建议：\n（一）甲\n（二）乙"),
        ["甲", "乙"]
    );
    assert_eq!(suggestions_in_body("【建议】\n加强管理"), ["加强管理"]);
    assert!(suggestions_in_body("我建议加强管理").is_empty());
}
