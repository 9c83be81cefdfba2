//! What a row says otherwise than the record. Nothing of a proposal is changed by that: it is told, with the command that
//! corrects it. A unit becomes what the list says.

use super::list_row::ListRow;
use super::parts::{UnitPart, said_parts};
use crate::api::lists::{Difference, ListField};
use crate::api::similar::ListedUnit;
use crate::case::{AssignmentRole, Case, Forwarded, Intake, ProposalStage as P};
use crate::ids::{SuggestionNo, UnitCode};
use crate::lang::Word;
use crate::lists::{ProposalColumn, UnitColumn};
use crate::org::{Actor, Unit};
use crate::text::{clean, normalise_name};
use crate::workflow::{Action, Context, Refusal, guard};

/// Characters of a value that are shown.
const SHOWN_CHARS: usize = 40;
/// Of these so many before the first that differs.
const BEFORE: usize = 8;

/// The fields in which a row and a case differ, of those that the row says something of, each with the command by which
/// `actor` may correct the record now. Of a list that hands nothing over the units are compared with those that were
/// `kept` of an earlier one, while no unit has the case.
#[must_use]
pub fn differences(
    row: &ListRow,
    case: &Case,
    kept: Option<&[ListedUnit]>,
    actor: &Actor,
    ctx: &Context<'_>,
) -> Vec<Difference> {
    let proposal = &case.proposal;
    let mut found = Found {
        case,
        actor,
        ctx,
        differences: vec![],
    };
    if let Some(number) = &row.number {
        let here = case.number.as_ref().map_or("", |number| number.as_str());
        found.text(ProposalColumn::Number, &[], number, here);
    }
    let amend = &[Action::Amend][..];
    let correct = &[Action::Correct][..];
    // While it is with nobody it is amended; what units work on is corrected.
    let amend_or_correct = &[Action::Amend, Action::Correct][..];
    let (listed, here) = (normalise_name(&row.title), normalise_name(&proposal.title));
    found.text(ProposalColumn::Title, amend_or_correct, &listed, &here);
    if !row.body.is_empty() {
        found.text(ProposalColumn::Body, amend, &row.body, proposal.body.trim());
    }
    let names: Vec<String> = proposal
        .proposers
        .iter()
        .map(|it| it.name.clone())
        .collect();
    found.names(ProposalColumn::Proposers, correct, &row.proposers, &names);
    found.word(ProposalColumn::Kind, correct, row.kind, proposal.kind);
    if let Some(category) = &row.category {
        found.text(
            ProposalColumn::Category,
            amend_or_correct,
            category,
            &proposal.category,
        );
    }
    found.word(ProposalColumn::Timing, correct, row.timing, proposal.timing);
    let publication = proposal.publication;
    let say = &[Action::Amend, Action::ChangeConsent];
    found.word(
        ProposalColumn::Publication,
        say,
        row.publication,
        publication,
    );
    if let (Some(listed), Some(here)) = (row.submitted, ctx.submitted_on) {
        let (listed, here) = (listed.to_string(), here.to_string());
        found.text(ProposalColumn::Submitted, correct, &listed, &here);
    }
    if row.says_suggestions {
        let here = proposal.suggestions.iter().map(|it| it.text.as_str());
        let here = numbered(here);
        let listed = numbered(row.suggestions.iter().map(String::as_str));
        found.text(ProposalColumn::Suggestions, amend, &listed, &here);
    }
    if let Some(leader) = &row.leader {
        let here = case.key.as_ref();
        let way = match here {
            Some(_) => Action::UnmarkKey,
            None => Action::MarkKey,
        };
        let here = here.map_or("", |key| key.leader.as_str());
        found.text(ProposalColumn::Leader, &[way], leader, here);
    }
    decisions(row, &mut found);
    // A merged proposal is handled by the units of another.
    if row.units().next().is_some() && !matches!(case.intake, Intake::Merged { .. }) {
        units(row, kept, &mut found);
    }
    found.differences
}

