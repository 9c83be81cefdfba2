//! One value among several, found by typing what it is called.

use banli_shared::text::{finds, initials, search_key};

use super::super::super::keys::key::{Code, Key};

/// Values, the one that is pointed at, and what was typed to find it.
pub(in crate::tui::app) struct Pick {
    /// Codes with what is shown for them.
    options: Vec<(String, String)>,
    /// The value pointed at; none while nothing is chosen.
    at: Option<usize>,
    /// It opened on none, and can be that again.
    empties: bool,
    /// What was typed so far.
    typed: String,
    /// What was pointed at before it was typed.
    before: Option<usize>,
    /// The value that was meant and was not there.
    wish: Option<String>,
}

impl Pick {
    /// Points at the first value, or at none.
    pub(super) fn new(options: Vec<(String, String)>, at: Option<usize>) -> Self {
        Self {
            options,
            at,
            empties: at.is_none(),
            typed: String::new(),
            before: None,
            wish: None,
        }
    }

    /// Whether what it points at can be taken away with a key.
    pub(super) const fn can_be_emptied(&self) -> bool {
        self.empties && self.at.is_some()
    }

    pub(super) const fn at(&self) -> Option<usize> {
        self.at
    }

    pub(super) fn get(&self, at: usize) -> Option<&(String, String)> {
        self.options.get(at)
    }

    /// The value pointed at.
    pub(super) fn current(&self) -> Option<&(String, String)> {
        self.options.get(self.at?)
    }

    pub(super) fn place_of(&self, code: &str) -> Option<usize> {
        self.options.iter().position(|(other, _)| other == code)
    }

    /// Points at the value with this code; where there is none yet, as soon as it is offered.
    pub(super) fn point_at(&mut self, code: &str) {
        match self.place_of(code) {
            Some(found) => {
                self.at = Some(found);
                self.typed.clear();
            }
            None => self.wish = Some(code.to_owned()).filter(|code| !code.is_empty()),
        }
    }

    /// Other values, known only now. It points at what it pointed at, or was to; else at the first, where it pointed at
    /// any. What was typed before may be among them.
    pub(super) fn offer(&mut self, values: Vec<(String, String)>) {
        let meant = self.wish.take();
        let meant = meant.or_else(|| self.current().map(|(code, _)| code.clone()));
        self.options = values;
        let found = meant.as_ref().and_then(|code| self.place_of(code));
        if found.is_none() {
            self.wish = meant.filter(|code| !code.is_empty());
        }
        self.at = found.or(self.at.map(|_| 0));
        if !self.typed.is_empty() {
            self.find();
        }
    }

    /// What was typed so far, and whether any value is called so; none where nothing was typed.
    pub(super) fn typed(&self) -> Option<(&str, bool)> {
        let there = || best(&self.options, &self.typed).is_some();
        (!self.typed.is_empty()).then(|| (self.typed.as_str(), there()))
    }

    /// What is typed next begins anew. What found nothing stays: it was meant for something.
    pub(super) fn leave(&mut self) {
        if self.typed().is_some_and(|(_, there)| there) {
            self.typed.clear();
        }
    }

    /// Takes all back that was typed: it points at what it pointed at before.
    pub(super) fn clear(&mut self) {
        if !self.typed.is_empty() {
            self.typed.clear();
            self.find();
        }
    }

    pub(super) fn press(&mut self, key: Key) {
        let last = self.options.len().saturating_sub(1);
        let to = match (key.code, self.at) {
            (Code::Char(typed), _) if !key.ctrl && !key.alt => {
                return self.add(&typed.to_string());
            }
            (Code::Char('u'), _) if key.ctrl => return self.clear(),
            (Code::Backspace, _) => {
                match self.typed.pop() {
                    Some(_) => self.find(),
                    None if self.empties => (self.at, self.wish) = (None, None),
                    None => {}
                }
                return;
            }
            (Code::Right | Code::Down, Some(at)) if at < last => at + 1,
            (Code::Right | Code::Down | Code::Home, _) => 0,
            (Code::Left | Code::Up, Some(at)) if at > 0 => at - 1,
            (Code::Left | Code::Up | Code::End, _) => last,
            _ => return,
        };
        self.typed.clear();
        self.wish = None;
        self.at = Some(to);
    }

    /// Types on.
    pub(super) fn add(&mut self, more: &str) {
        let more = more.chars().filter(|c| !c.is_control());
        if self.typed.is_empty() {
            self.before = self.at;
            self.typed.extend(more.skip_while(|c| c.is_whitespace()));
        } else {
            self.typed.extend(more);
        }
        self.find();
    }

    /// Points at what is called as it was typed; where nothing is, it stays where it was. With all taken back it points
    /// at what it pointed at before.
    fn find(&mut self) {
        if self.typed.is_empty() {
            self.at = self.before;
        } else if let Some(found) = best(&self.options, &self.typed) {
            self.at = Some(found);
        }
    }
}

/// The value that is called so, the first of those that fit best.
fn best(options: &[(String, String)], typed: &str) -> Option<usize> {
    let fits = options.iter().enumerate().filter_map(|(at, option)| {
        let how = fit(option, typed.trim())?;
        Some((how, at))
    });
    fits.min().map(|(_, at)| at)
}

