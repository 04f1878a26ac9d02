//! A feed that is a folder: every file that is there, then every file that comes or changes.

use super::health::{Health, Standing};
use super::poll::log;
use super::summary::Summary;
use super::taking::{self, Found, Taken, Taker};
use super::until;
use crate::clock;
use crate::engine::Stopped;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::sync::watch;
use vigie_cap::Limits;
use vigie_core::Foreign;

/// Files of one folder: more belong into an archive, which is taken in part by part.
const FILES_MAX: usize = 100_000;
/// Folders inside folders.
const DEPTH_MAX: usize = 16;
/// Files that are read before their messages are taken, oldest message first. Bounds memory; an update that lies
/// further than this from its alert is judged before it.
const FILES_PER_BATCH: usize = 512;
/// Bytes of such a batch, when files are large.
const BATCH_BYTES_MAX: u64 = 64 << 20;
/// A file younger than this that cannot be read may still be on its way.
const SETTLING: Duration = Duration::from_secs(2);

/// What a file looked like when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    changed: Option<SystemTime>,
    bytes: u64,
}

/// What came of one file.
#[derive(Debug)]
pub struct File {
    /// Where it is, below the folder.
    pub path: PathBuf,
    /// Its messages, or why there is none.
    pub taken: Vec<Taken>,
}

/// How a look goes.
#[derive(Debug)]
pub enum Step {
    /// It begins.
    Begun {
        /// How many files there are to read.
        files: usize,
    },
    /// A file is finished with.
    Done(File),
}

/// A folder and what was read of it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    read: BTreeMap<PathBuf, Look>,
    /// Whether files that cannot be read yet get another chance.
    patient: bool,
}

impl Folder {
    /// A folder that is looked at again and again.
    pub fn watched(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            read: BTreeMap::new(),
            patient: true,
        }
    }

    /// A folder that is looked at once.
    pub fn once(path: impl Into<PathBuf>) -> Self {
        Self {
            patient: false,
            ..Self::watched(path)
        }
    }

    /// Takes every file that is new or has changed, and tells how it goes. Returns whether a file was left for a
    /// moment because it is still being written.
    pub async fn look(
        &mut self,
        taker: &mut Taker,
        mut tell: impl FnMut(Step),
    ) -> Result<bool, Trouble> {
        let path = self.path.clone();
        let listed = blocking(move || list(&path)).await??;
        self.read.retain(|path, _| listed.contains_key(path));
        let fresh: Vec<(PathBuf, Look)> = listed
            .into_iter()
            .filter(|(path, look)| self.read.get(path) != Some(look))
            .collect();
        tell(Step::Begun { files: fresh.len() });
        let mut settling = false;
        let mut fresh = fresh.into_iter().peekable();
        while fresh.peek().is_some() {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while batch.len() < FILES_PER_BATCH
                && bytes < BATCH_BYTES_MAX
                && let Some((path, look)) = fresh.next()
            {
                bytes += look.bytes;
                batch.push((path, look));
            }
            settling |= self.take(taker, batch, &mut tell).await?;
        }
        Ok(settling)
    }

    async fn take(
        &mut self,
        taker: &mut Taker,
        batch: Vec<(PathBuf, Look)>,
        tell: &mut impl FnMut(Step),
    ) -> Result<bool, Trouble> {
        let (root, feed) = (self.path.clone(), taker.feed().clone());
        let read = blocking(move || {
            let read = batch.into_iter().map(|(path, look)| {
                let found = read_file(&root.join(&path), look.bytes, &feed);
                (path, look, found)
            });
            read.collect::<Vec<_>>()
        })
        .await?;
        let mut settling = false;
        let mut files = Vec::new();
        let mut messages: Vec<(usize, Foreign)> = Vec::new();
        for (path, look, mut found) in read {
            let young = look
                .changed
                .and_then(|at| at.elapsed().ok())
                .is_some_and(|age| age < SETTLING);
            if self.patient && young && found.broken.is_some() {
                settling = true;
                continue;
            }
            self.read.insert(path.clone(), look);
            found.say_if_barren(
                "CAP-INDEX",
                "the file only links to messages; give its address as the url of a feed",
            );
            let mut verdicts = found.unreadable;
            verdicts.extend(found.broken);
            messages.extend(
                found
                    .messages
                    .into_iter()
                    .map(|message| (files.len(), message)),
            );
            files.push(File {
                path,
                taken: verdicts,
            });
        }
        // Archives name their files as they like; an update must not come before what it updates.
        messages.sort_by_key(|(_, message)| message.alert.sent.unix_ms());
        let mut left: Vec<usize> = vec![0; files.len()];
        for (file, _) in &messages {
            left[*file] += 1;
        }
        let mut files: Vec<Option<File>> = files.into_iter().map(Some).collect();
        for (slot, left) in files.iter_mut().zip(&left) {
            if *left == 0
                && let Some(file) = slot.take()
            {
                tell(Step::Done(file));
            }
        }
        for (file, message) in messages {
            let verdict = taker.take(message).await?;
            left[file] -= 1;
            if let Some(open) = &mut files[file] {
                open.taken.push(verdict);
            }
            if left[file] == 0
                && let Some(file) = files[file].take()
            {
                tell(Step::Done(file));
            }
        }
        Ok(settling)
    }
}

