//! Finds out that a screen is mostly the last one, moved by some rows.

use super::grid::Grid;

/// Rows that the terminal can move by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    /// First row of the region.
    pub(super) from: u16,
    /// Row behind the last one of the region.
    pub(super) to: u16,
    /// How far up the rows go; negative is down. Never 0.
    pub(super) by: i32,
}

/// Fewer changed rows than this are painted: moving costs some 25 bytes and disturbs some terminals.
const WORTH_ROWS: usize = 5;
/// Cells that moving must save.
const WORTH_CELLS: i64 = 60;

/// The move that brings `shown` closest to `wanted`, if one saves enough. Only whole rows can move, so panes side by
/// side rarely gain.
pub(super) fn find(shown: &Grid, wanted: &Grid, dirty: &[bool]) -> Option<Scroll> {
    if dirty.iter().filter(|dirty| **dirty).count() < WORTH_ROWS {
        return None;
    }
    let height = shown.size.height;
    let rows = || 0..height;
    let changed: Vec<i64> = rows()
        .map(|y| {
            if !dirty[usize::from(y)] {
                return 0;
            }
            let differing = shown
                .row(y)
                .iter()
                .zip(wanted.row(y))
                .filter(|(old, new)| new.width > 0 && old != new)
                .count();
            i64::try_from(differing).unwrap_or(i64::MAX)
        })
        .collect();
    if changed.iter().filter(|cells| **cells > 0).count() < WORTH_ROWS {
        return None;
    }
    let filled: Vec<i64> = rows()
        .map(|y| i64::try_from(wanted.filled(y)).unwrap_or(i64::MAX))
        .collect();
    let old: Vec<u64> = rows().map(|y| shown.fingerprint(y)).collect();
    let new: Vec<u64> = rows().map(|y| wanted.fingerprint(y)).collect();
    let height = i32::from(height);
    let mut best: Option<(i64, Scroll)> = None;
    for by in (1 - height..height).filter(|by| *by != 0) {
        // The stretch of rows whose sum of savings is largest.
        let (mut sum, mut start) = (0, None);
        for y in 0.max(-by)..height.min(height - by) {
            let (at, source) = (index(y), index(y + by));
            let saved = if new[at] == old[source] {
                changed[at]
            } else {
                changed[at] - filled[at]
            };
            if sum + saved <= 0 {
                (sum, start) = (0, None);
                continue;
            }
            sum += saved;
            let start = *start.get_or_insert(y);
            let (from, to) = if by > 0 {
                (start, y + by + 1)
            } else {
                (start + by, y + 1)
            };
            // What comes in is blank and must be painted whole.
            let incoming = if by > 0 { y + 1..to } else { from..start };
            let loss: i64 = incoming
                .map(|row| filled[index(row)] - changed[index(row)])
                .sum();
            let gain = sum - loss;
            if gain >= WORTH_CELLS && best.is_none_or(|(most, _)| gain > most) {
                let (Ok(from), Ok(to)) = (u16::try_from(from), u16::try_from(to)) else {
                    continue;
                };
                best = Some((gain, Scroll { from, to, by }));
            }
        }
    }
    best.map(|(_, scroll)| scroll)
}

fn index(row: i32) -> usize {
    usize::try_from(row).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;

    fn screen(rows: impl IntoIterator<Item = String>) -> Grid {
        let buffer = Buffer::with_lines(rows);
        let mut grid = Grid::blank(buffer.area.as_size());
        for (y, row) in (0..).zip(buffer.content().chunks(usize::from(buffer.area.width))) {
            grid.take_row(y, row);
        }
        grid
    }

    fn list(first: usize) -> Grid {
        let letters = "abcdefghijklmnopqrstuvwxyz".repeat(40);
        let rows = (first..first + 10).map(|n| letters[n..n + 30].to_owned());
        screen(
            std::iter::once("title".to_owned())
                .chain(rows)
                .chain(["hints".to_owned()]),
        )
    }

    fn moved(from: usize, to: usize) -> Option<Scroll> {
        find(&list(from), &list(to), &[true; 12])
    }

    #[test]
    fn a_list_that_moved_is_recognised() {
        assert_eq!(
            moved(0, 1),
            Some(Scroll {
                from: 1,
                to: 11,
                by: 1
            })
        );
        assert_eq!(
            moved(5, 2),
            Some(Scroll {
                from: 1,
                to: 11,
                by: -3
            })
        );
    }

    #[test]
    fn another_screen_or_the_same_is_not() {
        assert_eq!(moved(0, 0), None);
        assert_eq!(moved(0, 13), None);
    }
}
