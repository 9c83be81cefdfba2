//! What happened, in words.

use super::event::Happened;
use crate::lang::Lang;

impl Happened {
    /// The kind of event as people say it.
    #[must_use]
    pub const fn say(&self, lang: Lang) -> &'static str {
        match self {
            Self::Submitted { .. } => lang.pick("提交", "submitted"),
            Self::Amended { .. } => lang.pick("修改提案", "amended"),
            Self::RevisionAsked { .. } => lang.pick("退回提案人修改", "revision asked"),
            Self::Filed { .. } => lang.pick("立案", "filed"),
            Self::Unfiled {} => lang.pick("撤销立案", "filing undone"),
            Self::Declined { .. } => lang.pick("不予立案", "declined"),
            Self::Reopened {} => lang.pick("恢复待审", "reopened"),
            Self::MergedInto { .. } => lang.pick("并入他案", "merged into another"),
            Self::Unmerged { .. } => lang.pick("撤销并案", "merge undone"),
            Self::Absorbed { .. } => lang.pick("并入本案", "took another in"),
            Self::Released { .. } => lang.pick("移出并案", "let another go"),
            Self::KeyMarked { .. } => lang.pick("列为重点", "marked key"),
            Self::RulesAdopted { .. } => lang.pick("改用新规则", "goes on under newer rules"),
            Self::DeadlineRecounted { .. } => lang.pick("按新日历重算期限", "deadline recounted"),
            Self::KeyUnmarked {} => lang.pick("取消重点", "no longer key"),
            Self::LeaderViewRecorded { .. } => lang.pick("记录领导意见", "leader's view recorded"),
            Self::ConsentChanged { .. } => lang.pick("更改公开意愿", "consent changed"),
            Self::MergedConsentChanged { .. } => {
                lang.pick("并案提案更改公开意愿", "consent of a merged one changed")
            }
            Self::ProposerLinked { .. } => lang.pick("关联委员账号", "proposer linked"),
            Self::Withdrawn { .. } => lang.pick("撤案", "withdrawn"),
            Self::HandedOver { .. } => lang.pick("交办", "handed over"),
            Self::TakenBack { .. } => lang.pick("撤回交办", "taken back"),
            Self::Reassigned { .. } => lang.pick("改办", "reassigned"),
            Self::ReturnGranted { .. } => lang.pick("同意退办", "return granted"),
            Self::ReturnRefused { .. } => lang.pick("不同意退办", "return refused"),
            Self::OpinionWaived { .. } => lang.pick("免等会办意见", "opinion waived"),
            Self::OpinionUnwaived { .. } => lang.pick("恢复等候会办", "waiver undone"),
            Self::Accepted { .. } => lang.pick("签收", "accepted"),
            Self::Unaccepted { .. } => lang.pick("撤销签收", "acceptance undone"),
            Self::ReturnRequested { .. } => lang.pick("申请退办", "return requested"),
            Self::ReturnCancelled { .. } => lang.pick("撤销退办申请", "return request undone"),
            Self::ExtensionRequested { .. } => lang.pick("申请延期", "extension requested"),
            Self::ExtensionCancelled { .. } => {
                lang.pick("撤销延期申请", "extension request undone")
            }
            Self::ExtensionGranted { .. } => lang.pick("同意延期", "extension granted"),
            Self::ExtensionRefused { .. } => lang.pick("不同意延期", "extension refused"),
            Self::Urged { .. } => lang.pick("催办", "urged"),
            Self::Noted { .. } => lang.pick("督查备注", "noted"),
            Self::Dispatched { .. } => lang.pick("分派", "dispatched"),
            Self::Undispatched { .. } => lang.pick("撤销分派", "dispatch undone"),
            Self::TaskCut { .. } => lang.pick("分解任务", "task cut"),
            Self::TaskPassed { .. } => lang.pick("转交任务", "task passed on"),
            Self::TaskReported { .. } => lang.pick("报告任务进展", "task reported on"),
            Self::TaskFinished { .. } => lang.pick("完成任务", "task finished"),
            Self::TaskReopened { .. } => lang.pick("任务退回继续", "task reopened"),
            Self::TaskMoved { .. } => lang.pick("调整任务期限", "task moved"),
            Self::TaskDropped { .. } => lang.pick("撤销任务", "task dropped"),
            Self::ContactLogged { .. } => lang.pick("登记沟通", "contact logged"),
            Self::ContactStruck { .. } => lang.pick("作废沟通记录", "contact struck"),
            Self::SuggestionAnswered { .. } => lang.pick("答复建议", "suggestion answered"),
            Self::DraftSaved { .. } => lang.pick("保存草稿", "draft saved"),
            Self::ReplySubmitted { .. } => lang.pick("送审", "submitted for review"),
            Self::Recalled { .. } => lang.pick("撤回送审", "recalled"),
            Self::Approved { .. } => lang.pick("审核通过", "approved"),
            Self::ApprovalRetracted { .. } => lang.pick("撤销通过", "approval retracted"),
            Self::SentBack { .. } => lang.pick("退回修改", "sent back"),
            Self::ReviewResumed { .. } => lang.pick("撤销退回", "send-back retracted"),
            Self::ClassChanged { .. } => lang.pick("改变类别", "class changed"),
            Self::OpennessMarked { .. } => lang.pick("标注公开属性", "openness marked"),
            Self::Published { .. } => lang.pick("公开", "published"),
            Self::Unpublished { .. } => lang.pick("撤销公开", "publication undone"),
            Self::Signed { .. } => lang.pick("签发", "signed and issued"),
            Self::OpinionGiven { .. } => lang.pick("提交会办意见", "opinion given"),
            Self::Rated { .. } => lang.pick("评价", "rated"),
            Self::SecondHandlingBegun { .. } => lang.pick("启动二次办理", "second handling begun"),
            Self::Closed { .. } => lang.pick("办结", "closed"),
            Self::SupplementBegun { .. } => lang.pick("启动补充答复", "supplementary reply begun"),
            Self::SupplementDropped { .. } => {
                lang.pick("放弃补充答复", "supplementary reply dropped")
            }
            Self::OutcomeRecorded { .. } => lang.pick("登记转化成果", "outcome recorded"),
            Self::OutcomeStruck { .. } => lang.pick("作废转化成果", "outcome struck"),
            Self::ProgressReported { .. } => lang.pick("报告承诺进展", "progress reported"),
            Self::PromiseFulfilled { .. } => lang.pick("承诺兑现", "promise kept"),
            Self::PromisePostponed { .. } => lang.pick("承诺延后", "promise put off"),
            Self::PromiseReopened { .. } => lang.pick("承诺恢复跟踪", "promise tracked again"),
            Self::PromiseBrokenOff { .. } => lang.pick("承诺终止", "promise broken off"),
        }
    }
}
