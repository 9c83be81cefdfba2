//! The rules, tried: against a table written by hand, against themselves, and in long random histories.

pub(crate) mod kit;

mod class;
mod confirming;
mod consent;
mod correcting;
mod delegation;
mod document;
mod duties;
mod expected;
mod extension;

mod gates;
mod handing;
mod hostile;
mod inbox;
mod invariants;
mod inverse;
mod key;
mod merged_suggestions;
mod merging;
mod offered;
mod papers;
mod parts;
mod promises;
mod properties;
mod publication;
mod rating;
mod reminders;
mod review;
mod secrets;
mod sight;
mod stranding;
mod supplement;
mod tasks;
mod telling;
mod unattended;
mod urging;
