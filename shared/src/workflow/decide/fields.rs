//! What may be kept in a field: how long, and which characters.

use crate::both;
use crate::ids::PersonId;
use crate::text;
use crate::workflow::refusal::Refusal;

/// Most characters of a title.
pub(super) const TITLE: usize = 200;
/// Most characters of a name.
pub(super) const NAME: usize = 100;
/// Most characters of a reason, note, goal or comment.
pub(super) const NOTE: usize = 5_000;
/// Most characters of a body, letter or opinion.
pub(super) const BODY: usize = 100_000;
/// Most entries of a list in a command.
pub(super) const ENTRIES: usize = 200;

/// A line that must say something.
pub(super) fn line(pointer: &str, value: &str, most: usize) -> Result<(), Refusal> {
    text::check_line(value, most).map_err(|fault| Refusal::field(pointer, fault.both()))
}

/// A text that must say something.
pub(super) fn some(pointer: &str, value: &str, most: usize) -> Result<(), Refusal> {
    text::check(value, most).map_err(|fault| Refusal::field(pointer, fault.both()))
}

/// A line that may be empty.
pub(super) fn line_or_none(pointer: &str, value: &str, most: usize) -> Result<(), Refusal> {
    if value.is_empty() {
        Ok(())
    } else {
        line(pointer, value, most)
    }
}

/// A text that may be empty.
pub(super) fn some_or_none(pointer: &str, value: &str, most: usize) -> Result<(), Refusal> {
    if value.is_empty() {
        Ok(())
    } else {
        some(pointer, value, most)
    }
}

/// A list that is not longer than anybody would type.
pub(super) fn at_most<T>(pointer: &str, list: &[T], most: usize) -> Result<(), Refusal> {
    if list.len() > most {
        let count = list.len();
        let fault = both!(
            "有 {count} 项，最多 {most} 项",
            "has {count} entries, at most {most} are allowed"
        );
        return Err(Refusal::field(pointer, fault));
    }
    Ok(())
}

/// Those who are to stand behind a proposal: one at least, each with the name and the person that `of` gives.
pub(super) fn proposers<T>(
    given: &[T],
    of: fn(&T) -> (&String, Option<&PersonId>),
) -> Result<(), Refusal> {
    if given.is_empty() {
        let fault = both!("至少写一个", "must name at least one");
        return Err(Refusal::field("/proposers", fault));
    }
    at_most("/proposers", given, ENTRIES)?;
    for (i, (name, person)) in given.iter().map(of).enumerate() {
        line(&format!("/proposers/{i}/name"), name, NAME)?;
        if let Some(person) = person {
            line(&format!("/proposers/{i}/person"), person.as_str(), NAME)?;
        }
    }
    Ok(())
}
