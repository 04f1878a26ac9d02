//! `vigie demo`: an exercise on this machine.

use crate::demo::{self, EMBASSY_ROCKETS, Options, Scenario, ScreenCounts};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// The exercise could not be played, or was broken off.
const EXIT_NOT_PLAYED: u8 = 2;
/// Screens of one exercise: half of each kind.
const SCREENS_MAX: usize = 16_000;

/// Play an exercise on this machine: a site, sirens, thousands of screens, people.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Play at full speed and end by itself; exit 0 only if every promise was held.
    #[arg(long)]
    unattended: bool,
    /// Print one JSON document with every measured time and promise.
    #[arg(long)]
    json: bool,
    /// Set the site up in this folder and keep it: journal, sounds, CAP files, record.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Play this scenario.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// With so many screens in place of the scenario's number.
    #[arg(long, hide = true, value_name = "N")]
    screens: Option<usize>,
    /// Kill the server after this step's words were acknowledged, and start it again.
    #[arg(long, hide = true, value_name = "STEP")]
    kill_server_at: Option<String>,
}

/// Plays; 0 when every promise was held, 1 when one was broken, 2 when it could not be played.
pub fn run(args: &DemoArgs) -> ExitCode {
    let text = match &args.scenario {
        None => EMBASSY_ROCKETS.to_owned(),
        Some(file) => match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(e) => return not_played(&format!("failed to read {}: {e}", file.display())),
        },
    };
    let scenario = match demo::parse(&text) {
        Ok(scenario) => scenario,
        Err(faults) => return not_played(&faults.join("\nvigie: ")),
    };
    if args
        .screens
        .is_some_and(|n| !(1..=SCREENS_MAX).contains(&n))
    {
        return not_played(&format!("--screens: choose 1 to {SCREENS_MAX}"));
    }
    let options = Options {
        unattended: args.unattended,
        json: args.json,
        keep: args.keep.clone(),
        screens: args.screens.map(ScreenCounts::of),
        kill_server_at: args.kill_server_at.clone(),
    };
    let runtime = match super::runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    runtime.block_on(play(&scenario, &options))
}

async fn play(scenario: &Scenario, options: &Options) -> ExitCode {
    let played = tokio::select! {
        played = demo::run(scenario, options) => played,
        // Dropping the exercise ends its programs.
        () = told_to_end() => return not_played("the exercise was broken off"),
    };
    let ended = match played {
        Ok(ended) => ended,
        Err(fault) => return not_played(&fault.to_string()),
    };
    let code = if ended.outcome.ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    };
    if ended.goes_on() {
        told_to_end().await;
    }
    match ended.clear().await {
        Ok(()) => code,
        Err(fault) => not_played(&fault.to_string()),
    }
}

async fn told_to_end() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

fn not_played(why: &str) -> ExitCode {
    eprintln!("vigie: {why}");
    ExitCode::from(EXIT_NOT_PLAYED)
}
