//! Moving in a list: what is selected, what is in sight, what is marked.

use std::collections::BTreeSet;
use std::ops::Range;

use banli_shared::api::Page;

use super::super::text::passage::Direction;
use super::pages::{Pages, Wanted};

/// Rows that stay in sight above and below the selected one.
const MARGIN: usize = 2;

/// Selection, scroll position and marks over [`Pages`]. `K` names a row for as long as it exists, so that marks and the
/// selection survive a refresh.
#[derive(Clone, Debug)]
pub struct List<T, K> {
    /// The rows.
    pub pages: Pages<T>,
    selected: usize,
    top: usize,
    height: usize,
    marks: BTreeSet<K>,
    /// Marked rows of which it is not known whether they are still there.
    unseen: BTreeSet<K>,
    key: fn(&T) -> K,
    /// On the way to the end, page after page, until something else is selected.
    to_end: bool,
}

impl<T, K: Ord + Clone> List<T, K> {
    /// A list of rows that `key` names.
    #[must_use]
    pub fn new(pages: Pages<T>, key: fn(&T) -> K) -> Self {
        Self {
            pages,
            selected: 0,
            top: 0,
            height: 1,
            marks: BTreeSet::new(),
            unseen: BTreeSet::new(),
            key,
            to_end: false,
        }
    }

    /// Fits the list to a pane of `height` rows.
    pub fn fit(&mut self, height: usize) {
        self.height = height.max(1);
        self.settle();
    }

    /// The position of the selected row.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The selected row, if there is one and it is here.
    #[must_use]
    pub fn current(&self) -> Option<&T> {
        self.pages.get(self.selected)
    }

    /// The positions in sight.
    #[must_use]
    pub fn sight(&self) -> Range<usize> {
        self.top..(self.top + self.height).min(self.pages.len())
    }

    /// Positions and rows in sight; none where the row is not here yet.
    pub fn visible(&self) -> impl Iterator<Item = (usize, Option<&T>)> {
        self.sight().map(|index| (index, self.pages.get(index)))
    }

    /// Moves the selection by rows; stops at both ends.
    pub fn step(&mut self, direction: Direction) {
        self.select(match direction {
            Direction::Up => self.selected.saturating_sub(1),
            Direction::Down => self.selected + 1,
        });
    }

    /// Moves the selection and what is in sight by half a pane.
    pub fn half_page(&mut self, direction: Direction) {
        let half = (self.height / 2).max(1);
        match direction {
            Direction::Up => {
                self.top = self.top.saturating_sub(half);
                self.select(self.selected.saturating_sub(half));
            }
            Direction::Down => {
                self.top += half;
                self.select(self.selected + half);
            }
        }
    }

    /// Selects a position, as far as there are rows.
    pub fn select(&mut self, index: usize) {
        self.to_end = false;
        self.selected = index;
        self.settle();
    }

    /// Selects the last row that is known, and then the last of each page that comes, to the end of the list.
    pub fn select_last(&mut self) {
        self.select(usize::MAX);
        self.to_end = self.pages.is_open();
    }

    /// Selects the row of this name, if it is here.
    pub fn select_key(&mut self, wanted: &K) -> bool {
        let key = self.key;
        let found = self
            .pages
            .iter()
            .find(|(_, row)| key(row) == *wanted)
            .map(|(index, _)| index);
        if let Some(index) = found {
            self.select(index);
        }
        found.is_some()
    }

    /// Takes a page that was fetched. The selected row stays selected, wherever it is now: a row that comes or goes above it
    /// must not put another one under the next key. Where it is gone, the one that follows takes its place. False when the
    /// page is not wanted any more.
    pub fn put(&mut self, wanted: &Wanted, page: Page<T>) -> bool {
        let key = self.key;
        let before = self.current().map(key);
        let seen: Vec<K> = match self.unseen.is_empty() {
            true => vec![],
            false => page.items.iter().map(key).collect(),
        };
        let taken = self.pages.put(wanted, page);
        if taken {
            self.unseen.retain(|key| !seen.contains(key));
        }
        if self.to_end {
            self.select_last();
        } else if let Some(before) = before
            && self.current().map(key).is_none_or(|now| now != before)
        {
            self.select_key(&before);
        }
        self.settle();
        taken
    }

    /// The pages that are to be fetched: those in sight, and the next in which marked rows may be that are looked for.
    pub fn look(&mut self) -> Vec<Wanted> {
        let mut wanted = self.pages.look(self.sight_or_first());
        if !self.unseen.is_empty() {
            wanted.extend(self.pages.look_on());
        }
        wanted
    }

    /// Rows may have changed. The marked ones that `perhaps_gone` names are looked for in the whole list:
    /// [`Self::drop_gone`] takes the marks of those away that are not in it.
    pub fn refresh(&mut self, perhaps_gone: impl Fn(&K) -> bool) -> Vec<Wanted> {
        let looked_for = self.marks.iter().filter(|key| perhaps_gone(key));
        self.unseen.extend(looked_for.cloned());
        self.pages.refresh(self.sight_or_first())
    }

