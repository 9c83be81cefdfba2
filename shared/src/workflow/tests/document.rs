//! `docs/workflow.md`: the table of transitions, made by playing every scene. The test fails where the file is stale;
//! `BANLI_UPDATE_DOCS=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::kit::{CAST, Play, all_scenes, bare, can_be_well_formed, well_formed};
use super::offered::targets;
use crate::case::{ProposalStage, Satisfaction, StageName};
use crate::ids::AssignmentNo;
use crate::lang::Lang::{En, Zh};
use crate::org::Role;
use crate::workflow::{Action, Command, Danger, Gate, Missing, Refusal, guard};

const HEAD: &str = "# The workflow, as the rules have it

Made by playing every stage of a case with everybody there is; never edited by hand. A test compares it with the rules;
`BANLI_UPDATE_DOCS=1 cargo test -p banli-shared --lib document` writes it anew after they have changed.

- **Who**: handlers and department heads count in the department that works on the assignment, liaisons and unit heads
  in its unit; nowhere else. A task is reported on, finished and passed on by those of the units that have it. *The same
  person* marks a step that only whoever did the one before can take, *the first one* what of several proposers only
  the first can do.
- **From and to**: stages of the proposal in the first table, of the assignment in the second. What stays where it is
  has no arrow. From issued or rated to drafting is the beginning of the next round.
- **Gates**: requirements that can refuse the action beside role, stage and form; listed at the end.
- **Danger**: *plain* can be done again at will, *reversible* has the command named beside it, *irreversible* asks first.
";

/// What playing tells of an action.
#[derive(Default)]
struct Row {
    who: BTreeSet<String>,
    same_person: bool,
    lead: bool,
    ways: BTreeMap<&'static str, BTreeSet<&'static str>>,
    gates: BTreeSet<Gate>,
}

/// Where a case, or one assignment of it, stands, in order and in words.
fn stage(play: &Play, no: Option<AssignmentNo>) -> &'static str {
    match no.and_then(|no| play.case.assignment(no)) {
        Some(a) => a.stage.name().say(En),
        None => play.case.stage().say(En),
    }
}

/// The one role of somebody, and as whose proposer a proposer acts; none for those with several posts.
fn role_of(play: &Play, code: &str) -> Option<String> {
    let [post] = CAST[code].posts.as_slice() else {
        return None;
    };
    let of = match post.role {
        Role::Proposer => {
            let own = |it: &crate::case::Proposer| it.person.as_ref() == Some(&CAST[code].person);
            match play.case.proposal.proposers.iter().any(own) {
                true => " of it",
                false => " of a merged one",
            }
        }
        _ => "",
    };
    Some(format!("{}{of}", post.role.say(En)))
}

/// The command, and for ratings each answer.
fn variants(play: &Play, who: &str, action: Action, no: AssignmentNo) -> Vec<Command> {
    let plain = well_formed(play, who, action, no);
    let answers = [Satisfaction::Satisfied, Satisfaction::Dissatisfied];
    match plain {
        Command::Rate(with) => answers
            .map(|answer| {
                let mut with = with.clone();
                with.result = Some(answer);
                Command::Rate(with)
            })
            .to_vec(),
        Command::RecordRating(with) => answers
            .map(|answer| {
                let mut with = with.clone();
                with.form.result = Some(answer);
                Command::RecordRating(with)
            })
            .to_vec(),
        plain => vec![plain],
    }
}

fn rows() -> BTreeMap<Action, Row> {
    let mut rows: BTreeMap<Action, Row> = BTreeMap::new();
    for scene in all_scenes() {
        for who in CAST.keys() {
            for (action, no) in targets(&scene.play) {
                let row = rows.entry(action).or_default();
                note(row, &scene.play, who, action, no);
                // Newer rules and another calendar come at any stage of a case.
                let later = match action {
                    Action::AdoptRules => scene.play.clone().under_older_rules(),
                    Action::RecountDeadline => scene.play.clone().with_a_day_off_more(),
                    _ => continue,
                };
                note(row, &later, who, action, no);
            }
        }
    }
    rows
}

fn note(row: &mut Row, play: &Play, who: &str, action: Action, no: Option<AssignmentNo>) {
    if let Err(refusal) = guard(&play.case, &CAST[who], action, no, &play.ctx()) {
        note_refusal(row, &refusal);
        return;
    }
    let on = no.unwrap_or_default();
    if let Some(Err(refusal)) = bare(play, who, action, on).map(|it| play.ask(who, &it)) {
        note_refusal(row, &refusal);
    }
    // Far beyond the published holidays.
    let far = play.clone().at("2099-03-02");
    if let Err(refusal) = far.ask(who, &well_formed(&far, who, action, on))
        && refusal.gate == Gate::Calendar
    {
        note_refusal(row, &refusal);
    }
    if !can_be_well_formed(play, action) {
        return;
    }
    for command in variants(play, who, action, on) {
        let mut after = play.clone();
        after.attempt(who, &command).unwrap();
        row.ways
            .entry(stage(play, no))
            .or_default()
            .insert(stage(&after, no));
    }
    row.who.extend(role_of(play, who));
}

