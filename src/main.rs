//! The binary: hands the arguments to the command line and gives the shell its exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(nutgraf::cli::run(std::env::args_os()))
}
