//! Units as people read them: by name, with the code beside it where that is what is typed next.

use banli_shared::api::units::ListUnits;
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::org::{Named, Org, Unit, UnitNames};
use banli_shared::text::{Bilingual, clean, search_key};
use banli_shared::workflow::Command;

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

/// The unit that is called so, of all that there are.
pub(super) async fn one(ctx: &Ctx, called: &str) -> Result<Unit, Failed> {
    let org = known(ctx).await?;
    let units: Vec<Unit> = org.iter().cloned().collect();
    let code = meant(&units, called).map_err(|why| Failed::usage(why.say(ctx.lang)))?;
    let found = units.into_iter().find(|unit| unit.code == code);
    found.ok_or_else(|| {
        let called = clean(called);
        Failed::of(both!(
            "没有代码或名称为 {called} 的单位；banli unit list 列出全部单位",
            "no unit has the code or name {called}; banli unit list shows them all"
        ))
    })
}

/// The codes of the units that a command names, by whatever they are called.
pub(super) async fn put_codes(ctx: &Ctx, command: &mut Command) -> Result<(), Failed> {
    let named = command.units();
    if named.iter().all(|unit| is_code(unit.as_str())) {
        return Ok(());
    }
    let units = ctx
        .client
        .call::<ListUnits>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(units) = units.map_err(|failure| ctx.failed(&failure))?;
    for unit in named {
        *unit =
            meant(&units.items, unit.as_str()).map_err(|why| Failed::usage(why.say(ctx.lang)))?;
    }
    Ok(())
}

/// What can only be a code needs no looking up.
fn is_code(typed: &str) -> bool {
    let of_codes = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    typed.chars().all(of_codes)
}

/// The unit or department that is called so: by its code, else by a name; a department also behind the name of its unit.
///
/// # Errors
/// Several are called so, or none is and some are called alike.
fn meant(units: &[Unit], called: &str) -> Result<UnitCode, Bilingual> {
    let typed = UnitCode::typed(called);
    let by_code = |it: &&Unit| it.code.0.eq_ignore_ascii_case(typed.as_str());
    if let Some(unit) = units.iter().find(by_code) {
        return Ok(unit.code.clone());
    }
    let names = UnitNames::new(units);
    match names.find(called, None) {
        Named::Unit(code) | Named::Former(code, _) => return Ok(code),
        Named::Ambiguous(_) | Named::Unknown(_) => {}
    }
    let org = Org::new(units.iter().cloned());
    let key = |name: &str| search_key(name).replace(' ', "");
    let wanted = key(called);
    let found = units.iter().filter(|unit| !unit.retired).filter(|unit| {
        let own = unit
            .aliases
            .iter()
            .chain([&unit.name])
            .any(|name| key(name) == wanted);
        own || key(&full_name(Lang::Zh, &org, &unit.code)) == wanted
    });
    let found: Vec<&UnitCode> = found.map(|unit| &unit.code).collect();
    let list = |lang: Lang| {
        let each = found.iter().map(|code| with_code(lang, &org, code));
        each.collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    match (found.as_slice(), names.find(called, None)) {
        ([one], _) => Ok((*one).clone()),
        ([], Named::Unknown(like)) if like.is_empty() => Ok(typed),
        ([], Named::Unknown(like)) => {
            let (zh, en) = (like.join("、"), like.join(", "));
            Err(both!(
                "没有叫“{called}”的单位；是否为 {zh}？",
                "no unit is called `{called}`; perhaps {en}?"
            ))
        }
        ([], _) => Ok(typed),
        _ => {
            let (zh, en) = (list(Lang::Zh), list(Lang::En));
            Err(both!(
                "叫“{called}”的不止一个，请写代码：{zh}",
                "several are called `{called}`, give the code: {en}"
            ))
        }
    }
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

    #[test]
    fn a_unit_is_found_by_code_or_by_name_and_a_department_with_its_unit() {
        let mut education = unit("B03", "市教育局", None);
        education.aliases = vec!["教育局".to_owned()];
        let units = [
            education,
            unit("B04", "市科技局", None),
            unit("B03-1", "办公室", Some("B03")),
            unit("B03-2", "基础教育处", Some("B03")),
            unit("B04-1", "办公室", Some("B04")),
        ];
        for (called, code) in [
            ("B03", "B03"),
            ("ｂ０３", "B03"),
            ("市教育局", "B03"),
            ("教育局", "B03"),
            ("基础教育处", "B03-2"),
            ("市科技局办公室", "B04-1"),
            // The server says that there is none.
            ("x9", "x9"),
        ] {
            assert_eq!(meant(&units, called), Ok(code.into()), "{called}");
        }
        let several = meant(&units, "办公室").unwrap_err();
        assert!(
            several.en.contains("B03-1") && several.en.contains("B04-1"),
            "{several:?}"
        );
        let like = meant(&units, "市教育厅").unwrap_err();
        assert!(like.zh.contains("市教育局"), "{like:?}");
        assert!(is_code("B03-1") && !is_code("b03") && !is_code("教育局"));
    }

    #[test]
    fn a_department_is_told_with_its_unit_and_an_unknown_one_by_its_code() {
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
