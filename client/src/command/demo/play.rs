//! The planned year, played through HTTP by sixteen people at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use banli_shared::api::account::{Credentials, Login};
use banli_shared::api::delegations::{Delegate, NewDelegation};
use banli_shared::api::lists::{Import, ImportQuery};
use banli_shared::api::people::{AddPeople, NewPeople, Newcomer};
use banli_shared::api::proposals::{ListProposals, ProposalQuery, ProposalRef, RunCommand};
use banli_shared::api::sessions::{PutSession, Session};
use banli_shared::api::units::{PutUnits, UnitList};
use banli_shared::api::{Bytes, DryRun, Json, NoQuery};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::case::Timing;
use banli_shared::ids::{AssignmentNo, CaseId, PersonId, SessionId};
use banli_shared::lang::Lang;
use banli_shared::text::Bilingual;
use banli_shared::workflow::Command;
use tokio::sync::{Mutex, OnceCell};
use tokio::task::JoinSet;

use super::office::Office;
use super::patience::{Progress, WAITS, call};
use super::proposals::{DemoProposal, Told, as_list};
use super::server::PASSWORD;
use super::year::{
    Course, HEAD_AWAY, Step, UNIT_OF_DEPUTY, day, is_triage, login as login_in, morning, name_text,
};
use crate::api::{ApiFailure, Client};

/// How many act at once.
pub(super) const ACTORS: usize = 16;

/// The office on the server: who is who there, and which case is which proposal.
pub(super) struct Stage {
    client: Client,
    people: BTreeMap<String, PersonId>,
    cases: Vec<CaseId>,
    tokens: HashMap<String, OnceCell<String>>,
}

/// By assignment, the hash of the text that waits for review.
type Texts = BTreeMap<AssignmentNo, String>;

/// What stopped the play, in words.
pub(super) type Stopped = Bilingual;

/// `zh` and `en` name what was being done.
fn stopped(zh: &str, en: &str) -> impl FnOnce(ApiFailure) -> Stopped {
    let (zh, en) = (zh.to_owned(), en.to_owned());
    move |failure| {
        let (said, told) = (failure.say(Lang::Zh), failure.say(Lang::En));
        both!("{zh}：{said}", "{en}: {told}")
    }
}

fn nobody(login: &str) -> Stopped {
    both!("没有 {login} 这个人", "there is nobody called {login}")
}

fn moment(date: &str) -> Option<i64> {
    date.parse::<Date>().ok().map(morning)
}

impl Stage {
    /// Sets the office up and imports the list, all through the API.
    ///
    /// # Errors
    /// What the server said.
    pub(super) async fn set(
        client: Client,
        office: &Office,
        proposals: &[DemoProposal],
        progress: &Progress,
    ) -> Result<Self, Stopped> {
        let begun_at = moment("2023-02-24").unwrap_or_default();
        let begun = client.at(Some(begun_at));
        let admin = begun.with_token(Some(&login(&begun, "admin", progress).await?));
        let session = Session {
            id: SessionId::from("2023"),
            name: "七届三次会议".to_owned(),
            year: 2023,
            closed_on: "2023-02-22".parse().ok(),
            current: true,
        };
        let kept = DryRun::default();
        call::<PutSession>(&admin, (&(), &kept, &Json(session)), &WAITS, progress)
            .await
            .map_err(stopped("届次", "the session"))?;
        let units = UnitList {
            units: office.units.clone(),
            new_kinds: true,
        };
        call::<PutUnits>(&admin, (&(), &kept, &Json(units)), &WAITS, progress)
            .await
            .map_err(stopped("单位", "the units"))?;
        progress.bar.inc(1);
        let newcomers = office.people.iter().map(|person| Newcomer {
            login: person.login.clone(),
            name: person.name.clone(),
            posts: person.posts.clone(),
        });
        let people = NewPeople {
            people: newcomers.collect(),
            password: PASSWORD.to_owned(),
        };
        let added = call::<AddPeople>(&admin, (&(), &kept, &Json(people)), &WAITS, progress).await;
        let Json(added) = added.map_err(stopped("人员", "the people"))?;
        progress.bar.inc(1);
        let people: BTreeMap<String, PersonId> = added
            .items
            .into_iter()
            .map(|person| (person.login, person.id))
            .collect();
        lend_post_of_head(&admin, &people, progress).await?;
        let coordinator = begun.with_token(Some(&login(&begun, "coordinator", progress).await?));
        // What came in during the conference is one list; what comes between sessions comes one by one.
        let (during, between): (Vec<_>, Vec<_>) = proposals
            .iter()
            .partition(|proposal| proposal.timing == Timing::InSession);
        let mut lists = vec![(begun_at, during)];
        lists.extend(
            between
                .into_iter()
                .map(|one| (morning(one.submitted), vec![one])),
        );
        for (at_ms, list) in lists {
            let list = Bytes(as_list(&list, office, Told::Submitted));
            let import = (&(), &ImportQuery::default(), &list);
            call::<Import>(&coordinator.at(Some(at_ms)), import, &WAITS, progress)
                .await
                .map_err(stopped("提案清单", "the list of proposals"))?;
        }
        let cases = find_cases(&coordinator, proposals).await?;
        progress.bar.inc(1);
        let logins = office.people.iter().map(|person| person.login.as_str());
        let tokens = logins
            .chain(["admin"])
            .map(|login| (login.to_owned(), OnceCell::new()))
            .collect();
        Ok(Self {
            client,
            people,
            cases,
            tokens,
        })
    }

