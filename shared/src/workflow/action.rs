//! What can be done to a case: one action for each command.

use crate::words;

words! {
    /// A kind of command. Named as on the wire.
    pub enum Action {
        /// Change what was submitted.
        Amend = "amend", "修改提案", "amend";
        /// Ask the proposer to change something.
        AskRevision = "ask_revision", "退回修改", "ask for revision";
        /// File it; the server gives the number.
        File = "file", "立案", "file";
        /// Undo a filing.
        Unfile = "unfile", "撤销立案", "undo filing";
        /// Do not file it, on a listed ground.
        Decline = "decline", "不予立案", "decline";
        /// Undo a decline or a request for revision.
        Reopen = "reopen", "恢复待审", "reopen";
        /// Handle it under another number.
        Merge = "merge", "并案", "merge";
        /// Undo a merge.
        Unmerge = "unmerge", "撤销并案", "undo merge";
        /// Mark it as a key proposal.
        MarkKey = "mark_key", "列为重点", "mark key";
        /// Take that mark off.
        UnmarkKey = "unmark_key", "取消重点", "unmark key";
        /// Put on record what the supervising leader says.
        RecordLeaderView = "record_leader_view", "记录领导意见", "record leader's view";
        /// Say which person with a login a proposer is.
        LinkProposer = "link_proposer", "关联委员账号", "link proposer";
        /// Correct what is on record of it.
        Correct = "correct", "更正提案信息", "correct";
        /// Say anew whether it may be published.
        ChangeConsent = "change_consent", "更改公开意愿", "change consent to publication";
        /// Go on under the newest rules of the session.
        AdoptRules = "adopt_rules", "适用新规则", "adopt new rules";
        /// Take the proposal back.
        Withdraw = "withdraw", "撤案", "withdraw";
        /// Note something for the offices that see everything.
        Note = "note", "督查备注", "note";
        /// Hand it over to units.
        HandOver = "hand_over", "交办", "hand over";
        /// Undo a hand-over nobody signed for.
        TakeBack = "take_back", "撤回交办", "take back";
        /// Move a deadline to where the calendar of today has it.
        RecountDeadline = "recount_deadline", "按新日历重算期限", "recount deadline";
        /// Give a unit that answers a part what no unit answers.
        ExtendPart = "extend_part", "增列建议", "extend part";
        /// Give the work to another unit.
        Reassign = "reassign", "改办", "reassign";
        /// Grant a return.
        GrantReturn = "grant_return", "同意退办", "grant return";
        /// Refuse a return.
        RefuseReturn = "refuse_return", "不同意退办", "refuse return";
        /// No longer wait for a co-handler.
        WaiveOpinion = "waive_opinion", "免催会办意见", "waive opinion";
        /// Wait for it again.
        UnwaiveOpinion = "unwaive_opinion", "恢复等候会办", "undo waiver";
        /// Sign for it.
        Accept = "accept", "签收", "accept";
        /// Undo that.
        Unaccept = "unaccept", "撤销签收", "undo accept";
        /// Ask to give it back.
        RequestReturn = "request_return", "申请退办", "request return";
        /// Undo that.
        CancelReturn = "cancel_return", "撤销退办申请", "cancel return request";
        /// Ask for a later deadline.
        RequestExtension = "request_extension", "申请延期", "request extension";
        /// Undo that.
        CancelExtension = "cancel_extension", "撤销延期申请", "cancel extension request";
        /// Grant a later deadline.
        GrantExtension = "grant_extension", "同意延期", "grant extension";
        /// Refuse it.
        RefuseExtension = "refuse_extension", "不同意延期", "refuse extension";
        /// Press for it to go on.
        Urge = "urge", "催办", "urge";
        /// Look into how it is handled, and say what was found.
        SpotCheck = "spot_check", "抽查", "spot check";
        /// Give it to a department.
        Dispatch = "dispatch", "分派", "dispatch";
        /// Undo that.
        Undispatch = "undispatch", "撤销分派", "undo dispatch";
        /// Cut a task out of a suggestion and give it to units.
        CutTask = "cut_task", "分解任务", "cut task";
        /// Pass a task on to a department.
        PassTask = "pass_task", "转交分解任务", "pass task on";
        /// Say how far a task is.
        ReportTask = "report_task", "报告分解任务进展", "report on task";
        /// Say that a unit's part of a task is done.
        FinishTask = "finish_task", "完成分解任务", "finish task";
        /// Say that it is not.
        ReopenTask = "reopen_task", "分解任务退回继续", "reopen task";
        /// Move the day by which a task is done.
        MoveTask = "move_task", "调整分解任务期限", "move task";
        /// Take a task back.
        DropTask = "drop_task", "撤销分解任务", "drop task";
        /// Log a consultation with the member.
        LogContact = "log_contact", "登记沟通", "log contact";
        /// Strike out a contact that was logged wrongly.
        StrikeContact = "strike_contact", "作废沟通记录", "strike contact";
        /// Say, as a proposer, whether a contact took place.
        ConfirmContact = "confirm_contact", "确认沟通记录", "confirm contact";
        /// Answer one suggestion.
        AnswerSuggestion = "answer_suggestion", "答复建议", "answer suggestion";
        /// Keep the text, class and promises of the draft.
        SaveDraft = "save_draft", "保存草稿", "save draft";
        /// Hand the draft in for review.
        SubmitReply = "submit_reply", "送审", "submit for review";
        /// Take it back before the next level has acted.
        Recall = "recall", "撤回送审", "recall";
        /// Say yes at level 1 or 2.
        Approve = "approve", "审核通过", "approve";
        /// Take that back before the next level has acted.
        RetractApproval = "retract_approval", "撤销通过", "retract approval";
        /// Send it back with defects.
        SendBack = "send_back", "退回修改", "send back";
        /// Take that back before the drafters have acted.
        ResumeReview = "resume_review", "撤销退回", "retract send-back";
        /// Change the class of a reply under review.
        ChangeClass = "change_class", "改变类别", "change class";
        /// Say to whom the reply is open.
        MarkOpenness = "mark_openness", "标注公开属性", "mark openness";
        /// Publish the reply that is out.
        Publish = "publish", "公开", "publish";
        /// Undo that.
        Unpublish = "unpublish", "撤销公开", "undo publication";
        /// Sign and issue the reply (level 3).
        Sign = "sign", "签发", "sign and issue";
        /// Sign and give the opinion to the lead (level 3 of a co-handler).
        GiveOpinion = "give_opinion", "提交会办意见", "give opinion";
        /// Rate the reply.
        Rate = "rate", "评价", "rate";
        /// Record a paper rating.
        RecordRating = "record_rating", "代录评价", "record paper rating";
        /// Order a second or a further handling.
        SecondHandling = "second_handling", "再次办理", "order another handling";
        /// Close a reply item.
        Close = "close", "办结", "close";
        /// Begin a supplementary reply: promises were kept.
        BeginSupplement = "begin_supplement", "补充答复", "begin supplementary reply";
        /// Give that up.
        DropSupplement = "drop_supplement", "放弃补充答复", "drop supplementary reply";
        /// Put on record what came of it.
        RecordOutcome = "record_outcome", "登记转化成果", "record outcome";
        /// Strike out an outcome that was recorded wrongly.
        StrikeOutcome = "strike_outcome", "作废转化成果", "strike outcome";
        /// Say how far a promise is.
        ReportProgress = "report_progress", "报告承诺进展", "report progress";
        /// Say that a promise was kept, with evidence.
        FulfilPromise = "fulfil_promise", "兑现承诺", "fulfil promise";
        /// Put a promise off; its first day stays on record.
        PostponePromise = "postpone_promise", "延后承诺", "postpone promise";
        /// Track a promise again that was not really kept, or is to be kept after all.
        ReopenPromise = "reopen_promise", "恢复跟踪承诺", "reopen promise";
        /// Say that a promise will not be kept.
        BreakOffPromise = "break_off_promise", "终止承诺", "break off promise";
    }
}

