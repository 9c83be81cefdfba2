//! What every command prints fits a terminal of 80 columns, and its Chinese is written as Chinese is.

use banli_shared::text::width;
use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::Office;
use banli_tests::server::{ADMIN, ADMIN_PASSWORD};
use banli_tests::term::{Size, Term};
use banli_tests::wait::PATIENCE;
use serde_json::json;

use crate::command_line::commands;
use crate::wording::fault_of_line;

const COLUMNS: usize = 80;

/// Who runs what. Together with [`ELSEWHERE`] every command there is; what comes first is there for what follows.
const LINES: &[(&str, &str)] = &[
    ("coordinator", "whoami"),
    ("coordinator", "import list.csv --dry-run"),
    (
        "coordinator",
        "import list.csv --hand-over --plain-weekdays",
    ),
    ("coordinator", "import rest.csv"),
    ("coordinator", "import bad.csv --dry-run"),
    ("coordinator", "do 20230003 file"),
    ("coordinator", "undo 20230003 --dry-run"),
    ("coordinator", "do 20230003 nonsense"),
    ("coordinator", "do 20230003 note nonsense=1"),
    ("coordinator", "list --count"),
    ("coordinator", "list --unit Z99"),
    ("coordinator", "list --stage closed"),
    ("coordinator", "list --limit 99999999999"),
    ("coordinator", "list --figure completion --part denominator"),
    ("coordinator", "inbox"),
    ("coordinator", "notices"),
    ("liaison", "inbox"),
    ("liaison", "notices --all"),
    ("coordinator", "promises"),
    ("coordinator", "promises --every --unit jt"),
    ("coordinator", "view list"),
    (
        "coordinator",
        "view save 我的视图 --stage in_handling --unit jt --assignment-stage handed_over --sort due",
    ),
    ("coordinator", "view list"),
    ("coordinator", "sitting"),
    ("coordinator", "hand-over --suggested --dry-run"),
    ("coordinator", "hand-over --from again.csv --dry-run"),
    ("coordinator", "hand-over --take-back nothing.json"),
    ("coordinator", "show 20230001"),
    ("coordinator", "show 20230001 --events"),
    ("coordinator", "figures"),
    ("coordinator", "figures --by unit"),
    ("coordinator", "figures --by handler"),
    ("coordinator", "figures --from table.csv"),
    ("coordinator", "rankings"),
    ("coordinator", "rankings --explain"),
    ("coordinator", "rankings --of persons"),
    ("coordinator", "rankings --commend"),
    ("coordinator", "rankings --of proposals"),
    (
        "coordinator",
        "figures --from table.csv --map 办理类别=nonsense",
    ),
    ("coordinator", "token list"),
    (
        "coordinator",
        "token make 每日导出统计指标并送督查室存档备查的脚本 --scope read --scope write",
    ),
    ("coordinator", "token list"),
    ("admin", "user list"),
    ("admin", "user list --role supervisor --unit jt"),
    (
        "admin",
        "user add new --name 新人 --role handler --unit Z99 --password-file password",
    ),
    (
        "admin",
        "user add new --name 新人 --role handler --unit jt-1 --post department_head@jt-1 --post liaison@jt --password-file password",
    ),
    ("admin", "user edit new --name 新名"),
    ("liaison", "delegate list"),
    (
        "liaison",
        "delegate to 吴倩 --until 2099-12-31 --note 出差期间由其代为办理有关提案的签收和审核工作",
    ),
    ("liaison", "delegate list"),
    ("admin", "webhook list"),
    (
        "admin",
        "webhook add http://127.0.0.1:9/banli/notices --note 推送到政务协同平台待办",
    ),
    ("admin", "webhook list"),
    ("admin", "webhook deliveries"),
    ("admin", "unit list"),
    ("admin", "unit show jt"),
    ("admin", "unit former fg --add 市计划委员会（至2003年3月）"),
    ("admin", "unit former fg --remove 市计委"),
    ("admin", "unit former fg"),
    ("admin", "unit retire fg --into jt --dry-run"),
    ("admin", "unit retire fg-1"),
    ("admin", "unit import units.csv --dry-run"),
    ("admin", "session list"),
    ("admin", "session put 2024 --name 七届四次会议 --year 2024"),
    ("admin", "profile history"),
    ("admin", "profile shipped"),
    ("admin", "profile check rules.toml"),
    ("admin", "profile check figure.toml"),
    ("admin", "profile put rules.toml --note 试行 --dry-run"),
    ("admin", "template history letter"),
    ("admin", "template shipped"),
    ("admin", "template show nothing"),
    ("admin", "template fields letter"),
    ("admin", "template check letter rules.toml"),
    ("admin", "calendar show"),
    ("admin", "calendar count 2023-03-31 --working-days 60"),
    ("admin", "calendar count 2023-06-30 --until 2023-03-31"),
    ("admin", "calendar count 2099-06-30 --working-days 6"),
    ("admin", "calendar check days.toml"),
    ("admin", "calendar put days.toml --note 试行 --dry-run"),
    ("admin", "calendar moves"),
    ("admin", "export units.csv --by-unit"),
    ("admin", "document letter 20230001"),
];

