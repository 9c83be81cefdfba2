//! What a list says that the committee office decided about a proposal.

use super::super::cell::Row;
use super::super::decided::Decided;
use super::super::{rows, values};
use super::{NAME_CHARS, NUMBER_CHARS, Reader};
use crate::lists::{CellFault, ProposalColumn as C};

/// Most characters of what is said with a decision.
const NOTE_CHARS: usize = 5_000;
/// Most proposals that are merged into one.
const MOST_MERGED: u32 = 1_000;

impl<'a> Reader<'a> {
    pub(super) fn decided(&mut self, row: &'a Row) -> Decided {
        Decided {
            stage: self.word(row, C::Stage, CellFault::UnknownStage, values::stage),
            ground: self.line(row, C::Ground, NAME_CHARS),
            forwarded: self.word(
                row,
                C::Forwarded,
                CellFault::UnknownForwarded,
                values::forwarded,
            ),
            note: self.text(row, C::DecisionNote, NOTE_CHARS),
            merged_into: self.merged_into(row),
            merge_order: self.word(row, C::MergeOrder, CellFault::NotAnOrder, |text| {
                let order = text.trim().parse().ok();
                order.filter(|order| (1..=MOST_MERGED).contains(order))
            }),
        }
    }

    /// As it is read of the proposal that has it.
    fn merged_into(&mut self, row: &'a Row) -> Option<String> {
        let text = self.line(row, C::MergedInto, NUMBER_CHARS)?;
        let number = rows::number_in(&text, self.year, self.number_digits);
        Some(number.unwrap_or(text))
    }
}
