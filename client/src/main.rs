//! `banli`.
fn main() {}
