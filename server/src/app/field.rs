//! Checks of single fields, the same for all use cases.

use banli_shared::api::FieldFault;
use banli_shared::both;
use banli_shared::text;

/// A field of one line, at most `most` characters.
pub(super) fn line(value: &str, most: usize, pointer: &str) -> Result<(), FieldFault> {
    text::check_line(value, most).map_err(|fault| FieldFault::new(pointer, "text", fault.both()))
}

/// A field of one line that may be empty.
pub(super) fn optional_line(value: &str, most: usize, pointer: &str) -> Result<(), FieldFault> {
    if value.is_empty() {
        Ok(())
    } else {
        line(value, most, pointer)
    }
}

/// A text of several lines that may be empty.
pub(super) fn optional_text(value: &str, most: usize, pointer: &str) -> Result<(), FieldFault> {
    if value.is_empty() {
        return Ok(());
    }
    text::check(value, most).map_err(|fault| FieldFault::new(pointer, "text", fault.both()))
}

/// A code or login: letters, digits, `.`, `_`, `-`, beginning with a letter or digit.
pub(super) fn code(value: &str, most: usize, pointer: &str) -> Result<(), FieldFault> {
    let fits = value.len() <= most
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        && value
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric());
    if fits {
        return Ok(());
    }
    let text = both!(
        "应为 1 至 {most} 个字母、数字、.、_ 或 -，以字母或数字开头",
        "1 to {most} letters, digits, `.`, `_`, `-`, beginning with a letter or digit"
    );
    Err(FieldFault::new(pointer, "code", text))
}
