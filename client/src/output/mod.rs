//! What goes to the terminal or the pipe. Text from people is cleaned on its way.

mod ended;
mod moment;
pub(crate) mod said;
mod table;

use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, clean, clean_lines};
use serde::Serialize;

pub use moment::{moment, office_zone};
pub use table::{Column, Table, names, sentences, whole};

/// Columns of a page.
const PAGE: usize = 80;

/// Columns of the terminal that standard output goes to; none where it goes elsewhere.
#[must_use]
pub fn room() -> Option<usize> {
    room_of(&std::io::stdout())
}

fn room_of(out: &(impl IsTerminal + std::os::fd::AsFd)) -> Option<usize> {
    let size = out
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(out).ok())??;
    (size.ws_col > 0).then(|| usize::from(size.ws_col))
}

/// One line, cleaned.
pub fn line(text: &str) {
    raw_line(&clean(text));
}

/// A text of several lines, cleaned.
pub fn lines(text: &str) {
    raw_line(&clean_lines(text));
}

/// A text of several lines, cleaned; on a terminal broken by the rules of its script, each line as far in as it begins.
pub fn prose(text: &str) {
    let text = clean_lines(text);
    match room() {
        Some(room) if !text.is_empty() => {
            let lines = text.lines();
            lines
                .flat_map(|line| table::broken(line, room, room))
                .for_each(|line| raw_line(&line));
        }
        _ => raw_line(&text),
    }
}

/// A text for people only, in lines that fit the terminal, or a page where it goes elsewhere.
pub fn page(text: &str) {
    let room = room().unwrap_or(PAGE);
    for line in clean_lines(text).lines() {
        table::broken(line, room, room)
            .iter()
            .for_each(|line| raw_line(line));
    }
}

/// One line for the person beside the output: to standard error, on a terminal broken as [`prose`].
pub fn aside(text: &str) {
    let (mut err, text) = (std::io::stderr().lock(), clean(text));
    let lines = match room_of(&err) {
        Some(room) if !text.is_empty() => table::broken(&text, room, room),
        _ => vec![text.into_owned()],
    };
    for line in lines {
        // Whoever closed standard error does not want to know.
        drop(writeln!(err, "{line}"));
    }
}

/// A deadline, with the mark of one to which plain weekdays were counted.
pub fn marked(due: &str, plain_weekdays: bool) -> String {
    match plain_weekdays && !due.is_empty() {
        true => format!("{due}*"),
        false => due.to_owned(),
    }
}

/// What that mark means, below a list that has it.
pub fn weekdays_counted(lang: Lang, any: bool) {
    if any {
        line(lang.pick(
            "* 缺放假安排的年份按周一至周五计",
            "* plain weekdays counted in a year without holidays",
        ));
    }
}

/// That a list ends before its end, and with what option it goes on; nothing where it is whole.
pub fn shown(lang: Lang, many: usize, more: bool, option: &str) {
    if more {
        aside(&match lang {
            Lang::Zh => format!("以上只是前 {many} 项，后面还有；{option} 可多列"),
            Lang::En => {
                format!("these are the first {many}, and there are more: {option} shows them")
            }
        });
    }
}

/// A value as JSON. What must not reach a terminal stands in it as an escape, which is the same to programs.
pub fn json<T: Serialize>(value: &T) {
    if let Ok(text) = serde_json::to_string_pretty(value) {
        raw_line(&escaped(&text));
    }
}

/// A value as one line of JSON, escaped in the same way.
pub fn json_line<T: Serialize>(value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        raw_line(&escaped(&text));
    }
}

/// JSON without a character that a terminal could take for a command: they stand inside its texts only.
fn escaped(json: &str) -> Cow<'_, str> {
    if matches!(clean_lines(json), Cow::Borrowed(_)) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        let safe = matches!(clean(c.encode_utf8(&mut [0; 4])), Cow::Borrowed(_));
        if c == '\n' || safe {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    Cow::Owned(out)
}

/// Writes a file that is not there yet, whole or not at all.
///
/// # Errors
/// `AlreadyExists` where there is one, and what the system says.
pub fn new_file(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a document would be taken for a whole one.
        let _ = std::fs::remove_file(path);
    }
    written
}

/// Bytes as they are.
///
/// # Errors
/// When they cannot be written. A reader that went away is none.
pub fn bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(fault) if fault.kind() == std::io::ErrorKind::BrokenPipe => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(())
        }
        written => written,
    }
}

fn raw_line(text: &str) {
    if let Err(fault) = writeln!(std::io::stdout().lock(), "{text}") {
        // A reader that went away (`| head`) wants no more; a full disk is told.
        if fault.kind() == std::io::ErrorKind::BrokenPipe {
            CLOSED.store(true, Ordering::Relaxed);
        } else if !FAILED.swap(true, Ordering::Relaxed) {
            aside(&fault.to_string());
        }
    }
}

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether whoever read the output went away: what goes on and on ends then.
#[must_use]
pub fn closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

static FAILED: AtomicBool = AtomicBool::new(false);

/// Whether something could not be written; the program then ends with a failure.
#[must_use]
pub fn failed() -> bool {
    // What is still held back is written now, so that it can fail in time.
    let flushed = std::io::stdout().lock().flush();
    let full = flushed.is_err_and(|fault| fault.kind() != std::io::ErrorKind::BrokenPipe);
    full || FAILED.load(Ordering::Relaxed)
}

/// That there is nothing of a kind, with the filters by which it was asked for as they are typed.
#[must_use]
pub fn nothing<Q: Serialize>(zh: &str, en: &str, query: &Q) -> Bilingual {
    let asked = options(query);
    match asked.is_empty() {
        true => both!("没有{zh}", "there are no {en}"),
        false => both!("没有符合条件的{zh}（{asked}）", "no {en} with {asked}"),
    }
}

/// What a query asks for and in which order: names on the wire, and values.
#[must_use]
pub fn asked<Q: Serialize>(query: &Q) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) else {
        return vec![];
    };
    // How much of it is asked for at once.
    let how = ["limit", "cursor", "count"];
    let asked = fields
        .into_iter()
        .filter(|(name, value)| !value.is_null() && !how.contains(&name.as_str()));
    let words = asked.map(|(name, value)| match value {
        serde_json::Value::String(text) => (name, text),
        other => (name, other.to_string()),
    });
    words.collect()
}

/// What a query asks for, as options of the command line.
#[must_use]
pub fn options<Q: Serialize>(query: &Q) -> String {
    let asked = asked(query).into_iter();
    let options = asked.map(|(name, value)| {
        let name = name.replace('_', "-");
        if value.contains(char::is_whitespace) {
            format!("--{name} '{value}'")
        } else {
            format!("--{name} {value}")
        }
    });
    options.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_nothing_that_a_terminal_obeys_and_reads_the_same() {
        let hostile = "a\u{9b}31m\u{202e}\u{1b}]0;x\u{7}\u{10ffff}中";
        let text = serde_json::to_string_pretty(&[hostile]).unwrap();
        let safe = escaped(&text);
        assert!(
            safe.chars().all(|c| c == '\n' || !c.is_control()),
            "{safe:?}"
        );
        assert!(!safe.contains('\u{202e}') && safe.contains('中'));
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&safe).unwrap(),
            [hostile]
        );
        assert!(matches!(escaped("[\n  1\n]"), Cow::Borrowed(_)));
    }
}