words! {
    /// How careful a screen must be with an action.
    pub enum Danger {
        /// Changes can be made again at will.
        Plain = "plain", "普通", "plain";
        /// There is a command that takes it back.
        Reversible = "reversible", "可撤销", "reversible";
        /// There is no way back: ask first.
        Irreversible = "irreversible", "不可撤销", "irreversible";
    }
}

impl Action {
    /// Whether the action is about one assignment (else it is about the whole case).
    #[must_use]
    pub const fn is_on_assignment(self) -> bool {
        !matches!(
            self,
            Self::Amend
                | Self::AskRevision
                | Self::File
                | Self::Unfile
                | Self::Decline
                | Self::Reopen
                | Self::Merge
                | Self::Unmerge
                | Self::MarkKey
                | Self::UnmarkKey
                | Self::RecordLeaderView
                | Self::LinkProposer
                | Self::Correct
                | Self::ChangeConsent
                | Self::AdoptRules
                | Self::Withdraw
                | Self::Note
                | Self::HandOver
        )
    }

    /// Whether it cuts a task, or is about one that was cut.
    #[must_use]
    pub const fn is_on_tasks(self) -> bool {
        matches!(
            self,
            Self::CutTask
                | Self::PassTask
                | Self::ReportTask
                | Self::FinishTask
                | Self::ReopenTask
                | Self::MoveTask
                | Self::DropTask
        )
    }

