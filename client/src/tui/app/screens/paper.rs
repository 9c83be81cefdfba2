//! A case as text to read: the pieces that several screens show.

use std::borrow::Cow;

use banli_shared::api::events::Recorded;
use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Asked, Assignment, Content, Round, Stated};
use banli_shared::ids::{SuggestionNo, UnitCode};
use ratatui::style::Style;

use super::super::super::text::passage::Passage;
use super::super::super::theme::Role;
use super::super::state::Shared;
use super::super::texts;
use super::compared::{self, Pair};
use crate::output::{moment, said};

/// A text put together piece by piece.
pub(super) struct Paper<'a> {
    pub(super) shared: &'a Shared,
    pieces: Vec<(String, Style)>,
}

impl<'a> Paper<'a> {
    pub(super) const fn new(shared: &'a Shared) -> Self {
        Self {
            shared,
            pieces: vec![],
        }
    }

    pub(super) const fn lang(&self) -> banli_shared::lang::Lang {
        self.shared.lang
    }

    pub(super) fn unit_name<'u>(&'u self, unit: &'u UnitCode) -> &'u str {
        self.shared.unit_name(unit)
    }

    /// What the rules of the session call a type of outcome.
    pub(super) fn outcome_type(&self, code: &str) -> String {
        let profile = self.shared.profile.as_ref();
        let known = profile.and_then(|profile| profile.outcome(code));
        known.map_or_else(
            || code.to_owned(),
            |it| it.text.say(self.shared.lang).to_owned(),
        )
    }

    pub(super) fn heading(&mut self, text: &str) {
        if !self.pieces.is_empty() {
            self.line("");
        }
        self.pieces
            .push((format!("{text}\n"), self.shared.theme.style(Role::Heading)));
    }

    /// Text of its own, as it was written.
    pub(super) fn text(&mut self, text: &str) {
        self.pieces.push((format!("{text}\n"), Style::new()));
    }

    /// A line; where what it says has several, the others are set in under it.
    pub(super) fn line(&mut self, text: &str) {
        self.text(&set_in(text));
    }

    pub(super) fn faint(&mut self, text: &str) {
        self.in_role(text, Role::Faint);
    }

    pub(super) fn in_role(&mut self, text: &str, role: Role) {
        self.pieces
            .push((format!("{}\n", set_in(text)), self.shared.theme.style(role)));
    }

    /// A part of a line, with its own end where it has one.
    pub(super) fn piece(&mut self, text: &str, style: Style) {
        self.pieces.push((text.to_owned(), style));
    }

    pub(super) fn pair(&mut self, zh: &str, en: &str, value: &str) {
        if !value.is_empty() {
            let name = self.shared.pick(zh, en);
            let colon = self.shared.pick("：", ": ");
            self.line(&format!("{name}{colon}{value}"));
        }
    }

    pub(super) fn finish(self) -> Passage {
        Passage::styled(
            self.pieces
                .iter()
                .map(|(text, style)| (text.as_str(), *style)),
        )
    }
}

/// The lines after the first, as far in as that, and at least a little.
fn set_in(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return text.into();
    }
    let spaces = text.len() - text.trim_start_matches(' ').len();
    text.replace('\n', &format!("\n{}", " ".repeat(spaces.max(2))))
        .into()
}

/// The proposal itself.
pub(super) fn proposal(paper: &mut Paper<'_>, view: &CaseView) {
    let (lang, case) = (paper.shared.lang, &view.case);
    let names: Vec<&str> = case
        .proposal
        .proposers
        .iter()
        .map(|proposer| proposer.name.as_str())
        .collect();
    paper.heading(&case.proposal.title);
    let stage = view.stage.say(lang);
    let tracked = texts::tracked(lang, stage);
    let stage = if view.tracking { &tracked } else { stage };
    paper.pair("阶段", "stage", stage);
    paper.pair("提案人", "proposers", &names.join(lang.pick("、", ", ")));
    paper.pair("类型", "kind", case.proposal.kind.say(lang));
    paper.pair("类别", "category", &case.proposal.category);
    paper.pair("时段", "timing", case.proposal.timing.say(lang));
    paper.pair("公开意愿", "publication", case.proposal.consent().say(lang));
    for said in said::own_consents(case, lang) {
        paper.faint(&format!("  {said}"));
    }
    paper.pair("提交", "submitted", &moment(case.proposal.submitted_ms));
    if let Some(key) = &case.key {
        paper.pair(
            "重点提案，领衔督办",
            "key proposal, supervised by",
            &key.leader,
        );
    }
    for view in &case.leader_views {
        let said = format!("{}  {}  {}", moment(view.at_ms), view.leader, view.text);
        paper.pair("领导意见", "leader's view", &said);
    }
    let shared = paper.shared;
    for (name, value) in said::not_handled(case, shared.profile.as_ref(), lang) {
        paper.line(&lang.label(name, &value));
    }
    if let Some(into) = said::merged_into(view) {
        paper.pair("并入", "merged into", &into);
    }
    for other in &case.absorbed {
        let other = said::merged_in(other, lang);
        paper.pair("并案提案", "merged proposal", &other);
    }
    paper.line("");
    paper.text(&case.proposal.body);
}