/// What the committee office decided. Of the stages that follow by themselves nothing is said: the list may be older.
fn decisions(row: &ListRow, found: &mut Found<'_>) {
    let (case, decided) = (found.case, &row.decided);
    if let Some(into) = &decided.merged_into {
        let (here, way) = match &case.intake {
            Intake::Merged { number, .. } => (number.as_str(), Action::Unmerge),
            _ => ("", Action::Merge),
        };
        let host = found.ctx.other;
        let is_host = host.is_some_and(|host| {
            let numbers = host.number.iter().map(|it| it.as_str());
            let mut numbers = numbers.chain([host.intake_number.as_str()]);
            numbers.any(|number| number == into)
        });
        if !is_host {
            found.text(ProposalColumn::MergedInto, &[way], into, here);
        }
        return;
    }
    let here = case.stage();
    let has_units = matches!(here, P::InHandling | P::Answered | P::Closed);
    let ways: &[Action] = match decided.stage {
        Some(P::Declined) => &[Action::Decline],
        Some(P::Withdrawn) => &[Action::Withdraw],
        Some(P::NeedsRevision) if here == P::Submitted => &[Action::AskRevision],
        Some(P::Filed | P::InHandling | P::Answered | P::Closed)
            if here != P::Filed && !has_units =>
        {
            &[Action::File, Action::Reopen, Action::Unmerge]
        }
        // Whatever waits in the list may have been decided since.
        _ => return,
    };
    found.word(ProposalColumn::Stage, ways, decided.stage, here);
    let listed = decided.note.as_deref().map(str::trim);
    let again = &[Action::Reopen];
    match &case.intake {
        Intake::Declined {
            ground,
            note,
            forwarded,
        } if decided.stage == Some(P::Declined) => {
            let named = decided.known_ground(found.ctx.profile);
            let named = named
                .map(|it| it.code.as_str())
                .or(decided.ground.as_deref());
            found.text(
                ProposalColumn::Ground,
                again,
                named.unwrap_or(ground),
                ground,
            );
            if let Some(listed) = decided.forwarded {
                let here = forwarded.map_or("", |it: Forwarded| it.code());
                found.text(ProposalColumn::Forwarded, again, listed.code(), here);
            }
            if let Some(listed) = listed {
                found.text(ProposalColumn::DecisionNote, again, listed, note.trim());
            }
        }
        Intake::Withdrawn { reason, .. } if decided.stage == Some(P::Withdrawn) => {
            if let Some(listed) = listed {
                found.text(ProposalColumn::DecisionNote, &[], listed, reason.trim());
            }
        }
        _ => {}
    }
}

/// Who has it in which role, and what each answers.
fn units(row: &ListRow, kept: Option<&[ListedUnit]>, found: &mut Found<'_>) {
    let (case, org) = (found.case, found.ctx.org);
    let name = |unit: &UnitCode| org.name(unit).to_owned();
    let kept = kept.filter(|_| case.live().next().is_none());
    let here: Vec<(&UnitCode, AssignmentRole)> = match kept {
        Some(kept) => kept.iter().map(|it| (&it.unit, it.role)).collect(),
        None => case.live().map(|it| (&it.unit, it.role)).collect(),
    };
    let listed: Vec<(&UnitCode, AssignmentRole)> = row.units().collect();
    for (column, role) in [
        (ProposalColumn::Lead, AssignmentRole::Lead),
        (ProposalColumn::Splits, AssignmentRole::Split),
        (ProposalColumn::CoHandlers, AssignmentRole::CoHandler),
    ] {
        let names = |units: &[(&UnitCode, AssignmentRole)]| {
            let units = units.iter().filter(|(_, as_a)| *as_a == role);
            let mut names: Vec<String> = units.map(|(unit, _)| name(unit)).collect();
            names.sort();
            names
        };
        let (listed, here) = (names(&listed), names(&here));
        let by = match (here.is_empty() || kept.is_some(), listed.is_empty()) {
            (true, _) => Action::HandOver,
            (false, true) => Action::TakeBack,
            (false, false) => Action::Reassign,
        };
        found.names(column, &[by], &listed, &here);
    }
    if row.parts.is_empty() || case.live().next().is_none() {
        return;
    }
    let named = listed.iter().map(|(unit, role)| {
        let part = row.parts.get(*unit);
        (name(unit), *role, part.map_or(&[][..], Vec::as_slice))
    });
    let all: Vec<SuggestionNo> = case.suggestions().map(|asked| asked.no).collect();
    // A list counts what it says.
    let counted: Vec<SuggestionNo> = all.iter().zip(1..).map(|(_, place)| place).collect();
    let listed = parts_by_name(named.collect(), &counted);
    let live = case.live();
    let live = live.map(|a| (name(&a.unit), a.role, a.suggestions.as_slice()));
    let here = parts_by_name(live.collect(), &all);
    let ways = &[Action::ExtendPart, Action::TakeBack];
    found.text(ProposalColumn::Parts, ways, &listed, &here);
}

/// What each unit answers, in the order of their names.
fn parts_by_name(
    mut units: Vec<(String, AssignmentRole, &[SuggestionNo])>,
    all: &[SuggestionNo],
) -> String {
    units.sort();
    let units = units.iter().map(|(name, role, suggestions)| UnitPart {
        name,
        role: *role,
        suggestions,
    });
    said_parts(&units.collect::<Vec<_>>(), all)
}

