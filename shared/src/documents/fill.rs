//! A template and the facts of one case become what stands on paper.

use std::collections::BTreeMap;

use super::pieces::Piece;
use super::template::{Content, Paragraph, Template};
use super::words::{Each, Field, Style};
use crate::text::for_paper;

/// What placeholders stand for in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    one: BTreeMap<Field, String>,
    each: BTreeMap<Each, Vec<BTreeMap<Field, String>>>,
}

impl Facts {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What a placeholder stands for. Text from people may come as it is.
    pub fn set(&mut self, field: Field, value: impl Into<String>) {
        self.one.insert(field, value.into());
    }

    /// One more of something, numbered by itself.
    pub fn add<const N: usize>(&mut self, each: Each, values: [(Field, String); N]) {
        let list = self.each.entry(each).or_default();
        let no = list.len() + 1;
        let mut values = BTreeMap::from(values);
        values.entry(Field::No).or_insert_with(|| no.to_string());
        values.insert(Field::NoZh, in_chinese(no));
        list.push(values);
    }

    fn of<'a>(&'a self, field: Field, own: Option<&'a BTreeMap<Field, String>>) -> &'a str {
        let own = own.and_then(|own| own.get(&field));
        own.or_else(|| self.one.get(&field))
            .map_or("", String::as_str)
    }
}

/// What stands on paper, paragraph by paragraph. All of it is plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Whether it says on every page that it is a draft.
    pub is_draft: bool,
    /// Its paragraphs and rows.
    pub lines: Vec<Filled>,
}

/// One paragraph or one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// A paragraph, in one line of text.
    Text {
        /// How it looks.
        style: Style,
        /// What it says.
        text: String,
    },
    /// A row; rows that follow each other are one table.
    Row {
        /// Whether it is the head.
        is_head: bool,
        /// Its cells.
        cells: Vec<Cell>,
    },
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its width in proportion to the others of the row.
    pub width: u32,
    /// What it says, in one line or more.
    pub text: String,
    /// Whether the template says all of it.
    pub is_label: bool,
}

impl Template {
    /// The document with these facts. A paragraph whose placeholders all stand for nothing is left out; a row stays, to
    /// be filled in by hand.
    #[must_use]
    pub fn fill(&self, facts: &Facts, is_draft: bool) -> Paper {
        let mut lines = vec![];
        let mut rest = self.paragraphs.as_slice();
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|it| it.each == first.each).count();
            let (group, after) = rest.split_at(same);
            rest = after;
            match first.each {
                None => group.iter().for_each(|it| put(it, facts, None, &mut lines)),
                Some(each) => {
                    for own in facts.each.get(&each).into_iter().flatten() {
                        group
                            .iter()
                            .for_each(|it| put(it, facts, Some(own), &mut lines));
                    }
                }
            }
        }
        Paper { is_draft, lines }
    }
}

fn put(
    paragraph: &Paragraph,
    facts: &Facts,
    own: Option<&BTreeMap<Field, String>>,
    lines: &mut Vec<Filled>,
) {
    let said = facts.of(Field::ReplyText, None);
    let lacks = |each: Each| facts.each.get(&each).is_none_or(Vec::is_empty);
    if paragraph
        .unless
        .as_ref()
        .is_some_and(|it| said.contains(it))
        || paragraph.when.is_some_and(lacks)
    {
        return;
    }
    let style = paragraph.style;
    match &paragraph.content {
        Content::Text(pieces) if pieces.is_empty() => {
            let text = String::new();
            lines.push(Filled::Text { style, text });
        }
        Content::Text(pieces) => {
            if is_void(pieces, facts, own) {
                return;
            }
            let text = written(pieces, facts, own);
            let kept = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.extend(kept.map(|line| Filled::Text {
                style,
                text: line.to_owned(),
            }));
        }
        Content::Cells(cells) => lines.push(Filled::Row {
            is_head: style == Style::HeadRow,
            cells: cells
                .iter()
                .map(|(width, pieces)| Cell {
                    width: *width,
                    text: written(pieces, facts, own),
                    is_label: pieces.iter().all(|it| matches!(it, Piece::Text(_))),
                })
                .collect(),
        }),
    }
}

/// Whether there are placeholders, and none stands for anything.
fn is_void(pieces: &[Piece], facts: &Facts, own: Option<&BTreeMap<Field, String>>) -> bool {
    let mut values = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Field(field) => Some(facts.of(*field, own)),
            Piece::Text(_) | Piece::Optional(_) => None,
        })
        .peekable();
    values.peek().is_some() && values.all(|value| value.trim().is_empty())
}

fn written(pieces: &[Piece], facts: &Facts, own: Option<&BTreeMap<Field, String>>) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Field(field) => text.push_str(&for_paper(facts.of(*field, own))),
            Piece::Optional(inside) if is_void(inside, facts, own) => {}
            Piece::Optional(inside) => text.push_str(&written(inside, facts, own)),
        }
    }
    text
}

/// 1 as 一, 21 as 二十一; from 100 on in digits.
fn in_chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, 0) | (10.., _) => number.to_string(),
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_as_in_letters() {
        let said: Vec<String> = [1, 10, 11, 20, 21, 99, 100].map(in_chinese).to_vec();
        assert_eq!(
            said,
            ["一", "十", "十一", "二十", "二十一", "九十九", "100"]
        );
    }
}
