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
mod quiet;
mod serve;

use std::net::Ipv4Addr;
use std::process::ExitCode;

/// Where servers listen, all over 127.0.0.0/8; one that listens at one address alone does so at the first.
const SERVED_AT: [Ipv4Addr; 4] = [
    Ipv4Addr::LOCALHOST,
    Ipv4Addr::new(127, 64, 0, 1),
    Ipv4Addr::new(127, 128, 0, 1),
    Ipv4Addr::new(127, 192, 0, 1),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["listen", port, addresses, first, count, hello] => {
            listen::run((port, addresses), (first, count), hello)
        }
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