/// Why a folder could not be taken in.
#[derive(Debug)]
pub enum Trouble {
    /// It could not be listed; what is in it is not known.
    Failed(String),
    /// The program stops.
    Stopped,
}

impl From<Stopped> for Trouble {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed(why) => f.write_str(why),
            Self::Stopped => Stopped.fmt(f),
        }
    }
}

impl std::error::Error for Trouble {}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Trouble> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Trouble::Failed(format!("reading the folder stopped: {error}")))
}

/// Every file below `root`, by its path from there. Links are not followed: they may lead out of the folder.
fn list(root: &Path) -> Result<BTreeMap<PathBuf, Look>, Trouble> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let failed = |error: std::io::Error| {
            Trouble::Failed(format!("failed to list {}: {error}", folder.display()))
        };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let path = entry.path();
            // Hidden files are those of tools and of writers that are not done.
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() {
                if depth >= DEPTH_MAX {
                    let why = format!(
                        "{} lies deeper than {DEPTH_MAX} folders; move it up",
                        path.display()
                    );
                    return Err(Trouble::Failed(why));
                }
                folders.push((path, depth + 1));
            } else if kind.is_file() {
                // Gone since it was listed: it is no longer in the folder.
                let Ok(about) = entry.metadata() else {
                    continue;
                };
                if files.len() >= FILES_MAX {
                    let why = format!(
                        "{} has more than {FILES_MAX} files; move old ones away",
                        root.display()
                    );
                    return Err(Trouble::Failed(why));
                }
                let below = path.strip_prefix(root).unwrap_or(&path).to_owned();
                let look = Look {
                    changed: about.modified().ok(),
                    bytes: about.len(),
                };
                files.insert(below, look);
            }
        }
    }
    Ok(files)
}

fn read_file(path: &Path, bytes: u64, feed: &vigie_core::ids::FeedId) -> Found {
    let limit = Limits::default().file_bytes_max as u64;
    let mut found = Found::default();
    if bytes > limit {
        found.say_if_barren(
            "XML-LIMIT",
            &format!("the file has {bytes} bytes, at most {limit} are read; split it"),
        );
        return found;
    }
    match fs::read(path) {
        Ok(bytes) if taking::begins_like_xml(&bytes) => taking::read(feed, &bytes),
        Ok(_) => {
            found.say_if_barren(
                "not_xml",
                "the file is not XML; keep only CAP files and feeds in this folder",
            );
            found
        }
        Err(error) => {
            found.say_if_barren(
                "file_unreadable",
                &format!("failed to read the file: {error}"),
            );
            found
        }
    }
}

/// Watches a folder until the program stops.
pub(super) async fn watch(
    mut folder: Folder,
    every: Duration,
    mut taker: Taker,
    health: Health,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let feed = taker.feed().clone();
        let mut summary = Summary::default();
        let mut progress = super::progress::Progress::logged(&feed);
        let look = folder.look(&mut taker, |step| match step {
            Step::Begun { files } => progress.begin(files),
            Step::Done(file) => {
                progress.step();
                let path = file.path.display().to_string();
                for one in &file.taken {
                    health.count(&feed, &path, &one.outcome);
                    log(&feed, &path, one);
                }
                summary.add(&file);
            }
        });
        let looked = tokio::select! {
            looked = look => looked,
            () = until(&mut stop) => return,
        };
        progress.end();
        if summary.messages() > 0 {
            tracing::info!(%feed, "{}", summary.line());
        }
        let mut rest = every;
        match looked {
            Ok(settling) => {
                if settling {
                    rest = rest.min(SETTLING);
                }
                health.note(&feed, |health| {
                    health.standing = Standing::Ok;
                    health.last_ok = Some(clock::now());
                    health.last_error = None;
                    health.failures = 0;
                });
            }
            Err(Trouble::Stopped) => return,
            Err(Trouble::Failed(why)) => health.note(&feed, |health| {
                if health.standing != Standing::Failing {
                    tracing::warn!(%feed, %why, "the feed fails");
                }
                health.standing = Standing::Failing;
                health.last_error = Some(why);
                health.failures += 1;
            }),
        }
        let next = clock::now().plus_ms(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX));
        health.note(&feed, |health| health.next_look = Some(next));
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = until(&mut stop) => return,
        }
    }
}
