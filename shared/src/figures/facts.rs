//! What figures need to know of a case: one row for it, one for each reply item. Kept beside the case as an index.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::case::{AssignmentRole, Case, Class, Intake, ProposalStage, Satisfaction};
use crate::ids::{AssignmentNo, UnitCode};

/// One proposal, as far as figures go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProposalFacts {
    /// Where it stands.
    pub stage: ProposalStage,
    /// Whether it was filed (a merged one counts where it was filed before).
    pub filed: bool,
}

/// One reply item, as far as figures go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemFacts {
    /// Its number in the case.
    pub no: AssignmentNo,
    /// The unit.
    pub unit: UnitCode,
    /// Lead or split.
    pub role: AssignmentRole,
    /// The round in progress.
    pub round: u32,
    /// The deadline of the first reply.
    pub due: Date,
    /// The day of the first reply.
    pub issued_on: Option<Date>,
    /// The class of the latest reply that is out.
    pub class: Option<Class>,
    /// What the ratings of the first reply come to.
    pub first_rating: Option<Satisfaction>,
    /// What the ratings of the latest rated reply come to.
    pub final_rating: Option<Satisfaction>,
    /// Whether any contact was face to face.
    pub face_to_face: bool,
    /// Rating forms asked for: one for each rater and reply.
    pub forms_asked: u32,
    /// Rating forms that came in.
    pub forms_returned: u32,
}

/// All that figures look at in a reply item. Most items are like many others, so they can be counted by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemTraits {
    /// Whether the first reply is out.
    pub issued: bool,
    /// Whether it was out by its deadline.
    pub in_time: bool,
    /// The class of the latest reply that is out.
    pub class: Option<Class>,
    /// What the ratings of the first reply come to.
    pub first_rating: Option<Satisfaction>,
    /// What the ratings of the latest rated reply come to.
    pub final_rating: Option<Satisfaction>,
    /// Whether any contact was face to face.
    pub face_to_face: bool,
    /// Whether it is in round 2 or later.
    pub again: bool,
    /// Rating forms asked for.
    pub forms_asked: u32,
    /// Rating forms that came in.
    pub forms_returned: u32,
}

impl ItemFacts {
    /// What figures look at.
    #[must_use]
    pub fn traits(&self) -> ItemTraits {
        ItemTraits {
            issued: self.issued_on.is_some(),
            in_time: self.issued_on.is_some_and(|on| on <= self.due),
            class: self.class,
            first_rating: self.first_rating,
            final_rating: self.final_rating,
            face_to_face: self.face_to_face,
            again: self.round >= 2,
            forms_asked: self.forms_asked,
            forms_returned: self.forms_returned,
        }
    }
}

/// The facts of the proposal itself.
#[must_use]
pub fn proposal_facts(case: &Case) -> ProposalFacts {
    let filed = match case.intake {
        Intake::Filed => true,
        Intake::Merged { filed, .. } | Intake::Withdrawn { filed, .. } => filed,
        Intake::Submitted | Intake::NeedsRevision { .. } | Intake::Declined { .. } => false,
    };
    ProposalFacts {
        stage: case.stage(),
        filed,
    }
}

/// The facts of each reply item that counts.
#[must_use]
pub fn item_facts(case: &Case) -> Vec<ItemFacts> {
    let raters = u32::try_from(case.raters().count()).unwrap_or(u32::MAX);
    case.reply_items()
        .map(|a| {
            let replies = || a.rounds.iter().filter(|round| round.issued.is_some());
            let asked = u32::try_from(replies().count())
                .unwrap_or(u32::MAX)
                .saturating_mul(raters);
            let returned: usize = replies().map(|round| round.ratings.len()).sum();
            let first = a.rounds.first();
            ItemFacts {
                no: a.no,
                unit: a.unit.clone(),
                role: a.role,
                round: a.round().no,
                due: first.map_or_else(|| a.due().date, |round| round.due.date),
                issued_on: first
                    .and_then(|round| round.issued.as_ref())
                    .map(|issued| issued.on),
                class: a
                    .issued_round()
                    .and_then(|round| round.issued.as_ref())
                    .and_then(|i| i.class),
                first_rating: first.and_then(|round| round.outcome),
                final_rating: a.rounds.iter().rev().find_map(|round| round.outcome),
                face_to_face: a
                    .rounds
                    .iter()
                    .flat_map(|round| round.contacts_that_count())
                    .any(|contact| contact.form.is_face_to_face()),
                forms_asked: asked,
                forms_returned: u32::try_from(returned).unwrap_or(u32::MAX),
            }
        })
        .collect()
}
