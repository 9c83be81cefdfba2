//! Errors on the wire: RFC 9457 problems with a stable code.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::UnitCode;
use crate::lang::Lang;
use crate::text::{Bilingual, of_decoder, place};
use crate::words;
use crate::workflow::{Gate, Missing, Refusal};

words! {
    /// What went wrong, for programs. Codes never change their meaning.
    pub enum ProblemCode {
        /// No token, or one that is unknown, expired or revoked.
        Unauthenticated = "unauthenticated", "请先登录", "log in first";
        /// Login and password do not fit.
        WrongLogin = "wrong_login", "账号或密码不正确", "login and password do not fit";
        /// Known, but not allowed here.
        Forbidden = "forbidden", "无权进行此操作", "not yours to do";
        /// The token's scopes do not reach this far.
        OutOfScope = "out_of_scope", "令牌权限不足", "the token's scopes do not cover this";
        /// Not there, or not yours to know of.
        NotFound = "not_found", "未找到", "not found";
        /// Several proposals have this number; the detail says how each is written.
        Ambiguous = "ambiguous", "编号指多件提案", "the number is that of several";
        /// The path exists, the method does not.
        MethodNotAllowed = "method_not_allowed", "不支持该方法", "method not allowed";
        /// A rule of the work says no; `refusal` says which.
        Refused = "refused", "不符合办理规则", "refused by a rule";
        /// The name or number is taken.
        Taken = "taken", "已被占用", "already taken";
        /// `If-Match` names a version that is no longer the newest.
        StaleVersion = "stale_version", "读取之后已有变动", "changed since you read it";
        /// A request with this idempotency key is still running.
        StillRunning = "still_running", "相同请求正在处理", "the same request is still running";
        /// The idempotency key was used for another body.
        KeyReused = "key_reused", "幂等键已用于其他内容", "idempotency key used for another body";
        /// More bytes than this endpoint reads.
        TooLarge = "too_large", "内容过大", "too large";
        /// The content type is not taken here.
        UnsupportedMediaType = "unsupported_media_type", "不支持的内容类型", "unsupported content type";
        /// A field is missing, unknown, or of the wrong kind; `errors` says which.
        BadField = "bad_field", "字段有误", "a field is wrong";
        /// A list could not be read or has bad rows; `errors` says which.
        BadList = "bad_list", "名单有误", "the list has faults";
        /// Too many tries.
        TooMany = "too_many", "请求过于频繁", "too many requests";
        /// Took too long.
        TimedOut = "timed_out", "处理超时", "took too long";
        /// Cannot answer now; try again.
        Unavailable = "unavailable", "服务暂不可用", "not available now";
        /// A fault of the server; nothing was changed.
        Internal = "internal", "服务器内部错误", "a fault of the server";
    }
}

impl ProblemCode {
    /// The HTTP status it goes with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Unauthenticated | Self::WrongLogin => 401,
            Self::Forbidden | Self::OutOfScope => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Refused | Self::Taken | Self::StillRunning | Self::Ambiguous => 409,
            Self::StaleVersion => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::KeyReused | Self::BadField | Self::BadList => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::TimedOut => 504,
        }
    }
}

/// One field, row or cell that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldFault {
    /// Where: a JSON pointer into the body, `?name` in the query, or `row 5, column 承办单位` in a list.
    pub pointer: String,
    /// What kind of fault, for programs.
    pub code: String,
    /// What was expected, for people.
    pub text: String,
    /// The same in Chinese, with its place, so that it can stand alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_zh: Option<String>,
    /// Where in a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Box<ListPlace>>,
}

/// The code of a fault in a list for want of the holidays of a year.
pub const NO_HOLIDAYS: &str = "no_holidays";

