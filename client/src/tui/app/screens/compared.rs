//! The reply of a round against that of the round before: what is new and what is gone, marked on every line and, within
//! a paragraph that was reworded, in its looks. Side by side where there is room, else one under the other.

use std::ops::Range;

use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Assignment, Content, Round};
use banli_shared::text::{clean, width, wrap};
use ratatui::style::Style;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use super::super::super::theme::Role;
use super::super::texts;
use super::paper::{self, Paper};
use crate::output::said;

/// From this width on the rounds stand side by side.
const BESIDE_FROM: u16 = 140;
/// Stands between them.
const BETWEEN: &str = " | ";
/// Paragraphs of more graphemes are not compared within.
const LONGEST: usize = 3_000;

/// What became of a paragraph, as it is marked before each of its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Same,
    Added,
    Removed,
}

impl Mark {
    const fn sign(self) -> &'static str {
        match self {
            Self::Same => "  ",
            Self::Added => "+ ",
            Self::Removed => "- ",
        }
    }

    const fn role(self) -> Role {
        match self {
            Self::Same => Role::Text,
            Self::Added => Role::Added,
            Self::Removed => Role::Removed,
        }
    }
}

/// A paragraph, with the parts of it that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    mark: Mark,
    text: String,
    differs: Vec<Range<usize>>,
}

/// Paragraphs of two rounds that stand beside each other; one may be missing.
type Row = [Option<Side>; 2];

/// Two rounds of an assignment by their places, the older first.
pub(super) type Pair = [usize; 2];

/// Which rounds can be compared: every two that say something, the newest two first; then the newest with those before,
/// and so on.
pub(super) fn pairs(a: &Assignment) -> Vec<Pair> {
    let rounds = a.rounds.iter().enumerate();
    let said = rounds.filter(|(_, round)| !is_empty(&round.content));
    let said: Vec<usize> = said.map(|(at, _)| at).rev().collect();
    let with_older = |n: usize| said[n + 1..].iter().map(move |older| (*older, n));
    let all = (0..said.len()).flat_map(with_older);
    all.map(|(older, n)| [older, said[n]]).collect()
}

/// These two rounds compared, and the others as they are.
pub(super) fn rounds(
    paper: &mut Paper<'_>,
    view: &CaseView,
    a: &Assignment,
    pair: Pair,
    cells: u16,
) {
    let [before, now] = pair.map(|at| &a.rounds[at]);
    let text = |round: &Round| paragraphs(paper, view, a, &round.content);
    let rows = compare(&text(before), &text(now));
    let lang = paper.lang();
    let [older, newer] = pair.map(|at| {
        let name = a.rounds[at].name();
        texts::round_of(lang, at + 1, name.say(lang))
    });
    let told = |paper: &mut Paper<'_>| {
        paper.faint(&texts::compared(lang, &newer, &older, a.rounds.len()));
        paper.faint(texts::compared_signs(lang));
    };
    if cells >= BESIDE_FROM {
        for round in [before, now] {
            paper::round_heading(paper, round);
            paper::issued(paper, round);
        }
        paper.line("");
        told(paper);
        beside(paper, [before, now], &rows, cells);
    } else {
        told(paper);
        paper::round_heading(paper, now);
        paper::issued(paper, now);
        under(paper, &rows, 1, cells);
        paper::round_heading(paper, before);
        paper::issued(paper, before);
        under(paper, &rows, 0, cells);
    }
    for (at, round) in a.rounds.iter().enumerate().rev() {
        if !pair.contains(&at) {
            paper::round_heading(paper, round);
            paper::reply(paper, view, a, round);
        }
    }
}

fn is_empty(content: &Content) -> bool {
    content.body.trim().is_empty() && content.answers.is_empty() && content.promises.is_empty()
}