/// How well a value fits what was typed, the smaller the better: by its code, by how its name begins, as characters or
/// as pinyin initials, and by what else stands in it.
fn fit((code, label): &(String, String), typed: &str) -> Option<u8> {
    let (key, code_key) = (search_key(typed), search_key(code));
    if key.is_empty() {
        return None;
    }
    if code_key == key {
        return Some(0);
    }
    if code_key.starts_with(&key) {
        return Some(1);
    }
    let word = label.strip_prefix(code.as_str()).unwrap_or(label).trim();
    // What is called by its code alone.
    let word = if word.is_empty() { label } else { word };
    if search_key(word).starts_with(&key) || initials(word).starts_with(&key) {
        return Some(2);
    }
    match finds(typed, word) {
        // Scattered characters are an abbreviation of a name, and nothing at all in what stands behind it.
        Some(2..) => {
            let name = word.split_whitespace().next().unwrap_or_default();
            finds(typed, name).map(|_| 5)
        }
        found => found.map(|how| 3 + how),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Pick {
        let all = [
            ("A01", "市委办公厅"),
            ("B01", "市发展和改革委员会"),
            ("B03", "市教育局"),
            ("C01", "市总工会"),
            ("C02", "团市委"),
            ("D01", "福田区政府"),
            ("D05", "龙岗区政府"),
        ];
        let options = all.map(|(code, name)| (code.to_owned(), format!("{code} {name}")));
        Pick::new(options.to_vec(), None)
    }

    fn typed(pick: &mut Pick, text: &str) {
        for c in text.chars() {
            pick.press(Key::plain(Code::Char(c)));
        }
    }

    fn code(pick: &Pick) -> &str {
        pick.current().map_or("", |(code, _)| code)
    }

    #[test]
    fn a_code_a_name_and_its_initials_find_their_unit() {
        for (text, found) in [
            ("D05", "D05"),
            ("b03", "B03"),
            ("Ｃ０２", "C02"),
            ("sjyj", "B03"),
            ("jyj", "B03"),
            ("lgq", "D05"),
            ("教育", "B03"),
            ("龙岗", "D05"),
            ("发改委", "B01"),
        ] {
            let mut pick = units();
            typed(&mut pick, text);
            assert_eq!(code(&pick), found, "{text}");
            assert_eq!(pick.typed(), Some((text, true)));
        }
    }

    #[test]
    fn one_is_found_after_another_as_soon_as_the_field_was_left() {
        let mut pick = units();
        for text in ["B03", "B03", "C02"] {
            typed(&mut pick, text);
            assert_eq!(code(&pick), text);
            pick.leave();
            assert_eq!(pick.typed(), None);
        }
    }

    #[test]
    fn what_nothing_is_called_moves_nothing_and_is_taken_back() {
        let mut pick = units();
        typed(&mut pick, "D05");
        typed(&mut pick, "X");
        assert_eq!((code(&pick), pick.typed()), ("D05", Some(("D05X", false))));
        pick.leave();
        assert_eq!(pick.typed(), Some(("D05X", false)), "it is not forgotten");
        pick.press(Key::plain(Code::Backspace));
        assert_eq!(pick.typed(), Some(("D05", true)));
        for _ in 0..3 {
            pick.press(Key::plain(Code::Backspace));
        }
        assert_eq!((code(&pick), pick.typed()), ("", None), "as it was before");
        typed(&mut pick, "zzz");
        pick.press(Key::plain(Code::Right));
        assert_eq!((code(&pick), pick.typed()), ("A01", None));
    }

    #[test]
    fn what_opened_on_nothing_can_be_nothing_again() {
        let mut pick = units();
        pick.point_at("B03");
        assert!(pick.can_be_emptied());
        pick.press(Key::plain(Code::Backspace));
        assert_eq!((code(&pick), pick.can_be_emptied()), ("", false));
        // Each key takes back one thing: what was typed first.
        pick.point_at("B03");
        typed(&mut pick, "D");
        pick.press(Key::plain(Code::Backspace));
        assert_eq!(code(&pick), "B03");
        pick.press(Key::plain(Code::Backspace));
        assert_eq!(code(&pick), "");
        // Where something is always chosen it stays so.
        let mut pick = Pick::new(vec![(String::new(), "-".to_owned())], Some(0));
        pick.press(Key::plain(Code::Backspace));
        assert!(pick.current().is_some() && !pick.can_be_emptied());
    }

    #[test]
    fn ctrl_u_takes_back_what_was_typed() {
        let mut pick = units();
        pick.press(Key::plain(Code::Right));
        typed(&mut pick, "zzz");
        pick.press("ctrl-u".parse().unwrap());
        assert_eq!((code(&pick), pick.typed()), ("A01", None));
        typed(&mut pick, "D05");
        assert_eq!(code(&pick), "D05");
        pick.press("ctrl-u".parse().unwrap());
        assert_eq!((code(&pick), pick.typed()), ("A01", None));
        pick.press("ctrl-u".parse().unwrap());
        assert_eq!(code(&pick), "A01");
    }

    #[test]
    fn a_person_is_found_by_initials_and_not_by_letters_scattered_over_the_post() {
        let all = [
            ("7f01", "袁涛 市教育局 承办人"),
            ("7f02", "张三 市公安局 承办员"),
            ("7f03", "赵桂英 福田区政府 联络员"),
        ];
        let options = all.map(|(code, name)| (code.to_owned(), name.to_owned()));
        let mut pick = Pick::new(options.to_vec(), None);
        typed(&mut pick, "zgy");
        assert_eq!(code(&pick), "7f03");
        let mut pick = Pick::new(options[..2].to_vec(), None);
        typed(&mut pick, "zgy");
        assert_eq!(pick.typed(), Some(("zgy", false)));
    }
}
