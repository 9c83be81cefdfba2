//! `banli`: the terminal client and the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    banli::command::main()
}
