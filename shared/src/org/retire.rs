//! A unit that is there no more (撤销), or went into another (并入).

use super::{FormerName, Org, Unit, with_former};
use crate::calendar::Date;
use crate::ids::UnitCode;
use crate::words;

/// Most former names of a unit.
const FORMER: usize = 50;

words! {
    /// Why a unit cannot be retired so.
    pub enum RetireFault {
        /// It is retired already.
        Already = "already", "该单位已停用", "the unit is retired already";
        /// Departments have no names of their own to lead anywhere.
        Department = "department", "部门只能停用，不能并入其他单位", "a department is retired, and goes into nothing";
        /// There is no such unit, or it takes no assignments either.
        Successor = "successor", "并入的单位应为在用的单位，不能是部门或该单位自身",
            "what it goes into must be another unit in use, and no department";
        /// More former names than one unit can have.
        TooMany = "too_many", "并入后曾用名超过 50 个，请先去掉一些", "the successor would have more than 50 former names: take some out first";
    }
}

/// The units as they are after `code` is retired with all that lies under it, only those that are others then. What it is
/// or was called is, until the day `on`, a former name of `into`, so that lists and searches find that; its own record keeps
/// its name, and so does what it did.
///
/// # Errors
/// Why not.
pub fn retire(
    org: &Org,
    code: &UnitCode,
    into: Option<&UnitCode>,
    on: Date,
) -> Result<Vec<Unit>, RetireFault> {
    let unit = org.get(code).ok_or(RetireFault::Already)?;
    if unit.retired {
        return Err(RetireFault::Already);
    }
    let under = org.iter().filter(|it| org.is_within(&it.code, code));
    let in_use = under.filter(|it| !it.retired).cloned();
    let mut others: Vec<Unit> = in_use
        .map(|it| Unit {
            retired: true,
            ..it
        })
        .collect();
    let Some(into) = into else {
        return Ok(others);
    };
    if unit.parent.is_some() {
        return Err(RetireFault::Department);
    }
    if into == code || !org.takes_assignments(into) {
        return Err(RetireFault::Successor);
    }
    let mut successor = org.get(into).cloned().ok_or(RetireFault::Successor)?;
    let names = unit.aliases.iter().chain([&unit.name]);
    let names = names.map(|name| FormerName {
        until: on,
        name: name.clone(),
    });
    let own =
        |name: &FormerName| name.name == successor.name || successor.aliases.contains(&name.name);
    let taken: Vec<FormerName> = names
        .chain(unit.former.iter().cloned())
        .filter(|name| !own(name))
        .collect();
    successor.former = with_former(&successor.former, &taken);
    if successor.former.len() > FORMER {
        return Err(RetireFault::TooMany);
    }
    others.push(successor);
    Ok(others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::{Named, UnitNames};

    fn unit(code: &str, name: &str, parent: Option<&str>) -> Unit {
        Unit {
            code: code.into(),
            name: name.to_owned(),
            kind: String::new(),
            parent: parent.map(Into::into),
            aliases: vec![],
            former: vec![],
            duties: String::new(),
            phone: String::new(),
            retired: false,
        }
    }

    fn former(text: &str) -> FormerName {
        FormerName::read(text).unwrap()
    }

    fn org() -> Org {
        let mut planning = unit("B05", "市规划局", None);
        planning.aliases.push("规划局".to_owned());
        planning.former.push(former("市建委（至2009年9月）"));
        Org::new([
            planning,
            unit("B05-1", "办公室", Some("B05")),
            unit("B06", "市自然资源局", None),
            unit("B06-1", "办公室", Some("B06")),
        ])
    }

    fn on() -> Date {
        "2024-03-31".parse().unwrap()
    }

    #[test]
    fn what_a_unit_was_called_leads_to_its_successor_and_its_record_keeps_its_name() {
        let org = org();
        let changed = retire(&org, &"B05".into(), Some(&"B06".into()), on()).unwrap();
        let codes: Vec<_> = changed
            .iter()
            .map(|it| (it.code.as_str(), it.retired))
            .collect();
        assert_eq!(codes, [("B05", true), ("B05-1", true), ("B06", false)]);
        assert_eq!(changed[0].name, "市规划局");
        let after = Org::new(org.iter().cloned().chain(changed));
        let names = UnitNames::new(after.iter());
        for called in ["市规划局", "规划局", "市建委"] {
            let found = names.find(called, None);
            assert!(
                matches!(&found, Named::Former(code, _) if code.as_str() == "B06"),
                "{called}: {found:?}"
            );
        }
        assert!(!after.takes_assignments(&"B05".into()));
        assert_eq!(
            retire(&after, &"B05".into(), None, on()),
            Err(RetireFault::Already)
        );
    }

    #[test]
    fn what_it_goes_into_is_a_unit_in_use() {
        let org = org();
        let into = |code: &str, into: &str| {
            retire(&org, &code.into(), Some(&into.into()), on()).map(|_| ())
        };
        assert_eq!(into("B05", "B05"), Err(RetireFault::Successor));
        assert_eq!(into("B05", "B06-1"), Err(RetireFault::Successor));
        assert_eq!(into("B05", "B99"), Err(RetireFault::Successor));
        assert_eq!(into("B05-1", "B06"), Err(RetireFault::Department));
        let alone = retire(&org, &"B05-1".into(), None, on()).unwrap();
        assert_eq!(alone.len(), 1);
        assert!(alone[0].retired);
    }
}
