//! Texts as a search index holds them, and what is looked for in the same form.
//!
//! Chinese has no spaces between words, so texts are cut into pairs of neighbouring characters (grams): a text that holds
//! a word holds all pairs of the word. The other way round it need not, so what an index finds is read once more, unless
//! the word is one pair. Each kind of place has its own sign before a gram; no sign is a letter or a digit.

use std::collections::BTreeSet;

use super::Bilingual;
use super::initials::{initials, initials_of};
use super::marks::is_han;
use super::names::search_key;
use crate::both;

/// Before a gram of a head: title, numbers, names.
const HEAD: char = '¶';
/// Before a gram of pinyin initials.
const INITIALS: char = '§';

/// How many digits side by side are one more gram: pairs of digits are in every number, and tell little.
const DIGITS: usize = 4;

/// Whether a character is part of a gram; all others only part them.
fn counts(c: char) -> bool {
    c.is_alphanumeric() || is_han(c)
}

/// Runs of characters that count.
fn runs(key: &str) -> impl Iterator<Item = Vec<char>> {
    key.split(|c| !counts(c))
        .filter(|run| !run.is_empty())
        .map(|run| run.chars().collect())
}

/// Every pair of neighbouring characters of a text that [`search_key`] made.
#[must_use]
pub fn grams(key: &str) -> BTreeSet<String> {
    pieces(key, 2, |_| true).map(str::to_owned).collect()
}

/// Every `len` neighbouring characters of a run that are all of a kind, as they stand in the text.
fn pieces(key: &str, len: usize, of: fn(char) -> bool) -> impl Iterator<Item = &str> {
    let runs = key.split(|c| !counts(c)).filter(|run| !run.is_empty());
    runs.flat_map(move |run| {
        let begins = run.char_indices().map(|(at, _)| at);
        let ends = run.char_indices().map(|(at, c)| at + c.len_utf8());
        begins
            .zip(ends.skip(len - 1))
            .map(|(begin, end)| &run[begin..end])
            .filter(move |piece| piece.chars().all(of))
    })
}

/// The grams of a run that are longer than a pair, and where they begin.
fn numbers(run: &[char]) -> impl Iterator<Item = (usize, String)> {
    let windows = run.windows(DIGITS).enumerate();
    windows
        .filter(|(_, window)| window.iter().all(char::is_ascii_digit))
        .map(|(at, window)| (at, window.iter().collect()))
}

/// Everything an index holds of a text, each once and in order.
fn held(key: &str) -> Vec<&str> {
    let numbers = pieces(key, DIGITS, |c| c.is_ascii_digit());
    let mut all: Vec<&str> = pieces(key, 2, |_| true).chain(numbers).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What is asked of an index for a run of two characters or more: each pair, or the longer grams that hold it.
fn asked(run: &[char]) -> Vec<String> {
    let numbers: Vec<(usize, String)> = numbers(run).collect();
    let in_number = |at: usize| {
        let mut begins = numbers.iter().map(|(begin, _)| *begin);
        begins.any(|begin| begin <= at && at + 2 <= begin + DIGITS)
    };
    let pairs = run.windows(2).enumerate();
    let mut asked: Vec<String> = pairs
        .filter(|(at, _)| !in_number(*at))
        .map(|(_, pair)| pair.iter().collect())
        .collect();
    asked.extend(numbers.iter().map(|(_, number)| number.clone()));
    asked
}

/// What a search looks in, of one thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// Title, numbers and names, each as [`search_key`] gives it, one a line.
    pub head: String,
    /// All other text in the same form.
    pub text: String,
    /// The initials of the title and of names, as [`initials`] gives them.
    pub initials: String,
}

