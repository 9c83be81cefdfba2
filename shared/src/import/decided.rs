//! What a list says that the committee office decided about a proposal, and how an import does it again.

use serde::{Deserialize, Serialize};

use super::list_row::ListRow;
use crate::case::{Forwarded, ProposalStage as P};
use crate::ids::CaseId;
use crate::lang::Lang;
use crate::lists::ProposalColumn;
use crate::profile::Profile;
use crate::workflow::{Command, Decline, KeyProposal, Merge, WithReason};

/// What a list says of the decisions about one proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// How far it has come.
    pub stage: Option<P>,
    /// The ground on which it was not filed: its code, or its words.
    pub ground: Option<String>,
    /// As what it goes on where it was not filed.
    pub forwarded: Option<Forwarded>,
    /// What was said with the decision.
    pub note: Option<String>,
    /// The number of the proposal that it is merged into.
    pub merged_into: Option<String>,
    /// The how many-th it is of those merged into the same one.
    pub merge_order: Option<u32>,
}

impl Decided {
    /// Whether units may have it.
    #[must_use]
    pub const fn goes_to_units(&self) -> bool {
        let stays = matches!(
            self.stage,
            Some(P::NeedsRevision | P::Declined | P::Merged | P::Withdrawn)
        );
        !stays && self.merged_into.is_none()
    }

    /// The column in which something is missing that its stage needs: then it is taken in as submitted.
    #[must_use]
    pub const fn lacks(&self) -> Option<ProposalColumn> {
        match self.stage {
            Some(P::Declined) if self.ground.is_none() => Some(ProposalColumn::Ground),
            Some(P::NeedsRevision | P::Withdrawn) if self.note.is_none() => {
                Some(ProposalColumn::DecisionNote)
            }
            Some(P::Merged) if self.merged_into.is_none() => Some(ProposalColumn::MergedInto),
            _ => None,
        }
    }

    /// Whether its replies are out, which no list of proposals holds.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self.stage, Some(P::Answered | P::Closed))
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

    /// The code of the ground; what the list says where no ground is called that, which the rules refuse.
    fn ground(&self, profile: &Profile) -> String {
        let said = self.decided.ground.clone().unwrap_or_default();
        let mut grounds = profile.grounds.iter();
        let known = grounds.find(|it| {
            let words = [
                it.code.as_str(),
                it.text.say(Lang::Zh),
                it.text.say(Lang::En),
            ];
            words.into_iter().any(|word| word.trim() == said.trim())
        });
        known.map_or(said, |it| it.code.clone())
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
    fn a_ground_is_called_by_its_code_or_its_words() {
        let profile = Profile::shenzhen();
        for ground in &profile.grounds {
            for said in [ground.code.as_str(), ground.text.say(Lang::Zh)] {
                let mut row = row(None, Some(P::Declined));
                row.decided.ground = Some(said.to_owned());
                assert_eq!(row.ground(&profile), ground.code);
            }
        }
    }
}
