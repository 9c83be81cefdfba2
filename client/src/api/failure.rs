//! What can go wrong between here and the server.

use banli_shared::api::{Problem, ProblemCode};
use banli_shared::lang::Lang;
use banli_shared::text::Bilingual;

/// What kind of failure, for exit codes and screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The server does not answer.
    Unreachable,
    /// The login is gone, or was never there.
    LoggedOut,
    /// Somebody was faster, or the name is taken.
    Conflict,
    /// The server said no, or something odd.
    Refused,
    /// What was asked for makes no sense here.
    Usage,
}

/// A call that did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiFailure {
    /// Which kind.
    pub kind: FailureKind,
    /// What the server said, where it said something.
    pub problem: Option<Box<Problem>>,
    /// What happened, where the server said nothing.
    text: Bilingual,
    /// The connection was there and broke: a repeat may work at once.
    pub(super) broke_off: bool,
    /// The server may have got what was asked of it, and done it.
    pub(super) arrived: bool,
}

impl ApiFailure {
    pub(crate) fn usage(text: Bilingual) -> Self {
        Self {
            kind: FailureKind::Usage,
            problem: None,
            text,
            broke_off: false,
            arrived: false,
        }
    }

    pub(super) fn strange(text: Bilingual) -> Self {
        Self {
            kind: FailureKind::Refused,
            problem: None,
            text,
            broke_off: false,
            arrived: false,
        }
    }

    pub(super) fn from_http(fault: &reqwest::Error) -> Self {
        let broke_off = !fault.is_connect() && !fault.is_timeout() && !fault.is_builder();
        // The innermost cause says what the outer ones only wrap.
        let mut cause: &(dyn std::error::Error + 'static) = fault;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        Self {
            kind: FailureKind::Unreachable,
            problem: None,
            text: why_not(fault.is_timeout(), cause),
            broke_off,
            arrived: !fault.is_connect() && !fault.is_builder(),
        }
    }

    /// Whether a change may have been made although the server did not say so.
    pub(crate) fn may_have_arrived(&self) -> bool {
        self.arrived
    }

    /// What happened, without what to do.
    pub(crate) fn why(&self) -> Bilingual {
        match &self.problem {
            Some(problem) => Bilingual::new(problem.say(Lang::Zh), problem.say(Lang::En)),
            None => self.text.clone(),
        }
    }

    /// Whether the server only said no for now.
    pub(super) fn may_pass(&self) -> bool {
        self.problem
            .as_ref()
            .is_some_and(|problem| problem.status >= 500 || problem.code == ProblemCode::TooMany)
    }

    /// Whether somebody was faster.
    pub(crate) fn is_stale(&self) -> bool {
        let code = self.problem.as_ref().map(|problem| problem.code);
        code == Some(ProblemCode::StaleVersion)
    }

    /// In words, with what to do.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        if let Some(problem) = &self.problem {
            let text = problem.say(lang);
            return match self.kind {
                // What the server says is for programs, which send a token.
                FailureKind::LoggedOut if problem.code == ProblemCode::Unauthenticated => lang
                    .pick(
                        "未登录，或登录已失效。请运行 banli login",
                        "you are not logged in, or the login is over. Run: banli login",
                    )
                    .to_owned(),
                _ => text,
            };
        }
        match self.kind {
            FailureKind::Unreachable if self.arrived => match lang {
                Lang::Zh => format!(
                    "与服务器的连接中断：{}。操作可能已经完成，请先查看结果，再决定是否重试",
                    self.text.zh
                ),
                Lang::En => format!(
                    "the connection to the server broke off ({}). It may have been done: look before you repeat it",
                    self.text.en
                ),
            },
            FailureKind::Unreachable => match lang {
                Lang::Zh => format!(
                    "无法连接服务器：{}。请检查地址（--server 或 BANLI_SERVER）和服务是否启动",
                    self.text.zh
                ),
                Lang::En => format!(
                    "the server cannot be reached ({}). Check the address (--server or BANLI_SERVER) and that it runs",
                    self.text.en
                ),
            },
            _ => self.text.say(lang).to_owned(),
        }
    }
}

/// Why there is no connection. The Chinese keeps the words of the cause, by which they are looked up.
fn why_not(too_late: bool, cause: &(dyn std::error::Error + 'static)) -> Bilingual {
    let en = cause.to_string();
    let known = if en.starts_with("failed to lookup address") {
        "找不到此主机名"
    } else if en.contains("InvalidContentType") {
        "该地址不是 HTTPS 服务"
    } else if en.contains("certificate") {
        "服务器证书不受信任，如为自签证书请用 --ca-cert 指定"
    } else if let Some(cause) = cause.downcast_ref::<std::io::Error>() {
        return banli_shared::text::system(cause);
    } else if too_late {
        "超时"
    } else {
        "通信中断"
    };
    Bilingual::new(format!("{known}（{en}）"), en)
}

impl From<Problem> for ApiFailure {
    fn from(problem: Problem) -> Self {
        let kind = match problem.code {
            code if super::is_logged_out(code) => FailureKind::LoggedOut,
            ProblemCode::StaleVersion
            | ProblemCode::Taken
            | ProblemCode::KeyReused
            | ProblemCode::StillRunning => FailureKind::Conflict,
            _ => FailureKind::Refused,
        };
        Self {
            kind,
            problem: Some(Box::new(problem)),
            text: Bilingual::new("", ""),
            broke_off: false,
            arrived: false,
        }
    }
}

impl std::fmt::Display for ApiFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ApiFailure {}