    /// A token of this person; logs in once.
    ///
    /// # Errors
    /// What the server said.
    pub(super) async fn token(&self, who: &str, progress: &Progress) -> Result<&str, Stopped> {
        let cell = self.tokens.get(who).ok_or_else(|| nobody(who))?;
        cell.get_or_try_init(|| login(&self.client, who, progress))
            .await
            .map(String::as_str)
    }

    /// Puts in what the plan could not know.
    fn resolve(&self, command: &Command, texts: &Texts) -> Command {
        let mut command = command.clone();
        name_text(&mut command, |no| texts.get(&no).cloned());
        match &mut command {
            Command::Dispatch(with) => {
                with.handler = with
                    .handler
                    .take()
                    .and_then(|login| self.people.get(login.as_str()).cloned());
            }
            Command::Merge(with) => {
                let index = with.into.0.parse::<usize>().ok();
                if let Some(id) = index.and_then(|index| self.cases.get(index)) {
                    with.into = id.clone();
                }
            }
            _ => {}
        }
        command
    }

    /// `texts` are those of the case that wait for review, as the answers so far have shown them.
    async fn run(
        &self,
        n: usize,
        step: &Step,
        texts: &mut Texts,
        progress: &Progress,
    ) -> Result<(), Stopped> {
        let client = self
            .client
            .with_token(Some(self.token(&step.login, progress).await?))
            .at(Some(step.at_ms));
        let body = Json(self.resolve(&step.command, texts));
        let on = ProposalRef::from(&self.cases[n]);
        let request = (&on, &DryRun::default(), &body);
        let ran = call::<RunCommand>(&client, request, &WAITS, progress).await;
        ran.map(|Json(view)| texts.extend(view.texts))
            .map_err(|failure| {
                let (action, no, who) = (step.command.action(), n + 1, &step.login);
                let [(zh, said), (en, told)] =
                    [Lang::Zh, Lang::En].map(|lang| (action.say(lang), failure.say(lang)));
                both!(
                    "第 {no} 件提案，{who} 执行“{zh}”：{said}",
                    "{en} on proposal {no} by {who}: {told}"
                )
            })
    }

    /// Examines everything in the order of the list, so that numbers come out the same each time.
    ///
    /// # Errors
    /// What the server said.
    pub(super) async fn triage(
        &self,
        courses: &[Course],
        progress: &Progress,
    ) -> Result<usize, Stopped> {
        let mut done = 0;
        for (n, course) in courses.iter().enumerate() {
            for step in course.iter().filter(|step| is_triage(&step.command)) {
                self.run(n, step, &mut Texts::new(), progress).await?;
                progress.bar.inc(1);
                done += 1;
            }
        }
        Ok(done)
    }

