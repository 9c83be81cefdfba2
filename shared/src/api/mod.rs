//! The contract: every endpoint is a type that both sides are generic over.

pub mod account;
mod endpoint;
mod page;
pub mod people;
mod problem;
pub mod units;

pub use endpoint::{
    Access, Bytes, Endpoint, Info, Json, Method, NoQuery, Nothing, Part, Payload, Query, Reply,
    Schemas, WireSchema, query_parameters,
};
pub use page::{DryRun, Page};
pub use problem::{FieldFault, Problem, ProblemCode};
