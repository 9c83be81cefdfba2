//! A long list of which some pages are here.

use std::ops::Range;

use banli_shared::api::Page;

/// Rows asked for at a time.
pub const PAGE: usize = 50;
/// Rows kept around what is in sight; others are forgotten.
const KEPT: usize = 2_000;

/// A sparse cache of rows by position.
///
/// The source gives pages one after the other, each with the cursor of the next. Pages once seen can be forgotten and
/// fetched again by their cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages<T> {
    slots: Vec<Slot<T>>,
    total: Option<usize>,
    /// Counts up whenever the list became another one; answers for an older one are dropped.
    generation: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot<T> {
    start: usize,
    len: usize,
    /// What the source wants for this page; none for the first.
    cursor: Option<String>,
    rows: Option<Vec<T>>,
    asked: bool,
    /// The rows are from another beginning than the page has now: to be fetched again, and shown until then.
    stale: bool,
    /// The generation in which it was last read.
    read: Option<u64>,
}

impl<T> Slot<T> {
    fn new(start: usize, cursor: Option<String>) -> Self {
        Self {
            start,
            len: 0,
            cursor,
            rows: None,
            asked: false,
            stale: false,
            read: None,
        }
    }

    fn end(&self) -> usize {
        self.start + self.len
    }
}

/// A page that should be fetched; to be given back with the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    generation: u64,
    page: usize,
    /// What the source wants for it; none for the first page.
    pub cursor: Option<String>,
    /// The source is to count all rows too: how many there are may have changed.
    pub count: bool,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self {
            slots: vec![Slot::new(0, None)],
            total: None,
            generation: 0,
        }
    }
}

impl<T> Pages<T> {
    /// A list of which everything is here.
    #[must_use]
    pub fn whole(rows: Vec<T>) -> Self {
        let slot = Slot {
            len: rows.len(),
            rows: Some(rows),
            read: Some(0),
            ..Slot::new(0, None)
        };
        Self {
            total: Some(slot.len),
            slots: vec![slot],
            generation: 0,
        }
    }

    /// The list is another one now: other filter, other order, other session.
    pub fn restart(&mut self) {
        *self = Self {
            generation: self.generation + 1,
            ..Self::default()
        };
    }

