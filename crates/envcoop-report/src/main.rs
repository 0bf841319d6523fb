//! The `envcoop-report` binary: everything is in the library, where tests can call it.

use std::process::ExitCode;

fn main() -> ExitCode {
    envcoop_cli::main(envcoop_report::run)
}
