//! What rows of every kind of list have in common.

use crate::lang::Word;
use crate::lists::{
    CellDetail, CellFault, CellProblem, FileFault, HiddenPart, HiddenParts, StrayCell,
};
use crate::text::{self, TextFault, normalise_name};

use super::bounds::{LISTS, damaged};
use super::cell::{Book, Cell, Row, Sheet, letters};
use super::header::{self, ColumnMap, Columns, Header};
use super::{ReadOptions, sniff};

/// Cells of a found text that are shown.
const SHOWN_CELLS: usize = 40;

/// The first sheet that has a header. If none has, the fault of the sheet that comes closest.
pub(super) fn first_with_header<'a, C: Columns>(
    sheets: &'a [Sheet],
    map: &ColumnMap<C>,
) -> Result<(&'a Sheet, Header<C>), FileFault> {
    let mut closest: Option<FileFault> = None;
    for sheet in sheets {
        match header::find(sheet, map) {
            Ok(header) => return Ok((sheet, header)),
            Err(fault) => {
                let is_closer = match (&fault, &closest) {
                    (_, None) => true,
                    (
                        FileFault::NoHeader { missing, .. },
                        Some(FileFault::NoHeader {
                            missing: before, ..
                        }),
                    ) => missing.len() < before.len(),
                    (FileFault::NoHeader { .. }, Some(_)) => false,
                    (_, Some(FileFault::NoHeader { .. })) => true,
                    _ => false,
                };
                if is_closer {
                    closest = Some(fault);
                }
            }
        }
    }
    Err(closest.unwrap_or(FileFault::Empty))
}

/// Every sheet that has a header; the fault of [`first_with_header`] if none has.
pub(super) fn all_with_header<'a, C: Columns>(
    sheets: &'a [Sheet],
    map: &ColumnMap<C>,
) -> Result<Vec<(&'a Sheet, Header<C>)>, FileFault> {
    let lists: Vec<_> = sheets
        .iter()
        .filter_map(|sheet| Some((sheet, header::find_own(sheet, map).ok()?)))
        .collect();
    if lists.is_empty() {
        return first_with_header(sheets, map).map(|list| vec![list]);
    }
    header::all_there(map, &lists.iter().map(|(_, header)| header))?;
    Ok(lists)
}

/// What is hidden in the lists of a file, and the sheets that were left out for it.
pub(super) fn hidden<C>(book: &Book, lists: &[(&Sheet, Header<C>)]) -> Vec<HiddenPart> {
    let read = lists.iter().filter_map(|(sheet, _)| sheet.hidden.clone());
    read.chain(book.left_out.iter().cloned()).collect()
}

/// The sheets that hold something and no list, by their names.
pub(super) fn others<C>(book: &Book, lists: &[(&Sheet, Header<C>)]) -> Vec<String> {
    let is_list = |sheet: &Sheet| lists.iter().any(|(list, _)| std::ptr::eq(*list, sheet));
    let others = book.sheets.iter().filter(|sheet| !is_list(sheet));
    others.filter_map(|sheet| sheet.name.clone()).collect()
}

/// What begins as a workbook does, was read as text all the same, and makes no sense as that is a damaged workbook, and
/// likewise an old one.
fn spoilt(fault: &FileFault, bytes: &[u8]) -> Option<FileFault> {
    let is_no_text = matches!(
        fault,
        FileFault::NoHeader { .. }
            | FileFault::Encoding { .. }
            | FileFault::NotAList
            | FileFault::NulByte { .. }
            | FileFault::OpenQuote { .. }
            | FileFault::Damaged { .. }
    );
    let begins = |signs: &[&[u8]]| is_no_text && signs.iter().any(|sign| bytes.starts_with(sign));
    let is_old = begins(&[b"\xD0\xCF", b"\x09\x08", b"\x09\x04", b"\x09\x02"]);
    let was_text = !sniff::is_workbook(bytes);
    match (is_old, was_text && begins(&[b"PK"]), fault) {
        (true, ..) => Some(FileFault::OldOrLocked),
        (_, true, FileFault::Damaged { .. }) => None,
        (_, true, _) => Some(damaged("it begins as a workbook does, and is none")),
        _ => None,
    }
}

