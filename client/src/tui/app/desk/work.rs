//! Carries out what the admin screen asks.

use banli_shared::api::account::{ChangePassword, ListTokens, MakeToken, NewPassword, RevokeToken};
use banli_shared::api::calendars::{GetCalendar, NewCalendar, PutCalendar};
use banli_shared::api::delegations::{Delegate, DelegationsQuery, EndDelegation, ListDelegations};
use banli_shared::api::notices::{ListNotices, MarkRead, NoticeQuery, ReadNotices};
use banli_shared::api::people::{
    AddPerson, ChangePerson, EditPerson, ListPeople, NewPerson, PeopleQuery,
};
use banli_shared::api::profiles::{GetProfile, NewProfile, PutProfile, RevisionQuery};
use banli_shared::api::sessions::ListSessions;
use banli_shared::api::units::{ListUnits, PutUnits, UnitList};
use banli_shared::api::webhooks::{AddWebhook, DropWebhook, ListWebhooks};
use banli_shared::api::{DryRun, Json, MOST_OF_A_PAGE, NoQuery, Nothing};
use banli_shared::org::Person;

use super::{Ask, Entry, Loaded, Tab, Text, Told};
use crate::api::{ApiFailure, Client, With};

/// Most people that are read for a tab; nobody looks through more of them one by one.
const MOST: u32 = 5_000;

