//! What a table can tell, by its columns and by what stands in them.

use std::collections::BTreeSet;

use super::columns::Field;
use super::{FactTable, Reader};
use crate::both;
use crate::figures::by::Dimension;
use crate::figures::measure::{Level, Tally};
use crate::figures::named::FigureName;
use crate::lang::Lang;
use crate::org::likest;
use crate::text::{Bilingual, clean, search_key, truncate};

/// Values that are listed where none is like the one that was asked for.
const LISTED: usize = 8;
/// Cells of a value that are shown.
const SHOWN_CELLS: usize = 40;

/// Why a table does not tell what was asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTold {
    /// It has no column for this.
    NoColumn(Dimension),
    /// None of its rows has this value; perhaps one of these was meant.
    Unknown {
        /// Of what.
        of: Dimension,
        /// As it was asked for.
        asked: String,
        /// The likeliest, else the first of those that are there.
        like: Vec<String>,
    },
    /// Several are called so.
    Several {
        /// Of what.
        of: Dimension,
        /// As it was asked for.
        asked: String,
        /// All of them.
        which: Vec<String>,
    },
}

impl NotTold {
    /// What was asked for, and what there is.
    #[must_use]
    pub fn say(&self) -> Bilingual {
        let shown = |text: &str| truncate(&clean(text), SHOWN_CELLS);
        let (Self::NoColumn(of) | Self::Unknown { of, .. } | Self::Several { of, .. }) = self;
        let (zh, en) = (of.say(Lang::Zh), of.say(Lang::En));
        match self {
            Self::NoColumn(by) if by.level() == Level::Own => both!(
                "此表的列不足以按“{zh}”筛选或分列：须是一行一件答复件的清单，并有这一列",
                "this table can be neither filtered nor broken down by {en}: that takes a column for it and a row for each \
                 reply item"
            ),
            Self::NoColumn(_) => both!(
                "此表没有可作“{zh}”的列，不能按其筛选或分列",
                "this table can be neither filtered nor broken down by {en}: no column tells it"
            ),
            Self::Unknown { asked, like, .. } => {
                let asked = shown(asked);
                let like: Vec<String> = like.iter().map(|it| shown(it)).collect();
                let (these_zh, these_en) = (like.join("、"), like.join(", "));
                both!(
                    "此表中没有{zh}“{asked}”；表中有：{these_zh}",
                    "no row of this table has the {en} `{asked}`; it has: {these_en}"
                )
            }
            Self::Several { asked, which, .. } => {
                let asked = shown(asked);
                let which: Vec<String> = which.iter().map(|it| shown(it)).collect();
                let (these_zh, these_en) = (which.join("、"), which.join(", "));
                both!(
                    "此表中有几个{zh}叫“{asked}”，请写代码：{these_zh}",
                    "several have the {en} `{asked}` in this table, say which by its code: {these_en}"
                )
            }
        }
    }
}

impl FactTable {
    /// The value of a filter as the table has it: as it stands, or by the name beside it.
    ///
    /// # Errors
    /// Where the table has no such column, no row with the value, or several that are called so.
    pub fn value(&self, of: Dimension, asked: &str) -> Result<String, NotTold> {
        if !self.dimensions.contains(&of) {
            return Err(NotTold::NoColumn(of));
        }
        let there = self.facts.iter().map(|fact| fact.at(of));
        let there: BTreeSet<&str> = there.filter(|value| !value.is_empty()).collect();
        // Words of ours that no row has count as none.
        let is_word = matches!(of, Dimension::Kind | Dimension::Timing | Dimension::Key);
        if is_word || there.contains(asked) {
            return Ok(asked.to_owned());
        }
        let name = |value: &str| self.names.get(&(of, value.to_owned())).map(String::as_str);
        let called = |value: &&str| {
            let names = [Some(*value), name(value)];
            let key = search_key(asked);
            names.into_iter().flatten().any(|it| search_key(it) == key)
        };
        let said = |value: &str| match name(value) {
            Some(name) if name != value => format!("{value} {name}"),
            _ => value.to_owned(),
        };
        let found: Vec<&str> = there.iter().copied().filter(called).collect();
        match found.as_slice() {
            [one] => Ok((*one).to_owned()),
            [] => {
                let names = there.iter().flat_map(|value| {
                    let names = [Some(*value), name(value)];
                    names.into_iter().flatten().map(|name| (name, *value))
                });
                let like = match likest(asked, names) {
                    Some(value) => vec![said(value)],
                    None => there.iter().take(LISTED).map(|it| said(it)).collect(),
                };
                Err(NotTold::Unknown {
                    of,
                    asked: asked.to_owned(),
                    like,
                })
            }
            several => Err(NotTold::Several {
                of,
                asked: asked.to_owned(),
                which: several.iter().map(|it| said(it)).collect(),
            }),
        }
    }

