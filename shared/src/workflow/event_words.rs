//! What happened, in words.

use super::event::Happened;
use crate::lang::Lang;

/// The code and the words of each kind of event, side by side.
macro_rules! kinds {
    ($( $kind:pat = $code:literal, $zh:literal, $en:literal; )+) => {
        impl Happened {
            /// The kind of event as one word, as on the wire.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $( $kind => $code, )+ }
            }

            /// The kind of event as people say it.
            #[must_use]
            pub const fn say(&self, lang: Lang) -> &'static str {
                match self { $( $kind => lang.pick($zh, $en), )+ }
            }

            /// The same for a kind that came as its code; none for one that is not known.
            #[must_use]
            pub fn say_kind(kind: &str, lang: Lang) -> Option<&'static str> {
                match kind { $( $code => Some(lang.pick($zh, $en)), )+ _ => None }
            }
        }
    };
}

kinds! {
    Happened::Submitted { .. } = "submitted", "提交", "submitted";
    Happened::Amended { .. } = "amended", "修改提案", "amended";
    Happened::RevisionAsked { .. } = "revision_asked", "退回提案人修改", "revision asked";
    Happened::Filed { .. } = "filed", "立案", "filed";
    Happened::Unfiled {} = "unfiled", "撤销立案", "filing undone";
    Happened::Declined { .. } = "declined", "不予立案", "declined";
    Happened::Reopened {} = "reopened", "恢复待审", "reopened";
    Happened::MergedInto { .. } = "merged_into", "并入他案", "merged into another";
    Happened::Unmerged { .. } = "unmerged", "撤销并案", "merge undone";
    Happened::Absorbed { .. } = "absorbed", "并入本案", "took another in";
    Happened::Released { .. } = "released", "移出并案", "let another go";
    Happened::KeyMarked { .. } = "key_marked", "列为重点", "marked key";
    Happened::RulesAdopted { .. } = "rules_adopted", "改用新规则", "goes on under newer rules";
    Happened::DeadlineRecounted { .. } = "deadline_recounted", "按新日历重算期限", "deadline recounted";
    Happened::PartExtended { .. } = "part_extended", "增列建议", "part extended";
    Happened::KeyUnmarked {} = "key_unmarked", "取消重点", "no longer key";
    Happened::LeaderViewRecorded { .. } = "leader_view_recorded", "记录领导意见", "leader's view recorded";
    Happened::ConsentChanged { .. } = "consent_changed", "更改公开意愿", "consent changed";
    Happened::Corrected { .. } = "corrected", "更正提案信息", "corrected";
    Happened::MergedCorrected { .. } = "merged_corrected", "并案提案信息更正", "merged proposal corrected";
    Happened::OutcomeReckoned { .. } = "outcome_reckoned", "评价结果重新认定", "rating reckoned anew";
    Happened::MergedConsentChanged { .. } = "merged_consent_changed", "并案提案更改公开意愿", "consent of a merged one changed";
    Happened::ProposerLinked { .. } = "proposer_linked", "关联委员账号", "proposer linked";
    Happened::Withdrawn { .. } = "withdrawn", "撤案", "withdrawn";
    Happened::HandedOver { .. } = "handed_over", "交办", "handed over";
    Happened::TakenBack { .. } = "taken_back", "撤回交办", "taken back";
    Happened::Reassigned { .. } = "reassigned", "改办", "reassigned";
    Happened::ReturnGranted { .. } = "return_granted", "同意退办", "return granted";
    Happened::ReturnRefused { .. } = "return_refused", "不同意退办", "return refused";
    Happened::OpinionWaived { .. } = "opinion_waived", "免等会办意见", "opinion waived";
    Happened::OpinionUnwaived { .. } = "opinion_unwaived", "恢复等候会办", "waiver undone";
    Happened::Accepted { .. } = "accepted", "签收", "accepted";
    Happened::Unaccepted { .. } = "unaccepted", "撤销签收", "acceptance undone";
    Happened::ReturnRequested { .. } = "return_requested", "申请退办", "return requested";
    Happened::ReturnCancelled { .. } = "return_cancelled", "撤销退办申请", "return request undone";
    Happened::ExtensionRequested { .. } = "extension_requested", "申请延期", "extension requested";
    Happened::ExtensionCancelled { .. } = "extension_cancelled", "撤销延期申请", "extension request undone";
    Happened::ExtensionGranted { .. } = "extension_granted", "同意延期", "extension granted";
    Happened::ExtensionRefused { .. } = "extension_refused", "不同意延期", "extension refused";
    Happened::Urged { .. } = "urged", "催办", "urged";
    Happened::SpotChecked { .. } = "spot_checked", "抽查", "spot check";
    Happened::Noted { .. } = "noted", "督查备注", "noted";
    Happened::Dispatched { .. } = "dispatched", "分派", "dispatched";
    Happened::Undispatched { .. } = "undispatched", "撤销分派", "dispatch undone";
    Happened::TaskCut { .. } = "task_cut", "分解任务", "task cut";
    Happened::TaskPassed { .. } = "task_passed", "转交分解任务", "task passed on";
    Happened::TaskReported { .. } = "task_reported", "报告分解任务进展", "task reported on";
    Happened::TaskFinished { .. } = "task_finished", "完成分解任务", "task finished";
    Happened::TaskReopened { .. } = "task_reopened", "分解任务退回继续", "task reopened";
    Happened::TaskMoved { .. } = "task_moved", "调整分解任务期限", "task moved";
    Happened::TaskDropped { .. } = "task_dropped", "撤销分解任务", "task dropped";
    Happened::ContactLogged { .. } = "contact_logged", "登记沟通", "contact logged";
    Happened::ContactStruck { .. } = "contact_struck", "作废沟通记录", "contact struck";
    Happened::ContactConfirmed { .. } = "contact_confirmed", "委员确认沟通记录", "contact confirmed or denied";
    Happened::SuggestionAnswered { .. } = "suggestion_answered", "答复建议", "suggestion answered";
    Happened::DraftSaved { .. } = "draft_saved", "保存草稿", "draft saved";
    Happened::ReplySubmitted { .. } = "reply_submitted", "送审", "submitted for review";
    Happened::Recalled { .. } = "recalled", "撤回送审", "recalled";
    Happened::Approved { .. } = "approved", "审核通过", "approved";
    Happened::ApprovalRetracted { .. } = "approval_retracted", "撤销通过", "approval retracted";
    Happened::SentBack { .. } = "sent_back", "退回修改", "sent back";
    Happened::ReviewResumed { .. } = "review_resumed", "撤销退回", "send-back retracted";
    Happened::ClassChanged { .. } = "class_changed", "改变类别", "class changed";
    Happened::OpennessMarked { .. } = "openness_marked", "标注公开属性", "openness marked";
    Happened::Published { .. } = "published", "公开", "published";
    Happened::Unpublished { .. } = "unpublished", "撤销公开", "publication undone";
    Happened::Signed { .. } = "signed", "签发", "signed and issued";
    Happened::OpinionGiven { .. } = "opinion_given", "提交会办意见", "opinion given";
    Happened::Rated { .. } = "rated", "评价", "rated";
    Happened::SecondHandlingBegun { .. } = "second_handling_begun", "启动再次办理", "another handling begun";
    Happened::Closed { .. } = "closed", "办结", "closed";
    Happened::SupplementBegun { .. } = "supplement_begun", "启动补充答复", "supplementary reply begun";
    Happened::SupplementDropped { .. } = "supplement_dropped", "放弃补充答复", "supplementary reply dropped";
    Happened::OutcomeRecorded { .. } = "outcome_recorded", "登记转化成果", "outcome recorded";
    Happened::OutcomeStruck { .. } = "outcome_struck", "作废转化成果", "outcome struck";
    Happened::ProgressReported { .. } = "progress_reported", "报告承诺进展", "progress reported";
    Happened::PromiseFulfilled { .. } = "promise_fulfilled", "承诺兑现", "promise kept";
    Happened::PromisePostponed { .. } = "promise_postponed", "承诺延后", "promise put off";
    Happened::PromiseReopened { .. } = "promise_reopened", "承诺恢复跟踪", "promise tracked again";
    Happened::PromiseBrokenOff { .. } = "promise_broken_off", "承诺终止", "promise broken off";
}
