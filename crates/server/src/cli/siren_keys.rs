//! `vigie siren-keys`: what a siren must know this server by, as its configuration has it.

use super::{ConfigArg, failed};
use ed25519_dalek::SigningKey;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: ConfigArg,
}

pub fn run(args: &Args) -> ExitCode {
    let loaded = match args.config.load() {
        Ok(loaded) => loaded,
        Err(code) => return code,
    };
    let keys = match crate::keys::open(&loaded.config.folders.state.join("keys")) {
        Ok(keys) => keys,
        Err(why) => return failed(why),
    };
    let line = |role: &str, key: &SigningKey| {
        println!("{role} = \"{}\"", hex::encode(key.verifying_key()));
    };
    println!("[server_keys]");
    line("live", &keys.live);
    line("exercise", &keys.exercise);
    line("stop", &keys.stop);
    ExitCode::SUCCESS
}
