//! Where a page ended: opaque to the caller, bound to the filter it was made for, and refused when it was altered. It is
//! no secret and no proof: it says only from where to go on in what the caller may see anyway.

use banli_shared::api::{FieldFault, MOST_OF_A_PAGE};
use banli_shared::both;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::auth::sha256;

/// How many items a page has when the caller asks for `limit`, `usual` when nothing is said.
///
/// # Errors
/// When it is none, or more than [`MOST_OF_A_PAGE`].
pub fn limit(limit: Option<u32>, usual: u32) -> Result<u32, FieldFault> {
    match limit.unwrap_or(usual) {
        limit @ 1..=MOST_OF_A_PAGE => Ok(limit),
        _ => Err(FieldFault::new(
            "?limit",
            "range",
            both!("应为 1 至 200", "from 1 to 200"),
        )),
    }
}

/// The cursor of the place `at` (the sort key of the last item) in the list that `filter` describes. The filter holds
/// everything that chooses and sorts items, and not the cursor itself.
#[must_use]
pub fn write(filter: &impl Serialize, at: &impl Serialize) -> String {
    let at = serde_json::to_value(at).unwrap_or_default();
    let sum = fingerprint(&at);
    let text = serde_json::to_string(&(fingerprint(filter), sum, at)).unwrap_or_default();
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The place a cursor names.
///
/// # Errors
/// When it was made by nobody here, or for another list.
pub fn read<T: DeserializeOwned>(filter: &impl Serialize, cursor: &str) -> Result<T, FieldFault> {
    let unreadable = || {
        FieldFault::new(
            "?cursor",
            "cursor",
            both!("应为上一页答复中的 next", "`next` of the page before"),
        )
    };
    let bytes: Option<Vec<u8>> = cursor
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let (made_for, sum, at): (String, String, serde_json::Value) =
        serde_json::from_slice(&bytes.ok_or_else(unreadable)?).map_err(|_fault| unreadable())?;
    if sum != fingerprint(&at) {
        return Err(unreadable());
    }
    if made_for != fingerprint(filter) {
        let text = both!(
            "cursor 只能接着原来的列表使用：条件和排序须相同",
            "a cursor continues the list it came from: same filters, same order"
        );
        return Err(FieldFault::new("?cursor", "cursor", text));
    }
    serde_json::from_value(at).map_err(|_fault| unreadable())
}

fn fingerprint(filter: &impl Serialize) -> String {
    let text = serde_json::to_vec(filter).unwrap_or_default();
    sha256(&text)[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_only_with_its_filter() {
        let cursor = write(&("role", 3), &("提案", 7_i64));
        let back: (String, i64) = read(&("role", 3), &cursor).unwrap();
        assert_eq!(back, ("提案".to_owned(), 7));
        assert!(read::<(String, i64)>(&("role", 4), &cursor).is_err());
        for bad in ["", "zz", "7", "5b5d", &cursor[2..], "提案"] {
            assert!(read::<(String, i64)>(&("role", 3), bad).is_err(), "{bad}");
        }
        for at in 0..cursor.len() {
            let mut other = cursor.clone();
            other.replace_range(at..=at, if &cursor[at..=at] == "5" { "6" } else { "5" });
            assert!(read::<(String, i64)>(&("role", 3), &other).is_err(), "{at}");
        }
    }
}
