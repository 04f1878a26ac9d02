//! How long one frame takes to reach everybody, beside the limit of the machine and beside other programs.
//!
//! One process may hold fewer descriptors than there are connections, so both sides are several processes:
//! the servers share one port (`SO_REUSEPORT`), as workers would, and the listeners note when the first byte came.

mod axum_sse;
mod figures;
mod hello;
mod listen;
mod measure;
mod peers;
mod process;
mod serve;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["listen", port, first, count, hello] => listen::run(port, first, count, hello),
        ["serve", system, port, writers] => serve::run(system, port, writers),
        options => measure::run(options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("fanout: {why}");
            ExitCode::FAILURE
        }
    }
}
