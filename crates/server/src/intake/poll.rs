//! A feed with an address: asked again and again, gently, and each message taken once.

use super::fetch::{Answer, Failure, Fetcher};
use super::guard::NotAdmitted;
use super::health::{Health, Standing};
use super::memory::{FeedMemory, FeedState, Forgot};
use super::taking::{self, Found, Outcome, Taken, Taker};
use super::until;
use crate::clock;
use crate::engine::Stopped;
use futures_util::stream::{self, StreamExt as _};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use url::Url;
use vigie_cap::doc::DateTime;
use vigie_cap::feed::FeedLink;
use vigie_core::ids::FeedId;
use vigie_core::time::Timestamp;

/// First rest after a failure.
const REST_MIN: Duration = Duration::from_secs(1);
/// Longest rest after failures: a feed that comes back is noticed within a quarter of an hour.
const REST_MAX: Duration = Duration::from_mins(15);
/// Linked messages of one look; more are left to the next. The largest national feed links 1,400.
const LINKS_MAX: usize = 2_000;
/// Linked messages that are fetched at once: quick, and no burden for a small server.
const AT_ONCE: usize = 4;
/// Linked messages that may fail in one look before the rest is left to the next.
const LINK_FAILURES_MAX: usize = 5;
/// Pages of one feed.
const PAGES_MAX: usize = 8;
/// Longest look, with all pages and linked messages.
const LOOK_MAX: Duration = Duration::from_mins(10);

/// How long linked messages are remembered, in milliseconds: longer than feeds offer theirs.
const REMEMBERED_MS: i64 = 90 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// Polls one feed.
pub(super) struct Poller {
    pub(super) every: Duration,
    pub(super) fetcher: Fetcher,
    pub(super) taker: Taker,
    pub(super) memory: Arc<dyn FeedMemory>,
    pub(super) health: Health,
    /// When old marks were last forgotten.
    pub(super) forgot: Option<Timestamp>,
}

/// Why a look ended early.
enum Trouble {
    /// The feed failed; it is asked again.
    Failed {
        why: String,
        retry_after: Option<Duration>,
    },
    /// The program stops.
    Stopped,
}

impl From<Stopped> for Trouble {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed {
            why: failure.to_string(),
            retry_after: failure.retry_after(),
        }
    }
}

impl From<Forgot> for Trouble {
    fn from(forgot: Forgot) -> Self {
        failed(forgot.to_string())
    }
}

fn failed(why: String) -> Trouble {
    Trouble::Failed {
        why,
        retry_after: None,
    }
}

