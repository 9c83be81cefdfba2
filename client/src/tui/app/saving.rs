//! Letters saved to files from the terminal client.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use banli_shared::api::documents::{DocumentQuery, GetDocument};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::{Bytes, Nothing};
use banli_shared::documents::DocumentKind;
use banli_shared::text::Bilingual;

use super::news::{Target, Trouble, TroubleKind};
use super::outside::trouble;
use crate::api::Client;
use crate::output;
use banli_shared::text::of_file;

/// Letters of one name that can stand beside each other.
const MOST: u32 = 99;

/// Saves the reply letter of an assignment in the current folder; where it is.
pub(super) async fn letter(
    client: &Client,
    target: &Target,
    stem: &str,
) -> Result<String, Trouble> {
    let query = DocumentQuery {
        kind: Some(DocumentKind::ReplyLetter),
        assignment: target.assignment,
        round: None,
    };
    let reference = ProposalRef::from(&target.case);
    let got = client.call::<GetDocument>(&reference, &query, &Nothing);
    let Bytes(bytes) = got.await.map_err(trouble)?;
    let folder = std::env::current_dir().unwrap_or_default();
    let saved = keep(&folder, stem, &bytes);
    saved
        .map(|path| path.display().to_string())
        .map_err(|fault| Trouble {
            kind: TroubleKind::Refused,
            text: [fault.zh, fault.en],
            faults: vec![],
        })
}

/// Writes a new file, under the next name that is free.
fn keep(folder: &Path, stem: &str, bytes: &[u8]) -> Result<PathBuf, Bilingual> {
    let mut path = folder.join(format!("{stem}.docx"));
    for next in 2..=MOST {
        match output::new_file(&path, bytes) {
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => {
                path = folder.join(format!("{stem}-{next}.docx"));
            }
            Err(fault) => return Err(of_file(&path, &fault)),
            Ok(()) => return Ok(path),
        }
    }
    Err(of_file(&path, &ErrorKind::AlreadyExists.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let first = keep(folder.path(), "答复函", b"1").unwrap();
        let second = keep(folder.path(), "答复函", b"2").unwrap();
        assert!(first.ends_with("答复函.docx") && second.ends_with("答复函-2.docx"));
        assert_eq!(std::fs::read(first).unwrap(), b"1");
        assert_eq!(std::fs::read(second).unwrap(), b"2");
        assert!(keep(&folder.path().join("none"), "x", b"").is_err());
    }
}
