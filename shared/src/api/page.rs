//! Pages of lists, and the switch that tries without doing.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Give this as `cursor` for the next page; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many there are in all; only when asked for with `count=true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// How much of a figure is behind them: what its number counts; only when that was asked for too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<u64>,
}

impl<T> Page<T> {
    /// A list that fits on one page.
    #[must_use]
    pub const fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next: None,
            total: None,
            counted: None,
        }
    }
}

/// The most items of a page.
pub const MOST_OF_A_PAGE: u32 = 200;

/// A query that is answered a page at a time.
pub trait Paged {
    /// Asks for at most so many items, from where the page before ended.
    fn turn_to(&mut self, limit: u32, cursor: Option<String>);
}

/// Makes a query with `limit` and `cursor` one of pages.
#[macro_export]
macro_rules! paged {
    ($name:ty) => {
        impl $crate::api::Paged for $name {
            fn turn_to(&mut self, limit: u32, cursor: Option<String>) {
                (self.limit, self.cursor) = (Some(limit), cursor);
            }
        }
    };
}

/// Each page has a name of its own (`PageOfPerson`); the derived one would be `Page` for all of them.
impl<T: ToSchema> ToSchema for Page<T> {
    fn name() -> Cow<'static, str> {
        format!("PageOf{}", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let or_null = |kind| SchemaType::from_iter([kind, Type::Null]);
        let described = |kind: SchemaType, about: &str| {
            ObjectBuilder::new()
                .schema_type(kind)
                .description(Some(about))
        };
        ObjectBuilder::new()
            .property(
                "items",
                ArrayBuilder::new().items(Ref::from_schema_name(T::name())),
            )
            .required("items")
            .property(
                "next",
                described(
                    or_null(Type::String),
                    "Give this as `cursor` for the next page; none on the last.",
                ),
            )
            .property(
                "total",
                described(
                    or_null(Type::Integer),
                    "How many there are in all; only when asked for with `count=true`.",
                ),
            )
            .property(
                "counted",
                described(
                    or_null(Type::Integer),
                    "How much of a figure is behind them; only with `figure` and `count=true`.",
                ),
            )
            .into()
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
