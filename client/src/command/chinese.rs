//! The Chinese of every wording of the help, beside its English.

mod documents;
mod figures;
mod lists;
mod office;
mod rules;

use banli_cli::Wording;

/// English as it stands in the help, and its Chinese.
pub(super) const WORDING: Wording = Wording(&[
    TEXTS,
    documents::TEXTS,
    figures::TEXTS,
    lists::TEXTS,
    office::TEXTS,
    rules::TEXTS,
]);

const TEXTS: &[(&str, &str)] = &[
    (
        "Banli: the terminal client and command line for handling official proposals.",
        "办理：提案办理的终端界面与命令行",
    ),
    (
        "Exit codes: 0 ok, 1 refused or failed, 2 usage, 3 not logged in, 4 cannot reach the server, 5 conflict.\nWithout a command the terminal client opens. BANLI_SERVER and BANLI_TOKEN serve scripts.",
        "退出码：0 成功，1 被拒绝或失败，2 用法有误，3 未登录，4 连不上服务器，5 冲突。\n不带命令则打开终端界面。脚本可用 BANLI_SERVER 和 BANLI_TOKEN。",
    ),
    ("For every command", "各命令通用"),
    (
        "The address of the server, e.g. http://127.0.0.1:7878",
        "服务器地址，如 http://127.0.0.1:7878",
    ),
    (
        "JSON for scripts instead of tables",
        "输出 JSON（供脚本使用），不输出表格",
    ),
    (
        "The language of tables and messages; else the locale decides",
        "表格和消息的语言；不写则由系统区域设置决定",
    ),
    (
        "A certificate to trust beside the system's, as a PEM file",
        "除系统证书外另行信任的证书（PEM 文件）",
    ),
    (
        "The moment to act at, for servers started with --simulated-time",
        "操作的时刻，用于以 --simulated-time 启动的服务器",
    ),
    (
        "Log in and keep the login on this machine",
        "登录，并在本机保存登录状态",
    ),
    (
        "The login name; asked for where left out",
        "账号；不写则询问",
    ),
    (
        "Read the password from this file (its first line)",
        "从此文件的第一行读取密码",
    ),
    ("End the login in use", "退出登录"),
    ("Who is logged in", "当前登录的是谁"),
    (
        "Change your own password; every other login and token of yours ends",
        "更改自己的密码；自己的其他登录和令牌随即失效",
    ),
    (
        "Read the old password and the new one from standard input, a line each, instead of asking",
        "不询问，从标准输入读取原密码和新密码，各占一行",
    ),
    (
        "What waits for you, the most urgent first",
        "待我办理的事项，最急的在前",
    ),
    ("At most so many", "最多列出多少条"),
    ("Proposals by filters", "按条件列出提案"),
    (
        "What this saved view shows; filters that are named beside it count in place of its own",
        "按保存的视图列出；另写的条件代替视图中的条件",
    ),
    (
        "Saved views: filters of `list` under a name",
        "保存的视图：给 list 的条件起个名字",
    ),
    ("Your saved views", "列出我保存的视图"),
    (
        "Save filters and an order under a name, in the place of a view of that name",
        "把条件和排序存为视图，同名的被替换",
    ),
    ("Its name", "名称"),
    ("Forget a saved view", "删除视图"),
    (
        "The hand-over sitting: what is still unassigned, and the load of each unit",
        "交办会：尚未交办的提案与各单位承办量",
    ),
    (
        "Hand many over at once, by suggestions or by a list: all that can be, each answered by itself",
        "批量交办：按建议单位或按清单，能办的都办，逐件说明结果",
    ),
    (
        "Everything that is filed, each to the unit that is suggested first",
        "所有已立案的提案，各交给首位建议单位",
    ),
    (
        "By a list with the columns 提案号 and 主办单位 (分办单位 and 会办单位 where there are any); `-` for standard input",
        "按清单，须有提案号、主办单位两列（可有分办单位、会办单位）；“-”为标准输入",
    ),
    (
        "Say of each what would happen, keep nothing",
        "只逐件说明会怎样，不保存",
    ),
    ("Of every session", "所有届次"),
    (
        "Of this session; the current one where left out",
        "哪个届次；不写则为当前届次",
    ),
    (
        "The stage of the proposal: submitted, filed, in_handling, answered, closed, …",
        "提案的阶段：submitted、filed、in_handling、answered、closed 等",
    ),
    (
        "The stage of an assignment: handed_over, drafting, level1, issued, …",
        "承办任务的阶段：handed_over、drafting、level1、issued 等",
    ),
    ("With an assignment to this unit", "由此单位承办"),
    (
        "In this role: lead, split, co_handler",
        "承办角色：lead、split、co_handler",
    ),
    (
        "Answered with this class: a, b, c, d",
        "答复类别：a、b、c、d",
    ),
    (
        "Of this kind: individual, joint, party, …",
        "提案类型：individual、joint、party 等",
    ),
    ("In this subject group", "所属类别"),
    (
        "Key proposals (true) or all others (false)",
        "只列重点提案（true）或其他提案（false）",
    ),
    (
        "With an open assignment whose deadline shows this light: green, yellow, red",
        "未办结承办任务的期限亮灯：green、yellow、red",
    ),
    (
        "With an open assignment due before this day",
        "有未办结的承办任务在此日之前到期",
    ),
    (
        "With these words in the text, title, number or a proposer's name; or pinyin initials of the title",
        "正文、案由、编号或提案人姓名中含有这些词；或案由的拼音首字母",
    ),
    (
        "The order: number, due, changed",
        "排序：number、due、changed",
    ),
    ("All of them", "全部列出"),
    (
        "Closed, with something promised that is still to be done (true), or all others (false)",
        "已办结但仍有承诺待落实（true），或其他提案（false）",
    ),
    (
        "With an outcome of this type (as the profile lists them): policy, project, …",
        "有此类转化成果（按规则所列代码）：policy、project 等",
    ),
    (
        "What replies have promised, what is due first on top",
        "答复中的承诺事项，先到期的在前",
    ),
    ("Of this unit", "哪个单位"),
    (
        "At this state: open, kept, broken_off; open where left out",
        "哪种状态：open（落实中）、kept（已兑现）、broken_off（已终止）；不写则为 open",
    ),
    ("Due before this day", "在此日之前到期"),
    ("At every state", "各种状态都列出"),
    (
        "One object a line, as pages come in",
        "每行一个 JSON 对象，逐页输出",
    ),
    (
        "Also say how many there are in all; with --json then an object: total, counted, items",
        "同时给出总数；配 --json 时输出对象：total、counted、items",
    ),
    (
        "One case: what it says, where it stands, what you may do",
        "一件提案：内容、进展、可以做什么",
    ),
    (
        "The proposal number, the intake number or the id; 2022:001 is 001 of the session 2022",
        "提案号、收件号或内部编号；2022:001 指 2022 届次的 001",
    ),
    ("The record of the case instead", "改为显示办理记录"),
    (
        "Run a command on a case: `do 20230001 hand_over to.0.unit=B03 to.0.role=lead`",
        "对一件提案执行操作：“do 20230001 hand_over to.0.unit=B03 to.0.role=lead”",
    ),
    (
        "The command as named in the contract: file, hand_over, accept, submit_reply, approve, sign, rate, …",
        "操作的名称：file、hand_over、accept、submit_reply、approve、sign、rate 等",
    ),
    (
        "What it needs, as key=value; deeper with dots: to.0.unit=B03. Several values: units=A03,B01 or units=A03 units=B01 (a text that has commas of its own: the second way, or units.0=…). The assignment may be left out where only one is meant",
        "操作的内容，写作 名称=值，用点进入下层：to.0.unit=B03。有多个值的写作 units=A03,B01，或重复写 units=A03 units=B01（文字本身含逗号的用后一种，或 units.0=…）。只可能是一个承办任务时可不写 assignment",
    ),
    (
        "What it needs, as JSON: the text itself, @FILE, or - for standard input; key=value beside it adds to that",
        "操作的内容，写作 JSON：原文、@文件，或用 - 从标准输入读取；可与 名称=值 合用",
    ),
    (
        "Refuse when the case has another version",
        "提案版本不符则拒绝",
    ),
    (
        "Same checks, same answer, nothing kept",
        "照常检查和回答，但不保存",
    ),
    (
        "The idempotency key: a repeat with the same key happens once",
        "幂等键：用同一个键重复执行只生效一次",
    ),
    (super::run::EXAMPLES, "可以对一件提案做什么，逐条列出、可直接粘贴执行：banli show 20230001\n\n示例：
  banli do 20230001 file
  banli do 20230001 hand_over to.0.unit=B03 to.0.role=lead to.1.unit=B05 to.1.role=co_handler
  banli do 20230001 accept
  banli do 20230001 log_contact on=2023-05-08 form=visit members=陈新、林小燕 unit_side.0.name=吴倩 unit_side.0.position=handler said=当面听取意见
  banli do 20230001 answer_suggestion assignment=2 suggestion=1 verdict=adopted text=已列入年度计划
  banli do 20230001 cut_task suggestion=1 units=B03,B05 text=摸清底数 due=2023-06-30
  banli do 20230001 save_draft assignment=2 --data @draft.json
  banli do 20230001 approve level=one --text 3f2a9c0e1b2d"),
    (super::show::EXAMPLES, "末尾列出您可以做什么，每条都可直接粘贴执行。\n\n示例：
  banli show 20230001
  banli show 20230001 --events
  banli show 20230001 --json"),
    (
        "Take your own last step on a case back, after showing what it was",
        "撤销自己对一件提案的最近一步，撤销前先说明是哪一步",
    ),
    ("Do not ask", "不再询问"),
    (
        "Do not ask: on a terminal a step that hands the work on is asked about, with who is next, and everywhere an unmerge, which takes away what was written to what was merged",
        "不再询问：在终端中，将工作交给他人的操作会先说明下一环节再询问；撤销并案（针对被并提案所写的内容都将去除）则在任何情况下都询问",
    ),
    (
        "Submit a proposal from a JSON file (`-` for standard input)",
        "提交 JSON 文件中的提案（“-”为标准输入）",
    ),
    (
        "A JSON file with session (optional) and proposal; `-` for standard input",
        "含 session（可省略）和 proposal 的 JSON 文件；“-”为标准输入",
    ),
    ("The figures", "统计指标"),
    ("Changes as they happen", "实时显示变化"),
    ("End after so many changes", "收到多少条变化后结束"),
    (
        "One object a line (the same as --json here)",
        "每行一个 JSON 对象（此处与 --json 相同）",
    ),
    ("Tokens for scripts", "供脚本使用的令牌"),
    ("Your tokens", "列出我的令牌"),
    (
        "Make a token for a script; it is shown once",
        "生成脚本令牌，只显示一次",
    ),
    ("What it is for", "用途"),
    (
        "How far it reaches: read, write, admin; several times for several",
        "权限：read、write、admin；可写多次",
    ),
    ("Days until it expires", "多少天后失效"),
    ("Revoke a token by its id", "按编号吊销令牌"),
    ("The id, as listed", "列表中的编号"),
    ("A completion script for a shell", "生成 shell 的补全脚本"),
    ("Which shell", "哪种 shell"),
    (
        "Look around in a made-up session, or play it through with --play",
        "用虚构的届次试用，或用 --play 演完全年",
    ),
    (
        "Play the whole year headless through the API, print the figures and end",
        "不打开界面，通过接口演完全年，输出统计指标后结束",
    ),
    (
        "Write the made-up session as lists to this directory, and end: units.csv, proposals.csv with the units each goes to",
        "把虚构的届次写成清单存入此目录后结束：units.csv 与 proposals.csv（含承办单位）",
    ),
    (
        "Another seed makes up another session; the same seed the same one",
        "不同的种子生成不同的届次，相同的种子结果相同",
    ),
    (
        "Keep the database and the server's log in this directory",
        "把数据库和服务器日志保留在此目录",
    ),
    (
        "With --play: also write the reply items as JSON to this file, for a recount",
        "与 --play 连用：另把答复件以 JSON 写入此文件，供复核",
    ),
    (
        "What the proposers say about publication: agreed, names_withheld, refused, not_stated",
        "提案人对公开的意见：agreed、names_withheld、refused、not_stated",
    ),
    (
        "With a reply marked so: open, on_request, not_open",
        "答复的公开属性：open、on_request、not_open",
    ),
    (
        "With a published reply (true), or without (false)",
        "答复已公开（true）或未公开（false）",
    ),
    (
        "Submitted in session or between: in_session, between_sessions",
        "大会或平时提交：in_session、between_sessions",
    ),
    (
        "Behind this figure (completion, on_time, class_a, adoption, …; a name that is none lists all of them): the proposals it counts. Other filters as in `figures`",
        "某项指标（代码如 completion、on_time、class_a、adoption；写错时会列出全部代码）背后的提案；其他条件与 figures 相同",
    ),
    (
        "Which number of the figure: numerator (where left out) or denominator",
        "指标的哪个数：numerator 分子（不写即此）或 denominator 分母",
    ),
    (
        "Submitted in this quarter (2023Q2); behind a figure, with the first deadline in it",
        "提交于此季度（如 2023Q2）；与指标同用时指首次期限在此季度",
    ),
    (
        "With an assignment dispatched to this department",
        "已分派到此处室",
    ),
    (
        "With a reply item handled by this person (name, login or id)",
        "由此人承办（姓名、账号或编号）",
    ),
    (
        "What the server told you: deadlines near and overdue, rating windows that passed",
        "系统通知：期限将至、已逾期、评价期满",
    ),
    ("Those read before as well", "包括已读的"),
    ("Mark what is shown as read", "把所列通知标为已读"),
    (
        "For approve, sign, give_opinion and change_class: the text that you have read, as `banli show` names it (at least its first 12 characters). It is never filled in for you: a yes is to a text that was read, and refused where that has changed",
        "用于 approve、sign、give_opinion 和 change_class：您已阅的文本，即“banli show”所示的标识（至少前 12 个字符）。不会代填：同意的是已阅的文本，文本若已变更则被拒绝",
    ),
];

#[cfg(test)]
mod tests {
    use banli_cli::fault;
    use banli_shared::lang::Lang;
    use clap::CommandFactory;

    use super::*;
    use crate::command::Cli;

    #[test]
    fn every_wording_has_its_chinese_and_none_is_left_over() {
        let (missing, idle) = WORDING.gaps(Cli::command());
        assert!(missing.is_empty(), "without Chinese: {missing:#?}");
        assert!(idle.is_empty(), "no longer in the help: {idle:#?}");
    }

    #[test]
    fn no_english_is_left_in_the_chinese_help() {
        let mut help = WORDING.speaking(Lang::Zh, Cli::command());
        for text in [
            help.render_help().to_string(),
            help.find_subcommand_mut("list")
                .expect("it is there")
                .render_help()
                .to_string(),
            help.find_subcommand_mut("login")
                .expect("it is there")
                .render_help()
                .to_string(),
        ] {
            for word in [
                "LOGIN", "FILE", "Usage", "Options", "Commands", "Print", "default", "OPTIONS",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }

    #[test]
    fn faults_are_said_in_chinese() {
        let say = |words: &[&str]| {
            let parsed = WORDING
                .speaking(Lang::Zh, Cli::command())
                .try_get_matches_from(words);
            fault(&parsed.expect_err("it is wrong"), Lang::Zh).expect("it is a fault")
        };
        assert!(say(&["banli", "lst"]).contains("没有此命令：lst；是否为 list？"));
        assert!(say(&["banli", "list", "--sesion", "1"]).contains("没有此参数：--sesion"));
        assert!(say(&["banli", "list", "--class", "x"]).contains("可选：a、b、c、d"));
        assert!(say(&["banli", "list", "--limit", "x"]).contains("应为整数"));
        assert!(say(&["banli", "list", "--due-before", "x"]).contains("应为日期"));
        assert!(say(&["banli", "show"]).contains("缺少参数：<提案号>"));
        assert!(say(&["banli", "list", "--all", "--limit", "3"]).contains("同时使用"));
    }
}
