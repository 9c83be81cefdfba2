//! What lists of proposals and of units may hold, and what can be wrong with them.
//!
//! The server reads the files; both sides speak of them in these words.

mod cell_fault;
mod file_fault;
mod strays;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lang::Lang;
use crate::text::TextFault;
use crate::words;

pub use cell_fault::CellFault;
pub use file_fault::{FileFault, Quantity};
pub use strays::StrayCell;

words! {
    /// A column of a list of proposals.
    pub enum ProposalColumn {
        /// The proposal number (a string).
        Number = "number", "提案号", "number";
        /// The number it was given when it came in.
        IntakeNumber = "intake_number", "来件编号", "intake number";
        /// The title.
        Title = "title", "案由", "title";
        /// The text.
        Body = "body", "内容", "body";
        /// Who puts it forward, the first proposer first.
        Proposers = "proposers", "提案人", "proposers";
        /// Further proposers, in a column of their own.
        JointProposers = "joint_proposers", "联名人", "joint proposers";
        /// Individual, joint, party and so on.
        Kind = "kind", "提案类型", "kind";
        /// The subject it is filed under, free text.
        Category = "category", "类别", "category";
        /// In session or between sessions.
        Timing = "timing", "提交时段", "timing";
        /// Whether it may be published.
        Publication = "publication", "公开意愿", "publication";
        /// The day it was submitted.
        Submitted = "submitted", "提交日期", "submitted on";
        /// The numbered requests.
        Suggestions = "suggestions", "建议", "suggestions";
        /// The unit that handles it.
        Lead = "lead", "主办单位", "lead unit";
        /// Units that each answer for a part.
        Splits = "splits", "分办单位", "split units";
        /// Units that give an opinion.
        CoHandlers = "co_handlers", "会办单位", "co-handlers";
        /// Which suggestions each unit answers.
        Parts = "parts", "承办建议", "suggestions of each unit";
        /// Who leads the supervision of a key proposal; of others nobody.
        Leader = "leader", "领衔督办", "supervising leader";
        /// How far it has come: what the committee office decided is done again.
        Stage = "stage", "阶段", "stage";
        /// The ground on which it was not filed.
        Ground = "ground", "不予立案理由", "ground";
        /// As what a declined proposal goes on.
        Forwarded = "forwarded", "转办方式", "goes on as";
        /// What was said with the decision: why it was declined, sent back or withdrawn.
        DecisionNote = "decision_note", "审查说明", "note of the decision";
        /// The number of the proposal that it is merged into.
        MergedInto = "merged_into", "并入提案", "merged into";
        /// The how many-th it is of those merged into the same one: their suggestions are numbered in that order.
        MergeOrder = "merge_order", "并案次序", "order of merging";
    }
}

words! {
    /// A column of a list of units.
    pub enum UnitColumn {
        /// The unit's code.
        Code = "code", "单位代码", "code";
        /// Its name.
        Name = "name", "单位名称", "name";
        /// The group it is listed in.
        Kind = "kind", "单位类别", "kind";
        /// The unit above it, by code or name.
        Parent = "parent", "上级单位", "parent";
        /// Other names for it.
        Aliases = "aliases", "别名", "aliases";
        /// Names it had before, each with its last day.
        Former = "former", "曾用名", "former names";
        /// What it is there for.
        Duties = "duties", "职责", "duties";
        /// Where it is reached.
        Phone = "phone", "联系电话", "phone";
    }
}

words! {
    /// A column of a list by which proposals are handed over.
    pub enum HandOverColumn {
        /// The proposal number.
        Number = "number", "提案号", "number";
        /// The title.
        Title = "title", "案由", "title";
        /// The unit that handles it.
        Lead = "lead", "主办单位", "lead unit";
        /// Units that each answer for a part.
        Splits = "splits", "分办单位", "split units";
        /// Units that give an opinion.
        CoHandlers = "co_handlers", "会办单位", "co-handlers";
        /// Which suggestions each unit answers.
        Parts = "parts", "承办建议", "suggestions of each unit";
    }
}

/// A cell that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CellProblem {
    /// Its sheet, where several were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// The column of the sheet as its letters; none where the list lacks the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the column means: the code of a [`ProposalColumn`], [`HandOverColumn`] or [`UnitColumn`].
    pub field: String,
    /// What is wrong.
    pub fault: CellFault,
    /// What stands there, shortened, safe to show.
    pub found: String,
    /// What may have been meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
    /// What more can be said of the fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<CellDetail>,
}

