//! What stands in the cells of such a table.

use std::collections::BTreeMap;

use super::Answers;
use super::columns::Field;
use crate::both;
use crate::calendar::Date;
use crate::case::{AssignmentRole, Class, Kind, Satisfaction, Timing, Verdict};
use crate::figures::FigureName;
use crate::import::day;
use crate::lang::{Lang, Word};
use crate::text::{Bilingual, search_key};

/// Yes, no, or nothing; an error is something else.
pub(super) fn truth(cell: &str) -> Result<Option<bool>, ()> {
    Ok(match search_key(cell).as_str() {
        "" => None,
        "true" | "yes" | "y" | "1" | "是" | "有" | "√" | "✓" | "✔" | "已办复" | "已答复"
        | "已办结" | "办结" | "立案" | "已立案" | "予以立案" | "按时" | "按期" | "重点"
        | "已面商" => Some(true),
        "false" | "no" | "n" | "0" | "否" | "无" | "×" | "✕" | "✗" | "✘" | "╳" | "x" | "未办复"
        | "未答复" | "未办结" | "办理中" | "不予立案" | "未立案" | "不立案" | "逾期" | "超期"
        | "未面商" => Some(false),
        _ => return Err(()),
    })
}

/// `A`, `Ａ类`, `a`, `A类（已解决）`.
pub(super) fn class(cell: &str) -> Result<Option<Class>, ()> {
    let key = search_key(cell);
    // What stands in brackets behind it explains it.
    let bare = match key.split_once(['(', '（']) {
        Some((bare, remark)) if !bare.is_empty() && remark.ends_with([')', '）']) => {
            bare.trim_end()
        }
        _ => key.as_str(),
    };
    let letter = bare.strip_suffix('类').unwrap_or(bare);
    Ok(match letter {
        "" | "未分" | "unclassified" => None,
        "a" => Some(Class::A),
        "b" => Some(Class::B),
        "c" => Some(Class::C),
        "d" => Some(Class::D),
        _ => return Err(()),
    })
}

/// Who the unit of a row is to the proposal.
pub(super) fn role(cell: &str) -> Result<Option<AssignmentRole>, ()> {
    let key = search_key(cell);
    let key = key.strip_suffix("单位").unwrap_or(&key);
    match key {
        "独办" | "单办" | "承办" | "主办或独办" | "主办/独办" => {
            Ok(Some(AssignmentRole::Lead))
        }
        "分别办理" => Ok(Some(AssignmentRole::Split)),
        "协办" | "会同办理" | "会同" | "协同办理" | "参与办理" | "cohandler" | "co-handler"
        | "co_handler" => Ok(Some(AssignmentRole::CoHandler)),
        _ => word(key),
    }
}

/// What a member says; nothing where no form came back.
pub(super) fn rating(cell: &str) -> Result<Option<Satisfaction>, ()> {
    match search_key(cell).as_str() {
        "较满意" | "比较满意" => Ok(Some(Satisfaction::BasicallySatisfied)),
        "未反馈" | "未评价" | "未回复" | "暂未反馈" | "暂未评价" | "not returned" | "not rated" => {
            Ok(None)
        }
        _ => word(cell),
    }
}

/// `2`, `二次`, `第二次办理`, `首次`.
pub(super) fn round(cell: &str) -> Result<Option<u64>, ()> {
    let key = search_key(cell);
    let bare = key.strip_suffix("办理").unwrap_or(&key);
    let bare = bare.strip_suffix(['次', '轮']).unwrap_or(bare);
    let bare = bare.strip_prefix('第').unwrap_or(bare);
    let said = ["一", "二", "三", "四", "五"].iter().zip(1..);
    match said.into_iter().find(|(word, _)| *word == &bare) {
        Some((_, round)) => Ok(Some(round)),
        None if bare == "首" || bare == "初" => Ok(Some(1)),
        None => number(bare),
    }
}

/// What a column of this takes.
pub(super) fn accepted(field: Field) -> Bilingual {
    match field {
        Field::Class | Field::ClassNow => both!("A、B、C、D", "A, B, C or D"),
        Field::FirstRating | Field::FinalRating => words::<Satisfaction>("未反馈", "not returned"),
        Field::Adopted => words::<Verdict>("是、否", "yes, no"),
        Field::Role => words::<AssignmentRole>("独办", ""),
        Field::Kind => words::<Kind>("", ""),
        Field::Timing => words::<Timing>("", ""),
        Field::Round => both!("1、2……或首次、二次", "1, 2, …"),
        Field::Answers => both!("如 1 采纳；2 未答", "such as `1 adopted; 2 unanswered`"),
        Field::Outcomes => both!(
            "代码和件数，如 policy 2 政策文件",
            "codes and how many, such as `policy 2`"
        ),
        Field::Submitted | Field::FirstDue | Field::ReplyDue | Field::Due | Field::IssuedOn => {
            both!(
                "日期，如 2023-05-01 或 2023年5月1日",
                "a day, such as 2023-05-01"
            )
        }
        Field::Tally(_) | Field::PromisesDue | Field::PromisesKept => {
            both!("不大于一百万的整数", "a whole number, a million at most")
        }
        _ => both!("是或否（√、×）", "yes or no"),
    }
}

