//! Lists out: a table as `.csv`, `.xlsx` or `.json`. What a spreadsheet could take for a formula is neutralised.

pub(crate) mod documents;
pub(crate) mod docx;
pub mod figures;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use banli_shared::text::{neutralise, restore};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
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
    /// The same, where an office gives the words.
    Named(String, String),
    /// A number; stays one.
    Number(i64),
    /// A percentage as it is rounded, such as `74.84`; in a workbook a number that is shown so.
    Percent(String),
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
    /// Of each row the units that handle it.
    pub units: Vec<Vec<String>>,
}

/// How a list goes out, where there is a choice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// A workbook with a sheet a unit.
    pub by_unit: bool,
    /// A `.csv` without the byte order mark.
    pub no_bom: bool,
}

/// Most characters that a cell of a workbook holds.
const CELL_CHARS: usize = 32_767;
/// Most characters of the name of a sheet.
const SHEET_CHARS: usize = 31;
/// The sheet of what no unit handles yet.
const NO_UNIT: &str = "未交办";

impl Table {
    /// The bytes of the file.
    ///
    /// # Errors
    /// In words, when the writer of the format failed.
    pub fn write(&self, kind: Kind, style: Style) -> Result<Vec<u8>, String> {
        match kind {
            Kind::Csv => self.csv(style).map_err(|fault| fault.to_string()),
            Kind::Xlsx => self.xlsx(style).map_err(|fault| fault.to_string()),
            Kind::Json => serde_json::to_vec(&self.json()).map_err(|fault| fault.to_string()),
        }
    }

    /// Whether a text is longer than a cell of a workbook holds.
    #[must_use]
    pub fn is_too_long_for_workbook(&self) -> bool {
        self.rows.iter().flatten().any(|cell| match cell {
            Cell::Text(text) | Cell::Named(_, text) => text.encode_utf16().count() > CELL_CHARS,
            _ => false,
        })
    }

