//! Figures broken down: figure by figure, so that parts stand under each other, in lines of 80 cells.

use banli_shared::api::figures::FigureReport;
use banli_shared::figures::{Dimension, FigureName, Figures, Rate};
use banli_shared::lang::Lang;

use super::{HEADS, OUTCOMES, cells, of_parts};
use crate::output::{self, Column, Table, sentences, whole};

/// Of `HEADS` those that differ from row to row; the others are said once, below.
const NUMBERS: usize = 3;

/// The figures of each part that are chosen, the usual ones where none are, and with `outcomes` those by type; below them
/// what they count and what short names stand for.
pub(super) fn print(
    lang: Lang,
    by: Dimension,
    report: &FigureReport,
    chosen: &[FigureName],
    outcomes: bool,
) {
    let chosen = match chosen.is_empty() {
        true => of_parts(Some(by)),
        false => chosen,
    };
    table(lang, by, report, chosen).print();
    output::line("");
    for line in below(lang, report, chosen) {
        output::prose(&line);
    }
    if outcomes && !report.figures.outcomes.is_empty() {
        output::line("");
        outcomes_by_type(lang, by, report).print();
    }
}

fn table(lang: Lang, by: Dimension, report: &FigureReport, chosen: &[FigureName]) -> Table {
    let first = [whole("指标", "figure"), part(by)];
    let mut table = Table::new(lang, first.into_iter().chain(numbers()));
    for name in chosen {
        for (called, figures) in called(lang, by, report) {
            if let Some(rate) = figures.rate(*name) {
                let first = [short(*name, lang).to_owned(), called];
                let rate = cells(lang, rate).into_iter().take(NUMBERS);
                table.row(first.into_iter().chain(rate));
            }
        }
    }
    table
}

/// The outcomes of each part by type, type by type.
fn outcomes_by_type(lang: Lang, by: Dimension, report: &FigureReport) -> Table {
    let first = [OUTCOMES, part(by)];
    let mut table = Table::new(lang, first.into_iter().chain(numbers()));
    for kind in &report.figures.outcomes {
        for (called, figures) in called(lang, by, report) {
            if let Some(row) = figures.outcomes.iter().find(|row| row.kind == kind.kind) {
                let first = [kind.say(lang).to_owned(), called];
                let rate = cells(lang, &row.share).into_iter().take(NUMBERS);
                table.row(first.into_iter().chain(rate));
            }
        }
    }
    table
}

/// Of whom a row is: names go on in the next line rather than being cut.
const fn part(by: Dimension) -> Column<'static> {
    sentences(by.say(Lang::Zh), by.say(Lang::En))
}

fn numbers() -> impl Iterator<Item = Column<'static>> {
    HEADS.into_iter().take(NUMBERS)
}

/// What the figures count and how they are rounded, and what short names stand for.
fn below(lang: Lang, report: &FigureReport, chosen: &[FigureName]) -> Vec<String> {
    let rates = chosen
        .iter()
        .filter_map(|name| Some((*name, report.figures.rate(*name)?)));
    let rates: Vec<(FigureName, &Rate)> = rates.collect();
    let mut counted: Vec<(&str, Vec<&str>)> = vec![];
    let mut rounded: Vec<&str> = vec![];
    for (name, rate) in &rates {
        let (of, name) = (rate.of.say(lang), short(*name, lang));
        match counted.iter_mut().find(|(other, _)| *other == of) {
            Some((_, names)) => names.push(name),
            None => counted.push((of, vec![name])),
        }
        let rounding = rate.rounding.say(lang);
        if !rounded.contains(&rounding) {
            rounded.push(rounding);
        }
    }
    let comma = lang.pick("、", ", ");
    let counted = counted
        .iter()
        .map(|(of, names)| lang.bracket(of, &names.join(comma)));
    let counted: Vec<String> = counted.collect();
    let counted = lang.label(lang.pick("计量单位", "counted in"), &counted.join(comma));
    let rounded = lang.label(lang.pick("舍入", "rounded"), &rounded.join(comma));
    let mut lines = vec![format!("{counted}{}{rounded}", lang.pick("；", "; "))];
    let shortened = rates
        .iter()
        .map(|(name, _)| (short(*name, lang), name.say(lang)));
    let shortened = shortened.filter(|(short, long)| short != long);
    let shortened: Vec<String> = shortened
        .map(|(short, long)| format!("{short} = {long}"))
        .collect();
    if !shortened.is_empty() {
        lines.push(shortened.join(lang.pick("；", "; ")));
    }
    lines
}