/// A place in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListPlace {
    /// The sheet, where several were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// The column of the sheet as its letters, where one cell is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl FieldFault {
    /// A fault at `pointer`.
    #[must_use]
    pub fn new(pointer: &str, code: &str, text: Bilingual) -> Self {
        Self {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            text_zh: Some(at_place(Lang::Zh, pointer, &text.zh)),
            text: text.en,
            at: None,
        }
    }

    /// With its row of a list, and the sheet where several were read.
    #[must_use]
    pub fn at_row(mut self, sheet: Option<&str>, row: u32) -> Self {
        self.at = Some(Box::new(ListPlace {
            sheet: sheet.map(str::to_owned),
            row,
            column: None,
        }));
        self
    }

    /// A fault in a list, whose place has words of its own in each language.
    #[must_use]
    pub fn in_list(place: &Bilingual, code: &str, text: Bilingual) -> Self {
        Self {
            text_zh: Some(format!("{}：{}", place.zh, text.zh)),
            ..Self::new(&place.en, code, text)
        }
    }

    /// A fault whose text names its place: the line of a file, say, that came in one field.
    #[must_use]
    pub fn placed(pointer: &str, code: &str, text: Bilingual) -> Self {
        Self {
            text_zh: Some(text.zh.clone()),
            ..Self::new(pointer, code, text)
        }
    }

    /// What a decoder said about the value at `pointer`.
    #[must_use]
    pub fn of_decoder(pointer: &str, code: &str, message: &str) -> Self {
        Self::new(pointer, code, of_decoder(message))
    }

    /// The same, deeper down: at `pointer` and what it has itself.
    #[must_use]
    pub fn within(mut self, pointer: &str) -> Self {
        let before = at_place(Lang::Zh, &self.pointer, "");
        let is_placed = self.is_placed();
        self.pointer.insert_str(0, pointer);
        if let Some(text) = self.text_zh.as_mut().filter(|_| !is_placed) {
            let said = text.strip_prefix(before.as_str()).unwrap_or(text);
            *text = at_place(Lang::Zh, &self.pointer, said);
        }
        self
    }
}

impl FieldFault {
    /// Whether the text names the place itself: in Chinese, where the place stands before any other text, it does not.
    fn is_placed(&self) -> bool {
        let is_of_a_field = self.pointer.starts_with(['/', '?']);
        let before = at_place(Lang::Zh, &self.pointer, "");
        let text = self.text_zh.as_ref().filter(|_| is_of_a_field);
        text.is_some_and(|text| !text.starts_with(&before))
    }

    /// What is wrong, without the place: for who shows it there.
    #[must_use]
    pub fn bare(&self, lang: Lang) -> &str {
        match (&self.text_zh, lang) {
            (Some(text), Lang::Zh) => {
                let before = at_place(Lang::Zh, &self.pointer, "");
                text.strip_prefix(before.as_str()).unwrap_or(text)
            }
            _ => &self.text,
        }
    }

    /// In the language of the reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match (&self.text_zh, lang) {
            (Some(text), Lang::Zh) => text.clone(),
            _ if self.is_placed() => self.text.clone(),
            _ => at_place(Lang::En, &self.pointer, &self.text),
        }
    }
}

/// What is wrong with the value at `pointer`, with the place in words: the pointer itself is for programs.
fn at_place(lang: Lang, pointer: &str, text: &str) -> String {
    match pointer {
        "" => text.to_owned(),
        pointer => format!(
            "{}{}{text}",
            place(pointer).say(lang),
            lang.pick("：", ": ")
        ),
    }
}

impl std::fmt::Display for FieldFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.text)
        } else {
            write!(f, "{}: {}", self.pointer, self.text)
        }
    }
}

