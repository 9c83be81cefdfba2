//! Counting facts into figures.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facts::{ItemFacts, ItemTraits, ProposalFacts};
use super::rate::{CountUnit, Rate};
use crate::case::{Class, Satisfaction};
use crate::profile::FigureRules;

/// One class, or the replies that have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClassRow {
    /// The class; none for what is unclassified.
    pub class: Option<Class>,
    /// Its share of the issued reply items.
    pub share: Rate,
}

/// The figures. Everything is counted in reply items unless the rate says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// Proposals that came in.
    pub submitted: u64,
    /// Filed ÷ submitted (立案率).
    pub filing: Rate,
    /// Reply items that are owed (应答复件).
    pub due: u64,
    /// Issued ÷ owed (办复率).
    pub completion: Rate,
    /// Issued by the deadline in force ÷ owed (按时办复率).
    pub on_time: Rate,
    /// Each class ÷ issued, then what is unclassified where there is any.
    pub classes: Vec<ClassRow>,
    /// Reply items whose first deciding rating is at least basically satisfied ÷ those with one.
    pub first_satisfaction: Rate,
    /// The same for the latest deciding rating.
    pub final_satisfaction: Rate,
    /// Satisfied in the end ÷ issued, rated or not.
    pub satisfaction_of_all: Rate,
    /// Forms returned ÷ forms asked (反馈率).
    pub returned: Rate,
    /// With a face-to-face contact ÷ issued (面商率).
    pub face_to_face: Rate,
    /// In round 2 or later ÷ issued (二次办理率).
    pub second_handling: Rate,
}

/// Counts.
#[must_use]
pub fn count(proposals: &[ProposalFacts], items: &[ItemFacts], rules: &FigureRules) -> Figures {
    let filed = proposals.iter().filter(|proposal| proposal.filed).count();
    let items: Vec<_> = items.iter().map(|item| (item.traits(), 1)).collect();
    count_alike(proposals.len() as u64, filed as u64, &items, rules)
}

/// Counts where items that are alike were put together: each kind, and how many of it there are.
#[must_use]
pub fn count_alike(
    submitted: u64,
    filed: u64,
    items: &[(ItemTraits, u64)],
    rules: &FigureRules,
) -> Figures {
    let rate = |numerator: u64, denominator: u64, of: CountUnit| {
        Rate::new(numerator, denominator, of, rules.rounding, rules.decimals)
    };
    let sum = |of_one: &dyn Fn(&ItemTraits) -> u64| {
        let each = items.iter().map(|(traits, many)| of_one(traits) * many);
        each.sum::<u64>()
    };
    let items_with = |holds: &dyn Fn(&ItemTraits) -> bool| sum(&|item| u64::from(holds(item)));
    let of_items =
        |numerator: u64, denominator: u64| rate(numerator, denominator, CountUnit::ReplyItems);
    let owed = sum(&|_| 1);
    let issued = items_with(&|item| item.issued);
    let satisfied = |rating: Option<Satisfaction>| rating.is_some_and(Satisfaction::is_satisfied);
    let satisfied_in_the_end = items_with(&|item| satisfied(item.final_rating));
    let mut classes: Vec<ClassRow> = Class::ALL
        .iter()
        .map(|class| ClassRow {
            class: Some(*class),
            share: of_items(
                items_with(&|item| item.issued && item.class == Some(*class)),
                issued,
            ),
        })
        .collect();
    let unclassified = items_with(&|item| item.issued && item.class.is_none());
    if unclassified > 0 {
        classes.push(ClassRow {
            class: None,
            share: of_items(unclassified, issued),
        });
    }
    Figures {
        submitted,
        filing: rate(filed, submitted, CountUnit::Proposals),
        due: owed,
        completion: of_items(issued, owed),
        on_time: of_items(items_with(&|item| item.in_time), owed),
        classes,
        first_satisfaction: of_items(
            items_with(&|item| satisfied(item.first_rating)),
            items_with(&|item| item.first_rating.is_some()),
        ),
        final_satisfaction: of_items(
            satisfied_in_the_end,
            items_with(&|item| item.final_rating.is_some()),
        ),
        satisfaction_of_all: of_items(satisfied_in_the_end, issued),
        returned: rate(
            sum(&|item| item.forms_returned.into()),
            sum(&|item| item.forms_asked.into()),
            CountUnit::Forms,
        ),
        face_to_face: of_items(items_with(&|item| item.issued && item.face_to_face), issued),
        second_handling: of_items(items_with(&|item| item.again), issued),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::AssignmentRole;
    use crate::profile::Profile;

    fn item(class: Option<Class>, first: Option<Satisfaction>) -> ItemFacts {
        ItemFacts {
            no: 1,
            unit: "B03".into(),
            role: AssignmentRole::Lead,
            round: 1,
            due: "2021-08-31".parse().unwrap(),
            issued_on: Some("2021-08-31".parse().unwrap()),
            class,
            first_rating: first,
            final_rating: first,
            face_to_face: false,
            forms_asked: 1,
            forms_returned: u32::from(first.is_some()),
        }
    }

    #[test]
    fn shenzhen_2021_comes_out_to_the_digit() {
        let mut items = vec![];
        for (class, many) in [
            (Class::A, 461),
            (Class::B, 119),
            (Class::C, 32),
            (Class::D, 4),
        ] {
            items.extend((0..many).map(|_| item(Some(class), None)));
        }
        let rules = FigureRules {
            decimals: 2,
            ..Profile::shenzhen().figures
        };
        let figures = count(&[], &items, &rules);
        let shares: Vec<_> = figures
            .classes
            .iter()
            .map(|row| row.share.percent.clone().unwrap())
            .collect();
        assert_eq!(shares, ["74.84", "19.32", "5.19", "0.65"]);
        assert_eq!((figures.due, figures.completion.numerator), (616, 616));
        assert_eq!(
            figures.filing.percent, None,
            "out of nothing there is no rate"
        );
    }

    #[test]
    fn what_has_no_class_has_a_row_of_its_own() {
        let items = [item(Some(Class::A), None), item(None, None)];
        let figures = count(&[], &items, &Profile::shenzhen().figures);
        assert_eq!(
            figures
                .classes
                .last()
                .map(|row| (row.class, row.share.numerator)),
            Some((None, 1))
        );
    }

    #[test]
    fn put_together_or_one_by_one_comes_to_the_same() {
        let late = ItemFacts {
            due: "2021-08-30".parse().unwrap(),
            ..item(Some(Class::A), Some(Satisfaction::Satisfied))
        };
        let items = [late.clone(), late.clone(), item(None, None)];
        let rules = Profile::shenzhen().figures;
        let alike = [(late.traits(), 2), (items[2].traits(), 1)];
        let figures = count_alike(0, 0, &alike, &rules);
        assert_eq!(figures, count(&[], &items, &rules));
        assert_eq!(
            (figures.on_time.numerator, figures.returned.numerator),
            (1, 2)
        );
    }

    #[test]
    fn first_and_final_satisfaction_are_apart() {
        let mut again = item(Some(Class::C), Some(Satisfaction::Dissatisfied));
        again.round = 2;
        again.final_rating = Some(Satisfaction::Satisfied);
        let items = [item(Some(Class::A), Some(Satisfaction::Satisfied)), again];
        let figures = count(&[], &items, &Profile::shenzhen().figures);
        assert_eq!(figures.first_satisfaction.numerator, 1);
        assert_eq!(figures.final_satisfaction.numerator, 2);
        assert_eq!(figures.second_handling.numerator, 1);
    }
}
