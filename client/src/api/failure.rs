//! What can go wrong between here and the server.

use banli_shared::api::{Problem, ProblemCode};
use banli_shared::both;
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

    /// Whether a password did not fit.
    pub(crate) fn is_wrong_login(&self) -> bool {
        let code = self.problem.as_ref().map(|problem| problem.code);
        code == Some(ProblemCode::WrongLogin)
    }

    /// Whether the same request may be answered a little later: the server was not reached, or had no time.
    pub(crate) fn may_be_answered_later(&self) -> bool {
        let code = self.problem.as_ref().map(|problem| problem.code);
        self.kind == FailureKind::Unreachable
            || matches!(
                code,
                Some(
                    ProblemCode::Unavailable
                        | ProblemCode::StillRunning
                        | ProblemCode::TimedOut
                        | ProblemCode::TooMany
                )
            )
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

/// Why there is no connection, in words; those of the system only where it is nothing that is known here.
fn why_not(too_late: bool, cause: &(dyn std::error::Error + 'static)) -> Bilingual {
    use std::io::ErrorKind;
    let own = cause.to_string();
    let system = cause.downcast_ref::<std::io::Error>();
    let kind = system.map(std::io::Error::kind);
    // What is wrong with the encryption comes in the cover of a fault of the system.
    let inner = system.and_then(std::io::Error::get_ref);
    let of_tls = cause.is::<rustls::Error>() || inner.is_some_and(|it| it.is::<rustls::Error>());
    match kind {
        _ if own.starts_with("failed to lookup address") => {
            both!("找不到此主机名", "there is no host of this name")
        }
        _ if own.contains("InvalidContentType") => {
            both!(
                "该地址不是 HTTPS 服务",
                "nothing at this address speaks HTTPS"
            )
        }
        _ if own.contains("certificate") => both!(
            "服务器证书不受信任，如为自签证书请用 --ca-cert 指定（{own}）",
            "its certificate is not trusted; name one of your own with --ca-cert ({own})"
        ),
        _ if too_late => both!("超时", "it took too long"),
        Some(ErrorKind::ConnectionRefused) => {
            both!("连接被拒绝", "the connection was refused")
        }
        Some(
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof,
        ) => both!("对方中断了连接", "the other side broke it off"),
        Some(ErrorKind::TimedOut) => both!("超时", "it took too long"),
        Some(ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) => {
            both!("网络不通", "no way leads there")
        }
        Some(ErrorKind::NetworkDown) => both!("网络已断开", "the network is down"),
        _ if of_tls => {
            both!(
                "加密连接（TLS）失败（{own}）",
                "the encrypted connection (TLS) failed ({own})"
            )
        }
        _ => both!("通信中断（{own}）", "{own}"),
    }
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

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn why_there_is_no_connection_is_told_in_words_of_the_reader() {
        let refused = Error::from_raw_os_error(111);
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        let lookup =
            Error::other("failed to lookup address information: Name or service not known");
        let late = Error::other("deadline has elapsed");
        let odd = Error::other("odd");
        let tls = rustls::Error::HandshakeNotComplete;
        let covered = Error::new(ErrorKind::InvalidData, rustls::Error::HandshakeNotComplete);
        let said = |late, cause: &(dyn std::error::Error + 'static)| {
            let Bilingual { zh, en } = why_not(late, cause);
            [zh, en]
        };
        for (late, cause, zh, en) in [
            (
                false,
                &refused as &(dyn std::error::Error + 'static),
                "连接被拒绝",
                "was refused",
            ),
            (false, &lookup, "找不到此主机名", "no host of this name"),
            (true, &late, "超时", "too long"),
            (false, &tls, "加密连接（TLS）失败", "(TLS) failed"),
            (false, &covered, "加密连接（TLS）失败", "(TLS) failed"),
            (false, &odd, "通信中断（odd）", "odd"),
        ] {
            let said = said(late, cause);
            assert!(said[0].starts_with(zh), "{said:?}");
            assert!(said[1].contains(en), "{said:?}");
            assert!(!said[0].contains("os error"), "{said:?}");
        }
    }
}
