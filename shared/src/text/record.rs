//! Text on its way into the record.

use crate::both;
use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Bilingual;
use super::marks::{Mark, mark};

/// Why a text cannot be taken into the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum TextFault {
    /// Nothing but white space.
    Empty,
    /// More characters than the field takes.
    TooLong {
        /// Characters allowed.
        max: usize,
        /// Characters given.
        actual: usize,
    },
    /// A line break or tab in a field of one line.
    Break {
        /// Which character, counted from 1.
        position: usize,
    },
    /// A control character.
    Control {
        /// Which character, counted from 1.
        position: usize,
        /// Its code point.
        code: u32,
    },
    /// A control of writing direction.
    Direction {
        /// Which character, counted from 1.
        position: usize,
        /// Its code point.
        code: u32,
    },
    /// A character that takes no room and shows nothing.
    Invisible {
        /// Which character, counted from 1.
        position: usize,
        /// Its code point.
        code: u32,
    },
    /// A code point that is no character.
    Noncharacter {
        /// Which character, counted from 1.
        position: usize,
        /// Its code point.
        code: u32,
    },
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.both().en)
    }
}

impl std::error::Error for TextFault {}

impl TextFault {
    /// In both languages.
    #[must_use]
    pub fn both(&self) -> Bilingual {
        match *self {
            Self::Empty => both!("不能为空", "must not be empty"),
            Self::TooLong { max, actual } => both!(
                "有 {actual} 个字符，最多 {max} 个",
                "has {actual} characters, at most {max} are allowed"
            ),
            Self::Break { position } => both!(
                "第 {position} 个字符是换行或制表符",
                "has a line break or tab at character {position}"
            ),
            Self::Control { position, code } => both!(
                "第 {position} 个字符是控制字符（U+{code:04X}）",
                "has a control character (U+{code:04X}) at character {position}"
            ),
            Self::Direction { position, code } => both!(
                "第 {position} 个字符是书写方向控制字符（U+{code:04X}）",
                "has a writing-direction control (U+{code:04X}) at character {position}"
            ),
            Self::Invisible { position, code } => both!(
                "第 {position} 个字符是不可见字符（U+{code:04X}）",
                "has an invisible character (U+{code:04X}) at character {position}"
            ),
            Self::Noncharacter { position, code } => both!(
                "第 {position} 个字符不是文字（U+{code:04X}）",
                "has a code point that is no character (U+{code:04X}) at character {position}"
            ),
        }
    }
}

/// Says whether a text of one or more lines may enter the record.
///
/// Private-use characters, plane 2 and variation selectors are allowed: rare names need them.
///
/// # Errors
/// The first fault found: empty, longer than `max_chars`, or the first character that is not plain text.
pub fn check(text: &str, max_chars: usize) -> Result<(), TextFault> {
    if text.trim().is_empty() {
        return Err(TextFault::Empty);
    }
    let actual = text.chars().count();
    if actual > max_chars {
        return Err(TextFault::TooLong {
            max: max_chars,
            actual,
        });
    }
    for (index, c) in text.chars().enumerate() {
        let (position, code) = (index + 1, u32::from(c));
        match mark(c) {
            // A lone or paired carriage return is a control in the record: line ends are line feeds.
            None if c == '\r' => return Err(TextFault::Control { position, code }),
            None | Some(Mark::Variation) => {}
            Some(Mark::Control | Mark::Separator) => {
                return Err(TextFault::Control { position, code });
            }
            Some(Mark::Direction) => return Err(TextFault::Direction { position, code }),
            Some(Mark::Invisible) => return Err(TextFault::Invisible { position, code }),
            Some(Mark::Noncharacter) => return Err(TextFault::Noncharacter { position, code }),
        }
    }
    Ok(())
}

/// As [`check`], for a field of one line: names, titles, codes.
///
/// # Errors
/// Those of [`check`], and [`TextFault::Break`].
pub fn check_line(text: &str, max_chars: usize) -> Result<(), TextFault> {
    check(text, max_chars)?;
    match text.chars().position(|c| c == '\n' || c == '\t') {
        Some(index) => Err(TextFault::Break {
            position: index + 1,
        }),
        None => Ok(()),
    }
}