/// What a reply says, a paragraph each: class, letter, promises, and what is answered to each suggestion.
fn paragraphs(
    paper: &Paper<'_>,
    view: &CaseView,
    a: &Assignment,
    content: &Content,
) -> Vec<String> {
    let lang = paper.lang();
    let mut all = vec![];
    if let Some(class) = content.class {
        all.push(lang.label(lang.pick("类别", "class"), class.say(lang)));
    }
    all.extend(content.body.lines().map(str::to_owned));
    for promise in &content.promises {
        let said = format!("{}  {}", promise.by, promise.text);
        all.push(lang.label(lang.pick("承诺", "promise"), &said));
    }
    let asked = view.case.suggestions();
    for one in asked.filter(|one| paper::is_answered(a, content, one.no)) {
        all.extend(said::asked(&one).lines().map(str::to_owned));
        let answer = content.answers.get(&one.no);
        let answer = answer.map_or_else(
            || texts::not_answered(lang).to_owned(),
            |it| format!("[{}] {}", it.verdict.say(lang), it.text),
        );
        all.extend(answer.lines().map(|line| format!("   {line}")));
    }
    let cleaned = all.iter().map(|line| clean(line).into_owned());
    cleaned.filter(|line| !line.trim().is_empty()).collect()
}

fn compare(before: &[String], now: &[String]) -> Vec<Row> {
    let mut rows = vec![];
    for op in capture_diff_slices(Algorithm::Patience, before, now) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            rows.extend(old.map(|at| {
                let side = whole(Mark::Same, &before[at]);
                [Some(side.clone()), Some(side)]
            }));
            continue;
        }
        let (mut old, mut new) = (before[old].iter(), now[new].iter());
        loop {
            rows.push(match (old.next(), new.next()) {
                (None, None) => break,
                (Some(old), Some(new)) => reworded(old, new),
                (old, new) => [
                    old.map(|it| whole(Mark::Removed, it)),
                    new.map(|it| whole(Mark::Added, it)),
                ],
            });
        }
    }
    rows
}

/// A paragraph of which everything is as its mark says.
fn whole(mark: Mark, text: &str) -> Side {
    let differs = match mark {
        Mark::Same => vec![],
        _ => all_of(text),
    };
    Side {
        mark,
        text: text.to_owned(),
        differs,
    }
}

fn all_of(text: &str) -> Vec<Range<usize>> {
    std::iter::once(0..text.len()).collect()
}

/// Two paragraphs that stand in one place: what differs within them, where most of them does not.
fn reworded(old: &str, new: &str) -> Row {
    let sides = |within: [Vec<Range<usize>>; 2]| {
        let [gone, added] = within;
        let side = |mark, text: &str, differs| {
            let text = text.to_owned();
            Some(Side {
                mark,
                text,
                differs,
            })
        };
        [
            side(Mark::Removed, old, gone),
            side(Mark::Added, new, added),
        ]
    };
    let [a, b] = [old, new].map(|text| text.graphemes(true).collect::<Vec<_>>());
    let all = || sides([all_of(old), all_of(new)]);
    if a.len().max(b.len()) > LONGEST {
        return all();
    }
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    let same = ops.iter().filter(|op| op.tag() == DiffTag::Equal);
    let same: usize = same.map(|op: &DiffOp| op.new_range().len()).sum();
    if same * 2 < a.len().min(b.len()) {
        return all();
    }
    let bytes = |signs: &[&str], range: Range<usize>| {
        let length = |signs: &[&str]| signs.iter().map(|it| it.len()).sum::<usize>();
        let start = length(&signs[..range.start]);
        start..start + length(&signs[range])
    };
    let mut within = [vec![], vec![]];
    for op in ops.iter().filter(|op| op.tag() != DiffTag::Equal) {
        within[0].push(bytes(&a, op.old_range()));
        within[1].push(bytes(&b, op.new_range()));
    }
    sides(within.map(|parts| parts.into_iter().filter(|part| !part.is_empty()).collect()))
}

/// The lines that a paragraph takes.
fn parts(side: &Side, cells: usize) -> Vec<Range<usize>> {
    let lines = wrap(&side.text, cells).into_iter();
    lines
        .map(|line| line.start..line.start + side.text[line].trim_end().len())
        .collect()
}

/// One of the two, its marks before every line.
fn under(paper: &mut Paper<'_>, rows: &[Row], which: usize, cells: u16) {
    let room = usize::from(cells).saturating_sub(2);
    for side in rows.iter().filter_map(|row| row[which].as_ref()) {
        for part in parts(side, room) {
            put(paper, side, part);
            paper.piece("\n", Style::new());
        }
    }
}

