//! What a step that the rules allow would leave to nobody. It is no refusal: the post can be given to somebody else, and
//! the step be taken back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::Action;
use super::context::Context;
use super::guard::acting;
use super::offers::Offer;
use crate::both;
use crate::case::{Assignment, Case, Duty, Level, Stage};
use crate::ids::{PersonId, UnitCode};
use crate::lang::Lang;
use crate::org::Actor;
use crate::text::Bilingual;

/// What is to be known before an action that would pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Nobody could take the next step: all who hold its post will have been something else in this round.
    NobodyLeft {
        /// The level whose turn it would be.
        level: Level,
        /// The unit in which its post is held.
        unit: UnitCode,
    },
}

impl Warning {
    /// The same for people who have the units before them: these by their names where they stood by their codes.
    #[must_use]
    pub fn with_names(&self, name_of: impl Fn(&UnitCode) -> String) -> Self {
        let mut named = self.clone();
        let Self::NobodyLeft { unit, .. } = &mut named;
        unit.0 = name_of(unit);
        named
    }

    /// What it says, and what can be done.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let Self::NobodyLeft { level, unit } = self;
        let role = level.role();
        let (zh, en) = (Lang::Zh, Lang::En);
        let (level_zh, level_en) = (level.say(zh), level.say(en));
        let (role_zh, role_en) = (role.say(zh), role.say(en));
        let said: Bilingual = both!(
            "此后本轮将无人可进行{level_zh}审核：{unit}的{role_zh}在本轮都已另任其他环节，由其代理的人也不能。请由他人进行本级审核，\
             或请管理员先给他人设定该岗位",
            "after this nobody can act at {level_en} in this round: every {role_en} of {unit} will have had another duty in it, \
             and so will who stands in for them. Let somebody else review at this level, or have an administrator give that \
             post to another person first"
        );
        said.say(lang).to_owned()
    }
}

/// Puts beside each of the offers that would leave the next level of review to nobody that it would. Nothing where
/// it is not known who is there.
pub fn warn(case: &Case, actor: &Actor, ctx: &Context<'_>, offers: &mut [Offer]) {
    let Some(staff) = ctx.staff else { return };
    for offer in offers {
        let a = offer.assignment.and_then(|no| case.assignment(no));
        let Some((a, now, next)) = a.and_then(|a| approved(offer, a)) else {
            continue;
        };
        let Ok(identity) = acting(case, actor, offer.action, offer.assignment, ctx) else {
            continue;
        };
        let will_be = |person: &PersonId| -> Option<Duty> {
            let bound = identity.persons().any(|it| it == person);
            let has_been = a.round().duties.get(person).copied();
            bound.then_some(now.duty()).or(has_been)
        };
        let left = |person: &PersonId| will_be(person).is_none_or(|duty| duty == next.duty());
        // Who stands in for somebody is bound by what that one was, so that lending opens no way.
        if !staff.at(next.role(), &a.unit).any(left) {
            offer.warning = Some(Warning::NobodyLeft {
                level: next,
                unit: a.unit.clone(),
            });
        }
    }
}

/// The level that an approval on offer is of, and the one that comes after it.
fn approved<'a>(offer: &Offer, a: &'a Assignment) -> Option<(&'a Assignment, Level, Level)> {
    let Stage::Reviewing { level } = a.stage else {
        return None;
    };
    let approves = offer.action == Action::Approve && offer.allowed();
    Some((a, level, level.next().filter(|_| approves)?))
}
