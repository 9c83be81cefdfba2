//! How long searches and suggestions take over many cases. Run by hand:
//!
//! `cargo bench -p banli-server --bench search -- [CASES] [DATABASE]`
//!
//! 100,000 cases in a scratch SQLite file unless said otherwise; DATABASE is empty, or was filled by this bench before
//! (`postgres://…`, `sqlite://…`). Texts are made of some thousand words, few of them in most texts, as in a language. Times are those
//! of the use case with its way through the store's queue.

#[path = "common/begin.rs"]
mod begin;
#[path = "common/cases.rs"]
mod cases;
#[path = "../src/app/listing/tests/made.rs"]
mod made;

use std::future::Future;
use std::time::{Duration, Instant};

use banli_server::app::Settings;
use banli_server::app::listing::list;
use banli_server::app::search::similar;
use banli_server::store::Tx;
use banli_shared::api::proposals::{ProposalQuery, ProposalRef};
use banli_shared::case::Case;
use banli_shared::org::{Post, Role};

use begin::{Outcome, begin, run, told};
use cases::{actor, fill, scene};
use made::Dice;

const RUNS: usize = 100;
/// Words there are, and characters they are made of.
const WORDS: usize = 8000;
const CHARACTERS: usize = 2500;

fn main() -> Outcome<()> {
    run(bench)
}

async fn bench() -> Outcome<()> {
    let begun = begin(100_000, Settings::default()).await?;
    let mut dice = Dice(7);
    let language = Language::new(&mut dice);
    fill(&begun, 10, |case| varied(case, &language, &mut dice)).await?;
    let (app, cases) = (&begun.app, begun.count);
    println!("{:<52} {:>8} {:>10} {:>10}", "", "found", "p50", "p99");
    let coordinator = actor(&[Post::office(Role::Coordinator)]);
    let liaison = actor(&[Post::at(Role::Liaison, "U17")]);
    let word = |at: usize| language.words[at].clone();
    let texts = [
        ("a word of most texts", word(0)),
        ("a word of many", word(40)),
        ("a word of some", word(700)),
        ("a rare word", word(7000)),
        ("two words", format!("{} {}", word(30), word(900))),
        ("two words side by side", format!("{}{}", word(0), word(1))),
        (
            "four characters that are rare",
            format!("{}{}", word(900), word(2000)),
        ),
        ("one character", word(300).chars().take(1).collect()),
        ("a number", "20230777".to_owned()),
        ("initials", "gyjq".to_owned()),
        ("nothing", "没有的东西".to_owned()),
    ];
    for (who, actor) in [("all", &coordinator), ("one unit's", &liaison)] {
        for (what, text) in &texts {
            let what = format!("search in {who}: {what}");
            let found = measure(&what, async || {
                let query = ProposalQuery {
                    q: Some(text.clone()),
                    ..ProposalQuery::default()
                };
                let scene = scene(app, actor);
                let read = async move |tx: &mut Tx| list(tx, &scene, &query).await;
                let page = app.store().read(read).await.map_err(told)?;
                Ok(page.items.len())
            })
            .await?;
            // A search that finds nothing takes no time.
            if found == 0 && text.starts_with(&word(0)) {
                return Err(format!("{what}: nothing found").into());
            }
        }
    }
    let mut at = 0;
    let step = (cases / RUNS).max(1);
    let mut times = Vec::new();
    let mut found = 0;
    while at < cases {
        let by = ProposalRef(format!("{:026}", at + 1));
        let scene = scene(app, &coordinator);
        let begun = Instant::now();
        let read = async move |tx: &mut Tx| similar::of(tx, &scene, &by).await;
        found += app.store().read(read).await.map_err(told)?.proposals.len();
        times.push(begun.elapsed());
        at += step;
    }
    print(
        "similar proposals and units",
        found / times.len().max(1),
        times,
    );
    Ok(())
}

/// Words, the frequent ones first.
struct Language {
    words: Vec<String>,
}

impl Language {
    fn new(dice: &mut Dice) -> Self {
        let words = (0..WORDS).map(|_| {
            let character = |dice: &mut Dice| {
                let at = skewed(dice, CHARACTERS);
                char::from_u32(0x4E00 + u32::try_from(at * 7).unwrap_or(0)).unwrap_or('一')
            };
            [character(dice), character(dice)].iter().collect()
        });
        Self {
            words: words.collect(),
        }
    }

    /// About so many characters of text.
    fn text(&self, characters: usize, dice: &mut Dice) -> String {
        let mut text = String::new();
        for n in 0..characters / 2 {
            text.push_str(&self.words[skewed(dice, WORDS)]);
            if n % 9 == 8 {
                text.push('，');
            }
        }
        text
    }
}

/// A number below `sides`, small ones more often: about as often as one over itself.
fn skewed(dice: &mut Dice, sides: usize) -> usize {
    let limit = dice.roll(sides) + 1;
    dice.roll(limit)
}

fn varied(mut case: Case, language: &Language, dice: &mut Dice) -> Case {
    let length = 8 + dice.roll(14);
    case.proposal.title = format!("关于加强{}的提案", language.text(length, dice));
    case.proposal.body = language.text(1573, dice);
    case
}

async fn measure<F: Future<Output = Result<usize, String>>>(
    what: &str,
    job: impl Fn() -> F,
) -> Outcome<usize> {
    let mut times = Vec::with_capacity(RUNS);
    let found = job().await?;
    for _ in 0..RUNS {
        let begun = Instant::now();
        job().await?;
        times.push(begun.elapsed());
    }
    print(what, found, times);
    Ok(found)
}

fn print(what: &str, found: usize, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() - 1) * percent / 100).copied();
    let shown = |time: Option<Duration>| {
        format!("{:.2} ms", time.unwrap_or_default().as_secs_f64() * 1000.0)
    };
    println!(
        "{what:<52} {found:>8} {:>10} {:>10}",
        shown(at(50)),
        shown(at(99))
    );
}
