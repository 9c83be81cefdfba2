//! A bulk step somewhere changes hundreds of cases: lists are read again, but not once for each.

use banli_shared::api::events::Change;
use banli_shared::lang::Lang;
use ratatui::layout::Size;

use super::super::super::runtime::Msg;
use super::super::news::{Job, News};
use super::looks::with_inbox;
use super::{Client, cases_before};
use crate::command::demo::on_paper::Paper;

fn changed(client: &mut Client, seqs: std::ops::Range<i64>) {
    for seq in seqs {
        client.hear(News::Changed(vec![Change {
            seq,
            case: format!("case-{seq}").as_str().into(),
            version: 2,
            kind: "noted".to_owned(),
            at_ms: 0,
        }]));
    }
}

fn asked(client: &Client) -> usize {
    let inbox = client.jobs.iter();
    inbox.filter(|job| matches!(job, Job::Inbox(_))).count()
}

/// The server says that it has failed: that answers too.
fn answered(client: &mut Client) {
    assert!(super::away::fail(client) > 0);
    client.hear(News::Stream(None));
    client.jobs.clear();
    client.state.shared.waiting = 0;
}

#[test]
fn of_many_changes_the_first_is_read_at_once_and_the_others_together_when_that_is_answered() {
    let paper = Paper::new();
    let cases = cases_before(&paper, "", |_| true, 1);
    let size = Size::new(80, 24);
    let mut client = with_inbox(&paper, "coordinator", Lang::En, size, &cases);
    client.jobs.clear();
    client.state.shared.waiting = 0;
    assert_eq!(
        client.state.shared.changes.soon(),
        None,
        "nothing to look for"
    );
    changed(&mut client, 0..1);
    assert_eq!(asked(&client), 1);
    changed(&mut client, 1..500);
    assert_eq!(asked(&client), 1);
    let mut later = || {
        assert!(client.state.shared.changes.soon().is_some());
        client.tell(Msg::Tick);
        asked(&client)
    };
    assert_eq!(later(), 1, "the first answer is still on its way");
    answered(&mut client);
    client.tell(Msg::Tick);
    assert_eq!(asked(&client), 1, "one more for all the others");
    answered(&mut client);
    client.tell(Msg::Tick);
    assert_eq!(
        (asked(&client), client.state.shared.changes.soon()),
        (0, None)
    );
    // Then the next one counts at once again.
    changed(&mut client, 500..501);
    assert_eq!(asked(&client), 1);
}