impl Poller {
    /// Polls until the program stops.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut failures = 0;
        loop {
            let looked = tokio::select! {
                looked = tokio::time::timeout(LOOK_MAX, self.look()) => looked,
                () = until(&mut stop) => return,
            };
            self.fetcher.rest();
            let rest = match looked {
                Ok(Ok(())) => {
                    failures = 0;
                    self.every
                }
                Ok(Err(Trouble::Stopped)) => return,
                Ok(Err(Trouble::Failed { why, retry_after })) => {
                    failures += 1;
                    self.failing(why, failures);
                    rest_after(failures, chance()).max(retry_after.unwrap_or_default())
                }
                Err(_elapsed) => {
                    failures += 1;
                    self.failing(
                        "the look took more than 10 minutes; it goes on with the next".to_owned(),
                        failures,
                    );
                    rest_after(failures, chance())
                }
            };
            if failures == 0 {
                self.fine();
            }
            let next = clock::now().plus_ms(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX));
            self.health
                .note(self.taker.feed(), |health| health.next_look = Some(next));
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                () = until(&mut stop) => return,
            }
        }
    }

    fn fine(&self) {
        self.health.note(self.taker.feed(), |health| {
            if health.standing == Standing::Failing {
                tracing::info!(feed = %health.name, "the feed answers again");
            }
            health.standing = Standing::Ok;
            health.last_ok = Some(clock::now());
            health.last_error = None;
            health.failures = 0;
        });
    }

    fn failing(&self, why: String, failures: u32) {
        self.health.note(self.taker.feed(), |health| {
            if health.standing == Standing::Failing {
                tracing::debug!(feed = %health.name, failures, %why, "the feed fails again");
            } else {
                tracing::warn!(feed = %health.name, %why, "the feed fails");
            }
            health.standing = Standing::Failing;
            health.last_error = Some(why);
            health.failures = failures;
        });
    }

    /// Asks once, and takes everything new.
    async fn look(&mut self) -> Result<(), Trouble> {
        let feed = self.taker.feed().clone();
        let known = self.recall(move |memory| memory.state(&feed)).await?;
        let address = self.fetcher.feed().clone();
        let (bytes, url, state) = match self.fetcher.fetch(&address, &known).await? {
            Answer::Unchanged => return Ok(()),
            Answer::Document { bytes, url, state } => (bytes, url, state),
        };
        if !self.taker.knows(&bytes) {
            let (found, bytes) = read(self.taker.feed(), bytes).await?;
            self.take_document(found, &url).await?;
            // From here on nothing of it was left out.
            self.taker.remember(&bytes);
        }
        let feed = self.taker.feed().clone();
        let now = clock::now();
        let tidy = self.forgot.is_none_or(|at| now.since_ms(at) > DAY_MS);
        self.forgot = if tidy { Some(now) } else { self.forgot };
        let oldest = now.plus_ms(-REMEMBERED_MS).unix_ms();
        self.recall(move |memory| {
            if tidy {
                memory.forget(oldest)?;
            }
            memory.keep(&feed, &state)
        })
        .await
    }

    /// Takes what a document holds, what it links to, and its further pages.
    async fn take_document(&mut self, mut found: Found, url: &Url) -> Result<(), Trouble> {
        let mut url = url.clone();
        let mut pages = vec![url.clone()];
        loop {
            let links = std::mem::take(&mut found.links);
            let next = found.next.take().and_then(|next| url.join(&next).ok());
            let broken = found.broken.take();
            let anything = !links.is_empty() || !found.messages.is_empty();
            let taken = self.taker.take_all(found).await?;
            self.count(&url, taken);
            self.take_linked(&url, links).await?;
            if let Some(broken) = broken {
                if !stopped_short(&broken) && anything {
                    self.count(&url, vec![broken]);
                } else {
                    // What came before the break was taken; that nothing came after it is not known.
                    let why = broken.outcome.why().unwrap_or_default();
                    return Err(failed(format!("the feed could not be read: {why}")));
                }
            }
            match next {
                Some(next) if !pages.contains(&next) && pages.len() < PAGES_MAX => url = next,
                Some(next) if !pages.contains(&next) => {
                    let why = format!(
                        "the feed has more than {PAGES_MAX} pages; ask its operator for one of current messages alone"
                    );
                    return Err(failed(why));
                }
                _ => return Ok(()),
            }
            pages.push(url.clone());
            let answer = self.fetcher.fetch(&url, &FeedState::default()).await?;
            let Answer::Document { bytes, url: at, .. } = answer else {
                return Ok(());
            };
            url = at;
            found = read(self.taker.feed(), bytes).await?.0;
        }
    }

    /// Fetches what an index links to and was not fetched before, oldest first, and takes it.
    async fn take_linked(&mut self, base: &Url, links: Vec<FeedLink>) -> Result<(), Trouble> {
        let mut wanted: BTreeMap<String, Link> = BTreeMap::new();
        for link in links.into_iter().filter(|link| !link.embedded) {
            let link = Link::of(base, link);
            wanted.entry(link.key.clone()).or_insert(link);
        }
        let feed = self.taker.feed().clone();
        let keys: Vec<String> = wanted.keys().cloned().collect();
        let unseen = self
            .recall(move |memory| memory.unseen(&feed, keys))
            .await?;
        let mut unseen: Vec<Link> = unseen.iter().filter_map(|key| wanted.remove(key)).collect();
        unseen.sort_by_key(|link| link.updated.map(DateTime::unix_ms));
        let left = unseen.len().saturating_sub(LINKS_MAX);
        unseen.truncate(LINKS_MAX);
        let asked = unseen.len();
        let (from, feed) = (&self.fetcher, self.taker.feed().clone());
        let fetched = stream::iter(unseen).map(|link| async {
            let answer = fetch_linked(from, &feed, &link).await;
            (link, answer)
        });
        let mut fetched = std::pin::pin!(fetched.buffered(AT_ONCE));
        let mut failures = Vec::new();
        while let Some((link, answer)) = fetched.next().await {
            let taken = match answer {
                Ok(found) => self.taker.take_all(found).await?,
                Err(failure) if failure.is_final() => vec![refused(&failure)],
                Err(failure) => {
                    failures.push(format!("{}: {failure}", link.shown()));
                    if failures.len() >= LINK_FAILURES_MAX {
                        break;
                    }
                    continue;
                }
            };
            self.count(link.shown(), taken);
            let (feed, key) = (self.taker.feed().clone(), link.key.clone());
            let now = clock::now().unix_ms();
            self.recall(move |memory| memory.mark(&feed, &[key], now))
                .await?;
        }
        if let Some(first) = failures.first() {
            let count = failures.len();
            return Err(failed(format!(
                "{count} of {asked} linked messages could not be fetched; the first is {first}"
            )));
        }
        if left > 0 {
            return Err(failed(format!(
                "the feed links to more than {LINKS_MAX} new messages; {left} are left to the next look"
            )));
        }
        Ok(())
    }

    async fn recall<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn FeedMemory) -> Result<T, Forgot> + Send + 'static,
    ) -> Result<T, Trouble> {
        let memory = Arc::clone(&self.memory);
        let asked = tokio::task::spawn_blocking(move || ask(memory.as_ref()));
        let answer = asked
            .await
            .map_err(|error| failed(format!("the memory of feeds stopped: {error}")))?;
        Ok(answer?)
    }

    fn count(&self, from: impl std::fmt::Display, taken: Vec<Taken>) {
        let from = from.to_string();
        for one in taken {
            self.health.count(self.taker.feed(), &from, &one.outcome);
            log(self.taker.feed(), &from, &one);
        }
    }
}

