//! The lines of the board: what each says, and what is behind it.

use std::collections::BTreeSet;

use banli_shared::api::figures::{Board, FigureQuery, FigureReport};
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::api::rankings::{Ranking, RankingQuery};
use banli_shared::figures::{Dimension, FigureName, Part, Points, RankOf, Ranked, Rate, ScoreLine};
use banli_shared::ids::CaseId;
use banli_shared::lang::Lang;
use banli_shared::text::width;

use super::super::number::{Counts, Listed, Number};

/// What opening a line leads to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Behind {
    /// Nothing.
    Nothing,
    /// The proposals that were counted, with the number that they are behind.
    Cases(Box<ProposalQuery>, Box<Number>),
    /// The board of one part, with its name, and its score where it was ranked.
    Board(Box<FigureQuery>, [String; 2], Option<Box<Ranked>>),
    /// Rankings of their own, with a name; each score with its lines where they are to be shown at once.
    Ranked(Vec<RankingQuery>, [String; 2], Explained),
    /// One proposal.
    Case(CaseId),
}

/// Whether the lines of every score stand under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Explained {
    /// They do.
    AtOnce,
    /// They are shown on opening it.
    OnOpening,
}

/// One line of the board.
pub(super) struct Line {
    pub(super) no: usize,
    pub(super) name: String,
    pub(super) value: String,
    /// Out of a hundred, for the bar.
    pub(super) share: Option<u64>,
    pub(super) behind: Behind,
    pub(super) heading: bool,
    /// What is counted, and how the percentage is rounded.
    pub(super) about: String,
}

/// What the board was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The figures, by quarter where they are of more than one.
    pub report: FigureReport,
    /// Counts by stage and light; none of a part that has none of its own.
    pub board: Option<Board>,
    /// Who is ranked, where one may look.
    pub ranking: Option<Ranking>,
}

/// So many candidates for commendation of each sort.
const CANDIDATES: u32 = 20;

/// The figures whose trend is shown.
const TRENDS: [FigureName; 3] = [
    FigureName::Completion,
    FigureName::OnTime,
    FigureName::FinalSatisfaction,
];

/// Every line, for figures over `over`; `score` is that of the part the board is of.
pub(super) fn lines(
    (lang, room): (Lang, Units),
    over: &FigureQuery,
    score: Option<&Ranked>,
    counted: &Counted,
) -> Vec<Line> {
    let mut lines = Lines {
        lang,
        room,
        lines: vec![],
    };
    if let Some(score) = score {
        lines.score(over, score);
    }
    if let Some(board) = &counted.board {
        lines.stages(over, board);
    }
    lines.figures(over, &counted.report);
    lines.outcomes(over, &counted.report);
    if counted.report.by == Some(Dimension::Quarter) {
        lines.trends(over, &counted.report);
    }
    if let Some(ranking) = &counted.ranking {
        lines.other_rankings(over);
        lines.ranking(over, ranking, Explained::OnOpening);
    }
    lines.lines
}

/// Every line of rankings over `over`, one after the other.
pub(super) fn ranked(
    (lang, room): (Lang, Units),
    over: &FigureQuery,
    rankings: &[Ranking],
    explained: Explained,
) -> Vec<Line> {
    let mut lines = Lines {
        lang,
        room,
        lines: vec![],
    };
    for ranking in rankings {
        lines.ranking(over, ranking, explained);
    }
    if lines.lines.is_empty() {
        lines.head(lang.pick("没有可排名的", "nothing to rank"));
    }
    lines.lines
}

/// How what is counted is written beside each number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// By its name.
    Named,
    /// Short.
    Short,
}

impl Units {
    /// Cells of a full bar: where there is little room it is left to names.
    pub(super) const fn bar(self) -> u16 {
        match self {
            Self::Named => 20,
            Self::Short => 10,
        }
    }
}

struct Lines {
    lang: Lang,
    room: Units,
    lines: Vec<Line>,
}

impl Lines {
    fn head(&mut self, text: &str) {
        self.add(text.to_owned(), String::new(), None, Behind::Nothing);
        if let Some(line) = self.lines.last_mut() {
            line.heading = true;
        }
    }

