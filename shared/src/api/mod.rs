//! The contract: every endpoint is a type that both sides are generic over.

pub mod account;
pub mod calendars;
pub mod delegations;
pub mod documents;
mod endpoint;
pub mod events;
pub mod figures;
pub mod inbox;
pub mod lists;
pub mod notices;
mod page;
pub mod people;
mod problem;
pub mod profiles;
pub mod promises;
pub mod proposals;
pub mod rankings;
mod registry;
pub mod sessions;
pub mod similar;
pub mod sitting;
pub mod templates;
pub mod units;
pub mod views;
pub mod webhooks;

/// The header of every answer that names the zone in which the office's days begin and end, such as `Asia/Shanghai`.
pub const TIME_ZONE: &str = "banli-time-zone";

pub use endpoint::{
    Access, Bytes, Endpoint, Info, Json, Method, NoQuery, Nothing, Part, Payload, Query, Reply,
    Schemas, Stream, WireSchema, query_parameters,
};
pub use page::{DryRun, MOST_OF_A_PAGE, Page, Paged};
pub use problem::{FieldFault, ListPlace, NO_HOLIDAYS, Problem, ProblemCode};
pub use registry::registry;
