//! The Chinese of every wording of the help, beside its English.

use banli_cli::Wording;

/// English as it stands in the help, and its Chinese.
pub(super) const WORDING: Wording = Wording(&[TEXTS]);

const TEXTS: &[(&str, &str)] = &[
    (
        "The server of Banli: keeps proposals, assignments and replies.",
        "办理的服务端：保存提案、承办任务和答复。",
    ),
    ("Serve the REST interface", "启动服务（REST 接口）"),
    (
        "Make the database and its first administrator",
        "新建数据库和第一个管理员",
    ),
    (
        "Bring the schema of the database up to this program",
        "把数据库的结构升级到本程序的版本",
    ),
    (
        "Print the OpenAPI document of the REST interface",
        "输出 REST 接口的 OpenAPI 文档",
    ),
    (
        "Give a person a new password and end their logins",
        "为某人重设密码，并结束其所有登录",
    ),
    (
        "Copy the database to FILE, while the server runs",
        "把数据库备份到文件，服务可以照常运行",
    ),
    (
        "Check that the record is whole and makes every case what it is",
        "核验办理记录是否完整，并与每件提案的现状一致",
    ),
    (
        "Check everything that must hold over the whole database",
        "检查整个数据库应满足的全部条件",
    ),
    (
        "Make lists, inbox and full-text index from the cases again, while no server runs",
        "按提案重建列表、待办和全文索引，须先停止服务",
    ),
    (
        "Put a backup in the place of the database, while no server runs",
        "用备份替换数据库，须先停止服务",
    ),
    (
        "`sqlite://PATH` or `postgres://USER:PASSWORD@HOST/NAME`; without it, `banli.db` in the data directory",
        "数据库：“sqlite://PATH”或“postgres://USER:PASSWORD@HOST/NAME”；不写则为数据目录中的 banli.db",
    ),
    ("Where the server keeps its files", "服务端存放文件的目录"),
    (
        "The address to listen on; port 0 picks a free one",
        "监听的地址；端口写 0 则自动选用空闲端口",
    ),
    (
        "The certificate chain (PEM); with it the server speaks HTTPS",
        "证书链（PEM）；给出后使用 HTTPS",
    ),
    ("The key of the certificate (PEM)", "证书的私钥（PEM）"),
    (
        "Speak plain HTTP on an address that others can reach: only behind a proxy that speaks HTTPS",
        "在他人可访问的地址上使用不加密的 HTTP：仅限前面有 HTTPS 代理时",
    ),
    (
        "The time zone in which days begin and end",
        "以哪个时区划分日期",
    ),
    (
        "Let a request say what time it is for the rules (`Banli-Now: MILLISECONDS`): for trials and tests, never for work that counts. What happens by the calendar (reminders, rating windows that pass) happens at each later day",
        "允许请求自报时间（“Banli-Now: 毫秒数”）：仅供试用和测试，不可用于正式办理。每到更晚的一天，按日历办理的事项（提醒、评价期满办结）随即办理",
    ),
    (
        "With --simulated-time: each request stands for itself, and nothing happens by the calendar alone",
        "与 --simulated-time 连用：各请求的时间互不影响，不按日历自动办理",
    ),
    ("The login of the first administrator", "第一个管理员的账号"),
    (
        "The name people know the administrator by; the login when it is not given",
        "管理员的姓名；不写则用账号",
    ),
    (
        "A file whose first line is the password. Without it, a prompt; without a terminal, one is made and printed once",
        "首行为密码的文件。不写则在终端上询问；没有终端时自动生成，只显示一次",
    ),
    (
        "For how many days a notice that could not be delivered to another program is kept to be looked up and tried again",
        "未能送达其他程序的通知保留多少天，供查看和重发",
    ),
    ("Whose", "谁的账号"),
    (
        "The file to make; it must not be there yet",
        "要新建的备份文件，不能已存在",
    ),
    ("The backup", "备份文件"),
    (
        "What an earlier run printed as `record`: check that the record still begins like that",
        "以前某次核验输出的“record”：检查记录的开头是否仍与其一致",
    ),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::command::Line;

    #[test]
    fn every_wording_has_its_chinese_and_none_is_left_over() {
        let (missing, idle) = WORDING.gaps(Line::command());
        assert!(missing.is_empty(), "without Chinese: {missing:#?}");
        assert!(idle.is_empty(), "no longer in the help: {idle:#?}");
    }
}