/// What a file lacks, or that it lacks it because hidden parts were left out.
pub(super) fn because_hidden<C: Columns>(
    fault: FileFault,
    bytes: &[u8],
    options: &ReadOptions<C>,
) -> FileFault {
    if let Some(fault) = spoilt(&fault, bytes) {
        return fault;
    }
    if options.hidden != HiddenParts::Skip
        || !matches!(fault, FileFault::Empty | FileFault::NoHeader { .. })
    {
        return fault;
    }
    let Ok(book) = sniff::read_sheets(bytes, options.sheet.as_deref(), HiddenParts::Read, &LISTS)
    else {
        return fault;
    };
    let Ok((sheet, header)) = first_with_header(&book.sheets, &options.map) else {
        return fault;
    };
    let Some(part) = &sheet.hidden else {
        return fault;
    };
    let needed = header.columns.iter().filter(|(_, it)| it.is_needed());
    let columns = needed.filter_map(|(at, _)| {
        let at_letters = letters(*at);
        let header = header.texts.get(at)?;
        let shown = text::truncate(&text::clean(header), SHOWN_CELLS);
        let is_hidden = part.columns.contains(&at_letters);
        is_hidden.then(|| format!("{at_letters} ({shown})"))
    });
    FileFault::HiddenHeader {
        sheet: part.sheet.clone(),
        row: part.rows.contains(&header.row).then_some(header.row),
        columns: columns.collect(),
    }
}

/// The length of numbers in a column of which some have kept their leading zeros; 0 where none has, or they differ.
pub(super) fn lost_digits(sheet: &Sheet, first: usize, column: u32) -> usize {
    let mut digits = 0;
    for row in &sheet.rows[first..] {
        let text = row.text(column);
        let text = bare_number(&text);
        if text.starts_with('0') && text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit())
        {
            if digits != 0 && digits != text.len() {
                return 0;
            }
            digits = text.len();
        }
    }
    digits
}

/// A number with the leading zeros that a spreadsheet took from it, and without the point that another program added.
pub(super) fn with_lost_zeros(number: &str, digits: usize) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = number
        .strip_suffix(".0")
        .filter(|whole| is_number(whole))
        .unwrap_or(number);
    if is_number(whole) {
        format!("{whole:0>digits$}")
    } else {
        whole.to_owned()
    }
}

/// A proposal number as it is kept: without 第 and 号 around it, and with the zeros it has lost.
fn proposal_number(text: &str, digits: usize) -> String {
    with_lost_zeros(bare_number(&normalise_name(text)), digits)
}

/// The proposal number in a cell, without the year of the session where that stands before it.
///
/// # Errors
/// The year, where it is another one.
pub(super) fn number_in(text: &str, session: Option<i16>, digits: usize) -> Result<String, i16> {
    let plain = normalise_name(text);
    let number = match (number_of_year(&plain), session) {
        (Some((year, number)), Some(session)) if year == session => number,
        (Some((year, _)), Some(_)) => return Err(year),
        _ => &plain,
    };
    Ok(proposal_number(number, digits))
}

/// A number that a year stands before: 2023第98号, 2023年98号, 〔2023〕98号. The year, and the number without it.
fn number_of_year(text: &str) -> Option<(i16, &str)> {
    let (open, inner) = match text.strip_prefix(['〔', '[', '(', '【']) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let (year, rest) = inner.split_at_checked(4)?;
    let year = year
        .parse()
        .ok()
        .filter(|year| (1900..2100).contains(year))?;
    let rest = match open {
        true => rest.strip_prefix(['〕', ']', ')', '】'])?,
        false => rest,
    };
    let number = rest.strip_prefix('年').unwrap_or(rest);
    let number = number.strip_prefix('第').unwrap_or(number);
    // 20230098 has its year within.
    let is_apart = open || number.len() < rest.len();
    let number = number.strip_suffix('号').unwrap_or(number).trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_apart && is_number).then_some((year, number))
}

/// Why a cell is no proposal number, whatever its text.
pub(super) fn no_number(cell: &Cell) -> Option<CellFault> {
    let text = cell.text();
    let is_part = matches!(cell, Cell::Number { value, .. } if value.fract() != 0.0);
    let is_switch = ["TRUE", "FALSE"]
        .iter()
        .any(|it| text.eq_ignore_ascii_case(it));
    if is_scientific(&text) {
        return Some(CellFault::ScientificNumber);
    }
    let is_none = is_part || is_switch || matches!(cell, Cell::Date(_));
    is_none.then_some(CellFault::NotANumber)
}

/// 2.02E+07: what a spreadsheet shows of a long number, which has lost its digits.
fn is_scientific(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_point = mantissa.split_once('.');
    let has_sign = exponent.starts_with(['+', '-']);
    let is_mantissa = match of_point {
        Some((whole, rest)) => digits(whole) && digits(rest),
        None => digits(mantissa) && has_sign,
    };
    is_mantissa && digits(exponent.trim_start_matches(['+', '-']))
}

/// 20230065 of 第20230065号 and of No.20230065.
fn bare_number(text: &str) -> &str {
    let unsigned = ["№", "No.", "NO.", "no.", "No", "NO"];
    let mut unsigned = unsigned.iter();
    let after_sign = unsigned.find_map(|sign| text.strip_prefix(sign));
    let after_sign = after_sign.map(|rest| rest.trim_start_matches(['.', ':', '：']).trim());
    let is_digit = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit());
    let signless = after_sign.filter(is_digit).unwrap_or(text);
    let inner = signless.strip_prefix('第').unwrap_or(signless).trim();
    let inner = inner.strip_suffix("提案").unwrap_or(inner).trim();
    let inner = inner.strip_suffix('号').unwrap_or(inner).trim();
    let is_number = !inner.is_empty()
        && inner.bytes().any(|byte| byte.is_ascii_digit())
        && inner
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    if is_number { inner } else { text }
}

