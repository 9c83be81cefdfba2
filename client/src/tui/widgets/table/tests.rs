use banli_shared::profile::Light;

use super::super::super::list::pages::Pages;
use super::super::super::terminal::display::Display;
use super::super::super::terminal::replay::Replay;
use super::super::super::text::passage::Direction;
use super::super::super::theme::{Colours, Glyphs};
use super::*;

struct Case {
    number: usize,
    title: String,
    light: Light,
}

fn cases(count: usize) -> List<Case, usize> {
    let words: Vec<char> = "关于加强社区养老服务推进城市更新改善空气质量保护文物古迹的建议"
        .chars()
        .collect();
    let rows = (0..count)
        .map(|n| Case {
            number: 20_220_000 + n,
            title: (0..12 + n % 12)
                .map(|i| words[(n * 7 + i * (n % 5 + 1)) % words.len()])
                .collect(),
            light: [Light::Green, Light::Yellow, Light::Red][n % 3],
        })
        .collect();
    List::new(Pages::whole(rows), |case| case.number)
}

const COLUMNS: [Column; 4] = [
    Column {
        head: "灯",
        room: Room::Cells(2),
        alignment: Alignment::Left,
        from_width: 0,
    },
    Column {
        head: "提案号",
        room: Room::Cells(8),
        alignment: Alignment::Left,
        from_width: 40,
    },
    Column {
        head: "案由",
        room: Room::Rest,
        alignment: Alignment::Left,
        from_width: 0,
    },
    Column {
        head: "天数",
        room: Room::Cells(4),
        alignment: Alignment::Right,
        from_width: 0,
    },
];

fn fields(theme: Theme) -> impl Fn(&Case) -> Vec<Field<'_>> {
    move |case| {
        let (shape, style) = theme.light(case.light);
        vec![
            Field::styled(shape, style),
            Field::plain(case.number.to_string()),
            Field::plain(&case.title),
            Field::plain((case.number % 40).to_string()),
        ]
    }
}

const THEME: Theme = Theme {
    colours: Colours::Sixteen,
    glyphs: Glyphs::Lines,
};

fn draw(display: &mut Display<Replay>, list: &List<Case, usize>, highlight: Highlight) -> usize {
    let before = display.screen_mut().writer_mut().bytes();
    let looks = Looks {
        columns: &COLUMNS,
        theme: THEME,
        highlight,
        active: true,
    };
    display
        .draw(|frame| {
            let area = frame.area();
            table(frame.buffer_mut(), area, list, looks, fields(THEME));
        })
        .unwrap();
    let frame = display.last_frame().clone();
    let replay = display.screen_mut().writer_mut();
    replay.assert_shows(&frame);
    replay.bytes() - before
}

fn display(width: u16, height: u16) -> Display<Replay> {
    Display::new(
        Replay::new(width, height),
        ratatui::layout::Size::new(width, height),
    )
}

fn shown(width: u16, list: &List<Case, usize>, highlight: Highlight) -> String {
    let mut display = display(width, 5);
    draw(&mut display, list, highlight);
    display.screen_mut().writer_mut().text()
}

#[test]
fn rows_stand_in_columns_and_narrow_tables_leave_some_out() {
    let mut list = cases(4);
    list.fit(4);
    list.step(Direction::Down);
    list.toggle_mark();
    insta::assert_snapshot!("wide", shown(50, &list, Highlight::Gutter));
    insta::assert_snapshot!("narrow", shown(24, &list, Highlight::Gutter));
}

#[test]
fn an_arrow_costs_few_bytes() {
    let mut list = cases(100_000);
    list.fit(39);
    for (highlight, limit) in [(Highlight::Row, 400), (Highlight::Gutter, 80)] {
        let mut display = display(120, 40);
        list.select(10);
        let full = draw(&mut display, &list, highlight);
        assert!(full <= 8_000, "the first frame took {full} bytes");
        list.step(Direction::Down);
        let arrow = draw(&mut display, &list, highlight);
        assert!(arrow <= limit, "{highlight:?}: an arrow took {arrow} bytes");
        list.select(36);
        draw(&mut display, &list, highlight);
        list.step(Direction::Down);
        let scrolled = draw(&mut display, &list, highlight);
        assert!(
            scrolled <= 600,
            "{highlight:?}: an arrow that scrolls took {scrolled} bytes"
        );
        list.half_page(Direction::Down);
        let page = draw(&mut display, &list, highlight);
        assert!(
            page <= 2_500,
            "{highlight:?}: half a page took {page} bytes"
        );
    }
}

#[test]
fn hostile_titles_stay_in_their_cells() {
    let row = |title: &str| Case {
        number: 1,
        title: title.to_owned(),
        light: Light::Green,
    };
    let rows = vec![
        row("a\u{1b}[2J\u{202e}b\r\nc\u{200b}d"),
        row("👨\u{200d}👩\u{200d}👧家庭"),
        row("“…”·①★"),
    ];
    let mut list = List::new(Pages::whole(rows), |case| case.title.clone());
    list.fit(4);
    let mut display = display(40, 4);
    let looks = Looks {
        columns: &COLUMNS,
        theme: THEME,
        highlight: Highlight::Row,
        active: false,
    };
    display
        .draw(|frame| {
            let area = frame.area();
            table(frame.buffer_mut(), area, &list, looks, fields(THEME));
        })
        .unwrap();
    let frame = display.last_frame().clone();
    display.screen_mut().writer_mut().assert_shows(&frame);
    let first: String = (0..40).map(|x| frame[(x, 1)].symbol()).collect();
    assert!(first.contains("a\u{FFFD}[2J\u{FFFD}b cd"), "{first}");
}

#[test]
fn rows_that_are_not_here_yet_say_so() {
    let mut pages: Pages<Case> = Pages::default();
    let wanted = pages.look(0..4);
    let case = Case {
        number: 1,
        title: "一".into(),
        light: Light::Red,
    };
    pages.put(
        &wanted[0],
        banli_shared::api::Page {
            items: vec![case],
            next: Some("x".into()),
            total: Some(9),
            counted: None,
        },
    );
    let mut list = List::new(pages, |case| case.number);
    list.fit(4);
    assert!(shown(40, &list, Highlight::Row).contains('一'));
    assert!(list.pages.is_open());
}
