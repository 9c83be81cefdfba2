//! The test harness of Banli: real programs, real databases and a real terminal.
//!
//! Nothing here is a double of a part of Banli. A test starts `banli-server` as an operator
//! would, talks to it as a script or a person would, and sees only what they would see:
//! answers, files, exit codes and a screen. Every wait is for a condition and has a bound;
//! what was on the screen or in the log when the bound passed is part of the failure.

pub mod api;
pub mod database;
pub mod home;
pub mod office;
pub mod process;
pub mod program;
pub mod server;
pub mod ssh;
pub mod term;
pub mod wait;
