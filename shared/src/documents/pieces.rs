//! Text with placeholders: `{提案号}` stands for something, `[，督办：{领衔督办}]` is left out where it stands for nothing.

use super::template_fault::TemplateProblem;
use super::words::Field;
use crate::lang::{Lang, Word};

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// What stands for it in each document.
    Field(Field),
    /// Left out where all its placeholders stand for nothing.
    Optional(Vec<Piece>),
}

/// Takes a text apart. A fault comes with its line in the text, from 0; nothing goes on over the end of a line.
pub(super) fn pieces(
    text: &str,
    known: &[Field],
) -> Result<Vec<Piece>, Vec<(usize, TemplateProblem)>> {
    let mut found = vec![];
    let mut faults = vec![];
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let mut line = Line {
            rest: line,
            known,
            faults: vec![],
        };
        found.extend(line.pieces(false));
        faults.extend(line.faults.into_iter().map(|problem| (at, problem)));
    }
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(faults)
    }
}

struct Line<'a> {
    rest: &'a str,
    known: &'a [Field],
    faults: Vec<TemplateProblem>,
}

impl Line<'_> {
    /// Up to the end of the line, or of the part in brackets that it is inside.
    fn pieces(&mut self, inside: bool) -> Vec<Piece> {
        let mut pieces = vec![];
        let mut plain = String::new();
        loop {
            let mark = self.rest.find(['{', '}', '[', ']']);
            plain.push_str(&self.rest[..mark.unwrap_or(self.rest.len())]);
            self.rest = &self.rest[mark.unwrap_or(self.rest.len())..];
            let Some(c) = self.rest.chars().next() else {
                if inside {
                    self.faults.push(TemplateProblem::LoneMark);
                }
                break;
            };
            let after = &self.rest[1..];
            if after.starts_with(c) {
                plain.push(c);
                self.rest = &after[1..];
                continue;
            }
            self.rest = after;
            let piece = match c {
                ']' if inside => break,
                '[' if !inside => Some(Piece::Optional(self.pieces(true))),
                '{' => self.field(),
                _ => {
                    self.faults.push(TemplateProblem::LoneMark);
                    None
                }
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.extend(piece);
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        pieces
    }

    /// What an open brace begins.
    fn field(&mut self) -> Option<Piece> {
        let Some((name, after)) = self.rest.split_once('}') else {
            self.faults.push(TemplateProblem::LoneMark);
            return None;
        };
        self.rest = after;
        let found = self.known.iter().find(|field| is(**field, name));
        if found.is_none() {
            self.faults.push(TemplateProblem::UnknownField {
                given: shown(name),
                known: self.known.iter().copied().map(named).collect(),
            });
        }
        found.copied().map(Piece::Field)
    }
}

/// Whether a word is meant: by its code or in Chinese.
pub(super) fn is<W: Word>(word: W, given: &str) -> bool {
    word.code() == given.trim() || word.say(Lang::Zh) == given.trim()
}

/// A word by its code, and in Chinese.
pub(super) fn named<W: Word>(word: W) -> (&'static str, &'static str) {
    (word.code(), word.say(Lang::Zh))
}

/// What somebody wrote, short and harmless.
pub(super) fn shown(given: &str) -> String {
    let short: String = given.chars().take(40).collect();
    crate::text::clean(&short).into_owned()
}