/// What more can be said of a fault in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum CellDetail {
    /// What is wrong with the text.
    Text {
        /// This.
        text: TextFault,
    },
    /// What is wrong with one of several requests.
    Suggestion {
        /// Which, counted from 1.
        no: u32,
        /// The title of the proposal, safe to show.
        title: String,
        /// What is wrong with it.
        text: TextFault,
    },
    /// The name that was read.
    ReadAs {
        /// This.
        name: String,
    },
    /// Where something else is said of the same proposal.
    OtherDecision {
        /// The sheet, where several were read.
        sheet: Option<String>,
        /// The row, counted from 1.
        row: u32,
    },
    /// Where the value stands already.
    Earlier {
        /// The sheet, where several were read.
        sheet: Option<String>,
        /// The row, counted from 1.
        row: u32,
    },
    /// Cells of the row that no header stands above.
    Strays {
        /// Whether the row goes on behind the end of the header, as one does in which a separator was taken for one.
        is_long: bool,
        /// Which, from the left.
        cells: Vec<StrayCell>,
    },
}

impl CellDetail {
    /// What is wrong and what to do.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let wrong = |text: &TextFault| {
            let remedy = match text {
                TextFault::TooLong { .. } => lang.pick("，请缩短", ": shorten it"),
                TextFault::Empty => "",
                _ => lang.pick("，请删去", ": delete it"),
            };
            let said = text.both();
            format!("{}{remedy}", said.say(lang))
        };
        match self {
            Self::Text { text } => wrong(text),
            Self::Suggestion { no, title, text } => {
                let wrong = match (text, lang) {
                    (TextFault::TooLong { .. }, Lang::Zh) => {
                        format!("{}，请分条编号（1. 2. …）或缩短", text.both().zh)
                    }
                    (TextFault::TooLong { .. }, Lang::En) => {
                        format!(
                            "{}: number its parts (1. 2. …) or shorten it",
                            text.both().en
                        )
                    }
                    _ => wrong(text),
                };
                match lang {
                    Lang::Zh => format!("“{title}”的第 {no} 条建议{wrong}"),
                    Lang::En => format!("suggestion {no} of `{title}` {wrong}"),
                }
            }
            Self::ReadAs { name } => match lang {
                Lang::Zh => format!("按“{name}”登记"),
                Lang::En => format!("taken as {name}"),
            },
            Self::Strays { is_long, cells } => strays::say(*is_long, cells, lang),
            Self::OtherDecision { sheet, row } => {
                let place = place_of(sheet.as_deref(), *row, lang);
                match lang {
                    Lang::Zh => format!("{place}写的是另一种立案情况，请改成一致"),
                    Lang::En => format!("{place} says another decision: make them agree"),
                }
            }
            Self::Earlier { sheet, row } => {
                let place = place_of(sheet.as_deref(), *row, lang);
                match lang {
                    Lang::Zh => format!("与{place}重复，请核对后改正其中之一"),
                    Lang::En => format!("is in {place} already: correct the one or the other"),
                }
            }
        }
    }
}

fn place_of(sheet: Option<&str>, row: u32, lang: Lang) -> String {
    let place = match lang {
        Lang::Zh => format!("第 {row} 行"),
        Lang::En => format!("row {row}"),
    };
    in_sheet(sheet, &place, lang)
}

/// A place with the sheet it is on, where several were read.
#[must_use]
pub fn in_sheet(sheet: Option<&str>, place: &str, lang: Lang) -> String {
    match (sheet, lang) {
        (Some(sheet), Lang::Zh) => format!("工作表“{sheet}”{place}"),
        (Some(sheet), Lang::En) => format!("sheet \"{sheet}\", {place}"),
        (None, _) => place.to_owned(),
    }
}

impl CellProblem {
    /// The place, such as `row 5, column C (主办单位)`.
    #[must_use]
    pub fn place(&self, lang: Lang) -> String {
        let field = self.field_name(lang);
        let place = match (&self.column, lang) {
            (None, Lang::Zh) if field.is_empty() => format!("第 {} 行", self.row),
            (None, Lang::En) if field.is_empty() => format!("row {}", self.row),
            (Some(column), Lang::Zh) => format!("第 {} 行 {column} 列（{field}）", self.row),
            (Some(column), Lang::En) => format!("row {}, column {column} ({field})", self.row),
            (None, Lang::Zh) => format!("第 {} 行（{field}）", self.row),
            (None, Lang::En) => format!("row {} ({field})", self.row),
        };
        in_sheet(self.sheet.as_deref(), &place, lang)
    }

