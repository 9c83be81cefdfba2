//! Figures and rankings.

/// English as it stands in the help, and its Chinese.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Of this quarter (2023Q2): proposals submitted in it, reply items first due in it",
        "此季度（如 2023Q2）：提案按提交日期，答复件按首次期限",
    ),
    ("Only reply items of this unit", "只计此单位的答复件"),
    ("Only reply items of this department", "只计此处室的答复件"),
    (
        "Only reply items handled by this person (name, login or id)",
        "只计此人承办的答复件（姓名、账号或编号）",
    ),
    ("Only in this subject group", "只计此类别"),
    (
        "Only of this kind: individual, joint, party, …",
        "只计此提案类型：individual、joint、party……",
    ),
    (
        "Only submitted in session or between: `in_session`, `between_sessions`",
        "只计大会或平时提交的：in_session、between_sessions",
    ),
    (
        "Only key proposals (true), or all others (false)",
        "只计重点提案（true）或其他提案（false）",
    ),
    (
        "Broken down by session, quarter, unit, department, handler, category, kind, timing or key",
        "分项：session 届次、quarter 季度、unit 单位、department 处室、handler 承办人、category 类别、kind 提案类型、timing 时段、key 重点",
    ),
    (
        "From this table instead of a server: `.csv`, `.xlsx` or `.json`, with a row for each reply item (an export of ours, or what somebody published) or for each proposal; `-` is standard input",
        "不问服务器，由此表统计：.csv、.xlsx 或 .json，每行一件答复件（本系统导出或他处公布的表）或一件提案；- 为标准输入",
    ),
    (
        "With --from, columns by name where the usual names do not do: 办理情况=class,备注=-; a wrong code lists all",
        "与 --from 同用：表头不是常用名称时指定各列：办理情况=class,备注=-；字段写错时列出全部字段",
    ),
    (
        "With --from, only this sheet of a workbook; all that name such columns where left out",
        "与 --from 同用：只读工作簿的此工作表；不指定时，凡有可统计列的工作表都读",
    ),
    (
        "With --from, what is done with hidden sheets, columns and rows: read or skip; both are told",
        "与 --from 同用：隐藏的工作表、列和行如何处理：read 照常统计，skip 略去；都会提示",
    ),
    (
        "Digits after the point, with --from",
        "小数位数，与 --from 同用",
    ),
    (
        "Rounding, with --from: half_up, half_even, down, largest_remainder",
        "舍入方式，与 --from 同用：half_up、half_even、down、largest_remainder",
    ),
    (
        "Also draw them into this file: bars, with --by quarter lines",
        "同时绘图存入此文件（SVG）：条形图，--by quarter 时为折线图",
    ),
    (
        "Only this figure, by its code (completion, class_a, …); several by repeating it. With --json figures then stand by their codes",
        "只看此指标（按代码，如 completion、class_a）；可重复。与 --json 同用时，指标按代码列出",
    ),
    (
        "Units, departments, persons or proposals by points, with what each score is made of",
        "单位、处室、承办人或提案按得分排名，得分逐项可查",
    ),
    (
        "Only reply items first due in this quarter (2023Q2); proposals whose last one is",
        "只计首次期限在此季度的答复件（如 2023Q2）；提案按其最后一件的首次期限",
    ),
    (
        "Inside this unit; where left out all units, for the people of a unit their own",
        "在此单位之内；不写则为全部单位，单位人员则为本单位",
    ),
    (
        "Who is ranked: units, departments, persons, proposals (those that could be commended)",
        "排名对象：units 单位、departments 处室、persons 承办人、proposals 提案（只列可表彰的）",
    ),
    (
        "Candidates for commendation: units, persons and proposals, each with the evidence",
        "表彰候选：单位、承办人和提案，各附依据",
    ),
    (
        "Only those who owe at least so many reply items",
        "只列至少有这么多答复件的",
    ),
    ("The first so many", "只列前多少名"),
    ("Show what every score is made of", "列出每个得分的构成"),
];
