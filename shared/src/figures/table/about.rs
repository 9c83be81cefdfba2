//! Rows that are not counted as they might be taken for.

use crate::words;

words! {
    /// What is said about some rows.
    pub enum About {
        /// Totals, means and notes.
        Skipped = "skipped", "合计、平均、说明等行未计", "rows of totals, means and notes, not counted";
        /// Those who give an opinion and send no reply.
        CoHandlers = "co_handlers", "会办的行不计为答复件", "rows of co-handlers, not counted as reply items";
        /// Each unit that answers a part owes a reply.
        SplitUnits = "split_units", "一行有几个分办单位，各计一件答复件（类别、评价相同，数字只计一次）", "several split units in one row: a reply item each, with the same class and rating; counts are counted once";
        /// Several units in one cell, and nobody says who answers.
        SeveralUnits = "several_units", "承办单位一格写了几个单位，未说明各自承办方式，只计一件答复件；如属分办，请在“承办方式”列写“分办”或各写一行；如有会办单位，请另写一列", "several units in one cell without saying who answers: counted as one reply item; where each of them answers say `split` in the column role or give each a row, and take co-handlers to another column";
        /// A class or a rating of a reply that is not out.
        NotIssued = "not_issued", "有评价（类别）而无答复日期或未办复，评价和类别未计", "rated or classed without an answer date, or not answered: rating and class not counted";
        /// Rated without a class, where no column tells whether it was answered.
        RatedOnly = "rated_only", "有评价而无类别，也无答复日期等列，计为已办复、未分类", "rated without a class, and no column tells whether it was answered: counted as issued, unclassified";
        /// Answered, and nobody says whether in time.
        NoDeadline = "no_deadline", "已办复而无期限，不计入按时办复率", "answered without a deadline, left out of answered on time";
        /// In a quarter by the day of the answer.
        ByAnswer = "by_answer", "无期限，按答复日期归入季度", "without a deadline, in the quarter of the answer";
        /// In a quarter by the day of submission.
        BySubmission = "by_submission", "无期限，按提交日期归入季度", "without a deadline, in the quarter of submission";
        /// In no quarter.
        NoQuarter = "no_quarter", "无期限和其他日期，不归入季度", "without a deadline or another date, in no quarter";
    }
}

impl About {
    /// Whether it only matters where quarters are asked about.
    #[must_use]
    pub const fn is_of_quarters(self) -> bool {
        matches!(self, Self::ByAnswer | Self::BySubmission | Self::NoQuarter)
    }
}
