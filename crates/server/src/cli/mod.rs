//! The program's verbs.

mod added;
mod audience;
mod bench;
mod cap;
mod change;
mod decide;
mod demo;
mod explain;
mod import;
mod init;
mod intake;
mod journal;
mod people;
mod record;
mod relay;
mod serve;
mod siren_keys;
mod standing_order;
mod status;
mod token;
mod watch;
mod words;
mod zones;

use crate::listen::Asker;
use clap::{Parser, Subcommand};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Warns everyone in a place within a second, accounts for them, and keeps a record that nobody can
/// quietly rewrite.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write a configuration, keys and an empty journal into a new folder.
    Init(init::Args),
    /// Run the server.
    Serve(serve::ServeArgs),
    /// Relay the bulletins of a server to more than one machine can hold, or nearer to them.
    Relay(relay::Args),
    /// Say everything that is wrong with a configuration.
    Check(serve::Args),
    /// Show the public keys that a siren of this site must know.
    SirenKeys(siren_keys::Args),
    /// Make, list and revoke tokens.
    Token(token::Args),
    /// Take people into the registry from a list: CSV or GeoJSON.
    Import(import::Args),
    /// People in the registry: show, pause, resume, erase, export.
    People(people::Args),
    /// Zones: list, check, simplify.
    Zones(zones::Args),
    /// Who would be warned in an area, why, and by which channel.
    Audience(audience::Args),
    /// Check, show, sign and verify CAP files.
    Cap(cap::Args),
    /// Take a folder of CAP files in at once, while no server runs.
    Intake(intake::Args),
    /// Measure this program on this machine.
    Bench(bench::Args),
    /// Verify, show or export a journal.
    Journal(journal::Args),
    /// Read a journal again and show that the state is the same.
    Replay(journal::ReplayArgs),
    /// Draft a warning.
    Warn(decide::WarnArgs),
    /// Show a draft, whole, to a second person.
    Submit(decide::One),
    /// Agree to a submitted warning; it goes out.
    Approve(decide::ApproveArgs),
    /// Give a submitted warning back to its author to mend.
    Return(decide::ReasonArgs),
    /// Hand a draft, or what waits for approval, to another officer.
    Delegate(decide::DelegateArgs),
    /// Turn a submitted warning down, or an update of a live one.
    Reject(decide::ReasonArgs),
    /// Say that a warning that fired without a human is right, or that an end was.
    Confirm(decide::One),
    /// Renew a live warning; more than that waits for a second officer.
    Update(decide::UpdateArgs),
    /// Say that the danger is over.
    AllClear(decide::One),
    /// Permissions to warn without a human: list, propose, approve, revoke, press.
    StandingOrder(standing_order::Args),
    /// Changes that need two people: list, show, approve, refuse.
    Change(change::Args),
    /// Say that it was false.
    Retract(decide::RetractArgs),
    /// Play an exercise on this machine: a site, sirens, thousands of screens, people.
    Demo(demo::DemoArgs),
    /// Show what people are being warned of, as it comes.
    Watch(watch::WatchArgs),
    /// Health of sirens, screens, feeds and warnings.
    Status(status::StatusArgs),
    /// Why a thing was or was not sent, as a story from the journal.
    Explain(explain::ExplainArgs),
    /// The record of an incident.
    Record(record::RecordArgs),
    /// Look at what is said: find faults, show texts, make the page for those who vet.
    Words(words::Args),
}

/// Where the configuration is.
#[derive(Clone, Debug, clap::Args)]
pub struct ConfigArg {
    /// The configuration file.
    #[arg(long, default_value = "vigie.toml", env = "VIGIE_CONFIG")]
    config: PathBuf,
}

impl ConfigArg {
    /// Reads it; on failure says every fault.
    pub fn load(&self) -> Result<crate::config::Loaded, ExitCode> {
        crate::config::load(&self.config).map_err(|faults| {
            for fault in &faults {
                eprintln!("vigie: {fault}");
            }
            eprintln!(
                "vigie: {} to mend in {}",
                count(faults.len(), "fault"),
                self.config.display()
            );
            ExitCode::FAILURE
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.config
    }
}

/// Prints what comes of a question, or why nothing does.
pub fn say(asked: impl Future<Output = Result<String, String>>) -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    match runtime.block_on(asked) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => failed(why),
    }
}

