//! Which characters do something other than stand for themselves.

/// Why a character is not plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// C0 (with escape), DEL and C1, except line feed, carriage return and tab.
    Control,
    /// Turns the order of what follows around: overrides, embeddings, isolates, direction marks.
    Direction,
    /// Takes no room and shows nothing, so that two texts look alike and are not.
    Invisible,
    /// Chooses the glyph of the character before it. Rare names need it, screens cannot measure it.
    Variation,
    /// Line and paragraph separator.
    Separator,
    /// Never a character in any version of Unicode.
    Noncharacter,
}

/// Says what kind of trouble `c` is; `None` is plain text, line feed, carriage return or tab.
pub(super) fn mark(c: char) -> Option<Mark> {
    match c {
        '\n' | '\r' | '\t' | ' '..='~' => None,
        _ if c.is_control() => Some(Mark::Control),
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}' => Some(Mark::Direction),
        '\u{2028}' | '\u{2029}' => Some(Mark::Separator),
        '\u{180B}'..='\u{180D}'
        | '\u{180F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}' => Some(Mark::Variation),
        '\u{00AD}'
        | '\u{034F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2065}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E00FF}'
        | '\u{E01F0}'..='\u{E0FFF}' => Some(Mark::Invisible),
        '\u{FDD0}'..='\u{FDEF}' => Some(Mark::Noncharacter),
        _ if (u32::from(c) & 0xFFFE) == 0xFFFE => Some(Mark::Noncharacter),
        _ => None,
    }
}

/// Han characters, with the private-use areas that stand in for characters not yet encoded.
pub(crate) fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{3007}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{E000}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFD}'
            | '\u{F0000}'..='\u{FFFFD}'
            | '\u{100000}'..='\u{10FFFD}'
    )
}
