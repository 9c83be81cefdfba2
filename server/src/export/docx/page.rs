//! The page: margins, page numbers, the lines of a letter, the mark of a draft.

use banli_shared::documents::{Filled, Paper, Style};

use super::NAMESPACES;

/// Odd pages have their number on the right, even ones on the left; no field is counted anew on opening.
pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

/// The width between the margins, in twentieths of a point: 156 mm.
pub(super) const WIDTH: u32 = 8844;

/// How far the red lines of a letter reach over the margins, likewise: they are 170 mm long.
pub(super) const OVER: i32 = 397;

/// The red of letterheads.
pub(super) const RED: &str = "FF0000";

/// Whether it is in the form of a letter, whose first page has no number.
pub(super) fn is_letter(paper: &Paper) -> bool {
    let has = |style| {
        let mut lines = paper.lines.iter();
        lines.any(|line| matches!(line, Filled::Text { style: it, .. } if *it == style))
    };
    has(Style::Letterhead) && has(Style::Salutation)
}

/// A4 with 37, 26, 35 and 28 mm around 22 lines of 28 characters.
pub(super) fn section(is_letter: bool) -> String {
    let title = if is_letter { "<w:titlePg/>" } else { "" };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:headerReference w:type="first" r:id="header"/><w:headerReference w:type="even" r:id="header"/><w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="first" r:id="first"/><w:footerReference w:type="even" r:id="even"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1134" w:footer="1304" w:gutter="0"/>{title}<w:docGrid w:linePitch="579"/></w:sectPr>"#
    )
}

/// The head of every page: empty, save on a draft.
pub(super) fn header(is_draft: bool) -> String {
    let mark = if is_draft {
        format!(
            r#"<w:r><w:rPr><w:rFonts w:ascii="SimHei" w:hAnsi="SimHei" w:eastAsia="黑体"/><w:color w:val="{RED}"/><w:sz w:val="36"/></w:rPr><w:t>草稿 DRAFT（未经签发）</w:t></w:r>"#
        )
    } else {
        String::new()
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr {NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{mark}</w:p></w:hdr>"#
    )
}

/// The foot of the first page: a letter ends it with a red line, and has no number there.
pub(super) fn first(is_letter: bool) -> String {
    if !is_letter {
        return footer("right");
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {NAMESPACES}><w:p><w:pPr><w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="1" w:color="{RED}"/></w:pBdr><w:ind w:left="-{OVER}" w:right="-{OVER}"/></w:pPr></w:p></w:ftr>"#
    )
}

/// The foot of a page with its number, one character in from the side.
pub(super) fn footer(side: &str) -> String {
    let font = r#"<w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>"#;
    let field = |kind: &str| format!(r#"<w:r>{font}<w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {NAMESPACES}><w:p><w:pPr><w:ind w:left="280" w:right="280"/><w:jc w:val="{side}"/></w:pPr><w:r>{font}<w:t xml:space="preserve">— </w:t></w:r>{begin}<w:r>{font}<w:instrText>PAGE</w:instrText></w:r>{separate}<w:r>{font}<w:t>1</w:t></w:r>{end}<w:r>{font}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#,
        begin = field("begin"),
        separate = field("separate"),
        end = field("end"),
    )
}
