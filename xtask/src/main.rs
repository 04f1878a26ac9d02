//! The repository's commands, each one a `cargo xtask` verb: what a person types, and what CI types,
//! are the same.

mod bench;
mod cargo;
mod demo;
mod fault;
mod fuzz;
mod machine;
mod run;
mod sim;
mod siren;
mod site;
mod test;
mod tidy;
mod words;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Builds, shows, tests and measures Vigie"
)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build everything and play the exercise on this machine
    Demo(demo::Options),
    /// Install what the tests need and run them all
    Test(test::Options),
    /// Measure one path and print a table and JSON, with commit and machine
    Bench(bench::Options),
    /// Run the simulator over many seeds
    Sim(sim::Options),
    /// Look for input that breaks a law of CAP, or of what goes to a siren and comes from it
    Fuzz(fuzz::Options),
    /// Build the program of a siren as one static file for each machine that masts have
    Siren(siren::Options),
    /// Write one page with every text that Vigie may say
    Words,
    /// Check what the compiler cannot: arrows, the map, links, lengths, words, dependencies
    Tidy,
}

fn main() -> ExitCode {
    let outcome = match Line::parse().verb {
        Verb::Test(options) => test::run(&options),
        Verb::Demo(options) => demo::run(&options).map(|()| ExitCode::SUCCESS),
        Verb::Bench(options) => bench::run(&options).map(|()| ExitCode::SUCCESS),
        Verb::Sim(options) => sim::run(&options).map(|()| ExitCode::SUCCESS),
        Verb::Fuzz(options) => fuzz::run(&options).map(|()| ExitCode::SUCCESS),
        Verb::Siren(options) => siren::run(&options).map(|()| ExitCode::SUCCESS),
        Verb::Words => words::run().map(|()| ExitCode::SUCCESS),
        Verb::Tidy => tidy::run().map(|()| ExitCode::SUCCESS),
    };
    match outcome {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("\n{fault}");
            ExitCode::FAILURE
        }
    }
}
