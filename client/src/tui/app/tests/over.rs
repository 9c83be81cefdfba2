//! The login is over, or a change may have been made: what is said, and what goes out once more.

use banli_shared::lang::Lang;
use ratatui::layout::Size;

use super::super::desk::{Ask, Entry, Tab, Told};
use super::super::news::{Job, News, Trouble, TroubleKind};
use super::super::state::Identity;
use super::Client;
use super::admin::{load, revoked, token};
use super::away::away;
use super::typing::writing;
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size {
    width: 80,
    height: 24,
};

fn refused() -> Trouble {
    Trouble {
        kind: TroubleKind::LoggedOut,
        ..away(false)
    }
}

/// The tokens of a liaison, the second of them in use.
fn on_tokens(paper: &Paper, lang: Lang) -> Client {
    let mut client = Client::new(paper, "b03.liaison", lang, SIZE);
    client.press("g m tab");
    let tokens = [token("t1", "script", false), token("t2", "login", true)];
    let entries = tokens.map(|it| Entry::Token(Box::new(it)));
    load(&mut client, Tab::Tokens, entries.to_vec());
    client
}

#[test]
fn revoking_the_token_in_use_is_asked_for_by_name_and_ends_the_program() {
    let paper = Paper::new();
    for (lang, listed, asked, then) in [
        (
            Lang::Zh,
            "当前使用",
            "您现在使用的令牌：登录",
            "然后运行：banli login",
        ),
        (
            Lang::En,
            "this one",
            "you are using now: login",
            "then run: banli login",
        ),
    ] {
        let mut client = on_tokens(&paper, lang);
        assert!(client.text().contains(listed), "{}", client.text());
        client.press("D");
        assert!(!client.text().contains(asked), "{}", client.text());
        client.press("n j D");
        assert!(client.text().contains(asked), "{}", client.text());
        client.press("y");
        client.answer(|job| match job {
            Job::Desk(asked, _) if **asked == revoked("t2", true) => {
                Some(News::Desk(asked.clone(), Ok(Told::Done(None))))
            }
            _ => None,
        });
        assert!(client.text().contains(then), "{}", client.text());
        assert!(client.jobs.contains(&Job::LoggedOut));
        // Nothing that would be refused is asked any more.
        let after = client
            .jobs
            .iter()
            .rev()
            .take_while(|job| **job != Job::LoggedOut);
        assert_eq!(after.count(), 0, "{:?}", client.jobs);
        assert!(!client.ended);
        client.press("enter");
        assert!(client.ended);
    }
}

#[test]
fn a_login_that_is_over_is_told_once_with_what_to_do_and_what_was_typed_is_kept() {
    let paper = Paper::new();
    let (mut client, case, _) = writing(&paper, |_| {});
    client.state.shared.identities = vec![Identity {
        label: ["x".to_owned(), "x".to_owned()],
        login: "x".to_owned(),
    }];
    client.press("e tab !");
    client.jobs.clear();
    client.hear(News::Case(case.id.clone(), Err(refused())));
    let text = client.text();
    assert!(text.contains("then run: banli login"), "{text}");
    assert!(text.contains("kept on this machine"), "{text}");
    let shown = client.text();
    client.hear(News::Case(case.id, Err(refused())));
    client.hear(News::Begun(Err(refused())));
    assert_eq!(client.text(), shown, "told once");
    client.hear(News::Stream(None));
    assert_eq!(client.jobs, [Job::LoggedOut], "nothing is asked any more");
    client.press("esc");
    assert!(client.ended);
}

#[test]
fn a_token_from_the_environment_and_somebody_else_to_be_are_told_their_own_way() {
    let paper = Paper::new();
    let named = |login: &str| Identity {
        label: ["x".to_owned(), "x".to_owned()],
        login: login.to_owned(),
    };
    for (identities, said, ends) in [
        (vec![named("")], "BANLI_TOKEN", true),
        (
            vec![named("a"), named("b")],
            "g w changes to somebody else",
            false,
        ),
    ] {
        let mut client = Client::new(&paper, "b03.liaison", Lang::En, SIZE);
        client.state.shared.identities = identities;
        client.hear(News::Begun(Err(refused())));
        assert!(client.text().contains(said), "{}", client.text());
        client.press("enter");
        assert_eq!(client.ended, ends);
        if !ends {
            client.press("g w down enter");
            assert!(client.jobs.contains(&Job::Become(1)));
            client.hear(News::Became(1));
            assert_eq!(
                client.jobs.iter().filter(|it| **it == Job::Begin).count(),
                2
            );
        }
    }
}

#[test]
fn a_revocation_that_perhaps_arrived_goes_out_again_under_its_key() {
    let paper = Paper::new();
    let mut client = on_tokens(&paper, Lang::En);
    let mut keys = vec![];
    for answer in [Err(away(true)), Ok(Told::Done(None)), Ok(Told::Done(None))] {
        client.jobs.clear();
        client.press("D y");
        let sent = client.jobs.iter().find_map(|job| match job {
            Job::Desk(asked, key) if matches!(**asked, Ask::RevokeToken { .. }) => {
                Some((asked.clone(), key.clone()))
            }
            _ => None,
        });
        let (asked, key) = sent.expect("it is sent");
        keys.push(key);
        client.hear(News::Desk(asked, answer));
    }
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2], "what was answered is done with");
}

#[test]
fn a_token_to_make_goes_out_again_under_its_key() {
    let paper = Paper::new();
    let mut client = on_tokens(&paper, Lang::En);
    client.press("n s c r i p t tab space ctrl-s");
    let mut keys = vec![];
    for _ in 0..2 {
        client.answer(|job| match job {
            Job::Desk(asked, _) if matches!(**asked, Ask::MakeToken(_)) => {
                Some(News::Desk(asked.clone(), Err(away(true))))
            }
            _ => None,
        });
        keys.push(client.state.shared.serial);
        client.press("ctrl-s");
    }
    assert_eq!(keys[0], keys[1], "no other key is given");
}
