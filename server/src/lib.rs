//! The server of Banli: what is kept, and the REST interface to it.

pub mod store;
