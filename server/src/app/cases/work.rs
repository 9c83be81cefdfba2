//! Changes to cases on their way into one transaction: decided in memory, written once at the end.
//!
//! Nothing is written before [`Work::keep`], so a command that is refused leaves nothing, alone or among many. Locks are
//! taken in one order by everybody (cases by id, then the counters of numbers, then the one of events), so that nobody
//! waits for another who waits for them; the counter of events comes last because all writers wait for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banli_shared::both;
use banli_shared::case::Case;
use banli_shared::ids::{
    CaseId, IntakeNumber, Millis, PersonId, ProposalNumber, SessionId, Version,
};
use banli_shared::org::Actor;
use banli_shared::workflow::{
    Action, Command, Context, Decision, Event, Holder, Numbers, Proposed, begin, decide, evolve,
    guard, submit, telling,
};

use super::chain::{self, BEGINNING};
use super::load::{self, Kept, Purpose};
use super::numbers::{Numbering, Supposed, came_in};
use super::{members, view};
use crate::app::search::{self, index::Words};
use crate::app::world::{self, World, Worlds};
use crate::app::{document_numbers, index, notices};
use crate::http::Failure;
use crate::params;
use crate::store::{Known, StoreError, Tx, json};

/// What is said to listeners when there are new events: this, and the number of the last of them.
pub(crate) const NEWS: &str = "events ";
/// The counter of events over all cases.
pub(crate) const EVENTS: &str = "events";

/// A unit of work.
pub(crate) struct Work<'t> {
    pub(crate) tx: &'t mut Tx,
    pub(crate) world: Arc<World>,
    now: Millis,
    held: BTreeMap<CaseId, Held>,
    /// What happened, in order, with the version it made.
    happened: Vec<(CaseId, Version, Event)>,
    /// The number that the next filing gives, where a list brings one.
    pub(crate) given: Option<ProposalNumber>,
    /// When searches find the cases that this begins.
    pub(crate) words: Words,
    numbering: Numbering,
}

/// A case that this work has locked, as it is after what happened so far.
struct Held {
    case: Case,
    /// The version it was loaded at; 0 where this work began it.
    seen: Version,
    hash: String,
    /// The number of the newest event that this work recorded on it; 0 before there is one.
    newest: i64,
}

impl Held {
    fn begun(case: Case) -> Self {
        Self {
            case,
            seen: 0,
            hash: BEGINNING.to_owned(),
            newest: 0,
        }
    }
}

impl<'t> Work<'t> {
    pub(crate) async fn begin(
        tx: &'t mut Tx,
        worlds: &Worlds,
        now: Millis,
    ) -> Result<Self, StoreError> {
        world::stays(tx).await?;
        Self::seeing(tx, worlds, now).await
    }

    async fn seeing(tx: &'t mut Tx, worlds: &Worlds, now: Millis) -> Result<Self, StoreError> {
        let world = worlds.see(tx).await?;
        Ok(Self {
            tx,
            world,
            now,
            held: BTreeMap::new(),
            happened: Vec::new(),
            given: None,
            words: Words::Now,
            numbering: Numbering::Counters,
        })
    }

    /// For a trial: decides the same and is not kept, so a reading transaction is enough.
    pub(crate) async fn suppose(
        tx: &'t mut Tx,
        worlds: &Worlds,
        now: Millis,
        supposed: Supposed,
    ) -> Result<Self, StoreError> {
        let mut work = Self::seeing(tx, worlds, now).await?;
        for case in supposed.cases.values().flatten() {
            work.held.insert(case.id.clone(), Held::begun(case.clone()));
        }
        work.numbering = Numbering::Supposed(supposed);
        Ok(work)
    }

    /// What a trial has given and decided, for the rest of it.
    pub(crate) fn supposed(self) -> Option<Supposed> {
        let Numbering::Supposed(mut supposed) = self.numbering else {
            return None;
        };
        for (id, case) in &mut supposed.cases {
            *case = self.held.get(id).map(|held| held.case.clone());
        }
        Some(supposed)
    }

    /// Locks these cases, in the order of their ids. Those that are not there are left out. A trial locks nothing.
    pub(crate) async fn hold(&mut self, mut ids: Vec<CaseId>) -> Result<(), StoreError> {
        let purpose = match self.numbering {
            Numbering::Counters => Purpose::Change,
            Numbering::Supposed(_) => Purpose::Read,
        };
        ids.sort();
        ids.dedup();
        for id in ids {
            if self.held.contains_key(&id) {
                continue;
            }
            if let Some(Kept { case, hash }) = load::load(self.tx, &id, purpose).await? {
                let seen = case.version;
                let held = Held {
                    case,
                    seen,
                    hash,
                    newest: 0,
                };
                self.held.insert(id, held);
            }
        }
        Ok(())
    }

    /// A case this work holds, as it is now.
    pub(crate) fn case(&self, id: &CaseId) -> Option<&Case> {
        self.held.get(id).map(|held| &held.case)
    }

