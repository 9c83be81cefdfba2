//! What a frame of a long list costs, in processor time and in bytes.
//!
//! `cargo run --release -p banli --example frame_cost` prints, for 100,000 and for 1,000,000 rows at 120×40: the time of
//! building and writing a frame (median and 99th percentile), and the bytes of a full frame, an arrow key, an arrow key
//! that scrolls, and half a page, with the whole row highlighted and with the gutter alone.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use banli::tui::list::model::List;
use banli::tui::list::pages::Pages;
use banli::tui::terminal::display::Display;
use banli::tui::text::passage::Direction;
use banli::tui::theme::{Colours, Glyphs, Theme};
use banli::tui::widgets::table::{Column, Field, Highlight, Looks, Room, table};
use banli_shared::profile::Light;
use ratatui::layout::{Alignment, Size};

const THEME: Theme = Theme {
    colours: Colours::Many,
    glyphs: Glyphs::Lines,
};

const COLUMNS: [Column; 5] = [
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
        from_width: 0,
    },
    Column {
        head: "案由",
        room: Room::Rest,
        alignment: Alignment::Left,
        from_width: 0,
    },
    Column {
        head: "承办单位",
        room: Room::Cells(20),
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

struct Row {
    number: u32,
    title: String,
}

/// Counts bytes and keeps nothing.
#[derive(Default)]
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0 += buf.len();
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn rows(count: u32) -> Vec<Row> {
    let words: Vec<char> = "关于加强社区养老服务推进城市更新改善空气质量保护文物古迹的建议"
        .chars()
        .collect();
    let title = |n: usize| {
        (0..12 + n % 16)
            .map(|i| words[(n * 7 + i * (n % 5 + 1)) % words.len()])
            .collect()
    };
    (0..count)
        .map(|n| Row {
            number: n,
            title: title(n as usize),
        })
        .collect()
}

fn draw(
    display: &mut Display<Counter>,
    list: &List<Row, u32>,
    highlight: Highlight,
) -> io::Result<(usize, Duration)> {
    let looks = Looks {
        columns: &COLUMNS,
        theme: THEME,
        highlight,
        active: true,
    };
    let before = display.screen_mut().writer_mut().0;
    let begun = Instant::now();
    display.draw(|frame| {
        let area = frame.area();
        table(frame.buffer_mut(), area, list, looks, |row| {
            let light = [Light::Green, Light::Yellow, Light::Red][row.number as usize % 3];
            let (shape, style) = THEME.light(light);
            vec![
                Field::styled(shape, style),
                Field::plain(format!("{:08}", row.number)),
                Field::plain(&row.title),
                Field::plain("市住房和城乡建设局"),
                Field::plain((row.number % 40).to_string()),
            ]
        });
    })?;
    let took = begun.elapsed();
    Ok((display.screen_mut().writer_mut().0 - before, took))
}

fn main() -> io::Result<()> {
    println!(
        "{:>9} {:7} {:>10} {:>10} {:>6} {:>6} {:>8} {:>9}",
        "rows", "shown", "median", "p99", "full", "arrow", "scrolled", "half page"
    );
    for count in [100_000, 1_000_000] {
        let mut list = List::new(Pages::whole(rows(count)), |row: &Row| row.number);
        list.fit(39);
        for highlight in [Highlight::Row, Highlight::Gutter] {
            let mut display = Display::new(Counter::default(), Size::new(120, 40));
            list.select(count as usize / 2);
            let (full, _) = draw(&mut display, &list, highlight)?;
            list.step(Direction::Up);
            draw(&mut display, &list, highlight)?;
            list.step(Direction::Down);
            let (arrow, _) = draw(&mut display, &list, highlight)?;
            let mut scrolled = 0;
            let mut times = Vec::new();
            for _ in 0..2_000 {
                list.step(Direction::Down);
                let (bytes, time) = draw(&mut display, &list, highlight)?;
                scrolled = bytes;
                times.push(time);
            }
            list.half_page(Direction::Down);
            let (page, _) = draw(&mut display, &list, highlight)?;
            times.sort();
            let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
            println!(
                "{count:>9} {:7} {median:>10.1?} {p99:>10.1?} {full:>6} {arrow:>6} {scrolled:>8} {page:>9}",
                format!("{highlight:?}")
            );
        }
    }
    Ok(())
}
