//! Tables for people: columns of the right width, whatever the script, and on a terminal no wider than it is.

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, clean, truncate, width, wrap};

/// Blanks between two columns.
const GAP: usize = 2;

/// What a column does where the terminal has less room than its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Cut,
    Sentence,
}

impl Kind {
    /// The fewest cells that such a column is left with where it is wider; none where it does not give way.
    const fn least(self) -> Option<usize> {
        match self {
            Self::Whole => None,
            Self::Cut => Some(8),
            Self::Sentence => Some(16),
        }
    }
}

/// The head of a column, and how the column gives way.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    zh: &'a str,
    en: &'a str,
    kind: Kind,
}

/// A column of figures, numbers, ids, dates or words of a closed set: never cut.
#[must_use]
pub const fn whole<'a>(zh: &'a str, en: &'a str) -> Column<'a> {
    let kind = Kind::Whole;
    Column { zh, en, kind }
}

/// A column of names or titles: what has no room is left out, with a mark in its place.
#[must_use]
pub const fn names<'a>(zh: &'a str, en: &'a str) -> Column<'a> {
    let kind = Kind::Cut;
    Column { zh, en, kind }
}

/// A column of sentences, of which every word counts: they go on in the next line.
#[must_use]
pub const fn sentences<'a>(zh: &'a str, en: &'a str) -> Column<'a> {
    let kind = Kind::Sentence;
    Column { zh, en, kind }
}

/// Rows under headings.
#[derive(Clone, Debug)]
pub struct Table {
    lang: Lang,
    heads: Vec<String>,
    kinds: Vec<Kind>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new<'a>(lang: Lang, columns: impl IntoIterator<Item = Column<'a>>) -> Self {
        let columns = columns.into_iter();
        let (heads, kinds) = columns
            .map(|it| (lang.pick(it.zh, it.en).to_owned(), it.kind))
            .unzip();
        Self {
            lang,
            heads,
            kinds,
            rows: vec![],
        }
    }

    /// One more row, with a cell for each column; its text is cleaned.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let cells = cells.into_iter();
        let mut row: Vec<String> = cells
            .map(|cell| clean(cell.as_ref()).into_owned())
            .collect();
        row.resize(self.heads.len(), String::new());
        self.rows.push(row);
    }

    /// The lines of the table, none wider than `room` where that is given: columns without anything are left out, others
    /// give way, the widest first, and where that is not enough each row becomes a block of lines. Only what is never cut
    /// and is wider by itself stands out. Without `room` nothing is cut. Trailing blanks are left out.
    #[must_use]
    pub fn lines(&self, room: Option<usize>) -> Vec<String> {
        let natural = self.natural();
        let room = room.filter(|room| needed(&natural) > *room);
        let Some(room) = room else {
            return self.in_columns(&natural);
        };
        let said = self.without_empty_columns();
        match said.fitted(said.natural(), room) {
            Some(widths) => said.in_columns(&widths),
            None => said.in_blocks(room),
        }
    }

    fn without_empty_columns(&self) -> Self {
        let said = |at: &usize| self.rows.iter().any(|row| !row[*at].is_empty());
        let kept: Vec<usize> = (0..self.heads.len()).filter(said).collect();
        let of = |row: &Vec<String>| kept.iter().map(|at| row[*at].clone()).collect();
        Self {
            lang: self.lang,
            heads: of(&self.heads),
            kinds: kept.iter().map(|at| self.kinds[*at]).collect(),
            rows: self.rows.iter().map(of).collect(),
        }
    }

    /// What each column takes with nothing cut.
    fn natural(&self) -> Vec<usize> {
        let all = std::iter::once(&self.heads).chain(&self.rows);
        let mut widths = vec![0; self.heads.len()];
        for row in all {
            for (room, cell) in widths.iter_mut().zip(row) {
                *room = width(cell).max(*room);
            }
        }
        widths
    }

    /// What each column gets of `room`; none where it is too little for columns.
    fn fitted(&self, mut widths: Vec<usize>, room: usize) -> Option<Vec<usize>> {
        let mut over = needed(&widths).saturating_sub(room);
        while over > 0 {
            let columns = widths.iter_mut().zip(&self.heads).zip(&self.kinds);
            let can = columns.filter_map(|((room, head), kind)| {
                let least = kind.least()?.max(width(head));
                (*room > least).then_some(room)
            });
            *can.max_by_key(|room| **room)? -= 1;
            over -= 1;
        }
        Some(widths)
    }

    fn in_columns(&self, widths: &[usize]) -> Vec<String> {
        let all = std::iter::once(&self.heads).chain(&self.rows);
        all.flat_map(|row| self.row_lines(row, widths)).collect()
    }

    /// One row, in as many lines as its sentences take.
    fn row_lines(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let cells = row.iter().zip(&self.kinds).zip(widths);
        let cells: Vec<Vec<String>> = cells
            .map(|((cell, kind), room)| match kind {
                Kind::Whole => vec![cell.clone()],
                Kind::Cut => vec![truncate(cell, *room)],
                Kind::Sentence => broken(cell, *room, *room),
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|at| {
                let mut line = String::new();
                for (cell, room) in cells.iter().zip(widths) {
                    let text = cell.get(at).map_or("", String::as_str);
                    line.push_str(text);
                    line.push_str(&" ".repeat(room - width(text) + GAP));
                }
                line.trim_end().to_owned()
            })
            .collect()
    }

    /// Each row as `name: value` lines; what is empty or has no name is left out.
    fn in_blocks(&self, room: usize) -> Vec<String> {
        let mut lines = vec![];
        for (at, row) in self.rows.iter().enumerate() {
            if at > 0 {
                lines.push(String::new());
            }
            let cells = self.heads.iter().zip(row).zip(&self.kinds);
            let said = cells.filter(|((head, cell), _)| !head.is_empty() && !cell.is_empty());
            for ((head, cell), kind) in said {
                let line = self.lang.label(head, cell);
                match kind {
                    Kind::Whole if width(&line) > room => {
                        lines.push(self.lang.label(head, "").trim_end().to_owned());
                        lines.push(format!("  {cell}"));
                    }
                    Kind::Whole => lines.push(line),
                    Kind::Cut | Kind::Sentence => {
                        let pieces = broken(&line, room, room.saturating_sub(GAP).max(1));
                        let (first, rest) = pieces.split_at(1);
                        lines.extend_from_slice(first);
                        lines.extend(rest.iter().map(|it| format!("  {it}")));
                    }
                }
            }
        }
        lines
    }

    /// Prints one that has rows by its nature.
    pub fn print(&self) {
        self.print_or(&both!("没有内容", "nothing to show"));
    }

    /// Prints it; where it has no rows, says `none` to standard error in its place.
    pub fn print_or(&self, none: &Bilingual) {
        if self.rows.is_empty() {
            super::aside(none.say(self.lang));
            return;
        }
        for line in self.lines(super::room()) {
            super::line(&line);
        }
    }
}

