use proptest::prelude::*;
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};

use super::super::display::Display;
use super::super::replay::Replay;
use super::*;

fn terminal(width: u16, height: u16) -> Display<Replay> {
    Display::new(Replay::new(width, height), Size::new(width, height))
}

/// Draws the lines, checks that the terminal shows them, and says how many bytes that took.
fn show(terminal: &mut Display<Replay>, lines: &[Line<'_>], caret: Option<Position>) -> usize {
    let before = terminal.screen_mut().writer_mut().bytes();
    terminal
        .draw(|frame| {
            for (row, line) in frame.area().rows().zip(lines) {
                frame.render_widget(line, row);
            }
            if let Some(caret) = caret {
                frame.set_cursor_position(caret);
            }
        })
        .unwrap();
    let buffer = terminal.last_frame().clone();
    let replay = terminal.screen_mut().writer_mut();
    replay.assert_shows(&buffer);
    assert_eq!(replay.caret(), caret);
    replay.bytes() - before
}

fn rows(first: usize, selected: usize) -> Vec<Line<'static>> {
    let title = Line::from("待办").reversed();
    let rows = (first..first + 36).map(|n| {
        let words: Vec<char> = "关于加强社区养老服务推进城市更新改善空气质量保护文物古迹的建议"
            .chars()
            .collect();
        let title: String = (0..20)
            .map(|i| words[(n * 7 + i * (n % 5 + 1)) % words.len()])
            .collect();
        let text = format!(
            "  {:08} {title}  市民政局  还剩 {} 天",
            20_220_000 + n,
            n % 30
        );
        if n == selected {
            Line::from(text).reversed()
        } else {
            Line::from(text)
        }
    });
    std::iter::once(title)
        .chain(rows)
        .chain([Line::from("j 下  k 上")])
        .collect()
}

#[test]
fn one_write_a_frame_and_none_without_a_change() {
    let mut terminal = terminal(120, 40);
    let full = show(&mut terminal, &rows(0, 0), None);
    assert!(full < 8_000, "{full}");
    assert_eq!(terminal.screen_mut().writer_mut().writes(), 1);
    assert_eq!(show(&mut terminal, &rows(0, 0), None), 0);
    assert_eq!(terminal.screen_mut().writer_mut().writes(), 1);
}

#[test]
fn the_byte_budgets_hold() {
    let mut terminal = terminal(120, 40);
    show(&mut terminal, &rows(0, 0), None);
    let arrow = show(&mut terminal, &rows(0, 1), None);
    assert!(arrow <= 400, "an arrow took {arrow} bytes");
    show(&mut terminal, &rows(0, 35), None);
    let scrolled = show(&mut terminal, &rows(1, 36), None);
    assert!(
        scrolled <= 600,
        "an arrow that scrolls took {scrolled} bytes"
    );
    let back = show(&mut terminal, &rows(0, 0), None);
    assert!(back <= 600, "scrolling back took {back} bytes");
    let page = show(&mut terminal, &rows(36, 36), None);
    assert!(page <= 3_000, "a page of 36 new titles took {page} bytes");
    let half = show(&mut terminal, &rows(54, 54), None);
    assert!(half <= 2_100, "half a page took {half} bytes");
}

#[test]
fn the_caret_stands_where_the_frame_puts_it() {
    let mut terminal = terminal(20, 3);
    show(&mut terminal, &["提案".into()], Some(Position::new(4, 0)));
    show(&mut terminal, &["提案办".into()], Some(Position::new(6, 0)));
    let moved = show(&mut terminal, &["提案办".into()], Some(Position::new(4, 0)));
    assert!(moved < 10, "{moved}");
    show(&mut terminal, &["提案办".into()], None);
    show(&mut terminal, &["提案办".into()], Some(Position::new(0, 2)));
}

#[test]
fn after_a_foreign_write_everything_is_painted_again() {
    let mut terminal = terminal(20, 3);
    show(&mut terminal, &["提案".into()], Some(Position::new(4, 0)));
    terminal
        .screen_mut()
        .writer_mut()
        .write_all(b"\x1b[2;3Hgarbage")
        .unwrap();
    terminal.forget();
    show(&mut terminal, &["提案".into()], None);
}

#[test]
fn a_new_size_is_painted_whole() {
    let mut terminal = terminal(20, 3);
    show(
        &mut terminal,
        &["提案".into(), "one".into(), "two".into()],
        None,
    );
    terminal.resize(Size::new(12, 2));
    terminal.screen_mut().writer_mut().resize(12, 2);
    show(&mut terminal, &["提案".into(), "one".into()], None);
}

fn line() -> impl Strategy<Value = Line<'static>> {
    let piece = prop_oneof![
        3 => "[a-z ]{1,8}",
        3 => "[关于养老，。（）]{1,6}",
        1 => "[·“”…①★é]{1,3}",
        1 => "(😀|👍🏽|🇨🇳|⌨|e\u{301}|𠮷|\u{e000}|👨‍👩‍👧|⌨\u{fe0f}){1,2}",
        1 => " {4,30}",
    ];
    let style = prop_oneof![
        3 => Just(Style::new()),
        1 => Just(Style::new().reversed()),
        1 => Just(Style::new().fg(Color::Red).bold()),
        1 => Just(Style::new().bg(Color::Blue)),
    ];
    proptest::collection::vec((piece, style), 0..6).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(text, style)| Span::styled(text, style))
            .collect()
    })
}

proptest! {
    #[test]
    fn any_frames_show_what_was_drawn(
        frames in proptest::collection::vec(proptest::collection::vec(line(), 8), 1..6),
    ) {
        let mut terminal = terminal(30, 8);
        for lines in &frames {
            show(&mut terminal, lines, None);
        }
    }

    #[test]
    fn any_scrolling_shows_what_was_drawn(
        lines in proptest::collection::vec(line(), 30),
        tops in proptest::collection::vec(0usize..20, 1..8),
    ) {
        let mut terminal = terminal(40, 10);
        for top in tops {
            show(&mut terminal, &lines[top..top + 10], None);
        }
    }
}