    /// What was expected, what was found, and what may have been meant.
    #[must_use]
    pub fn explain(&self, lang: Lang) -> String {
        if let (CellFault::Department, [unit]) = (self.fault, self.suggestions.as_slice()) {
            let name = &self.found;
            return match lang {
                Lang::Zh => format!("“{name}”是{unit}的处室，请写“{unit}”，由该单位分派到处室"),
                Lang::En => format!(
                    "{name} is a department of {unit}: write {unit}, which dispatches it to the department"
                ),
            };
        }
        let detail = self.detail.as_ref().map(|detail| detail.say(lang));
        let mut text = detail.unwrap_or_else(|| self.fault.say(lang).to_owned());
        if !self.found.is_empty() {
            text.push_str(lang.pick("：", ": "));
            text.push_str(&self.found);
        }
        if !self.suggestions.is_empty() {
            text.push_str(lang.pick("；是否为 ", "; did you mean "));
            text.push_str(&self.suggestions.join(lang.pick("、", ", ")));
            text.push_str(lang.pick("？", "?"));
        }
        text
    }

    fn field_name(&self, lang: Lang) -> &str {
        if let Ok(column) = self.field.parse::<ProposalColumn>() {
            column.say(lang)
        } else if let Ok(column) = self.field.parse::<UnitColumn>() {
            column.say(lang)
        } else {
            &self.field
        }
    }
}

words! {
    /// Why a row of a list was passed over.
    pub enum PassedOver {
        /// A row of totals.
        Totals = "totals", "合计行", "totals";
        /// A note below the list.
        Note = "note", "附注", "note";
        /// The heading of a part of the list.
        Heading = "heading", "小标题", "heading";
        /// Nothing in any column that the list is read for, such as a row that has only its serial number.
        Blank = "blank", "各栏为空", "blank";
        /// The header once more, as on every printed page.
        Header = "header", "重复的表头", "header again";
        /// The same number and title as on a sheet before.
        Elsewhere = "elsewhere", "前面的工作表已有", "on a sheet before";
    }
}

/// A row that holds no entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PassedRow {
    /// Its sheet, where several were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// Why it was passed over.
    pub why: PassedOver,
}

words! {
    /// What is done with what a workbook hides.
    pub enum HiddenParts {
        /// Read as if it were not hidden, and named in the report.
        Read = "read", "照常读取", "read";
        /// Left out, and named in the report.
        Skip = "skip", "略去", "left out";
    }
}

/// What of a sheet is hidden and holds something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HiddenPart {
    /// The sheet.
    pub sheet: String,
    /// Whether the sheet itself is hidden.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// Hidden columns, as letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Hidden rows, from 1, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<u32>,
}

impl HiddenPart {
    /// What is hidden where, such as `sheet "提案", columns D, rows 5-9`. Of very many stretches of rows the first ones.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        const STRETCHES: usize = 20;
        let mut parts = vec![];
        if self.whole {
            parts.push(lang.pick("整个工作表", "the whole sheet").to_owned());
        }
        let comma = lang.pick("、", ", ");
        if !self.columns.is_empty() {
            let columns = self.columns.join(comma);
            parts.push(match lang {
                Lang::Zh => format!("{columns} 列"),
                Lang::En => format!("columns {columns}"),
            });
        }
        let mut stretches: Vec<(u32, u32)> = vec![];
        for row in &self.rows {
            match stretches.last_mut() {
                Some((_, last)) if *last + 1 == *row => *last = *row,
                _ => stretches.push((*row, *row)),
            }
        }
        if !stretches.is_empty() {
            let shown = stretches.iter().take(STRETCHES);
            let shown: Vec<String> = shown
                .map(|(first, last)| match first == last {
                    true => first.to_string(),
                    false => format!("{first}-{last}"),
                })
                .collect();
            let more = if stretches.len() > STRETCHES {
                lang.pick(" 等", " and more")
            } else {
                ""
            };
            let rows = shown.join(comma);
            parts.push(match lang {
                Lang::Zh => format!("第 {rows} 行{more}"),
                Lang::En => format!("rows {rows}{more}"),
            });
        }
        in_sheet(Some(&self.sheet), &parts.join(lang.pick("，", ", ")), lang)
    }
}

