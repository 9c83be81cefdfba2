//! Carries jobs out: the one place of the terminal client that reaches the server, the disk and other programs.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banli_shared::api::events::CaseEvents;
use banli_shared::api::figures::{BoardQuery, FigureQuery, GetBoard, GetFigures};
use banli_shared::api::inbox::{Inbox, InboxQuery};
use banli_shared::api::people::{ListPeople, PeopleQuery};
use banli_shared::api::profiles::{GetProfile, RevisionQuery};
use banli_shared::api::promises::{ListPromises, PromiseQuery};
use banli_shared::api::proposals::{
    CaseView, GetProposal, ListProposals, ManyAnswers, ManyCommands, OneOfMany, ProposalQuery,
    ProposalRef, RunCommand, RunCommands,
};
use banli_shared::api::rankings::{GetRankings, Ranking, RankingQuery};
use banli_shared::api::sessions::ListSessions;
use banli_shared::api::similar::GetSimilar;
use banli_shared::api::sitting::{GetSitting, SittingQuery};
use banli_shared::api::views::{DropView, ListViews, PutView};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing, account::Me, units::ListUnits};
use banli_shared::both;
use banli_shared::figures::Dimension;
use banli_shared::ids::SessionId;
use banli_shared::lang::Lang;
use banli_shared::profile::Profile;
use banli_shared::text::Bilingual;
use banli_shared::workflow::Command;
use tokio::task::AbortHandle;

use super::super::list::pages::PAGE;
use super::super::runtime::{Outlet, Work};
use super::desk;
use super::forms::faults_of;

use super::news::{Job, Known, News, Target, Trouble, TroubleKind};
use super::saving;
use super::screens::board::Counted;
use crate::api::{ApiFailure, Client, FailureKind, Heard, With, changes};
use crate::drafts::{Draft, Journal, Keeper};
use banli_shared::text::system;

