//! How an import does again what a list says was decided.

use std::collections::BTreeMap;

use super::decided::Decided;
use super::list_row::ListRow;
use super::read_list::ReadList;
use crate::case::ProposalStage as P;
use crate::ids::CaseId;
use crate::lang::Lang;
use crate::lists::{CellDetail, CellFault, CellProblem, ProposalColumn};
use crate::profile::Profile;
use crate::text::{clean, normalise_name, truncate};
use crate::workflow::{Command, Decline, KeyProposal, Merge, WithReason};

/// Cells of what stands in a cell that are shown.
const FOUND_CELLS: usize = 40;

/// What is said of one proposal in several rows: a row that says nothing of decisions has those of a later one. Where two
/// say different things that is a fault of the later one.
pub(super) fn gather(list: &mut ReadList<ListRow>) {
    let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
    for at in 0..list.rows.len() {
        let row = &list.rows[at];
        let proposer = row.proposers.first().map_or("", String::as_str);
        let key = (normalise_name(&row.title), normalise_name(proposer));
        let before = *first.entry(key).or_insert(at);
        let earlier = &list.rows[before];
        let is_other =
            earlier.number.is_some() && row.number.is_some() && earlier.number != row.number
                || earlier.intake_number.is_some()
                    && row.intake_number.is_some()
                    && earlier.intake_number != row.intake_number;
        if before == at || is_other || row.decided == Decided::default() {
            continue;
        }
        let (sheet, no) = (row.sheet.clone(), row.row);
        let said = row.decided.clone();
        if earlier.decided == Decided::default() {
            list.rows[before].decided = said;
        } else if !earlier.decided.is_as(&said) {
            let column = match said.merged_into {
                Some(_) => ProposalColumn::MergedInto,
                None => ProposalColumn::Stage,
            };
            let stage = said.stage.map_or("", |stage| stage.say(Lang::Zh));
            let found = said.merged_into.unwrap_or_else(|| stage.to_owned());
            list.problems.push(CellProblem {
                sheet,
                row: no,
                column: None,
                field: column.code().to_owned(),
                fault: CellFault::OtherDecision,
                found: truncate(&clean(&found), FOUND_CELLS),
                suggestions: vec![],
                detail: Some(CellDetail::OtherDecision {
                    sheet: earlier.sheet.clone(),
                    row: earlier.row,
                }),
            });
        }
    }
}

/// Where a proposal of a list stands once all is done that the list says, but for a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    Submitted,
    NeedsRevision,
    Filed,
    Declined,
    Merged,
    Withdrawn,
}

impl ListRow {
    fn course(&self) -> Course {
        let decided = &self.decided;
        if decided.merged_into.is_some() {
            return Course::Merged;
        }
        match decided.stage {
            _ if decided.lacks().is_some() => Course::Submitted,
            Some(P::NeedsRevision) => Course::NeedsRevision,
            Some(P::Declined) => Course::Declined,
            Some(P::Withdrawn) => Course::Withdrawn,
            Some(P::Submitted | P::Merged) => Course::Submitted,
            Some(P::Filed | P::InHandling | P::Answered | P::Closed) => Course::Filed,
            None if self.number.is_some() => Course::Filed,
            None => Course::Submitted,
        }
    }

    /// What is done with the proposal once it is submitted, in this order, but for handing it over; `into` is the case that
    /// it is merged into. A number is given by filing, also to what is filed no longer.
    #[must_use]
    pub fn decisions(
        &self,
        hands_over: bool,
        into: Option<&CaseId>,
        profile: &Profile,
    ) -> Vec<Command> {
        let course = self.course();
        let mut done = vec![];
        let stays_filed = course == Course::Filed || hands_over && self.is_handed_over();
        if stays_filed || self.number.is_some() {
            done.push(Command::File {});
        }
        if !stays_filed && self.number.is_some() && course.was_never_filed() {
            done.push(Command::Unfile {});
        }
        if let Some(leader) = self.leader.clone() {
            done.push(Command::MarkKey(KeyProposal { leader }));
        }
        let note = || self.decided.note.clone().unwrap_or_default();
        let reason = || WithReason { reason: note() };
        done.extend(match (course, into) {
            (Course::NeedsRevision, _) => Some(Command::AskRevision(reason())),
            (Course::Withdrawn, _) => Some(Command::Withdraw(reason())),
            (Course::Declined, _) => Some(Command::Decline(Decline {
                ground: self.ground(profile),
                note: note(),
                forwarded: self.decided.forwarded,
            })),
            (Course::Merged, Some(into)) => Some(Command::Merge(Merge { into: into.clone() })),
            _ => None,
        });
        done
    }

    /// Whether its proposers are asked to change it: nothing can be merged into it then.
    #[must_use]
    pub fn is_sent_back(&self) -> bool {
        self.course() == Course::NeedsRevision
    }

    /// What the list says of a ground on which it is declined, where these rules have none that is called so.
    #[must_use]
    pub fn unknown_ground(&self, profile: &Profile) -> Option<&str> {
        let said = self.decided.ground.as_deref()?;
        let is_declined = self.course() == Course::Declined;
        (is_declined && self.decided.known_ground(profile).is_none()).then_some(said)
    }

    /// The code of the ground; what the list says where no ground is called that, which the rules refuse.
    fn ground(&self, profile: &Profile) -> String {
        let known = self.decided.known_ground(profile);
        let said = || self.decided.ground.clone().unwrap_or_default();
        known.map_or_else(said, |it| it.code.clone())
    }
}

