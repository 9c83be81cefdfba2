//! The columns of a table that figures can be counted from, under our own names and those that offices use.

use crate::figures::measure::Tally;
use crate::text::search_key;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Number,
    Year,
    Session,
    Unit,
    UnitName,
    /// Units each of which answers a part.
    Splits,
    Role,
    Department,
    DepartmentName,
    Handler,
    HandlerName,
    Kind,
    Category,
    Timing,
    Key,
    Submitted,
    Filed,
    FirstDue,
    ReplyDue,
    Due,
    IssuedOn,
    Issued,
    OnTime,
    HandedIn,
    Class,
    ClassNow,
    Round,
    Again,
    FirstRating,
    FinalRating,
    FaceToFace,
    Adopted,
    Answers,
    Outcomes,
    PromisesDue,
    PromisesKept,
    Tally(Tally),
}

impl Field {
    /// Whether a table that has it is about reply items.
    pub(super) const fn is_of_items(self) -> bool {
        matches!(
            self,
            Self::FirstDue
                | Self::ReplyDue
                | Self::Due
                | Self::IssuedOn
                | Self::Issued
                | Self::OnTime
                | Self::HandedIn
                | Self::Class
                | Self::ClassNow
                | Self::Round
                | Self::Again
                | Self::FirstRating
                | Self::FinalRating
                | Self::FaceToFace
                | Self::Adopted
                | Self::Answers
                | Self::Outcomes
                | Self::PromisesDue
                | Self::PromisesKept
                | Self::Tally(_)
        )
    }
}

const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Number,
        &[
            "number",
            "提案号",
            "提案编号",
            "提案序号",
            "案号",
            "建议号",
            "编号",
        ],
    ),
    (Field::Year, &["year", "年度", "提案年度", "年份"]),
    (Field::Session, &["session", "届次", "会议"]),
    (Field::Unit, &["unit", "单位代码", "单位编码"]),
    (
        Field::UnitName,
        &[
            "unit_name",
            "lead",
            "承办单位",
            "主办单位",
            "办理单位",
            "答复单位",
            "主办(分办)单位",
            "单位",
        ],
    ),
    (Field::Splits, &["splits", "分办单位"]),
    (
        Field::Role,
        &[
            "role",
            "承办方式",
            "办理方式",
            "办理角色",
            "承办角色",
            "角色",
            "主会办",
        ],
    ),
    (Field::Department, &["department", "处室代码"]),
    (
        Field::DepartmentName,
        &[
            "department_name",
            "承办处室",
            "承办部门",
            "责任处室",
            "处室",
        ],
    ),
    (Field::Handler, &["handler", "承办人编号"]),
    (Field::HandlerName, &["handler_name", "承办人", "经办人"]),
    (Field::Kind, &["kind", "提案类型", "提案形式"]),
    (
        Field::Category,
        &["category", "类别", "提案类别", "分类", "提案分类"],
    ),
    (
        Field::Timing,
        &["timing", "提交时段", "提案时段", "提出时间段"],
    ),
    (
        Field::Key,
        &["key", "重点", "重点提案", "是否重点", "是否重点提案"],
    ),
    (
        Field::Submitted,
        &["submitted", "提交日期", "提交时间", "收到日期"],
    ),
    (
        Field::Filed,
        &["filed", "立案", "是否立案", "立案情况", "审查结果"],
    ),
    (
        Field::FirstDue,
        &["first_due", "首次期限", "原期限", "原定期限"],
    ),
    (
        Field::ReplyDue,
        &["reply_due", "首次期限(含延期)", "延期后期限"],
    ),
    (
        Field::Due,
        &[
            "due",
            "期限",
            "现行期限",
            "办理期限",
            "办理时限",
            "限办日期",
            "限办时间",
            "答复期限",
            "应答复日期",
            "应办结日期",
        ],
    ),
    (
        Field::IssuedOn,
        &[
            "issued_on",
            "首次答复日期",
            "答复日期",
            "答复时间",
            "办复日期",
            "办结日期",
            "复文日期",
        ],
    ),
    (
        Field::Issued,
        &[
            "issued",
            "是否办复",
            "是否答复",
            "是否办结",
            "办理状态",
            "办复情况",
        ],
    ),
    (
        Field::OnTime,
        &[
            "on_time",
            "是否按时",
            "按时办复",
            "是否按期",
            "是否按时办复",
        ],
    ),
    (Field::HandedIn, &["handed_in", "按时送审", "是否按时送审"]),
    (
        Field::Class,
        &[
            "class",
            "办理类别",
            "答复类别",
            "办复类别",
            "办理结果类别",
            "办理结果",
            "结果类别",
            "办理程度",
            "答复类型",
        ],
    ),
    (Field::ClassNow, &["class_now", "补充答复后类别"]),
    (Field::Round, &["round", "办理轮次", "轮次"]),
    (Field::Again, &["again", "二次办理", "是否二次办理"]),
    (
        Field::FirstRating,
        &["first_rating", "首次评价", "首次满意度", "第一次评价"],
    ),
    (
        Field::FinalRating,
        &[
            "final_rating",
            "最终评价",
            "满意度",
            "满意程度",
            "委员评价",
            "委员满意度",
            "反馈意见",
            "评价",
            "满意情况",
        ],
    ),
    (
        Field::FaceToFace,
        &["face_to_face", "面商", "是否面商", "当面沟通"],
    ),
    (
        Field::Adopted,
        &["decision", "采纳情况", "是否采纳", "采纳"],
    ),
    (Field::Answers, &["answers", "逐条答复"]),
    (Field::Outcomes, &["outcomes", "转化成果"]),
    (Field::PromisesDue, &["promises_due", "应兑现承诺"]),
    (Field::PromisesKept, &["promises_kept", "已兑现承诺"]),
];

/// The codes by which a column can be said to hold something: of each the name that our own exports give it.
pub(super) fn codes() -> Vec<String> {
    let fields = NAMES.iter().map(|(_, names)| names[0]);
    let tallies = Tally::ALL.iter().map(|tally| tally.code());
    fields.chain(tallies).map(ToOwned::to_owned).collect()
}

/// What has this code.
pub(super) fn coded(code: &str) -> Option<Field> {
    field(code).filter(|_| codes().iter().any(|known| known == code))
}

/// What a column of this name holds; none where that tells figures nothing.
pub(super) fn field(head: &str) -> Option<Field> {
    let head = search_key(head);
    let named = |names: &[&str]| names.iter().any(|name| search_key(name) == head);
    if let Some((field, _)) = NAMES.iter().find(|(_, names)| named(names)) {
        return Some(*field);
    }
    let mut tallies = Tally::ALL.iter().copied();
    let tally = tallies.find(|tally| named(&[tally.code(), tally.say(crate::lang::Lang::Zh)]));
    tally.map(Field::Tally)
}
