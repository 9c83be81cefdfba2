//! What the server told somebody by itself.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DryRun, Json, Nothing, Page};
use crate::calendar::Date;
use crate::ids::{AssignmentNo, CaseId, Millis, PromiseNo};
use crate::lang::Lang;
use crate::{endpoint, query, words};

words! {
    /// What a notice is about.
    pub enum NoticeKind {
        /// A deadline is near.
        DeadlineNear = "deadline_near", "期限将至", "deadline near";
        /// A deadline has passed.
        Overdue = "overdue", "已逾期", "overdue";
        /// Something that was promised is due soon.
        PromiseNear = "promise_near", "承诺将到期", "promise due soon";
        /// Something that was promised is overdue.
        PromiseOverdue = "promise_overdue", "承诺逾期", "promise overdue";
        /// The work was urged.
        Urged = "urged", "催办", "urged";
        /// A spot check found something wanting.
        SpotCheckWanting = "spot_check_wanting", "抽查发现问题", "spot check: wanting";
        /// A proposer says that a contact did not take place.
        ContactDenied = "contact_denied", "提案人否认沟通", "contact denied by a proposer";
        /// A later deadline was granted.
        ExtensionGranted = "extension_granted", "同意延期", "extension granted";
        /// A later deadline was refused.
        ExtensionRefused = "extension_refused", "不同意延期", "extension refused";
        /// A task was given, passed on, or has to be gone on with.
        TaskGiven = "task_given", "交办分解任务", "task given";
        /// A task is due on another day.
        TaskMoved = "task_moved", "分解任务期限调整", "task moved";
        /// A task is due soon.
        TaskNear = "task_near", "分解任务将到期", "task due soon";
        /// A task is overdue.
        TaskOverdue = "task_overdue", "分解任务逾期", "task overdue";
        /// A publication was taken back: the proposers do not agree any more.
        PublicationEnded = "publication_ended", "公开已撤回（提案人改变意愿）", "publication taken back: consent changed";
        /// A task is nobody's any more, or not this department's.
        TaskTakenBack = "task_taken_back", "分解任务已撤回", "task taken back";
        /// A task ended with the assignment that it was cut in.
        TaskEnded = "task_ended", "分解任务随承办终止", "task ended with its assignment";
        /// What a task was cut from went with a merge that was undone.
        TaskUnmerged = "task_unmerged", "分解任务随撤销并案终止", "task ended as its proposal is merged no longer";
        /// The unit is to answer more of the suggestions.
        PartExtended = "part_extended", "增列建议", "more suggestions to answer";
        /// The hand-over was undone.
        TakenBack = "taken_back", "交办已撤回", "hand-over taken back";
        /// Another unit has it now.
        Reassigned = "reassigned", "已改办", "reassigned";
        /// The return was granted.
        ReturnGranted = "return_granted", "已同意退办", "return granted";
        /// The return was refused: the unit keeps it.
        ReturnRefused = "return_refused", "不同意退办", "return refused";
        /// The proposal is not filed.
        Declined = "declined", "不予立案", "proposal declined";
        /// The proposers are asked for a change.
        RevisionAsked = "revision_asked", "退回修改", "revision asked for";
        /// A decline or a request for a change was undone.
        Reopened = "reopened", "恢复审查", "under examination again";
        /// The proposal is handled under another number.
        MergedInto = "merged_into", "已并入他案", "merged into another proposal";
        /// It is handled by itself again.
        Unmerged = "unmerged", "恢复单独办理", "handled by itself again";
        /// The proposal was withdrawn.
        Withdrawn = "withdrawn", "已撤案", "proposal withdrawn";
        /// A supplementary reply is out.
        SupplementIssued = "supplement_issued", "补充答复已发出", "supplementary reply issued";
        /// The committee office recorded a paper form in the name of who is told.
        PaperRecorded = "paper_recorded", "已代录纸质评价表", "paper form recorded for you";
        /// A deadline was counted anew, as the calendar or the day it counts from changed.
        DeadlineRecounted = "deadline_recounted", "期限已重算", "deadline counted anew";
        /// Another handling was begun.
        HandledAgain = "handled_again", "启动再次办理", "another handling begun";
        /// Another proposal was merged into the case: the reply answers it too.
        MergedIn = "merged_in", "另件并入本案", "another proposal merged in";
        /// A merge into the case was undone: the reply answers that proposal no longer.
        MergeUndone = "merge_undone", "并案已撤销", "merge undone";
        /// What is on record of the proposal was corrected.
        Corrected = "corrected", "提案信息已更正", "proposal corrected";
        /// The rating window passed, and the reply item was closed.
        WindowPassed = "window_passed", "评价期满办结", "closed: rating window passed";
    }
}

