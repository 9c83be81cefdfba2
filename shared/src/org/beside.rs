//! What a new delegation meets among those there are: the same post lent twice, or a circle.

use super::delegation::DelegationFault;
use super::person::Post;
use crate::calendar::Date;
use crate::ids::PersonId;
use crate::lang::Lang;
use crate::text::Bilingual;

/// A post, or every post, lent for some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lent {
    /// Whose it is.
    pub giver: PersonId,
    /// The name of that person.
    pub giver_name: String,
    /// Who stands in.
    pub taker: PersonId,
    /// The name of that person.
    pub taker_name: String,
    /// Only this post; none for every post that can be lent, also those the giver stands in with.
    pub post: Option<Post>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// Why a delegation cannot be beside those there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash<'a> {
    /// The rule.
    pub fault: DelegationFault,
    /// Those it meets, in their order in a circle.
    pub with: Vec<&'a Lent>,
}

impl Clash<'_> {
    /// In words, with who it is and when.
    #[must_use]
    pub fn text(&self) -> Bilingual {
        let whole = || Bilingual::new(self.fault.say(Lang::Zh), self.fault.say(Lang::En));
        let Some(first) = self.with.first() else {
            return whole();
        };
        let (from, until) = (first.from, first.until);
        let (giver, taker) = (&first.giver_name, &first.taker_name);
        match self.fault {
            DelegationFault::Circle => {
                // The new one leads back to where the others begin.
                let names = self.with.iter().map(|it| it.giver_name.as_str());
                let last = self.with.last().map(|it| it.taker_name.as_str());
                let names: Vec<&str> = names.chain(last).chain([giver.as_str()]).collect();
                let (zh, en) = (names.join("→"), names.join(" -> "));
                Bilingual::new(
                    format!("代理成环：{zh}。请先结束其中一项代理，或另选代理人、日期"),
                    format!(
                        "standing in would go in a circle: {en}. End one of these first, or choose somebody else or other days"
                    ),
                )
            }
            _ => Bilingual::new(
                format!(
                    "{from} 至 {until} 已由{taker}代理{giver}的这一职务：同一职务同时只能由一人代理，请先结束该项代理，或另选日期"
                ),
                format!(
                    "{taker} stands in for {giver} with this from {from} to {until}, and one person does at a time: end that first, or take other days"
                ),
            ),
        }
    }
}

/// Whether a post is lent by both; every post where it is left open.
fn meet<'a>(one: Option<&'a Post>, other: Option<&'a Post>) -> Option<Option<&'a Post>> {
    match (one, other) {
        (None, post) | (post, None) => Some(post),
        (Some(one), Some(other)) => (one == other).then_some(Some(one)),
    }
}

/// The days that both have.
fn days(one: (Date, Date), other: (Date, Date)) -> Option<(Date, Date)> {
    let (from, until) = (one.0.max(other.0), one.1.min(other.1));
    (from <= until).then_some((from, until))
}

/// Longest circle looked for: a post that goes through so many hands is found out on its way.
const LONGEST: usize = 8;

/// Whether a delegation can be beside those that are not ended. On any day one person stands in with a post, and nothing
/// that is lent comes back to who lent it.
///
/// # Errors
/// The rule that does not hold, with what it meets.
pub fn check_beside<'a>(new: &Lent, others: &'a [Lent]) -> Result<(), Clash<'a>> {
    let span = (new.from, new.until);
    let twice = others.iter().find(|other| {
        other.giver == new.giver
            && days(span, (other.from, other.until)).is_some()
            && meet(new.post.as_ref(), other.post.as_ref()).is_some()
            // More of it to the same person does no harm.
            && (other.taker != new.taker || other.post == new.post)
    });
    if let Some(other) = twice {
        return Err(Clash {
            fault: match other.taker == new.taker {
                true => DelegationFault::Already,
                false => DelegationFault::AnotherStandsIn,
            },
            with: vec![other],
        });
    }
    let mut way = vec![];
    let found = leads_back(&new.taker, new, span, new.post.as_ref(), others, &mut way);
    match found {
        true => Err(Clash {
            fault: DelegationFault::Circle,
            with: way,
        }),
        false => Ok(()),
    }
}

