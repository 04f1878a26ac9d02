//! How often it has happened before: a stored question with its definition in words, and its answer as of any
//! entry, with the incidents behind the number.

use super::Incident;
use super::description::{Described, Spot};
use crate::audience::area::{Point, distance_m};
use crate::ids::{IncidentId, IncidentKind, TallyId, ZoneId};
use crate::shelf::Shelf;
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many metres around a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Around {
    /// The place.
    pub centre: Point,
    /// How far, in metres.
    pub radius_m: u32,
}

/// A stored question: which incidents are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Its name.
    pub id: TallyId,
    /// What it counts, in words that go wherever the number goes.
    pub definition: String,
    /// Real ones, or those of exercises; never both.
    pub status: Status,
    /// The kinds that count; all if none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<IncidentKind>,
    /// Incidents about any of these zones; anywhere if none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub zones: BTreeSet<ZoneId>,
    /// Incidents within so many metres of a place; with zones, either suffices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub around: Option<Around>,
    /// From when on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Until before when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// One incident behind a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which.
    pub incident: IncidentId,
    /// When it happened, as far as it is known.
    pub at: Timestamp,
    /// Its line for people.
    pub title: String,
    /// Where.
    pub place: String,
}

/// The answer, as of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Number of the entry up to which the record was read.
    pub as_of: u64,
    /// Those that count, oldest first.
    pub counted: Vec<Counted>,
    /// Those of which the time or the place is known too roughly to say, oldest first.
    pub perhaps: Vec<Counted>,
}

impl Answer {
    /// The one before the last: "the first since".
    pub fn before_last(&self) -> Option<&Counted> {
        self.counted.iter().rev().nth(1)
    }
}

/// Why a number changed between two entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// An incident came into the record.
    Recorded,
    /// An incident was described anew, and counts since.
    DescribedIn,
    /// An incident was described anew, and does not count since.
    DescribedOut,
    /// An incident became part of another.
    Merged,
}

/// One incident that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub incident: IncidentId,
    /// Why.
    pub moved: Moved,
    /// The reason that an officer gave, where one was asked for.
    pub reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fits {
    No,
    Perhaps,
    Yes,
}

impl Tally {
    /// The answer as of entry `n`.
    pub fn answer(&self, incidents: &Shelf<IncidentId, Incident>, n: u64) -> Answer {
        let mut answer = Answer {
            as_of: n,
            counted: Vec::new(),
            perhaps: Vec::new(),
        };
        for incident in incidents.values() {
            let Some(said) = standing(incident, n) else {
                continue;
            };
            let list = match self.fits(said) {
                Fits::No => continue,
                Fits::Perhaps => &mut answer.perhaps,
                Fits::Yes => &mut answer.counted,
            };
            list.push(counted(incident.id, said));
        }
        for list in [&mut answer.counted, &mut answer.perhaps] {
            list.sort_by_key(|one| (one.at, one.incident));
        }
        answer
    }

    /// What came and went between two entries, and why.
    pub fn changes(
        &self,
        incidents: &Shelf<IncidentId, Incident>,
        from: u64,
        to: u64,
    ) -> Vec<Change> {
        let changed = incidents.values().filter_map(|incident| {
            let counts = |n| standing(incident, n).is_some_and(|s| self.fits(s) == Fits::Yes);
            let (before, after) = (counts(from), counts(to));
            if before == after {
                return None;
            }
            let merged = incident.merged.as_ref().filter(|m| m.n <= to && before);
            let described = incident.described_by(to);
            let reason = merged.map(|m| &m.reason).or(described.map(|d| &d.reason));
            Some(Change {
                incident: incident.id,
                moved: match (merged.is_some(), incident.described_by(from).is_some()) {
                    (true, _) => Moved::Merged,
                    (false, false) => Moved::Recorded,
                    (false, true) if after => Moved::DescribedIn,
                    (false, true) => Moved::DescribedOut,
                },
                reason: reason.cloned().unwrap_or_default(),
            })
        });
        changed.collect()
    }

    fn fits(&self, said: &Described) -> Fits {
        let about = &said.description;
        if about.status != self.status
            || !(self.kinds.is_empty() || self.kinds.contains(&about.kind))
        {
            return Fits::No;
        }
        let (first, last) = about.when.span();
        let time = within(self.since, self.until, first, last);
        time.min(self.fits_place(&about.zones, &about.place))
    }

    fn fits_place(&self, zones: &BTreeSet<ZoneId>, place: &Spot) -> Fits {
        if self.zones.is_empty() && self.around.is_none() {
            return Fits::Yes;
        }
        if !self.zones.is_disjoint(zones) {
            return Fits::Yes;
        }
        self.around.map_or(Fits::No, |around| near(around, place))
    }
}

/// What is said of an incident that counts by itself as of entry `n`.
fn standing(incident: &Incident, n: u64) -> Option<&Described> {
    let merged = incident.merged.as_ref().is_some_and(|m| m.n <= n);
    incident.described_by(n).filter(|_| !merged)
}

fn counted(incident: IncidentId, said: &Described) -> Counted {
    let about = &said.description;
    Counted {
        incident,
        at: about.when.at,
        title: about.title.clone(),
        place: about.place.name.clone(),
    }
}

/// Whether a span of time lies from `since` on and before `until`.
fn within(
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    first: Timestamp,
    last: Timestamp,
) -> Fits {
    let is_out = since.is_some_and(|since| last < since) || until.is_some_and(|end| first >= end);
    let is_in = since.is_none_or(|since| first >= since) && until.is_none_or(|end| last < end);
    match (is_out, is_in) {
        (true, _) => Fits::No,
        (false, true) => Fits::Yes,
        (false, false) => Fits::Perhaps,
    }
}

/// Whether a place lies within a circle, by how exactly it is known.
fn near(around: Around, place: &Spot) -> Fits {
    let Some(point) = place.point else {
        return Fits::Perhaps;
    };
    let (distance_m, radius_m) = (distance_m(around.centre, point), f64::from(around.radius_m));
    let rough_m = place.precision.within_m();
    if distance_m + rough_m <= radius_m {
        Fits::Yes
    } else if distance_m - rough_m > radius_m {
        Fits::No
    } else {
        Fits::Perhaps
    }
}