impl NoticeKind {
    /// Whether something is to be done by the day that stands with it.
    #[must_use]
    pub const fn has_deadline(self) -> bool {
        !matches!(
            self,
            Self::PublicationEnded
                | Self::SpotCheckWanting
                | Self::ContactDenied
                | Self::Corrected
                | Self::WindowPassed
                | Self::Declined
                | Self::RevisionAsked
                | Self::Reopened
                | Self::MergedInto
                | Self::Unmerged
                | Self::SupplementIssued
                | Self::PaperRecorded
        )
    }

    /// Whether what is said with it has words of the program or of the rules in it, so that it is kept in both languages.
    #[must_use]
    pub const fn has_own_words(self) -> bool {
        matches!(self, Self::Declined)
    }

    /// Whether the day that stands with it is the last one of what has ended.
    #[must_use]
    pub const fn has_end(self) -> bool {
        matches!(self, Self::WindowPassed)
    }

    /// Whether it is read also by who may not see the case any more: it is the last they hear of it.
    #[must_use]
    pub const fn is_farewell(self) -> bool {
        matches!(
            self,
            Self::TaskTakenBack | Self::TaskEnded | Self::TaskUnmerged | Self::TakenBack
        )
    }
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// Which one; later ones are greater.
    pub id: String,
    /// About what.
    pub kind: NoticeKind,
    /// The case.
    pub case: CaseId,
    /// Its number, or its intake number.
    pub number: String,
    /// What it is called; in what is told of a task or a hand-over that was taken away, what it was called then.
    pub title: String,
    /// The assignment; 0 where it is about the proposal as a whole.
    pub assignment: AssignmentNo,
    /// The deadline, or the day of the promise; none where nothing is to be done by a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Working days left on the day of the notice, negative when overdue; none where there is no such day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
    /// The last day of the rating window that passed; none in notices about anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
    /// The number of the promise it is about, in its assignment; none where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseNo>,
    /// What was said with it, and of a promise what was promised; empty where nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The same in Chinese, where it is more than what people wrote; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_zh: String,
    /// When it was given.
    pub at_ms: Millis,
    /// Whether it was read.
    pub read: bool,
}

impl Notice {
    /// What was said with it.
    #[must_use]
    pub fn said(&self, lang: Lang) -> &str {
        match self.note_zh.as_str() {
            "" => &self.note,
            zh => lang.pick(zh, &self.note),
        }
    }
}

/// Which notices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct NoticeQuery {
    /// Only those not read yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
    /// At most so many, up to 200 (default 50).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// From where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
query!(NoticeQuery);
crate::paged!(NoticeQuery);

/// Which notices were read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// The newest that was read: it and all before it.
    pub up_to: String,
}

/// How many notices changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticesRead {
    /// Notices that were unread before.
    pub read: u64,
}

endpoint! {
    /// What the server told the caller, the newest first.
    ListNotices = Get "/api/v1/notices", "list_notices", Read, "What the server told you, the newest first.";
    part (); query NoticeQuery; body Nothing; reply Json<Page<Notice>>
}
endpoint! {
    /// Marks notices of the caller as read.
    MarkRead = Post "/api/v1/notices/read", "mark_read", Write, "Mark notices as read.";
    part (); query DryRun; body Json<ReadNotices>; reply Json<NoticesRead>
}
