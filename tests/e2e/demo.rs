//! The demo: a whole year played through HTTP, and figures that an independent count confirms.

use std::time::Duration;

use banli_tests::home::Home;
use banli_tests::process::Output;
use banli_tests::term::{Size, key};
use banli_tests::wait::PATIENCE;
use serde_json::Value;

/// No server is asked for: the demo brings its own.
const NOWHERE: &str = "http://127.0.0.1:1";
/// A year is some 17,000 commands: a minute by itself in a development build, more beside other tests.
const YEAR: Duration = Duration::from_secs(600);

fn share<'a>(figures: &'a Value, name: &str) -> (&'a Value, u64, u64) {
    let rate = &figures[name];
    let part = |name: &str| rate[name].as_u64().expect("a share has two whole numbers");
    (rate, part("numerator"), part("denominator"))
}

/// Half up, in hundredths of a percent, as the profile of the demo says.
fn percent(numerator: u64, denominator: u64) -> String {
    let hundredths = (numerator * 10_000 * 2 + denominator) / (denominator * 2);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[test]
fn a_played_year_prints_figures_that_a_recount_of_the_export_confirms() {
    let home = Home::at(NOWHERE);
    let file = home.path().join("reply_items.json");
    let export = file.display().to_string();
    let played = home
        .banli_within(
            &[
                "demo", "--play", "--json", "--seed", "11", "--export", &export,
            ],
            YEAR,
        )
        .ok()
        .json();
    assert!(played["commands"].as_u64().unwrap() > 8_000);
    let items: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let items = items.as_array().unwrap();
    let figures = &played["figures"];
    let count =
        |holds: &dyn Fn(&Value) -> bool| items.iter().filter(|item| holds(item)).count() as u64;

    let issued = count(&|item| !item["issued_on"].is_null());
    let owed = items.len() as u64;
    assert_eq!(figures["due"], owed);
    let (rate, numerator, denominator) = share(figures, "completion");
    assert_eq!((numerator, denominator), (issued, owed));
    assert_eq!(rate["percent"], percent(issued, owed));

    // Dates are written so that text compares as time.
    let in_time = count(&|item| {
        item["issued_on"]
            .as_str()
            .is_some_and(|on| on <= item["reply_due"].as_str().unwrap())
    });
    assert_eq!(share(figures, "on_time").1, in_time);
    assert!(in_time < issued, "some are late");

    for class in figures["classes"].as_array().unwrap() {
        let of_class =
            count(&|item| item["class"] == class["class"] && !item["issued_on"].is_null());
        assert_eq!(class["share"]["numerator"], of_class, "{class}");
        assert_eq!(
            class["share"]["percent"],
            percent(of_class, issued),
            "{class}"
        );
    }

    // Satisfaction is by form.
    let sum = |columns: &[&str]| -> u64 {
        let of =
            |item: &Value| -> u64 { columns.iter().map(|it| item[*it].as_u64().unwrap()).sum() };
        items.iter().map(of).sum()
    };
    let good = ["very_satisfied", "satisfied", "basically_satisfied"];
    let other = ["understand", "dissatisfied", "not_stated"];
    for (figure, satisfied, forms) in [
        (
            "first_satisfaction",
            sum(&["first_good"]),
            sum(&["first_forms"]),
        ),
        ("final_satisfaction", sum(&good), sum(&good) + sum(&other)),
    ] {
        assert!(forms > 0);
        assert_eq!(
            share(figures, figure),
            (&figures[figure], satisfied, forms),
            "{figure}"
        );
    }
    let satisfied = count(&|item| {
        let rating = item["final_rating"].as_str();
        rating.is_some_and(|rating| good.contains(&rating))
    });
    assert_eq!(share(figures, "satisfaction_of_all").1, satisfied);
    let extended = count(&|item| item["due"].as_str() > item["first_due"].as_str());
    assert!(extended > 0, "somebody asked for more time and got it");
    // Promises are kept or not, some with an outcome; the first class is what counts.
    let (_, kept, due) = share(figures, "promises_kept");
    assert!(0 < kept && kept <= due, "{kept} of {due}");
    let (_, converted, of) = share(figures, "converted");
    assert!(0 < converted && of == issued);
    let raised = count(&|item| item["class_now"] != item["class"]);
    assert!(raised > 0, "some supplementary reply raised a class");
    assert_eq!(share(figures, "raised").1, raised);
    let again = count(&|item| item["round"].as_u64().unwrap() >= 2);
    assert!(again > 0, "somebody was dissatisfied");
    assert_eq!(share(figures, "second_handling").1, again);
    let returned: u64 = items
        .iter()
        .map(|item| item["returned"].as_u64().unwrap())
        .sum();
    assert_eq!(share(figures, "returned").1, returned);
    let met = count(&|item| item["face_to_face"] == true);
    assert_eq!(share(figures, "face_to_face").1, met);

    // The same program counts the same from the file alone.
    let from_file = home
        .banli(&["figures", "--from", &export, "--json"])
        .ok()
        .json();
    let counted = &from_file["report"]["figures"];
    // What came in and was not filed is in no list of reply items; the office's names of outcomes are in its rules.
    for (name, figure) in figures.as_object().unwrap() {
        match name.as_str() {
            "submitted" | "filing" => {}
            "outcomes" => {
                let many = |rows: &Value| -> Vec<(Value, Value)> {
                    let rows = rows.as_array().unwrap().iter();
                    rows.map(|row| (row["type"].clone(), row["share"].clone()))
                        .collect()
                };
                assert_eq!(many(&counted[name]), many(figure));
            }
            _ => assert_eq!(counted[name], *figure, "{name}"),
        }
    }
    let told = from_file["told"].as_array().unwrap();
    assert!(!told.contains(&"filing".into()) && told.contains(&"suggestions_adopted".into()));
    // A suggestion that several units answer is one suggestion.
    let adopted = &figures["suggestions"][0]["share"];
    assert!(adopted["numerator"].as_u64().unwrap() < sum(&["adopted"]));
    let one = home
        .banli(&[
            "figures", "--from", &export, "--json", "--figure", "adoption",
        ])
        .ok()
        .json();
    let one = one["report"]["figures"].as_object().unwrap();
    assert_eq!(one.len(), 1);
    assert_eq!(one["adoption"], figures["adoption"]);
}

#[test]
fn one_looks_around_as_several_people_and_nothing_is_left_behind() {
    let home = Home::at(NOWHERE);
    let term = home.open(&["demo"], Size::SMALL);
    term.wait_for("Inbox");
    term.wait_for("to examine");
    // What the calendar told until the day on which one looks around.
    term.keys("gn");
    term.wait_for("overdue");
    term.keys("gw");
    term.wait_for("liaison of a unit");
    term.keys(key::DOWN);
    term.keys(key::ENTER);
    term.wait_for("to accept");
    term.keys("gn");
    term.wait_for("deadline near");
    term.keys("gb");
    term.wait_for("Board");
    term.resize(Size::LARGE);
    term.wait_for("issued of those owed");
    // A member has a form to fill in, and no desk to count for; an administrator is one of the cast.
    term.keys("gw");
    term.wait_for("member (rates)");
    term.wait_for("administrator (people");
    term.keys(&key::DOWN.repeat(8));
    term.keys(key::ENTER);
    term.wait_for("to rate");
    term.keys("gb");
    term.wait_for("none of your posts may do this");
    term.keys("Q");
    let status = term.wait_exit(PATIENCE);
    assert!(status.success(), "{status}\n{}", term.dump());
    let left: Vec<_> = std::fs::read_dir(home.scratch())
        .expect("it is a folder")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn in_a_chinese_terminal_the_demo_opens_too() {
    // The scratch server says more than its address there, to nobody who listens.
    let home = Home::at(NOWHERE).speaking("zh_CN.UTF-8");
    let term = home.open(&["demo"], Size::SMALL);
    term.wait_for("待审查");
    term.keys("Q");
    let status = term.wait_exit(PATIENCE);
    assert!(status.success(), "{status}\n{}", term.dump());
}

#[test]
fn what_the_demo_keeps_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::at(NOWHERE);
    // Left by an earlier one, for everybody to read.
    let kept = home.path().join("kept");
    std::fs::create_dir(&kept).expect("a folder can be made");
    let password = kept.join("password");
    std::fs::write(&password, "old").expect("a file can be written");
    let wide = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&password, wide).expect("it is ours");
    let term = home.open(&["demo", "--keep", "kept"], Size::SMALL);
    term.wait_for("Inbox");
    term.keys("Q");
    let status = term.wait_exit(PATIENCE);
    assert!(status.success(), "{status}\n{}", term.dump());
    let mut names = vec![];
    for entry in std::fs::read_dir(&kept).expect("it is a folder") {
        let entry = entry.expect("it can be read");
        let mode = entry.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.path());
        names.push(entry.file_name().into_string().expect("a plain name"));
    }
    for name in ["demo.db", "password", "server.log"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
}

#[test]
fn without_a_terminal_the_demo_says_how_to_play() {
    let refused: Output = Home::at(NOWHERE).banli(&["demo"]);
    assert_eq!(refused.code(), Some(2));
    assert!(refused.stderr.contains("--play"), "{refused:?}");
}
