//! `vigie relay`.

use super::{count, failed, logs, runtime};
use crate::relay;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration of the relay.
    #[arg(long, default_value = "relay.toml", env = "VIGIE_RELAY_CONFIG")]
    config: PathBuf,
    /// Say what is wrong with it, and start nothing.
    #[arg(long)]
    check: bool,
    /// The number of this process among those that share one port.
    #[arg(long, hide = true)]
    worker: Option<usize>,
}

pub fn run(args: &Args) -> ExitCode {
    logs("info");
    let loaded = match relay::load(&args.config) {
        Ok(loaded) => loaded,
        Err(faults) => {
            for fault in &faults {
                eprintln!("vigie: {fault}");
            }
            return failed(format!("{} to mend", count(faults.len(), "fault")));
        }
    };
    if args.check {
        println!("{} is right", args.config.display());
        return ExitCode::SUCCESS;
    }
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    let workers = loaded.config.relay.workers;
    let ended = if workers > 1 && args.worker.is_none() {
        let supervised = runtime.block_on(relay::supervise(&args.config, workers));
        supervised.map(|()| None)
    } else {
        runtime.block_on(relay::run(loaded, args.worker))
    };
    match ended {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(passed_on)) => failed(passed_on.take_own_place()),
        Err(why) => failed(why),
    }
}
