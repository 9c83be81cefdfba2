//! What the columns of a foreign table are, where its own names do not tell.

use super::columns::{Field, coded, codes, field};
use crate::import::{is_said, said_columns};
use crate::lists::FileFault;
use crate::text::{clean, truncate};

/// Which columns are what, as somebody said: headers or letters. Nothing for a column that is not to be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    said: Vec<(String, Option<Field>)>,
}

impl FieldMap {
    /// Reads a mapping such as `办理情况=class,回函日期=issued_on,备注=-`, written as for lists.
    ///
    /// # Errors
    /// [`FileFault::BadMapping`] with the part that is not a header, `=`, and the code of something figures are counted
    /// from.
    pub fn parse(text: &str) -> Result<Self, FileFault> {
        let said = said_columns(text, codes, coded)?;
        Ok(Self { said })
    }

    /// What the column holds at this place, from 0, with this header.
    pub(super) fn field(&self, at: usize, head: &str) -> Option<Field> {
        self.meant(at, head).unwrap_or_else(|| field(head))
    }

    /// What somebody said of this column; nothing within where it is not to be used.
    pub(super) fn meant(&self, at: usize, head: &str) -> Option<Option<Field>> {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let mut said = self.said.iter();
        said.find(|(name, _)| is_said(name, at, head))
            .map(|(_, meant)| *meant)
    }

    /// That a column which somebody spoke of is in none of these rows of headers.
    pub(super) fn lost(&self, headers: &[&Vec<String>]) -> Option<FileFault> {
        let is_there = |name: &str| {
            let mut cells = headers.iter().flat_map(|row| (0..).zip(*row));
            cells.any(|(at, head)| is_said(name, at, head))
        };
        let mut said = self.said.iter();
        let (name, _) = said.find(|(name, _)| !is_there(name))?;
        Some(FileFault::NoSuchColumn {
            header: truncate(&clean(name), 40),
        })
    }
}
