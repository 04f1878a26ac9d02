//! `vigie explain`: why a thing was or was not sent, from a server or from the journal alone.

use super::FromArg;
use crate::explain::explain;
use std::process::ExitCode;

/// Why a warning was or was not sent, what a report led to, how a standing order stands.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The number of a warning, a report or any entry of the journal, or the name of a standing order.
    what: String,
    #[command(flatten)]
    from: FromArg,
}

/// Tells the story.
pub fn run(args: &ExplainArgs) -> ExitCode {
    let path = format!("/api/v1/explain/{}", args.what);
    let told = args
        .from
        .learn(&path, |journal| explain(journal, &args.what));
    match told {
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
