//! What callers rely on, through the real router and a real database.

mod account;
mod contract;
mod delegations;
mod documents;
mod doors;
mod exports;
mod imports;
mod list_cells;
mod listed_decisions;
mod listed_units;
mod listing;
mod lists_in_parts;
mod notices;
mod once;
mod people;
mod proposals;
mod rules;
mod sitting;
mod staffing;
mod templates;
mod units;
mod views;
mod webhooks;
