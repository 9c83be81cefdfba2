//! Charts of figures as SVG: bars of rates, and lines where they are by quarter. Text stays text.

use std::fmt::Write as _;

use banli_shared::api::figures::FigureReport;
use banli_shared::figures::{Dimension, FigureName, Rate};
use banli_shared::lang::Lang;
use banli_shared::text::{clean, truncate, width};

const WIDTH: usize = 960;
const MARGIN: usize = 24;
/// Where bars begin, and how long a full one is.
const LEFT: usize = 300;
const FULL: usize = 480;
const ROW: usize = 26;
/// A trend's plot.
const TALL: usize = 240;
/// Cells of the longest name.
const NAME: usize = 34;
/// Told apart also where colours are not: each line has a dash of its own.
const LINES: [(&str, &str); 6] = [
    ("#1f5fa8", "none"),
    ("#b5451f", "8 4"),
    ("#2f7d4f", "2 3"),
    ("#7a4fa3", "10 3 2 3"),
    ("#8a6d1a", "5 5"),
    ("#444444", "1 4"),
];

/// The chart of a report; `chosen` are the figures that are drawn, and where nothing is chosen `usual` of each part; with
/// `outcomes` those by type.
pub(super) fn chart(
    lang: Lang,
    report: &FigureReport,
    (chosen, outcomes): (&[FigureName], bool),
    usual: &[FigureName],
) -> String {
    let all = chosen.is_empty();
    let chosen = if all && report.by.is_some() {
        usual
    } else {
        chosen
    };
    let mut drawing = Drawing::default();
    match report.by {
        None => {
            let rates = report.figures.named().into_iter();
            let rates = rates.filter(|(name, _)| all || chosen.contains(name));
            drawing.heading(lang.pick("办理指标", "Figures"));
            for (name, rate) in rates {
                drawing.bar(name.say(lang), rate);
            }
        }
        Some(Dimension::Quarter) => {
            drawing.heading(lang.pick("季度趋势", "Trend by quarter"));
            drawing.trend(lang, report, chosen);
        }
        Some(by) => {
            for figure in chosen {
                drawing.heading(&format!("{}  {}", figure.say(lang), by.say(lang)));
                for group in &report.groups {
                    if let Some(rate) = group.figures.rate(*figure) {
                        let name = group.say(by, lang);
                        drawing.bar(&name, rate);
                    }
                }
            }
        }
    }
    if outcomes && !report.figures.outcomes.is_empty() {
        drawing.heading(lang.pick("转化成果（按类型）", "Outcomes by type"));
        for row in &report.figures.outcomes {
            drawing.bar(row.say(lang), &row.share);
        }
    }
    drawing.finish()
}

#[derive(Default)]
struct Drawing {
    body: String,
    height: usize,
}