/// What jobs are carried out with.
pub(super) struct Outside {
    client: Mutex<Client>,
    /// How often it was changed who acts.
    changes: AtomicU64,
    /// The login of who acts is over.
    logged_out: AtomicBool,
    /// A token for each identity, in their order.
    tokens: Vec<String>,
    keeper: Option<Keeper>,
    journal: Option<Journal>,
    listening: Mutex<Option<AbortHandle>>,
    /// Milliseconds since 1970, for drafts.
    clock: fn() -> i64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Outside {
    /// With this client, as the first of the identities with these tokens; drafts go to `journal`.
    #[must_use]
    pub(super) fn new(
        client: Client,
        tokens: Vec<String>,
        journal: Option<Journal>,
        clock: fn() -> i64,
    ) -> Arc<Self> {
        let keeper = journal
            .clone()
            .and_then(|journal| Keeper::start(journal).ok());
        Arc::new(Self {
            client: Mutex::new(client),
            changes: AtomicU64::new(0),
            logged_out: AtomicBool::new(false),
            tokens,
            keeper,
            journal,
            listening: Mutex::new(None),
            clock,
        })
    }

    fn client(&self) -> Client {
        lock(&self.client).clone()
    }

    /// Carries one job out and tells what came of it.
    pub(super) fn run(self: &Arc<Self>, job: Job, outlet: Outlet<News>) -> Work {
        let outside = Arc::clone(self);
        // Drafts are handed over here, in the order in which they were typed: tasks of their own could overtake one
        // another, and an older text would be the one that is kept. It only queues them.
        let job = match job {
            Job::KeepDraft(draft) => {
                let news = self.keep(*draft);
                return Box::pin(async move {
                    if let Some(news) = news {
                        outlet.tell(news).await;
                    }
                });
            }
            Job::DropDraft(key) => {
                if let Some(keeper) = &self.keeper {
                    keeper.remove(key);
                }
                return Box::pin(async {});
            }
            Job::LoggedOut => {
                self.logged_out.store(true, Ordering::SeqCst);
                if let Some(listening) = lock(&self.listening).take() {
                    listening.abort();
                }
                return Box::pin(async {});
            }
            Job::Become(index) => {
                // At once, so that what is asked after it is asked as that person.
                let changed = self.become_another(index);
                return Box::pin(async move {
                    if changed {
                        outlet.tell(News::Became(index)).await;
                    }
                });
            }
            job => job,
        };
        let (client, change) = (self.client(), self.changes.load(Ordering::SeqCst));
        Box::pin(async move {
            if let Job::Listen = job {
                outside.listen(outlet);
                return;
            }
            let news = outside.answer(client, job).await;
            // What comes after a change of person was for the person before.
            if let Some(news) = news
                && change == outside.changes.load(Ordering::SeqCst)
            {
                outlet.tell(news).await;
            }
        })
    }

    fn become_another(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else {
            return false;
        };
        let mut client = lock(&self.client);
        *client = client.with_token(Some(token));
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.logged_out.store(false, Ordering::SeqCst);
        true
    }

    async fn answer(&self, client: Client, job: Job) -> Option<News> {
        Some(match job {
            Job::Begin => News::Begun(begin(&client).await.map(Box::new).map_err(trouble)),
            Job::Inbox(wanted) => {
                let query = InboxQuery {
                    limit: Some(PAGE as u32),
                    cursor: wanted.cursor.clone(),
                    count: wanted.count,
                };
                let page = client.call::<Inbox>(&(), &query, &Nothing).await;
                News::Inbox(wanted, page.map(|Json(page)| page).map_err(trouble))
            }
            Job::Proposals(serial, query, wanted) => {
                let query = ProposalQuery {
                    limit: Some(PAGE as u32),
                    cursor: wanted.cursor.clone(),
                    // What is found by words is read all over again to be counted.
                    count: wanted.count && query.q.is_none(),
                    ..*query
                };
                let page = client.call::<ListProposals>(&(), &query, &Nothing).await;
                News::Proposals(serial, wanted, page.map(|Json(page)| page).map_err(trouble))
            }
            Job::Promises(serial, query, wanted) => {
                let query = PromiseQuery {
                    limit: Some(PAGE as u32),
                    cursor: wanted.cursor.clone(),
                    count: wanted.count,
                    ..*query
                };
                let page = client.call::<ListPromises>(&(), &query, &Nothing).await;
                News::Promises(serial, wanted, page.map(|Json(page)| page).map_err(trouble))
            }
            Job::Case(id) => {
                let view = client
                    .call::<GetProposal>(&ProposalRef::from(&id), &NoQuery {}, &Nothing)
                    .await;
                News::Case(id, view.map(|Json(view)| Box::new(view)).map_err(trouble))
            }
            Job::Similar(id) => {
                let found = client
                    .call::<GetSimilar>(&ProposalRef::from(&id), &NoQuery {}, &Nothing)
                    .await;
                let found = found.map(|Json(found)| Box::new(found));
                News::Similar(id, found.map_err(trouble))
            }
            Job::Events(id) => {
                let page = client
                    .call::<CaseEvents>(&ProposalRef::from(&id), &NoQuery {}, &Nothing)
                    .await;
                News::Events(id, page.map(|Json(page)| page.items).map_err(trouble))
            }
            Job::Try(target, command) => {
                let tried = run(&client, &target, &command, true, None).await;
                News::Tried(target, command, tried.map_err(trouble))
            }
            Job::TryMany(commands) => {
                let trial = With::default();
                let answers = run_many(&client, commands.clone(), Keep::Nothing, trial).await;
                News::TriedMany(commands, answers.map_err(trouble))
            }
            Job::Run(target, command, key) => {
                let ran = run(&client, &target, &command, false, Some(key)).await;
                News::Ran(target, command, ran.map_err(trouble))
            }
            Job::RunMany(commands, key) => {
                let answers =
                    run_many(&client, commands.clone(), Keep::WhatPasses, keyed(key)).await;
                News::RanMany(commands, answers.map_err(trouble))
            }
            Job::RunTogether(commands, key) => {
                let answers =
                    run_many(&client, commands.clone(), Keep::AllOrNone, keyed(key)).await;
                News::RanTogether(commands, answers.map_err(trouble))
            }
            Job::Figures(query, ranking) => {
                let counted = figures(&client, &query, ranking.as_deref()).await;
                News::Figures(query, counted.map(Box::new).map_err(trouble))
            }
            Job::Rankings(queries) => {
                let ranked = rankings(&client, &queries).await;
                News::Rankings(queries, ranked.map_err(trouble))
            }
            Job::Sitting => {
                let query = SittingQuery::default();
                let sitting = client.call::<GetSitting>(&(), &query, &Nothing).await;
                let sitting = sitting.map(|Json(sitting)| Box::new(sitting));
                News::Sitting(sitting.map_err(trouble))
            }
            Job::Views => {
                let page = client.call::<ListViews>(&(), &NoQuery {}, &Nothing).await;
                News::Views(page.map(|Json(page)| page.items).map_err(trouble))
            }
            Job::SaveView(view) => {
                let kept = DryRun::default();
                let saved = client.call::<PutView>(&(), &kept, &Json(*view)).await;
                News::ViewSaved(saved.map(|Json(view)| view.name).map_err(trouble))
            }
            Job::DropView(name) => {
                let kept = DryRun::default();
                let dropped = client.call::<DropView>(&name, &kept, &Nothing).await;
                News::ViewDropped(dropped.map(|_nothing| name).map_err(trouble))
            }
            Job::People(unit) => {
                let query = PeopleQuery {
                    unit: Some(unit.clone()),
                    ..PeopleQuery::default()
                };
                let people = client.pages::<ListPeople, _>(query, u32::MAX).await;
                News::People(unit, people.map_err(trouble))
            }
            Job::SaveLetter(target, name) => {
                let saved = saving::letter(&client, &target, &name).await;
                News::LetterSaved(target.case, saved)
            }
            Job::Desk(asked, key) => {
                let told = desk::carry_out(&client, (*asked).clone(), key).await;
                News::Desk(asked, told.map_err(trouble))
            }
            Job::Drafts(login) => News::Drafts(self.drafts(client.base(), &login)),
            // These are carried out elsewhere.
            Job::KeepDraft(_)
            | Job::DropDraft(_)
            | Job::Become(_)
            | Job::LoggedOut
            | Job::Listen
            | Job::EditOutside(_) => {
                return None;
            }
        })
    }

    fn keep(&self, draft: Draft) -> Option<News> {
        let keeper = self.keeper.as_ref()?;
        keeper.put(Draft {
            written_ms: (self.clock)(),
            ..draft
        });
        keeper
            .failure()
            .map(|fault| News::DraftNotKept(system(&fault)))
    }

    fn drafts(&self, server: &str, login: &str) -> Vec<Draft> {
        self.journal
            .as_ref()
            .and_then(|journal| journal.list(server, login).ok())
            .unwrap_or_default()
    }

    /// Whether the login was over when the client was left.
    pub(super) fn is_logged_out(&self) -> bool {
        self.logged_out.load(Ordering::SeqCst)
    }

    /// Waits until every draft is on the disk. To be called at the end.
    pub(super) fn flush(&self) {
        if let Some(keeper) = &self.keeper {
            // The person was told of a fault when it came.
            drop(keeper.flush());
        }
    }

    /// One stream at a time: that of the identity that acts now.
    fn listen(&self, outlet: Outlet<News>) {
        let client = self.client();
        let task = tokio::spawn(changes(client, move |heard| {
            let outlet = outlet.clone();
            async move {
                let news = match heard {
                    Heard::Up => News::Stream(None),
                    Heard::Down(wait) => News::Stream(Some(wait.as_secs())),
                    Heard::Change(change) => News::Changed(vec![change]),
                    Heard::Reset => News::Reset,
                    Heard::Over(failure) => News::Begun(Err(trouble(*failure))),
                };
                outlet.tell(news).await
            }
        }));
        if let Some(before) = lock(&self.listening).replace(task.abort_handle()) {
            before.abort();
        }
    }
}

async fn begin(client: &Client) -> Result<Known, ApiFailure> {
    // At once: on a slow line each of them takes its time.
    let (Json(me), Json(units), Json(sessions)) = tokio::try_join!(
        client.call::<Me>(&(), &NoQuery {}, &Nothing),
        client.call::<ListUnits>(&(), &NoQuery {}, &Nothing),
        client.call::<ListSessions>(&(), &NoQuery {}, &Nothing),
    )?;
    let current = sessions
        .items
        .iter()
        .find(|session| session.current)
        .or(sessions.items.first());
    let id = current.map_or_else(|| SessionId(String::new()), |session| session.id.clone());
    let profile = if current.is_some() {
        client
            .call::<GetProfile>(&id, &RevisionQuery::default(), &Nothing)
            .await?
            .0
            .profile
    } else {
        Profile::shenzhen()
    };
    Ok((me, units.items, sessions.items, profile))
}

async fn run(
    client: &Client,
    target: &Target,
    command: &Command,
    dry_run: bool,
    key: Option<String>,
) -> Result<Box<CaseView>, ApiFailure> {
    let with = With {
        if_version: Some(target.version),
        key,
    };
    let reference = ProposalRef::from(&target.case);
    let Json(view) = client
        .call_with::<RunCommand>(
            &reference,
            &DryRun { dry_run },
            &Json(command.clone()),
            with,
        )
        .await?;
    Ok(Box::new(view))
}

/// What is kept of many commands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    WhatPasses,
    AllOrNone,
}

