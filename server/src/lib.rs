//! The server of Banli: what is kept, and the REST interface to it.

pub mod app;
pub mod audit;
pub mod auth;
pub mod clock;
pub mod command;
pub mod export;
pub mod http;
pub mod jobs;
pub mod live;
pub mod log;
pub mod openapi;
pub mod random;
pub mod routes;
pub mod serve;
pub mod store;
#[cfg(test)]
mod testing;
