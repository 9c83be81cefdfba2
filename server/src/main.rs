//! `banli-server`.
fn main() {}
