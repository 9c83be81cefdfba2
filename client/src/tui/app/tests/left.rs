//! Forms that were left, or refused in part, with what was typed in them.

use banli_shared::api::proposals::OneOfMany;
use banli_shared::lang::Lang;
use banli_shared::workflow::Action;

use super::super::news::{Job, News};
use super::Client;
use super::desk::answers;
use super::keys::triage;
use crate::command::demo::on_paper::Paper;
use crate::drafts::Draft;

/// What the journal was last told under a name that begins so.
fn journal(client: &Client, begins: &str) -> Vec<Draft> {
    let mut kept: Vec<Draft> = vec![];
    for job in &client.jobs {
        match job {
            Job::KeepDraft(draft) => {
                kept.retain(|other| other.key != draft.key);
                kept.push((**draft).clone());
            }
            Job::DropDraft(key) => kept.retain(|other| other.key != *key),
            _ => {}
        }
    }
    kept.retain(|draft| draft.key.what.starts_with(begins));
    kept
}

fn sent(client: &Client) -> Option<Vec<OneOfMany>> {
    client.jobs.iter().rev().find_map(|job| match job {
        Job::RunMany(commands, _) => Some(commands.clone()),
        _ => None,
    })
}

#[test]
fn forms_over_different_marked_rows_each_come_back_with_what_was_typed_in_them() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En);
    let (two, others) = ("ctrl-v g g v v", "ctrl-v g g j j v v");
    let press = |client: &mut Client, marks: &str, keys: &str| {
        client.press(marks);
        client.press(keys);
    };
    press(&mut client, two, "d tab f i r s t esc");
    // Another set, and another question about the first.
    press(&mut client, others, "d tab o t h e r esc");
    press(&mut client, two, "R t h i r d esc");
    press(&mut client, two, "d");
    assert!(client.text().contains("first"), "{}", client.text());
    // A look at another one that is left as it was takes nothing away.
    press(&mut client, "esc ctrl-v g g v", "K esc");
    press(&mut client, two, "R");
    assert!(client.text().contains("third"), "{}", client.text());
    press(&mut client, "esc", others);
    client.press("d");
    assert!(client.text().contains("other"), "{}", client.text());
}

#[test]
fn a_form_over_several_outlives_the_program_and_keeps_what_was_refused() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En);
    client.press("v v d right tab b e c a u s e");
    let kept = journal(&client, "form/decline/");
    assert_eq!(kept.len(), 1, "{kept:?}");

    let (mut client, cases) = triage(&paper, Lang::En);
    client.hear(News::Drafts(kept));
    client.press("v v d");
    assert!(client.text().contains("because"), "{}", client.text());
    client.press("tab tab space right ctrl-s");
    let commands = sent(&client).unwrap_or_else(|| panic!("{}", client.text()));
    assert!(
        commands
            .iter()
            .all(|one| one.command.action() == Action::Decline)
    );
    let refused = &cases[1].0;
    let told = answers(&commands, refused);
    client.hear(News::RanMany(commands, Ok(told)));
    client.press("enter");
    // The other one is decided, and the text stands for the one that was refused.
    let kept = journal(&client, "form/decline/");
    let [one] = kept.as_slice() else {
        panic!("{kept:?}")
    };
    assert!(one.key.what.contains(refused.id.as_str()) && !one.key.what.contains('+'));
    client.press("d");
    let text = client.text();
    assert!(text.contains("because"), "{text}");
    let title = format!("decline {}", refused.shown_number());
    assert!(text.contains(&title), "{text}");
}
