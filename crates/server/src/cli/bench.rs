//! `vigie bench`: measures this program on this machine.

use super::failed;
use crate::bench::live::{Rough, crowd, feed_lines, hold, soak, storm, stuck};
use crate::bench::{Crowd, Extent, Size, accept, decide, people, sirens};
use clap::ValueEnum;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is measured, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to measure.
    #[arg(value_enum)]
    what: What,
    /// Print one JSON document on standard output, and nothing else there.
    #[arg(long)]
    json: bool,
    /// One short run: shows that it works, and figures too rough to compare.
    #[arg(long)]
    quick: bool,
    /// Minutes of a soak.
    #[arg(long, default_value_t = 60)]
    minutes: u64,
    /// Connections that begin and end in each second of a soak.
    #[arg(long, default_value_t = 1_000)]
    churn: u64,
    /// Listeners that stay, or that all come back at once.
    #[arg(long, default_value_t = 2_000)]
    listeners: usize,
    /// The number of the first listener of a part of them.
    #[arg(long, default_value_t = 0, hide = true)]
    first: usize,
    /// Where a feed listens.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Where to write: a folder on the kind of disk that the journal will lie on.
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// From a report to its place on disk, its answer, and the first siren; and restarts.
    Accept,
    /// What a decision costs in the core, among ten thousand live warnings, and in a storm.
    Decide,
    /// A million people: a list with faults taken in, the index loaded, those in an area counted, and moving.
    People,
    /// From a decision to a thousand sirens, through a broker and on their own connections; and while half come back.
    Sirens,
    /// Listeners that stay while others come and go: memory, and bulletins missed.
    Soak,
    /// A relay dies, and all its listeners come back at once.
    Storm,
    /// Twenty thousand clients that never read and two thousand that never finish asking, beside an honest one.
    Stuck,
    /// A part of those.
    #[value(hide = true)]
    Hold,
    /// A part of those who listen.
    #[value(hide = true)]
    Crowd,
    /// Publishes a signed bulletin of so many bytes for each line of standard input, for measurements of relays.
    Feed,
}

/// Measures, and prints what was found.
pub fn run(args: &Args) -> ExitCode {
    let extent = if args.quick {
        Extent::QUICK
    } else {
        Extent::FULL
    };
    if cfg!(debug_assertions) {
        eprintln!(
            "vigie: this is a debug build; its figures say nothing, use `cargo build --release`"
        );
    }
    let say = |step: &str| eprintln!("vigie: {step}");
    let size = if args.quick { Size::QUICK } else { Size::FULL };
    let rough = Rough {
        minutes: args.minutes,
        churn_per_s: args.churn,
        listeners: args.listeners,
    };
    let figures = match args.what {
        What::Soak => soak(&args.folder, rough, &say).and_then(|figures| value(&figures)),
        What::Storm => storm(&args.folder, rough, &say).and_then(|figures| value(&figures)),
        What::Stuck => stuck(&args.folder, &say).and_then(|figures| value(&figures)),
        What::Hold => match hold(args.listen, args.listeners) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(why) => return failed(why),
        },
        What::Crowd => match crowd(args.listen, args.first, args.listeners) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(why) => return failed(why),
        },
        What::Feed => match feed_lines(args.listen) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(why) => return failed(why),
        },
        What::Accept => accept(&args.folder, extent, &say).and_then(|figures| value(&figures)),
        What::People => {
            let lines = if args.quick { 20_000 } else { 1_000_000 };
            people(&args.folder, lines, &say).and_then(|figures| value(&figures))
        }
        What::Sirens => {
            let crowd = if args.quick {
                Crowd::QUICK
            } else {
                Crowd::FULL
            };
            sirens(&args.folder, crowd, &say).and_then(|figures| value(&figures))
        }
        What::Decide => decide(&args.folder, size, &say).and_then(|figures| value(&figures)),
    };
    match figures {
        Ok(figures) if args.json => println!("{figures:#}"),
        Ok(figures) => table("", &figures),
        Err(why) => return failed(why),
    }
    ExitCode::SUCCESS
}

fn value(figures: &impl serde::Serialize) -> Result<Value, String> {
    serde_json::to_value(figures).map_err(|error| format!("failed to write the figures: {error}"))
}

/// `{"a": {"b": 1}}` as lines `a.b  1`; single runs are left to the JSON.
fn table(prefix: &str, figures: &Value) {
    let Value::Object(fields) = figures else {
        println!("{prefix:<48} {figures}");
        return;
    };
    for (name, figure) in fields.iter().filter(|(_, figure)| !figure.is_array()) {
        let dot = if prefix.is_empty() { "" } else { "." };
        table(&format!("{prefix}{dot}{name}"), figure);
    }
}
