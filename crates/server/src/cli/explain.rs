//! `vigie explain`: why a thing was or was not sent, from a server or from the journal alone.

use super::{ConfigArg, failed};
use crate::explain::{Story, explain};
use crate::listen::Asker;
use std::process::ExitCode;

/// Why a warning was or was not sent, what a report led to, how a standing order stands.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The number of a warning, a report or any entry of the journal, or the name of a standing order.
    what: String,
    /// Ask this server; without it the journal is read.
    #[arg(long, value_name = "URL", requires = "token")]
    server: Option<String>,
    /// The token of an officer.
    #[arg(long, env = "VIGIE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[command(flatten)]
    config: ConfigArg,
}

/// Tells the story.
pub fn run(args: &ExplainArgs) -> ExitCode {
    match told(args) {
        Ok(story) => {
            println!("{}", story.verdict);
            for line in &story.lines {
                println!("  {}  {}", line.at.rfc3339(), line.what);
            }
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

fn told(args: &ExplainArgs) -> Result<Story, ExitCode> {
    let Some(server) = &args.server else {
        let loaded = args.config.load()?;
        let journal = loaded.config.folders.state.join("journal");
        return explain(&journal, &args.what).map_err(failed);
    };
    let runtime = super::runtime()?;
    let path = format!("/api/v1/explain/{}", args.what);
    let asked =
        Asker::new(server, args.token.as_deref()).map(|asker| runtime.block_on(asker.get(&path)));
    asked.and_then(|answer| answer).map_err(failed)
}
