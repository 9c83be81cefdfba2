//! Lists in and out.

/// English as it stands in the help, and its Chinese.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Keep what --map says for the lists that come after; a trial keeps nothing",
        "记住 --map 的对应关系，以后的清单同样适用；试运行不会记住",
    ),
    ("Do not ask what unknown columns are", "不询问不认识的列"),
    (
        "Read a list of proposals (.csv, .xlsx or .json): all rows or none",
        "导入提案清单（.csv、.xlsx 或 .json）：全部导入或都不导入",
    ),
    (
        "The list: .csv, .xlsx or .json",
        "清单文件：.csv、.xlsx 或 .json",
    ),
    (
        "Columns by name where the usual names do not do: 提案号=number,案由=title",
        "表头不是常用名称时指定各列：提案号=number,案由=title",
    ),
    (
        "Columns by name where the usual names do not do",
        "表头不是常用名称时指定各列",
    ),
    (
        "Write the report into this file instead of beside the list",
        "把导入报告写入此文件，不写在清单旁边",
    ),
    ("Write no report", "不写导入报告"),
    (
        "Where the connection breaks off on the way: ask so many seconds for what became of the list",
        "连接中断时，在多少秒内反复询问清单的结果",
    ),
    (
        "With .xlsx: a sheet for each unit",
        "用于 .xlsx：每个单位一张工作表",
    ),
    (
        "With .csv: without the byte order mark by which spreadsheets know the encoding",
        "用于 .csv：不写供表格软件识别编码的字节顺序标记",
    ),
    (
        "Only this sheet of a workbook",
        "只读取工作簿中的这个工作表",
    ),
    (
        "What is done with hidden sheets, columns and rows: read or skip; both are told",
        "隐藏的工作表、列和行如何处理：read 照常读取，skip 略去；都会说明",
    ),
    (
        "Also file and hand over each proposal whose units the list names, unless it was decided otherwise",
        "清单写明承办单位的，同时立案并交办（已有其他审查结果的除外）",
    ),
    (
        "Where the calendar has no data for a year: count plain weekdays",
        "缺放假安排的年份按周一至周五计",
    ),
    (
        "Take back what an earlier hand-over did, from what that printed with --json (`-` for standard input); not where a unit has signed for it",
        "撤回先前的批量交办，FILE 为当时 --json 的输出（“-”为标准输入）；单位已签收的不撤回",
    ),
    (
        "Columns by name where the usual names do not do: 提案号=number,主办单位=lead",
        "表头不是常用名称时指定各列：提案号=number,主办单位=lead",
    ),
    (
        "Say row by row what would happen, keep nothing",
        "逐行说明将会如何，不保存",
    ),
    (
        "Into this session; the current one where left out",
        "导入哪个届次；不写则为当前届次",
    ),
    (
        "Write a list: proposals, reply_items, units or figures, as .csv, .xlsx or .json",
        "导出清单：proposals、reply_items、units 或 figures，格式为 .csv、.xlsx 或 .json",
    ),
    (
        "What and as what: proposals.csv, reply_items.xlsx, reply_items.json, …",
        "内容和格式：proposals.csv、reply_items.xlsx、reply_items.json 等",
    ),
    (
        "Into this file; to standard output where left out",
        "写入此文件；不写则输出到标准输出",
    ),
];
