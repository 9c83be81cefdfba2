//! Breaking text into lines by the rules of Chinese setting.

use std::ops::Range;

use super::width;
use unicode_segmentation::UnicodeSegmentation;

/// Breaks one line of cleaned text (no line feed) into pieces of at most `cells` cells.
///
/// The pieces are byte ranges that follow each other without a gap, so a caret can be placed in them; there is always at
/// least one. Spaces at the end of a piece may hang over its edge. A single grapheme wider than `cells` gets a piece of
/// its own. No piece begins with a closing mark or ends with an opening one unless nothing else is possible.
#[must_use]
pub fn wrap(line: &str, cells: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    // The last place where the line may be broken, and the width from there on.
    let mut chance: Option<(usize, usize)> = None;
    let mut used = 0;
    let mut before: Option<&str> = None;
    for (at, grapheme) in line.grapheme_indices(true) {
        let takes = width(grapheme);
        if before.is_some_and(|before| may_break(before, grapheme)) {
            chance = Some((at, used));
        }
        // Twice at most: what is left behind the chance may still be too long for the new line.
        while grapheme != " " && used + takes > cells && at > start {
            let (cut, left) = match chance {
                Some((cut, left)) if cut > start => (cut, left),
                _ => (at, used),
            };
            pieces.push(start..cut);
            start = cut;
            used -= left;
            chance = None;
        }
        used += takes;
        before = Some(grapheme);
    }
    pieces.push(start..line.len());
    pieces
}

/// Breaks cleaned text with line feeds into pieces, as [`wrap`]; the line feeds belong to no piece.
#[must_use]
pub fn wrap_lines(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut offset = 0;
    for line in text.split('\n') {
        pieces.extend(
            wrap(line, cells)
                .into_iter()
                .map(|piece| piece.start + offset..piece.end + offset),
        );
        offset += line.len() + 1;
    }
    pieces
}

/// May a line end with `before` and the next begin with `after`?
fn may_break(before: &str, after: &str) -> bool {
    if after == " " {
        return false;
    }
    if before == " " {
        return true;
    }
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    if keeps_from_start(first) || keeps_from_end(last) {
        return false;
    }
    // Dashes and dots that come in pairs stay together.
    if last == first && matches!(last, '—' | '…' | '─') {
        return false;
    }
    if last.is_ascii() && first.is_ascii() {
        // Long words with inner marks, such as addresses, may break behind the mark.
        return matches!(last, '-' | '/') && first.is_ascii_alphabetic();
    }
    sets_freely(last) || sets_freely(first)
}

/// Characters of scripts written without spaces, and the wide marks between them.
fn sets_freely(c: char) -> bool {
    matches!(
        c,
        '\u{2E80}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{E000}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF00}'..='\u{FFEF}'
            | '\u{20000}'..='\u{3FFFD}'
            | '—' | '…' | '“' | '”' | '‘' | '’'
            | '①'..='⓿'
            | '\u{FFFD}'
    )
}

/// Marks that a line does not begin with.
fn keeps_from_start(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '〙'
            | '〛'
            | '”'
            | '’'
            | '·'
            | '•'
            | '～'
            | '％'
            | '‰'
            | '℃'
            | '°'
            | '．'
            | '／'
            | '］'
            | '｝'
            | '〞'
            | '々'
            | 'ー'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '%'
            | '>'
    )
}

/// Marks that a line does not end with.
fn keeps_from_end(c: char) -> bool {
    matches!(
        c,
        '（' | '《'
            | '〈'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '〖'
            | '〘'
            | '〚'
            | '“'
            | '‘'
            | '［'
            | '｛'
            | '〝'
            | '￥'
            | '＄'
            | '('
            | '['
            | '{'
            | '<'
            | '#'
            | '$'
            | '¥'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, cells: usize) -> Vec<&str> {
        wrap_lines(text, cells)
            .into_iter()
            .map(|piece| &text[piece])
            .collect()
    }

    #[test]
    fn han_breaks_anywhere_but_before_closing_marks() {
        assert_eq!(lines("关于养老服务", 8), ["关于养老", "服务"]);
        assert_eq!(lines("关于养老，服务", 8), ["关于养", "老，服务"]);
        assert_eq!(lines("关于养老。", 8), ["关于养", "老。"]);
    }

    #[test]
    fn a_line_does_not_end_with_an_opening_mark() {
        assert_eq!(lines("落实《办法》", 6), ["落实", "《办", "法》"]);
        assert_eq!(lines("他说“办”", 5), ["他说", "“办”"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(lines("use banli demo now", 9), ["use banli ", "demo now"]);
        assert_eq!(lines("编号20220257号", 10), ["编号", "20220257号"]);
        assert_eq!(
            lines("https://example.com/aaaa", 10),
            ["https://", "example.co", "m/aaaa"]
        );
    }

    #[test]
    fn pairs_of_dashes_stay_together() {
        assert_eq!(lines("一二——三", 5), ["一二", "——三"]);
        assert_eq!(lines("一二……三", 5), ["一二", "……三"]);
    }

    #[test]
    fn empty_lines_are_kept() {
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("一\n\n二\n", 10), ["一", "", "二", ""]);
    }

    #[test]
    fn a_pane_too_narrow_still_shows_something() {
        assert_eq!(lines("提案", 1), ["提", "案"]);
        assert_eq!(lines("ab", 0), ["a", "b"]);
    }

    #[test]
    fn marks_in_a_row_are_broken_when_nothing_else_helps() {
        assert_eq!(lines("，，，，", 4), ["，，", "，，"]);
    }

    proptest! {
        #[test]
        fn pieces_cover_the_line_and_fit(
            line in "[关于养老，。《》“”（）·—…a-z0-9 .,/\u{301}😀-]{0,60}",
            cells in 1usize..30,
        ) {
            let pieces = wrap(&line, cells);
            let mut end = 0;
            for piece in &pieces {
                prop_assert_eq!(piece.start, end);
                end = piece.end;
                let shown = line[piece.clone()].trim_end_matches(' ');
                prop_assert!(width(shown) <= cells || shown.graphemes(true).count() == 1);
            }
            prop_assert_eq!(end, line.len());
        }

        #[test]
        fn closing_marks_never_begin_a_line_behind_a_plain_character(
            line in "([关于养老][，。]?){1,40}",
            cells in 4usize..30,
        ) {
            for piece in wrap(&line, cells) {
                let first = line[piece].chars().next();
                prop_assert!(!first.is_some_and(keeps_from_start));
            }
        }
    }
}
