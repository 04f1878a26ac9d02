//! What is true: the sum of all entries. Cheap to clone, so that readers hold one that never changes.

pub mod changes;
pub mod deliveries;
pub mod marks;
pub mod orders;
pub mod tokens;
pub mod warnings;

use crate::admission::Turns;
use crate::delivery::{Delivery, Target};
use crate::headcount::Headcount;
use crate::ids::{
    AlertId, AssertionId, Danger, HeadcountId, IncidentId, ReportId, SensorId, SirenId, TallyId,
    WarningId, ZoneId,
};
use crate::record::Incident;
use crate::record::tally::Tally;
use crate::report::{Health, Taken};
use crate::shelf::Shelf;
use crate::siren::Condition;
use crate::site::{Roster, Site, zone};
use crate::time::Timestamp;
use crate::vetting::{Sums, VettedTexts};
use crate::warning::{Alert, Origin, Triple, Warning};
use changes::Changes;
use deliveries::Deliveries;
use orders::Orders;
use rpds::QueueSync;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokens::Tokens;
use warnings::Warnings;

/// What is true after entry `head`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Number of the last entry; 0 before the first.
    pub head: u64,
    /// Time of the last entry.
    pub at: Timestamp,
    /// The site, once it has been declared.
    pub site: Option<Arc<Site>>,
    /// The same as two people agreed to it, where what is live still keeps words or zones of another.
    pub agreed: Option<Arc<Site>>,
    /// Changes that need two people.
    pub changes: Changes,
    /// Tokens, as two people know them.
    pub tokens: Tokens,
    /// The sirens of each zone of it.
    pub sirens_by_zone: Arc<BTreeMap<ZoneId, Vec<SirenId>>>,
    /// Who is expected to answer.
    pub roster: Arc<Roster>,
    /// Warnings: all open ones and the latest ended ones.
    pub warnings: Warnings,
    /// Their messages.
    pub alerts: Shelf<AlertId, Alert>,
    /// Foreign messages taken, with the hash of their bytes and the warning they became.
    pub cap_seen: Shelf<Triple, Seen>,
    /// The same, oldest first.
    pub cap_seen_order: QueueSync<Triple>,
    /// Standing orders, in force or not.
    pub standing_orders: Orders,
    /// How much each officer has submitted of late.
    #[serde(default)]
    pub turns: Turns,
    /// What each sensor said last.
    pub sensors: Shelf<SensorId, Trace>,
    /// Deliveries of the warnings kept.
    pub deliveries: Deliveries,
    /// What is known of each siren.
    pub sirens: Shelf<SirenId, SirenState>,
    /// How many screens have shown each alert: connected, acknowledged.
    pub reach: Shelf<AlertId, (u64, u64)>,
    /// Roll calls.
    pub headcounts: Shelf<HeadcountId, Headcount>,
    /// Incidents.
    pub incidents: Shelf<IncidentId, Incident>,
    /// The incident of each line.
    #[serde(default)]
    pub lines: Shelf<AssertionId, IncidentId>,
    /// The incident of each row that was taken over from a table, by [`Row::key`].
    ///
    /// [`Row::key`]: crate::record::description::Row::key
    #[serde(default)]
    pub rows: Shelf<String, IncidentId>,
    /// Stored questions to the record.
    #[serde(default)]
    pub tallies: Shelf<TallyId, Tally>,
    /// What was opened with each warning.
    pub opened_with: Shelf<WarningId, OpenedWith>,
    /// The latest reports.
    pub reports: Shelf<ReportId, Taken>,
    /// SHA-256 of the words of the latest reports that had any, hexadecimal.
    #[serde(default)]
    pub texts: Shelf<ReportId, String>,
    /// The sum of what the site says of each danger in each language, made once when it is declared.
    pub sums: Sums,
    /// What may be said of a real danger.
    #[serde(default)]
    pub vetted: VettedTexts,
}

/// What was opened with a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedWith {
    /// Its roll call.
    pub headcount: Option<HeadcountId>,
    /// Its incident.
    pub incident: Option<IncidentId>,
}

/// A foreign message that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// SHA-256 of other bytes that came under the same key, at most
    /// [`crate::limits::OTHER_BYTES_KEPT`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// The warning that shows it, if one does.
    pub warning: Option<WarningId>,
}

/// What a sensor said last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Number of its last reading.
    pub reading: u64,
    /// When it last reported a danger, if it did; of another sensor, when it was first heard.
    pub at: Timestamp,
    /// That report.
    pub report: ReportId,
    /// The danger it spoke of: its own word, or the one that its post recognises.
    pub danger: Option<Danger>,
    /// When it last said anything at all.
    pub heard: Timestamp,
    /// What it last said of itself.
    pub health: Option<Health>,
}

