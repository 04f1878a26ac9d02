//! Who is asked to act when a siren does not prove that it sounds: its neighbours, and an officer. Pure, and bounded: who
//! stands in for a silent siren is not stood in for.

use super::{Delivery, Life};
use crate::audience::area::distance_m;
use crate::ids::{SirenId, WarningId};
use crate::limits::{NEIGHBOUR_M_MAX, NEIGHBOURS_MAX, SIREN_SILENT_MS};
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whether somebody is told when the siren of a delivery stays silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Watch {
    /// Nobody: it carries no order to sound, it stands in for another siren, or its warning is over.
    #[default]
    Off,
    /// Its neighbours will be, and an officer.
    On,
    /// They were.
    Escalated {
        /// When.
        at: Timestamp,
    },
}

impl Watch {
    pub(crate) fn is_off(&self) -> bool {
        *self == Self::Off
    }
}

/// When a siren counts as silent: ten seconds after its order was planned while it has not answered, and at once when it
/// is certain that it will not be heard. One that has accepted is waited for, as long as proof may take.
pub(crate) fn escalates_at(delivery: &Delivery) -> Option<Timestamp> {
    if delivery.watch != Watch::On {
        return None;
    }
    match delivery.life {
        Life::Planned | Life::Resting { .. } | Life::Sent { .. } => {
            Some(delivery.planned.plus_ms(SIREN_SILENT_MS))
        }
        // The next moment: what made it certain is decided in this one.
        Life::Silent { at } | Life::Refused { at, .. } | Life::GivenUp { at, .. } => {
            Some(at.plus_ms(1))
        }
        Life::Accepted { .. }
        | Life::Carrying { .. }
        | Life::Carried { .. }
        | Life::Heard { .. }
        | Life::Published { .. }
        | Life::Overtaken { .. } => None,
    }
}

/// The sirens that may stand in for the silent ones of one warning.
pub(crate) struct Neighbours<'a> {
    site: &'a Site,
    idle: BTreeSet<&'a SirenId>,
}

impl<'a> Neighbours<'a> {
    /// Those that are reached, that nothing of this warning was planned for, and on which nothing else sounds: a siren
    /// has one horn, and the danger of its own ground comes first.
    pub(crate) fn of(state: &'a State, site: &'a Site, warning: WarningId) -> Self {
        let ordered: BTreeSet<&SirenId> = state.deliveries.sirens_of(warning).collect();
        let is_up = |siren: &SirenId| state.sirens.get(siren).is_some_and(|s| s.up == Some(true));
        let idle = site.sirens.keys().filter(|siren| {
            !ordered.contains(siren)
                && is_up(siren)
                && state.live_warnings_of(siren).next().is_none()
        });
        Self {
            site,
            idle: idle.collect(),
        }
    }

    /// Takes those that stand in for one siren, nearest first: whose ground it stands on, or that stand within earshot.
    pub(crate) fn take(&mut self, silent: &SirenId) -> Vec<SirenId> {
        let Some(post) = self.site.sirens.get(silent) else {
            return Vec::new();
        };
        let mut near: Vec<(u64, &SirenId)> = Vec::new();
        for siren in &self.idle {
            let Some(other) = self.site.sirens.get(*siren) else {
                continue;
            };
            let away_m = whole(distance_m(post.place, other.place));
            let zone = self.site.zones.get(&other.zone);
            let covers = || zone.is_some_and(|zone| zone.contains(post.place));
            if away_m <= NEIGHBOUR_M_MAX || covers() {
                near.push((away_m, siren));
            }
        }
        near.sort_unstable();
        near.truncate(NEIGHBOURS_MAX);
        for (_, siren) in &near {
            self.idle.remove(siren);
        }
        near.into_iter().map(|(_, siren)| siren.clone()).collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no two points of the globe are farther apart than 20,016 km"
)]
fn whole(m: f64) -> u64 {
    m.round() as u64
}
