//! `figures --from`: the figures of a table, by the same count as the server's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use banli_shared::api::figures::{FigureGroup, FigureQuery, FigureReport};
use banli_shared::both;
use banli_shared::figures::table::{
    self, About, CellFault, FactTable, FieldMap, NotTold, Place, Repeat, Sheet, TableFault,
};
use banli_shared::figures::{Dimension, FigureName, count};
use banli_shared::lang::Lang;
use banli_shared::lists::{HiddenPart, HiddenParts, in_sheet};
use banli_shared::profile::{FigureRules, Profile};
use banli_shared::text::{Bilingual, clean, truncate};
use serde_json::json;

use super::super::files::never_over;
use super::super::{Ctx, Failed, table_file};
use super::{FiguresArgs, as_json, draw, of_parts, show};
use crate::output;

/// Repeated rows that are told one by one.
const REPEATS: usize = 20;

pub(super) fn table(
    ctx: &Ctx,
    path: &Path,
    query: &FigureQuery,
    args: &FiguresArgs,
) -> Result<(), Failed> {
    let rules = FigureRules {
        rounding: args.rounding,
        decimals: args.decimals,
    };
    let chosen = args.figure.as_slice();
    if let Some(svg) = &args.svg {
        never_over(svg, path)?;
    }
    let options = table_file::Options {
        sheet: args.sheet.as_deref(),
        hidden: args.hidden.unwrap_or(HiddenParts::Read),
    };
    let file = table_file::read(path, options).map_err(Failed::of)?;
    let map = args.map.as_deref().map(FieldMap::parse).transpose();
    let map = map.map_err(|fault| Failed::new(fault.say(ctx.lang)))?;
    let rows = Rows {
        lang: ctx.lang,
        are_items: file.are_items,
    };
    let read = table::read(&file.sheets, &map.unwrap_or_default()).map_err(|fault| {
        let said = say_fault(rows, &fault, &file.sheets);
        let path = clean(&path.display().to_string()).into_owned();
        Failed::new(ctx.lang.label(&path, &said))
    })?;
    let failed = |not: NotTold| {
        let (file, Bilingual { zh, en }) =
            (clean(&path.display().to_string()).into_owned(), not.say());
        Failed::of(both!("{file}：{zh}", "{file}: {en}"))
    };
    let wanted = query.wanted().into_iter();
    let wanted = wanted.map(|(of, asked)| Ok((of, read.value(of, &asked)?)));
    let wanted: Vec<(Dimension, String)> = wanted.collect::<Result<_, _>>().map_err(failed)?;
    let told = read.told(query.by).map_err(failed)?;
    let lacking: Vec<FigureName> = chosen
        .iter()
        .copied()
        .filter(|it| !told.contains(it))
        .collect();
    let told = shown(told, chosen, query.by);
    if told.is_empty() {
        return Err(Failed::of(not_told(&lacking)));
    }
    let level = read.level(query.level());
    let counted = count(&read.facts, &wanted, query.by, level);
    let groups = counted.groups.iter().map(|(value, sums)| {
        let key = query.by.map(|by| (by, value.clone()));
        let name = key.and_then(|key| read.names.get(&key)).unwrap_or(value);
        FigureGroup {
            value: value.clone(),
            name: name.clone(),
            unit: None,
            figures: sums.figures(&rules),
        }
    });
    let mut report = FigureReport {
        session: query.session.clone(),
        figures: counted.whole.figures(&rules),
        by: query.by,
        groups: groups.collect(),
    };
    let groups = report.groups.iter_mut().map(|group| &mut group.figures);
    for figures in groups.chain([&mut report.figures]) {
        for row in &mut figures.outcomes {
            let name = read.outcome_names.get(&row.kind);
            row.name = name.map(|name| outcome_name(&row.kind, name));
        }
    }
    let outcomes = chosen.is_empty() && read.figures.contains(&FigureName::Converted);
    draw(ctx, &report, (&told, outcomes), args.svg.as_deref())?;
    if ctx.json {
        output::json(&json!({
            "columns": read.columns,
            "as_class": read.as_class,
            "ignored": read.ignored,
            "sheets": read.read,
            "sheets_passed_over": read.passed,
            "hidden": file.hidden,
            "rows": rows.about_as_json(&read),
            "repeats": read.repeats.iter().map(|it| rows.repeat_as_json(it)).collect::<Vec<_>>(),
            "suggestions_by_item": read.suggestions_by_item,
            "told": told,
            "report": as_json(&report, if chosen.is_empty() { &[] } else { &told }),
        }));
        return Ok(());
    }
    show(ctx, query, &report, &told, outcomes);
    if !lacking.is_empty() {
        output::aside(not_told(&lacking).say(ctx.lang));
    }
    let of_quarters = query.quarter.is_some() || query.by == Some(Dimension::Quarter);
    for (about, places) in &read.about {
        let matters = match about {
            About::NoDeadline => told.contains(&FigureName::OnTime),
            _ => of_quarters || !about.is_of_quarters(),
        };
        if matters {
            output::aside(&say_about(rows, *about, places));
        }
    }
    for remark in remarks(rows, &read, &file.hidden, options.hidden) {
        output::aside(&remark);
    }
    Ok(())
}

