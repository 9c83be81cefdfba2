//! The client of Banli.
