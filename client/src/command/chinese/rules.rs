//! The rules of a session and the calendar.

/// English as it stands in the help, and its Chinese.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Also where years or days that are there now are not in the file: they go",
        "文件中缺少现有的年份或日期时也整体替换，缺少的即删去",
    ),
    ("An older revision", "较早的版本"),
    (
        "Count a deadline and say how: `count 2023-03-31 --working-days 3`",
        "推算期限并说明过程：“count 2023-03-31 --working-days 3”",
    ),
    (
        "Count plain weekdays in years that have no data",
        "缺放假安排的年份按周一至周五计",
    ),
    (
        "Every revision of the rules of a session, with what it changed",
        "某届次规则的历次版本及改动",
    ),
    (
        "Holidays and make-up workdays of a year, and the office's own days",
        "某年的放假、调休上班和本单位自定日",
    ),
    (
        "Make a file the office's part of the calendar, and say which open deadlines it would move",
        "用文件更新本单位日历，并列出会变动的未结期限",
    ),
    (
        "Make a file the rules of a session from now on. Cases keep theirs until `do N adopt_rules`",
        "用文件更新某届次的规则；在办提案仍适用原规则，直到“do 编号 adopt_rules”",
    ),
    ("Move them all, each on record", "全部重算，逐个留痕"),
    (
        "Open deadlines that the calendar has on another day now",
        "按现行日历会变动的未结期限",
    ),
    (
        "Rules that come with the program: their names, or one of them as TOML",
        "随程序提供的规则：名称，或其中一套的 TOML",
    ),
    (
        "Say what is wrong with a file of rules; nothing is sent",
        "检查规则文件有何错误，不发送",
    ),
    (
        "Say what is wrong with such a file; nothing is sent",
        "检查日历文件有何错误，不发送",
    ),
    (
        "Say what would change, keep nothing",
        "只说明会有哪些改动，不保存",
    ),
    (
        "Say what would happen, keep nothing",
        "只说明会怎样，不保存",
    ),
    ("So many days of any kind", "若干自然日"),
    ("So many months", "若干个月"),
    ("So many working days", "若干工作日"),
    (
        "Stay on a day off where the term ends there",
        "期限届满日为休息日时不顺延",
    ),
    (
        "The day from which it runs; it does not count itself",
        "起始日（当日不计）",
    ),
    ("The file", "文件"),
    ("The file, TOML", "文件（TOML）"),
    (
        "The file, TOML: `[[notices]]` and `[[local]]`",
        "文件（TOML）：“[[notices]]”和“[[local]]”",
    ),
    (
        "The file, TOML; what it leaves out is as in Shenzhen",
        "文件（TOML）；未写的与深圳相同",
    ),
    (
        "The office's part of the calendar as TOML, to start from",
        "本单位日历的 TOML，可作底稿",
    ),
    (
        "The rules of a session as TOML, to read or to start from",
        "某届次规则的 TOML，可查阅或作底稿",
    ),
    ("The year; every one where left out", "年份；不写则全部"),
    (
        "Until this date: how many working days that is",
        "到此日为止共多少工作日",
    ),
    ("Which", "哪一套"),
    ("Why, for the record", "原因，留作记录"),
    ("Working days, holidays and deadlines", "工作日、放假和期限"),
];
