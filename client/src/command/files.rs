//! Files that people name on the command line.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use banli_shared::both;

use super::{Ctx, Failed};

/// A file of text, of at most so many bytes.
///
/// # Errors
/// Where it cannot be read, is longer, or is no UTF-8.
pub(super) fn text(ctx: &Ctx, path: &Path, most: u64) -> Result<String, Failed> {
    let file = File::open(path).map_err(|fault| Failed::file(path, &fault))?;
    let mut text = String::new();
    file.take(most + 1)
        .read_to_string(&mut text)
        .map_err(|fault| Failed::file(path, &fault))?;
    if text.len() as u64 > most {
        return Err(Failed::new(format!(
            "{}: {} ({most})",
            path.display(),
            ctx.pick("文件超过字节数上限", "longer than so many bytes")
        )));
    }
    Ok(text)
}

/// Keeps a file that is read from being written over.
///
/// # Errors
/// Where both are the same file.
pub(super) fn never_over(written: &Path, read: &Path) -> Result<(), Failed> {
    let same = match (written.canonicalize(), read.canonicalize()) {
        (Ok(written), Ok(read)) => written == read,
        // What is not there yet is no file that is read.
        _ => false,
    };
    if same {
        let place = read.display();
        return Err(Failed::of(both!(
            "{place} 是读入的文件，不能覆盖，请另选文件名",
            "{place} is what is read: choose another name to write to"
        )));
    }
    Ok(())
}
