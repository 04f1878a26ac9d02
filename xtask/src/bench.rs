//! `cargo xtask bench`: measures one path of the release build and says on what machine and at what
//! commit, so that two figures can be compared or must not be.

mod cap;

use crate::cargo::build_release;
use crate::fault::Fault;
use crate::machine::Machine;
use crate::run::{Call, Ran, call};
use crate::site::Site;
use crate::test::install::{audience_peers, fanout_peers};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::time::Duration;

/// The longest measurement fills a journal with a million entries.
const LIMIT: Duration = Duration::from_mins(30);

/// A measurement takes some minutes, a cold build of it on a busy machine half an hour.
const CRATE_LIMIT: Duration = Duration::from_hours(1);

/// What a person may ask for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to measure: `audience`, `cap`, `fanout`, `sirens`, or one of those that `vigie bench --help` lists
    name: String,
    /// Print the JSON alone, on standard output
    #[arg(long)]
    json: bool,
    /// Minutes of a soak
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// Connections that begin and end in each second of a soak
    #[arg(long, default_value_t = 1_000)]
    churn: u64,
    /// Listeners of a soak or a storm
    #[arg(long, default_value_t = 2_000)]
    listeners: usize,
    /// How many listen, one run for each
    #[arg(long, default_value = "1000,10000,50000,100000")]
    counts: String,
    /// Bytes of a frame, one run for each
    #[arg(long, default_value = "300,2000")]
    sizes: String,
    /// What is measured beside the limit
    #[arg(long, default_value = FANOUT_SYSTEMS)]
    systems: String,
}

/// Ourselves, without the program around it and with it, and other people's programs.
const FANOUT_SYSTEMS: &str =
    "engine,vigie,vigie-tls,uwebsockets,bun,nchan,centrifuge,nats,mosquitto,pushpin,axum";

/// Builds, measures, prints.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let site = Site::here();
    let figures = match options.name.as_str() {
        "audience" => {
            audience_peers()?;
            measured(
                &bench(&site, "vigie-core", "audience", ["--peers"]),
                "audience",
            )?
        }
        "cap" => cap::figures(&site)?,
        "fanout" => {
            let peers = fanout_peers(&site)?;
            build_release(&site, &[("vigie-server", "vigie")])?;
            let args = ["--counts", &options.counts, "--sizes", &options.sizes];
            let args = args.into_iter().chain(["--systems", &options.systems]);
            let call = bench(&site, "vigie-fanout", "fanout", args).env("VIGIE_PEERS", peers);
            measured(&call, "fanout")?
        }
        "sirens" => {
            let crowd = of_the_program(&site, "sirens", options)?;
            let one = measured(&bench(&site, "vigie-siren", "sirens", [""; 0]), "sirens")?;
            json!({ "crowd": crowd, "one": one })
        }
        name => of_the_program(&site, name, options)?,
    };
    if !options.json {
        for (name, figure) in flat("", &figures) {
            println!("{name:<50} {figure:>16}");
        }
        println!();
    }
    let account = json!({
        "bench": options.name,
        "commit": site.commit(),
        "machine": Machine::here(),
        "figures": figures,
    });
    println!("{account:#}");
    Ok(())
}

/// What the program measures of itself.
fn of_the_program(site: &Site, name: &str, options: &Options) -> Result<Value, Fault> {
    if !options.json {
        build_release(
            site,
            &[("vigie-server", "vigie"), ("vigie-siren", "vigie-siren")],
        )?;
    } else if !site.program("vigie").exists() {
        return Err(Fault::new(
            "there is no release build of vigie to measure",
            "run `cargo build --release` first; with --json nothing but the figures is printed",
        ));
    }
    let ran = call(site.program("vigie"))
        .args(["bench", name, "--json"])
        .args(["--minutes".to_owned(), options.minutes.to_string()])
        .args(["--churn".to_owned(), options.churn.to_string()])
        .args(["--listeners".to_owned(), options.listeners.to_string()])
        .folder(&site.root)
        .limit(LIMIT + Duration::from_mins(options.minutes))
        .quiet()
        .must("`vigie bench --help` lists the names")?;
    figures_of(&ran, name)
}

/// The benchmark of a crate.
fn bench(
    site: &Site,
    package: &str,
    bench: &str,
    args: impl IntoIterator<Item: AsRef<OsStr>>,
) -> Call {
    call("cargo")
        .args(["bench", "--package", package, "--bench", bench, "--"])
        .args(args)
        .env("VIGIE_PROGRAM", site.program("vigie"))
        .folder(&site.root)
        .limit(CRATE_LIMIT)
        .quiet()
}

/// What it measures and prints.
fn measured(bench: &Call, name: &str) -> Result<Value, Fault> {
    let ran = bench.must("run the command above by hand and read what it says")?;
    figures_of(&ran, name)
}

fn figures_of(ran: &Ran, name: &str) -> Result<Value, Fault> {
    serde_json::from_str(&ran.stdout.join("\n")).map_err(|error| {
        Fault::new(
            format!("failed to read the figures of {name}: {error}"),
            "a benchmark must print one JSON document on standard output, and nothing else there",
        )
    })
}

/// `{"a": {"b": 1}}` as rows `a.b  1`.
fn flat(prefix: &str, value: &Value) -> Vec<(String, String)> {
    let below = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}.{name}")
        }
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| flat(&below(name), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, value)| flat(&below(&at.to_string()), value))
            .collect(),
        Value::String(text) => vec![(prefix.to_owned(), text.clone())],
        other => vec![(prefix.to_owned(), other.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_figures_become_rows() {
        let rows = flat("", &json!({"alone": {"p50_ms": 0.4}, "runs": [1, 2]}));
        let rows: Vec<String> = rows.iter().map(|(a, b)| format!("{a}={b}")).collect();
        assert_eq!(rows, ["alone.p50_ms=0.4", "runs.0=1", "runs.1=2"]);
    }
}
