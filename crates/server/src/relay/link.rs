//! The link of a relay to whoever it takes bulletins from: it asks by the last number it has, calls the link
//! lost when heartbeats stop, and comes back apart from others.

use super::known::{Beat, Known, Taken};
use crate::listen::{Asker, Frame, SseReader};
use crate::stopping::Stopping;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, interval, sleep, sleep_until};

/// Silence after which a connection that has said nothing is given up: a server sends a heartbeat at once.
const FIRST_BEAT: Duration = Duration::from_secs(10);
/// What a heartbeat may be late before newcomers are told nothing of the one before.
const GRACE: Duration = Duration::from_secs(1);
/// How often it is looked whether a bulletin is missing.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Shortest and longest rest between two tries, in milliseconds.
const REST_MS: (u64, u64) = (200, 10_000);

/// How a connection ended.
enum Ended {
    /// Something is to be asked for again, after this number.
    AskAfter(u64),
    /// It broke, or fell silent. `heard` when a heartbeat came on it.
    Lost { heard: bool, why: String },
}

/// Keeps the link for ever. Whoever does not answer makes room for the next.
pub async fn keep(known: Arc<Known>, from: Vec<Asker>, stopping: Stopping) {
    let (mut at, mut fails, mut again) = (0, 0u32, None);
    loop {
        let since = again.take().or_else(|| known.last()).unwrap_or(0);
        let ended = tokio::select! {
            ended = listen(&known, &from[at % from.len()], since) => ended,
            () = stopping.wait() => return,
        };
        match ended {
            Ended::AskAfter(n) => again = Some(n),
            Ended::Lost { heard, why } => {
                known.cut_off(&why);
                fails = if heard { 0 } else { fails.saturating_add(1) };
                if !heard {
                    tracing::debug!(%why, "no link");
                    at += 1;
                }
            }
        }
        tokio::select! {
            () = sleep(rest(fails)) => {}
            () = stopping.wait() => return,
        }
    }
}

async fn listen(known: &Known, from: &Asker, since: u64) -> Ended {
    let mut heard = false;
    let mut asks = format!("/live?relay=true&since={since}");
    if let Some(code) = known.code(since) {
        asks.push_str("&code=");
        asks.push_str(&code);
    }
    tracing::debug!(%asks, "asking for the live wire");
    let opened = from.stream(&asks).await;
    let mut stream = match opened {
        Ok(stream) => stream,
        Err(why) => {
            let why = why.to_string();
            return Ended::Lost { heard, why };
        }
    };
    let mut reader = SseReader::default();
    let mut looks = interval(LOOK_EVERY);
    let now = Instant::now();
    let (mut late_at, mut lost_at) = (now + FIRST_BEAT, now + FIRST_BEAT);
    let (mut is_first, mut is_late) = (true, false);
    // Beside what comes, which waits for no answer.
    let mut lists = FuturesUnordered::new();
    loop {
        if lists.is_empty() {
            lists.extend(
                known
                    .lists()
                    .wanted()
                    .map(|sum| fetch_list(known, from, sum)),
            );
        }
        let lost = |why: &str| Ended::Lost {
            heard,
            why: why.to_owned(),
        };
        tokio::select! {
            piece = stream.chunk() => {
                let bytes = match piece {
                    Ok(Some(bytes)) => bytes,
                    Ok(None) => return lost("the server closed the connection"),
                    Err(error) => return lost(&error.to_string()),
                };
                let Ok(frames) = reader.take(&bytes) else {
                    return lost("what comes is not the live wire");
                };
                for frame in frames {
                    match frame {
                        Frame::Bulletin(jws) => match known.bulletin(&jws) {
                            Taken::New => tracing::debug!("a bulletin went on"),
                            Taken::Known | Taken::Refused => {}
                            Taken::OtherJournal => return Ended::AskAfter(0),
                        },
                        Frame::Heartbeat(jws) => match known.heartbeat(&jws) {
                            Beat::Alive { every } => {
                                (heard, is_late) = (true, false);
                                late_at = Instant::now() + every + GRACE;
                                lost_at = late_at + every;
                            }
                            Beat::Nothing => {}
                            Beat::OtherJournal => return Ended::AskAfter(0),
                        },
                        Frame::Resync(from) if is_first => known.gap(from),
                        Frame::Resync(from) => {
                            let had = known.last().unwrap_or(0);
                            return Ended::AskAfter(had.min(from.saturating_sub(1)));
                        }
                    }
                    is_first = false;
                }
            }
            Some(()) = lists.next() => {}
            () = sleep_until(lost_at) => return lost("no heartbeat came in time"),
            () = sleep_until(late_at), if !is_late => {
                is_late = true;
                known.late();
            }
            _ = looks.tick() => {
                if let Some(n) = known.ask_after() {
                    return Ended::AskAfter(n);
                }
            }
        }
    }
}

/// Asks for the names of the zones. Until they are there, whoever gave a zone gets everything.
async fn fetch_list(known: &Known, from: &Asker, sum: String) {
    match from.text(&format!("/live/zones/{sum}")).await {
        Ok(text) => {
            if known.lists().take(&sum, text) {
                tracing::debug!(%sum, "the names of the zones are there");
            } else {
                tracing::warn!(%sum, "the names of the zones are not those that were signed for; who gave a zone gets everything");
            }
        }
        // A list of before the zones were changed is no longer there.
        Err(why) => tracing::debug!(%sum, %why, "no names of zones"),
    }
}

/// A random time, so that all relays of a server do not return in the same moment.
fn rest(fails: u32) -> Duration {
    let (least, most) = REST_MS;
    let ceiling = most.min(1_000u64.saturating_mul(1 << fails.min(10)));
    let mut chance = [0u8; 2];
    // Without chance they come back in step, which is slower and not wrong.
    let _ = getrandom::fill(&mut chance);
    let spread = u64::from(u16::from_le_bytes(chance)) * (ceiling - least) / 65_535;
    Duration::from_millis(least + spread)
}