/// What is merged into it: the text of each. What they ask for stands among the suggestions.
pub(super) fn merged(paper: &mut Paper<'_>, view: &CaseView) {
    let lang = paper.shared.lang;
    for other in &view.merged {
        let name = format!("{}  {}", other.number, other.title);
        paper.heading(&lang.label(lang.pick("并案提案", "Merged proposal"), &name));
        paper.text(&other.body);
    }
}

/// What a case asks for.
pub(super) fn suggestions(paper: &mut Paper<'_>, view: &CaseView) {
    paper.heading(paper.shared.pick("建议", "Suggestions"));
    for one in view.case.suggestions() {
        suggestion(paper, &one, None);
    }
}

/// One suggestion, with its answer where there is a reply or the draft of one.
pub(super) fn suggestion(paper: &mut Paper<'_>, one: &Asked<'_>, content: Option<&Content>) {
    let lang = paper.shared.lang;
    paper.line(&said::asked(one));
    if let Some(answer) = content.and_then(|content| content.answers.get(&one.no)) {
        paper.in_role(
            &format!("   [{}] {}", answer.verdict.say(lang), answer.text),
            Role::Added,
        );
    } else if content.is_some() {
        paper.in_role(&format!("   {}", texts::not_answered(lang)), Role::Warning);
    }
}

/// Consultations of every round.
pub(super) fn contacts(paper: &mut Paper<'_>, view: &CaseView, a: &Assignment) {
    let lang = paper.shared.lang;
    for round in &a.rounds {
        round_heading(paper, round);
        if round.contacts.is_empty() {
            paper.faint(lang.pick("没有沟通记录", "no contacts"));
        }
        for contact in &round.contacts {
            let with: Vec<&str> = contact.members.iter().map(String::as_str).collect();
            let unit: Vec<String> = contact
                .unit_side
                .iter()
                .map(|person| lang.bracket(&person.name, person.position.say(lang)))
                .collect();
            paper.line(&format!(
                "{}  {}  {}",
                contact.on,
                contact.form.say(lang),
                with.join(lang.pick("、", ", "))
            ));
            paper.faint(&format!("   {}", unit.join(lang.pick("、", ", "))));
            paper.line(&format!("   {}", contact.said));
            if !contact.outcome.is_empty() {
                paper.line(&format!("   {}", contact.outcome));
            }
            for it in &contact.confirmations {
                let role = match it.took_place {
                    true => Role::Added,
                    false => Role::Warning,
                };
                paper.in_role(&format!("   {}", said::confirmed(it, lang)), role);
            }
            if let Some(why) = &contact.struck {
                paper.in_role(
                    &lang.label(lang.pick("   作废", "   struck out"), why),
                    Role::Removed,
                );
            }
        }
    }
    let _ = view;
}

/// What the replies of every round say: two of them compared where there are two, else each as it is.
pub(super) fn replies(
    paper: &mut Paper<'_>,
    view: &CaseView,
    a: &Assignment,
    pair: Option<Pair>,
    cells: u16,
) {
    if let Some(pair) = pair {
        return compared::rounds(paper, view, a, pair, cells);
    }
    for round in a.rounds.iter().rev() {
        round_heading(paper, round);
        reply(paper, view, a, round);
    }
}

pub(super) fn round_heading(paper: &mut Paper<'_>, round: &Round) {
    let lang = paper.shared.lang;
    let name = round.name();
    let name = name.say(lang);
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    paper.heading(&first.chain(letters).collect::<String>());
    paper.pair("起因", "cause", &round.cause);
}

/// What the reply of one round says.
pub(super) fn reply(paper: &mut Paper<'_>, view: &CaseView, a: &Assignment, round: &Round) {
    let (lang, content) = (paper.shared.lang, &round.content);
    if let Some(class) = content.class {
        let meaning = paper
            .shared
            .profile
            .as_ref()
            .map_or_else(String::new, |profile| {
                let rule = profile.classes.of(class);
                format!(" {}", rule.meaning.say(lang))
            });
        paper.pair("类别", "class", &format!("{}{meaning}", class.say(lang)));
        if let Some(was) = round.supplement.and_then(|it| it.class) {
            paper.pair("原类别", "class before", was.say(lang));
        }
    }
    issued(paper, round);
    if content.body.is_empty() {
        paper.faint(lang.pick("尚无正文", "no text yet"));
    } else {
        paper.text(&content.body);
    }
    for promise in &content.promises {
        paper.pair(
            "承诺",
            "promise",
            &format!("{}  {}", promise.by, promise.text),
        );
    }
    if a.role.owes_reply() {
        paper.heading(lang.pick("建议", "Suggestions"));
        let all = view.case.suggestions();
        for one in all.filter(|one| is_answered(a, content, one.no)) {
            suggestion(paper, &one, Some(content));
        }
    }
}

