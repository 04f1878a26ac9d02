//! Plays an exercise on this machine: a site with its server, real sirens, thousands of real screens,
//! officers and people; then judges what was promised. What is measured is the program that ships:
//! every part is a process or a connection of its own, and nothing is called from inside.

mod evidence;
mod fault;
mod outcome;
mod play;
mod programs;
mod promises;
mod scenario;
mod screens;
mod site;
mod stage;
mod summary;
mod timeline;
mod times;

pub use fault::Fault;
pub use outcome::Outcome;
pub use scenario::{EMBASSY_ROCKETS, Scenario, ScreenCounts, parse};
pub use timeline::{Out, Timeline};

use crate::record::{self, Format};
use evidence::Evidence;
use outcome::Known;
use play::{Pace, Played, play};
use stage::Stage;
use std::path::PathBuf;
use vigie_core::ids::OfficerId;

/// What is asked of an exercise.
#[derive(Clone, Debug)]
pub struct Options {
    /// At full speed, and ending by itself.
    pub unattended: bool,
    /// One JSON document at the end in place of tables.
    pub json: bool,
    /// Where the site is set up and kept; a temporary folder without it.
    pub keep: Option<PathBuf>,
    /// Other numbers of screens than the scenario's.
    pub screens: Option<ScreenCounts>,
    /// The step after which the server is killed and started again.
    pub kill_server_at: Option<String>,
}

/// An exercise that was played to its end.
pub struct Ended {
    /// What it found.
    pub outcome: Outcome,
    /// The site, which goes on for people who watch; none after an unattended exercise.
    standing: Option<Stage>,
}

impl Ended {
    /// Whether the site goes on.
    pub fn goes_on(&self) -> bool {
        self.standing.is_some()
    }

    /// Switches everything off.
    pub async fn clear(self) -> Result<(), Fault> {
        let Some(stage) = self.standing else {
            return Ok(());
        };
        stage
            .clear()
            .await
            .faults
            .into_iter()
            .next()
            .map_or(Ok(()), Err)
    }
}

/// Plays a scenario to its end.
pub async fn run(scenario: &Scenario, options: &Options) -> Result<Ended, Fault> {
    let out = if options.json {
        Out::Error
    } else {
        Out::Standard
    };
    let tell = Timeline::new(out);
    known_step(scenario, options.kill_server_at.as_deref())?;
    let counts = options.screens.unwrap_or(scenario.screens);
    tell.line(&format!(
        "EXERCISE EXERCISE EXERCISE — {}. Nobody is in danger; everything here is on this machine.",
        scenario.title
    ));
    tell.happens("setting up the site");
    let mut stage = Stage::build(scenario, counts, options.keep.as_deref(), &tell).await?;
    let pace = if options.unattended {
        Pace::Unattended
    } else {
        tell_addresses(&stage, &tell);
        Pace::Watched
    };
    let kill_at = options.kill_server_at.as_deref();
    let played = play(&mut stage, scenario, pace, kill_at, &tell).await?;
    keep_record(&stage, &played)?;
    let judge = |site: &site::SiteFolder, board: &screens::Board| {
        let evidence = Evidence::gather(site, played.warning);
        Outcome::of(&Known {
            scenario,
            screens: counts.all(),
            answering: counts.websocket,
            played: &played,
            board,
            evidence: &evidence,
        })
    };
    let (outcome, standing) = if options.unattended {
        tell.happens("everything is switched off; the journal is verified");
        let cleared = stage.clear().await;
        if let Some(fault) = cleared.faults.into_iter().next() {
            return Err(fault);
        }
        (judge(&cleared.site, &cleared.board), None)
    } else {
        let outcome = judge(&stage.site, stage.screens.board());
        (outcome, Some(stage))
    };
    show(&tell, &played, &outcome, options.json)?;
    if let Some(stage) = &standing {
        tell_addresses(stage, &tell);
        tell.line("\nThe site goes on until you press Ctrl-C.");
    }
    Ok(Ended { outcome, standing })
}

fn known_step(scenario: &Scenario, step: Option<&str>) -> Result<(), Fault> {
    match step.filter(|step| scenario.step(step).is_none()) {
        None => Ok(()),
        Some(step) => {
            let names: Vec<&str> = scenario.steps.iter().map(|s| s.name.as_str()).collect();
            let names = names.join(", ");
            Err(Fault::new(format!(
                "there is no step {step:?}; there are {names}"
            )))
        }
    }
}

fn show(tell: &Timeline, played: &Played, outcome: &Outcome, json: bool) -> Result<(), Fault> {
    let record = played.account.as_ref().map_or_else(
        || "There is no record.".to_owned(),
        |account| record::render(account, Format::Md),
    );
    tell.line(&format!("\n{record}"));
    if json {
        let document = serde_json::to_string(outcome)
            .map_err(|e| Fault::new(format!("failed to write the outcome: {e}")))?;
        println!("{document}");
    } else {
        tell.line(&summary::summary(outcome));
    }
    Ok(())
}

/// The record lies in the folder in every form.
fn keep_record(stage: &Stage, played: &Played) -> Result<(), Fault> {
    let Some(account) = &played.account else {
        return Ok(());
    };
    for (name, format) in [
        ("record.md", Format::Md),
        ("record.html", Format::Html),
        ("record.json", Format::Json),
    ] {
        let path = stage.site.root.join(name);
        std::fs::write(&path, record::render(account, format))
            .map_err(|e| Fault::new(format!("failed to write {}: {e}", path.display())))?;
    }
    Ok(())
}

fn tell_addresses(stage: &Stage, tell: &Timeline) {
    let base = stage.server.base();
    tell.line(&format!("\nThe public page:  {base}/"));
    tell.line(&format!("The console:      {base}/console"));
    for (officer, token) in &stage.site.officers {
        let officer: &OfficerId = officer;
        tell.line(&format!("  token of {officer}: {token}"));
    }
}
