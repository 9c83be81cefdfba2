//! Templates of documents, every revision of them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DryRun, FieldFault, Json, Nothing, Page, Part};
use crate::documents::{DocumentKind, TemplateFault};
use crate::ids::{Millis, UnitCode};
use crate::lang::Lang;
use crate::text::Bilingual;
use crate::{endpoint, query, words};

words! {
    /// Where the words of a document come from.
    pub enum TemplateSource {
        /// The unit has its own.
        Unit = "unit", "本单位", "the unit's own";
        /// From the template for all units.
        Office = "office", "全市通用", "for all units";
        /// From what comes with the program.
        Shipped = "shipped", "程序自带", "shipped";
    }
}

/// Which template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct TemplateQuery {
    /// Of this unit; where left out, the one for all units.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
    /// This revision of it; what is in force where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}

/// Which template is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct PutTemplateQuery {
    /// Of this unit; where left out, the one for all units.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
    /// Check and answer the same, keep nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}
query!(TemplateQuery, PutTemplateQuery);

impl PutTemplateQuery {
    /// Whether it is a trial.
    #[must_use]
    pub const fn trial(&self) -> DryRun {
        DryRun {
            dry_run: self.dry_run,
        }
    }
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentTemplate {
    /// Of which document.
    pub kind: DocumentKind,
    /// Of this unit; none for the one for all units.
    pub unit: Option<UnitCode>,
    /// The newest revision of it, or the one asked for; 0 where there is none.
    pub revision: u32,
    /// Where the text comes from.
    pub source: TemplateSource,
    /// The text, TOML.
    pub toml: String,
}

/// One revision of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateRevision {
    /// Its number, from 1.
    pub revision: u32,
    /// Why it was made, in the words of whoever made it.
    pub note: String,
    /// Who made it.
    pub by: String,
    /// When.
    pub at_ms: Millis,
    /// Whether it gave back what holds without it.
    pub gives_back: bool,
}

/// A new template.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    /// The template, TOML. Empty gives back what holds without it.
    pub toml: String,
    /// Why.
    pub note: String,
    /// The revision it was made from; refused as stale where there is a newer one.
    pub seen: u32,
}

impl Part for DocumentKind {
    fn text(&self) -> String {
        self.code().to_owned()
    }
    fn parse(text: &str) -> Result<Self, FieldFault> {
        text.parse().map_err(|unknown: crate::lang::UnknownWord| {
            FieldFault::new("", "unknown_document", unknown.both())
        })
    }
}

impl From<&TemplateFault> for FieldFault {
    fn from(fault: &TemplateFault) -> Self {
        Self::placed(
            "/toml",
            "template",
            Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En)),
        )
    }
}

endpoint! {
    /// What an office says in a document: in force, or an older revision.
    GetTemplate = Get "/api/v1/templates/{kind}", "get_template", Read, "The template of a document.";
    part DocumentKind; query TemplateQuery; body Nothing; reply Json<DocumentTemplate>
}
endpoint! {
    /// Every revision of a template, the newest first.
    ListTemplateRevisions = Get "/api/v1/templates/{kind}/revisions", "list_template_revisions", Read, "Every revision of a template.";
    part DocumentKind; query TemplateQuery; body Nothing; reply Json<Page<TemplateRevision>>
}
endpoint! {
    /// Makes a new revision of a template: a unit's own by its supervision desk, the one for all by who administers.
    PutTemplate = Put "/api/v1/templates/{kind}", "put_template", Write, "Change the template of a document.";
    part DocumentKind; query PutTemplateQuery; body Json<NewTemplate>; reply Json<DocumentTemplate>
}
