//! What a list says that the committee office decided about a proposal.

use super::super::cell::Row;
use super::super::decided::Decided;
use super::super::{rows, values};
use super::{NAME_CHARS, NUMBER_CHARS, Reader};
use crate::case::ProposalStage;
use crate::lists::{CellFault, ProposalColumn as C};
use crate::text::normalise_name;

/// Most characters of what is said with a decision.
const NOTE_CHARS: usize = 5_000;
/// Most proposals that are merged into one.
const MOST_MERGED: u32 = 1_000;

impl<'a> Reader<'a> {
    pub(super) fn decided(&mut self, row: &'a Row) -> Decided {
        let ground = self.line(row, C::Ground, NAME_CHARS);
        let fault = CellFault::UnknownForwarded;
        let forwarded = self.word(row, C::Forwarded, fault, values::forwarded);
        // Only what is declined has these.
        let declined = ground.is_some() || forwarded.is_some();
        let usual = declined.then_some(ProposalStage::Declined);
        let stage = self.word(row, C::Stage, CellFault::UnknownStage, values::stage);
        Decided {
            stage: stage.or(usual),
            ground,
            forwarded,
            note: self.text(row, C::DecisionNote, NOTE_CHARS),
            merged_into: self.number_of(row, C::MergedInto),
            merge_order: self.word(row, C::MergeOrder, CellFault::NotAnOrder, |text| {
                let order = normalise_name(text).parse().ok();
                order.filter(|order| (1..=MOST_MERGED).contains(order))
            }),
        }
    }

    /// A number by which others may name the proposal, read alike wherever it stands.
    pub(super) fn number_of(&mut self, row: &'a Row, column: C) -> Option<String> {
        let text = self.line(row, column, NUMBER_CHARS)?;
        let number = rows::number_in(&text, self.year, self.number_digits);
        Some(number.unwrap_or(text))
    }

    /// The cells that say what was decided, as they stand there.
    pub(super) fn said_decision(&self, row: &Row) -> String {
        let columns = [
            C::Stage,
            C::Ground,
            C::Forwarded,
            C::DecisionNote,
            C::MergedInto,
        ];
        let cells = columns
            .iter()
            .filter_map(|column| self.header.first_of(*column));
        cells.map(|at| row.said(at)).collect()
    }
}