/// Takes out what other programs leave in pasted or imported text without anybody meaning it: byte order marks,
/// zero-width characters, soft hyphens, and carriage returns of line ends. What somebody may have meant stays, for
/// [`check`] to refuse.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    let settled =
        |c: char| c != '\r' && !matches!(mark(c), Some(Mark::Invisible | Mark::Separator));
    if text.chars().all(settled) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                let _ = chars.next_if_eq(&'\n');
                out.push('\n');
            }
            _ => match mark(c) {
                Some(Mark::Invisible) => {}
                Some(Mark::Separator) => out.push('\n'),
                _ => out.push(c),
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
    fn what_names_and_bodies_need_is_allowed() {
        for text in [
            "张三",
            "买买提·吐尔逊",
            "𠮷田",
            "\u{E815}某",
            "葛\u{E0100}城",
            "一、…\n\t二、“好”",
            "a\u{3000}b",
        ] {
            assert_eq!(check(text, 100), Ok(()), "{text:?}");
        }
    }

    #[test]
    fn what_can_deceive_is_refused_by_kind() {
        assert_eq!(
            check("ab\u{1b}[2J", 100),
            Err(TextFault::Control {
                position: 3,
                code: 0x1b
            })
        );
        assert_eq!(
            check("a\u{85}", 100),
            Err(TextFault::Control {
                position: 2,
                code: 0x85
            })
        );
        assert_eq!(
            check("a\r\nb", 100),
            Err(TextFault::Control {
                position: 2,
                code: 0x0d
            })
        );
        assert_eq!(
            check("\u{202e}a", 100),
            Err(TextFault::Direction {
                position: 1,
                code: 0x202e
            })
        );
        assert_eq!(
            check("a\u{2067}", 100),
            Err(TextFault::Direction {
                position: 2,
                code: 0x2067
            })
        );
        assert_eq!(
            check("张\u{200b}三", 100),
            Err(TextFault::Invisible {
                position: 2,
                code: 0x200b
            })
        );
        assert_eq!(
            check("\u{feff}张三", 100),
            Err(TextFault::Invisible {
                position: 1,
                code: 0xfeff
            })
        );
        assert_eq!(
            check("a\u{10FFFF}", 100),
            Err(TextFault::Noncharacter {
                position: 2,
                code: 0x0010_FFFF
            })
        );
    }

    #[test]
    fn length_counts_characters_and_emptiness_counts_white_space() {
        assert_eq!(check("提".repeat(10).as_str(), 10), Ok(()));
        assert_eq!(
            check("提".repeat(11).as_str(), 10),
            Err(TextFault::TooLong {
                max: 10,
                actual: 11
            })
        );
        for empty in ["", " ", "\u{3000}\n"] {
            assert_eq!(check(empty, 10), Err(TextFault::Empty));
        }
    }

    #[test]
    fn a_line_has_no_breaks() {
        assert_eq!(check_line("a b", 10), Ok(()));
        assert_eq!(
            check_line("a\nb", 10),
            Err(TextFault::Break { position: 2 })
        );
        assert_eq!(
            check_line("ab\t", 10),
            Err(TextFault::Break { position: 3 })
        );
    }

    #[test]
    fn tidying_removes_what_nobody_meant() {
        assert_eq!(tidy("\u{feff}张\u{200b}三\r\n李四\r"), "张三\n李四\n");
        assert_eq!(tidy("a\u{1b}b\u{202e}"), "a\u{1b}b\u{202e}");
        assert!(matches!(tidy("张三"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_shown_whole(text in any::<String>()) {
            let taken = tidy(&text);
            if check_line(&taken, 1000).is_ok() {
                let shown = super::super::clean(&taken);
                let visible: String = taken.chars().filter(|c| mark(*c).is_none()).collect();
                prop_assert_eq!(shown, visible);
            }
        }
    }
}