/// What has no table, or only what another command shows.
const ELSEWHERE: &[&str] = &[
    // Ask, or go on for ever, or print what programs read.
    "login",
    "logout",
    "password",
    "watch",
    "submit",
    "completions",
    "demo",
    // A file of rules or words as it stands.
    "profile show",
    "template show",
    "calendar office",
    // One of what the list has, or nothing.
    "view drop",
    "token revoke",
    "delegate end",
    "webhook remove",
    "webhook retry",
    "template put",
    "template reset",
];

const LONG: &str = "关于进一步完善我市城市轨道交通与常规公交衔接换乘体系并延长夜间运营时间的提案";

fn office() -> Office {
    let office = Office::open(Database::sqlite());
    let admin = Api::login(office.server.url(), ADMIN, ADMIN_PASSWORD);
    let units = json!({ "units": [
        {
            "code": "fg", "name": "市发展和改革委员会（市粮食和物资储备局）", "kind": "政府",
            "aliases": ["市发改委", "市发展改革委", "市粮食和物资储备局"], "phone": "0755-88120000",
            "duties": "拟订并组织实施国民经济和社会发展战略、中长期规划和年度计划，统筹协调经济社会发展，研究分析国内外经济形势。",
        },
        { "code": "fg-1", "name": "国民经济综合和固定资产投资处", "parent": "fg" },
    ]});
    let _changed = admin.put("/units", &units).ok();
    office
}

fn files(home: &Home) {
    let proposers = "林小燕、陈·阿依古丽、欧阳明月、司徒静宜、诸葛文远";
    let rows = |range: std::ops::Range<u32>, unit: &str| -> String {
        let row = |no| format!("2023{no:04},{LONG}（{no}）,{proposers},{unit}\n");
        range.map(row).collect()
    };
    let unit = "市发展和改革委员会（市粮食和物资储备局）";
    let heads = "提案号,案由,提案人,主办单位\n";
    for (name, text) in [
        ("list.csv", format!("{heads}{}", rows(1..3, unit))),
        ("rest.csv", format!("{heads}{}", rows(3..5, "")).replace(",主办单位", "").replace(",\n", "\n")),
        ("again.csv", format!("提案号,主办单位\n20230001,{unit}\n")),
        ("bad.csv", "提案号,案由,提案人\n20230009,甲,\n".to_owned()),
        ("table.csv", "提案号,主办单位,办理类别,备注\n1,甲局,A,无\n".to_owned()),
        ("units.csv", format!("单位代码,单位名称\nxx,{unit}\n")),
        ("nothing.json", "[]".to_owned()),
        ("password", "every test knows this one".to_owned()),
        ("rules.toml", "name = \"试行\"\n".to_owned()),
        ("figure.toml", "[points]\nspeed = 3\n".to_owned()),
        ("days.toml", "[[local]]\ndate = 2023-08-26\nworks = false\nname = { zh = \"特区日\", en = \"Zone day\" }\n".to_owned()),
    ] {
        std::fs::write(home.path().join(name), text).expect("a file can be written");
    }
}

