//! The server of Banli.