fn note_refusal(row: &mut Row, refusal: &Refusal) {
    row.same_person |= refusal.missing.contains(&Missing::AnotherPersonsStep);
    let lead = |it: &Missing| matches!(it, Missing::LeadProposer { .. });
    row.lead |= refusal.missing.iter().any(lead);
    if !matches!(refusal.gate, Gate::Role | Gate::Stage | Gate::Form) {
        row.gates.insert(refusal.gate);
    }
}

/// Stages in the order of the work.
fn in_order() -> Vec<&'static str> {
    let whole = ProposalStage::ALL.iter().map(|it| it.say(En));
    whole
        .chain(StageName::ALL.iter().map(|it| it.say(En)))
        .collect()
}

/// `a, b → c`: those that lead to the same together, in order.
fn ways(row: &Row) -> String {
    let order = in_order();
    let at = |name: &str| order.iter().position(|it| *it == name);
    let mut lines: Vec<(Vec<&str>, String)> = vec![];
    let mut from: Vec<_> = row.ways.iter().collect();
    from.sort_by_key(|(name, _)| at(name));
    for (from, to) in from {
        let mut to: Vec<_> = to.iter().copied().collect();
        to.sort_by_key(|name| at(name));
        let to = match to.as_slice() {
            [only] if only == from => String::new(),
            _ => format!(" → {}", to.join(" or ")),
        };
        match lines.iter_mut().find(|(_, other)| *other == to) {
            Some((together, _)) => together.push(from),
            None => lines.push((vec![from], to)),
        }
    }
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(from, to)| format!("{}{to}", from.join(", ")))
        .collect();
    lines.join("<br>")
}

fn line(action: Action, row: &Row) -> String {
    let mut who = row.who.iter().cloned().collect::<Vec<_>>().join(", ");
    if row.same_person {
        who.push_str("; *the same person*");
    }
    if row.lead {
        who.push_str("; *the first one*");
    }
    let gates: Vec<_> = row.gates.iter().map(|gate| gate.say(En)).collect();
    let danger = match (action.danger(), action.inverse()) {
        (Danger::Reversible, Some(inverse)) => format!("reversible: `{inverse}`"),
        (danger, _) => danger.say(En).to_owned(),
    };
    format!(
        "| `{action}` | {} | {who} | {} | {} | {danger} |\n",
        action.say(Zh),
        ways(row),
        gates.join(", "),
    )
}

fn table(title: &str, rows: &BTreeMap<Action, Row>, on_assignment: bool) -> String {
    let mut text = format!(
        "\n## {title}\n\n| action | 中文 | who | from → to | gates | danger |\n|---|---|---|---|---|---|\n"
    );
    for (action, row) in rows {
        if action.is_on_assignment() == on_assignment {
            text.push_str(&line(*action, row));
        }
    }
    text
}

fn gates(rows: &BTreeMap<Action, Row>) -> String {
    let mut text = "\n## Gates\n\n| gate | 中文 | can refuse |\n|---|---|---|\n".to_owned();
    for gate in Gate::ALL {
        let refuses: Vec<_> = rows
            .iter()
            .filter(|(_, row)| row.gates.contains(gate))
            .map(|(action, _)| format!("`{action}`"))
            .collect();
        if !refuses.is_empty() {
            let _ = writeln!(
                text,
                "| {} (`{gate}`) | {} | {} |",
                gate.say(En),
                gate.say(Zh),
                refuses.join(", ")
            );
        }
    }
    text
}

#[test]
fn the_document_of_the_workflow_says_what_the_rules_do() {
    let rows = rows();
    assert_eq!(rows.len(), Action::ALL.len());
    for (action, row) in &rows {
        assert!(!row.ways.is_empty(), "nobody ever got to {action}");
    }
    let said: BTreeSet<_> = rows.values().flat_map(|row| row.gates.iter()).collect();
    for gate in Gate::ALL {
        let always = matches!(gate, Gate::Role | Gate::Stage | Gate::Form);
        assert!(
            always || said.contains(gate),
            "{gate} never refused anything"
        );
    }
    let text = [
        HEAD.to_owned(),
        table("The proposal", &rows, false),
        table("An assignment", &rows, true),
        gates(&rows),
    ]
    .concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/workflow.md");
    if std::env::var_os("BANLI_UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/workflow.md is stale: run this test with BANLI_UPDATE_DOCS=1"
    );
}