    /// The action that takes this one back.
    #[must_use]
    pub const fn inverse(self) -> Option<Self> {
        Some(match self {
            Self::File => Self::Unfile,
            Self::Decline | Self::AskRevision => Self::Reopen,
            Self::Merge => Self::Unmerge,
            Self::MarkKey => Self::UnmarkKey,
            Self::UnmarkKey => Self::MarkKey,
            Self::HandOver => Self::TakeBack,
            Self::WaiveOpinion => Self::UnwaiveOpinion,
            Self::UnwaiveOpinion => Self::WaiveOpinion,
            Self::Accept => Self::Unaccept,
            Self::RequestReturn => Self::CancelReturn,
            Self::RequestExtension => Self::CancelExtension,
            Self::Dispatch => Self::Undispatch,
            Self::LogContact => Self::StrikeContact,
            Self::Publish => Self::Unpublish,
            Self::SubmitReply => Self::Recall,
            Self::Recall => Self::SubmitReply,
            Self::Approve => Self::RetractApproval,
            Self::SendBack => Self::ResumeReview,
            Self::BeginSupplement => Self::DropSupplement,
            Self::Unfile => Self::File,
            Self::Unaccept => Self::Accept,
            _ => return None,
        })
    }

    /// How careful a screen must be with it.
    #[must_use]
    pub const fn danger(self) -> Danger {
        match self {
            Self::Amend
            | Self::LinkProposer
            | Self::Correct
            | Self::ChangeConsent
            | Self::RecordLeaderView
            | Self::MarkOpenness
            | Self::Note
            | Self::Urge
            | Self::SpotCheck
            | Self::ConfirmContact
            | Self::AnswerSuggestion
            | Self::SaveDraft
            | Self::CutTask
            | Self::PassTask
            | Self::ReportTask
            | Self::MoveTask
            | Self::RecordOutcome
            | Self::ReportProgress => Danger::Plain,
            Self::Withdraw
            | Self::Unmerge
            | Self::AdoptRules
            | Self::RecountDeadline
            | Self::ExtendPart
            | Self::Reassign
            | Self::GrantReturn
            | Self::RefuseReturn
            | Self::GrantExtension
            | Self::RefuseExtension
            | Self::ChangeClass
            | Self::Sign
            | Self::GiveOpinion
            | Self::Rate
            | Self::RecordRating
            | Self::SecondHandling
            | Self::Close
            | Self::FinishTask
            | Self::ReopenTask
            | Self::DropTask
            | Self::StrikeOutcome
            | Self::FulfilPromise
            | Self::PostponePromise
            | Self::ReopenPromise
            | Self::BreakOffPromise => Danger::Irreversible,
            _ => Danger::Reversible,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_reversible_has_a_way_back_or_is_one() {
        for action in Action::ALL {
            let takes_back = Action::ALL
                .iter()
                .any(|other| other.inverse() == Some(*action));
            if action.danger() == Danger::Reversible {
                assert!(action.inverse().is_some() || takes_back, "{action}");
            } else {
                assert!(action.inverse().is_none(), "{action}");
            }
        }
    }

    #[test]
    fn codes_are_what_serde_writes() {
        for action in Action::ALL {
            assert_eq!(
                serde_json::to_string(action).unwrap(),
                format!("\"{action}\"")
            );
        }
    }
}
