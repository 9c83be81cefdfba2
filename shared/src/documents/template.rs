//! Templates: read and checked.

use serde::Deserialize;
use toml::Spanned;

use super::pieces::{Piece, is, named, pieces, shown};
use super::template_fault::{TemplateFault, TemplateProblem};
use super::words::{DocumentKind, Each, Field, Style};
use crate::lang::Word;
use crate::text::{TextFault, check};

/// Longest file, in bytes.
const FILE: usize = 100_000;
/// Most paragraphs.
const PARAGRAPHS: usize = 300;
/// Longest text of a paragraph or a cell, in characters.
const TEXT: usize = 2_000;
/// Most cells of a row.
const CELLS: usize = 12;

/// What an office says in a document, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// One after the other.
    pub paragraphs: Vec<Paragraph>,
}

/// One paragraph, or one row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// How it looks.
    pub style: Style,
    /// What it is repeated for. Neighbours for the same thing are repeated together.
    pub each: Option<Each>,
    /// It is left out where there is none of these.
    pub when: Option<Each>,
    /// It is left out where the text of the reply holds this.
    pub unless: Option<String>,
    /// What it says.
    pub content: Content,
}

/// What a paragraph says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Running text.
    Text(Vec<Piece>),
    /// Cells, each with its width in proportion to the others.
    Cells(Vec<(u32, Vec<Piece>)>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    paragraph: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    style: Spanned<String>,
    each: Option<Spanned<String>>,
    when: Option<Spanned<String>>,
    unless: Option<Spanned<String>>,
    text: Option<Spanned<String>>,
    cells: Option<Vec<Spanned<String>>>,
    widths: Option<Spanned<Vec<u32>>>,
}

impl Template {
    /// Reads a template of a document.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line.
    pub fn read(kind: DocumentKind, text: &str) -> Result<Self, Vec<TemplateFault>> {
        let one = |line, problem| vec![TemplateFault { line, problem }];
        if text.len() > FILE {
            return Err(one(1, TemplateProblem::FileTooLong { max: FILE }));
        }
        let file: File = toml::from_str(text).map_err(|fault| {
            let line = fault.span().map_or(1, |span| line_of(text, span.start));
            one(line, TemplateProblem::Toml(fault.message().to_owned()))
        })?;
        let mut reading = Reading {
            kind,
            text,
            faults: vec![],
        };
        if file.paragraph.is_empty() {
            return Err(one(1, TemplateProblem::Nothing));
        }
        if let Some(first) = file.paragraph.get(PARAGRAPHS) {
            let line = line_of(text, first.span().start);
            return Err(one(
                line,
                TemplateProblem::TooManyParagraphs { max: PARAGRAPHS },
            ));
        }
        let paragraphs = file.paragraph.iter().map(|raw| reading.paragraph(raw));
        let paragraphs: Vec<Option<Paragraph>> = paragraphs.collect();
        if !reading.faults.is_empty() {
            return Err(reading.faults);
        }
        let template = Self {
            paragraphs: paragraphs.into_iter().flatten().collect(),
        };
        if kind == DocumentKind::ReplyLetter
            && !template.says(&[Field::ReplyText, Field::Verdict, Field::Answer])
        {
            return Err(one(1, TemplateProblem::NoReply));
        }
        Ok(template)
    }

    /// Whether one of these stands in it.
    fn says(&self, fields: &[Field]) -> bool {
        fn has(pieces: &[Piece], fields: &[Field]) -> bool {
            pieces.iter().any(|piece| match piece {
                Piece::Field(field) => fields.contains(field),
                Piece::Optional(inside) => has(inside, fields),
                Piece::Text(_) => false,
            })
        }
        self.paragraphs.iter().any(|it| match &it.content {
            Content::Text(pieces) => has(pieces, fields),
            Content::Cells(cells) => cells.iter().any(|(_, pieces)| has(pieces, fields)),
        })
    }
}

struct Reading<'a> {
    kind: DocumentKind,
    text: &'a str,
    faults: Vec<TemplateFault>,
}

