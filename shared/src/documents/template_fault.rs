//! What is wrong with a template, in words.

use super::words::Style;
use crate::lang::Lang;
use crate::text::{TextFault, of_decoder};

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: TemplateProblem,
}

/// A word by its code, and in Chinese.
type Named = (&'static str, &'static str);

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateProblem {
    /// It is no TOML, or has keys that are not known; in the parser's words.
    Toml(String),
    /// Longer than this, in bytes.
    FileTooLong {
        /// At most.
        max: usize,
    },
    /// There is no paragraph.
    Nothing,
    /// A letter in which the reply does not stand.
    NoReply,
    /// More paragraphs than this.
    TooManyParagraphs {
        /// At most.
        max: usize,
    },
    /// A style, or what to repeat for, that is not known here.
    UnknownWord {
        /// What was written.
        given: String,
        /// What is known.
        known: Vec<Named>,
    },
    /// A placeholder that is not known here.
    UnknownField {
        /// What was written.
        given: String,
        /// What is known.
        known: Vec<Named>,
    },
    /// A brace or bracket that opens or closes nothing.
    LoneMark,
    /// A row takes `cells`, a blank line nothing, anything else `text`.
    OtherContent {
        /// The style it has.
        style: Style,
    },
    /// No cells, or more than this.
    Cells {
        /// At most.
        max: usize,
    },
    /// Widths that do not fit the cells.
    Widths {
        /// How many there are.
        cells: usize,
    },
    /// Text that cannot be printed.
    Text(TextFault),
}

impl TemplateFault {
    /// In words, with the line.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let problem = self.problem.say(lang);
        match lang {
            Lang::Zh => format!("第{}行：{problem}", self.line),
            Lang::En => format!("line {}: {problem}", self.line),
        }
    }
}

impl std::fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl TemplateProblem {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Toml(said) => format!("不是可读的 TOML：{}", of_decoder(said).zh),
            Self::FileTooLong { max } => format!("文件超过 {max} 字节"),
            Self::Nothing => "没有任何段落（[[paragraph]]）".into(),
            Self::NoReply => {
                "没有答复：至少要用 {答复正文}，或在 each = \"建议\" 的段落里用 {答复内容}".into()
            }
            Self::TooManyParagraphs { max } => format!("段落超过 {max} 个"),
            Self::UnknownWord { given, known } => {
                format!("不认识“{given}”；可用：{}", list(known, Lang::Zh))
            }
            Self::UnknownField { given, known } => {
                format!("没有占位符“{{{given}}}”；可用：{}", list(known, Lang::Zh))
            }
            Self::LoneMark => {
                "花括号或方括号不成对（要写括号本身，请写两个：{{、}}、[[、]]）".into()
            }
            Self::OtherContent { style } if style.is_row() => {
                format!("“{}”要写 cells（各格），不写 text", style.say(Lang::Zh))
            }
            Self::OtherContent { style } if style.is_empty() => {
                format!("“{}”不写任何文字", style.say(Lang::Zh))
            }
            Self::OtherContent { style } => {
                format!(
                    "“{}”要写 text（文字），不写 cells 和 widths",
                    style.say(Lang::Zh)
                )
            }
            Self::Cells { max } => format!("一行表格要有 1 至 {max} 格"),
            Self::Widths { cells } => {
                format!("widths 要有 {cells} 个数，与各格一一对应，每个为 1 至 100")
            }
            Self::Text(fault) => format!("文字不能打印：{}", fault.both().zh),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Toml(said) => format!("no TOML that can be read: {said}"),
            Self::FileTooLong { max } => format!("the file is longer than {max} bytes"),
            Self::Nothing => "there is no paragraph ([[paragraph]])".into(),
            Self::NoReply => {
                "the reply does not stand in it: use {reply_text}, or {answer} in a paragraph with each = \"suggestion\""
                    .into()
            }
            Self::TooManyParagraphs { max } => format!("more than {max} paragraphs"),
            Self::UnknownWord { given, known } => {
                format!("`{given}` is not known here: {}", list(known, Lang::En))
            }
            Self::UnknownField { given, known } => {
                let known = list(known, Lang::En);
                format!("there is no placeholder {{{given}}} here: {known}")
            }
            Self::LoneMark => {
                "a brace or bracket without its partner (for the sign itself write it twice: {{, }}, [[, ]])".into()
            }
            Self::OtherContent { style } if style.is_row() => {
                format!("`{style}` takes cells, no text")
            }
            Self::OtherContent { style } if style.is_empty() => {
                format!("`{style}` takes no words at all")
            }
            Self::OtherContent { style } => {
                format!("`{style}` takes text, no cells or widths")
            }
            Self::Cells { max } => format!("a row has 1 to {max} cells"),
            Self::Widths { cells } => {
                format!("widths takes {cells} numbers of 1 to 100, one for each cell")
            }
            Self::Text(fault) => format!("text that cannot be printed: {fault}"),
        }
    }
}

fn list(known: &[Named], lang: Lang) -> String {
    let words = known.iter().map(|(code, zh)| match lang {
        Lang::Zh => format!("{zh}（{code}）"),
        Lang::En => format!("{code} ({zh})"),
    });
    words.collect::<Vec<_>>().join(lang.pick("、", ", "))
}