/// An error as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the code tells the kinds apart.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short title that is the same for every problem of its code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The kind of problem, for programs.
    pub code: ProblemCode,
    /// What happened and what to do, for people.
    pub detail: String,
    /// The same in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail_zh: Option<String>,
    /// Fields, rows or cells that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// Which rule said no, what is missing, and who can supply it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The newest version, where `If-Match` was stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
    /// The request, to find it in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(code: ProblemCode, detail: Bilingual) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: code.say(Lang::En).to_owned(),
            status: code.status(),
            code,
            detail: detail.en,
            detail_zh: Some(detail.zh),
            errors: vec![],
            refusal: None,
            current_version: None,
            request_id: None,
        }
    }

    /// A rule said no: 403 where it is about who, 422 where it is about a field, else 409.
    #[must_use]
    pub fn refused(refusal: Refusal) -> Self {
        let code = match refusal.gate {
            Gate::Role => ProblemCode::Forbidden,
            Gate::Form => ProblemCode::BadField,
            _ => ProblemCode::Refused,
        };
        let errors = refusal
            .missing
            .iter()
            .filter_map(|missing| match missing {
                Missing::Field {
                    pointer,
                    expected,
                    expected_zh,
                } => {
                    let text = Bilingual::new(expected_zh, expected);
                    Some(FieldFault::new(pointer, "field", text))
                }
                Missing::TextRead => {
                    let text = Bilingual::new(missing.say(Lang::Zh), missing.say(Lang::En));
                    Some(FieldFault::new("/hash", "required", text))
                }
                _ => None,
            })
            .collect();
        let detail = Bilingual::new(refusal.say(Lang::Zh), refusal.say(Lang::En));
        Self {
            errors,
            refusal: Some(refusal),
            ..Self::new(code, detail)
        }
    }

    /// In the language of the reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match (&self.detail_zh, lang) {
            (_, Lang::En) => self.detail.clone(),
            (Some(detail), Lang::Zh) => detail.clone(),
            // What stands between here and the server may have left it out.
            (None, Lang::Zh) => format!("{}：{}", self.code.say(lang), self.detail),
        }
    }

    /// Whether a day could not be counted because the calendar has no holidays for its year.
    #[must_use]
    pub fn lacks_holidays(&self) -> bool {
        let of_refusal = self.refusal.as_ref().is_some_and(|refusal| {
            let mut missing = refusal.missing.iter();
            missing.any(|it| matches!(it, Missing::HolidaysOf { .. }))
        });
        of_refusal || self.errors.iter().any(|fault| fault.code == NO_HOLIDAYS)
    }

    /// Puts words around what is said, in each language: `around` is given what is said so far.
    pub fn reword(&mut self, around: impl FnOnce(Bilingual) -> Bilingual) {
        let said = around(Bilingual::new(self.say(Lang::Zh), self.say(Lang::En)));
        (self.detail, self.detail_zh) = (said.en, Some(said.zh));
    }

    /// Says a refusal with units by their names where it says them by their codes; as a value it keeps the codes.
    pub fn name_units(&mut self, name_of: impl Fn(&UnitCode) -> String) {
        let Some(refusal) = &self.refusal else {
            return;
        };
        let before = Bilingual::new(refusal.say(Lang::Zh), refusal.say(Lang::En));
        let named = refusal.with_names(name_of);
        self.reword(|said| {
            Bilingual::new(
                said.zh.replace(&before.zh, &named.say(Lang::Zh)),
                said.en.replace(&before.en, &named.say(Lang::En)),
            )
        });
    }

    /// Says in which part of the body the fault lies, wherever it is said.
    pub fn move_within(&mut self, pointer: &str) {
        let errors = std::mem::take(&mut self.errors);
        self.errors = errors.into_iter().map(|it| it.within(pointer)).collect();
        match (&mut self.refusal, self.errors.first()) {
            (Some(refusal), _) => {
                for missing in &mut refusal.missing {
                    if let Missing::Field { pointer: at, .. } = missing {
                        at.insert_str(0, pointer);
                    }
                }
                let said = Bilingual::new(refusal.say(Lang::Zh), refusal.say(Lang::En));
                self.reword(|_| said);
            }
            (None, Some(first)) => {
                let said = Bilingual::new(first.say(Lang::Zh), first.say(Lang::En));
                self.reword(|_| said);
            }
            (None, None) => {
                self.reword(|said| {
                    let zh = at_place(Lang::Zh, pointer, &said.zh);
                    Bilingual::new(zh, at_place(Lang::En, pointer, &said.en))
                });
            }
        }
    }

    /// A problem with fields.
    #[must_use]
    pub fn fields(errors: Vec<FieldFault>) -> Self {
        let say = |lang| errors.first().map_or_else(String::new, |it| it.say(lang));
        let detail = Bilingual::new(say(Lang::Zh), say(Lang::En));
        Self {
            errors,
            ..Self::new(ProblemCode::BadField, detail)
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.detail, self.code)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both;

    #[test]
    fn a_fault_deeper_down_is_named_once() {
        let refusal = Refusal::field("/due", both!("须晚于今天", "must lie after today"));
        let mut problem = Problem::refused(refusal);
        problem.move_within("/hand_over");
        assert_eq!(problem.errors[0].pointer, "/hand_over/due");
        for lang in [Lang::Zh, Lang::En] {
            let fault = problem.errors[0].say(lang);
            assert!(problem.say(lang).ends_with(&fault), "{problem:?}");
        }
    }

    #[test]
    fn a_text_that_names_its_place_stands_alone_in_both_languages() {
        let text = || both!("不认识的列：甲", "`甲` is no header that is known");
        let placed = FieldFault::placed("/map/甲", "unknown_column", text());
        for fault in [placed.clone(), placed.within("/list")] {
            assert_eq!(fault.say(Lang::Zh), "不认识的列：甲");
            assert_eq!(fault.say(Lang::En), "`甲` is no header that is known");
        }
        let of_field = FieldFault::new("/map/甲", "unknown_column", text());
        let said = |fault: &FieldFault| [Lang::Zh, Lang::En].map(|lang| fault.say(lang));
        assert_eq!(
            said(&of_field),
            [
                "列对照，甲：不认识的列：甲",
                "map, 甲: `甲` is no header that is known"
            ]
        );
        // A place in words stands before the text in either.
        let row = both!("第 5 行", "row 5");
        let in_list = FieldFault::in_list(&row, "unknown_column", text());
        assert_eq!(
            said(&in_list),
            [
                "第 5 行：不认识的列：甲",
                "row 5: `甲` is no header that is known"
            ]
        );
    }

    #[test]
    fn every_code_is_what_serde_writes_and_has_an_error_status() {
        for code in ProblemCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{code}\""));
            assert!((400..600).contains(&code.status()));
        }
    }
}
