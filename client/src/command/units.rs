//! Units as people read them: by name, with the code beside it where that is what is typed next.

use banli_shared::api::units::ListUnits;
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::org::Org;

use super::{Ctx, Failed};
use crate::api::Client;

/// Every unit and department.
pub(super) async fn known(ctx: &Ctx) -> Result<Org, Failed> {
    known_to(ctx, &ctx.client).await
}

/// As [`known`], asked for by `client`: who has just logged in is not yet who `ctx` speaks for.
pub(super) async fn known_to(ctx: &Ctx, client: &Client) -> Result<Org, Failed> {
    let units = client.call::<ListUnits>(&(), &NoQuery {}, &Nothing).await;
    let Json(units) = units.map_err(|failure| ctx.failed(&failure))?;
    Ok(Org::new(units.items))
}

/// The name of a unit; of a department after that of its unit.
pub(super) fn full_name(lang: Lang, org: &Org, code: &UnitCode) -> String {
    let (unit, name) = (org.root_of(code), org.name(code));
    // Some are called after their unit: 市教育局基础教育处.
    match unit == code || name.starts_with(org.name(unit)) {
        true => name.to_owned(),
        false => format!("{}{}{name}", org.name(unit), lang.pick("", " ")),
    }
}

/// The name, and the code where it is another text.
pub(super) fn with_code(lang: Lang, org: &Org, code: &UnitCode) -> String {
    let name = full_name(lang, org, code);
    match name == code.0 {
        true => name,
        false => lang.bracket(&name, code.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_is_told_with_its_unit_and_an_unknown_one_by_its_code() {
        let unit = |code: &str, name: &str, parent: Option<&str>| banli_shared::org::Unit {
            code: code.into(),
            name: name.to_owned(),
            kind: String::new(),
            parent: parent.map(Into::into),
            aliases: vec![],
            former: vec![],
            duties: String::new(),
            phone: String::new(),
            retired: false,
        };
        let org = Org::new([
            unit("B03", "市教育局", None),
            unit("B03-1", "基础教育处", Some("B03")),
            unit("B03-2", "市教育局综合处", Some("B03")),
        ]);
        let said = |code: &str| with_code(Lang::Zh, &org, &code.into());
        assert_eq!(said("B03"), "市教育局（B03）");
        assert_eq!(said("B03-1"), "市教育局基础教育处（B03-1）");
        assert_eq!(said("B03-2"), "市教育局综合处（B03-2）");
        assert_eq!(said("X9"), "X9");
    }
}
