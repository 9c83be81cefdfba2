//! Lists out: a table as `.csv`, `.xlsx` or `.json`. What a spreadsheet could take for a formula is neutralised.

use std::borrow::Cow;

use banli_shared::text::neutralise;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::{Map, Value, json};

/// As what a list goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated, UTF-8 with a byte order mark: spreadsheets then know the encoding.
    Csv,
    /// A workbook.
    Xlsx,
    /// A list of objects.
    Json,
}

impl Kind {
    /// By the ending of a file's name.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The content type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, in tables for people.
    Text(String),
    /// A word with a code for programs: code, and the word for people.
    Word(&'static str, &'static str),
    /// A number; stays one.
    Number(i64),
    /// Yes or no.
    Switch(bool),
}

/// A column: its key for programs, its heading for people.
pub type Head = (&'static str, &'static str);

/// A list on its way out.
#[derive(Clone, Debug)]
pub struct Table {
    /// The columns.
    pub heads: Vec<Head>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The bytes of the file.
    ///
    /// # Errors
    /// In words, when the writer of the format failed.
    pub fn write(&self, kind: Kind) -> Result<Vec<u8>, String> {
        match kind {
            Kind::Csv => self.csv().map_err(|fault| fault.to_string()),
            Kind::Xlsx => self.xlsx().map_err(|fault| fault.to_string()),
            Kind::Json => serde_json::to_vec(&self.json()).map_err(|fault| fault.to_string()),
        }
    }

    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(self.heads.iter().map(|(_, head)| *head))?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Empty => Cow::Borrowed(""),
                Cell::Text(text) => neutralise(text),
                Cell::Word(_, word) => Cow::Borrowed(*word),
                Cell::Number(number) => Cow::Owned(number.to_string()),
                Cell::Switch(on) => Cow::Borrowed(if *on { "是" } else { "否" }),
            });
            writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()))?;
        }
        writer
            .into_inner()
            .map_err(|fault| fault.into_error().into())
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        for (at, (_, head)) in (0..).zip(&self.heads) {
            sheet.write_string_with_format(0, at, *head, &bold)?;
        }
        for (at, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Empty => {}
                    // A typed string is never a formula.
                    Cell::Text(text) => {
                        sheet.write_string(at, column, text)?;
                    }
                    Cell::Word(_, word) => {
                        sheet.write_string(at, column, *word)?;
                    }
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "a spreadsheet knows no other numbers"
                    )]
                    Cell::Number(number) => {
                        sheet.write_number(at, column, *number as f64)?;
                    }
                    Cell::Switch(on) => {
                        sheet.write_string(at, column, if *on { "是" } else { "否" })?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        book.save_to_buffer()
    }

    fn json(&self) -> Value {
        let object = |row: &Vec<Cell>| {
            let fields = self.heads.iter().zip(row).map(|((key, _), cell)| {
                let value = match cell {
                    Cell::Empty => Value::Null,
                    Cell::Text(text) => json!(text),
                    Cell::Word(code, _) => json!(code),
                    Cell::Number(number) => json!(number),
                    Cell::Switch(on) => json!(on),
                };
                ((*key).to_owned(), value)
            });
            Value::Object(fields.collect::<Map<_, _>>())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            heads: vec![
                ("number", "提案号"),
                ("title", "案由"),
                ("round", "轮次"),
                ("class", "类别"),
            ],
            rows: vec![vec![
                Cell::Text("20230001".into()),
                Cell::Text("=HYPERLINK(\"http://x\")".into()),
                Cell::Number(-2),
                Cell::Word("a", "A类"),
            ]],
        }
    }

    #[test]
    fn formulas_are_neutralised_and_numbers_stay_numbers() {
        let csv = String::from_utf8(table().write(Kind::Csv).unwrap()).unwrap();
        assert!(csv.starts_with("\u{feff}提案号,案由"));
        let row = csv.lines().nth(1).unwrap();
        assert!(row.starts_with("20230001,\"'=HYPERLINK"), "{row}");
        assert!(row.ends_with(",-2,A类"), "{row}");
        let json: Value = serde_json::from_slice(&table().write(Kind::Json).unwrap()).unwrap();
        assert_eq!(
            (&json[0]["round"], &json[0]["class"]),
            (&json!(-2), &json!("a"))
        );
        assert_eq!(
            json[0]["title"], "=HYPERLINK(\"http://x\")",
            "programs get what is there"
        );
        assert!(table().write(Kind::Xlsx).unwrap().starts_with(b"PK"));
    }
}
