//! Lists in (imports) and out (exports).

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Bytes, FieldFault, Json, Nothing, Page};
use crate::case::{Consent, Forwarded, Kind, ProposalStage, Timing};
use crate::endpoint;
use crate::ids::{CaseId, SessionId};
use crate::lang::Lang;
use crate::lists::{HiddenPart, HiddenParts, PassedRow, ProposalColumn, UnitColumn};
use crate::words;
use crate::workflow::{Action, Missing, Refusal};

words! {
    /// What a list holds.
    pub enum ListOf {
        /// Proposals to submit, and where the list says so to file and hand over.
        Proposals = "proposals", "提案", "proposals";
        /// Units and departments.
        Units = "units", "承办单位", "units";
    }
}

/// How to read a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct ImportQuery {
    /// What it holds; proposals where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub of: Option<ListOf>,
    /// Into this session; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Columns by name, `提案号=number,案由=title`, where the usual names do not do; `备注=-` for one not to be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<String>,
    /// Keep these names of columns for the lists that come after, once this one was taken in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remember: bool,
    /// Only this sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// What is done with hidden sheets, columns and rows of a workbook; they are read where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub hidden: Option<HiddenParts>,
    /// Also file and hand over each proposal whose units the list names, unless it was decided otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hand_over: bool,
    /// With `hand_over`: where the calendar has no data for a year, count plain weekdays, and say so beside the date.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub plain_weekdays: bool,
    /// Say row by row what would happen, keep nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}
crate::query!(ImportQuery);

words! {
    /// What happens to a row.
    pub enum RowFate {
        /// It is new.
        Added = "added", "新增", "added";
        /// It is different from what is there.
        Changed = "changed", "更新", "changed";
        /// It is there already.
        Same = "same", "已存在", "there already";
        /// It cannot be read.
        Bad = "bad", "有误", "has faults";
    }
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "of", content = "field", rename_all = "snake_case")]
pub enum ListField {
    /// Of a list of proposals.
    Proposals(ProposalColumn),
    /// Of a list of units.
    Units(UnitColumn),
}

/// A field in which a row differs from the record: proposals are left as they are, units become what the list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// Which.
    #[serde(flatten)]
    pub field: ListField,
    /// What the list says: the code of a word; of a long text what stands around the first character that differs.
    pub listed: String,
    /// What the record says, or said before, shown likewise; empty where it says nothing.
    pub here: String,
    /// The command that corrects the record, as the rules would take it now; none where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correct_by: Option<Action>,
    /// Why the command that changes this field would be refused now; none where one passes, or where no command changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

impl Difference {
    /// Which field, what stands there and what stands here.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let value = |code: &str| {
            let said = match self.field {
                ListField::Proposals(ProposalColumn::Kind) => {
                    code.parse::<Kind>().ok().map(|it| it.say(lang))
                }
                ListField::Proposals(ProposalColumn::Timing) => {
                    code.parse::<Timing>().ok().map(|it| it.say(lang))
                }
                ListField::Proposals(ProposalColumn::Publication) => {
                    code.parse::<Consent>().ok().map(|it| it.say(lang))
                }
                ListField::Proposals(ProposalColumn::Forwarded) => {
                    code.parse::<Forwarded>().ok().map(|it| it.say(lang))
                }
                ListField::Proposals(ProposalColumn::Stage) => {
                    code.parse::<ProposalStage>().ok().map(|it| it.say(lang))
                }
                _ => None,
            };
            match said.unwrap_or(code) {
                "" => lang.pick("（空）", "(nothing)").to_owned(),
                said => said.to_owned(),
            }
        };
        let (listed, here) = (value(&self.listed), value(&self.here));
        match (self.field, lang) {
            (ListField::Proposals(field), Lang::Zh) => {
                let field = field.say(lang);
                format!("{field}：清单为 {listed}，系统中为 {here}")
            }
            (ListField::Proposals(field), Lang::En) => {
                format!("{}: {listed} in the list, {here} here", field.say(lang))
            }
            (ListField::Units(field), Lang::Zh) => {
                format!("{}：由 {here} 改为 {listed}", field.say(lang))
            }
            (ListField::Units(field), Lang::En) => {
                format!("{}: {here} becomes {listed}", field.say(lang))
            }
        }
    }

    /// What to do where the list is right, for the case with this number or id; none where the list itself changes the record.
    #[must_use]
    pub fn remedy(&self, number: &str, lang: Lang) -> Option<String> {
        let ListField::Proposals(field) = self.field else {
            return None;
        };
        Some(match self.correct_by {
            // All requests are given anew, each by its place.
            Some(Action::Amend) if field == ProposalColumn::Suggestions => {
                format!("banli do {number} amend suggestions.0=… suggestions.1=…")
            }
            Some(Action::Amend) => format!("banli do {number} amend {}=…", field.code()),
            Some(Action::Correct) => {
                let field = match field {
                    ProposalColumn::Submitted => "submitted_on",
                    // All proposers are named anew, each by its place.
                    ProposalColumn::Proposers => "proposers.0.name",
                    _ => field.code(),
                };
                format!("banli do {number} correct {field}=… reason=…")
            }
            Some(Action::ChangeConsent) => {
                format!("banli do {number} change_consent {}=… note=…", field.code())
            }
            Some(Action::HandOver) => match field {
                ProposalColumn::Splits => {
                    format!("banli do {number} hand_over to.0.unit=… to.0.role=split")
                }
                ProposalColumn::CoHandlers => {
                    format!("banli do {number} hand_over to.0.unit=… to.0.role=co_handler")
                }
                _ => "banli hand-over --from …".to_owned(),
            },
            Some(Action::ExtendPart) => {
                format!("banli do {number} extend_part assignment=… suggestions=…")
            }
            Some(Action::Merge) => format!("banli do {number} merge into=…"),
            Some(Action::Reopen) if field != ProposalColumn::Stage => {
                format!("banli do {number} reopen; banli do {number} decline ground=… note=…")
            }
            Some(Action::Unmerge) => format!("banli do {number} unmerge"),
            Some(Action::Decline) => format!("banli do {number} decline ground=…"),
            Some(action @ (Action::Withdraw | Action::AskRevision)) => {
                format!("banli do {number} {action} reason=…")
            }
            Some(action) => format!("banli do {number} {action} …"),
            None => self.no_way(number, lang),
        })
    }

    /// Why the record stays as it is, and what can be done.
    fn no_way(&self, number: &str, lang: Lang) -> String {
        let Some(refusal) = &self.refusal else {
            let no_command = lang.pick(
                "没有更改此项的操作，请核对清单",
                "no command changes this: look at the list",
            );
            return no_command.to_owned();
        };
        let why = refusal.say(lang);
        let with_units = ProposalStage::InHandling;
        let is_with_units = |missing: &Missing| matches!(missing, Missing::ProposalIsAt { stage, .. } if *stage == with_units);
        match (lang, refusal.missing.iter().any(is_with_units)) {
            (Lang::Zh, true) => format!(
                "现在不能更改，{why}；如以清单为准，请先撤回交办（单位已签收的，由单位申请退办后同意退办），回到“{}”后再改；或备注：banli do {number} note text=…",
                ProposalStage::Filed.say(lang)
            ),
            (Lang::En, true) => format!(
                "not now, {why}; where the list is right, take the hand-over back first (where a unit has signed for it: have \
                 it ask to return it, and grant that) and change it when it is {} again; or put it on record: banli do \
                 {number} note text=…",
                ProposalStage::Filed.say(lang)
            ),
            (Lang::Zh, false) => {
                format!("现在不能更改，{why}；请核对清单，或备注：banli do {number} note text=…")
            }
            (Lang::En, false) => format!(
                "not now, {why}; look at the list, or put it on record: banli do {number} note text=…"
            ),
        }
    }
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowReport {
    /// Its sheet, where several were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row in the file, from 1.
    pub row: u32,
    /// What happens to it.
    pub fate: RowFate,
    /// The number it has or gets.
    pub number: String,
    /// Its title or name.
    pub title: String,
    /// The case that it is, where it is there already: other sessions may have its number too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Of a proposal: how many requests were read; 0 where it has none, and the title stands for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestions: Option<u32>,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldFault>,
    /// Where it differs from what is there already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Difference>,
    /// What should be looked at, though it was taken in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<FieldFault>,
}

