//! `vigie`: warns everyone in a place, accounts for them, keeps the record.

use std::process::ExitCode;

fn main() -> ExitCode {
    vigie_server::cli::run()
}