/// When and by whom the reply of a round was signed, to whom it is open, and how it was published.
pub(super) fn issued(paper: &mut Paper<'_>, round: &Round) {
    let lang = paper.shared.lang;
    if let Some(issued) = &round.issued {
        paper.pair(
            "签发",
            "signed",
            &format!("{} {} {}", issued.on, issued.name, issued.document_number),
        );
    }
    if let Some(mark) = &round.openness {
        let said = format!("{}  {}", mark.openness.say(lang), mark.reason);
        paper.pair("公开属性", "open to", said.trim_end());
    }
    if let Some(published) = &round.published {
        let said = format!(
            "{}  {}  {}  {}",
            published.form.say(lang),
            moment(published.at_ms),
            published.name,
            published.note
        );
        paper.pair("公开", "published", said.trim_end());
    }
}

/// Whether an assignment is asked about a suggestion, or has answered it before it was left with less.
pub(super) fn is_answered(a: &Assignment, content: &Content, no: SuggestionNo) -> bool {
    a.role.owes_reply() && a.covers(no) || content.answers.contains_key(&no)
}

/// Every step of review.
pub(super) fn trail(paper: &mut Paper<'_>, a: &Assignment) {
    let lang = paper.shared.lang;
    for round in &a.rounds {
        round_heading(paper, round);
        if round.trail.is_empty() {
            paper.faint(lang.pick("尚未送审", "not handed in yet"));
        }
        for step in &round.trail {
            let level = step.level.map_or("", |level| level.say(lang));
            paper.line(&format!(
                "{}  {} {}  {}",
                moment(step.at_ms),
                level,
                step.say(lang),
                step.name
            ));
            if !step.defects.is_empty() {
                let defects = step.defects.iter();
                let defects: Vec<&str> = defects.map(|it| it.text.say(lang)).collect();
                paper.in_role(
                    &format!("   {}", defects.join(lang.pick("、", ", "))),
                    Role::Warning,
                );
            }
            if !step.note.is_empty() {
                paper.line(&format!("   {}", step.note));
            }
        }
    }
}

/// Every rating of every round.
pub(super) fn ratings(paper: &mut Paper<'_>, view: &CaseView, a: &Assignment) {
    let lang = paper.shared.lang;
    let stated = |stated: Stated| match stated {
        Stated::Said(value) => value.say(lang),
        Stated::NotStated => lang.pick("未填", "not stated"),
        Stated::NotAsked => lang.pick("未设", "not asked"),
    };
    for round in &a.rounds {
        round_heading(paper, round);
        // What is rated is the reply that was handled, of its round.
        if round.is_supplement() {
            paper.faint(lang.pick(
                "补充答复不另行评价",
                "a supplementary reply is not rated by itself",
            ));
            continue;
        }
        if round.ratings.is_empty() {
            paper.faint(lang.pick("尚未评价", "not rated yet"));
        }
        for rating in &round.ratings {
            paper.line(&format!("{}  {}", moment(rating.at_ms), rating.name));
            paper.pair("   办理工作", "   the work", stated(rating.work));
            paper.pair("   办理结果", "   the result", stated(rating.result));
            let contacted = said::contacted(rating, lang);
            paper.pair("   沟通情况", "   contact", &contacted);
            paper.pair("   意见", "   comment", &rating.comment);
            if let Some(by) = &rating.recorded_by {
                let name = view.people.get(by).map_or("", String::as_str);
                paper.faint(&format!("   {}", said::on_paper(name, lang)));
            }
        }
        if round.has_dissatisfied() {
            paper.in_role(
                lang.pick("有提案人不满意", "a proposer is dissatisfied"),
                Role::Bad,
            );
        }
    }
}

/// The record, oldest first.
pub(super) fn timeline(paper: &mut Paper<'_>, events: &[Recorded]) {
    let lang = paper.shared.lang;
    paper.heading(paper.shared.pick("时间线", "Timeline"));
    for recorded in events {
        let event = &recorded.event;
        paper.line(&format!(
            "{}  {}  {}",
            moment(event.at_ms),
            event.what.say(lang),
            event.by.say(lang)
        ));
        for detail in event.what.details(paper.shared.profile.as_ref(), lang) {
            paper.line(&format!("    {detail}"));
        }
    }
}