/// The columns of a further sheet with a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SheetColumns {
    /// The sheet.
    pub sheet: String,
    /// Columns as they were understood: name in the file, field here.
    pub columns: Vec<(String, String)>,
    /// Columns with a header that were not used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused: Vec<String>,
}

/// What a list did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// Whether anything was kept.
    pub kept: bool,
    /// The row with the column names, from 1.
    pub header_row: u32,
    /// Columns as they were understood: name in the file, field here.
    pub columns: Vec<(String, String)>,
    /// Columns with a header that were not used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused: Vec<String>,
    /// What the workbook hides, read or left out as was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<HiddenPart>,
    /// Sheets that hold something and no list: they were not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_sheets: Vec<String>,
    /// The columns of the further sheets with a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_lists: Vec<SheetColumns>,
    /// Rows that were new.
    pub added: u32,
    /// Rows that changed something.
    pub changed: u32,
    /// Rows that were there already.
    pub same: u32,
    /// Rows with faults, in a trial: for them the whole list would be refused.
    #[serde(default)]
    pub bad: u32,
    /// Row by row.
    pub rows: Vec<RowReport>,
    /// Rows that hold no entry: totals, notes, the header once more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedRow>,
}

/// What to export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct ExportQuery {
    /// Of this session; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// A workbook with a sheet for each unit that handles something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_unit: bool,
    /// A .csv without the byte order mark, for programs that stumble over it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_bom: bool,
}
crate::query!(ExportQuery);

/// Of which lists the names of columns are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct ColumnNamesQuery {
    /// What they hold; proposals where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub of: Option<ListOf>,
}
crate::query!(ColumnNamesQuery);

/// What the office said once that a column is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnName {
    /// Its header.
    pub header: String,
    /// The code of the column, or `-` where it is not to be used.
    pub field: String,
}

endpoint! {
    /// What an import was told that columns are, and keeps for the lists that come after; by header. For whoever may
    /// import.
    ListColumnNames = Get "/api/v1/column-names", "list_column_names", Read, "Names of columns that are kept.";
    part (); query ColumnNamesQuery; body Nothing; reply Json<Page<ColumnName>>
}
endpoint! {
    /// Reads a list (`.csv`, `.xlsx` or `.json`, by its content): all rows or none. Repeating it changes nothing: of rows that
    /// are there already it is told in which fields they differ. Of JSON (a list of objects) the names are row 1.
    Import = Post "/api/v1/imports", "import", Write, "Read a list: all rows or none.";
    part (); query ImportQuery; body Bytes; reply Json<ImportReport>
}
endpoint! {
    /// A list as a file: `proposals`, `reply_items`, `units` or `figures` (by quarter and unit; the workbook has charts), as
    /// `.csv`, `.xlsx` or `.json`.
    Export = Get "/api/v1/exports/{file}", "export", Read, "A list as a file.";
    part String; query ExportQuery; body Nothing; reply Bytes
}
