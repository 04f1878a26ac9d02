//! Changes that need two people, from the terminal, through the same API as the console.

use super::decide::{ServerArgs, get, post};
use super::{ConfigArg, say};
use crate::recovery::Recovery;
use clap::Subcommand;
use serde_json::{Value, json};
use std::process::ExitCode;
use vigie_core::ids::ChangeId;
use vigie_core::time::Timestamp;

const PATH: &str = "/api/v1/changes";

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// What waits for two people, and the latest that waits no more.
    List {
        #[command(flatten)]
        server: ServerArgs,
    },
    /// What a change does, line by line, and the hash to agree to.
    Show(One),
    /// Agree to exactly what was shown; the second person puts it in force.
    Approve {
        #[command(flatten)]
        one: One,
        /// The hash of what you saw, as `vigie change show` printed it.
        #[arg(long)]
        sha256: String,
    },
    /// Where no two people are left who could agree: put it in force with the site's key, on the machine
    /// that has it. Whoever is left agrees first, and every screen says so until two people confirm.
    ByKey {
        /// The number of the change.
        change: u64,
        /// The hash of what you saw, as `vigie change show` printed it.
        #[arg(long)]
        sha256: String,
        /// Why; it stays in the journal.
        #[arg(long)]
        reason: String,
        /// The server's address.
        #[arg(long, default_value = "http://127.0.0.1:8470", env = "VIGIE_SERVER")]
        server: String,
        #[command(flatten)]
        config: ConfigArg,
    },
    /// Stand by what the site's key put in force; two people do.
    Confirm(One),
    /// Say no; one person is enough.
    Refuse {
        #[command(flatten)]
        one: One,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, clap::Args)]
struct One {
    #[command(flatten)]
    server: ServerArgs,
    /// The number of the change.
    change: u64,
}

/// Runs what was asked for.
pub fn run(args: &Args) -> ExitCode {
    say(ask(&args.verb))
}

async fn ask(verb: &Verb) -> Result<String, String> {
    match verb {
        Verb::List { server } => Ok(listed(&get(server, PATH).await?)),
        Verb::Show(one) => get(&one.server, &path(one, "")).await.map(|a| shown(&a)),
        Verb::Approve { one, sha256 } => {
            let body = json!({ "sha256": sha256 });
            let answer = post(&one.server, &path(one, "/approve"), &body).await?;
            Ok(shown(&answer))
        }
        Verb::ByKey {
            change,
            sha256,
            reason,
            server,
            config,
        } => {
            let loaded = config
                .load()
                .map_err(|_| "the configuration names the key and cannot be read".to_owned())?;
            let keys = crate::keys::open(&loaded.config.folders.state.join("keys"))?;
            let said = Recovery {
                change: ChangeId(*change),
                sha256: sha256.clone(),
                reason: reason.clone(),
                at: crate::clock::now(),
            };
            let body = json!({ "proof": said.signed(&keys)? });
            let server = ServerArgs {
                server: server.clone(),
                token: String::new(),
            };
            let answer = post(&server, &format!("/recovery/changes/{change}"), &body).await?;
            Ok(shown(&answer))
        }
        Verb::Confirm(one) => {
            let answer = post(&one.server, &path(one, "/confirm"), &json!({})).await?;
            Ok(shown(&answer))
        }
        Verb::Refuse { one, reason } => {
            let body = json!({ "reason": reason });
            let answer = post(&one.server, &path(one, "/refuse"), &body).await?;
            Ok(shown(&answer))
        }
    }
}

fn path(one: &One, what: &str) -> String {
    format!("{PATH}/{}{what}", one.change)
}

/// One line for each.
fn listed(answer: &Value) -> String {
    let changes = answer["changes"].as_array().into_iter().flatten();
    let lines: Vec<String> = changes
        .map(|change| {
            let says = change["says"].as_array().map_or(0, Vec::len);
            let first = change["says"][0].as_str().unwrap_or("");
            let more = match says {
                0 | 1 => String::new(),
                says => format!(" (and {} more)", says - 1),
            };
            format!(
                "{:>6}  {:<28} {first}{more}",
                change["id"],
                standing(change)
            )
        })
        .collect();
    if lines.is_empty() {
        return "nothing waits for two people".to_owned();
    }
    lines.join("\n")
}

fn standing(change: &Value) -> String {
    match change["standing"].as_str() {
        Some("waiting") => format!("waits for {}", people(change)),
        Some("in_force") => "in force".to_owned(),
        Some("in_force_by_key") => "in force by the site's key".to_owned(),
        Some(other) => other.to_owned(),
        None => String::new(),
    }
}

fn people(change: &Value) -> &'static str {
    match change["agreed"].as_array().map_or(0, Vec::len) {
        0 => "two people",
        _ => "one more person",
    }
}

fn shown(change: &Value) -> String {
    let says = change["says"].as_array().into_iter().flatten();
    let mut lines = vec![format!("change {}: {}", change["id"], standing(change))];
    lines.extend(says.map(|line| format!("  {}", line.as_str().unwrap_or(""))));
    for agreement in change["agreed"].as_array().into_iter().flatten() {
        let at = agreement["at"].as_i64().map(Timestamp::from_unix_ms);
        let at = at.map(|at| at.to_string()).unwrap_or_default();
        lines.push(format!(
            "{} agreed {at}",
            agreement["by"].as_str().unwrap_or("")
        ));
    }
    if let Some(why) = change["why"].as_str() {
        lines.push(format!("why: {why}"));
    }
    if change["standing"] == "waiting" {
        lines.push(format!(
            "next, by {}: vigie change approve {} --sha256 {}",
            people(change),
            change["id"],
            change["sha256"].as_str().unwrap_or("")
        ));
    }
    lines.join("\n")
}
