//! Requests that are counted in words, by letters or by dashes: 建议一：, 一是, 一要, 第一，, 其一，, 首先, Ⅰ., a), •.
//!
//! Prose uses the same words. So they count only where a line or a sentence begins, from one, without a gap, at least
//! two of them, and nothing but an introduction before the first.

use super::{announces, digit};
use crate::text;

/// What a dash at the beginning of a line may be.
const DASHES: &str = "•·‧∙-–—*●○■□◆◇▪▲△➢➤►▶";
/// What ends a sentence, behind which the next request may begin.
const STOPS: [char; 7] = ['；', ';', '。', '！', '!', '？', '?'];
/// Characters of an introduction that are looked at.
const INTRODUCTION_CHARS: usize = 60;
/// The fewest characters of what one must do.
const MUST_CHARS: usize = 4;
/// Most requests that are counted in words.
const MOST: u32 = 20;
const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

/// How requests are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// 建议一：
    Request,
    /// Ⅰ. II.
    Roman,
    /// 一是
    Is,
    /// 一要
    Must,
    /// 第一，
    Nth,
    /// 其一，
    OfThem,
    /// 首先, 其次, 再次, 最后
    Order,
    /// a) A.
    Letter,
    /// This sign at the beginning of each line.
    Dash(char),
}

/// Where one begins: its place, its number, and where its text begins.
#[derive(Debug, Clone, Copy)]
struct Start {
    at: usize,
    no: u32,
    text: usize,
}

/// Behind what a request may begin besides a new line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// A stop, or what introduces requests.
    Stops,
    /// A comma or a blank too, where that is how the requests are counted: 一是…，二是…; 建议1：… 建议2：….
    Commas,
}

/// The place of the first request, what stands before it, and the requests; none where they are not counted so.
pub(super) fn requests(text: &str) -> Option<(usize, Vec<String>)> {
    let found = requests_behind(text, Behind::Stops);
    found.or_else(|| requests_behind(text, Behind::Commas))
}

fn requests_behind(text: &str, behind: Behind) -> Option<(usize, Vec<String>)> {
    let mut tried: Vec<Count> = vec![];
    for place in places(text, behind) {
        let Some((count, ..)) = marker(&text[place..]) else {
            continue;
        };
        if tried.contains(&count) {
            continue;
        }
        if let Some(found) = of_kind(text, count, behind) {
            return Some(found);
        }
        tried.push(count);
    }
    None
}

/// The requests that are counted 建议一： in a body, whatever stands before them.
pub(super) fn in_body(body: &str) -> Vec<String> {
    let starts = starts(body, Count::Request, Behind::Stops);
    let starts = starts.filter(|starts| starts.iter().all(|start| begins_line(body, start.at)));
    starts.map_or_else(Vec::new, |starts| parts(body, &starts))
}

fn of_kind(text: &str, count: Count, behind: Behind) -> Option<(usize, Vec<String>)> {
    let starts = starts(text, count, behind)?;
    let at = starts.first()?.at;
    let before = text[..at].trim();
    let may_follow = match count {
        // Their numbers say that they are requests.
        Count::Request | Count::Roman => true,
        _ => before.is_empty() || introduces(before),
    };
    may_follow.then(|| (at, parts(text, &starts)))
}

/// Where requests of a kind begin; none where they do not count from one without a gap, or there is only one.
fn starts(text: &str, wanted: Count, behind: Behind) -> Option<Vec<Start>> {
    let found = places(text, behind).filter_map(|at| {
        let (count, no, rest) = marker(&text[at..])?;
        let start = Start {
            at,
            no,
            text: text.len() - rest.len(),
        };
        let stands = count == wanted && (!matches!(count, Count::Dash(_)) || begins_line(text, at));
        stands.then_some(start)
    });
    let found: Vec<Start> = found.collect();
    let counts = match wanted {
        Count::Dash(_) => true,
        Count::Order => in_order(&found),
        _ => (1..).zip(&found).all(|(no, start)| no == start.no),
    };
    (counts && found.len() >= 2).then_some(found)
}

/// 首先 and 其次, then any number of 再次, then perhaps 最后.
fn in_order(found: &[Start]) -> bool {
    let numbers: Vec<u32> = found.iter().map(|start| start.no).collect();
    let Some(rest) = numbers.strip_prefix(&[1, 2]) else {
        return false;
    };
    rest.strip_suffix(&[4])
        .unwrap_or(rest)
        .iter()
        .all(|no| *no == 3)
}

