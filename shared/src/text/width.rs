//! How many terminal cells a text takes. The one place that measures.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands where text was cut off. Plain ASCII: its width is never in doubt.
pub const ELLIPSIS: &str = "..";

/// Cells that `text` takes on a terminal (characters of ambiguous width count as one).
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts `text` to at most `cells` cells, by whole grapheme, with [`ELLIPSIS`] where something was cut off.
#[must_use]
pub fn truncate(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let dots = &ELLIPSIS[..ELLIPSIS.len().min(cells)];
    let room = cells - dots.len();
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        let length = kept.len();
        kept.push_str(grapheme);
        // Measured as a whole: neighbours can change each other's width.
        if width(&kept) > room {
            kept.truncate(length);
            break;
        }
    }
    while width(&kept) + dots.len() > cells {
        // A shorter piece can be wider than a longer one where letters join; give way until it fits.
        let Some((start, _)) = kept.grapheme_indices(true).next_back() else {
            break;
        };
        kept.truncate(start);
    }
    kept.push_str(dots);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn han_takes_two_cells_and_punctuation_of_doubtful_width_one() {
        assert_eq!(width("提案"), 4);
        assert_eq!(width("A类"), 3);
        assert_eq!(width("·"), 1);
        assert_eq!(width("𠮷"), 2);
        assert_eq!(width("e\u{301}"), 1);
    }

    #[test]
    fn cutting_never_splits_a_character() {
        assert_eq!(truncate("关于养老", 8), "关于养老");
        assert_eq!(truncate("关于养老", 7), "关于..");
        assert_eq!(truncate("关于养老", 6), "关于..");
        assert_eq!(truncate("关于养老", 5), "关..");
        assert_eq!(truncate("关于养老", 3), "..");
        assert_eq!(truncate("关于养老", 1), ".");
        assert_eq!(truncate("关于养老", 0), "");
        assert_eq!(truncate("ae\u{301}bcd", 4), "ae\u{301}..");
    }

    proptest! {
        #[test]
        fn the_result_fits(text in any::<String>(), cells in 0usize..40) {
            let text = super::super::clean(&text).into_owned();
            let cut = truncate(&text, cells);
            prop_assert!(width(&cut) <= cells, "{cut:?} takes {} of {cells}", width(&cut));
            if width(&text) <= cells {
                prop_assert_eq!(cut, text);
            } else {
                let kept = cut.strip_suffix(ELLIPSIS).unwrap_or("");
                prop_assert!(text.starts_with(kept));
            }
        }
    }
}
