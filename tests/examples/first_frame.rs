//! How soon the terminal client shows its first frame with a kept login, before any answer of the server.
//!
//! `BANLI_BIN_DIR=target/release cargo run --release -p banli-tests --example first_frame` prints the minimum, median and
//! maximum of twenty starts in milliseconds, from the start of the program to the frame on the screen.

use std::time::Instant;

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{Office, PASSWORD};
use banli_tests::term::Size;

const STARTS: usize = 20;

fn main() {
    let office = Office::open(Database::sqlite());
    let home = Home::of(&office.server);
    let password = home.path().join("password");
    std::fs::write(&password, PASSWORD).expect("the scratch home can be written to");
    let file = password.display().to_string();
    let _logged_in = home
        .banli(&["login", "liaison", "--password-file", &file])
        .ok();
    let mut took: Vec<f64> = (0..STARTS)
        .map(|_| {
            let begun = Instant::now();
            let term = home.open(&[], Size::LARGE);
            term.wait_for("Inbox");
            let took = begun.elapsed().as_secs_f64() * 1000.0;
            term.keys("\x11");
            took
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!(
        "first frame: min {:.1} ms, median {:.1} ms, max {:.1} ms",
        took[0],
        took[STARTS / 2],
        took[STARTS - 1]
    );
}