/// A column of the sheet and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnUse {
    /// Its letters in the sheet.
    pub column: String,
    /// What its header says, safe to show.
    pub header: String,
    /// The code of the [`ProposalColumn`], [`HandOverColumn`] or [`UnitColumn`] it is; none where it is not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem() -> CellProblem {
        CellProblem {
            sheet: None,
            row: 5,
            column: Some("C".to_owned()),
            field: "lead".to_owned(),
            fault: CellFault::UnknownUnit,
            found: "市发改委".to_owned(),
            suggestions: vec!["市发展和改革委员会".to_owned()],
            detail: None,
        }
    }

    #[test]
    fn a_fault_says_the_limit_and_the_row_it_knows() {
        let too_long = TextFault::TooLong {
            max: 5000,
            actual: 6200,
        };
        let of = |detail| CellProblem {
            found: "甲".to_owned(),
            suggestions: vec![],
            detail: Some(detail),
            ..problem()
        };
        let request = of(CellDetail::Suggestion {
            no: 3,
            title: "关于路灯的提案".to_owned(),
            text: too_long,
        });
        assert_eq!(
            request.explain(Lang::Zh),
            "“关于路灯的提案”的第 3 条建议有 6200 个字符，最多 5000 个，请分条编号（1. 2. …）或缩短：甲"
        );
        assert_eq!(
            request.explain(Lang::En),
            "suggestion 3 of `关于路灯的提案` has 6200 characters, at most 5000 are allowed: number its parts (1. 2. …) or \
             shorten it: 甲"
        );
        let earlier = of(CellDetail::Earlier {
            sheet: Some("大会".to_owned()),
            row: 4,
        });
        assert_eq!(
            earlier.explain(Lang::Zh),
            "与工作表“大会”第 4 行重复，请核对后改正其中之一：甲"
        );
        assert_eq!(
            earlier.explain(Lang::En),
            "is in sheet \"大会\", row 4 already: correct the one or the other: 甲"
        );
    }

    #[test]
    fn a_problem_says_where_what_and_what_instead_in_both_languages() {
        assert_eq!(problem().place(Lang::Zh), "第 5 行 C 列（主办单位）");
        assert_eq!(problem().place(Lang::En), "row 5, column C (lead unit)");
        assert_eq!(
            problem().explain(Lang::Zh),
            "没有此名称的承办单位：市发改委；是否为 市发展和改革委员会？"
        );
        assert_eq!(
            problem().explain(Lang::En),
            "no unit has this name: 市发改委; did you mean 市发展和改革委员会?"
        );
    }

    #[test]
    fn hidden_rows_are_told_in_stretches() {
        let part = HiddenPart {
            sheet: "提案".to_owned(),
            whole: false,
            columns: vec!["D".to_owned()],
            rows: vec![5, 6, 7, 9],
        };
        assert_eq!(part.say(Lang::Zh), "工作表“提案”D 列，第 5-7、9 行");
        assert_eq!(part.say(Lang::En), "sheet \"提案\", columns D, rows 5-7, 9");
    }

    #[test]
    fn the_wire_code_of_a_file_fault_is_its_code() {
        for fault in [
            FileFault::Empty,
            FileFault::OldOrLocked,
            FileFault::TooLarge {
                what: Quantity::Rows,
                limit: 3,
            },
            FileFault::NoHeader {
                missing: vec!["title".to_owned()],
                found: vec![],
            },
        ] {
            let json = serde_json::to_value(&fault).unwrap();
            assert_eq!(json["fault"], fault.code());
            assert!(!fault.say(Lang::Zh).is_empty() && !fault.to_string().is_empty());
        }
    }

    #[test]
    fn codes_are_what_serde_writes() {
        for column in ProposalColumn::ALL {
            assert_eq!(
                serde_json::to_string(column).unwrap(),
                format!("\"{column}\"")
            );
        }
        for fault in CellFault::ALL {
            assert_eq!(
                serde_json::to_string(fault).unwrap(),
                format!("\"{fault}\"")
            );
        }
    }
}