    /// Takes the marks of rows away that were looked for and are gone; how many they were.
    pub fn drop_gone(&mut self) -> usize {
        if self.unseen.is_empty() || !self.pages.is_read_through() {
            return 0;
        }
        let gone = std::mem::take(&mut self.unseen);
        gone.iter().filter(|key| self.marks.remove(key)).count()
    }

    /// What is in sight; before anything is here, where the first row will be.
    fn sight_or_first(&self) -> Range<usize> {
        let sight = self.sight();
        if sight.is_empty() { 0..1 } else { sight }
    }

    /// Marks the selected row, or takes its mark away.
    pub fn toggle_mark(&mut self) {
        if let Some(key) = self.current().map(self.key)
            && !self.marks.remove(&key)
        {
            self.marks.insert(key);
        }
    }

    /// Marks every row that is here; all of them must be for this to mean what it says.
    pub fn mark_all(&mut self) {
        let key = self.key;
        self.marks = self.pages.iter().map(|(_, row)| key(row)).collect();
    }

    /// Takes all marks away.
    pub fn clear_marks(&mut self) {
        self.marks.clear();
    }

    /// Takes the marks away of which `keep` says no.
    pub fn retain_marks(&mut self, keep: impl Fn(&K) -> bool) {
        self.marks.retain(|key| keep(key));
    }

    /// Is this row marked?
    #[must_use]
    pub fn is_marked(&self, row: &T) -> bool {
        self.marks.contains(&(self.key)(row))
    }

    /// The names of the marked rows.
    #[must_use]
    pub fn marks(&self) -> &BTreeSet<K> {
        &self.marks
    }

    /// What a decision is about: the marked rows, or the selected one when none is marked.
    #[must_use]
    pub fn targets(&self) -> Vec<K> {
        if self.marks.is_empty() {
            self.current().map(self.key).into_iter().collect()
        } else {
            self.marks.iter().cloned().collect()
        }
    }

