//! Names of files that people's words stand in.

use crate::text::clean;

/// Longest part of a name, in characters.
const PART: usize = 40;

/// A file name of these parts, with its ending: no folder, nothing hidden, nothing that another system does not take.
#[must_use]
pub fn file_name(parts: &[&str], ending: &str) -> String {
    format!("{}.{ending}", file_stem(parts))
}

/// The same without an ending.
#[must_use]
pub fn file_stem(parts: &[&str]) -> String {
    let parts = parts
        .iter()
        .map(|part| {
            let safe = |c: char| match c {
                '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{FFFD}' => '_',
                c if c.is_whitespace() => '_',
                c => c,
            };
            let part: String = clean(part).chars().take(PART).map(safe).collect();
            part.trim_matches(['.', '-']).to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_leads_out_of_the_folder() {
        assert_eq!(
            file_name(&["答复函", "20230001", "B03"], "docx"),
            "答复函-20230001-B03.docx"
        );
        assert_eq!(
            file_name(&["../../etc", "a b\u{1b}[2J", ""], "docx"),
            "_.._etc-a_b_[2J.docx"
        );
        assert_eq!(file_name(&["..", "-rf"], "zip"), "rf.zip");
    }
}
