//! `vigie serve` and `vigie check`.

use super::{ConfigArg, count, failed, logs, runtime};
use crate::views::summary;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: ConfigArg,
}

pub fn run(args: &Args) -> ExitCode {
    logs("info");
    let loaded = match args.config.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    match runtime.block_on(crate::serve::serve(loaded)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => failed(why),
    }
}

pub fn check(args: &Args) -> ExitCode {
    match args.config.load() {
        Ok(loaded) => {
            print!("{}", summary::of(&loaded.site));
            for remark in &loaded.remarks {
                println!("note: {remark}");
            }
            println!(
                "{} is right, with {}",
                args.config.path().display(),
                count(loaded.remarks.len(), "note")
            );
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}
