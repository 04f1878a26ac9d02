//! `vigie intake FOLDER`: takes a folder of CAP files in at once, while no server runs.

use super::{ConfigArg, failed, logs, runtime};
use crate::config::{CapFeed, Loaded};
use crate::engine::{self, Running};
use crate::intake::folder::{Folder, Step};
use crate::intake::progress::Progress;
use crate::intake::summary::Summary;
use crate::intake::taking::Taker;
use crate::serve;
use crate::timings::Timings;
use clap::ValueEnum;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use vigie_core::Input;
use vigie_core::ids::FeedId;

/// Nothing was taken.
const NOTHING: u8 = 2;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; every file in it and below is read.
    folder: PathBuf,
    /// The feed of the configuration by whose rules the messages are judged; needed unless one names this folder.
    #[arg(long)]
    feed: Option<String>,
    /// How to write the summary.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    config: ConfigArg,
}

/// How to write the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}

/// Ends with 0 when every message was judged, 1 when some were refused or unreadable, 2 when nothing was taken.
pub fn run(args: &Args) -> ExitCode {
    logs("warn");
    let Ok(loaded) = args.config.load() else {
        return ExitCode::from(NOTHING);
    };
    let Ok(runtime) = runtime() else {
        return ExitCode::from(NOTHING);
    };
    match runtime.block_on(take(args, loaded)) {
        Ok(summary) => {
            match args.format {
                Format::Human => {
                    print!("{}", summary.text());
                    if summary.counts.contains_key("relayed") {
                        println!(
                            "what is relayed and still holds goes out when the server is started"
                        );
                    }
                }
                Format::Json => println!("{:#}", json!(summary)),
            }
            ExitCode::from(u8::from(!summary.not_taken.is_empty()))
        }
        Err(why) => {
            failed(why);
            ExitCode::from(NOTHING)
        }
    }
}

async fn take(args: &Args, loaded: Loaded) -> Result<Summary, String> {
    let Loaded { config, site, .. } = loaded;
    let feed = feed(&config.intake.cap_feed, &args.folder, args.feed.as_deref())?;
    if !args.folder.is_dir() {
        return Err(format!(
            "{} is no folder; name one with CAP files in it",
            args.folder.display()
        ));
    }
    let state = &config.folders.state;
    std::fs::create_dir_all(state)
        .map_err(|error| format!("failed to create {}: {error}", state.display()))?;
    let _lock = serve::lock(state).map_err(|why| {
        format!("{why}, or let it take the folder in: a running server reads the folders that its configuration names under [[intake.cap_feed]]")
    })?;
    let opened = serve::open(&config)?;
    let running = engine::run(opened.engine, Arc::new(Timings::default()), None);
    let Running { desk, ended, .. } =
        running.map_err(|error| format!("failed to start the engine: {error}"))?;
    let declared = desk.inbox.ask(Input::Declare(Box::new(site))).await;
    declared
        .map_err(|stopped| stopped.to_string())?
        .map_err(|refusal| refusal.to_string())?;
    let feeds = config.intake.cap_feed.iter();
    let trust = feeds
        .filter(|one| one.name == feed)
        .find_map(CapFeed::trust);
    let reader = Taker::new(feed, desk.inbox.clone()).trusting(trust);
    let taken = take_folder(reader, &args.folder).await;
    drop(desk);
    // What was answered is on disk; a fault after that is said all the same.
    match ended.await {
        Ok(Ok(_)) => taken,
        Ok(Err(fatal)) => Err(fatal.to_string()),
        Err(_) => Err("the engine's thread broke off".to_owned()),
    }
}

async fn take_folder(mut taker: Taker, folder: &Path) -> Result<Summary, String> {
    let mut summary = Summary::default();
    let mut progress = Progress::drawn(taker.feed());
    let mut folder = Folder::once(folder);
    let looked = folder.look(&mut taker, |step| match step {
        Step::Begun { files } => progress.begin(files),
        Step::Done(file) => {
            progress.step();
            summary.add(&file);
        }
    });
    let looked = looked.await;
    progress.end();
    looked.map_err(|trouble| trouble.to_string())?;
    Ok(summary)
}

/// The feed by whose rules the messages are judged.
fn feed(feeds: &[CapFeed], folder: &Path, named: Option<&str>) -> Result<FeedId, String> {
    let known = || {
        let all: Vec<&str> = feeds.iter().map(|feed| feed.name.as_str()).collect();
        if all.is_empty() {
            "the configuration has none; add an [[intake.cap_feed]] with the rules for them"
                .to_owned()
        } else {
            format!("there are {}", all.join(", "))
        }
    };
    if let Some(named) = named {
        let found = feeds.iter().find(|feed| feed.name.as_str() == named);
        return found
            .map(|feed| feed.name.clone())
            .ok_or_else(|| format!("there is no feed {named:?}; {}", known()));
    }
    let same = |feed: &&CapFeed| {
        let paths = (
            feed.folder.as_ref().map(|path| path.canonicalize()),
            folder.canonicalize(),
        );
        matches!(paths, (Some(Ok(one)), Ok(other)) if one == other)
    };
    feeds
        .iter()
        .find(same)
        .map(|feed| feed.name.clone())
        .ok_or_else(|| {
            format!(
                "no feed names this folder; say with --feed by whose rules to judge; {}",
                known()
            )
        })
}
