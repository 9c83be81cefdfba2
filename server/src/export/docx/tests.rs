//! What is in the file: well-formed parts, the text as it was, and nothing that acts.

use std::io::{Cursor, Read as _};

use banli_shared::documents::{Cell, Filled, Paper, Style};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::write;

const HOSTILE: &str = "</w:t><w:fldSimple w:instr=\"DDE\"/>{ HYPERLINK \"http://x\" } & \u{1b}[2J\u{FFFE}𠮷葛\u{E0100}";

fn paper(is_draft: bool) -> Paper {
    let text = |style, text: &str| Filled::Text {
        style,
        text: text.to_owned(),
    };
    let row = |is_head, cells: &[(u32, &str)]| Filled::Row {
        is_head,
        cells: cells
            .iter()
            .map(|(width, text)| Cell {
                width: *width,
                text: (*text).to_owned(),
                is_label: false,
            })
            .collect(),
    };
    Paper {
        is_draft,
        lines: vec![
            text(Style::Letterhead, "市交通运输局"),
            text(Style::Salutation, "委员："),
            text(Style::Body, HOSTILE),
            row(true, &[(1, "甲"), (1, "乙"), (2, "丙")]),
            row(false, &[(3, "一\n二"), (1, HOSTILE)]),
            text(Style::NewPage, ""),
            text(Style::Signature, "市交通运输局"),
            text(Style::Date, "2023年6月30日"),
        ],
    }
}

/// Every part, by its name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// Names of elements, and the text.
fn taken_apart(xml: &str) -> (Vec<String>, String) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut names, mut text) = (vec![], String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(it) | Event::Empty(it) => {
                names.push(it.name().as_ref().to_owned());
            }
            Event::Text(it) => text.push_str(&it),
            Event::GeneralRef(it) => text.push_str(match &*it {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                other => panic!("{other}"),
            }),
            Event::Eof => return (names, text),
            _ => {}
        }
    }
}

#[test]
fn every_part_is_well_formed_and_none_leads_out() {
    let all = parts(&write(&paper(true)).unwrap());
    assert_eq!(all[0].0, "[Content_Types].xml");
    for (name, xml) in &all {
        let (elements, _) = taken_apart(xml);
        assert!(!elements.is_empty(), "{name}");
        assert!(!xml.contains("TargetMode"), "{name}");
        let fields = xml.matches("instrText>PAGE<").count();
        assert_eq!(
            elements.iter().filter(|it| *it == "w:instrText").count(),
            fields,
            "{name}"
        );
        for acting in ["w:fldSimple", "w:hyperlink", "w:object", "w:altChunk"] {
            assert!(!elements.iter().any(|it| it == acting), "{name} {acting}");
        }
    }
}

#[test]
fn text_is_text_whatever_it_says() {
    let all = parts(&write(&paper(false)).unwrap());
    let (_, xml) = all
        .iter()
        .find(|(name, _)| name == "word/document.xml")
        .unwrap();
    let (elements, text) = taken_apart(xml);
    let kept = HOSTILE.replace(['\u{1b}', '\u{FFFE}'], "");
    assert_eq!(text.matches(&kept).count(), 2, "{text}");
    assert_eq!(elements.iter().filter(|it| *it == "w:tr").count(), 2);
    // The edges of both rows: two cells of a quarter and one of a half, over three quarters and one.
    assert_eq!(elements.iter().filter(|it| *it == "w:gridCol").count(), 4);
    assert!(elements.iter().any(|it| it == "w:pageBreakBefore"));
}

#[test]
fn a_draft_says_so_at_the_head_of_every_page_and_nothing_else_does() {
    let head = |is_draft| {
        let all = parts(&write(&paper(is_draft)).unwrap());
        let (_, xml) = all
            .iter()
            .find(|(name, _)| name == "word/header.xml")
            .unwrap();
        taken_apart(xml).1
    };
    assert!(head(true).contains("草稿 DRAFT"));
    assert_eq!(head(false), "");
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(write(&paper(false)).unwrap(), write(&paper(false)).unwrap());
}