/// Whether what `holder` gets of `new` is lent on until it comes to who lent it.
fn leads_back<'a>(
    holder: &PersonId,
    new: &Lent,
    span: (Date, Date),
    post: Option<&Post>,
    others: &'a [Lent],
    way: &mut Vec<&'a Lent>,
) -> bool {
    if way.len() >= LONGEST {
        return false;
    }
    for link in others.iter().filter(|link| link.giver == *holder) {
        let known = way.iter().any(|before| before.giver == link.giver);
        let on = days(span, (link.from, link.until));
        let (Some(span), Some(post), false) = (on, meet(post, link.post.as_ref()), known) else {
            continue;
        };
        way.push(link);
        if link.taker == new.giver || leads_back(&link.taker, new, span, post, others, way) {
            return true;
        }
        way.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Role;

    fn lent(giver: &str, taker: &str, post: Option<Role>, days: (&str, &str)) -> Lent {
        Lent {
            giver: giver.into(),
            giver_name: giver.to_uppercase(),
            taker: taker.into(),
            taker_name: taker.to_uppercase(),
            post: post.map(|role| Post::at(role, "A")),
            from: days.0.parse().unwrap(),
            until: days.1.parse().unwrap(),
        }
    }

    const APRIL: (&str, &str) = ("2023-04-01", "2023-04-30");
    const MAY: (&str, &str) = ("2023-05-01", "2023-05-31");
    const HEAD: Option<Role> = Some(Role::UnitHead);
    const HANDLER: Option<Role> = Some(Role::Handler);

    fn fault(new: &Lent, others: &[Lent]) -> Option<DelegationFault> {
        check_beside(new, others).err().map(|clash| clash.fault)
    }

    #[test]
    fn one_person_stands_in_with_a_post_at_a_time() {
        use DelegationFault::{Already, AnotherStandsIn};
        let there = [lent("a", "b", HEAD, APRIL)];
        for (new, expected) in [
            (lent("a", "c", HEAD, APRIL), Some(AnotherStandsIn)),
            (lent("a", "c", None, APRIL), Some(AnotherStandsIn)),
            (
                lent("a", "b", HEAD, ("2023-04-30", "2023-05-02")),
                Some(Already),
            ),
            // Another post, other days, somebody else's, or more of it to the same person.
            (lent("a", "c", HANDLER, APRIL), None),
            (lent("a", "c", HEAD, MAY), None),
            (lent("d", "b", HEAD, APRIL), None),
            (lent("a", "b", None, APRIL), None),
        ] {
            assert_eq!(fault(&new, &there), expected, "{new:?}");
        }
        let all = [lent("a", "b", None, APRIL)];
        assert_eq!(
            fault(&lent("a", "c", HEAD, APRIL), &all),
            Some(AnotherStandsIn)
        );
        let clash = lent("a", "c", HEAD, APRIL);
        let text = check_beside(&clash, &all).unwrap_err().text();
        assert!(
            text.zh.starts_with("2023-04-01 至 2023-04-30 已由B代理A"),
            "{}",
            text.zh
        );
        assert!(text.en.starts_with("B stands in for A"), "{}", text.en);
    }

    #[test]
    fn nothing_that_is_lent_comes_back() {
        let circle = Some(DelegationFault::Circle);
        let there = [lent("a", "b", None, APRIL), lent("b", "c", HEAD, APRIL)];
        for (new, expected) in [
            (lent("b", "a", None, APRIL), circle),
            (lent("b", "a", HANDLER, APRIL), circle),
            (lent("c", "a", None, APRIL), circle),
            (lent("c", "a", HEAD, APRIL), circle),
            // What comes to c is the head's; other days; and on to somebody new.
            (lent("c", "a", HANDLER, APRIL), None),
            (lent("c", "a", None, MAY), None),
            (lent("c", "d", None, APRIL), None),
        ] {
            let others = match new.giver.as_str() {
                "b" => &there[..1],
                _ => &there[..],
            };
            assert_eq!(fault(&new, others), expected, "{new:?}");
        }
        // Two deputies of one another, each with a post of their own.
        let own = [lent("a", "b", HEAD, APRIL)];
        assert_eq!(fault(&lent("b", "a", HANDLER, APRIL), &own), None);
        // The days that all of it has in common count.
        let apart = [lent("a", "b", None, APRIL), lent("b", "c", None, MAY)];
        let both = lent("c", "a", None, ("2023-04-01", "2023-05-31"));
        assert_eq!(fault(&both, &apart), None);
        let new = lent("c", "a", None, APRIL);
        let text = check_beside(&new, &there).unwrap_err().text();
        assert!(text.zh.contains("A→B→C→A"), "{}", text.zh);
        // A ring that is there already is no reason to look for ever.
        let ring = [lent("x", "y", None, APRIL), lent("y", "x", None, APRIL)];
        assert_eq!(fault(&lent("z", "x", None, APRIL), &ring), None);
    }
}
