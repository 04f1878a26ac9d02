//! `vigie-sim`: runs seeds, or shows that planted faults are noticed.

use clap::Parser;
use serde_json::json;
use std::process::{Command, ExitCode};
use std::time::Instant;
use vigie_sim::options::Options;
use vigie_sim::plant::Plant;
use vigie_sim::{noticed, run};

/// Plays a country against itself and checks that every promise holds.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many seeds to run; with --plant, within how many it must be noticed.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Plants a fault and demands that it is noticed: a name, or `all`.
    #[arg(long)]
    plant: Option<String>,
    /// Plays the failures of real warning systems again, each with its rule and without it.
    #[arg(long)]
    scenarios: bool,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.scenarios {
        return scenarios(arguments.json);
    }
    let held = match arguments.plant.as_deref() {
        None => seeds(&arguments),
        Some("all") => plants(&arguments, &Plant::ALL),
        Some(name) => {
            let Some(plant) = Plant::named(name) else {
                let names = Plant::ALL.map(Plant::name).join(", ");
                eprintln!("there is no plant {name:?}; known are {names} and all");
                return ExitCode::from(2);
            };
            plants(&arguments, &[plant])
        }
    };
    if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn scenarios(as_json: bool) -> ExitCode {
    let (lines, all) = vigie_sim::scenarios::play_all();
    if as_json {
        println!(
            "{}",
            json!({"ok": all, "scenarios": lines, "commit": commit()})
        );
    } else {
        for line in &lines {
            println!("{line}");
        }
    }
    if all {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn seeds(arguments: &Arguments) -> bool {
    let begin = Instant::now();
    let (mut entries, mut starts, mut unfinished, mut sounds, mut shows) = (0, 0, 0, 0, 0);
    for seed in arguments.seed..arguments.seed.saturating_add(arguments.seeds) {
        let (tally, broken) = run(seed, None);
        if let Some(broken) = broken {
            let commit = commit();
            if arguments.json {
                let replay = format!("vigie-sim --seed {seed} --seeds 1");
                let failure = json!({
                    "ok": false, "seed": seed, "commit": commit, "checker": broken.checker,
                    "why": broken.why, "options": format!("{:?}", Options::of(seed)), "replay": replay,
                });
                println!("{failure}");
            } else {
                println!("seed {seed} breaks {}: {}", broken.checker, broken.why);
                println!("commit {commit}\n{:#?}", Options::of(seed));
                println!("replay: vigie-sim --seed {seed} --seeds 1");
            }
            return false;
        }
        entries += tally.entries;
        starts += tally.starts;
        unfinished += tally.unfinished;
        sounds += tally.sounds;
        shows += tally.shows;
    }
    let seconds = begin.elapsed().as_secs_f64();
    let count = arguments.seeds;
    if arguments.json {
        let summary = json!({
            "ok": true, "seeds": count, "seconds": seconds, "entries": entries, "starts": starts,
            "half_decisions_cut": unfinished, "sounds": sounds, "bulletins_shown": shows,
            "commit": commit(),
        });
        println!("{summary}");
    } else {
        println!(
            "{count} seeds held in {seconds:.1} s: {entries} entries, {starts} starts of the server, \
             {unfinished} half decisions cut off, {sounds} sounds, {shows} bulletins shown"
        );
    }
    true
}

fn plants(arguments: &Arguments, plants: &[Plant]) -> bool {
    let mut all = true;
    let mut lines = Vec::new();
    for plant in plants {
        let found = noticed(*plant, arguments.seed, arguments.seeds);
        all &= found.is_some();
        let (seed, checker, why) = match &found {
            Some((seed, broken)) => (Some(*seed), broken.checker, broken.why.as_str()),
            None => (None, "", "not noticed"),
        };
        if arguments.json {
            lines
                .push(json!({"plant": plant.name(), "seed": seed, "checker": checker, "why": why}));
        } else if let Some(seed) = seed {
            println!(
                "{}: noticed at seed {seed} by {checker}: {why}",
                plant.name()
            );
        } else {
            println!(
                "{}: NOT NOTICED within {} seeds",
                plant.name(),
                arguments.seeds
            );
        }
    }
    if arguments.json {
        println!(
            "{}",
            json!({"ok": all, "plants": lines, "commit": commit()})
        );
    }
    all
}

/// The commit that this is, so that a failure can be played again.
fn commit() -> String {
    let git = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .output();
    let said = git
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok());
    said.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}
