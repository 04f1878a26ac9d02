//! `cargo xtask test`: installs what the tests need, then runs every test there is, step by step, and
//! ends with one line that counts them all. CI runs this and nothing else.

pub(crate) use install::on_path;

pub(crate) mod install;
mod server;
mod steps;
mod tally;

use crate::fault::Fault;
use crate::run::clock;
use crate::site::{Corpus, Site};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use steps::{STEPS, Step};
use tally::Tally;

/// What a person may ask for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these steps, in the order of the suite (see --list); what they need must be there already
    steps: Vec<String>,
    /// Show the steps and end
    #[arg(long)]
    list: bool,
}

/// What the steps share.
pub(crate) struct Suite {
    /// This checkout.
    pub(crate) site: Site,
    /// Whether this run is CI's: what is missing fails there and is said elsewhere.
    pub(crate) ci: bool,
    /// What a reader of the summary must know besides pass and fail.
    pub(crate) notes: Vec<String>,
}

/// How one step ended.
enum Ending {
    Passed(Tally),
    Failed(Tally, Fault),
    /// A step before it failed, without which this one says nothing.
    NotRun(&'static str),
}

struct Row {
    step: &'static Step,
    took: Duration,
    ending: Ending,
}

/// Runs the steps and prints the summary.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Fault> {
    if options.list {
        for step in STEPS {
            println!("{:10} {}", step.name, step.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = choose(&options.steps)?;
    let mut suite = Suite {
        site: Site::here(),
        ci: std::env::var("CI").is_ok_and(|value| value == "true"),
        notes: Vec::new(),
    };
    if let Corpus::Missing(folder) = suite.site.corpus() {
        suite.notes.push(format!(
            "NO REAL MESSAGES: {} does not exist, so every test on real input was left out; set \
             VIGIE_CORPUS to the folder",
            folder.display()
        ));
    }
    let began = Instant::now();
    let mut rows: Vec<Row> = Vec::new();
    for (at, step) in chosen.iter().enumerate() {
        println!(
            "\n── {}/{} {}: {} (at {})",
            at + 1,
            chosen.len(),
            step.name,
            step.about,
            clock(began.elapsed())
        );
        let started = Instant::now();
        let ending = play(step, &mut suite, &rows);
        let took = started.elapsed();
        match &ending {
            Ending::Passed(tally) => println!("── {} ok, {}, {tally}", step.name, clock(took)),
            Ending::Failed(_, fault) => {
                println!("── {} FAILED, {}: {fault}", step.name, clock(took));
            }
            Ending::NotRun(needed) => println!("── {} not run: {needed} failed", step.name),
        }
        rows.push(Row { step, took, ending });
    }
    Ok(summarize(&rows, &suite.notes, began.elapsed()))
}

fn choose(names: &[String]) -> Result<Vec<&'static Step>, Fault> {
    if let Some(unknown) = names
        .iter()
        .find(|name| !STEPS.iter().any(|step| step.name == name.as_str()))
    {
        return Err(Fault::new(
            format!("there is no step named {unknown}"),
            "`cargo xtask test --list` shows them",
        ));
    }
    Ok(STEPS
        .iter()
        .filter(|step| names.is_empty() || names.iter().any(|name| name == step.name))
        .collect())
}

fn play(step: &Step, suite: &mut Suite, before: &[Row]) -> Ending {
    let broken = step.needs.iter().find(|needed| {
        before
            .iter()
            .any(|row| row.step.name == **needed && !matches!(row.ending, Ending::Passed(_)))
    });
    if let Some(needed) = broken {
        return Ending::NotRun(needed);
    }
    match (step.run)(suite) {
        Ok(tally) if tally.failed == 0 => Ending::Passed(tally),
        Ok(tally) => Ending::Failed(
            tally,
            Fault::new(
                format!("{} tests failed", tally.failed),
                format!(
                    "read the failures above; `cargo xtask test {}` runs this step alone",
                    step.name
                ),
            ),
        ),
        Err(fault) => Ending::Failed(Tally::default(), fault),
    }
}

/// The table, the notes, the faults, and last the plain line that counts. A step that failed without
/// a test that failed counts as one.
fn summarize(rows: &[Row], notes: &[String], took: Duration) -> ExitCode {
    println!("\nstep       result      time   tests");
    let mut total = Tally::default();
    let mut faults = Vec::new();
    for row in rows {
        let (result, tally) = match &row.ending {
            Ending::Passed(tally) => ("ok", *tally),
            Ending::Failed(tally, fault) => {
                faults.push(format!("{}: {fault}", row.step.name));
                ("FAILED", tally.at_least_one_failed())
            }
            Ending::NotRun(_) => ("not run", Tally::one_failed()),
        };
        total = total + tally;
        println!(
            "{:10} {:8} {:>7}   {tally}",
            row.step.name,
            result,
            clock(row.took)
        );
    }
    println!("{:10} {:8} {:>7}", "all", "", clock(took));
    for note in notes {
        println!("\nNOTE: {note}");
    }
    for fault in &faults {
        println!("\n{fault}");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_does_not_exist_is_refused() {
        assert!(choose(&["nonsense".to_owned()]).is_err());
        assert_eq!(choose(&["fmt".to_owned()]).unwrap().len(), 1);
        assert_eq!(choose(&[]).unwrap().len(), STEPS.len());
    }

    #[test]
    fn every_need_is_a_step_that_runs_before() {
        for (at, step) in STEPS.iter().enumerate() {
            for needed in step.needs {
                assert!(
                    STEPS[..at].iter().any(|before| before.name == *needed),
                    "{} needs {needed}",
                    step.name
                );
            }
        }
    }
}
