use std::collections::BTreeSet;

use super::*;
use crate::lang::Lang;

fn read(text: &str) -> Result<Template, Vec<TemplateFault>> {
    Template::read(DocumentKind::ReplyLetter, text)
}

/// The one fault of a template, as a Chinese office reads it.
fn fault(text: &str) -> String {
    let faults = read(text).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].say(Lang::Zh)
}

fn texts(paper: &Paper) -> Vec<&str> {
    paper
        .lines
        .iter()
        .filter_map(|line| match line {
            Filled::Text { text, .. } => Some(text.as_str()),
            Filled::Row { .. } => None,
        })
        .collect()
}

#[test]
fn columns_of_the_bulletin_are_called_as_what_stands_in_them() {
    let text = include_str!("data/bulletin.toml");
    let table: toml::Table = text.parse().unwrap();
    let paragraphs = table["paragraph"].as_array().unwrap();
    let cells = |at: usize| {
        let cells = paragraphs[at]["cells"].as_array().unwrap().iter();
        let cells = cells.map(|cell| cell.as_str().unwrap().trim_matches(['{', '}']));
        cells.map(str::to_owned).collect::<Vec<_>>()
    };
    for each in [Each::Figure, Each::Rank] {
        let of = |it: &toml::Value| {
            it.get("each").and_then(toml::Value::as_str) == Some(each.say(Lang::Zh))
        };
        let row = paragraphs.iter().position(of).unwrap();
        let mut called = cells(row);
        // What a figure is called stands under the word for figures.
        for cell in called
            .iter_mut()
            .filter(|it| *it == Field::FigureName.say(Lang::Zh))
        {
            *cell = Each::Figure.say(Lang::Zh).to_owned();
        }
        assert_eq!(cells(row - 1), called);
    }
}

#[test]
fn the_feedback_form_asks_for_every_form_of_contact() {
    let text = include_str!("data/feedback_form.toml");
    for form in crate::profile::ContactForm::ALL {
        let boxed = format!("□{}", form.say(Lang::Zh));
        assert!(text.contains(&boxed), "{boxed}");
    }
}

#[test]
fn what_is_shipped_can_be_used_and_names_every_part() {
    for kind in DocumentKind::ALL {
        let template = Template::shipped(*kind);
        let used: BTreeSet<Each> = template
            .paragraphs
            .iter()
            .filter_map(|it| it.each)
            .collect();
        match kind {
            DocumentKind::ReplyLetter => {
                assert!(used.contains(&Each::Suggestion) && used.contains(&Each::Promise));
            }
            DocumentKind::Bulletin => assert_eq!(used.len(), kind.each().len()),
            _ => assert!(!used.is_empty()),
        }
    }
}

#[test]
fn no_two_placeholders_of_a_document_are_called_the_same() {
    for kind in DocumentKind::ALL {
        for each in [None]
            .into_iter()
            .chain(kind.each().iter().copied().map(Some))
        {
            let fields: BTreeSet<Field> = kind
                .fields()
                .iter()
                .chain(each.map_or(&[][..], Each::fields))
                .copied()
                .collect();
            let names: BTreeSet<&str> = fields.iter().map(|it| it.say(Lang::Zh)).collect();
            assert_eq!(names.len(), fields.len(), "{kind} {each:?}");
        }
    }
}

