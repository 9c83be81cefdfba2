//! Text on its way to a screen or a log.

use std::borrow::Cow;

use super::marks::{Mark, mark};

/// Stands where a character was that must not reach a terminal.
pub const REPLACEMENT: char = '\u{FFFD}';

/// Makes text safe to show on one line.
///
/// Line breaks and tabs become one space each, control characters, direction controls and noncharacters become
/// [`REPLACEMENT`], and what shows nothing is removed. Doing it twice changes nothing more.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    rewrite(text, " ", " ")
}

/// Makes text safe to show on several lines: as [`clean`], but every kind of line break becomes a line feed and a tab
/// becomes four spaces.
#[must_use]
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    rewrite(text, "\n", "    ")
}

/// Makes text safe to print on several lines: as [`clean_lines`], but what chooses the glyph of a rare name stays, and
/// what must not be there is left out, since nobody can correct paper.
#[must_use]
pub fn for_paper(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c == '\n' || (c != '\r' && c != '\t' && stays(c));
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in super::tidy(text).chars() {
        match c {
            '\t' => out.push_str("    "),
            c if stays(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

fn stays(c: char) -> bool {
    matches!(mark(c), None | Some(Mark::Variation))
}

fn rewrite<'a>(text: &'a str, line_break: &str, tab: &str) -> Cow<'a, str> {
    let keeps_line_feed = line_break == "\n";
    let plain = |c: char| match c {
        '\n' => keeps_line_feed,
        '\r' | '\t' => false,
        _ => mark(c).is_none(),
    };
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                // A pair is one break.
                let _ = chars.next_if_eq(&'\n');
                out.push_str(line_break);
            }
            '\n' => out.push_str(line_break),
            '\t' => out.push_str(tab),
            _ => match mark(c) {
                None => out.push(c),
                Some(Mark::Separator) => out.push_str(line_break),
                Some(Mark::Invisible | Mark::Variation) => {}
                Some(Mark::Control | Mark::Direction | Mark::Noncharacter) => out.push(REPLACEMENT),
            },
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_is_not_copied() {
        for text in [
            "",
            "关于加强社区养老服务的提案",
            "买买提·吐尔逊 𠮷 \u{E123}",
            "a~!@#",
        ] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
        assert!(matches!(clean_lines("一\n二"), Cow::Borrowed(_)));
    }

    #[test]
    fn escape_sequences_lose_their_escape() {
        assert_eq!(clean("a\u{1b}[31mb"), "a\u{FFFD}[31mb");
        assert_eq!(clean("a\u{9b}31mb"), "a\u{FFFD}31mb");
        assert_eq!(clean("\u{1b}]52;c;AAAA\u{7}"), "\u{FFFD}]52;c;AAAA\u{FFFD}");
        assert_eq!(clean("x\u{7f}\0"), "x\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn direction_controls_are_seen_and_the_invisible_goes() {
        assert_eq!(clean("admin\u{202e}gpj"), "admin\u{FFFD}gpj");
        assert_eq!(clean("\u{FEFF}张\u{200B}三"), "张三");
        assert_eq!(clean("葛\u{E0100}"), "葛");
        assert_eq!(clean("\u{FDD0}\u{1FFFF}"), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn breaks_and_tabs_follow_the_use() {
        assert_eq!(clean("a\r\nb\tc\u{2028}d\re"), "a b c d e");
        assert_eq!(clean_lines("a\r\nb\tc\u{2028}d\re"), "a\nb    c\nd\ne");
    }

    #[test]
    fn paper_keeps_the_glyphs_of_names_and_nothing_that_acts() {
        assert_eq!(
            for_paper("葛\u{E0100}城\u{1b}[31m\u{202e}"),
            "葛\u{E0100}城[31m"
        );
        assert_eq!(
            for_paper("一\r\n二\t三\u{2028}四\u{200b}\u{FFFE}"),
            "一\n二    三\n四"
        );
        assert!(matches!(for_paper("买买提·吐尔逊\n𠮷"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_harmful_is_left(text in any::<String>()) {
            let line = clean(&text);
            prop_assert!(line.chars().all(|c| !c.is_control() && mark(c).is_none()));
            prop_assert_eq!(clean(&line), line.clone());
            let block = clean_lines(&text);
            prop_assert!(block.chars().all(|c| c == '\n' || !c.is_control() && mark(c).is_none()));
            prop_assert_eq!(clean_lines(&block), block.clone());
        }
    }
}
