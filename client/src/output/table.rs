//! Tables for people: columns of the right width, whatever the script.

use banli_shared::text::{clean, width};

/// Rows under headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new<S: Into<String>>(heads: impl IntoIterator<Item = S>) -> Self {
        Self {
            heads: heads.into_iter().map(Into::into).collect(),
            rows: vec![],
        }
    }

    /// One more row; its text is cleaned.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(
            cells
                .into_iter()
                .map(|cell| clean(cell.as_ref()).into_owned())
                .collect(),
        );
    }

    /// The lines of the table: nothing is cut, trailing blanks are left out.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut widths: Vec<usize> = self.heads.iter().map(|head| width(head)).collect();
        for row in &self.rows {
            for (at, cell) in row.iter().enumerate() {
                match widths.get_mut(at) {
                    Some(room) => *room = (*room).max(width(cell)),
                    None => widths.push(width(cell)),
                }
            }
        }
        std::iter::once(&self.heads)
            .chain(&self.rows)
            .map(|row| {
                let mut line = String::new();
                for (cell, room) in row.iter().zip(&widths) {
                    line.push_str(cell);
                    line.push_str(&" ".repeat(room - width(cell) + 2));
                }
                line.trim_end().to_owned()
            })
            .collect()
    }

    /// Prints it.
    pub fn print(&self) {
        for line in self.lines() {
            super::line(&line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_cells_and_not_by_characters() {
        let mut table = Table::new(["提案号", "title"]);
        table.row(["20230001", "关于养老"]);
        table.row(["1", "a\u{1b}[2Jb"]);
        let lines = table.lines();
        assert_eq!(lines[0], "提案号    title");
        assert_eq!(lines[1], "20230001  关于养老");
        assert!(lines[2].starts_with("1         a") && !lines[2].contains('\u{1b}'));
    }
}
