//! The bulletin (简报): where a session or a unit stands.

use banli_shared::api::figures::Board;
use banli_shared::api::rankings::Ranking;
use banli_shared::api::sessions::Session;
use banli_shared::calendar::Date;
use banli_shared::case::StageName;
use banli_shared::documents::{Each, Facts, Field};
use banli_shared::figures::Figures;
use banli_shared::profile::Light;

use super::{ZH, said};

/// What it is made from.
pub(crate) struct Stands<'a> {
    pub(crate) session: &'a Session,
    /// The unit it is over; all of them where there is none.
    pub(crate) unit: Option<&'a str>,
    pub(crate) today: Date,
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
                (Field::FigureName, name.say(ZH).to_owned()),
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
    let examples: Vec<&str> = stands
        .ranking
        .examples
        .iter()
        .map(|it| it.say(ZH))
        .collect();
    if !examples.is_empty() {
        let note = format!(
            "注：以下指标的积分权重为示例，非本地规定：{}。",
            examples.join("、")
        );
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