    /// Plays the rest, a proposal at a time for each of the actors. `upto` says how many of these steps of each course
    /// to play; none is played after `until_ms`.
    ///
    /// # Errors
    /// What the server said first.
    pub(super) async fn play(
        self: &Arc<Self>,
        courses: &Arc<Vec<Course>>,
        upto: fn(usize, &[&Step]) -> usize,
        until_ms: i64,
        progress: &Progress,
    ) -> Result<usize, Stopped> {
        let next = Arc::new(AtomicUsize::new(0));
        let done = Arc::new(AtomicUsize::new(0));
        let failed: Arc<Mutex<Option<Stopped>>> = Arc::default();
        let mut actors = JoinSet::new();
        for _ in 0..ACTORS {
            let (stage, courses, next, done, failed, progress) = (
                Arc::clone(self),
                Arc::clone(courses),
                Arc::clone(&next),
                Arc::clone(&done),
                Arc::clone(&failed),
                progress.clone(),
            );
            actors.spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(course) = courses.get(n) else { return };
                    let mut texts = Texts::new();
                    let steps: Vec<&Step> = course
                        .iter()
                        .filter(|step| !is_triage(&step.command))
                        .collect();
                    let played = steps.iter().take(upto(n, &steps));
                    for step in played.take_while(|step| step.at_ms <= until_ms) {
                        if failed.lock().await.is_some() {
                            return;
                        }
                        if let Err(stopped) = stage.run(n, step, &mut texts, &progress).await {
                            failed.lock().await.get_or_insert(stopped);
                            return;
                        }
                        done.fetch_add(1, Ordering::Relaxed);
                        progress.bar.inc(1);
                    }
                }
            });
        }
        while let Some(ended) = actors.join_next().await {
            ended.map_err(|fault| both!("{fault}", "{fault}"))?;
        }
        let stopped = failed.lock().await.take();
        match stopped {
            Some(stopped) => Err(stopped),
            None => Ok(done.load(Ordering::Relaxed)),
        }
    }
}

/// While the head of one unit is away, a deputy signs.
async fn lend_post_of_head(
    admin: &Client,
    people: &BTreeMap<String, PersonId>,
    progress: &Progress,
) -> Result<(), Stopped> {
    let somebody = |who| {
        let login = login_in(UNIT_OF_DEPUTY, who);
        let found = people.get(&login).cloned();
        found.ok_or_else(|| nobody(&login))
    };
    let lending = NewDelegation {
        giver: Some(somebody("head")?),
        taker: somebody("deputy")?,
        post: None,
        from: Some(day(HEAD_AWAY.0)),
        until: day(HEAD_AWAY.1),
        note: "外出学习期间由副职代为签发。".to_owned(),
    };
    let lending = (&(), &DryRun::default(), &Json(lending));
    let lent = call::<Delegate>(admin, lending, &WAITS, progress).await;
    lent.map(drop).map_err(stopped("代理", "the stand-in"))
}

async fn login(client: &Client, who: &str, progress: &Progress) -> Result<String, Stopped> {
    let credentials = Credentials {
        login: who.to_owned(),
        password: PASSWORD.to_owned(),
    };
    let credentials = (&(), &NoQuery {}, &Json(credentials));
    let logged_in = call::<Login>(client, credentials, &WAITS, progress).await;
    logged_in
        .map(|Json(logged_in)| logged_in.token)
        .map_err(stopped(who, who))
}

/// Which case each proposal became; titles are unique in the demo.
async fn find_cases(client: &Client, proposals: &[DemoProposal]) -> Result<Vec<CaseId>, Stopped> {
    let rows = client
        .pages::<ListProposals, _>(ProposalQuery::default(), u32::MAX)
        .await
        .map_err(stopped("清单", "the list"))?;
    let mut by_title: HashMap<_, _> = rows.into_iter().map(|row| (row.title, row.id)).collect();
    proposals
        .iter()
        .map(|proposal| {
            by_title.remove(&proposal.title).ok_or_else(|| {
                let title = &proposal.title;
                both!("《{title}》未导入", "{title} was not imported")
            })
        })
        .collect()
}
