//! `vigie serve` and `vigie check`.

use super::{ConfigArg, count, failed, logs, runtime};
use crate::config::{Loaded, PopulationConfig};
use crate::population;
use crate::views::summary;
use std::process::ExitCode;
use vigie_core::administration::{left_for_two, narrowed};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: ConfigArg,
}

#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    #[command(flatten)]
    args: Args,
    /// Stop when standard input ends: whoever started this program is gone.
    #[arg(long)]
    end_with_input: bool,
}

pub fn run(
    ServeArgs {
        args,
        end_with_input,
    }: &ServeArgs,
) -> ExitCode {
    logs("info");
    if *end_with_input {
        crate::stopping::end_with_input();
    }
    let loaded = match args.config.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    match runtime.block_on(crate::serve::serve(loaded)) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(passed_on)) => failed(passed_on.take_own_place()),
        Err(why) => failed(why),
    }
}

pub fn check(args: &Args) -> ExitCode {
    match args.config.load() {
        Ok(loaded) => {
            print!("{}", summary::of(&loaded.site));
            match inhabitants(&loaded.config.population) {
                Ok(said) => print!("{said}"),
                Err(why) => return failed(format!("population.grid: {why}")),
            }
            for line in against_the_journal(&loaded) {
                println!("{line}");
            }
            let mut remarks = loaded.remarks.clone();
            match super::words::remarks(&loaded) {
                Ok(of_the_words) => remarks.extend(of_the_words),
                Err(why) => return failed(why),
            }
            for remark in &remarks {
                println!("note: {remark}");
            }
            println!(
                "{} is right, with {}",
                args.config.path().display(),
                count(remarks.len(), "note")
            );
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

/// What the grid of people holds; nothing where there is none.
fn inhabitants(config: &PopulationConfig) -> Result<String, String> {
    if config.grid.as_os_str().is_empty() {
        return Ok(String::new());
    }
    let grid = population::read(&config.grid)?;
    Ok(format!(
        "{} people live in the {} of {}\n",
        grid.all(),
        count(grid.cells(), "cell"),
        config.name()
    ))
}

/// What the next start would make of it, beside what is in force.
fn against_the_journal(loaded: &Loaded) -> Vec<String> {
    let journal = loaded.config.folders.state.join("journal");
    if !journal.is_dir() {
        return Vec::new();
    }
    let state = match crate::record::replay(&journal, |_, _| {}) {
        Ok(state) => state,
        Err(why) => {
            return vec![format!("note: what is in force cannot be compared: {why}")];
        }
    };
    let Some(agreed) = state.agreed_site() else {
        return Vec::new();
    };
    if !state.tokens.is_founded() {
        return vec![
            "note: no two people who could agree hold tokens yet; the next start takes the site as it stands".to_owned(),
        ];
    }
    let less = narrowed(agreed, &loaded.site);
    let mut lines = Vec::new();
    if less != *agreed {
        lines.push("note: it takes something away, which holds at the next start".to_owned());
    }
    let says = left_for_two(&less, &loaded.site).into_iter();
    lines.extend(says.map(|line| format!("waits for two people: {line}")));
    lines
}
