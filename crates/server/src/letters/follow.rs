//! Follows what is issued, and writes a letter to every app whose part of the globe a real warning meets. How far it
//! has come is in the registry: what was issued while this program stood still is told after the next start.

use super::pump::holding;
use super::{Letter, Letters, Says, Subscribed, Way, file};
use crate::stopping::Stopping;
use std::sync::Arc;
use std::time::Duration;
use vigie_channels::web_push::Endpoint;
use vigie_core::audience::select::Selection;
use vigie_core::ids::AlertId;
use vigie_core::time::Timestamp;
use vigie_core::warning::Alert;
use vigie_store::registry::{Drawer, Drawers as _, Fault, NewSlip, Registry, Slip};

/// Subscriptions that are looked at with one sync.
const PAGE: usize = 500;
/// How often is looked for subscriptions that nobody said are still wanted.
const TIDY_EVERY: Duration = Duration::from_mins(10);
/// How long is waited when the registry does not answer.
const FAULT_REST: Duration = Duration::from_secs(1);
/// For how long an app is told of a message that has no end of its own, in milliseconds: what is older is on the page.
const TOLD_MS: i64 = 6 * 3_600_000;
/// For how long an app is told that its subscription ended, in milliseconds.
const ENDED_MS: i64 = 3_600_000;
/// The name of the bookmark.
const BOOKMARK: &str = "apps";
/// Kept for good.
const FOR_GOOD: i64 = i64::MAX;

/// Follows until the program stops.
pub(super) async fn follow(letters: Letters, stopping: Stopping) {
    let work = work(&letters);
    tokio::select! {
        () = work => {}
        () = stopping.wait() => {}
    }
}

async fn work(letters: &Letters) {
    let mut newest = letters.0.desk.newest.clone();
    let mut tidy = tokio::time::interval(TIDY_EVERY);
    loop {
        newest.mark_unchanged();
        match tell(letters).await {
            Ok(0) => {}
            Ok(_) => letters.0.bell.notify_one(),
            Err(why) => {
                tracing::warn!(%why, "apps are told later: the registry did not answer");
                tokio::time::sleep(FAULT_REST).await;
                continue;
            }
        }
        tokio::select! {
            changed = newest.changed() => if changed.is_err() { return },
            _ = tidy.tick() => {
                let now_ms = crate::clock::now().unix_ms();
                match letters.with(move |registry| end(registry, now_ms)).await {
                    Ok(0) => {}
                    Ok(_) => letters.0.bell.notify_one(),
                    Err(why) => tracing::warn!(%why, "what is over is taken away later"),
                }
            }
        }
    }
}

/// Writes letters about everything behind the bookmark. Returns how many.
async fn tell(letters: &Letters) -> Result<usize, String> {
    let state = letters.0.desk.state();
    let newest = state.alerts.keys().next_back().copied();
    let last = newest.map_or(0, |alert| alert.0);
    let bookmark = letters
        .with(move |registry| bookmark(registry, last))
        .await?;
    let Some(mut bookmark) = bookmark else {
        return Ok(0);
    };
    let from: u64 = bookmark.text.parse().unwrap_or(last);
    // A journal that was begun anew counts from the beginning.
    let from = if from > state.head { 0 } else { from };
    let behind = state.alerts.iter().filter(|(id, _)| id.0 > from);
    let mut written = 0;
    for (id, alert) in behind {
        if holding(&state, *id).is_some() {
            let until_ms = until_ms(alert);
            let of_boxes = Arc::clone(alert);
            written += letters
                .with(move |registry| tell_of(registry, &of_boxes, until_ms))
                .await?;
        }
        bookmark.text = id.0.to_string();
        // Told again after a crash before this, which is heard once.
        let moved = bookmark.clone();
        letters
            .with(move |registry| registry.rewrite(&moved))
            .await?;
    }
    Ok(written)
}

/// Until when a message says anything to whoever is told of it.
fn until_ms(alert: &Alert) -> i64 {
    let now_ms = crate::clock::now().unix_ms();
    let expires = alert.content.expires.map(Timestamp::unix_ms);
    expires.unwrap_or(i64::MAX).min(now_ms + TOLD_MS)
}

/// The bookmark, put at the newest alert when there is none: nobody subscribed before it. `None` once, if it was just put.
fn bookmark(registry: &mut Registry, last: u64) -> Result<Option<Slip>, Fault> {
    if let Some(there) = registry.slip(Drawer::Bookmarks, BOOKMARK)? {
        return Ok(Some(there));
    }
    let new = NewSlip {
        name: BOOKMARK,
        marks: Vec::new(),
        person: None,
        text: last.to_string(),
        due_at_ms: None,
        kept_until_ms: FOR_GOOD,
    };
    registry.file(Drawer::Bookmarks, &[new], 1_000)?;
    registry.slip(Drawer::Bookmarks, BOOKMARK)
}

/// Writes a letter about an alert to every app that it concerns. Done again, it adds those that are missing.
fn tell_of(registry: &mut Registry, alert: &Arc<Alert>, until_ms: i64) -> Result<usize, Fault> {
    let id = alert.id;
    let area = Selection::of(vec![Arc::clone(alert)]);
    let (mut after, mut written) = (0, 0);
    loop {
        let page = registry.slips_after(Drawer::Boxes, after, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(written);
        };
        after = last.number;
        let concerned = page.into_iter().filter_map(|slip| {
            let subscribed = Subscribed::read(&slip.text).filter(|one| one.is_live)?;
            let meets = area
                .as_ref()
                .is_none_or(|area| area.meets_bounds(&subscribed.bounds()));
            meets.then(|| letter(id, until_ms, &slip, &subscribed))
        });
        let concerned: Vec<(String, Letter)> = concerned.collect();
        written += concerned.len();
        file(registry, &concerned)?;
    }
}

fn letter(alert: AlertId, until_ms: i64, of: &Slip, to: &Subscribed) -> (String, Letter) {
    let letter = Letter {
        way: Way::Push,
        to: to.to.clone(),
        says: Says::Issued { alert: alert.0 },
        until_ms,
        of: Some(of.number),
        tries: 0,
    };
    (format!("issued {} to {}", alert.0, of.number), letter)
}

/// Takes subscriptions away that nobody said are still wanted, and tells their apps. Returns how many.
fn end(registry: &mut Registry, now_ms: i64) -> Result<usize, Fault> {
    let ended = registry.due(Drawer::Boxes, now_ms, PAGE)?;
    if ended.is_empty() {
        return Ok(0);
    }
    let mut letters = Vec::new();
    for slip in &ended {
        let Some(subscribed) = Subscribed::read(&slip.text).filter(|one| one.is_live) else {
            continue;
        };
        if Endpoint::of_written(&subscribed.to).is_err() {
            continue;
        }
        let letter = Letter {
            way: Way::Push,
            to: subscribed.to,
            says: Says::Ended,
            until_ms: now_ms + ENDED_MS,
            of: None,
            tries: 0,
        };
        letters.push((format!("ended {}", slip.number), letter));
    }
    file(registry, &letters)?;
    let numbers: Vec<i64> = ended.iter().map(|slip| slip.number).collect();
    registry.take_away(&numbers)?;
    registry.shred()?;
    Ok(letters.len())
}
