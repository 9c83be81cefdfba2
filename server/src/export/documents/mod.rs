//! What the documents of offices say: the facts of a case under the names that templates use. A file a document.

pub(crate) mod bulletin;
mod form;
mod letter;
mod sheet;

use std::collections::BTreeMap;

use banli_shared::api::sessions::Session;
use banli_shared::calendar::Date;
use banli_shared::case::{Absorbed, Asked, Assignment, AssignmentRole, Case, Class, Kind, Round};
use banli_shared::documents::{DocumentKind, Facts, Field};
use banli_shared::ids::{CaseId, PersonId};
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::profile::{ClassRule, Profile};
use banli_shared::workflow::{Context, Standing};

/// Documents of offices are in Chinese, whoever asks for them.
const ZH: Lang = Lang::Zh;

/// What a document of an assignment is made from.
pub(crate) struct Matter<'a> {
    pub(crate) case: &'a Case,
    pub(crate) assignment: &'a Assignment,
    pub(crate) round: &'a Round,
    pub(crate) standing: Standing,
    pub(crate) ctx: &'a Context<'a>,
    pub(crate) session: &'a Session,
    /// The proposals merged into this one.
    pub(crate) merged: BTreeMap<CaseId, MergedProposal>,
    /// Names of people.
    pub(crate) names: BTreeMap<PersonId, String>,
}

/// What a document says of a proposal that is merged into its own, beside what the case knows of it.
#[derive(serde::Deserialize)]
pub(crate) struct MergedProposal {
    /// It says how its proposers are addressed.
    pub(crate) kind: Kind,
    pub(crate) body: String,
}

/// The facts of a document of an assignment.
pub(crate) fn facts(kind: DocumentKind, matter: &Matter<'_>) -> Facts {
    let mut facts = matter.common();
    match kind {
        DocumentKind::ReplyLetter => letter::add(matter, &mut facts),
        DocumentKind::FeedbackForm => form::add(matter, &mut facts),
        DocumentKind::HandOverSheet => sheet::add(matter, &mut facts),
        // It is of no case: `bulletin::facts` makes it.
        DocumentKind::Bulletin => {}
    }
    facts
}

impl Matter<'_> {
    /// What every document of a case may say.
    fn common(&self) -> Facts {
        let (case, a, org) = (self.case, self.assignment, self.ctx.org);
        let mut facts = Facts::new();
        // What was merged before it was filed has its intake number alone.
        let merged = case.absorbed.iter().map(Absorbed::shown_number);
        let numbers = [case.shown_number()].into_iter().chain(merged);
        let raters: Vec<&str> = case.raters().map(|it| it.proposer.name.as_str()).collect();
        let with = |role| units(case, role, org);
        for (field, value) in [
            (Field::Session, self.session.name.clone()),
            (Field::Number, case.shown_number().to_owned()),
            (Field::Numbers, numbers.collect::<Vec<_>>().join("、")),
            (Field::Title, case.proposal.title.clone()),
            (Field::MergedProposals, merged_proposals(case)),
            (Field::Proposers, raters.join("、")),
            (Field::Kind, case.proposal.kind.say(ZH).to_owned()),
            (Field::Category, case.proposal.category.clone()),
            (Field::UnitName, org.name(&a.unit).to_owned()),
            (Field::CoHandlers, with(AssignmentRole::CoHandler)),
            (Field::Today, said(self.ctx.today)),
            (Field::Round, self.round.name().zh),
            (
                Field::Leads,
                [with(AssignmentRole::Lead), with(AssignmentRole::Split)]
                    .into_iter()
                    .filter(|names| !names.is_empty())
                    .collect::<Vec<_>>()
                    .join("、"),
            ),
        ] {
            facts.set(field, value);
        }
        if let Some(key) = &case.key {
            facts.set(Field::Leader, key.leader.clone());
        }
        if let Some(department) = a.department() {
            facts.set(Field::Department, org.name(department));
        }
        facts
    }

    /// Class, number and day of the reply, and whom to ask about it.
    fn reply(&self, facts: &mut Facts) {
        let class = match &self.round.issued {
            Some(issued) => issued.class,
            None => self.round.content.class,
        };
        if let Some(class) = class {
            let rule = class_rule(self.ctx.profile, class);
            let mark = if self.standing.is_draft {
                "（拟）"
            } else {
                ""
            };
            facts.set(Field::Class, format!("{}{mark}", rule.label.say(ZH)));
            let meaning = rule.meaning.say(ZH);
            facts.set(Field::ClassMeaning, meaning.trim_end_matches('。'));
        }
        if let Some(issued) = &self.round.issued {
            facts.set(Field::DocumentNumber, issued.document_number.clone());
            facts.set(Field::IssuedOn, said(issued.on));
        }
        let handler = self.assignment.dispatch.as_ref();
        let handler = handler.and_then(|dispatch| dispatch.handler.as_ref());
        if let Some(name) = handler.and_then(|person| self.names.get(person)) {
            facts.set(Field::ContactPerson, name.clone());
        }
        let place = self
            .assignment
            .department()
            .unwrap_or(&self.assignment.unit);
        // Where no number is known there is room to write one.
        facts.set(
            Field::Phone,
            self.ctx.org.phone(place).unwrap_or("　　　　　　　　"),
        );
    }
}

/// The merged proposal that asks for it; empty where the proposal itself does.
fn of_proposal(asked: &Asked<'_>) -> String {
    let of = asked.of;
    of.map_or_else(String::new, |of| {
        format!("第{}号提案《{}》", of.shown_number(), of.title)
    })
}

/// The proposals merged into a case, as a letter names them; empty where there are none.
fn merged_proposals(case: &Case) -> String {
    let each = case.absorbed.iter();
    let named = each.map(|it| format!("《{}》（第{}号）", it.title, it.shown_number()));
    named.collect::<Vec<_>>().join("、")
}

/// The units of a case in one role.
fn units(case: &Case, role: AssignmentRole, org: &Org) -> String {
    let in_role = case.live().filter(|a| a.role == role);
    let names: Vec<&str> = in_role.map(|a| org.name(&a.unit)).collect();
    names.join("、")
}

fn class_rule(profile: &Profile, class: Class) -> &ClassRule {
    let classes = &profile.classes;
    match class {
        Class::A => &classes.a,
        Class::B => &classes.b,
        Class::C => &classes.c,
        Class::D => &classes.d,
    }
}

/// A day as documents write it.
fn said(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