/// Takes out the spaces between Han characters that a broken line left; a title has none of its own.
pub(super) fn join_han(line: &str) -> String {
    let is_wide = |c: char| u32::from(c) >= 0x2E80;
    let mut joined = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let between = c == ' '
            && joined.chars().next_back().is_some_and(is_wide)
            && chars.peek().copied().is_some_and(is_wide);
        if !between {
            joined.push(c);
        }
    }
    joined
}

/// What was found wrong.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// For which a row cannot be taken in.
    faults: Vec<CellProblem>,
    /// What should be looked at.
    warnings: Vec<CellProblem>,
}

impl Problems {
    /// Notes the cells of an entry that no header stands above. A line that is longer than that of the header was taken
    /// apart in the wrong place, as a rule; in other rows somebody wrote beside the list.
    pub(super) fn add_strays<C: Columns>(&mut self, header: &Header<C>, row: &Row) {
        let strays: Vec<_> = header.strays(row).collect();
        let Some((last, _)) = strays.last() else {
            return;
        };
        let is_long = header.is_beyond(*last);
        let cells = strays.iter().map(|(at, cell)| StrayCell {
            column: letters(*at),
            found: text::truncate(&text::clean(&cell.text()), SHOWN_CELLS),
        });
        let (fault, into) = match is_long {
            true => (CellFault::LongRow, &mut self.faults),
            false => (CellFault::NoHeader, &mut self.warnings),
        };
        into.push(CellProblem {
            sheet: None,
            row: row.number,
            column: None,
            field: String::new(),
            fault,
            found: String::new(),
            suggestions: vec![],
            detail: Some(CellDetail::Strays {
                is_long,
                cells: cells.collect(),
            }),
        });
    }

    /// Notes a problem with one cell.
    pub(super) fn add<C: Word>(
        &mut self,
        row: &Row,
        at: u32,
        column: C,
        fault: CellFault,
        found: &str,
        suggestions: Vec<String>,
    ) {
        self.add_with((row, at), column, fault, found, suggestions, None);
    }

    /// Notes that a text is not fit to be kept.
    pub(super) fn add_text<C: Word>(
        &mut self,
        place: (&Row, u32),
        column: C,
        found: &str,
        detail: CellDetail,
    ) {
        let fault = match &detail {
            CellDetail::Text { text } | CellDetail::Suggestion { text, .. }
                if matches!(text, TextFault::TooLong { .. }) =>
            {
                CellFault::TooLong
            }
            _ => CellFault::BadText,
        };
        self.add_with(place, column, fault, found, vec![], Some(detail));
    }

    /// Notes that a value is there already, in this row of this sheet.
    pub(super) fn add_repeated<C: Word>(
        &mut self,
        place: (&Row, u32),
        column: C,
        found: &str,
        (sheet, row): (Option<String>, u32),
    ) {
        let detail = Some(CellDetail::Earlier { sheet, row });
        self.add_with(place, column, CellFault::Repeated, found, vec![], detail);
    }

    /// Notes that a name was not read as it stands there.
    pub(super) fn add_read_as<C: Word>(
        &mut self,
        place: (&Row, u32),
        column: C,
        said: &str,
        name: String,
    ) {
        let detail = Some(CellDetail::ReadAs { name });
        self.add_with(place, column, CellFault::NameReadAs, said, vec![], detail);
    }

    fn add_with<C: Word>(
        &mut self,
        (row, at): (&Row, u32),
        column: C,
        fault: CellFault,
        found: &str,
        suggestions: Vec<String>,
        detail: Option<CellDetail>,
    ) {
        let into = match fault.is_remark() {
            true => &mut self.warnings,
            false => &mut self.faults,
        };
        into.push(CellProblem {
            sheet: None,
            row: row.number,
            column: Some(letters(at)),
            field: column.code().to_owned(),
            fault,
            found: text::truncate(&text::clean(found), SHOWN_CELLS),
            suggestions,
            detail,
        });
    }

    /// Whether something about this column of a row was noted.
    pub(super) fn is_said<C: Word>(&self, row: &Row, column: C) -> bool {
        self.faults
            .iter()
            .rev()
            .take_while(|problem| problem.row >= row.number)
            .any(|problem| problem.row == row.number && problem.field == column.code())
    }

    /// All faults, and all warnings, by row.
    pub(super) fn in_order(mut self) -> (Vec<CellProblem>, Vec<CellProblem>) {
        self.faults.sort_by_key(|problem| problem.row);
        self.warnings.sort_by_key(|problem| problem.row);
        (self.faults, self.warnings)
    }
}
