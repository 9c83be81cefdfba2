//! What goes to the terminal or the pipe. Text from people is cleaned on its way.

mod table;

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use banli_shared::text::{clean, clean_lines};
use serde::Serialize;

pub use table::Table;

/// One line, cleaned.
pub fn line(text: &str) {
    raw_line(&clean(text));
}

/// A text of several lines, cleaned.
pub fn lines(text: &str) {
    raw_line(&clean_lines(text));
}

/// One line for the person beside the output: to standard error.
pub fn aside(text: &str) {
    // Whoever closed standard error does not want to know.
    drop(writeln!(std::io::stderr().lock(), "{}", clean(text)));
}

/// A value as JSON.
pub fn json<T: Serialize>(value: &T) {
    if let Ok(text) = serde_json::to_string_pretty(value) {
        raw_line(&text);
    }
}

/// A value as one line of JSON.
pub fn json_line<T: Serialize>(value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        raw_line(&text);
    }
}

/// Bytes as they are.
///
/// # Errors
/// When they cannot be written.
pub fn bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn raw_line(text: &str) {
    if let Err(fault) = writeln!(std::io::stdout().lock(), "{text}") {
        // A reader that went away (`| head`) wants no more; a full disk is told.
        if fault.kind() != std::io::ErrorKind::BrokenPipe && !FAILED.swap(true, Ordering::Relaxed) {
            aside(&fault.to_string());
        }
    }
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
