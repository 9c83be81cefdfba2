//! How events hang together: each holds the hash of the one before it in its case, and a number over all cases.

use banli_shared::ids::{CaseId, Version};

use crate::auth::sha256;

/// What the first event of a case has in place of a hash before it.
pub(crate) const BEGINNING: &str = "";

/// The hash of an event whose text is `body`. Over the text as it is kept, so that checking it needs no reader of JSON.
pub(crate) fn link(prev: &str, seq: i64, case: &CaseId, version: Version, body: &str) -> String {
    sha256(format!("{prev}\n{seq}\n{case}\n{version}\n{body}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_counts() {
        let case = CaseId::from("c");
        let link_of = |prev, seq, version, body| link(prev, seq, &case, version, body);
        let first = link_of(BEGINNING, 1, 1, "{}");
        let others = [
            link_of("x", 1, 1, "{}"),
            link_of(BEGINNING, 2, 1, "{}"),
            link_of(BEGINNING, 1, 2, "{}"),
            link_of(BEGINNING, 1, 1, "{ }"),
            link(BEGINNING, 1, &CaseId::from("d"), 1, "{}"),
        ];
        assert!(others.iter().all(|other| *other != first));
        assert_eq!(first, link_of(BEGINNING, 1, 1, "{}"));
    }
}
