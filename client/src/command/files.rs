//! Files that people name on the command line.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use banli_shared::both;
use banli_shared::lang::Lang;

use super::{Ctx, Failed};

/// A file of text, of at most so many bytes.
///
/// # Errors
/// Where it cannot be read, is longer, or is no UTF-8.
pub(super) fn text(ctx: &Ctx, path: &Path, most: u64) -> Result<String, Failed> {
    let file = File::open(path).map_err(|fault| Failed::file(path, &fault))?;
    let mut bytes = vec![];
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|fault| Failed::file(path, &fault))?;
    if bytes.len() as u64 > most {
        return Err(Failed::new(ctx.lang.label(
            &path.display().to_string(),
            &match ctx.lang {
                Lang::Zh => format!("文件超过 {most} 字节的上限"),
                Lang::En => format!("longer than {most} bytes"),
            },
        )));
    }
    utf8(path, bytes)
}

/// What a file holds as text.
///
/// # Errors
/// Where it is no UTF-8: the first line that is none.
pub(super) fn utf8(path: &Path, bytes: Vec<u8>) -> Result<String, Failed> {
    String::from_utf8(bytes).map_err(|fault| {
        let before = &fault.as_bytes()[..fault.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let path = path.display();
        Failed::of(both!(
            "{path}：第 {line} 行不是 UTF-8 编码的文字；请将文件以 UTF-8 编码另存后重试",
            "{path}: line {line} is no text in UTF-8; save the file as UTF-8 and try again"
        ))
    })
}

/// A file of at most so many bytes.
///
/// # Errors
/// Where it cannot be read or is longer.
pub(super) fn bytes(path: &Path, most: usize) -> Result<Vec<u8>, Failed> {
    let file = File::open(path).map_err(|fault| Failed::file(path, &fault))?;
    bounded(file, path, most)
}

/// As [`bytes`]; `-` is what comes in by standard input.
///
/// # Errors
/// As [`bytes`].
pub(super) fn bytes_or_input(path: &Path, most: usize) -> Result<Vec<u8>, Failed> {
    if path == Path::new("-") {
        return bounded(std::io::stdin().lock(), path, most);
    }
    bytes(path, most)
}

fn bounded(from: impl Read, path: &Path, most: usize) -> Result<Vec<u8>, Failed> {
    let mut bytes = vec![];
    // A pipe does not tell its size: one byte more than fits is enough to know.
    from.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|fault| Failed::file(path, &fault))?;
    if bytes.len() > most {
        let (path, most) = (path.display(), most >> 20);
        return Err(Failed::of(both!(
            "{path}：文件过大，最多 {most} MiB",
            "{path}: the file is too large; at most {most} MiB"
        )));
    }
    Ok(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_another_encoding_is_refused_with_its_name_and_line() {
        let path = Path::new("rules.toml");
        let gbk = b"name = \"a\"\n# \xb9\xe6\xd4\xf2\n".to_vec();
        let refused = utf8(path, gbk).unwrap_err().text;
        for (said, line) in [(&refused.zh, "第 2 行"), (&refused.en, "line 2")] {
            assert!(said.contains("rules.toml") && said.contains(line), "{said}");
        }
        assert_eq!(utf8(path, "规则".into()).ok().as_deref(), Some("规则"));
    }
}
