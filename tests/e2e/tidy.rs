//! The rules of the house that the compiler cannot check. A failure names file, line and rule.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository: its path from the root, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Numbered lines of code that ships: without comments, without tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test = self.path.ends_with("/tests.rs") || self.path.contains("/tests/");
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .take_while(move |(_, line)| !is_test && line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(&format!("{folder}/"))
    }
}

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests are a room of the workspace")
        .to_path_buf()
}

/// Every text file that a commit can contain.
fn files() -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository can be read") {
            let path = entry.expect("its entries too").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            // In a linked working tree `.git` is a file.
            if name == ".git" || name == "target" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let path = path
                    .strip_prefix(&root)
                    .expect("it is inside")
                    .display()
                    .to_string();
                found.push(Source { path, text });
            }
        }
    }
    assert!(
        found.len() > 20,
        "this is not the repository: {}",
        root.display()
    );
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn rust() -> Vec<Source> {
    files()
        .into_iter()
        .filter(|source| source.path.ends_with(".rs"))
        .collect()
}

fn manifest(room: &str) -> Vec<String> {
    let text =
        fs::read_to_string(root().join(room).join("Cargo.toml")).expect("each room has a manifest");
    text.lines().map(str::to_owned).collect()
}

/// The names a manifest depends on, in any of its dependency tables.
fn dependencies(room: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest(room) {
        if line.starts_with('[') {
            inside = line.contains("dependencies");
        } else if inside && let Some((name, _)) = line.split_once(['.', ' ', '=']) {
            names.push(name.to_owned());
        }
    }
    assert!(!names.is_empty(), "{room} depends on nothing?");
    names
}

#[track_caller]
fn none(rule: &str, violations: &[String]) {
    assert!(
        violations.is_empty(),
        "{rule}:\n  {}",
        violations.join("\n  ")
    );
}

/// Lines of shipped code under `folder` that contain one of `words`.
fn lines_with(folder: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in rust().iter().filter(|source| source.is_in(folder)) {
        for (number, line) in source.code() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    found
}

#[test]
fn no_file_is_over_600_lines() {
    let long: Vec<_> = rust()
        .iter()
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    none("one subject a file: split it", &long);
}

#[test]
fn shared_is_pure() {
    let outside = [
        "tokio",
        "reqwest",
        "axum",
        "hyper",
        "hyper-util",
        "tower",
        "rusqlite",
        "tokio-postgres",
        "ratatui",
        "crossterm",
        "getrandom",
        "rand",
        "tracing",
        "tempfile",
        "clap",
    ];
    let named: Vec<_> = dependencies("shared")
        .into_iter()
        .filter(|name| outside.contains(&name.as_str()))
        .collect();
    none("`shared` has no I/O, runtime or randomness", &named);
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::io::std",
        "SystemTime",
        "Instant",
        "Timestamp::now",
        "Zoned::now",
        "println!",
        "eprintln!",
        "async fn",
        ".await",
    ];
    none(
        "`shared` takes time, files and randomness as arguments",
        &lines_with("shared", &words),
    );
}

#[test]
fn server_and_client_meet_only_on_the_wire() {
    for (room, other) in [
        ("server", "banli"),
        ("client", "banli-server"),
        ("shared", "banli"),
        ("shared", "banli-server"),
    ] {
        assert!(
            !dependencies(room).iter().any(|name| name == other),
            "{room} depends on {other}"
        );
    }
    for room in ["server", "client", "shared"] {
        assert!(
            !dependencies(room).iter().any(|name| name == "banli-tests"),
            "{room} depends on the tests"
        );
    }
    none(
        "the client does not see the server",
        &lines_with("client", &["banli_server"]),
    );
    none(
        "the server does not see the client",
        &lines_with("server", &["banli::"]),
    );
    none(
        "shared sees neither",
        &lines_with("shared", &["banli_server", "banli::"]),
    );
}

#[test]
fn only_the_store_names_a_database_driver() {
    let drivers = ["rusqlite", "tokio_postgres"];
    let mut found = lines_with("server/src", &drivers);
    found.retain(|line| !line.starts_with("server/src/store/"));
    none("work inside a transaction of the store", &found);
    none(
        "the client has no database",
        &lines_with("client", &drivers),
    );
}