#[test]
fn a_fault_names_its_line_and_what_is_known() {
    let unknown = "[[paragraph]]\nstyle = \"正文\"\ntext = \"\"\"\n{案由}\n{案号}\n\"\"\"\n";
    let said = fault(unknown);
    assert!(
        said.starts_with("第5行：没有占位符“{案号}”；可用："),
        "{said}"
    );
    assert!(said.contains("提案号（number）"), "{said}");
    let english = read(unknown).unwrap_err()[0].to_string();
    assert!(english.contains("number (提案号)"), "{english}");
    assert!(!said.contains("建议内容"), "only inside its repetition");

    let style = fault("[[paragraph]]\n\nstyle = \"大标题\"\ntext = \"x\"\n");
    assert!(
        style.starts_with("第3行：不认识“大标题”") && style.contains("标题（title）"),
        "{style}"
    );
    let each = fault("[[paragraph]]\nstyle = \"body\"\neach = \"名次\"\ntext = \"x\"\n");
    assert!(each.contains("建议（suggestion）"), "{each}");
    assert!(fault("[[paragraph]]\nstyle = \"body\"\ntext = \"a {案由\"\n").contains("不成对"));
    assert!(fault("[[paragraph]]\nstyle = \"body\"\ntext = \"a [b\"\n").contains("不成对"));
    assert!(fault("[[paragraph]]\nstyle = \"row\"\ntext = \"a\"\n").contains("cells"));
    assert!(fault("[[paragraph]]\nstyle = \"body\"\ntext = \"a\\u0007\"\n").contains("U+0007"));
    let widths = "[[paragraph]]\nstyle = \"row\"\ncells = [\"a\", \"b\"]\nwidths = [1]\n";
    assert!(fault(widths).starts_with("第4行：widths 要有 2 个数"));
    assert!(fault("[[paragraph]]\nstyle = \"body\"\ntxet = \"a\"\n").starts_with("第3行："));
    assert!(fault("# 空\n").contains("没有任何段落"));
    let fixed = "[[paragraph]]\nstyle = \"body\"\ntext = \"{案由}已收悉。\"\n";
    assert!(fault(fixed).starts_with("第1行：没有答复"));
    assert!(fault(&"# 长\n".repeat(50_000)).contains("字节"));
}

#[test]
fn all_faults_are_named_at_once() {
    let text = "[[paragraph]]\nstyle = \"x\"\n[[paragraph]]\nstyle = \"body\"\ntext = \"{a}{b}\"\n";
    let lines: Vec<usize> = read(text).unwrap_err().iter().map(|it| it.line).collect();
    assert_eq!(lines, [2, 5, 5]);
}

#[test]
fn what_stands_for_nothing_is_left_out_and_a_brace_can_be_written() {
    let template = read(
        r#"
        [[paragraph]]
        style = "note"
        text = "（督办：{leader}）"
        [[paragraph]]
        style = "body"
        text = "{{{案由}}} {title}"
        [[paragraph]]
        style = "body"
        when = "promise"
        text = "承诺"
        [[paragraph]]
        style = "body"
        text = "抄送：督查室[，{会办单位}][[1]]。"
        [[paragraph]]
        style = "body"
        unless = "感谢"
        text = "谢谢"
        [[paragraph]]
        style = "body"
        text = "{答复正文}"
        "#,
    )
    .unwrap();
    let mut facts = Facts::new();
    facts.set(Field::Title, "{leader}\n\n第二段\u{1b}[2J");
    let paper = template.fill(&facts, false);
    // What stands in a value is no placeholder.
    assert_eq!(
        texts(&paper),
        [
            "{{leader}",
            "第二段[2J} {leader}",
            "第二段[2J",
            "抄送：督查室[1]。",
            "谢谢"
        ]
    );
    facts.set(Field::ReplyText, "十分感谢");
    facts.set(Field::CoHandlers, "甲局");
    facts.add(Each::Promise, [(Field::Promise, "建成".into())]);
    assert!(texts(&template.fill(&facts, false)).contains(&"抄送：督查室，甲局[1]。"));
    let all = template.fill(&facts, false);
    assert!(texts(&all).contains(&"承诺") && !texts(&all).contains(&"谢谢"));
}

#[test]
fn neighbours_are_repeated_together_in_order() {
    let template = read(
        r#"
        [[paragraph]]
        each = "建议"
        style = "小标题"
        text = "{中文序号}、{建议内容}"
        [[paragraph]]
        each = "建议"
        style = "正文"
        text = "{办理意见}"
        [[paragraph]]
        style = "row"
        cells = ["督办", "{leader}"]
        "#,
    )
    .unwrap();
    let mut facts = Facts::new();
    for (text, verdict) in [("修路", "采纳"), ("种树", "")] {
        facts.add(
            Each::Suggestion,
            [
                (Field::Suggestion, text.into()),
                (Field::Verdict, verdict.into()),
            ],
        );
    }
    let paper = template.fill(&facts, false);
    assert_eq!(texts(&paper), ["一、修路", "采纳", "二、种树"]);
    let Some(Filled::Row { cells, .. }) = paper.lines.last() else {
        panic!("the row stays, to be filled in by hand");
    };
    assert!(cells[0].is_label && !cells[1].is_label && cells[1].text.is_empty());
}