    fn csv(&self, style: Style) -> Result<Vec<u8>, csv::Error> {
        let mark = if style.no_bom { "" } else { "\u{feff}" };
        let mut writer = csv::Writer::from_writer(mark.as_bytes().to_vec());
        writer.write_record(self.heads.iter().map(|(_, head)| *head))?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Empty => Cow::Borrowed(""),
                Cell::Text(text) | Cell::Named(_, text) => neutralise(text),
                Cell::Word(_, word) => Cow::Borrowed(*word),
                Cell::Number(number) => Cow::Owned(number.to_string()),
                Cell::Percent(percent) => Cow::Borrowed(percent.as_str()),
                Cell::Switch(on) => Cow::Borrowed(if *on { "是" } else { "否" }),
            });
            writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()))?;
        }
        writer
            .into_inner()
            .map_err(|fault| fault.into_error().into())
    }

    fn xlsx(&self, style: Style) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        if !style.by_unit {
            self.sheet(book.add_worksheet(), self.rows.iter())?;
            return book.save_to_buffer();
        }
        let mut by_unit: BTreeMap<&str, Vec<&Vec<Cell>>> = BTreeMap::new();
        for (row, units) in self.rows.iter().zip(&self.units) {
            for unit in units {
                by_unit.entry(unit).or_default().push(row);
            }
            if units.is_empty() {
                by_unit.entry(NO_UNIT).or_default().push(row);
            }
        }
        // A workbook without a sheet is none.
        if by_unit.is_empty() {
            by_unit.insert(NO_UNIT, vec![]);
        }
        let mut taken = BTreeSet::new();
        for (unit, rows) in by_unit {
            let sheet = book.add_worksheet();
            sheet.set_name(sheet_name(unit, &mut taken))?;
            self.sheet(sheet, rows.into_iter())?;
        }
        book.save_to_buffer()
    }

    fn sheet<'a>(
        &self,
        sheet: &mut Worksheet,
        rows: impl Iterator<Item = &'a Vec<Cell>>,
    ) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        for (at, (_, head)) in (0..).zip(&self.heads) {
            sheet.write_string_with_format(0, at, *head, &bold)?;
        }
        for (at, row) in (1..).zip(rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Empty => {}
                    // A typed string is never a formula. One that looks neutralised already is told apart from those
                    // that were, so that reading it back gives the same.
                    Cell::Text(text) | Cell::Named(_, text) if restore(text) != text => {
                        sheet.write_string(at, column, neutralise(text))?;
                    }
                    Cell::Text(text) | Cell::Named(_, text) => {
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
                    Cell::Percent(percent) => {
                        let digits = percent.split_once('.').map_or(0, |(_, after)| after.len());
                        let point = if digits == 0 { "" } else { "." };
                        let shown = format!("0{point}{:0>digits$}%", "");
                        let part = percent.parse::<f64>().unwrap_or_default() / 100.0;
                        let format = Format::new().set_num_format(shown);
                        sheet.write_number_with_format(at, column, part, &format)?;
                    }
                    Cell::Switch(on) => {
                        sheet.write_string(at, column, if *on { "是" } else { "否" })?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }

    fn json(&self) -> Value {
        let object = |row: &Vec<Cell>| {
            let fields = self.heads.iter().zip(row).map(|((key, _), cell)| {
                let value = match cell {
                    Cell::Empty => Value::Null,
                    Cell::Text(text) => json!(text),
                    Cell::Word(code, _) => json!(code),
                    Cell::Named(code, _) => json!(code),
                    Cell::Number(number) => json!(number),
                    Cell::Percent(percent) => json!(percent),
                    Cell::Switch(on) => json!(on),
                };
                ((*key).to_owned(), value)
            });
            Value::Object(fields.collect::<Map<_, _>>())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }
}

/// What a sheet can be called: short, without some marks, and no two alike but for case.
fn sheet_name(unit: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = unit
        .chars()
        .map(|c| {
            if "[]:*?/\\'".contains(c) || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let plain = plain.trim();
    // Spreadsheets count in units of UTF-16.
    let short = |most: usize| {
        let mut left = most;
        let fits = |c: &char| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        };
        plain.chars().take_while(fits).collect::<String>()
    };
    let mut name = short(SHEET_CHARS);
    let mut again = 2;
    while name.is_empty() || !taken.insert(name.to_lowercase()) {
        let number = format!(" {again}");
        name = format!("{}{number}", short(SHEET_CHARS - number.len()));
        again += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use banli_shared::import::read_tables;
    use banli_shared::lists::HiddenParts;

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
            units: vec![vec!["市[一]局".into()]],
        }
    }

    #[test]
    fn formulas_are_neutralised_and_numbers_stay_numbers() {
        let csv = String::from_utf8(table().write(Kind::Csv, Style::default()).unwrap()).unwrap();
        assert!(csv.starts_with("\u{feff}提案号,案由"));
        let row = csv.lines().nth(1).unwrap();
        assert!(row.starts_with("20230001,\"'=HYPERLINK"), "{row}");
        assert!(row.ends_with(",-2,A类"), "{row}");
        let json: Value =
            serde_json::from_slice(&table().write(Kind::Json, Style::default()).unwrap()).unwrap();
        assert_eq!(
            (&json[0]["round"], &json[0]["class"]),
            (&json!(-2), &json!("a"))
        );
        assert_eq!(
            json[0]["title"], "=HYPERLINK(\"http://x\")",
            "programs get what is there"
        );
        assert!(
            table()
                .write(Kind::Xlsx, Style::default())
                .unwrap()
                .starts_with(b"PK")
        );
    }

    #[test]
    fn a_percentage_is_a_number_in_a_workbook_and_as_it_is_rounded_elsewhere() {
        let table = Table {
            heads: vec![("percent", "百分比"), ("name", "名称")],
            rows: vec![vec![
                Cell::Percent("74.80".into()),
                Cell::Text("全部".into()),
            ]],
            units: vec![vec![]],
        };
        let file = |kind| table.write(kind, Style::default()).unwrap();
        let read = read_tables(&file(Kind::Xlsx), None, HiddenParts::Read).unwrap();
        assert_eq!(read.sheets[0].rows[1], ["0.748", "全部"]);
        let csv = String::from_utf8(file(Kind::Csv)).unwrap();
        assert!(csv.ends_with("74.80,全部\n"), "{csv}");
        let json: Value = serde_json::from_slice(&file(Kind::Json)).unwrap();
        assert_eq!(json[0]["percent"], "74.80");
    }

    #[test]
    fn sheets_are_named_as_spreadsheets_allow() {
        let mut taken = BTreeSet::new();
        let long = "市".repeat(40);
        assert_eq!(sheet_name(&long, &mut taken).chars().count(), SHEET_CHARS);
        let again = sheet_name(&long, &mut taken);
        assert!(
            again.ends_with(" 2") && again.chars().count() == SHEET_CHARS,
            "{again}"
        );
        assert_eq!(sheet_name("市[一]局", &mut taken), "市 一 局");
        assert_eq!(sheet_name("[]", &mut taken), " 2");
        let style = Style {
            by_unit: true,
            ..Style::default()
        };
        assert!(table().write(Kind::Xlsx, style).unwrap().starts_with(b"PK"));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
        #[test]
        fn what_is_written_is_read_again(
            title in "[=+\\-@甲]关于[甲乙、;,\"']{1,8}的提案",
            texts in proptest::collection::vec("[=+'甲一二、（）()12.①②【】；。 ,\"\n]{0,12}[甲①1]", 1..4),
        ) {
            use banli_shared::import::{ReadOptions, numbered, read_proposals};
            use banli_shared::org::UnitNames;

            let cell = numbered(texts.iter().map(String::as_str));
            let table = Table {
                heads: vec![("title", "案由"), ("proposers", "提案人"), ("suggestions", "建议")],
                rows: vec![vec![
                    Cell::Text(title.clone()),
                    Cell::Text("张三".into()),
                    Cell::Text(cell),
                ]],
                units: vec![vec![]],
            };
            for kind in [Kind::Csv, Kind::Xlsx] {
                let bytes = table.write(kind, Style::default()).unwrap();
                let list = read_proposals(&bytes, &ReadOptions::default(), &UnitNames::default());
                let list = list.unwrap();
                proptest::prop_assert_eq!(&list.problems, &[]);
                proptest::prop_assert_eq!(&list.rows[0].title, &title);
                proptest::prop_assert_eq!(&list.rows[0].suggestions, &texts);
            }
        }
    }
}
