//! End-to-end tests: one binary, one file for each thing a user relies on.

mod bad_input;
mod command_line;
mod demo;
mod desk;
mod every_command;
mod import;
mod keyring;
mod lists;
mod login_over;
mod offered;
mod options;
mod people;
mod record;
mod screens;
mod second_handling;
mod serving;
mod ssh;
mod tables;
mod terminal;
mod tidy;
mod unit_names;
mod wording;
