//! Names of people in one form: padded with spaces, with the dot of minority names.

use unicode_normalization::UnicodeNormalization;

use super::marks::is_han;

/// The dot inside names such as 买买提·吐尔逊.
const NAME_DOT: char = '\u{B7}';

/// Dots that keyboards and programs put in its place.
pub(super) fn is_name_dot(c: char) -> bool {
    matches!(
        c,
        '\u{B7}'
            | '\u{2022}'
            | '\u{2027}'
            | '\u{2219}'
            | '\u{22C5}'
            | '\u{2E31}'
            | '\u{30FB}'
            | '\u{FF65}'
    )
}

/// Brings a name to the form in which names are kept and compared.
///
/// Compatibility forms become the ordinary ones (NFKC), the dot inside a name becomes U+00B7, white space goes between
/// Han characters (`张　三` is 张三) and around the dot, and is one space elsewhere.
#[must_use]
pub fn normalise_name(name: &str) -> String {
    // The dots come first: NFKC would turn some of them into others.
    let folded = if name.contains(is_name_dot) {
        ordinary(&name.replace(is_name_dot, "\u{B7}"))
    } else {
        ordinary(name)
    };
    let mut out = String::with_capacity(folded.len());
    let mut gap = false;
    for c in folded.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            gap = false;
            match out.chars().next_back() {
                None => {}
                Some(before)
                    if before == NAME_DOT || c == NAME_DOT || is_han(before) && is_han(c) => {}
                Some(_) => out.push(' '),
            }
        }
        out.push(c);
    }
    out
}

/// Whether NFKC leaves a character as it is, and joins it to none before it: most of any Chinese text.
fn is_ordinary(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// A text in NFKC. Only what may change is looked up, with the character before it, which it may join.
fn ordinary(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(odd) = rest.find(|c| !is_ordinary(c)) {
        let before = rest[..odd].char_indices().next_back();
        let (same, from) = rest.split_at(before.map_or(odd, |(at, _)| at));
        let skipped = odd - same.len();
        let end = from[skipped..].find(is_ordinary);
        let (odd, after) = from.split_at(end.map_or(from.len(), |end| skipped + end));
        out.push_str(same);
        out.extend(odd.nfkc());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text as searches compare it: as [`normalise_name`] gives it, without regard to the case of letters.
#[must_use]
pub fn search_key(text: &str) -> String {
    normalise_name(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_have_one_form() {
        assert_eq!(normalise_name("  张三 "), "张三");
        assert_eq!(normalise_name("张　三"), "张三");
        assert_eq!(normalise_name("张 三"), "张三");
        assert_eq!(normalise_name("买买提•吐尔逊"), "买买提·吐尔逊");
        assert_eq!(normalise_name("买买提 ・ 吐尔逊"), "买买提·吐尔逊");
        assert_eq!(normalise_name("Ｊｏｈｎ　 Smith"), "John Smith");
        assert_eq!(normalise_name("𠮷\u{3000}田"), "𠮷田");
        assert_eq!(normalise_name("\u{E815}　三"), "\u{E815}三");
        assert_eq!(normalise_name("　"), "");
    }

    proptest! {
        #[test]
        fn looking_up_only_what_may_change_gives_nfkc(text in "([ -~]|[\u{4e00}-\u{4eff}]|[，：ａ１①㈠ﬁ가각]|[\u{300}-\u{314}]|\u{1161}|\u{11a8}|\u{FF9E}|ｶ|か|\u{3099}|\u{f900}|e){0,24}") {
            let whole: String = text.nfkc().collect();
            prop_assert_eq!(ordinary(&text), whole);
        }
    }
}
