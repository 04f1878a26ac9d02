//! `cargo xtask sim`: the simulator over many seeds. A failure is worth nothing unless it can be seen
//! again, so it is printed with its seed, its commit and the command that repeats it.

use crate::cargo::build_release;
use crate::fault::Fault;
use crate::run::{Ran, call};
use crate::site::Site;
use std::time::Duration;

/// A night of seeds.
const LIMIT: Duration = Duration::from_hours(12);

/// What a person may ask for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many seeds, each a country with its own bad luck
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The first seed
    #[arg(long)]
    seed: Option<u64>,
    /// Play the failures of real warning systems again, and nothing else
    #[arg(long, conflicts_with_all = ["seeds", "seed", "plant"])]
    scenarios: bool,
    /// Plant this fault (`all` for each in turn) and expect the checker to catch it
    #[arg(long, conflicts_with_all = ["seeds", "seed"])]
    plant: Option<String>,
}

/// Builds the simulator and runs it.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let site = Site::here();
    build_release(&site, &[("vigie-sim", "vigie-sim")])?;
    if options.scenarios {
        return scenarios(&site);
    }
    if let Some(fault) = &options.plant {
        return planted_faults(&site, fault);
    }
    scenarios(&site)?;
    seeds(&site, options.seeds, options.seed)
}

/// Plays the failures of real warning systems again, each with its rule and without it.
pub(crate) fn scenarios(site: &Site) -> Result<(), Fault> {
    let ran = play(site, &["--scenarios".to_owned()])?;
    match &ran.failure {
        None => Ok(()),
        Some(why) => Err(Fault::new(
            format!("a failure of the past would happen here ({why})"),
            "`cargo xtask sim --scenarios` shows which; crates/sim/src/scenarios has one file each",
        )),
    }
}

/// Runs this many seeds; the program is built already.
pub(crate) fn seeds(site: &Site, count: u64, first: Option<u64>) -> Result<(), Fault> {
    let mut args = vec!["--seeds".to_owned(), count.to_string()];
    if let Some(first) = first {
        args.extend(["--seed".to_owned(), first.to_string()]);
    }
    let ran = play(site, &args)?;
    let Some(why) = &ran.failure else {
        return Ok(());
    };
    let repeat = failed_seed(&ran).map_or_else(
        || "read the lines above for the seed".to_owned(),
        |seed| {
            format!(
                "at commit {}, `cargo xtask sim --seeds 1 --seed {seed}` shows it again",
                site.commit()
            )
        },
    );
    Err(Fault::new(
        format!("the simulator found a fault ({why})"),
        repeat,
    ))
}

/// Plants a fault, or each in turn, and expects it to be caught.
pub(crate) fn planted_faults(site: &Site, fault: &str) -> Result<(), Fault> {
    let ran = play(site, &["--plant".to_owned(), fault.to_owned()])?;
    match &ran.failure {
        None => Ok(()),
        Some(why) => Err(Fault::new(
            format!(
                "a planted fault was not caught at commit {} ({why})",
                site.commit()
            ),
            "a checker that catches nothing defends nothing: mend it in crates/sim",
        )),
    }
}

fn play(site: &Site, args: &[String]) -> Result<Ran, Fault> {
    call(site.program("vigie-sim"))
        .args(args)
        .folder(&site.root)
        .limit(LIMIT)
        .run()
}

/// The first number after the word `seed` in what the simulator said.
fn failed_seed(ran: &Ran) -> Option<u64> {
    ran.all
        .iter()
        .filter(|line| line.contains("FAILED") || line.contains("failed"))
        .find_map(|line| {
            let after = line.split("seed").nth(1)?;
            let digits: String = after
                .chars()
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect();
            digits.parse().ok()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_of_a_failure_is_found() {
        let ran = Ran {
            stdout: Vec::new(),
            all: vec![
                "ran 40 seeds".to_owned(),
                "seed 17 FAILED: silence_after_end".to_owned(),
            ],
            failure: Some("exit status: 1".to_owned()),
        };
        assert_eq!(failed_seed(&ran), Some(17));
    }
}
