//! How the editor looks: the parts left, the one that is written right.

use banli_shared::case::Level;
use banli_shared::lang::Lang;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::super::super::super::text::passage::Passage;
use super::super::super::super::theme::Role;
use super::super::super::super::widgets::put::put;
use super::super::super::state::Shared;
use super::super::super::texts;
use super::sending::voids;
use super::{Part, ReplyEditor, class_hint, promise_hint, theirs_from};

/// Graphemes of what is the same that stay before a difference in a long paragraph.
const BEFORE: usize = 12;

/// `theirs` from shortly before where its first line is other than `own`.
fn from_difference(theirs: String, own: &str) -> String {
    let pairs = theirs.grapheme_indices(true).zip(own.graphemes(true));
    let same = pairs.take_while(|((_, a), b)| a == b).map(|(a, _)| a.0);
    let same: Vec<usize> = same.collect();
    match same.len().checked_sub(BEFORE) {
        Some(skip) if skip > 0 => format!("…{}", &theirs[same[skip]..]),
        _ => theirs,
    }
}

crate::texts! {
    not_asked: zh "不再须答复，以下文字不会送出", en "not asked any more; this is not sent";
    not_asked_short: zh "不再须答复", en "not asked any more";
}

impl ReplyEditor {
    pub(super) fn panes(&self, area: Rect) -> (Rect, Rect) {
        let left = (area.width / 3).clamp(16.min(area.width), 34);
        (
            Rect {
                width: left,
                ..area
            },
            Rect {
                x: area.x + left + 1,
                width: area.width.saturating_sub(left + 1),
                ..area
            },
        )
    }

    /// Rows above what is typed, of so many: half of them where another text stands there.
    pub(super) fn rows_above(&self, height: u16) -> u16 {
        match self.theirs {
            Some(_) => (height / 2).max(3).min(height),
            None if self.approvals > 0 => 6.min(height / 2),
            None => 3.min(height),
        }
    }

    /// Above what is typed: the suggestion that is answered, or how the part is written.
    fn above(&self, shared: &Shared) -> String {
        if let Some((theirs, own)) = self.other(self.part(), shared.lang) {
            // What is the same in both at the beginning is seen below.
            let same = theirs.lines().zip(own.lines()).take_while(|(a, b)| a == b);
            let same = same.count();
            let rest: Vec<&str> = theirs.lines().skip(same).collect();
            let rest = from_difference(rest.join("\n"), own.lines().nth(same).unwrap_or(""));
            return format!("{}\n{rest}", theirs_from(shared.lang, same + 1));
        }
        match self.part() {
            Part::Class => class_hint(shared.lang).to_owned(),
            Part::Body => String::new(),
            Part::Promises => promise_hint(shared.lang).to_owned(),
            Part::Verdict(index) | Part::Answer(index) => self
                .answers
                .get(index)
                .map_or_else(String::new, |draft| draft.ask.clone()),
            Part::Gone(index) => {
                let said = not_asked(shared.lang);
                format!("{said}\n{}", self.gone[index].ask)
            }
        }
    }

    fn label(&self, part: Part, lang: Lang) -> String {
        let chosen = |text: Option<&'static str>| text.unwrap_or("-").to_owned();
        match part {
            Part::Class => format!(
                "{} {}",
                lang.pick("类别", "class"),
                chosen(self.class.map(|class| class.say(lang)))
            ),
            Part::Body if self.owes_reply => lang.pick("答复正文", "letter").to_owned(),
            Part::Body => lang.pick("会办意见", "opinion").to_owned(),
            Part::Promises => lang.pick("承诺事项", "promises").to_owned(),
            Part::Verdict(index) => {
                let draft = &self.answers[index];
                format!(
                    "{}. {}",
                    draft.no,
                    chosen(draft.verdict.map(|verdict| verdict.say(lang)))
                )
            }
            Part::Answer(index) => {
                let words = if self.answers[index].text.text().trim().is_empty() {
                    ""
                } else {
                    " *"
                };
                format!("   {}{words}", lang.pick("答复", "answer"))
            }
            Part::Gone(index) => {
                format!("{}. {}", self.gone[index].no, not_asked_short(lang))
            }
        }
    }

    /// Paints it.
    pub(super) fn paint(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let (left, right) = self.panes(area);
        let top = self
            .at
            .saturating_sub(usize::from(left.height.saturating_sub(1)));
        for (row, (index, part)) in left.rows().zip(self.parts.iter().enumerate().skip(top)) {
            let role = if index == self.at {
                Role::Selected
            } else {
                Role::Text
            };
            let pointer = if index == self.at { ">" } else { " " };
            let differs = self.other(*part, shared.lang).is_some();
            let mark = if differs { " !" } else { "" };
            let text = format!("{pointer}{}{mark}", self.label(*part, shared.lang));
            put(
                frame.buffer_mut(),
                row,
                &text,
                shared.theme.style(role),
                Alignment::Left,
            );
        }
        let mut said = self.above(shared);
        if self.approvals > 0 {
            let level = Level::One.say(shared.lang);
            said = format!("{}\n{said}", voids(shared.lang, level));
        }
        let mut above = Passage::new(&said);
        let head = Rect {
            height: self.rows_above(right.height),
            ..right
        };
        above.fit(head.width, head.height);
        above.render(head, frame.buffer_mut(), shared.theme.style(Role::Faint));
        let body = Rect {
            y: right.y + head.height,
            height: right.height.saturating_sub(head.height),
            ..right
        };
        let style = shared.theme.style(Role::Text);
        let editor = match self.part() {
            Part::Body => Some(&self.body),
            Part::Promises => Some(&self.promises),
            Part::Answer(index) => self.answers.get(index).map(|draft| &draft.text),
            Part::Class | Part::Verdict(_) => None,
            Part::Gone(index) => {
                let mut text = Passage::new(self.gone[index].text.text());
                text.fit(body.width, body.height);
                text.render(body, frame.buffer_mut(), style);
                return;
            }
        };
        match editor {
            Some(editor) => {
                let caret = editor.render(body, frame.buffer_mut(), style);
                frame.set_cursor_position(caret);
            }
            None => {
                let text = match self.part() {
                    Part::Class => self.class.map(|class| class.say(shared.lang)),
                    Part::Verdict(index) => self.answers[index]
                        .verdict
                        .map(|verdict| verdict.say(shared.lang)),
                    _ => None,
                };
                let shown = format!("< {} >", text.unwrap_or(texts::not_stated(shared.lang)));
                put(frame.buffer_mut(), body, &shown, style, Alignment::Left);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_shown_from_shortly_before_its_difference() {
        let long = "经研究，现就提案所提建议逐条答复如下，".repeat(20);
        let (theirs, own) = (format!("{long}年内完成\n下一段"), format!("{long}明年完成"));
        assert_eq!(
            from_difference(theirs, &own),
            "…案所提建议逐条答复如下，年内完成\n下一段"
        );
        assert_eq!(
            from_difference("年内完成".to_owned(), "年底完成"),
            "年内完成"
        );
        assert_eq!(from_difference("新".to_owned(), ""), "新");
        assert_eq!(from_difference("同上".to_owned(), "同上，另有"), "同上");
    }
}