impl Reading<'_> {
    fn fault(&mut self, at: usize, problem: TemplateProblem) {
        self.faults.push(TemplateFault {
            line: line_of(self.text, at),
            problem,
        });
    }

    fn paragraph(&mut self, raw: &Spanned<Raw>) -> Option<Paragraph> {
        let start = raw.span().start;
        let raw = raw.get_ref();
        let style = self.word::<Style>(&raw.style, Style::ALL)?;
        let repeated = self.kind.each();
        let [each, when] = [&raw.each, &raw.when].map(|given| {
            let found = given.as_ref().map(|it| self.word::<Each>(it, repeated));
            found.map_or(Ok(None), |found| found.map(Some).ok_or(()))
        });
        let (Ok(each), Ok(when)) = (each, when) else {
            return None;
        };
        let unless = raw.unless.as_ref().and_then(|it| self.plain(it));
        let content = match (style, &raw.text, &raw.cells) {
            (style, None, None) if style.is_empty() => Content::Text(vec![]),
            (style, None, Some(cells)) if style.is_row() => {
                self.cells(start, each, cells, raw.widths.as_ref())?
            }
            (style, Some(text), None) if !style.is_row() && !style.is_empty() => {
                Content::Text(self.pieces(each, text)?)
            }
            (style, ..) => {
                self.fault(start, TemplateProblem::OtherContent { style });
                return None;
            }
        };
        if let (Some(widths), false) = (&raw.widths, style.is_row()) {
            self.fault(widths.span().start, TemplateProblem::OtherContent { style });
        }
        Some(Paragraph {
            style,
            each,
            when,
            unless,
            content,
        })
    }

    /// A word by its code or in Chinese.
    fn word<W: Word + PartialEq>(&mut self, given: &Spanned<String>, known: &[W]) -> Option<W> {
        let text = given.get_ref();
        let found = known.iter().copied().find(|word| is(*word, text));
        if found.is_none() {
            let known = known.iter().map(|word| named(*word)).collect();
            let given_word = shown(text);
            self.fault(
                given.span().start,
                TemplateProblem::UnknownWord {
                    given: given_word,
                    known,
                },
            );
        }
        found
    }

    fn cells(
        &mut self,
        start: usize,
        each: Option<Each>,
        cells: &[Spanned<String>],
        widths: Option<&Spanned<Vec<u32>>>,
    ) -> Option<Content> {
        if cells.is_empty() || cells.len() > CELLS {
            self.fault(start, TemplateProblem::Cells { max: CELLS });
            return None;
        }
        let even = vec![1; cells.len()];
        let relative = widths.map_or(&even, Spanned::get_ref);
        if relative.len() != cells.len() || relative.iter().any(|it| !(1..=100).contains(it)) {
            let at = widths.map_or(start, |it| it.span().start);
            self.fault(at, TemplateProblem::Widths { cells: cells.len() });
            return None;
        }
        let pieces: Vec<Option<Vec<Piece>>> =
            cells.iter().map(|cell| self.pieces(each, cell)).collect();
        let cells = relative.iter().zip(pieces);
        let cells = cells.map(|(width, pieces)| Some((*width, pieces?)));
        Some(Content::Cells(cells.collect::<Option<_>>()?))
    }

    /// Text without placeholders.
    fn plain(&mut self, text: &Spanned<String>) -> Option<String> {
        match check(text.get_ref(), TEXT) {
            Ok(()) => Some(text.get_ref().clone()),
            Err(fault) => {
                self.fault(text.span().start, TemplateProblem::Text(fault));
                None
            }
        }
    }

    fn pieces(&mut self, each: Option<Each>, text: &Spanned<String>) -> Option<Vec<Piece>> {
        let (at, text) = (text.span().start, text.get_ref());
        match check(text, TEXT) {
            // A cell to be filled in by hand.
            Ok(()) | Err(TextFault::Empty) => {}
            Err(fault) => {
                self.fault(at, TemplateProblem::Text(fault));
                return None;
            }
        }
        let own = each.map_or(&[][..], Each::fields);
        let known = [own, self.kind.fields()].concat();
        match pieces(text, &known) {
            Ok(pieces) => Some(pieces),
            Err(faults) => {
                // A text in three quotes begins on the line after them.
                let first =
                    line_of(self.text, at) + usize::from(self.text[at..].starts_with("\"\"\"\n"));
                let faults = faults.into_iter().map(|(line, problem)| TemplateFault {
                    line: first + line,
                    problem,
                });
                self.faults.extend(faults);
                None
            }
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
