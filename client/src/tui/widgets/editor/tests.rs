use proptest::prelude::*;
use ratatui::layout::Size;

use super::super::super::terminal::display::Display;
use super::super::super::terminal::replay::Replay;
use super::*;

fn editor(text: &str) -> Editor {
    Editor::new(text, Lines::Many)
}

fn press(editor: &mut Editor, keys: &str) {
    for key in keys.split_whitespace() {
        assert!(editor.press(key.parse().unwrap()), "{key}");
    }
}

/// The text with the caret in it.
fn seen(editor: &Editor) -> String {
    let (before, after) = editor.text().split_at(editor.caret);
    format!("{before}|{after}")
}

#[test]
fn typing_and_deleting() {
    let mut editor = editor("");
    press(&mut editor, "尊 敬 enter a b left left backspace");
    assert_eq!(seen(&editor), "尊敬|ab");
    press(&mut editor, "delete end ! home delete");
    assert_eq!(seen(&editor), "|敬b!");
    press(&mut editor, "right ctrl-k");
    assert_eq!(seen(&editor), "敬|");
    assert!(!editor.press("f5".parse().unwrap()));
    assert!(!editor.press("ctrl-s".parse().unwrap()));
}

#[test]
fn words_and_lines() {
    let mut text = editor("foo bar\n第二行");
    press(&mut text, "ctrl-home ctrl-right");
    assert_eq!(seen(&text), "foo |bar\n第二行");
    press(&mut text, "ctrl-w");
    assert_eq!(seen(&text), "|bar\n第二行");
    press(&mut text, "ctrl-e ctrl-k");
    assert_eq!(seen(&text), "bar|第二行");
    press(&mut text, "ctrl-end ctrl-w");
    assert_eq!(seen(&text), "bar第二|");
    press(&mut text, "ctrl-u");
    assert_eq!(seen(&text), "|");
}

#[test]
fn a_grapheme_is_one_step() {
    let mut text = editor("e\u{301}葛\u{E0100}👍🏽");
    press(&mut text, "left left");
    assert_eq!(seen(&text), "e\u{301}|葛\u{E0100}👍🏽");
    press(&mut text, "backspace");
    assert_eq!(seen(&text), "|葛\u{E0100}👍🏽");
}

#[test]
fn up_and_down_keep_the_column_over_short_lines() {
    let mut text = editor("一二三四\n五\n六七八九");
    press(&mut text, "up");
    assert_eq!(seen(&text), "一二三四\n五|\n六七八九");
    press(&mut text, "up");
    assert_eq!(seen(&text), "一二三四|\n五\n六七八九");
    press(&mut text, "left down down");
    assert_eq!(seen(&text), "一二三四\n五\n六七八|九");
}

#[test]
fn undo_takes_a_run_and_redo_gives_it_back() {
    let mut text = editor("");
    press(&mut text, "他 说 ， 好 的");
    assert!(text.undo());
    assert_eq!(seen(&text), "他说，|");
    assert!(text.undo());
    assert_eq!(seen(&text), "|");
    assert!(!text.undo());
    assert!(text.redo() && text.redo() && !text.redo());
    assert_eq!(seen(&text), "他说，好的|");
    text.paste("\r\n第二段\r\n");
    assert_eq!(text.text(), "他说，好的\n第二段\n");
    press(&mut text, "backspace backspace");
    assert!(text.undo());
    assert_eq!(text.text(), "他说，好的\n第二段\n");
    assert!(text.undo());
    assert_eq!(seen(&text), "他说，好的|");
    let before = text.revision();
    text.replace("他说，好的");
    assert_eq!(text.revision(), before);
    text.replace("另写");
    assert!(text.undo());
    assert_eq!(text.text(), "他说，好的");
}

#[test]
fn hostile_text_is_made_visible_and_names_are_kept() {
    let mut text = editor("a\u{1b}[31mb\u{202e}c\u{200b}d\te\u{E815}葛\u{E0100}");
    assert_eq!(
        text.text(),
        "a\u{FFFD}[31mb\u{FFFD}cd    e\u{E815}葛\u{E0100}"
    );
    text.paste("\u{9b}x");
    assert!(text.text().ends_with("\u{FFFD}x"));
    assert_eq!(Editor::new("a\nb\tc", Lines::One).text(), "a b c");
    assert!(!Editor::new("", Lines::One).press("enter".parse().unwrap()));
}

#[test]
fn the_cursor_stands_at_the_caret() {
    let mut text = editor("关于养老，服务的答复");
    text.fit(9, 3);
    let mut display = Display::new(Replay::new(9, 3), Size::new(9, 3));
    let mut show = |text: &Editor| {
        display
            .draw(|frame| {
                let area = frame.area();
                let caret = text.render(area, frame.buffer_mut(), Style::new());
                frame.set_cursor_position(caret);
            })
            .unwrap();
        let replay = display.screen_mut().writer_mut();
        (replay.text(), replay.caret().map(|at| (at.x, at.y)))
    };
    assert_eq!(
        show(&text),
        ("关于养\n老，服务\n的答复".to_owned(), Some((6, 2)))
    );
    press(&mut text, "up");
    assert_eq!(show(&text).1, Some((6, 1)));
    press(&mut text, "home");
    assert_eq!(show(&text).1, Some((0, 0)));
    press(&mut text, "ctrl-end 。");
    assert_eq!(
        show(&text),
        ("关于养\n老，服务\n的答复。".to_owned(), Some((8, 2)))
    );
    press(&mut text, "enter");
    assert_eq!(show(&text), ("老，服务\n的答复。".to_owned(), Some((0, 2))));
}

#[test]
fn a_pane_that_grows_again_is_filled() {
    let mut text = editor("1\n2\n3\n4\n5\n6");
    press(&mut text, "ctrl-end");
    let tops = [4, 1, 4, 6].map(|height| {
        text.fit(9, height);
        let first = text.layout.visible().next().unwrap();
        text.text()[first].to_owned()
    });
    assert_eq!(tops, ["3", "6", "3", "1"]);
}

proptest! {
    #[test]
    fn any_keys_leave_a_whole_text_with_the_caret_in_sight(
        start in "[关于养老，。ab \n\u{301}😀]{0,30}",
        keys in proptest::collection::vec(0usize..16, 0..60),
        width in 1u16..20, height in 1u16..6,
    ) {
        let mut text = editor(&start);
        text.fit(width, height);
        let names = ["a", "办", "enter", "backspace", "delete", "left", "right", "up", "down", "home", "end", "ctrl-w",
            "pgup", "pgdn", "ctrl-k"];
        for key in keys {
            match names.get(key) {
                Some(name) => drop(text.press(name.parse().unwrap())),
                None => drop(text.undo()),
            }
            prop_assert!(text.text().is_char_boundary(text.caret));
            let area = Rect::new(0, 0, width, height);
            let caret = text.render(area, &mut Buffer::empty(area), Style::new());
            prop_assert!(area.contains(caret));
            let (_, row) = text.layout.caret(&text.text, text.caret);
            prop_assert!(row < height, "row {} of {}", row, height);
        }
        while text.undo() {}
        prop_assert_eq!(text.text(), start);
    }
}
