//! What a feed says of itself, and of the whole alerts it holds.

use super::{FeedReading, rules};
use crate::doc::{DateTime, MsgType};
use crate::finding::{Finding, Place};
use crate::read::{ReadAlert, Wrapper};
use crate::rule::Rule;
use crate::xml::Limits;
use std::collections::BTreeMap;

/// Whether the feed has what names and dates it.
pub(super) fn head(feed: &mut FeedReading) {
    let atom = feed.wrapper == Wrapper::Atom;
    if !atom && feed.wrapper != Wrapper::Rss {
        return;
    }
    let lacks = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
    let wanted: [(&'static Rule, bool, &str); 3] = [
        (&rules::ID, atom && lacks(&feed.id), "a feed without id"),
        (&rules::TITLE, lacks(&feed.title), "a feed without title"),
        (
            &rules::UPDATED,
            feed.updated.is_none(),
            "a feed that does not say when it changed",
        ),
    ];
    for (rule, _, what) in wanted.into_iter().filter(|(_, missing, _)| *missing) {
        feed.findings.push(Finding {
            line: 1,
            column: 1,
            ..Finding::new(rule, Place::ALERT, what)
        });
    }
}

/// Whether the alerts in the feed should be there, and their entries tell their time.
pub(super) fn alerts(feed: &mut FeedReading, alerts: &[ReadAlert]) {
    if feed.entries.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let cancelled: BTreeMap<_, _> = alerts
        .iter()
        .filter(|read| read.alert.msg_type == MsgType::Cancel)
        .flat_map(|read| {
            let by = &read.alert.identifier;
            let triple = |one: &crate::doc::Reference| (one.to_string(), by.clone());
            read.alert.references.iter().map(triple).collect::<Vec<_>>()
        })
        .collect();
    for read in alerts {
        let alert = &read.alert;
        let mut say = |rule: &'static Rule, what: String| {
            found.push(Finding {
                line: read.line,
                column: read.column,
                ..Finding::new(rule, Place::ALERT, what)
            });
        };
        if let (Some(expires), Some(updated)) = (alert.expires(), feed.updated)
            && expires.unix_s() < updated.unix_s()
        {
            let what = format!(
                "{} expired {expires}, the feed is of {updated}",
                alert.identifier
            );
            say(&rules::EXPIRED, what);
        }
        if let Some(by) = cancelled.get(&alert.reference().to_string()) {
            say(
                &rules::CANCELLED,
                format!("{} is cancelled by {by}", alert.identifier),
            );
        }
        if let Some(updated) = entry_time(feed, read)
            && updated != alert.sent.unix_s()
        {
            say(
                &rules::ENTRY_SENT,
                format!("{} was sent {}", alert.identifier, alert.sent),
            );
        }
    }
    found.truncate(Limits::default().findings_max);
    feed.findings.append(&mut found);
}

/// When the entry around an alert says it changed.
fn entry_time(feed: &FeedReading, read: &ReadAlert) -> Option<i64> {
    let after = feed
        .entries
        .partition_point(|entry| (entry.line, entry.column) <= (read.line, read.column));
    let entry = feed.entries.get(after.checked_sub(1)?)?;
    entry.updated.map(DateTime::unix_s)
}
