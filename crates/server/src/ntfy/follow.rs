//! Follows the alerts of some topics. Nothing is queued for a listener: it is told what the state holds after the
//! last thing that it was told, so a slow one costs no memory and one that comes back misses nothing that is kept.

use super::listener::Query;
use crate::app::App;
use crate::http::addresses::Place;
use crate::live;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use vigie_channels::live::reach::{Elsewhere, Stands};
use vigie_channels::ntfy::{Choice, Message, Since, Standing, Topic, message};
use vigie_core::State;
use vigie_core::ids::{AlertId, Language};
use vigie_core::site::Site;
use vigie_core::warning::Alert;
use vigie_fanout::To;

/// Seconds between lines that say nothing: proxies cut what is silent for a minute.
pub(super) const KEEPALIVE_S: u64 = 30;
/// Messages given to who asks for everything: what an app can show.
const KEPT_MAX: usize = 1_000;
/// Alerts of which it is remembered whom they are for, so that it is not worked out for each who listens.
const REMEMBERED_MAX: usize = 64;

/// What all who listen this way share.
#[derive(Debug)]
pub struct Places {
    /// Whether only holders of a token are let in.
    pub(super) token_needed: bool,
    max: usize,
    free: Arc<Semaphore>,
    whom: Mutex<VecDeque<Whom>>,
}

#[derive(Debug)]
struct Whom {
    alert: AlertId,
    site: Option<Arc<Site>>,
    to: To,
}

impl Places {
    /// So many places.
    pub fn new(connections_max: usize, token_needed: bool) -> Self {
        Self {
            token_needed,
            max: connections_max,
            free: Arc::new(Semaphore::new(connections_max)),
            whom: Mutex::default(),
        }
    }

    /// Who listens now.
    pub fn taken(&self) -> usize {
        self.max.saturating_sub(self.free.available_permits())
    }

    pub(super) fn take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.free).try_acquire_owned().ok()
    }

    fn whom(&self, state: &State, alert: &Arc<Alert>) -> To {
        // A poisoned lock only means that another connection's thread panicked.
        let mut known = self.whom.lock().unwrap_or_else(PoisonError::into_inner);
        let same_site = |known: &Whom| match (&known.site, &state.site) {
            (Some(known), Some(site)) => Arc::ptr_eq(known, site),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if let Some(known) = known
            .iter()
            .find(|one| one.alert == alert.id && same_site(one))
        {
            return known.to.clone();
        }
        let to = live::audience(state, alert);
        if known.len() >= REMEMBERED_MAX {
            known.pop_front();
        }
        known.push_back(Whom {
            alert: alert.id,
            site: state.site.clone(),
            to: to.clone(),
        });
        to
    }
}

/// One line of a stream.
#[derive(Clone, Debug)]
pub(super) enum Line {
    /// It is open.
    Open,
    /// It is still there.
    Keepalive,
    /// A message.
    Message(Box<Message>),
}

/// What of the messages is wanted.
#[derive(Clone, Debug)]
struct Filter {
    id: Option<String>,
    title: Option<String>,
    message: Option<String>,
    priorities: Vec<String>,
    tags: Vec<String>,
}

impl Filter {
    fn of(query: &Query) -> Self {
        let list = |text: &Option<String>| {
            let parts = text.iter().flat_map(|text| text.split(','));
            parts
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect()
        };
        Self {
            id: query.id.clone(),
            title: query.title.clone(),
            message: query.message.clone(),
            priorities: list(&query.priority),
            tags: list(&query.tags),
        }
    }

    fn lets_through(&self, message: &Message) -> bool {
        let names = ["", "min", "low", "default", "high", "max"];
        let name = names
            .get(usize::from(message.priority))
            .copied()
            .unwrap_or_default();
        let number = message.priority.to_string();
        let is_priority =
            |one: &String| *one == number || one == name || (one == "urgent" && name == "max");
        self.id.as_ref().is_none_or(|id| *id == message.id)
            && self
                .title
                .as_ref()
                .is_none_or(|title| *title == message.title)
            && self
                .message
                .as_ref()
                .is_none_or(|text| *text == message.message)
            && (self.priorities.is_empty() || self.priorities.iter().any(is_priority))
            && self.tags.iter().all(|tag| message.tags.contains(tag))
    }
}

/// One who listens.
pub(crate) struct Follower {
    app: Arc<App>,
    topics: Vec<Topic>,
    languages: Vec<Language>,
    filter: Filter,
    /// The last alert that was looked at.
    last: AlertId,
    newest: tokio::sync::watch::Receiver<Option<AlertId>>,
    /// What is told before anything new.
    first: Vec<Line>,
    is_poll: bool,
    /// Held for as long as it listens.
    _places: (OwnedSemaphorePermit, Place),
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follower")
            .field("topics", &self.topics)
            .finish_non_exhaustive()
    }
}

