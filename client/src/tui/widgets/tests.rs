//! The pieces together, as every kind of terminal shows them.

use banli_shared::lang::Lang;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::dump::dump;
use super::super::keys::command::Place;
use super::super::keys::config::Preset;
use super::super::keys::keymap::Keymap;
use super::super::keys::shown;
use super::super::text::passage::Passage;
use super::super::theme::{Colours, Glyphs, Theme};
use super::hints::hints;
use super::pane::titled;
use super::popup::{centred, popup};
use super::tabs::tabs;

fn screen(lang: Lang, theme: Theme) -> Buffer {
    let area = Rect::new(0, 0, 60, 12);
    let mut buffer = Buffer::empty(area);
    let title = format!(
        "20220257 {}",
        lang.pick(
            "关于加强社区养老服务的提案",
            "On care for the elderly in the community"
        )
    );
    let below = titled(
        &mut buffer,
        area,
        &title,
        lang.pick("还剩 3 天", "3 days left"),
        theme,
    );
    let names = [
        ("正文", "text"),
        ("台账", "ledger"),
        ("建议", "suggestions"),
        ("答复", "reply"),
    ];
    let names: Vec<&str> = names.iter().map(|(zh, en)| lang.pick(zh, en)).collect();
    tabs(&mut buffer, below, &names, 3, theme);
    let body = Rect {
        y: below.y + 1,
        height: below.height - 2,
        ..below
    };
    let mut text = Passage::new(
        "尊敬的委员：您提出的“关于加强社区养老服务的提案”（第20220257号）收悉。现答复如下：",
    );
    text.fit(body.width, body.height);
    text.render(body, &mut buffer, Style::new());
    let keymap = Keymap::preset(Preset::Default);
    let last = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    hints(
        &mut buffer,
        last,
        &shown::hints(&keymap, Place::Case, lang),
        theme,
    );
    let inside = popup(
        &mut buffer,
        centred(area, 29, 4),
        Place::Confirm.say(lang),
        theme,
    );
    hints(
        &mut buffer,
        inside,
        &shown::hints(&keymap, Place::Confirm, lang),
        theme,
    );
    buffer
}

#[test]
fn every_kind_of_terminal_gets_the_same_meaning() {
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (colours, glyphs, name) in [
            (Colours::Many, Glyphs::Lines, "colour"),
            (Colours::Sixteen, Glyphs::Lines, "sixteen"),
            (Colours::None, Glyphs::Lines, "no_color"),
            (Colours::None, Glyphs::Ascii, "ascii"),
        ] {
            let shown = dump(&screen(lang, Theme { colours, glyphs }));
            insta::assert_snapshot!(format!("{language}_{name}"), shown);
        }
    }
}

#[test]
fn narrow_screens_leave_out_what_does_not_fit_whole() {
    let theme = Theme {
        colours: Colours::None,
        glyphs: Glyphs::Ascii,
    };
    for width in 0..30 {
        let area = Rect::new(0, 0, width, 3);
        let mut buffer = Buffer::empty(area);
        let _ = titled(&mut buffer, area, "关于加强社区养老", "3 天", theme);
        tabs(&mut buffer, area, &["正文", "台账"], 1, theme);
        hints(
            &mut buffer,
            area,
            &shown::hints(&Keymap::preset(Preset::Default), Place::Inbox, Lang::Zh),
            theme,
        );
        let _ = popup(&mut buffer, centred(area, width, 3), "标题", theme);
    }
}