/// Whether a document could not be read to its end. With other faults, such as a blank line before the
/// declaration, all of it was read.
fn stopped_short(broken: &Taken) -> bool {
    use vigie_cap::xml::rules;
    let ends = [
        &rules::TRUNCATED,
        &rules::MALFORMED,
        &rules::DOCTYPE,
        &rules::ENTITY,
        &rules::LIMIT,
        &rules::EMPTY,
        &rules::BINARY,
    ];
    let (_, rule) = broken.outcome.named();
    ends.iter().any(|end| end.id == rule)
}

async fn fetch_linked(fetcher: &Fetcher, feed: &FeedId, link: &Link) -> Result<Found, Failure> {
    let url = match &link.url {
        Ok(url) => url,
        Err(why) => return Err(NotAdmitted::Form { why: why.clone() }.into()),
    };
    // Nothing is said to be known, so nothing can be unchanged.
    let Answer::Document { bytes, .. } = fetcher.fetch(url, &FeedState::default()).await? else {
        return Ok(Found::default());
    };
    match read(feed, bytes).await {
        Ok((mut found, _)) => {
            found.say_if_barren("CAP-NONE", "the linked document holds no CAP message; its sender must link to the message itself");
            Ok(found)
        }
        Err(Broke(why)) => Err(Failure::Network { why }),
    }
}

/// Reading broke off by a fault of ours.
struct Broke(String);

impl From<Broke> for Trouble {
    fn from(Broke(why): Broke) -> Self {
        failed(why)
    }
}

/// Reads away from the threads that must stay free.
async fn read(feed: &FeedId, bytes: Vec<u8>) -> Result<(Found, Vec<u8>), Broke> {
    let feed = feed.clone();
    let read = tokio::task::spawn_blocking(move || (taking::read(&feed, &bytes), bytes));
    read.await
        .map_err(|error| Broke(format!("reading stopped: {error}")))
}

/// A linked message that is to be fetched.
struct Link {
    /// Where it is, or why that is no address.
    url: Result<Url, String>,
    updated: Option<DateTime>,
    /// What it is remembered by: its address and the time of its entry.
    key: String,
}

impl Link {
    fn of(base: &Url, link: FeedLink) -> Self {
        let target = link.link.unwrap_or_default();
        let promised = link.media_type.unwrap_or_default();
        let url = if target.is_empty() {
            Err(format!("the entry {:?} links to no message", link.id))
        } else if promised.contains("html") {
            Err(format!(
                "the entry {:?} links to a page for people and to no CAP message",
                link.id
            ))
        } else {
            let joined = base.join(&target);
            joined.map_err(|error| {
                format!(
                    "the entry {:?} links to {target:?}, which is no address: {error}",
                    link.id
                )
            })
        };
        let named = url.as_ref().map_or(link.id.as_str(), Url::as_str);
        let said = link.updated.map(|at| at.to_string()).unwrap_or_default();
        let key = hex::encode(Sha256::digest(format!("{named}\n{said}")));
        Self {
            url,
            updated: link.updated,
            key,
        }
    }

    fn shown(&self) -> String {
        self.url
            .as_ref()
            .map_or_else(|_| "an entry of the feed".to_owned(), Url::to_string)
    }
}

/// What became of a message that cannot be fetched for good.
fn refused(failure: &Failure) -> Taken {
    Taken {
        identifier: None,
        outcome: Outcome::Refused {
            rule: failure.rule().to_owned(),
            why: failure.to_string(),
        },
    }
}

/// Says in the log what became of a message; what was not taken is louder.
pub(super) fn log(feed: &FeedId, from: &str, taken: &Taken) {
    let identifier = taken.identifier.as_deref().unwrap_or("-");
    let outcome = &taken.outcome;
    match outcome {
        Outcome::Refused { .. } | Outcome::Unreadable { .. } => {
            tracing::info!(%feed, from, identifier, %outcome, "message not taken");
        }
        Outcome::SeenBefore => tracing::debug!(%feed, from, identifier, "message seen before"),
        _ => tracing::info!(%feed, from, identifier, %outcome, "message taken"),
    }
}

/// How long to rest after so many failures in a row: doubling from a second to a quarter of an hour, and by
/// chance (0 to 1) half to all of it, so that many do not come back at once.
fn rest_after(failures: u32, chance: f64) -> Duration {
    let doubled = 1_u32
        .checked_shl(failures.saturating_sub(1))
        .unwrap_or(u32::MAX);
    let whole = REST_MIN.saturating_mul(doubled).min(REST_MAX);
    whole.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

fn chance() -> f64 {
    // Without chance all come back at once; that is worse, and no reason to stop.
    let bits = getrandom::u32().unwrap_or(u32::MAX);
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_double_from_a_second_to_a_quarter_of_an_hour() {
        let whole: Vec<u64> = (1..=12).map(|n| rest_after(n, 1.0).as_secs()).collect();
        assert_eq!(whole, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(rest_after(1, 0.0), Duration::from_millis(500));
        assert_eq!(rest_after(u32::MAX, 1.0), REST_MAX);
    }
}