    /// The figures that it tells, of all and broken down.
    ///
    /// # Errors
    /// Where no column tells what it is to be broken down by.
    pub fn told(&self, by: Option<Dimension>) -> Result<BTreeSet<FigureName>, NotTold> {
        match by {
            Some(by) if !self.dimensions.contains(&by) => Err(NotTold::NoColumn(by)),
            _ => Ok(self.figures.clone()),
        }
    }
}

impl Reader<'_> {
    /// By what its columns can break figures down. A unit and its people have reply items and no proposals.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        let any = move |fields: &[Field]| fields.iter().any(|field| self.has(*field));
        let told = move |by: &Dimension| {
            let has = match by {
                Dimension::Session => any(&[Field::Session]),
                Dimension::Quarter => any(&[
                    Field::FirstDue,
                    Field::ReplyDue,
                    Field::Due,
                    Field::IssuedOn,
                    Field::Submitted,
                ]),
                Dimension::Unit => any(&[Field::Unit, Field::UnitName, Field::Splits]),
                Dimension::Department => any(&[Field::Department, Field::DepartmentName]),
                Dimension::Handler => any(&[Field::Handler, Field::HandlerName]),
                Dimension::Category => any(&[Field::Category]),
                Dimension::Kind => any(&[Field::Kind]),
                Dimension::Timing => any(&[Field::Timing]),
                Dimension::Key => any(&[Field::Key]),
            };
            has && (self.of_items || by.level() == Level::Whole)
        };
        Dimension::ALL.iter().copied().filter(told)
    }

    /// The figures that the columns are enough for.
    pub(super) fn figures(&self) -> BTreeSet<FigureName> {
        let (of_items, of_proposals) = (self.of_items, self.of_proposals);
        let any = |fields: &[Field]| fields.iter().any(|field| self.has(*field));
        let forms = any(&[Field::FinalRating, Field::Tally(Tally::Returned)]);
        let by_suggestion = any(&[Field::Tally(Tally::Adopted)]);
        let dates = any(&[Field::IssuedOn]) && any(&[Field::FirstDue, Field::ReplyDue, Field::Due]);
        let enough = |figure: &FigureName| {
            use FigureName as F;
            match figure {
                F::Filing => of_proposals,
                F::Completion => of_items && any(&[Field::IssuedOn, Field::Issued, Field::Class]),
                F::OnTime => dates || any(&[Field::OnTime]),
                F::HandedIn => any(&[Field::HandedIn]),
                F::ClassA | F::ClassB | F::ClassC | F::ClassD | F::Unclassified => {
                    any(&[Field::Class])
                }
                F::FirstSatisfaction => any(&[Field::FirstRating, Field::Tally(Tally::FirstForms)]),
                F::FinalSatisfaction
                | F::VerySatisfied
                | F::Satisfied
                | F::BasicallySatisfied
                | F::Understand
                | F::Dissatisfied
                | F::NotStated
                | F::Returned => forms,
                F::SatisfactionOfAll => any(&[Field::FinalRating]),
                F::Adoption => by_suggestion || any(&[Field::Adopted]),
                F::SuggestionsAdopted
                | F::PartlyAdopted
                | F::Planned
                | F::NotAdopted
                | F::Unanswered => by_suggestion,
                F::FaceToFace => any(&[Field::FaceToFace]),
                F::SecondHandling => any(&[Field::Round, Field::Again]),
                F::Converted => any(&[Field::Outcomes]),
                F::PromisesKept => any(&[Field::PromisesDue]) && any(&[Field::PromisesKept]),
                F::Raised => any(&[Field::Class]) && any(&[Field::ClassNow]),
            }
        };
        FigureName::ALL.iter().copied().filter(enough).collect()
    }
}