/// Where to learn something: from a server, or from the journal alone.
#[derive(Debug, clap::Args)]
pub struct FromArg {
    /// Ask this server; without it the journal is read.
    #[arg(long, value_name = "URL", requires = "token")]
    server: Option<String>,
    /// The token of an officer.
    #[arg(long, env = "VIGIE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(flatten)]
    config: ConfigArg,
}

impl FromArg {
    /// What the server answers under `path`, or what `read` makes of the journal's folder.
    fn learn<T: DeserializeOwned>(
        &self,
        path: &str,
        read: impl FnOnce(&Path) -> Result<T, String>,
    ) -> Result<T, ExitCode> {
        let Some(server) = &self.server else {
            let loaded = self.config.load()?;
            return read(&loaded.config.folders.state.join("journal")).map_err(failed);
        };
        let runtime = runtime()?;
        let asker = Asker::new(server, self.token.as_deref());
        let answer = asker.and_then(|asker| runtime.block_on(asker.get(path)));
        answer.map_err(failed)
    }
}

/// Runs what was asked for.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let goes_on = matches!(cli.verb, Verb::Serve(_) | Verb::Relay(_) | Verb::Demo(_));
    if !goes_on {
        end_when_nobody_reads();
    }
    match cli.verb {
        Verb::Init(args) => init::run(&args),
        Verb::Serve(args) => serve::run(&args),
        Verb::Relay(args) => relay::run(&args),
        Verb::Check(args) => serve::check(&args),
        Verb::SirenKeys(args) => siren_keys::run(&args),
        Verb::Token(args) => token::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::People(args) => people::run(&args),
        Verb::Zones(args) => zones::run(&args),
        Verb::Audience(args) => audience::run(&args),
        Verb::Cap(args) => cap::run(&args),
        Verb::Intake(args) => intake::run(&args),
        Verb::Bench(args) => bench::run(&args),
        Verb::Journal(args) => journal::run(&args),
        Verb::Replay(args) => journal::replay(&args),
        Verb::Warn(args) => decide::warn(&args),
        Verb::Submit(args) => decide::one(&args, "submit"),
        Verb::Approve(args) => decide::approve(&args),
        Verb::Return(args) => decide::give_back(&args),
        Verb::Delegate(args) => decide::delegate(&args),
        Verb::Reject(args) => decide::reject(&args),
        Verb::Confirm(args) => decide::one(&args, "confirm"),
        Verb::Update(args) => decide::update(&args),
        Verb::AllClear(args) => decide::one(&args, "all-clear"),
        Verb::Retract(args) => decide::retract(&args),
        Verb::Change(args) => change::run(&args),
        Verb::StandingOrder(args) => standing_order::run(&args),
        Verb::Demo(args) => demo::run(&args),
        Verb::Watch(args) => watch::run(&args),
        Verb::Status(args) => status::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Record(args) => record::run(&args),
        Verb::Words(args) => words::run(&args),
    }
}

/// Ends quietly, as other programs of a terminal do, when whoever read what is printed has gone: `vigie … | head`.
fn end_when_nobody_reads() {
    /// What a shell says of a program that SIGPIPE ended.
    const CODE: i32 = 141;
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panicked| {
        let said = panicked.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(CODE);
        }
        usual(panicked);
    }));
}

/// Says a failure and ends with it.
pub fn failed(why: impl std::fmt::Display) -> ExitCode {
    eprintln!("vigie: {why}");
    ExitCode::FAILURE
}

/// `1 fault`, `2 faults`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// A runtime for verbs that talk over the network.
pub fn runtime() -> Result<tokio::runtime::Runtime, ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.map_err(|error| failed(format!("failed to start: {error}")))
}

/// Logs to standard error: for people on a terminal, JSON elsewhere.
pub fn logs(default: &str) {
    use std::io::IsTerminal;
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("VIGIE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second call in one process keeps the first.
    let _ = if std::io::stderr().is_terminal() {
        builder.try_init()
    } else {
        builder.json().try_init()
    };
}
