//! Lists as programs write them: a JSON list of objects, one for each row, whose names are the header.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::bounds::{Bounds, too_large};
use super::cell::{Cell, Row, Sheet};
use crate::lists::{FileFault, Quantity};

/// Whole numbers up to here are exact as a spreadsheet keeps them.
const EXACT: u64 = 1 << 53;

/// Whether a file is read so: text in which an object, or a list of them, begins.
pub(super) fn are_records(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (first, rest) = match bytes.trim_ascii_start() {
        [first @ (b'[' | b'{'), rest @ ..] => (*first, rest.trim_ascii_start().first()),
        _ => return false,
    };
    match first {
        b'[' => matches!(rest, Some(b'{' | b']')),
        _ => matches!(rest, Some(b'"' | b'}')),
    }
}

/// Reads a list of objects; the first row has their names.
pub(super) fn read(bytes: &[u8], bounds: &Bounds) -> Result<Sheet, FileFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut table = Table {
        bounds,
        columns: BTreeMap::new(),
        rows: vec![],
        cells: 0,
        is_open: false,
        fault: None,
    };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = (&mut table)
        .deserialize(&mut json)
        .and_then(|()| json.end());
    if let Some(fault) = table.fault {
        return Err(fault);
    }
    read.map_err(|fault| match fault.is_data() && !table.is_open {
        true => FileFault::NoObject {
            item: table.rows.len() as u64 + 1,
        },
        false => FileFault::BadJson {
            detail: fault.to_string(),
        },
    })?;
    if table.rows.is_empty() {
        return Err(FileFault::Empty);
    }
    let names = table.columns.into_iter();
    let header = Row {
        number: 1,
        cells: names
            .filter_map(|(name, at)| Some((at, Cell::from_written(&name)?)))
            .collect(),
        ..Row::default()
    };
    let mut rows = vec![header];
    rows.append(&mut table.rows);
    Ok(Sheet {
        rows,
        ..Sheet::default()
    })
}

struct Table<'b> {
    bounds: &'b Bounds,
    /// The names, by the column that each was given.
    columns: BTreeMap<String, u32>,
    rows: Vec<Row>,
    cells: usize,
    /// Within an object.
    is_open: bool,
    /// Why it is not read on.
    fault: Option<FileFault>,
}

impl Table<'_> {
    fn stop<E: Error>(&mut self, fault: FileFault) -> E {
        self.fault = Some(fault);
        E::custom("it is not read on")
    }

    /// The column of a name.
    fn column<E: Error>(&mut self, name: String) -> Result<u32, E> {
        let next = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        let at = *self.columns.entry(name).or_insert(next);
        if at < self.bounds.columns {
            return Ok(at);
        }
        Err(self.stop(too_large(Quantity::Columns, self.bounds.columns)))
    }
}

impl<'de> DeserializeSeed<'de> for &mut Table<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Table<'_> {
    type Value = ();

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Item(&mut *self))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, _object: A) -> Result<(), A::Error> {
        Err(self.stop(FileFault::OneObject))
    }
}

/// The next object of the list.
struct Item<'t, 'b>(&'t mut Table<'b>);

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Item<'_, '_> {
    type Value = ();

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let table = self.0;
        table.is_open = true;
        if table.rows.len() == table.bounds.rows {
            return Err(table.stop(too_large(Quantity::Rows, table.bounds.rows)));
        }
        let number = u32::try_from(table.rows.len() + 2).unwrap_or(u32::MAX);
        let mut row = Row {
            number,
            ..Row::default()
        };
        while let Some(name) = object.next_key::<String>()? {
            table.cells += 1;
            if table.cells > table.bounds.cells {
                return Err(table.stop(too_large(Quantity::Cells, table.bounds.cells)));
            }
            let at = table.column(name)?;
            match object.next_value_seed(Value)? {
                Some(cell) => drop(row.cells.insert(at, cell)),
                None => drop(row.cells.remove(&at)),
            }
        }
        table.rows.push(row);
        table.is_open = false;
        Ok(())
    }
}

