//! `vigie journal verify|show|export` and `vigie replay`.

use super::{ConfigArg, failed};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use vigie_core::time::Timestamp;
use vigie_store::disk::{Disk, RealDisk};
use vigie_store::journal::{self, Reader, Vouched};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: JournalVerb,
}

#[derive(Debug, Subcommand)]
enum JournalVerb {
    /// Verify every entry and the chain between them.
    Verify {
        /// The folder with the journal's segments.
        folder: PathBuf,
        /// A size and root that somebody outside was shown, as `size:root`; repeat for several.
        #[arg(long = "vouched")]
        vouched: Vec<String>,
    },
    /// Show entries, one line each.
    Show {
        /// The folder with the journal's segments.
        folder: PathBuf,
        /// The first number.
        #[arg(long, default_value_t = 1)]
        from: u64,
        /// The last number.
        #[arg(long, default_value_t = u64::MAX)]
        to: u64,
    },
    /// Write entries as they are, one JSON line each.
    Export {
        /// The folder with the journal's segments.
        folder: PathBuf,
        /// The first number.
        #[arg(long, default_value_t = 1)]
        from: u64,
        /// The last number.
        #[arg(long, default_value_t = u64::MAX)]
        to: u64,
    },
}

pub fn run(args: &Args) -> ExitCode {
    let done = match &args.verb {
        JournalVerb::Verify { folder, vouched } => verify(folder, vouched),
        JournalVerb::Show { folder, from, to } => lines(folder, *from, *to, shown),
        JournalVerb::Export { folder, from, to } => {
            lines(folder, *from, *to, |line| line.text.trim_end().to_owned())
        }
    };
    done.map_or_else(failed, |()| ExitCode::SUCCESS)
}

fn disk(folder: &Path) -> Result<Arc<dyn Disk>, String> {
    let disk = RealDisk::read_only(folder)
        .map_err(|error| format!("failed to open {}: {error}", folder.display()))?;
    Ok(Arc::new(disk))
}

fn verify(folder: &Path, vouched: &[String]) -> Result<(), String> {
    let vouched: Result<Vec<Vouched>, String> = vouched.iter().map(|text| vouch(text)).collect();
    let verified = journal::verify(&disk(folder)?, &vouched?).map_err(|fault| fault.to_string())?;
    println!(
        "{} entries in {} segments, {} bytes: the chain holds",
        verified.head.n, verified.segments, verified.bytes
    );
    println!("last entry {}, {}", verified.head.n, verified.head.sha256);
    println!(
        "tree {}:{} (give it to --vouched later)",
        verified.entries, verified.root
    );
    if let Some(torn) = verified.unfinished {
        println!(
            "note: {} bytes at the end of {} are unfinished; the server is writing, or the power was cut",
            torn.bytes, torn.segment
        );
    }
    Ok(())
}

fn vouch(text: &str) -> Result<Vouched, String> {
    let parsed = text.split_once(':').and_then(|(n, sum)| {
        let root = if sum.starts_with("sha256:") {
            sum.to_owned()
        } else {
            format!("sha256:{sum}")
        };
        Some(Vouched {
            size: n.parse().ok()?,
            root: root.parse().ok()?,
        })
    });
    parsed.ok_or_else(|| {
        format!("--vouched {text:?} is not size:root, as `vigie journal verify` prints it")
    })
}

fn lines(
    folder: &Path,
    from: u64,
    to: u64,
    form: impl Fn(&journal::Line<'_>) -> String,
) -> Result<(), String> {
    let mut lines = Reader::new(disk(folder)?)
        .lines(from.max(1), to)
        .map_err(|fault| fault.to_string())?;
    let mut out = std::io::stdout().lock();
    while let Some(line) = lines.next_line().map_err(|fault| fault.to_string())? {
        if let Err(error) = writeln!(out, "{}", form(&line)) {
            // Whoever reads has had enough.
            return if error.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(())
            } else {
                Err(error.to_string())
            };
        }
    }
    Ok(())
}

fn shown(line: &journal::Line<'_>) -> String {
    let fact: Value = serde_json::from_str(line.fact).unwrap_or_default();
    let kind = fact["kind"].as_str().unwrap_or("?");
    let mut rest = fact.clone();
    if let Value::Object(object) = &mut rest {
        object.remove("kind");
        object.remove("v");
        shorten(object);
    }
    format!(
        "{:>8}  {}  {kind}  {rest}",
        line.n,
        Timestamp::from_unix_ms(line.at_ms)
    )
}

/// A whole CAP message on a line helps nobody: its hash is beside it.
fn shorten(object: &mut serde_json::Map<String, Value>) {
    for (key, value) in object.iter_mut() {
        match value {
            Value::String(text) if key == "xml" => *text = format!("({} bytes)", text.len()),
            Value::Object(inner) => shorten(inner),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => {}
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    #[command(flatten)]
    config: ConfigArg,
}

/// Reads the journal from its first entry, and compares the state with the one that the newest
/// snapshot and what follows it give: I4.
pub fn replay(args: &ReplayArgs) -> ExitCode {
    let loaded = match args.config.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    match compare(&loaded.config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => failed(why),
    }
}

fn compare(config: &crate::config::Config) -> Result<(), String> {
    let state = &config.folders.state;
    let _lock = crate::serve::lock(state)?;
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    spinner.set_message("reading the whole journal");
    let journal = || disk(&state.join("journal"));
    let (whole, recovered) = crate::engine::Engine::open(journal()?, journal::Config::default())
        .map_err(|f| f.to_string())?;
    spinner.set_message("reading the newest snapshot and what follows");
    let snapshots = vigie_store::snapshot::Snapshots::new(disk(&state.join("snapshots"))?);
    let (short, _) =
        crate::engine::snapshot::open(journal()?, &snapshots, journal::Config::default())
            .map_err(|f| f.to_string())?;
    spinner.finish_and_clear();
    if whole.state() == short.state() {
        println!(
            "{} entries replayed: the state equals the one a restart gives",
            recovered.entries
        );
        Ok(())
    } else {
        Err("the state from the whole journal differs from that of the snapshot; delete the snapshots folder and report this".to_owned())
    }
}
