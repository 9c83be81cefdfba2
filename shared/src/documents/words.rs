//! The documents there are, and the words of their templates.

use crate::words;

words! {
    /// A document that an office prints.
    pub enum DocumentKind {
        /// The reply to the member (答复函).
        ReplyLetter = "reply_letter", "答复函", "reply letter";
        /// What the member thinks of it, to be filled in (征询意见表).
        FeedbackForm = "feedback_form", "征询意见表", "opinion feedback form";
        /// What a unit is given to do (交办单).
        HandOverSheet = "hand_over_sheet", "交办单", "hand-over sheet";
        /// Where a session or a unit stands (简报).
        Bulletin = "bulletin", "简报", "bulletin";
    }
}

words! {
    /// How a paragraph of a document looks.
    pub enum Style {
        /// The class of the reply, top right.
        Class = "class", "类别", "class mark";
        /// Who writes, in red over a double line.
        Letterhead = "letterhead", "版头", "letterhead";
        /// The number of the document, right under that.
        Number = "number", "文号", "document number";
        /// What it is about.
        Title = "title", "标题", "title";
        /// To whom.
        Salutation = "salutation", "主送", "salutation";
        /// Running text.
        Body = "body", "正文", "body";
        /// A heading of the first level.
        Heading = "heading", "小标题", "heading";
        /// A heading of the second level.
        Subheading = "subheading", "二级标题", "second-level heading";
        /// Who signs, on the right.
        Signature = "signature", "署名", "signature";
        /// The day, under that.
        Date = "date", "成文日期", "date";
        /// A note under the text: contact and phone.
        Note = "note", "附注", "note";
        /// A note under a table, small.
        Remark = "remark", "表注", "remark";
        /// Who gets a copy, between two lines.
        Copies = "copies", "抄送", "copies to";
        /// A line in the middle, smaller than a title.
        Caption = "caption", "说明", "caption";
        /// The head of a table, again on every page.
        HeadRow = "head_row", "表头", "head of a table";
        /// A row of a table.
        Row = "row", "表格行", "row of a table";
        /// Nothing.
        Blank = "blank", "空行", "blank line";
        /// What follows begins a page.
        NewPage = "new_page", "分页", "page break";
    }
}

words! {
    /// What paragraphs are repeated for.
    pub enum Each {
        /// Every suggestion that the unit answers.
        Suggestion = "suggestion", "建议", "suggestion";
        /// Everything promised.
        Promise = "promise", "承诺", "promise";
        /// Every contact with the member that counts.
        Contact = "contact", "沟通", "contact";
        /// Every unit that has an assignment on the proposal.
        Unit = "unit", "单位", "unit";
        /// Every figure.
        Figure = "figure", "指标", "figure";
        /// Everybody ranked.
        Rank = "rank", "名次", "rank";
        /// Every open item that is overdue.
        Overdue = "overdue", "逾期件", "overdue item";
        /// Every open item that is due soon.
        Near = "near", "临期件", "item due soon";
    }
}