impl Searched {
    /// Of its head (the title first) and its text, each in parts that no match goes across.
    #[must_use]
    pub fn new<'t>(
        title: &str,
        others: impl IntoIterator<Item = &'t str>,
        text: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let mut head = search_key(title);
        let mut letters = initials(title);
        for other in others {
            head.push('\n');
            head.push_str(&search_key(other));
            // A number is found as it stands.
            if !other.is_ascii() {
                letters.push('\n');
                letters.push_str(&initials(other));
            }
        }
        let text: Vec<String> = text.into_iter().map(search_key).collect();
        Self {
            head,
            text: text.join("\n"),
            initials: letters,
        }
    }

    /// The words of an index for it: letters, digits and the signs of places, separated by spaces, each once.
    #[must_use]
    pub fn words(&self) -> String {
        let head = held(&self.head);
        let mut singles: Vec<&str> = pieces(&self.head, 1, |_| true).collect();
        singles.sort_unstable();
        singles.dedup();
        let mut initials: Vec<&str> = pieces(&self.initials, 2, |_| true).collect();
        initials.sort_unstable();
        initials.dedup();
        let mut text = held(&self.text);
        text.retain(|gram| head.binary_search(gram).is_err());
        let mut words = String::with_capacity(2 * self.text.len() + 4 * self.head.len());
        let mut add = |sign: Option<char>, gram: &str| {
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(sign);
            words.push_str(gram);
        };
        for gram in head.iter().chain(&singles) {
            add(Some(HEAD), gram);
        }
        for pair in initials {
            add(Some(INITIALS), pair);
        }
        for gram in head.iter().chain(&text) {
            add(None, gram);
        }
        words
    }
}

/// The word of an index for a gram in a head.
#[must_use]
pub fn head_word(gram: &str) -> String {
    format!("{HEAD}{gram}")
}

/// In how good a place something is found: the earlier the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// All of it in title, numbers and names.
    InHead,
    /// Some of it only in the text.
    InText,
    /// By the pinyin initials of the title or of a name.
    ByInitials,
}

impl Found {
    /// Every place, the best first.
    pub const ALL: [Self; 3] = [Self::InHead, Self::InText, Self::ByInitials];
}

/// The most short words that are told of.
const TOLD: usize = 3;

/// One of the words that are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    key: String,
    runs: Vec<Vec<char>>,
}

/// The text of a key with the signs between its runs made one: which of them stands there tells nothing.
fn unsigned(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    let mut apart = false;
    for c in key.chars() {
        match c {
            // No match goes across parts.
            '\n' => text.push(c),
            c if counts(c) => text.push(c),
            _ if !apart => text.push(' '),
            _ => {}
        }
        apart = !counts(c);
    }
    text
}

impl Term {
    /// What one word between spaces looks for. Signs around it are not looked for; one that parts single characters, of
    /// which an index of pairs knows nothing, leaves words of one character.
    fn of(key: &str) -> Vec<Self> {
        let bare = key.trim_matches(|c| !counts(c));
        let runs: Vec<Vec<char>> = runs(bare).collect();
        if runs.len() > 1 && runs.iter().all(|run| run.len() < 2) {
            let each = runs.into_iter().map(|run| Self {
                key: run.iter().collect(),
                runs: vec![run],
            });
            return each.collect();
        }
        // Of signs alone there is nothing else to look for.
        let key = if bare.is_empty() { key } else { bare };
        vec![Self {
            key: key.to_owned(),
            runs,
        }]
    }

    /// Whether a text, as [`search_key`] gives it, holds it.
    fn is_in(&self, text: &str) -> bool {
        text.contains(&self.key)
            || (self.runs.len() > 1 && unsigned(text).contains(&unsigned(&self.key)))
    }

    /// What is so short that every text has it is looked for in heads only.
    fn is_of_heads(&self) -> bool {
        self.runs.iter().all(|run| run.len() < 2)
    }

    /// Whether the grams of a text tell all by themselves.
    fn is_one_gram(&self) -> bool {
        matches!(self.runs.as_slice(), [run] if run.len() == 2 && run.iter().copied().eq(self.key.chars()))
    }

    fn head_words(&self) -> impl Iterator<Item = String> {
        self.runs.iter().flat_map(|run| match run.as_slice() {
            [one] => vec![head_word(&one.to_string())],
            run => asked(run).iter().map(|gram| head_word(gram)).collect(),
        })
    }

    fn words(&self) -> Vec<String> {
        if self.is_of_heads() {
            return self.head_words().collect();
        }
        self.runs.iter().flat_map(|run| asked(run)).collect()
    }
}

/// What somebody looks for: words between spaces, all of which must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    terms: Vec<Term>,
    /// Letters that may be initials.
    initials: Option<String>,
}