/// The fields in which a unit changes.
#[must_use]
pub fn unit_changes(before: &Unit, after: &Unit) -> Vec<Difference> {
    let code = |unit: &Unit| {
        unit.parent
            .as_ref()
            .map_or_else(String::new, |it| it.0.clone())
    };
    let former = |unit: &Unit| {
        let names = unit.former.iter().map(ToString::to_string);
        names.collect::<Vec<_>>().join("、")
    };
    let fields = [
        (UnitColumn::Name, before.name.clone(), after.name.clone()),
        (UnitColumn::Kind, before.kind.clone(), after.kind.clone()),
        (UnitColumn::Parent, code(before), code(after)),
        (
            UnitColumn::Aliases,
            before.aliases.join("、"),
            after.aliases.join("、"),
        ),
        (UnitColumn::Former, former(before), former(after)),
        (
            UnitColumn::Duties,
            before.duties.clone(),
            after.duties.clone(),
        ),
        (UnitColumn::Phone, before.phone.clone(), after.phone.clone()),
    ];
    let changed = fields
        .into_iter()
        .filter(|(_, before, after)| before != after);
    let changed = changed.map(|(field, before, after)| {
        let (listed, here) = excerpts(&after, &before);
        Difference {
            field: ListField::Units(field),
            listed,
            here,
            correct_by: None,
            refusal: None,
        }
    });
    changed.collect()
}

fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts = (1..).zip(texts);
    let texts: Vec<String> = texts
        .map(|(no, text)| format!("{no}. {}", text.trim()))
        .collect();
    texts.join("\n")
}

struct Found<'a> {
    case: &'a Case,
    actor: &'a Actor,
    ctx: &'a Context<'a>,
    differences: Vec<Difference>,
}

impl Found<'_> {
    /// Whether this passes now, on any assignment where it is about one.
    fn may(&self, action: Action) -> Result<(), Refusal> {
        let (case, actor, ctx) = (self.case, self.actor, self.ctx);
        if !action.is_on_assignment() {
            return guard(case, actor, action, None, ctx);
        }
        let on = case.live().map(|a| a.no);
        let mut asked = on.map(|no| guard(case, actor, action, Some(no), ctx));
        let first = asked.next().unwrap_or(Ok(()));
        first.or_else(|refusal| asked.find(Result::is_ok).unwrap_or(Err(refusal)))
    }

    /// The first of these that passes; where none does, why the first does not.
    fn way(&self, ways: &[Action]) -> (Option<Action>, Option<Refusal>) {
        let passes = ways.iter().find(|action| self.may(**action).is_ok());
        match (passes, ways.first()) {
            (Some(action), _) => (Some(*action), None),
            (None, Some(first)) => (None, self.may(*first).err()),
            (None, None) => (None, None),
        }
    }

    fn text(&mut self, field: ProposalColumn, ways: &[Action], listed: &str, here: &str) {
        if listed != here {
            let (listed, here) = excerpts(listed, here);
            let (correct_by, refusal) = self.way(ways);
            self.differences.push(Difference {
                field: ListField::Proposals(field),
                listed,
                here,
                correct_by,
                refusal,
            });
        }
    }

    fn word<W: Word + PartialEq>(
        &mut self,
        field: ProposalColumn,
        ways: &[Action],
        listed: Option<W>,
        here: W,
    ) {
        if let Some(listed) = listed {
            self.text(field, ways, listed.code(), here.code());
        }
    }

    fn names(
        &mut self,
        field: ProposalColumn,
        ways: &[Action],
        listed: &[String],
        here: &[String],
    ) {
        let one = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| normalise_name(name)).collect();
            names.join("、")
        };
        self.text(field, ways, &one(listed), &one(here));
    }
}

/// Both texts in one line each; of long ones what stands around the first character that differs.
fn excerpts(one: &str, other: &str) -> (String, String) {
    let line = |text: &str| -> Vec<char> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        clean(&text).chars().collect()
    };
    let (one_line, other_line) = (line(one), line(other));
    let same = one_line.iter().zip(&other_line);
    let same = same.take_while(|(one, other)| one == other).count();
    let is_short = one_line.len() <= SHOWN_CHARS && other_line.len() <= SHOWN_CHARS;
    let from = if is_short {
        0
    } else {
        same.saturating_sub(BEFORE)
    };
    let cut = |text: &[char]| -> String {
        let rest = text.get(from..).unwrap_or_default();
        let shown: String = rest.iter().take(SHOWN_CHARS).collect();
        let before = if from > 0 { "…" } else { "" };
        let after = if rest.len() > SHOWN_CHARS { "…" } else { "" };
        format!("{before}{shown}{after}")
    };
    (cut(&one_line), cut(&other_line))
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn of_long_texts_the_place_is_shown_where_they_part() {
        assert_eq!(excerpts("甲", "乙"), ("甲".to_owned(), "乙".to_owned()));
        let text = "字".repeat(300);
        let (one, other) = excerpts(&format!("{text}甲{text}"), &format!("{text}乙"));
        assert_eq!(other, format!("…{}乙", "字".repeat(BEFORE)));
        assert!(
            one.starts_with(&format!("…{}甲", "字".repeat(BEFORE))),
            "{one}"
        );
        assert_eq!(one.chars().count(), SHOWN_CHARS + 2);
        let (one, _) = excerpts("\u{1b}[31m甲\n乙", "");
        assert!(!one.contains(['\u{1b}', '\n']), "{one:?}");
    }
}
