//! `vigie record`: the account of an incident, from a server or from the journal alone.

use super::{ConfigArg, failed};
use crate::listen::Asker;
use crate::record::{self, Account, Format};
use clap::Subcommand;
use std::process::ExitCode;
use vigie_core::State;
use vigie_core::ids::IncidentId;
use vigie_core::record::account::account;

/// The record of an incident.
#[derive(Debug, clap::Args)]
pub struct RecordArgs {
    #[command(subcommand)]
    verb: RecordVerb,
}

#[derive(Debug, Subcommand)]
enum RecordVerb {
    /// Show what was sent, who was reached, who is missing, and who says what.
    Show(ShowArgs),
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// The number of the incident.
    incident: u64,
    /// In which form.
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
    /// Ask this server; without it the journal is read.
    #[arg(long, value_name = "URL", requires = "token")]
    server: Option<String>,
    /// The token of an officer.
    #[arg(long, env = "VIGIE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(flatten)]
    config: ConfigArg,
}

/// Shows a record.
pub fn run(args: &RecordArgs) -> ExitCode {
    let RecordVerb::Show(args) = &args.verb;
    let account = match &args.server {
        Some(server) => from_server(server, args.token.as_deref(), args.incident),
        None => from_journal(&args.config, args.incident),
    };
    match account {
        Ok(account) => {
            print!("{}", record::render(&account, args.format));
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

fn from_server(server: &str, token: Option<&str>, incident: u64) -> Result<Account, ExitCode> {
    let runtime = super::runtime()?;
    let path = format!("/api/v1/incidents/{incident}/record");
    let asked = Asker::new(server, token).map(|asker| runtime.block_on(asker.get(&path)));
    asked.and_then(|answer| answer).map_err(failed)
}

fn from_journal(config: &ConfigArg, incident: u64) -> Result<Account, ExitCode> {
    let loaded = config.load()?;
    let journal = loaded.config.folders.state.join("journal");
    let state = record::replay(&journal, |_, _| ()).map_err(failed)?;
    of_state(&state, incident).map_err(failed)
}

fn of_state(state: &State, incident: u64) -> Result<Account, String> {
    let known = account(state, IncidentId(incident)).ok_or_else(|| {
        let all: Vec<String> = state.incidents.keys().map(ToString::to_string).collect();
        let all = if all.is_empty() {
            "there is none".to_owned()
        } else {
            format!("there are {}", all.join(", "))
        };
        format!("failed to find incident {incident} in the journal; {all}")
    })?;
    Account::of(&known)
}