impl Follower {
    pub(super) fn new(
        app: Arc<App>,
        topics: Vec<Topic>,
        languages: Vec<Language>,
        query: &Query,
        since: Since,
        places: (OwnedSemaphorePermit, Place),
    ) -> Self {
        let newest = app.desk.newest.clone();
        let state = app.desk.state();
        let mut follower = Self {
            topics,
            languages,
            filter: Filter::of(query),
            last: state
                .alerts
                .keys()
                .next_back()
                .copied()
                .unwrap_or(AlertId(0)),
            newest,
            first: Vec::new(),
            is_poll: query.is_poll(),
            app,
            _places: places,
        };
        let messages = follower.kept(&state, since);
        if !follower.is_poll {
            follower.first.push(Line::Open);
        }
        let messages = messages
            .into_iter()
            .map(|message| Line::Message(Box::new(message)));
        follower.first.extend(messages);
        follower
    }

    /// The topics as they were asked for.
    pub(super) fn named(&self) -> String {
        let names: Vec<&str> = self
            .topics
            .iter()
            .map(|topic| topic.name.as_str())
            .collect();
        names.join(",")
    }

    /// The next lines; none at the end.
    pub(super) async fn next(&mut self) -> Option<Vec<Line>> {
        if !self.first.is_empty() {
            return Some(std::mem::take(&mut self.first));
        }
        if self.is_poll {
            return None;
        }
        loop {
            self.newest.mark_unchanged();
            let fresh = self.fresh();
            if !fresh.is_empty() {
                return Some(fresh);
            }
            tokio::select! {
                changed = self.newest.changed() => changed.ok()?,
                () = tokio::time::sleep(Duration::from_secs(KEEPALIVE_S)) => return Some(vec![Line::Keepalive]),
                () = self.app.stopping.wait() => return None,
            }
        }
    }

    /// What came after the last alert that was looked at.
    fn fresh(&mut self) -> Vec<Line> {
        let state = self.app.desk.state();
        let after = |alert: &&Arc<Alert>| alert.id > self.last;
        let mut alerts: Vec<&Arc<Alert>> = state.alerts.values().rev().take_while(after).collect();
        alerts.reverse();
        let lines = alerts.iter().flat_map(|alert| self.heard(&state, alert));
        let lines = lines
            .map(|message| Line::Message(Box::new(message)))
            .collect();
        if let Some(alert) = alerts.last() {
            self.last = alert.id;
        }
        lines
    }

    /// What is there already, as far as it is wanted, oldest first.
    fn kept(&self, state: &State, since: Since) -> Vec<Message> {
        let all = || state.alerts.values().rev();
        let mut alerts: Vec<&Arc<Alert>> = match since {
            // An app that polls wants what it missed; one that listens, what holds.
            Since::Unsaid if !self.is_poll => {
                let live = state.live_warnings();
                let mut last: Vec<_> = live
                    .filter_map(|warning| state.last_alert(warning))
                    .collect();
                last.sort_by_key(|alert| std::cmp::Reverse(alert.id));
                last
            }
            Since::Nothing => Vec::new(),
            Since::Unsaid | Since::All | Since::Latest => all().take(KEPT_MAX).collect(),
            // A number that this journal has not reached is of another journal: whoever has it missed everything.
            Since::After(id) if id.0 > state.head => all().take(KEPT_MAX).collect(),
            Since::After(id) => all()
                .take_while(|alert| alert.id > id)
                .take(KEPT_MAX)
                .collect(),
            Since::From(at) => {
                let kept = all().filter(|alert| alert.content.sent >= at);
                kept.take(KEPT_MAX).collect()
            }
        };
        alerts.reverse();
        let mut messages: Vec<Message> = alerts
            .into_iter()
            .flat_map(|alert| self.heard(state, alert))
            .collect();
        if since == Since::Latest {
            messages.drain(..messages.len().saturating_sub(1));
        }
        messages
    }

    /// An alert in each topic that it is for.
    fn heard(&self, state: &State, alert: &Arc<Alert>) -> Vec<Message> {
        let to = self.app.ntfy.whom(state, alert);
        let standing = standing(state, alert);
        let spoken = state
            .site
            .as_deref()
            .map_or(&[][..], |site| &site.languages);
        let here = self.topics.iter().filter(|topic| {
            to.reaches(Stands::Zone(topic.zone.clone(), Elsewhere::Unwanted).group())
        });
        here.filter_map(|topic| {
            let choice = Choice {
                topic,
                wanted: &self.languages,
                spoken,
                base: &self.app.base,
            };
            message(alert.outgoing(), standing, choice)
        })
        .filter(|message| self.filter.lets_through(message))
        .collect()
    }
}

/// After an end nothing new sounds, whenever somebody comes to hear of it.
fn standing(state: &State, alert: &Alert) -> Standing {
    let warning = state.warning(alert.warning);
    let is_last = warning.is_some_and(|warning| warning.alerts.last() == Some(&alert.id));
    let is_live = warning.is_some_and(vigie_core::warning::Warning::is_live);
    if is_last && (is_live || alert.content.act.ends()) {
        Standing::Holds
    } else {
        Standing::Past
    }
}