impl Course {
    /// Whether only what is not filed stands there.
    const fn was_never_filed(self) -> bool {
        matches!(self, Self::Submitted | Self::NeedsRevision | Self::Declined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::Action;

    fn row(number: Option<&str>, stage: Option<P>) -> ListRow {
        let text = "提案号,案由,提案人\n1,甲,张三\n";
        let list = crate::import::read_proposals(
            text.as_bytes(),
            &crate::import::ReadOptions::default(),
            &crate::org::UnitNames::default(),
        );
        let mut row = list.unwrap().rows.remove(0);
        row.number = number.map(str::to_owned);
        row.decided.stage = stage;
        row
    }

    fn done(row: &ListRow, hands_over: bool) -> Vec<Action> {
        let into = CaseId::from("c1");
        let commands = row.decisions(hands_over, Some(&into), &Profile::shenzhen());
        commands.iter().map(Command::action).collect()
    }

    #[test]
    fn what_a_list_says_is_done_again() {
        use Action as A;
        let numbered = Some("20230001");
        for (number, stage, wanted) in [
            (None, None, vec![]),
            (numbered, None, vec![A::File]),
            (None, Some(P::Submitted), vec![]),
            (numbered, Some(P::Submitted), vec![A::File, A::Unfile]),
            (None, Some(P::Filed), vec![A::File]),
            (numbered, Some(P::InHandling), vec![A::File]),
            (numbered, Some(P::Closed), vec![A::File]),
            (None, Some(P::NeedsRevision), vec![A::AskRevision]),
            (
                numbered,
                Some(P::Declined),
                vec![A::File, A::Unfile, A::Decline],
            ),
            (None, Some(P::Declined), vec![A::Decline]),
            (numbered, Some(P::Withdrawn), vec![A::File, A::Withdraw]),
            (None, Some(P::Withdrawn), vec![A::Withdraw]),
        ] {
            let mut row = row(number, stage);
            row.decided.note = Some("理由".into());
            row.decided.ground = Some("litigation".into());
            assert_eq!(done(&row, false), wanted, "{number:?} {stage:?}");
        }
        let mut merged = row(numbered, Some(P::Merged));
        merged.decided.merged_into = Some("20230002".into());
        merged.leader = Some("王副市长".into());
        assert_eq!(done(&merged, true), [A::File, A::MarkKey, A::Merge]);
    }

    #[test]
    fn without_a_ground_a_reason_or_a_host_it_is_submitted() {
        for (stage, lacks) in [
            (P::Declined, ProposalColumn::Ground),
            (P::Withdrawn, ProposalColumn::DecisionNote),
            (P::NeedsRevision, ProposalColumn::DecisionNote),
            (P::Merged, ProposalColumn::MergedInto),
        ] {
            let mut row = row(None, Some(stage));
            row.lead = Some("B03".into());
            assert_eq!(row.decided.lacks(), Some(lacks));
            assert_eq!(done(&row, true), [], "no unit gets it");
            assert_eq!(row.hand_over(&[1]), []);
        }
    }

    #[test]
    fn a_later_sheet_may_say_what_was_decided_and_not_otherwise() {
        let list = |text: &str| {
            let read = crate::import::read_proposals(
                text.as_bytes(),
                &crate::import::ReadOptions::default(),
                &crate::org::UnitNames::default(),
            );
            read.unwrap()
        };
        let head = "案由,提案人,立案情况,不予立案理由";
        let said = list(&format!("{head}\n甲,张三,,\n甲,张三,不予立案,诉讼\n"));
        assert_eq!(said.rows[0].decided.stage, Some(P::Declined));
        assert_eq!(said.problems, []);
        let same = list(&format!("{head}\n甲,张三,立案,\n甲,张三,办理中,\n"));
        assert_eq!(same.problems, []);
        let other = list(&format!("{head}\n甲,张三,立案,\n甲,张三,不予立案,诉讼\n"));
        let told = other.problems.iter().map(|it| (it.row, it.fault));
        assert_eq!(told.collect::<Vec<_>>(), [(3, CellFault::OtherDecision)]);
        assert_eq!(
            other.problems[0].explain(Lang::En),
            "row 2 says another decision: make them agree: 不予立案"
        );
        // A ground alone says that it is declined.
        let ground = list(&format!("{head}\n甲,张三,,诉讼\n"));
        assert_eq!(ground.rows[0].decided.stage, Some(P::Declined));
    }

    #[test]
    fn what_nothing_is_done_with_is_known() {
        let mut row = row(None, Some(P::Filed));
        row.decided.ground = Some("诉讼".into());
        row.decided.merge_order = Some(1);
        let idle = [ProposalColumn::Ground, ProposalColumn::MergeOrder];
        assert_eq!(row.decided.idle(), idle);
        row.decided.stage = Some(P::Declined);
        row.decided.merged_into = Some("1".into());
        let idle = [ProposalColumn::Stage, ProposalColumn::Ground];
        assert_eq!(row.decided.idle(), idle);
    }

    #[test]
    fn a_ground_is_called_by_its_code_or_its_words() {
        let profile = Profile::shenzhen();
        for ground in &profile.grounds {
            for said in [ground.code.as_str(), ground.text.say(Lang::Zh)] {
                let mut row = row(None, Some(P::Declined));
                row.decided.ground = Some(said.to_owned());
                assert_eq!(row.ground(&profile), ground.code);
                assert_eq!(row.unknown_ground(&profile), None);
            }
        }
    }
}
