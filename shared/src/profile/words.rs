//! Values of which the rules know every one.

use crate::words;

words! {
    /// How a unit consulted a member.
    pub enum ContactForm {
        /// By telephone.
        Phone = "phone", "电话", "phone";
        /// By WeChat.
        Wechat = "wechat", "微信", "WeChat";
        /// Face to face, at the member's or the unit's place.
        Visit = "visit", "走访面商", "visit";
        /// A meeting called for it.
        Meeting = "meeting", "座谈", "meeting";
        /// The member was invited to look at the matter on the spot.
        Survey = "survey", "调研", "invited survey";
        /// By letter.
        Letter = "letter", "信函", "letter";
        /// Over the network, in sight of each other or not.
        Online = "online", "线上", "online";
    }
}

impl ContactForm {
    /// Whether both sides were in one place.
    #[must_use]
    pub const fn is_face_to_face(self) -> bool {
        match self {
            Self::Visit | Self::Meeting | Self::Survey => true,
            Self::Phone | Self::Wechat | Self::Letter | Self::Online => false,
        }
    }
}

words! {
    /// Something that a reply of a class must hold before it is handed in.
    pub enum ClassRequirement {
        /// No suggestion is merely planned or not adopted.
        NothingOpen = "nothing_open", "无计划或未采纳事项", "nothing open";
        /// At least one promise with a date.
        DatedPromise = "dated_promise", "有期限的承诺", "a dated promise";
        /// A reason of substance in the text.
        Reason = "reason", "充分说明理由", "a reason of substance";
    }
}

words! {
    /// Where the clock of a proposal submitted in session starts.
    pub enum Clock {
        /// With the hand-over to the unit.
        HandOver = "hand_over", "自交办之日起", "from hand-over";
        /// With the close of the session.
        SessionClose = "session_close", "自大会闭幕之日起", "from the close of the session";
    }
}

words! {
    /// What the rating form asks about.
    pub enum Scales {
        /// The work and the result, each apart.
        WorkAndResult = "work_and_result", "办理工作和办理结果", "work and result";
        /// The result only.
        Result = "result", "仅办理结果", "result only";
    }
}

words! {
    /// Who decides when the proposers of one proposal rate differently.
    pub enum Combination {
        /// The first proposer.
        LeadOnly = "lead_only", "以第一提案人为准", "first proposer";
        /// The worst rating given.
        Worst = "worst", "以最低评价为准", "worst";
        /// What more say than anything else, be they less than half; the worst of those that as many say.
        Majority = "majority", "以最多的评价为准（并列取较低）", "named most (tie: the worse)";
    }
}

words! {
    /// How a percentage is rounded.
    pub enum Rounding {
        /// A half goes up.
        HalfUp = "half_up", "四舍五入", "half up";
        /// A half goes to the even digit.
        HalfEven = "half_even", "四舍六入五成双", "half to even";
        /// Cut off.
        Down = "down", "截尾", "down";
        /// A half goes up; parts of a whole are then made to add up to 100, the largest remainders first.
        LargestRemainder = "largest_remainder", "最大余额法", "largest remainder";
    }
}

words! {
    /// How near a deadline is.
    pub enum Light {
        /// Time enough.
        Green = "green", "绿灯", "green";
        /// Soon due.
        Yellow = "yellow", "黄灯", "yellow";
        /// Nearly due, or overdue.
        Red = "red", "红灯", "red";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Word;

    fn wire_is_code<W: Word + serde::Serialize>() {
        for word in W::all() {
            assert_eq!(
                serde_json::to_string(word).unwrap(),
                format!("\"{}\"", word.code())
            );
        }
    }

    #[test]
    fn codes_are_what_serde_writes() {
        wire_is_code::<ContactForm>();
        wire_is_code::<ClassRequirement>();
        wire_is_code::<Clock>();
        wire_is_code::<Combination>();
        wire_is_code::<Scales>();
        wire_is_code::<Rounding>();
        wire_is_code::<Light>();
    }
}