    /// Refuses when a case had another version before this work than the one the caller has seen.
    pub(crate) fn expect(&self, id: &CaseId, seen: Option<Version>) -> Result<(), Failure> {
        match (seen, self.held.get(id)) {
            (Some(seen), Some(held)) if held.seen != seen => Err(Failure::stale(held.seen)),
            _ => Ok(()),
        }
    }

    /// Begins a case: with this id, and with the number that a list brings, where it does.
    pub(crate) async fn submit(
        &mut self,
        id: CaseId,
        actor: &Actor,
        session: Option<&SessionId>,
        proposed: &Proposed,
        brought: Option<&IntakeNumber>,
    ) -> Result<(), Failure> {
        let world = Arc::clone(&self.world);
        let session = world.session(session).ok_or_else(|| {
            Failure::field(
                "/session",
                "unknown_session",
                both!("没有此届次", "there is no such session"),
            )
        })?;
        let mut proposed = proposed.clone();
        members::link(self.tx, &mut proposed.proposers, actor)
            .await
            .map_err(|failure| inside(failure, "/proposal"))?;
        let numbers = match brought {
            Some(number) => came_in(number.clone()),
            None => self.numbering.for_submission(self.tx, session).await?,
        };
        let ctx = Context {
            numbers: Some(&numbers),
            ..world.context(&session.id, self.now)?
        };
        let decision = submit(&id, &session.id, &proposed, actor, &ctx)
            .map_err(|refusal| inside(refusal.into(), "/proposal"))?;
        for event in decision.own {
            if let Some(case) = begin(&event) {
                self.happened.push((id.clone(), case.version, event));
                self.held.insert(id.clone(), Held::begun(case));
            }
        }
        Ok(())
    }

    /// Runs a command on a case this work holds; `other` is the case it names, held too.
    pub(crate) async fn run(
        &mut self,
        actor: &Actor,
        id: &CaseId,
        command: &Command,
        other: Option<&CaseId>,
    ) -> Result<(), Failure> {
        let decision = self
            .decide(actor, id, command, other)
            .await
            .map_err(|failure| {
                let failure = inside(failure, &format!("/{}", command.action()));
                failure.naming(self.world.org())
            })?;
        for event in decision.own {
            self.happen(id, event);
        }
        for (other, event) in decision.other {
            self.happen(&other, event);
        }
        Ok(())
    }

    async fn decide(
        &mut self,
        actor: &Actor,
        id: &CaseId,
        command: &Command,
        other: Option<&CaseId>,
    ) -> Result<Decision, Failure> {
        let world = Arc::clone(&self.world);
        let Some(case) = self.held.get(id).map(|held| &held.case) else {
            return Err(Failure::not_found());
        };
        let mut ctx = world.context_of(case, self.now)?;
        // The host may have changed since it was looked for; then it is not held, and the rules miss it.
        let other = match command {
            Command::Unmerge {} | Command::ChangeConsent(_) | Command::Correct(_) => {
                load::host_of(case)
            }
            _ => other,
        };
        ctx.other = other
            .and_then(|other| self.held.get(other))
            .map(|held| &held.case);
        // Numbers are given only to what may have them, so that they leave no gaps.
        guard(case, actor, command.action(), command.assignment(), &ctx)?;
        members::check(self.tx, case, command).await?;
        let command = &*members::linked(self.tx, case, command, actor).await?;
        let numbers: Option<Numbers> = match world.session(Some(&case.session)) {
            Some(session) if command.action() == Action::File && case.number.is_none() => {
                let proposal = match self.given.take() {
                    Some(given) => given,
                    None => self.numbering.for_filing(self.tx, session).await?,
                };
                Some(Numbers {
                    intake: case.intake_number.clone(),
                    proposal,
                })
            }
            _ => None,
        };
        ctx.numbers = numbers.as_ref();
        let Command::Sign(sign) = command else {
            return Ok(decide(case, actor, command, &ctx)?);
        };
        loop {
            let documents = document_numbers::in_the_way(self.tx, case, sign).await?;
            let ctx = Context {
                documents: documents.as_ref(),
                ..ctx
            };
            let decision = decide(case, actor, command, &ctx)?;
            // Where somebody else was quicker, there is something in the way by now.
            if document_numbers::claim(self.tx, case, sign).await? {
                return Ok(decision);
            }
        }
    }

    fn happen(&mut self, id: &CaseId, event: Event) {
        if let Some(held) = self.held.get_mut(id) {
            held.case = evolve(held.case.clone(), &event);
            self.happened.push((id.clone(), held.case.version, event));
        }
    }