/// One value of an object; nothing where there is none.
struct Value;

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Option<Cell>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<Cell>, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Option<Cell>;

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<Cell>, E> {
        Ok(Cell::from_written(text))
    }

    fn visit_bool<E: Error>(self, on: bool) -> Result<Option<Cell>, E> {
        Ok(Some(Cell::of_switch(on)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<Cell>, E> {
        Ok(Some(Cell::Text(number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<Cell>, E> {
        let text = number.to_string();
        let value = text.parse().ok().filter(|_| number < EXACT);
        let number = value.map(|value| Cell::Number { value, digits: 0 });
        Ok(Some(number.unwrap_or(Cell::Text(text))))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<Cell>, E> {
        Ok(Some(Cell::Number { value, digits: 0 }))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<Cell>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<Cell>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Some(Cell::Nested))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Option<Cell>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Some(Cell::Nested))
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds;
    use super::*;
    use crate::import::{ReadOptions, read_proposals};
    use crate::lists::CellFault;
    use crate::org::UnitNames;

    fn rows(json: &str) -> Result<Vec<Vec<String>>, FileFault> {
        let sheet = read(json.as_bytes(), &bounds::LISTS)?;
        let row = |row: &Row| -> Vec<String> {
            (0..4)
                .map(|at| format!("{} {}", row.number, row.text(at)))
                .collect()
        };
        Ok(sheet.rows.iter().map(row).collect())
    }

    #[test]
    fn objects_are_rows_and_their_names_the_header() {
        let read = rows(
            "\u{feff} [{\"number\": 20230001, \"title\": \"'=甲\"}, {\"key\": true, \"title\": null, \"no\": 9007199254740993}]",
        );
        assert_eq!(
            read.unwrap(),
            [
                ["1 number", "1 title", "1 key", "1 no"],
                ["2 20230001", "2 '=甲", "2 ", "2 "],
                ["3 ", "3 ", "3 TRUE", "3 9007199254740993"],
            ]
        );
    }

    #[test]
    fn what_is_no_list_of_objects_says_where() {
        for (json, fault) in [
            ("{\"a\": 1}", FileFault::OneObject),
            ("[]", FileFault::Empty),
            ("[{\"a\": 1}, 5]", FileFault::NoObject { item: 2 }),
            ("[{\"a\": 1}, {}, [1]]", FileFault::NoObject { item: 3 }),
        ] {
            assert!(are_records(json.as_bytes()), "{json}");
            assert_eq!(rows(json).unwrap_err(), fault, "{json}");
        }
        let broken = rows("[{\"a\": 1},\n {\"a\" 1}]").unwrap_err();
        let at = |fault: &FileFault| matches!(fault, FileFault::BadJson { detail } if detail.contains("line 2 column 7"));
        assert!(at(&broken), "{broken:?}");
        let many = format!("[{}]", vec!["{\"a\":1}"; bounds::LISTS.rows + 1].join(","));
        assert!(matches!(rows(&many), Err(FileFault::TooLarge { .. })));
        let wide: Vec<String> = (0..300).map(|no| format!("\"c{no}\":1")).collect();
        let wide = format!("[{{{}}}]", wide.join(","));
        assert!(matches!(rows(&wide), Err(FileFault::TooLarge { .. })));
        let deep = format!("[{{\"a\":{}", "[".repeat(100_000));
        assert!(matches!(rows(&deep), Err(FileFault::BadJson { .. })));
        for other in ["[附件1]提案汇总表,,\n", "{x},y\n", "a,b\n"] {
            assert!(!are_records(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_list_where_a_text_is_meant_is_told_in_its_cell() {
        let json = r#"[{"title": ["甲"], "proposers": "张三", "tags": ["不读"]}]"#;
        let options = ReadOptions::default();
        let list = read_proposals(json.as_bytes(), &options, &UnitNames::default()).unwrap();
        let told: Vec<_> = list.problems.iter().map(|it| (it.row, it.fault)).collect();
        assert_eq!(told, [(2, CellFault::Nested)]);
    }
}
