//! People in the registry, for whoever holds its key: shown, paused, erased, written out.

use super::{ConfigArg, count, failed};
use crate::import;
use crate::people::People;
use clap::Subcommand;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_core::time::Timestamp;
use vigie_store::registry::{Fault, Follows, Person, Register};

/// Longest pause, in days: longer than any leave, and it ends by itself.
const PAUSE_DAYS_MAX: u16 = 92;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: ConfigArg,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// How many people there are.
    Count,
    /// What is known of a person: by id, by pseudonym, or everybody behind `sms:+33…` or `mail:…`.
    Show {
        /// `p_…`, `n_…`, `sms:…` or `mail:…`.
        whom: String,
    },
    /// Send a person nothing for a while; it ends by itself.
    Pause {
        /// `p_…`
        id: String,
        /// For so many days.
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..=i64::from(PAUSE_DAYS_MAX)))]
        days: u16,
    },
    /// End a pause.
    Resume {
        /// `p_…`
        id: String,
    },
    /// Print what lets a person's device say where they are, and nothing else.
    Device {
        /// `p_…`
        id: String,
    },
    /// Erase a person for good. The journal still verifies; nobody can tell any longer whom it meant.
    Erase {
        /// `p_…`
        id: String,
    },
    /// Write everybody as a list that can be imported again, readable by you alone.
    Export {
        /// A file that does not exist yet.
        to: PathBuf,
    },
}

pub fn run(args: &Args) -> ExitCode {
    let loaded = match args.config.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let config = &loaded.config;
    let people = People::open_shared(&config.folders.state, &config.registry.shared);
    let done = people
        .map_err(|fault| fault.to_string())
        .and_then(|people| people.with(|register| done(register, &args.verb)));
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => failed(why),
    }
}

fn done(register: &mut dyn Register, verb: &Verb) -> Result<String, String> {
    let now = crate::clock::now();
    let at_ms = now.unix_ms();
    let said = |fault: Fault| fault.to_string();
    let found = |there: bool, id: &str, what: String| {
        there.then_some(what).ok_or_else(|| {
            format!("nobody has the id {id}; `vigie people show` finds it by address")
        })
    };
    match verb {
        Verb::Count => Ok(format!("{} people", register.count().map_err(said)?)),
        Verb::Show { whom } => {
            let people = find(register, whom).map_err(said)?;
            if people.is_empty() {
                return Err(format!("nobody is behind {whom}"));
            }
            Ok(people.iter().map(|person| shown(person, now)).collect())
        }
        Verb::Pause { id, days } => {
            let until = now.plus_s(i64::from(*days) * 86_400);
            let there = register.pause(id, Some(until.unix_ms()), at_ms);
            let what = format!("{id} is sent nothing until {until}, and then again by itself");
            found(there.map_err(said)?, id, what)
        }
        Verb::Resume { id } => {
            let there = register.pause(id, None, at_ms).map_err(said)?;
            found(there, id, format!("{id} is sent warnings again"))
        }
        Verb::Device { id } => device(register, id),
        Verb::Erase { id } => {
            let there = register.erase(id, at_ms).map_err(said)?;
            found(
                there,
                id,
                format!("{id} is erased, with the key of what was kept"),
            )
        }
        Verb::Export { to } => export(register, to),
    }
}

fn device(register: &mut dyn Register, id: &str) -> Result<String, String> {
    let said = |fault: Fault| fault.to_string();
    let person = register.person(id).map_err(said)?;
    let device = register.device_of(id).map_err(said)?;
    match (person, device) {
        (Some(person), Some(device)) if person.who.follows == Follows::Yes => Ok(device),
        (Some(_), _) => Err(format!(
            "no alerts follow {id}, so nobody asks where they are; take them in again with `yes` in the column              follow"
        )),
        (None, _) => Err(format!(
            "nobody has the id {id}; `vigie people show` finds it by address"
        )),
    }
}

fn find(register: &mut dyn Register, whom: &str) -> Result<Vec<Person>, Fault> {
    if let Some((channel, address)) = whom.split_once(':') {
        return register.people_at(channel, address);
    }
    let one = if whom.starts_with("n_") {
        register.person_behind(whom)?
    } else {
        register.person(whom)?
    };
    Ok(one.into_iter().collect())
}

fn export(register: &mut dyn Register, to: &Path) -> Result<String, String> {
    let failed = |why: std::io::Error| format!("failed to write {}: {why}", to.display());
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(failed)?;
    let exported = import::export(register, &mut file).map_err(|fault| fault.to_string())?;
    file.sync_all().map_err(failed)?;
    let mut said = format!(
        "{} in {}, in clear: erase the file when it is no longer needed",
        count(exported.people, "line"),
        to.display()
    );
    if exported.waiting > 0 {
        let _ = write!(
            said,
            "; {} who have not agreed yet are not in it",
            exported.waiting
        );
    }
    Ok(said)
}

fn shown(person: &Person, now: Timestamp) -> String {
    let who = &person.who;
    let mut text = format!("{}  {}\n", person.id, who.name);
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name:<12} {value}");
        }
    };
    let time = |ms: i64| Timestamp::from_unix_ms(ms).rfc3339();
    line("pseudonym", person.pseudonym.clone());
    line("reference", who.reference.clone().unwrap_or_default());
    line("group", who.group.clone().unwrap_or_default());
    line("language", who.language.clone());
    line("needs", who.needs.join(", "));
    for one in &who.endpoints {
        let proof = one.proven_at_ms.map_or_else(
            || "never answered: no test has arrived yet".to_owned(),
            |at| format!("answered {}", time(at)),
        );
        line(&one.channel, format!("{}  ({proof})", one.address));
    }
    for place in &who.places {
        let (lat, lon) = (
            f64::from(place.at.lat_e6) / 1e6,
            f64::from(place.at.lon_e6) / 1e6,
        );
        let address = place.address.as_deref().unwrap_or_default();
        line(&place.kind, format!("about {lat:.5}, {lon:.5}  {address}"));
    }
    if let Some((at, seen_at_ms)) = person.here {
        let (lat, lon) = (f64::from(at.lat_e6) / 1e6, f64::from(at.lon_e6) / 1e6);
        let age_min = now.since_ms(Timestamp::from_unix_ms(seen_at_ms)) / 60_000;
        line(
            "here",
            format!("about {lat:.5}, {lon:.5}, seen {age_min} minutes ago"),
        );
    }
    line("rules", who.rules.clone());
    line("added", time(person.added_at_ms));
    if person.confirmed_at_ms.is_none() {
        line("waits", "has not agreed yet, and is not warned".to_owned());
    }
    if person.is_paused(now.unix_ms()) {
        line(
            "paused until",
            person.paused_until_ms.map(time).unwrap_or_default(),
        );
    }
    line(
        "kept until",
        who.kept_until_ms.map(time).unwrap_or_default(),
    );
    text
}
