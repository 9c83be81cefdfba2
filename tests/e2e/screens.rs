//! The pictures of the screens in the documents are those that the snapshot tests hold.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Snapshot, heading in English and Chinese.
const SCREENS: [(&str, &str, &str); 9] = [
    ("inbox", "Inbox: what waits for you", "待办：等您办理的事项"),
    ("triage", "Triage: one key a decision", "分办：一键一个决定"),
    ("case", "Case: the ledger", "提案：台账"),
    (
        "tasks",
        "Case: suggestions and the tasks cut from them",
        "提案：建议与分解任务",
    ),
    (
        "review",
        "Review: the reply beside the proposal",
        "审核：答复与提案并列",
    ),
    ("editor", "Reply editor", "起草"),
    ("rating", "Rating", "评价"),
    (
        "board",
        "Board: counts, lights, figures",
        "看板：计数、灯、指标",
    ),
    ("help", "Help: the keys of a screen", "帮助：当前屏幕的按键"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn document(language: &str) -> String {
    let mut text = match language {
        "zh" => "# 终端界面\n\n*[English](screens.md)*\n\n以下是 80×24 终端中的各主要屏幕，与快照测试一致。\n".to_owned(),
        _ => "# The screens\n\n*[中文](screens.zh-CN.md)*\n\nThe main screens on a terminal of 80×24, as the snapshot \
              tests hold them.\n"
            .to_owned(),
    };
    for (screen, en, zh) in SCREENS {
        let file = format!("banli__tui__app__tests__looks__{screen}_{language}_80x24.snap");
        let path = root().join("client/src/tui/app/tests/snapshots").join(file);
        let snapshot = std::fs::read_to_string(&path)
            .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        let shown = snapshot
            .splitn(3, "---\n")
            .nth(2)
            .expect("a snapshot has a head")
            .trim_end();
        let heading = if language == "zh" { zh } else { en };
        let _ = write!(text, "\n## {heading}\n\n```text\n{shown}\n```\n");
    }
    text
}

#[test]
fn the_pictures_of_the_screens_are_of_today() {
    for (language, name) in [("en", "screens.md"), ("zh", "screens.zh-CN.md")] {
        let path = root().join("docs").join(name);
        let wanted = document(language);
        if std::env::var_os("BANLI_UPDATE_DOCS").is_some() {
            std::fs::write(&path, &wanted).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == wanted,
            "docs/{name} is stale: BANLI_UPDATE_DOCS=1 cargo test -p banli-tests --test e2e screens"
        );
    }
}
