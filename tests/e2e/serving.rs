//! A server comes up, is stopped, is killed, and comes up again, on either database.

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::server::{ADMIN, ADMIN_PASSWORD, Server, administer};

#[test]
fn what_was_kept_is_there_after_a_stop_and_after_a_kill() {
    for database in Database::each() {
        let kind = database.kind();
        let mut server = Server::start_on(database);
        let token = {
            let admin = Api::login(server.url(), ADMIN, ADMIN_PASSWORD);
            admin.token().expect("a login has a token").to_owned()
        };
        let stopped = server.stop();
        assert!(stopped.success(), "{kind}: {stopped}\n{}", server.log());
        for _ in 0..2 {
            server.restart();
            let me = Api::stranger(server.url())
                .with_token(&token)
                .get("/me")
                .ok();
            assert_eq!(me["login"], ADMIN, "{kind}: {me}");
            server.kill();
        }
    }
}

#[test]
fn a_refused_login_does_not_say_which_logins_exist() {
    let server = Server::start();
    let stranger = Api::stranger(server.url());
    let _unknown = stranger.get("/me").problem(401, "unauthenticated");
    let wrong = |login: &str| {
        let body = serde_json::json!({ "login": login, "password": "not this one either" });
        let mut problem = stranger.post("/login", &body).problem(401, "wrong_login");
        problem["request_id"].take();
        problem
    };
    assert_eq!(
        wrong(ADMIN),
        wrong("nobody"),
        "an answer must not say which logins exist"
    );
}

#[test]
fn migrate_prepares_a_postgres_database_and_never_shows_its_password() {
    let database = Database::postgres();
    let url = database.url().to_owned();
    let password = url
        .split([':', '@'])
        .nth(2)
        .expect("the cluster's URL has a password");
    for _ in 0..2 {
        let output = administer(&database, &["migrate"]).ok();
        let said = output.stdout + &output.stderr;
        assert!(said.contains("schema"), "{said}");
        assert!(!said.contains(password), "the password is in: {said}");
    }
}

#[test]
fn a_second_administrator_is_not_made_by_init() {
    let server = Server::start();
    let _stopped = server.stop();
    let output = administer(server.database(), &["init", "--admin", "second"]);
    assert!(!output.status.success());
    assert!(
        output.stderr.contains("reset-password"),
        "{}",
        output.stderr
    );
}

#[test]
fn passwords_do_not_cross_a_network_in_the_clear() {
    let output = administer(&Database::sqlite(), &["serve", "--listen", "0.0.0.0:0"]);
    assert!(!output.status.success());
    assert!(output.stderr.contains("--tls-cert"), "{}", output.stderr);
}

#[test]
fn what_the_server_says_to_operators_follows_the_locale() {
    let home = Home::at("http://127.0.0.1:1").speaking("zh_CN.UTF-8");
    let help = home.shell("banli-server --help").ok().stdout;
    assert!(help.contains("用法：banli-server"), "{help}");
    assert!(!help.contains("Usage") && !help.contains("Print"), "{help}");
    for (line, code, said) in [
        ("banli-server srve", 2, "没有此命令：srve；是否为 serve？"),
        (
            "banli-server serve --db mysql://a",
            2,
            "应以 sqlite:// 或 postgres:// 开头",
        ),
        ("banli-server serve --time-zone Mars", 2, "本机没有时区"),
        ("banli-server serve --listen 0.0.0.0:0", 1, "密码明文传输"),
        (
            "banli-server reset-password nobody --data here",
            1,
            "没有数据库 here/banli.db",
        ),
        ("banli-server verify --data here", 1, "没有数据库"),
        ("banli-server doctor --data here", 1, "没有数据库"),
        ("banli-server backup copy.db --data here", 1, "没有数据库"),
        (
            "banli-server init --admin root --password-file none",
            1,
            "无法读取 none：没有这个文件或目录",
        ),
        (
            "banli-server init --admin root --password-file ok",
            0,
            "账号：root",
        ),
        (
            "banli-server init --admin root --password-file ok",
            1,
            "已有管理员",
        ),
        ("banli-server reset-password nobody", 1, "没有账号“nobody”"),
        ("banli-server verify", 0, "0 件提案的 0 个事件"),
        ("banli-server doctor", 0, "项检查全部通过"),
        ("banli-server reindex", 0, "已重建 0 件提案的索引"),
        ("banli-server backup copy.db", 0, "copy.db：0 件提案"),
        ("banli-server backup copy.db", 1, "copy.db 已存在"),
        ("banli-server restore ok", 1, "不是完整的数据库"),
    ] {
        std::fs::write(home.path().join("ok"), "a password of some length\n").unwrap();
        let ended = home.shell(line);
        assert_eq!(ended.code(), Some(code), "{line}: {ended:?}");
        let all = format!("{}{}", ended.stdout, ended.stderr);
        assert!(all.contains(said), "{line}: {all}");
    }
    assert!(!home.path().join("here").exists());
    let english = home.with_variable("BANLI_LANG", "en");
    let said = english.shell("banli-server doctor").ok().stdout;
    assert!(said.contains("invariants hold"), "{said}");
}
