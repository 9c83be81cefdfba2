//! Documents for office programs (`.docx`), laid out as official letters are: GB/T 9704 says where what stands.
//!
//! Written here rather than by a library: what an office needs is a few parts of fixed text around one list of
//! paragraphs, fonts must be named with what to take where they are missing, and nothing but plain text may get in. There
//! are no links, no macros, no pictures, and one kind of field: the page number.

mod body;
mod page;
mod style;
#[cfg(test)]
mod tests;

use std::io::{Cursor, Write as _};

use banli_shared::documents::Paper;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a `.docx` is on the wire.
pub(crate) const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/header.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/first.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/odd.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/even.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;

const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="fonts" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="settings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="header" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header.xml"/><Relationship Id="first" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="first.xml"/><Relationship Id="odd" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="odd.xml"/><Relationship Id="even" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="even.xml"/></Relationships>"#;

/// The document as a file. The same paper gives the same bytes.
///
/// # Errors
/// What the writer of archives says, in words.
pub(crate) fn write(paper: &Paper) -> Result<Vec<u8>, String> {
    let is_letter = page::is_letter(paper);
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE.to_owned()),
        ("word/_rels/document.xml.rels", DOCUMENT.to_owned()),
        ("word/document.xml", body::document(paper, is_letter)),
        ("word/styles.xml", style::styles()),
        ("word/fontTable.xml", style::fonts()),
        ("word/settings.xml", page::SETTINGS.to_owned()),
        ("word/header.xml", page::header(paper.is_draft)),
        ("word/first.xml", page::first(is_letter)),
        ("word/odd.xml", page::footer("right")),
        ("word/even.xml", page::footer("left")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(16 * 1024)));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())
            .and_then(|()| zip.write_all(text.as_bytes()).map_err(Into::into))
            .map_err(|fault| fault.to_string())?;
    }
    let written = zip.finish().map_err(|fault| fault.to_string())?;
    Ok(written.into_inner())
}

/// The namespaces of a part.
const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// Adds text as the content of an element.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            // What XML cannot hold, wherever it came from.
            c if c.is_control() || (u32::from(c) & 0xFFFE) == 0xFFFE => {}
            c => into.push(c),
        }
    }
}
