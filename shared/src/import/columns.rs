//! Names under which lists have their columns.

use crate::lists::{HandOverColumn, ProposalColumn, UnitColumn};

use super::header::Columns;

impl Columns for ProposalColumn {
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Number => &[
                "提案编号",
                "编号",
                "案号",
                "提案序号",
                "proposal number",
                "proposal no",
                "no",
                "no.",
            ],
            Self::Title => &[
                "题目",
                "标题",
                "提案题目",
                "提案标题",
                "提案名称",
                "提案案由",
                "名称",
                "案由题目",
                "proposal title",
                "subject",
            ],
            Self::Body => &[
                "提案内容",
                "正文",
                "提案正文",
                "主要内容",
                "案据",
                "情况分析",
                "text",
                "content",
            ],
            Self::Proposers => &[
                "提案者",
                "提案委员",
                "第一提案人",
                "提出人",
                "提案人姓名",
                "委员姓名",
                "委员",
                "姓名",
                "提案单位",
                "proposer",
                "member",
                "members",
            ],
            Self::JointProposers => &[
                "联名提案人",
                "联名委员",
                "联名者",
                "附议人",
                "附议委员",
                "其他提案人",
                "共同提案人",
                "joint proposer",
                "co-proposers",
            ],
            Self::Kind => &["类型", "提案形式", "提案者类型", "提案性质", "type"],
            Self::Category => &["提案类别", "分类", "提案分类", "内容分类", "主题", "领域"],
            Self::Timing => &[
                "大会/平时",
                "大会平时",
                "提交时期",
                "时段",
                "会议类型",
                "提案时间类型",
            ],
            Self::Publication => &[
                "是否同意公开",
                "是否公开",
                "公开意见",
                "同意公开",
                "may be published",
            ],
            Self::Submitted => &[
                "提交时间",
                "提案日期",
                "提案时间",
                "收到日期",
                "来案日期",
                "日期",
                "submitted",
                "submission date",
                "date",
            ],
            Self::Suggestions => &[
                "具体建议",
                "意见建议",
                "建议办法",
                "意见和建议",
                "办法",
                "对策建议",
                "suggestion",
                "requests",
            ],
            Self::Lead => &[
                "主办",
                "主办部门",
                "承办单位",
                "主办(承办)单位",
                "牵头单位",
                "拟办单位",
                "拟承办单位",
                "拟主办单位",
                "建议承办单位",
                "建议主办单位",
                "lead",
            ],
            Self::Splits => &["分办", "分办部门", "split", "splits"],
            Self::CoHandlers => &[
                "会办",
                "协办",
                "协办单位",
                "会办部门",
                "会办(协办)单位",
                "会办协办单位",
                "会同办理单位",
                "拟会办单位",
                "建议会办单位",
                "co-handler",
                "co handlers",
            ],
            Self::Parts => &[
                "各单位承办建议",
                "承办建议序号",
                "答复建议",
                "分办建议",
                "parts",
            ],
            Self::Leader => &[
                "领衔督办领导",
                "领衔领导",
                "督办领导",
                "领衔督办人",
                "重点提案督办领导",
            ],
            Self::IntakeNumber => &["来件号", "收件号", "收件编号"],
            Self::Stage => &["立案情况", "是否立案", "审查结果"],
            Self::Ground => &["不立案理由", "不予立案原因", "不立案原因"],
            Self::Forwarded => &["转办情况"],
            Self::DecisionNote => &["立案审查说明"],
            Self::MergedInto => &["并入", "并入提案号", "并入案号", "并案号", "主案号"],
            Self::MergeOrder => &[],
        }
    }

    fn is_needed(self) -> bool {
        matches!(self, Self::Title | Self::Proposers)
    }

    fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Proposers
                | Self::JointProposers
                | Self::Suggestions
                | Self::Splits
                | Self::CoHandlers
                | Self::Parts
        )
    }
}

/// The same names as in a list of proposals.
impl Columns for HandOverColumn {
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Number => ProposalColumn::Number.headers(),
            Self::Title => ProposalColumn::Title.headers(),
            Self::Lead => ProposalColumn::Lead.headers(),
            Self::Splits => ProposalColumn::Splits.headers(),
            Self::CoHandlers => ProposalColumn::CoHandlers.headers(),
            Self::Parts => ProposalColumn::Parts.headers(),
        }
    }

    fn is_needed(self) -> bool {
        matches!(self, Self::Number | Self::Lead)
    }

    fn may_repeat(self) -> bool {
        matches!(self, Self::Splits | Self::CoHandlers | Self::Parts)
    }
}

impl Columns for UnitColumn {
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["代码", "编码", "单位编码", "编号", "单位编号", "unit code"],
            Self::Name => &[
                "名称",
                "单位",
                "单位全称",
                "全称",
                "承办单位",
                "unit",
                "unit name",
            ],
            Self::Kind => &["类别", "类型", "单位类型", "归口", "分类", "group", "type"],
            Self::Parent => &[
                "上级",
                "上级单位代码",
                "上级代码",
                "所属单位",
                "主管单位",
                "parent code",
            ],
            Self::Aliases => &["简称", "其他名称", "单位简称", "alias", "short name"],
            Self::Former => &["原名", "原名称", "原单位名称", "former name"],
            Self::Duties => &["主要职责", "单位职责", "职能", "职责范围", "duty"],
            Self::Phone => &["电话", "办公电话", "值班电话", "telephone"],
        }
    }

    fn is_needed(self) -> bool {
        matches!(self, Self::Code | Self::Name)
    }

    fn may_repeat(self) -> bool {
        matches!(self, Self::Aliases | Self::Former)
    }
}