/// Places outside `shared` that may tell roles apart, each with the reason.
const MAY_TELL_ROLES_APART: &[(&str, &str)] = &[];

#[test]
fn who_may_what_is_decided_in_shared() {
    let comparisons = |line: &str| {
        line.contains("== Role::")
            || line.contains("!= Role::")
            || (line.contains("matches!(") && line.contains("Role::"))
            || (line.contains("contains(&Role::"))
    };
    let mut found = Vec::new();
    for source in rust() {
        if !(source.is_in("server") || source.is_in("client")) {
            continue;
        }
        if MAY_TELL_ROLES_APART
            .iter()
            .any(|(path, _)| *path == source.path)
        {
            continue;
        }
        for (number, line) in source.code().filter(|(_, line)| comparisons(line)) {
            found.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
    }
    none("ask the rules in `shared`, do not compare roles", &found);
}

#[test]
fn each_dependency_is_declared_once_with_its_reason() {
    let mut reasoned = false;
    let mut inside = false;
    let mut bare = Vec::new();
    for line in manifest(".") {
        match line.chars().next() {
            Some('[') => (inside, reasoned) = (line == "[workspace.dependencies]", false),
            Some('#') => reasoned = true,
            None => reasoned = false,
            Some(_) if inside && !reasoned && !line.contains("path = ") => bare.push(line),
            Some(_) => {}
        }
    }
    none("say above it why it is here", &bare);
    let mut elsewhere = Vec::new();
    for room in ["shared", "shared/cli", "server", "client", "tests"] {
        for line in manifest(room) {
            if line.contains("version = \"") || (line.contains("= \"") && line.contains("git = ")) {
                elsewhere.push(format!("{room}/Cargo.toml: {line}"));
            }
        }
    }
    none("versions stand in the workspace manifest", &elsewhere);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("TO", "DO"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
        concat!("#[igno", "re]"),
    ];
    let mut found = Vec::new();
    for source in rust() {
        for (index, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                found.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    none("finish it or file it", &found);
}

#[test]
fn tests_wait_for_conditions() {
    let mut found = Vec::new();
    for source in files().iter().filter(|source| source.is_in("tests")) {
        let script = !source.path.ends_with(".rs");
        let word = if script {
            concat!("sle", "ep ")
        } else {
            concat!("sle", "ep(")
        };
        for (index, line) in source.text.lines().enumerate() {
            if line.contains(word) {
                found.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    none(
        "a test waits for a condition, never for time to pass",
        &found,
    );
}

#[test]
fn both_readmes_say_the_same() {
    // Headings by their level, commands without their comments.
    let shape = |name: &str| {
        let text = fs::read_to_string(root().join(name)).expect("both READMEs are there");
        let mut fenced = false;
        let mut lines = Vec::new();
        for line in text.lines() {
            if line.starts_with("```") {
                fenced = !fenced;
            } else if fenced {
                lines.push(
                    line.split(" #")
                        .next()
                        .unwrap_or_default()
                        .trim_end()
                        .to_owned(),
                );
            } else if line.starts_with('#') {
                lines.push(line.chars().take_while(|mark| *mark == '#').collect());
            }
        }
        lines
    };
    let english = shape("README.md");
    for command in [
        "cargo build --release && target/release/banli demo",
        "tests/run",
    ] {
        assert!(
            english.iter().any(|line| line == command),
            "the README does not say `{command}`"
        );
    }
    assert_eq!(english, shape("README.zh-CN.md"));
}

#[test]
fn no_path_of_one_machine_is_in_the_repository() {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let mut found = Vec::new();
    for source in files() {
        for (index, line) in source.text.lines().enumerate() {
            if places.iter().any(|place| line.contains(place)) {
                found.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    none("the repository is the same everywhere", &found);
}

#[test]
fn commands_of_the_readme_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    for command in ["tests/run", ".ci/run"] {
        let mode = fs::metadata(root().join(command))
            .expect("it is there")
            .permissions()
            .mode();
        assert!(mode & 0o111 != 0, "{command} is not executable");
    }
}
