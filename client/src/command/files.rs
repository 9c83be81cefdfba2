//! Files that people name on the command line.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::Failed;

/// A file of text, of at most so many bytes.
///
/// # Errors
/// Where it cannot be read, is longer, or is no UTF-8.
pub(super) fn text(path: &Path, most: u64) -> Result<String, Failed> {
    let file = File::open(path).map_err(|fault| Failed::file(path, &fault))?;
    let mut text = String::new();
    file.take(most + 1)
        .read_to_string(&mut text)
        .map_err(|fault| Failed::file(path, &fault))?;
    if text.len() as u64 > most {
        return Err(Failed::new(format!(
            "{}: 文件太大 / longer than {most} bytes",
            path.display()
        )));
    }
    Ok(text)
}
