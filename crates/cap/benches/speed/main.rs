//! How fast messages are read and checked, on one core and on real messages, beside the limit (raw events of
//! quick-xml, which knows nothing of CAP) and beside other readers, in one run.
//!
//! `cargo bench -p vigie-cap --bench speed -- --messages DIR [--python PROGRAM] [--quick]` prints one JSON document;
//! `cargo xtask bench cap` calls it with all that it needs. `--python` names an interpreter that has lxml; without
//! it the readers behind it are left out. Every round measures every reader, one after the other, in processor
//! time: machines differ from minute to minute, and a ratio holds within a run.

mod oasis;
mod peer;
mod readers;
mod set;
mod signed;

use peer::Peer;
use readers::{Pass, Reader};
use serde_json::{Map, Value, json};
use set::Set;
use signed::Signed;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Goal: reading and checking with every rule, as a part of the speed of raw events.
const GOAL_TO_EVENTS: f64 = 0.6;
/// Goal: the same, as a multiple of libxml2's parsing and validating.
const GOAL_TO_LIBXML2: f64 = 3.0;

fn main() -> ExitCode {
    let done = match Options::read(std::env::args().skip(1)) {
        Ok(Asked::Probe) => oasis::probe_standard_input(),
        Ok(Asked::Measure(options)) => measure(&options).map(|figures| println!("{figures:#}")),
        Err(why) => Err(why),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    messages: PathBuf,
    python: Option<PathBuf>,
    rounds: usize,
    /// Processor time that one reader gets in one round.
    share: Duration,
    /// Measure this reader alone, once and for longer: for a profiler.
    only: Option<String>,
}

enum Asked {
    Measure(Options),
    /// Read one message from standard input with the peer that may hang.
    Probe,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
        let mut options = Self {
            messages: std::env::var_os("VIGIE_CORPUS").map_or_else(PathBuf::new, PathBuf::from),
            python: None,
            rounds: 5,
            share: Duration::from_millis(400),
            only: None,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--messages" => options.messages = value()?.into(),
                "--python" => options.python = Some(value()?.into()),
                "--only" => {
                    options.only = Some(value()?);
                    (options.rounds, options.share) = (1, Duration::from_secs(3));
                }
                "--quick" => (options.rounds, options.share) = (1, Duration::from_millis(100)),
                // What `cargo bench` adds of its own accord.
                "--bench" => {}
                oasis::PROBE => return Ok(Asked::Probe),
                _ => return Err(format!("{word} is no option of this program")),
            }
        }
        if options.messages.is_dir() {
            return Ok(Asked::Measure(options));
        }
        Err(format!(
            "failed to find messages in \"{}\": name their folder with --messages or VIGIE_CORPUS",
            options.messages.display()
        ))
    }
}

fn measure(options: &Options) -> Result<Value, String> {
    let set = Set::collect(&options.messages)?;
    let oasis = match options.only {
        Some(_) => Set::default(),
        None => set.only(&oasis::readable(&set)?),
    };
    let signed = Signed::of(&set)?;
    let mut readers = readers::ours(&set, &oasis, &signed);
    if let Some(only) = &options.only {
        readers.retain(|reader| reader.name == only);
    }
    let mut peer = match &options.python {
        Some(python) => Some(Peer::start(python, &options.messages, &set)?),
        None => None,
    };
    let mut passes: Vec<Vec<(String, Pass)>> = Vec::new();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        let mut pass: Vec<(String, Pass)> = readers
            .iter()
            .map(|reader: &Reader<'_>| (reader.name.to_owned(), reader.pass(options.share)))
            .collect();
        if let Some(peer) = &mut peer {
            pass.extend(peer.passes(options.share)?);
        }
        passes.push(pass);
    }
    let mut account = account(&set, &oasis, &passes);
    account["set"]["signed"] = signed.set.account();
    Ok(account)
}

/// All figures: for each reader the median of its rounds, ratios of the medians of one run, and the goals.
fn account(set: &Set, oasis: &Set, passes: &[Vec<(String, Pass)>]) -> Value {
    let median = |name: &str, of: fn(&Pass) -> f64| {
        let mut figures: Vec<f64> = passes
            .iter()
            .flat_map(|pass| pass.iter().filter(|(other, _)| other == name))
            .map(|(_, pass)| of(pass))
            .collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied()
    };
    // A ratio is taken in each round, and its median over the rounds.
    let ratio = |one: &str, other: &str| {
        let mut ratios: Vec<f64> = passes
            .iter()
            .filter_map(|pass| {
                let speed = |name: &str| pass.iter().find(|(other, _)| other == name);
                Some(speed(one)?.1.mb_per_s() / speed(other)?.1.mb_per_s())
            })
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied()
    };
    let mut figures = Map::new();
    for (name, _) in passes.first().into_iter().flatten() {
        let speed = json!({
            "mb_per_s": median(name, Pass::mb_per_s).map(rounded),
            "alerts_per_s": median(name, Pass::per_s).map(f64::round),
        });
        figures.insert(name.clone(), speed);
    }
    let to_events = ratio("read_and_every_rule", "events");
    let to_libxml2 = ratio("read_and_every_rule", "libxml2_validate");
    json!({
        "set": {
            "all": set.account(),
            "oasiscap": oasis.account(),
        },
        "rounds": passes.len(),
        "median": figures,
        "ratio": {
            "read_to_events": ratio("read", "events").map(rounded),
            "read_and_every_rule_to_events": to_events.map(rounded),
            "read_and_every_rule_to_libxml2_validate": to_libxml2.map(rounded),
            "read_and_every_rule_to_lxml_validate": ratio("read_and_every_rule", "lxml_validate").map(rounded),
            "read_to_oasiscap_on_what_it_reads": ratio("read_of_the_same", "oasiscap").map(rounded),
        },
        "goals": {
            "read_and_every_rule_to_events_min": GOAL_TO_EVENTS,
            "to_events_is_met": to_events.map(|ratio| ratio >= GOAL_TO_EVENTS),
            "read_and_every_rule_to_libxml2_validate_min": GOAL_TO_LIBXML2,
            "to_libxml2_is_met": to_libxml2.map(|ratio| ratio >= GOAL_TO_LIBXML2),
        },
    })
}

/// Rounded to a hundredth: what lies below is noise.
fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}
