//! What is missing, in words.

use super::Missing;
use crate::case::PromiseState;
use crate::ids::{SuggestionNo, UnitCode};
use crate::lang::{Lang, Word};
use crate::text::{Bilingual, place};

fn list(lang: Lang, numbers: &[SuggestionNo]) -> String {
    numbers
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(lang.pick("、", ", "))
}

/// Whether a hand-over may name another day than this rule gives.
fn can_be_named(rule: &str) -> bool {
    matches!(rule, "deadlines.reply" | "deadlines.opinion")
}

impl Missing {
    /// In words.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        const L: Lang = Lang::Zh;
        match self {
            Self::Post => "您的岗位不能进行此操作".into(),
            Self::OfOwnUnit => "只能统计本单位（处室）的办件；不指定单位和处室，即为您自己的".into(),
            Self::PostInside { unit } => {
                format!("所要的是{unit}内部的情况，须在该单位任职，或岗位涉及全部单位")
            }
            Self::NoSuchAssignment { assignment } => format!("没有第{assignment}号承办任务"),
            Self::ProposalIsAt { stage, needs } => format!(
                "提案目前处于“{}”阶段{}",
                stage.say(L),
                needed(needs, L)
            ),
            Self::SentBackToProposers => {
                "提案已退回提案人修改：请先恢复待审（reopen），再代为修改".into()
            }
            Self::AssignmentIsAt { stage, needs } => format!(
                "承办任务目前处于“{}”阶段{}",
                stage.say(L),
                needed(needs, L)
            ),
            Self::AnotherPersonsStep => "只有操作人本人可以撤销".into(),
            Self::ActedSince => "后续环节已经办理，不能撤销".into(),
            Self::Contacts { have, need } => format!("本轮需沟通{need}次，现有{have}次"),
            Self::FaceToFace => "本轮须有一次当面沟通".into(),
            Self::HeadContact => "本轮须由部门或单位负责人与委员沟通".into(),
            Self::NamesNoProposer { contacts } => format!(
                "以下沟通记录的委员方没有本件（含并案）提案人，不计入：{}",
                list(L, contacts)
            ),
            Self::SentBackToConsult => {
                "请先退回修改，由承办人与提案人沟通并登记后重新送审".into()
            }
            Self::Answers { suggestions } => format!("以下建议尚未答复：{}", list(L, suggestions)),
            Self::Reasons { suggestions } => {
                format!("以下建议未采纳，须说明理由：{}", list(L, suggestions))
            }
            Self::Body => "正文不能为空".into(),
            Self::Class => "须选定办理类别".into(),
            Self::LeftOpen { class, suggestions } => {
                format!("以下建议仅为计划或未采纳，不符合{}：{}", class.say(L), list(L, suggestions))
            }
            Self::DatedPromise => "须至少有一项带日期的承诺".into(),
            Self::ReasonOfSubstance { characters } => {
                format!("正文须充分说明理由（至少{characters}字）")
            }
            Self::LeaderView { leader } => format!("尚未记录领衔督办领导（{leader}）的意见"),
            Self::Opinions { units } => format!("尚缺会办意见：{}", codes(L, units)),
            Self::TurnOf { level } => format!("现在由{}审核", level.say(L)),
            Self::ApprovalOf { level } => format!("缺少{}对当前文本的审核通过", level.say(L)),
            Self::HasBeen { duty } => {
                format!(
                    "您在本轮已承担“{}”，不能再承担其他环节：请由同岗位的另一人办理，没有的请管理员增设",
                    duty.say(L)
                )
            }
            Self::OfTheUnit { unit } => format!("您在{unit}任职，不能录入对该单位的评价"),
            Self::TextRead => {
                "须写明所审文本的校验值 hash：见提案详情的 texts（banli show），审核只对读过的文本有效"
                    .into()
            }
            Self::TextChanged => "文本在您阅读之后已有改动，请重新阅读".into(),
            Self::DocumentNumberTaken { document_number, by, next } => {
                let next = next.as_ref().map_or_else(
                    || "请另编文号".to_owned(),
                    |next| format!("其后可用的文号为“{next}”"),
                );
                format!("文号“{document_number}”已用于{by}号提案的答复；{next}")
            }
            Self::Defect => "须至少选择一项缺陷".into(),
            Self::Sentence => "须写明说明".into(),
            Self::ReturnWindowEnded { on } => format!("退办期限已于{on}届满"),
            Self::RatingWindowOpen { until, unrated } => {
                let who = match unrated.as_slice() {
                    [] => String::new(),
                    names => format!("；尚未评价：{}", names.join("、")),
                };
                format!("评价期限至{until}，届满后方可办结{who}")
            }
            Self::NotAProposer => "您不是本件的提案人".into(),
            Self::LeadProposer { name } => {
                format!("联名提案由第一提案人（{name}）撤案，或由其告知提案委办理")
            }
            Self::AlreadyRated => "该提案人已评价过本次答复".into(),
            Self::RatingWindow => "评价期已过，本答复件已按期满办结，不再接受评价；如有意见请告知提案委".into(),
            Self::NoSuchRater { rater, last } => {
                format!("没有第{rater}号提案人：编号从1起，到{last}为止")
            }
            Self::NotOnForm { value } => format!("本届评价表没有“{}”", value.say(L)),
            Self::IntoItself => "不能与自身并案".into(),
            Self::OtherIsAt { stage } => format!("目标提案处于“{}”阶段，不能并入", stage.say(L)),
            Self::OtherUnderReview { unit, stage, needs } => format!(
                "目标提案中{unit}的承办任务目前处于“{}”阶段{}；请先退回修改",
                stage.say(L),
                needed(needs, L)
            ),
            Self::OtherAnswered { unit } => format!(
                "{unit}的答复已经发出，一并答复了本件，并案不能再撤销；本件提案人可对该答复评价，\
                 需要另行答复的，请启动再次办理或补充答复"
            ),
            Self::NoSuchOther => "没有找到目标提案".into(),
            Self::NoSuchUnit { unit, like } => {
                let like = like.as_ref();
                let like = like.map_or_else(String::new, |it| format!("；是否指“{it}”？"));
                format!("{unit}不是可以承办的单位{like}")
            }
            Self::UnitHasOne { unit } => format!("{unit}已在承办本件"),
            Self::UnitHasActed { unit } => format!("{unit}已经开始办理"),
            Self::LeadTwice => "已有主办单位".into(),
            Self::LeadOrSplits => "须有一个主办单位，或至少两个分办单位".into(),
            Self::SuggestionsLeft { suggestions } => format!(
                "第{}条建议没有单位答复：须列入某一主办或分办单位的部分",
                list(Lang::Zh, suggestions)
            ),
            Self::EverySuggestionHasUnit => "每条建议都已有单位答复".into(),
            Self::DepartmentElsewhere { department } => format!("{department}不属于本单位"),
            Self::NoSuchSuggestion { suggestion, there } => {
                format!("没有第{suggestion}条建议，可选：{}", list(L, there))
            }
            Self::SuggestionElsewhere { suggestion, part } => {
                format!("第{suggestion}条建议不由此承办任务答复；由其答复的是：{}", list(L, part))
            }
            Self::NoSuchContact { contact } => format!("没有第{contact}号有效沟通记录"),
            Self::NoContactToConfirm => "没有待您确认的沟通记录".into(),
            Self::ContactConfirmed => "您已确认过这次沟通，答复发出后不能更改".into(),
            Self::ListedGround { grounds } => {
                let grounds = grounds.iter().map(|it| (&it.code, &it.text));
                format!("须选择规则中列明的不予立案理由：{}", listed(L, grounds))
            }
            Self::ListedDefect { defects } => {
                let defects = defects.iter().map(|it| (&it.code, &it.text));
                format!("须选择规则中列明的缺陷：{}", listed(L, defects))
            }
            Self::Field { pointer, expected_zh: expected, .. } if pointer.is_empty() => expected.clone(),
            Self::Field { pointer, expected_zh: expected, .. } => {
                format!("{}：{expected}", place(pointer).zh)
            }
            Self::HolidaysOf { year } => {
                format!("日历中没有{year}年的放假安排；请补录，或按周一至周五计")
            }
            Self::SessionClose => {
                "规则规定期限自大会闭幕之日起算，而届次未登记闭幕日；请先登记（banli session put 届次 --closed-on 日期）".into()
            }
            Self::HasMerged => "另有提案并入本件，请先撤销并案".into(),
            Self::KeyAlready { key: true } => "已是重点提案".into(),
            Self::KeyAlready { key: false } => "不是重点提案".into(),
            Self::NotLateYet { until } => format!("会办意见期限为{until}，尚未逾期"),
            Self::CoHandlerGivesOpinion => "会办单位只向主办单位提出意见".into(),
            Self::OwesReply => "本承办任务须答复委员，而非提出会办意见".into(),
            Self::NobodyDissatisfied => "没有不满意的评价".into(),
            Self::NewerRules { rules } => {
                format!("本案适用第{rules}版规则，本届次没有更新的规则")
            }
            Self::Openness => "承办单位尚未标注公开属性".into(),
            Self::Consent { consent, number } => {
                format!("{number}号提案的提案人对公开的意见为“{}”", consent.say(L))
            }
            Self::MarkedOpen { openness: None } => {
                "答复尚未标注公开属性：由承办单位标注为主动公开后再公开".into()
            }
            Self::MarkedOpen { openness } => format!(
                "答复的公开属性为“{}”，须为主动公开",
                openness.map_or("未标注", |openness| openness.say(L))
            ),
            Self::PublishedAlready { published: true } => "已经公开".into(),
            Self::PublishedAlready { published: false } => "尚未公开".into(),
            Self::ExtensionAsked => "已有延期申请待定".into(),
            Self::NoExtensionAsked => "没有待定的延期申请".into(),
            Self::NotWaitedFor => "已不再等候该会办意见".into(),
            Self::DeadlinePassed { on } => format!("期限{on}已过，须在期限届满前申请"),
            Self::NoLaterDay { latest } => format!("延期最晚至{latest}，不能再延"),
            Self::OtherDate { date } => format!("按现行日历期限仍为{date}"),
            Self::ListedOutcome { types } => {
                let types = types.iter().map(|it| (&it.code, &it.text));
                format!("须选择规则中列明的成果类型：{}", listed(L, types))
            }
            Self::NoSuchOutcome { outcome } => format!("没有第{outcome}号有效成果"),
            Self::ClassNotBelow { was } => {
                format!("补充答复的类别不得低于原答复的{}", was.say(L))
            }
            Self::PromiseBeforeReply { promise, by, reply } => {
                format!("第{promise}项承诺的日期{by}早于答复之日{reply}")
            }
            Self::PromiseAt { states } => {
                format!("没有处于“{}”的承诺", words(states, L))
            }
            Self::NoSuchPromise { promise } => format!("没有第{promise}号承诺"),
            Self::PromiseIs { promise, state } => {
                format!("第{promise}号承诺目前为“{}”", state.say(L))
            }
            Self::OpenTasks { tasks } => format!("以下分解任务尚未完成：{}", list(L, tasks)),
            Self::TooManyTasks { most } => format!("已有{most}项分解任务，请先撤销不再需要的"),
            Self::TaskAt { states } => {
                let states: Vec<&str> = states.iter().map(|state| state.say(L)).collect();
                format!("没有处于“{}”且由您办理的分解任务", states.join("、"))
            }
            Self::NoSuchTask { task } => format!("没有第{task}号分解任务"),
            Self::TaskIs { task, state } => format!("第{task}号分解任务目前为“{}”", state.say(L)),
            Self::TaskNotGiven { task, unit } => format!("第{task}号分解任务没有分给{unit}"),
            Self::OwnUnitNamed => "各单位通用的模板由管理员修改；您只能修改本单位的，请用 --unit 指明单位".into(),
            Self::SensibleDate => "日期须晚于起始日且在日历范围内".into(),
            Self::TermPassed { rule, date, start } => {
                let named = match can_be_named(rule) {
                    true => "请指定期限（--due 日期），或",
                    false => "请",
                };
                format!(
                    "规则 {rule} 为固定日期 {date}，不晚于起算日 {start}；{named}由管理员修改该规则（banli profile put）\
                     并让本件改用新规则（banli do 编号 adopt_rules）"
                )
            }
        }
    }

    fn en(&self) -> String {
        const L: Lang = Lang::En;
        match self {
            Self::Post => "none of your posts may do this".into(),
            Self::OfOwnUnit => "only what your own units and departments have is counted for you: name no unit and no \
                                department for all of that"
                .into(),
            Self::PostInside { unit } => format!(
                "this is about what is inside {unit}: it takes a post in that unit itself, or one over all units"
            ),
            Self::NoSuchAssignment { assignment } => format!("there is no assignment {assignment}"),
            Self::ProposalIsAt { stage, needs } => format!(
                "the proposal is at stage \"{}\"{}",
                stage.say(L),
                needed(needs, L)
            ),
            Self::SentBackToProposers => "it was sent back to its proposers for revision: reopen it first, then \
                 change it for them"
                .into(),
            Self::AssignmentIsAt { stage, needs } => format!(
                "the assignment is at stage \"{}\"{}",
                stage.say(L),
                needed(needs, L)
            ),
            Self::AnotherPersonsStep => "only the person who did it can take it back".into(),
            Self::ActedSince => {
                "somebody has acted since, so it can no longer be taken back".into()
            }
            Self::Contacts { have, need: 1 } => {
                format!("a contact is needed in this round, {have} logged")
            }
            Self::Contacts { have, need } => {
                format!("{need} contacts are needed in this round, {have} logged")
            }
            Self::FaceToFace => "a face-to-face contact in this round".into(),
            Self::HeadContact => {
                "a contact in this round by the department's or unit's head".into()
            }
            Self::NamesNoProposer { contacts } => {
                format!(
                    "contacts {} do not count: they name no proposer of this or a merged proposal",
                    list(L, contacts)
                )
            }
            Self::SentBackToConsult => {
                "send it back first: the handler consults a proposer, logs that, and hands it in again"
                    .into()
            }
            Self::Answers { suggestions } => {
                format!("answers to suggestions {}", list(L, suggestions))
            }
            Self::Reasons { suggestions } => {
                format!(
                    "a reason why suggestions {} are not adopted",
                    list(L, suggestions)
                )
            }
            Self::Body => "the text is empty".into(),
            Self::Class => "the class of the reply".into(),
            Self::LeftOpen { class, suggestions } => {
                format!(
                    "class {} does not fit: suggestions {} are only planned or refused",
                    class.say(L),
                    list(L, suggestions)
                )
            }
            Self::DatedPromise => "at least one promise with a date".into(),
            Self::ReasonOfSubstance { characters } => {
                format!("a reason of substance in the text, at least {characters} characters")
            }
            Self::LeaderView { leader } => {
                format!("the view of {leader}, who supervises it, is not on record")
            }
            Self::Opinions { units } => format!("opinions of {}", codes(L, units)),
            Self::TurnOf { level } => format!("it is the turn of {}", level.say(L)),
            Self::ApprovalOf { level } => {
                format!("the approval of {} for the text as it is", level.say(L))
            }
            Self::HasBeen { duty } => {
                format!(
                    "in this round you have been \"{}\", and may be nothing else: another person with this post does it, and \
                     where there is none an administrator gives it to one",
                    duty.say(L)
                )
            }
            Self::OfTheUnit { unit } => {
                format!("you have a post in {unit}, and a unit enters no ratings of its own")
            }
            Self::TextRead => {
                "`hash`, of the text that was read: the case as shown has it under `texts` (banli show); a yes is to a \
                 text that was read"
                    .into()
            }
            Self::TextChanged => "the text has changed since you read it; read it again".into(),
            Self::DocumentNumberTaken { document_number, by, next } => {
                let next = next.as_ref().map_or_else(
                    || "give another".to_owned(),
                    |next| format!("the next free one is \"{next}\""),
                );
                format!("document number \"{document_number}\" is on the reply to proposal {by} already; {next}")
            }
            Self::Defect => "at least one defect".into(),
            Self::Sentence => "a sentence that says why".into(),
            Self::ReturnWindowEnded { on } => format!("the window for returns ended on {on}"),
            Self::RatingWindowOpen { until, unrated } => {
                let who = match unrated.as_slice() {
                    [] => String::new(),
                    names => format!("; not rated yet: {}", names.join(", ")),
                };
                format!("the window for ratings is open until {until}; it can be closed from the day after{who}")
            }
            Self::NotAProposer => "you are not a proposer of this case".into(),
            Self::LeadProposer { name } => format!(
                "a joint proposal is withdrawn by its first proposer ({name}), or by the committee office when told so"
            ),
            Self::AlreadyRated => "this proposer has rated this reply already".into(),
            Self::RatingWindow => "the window for ratings has passed and closed this reply item, so no more are taken; tell the committee office what you have to say".into(),
            Self::NoSuchRater { rater, last } => {
                format!("there is no proposer {rater}: they are numbered from 1 to {last}")
            }
            Self::NotOnForm { value } => {
                format!("\"{}\" is not on the form of this session", value.say(L))
            }
            Self::IntoItself => "a proposal cannot be merged into itself".into(),
            Self::OtherIsAt { stage } => {
                format!(
                    "the other proposal is at stage \"{}\" and cannot take this one in",
                    stage.say(L)
                )
            }
            Self::OtherUnderReview { unit, stage, needs } => format!(
                "the assignment of {unit} on the other proposal is at stage \"{}\"{}; have it sent back first",
                stage.say(L),
                needed(needs, L)
            ),
            Self::OtherAnswered { unit } => format!(
                "the reply of {unit} is out and answers this proposal too, so the merge stays: its proposers rate that \
                 reply, and what is still to be answered goes into another handling or a supplementary reply"
            ),
            Self::NoSuchOther => "the other proposal was not found".into(),
            Self::NoSuchUnit { unit, like } => {
                let like = like.as_ref();
                let like = like.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
                format!("{unit} is not a unit that takes assignments{like}")
            }
            Self::UnitHasOne { unit } => format!("{unit} has an assignment on this case already"),
            Self::UnitHasActed { unit } => format!("{unit} has begun to act on it"),
            Self::LeadTwice => "there is a lead already".into(),
            Self::LeadOrSplits => "one lead, or at least two units that split the work".into(),
            Self::SuggestionsLeft { suggestions } => format!(
                "no unit answers suggestion {}: name it in the part of a lead or of one that splits the work",
                list(Lang::En, suggestions)
            ),
            Self::EverySuggestionHasUnit => "every suggestion has a unit that answers it".into(),
            Self::DepartmentElsewhere { department } => {
                format!("{department} is not part of the unit")
            }
            Self::NoSuchSuggestion { suggestion, there } => {
                format!("there is no suggestion {suggestion}; there is {}", list(L, there))
            }
            Self::SuggestionElsewhere { suggestion, part } => format!(
                "suggestion {suggestion} is not one that this assignment answers; it answers {}",
                list(L, part)
            ),
            Self::NoSuchContact { contact } => format!("there is no contact {contact} that counts"),
            Self::NoContactToConfirm => "there is no contact for you to confirm".into(),
            Self::ContactConfirmed => {
                "you have said it of this contact, and the reply is out since".into()
            }
            Self::ListedGround { grounds } => {
                let grounds = grounds.iter().map(|it| (&it.code, &it.text));
                format!("a ground that the rules of this session list: {}", listed(L, grounds))
            }
            Self::ListedDefect { defects } => {
                let defects = defects.iter().map(|it| (&it.code, &it.text));
                format!("defects that the rules of this session list: {}", listed(L, defects))
            }
            Self::Field { pointer, expected, .. } if pointer.is_empty() => expected.clone(),
            Self::Field { pointer, expected, .. } => {
                format!("{}: {expected}", place(pointer).en)
            }
            Self::HolidaysOf { year } => {
                format!(
                    "the holidays of {year} are not in the calendar; add them, or count plain weekdays"
                )
            }
            Self::SessionClose => {
                "the rules count from the close of the session, and its last day is not on record: add it \
                 (banli session put SESSION --closed-on DATE)"
                    .into()
            }
            Self::HasMerged => {
                "other proposals are merged into this one; take those merges back first".into()
            }
            Self::KeyAlready { key: true } => "it is a key proposal already".into(),
            Self::KeyAlready { key: false } => "it is not a key proposal".into(),
            Self::NotLateYet { until } => format!("the opinion is due on {until} and not late yet"),
            Self::CoHandlerGivesOpinion => "a co-handler only gives the lead an opinion".into(),
            Self::OwesReply => "this assignment owes the member a reply, not an opinion".into(),
            Self::NobodyDissatisfied => "no proposer is dissatisfied".into(),
            Self::NewerRules { rules } => {
                format!("rules of this session newer than revision {rules}, which the case has")
            }
            Self::Openness => "the unit has not said to whom the reply is open".into(),
            Self::Consent { consent, number } => {
                format!("the consent of the proposers of {number} is \"{}\"", consent.say(L))
            }
            Self::MarkedOpen { openness: None } => {
                "the reply is not marked: the unit that wrote it marks it as open, then it is published".into()
            }
            Self::MarkedOpen { openness } => format!(
                "the reply is marked \"{}\" and must be open",
                openness.map_or("not marked", |openness| openness.say(L))
            ),
            Self::PublishedAlready { published: true } => "it is published already".into(),
            Self::PublishedAlready { published: false } => "it is not published".into(),
            Self::ExtensionAsked => "a request for more time waits for an answer already".into(),
            Self::NoExtensionAsked => "no request for more time waits for an answer".into(),
            Self::NotWaitedFor => "nobody waits for this opinion any more".into(),
            Self::DeadlinePassed { on } => {
                format!("the deadline, {on}, has passed; more time is asked for before it does")
            }
            Self::NoLaterDay { latest } => {
                format!("no extension goes beyond {latest}")
            }
            Self::OtherDate { date } => format!("the calendar of today gives {date} as well"),
            Self::ListedOutcome { types } => {
                let types = types.iter().map(|it| (&it.code, &it.text));
                format!("a type of outcome that the rules of this session list: {}", listed(L, types))
            }
            Self::NoSuchOutcome { outcome } => {
                format!("there is no outcome {outcome} that counts")
            }
            Self::ClassNotBelow { was } => {
                format!("a supplementary reply does not lower class {}", was.say(L))
            }
            Self::PromiseBeforeReply { promise, by, reply } => {
                format!("promise {promise} is dated {by}, before the reply of {reply}")
            }
            Self::PromiseAt { states } => {
                format!("no promise is \"{}\"", words(states, L))
            }
            Self::NoSuchPromise { promise } => format!("there is no promise {promise}"),
            Self::PromiseIs { promise, state } => {
                format!("promise {promise} is \"{}\"", state.say(L))
            }
            Self::OpenTasks { tasks } => format!("tasks {} are not finished", list(L, tasks)),
            Self::TooManyTasks { most } => {
                format!("there are {most} tasks already; drop those that are not needed")
            }
            Self::TaskAt { states } => {
                let states: Vec<&str> = states.iter().map(|state| state.say(L)).collect();
                format!("no task of yours is \"{}\"", states.join(", "))
            }
            Self::NoSuchTask { task } => format!("there is no task {task}"),
            Self::TaskIs { task, state } => format!("task {task} is \"{}\"", state.say(L)),
            Self::TaskNotGiven { task, unit } => format!("task {task} was not given to {unit}"),
            Self::OwnUnitNamed => {
                "the template for all units is the administrator's; you may change that of your own unit: name it \
                 with --unit"
                    .into()
            }
            Self::SensibleDate => "a date after the start and within the calendar".into(),
            Self::TermPassed { rule, date, start } => {
                let named = match can_be_named(rule) {
                    true => "name the day (--due DATE), or ",
                    false => "",
                };
                format!(
                    "the rule {rule} is the fixed date {date}, which is not after {start}, from which it counts: \
                     {named}let an administrator change the rule (banli profile put) and move the case to it \
                     (banli do NUMBER adopt_rules)"
                )
            }
        }
    }
}

