//! `vigie token` and `vigie import`: who may do what, and who is expected to answer.

use super::{ConfigArg, failed};
use crate::config::Loaded;
use crate::people::People;
use crate::tokens::Who;
use clap::Subcommand;
use std::process::ExitCode;
use vigie_core::ids::{OfficerId, SensorId};
use vigie_core::time::Timestamp;
use vigie_store::registry::NewToken;

/// Longest life of a token, in days.
const DAYS_MAX: u32 = 366;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: TokenVerb,
}

#[derive(Debug, Subcommand)]
enum TokenVerb {
    /// Make a token. It is printed once and kept nowhere.
    Add(AddArgs),
    /// List tokens.
    List(#[command(flatten)] ConfigArg),
    /// Revoke a token by its id; it dies within two seconds.
    Revoke {
        /// The id that `vigie token list` shows.
        id: String,
        #[command(flatten)]
        config: ConfigArg,
    },
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    #[command(flatten)]
    config: ConfigArg,
    #[command(flatten)]
    whom: Whom,
    /// What it is for, so that it can be told apart.
    #[arg(long)]
    label: String,
    /// Days until it expires: 1 to 366.
    #[arg(long, default_value_t = 90)]
    days: u32,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Whom {
    /// For this officer.
    #[arg(long)]
    officer: Option<String>,
    /// For this sensor.
    #[arg(long)]
    sensor: Option<String>,
    /// For the site's screens.
    #[arg(long)]
    screens: bool,
}

pub fn run(args: &Args) -> ExitCode {
    let done = match &args.verb {
        TokenVerb::Add(add) => add.config.load().map(|loaded| make(add, &loaded)),
        TokenVerb::List(config) => config.load().map(|loaded| list(&loaded)),
        TokenVerb::Revoke { id, config } => config.load().map(|loaded| revoke(id, &loaded)),
    };
    match done {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(why)) => failed(why),
        Err(code) => code,
    }
}

fn make(add: &AddArgs, loaded: &Loaded) -> Result<(), String> {
    if !(1..=DAYS_MAX).contains(&add.days) {
        return Err(format!(
            "--days {} is not between 1 and {DAYS_MAX}",
            add.days
        ));
    }
    let site = &loaded.site;
    let who = match (&add.whom.officer, &add.whom.sensor) {
        (Some(name), _) => {
            let id = OfficerId::new(name.clone());
            let known = site.officers.contains_key(&id);
            known
                .then_some(Who::Officer(id))
                .ok_or_else(|| format!("there is no officer {name:?} in the configuration"))?
        }
        (None, Some(name)) => {
            let id = SensorId::new(name.clone());
            let known = site.sensors.contains_key(&id);
            known
                .then_some(Who::Sensor(id))
                .ok_or_else(|| format!("there is no sensor {name:?} in the configuration"))?
        }
        (None, None) => Who::Screens,
    };
    println!("{}", add_token(&open(loaded)?, &who, &add.label, add.days)?);
    if who != Who::Screens {
        eprintln!(
            "vigie: once two people hold tokens, a new one lets nobody in before two officers agree: `vigie change list`"
        );
    }
    Ok(())
}

/// Makes a token and returns its secret.
pub fn add_token(people: &People, who: &Who, label: &str, days: u32) -> Result<String, String> {
    let now = crate::clock::now();
    let (role, scope) = who.grant();
    let expires = now.plus_s(i64::from(days) * 86_400);
    let grant = NewToken {
        role: role.to_owned(),
        scope,
        label: label.to_owned(),
        expires_at_ms: Some(expires.unix_ms()),
    };
    let made = people.registry().add_token(&grant, now.unix_ms());
    made.map(|(_, secret)| secret)
        .map_err(|fault| fault.to_string())
}

fn list(loaded: &Loaded) -> Result<(), String> {
    let people = open(loaded)?;
    let tokens = people
        .registry()
        .tokens()
        .map_err(|fault| fault.to_string())?;
    let now = crate::clock::now();
    for token in tokens {
        let grant = &token.grant;
        let state = if token.is_valid(now.unix_ms()) {
            "valid"
        } else {
            "void"
        };
        let expires = grant
            .expires_at_ms
            .map(|ms| Timestamp::from_unix_ms(ms).to_string())
            .unwrap_or_default();
        println!(
            "{}  {state}  {} {}  until {expires}  {}",
            token.id, grant.role, grant.scope, grant.label
        );
    }
    Ok(())
}

fn revoke(id: &str, loaded: &Loaded) -> Result<(), String> {
    let people = open(loaded)?;
    let revoked = people
        .registry()
        .revoke_token(id, crate::clock::now().unix_ms());
    if revoked.map_err(|fault| fault.to_string())? {
        println!("{id} is revoked");
        Ok(())
    } else {
        Err(format!(
            "there is no token {id:?} in force; `vigie token list` shows them"
        ))
    }
}

fn open(loaded: &Loaded) -> Result<People, String> {
    let state = &loaded.config.folders.state;
    std::fs::create_dir_all(state.join("keys"))
        .map_err(|e| format!("failed to create {}: {e}", state.display()))?;
    People::open(state).map_err(|fault| fault.to_string())
}
