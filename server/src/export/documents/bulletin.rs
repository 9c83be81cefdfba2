//! The bulletin (简报): where a session or a unit stands.

use banli_shared::api::figures::Board;
use banli_shared::api::rankings::Ranking;
use banli_shared::api::sessions::Session;
use banli_shared::calendar::Date;
use banli_shared::case::StageName;
use banli_shared::documents::{Each, Facts, Field};
use banli_shared::figures::{Figures, Points, RankOf};
use banli_shared::profile::{FigureRules, Light};

use super::{ZH, said};

/// What it is made from.
pub(crate) struct Stands<'a> {
    pub(crate) session: &'a Session,
    /// The unit it is over; all of them where there is none.
    pub(crate) unit: Option<&'a str>,
    pub(crate) today: Date,
    /// How the figures are rounded.
    pub(crate) rules: FigureRules,
    pub(crate) figures: Figures,
    pub(crate) board: Board,
    pub(crate) ranking: Ranking,
    pub(crate) overdue: Vec<Item>,
    pub(crate) near: Vec<Item>,
}

/// An open assignment.
pub(crate) struct Item {
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) stage: StageName,
    pub(crate) due: Date,
    /// Working days left; below zero when overdue.
    pub(crate) days: i32,
}

pub(crate) fn facts(stands: &Stands<'_>) -> Facts {
    let (figures, board) = (&stands.figures, &stands.board);
    let open: u64 = board.lights.iter().map(|light| light.count).sum();
    let soon = board.lights.iter().filter(|it| it.light != Light::Green);
    let soon: u64 = soon.map(|light| light.count).sum();
    let mut facts = Facts::new();
    for (field, value) in [
        (Field::Session, stands.session.name.clone()),
        (
            Field::UnitName,
            stands.unit.unwrap_or("全部承办单位").to_owned(),
        ),
        (Field::Today, said(stands.today)),
        (Field::Submitted, figures.submitted.to_string()),
        (Field::Owed, figures.due.to_string()),
        (Field::Issued, figures.completion.numerator.to_string()),
        (Field::Open, open.to_string()),
        (Field::OverdueCount, board.overdue.to_string()),
        // Red holds those that are overdue.
        (
            Field::NearCount,
            soon.saturating_sub(board.overdue).to_string(),
        ),
    ] {
        facts.set(field, value);
    }
    for (name, rate) in figures.named() {
        let percent = rate.percent.as_ref();
        facts.add(
            Each::Figure,
            [
                (
                    Field::FigureName,
                    format!("{}（{}）", name.say(ZH), rate.of.say(ZH)),
                ),
                (Field::Numerator, rate.numerator.to_string()),
                (Field::Denominator, rate.denominator.to_string()),
                (
                    Field::Percent,
                    percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent}%")),
                ),
            ],
        );
    }
    for row in &stands.ranking.rows {
        facts.add(
            Each::Rank,
            [
                (Field::Place, row.place.to_string()),
                (Field::RankedName, row.name.clone()),
                (Field::RankedOwed, row.items.to_string()),
                (Field::Points, row.points.to_string()),
            ],
        );
    }
    facts.set(Field::FiguresNote, figures_note(stands.rules));
    if let Some(note) = points_note(&stands.ranking) {
        facts.set(Field::PointsNote, note);
    }
    for (each, items) in [(Each::Overdue, &stands.overdue), (Each::Near, &stands.near)] {
        for item in items {
            let days = match item.days {
                0 if each == Each::Overdue => "不足 1".to_owned(),
                days => days.abs().to_string(),
            };
            facts.add(
                each,
                [
                    (Field::Number, item.number.clone()),
                    (Field::Title, item.title.clone()),
                    (Field::UnitName, item.unit.clone()),
                    (Field::Stage, item.stage.say(ZH).to_owned()),
                    (Field::Due, item.due.to_string()),
                    (Field::Days, days),
                ],
            );
        }
    }
    facts
}

/// How percentages are rounded, and how one out of nothing is written.
fn figures_note(rules: FigureRules) -> String {
    let rounding = rules.rounding.say(ZH);
    let digits = match rules.decimals {
        0 => "保留到整数".to_owned(),
        digits => format!("保留 {digits} 位小数"),
    };
    format!("注：百分比{digits}，尾数处理：{rounding}；分母为零时以“-”表示。")
}

/// How points are rounded, who is not listed, and which weights are only examples; none where there is nothing to say.
fn points_note(ranking: &Ranking) -> Option<String> {
    let mut said = vec![];
    if !ranking.rows.is_empty() {
        said.push(Points::rounding(ZH).to_owned());
    }
    let listed = ranking.rows.len() as u64;
    let more = ranking.total.saturating_sub(listed);
    if more > 0 {
        let counted = match ranking.of {
            RankOf::Units | RankOf::Departments => "个",
            RankOf::Persons => "名",
            RankOf::Proposals => "件",
        };
        let of = ranking.of.say(ZH);
        said.push(format!(
            "只列前 {listed} {counted}{of}，另有 {more} {counted}未列出"
        ));
    }
    if !ranking.examples.is_empty() {
        let examples: Vec<&str> = ranking.examples.iter().map(|it| it.say(ZH)).collect();
        let examples = examples.join("、");
        said.push(format!("以下指标的积分权重为示例，非本地规定：{examples}"));
    }
    (!said.is_empty()).then(|| format!("注：{}。", said.join("；")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use banli_shared::profile::Rounding;

    #[test]
    fn how_figures_are_rounded_is_said_as_the_rules_have_it() {
        for (rounding, decimals, note) in [
            (
                Rounding::HalfUp,
                2,
                "注：百分比保留 2 位小数，尾数处理：四舍五入；分母为零时以“-”表示。",
            ),
            (
                Rounding::Down,
                0,
                "注：百分比保留到整数，尾数处理：截尾；分母为零时以“-”表示。",
            ),
        ] {
            let rules = FigureRules { rounding, decimals };
            assert_eq!(figures_note(rules), note);
        }
    }

    #[test]
    fn those_who_are_not_listed_are_counted() {
        let ranking = |of, total| Ranking {
            session: None,
            unit: None,
            of,
            weights: std::collections::BTreeMap::new(),
            examples: vec![],
            rows: vec![],
            total,
        };
        let note = points_note(&ranking(RankOf::Units, 8)).unwrap();
        assert_eq!(note, "注：只列前 0 个承办单位，另有 8 个未列出。");
        assert_eq!(points_note(&ranking(RankOf::Units, 0)), None);
    }
}