/// What a command prints in a terminal, line by line, without colours.
pub(crate) fn shown(home: &Home, line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    said(&home.open(&words, Size::SMALL))
}

/// What a program in a terminal said until it ended, line by line, without colours.
fn said(term: &Term) -> Vec<String> {
    let _status = term.wait_exit(PATIENCE);
    let bytes = term.bytes();
    let mut text = String::new();
    for (at, part) in String::from_utf8_lossy(&bytes).split("\u{1b}[").enumerate() {
        // What a terminal is told ends with a letter.
        let from = part.find(|c: char| c.is_ascii_alphabetic());
        let from = from.filter(|_| at > 0).map_or(0, |end| end + 1);
        text.push_str(&part[from..]);
    }
    // Of a bar that was drawn over stays what came last.
    let last = |line: &str| {
        let line = line.trim_end_matches('\r');
        line.rsplit('\r').next().unwrap_or_default().to_owned()
    };
    text.lines().map(last).collect()
}

/// A line that is too wide; a command to paste stays whole.
pub(crate) fn too_wide(line: &str) -> bool {
    width(line) > COLUMNS && !line.starts_with("    banli ")
}

fn paths() -> Vec<String> {
    let home = Home::at("http://127.0.0.1:1");
    let mut open: Vec<String> = commands(&home.banli(&["--help"]).ok().stdout, "Commands:");
    let mut leaves = vec![];
    while let Some(path) = open.pop() {
        let mut words: Vec<&str> = path.split(' ').collect();
        words.push("--help");
        let inside = commands(&home.banli(&words).ok().stdout, "Commands:");
        match inside.is_empty() {
            true => leaves.push(path),
            false => open.extend(inside.iter().map(|name| format!("{path} {name}"))),
        }
    }
    leaves
}

#[test]
fn every_command_is_looked_at() {
    let looked_at = |path: &String| {
        let begins = |line: &str| line == path || line.starts_with(&format!("{path} "));
        ELSEWHERE.contains(&path.as_str()) || LINES.iter().any(|(_, line)| begins(line))
    };
    let missing: Vec<String> = paths().into_iter().filter(|it| !looked_at(it)).collect();
    assert!(missing.is_empty(), "put these into LINES: {missing:?}");
}