/// Both of them, each paragraph beside the one it was compared with.
fn beside(paper: &mut Paper<'_>, rounds: [&Round; 2], rows: &[Row], cells: u16) {
    let lang = paper.lang();
    let half = (usize::from(cells).saturating_sub(BETWEEN.len())) / 2;
    let room = half.saturating_sub(2);
    let heading = paper.shared.theme.style(Role::Heading);
    let faint = paper.shared.theme.style(Role::Faint);
    let [left, right] = rounds.map(|round| round.name());
    let left = left.say(lang);
    let gap = " ".repeat(half.saturating_sub(width(left)));
    paper.piece(left, heading);
    paper.piece(&format!("{gap}{BETWEEN}"), faint);
    paper.piece(&format!("{}\n", right.say(lang)), heading);
    for row in rows {
        let of = |side: &Option<Side>| side.as_ref().map_or_else(Vec::new, |it| parts(it, room));
        let parts = [of(&row[0]), of(&row[1])];
        for line in 0..parts[0].len().max(parts[1].len()) {
            let mut taken = 0;
            if let (Some(side), Some(part)) = (&row[0], parts[0].get(line)) {
                taken = 2 + width(&side.text[part.clone()]);
                put(paper, side, part.clone());
            }
            let gap = " ".repeat(half.saturating_sub(taken));
            paper.piece(&format!("{gap}{BETWEEN}"), faint);
            if let (Some(side), Some(part)) = (&row[1], parts[1].get(line)) {
                put(paper, side, part.clone());
            }
            paper.piece("\n", Style::new());
        }
    }
}

/// A line of a paragraph behind its mark, with what differs in its looks.
fn put(paper: &mut Paper<'_>, side: &Side, line: Range<usize>) {
    let marked = paper.shared.theme.style(side.mark.role());
    paper.piece(side.mark.sign(), marked);
    let mut at = line.start;
    for part in &side.differs {
        let (from, to) = (part.start.max(at), part.end.min(line.end));
        if from < to {
            paper.piece(&side.text[at..from], Style::new());
            paper.piece(&side.text[from..to], marked);
            at = to;
        }
    }
    paper.piece(&side.text[at..line.end], Style::new());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(of: &[&str]) -> Vec<String> {
        of.iter().map(|line| (*line).to_owned()).collect()
    }

    /// The marks of a side, its text with what differs in brackets.
    fn said(side: &Option<Side>) -> String {
        let Some(side) = side else {
            return String::new();
        };
        let mut text = side.text.clone();
        for part in side.differs.iter().rev() {
            text.insert(part.end, ']');
            text.insert(part.start, '[');
        }
        format!("{}{text}", side.mark.sign())
    }

    #[test]
    fn what_is_new_what_is_gone_and_what_was_reworded_is_told_apart() {
        let before = lines(&[
            "一、尊敬的委员",
            "二、计划增加班次10班",
            "三、删去",
            "五、此致",
        ]);
        let now = lines(&[
            "一、尊敬的委员",
            "二、已增加班次20班",
            "五、此致",
            "六、附件",
        ]);
        let rows = compare(&before, &now);
        let [left, right] = [0, 1].map(|at| {
            let side = rows.iter().map(|row| said(&row[at]));
            side.collect::<Vec<_>>()
        });
        assert_eq!(
            left,
            [
                "  一、尊敬的委员",
                "- 二、[计划]增加班次[1]0班",
                "- [三、删去]",
                "  五、此致",
                ""
            ]
        );
        assert_eq!(
            right,
            [
                "  一、尊敬的委员",
                "+ 二、[已]增加班次[2]0班",
                "",
                "  五、此致",
                "+ [六、附件]"
            ]
        );
    }

    #[test]
    fn what_has_little_in_common_is_another_paragraph() {
        let [old, new] = reworded("已列入年度计划", "经研究暂不具备条件");
        assert_eq!(said(&old), "- [已列入年度计划]");
        assert_eq!(said(&new), "+ [经研究暂不具备条件]");
    }
}
