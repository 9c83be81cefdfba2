//! `banli-server`.

use std::process::ExitCode;

use banli_server::command;

fn main() -> ExitCode {
    command::main()
}