/// Of what a table tells what is shown: what its columns do not tell is left out rather than shown as nothing.
fn shown(
    told: BTreeSet<FigureName>,
    chosen: &[FigureName],
    by: Option<Dimension>,
) -> Vec<FigureName> {
    let is_chosen = |figure: &FigureName| chosen.is_empty() || chosen.contains(figure);
    let told: Vec<FigureName> = told.into_iter().filter(is_chosen).collect();
    let usual = of_parts(by);
    let mut shown = told.clone();
    shown.retain(|figure| usual.contains(figure));
    match chosen.is_empty() && by.is_some() && !shown.is_empty() {
        true => shown,
        false => told,
    }
}

/// That the table has no columns for these.
fn not_told(figures: &[FigureName]) -> Bilingual {
    let say = |lang: Lang| figures.iter().map(|it| it.say(lang)).collect::<Vec<_>>();
    let (zh, en) = (say(Lang::Zh).join("、"), say(Lang::En).join(", "));
    both!(
        "此表的列不足以得出：{zh}",
        "the columns of this table are not enough for: {en}"
    )
}

/// A type of outcome by the name that the table has for it; where that is the usual one, in both languages.
fn outcome_name(code: &str, name: &str) -> Bilingual {
    let usual = Profile::shenzhen().outcomes.into_iter();
    let mut usual = usual.filter(|it| it.code == code && it.text.zh == name);
    let of_table = || Bilingual {
        zh: name.to_owned(),
        en: name.to_owned(),
    };
    usual.next().map_or_else(of_table, |it| it.text)
}

/// How rows of the file are named.
#[derive(Clone, Copy)]
struct Rows {
    lang: Lang,
    /// They are items of a list, with no row of names before them.
    are_items: bool,
}

impl Rows {
    /// The number that whoever looks into the file counts to.
    fn no(self, place: &Place) -> usize {
        place.row - usize::from(self.are_items)
    }

    fn at(self, place: &Place) -> String {
        let no = self.no(place);
        let row = match (self.lang, self.are_items) {
            (Lang::Zh, false) => format!("第 {no} 行"),
            (Lang::Zh, true) => format!("第 {no} 项"),
            (Lang::En, false) => format!("row {no}"),
            (Lang::En, true) => format!("item {no}"),
        };
        clean(&in_sheet(place.sheet.as_deref(), &row, self.lang)).into_owned()
    }

    fn as_json(self, place: &Place) -> serde_json::Value {
        match self.are_items {
            true => json!({ "item": self.no(place) }),
            false => json!({ "sheet": place.sheet, "row": place.row }),
        }
    }

    /// The rows that something is to be said about, by what it is.
    fn about_as_json(self, read: &FactTable) -> serde_json::Value {
        let rows = read.about.iter().map(|(about, places)| {
            let places: Vec<_> = places.iter().map(|it| self.as_json(it)).collect();
            (about.code().to_owned(), json!(places))
        });
        serde_json::Value::Object(rows.collect())
    }

    fn repeat_as_json(self, repeat: &Repeat) -> serde_json::Value {
        json!({
            "number": repeat.number,
            "unit": repeat.unit,
            "first": self.as_json(&repeat.first),
            "again": repeat.again.iter().map(|it| self.as_json(it)).collect::<Vec<_>>(),
            "counted": repeat.counted,
        })
    }
}

/// What of the file is not as it might be taken for.
fn remarks(
    rows: Rows,
    read: &FactTable,
    hidden: &[HiddenPart],
    choice: HiddenParts,
) -> Vec<String> {
    let lang = rows.lang;
    let comma = lang.pick("、", ", ");
    let list = |texts: &[String]| {
        let texts: Vec<_> = texts.iter().map(|text| clean(text)).collect();
        texts.join(comma)
    };
    let mut said = vec![];
    if read.read.len() > 1 {
        let sheets = lang.pick("合并统计的工作表：", "sheets counted together:");
        said.push(format!("{sheets} {}", list(&read.read)));
    }
    if !read.passed.is_empty() {
        let sheets = lang.pick(
            "没有可统计的列、未计的工作表：",
            "sheets without columns to count from, left out:",
        );
        said.push(format!("{sheets} {}", list(&read.passed)));
    }
    if !hidden.is_empty() {
        let done = match choice {
            HiddenParts::Read => lang.pick(
                "隐藏的内容（已照常统计，可用 --hidden skip 略去）：",
                "hidden, and counted (leave it out with --hidden skip):",
            ),
            HiddenParts::Skip => lang.pick("隐藏的内容（已略去）：", "hidden, and left out:"),
        };
        let parts: Vec<String> = hidden.iter().map(|it| it.say(lang)).collect();
        said.push(format!("{done} {}", parts.join(lang.pick("；", "; "))));
    }
    let repeats = read.repeats.iter().take(REPEATS);
    said.extend(repeats.map(|repeat| say_repeat(rows, repeat)));
    let more = read.repeats.len().saturating_sub(REPEATS);
    if more > 0 {
        said.push(match lang {
            Lang::Zh => format!("另有 {more} 处重复（--json 列出全部）"),
            Lang::En => format!("{more} more such repeats (--json lists them all)"),
        });
    }
    if read.suggestions_by_item {
        said.push(
            lang.pick(
                "此表不分列每条建议，采纳率（按建议）按答复件计：多个单位答复同一提案时，同一建议会计多次（本系统导出的“逐条答复”列可免此误差）",
                "this table does not tell suggestions apart, so those adopted are counted by reply item: where several units answer one proposal a suggestion counts several times (the column `answers` of our own export avoids that)",
            )
            .to_owned(),
        );
    }
    for column in &read.as_class {
        let column = clean(column);
        said.push(match lang {
            Lang::Zh => format!(
                "“{column}”列只有 A、B、C、D，按办理类别统计（如是提案类别，请加 --map {column}=category）"
            ),
            Lang::En => format!(
                "the column {column} holds nothing but A, B, C or D and is counted as the class (where it is the subject, say --map {column}=category)"
            ),
        });
    }
    if !read.ignored.is_empty() {
        let ignored = lang.pick("未用的列", "columns not used");
        said.push(lang.label(ignored, &list(&read.ignored)));
    }
    said
}

