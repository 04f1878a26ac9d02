//! Reads the mailbox of undeliverable mail, a Maildir: each message once, moved to `cur` when it is settled, so
//! that a crash in between reads it again, which changes nothing.

use super::Post;
use crate::stopping::Stopping;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};
use vigie_channels::email::{Bounce, Config, came_back};
use vigie_core::delivery::parcel::Turn;

/// How often the mailbox is looked into.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Longest message that is read, in bytes: a report holds at most the mail that came back.
const MESSAGE_BYTES_MAX: u64 = 1 << 20;
/// Messages of one look, so that a flood of them does not fill the memory.
const MESSAGES_MAX: usize = 500;

/// Reads until the program stops.
pub async fn bounces(post: Post, config: Config, stopping: Stopping) {
    let Some(mailbox) = config.bounces else {
        return;
    };
    loop {
        tokio::select! {
            () = look(&post, &mailbox, &config.bounce) => {}
            () = stopping.wait() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stopping.wait() => return,
        }
    }
}

/// One look.
async fn look(post: &Post, mailbox: &Path, bounce: &str) {
    let (folder, address) = (mailbox.to_owned(), bounce.to_owned());
    let read = tokio::task::spawn_blocking(move || read(&folder, &address)).await;
    let found = match read {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::warn!(mailbox = %mailbox.display(), %error, "undeliverable mail is not heard of: the mailbox cannot be read");
            return;
        }
        Err(stopped) => {
            tracing::warn!(%stopped, "reading the mailbox of undeliverable mail stopped");
            return;
        }
    };
    for (path, bounce) in found {
        if let Some(Bounce { number, tag }) = bounce {
            match post.came_back(number, &tag, Turn::Bounced).await {
                Ok(turned) => tracing::debug!(delivery = %number, turned, "a mail came back"),
                Err(why) => {
                    tracing::warn!(delivery = %number, %why, "a mail came back and could not be settled; it is read again");
                    continue;
                }
            }
        }
        if let Err(error) = seen(mailbox, &path) {
            tracing::warn!(mailbox = %mailbox.display(), %error, "a message could not be moved; it is read again");
        }
    }
}

fn read(mailbox: &Path, bounce: &str) -> io::Result<Vec<(PathBuf, Option<Bounce>)>> {
    let mut found = Vec::new();
    for file in fs::read_dir(mailbox.join("new"))?.take(MESSAGES_MAX) {
        let file = file?;
        let message = if file.metadata()?.len() > MESSAGE_BYTES_MAX {
            None
        } else {
            came_back(&fs::read(file.path())?, bounce)
        };
        found.push((file.path(), message));
    }
    Ok(found)
}

fn seen(mailbox: &Path, path: &Path) -> io::Result<()> {
    let Some(name) = path.file_name() else {
        return Ok(());
    };
    let cur = mailbox.join("cur");
    fs::create_dir_all(&cur)?;
    let mut name = name.to_owned();
    name.push(":2,S");
    fs::rename(path, cur.join(name))
}
