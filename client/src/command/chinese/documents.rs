//! Documents and their templates.

/// English as it stands in the help, and its Chinese.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Write a document for office programs (.docx): reply letter, feedback form, hand-over sheet, bulletin",
        "生成办公软件可编辑的文书（.docx）：答复函、征询意见表、交办单、简报",
    ),
    (
        "What: letter, form or sheet of a proposal; bulletin of a session",
        "哪种文书：提案的 letter 答复函、form 征询意见表、sheet 交办单；届次的 bulletin 简报",
    ),
    (
        "Of this assignment, where several have one",
        "哪个承办任务（有多个时须写）",
    ),
    (
        "Of this round; else of the latest reply that is out",
        "第几轮；不写则为最近一次已发出的答复",
    ),
    (
        "Those of everything this unit handles, as a .zip; or the bulletin of this unit",
        "此单位承办的全部，打包为 .zip；或此单位的简报",
    ),
    (
        "Into this file, which must not be there yet; `-` for standard output. Else a name is made up",
        "写入此文件（不得已存在）；“-”为标准输出；不写则自动取名",
    ),
    (
        "What an office says in its documents",
        "文书的样本：文字与次序",
    ),
    (
        "The template of a document as TOML, to read or to start from",
        "显示文书样本（TOML），可查看，也可在此基础上修改",
    ),
    (
        "Which document: letter, form, sheet or bulletin",
        "哪种文书：letter 答复函、form 征询意见表、sheet 交办单、bulletin 简报",
    ),
    (
        "Of this unit; where left out, the one for all units",
        "此单位的样本；不写则为全市通用的样本",
    ),
    (
        "Every revision of a template, with who made it and why",
        "样本的历次修改：何人、何时、为何",
    ),
    (
        "Templates that come with the program: their names, or one of them as TOML",
        "程序自带的样本：列出名称，或显示其中一份（TOML）",
    ),
    (
        "Say what is wrong with a template; nothing is sent",
        "检查样本文件有何错误；不提交",
    ),
    (
        "Make a file the template of a document from now on",
        "把文件定为今后使用的样本",
    ),
    (
        "Go back to what holds without a template of one's own",
        "撤去自己的样本，恢复为通用或自带的样本",
    ),
    (
        "The placeholders that a template can use",
        "样本中可用的占位符",
    ),
];
