//! The deliveries, with what must be found among a hundred thousand of them without looking at each:
//! what may leave now, most urgent first; what falls due or lapses when; what is under way to whom.

use super::Changing;
use super::marks::Marks;
use crate::delivery::{Channel, Delivery, Life, Rank, Target, Watch, escalates_at, lapses_at};
use crate::ids::{AlertId, DeliveryId, SirenId, WarningId};
use crate::shelf::Shelf;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Deliveries of the warnings kept. Changed through one door alone, so that no index can
/// say something else than the deliveries themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliveries {
    all: Shelf<DeliveryId, Delivery>,
    /// Those of each alert: the first number, and how many follow each other.
    planned: Shelf<AlertId, (DeliveryId, u64)>,
    /// Those that were planned for an alert later.
    #[serde(default)]
    more: Marks<(AlertId, DeliveryId)>,
    /// Those that are not final, by warning.
    open: Marks<(WarningId, DeliveryId)>,
    /// The same to sirens, by siren.
    open_to: Marks<(SirenId, DeliveryId)>,
    /// Those that may leave now, by channel.
    ready: Ready,
    /// Those that may leave from a time on.
    resting: Marks<(Timestamp, DeliveryId)>,
    /// When an attempt counts as failed although nobody said so.
    lapses: Marks<(Timestamp, DeliveryId)>,
    /// When a siren counts as silent.
    #[serde(default)]
    escalates: Marks<(Timestamp, DeliveryId)>,
    /// The sirens that each warning was planned for, and the reverse.
    sirens: Marks<(WarningId, SirenId)>,
    warnings: Marks<(SirenId, WarningId)>,
    last: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Ready {
    sirens: Marks<(Rank, DeliveryId)>,
    live: Marks<(Rank, DeliveryId)>,
    #[serde(default)]
    people: Marks<(Rank, DeliveryId)>,
    #[serde(default)]
    hooks: Marks<(Rank, DeliveryId)>,
    folder: Marks<(Rank, DeliveryId)>,
}

impl Ready {
    fn of(&self, channel: Channel) -> &Marks<(Rank, DeliveryId)> {
        match channel {
            Channel::Sirens => &self.sirens,
            Channel::Live => &self.live,
            Channel::People => &self.people,
            Channel::Hooks => &self.hooks,
            Channel::Folder => &self.folder,
        }
    }

    fn of_mut(&mut self, channel: Channel) -> &mut Marks<(Rank, DeliveryId)> {
        match channel {
            Channel::Sirens => &mut self.sirens,
            Channel::Live => &mut self.live,
            Channel::People => &mut self.people,
            Channel::Hooks => &mut self.hooks,
            Channel::Folder => &mut self.folder,
        }
    }
}

impl Deliveries {
    /// One of them.
    pub fn get(&self, id: &DeliveryId) -> Option<&Arc<Delivery>> {
        self.all.get(id)
    }