/// The texts from each start to the next.
fn parts(text: &str, starts: &[Start]) -> Vec<String> {
    let ends = starts.iter().skip(1).map(|next| next.at);
    let ends = ends.map(|end| (end, false)).chain([(text.len(), true)]);
    let parts = starts.iter().zip(ends).map(|(start, (end, is_last))| {
        let part = text[start.text..end].trim();
        let part = match is_last {
            true => part,
            false => part.trim_end_matches(['；', ';', '，']),
        };
        let lines: Vec<&str> = part.lines().map(str::trim).collect();
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Where a request may begin: at the beginning of the text or of a line, behind a stop, and behind the colon of an
/// introduction; what one must do, 一要, behind a comma too; and behind a comma or a blank what `behind` says.
fn places(text: &str, behind: Behind) -> impl Iterator<Item = usize> + '_ {
    let mut may = true;
    let goes_on = move |rest: &str| {
        let may = behind == Behind::Commas;
        may && (request(rest).is_some() || in_han(rest).is_some_and(|it| it.0 == Count::Is))
    };
    text.char_indices().filter_map(move |(at, c)| {
        let after = at + c.len_utf8();
        if c.is_whitespace() {
            may |= c == '\n' || goes_on(&text[after..]);
            return None;
        }
        let begins = may;
        may = STOPS.contains(&c)
            || matches!(c, '：' | ':') && introduces(&text[..after])
            || matches!(c, '，' | ',' | '、') && goes_on(text[after..].trim_start())
            || matches!(c, '，' | ',') && must(text[after..].trim_start()).is_some();
        begins.then_some(at)
    })
}

/// Whether nothing stands before a place in its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    before.is_empty() || before.ends_with('\n')
}

/// Whether the last sentence of a text says that requests follow.
pub(super) fn introduces(text: &str) -> bool {
    let from = text.char_indices().rev().nth(INTRODUCTION_CHARS);
    let text = text[from.map_or(0, |(at, _)| at)..].trim_end();
    let bare = text.trim_end_matches(['：', ':', '。', '，', ',']);
    let sentence = bare.rsplit(|c| STOPS.contains(&c) || c == '\n').next();
    let sentence = sentence.unwrap_or(bare);
    let says_so = ["以下", "如下", "下列", "几点", "几方面", "几个方面", "几项"];
    announces(sentence)
        || sentence.ends_with("建议")
        || sentence.ends_with("如下")
        || bare.len() < text.len() && says_so.iter().any(|said| sentence.contains(said))
}

/// How a text that begins a request counts it, and what follows.
fn marker(text: &str) -> Option<(Count, u32, &str)> {
    request(text)
        .or_else(|| must(text))
        .or_else(|| in_han(text))
        .or_else(|| order(text))
        .or_else(|| roman(text))
        .or_else(|| letter(text))
        .or_else(|| dash(text))
}

/// Whether a text begins as the first request that is counted in words.
pub(super) fn begins(text: &str) -> bool {
    marker(text).is_some_and(|(_, no, _)| no == 1)
}

/// 建议一： 【建议一】 建议1、 建议一 alone in its line
fn request(text: &str) -> Option<(Count, u32, &str)> {
    let (text, is_framed) = match text.strip_prefix('【') {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let (no, rest) = number(text.strip_prefix("建议")?)?;
    if is_framed {
        let rest = rest.strip_prefix('】')?;
        let rest = rest.trim_start_matches(['：', ':']);
        return Some((Count::Request, no, rest));
    }
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let rest = match rest.strip_prefix(['：', ':', '、', '.', '．', '，', ',']) {
        Some(rest) => rest,
        None if is_apart => rest,
        None => return None,
    };
    // 建议一、二均 speaks of them.
    (number(rest).is_none()).then_some((Count::Request, no, rest))
}

/// 一是 第一， 其一：
fn in_han(text: &str) -> Option<(Count, u32, &str)> {
    let (count, inner) = match text.chars().next()? {
        '第' => (Count::Nth, &text['第'.len_utf8()..]),
        '其' => (Count::OfThem, &text['其'.len_utf8()..]),
        _ => (Count::Is, text),
    };
    let (no, rest) = han_number(inner)?;
    if let Some(rest) = rest.strip_prefix('是') {
        // 一是一、二是二
        let is_prose = han_number(rest).is_some() || rest.starts_with('否');
        let rest = rest.trim_start_matches(['，', ',', '：', ':']);
        return (!is_prose).then_some((count, no, rest));
    }
    if count == Count::Is {
        return None;
    }
    let rest = rest.strip_prefix(['，', ',', '、', '：', ':'])?;
    // 第一、第二产业
    let goes_on = rest.starts_with(['第', '其']) || han_number(rest).is_some();
    (!goes_on).then_some((count, no, rest))
}

/// 一要加强规划: what is asked for begins with 要, and says more than 一要钱.
fn must(text: &str) -> Option<(Count, u32, &str)> {
    let (no, rest) = han_number(text)?;
    let bare = rest.strip_prefix('要')?;
    // 三要素, 一要是 and 一要就 count nothing.
    let is_prose = bare.starts_with(['素', '是', '就', '么', '不', '闻'])
        && !["不断", "不折不扣"].iter().any(|it| bare.starts_with(it));
    let clause = bare
        .chars()
        .take_while(|c| !c.is_whitespace() && !"，,；;。！？".contains(*c));
    (!is_prose && clause.count() >= MUST_CHARS).then_some((Count::Must, no, rest))
}

/// 首先 其次 再次 最后
fn order(text: &str) -> Option<(Count, u32, &str)> {
    let words = [
        ("首先", 1),
        ("其次", 2),
        ("再次", 3),
        ("再者", 3),
        ("最后", 4),
    ];
    let (no, rest) = words
        .iter()
        .find_map(|(word, no)| Some((*no, text.strip_prefix(word)?)))?;
    let bare = rest.trim_start_matches(['，', ',', '、', '：', ':', '是']);
    // 再次呼吁 is none of them.
    let is_apart = bare.len() < rest.len() || rest.starts_with(['要', '应', '需']);
    is_apart.then_some((Count::Order, no, bare))
}

/// Ⅰ. II、
fn roman(text: &str) -> Option<(Count, u32, &str)> {
    let (end, _) = text
        .char_indices()
        .take(5)
        .find(|(_, c)| matches!(c, '.' | '．' | '、'))?;
    let (number, rest) = text.split_at(end);
    let no = match number.chars().next()? {
        sign @ 'Ⅰ'..='Ⅻ' if number.len() == sign.len_utf8() => {
            u32::from(sign) - u32::from('Ⅰ') + 1
        }
        _ => (1..).zip(ROMAN).find(|(_, roman)| *roman == number)?.0,
    };
    Some((Count::Roman, no, rest.strip_prefix(['.', '．', '、'])?))
}

/// a) （a） a. A、
fn letter(text: &str) -> Option<(Count, u32, &str)> {
    let inner = text.strip_prefix(['(', '（']);
    let mut chars = inner.unwrap_or(text).chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let rest = chars.as_str();
    let rest = match inner {
        Some(_) => rest.strip_prefix([')', '）'])?,
        None => rest.strip_prefix([')', '）', '.', '．', '、'])?,
    };
    let no = u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1;
    // e.g. and A.B.C. are no counts.
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (!goes_on).then_some((Count::Letter, no, rest))
}

/// • ● -
fn dash(text: &str) -> Option<(Count, u32, &str)> {
    let sign = text.chars().next().filter(|c| DASHES.contains(*c))?;
    let rest = text.trim_start_matches(sign);
    // -5 is a number.
    (digit(rest.chars().next()?).is_none()).then_some((Count::Dash(sign), 1, rest))
}

/// A number in Han or in digits at the beginning, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    if let Some(found) = han_number(text) {
        return Some(found);
    }
    let rest = text.trim_start_matches(|c| digit(c).is_some());
    let digits = &text[..text.len() - rest.len()];
    let no = digits.chars().filter_map(digit);
    let no = no.fold(0_u32, |no, digit| {
        no.saturating_mul(10).saturating_add(digit)
    });
    (1..=MOST).contains(&no).then_some((no, rest))
}

/// The longest number in Han at the beginning, and what follows it.
fn han_number(said: &str) -> Option<(u32, &str)> {
    // Most sentences begin with none of them.
    if !said.starts_with(|c| "一二三四五六七八九十".contains(c)) {
        return None;
    }
    let numbers = (1..=MOST).filter_map(|no| Some((no, said.strip_prefix(&*text::in_han(no)?)?)));
    numbers.min_by_key(|(_, rest)| rest.len())
}