#[test]
fn no_table_is_wider_than_the_terminal_and_chinese_is_written_as_chinese() {
    let office = office();
    let mut wrong = vec![];
    for locale in ["zh_CN.UTF-8", "en_US.UTF-8"] {
        let homes: Vec<(&str, Home)> = ["admin", "coordinator", "liaison"]
            .into_iter()
            .map(|who| {
                let api = match who {
                    "admin" => Api::login(office.server.url(), ADMIN, ADMIN_PASSWORD),
                    who => office.api(who),
                };
                let token = api.token().expect("a login has a token").to_owned();
                let home = Home::of(&office.server).speaking(locale).with_token(&token);
                files(&home);
                (who, home)
            })
            .collect();
        for (who, line) in LINES {
            let (_, home) = homes
                .iter()
                .find(|(known, _)| known == who)
                .expect("a home");
            let lines = shown(home, line);
            if lines.iter().all(|it| it.trim().is_empty()) {
                wrong.push(format!("{locale} {line}: says nothing"));
            }
            for text in &lines {
                if too_wide(text) {
                    wrong.push(format!("{locale} {line}: {} columns: {text}", width(text)));
                }
                if text.trim_end().len() < text.len() {
                    wrong.push(format!("{locale} {line}: blanks at the end: {text:?}"));
                }
                let fault = fault_of_line(text).filter(|_| locale.starts_with("zh"));
                if let Some(fault) = fault {
                    wrong.push(format!("{line}: {fault}: {text:?}"));
                }
            }
        }
        let rows = shown(&homes[1].1, "list");
        assert!(
            rows.iter().any(|it| it.contains(".. ")),
            "titles are cut: {rows:#?}"
        );
        let in_pipe = homes[1].1.banli(&["list"]).ok().stdout;
        assert!(in_pipe.contains(LONG), "in a pipe nothing is: {in_pipe}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Commands of the server, with those that a page of help lists.
fn server_paths() -> Vec<String> {
    let home = Home::at("http://127.0.0.1:1");
    commands(&home.shell("banli-server --help").ok().stdout, "Commands:")
}

#[test]
fn the_help_of_every_command_fits_the_terminal() {
    let mut wrong = vec![];
    for (locale, is_chinese) in [("zh_CN.UTF-8", true), ("en_US.UTF-8", false)] {
        let home = Home::at("http://127.0.0.1:1").speaking(locale);
        let of = |program: &'static str, paths: Vec<String>| {
            let paths = paths.into_iter().chain([String::new()]);
            paths.map(move |path| (program, path))
        };
        let all = of("banli", paths()).chain(of("banli-server", server_paths()));
        for (program, path) in all {
            let words = path.split(' ').filter(|it| !it.is_empty());
            let words: Vec<&str> = words.chain(["--help"]).collect();
            let lines = said(&home.open_program(program, &words, Size::SMALL));
            for text in lines {
                let to_paste = text.starts_with("  banli ");
                // The parser writes what a command takes in one line, which the terminal breaks.
                let usage = text.starts_with("Usage: ");
                if width(&text) > COLUMNS && !to_paste && !usage {
                    wrong.push(format!(
                        "{program} {path}: {} columns: {text}",
                        width(&text)
                    ));
                }
                if !is_chinese {
                    continue;
                }
                if let Some(fault) = fault_of_line(&text) {
                    wrong.push(format!("{program} {path}: {fault}: {text:?}"));
                }
                if is_english_name(&text) {
                    wrong.push(format!("{program} {path}: a value in English: {text:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line of Chinese help calls a value by an English name: `<FILE>`, `[LOGIN]`.
fn is_english_name(line: &str) -> bool {
    let mut parts = line.split(['<', '[']).skip(1);
    parts.any(|part| {
        let name = part.split(['>', ']']).next().unwrap_or_default();
        name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    })
}

#[test]
fn a_change_that_is_watched_fits_the_terminal() {
    let office = office();
    let member = office.api("member");
    let proposal = Office::proposal(&member, LONG);
    for locale in ["zh_CN.UTF-8", "en_US.UTF-8"] {
        let token = office
            .api("coordinator")
            .token()
            .expect("a token")
            .to_owned();
        let home = Home::of(&office.server).speaking(locale).with_token(&token);
        let term = home.open(&["watch", "--most", "1"], Size::SMALL);
        // Whoever watches is told of what comes after they began.
        for _ in 0..2_000 {
            let _view = member.post("/proposals", &proposal).ok();
            if term.screen().contains("关于") {
                break;
            }
        }
        let lines = said(&term);
        let line = lines
            .iter()
            .find(|it| it.contains("关于"))
            .expect("a change");
        assert!(width(line) <= COLUMNS && line.ends_with(".."), "{line}");
        if locale.starts_with("zh") {
            assert_eq!(fault_of_line(line), None, "{line}");
        }
    }
}

#[test]
fn what_is_empty_is_said_with_what_was_asked_for() {
    let office = Office::open(Database::sqlite());
    let token = office
        .api("coordinator")
        .token()
        .expect("a token")
        .to_owned();
    for (locale, said) in [
        (
            "zh_CN.UTF-8",
            "没有符合条件的提案（--stage closed --unit jt）",
        ),
        ("en_US.UTF-8", "no proposals with --stage closed --unit jt"),
    ] {
        let home = Home::of(&office.server).speaking(locale).with_token(&token);
        let none = home
            .banli(&["list", "--stage", "closed", "--unit", "jt"])
            .ok();
        assert_eq!((none.stdout.as_str(), none.stderr.trim_end()), ("", said));
        for line in [
            "inbox",
            "notices",
            "promises",
            "view list",
            "hand-over --suggested",
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            let none = home.banli(&words).ok();
            assert_eq!(none.stdout, "", "{line}");
            assert!(!none.stderr.trim().is_empty(), "{line}");
        }
    }
}