impl Wanted {
    /// What is meant by what was typed; nothing where nothing was.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let mut terms: Vec<Term> = Vec::new();
        for word in typed.split_whitespace() {
            let key = search_key(word);
            if key.is_empty() {
                continue;
            }
            for term in Term::of(&key) {
                if terms.iter().all(|other| other.key != term.key) {
                    terms.push(term);
                }
            }
        }
        let initials = initials_of(typed);
        (!terms.is_empty()).then_some(Self { terms, initials })
    }

    /// What a text must have in it, as [`search_key`] gives it.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.key.as_str())
    }

    /// The initials that are looked for, if that can be meant.
    #[must_use]
    pub fn initials(&self) -> Option<&str> {
        self.initials.as_deref()
    }

    /// The words of an index that everything found in this place has. None where nothing is found there; none of them
    /// where an index is no help and all must be read.
    #[must_use]
    pub fn words(&self, place: Found) -> Option<Vec<String>> {
        let mut words: Vec<String> = match place {
            Found::InHead => self.terms.iter().flat_map(Term::head_words).collect(),
            Found::InText if self.terms.iter().all(Term::is_of_heads) => return None,
            Found::InText => self.terms.iter().flat_map(Term::words).collect(),
            Found::ByInitials => {
                let pairs = grams(self.initials.as_ref()?).into_iter();
                pairs.map(|pair| format!("{INITIALS}{pair}")).collect()
            }
        };
        words.sort();
        words.dedup();
        Some(words)
    }

    /// What is looked for in heads only, being too short for a text; said in one line, nothing where there is no such word.
    #[must_use]
    pub fn say_short(&self) -> Option<Bilingual> {
        let short = self.terms.iter().filter(|term| term.is_of_heads());
        let short: Vec<&str> = short.map(|term| term.key.as_str()).take(TOLD).collect();
        let (zh, en) = (short.join("、"), short.join(", "));
        (!short.is_empty()).then(|| {
            both!(
                "“{zh}”只有一个字：只查案由、编号和名称，不查正文",
                "{en} is one character: titles, numbers and names are searched, not texts"
            )
        })
    }

    /// Whether texts must be read to know what is in them.
    #[must_use]
    pub fn needs_text(&self) -> bool {
        let surely = |term: &Term| term.is_of_heads() || term.is_one_gram();
        !self.terms.iter().all(surely)
    }

    /// Where all of it is in `head` and `text`; `text` is asked for only where the head has not all.
    pub fn find<'t>(
        &self,
        head: &str,
        initials: &str,
        text: impl FnOnce() -> std::borrow::Cow<'t, str>,
    ) -> Option<Found> {
        let missing: Vec<&Term> = self
            .terms
            .iter()
            .filter(|term| !head.contains(&term.key))
            .collect();
        if missing.is_empty() {
            return Some(Found::InHead);
        }
        let text = if missing.iter().any(|term| term.is_of_heads()) {
            std::borrow::Cow::Borrowed("")
        } else {
            text()
        };
        // A head that holds it with other signs is found among the texts, as queries ask heads for the very words.
        let found = |term: &Term| term.is_in(&text) || term.is_in(head);
        if missing.into_iter().all(found) {
            return Some(Found::InText);
        }
        let by_initials = self.initials.as_ref();
        by_initials
            .is_some_and(|letters| initials.contains(letters))
            .then_some(Found::ByInitials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn searched() -> Searched {
        Searched::new(
            "关于加强学校食堂管理的提案",
            ["20230257", "2023-S0007", "买买提·吐尔逊"],
            ["一、食品安全。\n二、ＡＩ监管", "请市教育局牵头"],
        )
    }

    fn look(typed: &str) -> Option<Found> {
        let searched = searched();
        let wanted = Wanted::read(typed).unwrap();
        let found = wanted.find(&searched.head, &searched.initials, || {
            searched.text.as_str().into()
        });
        // What is found has the words by which an index finds it.
        let words = searched.words();
        let words: BTreeSet<&str> = words.split(' ').collect();
        for place in Found::ALL {
            let has_all = wanted
                .words(place)
                .is_some_and(|all| all.iter().all(|word| words.contains(word.as_str())));
            if found == Some(place) {
                assert!(has_all, "{typed} {place:?}");
            }
        }
        found
    }

    #[test]
    fn what_is_too_short_for_texts_is_told() {
        let said = |typed: &str| Wanted::read(typed)?.say_short();
        for typed in ["水", " 水 ", "供水 水", "A"] {
            let said = said(typed).expect(typed);
            assert!(said.zh.contains("不查正文") && said.en.contains("not texts"));
        }
        assert!(said("供水 水").unwrap().zh.starts_with("“水”"));
        for typed in ["", "供水", "20230001", "gsj"] {
            assert_eq!(said(typed), None, "{typed}");
        }
        assert!(crate::text::width(&said("水 电 气 热").unwrap().en) <= 80);
    }

    #[test]
    fn a_word_is_found_where_it_stands() {
        for typed in [
            "食堂",
            "学校食堂",
            "学",
            "20230257",
            "2023-s0007",
            "S0007",
            "吐尔逊",
            "买买提 食堂",
        ] {
            assert_eq!(look(typed), Some(Found::InHead), "{typed}");
        }
        for typed in ["食品安全", "ai", "食堂 教育局", "AI监管", "教育局 学"] {
            assert_eq!(look(typed), Some(Found::InText), "{typed}");
        }
        for typed in ["xxst", "gyjq", "STGL"] {
            assert_eq!(look(typed), Some(Found::ByInitials), "{typed}");
        }
        // One character is looked for in heads only; no match goes across parts, nor is a pair a word.
        for typed in ["品", "食堂安全", "管请", "监管请市", "学校管理", "zzz"] {
            assert_eq!(look(typed), None, "{typed}");
        }
        assert_eq!(Wanted::read(" \u{3000}"), None);
    }

    #[test]
    fn signs_are_no_part_of_what_is_looked_for() {
        for typed in ["食堂。", "《食堂》", "“学校食堂”", "买买提，吐尔逊"] {
            let found = look(typed);
            assert!(
                matches!(found, Some(Found::InHead | Found::InText)),
                "{typed}"
            );
        }
        for typed in ["食品安全；", "二，ai", "（教育局）"] {
            assert_eq!(look(typed), Some(Found::InText), "{typed}");
        }
        // What is parted into single characters is looked for in heads, and that is told.
        for typed in ["限。", "活，也"] {
            let said = Wanted::read(typed).unwrap().say_short().unwrap();
            assert!(said.zh.contains("不查正文"), "{}", said.zh);
        }
        assert_eq!(look("堂。"), Some(Found::InHead));
        assert_eq!(look("学，堂"), Some(Found::InHead));
        assert_eq!(look("学，品"), None);
        assert!(
            Wanted::read("活，也")
                .unwrap()
                .say_short()
                .unwrap()
                .zh
                .starts_with("“活、也”")
        );
    }

    #[test]
    fn numbers_are_asked_for_by_what_few_have() {
        let of_head = |typed| Wanted::read(typed).unwrap().words(Found::InHead).unwrap();
        assert_eq!(of_head("20230257").len(), 5);
        assert!(
            of_head("20230257")
                .iter()
                .all(|word| word.chars().count() == 5)
        );
        assert_eq!(of_head("s00071"), ["¶0007", "¶0071", "¶s0"]);
        assert_eq!(of_head("257"), ["¶25", "¶57"]);
        assert_eq!(look("0257"), Some(Found::InHead));
        assert_eq!(look("S0007"), Some(Found::InHead));
        assert_eq!(look("30257"), Some(Found::InHead));
    }

    #[test]
    fn signs_alone_help_no_index() {
        let wanted = Wanted::read("·").unwrap();
        assert_eq!(wanted.words(Found::InHead), Some(vec![]));
        assert_eq!(wanted.words(Found::InText), None);
        assert_eq!(look("·"), Some(Found::InHead));
    }

    proptest! {
        #[test]
        fn whatever_a_text_holds_is_found(before in "[教育局学校食堂的 a1。\n]{0,12}", part in "\\PC{1,8}", after in "[教育局学校食堂的 a1。]{0,12}") {
            let key = search_key(&part);
            prop_assume!(!key.is_empty());
            let whole = format!("{before}{part}{after}");
            let searched = Searched::new("无", [], [whole.as_str()]);
            let Some(wanted) = Wanted::read(&part) else { return Ok(()) };
            let found = wanted.find(&searched.head, "", || searched.text.as_str().into());
            if found == Some(Found::InText) {
                let words = searched.words();
                let words: BTreeSet<&str> = words.split(' ').collect();
                for word in wanted.words(Found::InText).unwrap() {
                    prop_assert!(words.contains(word.as_str()), "{word:?}");
                }
            }
        }
    }
}
