//! A channel without its other side: files in a folder for exercises and other software, and a list in memory
//! for tests. Both write what the real channel would.

use super::{Channel, Limits, Order, Render, Rendered, Sending};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io, io::Write as _};
use vigie_core::delivery::parcel::Outcome;

/// What a folder or the memory of this machine takes at once.
const LIMITS: Limits = Limits {
    at_once: 64,
    per_minute_max: u32::MAX,
};

/// Writes each order as a file, synced before it is said to be taken. An order that comes twice is one file.
#[derive(Debug)]
pub struct InFolder<R> {
    render: R,
    folder: PathBuf,
}

impl<R: Render> InFolder<R> {
    /// A channel into `folder`, which is made when something is sent.
    pub fn new(render: R, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { render, folder }
    }
}

impl<R: Render> Channel for InFolder<R> {
    fn limits(&self) -> Limits {
        LIMITS
    }

    fn send<'a>(&'a self, order: &'a Order) -> Sending<'a> {
        Box::pin(async move {
            let rendered = match self.render.render(order) {
                Ok(rendered) => rendered,
                Err(why) => return Outcome::Refused { why },
            };
            let folder = self.folder.clone();
            let written = tokio::task::spawn_blocking(move || put(&folder, &rendered)).await;
            match written {
                Ok(Ok(())) => Outcome::Taken,
                Ok(Err(error)) => later(format!(
                    "failed to write into {}: {error}",
                    self.folder.display()
                )),
                Err(stopped) => later(format!("writing stopped: {stopped}")),
            }
        })
    }
}

fn put(folder: &Path, rendered: &Rendered) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{}.part", rendered.name));
    let mut file = fs::File::create(&beside)?;
    file.write_all(&rendered.bytes)?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(&rendered.name))?;
    fs::File::open(folder)?.sync_all()
}

fn later(why: String) -> Outcome {
    let rest_ms = None;
    Outcome::Later { why, rest_ms }
}

/// What was sent, by its name, with how often.
pub type Kept = BTreeMap<String, (Vec<u8>, u32)>;

/// Keeps each order in memory, by its name. An order that comes twice is kept once, and counted.
#[derive(Clone, Debug)]
pub struct InMemory<R> {
    render: Arc<R>,
    kept: Arc<Mutex<Kept>>,
}

impl<R: Render> InMemory<R> {
    /// A channel into memory; its copies share what is kept.
    pub fn new(render: R) -> Self {
        Self {
            render: Arc::new(render),
            kept: Arc::default(),
        }
    }

    /// What was sent, by name, with how often.
    pub fn kept(&self) -> Kept {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<R: Render> Channel for InMemory<R> {
    fn limits(&self) -> Limits {
        LIMITS
    }

    fn send<'a>(&'a self, order: &'a Order) -> Sending<'a> {
        Box::pin(async move {
            match self.render.render(order) {
                Ok(Rendered { name, bytes }) => {
                    let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                    let (last, times) = kept.entry(name).or_default();
                    (*last, *times) = (bytes, *times + 1);
                    Outcome::Taken
                }
                Err(why) => Outcome::Refused { why },
            }
        })
    }
}
