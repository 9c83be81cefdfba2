//! Standing in for somebody (代理): a post lent for a period, and what of it reaches whom.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Org, Post, Role};
use crate::calendar::Date;
use crate::ids::PersonId;
use crate::words;

/// A post, or every post, of one person lent to another. In force when it is passed to [`stand_ins`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Whose it is.
    pub giver: PersonId,
    /// The name of that person.
    pub name: String,
    /// What that person is without any delegation.
    pub posts: Vec<Post>,
    /// Who stands in.
    pub taker: PersonId,
    /// Only this post; none for every post the giver holds or stands in with.
    pub post: Option<Post>,
    /// The last day.
    pub until: Date,
}

/// Somebody for whom a person stands in now, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandIn {
    /// For whom.
    pub person: PersonId,
    /// The name of that person.
    pub name: String,
    /// The posts lent.
    pub posts: Vec<Post>,
    /// Who passed it on in between, from the giver on (A→B→C: B).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
    /// The last day.
    pub until: Date,
}

/// In whose name somebody acts: both names go on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnBehalf {
    /// For whom.
    pub person: PersonId,
    /// The name of that person at that time.
    pub name: String,
    /// Who passed it on in between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
}

words! {
    /// Why a post cannot be lent so.
    pub enum DelegationFault {
        /// Nobody but the giver and who administers.
        NotYours = "not_yours", "只能代理自己的职务（或由管理员设定）", "only your own posts can be lent, or by an administrator";
        /// To oneself.
        Oneself = "oneself", "不能委托给自己", "nobody stands in for themselves";
        /// It is a role that stays with its person.
        StaysWithPerson = "stays_with_person", "委员、审计员和管理员的职务不能代理",
            "what a proposer, an auditor or an administrator is cannot be lent";
        /// The giver is not that.
        NotHeld = "not_held", "委托人没有这个职务", "the giver does not hold this post";
        /// The taker works elsewhere.
        Elsewhere = "elsewhere", "代理人须在同一单位（委员会办公室的职务须由办公室的人代理）",
            "who stands in must work in the same unit (for a post of the office, in the office)";
        /// The same is lent to the same person on some of these days.
        Already = "already", "此人在此期间已代理该职务，请先结束原来的代理或另选日期",
            "the same person stands in with this on some of these days already: end that first, or take other days";
        /// The same is lent to somebody else on some of these days.
        AnotherStandsIn = "another_stands_in", "该职务在此期间已由他人代理，请先结束那一项代理或另选日期",
            "somebody else stands in with this on some of these days: end that first, or take other days";
        /// What is lent would come back to who lends it.
        Circle = "circle", "代理成环：所委托的职务会转回委托人", "what is lent would come back to who lends it";
        /// Begins after it ends, or before today, or lasts too long.
        Period = "period", "期限不对：不能早于今天，止日不能早于起日，最长一年",
            "the period is wrong: not before today, the last day not before the first, and at most one year";
    }
}

impl Role {
    /// Whether a post with this role can be lent. A rating is a member's own, an audit is one's own look, and an
    /// administrator names another administrator.
    #[must_use]
    pub const fn can_be_lent(self) -> bool {
        !matches!(self, Self::Proposer | Self::Auditor | Self::Admin)
    }
}

/// Whether somebody who is `own` may stand in with `post`: nobody gets a look into a unit that is not theirs, and no unit
/// gets the office's power over ratings.
fn same_house(post: &Post, own: &[Post], org: &Org) -> bool {
    own.iter().any(|mine| match (&post.place, &mine.place) {
        (Some(lent), Some(mine)) => org.root_of(lent) == org.root_of(mine),
        (None, None) => mine.role.can_be_lent(),
        _ => false,
    })
}

/// Whether somebody who is `own` has any post that can be lent.
///
/// # Errors
/// Why nobody can stand in for them.
pub fn can_lend(own: &[Post]) -> Result<(), DelegationFault> {
    match own.iter().any(|post| post.role.can_be_lent()) {
        true => Ok(()),
        false => Err(DelegationFault::StaysWithPerson),
    }
}

/// Whether somebody who is `own` can be lent any of these posts: of a unit within it, of the office within that.
#[must_use]
pub fn may_receive<'a>(lent: impl IntoIterator<Item = &'a Post>, own: &[Post], org: &Org) -> bool {
    let mut lent = lent.into_iter().filter(|post| post.role.can_be_lent());
    lent.any(|post| same_house(post, own, org))
}

/// Whether `who`, who is `own`, may end a delegation between these two before its last day: either of them, and an
/// administrator.
#[must_use]
pub fn may_end(giver: &PersonId, taker: &PersonId, who: &PersonId, own: &[Post]) -> bool {
    who == giver || who == taker || own.iter().any(|post| post.role.administers())
}