    /// All, oldest first.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<Delivery>> {
        self.all.values()
    }

    /// Those of one alert.
    pub fn of(&self, alert: AlertId) -> impl Iterator<Item = &Arc<Delivery>> {
        let planned = self.planned.get(&alert);
        let (first, count) = planned.map_or((DeliveryId(0), 0), |planned| **planned);
        let those = self.all.range(first..DeliveryId(first.0 + count));
        let more = (alert, DeliveryId(0))..=(alert, DeliveryId(u64::MAX));
        let more = self.more.range(more).filter_map(|(_, id)| self.all.get(id));
        those.map(|(_, delivery)| delivery).chain(more)
    }

    /// How many alerts have some.
    pub fn alerts_len(&self) -> usize {
        self.planned.len()
    }

    /// The number of the last one.
    pub fn last(&self) -> DeliveryId {
        DeliveryId(self.last)
    }

    /// Those that are not final.
    pub fn open(&self) -> impl Iterator<Item = &Arc<Delivery>> {
        self.open.iter().filter_map(|(_, id)| self.all.get(id))
    }

    /// How many are not final.
    pub fn open_len(&self) -> usize {
        self.open.len()
    }

    /// Those of a warning that are not final.
    pub fn open_of(&self, warning: WarningId) -> impl Iterator<Item = &Arc<Delivery>> {
        let those = (warning, DeliveryId(0))..=(warning, DeliveryId(u64::MAX));
        let open = self.open.range(those);
        open.filter_map(|(_, id)| self.all.get(id))
    }

    /// Those to a siren that are not final.
    pub fn open_to(&self, siren: &SirenId) -> impl Iterator<Item = &Arc<Delivery>> {
        let key = |id| (siren.clone(), DeliveryId(id));
        let open = self.open_to.range(key(0)..=key(u64::MAX));
        open.filter_map(|(_, id)| self.all.get(id))
    }

    /// Those of a channel that may leave now, most urgent first; of those that have rested enough
    /// see [`Deliveries::rested`].
    pub fn ready(&self, channel: Channel) -> impl Iterator<Item = &Arc<Delivery>> {
        let ready = self.ready.of(channel).iter();
        ready.filter_map(|(_, id)| self.all.get(id))
    }

    /// Those whose rest is over at a time.
    pub fn rested(&self, now: Timestamp) -> impl Iterator<Item = &Arc<Delivery>> {
        let rested = self.resting.range(..=(now, DeliveryId(u64::MAX)));
        rested.filter_map(|(_, id)| self.all.get(id))
    }

    /// Those whose attempt counts as failed at a time, in the order of their numbers.
    pub fn lapsed(&self, now: Timestamp) -> Vec<&Arc<Delivery>> {
        let lapsed = self.lapses.range(..=(now, DeliveryId(u64::MAX)));
        let mut lapsed: Vec<_> = lapsed.filter_map(|(_, id)| self.all.get(id)).collect();
        lapsed.sort_by_key(|delivery| delivery.id);
        lapsed
    }

    /// Those whose siren counts as silent at a time, in the order of their numbers.
    pub fn silent(&self, now: Timestamp) -> Vec<&Arc<Delivery>> {
        let silent = self.escalates.range(..=(now, DeliveryId(u64::MAX)));
        let mut silent: Vec<_> = silent.filter_map(|(_, id)| self.all.get(id)).collect();
        silent.sort_by_key(|delivery| delivery.id);
        silent
    }

    /// The first that something happens to by itself after a time, and when.
    pub fn wakes_after(&self, now: Timestamp) -> Option<(Timestamp, DeliveryId)> {
        let from = (now.plus_ms(1), DeliveryId(0));
        let rests = self.resting.range(from..).next();
        let lapses = self.lapses.range(from..).next();
        let escalates = self.escalates.range(from..).next();
        rests
            .into_iter()
            .chain(lapses)
            .chain(escalates)
            .min()
            .copied()
    }

    /// The sirens that any message of a warning was planned for.
    pub fn sirens_of(&self, warning: WarningId) -> impl Iterator<Item = &SirenId> {
        // No name is empty, so the empty one comes before all.
        let first = (warning, SirenId::new(""));
        let next = (WarningId(warning.0.saturating_add(1)), SirenId::new(""));
        self.sirens.range(first..next).map(|(_, siren)| siren)
    }

    /// The warnings kept that were planned for a siren, oldest first; ended own ones are taken out.
    pub fn warnings_of(&self, siren: &SirenId) -> impl DoubleEndedIterator<Item = WarningId> {
        let key = |id| (siren.clone(), WarningId(id));
        let those = self.warnings.range(key(0)..=key(u64::MAX));
        those.map(|(_, warning)| *warning)
    }

    /// Plans the deliveries of an alert, in order.
    pub(crate) fn plan(&mut self, alert: AlertId, planned: Vec<Delivery>) {
        let first = DeliveryId(self.last + 1);
        self.planned.insert(alert, (first, planned.len() as u64));
        for delivery in planned {
            self.add(delivery);
        }
    }

    /// Plans deliveries of an alert beside those that it began with.
    pub(crate) fn plan_more(&mut self, alert: AlertId, planned: Vec<Delivery>) {
        for delivery in planned {
            self.more.insert((alert, delivery.id));
            self.add(delivery);
        }
    }

    fn add(&mut self, delivery: Delivery) {
        self.last = delivery.id.0;
        if let Target::Siren(siren) = &delivery.target {
            self.sirens.insert((delivery.warning, siren.clone()));
            self.warnings.insert((siren.clone(), delivery.warning));
        }
        self.mark(None, Some(&delivery));
        self.all.insert(delivery.id, delivery);
    }

    /// Nothing more is asked of the sirens of a warning that has ended, and nobody stands in for them.
    pub(crate) fn ended(&mut self, warning: WarningId) {
        let watched = self.escalates.iter().filter_map(|(_, id)| self.all.get(id));
        let watched: Vec<DeliveryId> = watched
            .filter(|delivery| delivery.warning == warning)
            .map(|delivery| delivery.id)
            .collect();
        for id in watched {
            self.change(&id, |delivery| delivery.watch = Watch::Off);
        }
        let sirens: Vec<SirenId> = self.sirens_of(warning).cloned().collect();
        for siren in sirens {
            self.warnings.remove(&(siren, warning));
        }
    }

    /// Forgets those of an alert.
    pub(crate) fn forget(&mut self, warning: WarningId, alert: AlertId) {
        let gone: Vec<Arc<Delivery>> = self.of(alert).cloned().collect();
        self.planned.remove(&alert);
        for delivery in gone {
            self.mark(Some(&delivery), None);
            self.more.remove(&(alert, delivery.id));
            self.all.remove(&delivery.id);
        }
        self.ended(warning);
        let sirens: Vec<SirenId> = self.sirens_of(warning).cloned().collect();
        for siren in sirens {
            self.sirens.remove(&(warning, siren));
        }
    }

    fn mark(&mut self, before: Option<&Delivery>, after: Option<&Delivery>) {
        let is_open = |d: &&Delivery| !d.life.is_final();
        let (was_open, now_open) = (before.filter(is_open), after.filter(is_open));
        if was_open.is_some() != now_open.is_some() {
            let open = |d: &Delivery| (d.warning, d.id);
            self.open.replace(was_open.map(open), now_open.map(open));
            self.open_to
                .replace(was_open.and_then(to_siren), now_open.and_then(to_siren));
        }
        // Whoever carries to people is asked again and again, since they go on where they were.
        let is_ready = |d: &Delivery| matches!(d.life, Life::Planned | Life::Carrying { .. });
        let ready = |d: &Delivery| is_ready(d).then_some((d.rank(), d.id));
        if let Some(delivery) = after.or(before) {
            self.ready
                .of_mut(delivery.channel())
                .replace(before.and_then(ready), after.and_then(ready));
        }
        self.resting
            .replace(before.and_then(rests), after.and_then(rests));
        let lapses = |d: &Delivery| Some((lapses_at(d)?, d.id));
        self.lapses
            .replace(before.and_then(lapses), after.and_then(lapses));
        let escalates = |d: &Delivery| Some((escalates_at(d)?, d.id));
        self.escalates
            .replace(before.and_then(escalates), after.and_then(escalates));
    }

    /// The same deliveries with every index over them made anew: what a test compares with.
    #[must_use]
    pub fn indexed_anew(&self) -> Self {
        let mut anew = Self {
            planned: self.planned.clone(),
            more: self.more.clone(),
            sirens: self.sirens.clone(),
            warnings: self.warnings.clone(),
            last: self.last,
            ..Self::default()
        };
        for delivery in self.values() {
            anew.mark(None, Some(delivery));
            anew.all.insert(delivery.id, delivery.as_ref().clone());
        }
        anew
    }
}

impl Changing<DeliveryId, Delivery> for Deliveries {
    fn change(&mut self, id: &DeliveryId, change: impl FnOnce(&mut Delivery)) {
        if let Some((before, after)) = self.all.changed(id, change) {
            self.mark(Some(&before), Some(&after));
        }
    }
}

fn to_siren(delivery: &Delivery) -> Option<(SirenId, DeliveryId)> {
    match &delivery.target {
        Target::Siren(siren) => Some((siren.clone(), delivery.id)),
        Target::Live | Target::People | Target::Hook(_) | Target::Folder => None,
    }
}

fn rests(delivery: &Delivery) -> Option<(Timestamp, DeliveryId)> {
    match delivery.life {
        Life::Resting { until } => Some((until, delivery.id)),
        Life::Planned
        | Life::Sent { .. }
        | Life::Accepted { .. }
        | Life::Carrying { .. }
        | Life::Carried { .. }
        | Life::Heard { .. }
        | Life::Published { .. }
        | Life::Silent { .. }
        | Life::Refused { .. }
        | Life::GivenUp { .. }
        | Life::Overtaken { .. } => None,
    }
}
