//! The indexes that other software reads: what they list and say. Pure.

use bytes::Bytes;
use std::sync::Arc;
use vigie_cap::doc;
use vigie_channels::folder::render::{self, Listed, Masthead};
use vigie_core::State;
use vigie_core::site::Site;
use vigie_core::warning::Alert;

pub use vigie_channels::folder::render::file_name;

/// Ended warnings in an index.
const ENDED_LISTED_MAX: usize = 100;

/// What indexes list: the last message of each live warning, and the ends of the last day.
pub fn listed(state: &State) -> Vec<Arc<Alert>> {
    let ended = state.warnings.closed().rev().take(ENDED_LISTED_MAX);
    let recent = ended.filter_map(|id| state.warning(*id)).filter(|warning| {
        let day = |at| state.at.since_ms(at) < 86_400_000;
        warning.ended.as_ref().is_some_and(|(_, at, _)| day(*at))
    });
    let live = state.live_warnings().map(AsRef::as_ref);
    live.chain(recent)
        .filter_map(|warning| state.last_alert(warning))
        .cloned()
        .collect()
}

/// What the indexes say of themselves, for readers who find them at `address`.
pub fn masthead(site: Option<&Site>, address: &str) -> Masthead {
    Masthead {
        title: site.map_or_else(String::new, |site| format!("Warnings of {}", site.name)),
        author: site.map_or_else(String::new, |site| site.name.clone()),
        address: address.to_owned(),
        language: site
            .and_then(|site| site.languages.first())
            .map(ToString::to_string),
    }
}

/// One of the three indexes over some alerts, for readers who find them under `base`.
pub fn index(state: &State, base: &str, name: &str, alerts: &[Arc<Alert>]) -> Bytes {
    let said: Vec<(&Arc<Alert>, doc::Alert)> = alerts
        .iter()
        .filter_map(|alert| Some((alert, render::said(alert)?)))
        .collect();
    let listed: Vec<Listed<'_>> = said
        .iter()
        .map(|(alert, said)| Listed {
            outgoing: alert.outgoing(),
            said,
        })
        .collect();
    let masthead = masthead(state.site.as_deref(), &format!("{base}/"));
    let files = render::indexes(&masthead, &listed, state.at);
    let file = files.into_iter().find(|file| file.name == name);
    file.map(|file| file.bytes).unwrap_or_default().into()
}