    /// Keeps the selection inside the list and in sight. To be called after rows came or went.
    pub fn settle(&mut self) {
        let last = self.pages.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        let margin = MARGIN.min((self.height - 1) / 2);
        let lowest_top = (self.selected + margin + 1).saturating_sub(self.height);
        let highest_top = self.selected.saturating_sub(margin);
        let end_top = self.pages.len().saturating_sub(self.height);
        self.top = self
            .top
            .clamp(lowest_top.min(highest_top), highest_top)
            .min(end_top);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(rows: usize, height: usize) -> List<usize, usize> {
        let mut list = List::new(Pages::whole((0..rows).collect()), |row| *row);
        list.fit(height);
        list
    }

    #[test]
    fn the_selection_moves_and_stays_in_sight() {
        let mut list = list(100, 10);
        assert_eq!(list.sight(), 0..10);
        for _ in 0..8 {
            list.step(Direction::Down);
        }
        assert_eq!((list.selected(), list.sight()), (8, 1..11));
        list.half_page(Direction::Down);
        assert_eq!((list.selected(), list.sight()), (13, 6..16));
        list.select_last();
        assert_eq!((list.selected(), list.sight()), (99, 90..100));
        list.half_page(Direction::Up);
        assert_eq!((list.selected(), list.sight()), (94, 87..97));
        list.select(0);
        list.step(Direction::Up);
        assert_eq!((list.selected(), list.sight()), (0, 0..10));
    }

    #[test]
    fn marks_name_rows_and_not_places() {
        let mut list = list(5, 10);
        list.select(3);
        assert_eq!(list.targets(), [3]);
        list.toggle_mark();
        list.select(1);
        list.toggle_mark();
        assert_eq!(list.targets(), [1, 3]);
        list.pages = Pages::whole(vec![9, 3, 1]);
        list.settle();
        assert!(list.is_marked(&3) && !list.is_marked(&9));
        assert!(list.select_key(&1));
        assert_eq!(list.selected(), 2);
        list.toggle_mark();
        assert_eq!(list.targets(), [3]);
        list.mark_all();
        assert_eq!(list.targets(), [1, 3, 9]);
        list.clear_marks();
        assert_eq!(list.targets(), [1]);
    }

    #[test]
    fn the_selected_row_stays_selected_where_rows_come_or_go_above_it() {
        let page = |items: &[usize]| Page {
            items: items.to_vec(),
            next: None,
            total: None,
            counted: None,
        };
        let mut list = list(0, 10);
        list.pages = Pages::default();
        let wanted = list.pages.look(0..1).remove(0);
        assert!(list.put(&wanted, page(&[5, 6, 7, 8])));
        list.select(2);
        let again = |list: &mut List<usize, usize>, items: &[usize]| {
            let wanted = list.pages.refresh(0..1).remove(0);
            assert!(list.put(&wanted, page(items)));
            list.current().copied()
        };
        assert_eq!(again(&mut list, &[6, 7, 8]), Some(7));
        assert_eq!(again(&mut list, &[3, 4, 6, 7, 8]), Some(7));
        // It is gone: the next one follows.
        assert_eq!(again(&mut list, &[3, 4, 6, 8]), Some(8));
    }

    #[test]
    fn the_end_is_that_of_the_whole_list_and_another_key_stops_on_the_way() {
        let come = |list: &mut List<usize, usize>, page: usize| {
            let sight = list.sight();
            let sight = if sight.is_empty() { 0..1 } else { sight };
            let wanted = list.pages.look(sight);
            for one in &wanted {
                let rows = Page {
                    items: (page * 10..page * 10 + 10).collect(),
                    next: (page < 3).then(|| format!("after {page}")),
                    total: None,
                    counted: None,
                };
                list.put(one, rows);
            }
            wanted.len()
        };
        let mut list = list(0, 5);
        list.pages = Pages::default();
        assert_eq!(come(&mut list, 0), 1);
        list.select_last();
        for page in 1..4 {
            assert_eq!(come(&mut list, page), 1);
        }
        assert_eq!((list.selected(), list.pages.len()), (39, 40));
        assert_eq!(come(&mut list, 4), 0);
        // Another key on the way.
        let mut list = List::new(Pages::default(), |row: &usize| *row);
        list.fit(5);
        come(&mut list, 0);
        list.select_last();
        come(&mut list, 1);
        list.step(Direction::Up);
        come(&mut list, 2);
        assert_eq!(list.selected(), 18);
    }

    /// A source of these numbers, fifty a page; its cursors are the number before.
    fn page_of(all: &[usize], wanted: &Wanted) -> Page<usize> {
        let after: Option<usize> = wanted.cursor.as_ref().map(|cursor| cursor.parse().unwrap());
        let rest = all.iter().filter(|n| after.is_none_or(|it| **n > it));
        let rest: Vec<usize> = rest.copied().collect();
        let items = rest[..rest.len().min(50)].to_vec();
        Page {
            next: (rest.len() > 50).then(|| items[49].to_string()),
            items,
            total: None,
            counted: None,
        }
    }

    #[test]
    fn marks_of_rows_that_are_gone_are_dropped_once_the_whole_list_was_read() {
        let all: Vec<usize> = (0..500).collect();
        let mut list = List::new(Pages::default(), |row: &usize| *row);
        list.fit(10);
        let answer = |list: &mut List<usize, usize>, all: &[usize], mut wanted: Vec<Wanted>| {
            let mut asked = 0;
            let mut gone = 0;
            while !wanted.is_empty() {
                for one in std::mem::take(&mut wanted) {
                    asked += 1;
                    assert!(list.put(&one, page_of(all, &one)));
                    assert_eq!(gone, 0, "nothing is read when all is known");
                    gone = list.drop_gone();
                }
                wanted = list.look();
            }
            (asked, gone)
        };
        let first = list.look();
        answer(&mut list, &all, first);
        while list.pages.is_open() {
            list.select_last();
            let wanted = list.look();
            answer(&mut list, &all, wanted);
        }
        for marked in [3, 120, 470] {
            list.select_key(&marked);
            list.toggle_mark();
        }
        list.select(0);
        let sight = list.look();
        answer(&mut list, &all, sight);
        // Everything is there: the pages are read up to the last mark.
        let wanted = list.refresh(|_| true);
        let (asked, gone) = answer(&mut list, &all, wanted);
        assert_eq!((asked, gone, list.marks().len()), (10, 0, 3));
        // Nobody says that a marked row is gone: only what is in sight is read.
        let wanted = list.refresh(|_| false);
        let (asked, _) = answer(&mut list, &all, wanted);
        assert!(asked <= 2, "{asked}");
        // One of two that may be gone is, on a page that was not in sight.
        let less: Vec<usize> = all.iter().copied().filter(|n| *n != 120).collect();
        let wanted = list.refresh(|key| *key != 470);
        let (asked, gone) = answer(&mut list, &less, wanted);
        assert_eq!((asked, gone), (10, 1));
        assert_eq!(list.marks().iter().copied().collect::<Vec<_>>(), [3, 470]);
    }

    #[test]
    fn an_empty_list_has_nothing_to_select() {
        let mut list = list(0, 10);
        list.step(Direction::Down);
        list.half_page(Direction::Down);
        list.toggle_mark();
        assert_eq!(
            (list.current(), list.targets().len(), list.sight()),
            (None, 0, 0..0)
        );
    }

    proptest! {
        #[test]
        fn any_moves_leave_the_selection_in_sight(
            rows in 0usize..60, height in 1usize..20,
            moves in proptest::collection::vec(0u8..7, 0..40),
        ) {
            let mut list = list(rows, height);
            for step in moves {
                match step {
                    0 => list.step(Direction::Up),
                    1 => list.step(Direction::Down),
                    2 => list.half_page(Direction::Up),
                    3 => list.half_page(Direction::Down),
                    4 => list.select_last(),
                    5 => list.fit(height / 2 + 1),
                    _ => list.select(rows / 2),
                }
                prop_assert!(rows == 0 || list.sight().contains(&list.selected()));
                prop_assert_eq!(list.sight().len(), list.height.min(rows));
            }
        }
    }
}