/// What is known of a siren.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SirenState {
    /// Whether the way to it is up; `None` before it was ever seen. Unknown is not fine.
    pub up: Option<bool>,
    /// Since when.
    pub since: Timestamp,
    /// The pairing that counters belong to.
    pub epoch: u32,
    /// The next counter.
    pub next_ctr: u64,
    /// When it was last proven to sound.
    pub heard: Option<Timestamp>,
    /// How it last said that it is, and when.
    #[serde(default)]
    pub condition: Option<(Condition, Timestamp)>,
}

impl Default for SirenState {
    fn default() -> Self {
        Self {
            up: None,
            since: Timestamp::from_unix_ms(0),
            epoch: 1,
            next_ctr: 1,
            heard: None,
            condition: None,
        }
    }
}

/// Things of which one can be changed, whatever indexes stand beside them.
pub(crate) trait Changing<K, V> {
    /// Changes one thing, if it is there.
    fn change(&mut self, key: &K, change: impl FnOnce(&mut V));
}

impl<K: Ord + Clone, V: Clone> Changing<K, V> for Shelf<K, V> {
    fn change(&mut self, key: &K, change: impl FnOnce(&mut V)) {
        if let Some(thing) = self.get_mut(key) {
            change(thing);
        }
    }
}

impl State {
    /// The site as it was agreed to, without what is only kept for what is live.
    pub fn agreed_site(&self) -> Option<&Site> {
        self.agreed.as_deref().or(self.site.as_deref())
    }

    /// A site as it would hold. What is live keeps the words and zones it was issued with, so that it
    /// goes on and ends as it began, in every language and wherever it was heard, although the site has
    /// other words or has dropped them. Other words count once the site is declared and nothing said
    /// with the old ones lives.
    ///
    /// What the names of its zones stood for before is kept for good: whoever follows one hears of all of it.
    pub(crate) fn keeping_what_lives(&self, mut site: Site) -> Site {
        let Some(before) = &self.site else {
            return site;
        };
        for warning in self.live_warnings().filter(|w| w.origin == Origin::Own) {
            let danger = Danger::new(warning.danger.clone());
            if let Some(words) = before.words.get(&danger) {
                site.words.insert(danger, words.clone());
            }
            for id in &warning.zones {
                if let Some(zone) = before.zones.get(id) {
                    let zones = site.zones.entry(id.clone());
                    zones.or_insert_with(|| zone.clone());
                }
            }
        }
        site.former = zone::former(before, &site);
        site
    }

    /// A warning that is not forgotten.
    pub fn warning(&self, id: WarningId) -> Option<&Warning> {
        self.warnings.get(&id).map(Arc::as_ref)
    }

    /// Warnings that people are being warned of.
    pub fn live_warnings(&self) -> impl DoubleEndedIterator<Item = &Arc<Warning>> {
        self.warnings.live()
    }

    /// Those of them that were planned for a siren, oldest first.
    pub fn live_warnings_of<'a>(
        &'a self,
        siren: &'a SirenId,
    ) -> impl Iterator<Item = &'a Arc<Warning>> {
        let those = self.deliveries.warnings_of(siren);
        those
            .filter_map(|id| self.warnings.get(&id))
            .filter(|w| w.is_live())
    }

    /// The last message of a warning.
    pub fn last_alert(&self, warning: &Warning) -> Option<&Arc<Alert>> {
        self.alerts.get(warning.alerts.last()?)
    }

    /// The delivery to a siren of the last message of a warning that was meant for it. An update
    /// that only adds zones is not for the sirens that have sounded.
    pub fn last_sounding(&self, warning: &Warning, siren: &SirenId) -> Option<&Arc<Delivery>> {
        let messages = warning.alerts.iter().rev();
        let sounding = messages.filter(|id| {
            let alert = self.alerts.get(id);
            alert.is_some_and(|alert| alert.content.sounds)
        });
        sounding
            .flat_map(|id| self.deliveries_of(*id))
            .find(|d| matches!(&d.target, Target::Siren(to) if to == siren))
    }

    /// The deliveries of one alert.
    pub fn deliveries_of(&self, alert: AlertId) -> impl Iterator<Item = &Arc<Delivery>> {
        self.deliveries.of(alert)
    }

    /// The incident of a warning.
    pub fn incident_of(&self, warning: WarningId) -> Option<&Arc<Incident>> {
        let opened = self.opened_with.get(&warning)?;
        self.incidents.get(&opened.incident?)
    }

    /// The record of an event, once any of its warnings was issued.
    pub fn incident_of_event(&self, event: WarningId) -> Option<&Arc<Incident>> {
        let further = self.warnings.further_of(event);
        let mut all = std::iter::once(event).chain(further);
        all.find_map(|warning| self.incident_of(warning))
    }

    /// The roll call of a warning.
    pub fn headcount_of(&self, warning: WarningId) -> Option<&Arc<Headcount>> {
        let opened = self.opened_with.get(&warning)?;
        self.headcounts.get(&opened.headcount?)
    }
}