words! {
    /// A placeholder.
    pub enum Field {
        /// The name of the session.
        Session = "session", "届次", "session";
        /// The proposal number.
        Number = "number", "提案号", "proposal number";
        /// It, and those of proposals merged into it.
        Numbers = "numbers", "全部提案号", "numbers with merged ones";
        /// The title.
        Title = "title", "案由", "title";
        /// The proposals merged into it, each with title and number.
        MergedProposals = "merged_proposals", "并案提案", "merged proposals";
        /// Everybody who proposed it.
        Proposers = "proposers", "提案人", "proposers";
        /// The same as a letter addresses them.
        Addressed = "addressed", "称谓", "as addressed";
        /// The kind.
        Kind = "kind", "提案类型", "kind";
        /// The subject group.
        Category = "category", "提案分类", "category";
        /// The text of the proposal.
        ProposalText = "proposal_text", "提案内容", "text of the proposal";
        /// Who supervises a key proposal.
        Leader = "leader", "领衔督办", "supervising leader";
        /// The unit; of a bulletin, over which it is.
        UnitName = "unit_name", "承办单位", "unit";
        /// The department.
        Department = "department", "承办部门", "department";
        /// Lead, split or co-handler.
        Role = "role", "承办方式", "role";
        /// Who leads or splits.
        Leads = "leads", "主办单位", "lead units";
        /// Who gives an opinion.
        CoHandlers = "co_handlers", "会办单位", "co-handlers";
        /// What the office wants reached.
        Goal = "goal", "办理目标", "goal";
        /// When it was handed over.
        HandedOver = "handed_over", "交办日期", "handed over on";
        /// By when it is to be answered.
        Due = "due", "办理期限", "due on";
        /// What is asked of the reply and of contacts.
        Asked = "asked", "办理要求", "what is asked";
        /// First handling, second handling.
        Round = "round", "办理轮次", "round";
        /// What a letter calls itself: a reply, one more, or a supplementary one.
        ReplyName = "reply_name", "答复名称", "what the reply is called";
        /// The class of the reply.
        Class = "class", "办理类别", "class";
        /// What that class means here.
        ClassMeaning = "class_meaning", "类别含义", "meaning of the class";
        /// The number on the letter.
        DocumentNumber = "document_number", "发文字号", "document number";
        /// The day the reply went out.
        IssuedOn = "issued_on", "答复日期", "issued on";
        /// The text of the reply.
        ReplyText = "reply_text", "答复正文", "text of the reply";
        /// Whom to ask.
        ContactPerson = "contact_person", "联系人", "contact person";
        /// Where to reach the department, or the unit.
        Phone = "phone", "联系电话", "phone";
        /// What may be ticked.
        Scale = "scale", "评价选项", "rating options";
        /// Today.
        Today = "today", "今日", "today";
        /// Which one.
        No = "no", "序号", "number in order";
        /// The same in Chinese.
        NoZh = "no_zh", "中文序号", "number in Chinese";
        /// The suggestion.
        Suggestion = "suggestion", "建议内容", "suggestion";
        /// The merged proposal it is of.
        OfProposal = "of_proposal", "所属并案提案", "merged proposal it is of";
        /// What is decided on it.
        Verdict = "verdict", "办理意见", "verdict";
        /// How, or why not.
        Answer = "answer", "答复内容", "answer";
        /// What is promised.
        Promise = "promise", "承诺事项", "promise";
        /// By when.
        By = "by", "完成时限", "by";
        /// When they were in touch.
        ContactOn = "contact_on", "沟通日期", "contact on";
        /// How.
        ContactForm = "contact_form", "沟通方式", "contact form";
        /// With which members.
        Members = "members", "沟通委员", "members";
        /// Who of the unit.
        UnitSide = "unit_side", "单位人员", "unit side";
        /// What came of it.
        Outcome = "outcome", "沟通结果", "outcome";
        /// Proposals that came in.
        Submitted = "submitted", "提案总数", "proposals submitted";
        /// Reply items owed.
        Owed = "owed", "应办件数", "reply items owed";
        /// Reply items issued.
        Issued = "issued", "已办件数", "reply items issued";
        /// Assignments still open.
        Open = "open", "在办件数", "open assignments";
        /// Those of them past their deadline.
        OverdueCount = "overdue_count", "逾期件数", "overdue";
        /// Those of them due soon.
        NearCount = "near_count", "临期件数", "due soon";
        /// What a figure is called.
        FigureName = "figure_name", "指标名称", "figure";
        /// What was found.
        Numerator = "numerator", "分子", "numerator";
        /// Out of how many.
        Denominator = "denominator", "分母", "denominator";
        /// The percentage.
        Percent = "percent", "百分比", "percentage";
        /// How the percentages are rounded.
        FiguresNote = "figures_note", "指标说明", "note on the figures";
        /// The place in a ranking.
        Place = "place", "排名", "place";
        /// Who is there.
        RankedName = "ranked_name", "名称", "name";
        /// How many reply items they owe.
        RankedOwed = "ranked_owed", "应办", "owed";
        /// The points.
        Points = "points", "得分", "points";
        /// How the points are rounded, and which of their weights are examples, no rule of the office.
        PointsNote = "points_note", "积分说明", "note on the points";
        /// The stage of an item.
        Stage = "stage", "办理阶段", "stage";
        /// Working days until the deadline, or since.
        Days = "days", "工作日数", "working days";
    }
}

