//! What a duty officer reads when hundreds warn at once: one line for each event, what saves lives first,
//! with what waits for whom and until when. Nothing is left out: what has no line of its own is counted.

use crate::ids::{OfficerId, WarningId, ZoneId};
use crate::limits::SUMMARY_LINES_MAX;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{Origin, Stage, Warning};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything of this site that is open, by event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// One line for each event, the most urgent first.
    pub events: Vec<Line>,
    /// Events without a line of their own.
    pub events_more: usize,
    /// The sum of all.
    pub all: Count,
}

/// One event: one danger, at places that overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its first warning.
    pub event: WarningId,
    /// Real or exercise.
    pub status: Status,
    /// The danger.
    pub danger: String,
    /// Whether people may be hurt.
    pub saves_lives: bool,
    /// Every zone that any of its warnings names.
    pub zones: BTreeSet<ZoneId>,
    /// About how many people are usually in them.
    pub people: u64,
    /// How many officers had a hand in it or asked for it.
    pub officers: usize,
    /// Its warnings.
    #[serde(flatten)]
    pub count: Count,
    /// The one that has waited longest for a second person.
    pub first_to_read: Option<WarningId>,
    /// Since when that waits.
    pub waiting_since: Option<Timestamp>,
    /// When the next that waits for its turn has it.
    pub next_turn: Option<Timestamp>,
}

/// How many warnings stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Written or given back, with an officer.
    pub drafts: u64,
    /// Waiting for their turn.
    pub queued: u64,
    /// Waiting for a second person, proposed updates among them.
    pub submitted: u64,
    /// People are being warned.
    pub live: u64,
    /// Fired without a human, and nobody stands behind them.
    pub unconfirmed: u64,
    /// How often somebody asked for what was there already.
    pub joined: u64,
}

/// The summary of everything that is open.
pub fn summary(state: &State) -> Summary {
    let Some(site) = state.site.as_deref() else {
        return Summary::default();
    };
    let mut events: BTreeMap<WarningId, Gathered<'_>> = BTreeMap::new();
    let open = state.warnings.open().iter();
    let own = open
        .filter_map(|id| state.warning(*id))
        .filter(|warning| warning.origin == Origin::Own);
    let mut all = Count::default();
    for warning in own {
        all.add(warning);
        events.entry(warning.event()).or_default().add(warning);
    }
    let mut lines: Vec<Line> = events
        .into_iter()
        .filter_map(|(event, gathered)| gathered.line(site, event))
        .collect();
    lines.sort_by_key(|line| {
        let (since, none_waits) = (line.waiting_since, line.waiting_since.is_none());
        (
            line.status,
            !line.saves_lives,
            none_waits,
            since,
            line.event,
        )
    });
    let events_more = lines.len().saturating_sub(SUMMARY_LINES_MAX);
    lines.truncate(SUMMARY_LINES_MAX);
    Summary {
        events: lines,
        events_more,
        all,
    }
}

/// The warnings of one event.
#[derive(Default)]
struct Gathered<'a> {
    warnings: Vec<&'a Warning>,
    count: Count,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, warning: &'a Warning) {
        self.count.add(warning);
        self.warnings.push(warning);
    }

    fn line(self, site: &Site, event: WarningId) -> Option<Line> {
        let first = self.warnings.first()?;
        let zones: BTreeSet<ZoneId> = self
            .warnings
            .iter()
            .flat_map(|w| &w.zones)
            .cloned()
            .collect();
        let hands = self
            .warnings
            .iter()
            .flat_map(|w| &w.hands)
            .map(|hand| &hand.by);
        let joined = self.warnings.iter().flat_map(|w| w.joined_by.iter());
        let officers: BTreeSet<&OfficerId> = hands.chain(joined).collect();
        let waits = self.warnings.iter().filter(|w| waits_for_second(w));
        let longest = waits.min_by_key(|w| (w.held_since, w.id));
        let turns = self.warnings.iter().filter_map(|w| w.queued.as_ref());
        let danger = crate::ids::Danger::new(first.danger.clone());
        Some(Line {
            event,
            status: first.status,
            saves_lives: first.status == Status::Actual && site.is_grave(&danger),
            danger: first.danger.clone(),
            people: site.people_in(&zones),
            zones,
            officers: officers.len(),
            count: self.count,
            first_to_read: longest.map(|w| w.id),
            waiting_since: longest.map(|w| w.held_since),
            next_turn: turns.map(|(_, at)| *at).min(),
        })
    }
}

impl Count {
    fn add(&mut self, warning: &Warning) {
        let one = |holds: bool, count: &mut u64| *count += u64::from(holds);
        let stage = warning.stage;
        one(
            matches!(stage, Stage::Draft | Stage::Returned),
            &mut self.drafts,
        );
        one(stage == Stage::Queued, &mut self.queued);
        one(waits_for_second(warning), &mut self.submitted);
        one(warning.is_live(), &mut self.live);
        one(warning.is_unconfirmed(), &mut self.unconfirmed);
        self.joined += warning.joined;
    }
}

fn waits_for_second(warning: &Warning) -> bool {
    warning.stage == Stage::Submitted || warning.proposal.is_some()
}