    fn add(&mut self, name: String, value: String, share: Option<u64>, behind: Behind) {
        self.lines.push(Line {
            no: self.lines.len(),
            name,
            value,
            share,
            behind,
            heading: false,
            about: String::new(),
        });
    }

    /// So many of so many of what.
    fn evidence_of(&self, rate: &Rate) -> String {
        let (of, cells) = match (self.room, self.lang) {
            (Units::Short, lang) => (rate.of.short(lang), lang.pick("    ", "     ")),
            (Units::Named, lang) => (rate.of.say(lang), lang.pick("      ", "           ")),
        };
        // Of one width, so that the numbers stand under each other.
        let air = cells.len().saturating_sub(width(of));
        let air = &cells[..air];
        format!("{}/{} {of}{air}", rate.numerator, rate.denominator)
    }

    /// A heading over rates, with how they are rounded.
    fn head_of_rates<'r>(&mut self, text: &str, rates: impl Iterator<Item = &'r Rate>) {
        let rounding: BTreeSet<&str> = rates.map(|rate| rate.rounding.say(self.lang)).collect();
        let rounding: Vec<&str> = rounding.into_iter().collect();
        let lang = self.lang;
        self.head(&match rounding.is_empty() {
            true => text.to_owned(),
            false => lang.bracket(text, &rounding.join(lang.pick("、", ", "))),
        });
    }

    fn rate(&mut self, name: String, rate: &Rate, behind: Behind) {
        let value = format!("{} {:>7}", self.evidence_of(rate), rate.say());
        let share = (rate.numerator * 100).checked_div(rate.denominator);
        self.add(name, value, share, behind);
        self.about(rate);
    }

    /// Says of the last line what it counts and how it is rounded.
    fn about(&mut self, rate: &Rate) {
        let about = [rate.of.say(self.lang), rate.rounding.say(self.lang)];
        if let Some(line) = self.lines.last_mut() {
            line.about = about.join(self.lang.pick("，", ", "));
        }
    }

    /// Says of a line of a score that came out of nothing what that did.
    fn nothing(&mut self, of: &ScoreLine) {
        let said = of.nothing(self.lang);
        if let (Some(line), Some(said)) = (self.lines.last_mut(), said) {
            let before = std::mem::take(&mut line.about);
            let parts = [before.as_str(), said].into_iter();
            let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            line.about = parts.join(self.lang.pick("，", ", "));
        }
    }

    /// `name` is in both languages.
    fn count(&mut self, name: [&str; 2], counts: Counts, all: u64, query: ProposalQuery) {
        let (Counts::Proposals(count) | Counts::Assignments(count)) = counts else {
            return;
        };
        let [zh, en] = name;
        let number = Number {
            what: name.map(str::to_owned),
            counts,
        };
        self.add(
            format!("  {}", self.lang.pick(zh, en)),
            count.to_string(),
            (count * 100).checked_div(all),
            Behind::Cases(Box::new(query), Box::new(number)),
        );
    }

    fn stages(&mut self, over: &FigureQuery, board: &Board) {
        let lang = self.lang;
        let query = || ProposalQuery {
            session: over.session.clone(),
            unit: over.unit.clone(),
            ..ProposalQuery::default()
        };
        self.head(lang.pick("提案阶段", "Proposals by stage"));
        let all = board.proposals.iter().map(|row| row.count).sum();
        for row in &board.proposals {
            let stage = Some(row.stage);
            let query = ProposalQuery { stage, ..query() };
            self.count(
                both(|lang| row.stage.say(lang)),
                Counts::Proposals(row.count),
                all,
                query,
            );
        }
        self.head(lang.pick("承办任务阶段", "Assignments by stage"));
        let all = board.assignments.iter().map(|row| row.count).sum();
        for row in &board.assignments {
            let assignment_stage = Some(row.stage);
            let query = ProposalQuery {
                assignment_stage,
                ..query()
            };
            self.count(
                both(|lang| row.stage.say(lang)),
                Counts::Assignments(row.count),
                all,
                query,
            );
        }
        self.head(lang.pick("期限灯（承办任务）", "Lights (assignments)"));
        let all = board.lights.iter().map(|row| row.count).sum();
        for row in &board.lights {
            let light = Some(row.light);
            let query = ProposalQuery { light, ..query() };
            self.count(
                both(|lang| row.light.say(lang)),
                Counts::Assignments(row.count),
                all,
                query,
            );
        }
        let query = ProposalQuery {
            due_before: Some(board.today),
            ..query()
        };
        self.count(
            ["逾期", "overdue"],
            Counts::Assignments(board.overdue),
            all,
            query,
        );
    }

    fn figures(&mut self, over: &FigureQuery, report: &FigureReport) {
        let head = self.lang.pick("办理指标", "Figures");
        self.head_of_rates(
            head,
            report.figures.named().into_iter().map(|(_, rate)| rate),
        );
        for (name, rate) in report.figures.named() {
            let indent = if name.is_share() { "    " } else { "  " };
            let said = format!("{indent}{}", name.say(self.lang));
            self.rate(said, rate, cases(over, name, rate));
        }
    }

    fn outcomes(&mut self, over: &FigureQuery, report: &FigureReport) {
        let outcomes = &report.figures.outcomes;
        if outcomes.is_empty() {
            return;
        }
        let head = self.lang.pick("转化成果按类型", "Outcomes by type");
        self.head_of_rates(head, outcomes.iter().map(|row| &row.share));
        for row in outcomes {
            let query = ProposalQuery {
                outcome: Some(row.kind.clone()),
                ..over.behind(FigureName::Converted, Part::Numerator)
            };
            let name = format!("  {}", row.say(self.lang));
            let number = Number {
                what: [Lang::Zh, Lang::En].map(|lang| row.say(lang).to_owned()),
                counts: Counts::Rate(Box::new(row.share.clone()), Listed::Numerator),
            };
            let behind = Behind::Cases(Box::new(query), Box::new(number));
            self.rate(name, &row.share, behind);
        }
    }

    fn trends(&mut self, over: &FigureQuery, report: &FigureReport) {
        let lang = self.lang;
        let quarters = || {
            let groups = report.groups.iter();
            groups.filter(|group| !group.value.is_empty())
        };
        if quarters().count() < 2 {
            return;
        }
        for figure in TRENDS {
            let head = format!(
                "{}{}",
                figure.say(lang),
                lang.pick("，按季度", ", by quarter")
            );
            let rates = quarters().filter_map(|group| group.figures.rate(figure));
            self.head_of_rates(&head, rates);
            for group in quarters() {
                let Some(rate) = group.figures.rate(figure).filter(|it| it.denominator > 0) else {
                    continue;
                };
                let at = over.at(Dimension::Quarter, &group.value);
                let behind = at.map_or(Behind::Nothing, |at| {
                    let name = [&group.value, &group.value].map(String::clone);
                    Behind::Board(Box::new(at), name, None)
                });
                self.rate(format!("  {}", group.value), rate, behind);
            }
        }
    }

    /// What else is ranked: those who handle, and who is to be commended.
    fn other_rankings(&mut self, over: &FigureQuery) {
        let lang = self.lang;
        let of = |of, limit| RankingQuery {
            session: over.session.clone(),
            quarter: over.quarter,
            unit: over.unit.clone(),
            of: Some(of),
            limit,
            ..RankingQuery::default()
        };
        self.head(lang.pick("排名与表彰", "Rankings and commendation"));
        let persons = ["承办人排名", "Ranking of persons"];
        let units = match over.unit {
            Some(_) => RankOf::Departments,
            None => RankOf::Units,
        };
        let all = [RankOf::Proposals, units, RankOf::Persons].map(|it| of(it, Some(CANDIDATES)));
        let commend = ["表彰候选", "Candidates for commendation"];
        for (name, queries, explained) in [
            (
                persons,
                vec![of(RankOf::Persons, None)],
                Explained::OnOpening,
            ),
            (commend, all.to_vec(), Explained::AtOnce),
        ] {
            let said = format!("  {}", lang.pick(name[0], name[1]));
            let behind = Behind::Ranked(queries, name.map(str::to_owned), explained);
            self.add(said, String::new(), None, behind);
        }
    }

    fn ranking(&mut self, over: &FigureQuery, ranking: &Ranking, explained: Explained) {
        if ranking.rows.is_empty() {
            return;
        }
        let lang = self.lang;
        let by = match ranking.of {
            RankOf::Departments => Some(Dimension::Department),
            RankOf::Units => Some(Dimension::Unit),
            RankOf::Persons => Some(Dimension::Handler),
            RankOf::Proposals => None,
        };
        let of = by.map_or(ranking.of.say(lang), |by| by.say(lang));
        self.head(&format!("{}{of}", lang.pick("排名：", "Ranking: ")));
        if let (Some(line), false) = (self.lines.last_mut(), ranking.examples.is_empty()) {
            let figures: Vec<&str> = ranking.examples.iter().map(|it| it.say(lang)).collect();
            let all = figures.len() == ranking.weights.len();
            line.about = match all {
                true => lang
                    .pick("分值均为示例", "all weights are examples")
                    .to_owned(),
                false => lang.label(
                    lang.pick("示例分值", "example weights"),
                    &figures.join(lang.pick("、", ", ")),
                ),
            };
        }
        let rounding = Points::rounding(lang).to_owned();
        self.add(rounding, String::new(), None, Behind::Nothing);
        let most: i64 = ranking
            .weights
            .values()
            .map(|weight| i64::from(*weight).max(0))
            .sum();
        for row in &ranking.rows {
            let case = || Behind::Case(CaseId::from(row.value.as_str()));
            let behind = by.map_or_else(case, |by| {
                over.at(by, &row.value).map_or(Behind::Nothing, |at| {
                    let name = [Lang::Zh, Lang::En].map(|lang| row.say(lang));
                    Behind::Board(Box::new(at), name, Some(Box::new(row.clone())))
                })
            });
            let share = u64::try_from(row.points.0.max(0)).unwrap_or(0);
            let share = share.checked_div(u64::try_from(most).unwrap_or(0));
            let items = lang.pick("件", "items");
            let value = format!("{} {items}  {:>7}", row.items, row.points.to_string());
            let name = format!("{:>4} {}", row.place, row.say(lang));
            self.add(name, value, share, behind.clone());
            if explained == Explained::AtOnce {
                self.evidence(row, &behind);
            }
        }
        let more = ranking.total.saturating_sub(ranking.rows.len() as u64);
        if more > 0 {
            let said = lang.pick("     另有", "     not shown:");
            self.add(
                format!("{said} {more}"),
                String::new(),
                None,
                Behind::Nothing,
            );
        }
    }

    /// The lines of a score under its row.
    fn evidence(&mut self, score: &Ranked, behind: &Behind) {
        for line in &score.lines {
            let rate = &line.rate;
            let name = format!("         {} x {}", line.figure.say(self.lang), line.weight);
            let points = line
                .points
                .map_or_else(|| "-".to_owned(), |it| it.to_string());
            let value = format!("{} {points:>7}", self.evidence_of(rate));
            let share = (rate.numerator * 100).checked_div(rate.denominator);
            self.add(name, value, share, behind.clone());
            self.nothing(line);
        }
    }

    fn score(&mut self, over: &FigureQuery, score: &Ranked) {
        let lang = self.lang;
        let (place, points) = (score.place, score.points);
        self.head(&match lang {
            Lang::Zh => format!("第 {place} 名，得分 {points}"),
            Lang::En => format!("Place {place} with {points} points"),
        });
        for line in &score.lines {
            let points = line
                .points
                .map_or_else(|| "-".to_owned(), |it| it.to_string());
            let name = format!("  {} x {}", line.figure.say(lang), line.weight);
            let share = (line.rate.numerator * 100).checked_div(line.rate.denominator);
            let value = format!("{} {points:>7}", self.evidence_of(&line.rate));
            self.add(name, value, share, cases(over, line.figure, &line.rate));
            self.about(&line.rate);
            self.nothing(line);
        }
    }
}

fn cases(over: &FigureQuery, figure: FigureName, rate: &Rate) -> Behind {
    let number = Number {
        what: both(|lang| figure.say(lang)).map(str::to_owned),
        counts: Counts::Rate(Box::new(rate.clone()), Listed::Both),
    };
    let query = over.behind(figure, Part::Numerator);
    Behind::Cases(Box::new(query), Box::new(number))
}

fn both(say: impl Fn(Lang) -> &'static str) -> [&'static str; 2] {
    [Lang::Zh, Lang::En].map(say)
}