    /// Rows known to exist; there may be more if [`Self::is_open`].
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.last().map_or(0, Slot::end)
    }

    /// True when no row is known to exist.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True while there may be rows behind those that are known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.slots
            .last()
            .is_some_and(|last| last.len == 0 && (last.cursor.is_some() || last.rows.is_none()))
    }

    /// How many rows there are in all, if the source said so or the end was seen.
    #[must_use]
    pub fn total(&self) -> Option<usize> {
        if self.is_open() {
            self.total
        } else {
            Some(self.len())
        }
    }

    /// True while something asked for has not come.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.slots.iter().any(|slot| slot.asked)
    }

    /// True until the source has answered for the first time: whether there are rows is not known.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.is_empty() && self.is_open()
    }

    /// The row at a position, if it is here.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        let slot = &self.slots[self.slot_of(index)?];
        slot.rows.as_ref()?.get(index - slot.start)
    }

    /// The row at a position, to be changed in place.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let at = self.slot_of(index)?;
        let slot = &mut self.slots[at];
        slot.rows.as_mut()?.get_mut(index - slot.start)
    }

    /// Rows that are here, with their positions.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.slots
            .iter()
            .flat_map(|slot| (slot.start..).zip(slot.rows.iter().flatten()))
    }

    /// Says what is in sight, and gets back which pages should be fetched: those in sight and the next in each direction.
    /// A page is asked for once. Rows far away are forgotten.
    pub fn look(&mut self, sight: Range<usize>) -> Vec<Wanted> {
        let kept = sight.start.saturating_sub(KEPT / 2)..sight.end + KEPT / 2;
        let near = sight.start.saturating_sub(PAGE)..sight.end + PAGE;
        let generation = self.generation;
        let mut wanted = Vec::new();
        for (page, slot) in self.slots.iter_mut().enumerate() {
            if slot.end() < kept.start || slot.start > kept.end {
                // A list that cannot be fetched again has one slot, which is always in sight.
                slot.rows = None;
                continue;
            }
            let touches = slot.start < near.end && slot.end() >= near.start;
            if touches && (slot.rows.is_none() || slot.stale) && !slot.asked {
                slot.asked = true;
                wanted.push(Wanted {
                    generation,
                    page,
                    cursor: slot.cursor.clone(),
                    count: page == 0,
                });
            }
        }
        wanted
    }

    /// The first page that was not read since the list was last refreshed, wherever it is; none while it is on its way, and
    /// when all were read.
    pub fn look_on(&mut self) -> Option<Wanted> {
        let generation = self.generation;
        let mut slots = self.slots.iter_mut().enumerate();
        let (page, slot) = slots.find(|(_, slot)| slot.read != Some(generation))?;
        (!std::mem::replace(&mut slot.asked, true)).then(|| Wanted {
            generation,
            page,
            cursor: slot.cursor.clone(),
            count: false,
        })
    }

    /// True when every page was read since the list was last refreshed.
    #[must_use]
    pub fn is_read_through(&self) -> bool {
        let now = Some(self.generation);
        self.slots.iter().all(|slot| slot.read == now)
    }

    /// Rows may have changed: what is in sight is fetched again, the rest when it comes into sight. They stay until then.
    pub fn refresh(&mut self, sight: Range<usize>) -> Vec<Wanted> {
        self.generation += 1;
        let generation = self.generation;
        let mut wanted = Vec::new();
        for (page, slot) in self.slots.iter_mut().enumerate() {
            slot.asked = slot.start < sight.end.max(1) && slot.end() >= sight.start;
            if slot.asked {
                wanted.push(Wanted {
                    generation,
                    page,
                    cursor: slot.cursor.clone(),
                    count: wanted.is_empty(),
                });
            } else {
                slot.stale = slot.rows.is_some();
            }
        }
        wanted
    }

    /// Takes a page that was fetched. False when it is not wanted any more. Others may have to be fetched after it: see
    /// [`Self::look`].
    pub fn put(&mut self, wanted: &Wanted, page: Page<T>) -> bool {
        let slot = self.slots.get(wanted.page);
        if wanted.generation != self.generation || slot.is_none_or(|it| it.cursor != wanted.cursor)
        {
            return false;
        }
        if let Some(total) = page.total {
            self.total = usize::try_from(total).ok();
        }
        let slot = &mut self.slots[wanted.page];
        slot.asked = false;
        slot.stale = false;
        slot.read = Some(self.generation);
        slot.len = page.items.len();
        slot.rows = Some(page.items);
        let mut end = slot.end();
        match page.next {
            None => self.slots.truncate(wanted.page + 1),
            Some(next) => {
                if wanted.page + 1 == self.slots.len() {
                    self.slots.push(Slot::new(end, Some(next)));
                } else {
                    // Where this page ends elsewhere than before, the next one would repeat a row, or miss one.
                    let following = &mut self.slots[wanted.page + 1];
                    if following.cursor.as_ref() != Some(&next) {
                        following.cursor = Some(next);
                        following.asked = false;
                        following.stale = following.rows.is_some();
                        following.read = None;
                    }
                }
                // A page fetched again may have another length.
                for slot in &mut self.slots[wanted.page + 1..] {
                    slot.start = end;
                    end = slot.end();
                }
            }
        }
        true
    }

    /// A page could not be fetched; it may be asked for again.
    pub fn failed(&mut self, wanted: &Wanted) {
        if wanted.generation == self.generation
            && let Some(slot) = self.slots.get_mut(wanted.page)
        {
            slot.asked = false;
        }
    }

    fn slot_of(&self, index: usize) -> Option<usize> {
        let at = self.slots.partition_point(|slot| slot.end() <= index);
        (at < self.slots.len()).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source of `total` numbers; its cursors are positions.
    fn fetch(total: usize, wanted: &Wanted) -> Page<usize> {
        let start = wanted
            .cursor
            .as_ref()
            .map_or(0, |cursor| cursor.parse().unwrap());
        let end = (start + PAGE).min(total);
        Page {
            items: (start..end).collect(),
            next: (end < total).then(|| end.to_string()),
            total: None,
            counted: None,
        }
    }

    fn answer(list: &mut Pages<usize>, total: usize, wanted: &[Wanted]) -> usize {
        for wanted in wanted {
            assert!(list.put(wanted, fetch(total, wanted)));
        }
        wanted.len()
    }

    #[test]
    fn pages_come_when_they_are_looked_at_and_only_once() {
        let mut list = Pages::default();
        let first = list.look(0..30);
        assert_eq!(first.len(), 1);
        assert!(list.look(0..30).is_empty() && list.is_waiting() && list.is_open());
        answer(&mut list, 75, &first);
        let second = list.look(0..30);
        assert_eq!(second.len(), 1);
        list.failed(&second[0]);
        let again = list.look(0..30);
        assert_eq!(again, second);
        answer(&mut list, 75, &again);
        assert_eq!(
            (list.len(), list.is_open(), list.is_waiting(), list.total()),
            (75, false, false, Some(75))
        );
        assert_eq!((list.get(74), list.get(75)), (Some(&74), None));
        assert!(list.look(20..75).is_empty());
    }

    #[test]
    fn rows_far_away_are_forgotten_and_come_back() {
        let mut list = Pages::default();
        let mut top = 0;
        while list.is_open() {
            let wanted = list.look(top..top + 40);
            answer(&mut list, 20_000, &wanted);
            top += 40;
        }
        assert_eq!(list.len(), 20_000);
        assert!(list.iter().count() <= KEPT + 4 * PAGE);
        assert_eq!(list.get(3), None);
        let wanted = list.look(0..40);
        assert_eq!(answer(&mut list, 20_000, &wanted), 2);
        assert_eq!(list.get(3), Some(&3));
        assert_eq!(list.len(), 20_000);
    }

    #[test]
    fn answers_for_another_list_are_dropped() {
        let mut list = Pages::default();
        let old = list.look(0..30);
        list.restart();
        assert!(!list.put(&old[0], fetch(100, &old[0])));
        let new = list.look(0..30);
        assert_eq!(answer(&mut list, 100, &new), 1);
    }

    #[test]
    fn a_refresh_keeps_what_is_in_sight_until_the_new_is_here() {
        let mut list = Pages::default();
        for _ in 0..3 {
            let wanted = list.look(0..100);
            answer(&mut list, 500, &wanted);
        }
        let wanted = list.refresh(10..40);
        assert_eq!(list.get(12), Some(&12));
        assert_eq!(wanted.len(), 1);
        // One row fewer than before: the rows behind move up.
        let mut page = fetch(500, &wanted[0]);
        page.items.remove(0);
        assert!(list.put(&wanted[0], page));
        assert_eq!((list.get(0), list.get(48)), (Some(&1), Some(&49)));
        // The others as they were, until they come into sight.
        assert_eq!((list.get(49), list.get(99)), (Some(&50), Some(&100)));
        let wanted = list.look(10..60);
        assert!(!wanted.is_empty());
        answer(&mut list, 500, &wanted);
        assert_eq!(list.get(49), Some(&50));
    }

    /// A source of these numbers; its cursors are the number before.
    fn fetch_of(all: &[usize], wanted: &Wanted) -> Page<usize> {
        let after: Option<usize> = wanted.cursor.as_ref().map(|cursor| cursor.parse().unwrap());
        let rest: Vec<usize> = all
            .iter()
            .copied()
            .filter(|n| after.is_none_or(|it| *n > it))
            .collect();
        let items = rest[..rest.len().min(PAGE)].to_vec();
        Page {
            next: (rest.len() > PAGE).then(|| items[PAGE - 1].to_string()),
            items,
            total: None,
            counted: None,
        }
    }

    #[test]
    fn where_a_row_goes_or_comes_back_at_the_border_of_two_pages_none_is_twice_or_missing() {
        let all: Vec<usize> = (0..120).collect();
        let less: Vec<usize> = (0..120).filter(|n| *n != 20).collect();
        for first_last in [false, true] {
            let mut list = Pages::default();
            let settle = |list: &mut Pages<usize>, all: &[usize], mut wanted: Vec<Wanted>| {
                while !wanted.is_empty() {
                    if first_last {
                        wanted.reverse();
                    }
                    for one in &wanted {
                        list.put(one, fetch_of(all, one));
                    }
                    wanted = list.look(30..70);
                }
                assert!(!list.is_waiting());
                let here: Vec<usize> = list.iter().map(|(_, row)| *row).collect();
                assert_eq!(here, all[..here.len()], "{first_last}");
                assert!(here.len() >= 100);
            };
            let wanted = list.look(30..70);
            settle(&mut list, &all, wanted);
            for now in [&less, &all] {
                let wanted = list.refresh(30..70);
                settle(&mut list, now, wanted);
            }
        }
    }

    #[test]
    fn a_list_that_is_here_is_here() {
        let mut list = Pages::whole((0..100_000).collect());
        assert_eq!(
            (list.len(), list.is_open(), list.total()),
            (100_000, false, Some(100_000))
        );
        assert!(list.look(50_000..50_040).is_empty());
        assert_eq!(list.get(0), Some(&0));
        let empty = Pages::<char>::whole(Vec::new());
        assert!(empty.is_empty() && !empty.is_open());
    }

    #[test]
    fn a_source_without_rows_is_empty() {
        let mut list: Pages<usize> = Pages::default();
        let wanted = list.look(0..30);
        answer(&mut list, 0, &wanted);
        assert!(list.is_empty() && !list.is_open() && list.look(0..30).is_empty());
        assert!(!list.is_unread());
    }

    #[test]
    fn a_source_that_did_not_answer_is_not_read_and_is_asked_again() {
        let mut list: Pages<usize> = Pages::default();
        let wanted = list.look(0..30);
        list.failed(&wanted[0]);
        assert!(list.is_unread() && !list.is_waiting());
        assert_eq!(list.look(0..30), wanted);
    }
}
