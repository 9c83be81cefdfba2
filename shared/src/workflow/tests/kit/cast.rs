//! Who is there. A code says who somebody is: `a-lia` is the liaison of unit A, `a1-hand` a handler of its
//! department A-1, `c1` the first coordinator.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::ids::UnitCode;
use crate::org::{Actor, Org, Post, Role, Unit};

/// Units A to D with two departments each, E with none, R retired.
pub(crate) static ORG: LazyLock<Org> = LazyLock::new(|| {
    let mut units = vec![];
    for code in ["A", "B", "C", "D", "E", "R"] {
        units.push(unit(code, None, code == "R"));
        if !matches!(code, "E" | "R") {
            units.push(unit(&format!("{code}-1"), Some(code), false));
            units.push(unit(&format!("{code}-2"), Some(code), false));
        }
    }
    units.push(unit("A-9", Some("A"), true));
    Org::new(units)
});

fn unit(code: &str, parent: Option<&str>, retired: bool) -> Unit {
    Unit {
        code: code.into(),
        name: format!("{code}局"),
        kind: String::new(),
        parent: parent.map(UnitCode::from),
        aliases: vec![],
        former: vec![],
        duties: String::new(),
        phone: String::new(),
        retired,
    }
}

/// Everybody, by code.
pub(crate) static CAST: LazyLock<BTreeMap<&'static str, Actor>> = LazyLock::new(|| {
    let mut cast = BTreeMap::new();
    let mut add = |code: &'static str, posts: &[(Role, Option<&str>)]| {
        let posts = posts
            .iter()
            .map(|(role, place)| Post {
                role: *role,
                place: place.map(UnitCode::from),
            })
            .collect();
        cast.insert(code, Actor::new(code.into(), format!("名{code}"), posts));
    };
    let office = |role: Role| [(role, None)];
    add("c1", &office(Role::Coordinator));
    add("c2", &office(Role::Coordinator));
    add("sup", &office(Role::Supervisor));
    add("aud", &office(Role::Auditor));
    add("adm", &office(Role::Admin));
    add("none", &[]);
    for code in ["p1", "p2", "p3", "q", "m", "m2"] {
        add(code, &office(Role::Proposer));
    }
    for (unit, lia, head) in [
        ("A", "a-lia", "a-head"),
        ("B", "b-lia", "b-head"),
        ("C", "c-lia", "c-head"),
        ("D", "d-lia", "d-head"),
        ("E", "e-lia", "e-head"),
    ] {
        add(lia, &[(Role::Liaison, Some(unit))]);
        add(head, &[(Role::UnitHead, Some(unit))]);
    }
    for (department, hand, dh) in [
        ("A-1", "a1-hand", "a1-dh"),
        ("A-2", "a2-hand", "a2-dh"),
        ("B-1", "b1-hand", "b1-dh"),
        ("B-2", "b2-hand", "b2-dh"),
        ("C-1", "c1-hand", "c1-dh"),
        ("D-1", "d1-hand", "d1-dh"),
        ("E", "e-hand", "e-dh"),
    ] {
        add(hand, &[(Role::Handler, Some(department))]);
        add(dh, &[(Role::DepartmentHead, Some(department))]);
    }
    // A second of each in unit A: co-writers, deputies.
    add("a1-hand2", &[(Role::Handler, Some("A-1"))]);
    add("a1-dh2", &[(Role::DepartmentHead, Some("A-1"))]);
    add("a-lia2", &[(Role::Liaison, Some("A"))]);
    add("a-head2", &[(Role::UnitHead, Some("A"))]);
    // Somebody with every post in unit A, and a coordinator with a second post there.
    add(
        "x",
        &[
            (Role::Handler, Some("A-1")),
            (Role::DepartmentHead, Some("A-1")),
            (Role::Liaison, Some("A")),
            (Role::UnitHead, Some("A")),
        ],
    );
    add(
        "ca",
        &[(Role::Coordinator, None), (Role::Liaison, Some("A"))],
    );
    // A member who works in department A-1.
    add(
        "pa",
        &[(Role::Proposer, None), (Role::Handler, Some("A-1"))],
    );
    cast
});

/// The person with this code.
pub(crate) fn actor(code: &str) -> &'static Actor {
    CAST.get(code)
        .unwrap_or_else(|| panic!("nobody is called {code}"))
}
