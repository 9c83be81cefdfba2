//! The clipboard of the machine in front of the person, through the terminal (OSC 52).
//!
//! A clipboard library would reach the machine this program runs on, which over SSH is the wrong one.

/// Texts longer than this are refused: terminals cut the sequence off, and half a copy is worse than none.
pub const LONGEST: usize = 56 * 1024;

/// What stands between this program and the terminal, as the environment tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// Nothing.
    None,
    /// tmux, which passes on what is wrapped for it.
    Tmux,
    /// GNU screen, which passes on short pieces.
    Screen,
}

impl Wrapper {
    /// Finds the wrapper from the values of `TMUX` and `TERM`.
    #[must_use]
    pub fn of(tmux: Option<&str>, term: Option<&str>) -> Self {
        match (tmux, term) {
            (Some(socket), _) if !socket.is_empty() => Self::Tmux,
            (_, Some(term)) if term.starts_with("screen") => Self::Screen,
            _ => Self::None,
        }
    }
}

/// The bytes that put `text` on the clipboard; none when it is longer than [`LONGEST`].
#[must_use]
pub fn copy(text: &str, wrapper: Wrapper) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let sequence = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    Some(match wrapper {
        Wrapper::None => sequence.into_bytes(),
        Wrapper::Tmux => {
            format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")).into_bytes()
        }
        Wrapper::Screen => {
            // It takes at most 768 bytes at a time.
            let pieces = sequence.as_bytes().chunks(700);
            pieces
                .flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat())
                .collect()
        }
    })
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let shown = digit <= chunk.len();
            let index = usize::try_from(word >> (18 - 6 * digit) & 63).unwrap_or(0);
            out.push(if shown {
                char::from(DIGITS[index])
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_the_usual_ones() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("提案", "5o+Q5qGI"),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn the_sequence_passes_what_stands_between() {
        let shown = |wrapper| {
            String::from_utf8(copy("foo", wrapper).unwrap())
                .unwrap()
                .replace('\x1b', "^")
        };
        assert_eq!(shown(Wrapper::None), "^]52;c;Zm9v\x07");
        assert_eq!(shown(Wrapper::Tmux), "^Ptmux;^^]52;c;Zm9v\x07^\\");
        assert_eq!(shown(Wrapper::Screen), "^P^]52;c;Zm9v\x07^\\");
        assert_eq!(Wrapper::of(Some("/tmp/x"), Some("screen")), Wrapper::Tmux);
        assert_eq!(Wrapper::of(None, Some("screen-256color")), Wrapper::Screen);
        assert_eq!(Wrapper::of(Some(""), Some("xterm")), Wrapper::None);
    }

    #[test]
    fn too_long_is_refused_and_not_cut() {
        assert!(copy(&"x".repeat(LONGEST), Wrapper::None).is_some());
        assert!(copy(&"x".repeat(LONGEST + 1), Wrapper::None).is_none());
    }
}
