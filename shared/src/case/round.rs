//! One round of handling: first handling, second handling, … Earlier rounds are kept whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::assignment::Closure;
use super::contact::Contact;
use super::extension::Extension;
use super::publication::{OpennessMark, Published};
use super::rating::{Rating, Satisfaction};
use super::reply::{Class, Content};
use super::review::{Approval, Duty, Level, ReviewStep, SentBack, StepKind, Submission};
use crate::both;
use crate::calendar::{Date, Deadline};
use crate::ids::{Millis, PersonId};
use crate::text::Bilingual;

/// A reply that went out, or an opinion that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Issued {
    /// The class of the reply; none for an opinion.
    pub class: Option<Class>,
    /// The number on the letter.
    pub document_number: String,
    /// Who signed.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// The day of that, in the office's zone.
    pub on: Date,
    /// The hash of the content signed.
    pub hash: String,
}

/// Makes a round that of a supplementary reply (补充答复): the item was closed and stays so. It is no further handling,
/// is not rated, and no figure about the reply counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Supplement {
    /// What had closed the item.
    pub closed: Closure,
    /// The class of the reply that it adds to; it can be raised, never lowered.
    pub class: Option<Class>,
}

/// One round of handling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Round {
    /// 1 is the first handling, 2 the second.
    pub no: u32,
    /// When it began.
    pub begun_ms: Millis,
    /// Why there is a further round; empty in the first.
    pub cause: String,
    /// Set on a supplementary reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Supplement>,
    /// The deadline in force.
    pub due: Deadline,
    /// Every request for a later deadline in this round, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// Consultations in this round.
    pub contacts: Vec<Contact>,
    /// What the reply says; once issued, what it said.
    pub content: Content,
    /// Who has been what in this round: each person one duty.
    pub duties: BTreeMap<PersonId, Duty>,
    /// Set while the draft is handed in.
    pub submission: Option<Submission>,
    /// Approvals in force.
    pub approvals: Vec<Approval>,
    /// Set after a send-back, until handed in again.
    pub sent_back: Option<SentBack>,
    /// Everything that happened in review, oldest first.
    pub trail: Vec<ReviewStep>,
    /// Set once it is out.
    pub issued: Option<Issued>,
    /// To whom the unit says the reply is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openness: Option<OpennessMark>,
    /// Set while the reply is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    /// Every rating of this round's reply.
    pub ratings: Vec<Rating>,
    /// What the ratings come to under the profile's rule; none while nothing decides.
    pub outcome: Option<Satisfaction>,
}

