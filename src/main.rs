//! The program `annalist`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(annalist::program::run(std::env::args_os()))
}