impl DocumentKind {
    /// What it can be repeated for.
    #[must_use]
    pub const fn each(self) -> &'static [Each] {
        match self {
            Self::ReplyLetter | Self::FeedbackForm => {
                &[Each::Suggestion, Each::Promise, Each::Contact]
            }
            Self::HandOverSheet => &[Each::Suggestion, Each::Unit],
            Self::Bulletin => &[Each::Figure, Each::Rank, Each::Overdue, Each::Near],
        }
    }

    /// The placeholders that stand for one thing in the whole document.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::ReplyLetter => &[
                F::Session,
                F::Number,
                F::Numbers,
                F::Title,
                F::MergedProposals,
                F::Proposers,
                F::Addressed,
                F::Kind,
                F::Category,
                F::Leader,
                F::UnitName,
                F::Department,
                F::Leads,
                F::CoHandlers,
                F::Round,
                F::ReplyName,
                F::Class,
                F::ClassMeaning,
                F::DocumentNumber,
                F::IssuedOn,
                F::ReplyText,
                F::ContactPerson,
                F::Phone,
                F::Today,
            ],
            Self::FeedbackForm => &[
                F::Session,
                F::Number,
                F::Numbers,
                F::Title,
                F::MergedProposals,
                F::Proposers,
                F::Kind,
                F::Category,
                F::UnitName,
                F::Department,
                F::CoHandlers,
                F::Round,
                F::Class,
                F::ClassMeaning,
                F::DocumentNumber,
                F::IssuedOn,
                F::ContactPerson,
                F::Phone,
                F::Scale,
                F::Due,
                F::Today,
            ],
            Self::HandOverSheet => &[
                F::Session,
                F::Number,
                F::Numbers,
                F::Title,
                F::MergedProposals,
                F::Proposers,
                F::Kind,
                F::Category,
                F::ProposalText,
                F::Leader,
                F::UnitName,
                F::Role,
                F::Leads,
                F::CoHandlers,
                F::Goal,
                F::HandedOver,
                F::Due,
                F::Asked,
                F::Today,
            ],
            Self::Bulletin => &[
                F::Session,
                F::UnitName,
                F::Submitted,
                F::Owed,
                F::Issued,
                F::Open,
                F::OverdueCount,
                F::NearCount,
                F::FiguresNote,
                F::PointsNote,
                F::Today,
            ],
        }
    }

    /// Whether it is about one assignment of one proposal.
    #[must_use]
    pub const fn is_of_a_case(self) -> bool {
        !matches!(self, Self::Bulletin)
    }
}

impl Each {
    /// The placeholders that stand for another thing in each repetition.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::Suggestion => &[
                F::No,
                F::NoZh,
                F::Suggestion,
                F::OfProposal,
                F::Verdict,
                F::Answer,
            ],
            Self::Promise => &[F::No, F::NoZh, F::Promise, F::By],
            Self::Contact => &[
                F::No,
                F::ContactOn,
                F::ContactForm,
                F::Members,
                F::UnitSide,
                F::Outcome,
            ],
            Self::Unit => &[F::No, F::UnitName, F::Role, F::Due],
            Self::Figure => &[F::FigureName, F::Numerator, F::Denominator, F::Percent],
            Self::Rank => &[F::Place, F::RankedName, F::RankedOwed, F::Points],
            Self::Overdue | Self::Near => &[
                F::No,
                F::Number,
                F::Title,
                F::UnitName,
                F::Stage,
                F::Due,
                F::Days,
            ],
        }
    }
}

impl Style {
    /// Whether it has cells.
    #[must_use]
    pub const fn is_row(self) -> bool {
        matches!(self, Self::Row | Self::HeadRow)
    }

    /// Whether it has no text at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        matches!(self, Self::Blank | Self::NewPage)
    }
}