/// What the handling of a round is called: 首次办理, 二次办理, 第三次办理, …
#[must_use]
pub fn handling_name(no: u32) -> Bilingual {
    const ZH: [&str; 8] = ["三", "四", "五", "六", "七", "八", "九", "十"];
    const EN: [&str; 8] = [
        "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    let at = |names: &[&'static str; 8]| names.get(no.checked_sub(3)? as usize).copied();
    match (no, at(&ZH), at(&EN)) {
        (0 | 1, ..) => both!("首次办理", "first handling"),
        (2, ..) => both!("二次办理", "second handling"),
        (_, Some(zh), Some(en)) => both!("第{zh}次办理", "{en} handling"),
        _ => both!("第{no}次办理", "handling {no}"),
    }
}

impl Round {
    /// What it is called: as a handling, or as a supplementary reply.
    #[must_use]
    pub fn name(&self) -> Bilingual {
        match self.is_supplement() {
            true => both!("补充答复", "supplementary reply"),
            false => handling_name(self.no),
        }
    }

    /// A round in which nothing has happened yet.
    #[must_use]
    pub fn begin(no: u32, begun_ms: Millis, cause: &str, due: Deadline) -> Self {
        Self {
            no,
            begun_ms,
            cause: cause.to_owned(),
            supplement: None,
            due,
            extensions: vec![],
            contacts: vec![],
            content: Content::default(),
            duties: BTreeMap::new(),
            submission: None,
            approvals: vec![],
            sent_back: None,
            trail: vec![],
            issued: None,
            openness: None,
            published: None,
            ratings: vec![],
            outcome: None,
        }
    }

    /// Whether it is a supplementary reply, and no handling of its own.
    #[must_use]
    pub const fn is_supplement(&self) -> bool {
        self.supplement.is_some()
    }

    /// Contacts that count.
    pub fn contacts_that_count(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(|contact| contact.counts())
    }

    /// Whether `level` has said yes to the content as it is now.
    #[must_use]
    pub fn is_approved_at(&self, level: Level) -> bool {
        self.approvals
            .iter()
            .any(|approval| approval.level == level)
    }

    /// Whether some proposer is dissatisfied, whatever decides: a visible flag.
    #[must_use]
    pub fn has_dissatisfied(&self) -> bool {
        self.ratings
            .iter()
            .any(|rating| rating.overall() == Some(Satisfaction::Dissatisfied))
    }

    /// Whether the reply was out by the deadline in force; none while it is not out.
    #[must_use]
    pub fn on_time(&self) -> Option<bool> {
        self.issued
            .as_ref()
            .map(|issued| issued.on <= self.due.date)
    }

    /// Whether the draft was with the levels of review, or out, at the end of the deadline in force: what those who
    /// draft are punctual by, however long a level takes (domain, "Life of a case"). A send-back or recall before that
    /// takes it out of their hands again, until it is handed in anew; one that was retracted does not. `day` is the
    /// office's day at a moment.
    pub fn handed_in_on_time(&self, day: impl Fn(Millis) -> Date) -> bool {
        let (mut handed_in, mut before) = (false, false);
        for step in &self.trail {
            let in_time = day(step.at_ms) <= self.due.date;
            match step.kind {
                StepKind::Submitted => handed_in |= in_time,
                StepKind::Recalled => handed_in &= !in_time,
                StepKind::SentBack => {
                    before = handed_in;
                    handed_in &= !in_time;
                }
                StepKind::Resumed => handed_in = before,
                StepKind::Approved
                | StepKind::Retracted
                | StepKind::ClassChanged
                | StepKind::Voided
                | StepKind::Signed => {}
            }
        }
        handed_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DeadlineRule, Term};

    #[test]
    fn a_draft_is_handed_in_on_time_when_the_levels_have_it_at_the_deadline() {
        use StepKind::{Approved, Recalled, Resumed, SentBack, Signed, Submitted};
        let day = |ms: Millis| {
            let first: Date = "2023-06-01".parse().unwrap();
            first.plus_days(i32::try_from(ms).unwrap()).unwrap()
        };
        // The deadline is on day 9, the last on which it can be handed in.
        let due = Deadline {
            date: day(9),
            rule: DeadlineRule {
                term: Term::FixedDate(day(9)),
                roll_forward: false,
            },
            from: day(0),
            calendar_revision: String::new(),
            plain_weekdays: false,
            steps: vec![],
            extends: None,
        };
        let handed_in = |steps: &[(StepKind, Millis)]| {
            let mut round = Round::begin(1, 0, "", due.clone());
            let steps = steps.iter().map(|(kind, at_ms)| ReviewStep {
                kind: *kind,
                level: None,
                by: "p".into(),
                name: String::new(),
                at_ms: *at_ms,
                defects: vec![],
                note: String::new(),
                class: None,
            });
            round.trail = steps.collect();
            round.handed_in_on_time(day)
        };
        for (steps, on_time) in [
            (&[][..], false),
            (&[(Submitted, 9)], true),
            (&[(Submitted, 10)], false),
            // However long the levels take.
            (&[(Submitted, 9), (Approved, 20), (Signed, 30)], true),
            (&[(Submitted, 10), (Approved, 10), (Signed, 10)], false),
            // Sent back before the deadline it is for the drafters to be in time; after it the level took too long.
            (&[(Submitted, 2), (SentBack, 9)], false),
            (&[(Submitted, 2), (SentBack, 5), (Submitted, 9)], true),
            (&[(Submitted, 2), (SentBack, 5), (Submitted, 10)], false),
            (&[(Submitted, 2), (SentBack, 10), (Submitted, 20)], true),
            // A no that was taken back never was.
            (&[(Submitted, 2), (SentBack, 5), (Resumed, 12)], true),
            (&[(Submitted, 10), (SentBack, 11), (Resumed, 12)], false),
            (&[(Submitted, 2), (Recalled, 3)], false),
            (&[(Submitted, 2), (Recalled, 3), (Submitted, 4)], true),
            (&[(Submitted, 2), (Recalled, 10)], true),
        ] {
            assert_eq!(handed_in(steps), on_time, "{steps:?}");
        }
    }

    #[test]
    fn each_handling_has_a_name_of_its_own() {
        let said = |no| {
            let Bilingual { zh, en } = handling_name(no);
            format!("{zh} {en}")
        };
        assert_eq!(said(1), "首次办理 first handling");
        assert_eq!(said(2), "二次办理 second handling");
        assert_eq!(said(3), "第三次办理 third handling");
        assert_eq!(said(10), "第十次办理 tenth handling");
        assert_eq!(said(11), "第11次办理 handling 11");
    }
}