/// At which of these stages it can be done.
fn needed<S: Word>(stages: &[S], lang: Lang) -> String {
    let quote = |stage: &S| match lang {
        Lang::Zh => format!("“{}”", stage.say(lang)),
        Lang::En => format!("\"{}\"", stage.say(lang)),
    };
    let all: Vec<String> = stages.iter().map(quote).collect();
    let all = match all.as_slice() {
        [] => return String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            let first = first.join(lang.pick("、", ", "));
            format!("{first}{}{last}", lang.pick("或", " or "))
        }
    };
    match lang {
        Lang::Zh => format!("，此操作须在{all}阶段"),
        Lang::En => format!("; this needs {all}"),
    }
}

/// Codes that a profile lists, each with what it stands for.
fn listed<'a>(lang: Lang, all: impl Iterator<Item = (&'a String, &'a Bilingual)>) -> String {
    let all = all.map(|(code, text)| lang.bracket(code, text.say(lang)));
    all.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn words(states: &[PromiseState], lang: Lang) -> String {
    let states: Vec<&str> = states.iter().map(|state| state.say(lang)).collect();
    states.join(lang.pick("、", ", "))
}

fn codes(lang: Lang, units: &[UnitCode]) -> String {
    units
        .iter()
        .map(UnitCode::as_str)
        .collect::<Vec<_>>()
        .join(lang.pick("、", ", "))
}
