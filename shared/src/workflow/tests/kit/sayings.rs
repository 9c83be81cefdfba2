//! Commands in few words.

use crate::case::{Class, Promise, ReplyFormat, Satisfaction, Verdict};
use crate::ids::AssignmentNo;
use crate::workflow::{
    AnswerSuggestion, Command, ConfirmContact, HandOver, HandTo, On, Rate, SaveDraft, SendBack,
    WithReason,
};

pub(crate) fn on(assignment: AssignmentNo) -> On {
    On { assignment }
}

pub(crate) fn why(reason: &str) -> WithReason {
    WithReason {
        reason: reason.into(),
    }
}

pub(crate) fn hand_over(to: Vec<HandTo>) -> HandOver {
    HandOver {
        to,
        due: None,
        goal: "办实办好".into(),
        visit_required: false,
        reply_format: ReplyFormat::Letter,
        plain_weekdays: false,
    }
}

/// A text that is long enough for every class.
pub(crate) const LETTER: &str = "您提出的提案收悉。经认真研究，我局已会同有关部门制定方案，明确责任分工与时间安排，\
    相关工作正在有序推进，现将办理情况答复如下：一是加大投入，二是加强培训，三是完善机制。";

pub(crate) fn draft(no: AssignmentNo, class: Option<Class>) -> Command {
    Command::SaveDraft(SaveDraft {
        assignment: no,
        body: LETTER.into(),
        class,
        promises: vec![],
    })
}

/// A draft of class B with a promise for each of these days.
pub(crate) fn promising(no: AssignmentNo, promises: &[(&str, &str)]) -> Command {
    Command::SaveDraft(SaveDraft {
        assignment: no,
        body: LETTER.into(),
        class: Some(Class::B),
        promises: promises
            .iter()
            .map(|(text, by)| Promise {
                text: (*text).into(),
                by: by.parse().unwrap(),
            })
            .collect(),
    })
}

pub(crate) fn answer(no: AssignmentNo, suggestion: u32, verdict: Verdict) -> Command {
    Command::AnswerSuggestion(AnswerSuggestion {
        assignment: no,
        suggestion,
        verdict,
        text: "照办".into(),
    })
}

pub(crate) fn rate(no: AssignmentNo, result: Satisfaction) -> Command {
    Command::Rate(form(no, result))
}

pub(crate) fn form(no: AssignmentNo, result: Satisfaction) -> Rate {
    Rate {
        assignment: no,
        work: Some(Satisfaction::Satisfied),
        result: Some(result),
        contacted: Some(true),
        contact_forms: vec![],
        comment: String::new(),
    }
}

pub(crate) fn confirm(no: AssignmentNo, contact: u32, took_place: bool, note: &str) -> Command {
    Command::ConfirmContact(ConfirmContact {
        assignment: no,
        contact,
        took_place,
        note: note.into(),
    })
}

pub(crate) fn send_back(no: AssignmentNo) -> Command {
    Command::SendBack(SendBack {
        assignment: no,
        defects: vec!["evasive".into()],
        note: "请正面回应第二条建议".into(),
    })
}
