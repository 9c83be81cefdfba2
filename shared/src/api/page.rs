//! Pages of lists, and the switch that tries without doing.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Give this as `cursor` for the next page; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many there are in all; only when asked for with `count=true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A list that fits on one page.
    #[must_use]
    pub const fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next: None,
            total: None,
        }
    }
}

/// The query of a mutation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct DryRun {
    /// Same checks, same answer, nothing kept.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}

crate::query!(DryRun);
