//! Lists as plain text (`.csv`): which encoding, which separator, which rows.

use std::borrow::Cow;

use crate::lists::{FileFault, Quantity};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::bounds::{self, Bounds, damaged, too_large};
use super::cell::{Cell, Row, Sheet};

/// Rows looked at to find the separator.
const SAMPLE: usize = 40;

/// Bytes looked at to tell UTF-16.
const SAMPLED_BYTES: usize = 4096;

/// Reads text in any of the encodings that spreadsheets write.
pub(super) fn read(bytes: &[u8], bounds: &Bounds) -> Result<Sheet, FileFault> {
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(FileFault::Empty);
    }
    let separator = separator(&text);
    let mut sheet = Sheet::default();
    let mut number = 0;
    let mut next_line = 1;
    let mut cells_left = bounds.cells;
    // Where the last row begins, and how many line breaks are in it.
    let mut last = (0, 0);
    for record in reader(&text, separator).records() {
        let record = record.map_err(damaged)?;
        // Blank lines are rows of the sheet, though the parser does not give them.
        let line = record.position().map_or(next_line, csv::Position::line);
        let blank = line.saturating_sub(next_line);
        number += 1 + u32::try_from(blank)
            .unwrap_or(u32::MAX - 1)
            .min(bounds.last_row);
        let breaks = record
            .iter()
            .map(|field| field.bytes().filter(|byte| *byte == b'\n').count())
            .sum::<usize>();
        next_line = line + 1 + breaks as u64;
        last = (line, breaks);
        if number > bounds.last_row {
            return Err(too_large(Quantity::Rows, bounds.last_row));
        }
        cells_left = cells_left
            .checked_sub(record.len())
            .ok_or_else(|| too_large(Quantity::Cells, bounds.cells))?;
        let mut row = Row {
            number,
            fields: u32::try_from(record.len()).ok(),
            ..Row::default()
        };
        for (column, field) in (0..).zip(record.iter()) {
            if let Some(cell) = Cell::from_text(field) {
                if column >= bounds.columns {
                    return Err(too_large(Quantity::Columns, bounds.columns));
                }
                row.cells.insert(column, cell);
            }
        }
        if row.cells.is_empty() {
            continue;
        }
        if sheet.rows.len() == bounds.rows + bounds::ABOVE {
            return Err(too_large(Quantity::Rows, bounds.rows));
        }
        sheet.rows.push(row);
    }
    let (line, breaks) = last;
    if breaks > 0 && text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(FileFault::OpenQuote { line });
    }
    Ok(sheet)
}

/// A byte order mark decides; without one it is UTF-8 if it can be, else GB18030.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[length..]);
        if faulty {
            return Err(unreadable(encoding, &bytes[length..]));
        }
        if let Some(at) = text.find('\0') {
            let before = &text[..at];
            let bytes = match encoding == UTF_8 {
                true => at,
                false => before.encode_utf16().count() * 2,
            };
            return Err(nul_byte(before.as_bytes(), length + bytes, false));
        }
        return Ok(text);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let wide = is_wide(bytes);
        return Err(match wide || is_text_but_for_zeros(bytes) {
            true => nul_byte(&bytes[..at], at, wide),
            false => FileFault::NotAList,
        });
    }
    let Err(fault) = std::str::from_utf8(bytes) else {
        return Ok(UTF_8.decode_without_bom_handling(bytes).0);
    };
    if fault.error_len().is_none() && has_many_wide(&bytes[..fault.valid_up_to()]) {
        return Err(damaged("cut off in the middle of a character"));
    }
    let (text, faulty) = GB18030.decode_without_bom_handling(bytes);
    if is_damaged_utf8(bytes) {
        Err(unreadable(UTF_8, bytes))
    } else if faulty {
        Err(unreadable(GB18030, bytes))
    } else {
        Ok(text)
    }
}

/// That some line is no text in the encoding that the others have.
fn unreadable(encoding: &'static Encoding, bytes: &[u8]) -> FileFault {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut before = String::with_capacity(most.unwrap_or(0));
    // It ends at the first fault.
    let _ = decoder.decode_to_string_without_replacement(bytes, &mut before, true);
    FileFault::Encoding {
        line: 1 + before.matches('\n').count() as u64,
    }
}

/// The fault of a zero behind so many bytes of the file, whose lines `before` has.
fn nul_byte(before: &[u8], bytes: usize, wide: bool) -> FileFault {
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    FileFault::NulByte {
        line: 1 + breaks as u64,
        byte: 1 + bytes as u64,
        wide,
    }
}

/// Whether it is text once its zeros are taken out, and not a picture, say.
fn is_text_but_for_zeros(bytes: &[u8]) -> bool {
    let rest: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let is_text = |text: Cow<'_, str>| {
        let mut controls = text.chars().filter(|c| c.is_control());
        controls.all(|c| matches!(c, '\t' | '\r' | '\n'))
    };
    !rest.is_empty() && decode(&rest).is_ok_and(is_text)
}

/// Whether bytes without a byte order mark read well as UTF-16: as Han and ASCII, nearly all of it.
fn is_wide(bytes: &[u8]) -> bool {
    let even = &bytes[..bytes.len().min(SAMPLED_BYTES) / 2 * 2];
    [UTF_16LE, UTF_16BE].iter().any(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(even);
        let is_usual = |c: &char| {
            matches!(c, '\t' | '\r' | '\n' | ' '..='~' | '\u{3000}'..='\u{303F}')
                || matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
        };
        let (all, usual) = (text.chars().count(), text.chars().filter(is_usual).count());
        all > 0 && usual * 20 >= all * 19
    })
}

fn has_many_wide(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|c| !c.is_ascii())
        .take(4)
        .count()
        == 4
}

/// Text that is UTF-8 but for a few bytes would read as GB18030, into nonsense.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let bad = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let good = text
        .chars()
        .filter(|c| u32::from(*c) >= 0x800 && *c != '\u{FFFD}')
        .count();
    good > bad * 10
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// The separator that gives the most rows of one length.
fn separator(text: &str) -> u8 {
    let mut best = (0, b',');
    for separator in [b',', b'\t', b';', b'|'] {
        let lengths: Vec<usize> = reader(text, separator)
            .records()
            .take(SAMPLE)
            .map_while(Result::ok)
            .map(|record| record.len())
            .collect();
        let score = lengths
            .iter()
            .filter(|length| **length > 1)
            .map(|length| {
                lengths.iter().filter(|other| *other == length).count() * 100 + (*length).min(99)
            })
            .max()
            .unwrap_or(0);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}