/// Carries one out. Changes carry `key`, so that a lost answer can be asked for again.
pub(in crate::tui::app) async fn carry_out(
    client: &Client,
    ask: Ask,
    key: String,
) -> Result<Told, ApiFailure> {
    let with = || With {
        key: Some(key.clone()),
        ..With::default()
    };
    let kept = DryRun::default();
    match ask {
        Ask::Load(tab) => Ok(Told::Loaded(tab, Box::new(load(client, tab).await?))),
        Ask::Read(up_to) => {
            let body = Json(ReadNotices { up_to });
            client
                .call_with::<MarkRead>(&(), &kept, &body, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::AddPerson {
            login,
            name,
            posts,
            password,
        } => {
            let body = Json(NewPerson {
                login,
                name,
                password: password.0,
                posts,
            });
            client
                .call_with::<AddPerson>(&(), &kept, &body, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::EditPerson {
            id,
            name,
            posts,
            password,
            disabled,
        } => {
            let body = Json(ChangePerson {
                name,
                password: password.map(|password| password.0),
                posts,
                disabled,
            });
            let Json(person) = client
                .call_with::<EditPerson>(&id, &kept, &body, with())
                .await?;
            Ok(match person.left.is_empty() {
                true => Told::Done(None),
                false => Told::Left(person.left),
            })
        }
        Ask::ChangePassword { old, new } => {
            let body = Json(NewPassword {
                old: old.0,
                new: new.0,
            });
            client
                .call_with::<ChangePassword>(&(), &NoQuery {}, &body, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::PutUnit { unit, new_kind } => {
            let body = Json(UnitList {
                units: vec![*unit],
                new_kinds: new_kind,
            });
            client
                .call_with::<PutUnits>(&(), &kept, &body, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::Delegate(new) => {
            client
                .call_with::<Delegate>(&(), &kept, &Json(*new), with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::EndDelegation(id) => {
            client
                .call_with::<EndDelegation>(&id, &kept, &Nothing, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::MakeToken(new) => {
            let made = client
                .call_with::<MakeToken>(&(), &NoQuery {}, &Json(new), with())
                .await?;
            Ok(Told::Done(Some(made.0.token)))
        }
        Ask::RevokeToken { id, .. } => {
            client
                .call_with::<RevokeToken>(&id, &NoQuery {}, &Nothing, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::AddWebhook(new) => {
            let made = client
                .call::<AddWebhook>(&(), &NoQuery {}, &Json(*new))
                .await?;
            Ok(Told::Done(Some(made.0.secret)))
        }
        Ask::DropWebhook(id) => {
            client
                .call_with::<DropWebhook>(&id, &kept, &Nothing, with())
                .await?;
            Ok(Told::Done(None))
        }
        Ask::Put { text, note, keep } => put(client, *text, note, keep, with()).await,
    }
}

async fn put(
    client: &Client,
    text: Text,
    note: String,
    keep: bool,
    with: With,
) -> Result<Told, ApiFailure> {
    let dry_run = DryRun { dry_run: !keep };
    let Text {
        toml,
        seen,
        session,
    } = text;
    let lines: [Vec<String>; 2] = match session {
        Some(session) => {
            let body = Json(NewProfile { toml, note, seen });
            let put = client.call_with::<PutProfile>(&session, &dry_run, &body, with);
            let Json(changed) = put.await?;
            let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            let lines = changed.changes.iter().map(|change| {
                format!(
                    "{}: {} -> {}",
                    change.field,
                    side(&change.old),
                    side(&change.new)
                )
            });
            let lines: Vec<String> = lines.collect();
            let older = changed.under_older;
            let with_older = |text: String| match lines.is_empty() {
                true => vec![],
                false => [lines.clone(), vec![text]].concat(),
            };
            [
                with_older(format!(
                    "{older} 件在办提案仍适用原规则，可逐件“适用新规则”"
                )),
                with_older(format!(
                    "{older} open cases stay under older rules; each can adopt the new ones"
                )),
            ]
        }
        None => {
            let body = Json(NewCalendar { toml, note, seen });
            let put = client.call_with::<PutCalendar>(&(), &dry_run, &body, with);
            let Json(changed) = put.await?;
            let lines = changed.moves.iter().map(|it| {
                let new = it.new.map_or_else(|| "-".to_owned(), |day| day.to_string());
                format!("{} {}: {} -> {new}", it.number, it.unit, it.old)
            });
            let lines: Vec<String> = lines.collect();
            let moves = lines.len();
            let with_moves = |text: String| match changed.changed {
                true => [vec![text], lines.clone()].concat(),
                false => vec![],
            };
            [
                with_moves(format!("{moves} 个未结期限与新日历不符；重算之前不变")),
                with_moves(format!(
                    "{moves} open deadlines are elsewhere in the new calendar; none moves until it is recounted"
                )),
            ]
        }
    };
    Ok(if keep {
        Told::Done(None)
    } else {
        Told::Would(lines)
    })
}

async fn load(client: &Client, tab: Tab) -> Result<Loaded, ApiFailure> {
    let mut loaded = Loaded::default();
    match tab {
        Tab::Notices => {
            // The newest of them: older ones are for `banli notices --all`.
            let query = NoticeQuery::default();
            let notices = client
                .pages::<ListNotices, _>(query, MOST_OF_A_PAGE)
                .await?;
            let notices = notices.into_iter().map(Box::new);
            loaded.entries.extend(notices.map(Entry::Notice));
        }
        Tab::Delegations => {
            let query = DelegationsQuery::default();
            let found = client.pages::<ListDelegations, _>(query, MOST).await?;
            let found = found.into_iter().map(Box::new);
            loaded.entries.extend(found.map(Entry::Delegation));
            // A member may not look people up, and lends nothing either.
            loaded.people = people(client).await.unwrap_or_default();
        }
        Tab::Tokens => {
            let Json(page) = client
                .call::<ListTokens>(&(), &NoQuery {}, &Nothing)
                .await?;
            let tokens = page.items.into_iter().map(Box::new);
            loaded.entries.extend(tokens.map(Entry::Token));
        }
        Tab::People => {
            let people = people(client).await?.into_iter().map(Box::new);
            loaded.entries.extend(people.map(Entry::Person));
        }
        Tab::Units => {
            let Json(page) = client.call::<ListUnits>(&(), &NoQuery {}, &Nothing).await?;
            let units = page.items.into_iter().map(Box::new);
            loaded.entries.extend(units.map(Entry::Unit));
        }
        Tab::Rules => {
            let Json(sessions) = client
                .call::<ListSessions>(&(), &NoQuery {}, &Nothing)
                .await?;
            let current = sessions.items.into_iter().find(|session| session.current);
            if let Some(session) = current {
                let query = RevisionQuery::default();
                let got = client
                    .call::<GetProfile>(&session.id, &query, &Nothing)
                    .await?
                    .0;
                loaded.text(Text {
                    toml: toml::to_string(&got.profile).unwrap_or_default(),
                    seen: got.revision,
                    session: Some(session.id),
                });
            }
        }
        Tab::Calendar => {
            let Json(got) = client
                .call::<GetCalendar>(&(), &NoQuery {}, &Nothing)
                .await?;
            loaded.text(Text {
                toml: got.office.to_toml().unwrap_or_default(),
                seen: got.revision,
                session: None,
            });
        }
        Tab::Webhooks => {
            let Json(page) = client
                .call::<ListWebhooks>(&(), &NoQuery {}, &Nothing)
                .await?;
            let webhooks = page.items.into_iter().map(Box::new);
            loaded.entries.extend(webhooks.map(Entry::Webhook));
        }
    }
    Ok(loaded)
}

impl Loaded {
    fn text(&mut self, text: Text) {
        let lines = text.toml.lines().enumerate();
        self.entries = lines
            .map(|(no, line)| Entry::Line(no, line.to_owned()))
            .collect();
        self.text = Some(text);
    }
}

async fn people(client: &Client) -> Result<Vec<Person>, ApiFailure> {
    let query = PeopleQuery::default();
    client.pages::<ListPeople, _>(query, MOST).await
}