/// What is asked for when a post is lent.
#[derive(Clone, Copy, Debug)]
pub struct Lending<'a> {
    /// What the giver is without any delegation.
    pub giver: &'a [Post],
    /// What the taker is without any delegation.
    pub taker: &'a [Post],
    /// The post; none for all.
    pub post: Option<&'a Post>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// Whether a post may be lent so, as far as posts and days go.
///
/// # Errors
/// The first rule that does not hold.
pub fn check_lending(lending: &Lending<'_>, today: Date, org: &Org) -> Result<(), DelegationFault> {
    let Lending {
        giver,
        taker,
        post,
        from,
        until,
    } = *lending;
    let lent: Vec<&Post> = match post {
        Some(post) if !post.role.can_be_lent() => return Err(DelegationFault::StaysWithPerson),
        Some(post) if !giver.contains(post) => return Err(DelegationFault::NotHeld),
        Some(post) => vec![post],
        None => giver
            .iter()
            .filter(|post| post.role.can_be_lent())
            .collect(),
    };
    can_lend(giver)?;
    if !may_receive(lent, taker, org) {
        return Err(DelegationFault::Elsewhere);
    }
    if from < today || until < from || from.days_until(until) > 366 {
        return Err(DelegationFault::Period);
    }
    Ok(())
}

