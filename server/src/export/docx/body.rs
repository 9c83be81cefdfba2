//! The text: paragraphs and tables.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use banli_shared::documents::{Cell, Filled, Paper, Style};
use banli_shared::text::width;

use super::page::{WIDTH, section};
use super::{NAMESPACES, escape, style};

/// Longest text that stands in the middle of its cell, in columns of half a character.
const SHORT: usize = 24;

/// Twentieths of a point in a character of running text.
const CHARACTER: usize = 320;

/// The main part.
pub(super) fn document(paper: &Paper, is_letter: bool) -> String {
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACES}><w:body>"#
    );
    let mut begins_page = false;
    let mut rest = paper.lines.as_slice();
    while let Some(first) = rest.first() {
        let rows = rest
            .iter()
            .take_while(|it| matches!(it, Filled::Row { .. }));
        let (these, after) = rest.split_at(rows.count().max(1));
        rest = after;
        match first {
            Filled::Text { style, .. } if *style == Style::NewPage => {
                begins_page = true;
                continue;
            }
            Filled::Text { style, text } => {
                paragraph(*style, text, after.first(), begins_page, &mut xml);
            }
            Filled::Row { .. } => table(these, begins_page, &mut xml),
        }
        begins_page = false;
    }
    xml.push_str(&section(is_letter));
    xml.push_str("</w:body></w:document>");
    xml
}

fn date_of(line: &Filled) -> Option<&str> {
    match line {
        Filled::Text {
            style: Style::Date,
            text,
        } => Some(text),
        _ => None,
    }
}

/// A paragraph, with what follows it. A signature stands over the middle of its date, and never alone on a page.
fn paragraph(style: Style, text: &str, next: Option<&Filled>, begins_page: bool, xml: &mut String) {
    let _ = write!(xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>"#);
    let is_signed = matches!(
        next,
        Some(Filled::Text {
            style: Style::Signature,
            ..
        })
    );
    if is_signed {
        xml.push_str("<w:keepNext/>");
    }
    if begins_page {
        xml.push_str("<w:pageBreakBefore/>");
    }
    let mut own = String::new();
    match (style, next.and_then(date_of)) {
        (Style::Signature, Some(date)) => {
            let (name, date) = (width(text) * CHARACTER / 2, width(date) * CHARACTER / 2);
            let right = (4 * CHARACTER + date / 2).saturating_sub(name / 2);
            let _ = write!(xml, r#"<w:ind w:rightChars="0" w:right="{right}"/>"#);
        }
        (Style::Letterhead, _) => {
            // As large as fits on the line, 二号 at least.
            let fits = WIDTH as usize / 10 / (width(text).div_ceil(2).max(1));
            let size = fits.clamp(44, 96);
            let _ = write!(own, r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#);
        }
        _ => {}
    }
    xml.push_str("</w:pPr>");
    run(text, &own, xml);
    xml.push_str("</w:p>");
}

fn run(text: &str, properties: &str, xml: &mut String) {
    if text.is_empty() {
        return;
    }
    xml.push_str("<w:r>");
    if !properties.is_empty() {
        let _ = write!(xml, "<w:rPr>{properties}</w:rPr>");
    }
    xml.push_str(r#"<w:t xml:space="preserve">"#);
    escape(text, xml);
    xml.push_str("</w:t></w:r>");
}

/// Rows that follow each other. Cells of different rows need not stand under each other: the grid has every edge.
fn table(rows: &[Filled], begins_page: bool, xml: &mut String) {
    let rows: Vec<(bool, &[Cell], Vec<u32>)> = rows
        .iter()
        .filter_map(|row| match row {
            Filled::Row { is_head, cells } => Some((*is_head, cells.as_slice(), edges(cells))),
            Filled::Text { .. } => None,
        })
        .collect();
    let grid: BTreeSet<u32> = rows.iter().flat_map(|(.., edges)| edges).copied().collect();
    let _ = write!(
        xml,
        r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>"#
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(
            xml,
            r#"<w:{side} w:val="single" w:sz="6" w:space="0" w:color="auto"/>"#
        );
    }
    xml.push_str(r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#);
    let mut before = 0;
    for edge in &grid {
        let _ = write!(xml, r#"<w:gridCol w:w="{}"/>"#, edge - before);
        before = *edge;
    }
    xml.push_str("</w:tblGrid>");
    for (index, (is_head, cells, edges)) in rows.iter().enumerate() {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        xml.push_str(r#"<w:trHeight w:val="560" w:hRule="atLeast"/>"#);
        if *is_head {
            xml.push_str("<w:tblHeader/>");
        }
        xml.push_str("</w:trPr>");
        let mut left = 0;
        for (cell, right) in cells.iter().zip(edges) {
            let span = grid.range(left + 1..=*right).count();
            let width = right - left;
            let _ = write!(
                xml,
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/><w:vAlign w:val="center"/></w:tcPr>"#
            );
            in_cell(cell, *is_head, begins_page && index == 0, xml);
            xml.push_str("</w:tc>");
            left = *right;
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    // Between two tables, and after the last, the format wants a paragraph.
    xml.push_str(r#"<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>"#);
}

/// Where each cell of a row ends.
fn edges(cells: &[Cell]) -> Vec<u32> {
    let all: u32 = cells.iter().map(|cell| cell.width).sum();
    let mut so_far = 0;
    cells
        .iter()
        .map(|cell| {
            so_far += cell.width;
            WIDTH * so_far / all.max(1)
        })
        .collect()
}

fn in_cell(cell: &Cell, is_head: bool, begins_page: bool, xml: &mut String) {
    let style = if is_head { Style::HeadRow } else { Style::Row };
    let label = if cell.is_label && !is_head && !cell.text.trim().is_empty() {
        style::label()
    } else {
        String::new()
    };
    let in_the_middle = !cell.text.contains('\n') && width(&cell.text) <= SHORT;
    for line in cell.text.split('\n') {
        let _ = write!(xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>"#);
        if begins_page {
            xml.push_str("<w:pageBreakBefore/>");
        }
        if in_the_middle {
            xml.push_str(r#"<w:jc w:val="center"/>"#);
        }
        xml.push_str("</w:pPr>");
        run(line, &label, xml);
        xml.push_str("</w:p>");
    }
}
