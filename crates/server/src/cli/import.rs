//! Takes people in from a list, and zones from a file of an authority.

mod zones;

use super::{ConfigArg, count, failed};
use crate::config::Loaded;
use crate::import::{self, Outcome, Rehearsal, Taken, Usual};
use crate::people::People;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;
use vigie_core::site::Zone;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A CSV file whose first line names its columns, or GeoJSON with a point for each person; or GeoJSON with
    /// the polygons of zones.
    list: PathBuf,
    #[command(flatten)]
    config: ConfigArg,
    /// Only say what would be taken and what is wrong; nothing is kept.
    #[arg(long, alias = "preview")]
    dry_run: bool,
    /// Country of phone numbers without +, two letters; otherwise that of the configuration.
    #[arg(long)]
    country: Option<String>,
    /// Of zones: draw rings anew that cross themselves, and say what that changes.
    #[arg(long)]
    repair: bool,
    /// Time zone of hours where the list names none, such as Europe/Paris; otherwise that of the
    /// configuration.
    #[arg(long)]
    time_zone: Option<String>,
}

pub fn run(args: &Args) -> ExitCode {
    let loaded = match args.config.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let imported = match crate::zones::are_in(&args.list) {
        Ok(true) => zones::import(args, &loaded),
        Ok(false) => import(args, &loaded),
        Err(why) => Err(why),
    };
    match imported {
        Ok(code) => code,
        Err(why) => failed(why),
    }
}

fn import(args: &Args, loaded: &Loaded) -> Result<ExitCode, String> {
    let config = &loaded.config;
    let sheet = import::read(&args.list)?;
    let zones = loaded.site.zones.values().flat_map(Zone::rings);
    let zones: Vec<_> = zones.collect();
    let country = args.country.as_ref().unwrap_or(&config.registry.country);
    let usual = Usual {
        language: loaded
            .site
            .languages
            .first()
            .map_or("en", |language| language.as_str()),
        country: import::country(country)?,
        time_zone: args
            .time_zone
            .as_deref()
            .or(Some(&config.registry.time_zone))
            .filter(|zone| !zone.is_empty()),
        zones: &zones,
    };
    let people = People::open_shared(&config.folders.state, &config.registry.shared)
        .map_err(|fault| fault.to_string())?;
    let name = args.list.display();
    if let Some(said) = &sheet.said {
        eprintln!("{name}: {said}");
    }
    let rehearsal = if args.dry_run {
        Rehearsal::Yes
    } else {
        Rehearsal::No
    };
    let bar = bar(sheet.lines);
    let mut say = |outcome: Outcome<'_>| match outcome {
        Outcome::Done(lines) => bar.set_position(lines as u64),
        Outcome::Fault { line, why } => {
            bar.suspend(|| eprintln!("{name}: line {line}: {why}"));
        }
        Outcome::Twice { line, earlier } => {
            bar.suspend(|| eprintln!("{name}: line {line}: the same person as line {earlier}; what it says last counts"));
        }
    };
    let now = crate::clock::now().unix_ms();
    let taken =
        people.with(|register| import::take(register, &sheet, &usual, rehearsal, now, &mut say));
    bar.finish_and_clear();
    let taken = taken?;
    println!("{}", summary(&taken, rehearsal));
    Ok(if taken.faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn summary(taken: &Taken, rehearsal: Rehearsal) -> String {
    let Taken {
        new,
        changed,
        same,
        twice,
        faults,
    } = *taken;
    let lines = |number| count(number, "line");
    let what = match rehearsal {
        Rehearsal::Yes => "would be",
        Rehearsal::No => "are",
    };
    format!(
        "{new} {what} new, {changed} {what} changed, {same} known before; {} about somebody of an earlier \
         line; {} not taken",
        lines(twice),
        lines(faults)
    )
}

/// On a terminal only: elsewhere faults alone are written.
fn bar(lines: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(lines as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} lines, {eta} left");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
