//! What a step that the rules allow would leave to nobody. It is no refusal: the post can be given to somebody else, and
//! the step be taken back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::Action;
use super::context::Context;
use super::guard::acting;
use super::offers::Offer;
use crate::both;
use crate::case::{Case, Duty, Level, Stage};
use crate::ids::{AssignmentNo, PersonId, UnitCode};
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

/// What is to be known before `action`, where it would pass: that it would leave the next level of review to nobody. Nothing
/// where it is not known who is there.
#[must_use]
pub fn warning(
    case: &Case,
    actor: &Actor,
    action: Action,
    on: Option<AssignmentNo>,
    ctx: &Context<'_>,
) -> Option<Warning> {
    let staff = ctx.staff?;
    let a = on.and_then(|no| case.assignment(no))?;
    let Stage::Reviewing { level: now } = a.stage else {
        return None;
    };
    let next = now.next().filter(|_| action == Action::Approve)?;
    let identity = acting(case, actor, action, on, ctx).ok()?;
    let will_be = |person: &PersonId| -> Option<Duty> {
        let bound = identity.persons().any(|it| it == person);
        let has_been = a.round().duties.get(person).copied();
        bound.then_some(now.duty()).or(has_been)
    };
    let left = |person: &PersonId| will_be(person).is_none_or(|duty| duty == next.duty());
    // Who stands in for somebody is bound by what that one was, so that lending opens no way.
    let nobody = !staff.at(next.role(), &a.unit).any(left);
    nobody.then(|| Warning::NobodyLeft {
        level: next,
        unit: a.unit.clone(),
    })
}

/// Puts what is to be known before them beside the offers.
pub fn warn(case: &Case, actor: &Actor, ctx: &Context<'_>, offers: &mut [Offer]) {
    for offer in offers.iter_mut().filter(|offer| offer.allowed()) {
        offer.warning = warning(case, actor, offer.action, offer.assignment, ctx);
    }
}
