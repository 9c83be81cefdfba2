//! How much of a file is read at most, checked before anything is built from it.

use std::io::{BufReader, Cursor, Read};

use crate::lists::{FileFault, Quantity};
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes of a file.
pub(super) const FILE_BYTES: usize = 16 * 1024 * 1024;
/// Parts of a workbook.
const PARTS: usize = 1000;
/// How many times a part may be folded, if it is larger than [`FOLDED_FREELY`].
const FOLDED_TIMES: u64 = 200;
/// Bytes up to which a part may be folded as it likes.
const FOLDED_FREELY: u64 = 1024 * 1024;
/// Rows besides the entries in a sheet: titles, header, totals and notes.
pub(super) const ABOVE: usize = 100;

/// How much a file may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Bytes of all parts of a workbook once unfolded.
    pub(super) unfolded_bytes: usize,
    /// Entries.
    pub(super) rows: usize,
    /// The last row in which anything may stand.
    pub(super) last_row: u32,
    /// The last column in which anything may stand.
    pub(super) columns: u32,
    /// Cells, empty ones that only carry a format included.
    pub(super) cells: usize,
}

/// Lists that are taken in.
pub(super) const LISTS: Bounds = Bounds {
    unfolded_bytes: 64 * 1024 * 1024,
    rows: 20_000,
    last_row: 100_000,
    columns: 256,
    cells: 1_000_000,
};

/// Tables that are only counted: the reply items of many years.
pub(super) const TABLES: Bounds = Bounds {
    unfolded_bytes: 128 * 1024 * 1024,
    rows: 200_000,
    last_row: 200_100,
    columns: 512,
    cells: 4_000_000,
};

/// The fault of being over a limit.
pub(super) fn too_large(what: Quantity, limit: impl TryInto<u64>) -> FileFault {
    FileFault::TooLarge {
        what,
        limit: limit.try_into().unwrap_or(u64::MAX),
    }
}

/// The fault of a file that does not hold together.
pub(super) fn damaged(detail: impl std::fmt::Display) -> FileFault {
    let detail = detail.to_string();
    let safe = crate::text::clean(&detail);
    FileFault::Damaged {
        detail: crate::text::truncate(&safe, 120),
    }
}

/// Unfolds a workbook once, keeping nothing, and refuses it as soon as it is larger than a list can be.
pub(super) fn check_workbook(bytes: &[u8], bounds: &Bounds) -> Result<(), FileFault> {
    let most = bounds.unfolded_bytes;
    // Entries of the directory cost memory when it is read, so they are counted before.
    if bytes
        .windows(4)
        .filter(|window| window == b"PK\x01\x02")
        .count()
        > PARTS
    {
        return Err(too_large(Quantity::Parts, PARTS));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_fault)?;
    if archive.len() > PARTS {
        return Err(too_large(Quantity::Parts, PARTS));
    }
    let mut has_workbook = false;
    let mut left = most as u64;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(zip_fault)?;
        let name = part
            .name()
            .map_err(zip_fault)?
            .replace('\\', "/")
            .to_ascii_lowercase();
        has_workbook |= name.ends_with("workbook.xml");
        if part.size() > left {
            return Err(too_large(Quantity::UnfoldedBytes, most));
        }
        let folded = part.compressed_size().max(1);
        let unfolded = if name.ends_with("sharedstrings.xml") {
            check_shared_strings(&mut part, left, bounds.cells)?
        } else {
            drain(&mut part, left)?
        };
        // The declared size may lie; what was read does not.
        if unfolded > left {
            return Err(too_large(Quantity::UnfoldedBytes, most));
        }
        if unfolded > FOLDED_FREELY && unfolded / folded > FOLDED_TIMES {
            return Err(too_large(Quantity::FoldedTimes, FOLDED_TIMES));
        }
        left -= unfolded;
    }
    if has_workbook {
        Ok(())
    } else {
        Err(FileFault::OtherSpreadsheet)
    }
}

/// Reads a part to its end, or to one byte past the limit.
fn drain(part: &mut impl Read, limit: u64) -> Result<u64, FileFault> {
    std::io::copy(&mut part.take(limit + 1), &mut std::io::sink()).map_err(damaged)
}

/// As [`drain`], and checks the number of strings that the part announces: the spreadsheet reader makes room for as
/// many as it says.
fn check_shared_strings(part: &mut impl Read, limit: u64, cells: usize) -> Result<u64, FileFault> {
    let mut counted = Counted {
        inner: part.take(limit + 1),
        bytes: 0,
    };
    let mut announced = 0;
    {
        let mut xml = quick_xml::Reader::from_reader(BufReader::new(&mut counted));
        let config = xml.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(start) if start.local_name().as_ref() == "sst" => {
                    for attribute in start.attributes().with_checks(false) {
                        let attribute = attribute.map_err(damaged)?;
                        if attribute.key.local_name().as_ref() == "uniqueCount" {
                            announced =
                                announced.max(attribute.value.trim().parse().unwrap_or(u64::MAX));
                        }
                    }
                    break;
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    if announced > cells as u64 {
        return Err(too_large(Quantity::Cells, cells));
    }
    std::io::copy(&mut counted, &mut std::io::sink()).map_err(damaged)?;
    Ok(counted.bytes)
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

pub(super) fn zip_fault(fault: ZipError) -> FileFault {
    match fault {
        ZipError::UnsupportedArchive(text) if text == ZipError::PASSWORD_REQUIRED => {
            FileFault::OldOrLocked
        }
        other => damaged(other),
    }
}