fn keyed(key: String) -> With {
    With {
        key: Some(key),
        ..With::default()
    }
}

async fn run_many(
    client: &Client,
    commands: Vec<OneOfMany>,
    keep: Keep,
    with: With,
) -> Result<ManyAnswers, ApiFailure> {
    let dry_run = DryRun {
        dry_run: keep == Keep::Nothing,
    };
    let body = Json(ManyCommands {
        commands,
        partial: keep != Keep::AllOrNone,
    });
    client
        .call_with::<RunCommands>(&(), &dry_run, &body, with)
        .await
        .map(|Json(answers)| answers)
}

async fn rankings(client: &Client, queries: &[RankingQuery]) -> Result<Vec<Ranking>, ApiFailure> {
    let mut found = Vec::with_capacity(queries.len());
    for query in queries {
        let Json(ranking) = client.call::<GetRankings>(&(), query, &Nothing).await?;
        found.push(ranking);
    }
    Ok(found)
}

async fn figures(
    client: &Client,
    query: &FigureQuery,
    ranking: Option<&RankingQuery>,
) -> Result<Counted, ApiFailure> {
    let Json(report) = client.call::<GetFigures>(&(), query, &Nothing).await?;
    // Stages and lights are counted of everything, or of a unit.
    let whole = BoardQuery {
        session: query.session.clone(),
        unit: query.unit.clone(),
    };
    let is_whole = query
        .wanted()
        .iter()
        .all(|(dimension, _)| matches!(dimension, Dimension::Session | Dimension::Unit));
    let board = match is_whole {
        true => Some(client.call::<GetBoard>(&(), &whole, &Nothing).await?.0),
        false => None,
    };
    let ranking = match ranking {
        Some(query) => Some(client.call::<GetRankings>(&(), query, &Nothing).await?.0),
        None => None,
    };
    Ok(Counted {
        report,
        board,
        ranking,
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what `map_err` hands over"
)]
pub(super) fn trouble(failure: ApiFailure) -> Trouble {
    let kind = match failure.kind {
        FailureKind::Unreachable => TroubleKind::Unreachable {
            arrived: failure.may_have_arrived(),
        },
        FailureKind::LoggedOut => TroubleKind::LoggedOut,
        FailureKind::Conflict if failure.is_stale() => TroubleKind::Stale,
        FailureKind::Conflict | FailureKind::Refused | FailureKind::Usage => TroubleKind::Refused,
    };
    Trouble {
        kind,
        text: [Lang::Zh, Lang::En].map(|lang| failure.say(lang)),
        faults: failure.problem.as_deref().map_or_else(Vec::new, faults_of),
    }
}

/// Lets the person's own editor (`VISUAL`, `EDITOR`, else `vi`) change a text, in a file only they can read.
///
/// # Errors
/// Why the text could not be used.
pub(super) fn edit(
    text: &str,
    editor: &str,
    directory: &std::path::Path,
) -> Result<String, Bilingual> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = directory.join(format!("reply-{}.txt", crate::api::fresh_key()));
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    let edited = written.map_err(|fault| system(&fault)).and_then(|()| {
        let mut words = editor.split_whitespace();
        let program = words.next().unwrap_or("vi");
        let status = std::process::Command::new(program)
            .args(words)
            .arg(&path)
            .status();
        match status {
            Ok(status) if status.success() => {
                std::fs::read_to_string(&path).map_err(|fault| system(&fault))
            }
            Ok(status) => Err(both!(
                "编辑器 {program} 没有正常结束（{status}）",
                "the editor {program} did not end well: {status}"
            )),
            Err(fault) => {
                let Bilingual { zh, en } = system(&fault);
                Err(both!(
                    "编辑器 {program}：{zh}",
                    "the editor {program}: {en}"
                ))
            }
        }
    });
    // Nothing of a draft stays behind outside the journal.
    drop(std::fs::remove_file(&path));
    edited
}
