//! `vigie record`: the account of an incident, from a server or from the journal alone.

use super::FromArg;
use crate::record::{self, Format};
use clap::Subcommand;
use std::process::ExitCode;
use vigie_core::State;
use vigie_core::ids::IncidentId;
use vigie_core::record::account::{Account, account};

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
    #[command(flatten)]
    from: FromArg,
}

/// Shows a record.
pub fn run(args: &RecordArgs) -> ExitCode {
    let RecordVerb::Show(args) = &args.verb;
    let path = format!("/api/v1/incidents/{}/record", args.incident);
    let account = args.from.learn(&path, |journal| {
        of_state(&record::replay(journal, |_, _| ())?, args.incident)
    });
    match account {
        Ok(account) => {
            print!("{}", record::render(&account, args.format));
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

fn of_state(state: &State, incident: u64) -> Result<Account, String> {
    account(state, IncidentId(incident)).ok_or_else(|| {
        let all: Vec<String> = state.incidents.keys().map(ToString::to_string).collect();
        let all = if all.is_empty() {
            "there is none".to_owned()
        } else {
            format!("there are {}", all.join(", "))
        };
        format!("failed to find incident {incident} in the journal; {all}")
    })
}