    /// Writes what happened: the rows made of each case, its events, the case itself; and tells listeners.
    pub(crate) async fn keep(mut self) -> Result<(&'t mut Tx, BTreeMap<CaseId, Case>), StoreError> {
        let world = Arc::clone(&self.world);
        let held = self.held.values();
        let (new, known): (Vec<&Held>, Vec<&Held>) = held
            .filter(|held| held.case.version > held.seen)
            .partition(|held| held.seen == 0);
        for held in &new {
            insert(self.tx, &held.case).await?;
        }
        for (held, known) in [(new, Known::New), (known, Known::Perhaps)] {
            let cases: Vec<&Case> = held.iter().map(|held| &held.case).collect();
            index::write(self.tx, &cases, known, &world, self.now).await?;
            match (known, self.words) {
                (Known::New, Words::Later) => search::index::announce(self.tx, &cases).await?,
                _ => search::index::write(self.tx, &cases, known).await?,
            }
        }
        self.tell(&world).await?;
        if !self.happened.is_empty() {
            let last = self.record().await?;
            self.save().await?;
            self.tx.notify(&format!("{NEWS}{last}")).await?;
        }
        let cases = self.held.into_iter();
        Ok((self.tx, cases.map(|(id, held)| (id, held.case)).collect()))
    }

    /// Gives the notices of what happened.
    async fn tell(&mut self, world: &World) -> Result<(), StoreError> {
        // A list hands over to the same units again and again.
        let mut known: BTreeMap<(Holder, bool), BTreeSet<PersonId>> = BTreeMap::new();
        for (id, _, event) in &self.happened {
            let Some(case) = self.held.get(id).map(|held| &held.case) else {
                continue;
            };
            let ctx = world.context_of(case, self.now)?;
            for telling in telling(case, event, &ctx) {
                let mut people = BTreeSet::new();
                for entry in &telling.to {
                    let who = (entry.holder.clone(), telling.alone);
                    if !known.contains_key(&who) {
                        let able = match telling.alone {
                            true => notices::persons(self.tx, [&entry.holder]).await?,
                            false => notices::people(self.tx, [&entry.holder], self.now).await?,
                        };
                        known.insert(who.clone(), able);
                    }
                    let able = known.get(&who).into_iter().flatten();
                    people.extend(able.filter(|it| !entry.except.contains(it)).cloned());
                }
                let told = notices::Told {
                    promise: None,
                    kind: telling.kind,
                    case: id,
                    assignment: telling.assignment,
                    due: telling.due,
                    left: view::light(telling.due, &ctx).1,
                    note: &telling.note,
                    note_zh: &telling.note_zh,
                };
                notices::give(self.tx, self.now, &told, &people).await?;
            }
        }
        Ok(())
    }

    /// Appends the events; the number of the last one. From here until the end of the transaction all other writers
    /// wait on PostgreSQL, which makes the numbers rise in the order of commits.
    async fn record(&mut self) -> Result<i64, StoreError> {
        let count = i64::try_from(self.happened.len()).unwrap_or(i64::MAX);
        let last = self.tx.next_numbers(EVENTS, count).await?;
        for ((id, version, event), seq) in self.happened.iter().zip(last - count + 1..) {
            let Some(held) = self.held.get_mut(id) else {
                continue;
            };
            let body = json(event)?;
            let hash = chain::link(&held.hash, seq, id, *version, &body);
            let sql = "INSERT INTO events (seq, case_id, version, at_ms, actor, kind, body, prev_hash, hash)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
            let (kind, version) = (event.what.kind(), number(*version)?);
            let by = &event.by.person.0;
            let values = params![
                seq,
                id.0,
                version,
                event.at_ms,
                by,
                kind,
                body,
                held.hash,
                hash
            ];
            self.tx.execute(sql, values).await?;
            held.hash = hash;
            held.newest = seq;
        }
        Ok(last)
    }

    async fn save(&mut self) -> Result<(), StoreError> {
        for held in self
            .held
            .values()
            .filter(|held| held.case.version > held.seen)
        {
            let case = &held.case;
            let given = case.number.as_ref().map(|number| number.as_str());
            let sql = "UPDATE cases SET number = $2, version = $3, changed_seq = $4, hash = $5, body = $6 WHERE id = $1";
            let version = number(case.version)?;
            self.tx
                .execute(
                    sql,
                    params![
                        case.id.0,
                        given,
                        version,
                        held.newest,
                        held.hash,
                        json(case)?
                    ],
                )
                .await?;
        }
        Ok(())
    }
}

/// The row of a case that begins; the rest of it is written when its events are.
async fn insert(tx: &mut Tx, case: &Case) -> Result<(), StoreError> {
    let sql = "INSERT INTO cases (id, session, intake_number, version, changed_seq, hash, body)
               VALUES ($1, $2, $3, 0, 0, '', '')";
    tx.execute(
        sql,
        params![case.id.0, case.session.0, case.intake_number.0],
    )
    .await?;
    Ok(())
}

fn number(version: Version) -> Result<i64, StoreError> {
    i64::try_from(version).map_err(|_large| StoreError::Database("a version is too large".into()))
}

/// The same failure, its fields named from the root of the body. Rules know only the part they look at.
fn inside(failure: Failure, pointer: &str) -> Failure {
    if failure.problem.errors.is_empty() {
        failure
    } else {
        failure.within(pointer)
    }
}
