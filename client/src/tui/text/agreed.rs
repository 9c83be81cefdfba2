//! Which glyphs every terminal gives the same width.

/// True when terminals agree how many cells `symbol` takes, so that the cursor is known after it was written.
///
/// They disagree about emoji, joined and combined characters, variation selectors, rare planes, private use, and
/// characters of ambiguous width. Box drawing is ambiguous on paper only: a terminal that draws it wide says so when it
/// is asked at the start, and gets ASCII frames.
#[must_use]
pub fn agreed_width(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(first), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(
        first,
        ' '..='~'
            | '\u{2500}'..='\u{257F}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FF01}'..='\u{FF60}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_han_and_ascii_are_agreed_on() {
        for symbol in ["a", " ", "提", "。", "，", "（", "Ａ", "─", "│"] {
            assert!(agreed_width(symbol), "{symbol}");
        }
    }

    #[test]
    fn what_terminals_dispute_is_not() {
        for symbol in [
            "",
            "é",
            "Д",
            "😀",
            "👨‍👩‍👧",
            "⌨\u{fe0f}",
            "e\u{301}",
            "·",
            "“",
            "…",
            "①",
            "★",
            "𠮷",
            "\u{e000}",
            "\u{300}",
        ] {
            assert!(!agreed_width(symbol), "{symbol:?}");
        }
    }
}