/// All words of a closed set, and what is taken besides.
fn words<W: Word>(zh: &str, en: &str) -> Bilingual {
    let list = |lang: Lang, other: &str, comma: &str| {
        let words = W::all().iter().map(|word| word.say(lang));
        let other = Some(other).filter(|it| !it.is_empty());
        words.chain(other).collect::<Vec<_>>().join(comma)
    };
    let (zh, en) = (list(Lang::Zh, zh, "、"), list(Lang::En, en, ", "));
    both!("{zh}", "{en}")
}

/// The answer to the suggestions of a reply as one word.
pub(super) fn verdict(cell: &str) -> Result<Option<Verdict>, ()> {
    match search_key(cell).as_str() {
        "是" | "yes" | "true" | "全部采纳" | "已采纳" => Ok(Some(Verdict::Adopted)),
        "否" | "no" | "false" | "不采纳" => Ok(Some(Verdict::NotAdopted)),
        _ => word(cell),
    }
}

/// What is said to each suggestion: [`say_answers`] reversed.
pub(super) fn answers(cell: &str) -> Result<Option<Answers>, ()> {
    let mut answers = Answers::new();
    for part in parts(cell) {
        let (no, said) = part.split_once(char::is_whitespace).ok_or(())?;
        let said = match search_key(said) == search_key(FigureName::Unanswered.say(Lang::Zh)) {
            true => None,
            false => verdict(said)?,
        };
        answers.insert(no.parse().map_err(|_| ())?, said);
    }
    Ok((!answers.is_empty()).then_some(answers))
}

/// How what is said to each suggestion stands in one cell: `1 采纳；2 未答`.
#[must_use]
pub fn say_answers(answers: &Answers) -> String {
    let unanswered = FigureName::Unanswered.say(Lang::Zh);
    let parts = answers.iter().map(|(no, verdict)| {
        let said = verdict.map_or(unanswered, |it| it.say(Lang::Zh));
        format!("{no} {said}")
    });
    parts.collect::<Vec<_>>().join("；")
}

/// Outcomes as they stand in one cell.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    /// How many of each type, by its code.
    pub(super) counts: BTreeMap<String, u64>,
    /// What types are called.
    pub(super) names: BTreeMap<String, String>,
}

/// How many outcomes of each type there are: [`say_outcomes`] reversed.
pub(super) fn outcomes(cell: &str) -> Result<Option<Outcomes>, ()> {
    let mut found = Outcomes::default();
    for part in parts(cell) {
        let mut words = part.split_whitespace();
        let (Some(code), Some(many)) = (words.next(), words.next()) else {
            return Err(());
        };
        *found.counts.entry(code.to_owned()).or_default() += many.parse::<u64>().map_err(|_| ())?;
        let name: Vec<&str> = words.collect();
        if !name.is_empty() {
            found.names.insert(code.to_owned(), name.join(" "));
        }
    }
    Ok(Some(found))
}

/// How outcomes by type stand in one cell, with what each is called: `policy 2 政策文件；project 1 项目`.
#[must_use]
pub fn say_outcomes<'n>(
    outcomes: &BTreeMap<String, u64>,
    name: impl Fn(&str) -> &'n str,
) -> String {
    let parts = outcomes.iter().map(|(code, many)| {
        let name = name(code).replace(['；', ';', '\n'], " ");
        format!("{code} {many} {name}").trim_end().to_owned()
    });
    parts.collect::<Vec<_>>().join("；")
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    let parts = cell.split(['；', ';', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

pub(super) fn kind(cell: &str) -> Result<Option<Kind>, ()> {
    word(cell).or_else(|()| word(&format!("{cell}提案")))
}

pub(super) fn timing(cell: &str) -> Result<Option<Timing>, ()> {
    match search_key(cell).as_str() {
        "大会期间" | "会议期间" | "会中" => Ok(Some(Timing::InSession)),
        "平时提案" | "闭会期间" | "会后" => Ok(Some(Timing::BetweenSessions)),
        _ => word(cell),
    }
}

/// A word by its code, or as it is said in either language.
fn word<W: Word>(cell: &str) -> Result<Option<W>, ()> {
    let key = search_key(cell);
    if key.is_empty() {
        return Ok(None);
    }
    let is = |word: &W| {
        [word.code(), word.say(Lang::Zh), word.say(Lang::En)]
            .iter()
            .any(|text| search_key(text) == key)
    };
    W::all().iter().copied().find(is).map(Some).ok_or(())
}

/// A day as lists that are imported write it, the number of a spreadsheet included; that is counted from 1904 in some.
pub(super) fn date(cell: &str, is_1904: bool) -> Result<Option<Date>, ()> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    day(cell, is_1904).map(Some).ok_or(())
}

pub(super) fn number(cell: &str) -> Result<Option<u64>, ()> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    // A spreadsheet writes whole numbers with a point at times.
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    match whole.parse::<u64>() {
        Ok(number) if number <= 1_000_000 => Ok(Some(number)),
        _ => Err(()),
    }
}
