//! How the rows of each tab look.

use banli_shared::lang::Lang;
use ratatui::layout::Alignment;

use super::super::super::super::theme::Role;
use super::super::super::super::widgets::table::{Column, Field, Room};
use super::super::super::desk::{Entry, Tab};
use super::super::super::state::Shared;
use super::super::super::texts;
use super::sheets::post_words;
use crate::output::moment;

/// What names a row.
pub(super) fn key(entry: &Entry) -> String {
    match entry {
        Entry::Notice(it) => it.id.clone(),
        Entry::Delegation(it) => it.id.clone(),
        Entry::Token(it) => it.id.clone(),
        Entry::Person(it) => it.id.0.clone(),
        Entry::Unit(it) => it.code.0.clone(),
        Entry::Line(no, _) => no.to_string(),
        Entry::Webhook(it) => it.id.clone(),
    }
}

fn column(head: &'static str, cells: u16, from_width: u16) -> Column {
    Column {
        head,
        room: if cells == 0 {
            Room::Rest
        } else {
            Room::Cells(cells)
        },
        alignment: Alignment::Left,
        from_width,
    }
}

/// The columns of a tab. Logins are told to administrators only.
pub(super) fn columns(tab: Tab, lang: Lang, administers: bool) -> Vec<Column> {
    match tab {
        Tab::Notices => vec![
            column("", 1, 0),
            column(texts::head_when(lang), 16, 90),
            column(texts::head_about(lang), 14, 0),
            column(texts::head_number(lang), 12, 0),
            column(texts::head_due(lang), 10, 70),
            column(texts::head_title(lang), 0, 0),
        ],
        Tab::Delegations => vec![
            column(texts::head_giver(lang), 12, 0),
            column(texts::head_taker(lang), 12, 0),
            column(texts::head_from(lang), 10, 70),
            column(texts::head_until(lang), 10, 0),
            column(texts::head_post(lang), 0, 0),
            column(texts::head_note(lang), 20, 100),
        ],
        Tab::Tokens => vec![
            column(texts::head_label(lang), 0, 0),
            column(texts::head_scopes(lang), 22, 0),
            column(texts::head_until(lang), 16, 0),
            column(texts::head_state(lang), 8, 0),
        ],
        Tab::People => {
            let login = administers.then(|| column(texts::head_login(lang), 16, 0));
            let rest = [
                column(texts::head_name(lang), 14, 0),
                column(texts::head_posts(lang), 0, 0),
                column(texts::head_state(lang), 8, 0),
            ];
            login.into_iter().chain(rest).collect()
        }
        Tab::Units => vec![
            column(texts::head_code(lang), 8, 0),
            column(texts::head_name(lang), 0, 0),
            column(texts::head_kind(lang), 12, 80),
            column(texts::head_parent(lang), 8, 0),
            column(texts::head_state(lang), 8, 0),
        ],
        Tab::Rules | Tab::Calendar => vec![column(texts::head_toml(lang), 0, 0)],
        Tab::Webhooks => vec![
            column(texts::head_address(lang), 0, 0),
            column(texts::head_about(lang), 24, 90),
            column(texts::head_note(lang), 20, 0),
        ],
    }
}

/// The fields of a row.
pub(super) fn fields<'a>(shared: &Shared, entry: &'a Entry, administers: bool) -> Vec<Field<'a>> {
    let lang = shared.lang;
    let comma = lang.pick("、", ", ");
    match entry {
        Entry::Notice(it) => {
            let unread = shared.theme.style(Role::Warning);
            let due = it.due.map(|due| due.to_string());
            vec![
                Field::styled(if it.read { " " } else { "*" }, unread),
                Field::plain(moment(it.at_ms)),
                Field::plain(it.kind.say(lang)),
                Field::plain(it.number.as_str()),
                Field::plain(due.unwrap_or_default()),
                Field::plain(match it.said(lang) {
                    "" => it.title.clone(),
                    said => format!("{said} | {}", it.title),
                }),
            ]
        }
        Entry::Delegation(it) => vec![
            Field::plain(it.giver_name.as_str()),
            Field::plain(it.taker_name.as_str()),
            Field::plain(it.from.to_string()),
            Field::plain(it.until.to_string()),
            Field::plain(it.post.as_ref().map_or_else(
                || texts::every_post(lang).to_owned(),
                |post| post_words(shared, post),
            )),
            Field::plain(it.note.as_str()),
        ],
        Entry::Token(it) => {
            let scopes: Vec<&str> = it.scopes.iter().map(|scope| scope.say(lang)).collect();
            vec![
                Field::plain(it.called(lang)),
                Field::plain(scopes.join(comma)),
                Field::plain(moment(it.expires_ms)),
                Field::plain(match it.current {
                    true => texts::in_use(lang),
                    false => "",
                }),
            ]
        }
        Entry::Person(it) => {
            let posts: Vec<String> = it
                .posts
                .iter()
                .map(|post| post_words(shared, post))
                .collect();
            let login = administers.then(|| Field::plain(it.login.as_str()));
            let rest = [
                Field::plain(it.name.as_str()),
                Field::plain(posts.join(comma)),
                Field::plain(if it.disabled {
                    texts::kept_out_short(lang)
                } else {
                    ""
                }),
            ];
            login.into_iter().chain(rest).collect()
        }
        Entry::Unit(it) => vec![
            Field::plain(it.code.as_str()),
            Field::plain(it.name.as_str()),
            Field::plain(it.kind.as_str()),
            Field::plain(it.parent.as_ref().map_or("", |parent| parent.as_str())),
            Field::plain(if it.retired {
                texts::retired_short(lang)
            } else {
                ""
            }),
        ],
        Entry::Line(_, line) => vec![Field::plain(line.as_str())],
        Entry::Webhook(it) => {
            let kinds: Vec<&str> = it.kinds.iter().map(|kind| kind.say(lang)).collect();
            let kinds = if kinds.is_empty() {
                texts::all(lang).to_owned()
            } else {
                kinds.join(comma)
            };
            vec![
                Field::plain(it.url.as_str()),
                Field::plain(kinds),
                Field::plain(it.note.as_str()),
            ]
        }
    }
}