/// What it is, how many rows, and which.
fn say_about(rows: Rows, about: About, places: &[Place]) -> String {
    let (lang, many) = (rows.lang, places.len());
    let mut said: Vec<String> = places.iter().take(REPEATS).map(|it| rows.at(it)).collect();
    if many > REPEATS {
        let more = many - REPEATS;
        said.push(match lang {
            Lang::Zh => format!("另 {more} 行（--json 列出全部）"),
            Lang::En => format!("{more} more (--json lists them all)"),
        });
    }
    let said = said.join(lang.pick("、", ", "));
    let what = about.say(lang);
    let what = match lang {
        Lang::Zh => format!("{what}（{many} 行）"),
        Lang::En => format!("{what} ({many})"),
    };
    lang.label(&what, &said)
}

fn say_repeat(rows: Rows, repeat: &Repeat) -> String {
    let lang = rows.lang;
    let again: Vec<String> = repeat.again.iter().map(|it| rows.at(it)).collect();
    let (first, again) = (rows.at(&repeat.first), again.join(lang.pick("、", ", ")));
    let mut what = clean(&repeat.number).into_owned();
    if !repeat.unit.is_empty() {
        what.push_str(lang.pick("，", ", "));
        what.push_str(&clean(&repeat.unit));
    }
    match (lang, repeat.counted) {
        (Lang::Zh, false) => format!("提案号重复（{what}）：{again}未计，只计{first}"),
        (Lang::Zh, true) => {
            format!("提案号重复（{what}）：{first}、{again}没有承办单位，各计一件答复件，请核对")
        }
        (Lang::En, false) => {
            format!("the same number again ({what}): {again} not counted, only {first}")
        }
        (Lang::En, true) => format!(
            "the same number again ({what}): {first}, {again} name no unit and count as a reply item each; check them"
        ),
    }
}

fn say_fault(rows: Rows, fault: &TableFault, sheets: &[Sheet]) -> String {
    let lang = rows.lang;
    match fault {
        TableFault::NoHeader => {
            let first = sheets
                .iter()
                .flat_map(|sheet| &sheet.rows)
                .find(|row| row.iter().any(|it| !it.trim().is_empty()));
            let first = first.map_or_else(String::new, |row| row.join(" | "));
            let first = truncate(&clean(&first), 60);
            both!(
                "前 20 行中没有列名（至少两个，如：提案号、主办单位、办理类别、答复日期、满意度；别的列名可用 --map 说明）；第一行是“{first}”",
                "none of the first 20 rows names columns to count from (two at least, such as number, unit, class, \
                 issued_on, final_rating; say others with --map); the first row reads `{first}`"
            )
            .say(lang)
            .to_owned()
        }
        TableFault::Map(fault) => fault.say(lang),
        TableFault::Cells(faults, more) => {
            let line = |fault: &CellFault| {
                let (column, cell) = (clean(&fault.column), clean(&fault.cell));
                let row = rows.at(&fault.at);
                match lang {
                    Lang::Zh => format!("{row}“{column}”列无法识别：{cell}"),
                    Lang::En => format!("{row}, {column}: cannot read `{cell}`"),
                }
            };
            let mut lines: Vec<String> = faults.iter().map(line).collect();
            if *more > 0 {
                lines.push(match lang {
                    Lang::Zh => format!("另有 {more} 处"),
                    Lang::En => format!("{more} more such cells"),
                });
            }
            // Once a column, what it would be read as.
            let taken = faults.iter().map(|fault| (&fault.column, &fault.accepted));
            for (column, accepted) in taken.collect::<BTreeMap<_, _>>() {
                let (column, accepted) = (clean(column), accepted.say(lang));
                lines.push(match lang {
                    Lang::Zh => format!("“{column}”列可填：{accepted}"),
                    Lang::En => format!("{column} takes: {accepted}"),
                });
            }
            lines.join("\n")
        }
    }
}