impl Drawing {
    fn text(&mut self, x: usize, y: usize, class: &str, text: &str) {
        let text = escaped(text);
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" class="{class}">{text}</text>"#
        );
    }

    fn heading(&mut self, text: &str) {
        self.height += MARGIN + ROW;
        self.text(MARGIN, self.height - ROW / 2, "h", text);
    }

    fn bar(&mut self, name: &str, rate: &Rate) {
        let y = self.height;
        self.height += ROW;
        let baseline = y + ROW - 9;
        let name = truncate(&clean(name), NAME);
        self.text(LEFT - 10, baseline, "n", &name);
        let (long, top, tall) = (across(rate), y + 4, ROW - 8);
        let _ = writeln!(
            self.body,
            r#"<rect x="{LEFT}" y="{top}" width="{FULL}" height="{tall}" class="e"/><rect x="{LEFT}" y="{top}" width="{long}" height="{tall}" class="b"/>"#
        );
        let said = format!("{} ({}/{})", rate.say(), rate.numerator, rate.denominator);
        self.text(LEFT + FULL + 10, baseline, "v", &said);
    }

    /// A line for each figure over the quarters; a quarter without a rate is a gap.
    fn trend(&mut self, lang: Lang, report: &FigureReport, chosen: &[FigureName]) {
        let groups: Vec<_> = report
            .groups
            .iter()
            .filter(|it| !it.value.is_empty())
            .collect();
        let (top, left, wide) = (self.height + 8, 80, WIDTH - 80 - 280);
        self.height += TALL + ROW * 2;
        for percent in [0, 25, 50, 75, 100] {
            let y = top + TALL - TALL * percent / 100;
            let to = left + wide;
            let _ = writeln!(self.body, r#"<path d="M{left} {y}H{to}" class="g"/>"#);
            self.text(MARGIN, y + 4, "v", &format!("{percent}%"));
        }
        let x = |at: usize| left + wide * (2 * at + 1) / (2 * groups.len().max(1));
        for (at, group) in groups.iter().enumerate() {
            let half = width(&group.value) * 4;
            self.text(
                x(at).saturating_sub(half),
                top + TALL + 20,
                "v",
                &group.value,
            );
        }
        for (line, figure) in chosen.iter().enumerate() {
            let (colour, dash) = LINES[line % LINES.len()];
            let mut path = String::new();
            let mut pen = 'M';
            for (at, group) in groups.iter().enumerate() {
                let rate = group.figures.rate(*figure).filter(|it| it.denominator > 0);
                let Some(rate) = rate else {
                    pen = 'M';
                    continue;
                };
                let y = top + TALL - across(rate) * TALL / FULL;
                let _ = write!(path, "{pen}{} {y}", x(at));
                let _ = writeln!(
                    self.body,
                    r#"<circle cx="{}" cy="{y}" r="3.5" fill="{colour}"/>"#,
                    x(at)
                );
                pen = 'L';
            }
            let style = format!(
                r#"fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}""#
            );
            let (key, y) = (left + wide + 20, top + 10 + line * ROW);
            let to = key + 40;
            let _ = writeln!(
                self.body,
                r#"<path d="{path}" {style}/><path d="M{key} {y}H{to}" {style}/>"#
            );
            self.text(to + 8, y + 5, "v", figure.say(lang));
        }
    }

    fn finish(self) -> String {
        let (body, height) = (self.body, self.height + MARGIN);
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">
<style>text{{font:14px "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;fill:#222}}.h{{font-size:18px;font-weight:bold}}.n{{text-anchor:end}}.e{{fill:#eceff3}}.b{{fill:#1f5fa8}}.g{{stroke:#d0d5dc}}</style>
<rect width="100%" height="100%" fill="#fff"/>
{body}</svg>
"##
        )
    }
}

/// The length of a bar.
fn across(rate: &Rate) -> usize {
    let long = (rate.numerator * FULL as u64).checked_div(rate.denominator);
    usize::try_from(long.unwrap_or(0)).unwrap_or(0).min(FULL)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use banli_shared::api::figures::FigureGroup;
    use banli_shared::figures::{Conversion, Level, Marks, Measure, Sums, Tallies};
    use banli_shared::profile::Profile;

    use super::*;

    fn report(by: Option<Dimension>, groups: &[(&str, u64, u64)]) -> FigureReport {
        let figures = |owed: u64, issued: u64| {
            let mut marks = Marks::default();
            let mut sums = Sums::new(Level::Own);
            let set = |measure: Measure, marks: &mut Marks| {
                marks.set(measure.mark(Level::Own).unwrap(), true);
            };
            set(Measure::Owed, &mut marks);
            sums.add(marks, owed - issued, &Tallies::default());
            set(Measure::Issued, &mut marks);
            sums.add(marks, issued, &Tallies::default());
            sums.figures(&Profile::shenzhen().figures)
        };
        FigureReport {
            session: None,
            figures: figures(4, 3),
            by,
            groups: groups
                .iter()
                .map(|(value, owed, issued)| FigureGroup {
                    value: (*value).to_owned(),
                    name: format!("<单位>{value}\u{1b}[2J"),
                    unit: None,
                    figures: figures(*owed, *issued),
                })
                .collect(),
        }
    }

    #[test]
    fn bars_are_as_long_as_the_rates_and_names_are_text() {
        let chosen = [FigureName::Completion];
        let units = report(Some(Dimension::Unit), &[("A", 2, 1), ("B", 4, 4)]);
        let svg = chart(Lang::Zh, &units, (&chosen, false), &[]);
        assert!(
            svg.contains(r#"width="240" height="18" class="b""#),
            "{svg}"
        );
        assert!(svg.contains("50.00% (1/2)") && svg.contains("&lt;单位&gt;A"));
        assert!(!svg.contains('\u{1b}') && svg.starts_with("<svg"));
        let whole = chart(Lang::Zh, &report(None, &[]), (&[], true), &[]);
        assert!(whole.contains("办复率") && whole.contains("75.00% (3/4)"));
    }

    #[test]
    fn a_quarter_without_a_rate_is_a_gap() {
        let by = Some(Dimension::Quarter);
        let quarters = [("2023Q1", 2, 2), ("2023Q2", 0, 0), ("2023Q3", 2, 1)];
        let chosen = [FigureName::Completion];
        let svg = chart(Lang::En, &report(by, &quarters), (&[], true), &chosen);
        assert!(svg.contains("issued of those owed") && svg.contains("2023Q2"));
        assert_eq!(svg.matches("<circle").count(), 2);
        assert_eq!(svg.matches("L").count(), 0, "no line across the gap");
    }

    #[test]
    fn outcomes_are_drawn_by_the_names_of_the_rules() {
        let mut report = report(None, &[]);
        let mut sums = Sums::new(Level::Whole);
        let outcomes = [("policy".to_owned(), 3), ("gone".to_owned(), 1)];
        sums.convert(&Conversion {
            outcomes: outcomes.into(),
            ..Conversion::default()
        });
        let rules = Profile::shenzhen();
        report.figures = sums.figures(&rules.figures);
        report.figures.name_outcomes(&rules.outcomes);
        let svg = chart(Lang::Zh, &report, (&[], true), &[]);
        assert!(
            svg.contains("政策文件") && svg.contains("75.00% (3/4)"),
            "{svg}"
        );
        assert!(
            svg.contains(">gone<"),
            "by its code where rules have no name"
        );
        let chosen = [FigureName::Completion];
        assert!(!chart(Lang::Zh, &report, (&chosen, false), &[]).contains("政策文件"));
    }
}