/// For whom `taker`, who is `own` without any delegation, stands in, each giver once for each chain of the shortest
/// length, the nearest first. Chains
/// resolve: where A lends to B and B to C, C stands in for both. `in_force` holds every delegation of the moment.
#[must_use]
pub fn stand_ins(
    taker: &PersonId,
    own: &[Post],
    in_force: &[Delegation],
    org: &Org,
) -> Vec<StandIn> {
    let mut found: Vec<StandIn> = vec![];
    // Who holds what has come this far: the person, what the links so far let through, who passed it on, the last day.
    let mut reached = vec![(
        taker.clone(),
        None::<Vec<Post>>,
        Vec::<String>::new(),
        None::<Date>,
    )];
    let mut seen = vec![taker.clone()];
    while !reached.is_empty() {
        let mut further = vec![];
        for (holder, limit, through, until) in &reached {
            for link in in_force.iter().filter(|link| link.taker == *holder) {
                if seen.contains(&link.giver) {
                    continue;
                }
                let passes = |post: &Post| {
                    post.role.can_be_lent()
                        && link.post.as_ref().is_none_or(|only| only == post)
                        && limit.as_ref().is_none_or(|limit| limit.contains(post))
                };
                let until = until.map_or(link.until, |before| before.min(link.until));
                let posts: Vec<Post> = link
                    .posts
                    .iter()
                    .filter(|post| passes(post) && same_house(post, own, org))
                    .cloned()
                    .collect();
                // Each link of a chain can only narrow what is passed on.
                let limit = match (&link.post, limit) {
                    (Some(only), Some(limit)) if !limit.contains(only) => continue,
                    (Some(only), _) => Some(vec![only.clone()]),
                    (None, limit) => limit.clone(),
                };
                let mut beyond = vec![link.name.clone()];
                beyond.extend(through.iter().cloned());
                further.push((link.giver.clone(), limit, beyond, Some(until)));
                let known =
                    |known: &&mut StandIn| known.person == link.giver && known.through == *through;
                match found.iter_mut().find(known) {
                    // Two links from one giver, each with its own post.
                    Some(known) => {
                        for post in posts {
                            if !known.posts.contains(&post) {
                                known.posts.push(post);
                            }
                        }
                        known.until = known.until.min(until);
                    }
                    None if !posts.is_empty() => found.push(StandIn {
                        person: link.giver.clone(),
                        name: link.name.clone(),
                        posts,
                        through: through.clone(),
                        until,
                    }),
                    None => {}
                }
            }
        }
        seen.extend(further.iter().map(|(person, ..)| person.clone()));
        reached = further;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Unit;

    fn unit(code: &str, parent: Option<&str>) -> Unit {
        Unit {
            code: code.into(),
            name: code.into(),
            kind: String::new(),
            parent: parent.map(Into::into),
            aliases: vec![],
            former: vec![],
            duties: String::new(),
            phone: String::new(),
            retired: false,
        }
    }

    fn org() -> Org {
        Org::new([unit("A", None), unit("A1", Some("A")), unit("B", None)])
    }

    fn lends(giver: &str, posts: &[Post], taker: &str, post: Option<Post>) -> Delegation {
        Delegation {
            giver: giver.into(),
            name: giver.to_uppercase(),
            posts: posts.to_vec(),
            taker: taker.into(),
            post,
            until: "2023-05-01".parse().unwrap(),
        }
    }

    fn head() -> Post {
        Post::at(Role::UnitHead, "A")
    }

    fn liaison() -> Post {
        Post::at(Role::Liaison, "A")
    }

    fn handler() -> Post {
        Post::at(Role::Handler, "A1")
    }

    #[test]
    fn a_chain_resolves_to_its_beginning_and_names_who_passed_it_on() {
        let in_force = [
            lends("a", &[head()], "b", None),
            lends("b", &[liaison()], "c", None),
        ];
        let found = stand_ins(&"c".into(), &[handler()], &in_force, &org());
        let names: Vec<_> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["B", "A"]);
        assert_eq!(found[1].posts, [head()]);
        assert_eq!(found[1].through, ["B"]);
    }

    #[test]
    fn one_post_that_is_passed_on_is_all_that_reaches_the_end() {
        let in_force = [
            lends("a", &[head(), liaison()], "b", None),
            lends("b", &[handler()], "c", Some(liaison())),
        ];
        let found = stand_ins(&"c".into(), &[handler()], &in_force, &org());
        assert_eq!(found.len(), 1, "b has no such post to lend: {found:?}");
        assert_eq!(found[0].name, "A");
        assert_eq!(found[0].posts, [liaison()]);
    }

    #[test]
    fn a_link_hands_on_nothing_that_was_not_lent_to_it() {
        let in_force = [
            lends("a", &[head()], "b", None),
            lends("b", &[liaison()], "c", Some(head())),
            lends("c", &[handler()], "d", Some(handler())),
        ];
        let found = stand_ins(&"d".into(), &[handler()], &in_force, &org());
        let lent: Vec<_> = found
            .iter()
            .map(|it| (it.name.as_str(), &it.posts[..]))
            .collect();
        assert_eq!(lent, [("C", &[handler()][..])]);
    }

    #[test]
    fn two_chains_to_one_giver_are_two_in_whose_name_is_on_record() {
        let both = [head(), liaison()];
        let in_force = [
            lends("a", &both, "b", Some(head())),
            lends("a", &both, "x", Some(liaison())),
            lends("b", &[], "c", None),
            lends("x", &[], "c", None),
        ];
        let found = stand_ins(&"c".into(), &[handler()], &in_force, &org());
        let chains: Vec<_> = found
            .iter()
            .map(|it| (&it.through[..], &it.posts[..]))
            .collect();
        let (b, x) = (["B".to_owned()], ["X".to_owned()]);
        assert_eq!(
            chains,
            [(&b[..], &[head()][..]), (&x[..], &[liaison()][..])]
        );
    }

    #[test]
    fn a_ring_ends_and_nobody_stands_in_for_themselves() {
        let in_force = [
            lends("a", &[head()], "b", None),
            lends("b", &[liaison()], "c", None),
            lends("c", &[handler()], "a", None),
        ];
        let found = stand_ins(&"a".into(), &[head()], &in_force, &org());
        let names: Vec<_> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["C", "B"]);
    }

    #[test]
    fn nothing_reaches_another_house_and_no_rating_or_office_is_lent_to_a_unit() {
        let office = Post::office(Role::Coordinator);
        let member = Post::office(Role::Proposer);
        for (posts, own) in [
            (vec![head()], vec![Post::at(Role::UnitHead, "B")]),
            (vec![office.clone()], vec![handler()]),
            (vec![head()], vec![office.clone()]),
            (vec![member.clone()], vec![office.clone()]),
            (vec![office.clone()], vec![member]),
        ] {
            let in_force = [lends("a", &posts, "c", None)];
            assert_eq!(stand_ins(&"c".into(), &own, &in_force, &org()), []);
        }
        let in_force = [lends("a", &[office], "c", None)];
        let own = [Post::office(Role::Supervisor)];
        assert_eq!(stand_ins(&"c".into(), &own, &in_force, &org()).len(), 1);
    }

    #[test]
    fn what_is_wrong_with_a_lending_is_named() {
        let today: Date = "2023-04-01".parse().unwrap();
        let check =
            |giver: &[Post], taker: &[Post], post: Option<&Post>, from: &str, until: &str| {
                let lending = Lending {
                    giver,
                    taker,
                    post,
                    from: from.parse().unwrap(),
                    until: until.parse().unwrap(),
                };
                check_lending(&lending, today, &org())
            };
        let (head, handler) = ([head()], [handler()]);
        let member = Post::office(Role::Proposer);
        let of = |post| check(&head, &handler, post, "2023-04-01", "2023-04-30");
        assert_eq!(of(None), Ok(()));
        assert_eq!(of(Some(&head[0])), Ok(()));
        assert_eq!(of(Some(&handler[0])), Err(DelegationFault::NotHeld));
        assert_eq!(of(Some(&member)), Err(DelegationFault::StaysWithPerson));
        let days = |from, until| check(&head, &handler, None, from, until);
        assert_eq!(
            days("2023-03-31", "2023-04-30"),
            Err(DelegationFault::Period)
        );
        assert_eq!(
            days("2023-04-03", "2023-04-02"),
            Err(DelegationFault::Period)
        );
        assert_eq!(
            days("2023-04-03", "2024-06-02"),
            Err(DelegationFault::Period)
        );
        let elsewhere = [Post::at(Role::Handler, "B")];
        let at = check(&head, &elsewhere, None, "2023-04-01", "2023-04-30");
        assert_eq!(at, Err(DelegationFault::Elsewhere));
    }
}