/// Each part as people call it, and all of them.
fn called(
    lang: Lang,
    by: Dimension,
    report: &FigureReport,
) -> impl Iterator<Item = (String, &Figures)> {
    let groups = report.groups.iter().map(move |group| {
        let said = group.say(by, lang);
        let coded = matches!(by, Dimension::Unit | Dimension::Department);
        let called = match coded && group.name != group.value {
            true => format!("{} {said}", group.value),
            false => said,
        };
        (called, &group.figures)
    });
    groups.chain([(lang.pick("合计", "all").to_owned(), &report.figures)])
}

/// A figure as a narrow column calls it.
const fn short(name: FigureName, lang: Lang) -> &'static str {
    use FigureName as F;
    match (lang, name) {
        (Lang::En, F::Completion) => "issued",
        (Lang::En, F::HandedIn) => "handed in",
        (Lang::En, F::FirstSatisfaction) => "sat. first",
        (Lang::En, F::FinalSatisfaction) => "sat. in end",
        (Lang::En, F::VerySatisfied) => "very sat.",
        (Lang::En, F::BasicallySatisfied) => "basically sat.",
        (Lang::En, F::SatisfactionOfAll) => "sat. of all",
        (Lang::En, F::Returned) => "returned",
        (Lang::En, F::Adoption) => "adopted",
        (Lang::En, F::SuggestionsAdopted) => "sugg. adopted",
        (Lang::En, F::PartlyAdopted) => "partly",
        (Lang::En, F::SecondHandling) => "2nd handling",
        (Lang::En, F::Converted) => "outcome",
        (Lang::En, F::PromisesKept) => "kept",
        (Lang::En, F::Raised) => "raised",
        _ => name.say(lang),
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::text::width;

    use super::super::notes::tests::report;
    use super::*;

    #[test]
    fn breakdowns_read_well_at_80_columns_in_both_languages() {
        let list = "number,unit,unit_name,department,department_name,handler,handler_name,class,issued_on,due,final_rating,face_to_face,round
            1,A03,市住房和城乡建设管理局,A03-12,住房保障与物业监督管理处,h1,欧阳吴琪,A,2023-05-01,2023-06-01,满意,是,1
            2,A04,市规划和自然资源管理局,A04-11,国土空间规划与测绘管理处,h2,买买提·吐尔逊,A,2023-05-01,2023-06-01,满意,是,2";
        for by in [
            Dimension::Unit,
            Dimension::Department,
            Dimension::Handler,
            Dimension::Quarter,
        ] {
            let mut report = report(list, by);
            for group in &mut report.groups {
                group.unit = match by {
                    Dimension::Department | Dimension::Handler => Some("市住房和建设局".to_owned()),
                    _ => None,
                };
            }
            for lang in [Lang::Zh, Lang::En] {
                let lines = table(lang, by, &report, of_parts(Some(by))).lines(Some(80));
                let text = lines.join("\n");
                assert!(lines.iter().all(|line| width(line) <= 80), "{text}");
                assert!(!text.contains(".."), "cut: {text}");
                // A head and a row a part, and nothing goes on in a second line but what is longer than any unit is.
                let rows = of_parts(Some(by)).len() * (report.groups.len() + 1) + 1;
                assert_eq!(lines.len(), rows, "{text}");
                assert!(lines[0].starts_with(lang.pick("指标", "figure")), "{text}");
            }
        }
    }

    #[test]
    fn what_is_left_out_of_the_rows_stands_below_them() {
        let list = "提案号,承办单位,答复日期,期限,办理类别,满意度
            1,甲局,2023-05-01,2023-06-01,A,满意";
        let report = report(list, Dimension::Unit);
        let chosen = [
            FigureName::Completion,
            FigureName::OnTime,
            FigureName::FinalSatisfaction,
        ];
        assert_eq!(
            below(Lang::En, &report, &chosen),
            [
                "counted in: reply items (issued, on time), forms (sat. in end); rounded: half up",
                "issued = issued of those owed; sat. in end = satisfied in the end"
            ]
        );
        assert_eq!(
            below(Lang::Zh, &report, &chosen),
            ["计量单位：答复件（办复率、按时办复率）、评价表（最终满意率）；舍入：四舍五入"]
        );
        for name in FigureName::ALL {
            assert!(width(short(*name, Lang::En)) <= 14, "{name}");
        }
    }
}
