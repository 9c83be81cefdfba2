//! Which people with a login are meant: what only the database knows, checked before the rules decide.

use std::borrow::Cow;

use banli_shared::both;
use banli_shared::case::{Case, Proposer};
use banli_shared::ids::{PersonId, UnitCode};
use banli_shared::org::{Actor, Role};
use banli_shared::text::normalise_name;
use banli_shared::workflow::{Command, Refusal};

use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

/// Gives every proposer without a login the person who is a proposer by that name, where there is exactly one; of several,
/// whoever submits means themselves.
pub(crate) async fn link(
    tx: &mut Tx,
    proposers: &mut [Proposer],
    actor: &Actor,
) -> Result<(), Failure> {
    for (index, proposer) in proposers.iter_mut().enumerate() {
        login(tx, index, proposer, actor).await?;
    }
    Ok(())
}

/// The same for one of them.
async fn login(
    tx: &mut Tx,
    index: usize,
    proposer: &mut Proposer,
    actor: &Actor,
) -> Result<(), Failure> {
    let Some(person) = &proposer.person else {
        proposer.person = by_name(tx, &proposer.name, actor).await?;
        return Ok(());
    };
    if !holds(tx, person, Role::Proposer, None).await? {
        return Err(no_proposer(&format!("/proposers/{index}/person")));
    }
    if !is_called(tx, person, &proposer.name).await? {
        let fault = both!("与此人的姓名不符", "must be the name of this person");
        return Err(Refusal::field(&format!("/proposers/{index}/name"), fault).into());
    }
    Ok(())
}

async fn is_called(tx: &mut Tx, person: &PersonId, name: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM people WHERE id = $1 AND name_key = $2";
    let row = tx
        .query_opt(sql, params![person.0, normalise_name(name)])
        .await?;
    Ok(row.is_some())
}

/// Whether the account bears the name of the proposer it is to be linked to: who is linked reads the case and rates.
async fn one_name(tx: &mut Tx, person: &PersonId, proposer: &str) -> Result<(), Failure> {
    if is_called(tx, person, proposer).await? {
        return Ok(());
    }
    let sql = "SELECT name FROM people WHERE id = $1";
    let account: String = tx.query_one(sql, params![person.0]).await?.get(0)?;
    let fault = both!(
        "该账号的姓名是“{account}”，提案人是“{proposer}”；请核对，确属同一提案人时加 other_name=true",
        "the account is {account}'s, the proposer is {proposer}: look again, and where that is right add other_name=true"
    );
    Err(Refusal::field("/other_name", fault).into())
}

async fn by_name(tx: &mut Tx, name: &str, actor: &Actor) -> Result<Option<PersonId>, StoreError> {
    let sql = "SELECT DISTINCT p.id FROM people p JOIN posts o ON o.person = p.id
               WHERE p.name_key = $1 AND o.role = $2 AND p.disabled = 0";
    let rows = tx
        .query(sql, params![normalise_name(name), Role::Proposer.code()])
        .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        people.push(PersonId::from(row.text(0)?));
    }
    let meant = match people.as_slice() {
        [one] => Some(one),
        several => several.iter().find(|person| **person == actor.person),
    };
    Ok(meant.cloned())
}

/// Checks the people that a command names.
pub(crate) async fn check(tx: &mut Tx, case: &Case, command: &Command) -> Result<(), Failure> {
    match command {
        Command::LinkProposer(with) => {
            if !holds(tx, &with.person, Role::Proposer, None).await? {
                return Err(no_proposer("/person"));
            }
            let mut proposers = case.proposers();
            let meant = proposers.find(|it| it.no == with.proposer);
            match meant {
                Some(meant) if !with.other_name => {
                    one_name(tx, &with.person, &meant.proposer.name).await
                }
                // That there is no such proposer is for the rules to say.
                _ => Ok(()),
            }
        }
        Command::Dispatch(with) => {
            let Some(handler) = &with.handler else {
                return Ok(());
            };
            let known = case.assignment(with.assignment).is_some();
            if !known || holds(tx, handler, Role::Handler, Some(&with.department)).await? {
                return Ok(());
            }
            Err(Refusal::field(
                "/handler",
                both!("应为该部门的承办人", "must be a handler of this department"),
            )
            .into())
        }
        _ => Ok(()),
    }
}

/// The command with the login of each proposer whom a correction adds, where there is exactly one person of that name.
///
/// # Errors
/// Where a person whom it names is no proposer, or is called otherwise.
pub(crate) async fn linked<'a>(
    tx: &mut Tx,
    case: &Case,
    command: &'a Command,
    actor: &Actor,
) -> Result<Cow<'a, Command>, Failure> {
    let Command::Correct(with) = command else {
        return Ok(Cow::Borrowed(command));
    };
    let known = |name: &str| {
        let mut on_record = case.proposal.proposers.iter();
        on_record.any(|it| normalise_name(&it.name) == normalise_name(name))
    };
    let mut with = with.clone();
    for (index, proposer) in with.proposers.iter_mut().flatten().enumerate() {
        let stays = proposer.was.is_some() || known(&proposer.name);
        if proposer.person.is_none() && stays {
            continue;
        }
        let mut one = Proposer {
            name: proposer.name.clone(),
            person: proposer.person.clone(),
        };
        login(tx, index, &mut one, actor).await?;
        proposer.person = one.person;
    }
    Ok(Cow::Owned(Command::Correct(with)))
}

fn no_proposer(pointer: &str) -> Failure {
    Refusal::field(
        pointer,
        both!("应为政协委员", "must be a person who is a proposer"),
    )
    .into()
}

async fn holds(
    tx: &mut Tx,
    person: &PersonId,
    role: Role,
    place: Option<&UnitCode>,
) -> Result<bool, StoreError> {
    let place = place.map_or("", UnitCode::as_str);
    let sql = "SELECT 1 FROM posts o JOIN people p ON p.id = o.person
               WHERE o.person = $1 AND o.role = $2 AND o.place = $3 AND p.disabled = 0";
    let row = tx
        .query_opt(sql, params![person.0, role.code(), place])
        .await?;
    Ok(row.is_some())
}
