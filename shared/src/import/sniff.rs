//! What kind of file it is, by its content.

use crate::lists::{FileFault, HiddenParts, Quantity};

use super::bounds::{self, Bounds};
use super::cell::Book;
use super::{plain, records, workbook};

/// Whether a file is read as a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the sheets of a file, each with its name; plain text and JSON are one sheet without a name.
pub(super) fn read_sheets(
    bytes: &[u8],
    wanted: Option<&str>,
    hidden: HiddenParts,
    bounds: &Bounds,
) -> Result<Book, FileFault> {
    if bytes.len() > bounds::FILE_BYTES {
        return Err(bounds::too_large(Quantity::Bytes, bounds::FILE_BYTES));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileFault::Empty);
    }
    if is_workbook(bytes) {
        return workbook::read(bytes, wanted, hidden, bounds);
    }
    // The container of old spreadsheets and of everything locked by a password.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(FileFault::OldOrLocked);
    }
    let start = bytes.trim_ascii_start();
    for other in [
        b"%PDF".as_slice(),
        b"{\\rtf",
        b"<html",
        b"<HTML",
        b"<!DOC",
        b"<!doc",
        b"<table",
        b"<?xml",
    ] {
        if start.starts_with(other) {
            return Err(FileFault::NotAList);
        }
    }
    if let Some(sheet) = wanted {
        return Err(FileFault::NoSuchSheet {
            sheet: crate::text::clean(sheet).into_owned(),
            known: vec![],
        });
    }
    let sheet = match records::are_records(bytes) {
        true => records::read(bytes, bounds)?,
        false => plain::read(bytes, bounds)?,
    };
    Ok(Book {
        sheets: vec![sheet],
        left_out: vec![],
    })
}
