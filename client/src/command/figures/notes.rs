//! What is said under figures, where they could be read wrongly.

use banli_shared::api::figures::{FigureQuery, FigureReport};
use banli_shared::figures::{Dimension, FigureName, Figures};
use banli_shared::lang::Lang;

use super::of_parts;

/// The notes under what is shown: of the figures `chosen`, or the usual ones.
pub(super) fn notes(
    lang: Lang,
    query: &FigureQuery,
    report: &FigureReport,
    chosen: &[FigureName],
) -> Vec<String> {
    let mut notes = vec![];
    if query.quarter.is_some() || report.by == Some(Dimension::Quarter) {
        notes.push(
            lang.pick(
                "季度：按提案、建议计的指标（立案率、采纳率）按提交日期归入，按答复件、评价表计的按首次期限；只看一个单位、处室或承办人时，一律按首次期限",
                "quarters: figures of proposals and suggestions (filing, adoption) go by the day of submission, those of reply items and forms by the first deadline; of one unit, department or person all go by the first deadline",
            )
            .to_owned(),
        );
    }
    let differ = differing(report, chosen);
    if !differ.is_empty() {
        let names: Vec<&str> = differ.iter().map(|name| name.say(lang)).collect();
        let what = lang.pick(
            "各项之和不等于合计（几家答复同一提案或建议时，各家各计一次，合计只计一次，建议按最好的答复计）",
            "groups do not add up to all (what several answer counts once for each of them and once in all, a suggestion by its best answer)",
        );
        notes.push(lang.label(what, &names.join(lang.pick("、", ", "))));
    }
    notes
}

/// The figures that are shown whose parts by those who answer do not add up to the whole.
fn differing(report: &FigureReport, chosen: &[FigureName]) -> Vec<FigureName> {
    let by = report.by;
    if !by.is_some_and(|by| {
        matches!(
            by,
            Dimension::Unit | Dimension::Department | Dimension::Handler
        )
    }) {
        return vec![];
    }
    let shown = match chosen.is_empty() {
        true => of_parts(by),
        false => chosen,
    };
    let numbers = |figures: &Figures, name| {
        let rate = figures.rate(name);
        rate.map_or((0, 0), |rate| (rate.numerator, rate.denominator))
    };
    let differs = |name: &FigureName| {
        let parts = report.groups.iter().map(|it| numbers(&it.figures, *name));
        let sum = parts.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        sum != numbers(&report.figures, *name)
    };
    shown.iter().copied().filter(differs).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use banli_shared::api::figures::FigureGroup;
    use banli_shared::figures::table::{FieldMap, Sheet, read};
    use banli_shared::figures::{Level, count};
    use banli_shared::profile::Profile;

    use super::*;

    pub(in super::super) fn report(text: &str, by: Dimension) -> FigureReport {
        let cells = |line: &str| line.split(',').map(|it| it.trim().to_owned()).collect();
        let rows = text.lines().map(cells).collect();
        let sheet = Sheet {
            rows,
            ..Sheet::default()
        };
        let table = read(&[sheet], &FieldMap::default()).unwrap();
        let counted = count(&table.facts, &[], Some(by), Level::Whole);
        let rules = Profile::shenzhen().figures;
        let groups = counted.groups.iter().map(|(value, sums)| FigureGroup {
            value: value.clone(),
            name: value.clone(),
            unit: None,
            figures: sums.figures(&rules),
        });
        FigureReport {
            session: None,
            figures: counted.whole.figures(&rules),
            by: Some(by),
            groups: groups.collect(),
        }
    }

    #[test]
    fn groups_that_do_not_add_up_are_named_and_those_that_do_are_not() {
        let shared = "提案号,承办单位,答复日期,办理类别,采纳情况
            1,甲局,2023-05-01,A,采纳
            1,乙局,2023-05-01,A,采纳";
        let chosen = [FigureName::Completion, FigureName::Adoption];
        let query = FigureQuery::default();
        let shared = report(shared, Dimension::Unit);
        let said = notes(Lang::Zh, &query, &shared, &chosen);
        assert_eq!(said.len(), 1);
        assert!(said[0].ends_with("采纳率（按提案）"), "{said:?}");
        let alone = "提案号,承办单位,答复日期,办理类别,采纳情况
            1,甲局,2023-05-01,A,采纳
            2,乙局,2023-05-01,A,采纳";
        let alone = report(alone, Dimension::Unit);
        assert!(notes(Lang::En, &query, &alone, &chosen).is_empty());
    }

    #[test]
    fn a_quarter_is_said_to_be_of_two_days() {
        let report = report(
            "提案号,答复日期,办理期限\n1,2023-05-01,2023-06-01",
            Dimension::Quarter,
        );
        let said = notes(Lang::En, &FigureQuery::default(), &report, &[]);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("day of submission"), "{said:?}");
    }
}
