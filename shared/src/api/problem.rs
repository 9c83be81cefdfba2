//! Errors on the wire: RFC 9457 problems with a stable code.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lang::Lang;
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
        /// The path exists, the method does not.
        MethodNotAllowed = "method_not_allowed", "不支持该方法", "method not allowed";
        /// A rule of the work says no; `refusal` says which.
        Refused = "refused", "不符合办理规则", "refused by a rule";
        /// The name or number is taken.
        Taken = "taken", "已被占用", "already taken";
        /// `If-Match` names a version that is no longer the newest.
        StaleVersion = "stale_version", "内容已被他人更新", "changed since you read it";
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
            Self::Refused | Self::Taken | Self::StillRunning => 409,
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
    /// The same in Chinese, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_zh: Option<String>,
}

impl FieldFault {
    /// A fault at `pointer`.
    #[must_use]
    pub fn new(pointer: &str, code: &str, text: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            text: text.to_owned(),
            text_zh: None,
        }
    }

    /// What the JSON decoder said about the value at `pointer`.
    #[must_use]
    pub fn of_decoder(pointer: &str, message: &str) -> Self {
        let chinese = super::decoding::in_chinese(message);
        Self {
            text_zh: chinese.map(|text| match pointer {
                "" => text,
                pointer => format!("{pointer}：{text}"),
            }),
            ..Self::new(pointer, "json", message)
        }
    }
}

impl FieldFault {
    /// In the language of the reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match (&self.text_zh, lang) {
            (Some(text), Lang::Zh) => text.clone(),
            _ => self.to_string(),
        }
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
    /// The same in Chinese, where it is known.
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
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: code.say(Lang::En).to_owned(),
            status: code.status(),
            code,
            detail: detail.into(),
            detail_zh: None,
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
                Missing::Field { pointer, expected } => Some(FieldFault {
                    text_zh: Some(missing.say(Lang::Zh)),
                    ..FieldFault::new(pointer, "field", expected)
                }),
                Missing::TextRead => Some(FieldFault {
                    text_zh: Some(missing.say(Lang::Zh)),
                    ..FieldFault::new("/hash", "required", &missing.say(Lang::En))
                }),
                _ => None,
            })
            .collect();
        let detail = refusal.to_string();
        Self {
            errors,
            refusal: Some(refusal),
            ..Self::new(code, detail)
        }
    }

    /// In the language of the reader: refusals and titles are known in both, details in English only.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match (&self.refusal, lang) {
            (Some(refusal), _) => refusal.say(lang),
            (None, Lang::En) => self.detail.clone(),
            (None, Lang::Zh) if self.detail_zh.is_some() => {
                self.detail_zh.clone().unwrap_or_default()
            }
            (None, Lang::Zh) => format!("{}：{}", self.code.say(lang), self.detail),
        }
    }

    /// A problem with fields.
    #[must_use]
    pub fn fields(errors: Vec<FieldFault>) -> Self {
        let detail = errors.first().map_or_else(String::new, ToString::to_string);
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

    #[test]
    fn every_code_is_what_serde_writes_and_has_an_error_status() {
        for code in ProblemCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{code}\""));
            assert!((400..600).contains(&code.status()));
        }
    }
}