/// What columns of these widths take.
fn needed(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// A text in lines of at most so many cells, the first and the others, which begin as far in as it does.
pub(super) fn broken(text: &str, first: usize, others: usize) -> Vec<String> {
    let shown = |piece: &str| piece.trim_end().to_owned();
    let Some(head) = wrap(text, first).into_iter().next() else {
        return vec![String::new()];
    };
    let (line, rest) = (shown(&text[head.clone()]), &text[head.end..]);
    let mut lines = vec![line];
    if !rest.is_empty() {
        let lead = " ".repeat((text.len() - text.trim_start().len()).min(others / 2));
        let pieces = wrap(rest, others - lead.len()).into_iter();
        lines.extend(pieces.map(|it| format!("{lead}{}", shown(&rest[it]))));
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some() -> Table {
        let columns = [
            whole("提案号", "number"),
            names("案由", "title"),
            sentences("原因", "why"),
        ];
        let mut table = Table::new(Lang::Zh, columns);
        table.row([
            "20230001",
            "关于进一步完善我市社区居家养老服务体系的提案",
            "提案目前处于“已办结”阶段，不能交办",
        ]);
        table.row(["1", "a\u{1b}[2Jb", ""]);
        table
    }

    #[test]
    fn columns_line_up_by_cells_and_not_by_characters_and_nothing_is_cut_in_a_pipe() {
        let lines = some().lines(None);
        assert_eq!(
            lines[0],
            "提案号    案由                                          原因"
        );
        assert!(lines[1].ends_with(
            "关于进一步完善我市社区居家养老服务体系的提案  提案目前处于“已办结”阶段，不能交办"
        ));
        assert!(lines[2].starts_with("1         a") && !lines[2].contains('\u{1b}'));
        assert_eq!(lines, some().lines(Some(200)));
    }

    #[test]
    fn names_are_cut_and_sentences_go_on_in_the_next_line() {
        assert_eq!(
            some().lines(Some(50)),
            [
                "提案号    案由                 原因",
                "20230001  关于进一步完善我..   提案目前处于“已办",
                "                               结”阶段，不能交办",
                "1         a\u{fffd}[2Jb",
            ]
        );
    }

    #[test]
    fn a_column_without_anything_gives_way_first() {
        let columns = [
            whole("编号", "id"),
            names("别名", "aliases"),
            names("名称", "name"),
        ];
        let mut table = Table::new(Lang::En, columns);
        table.row(["1", "", "a name that just fits"]);
        assert_eq!(table.lines(None)[0], "id  aliases  name");
        assert_eq!(
            table.lines(Some(25)),
            ["id  name", "1   a name that just fits"]
        );
    }

    #[test]
    fn where_columns_have_no_room_rows_become_blocks() {
        assert_eq!(
            some().lines(Some(30)),
            [
                "提案号：20230001",
                "案由：关于进一步完善我市社区居",
                "  家养老服务体系的提案",
                "原因：提案目前处于“已办结”阶",
                "  段，不能交办",
                "",
                "提案号：1",
                "案由：a\u{fffd}[2Jb",
            ]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal_and_what_is_whole_stays_whole(
            kinds in prop::collection::vec(0..3_usize, 1..9),
            cells in prop::collection::vec("[关于养老，“”（）a-z0-9 /-]{0,40}", 1..40),
            room in 50..140_usize,
        ) {
            let columns = kinds.iter().map(|kind| [whole, names, sentences][*kind]("名称", "name"));
            let mut table = Table::new(Lang::Zh, columns);
            for row in cells.chunks(kinds.len()) {
                // What is whole is short by nature: numbers, dates, words.
                table.row(row.iter().zip(&kinds).map(|(cell, kind)| match kind {
                    0 => truncate(cell, 24),
                    _ => cell.clone(),
                }));
            }
            let lines = table.lines(Some(room));
            for line in &lines {
                prop_assert!(width(line) <= room, "{line:?} of {room}");
            }
            for row in &table.rows {
                for (cell, _) in row.iter().zip(&kinds).filter(|(_, kind)| **kind == 0) {
                    prop_assert!(lines.iter().any(|line| line.contains(cell.trim_end())), "{cell:?}: {lines:#?}");
                }
            }
        }
    }
}
