//! What a message would reach, read back from its own bytes: the summary that two people see is of
//! what goes out, not of what somebody meant. Los Angeles was warned whole because nobody looked.

use super::foreign::area;
use crate::audience::area::{Area, Ring};
use crate::audience::rules::Peril;
use crate::ids::{Language, SirenId, ZoneId};
use crate::limits::{FOOTPRINT_GROWTH_DEN, FOOTPRINT_GROWTH_NUM};
use crate::refusal::Refusal;
use crate::site::{Site, Zone};
use crate::status::Status;
use crate::warning::Content;
use std::collections::BTreeSet;
use vigie_cap::doc;

/// Parts in which a zone is covered.
const WHOLE: u64 = 256;

/// What a message would reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// Size of its area, in square metres.
    pub area_m2: u64,
    /// About how many people are usually in it.
    pub people: u64,
    /// The zones of the site that it covers, wholly or in part.
    pub zones: BTreeSet<ZoneId>,
    /// The sirens of those zones.
    pub sirens: BTreeSet<SirenId>,
    /// The languages that it speaks.
    pub languages: BTreeSet<Language>,
    /// Languages of the site that it does not speak.
    pub languages_missing: Vec<Language>,
}

impl Footprint {
    /// What a message reaches, from its bytes alone. `None` when they are no CAP message of a site.
    pub fn of_message(site: &Site, xml: &str) -> Option<Self> {
        Some(Self::of_alert(site, &read(xml)?))
    }

    fn of_alert(site: &Site, alert: &doc::Alert) -> Self {
        let area = site.drawn(area(alert));
        let covered: Vec<(&ZoneId, &Zone, u64)> = site
            .zones
            .iter()
            .map(|(id, zone)| (id, zone, area.share_of(zone.rings(), WHOLE)))
            .filter(|(_, _, share)| *share > 0)
            .collect();
        let zones: BTreeSet<ZoneId> = covered.iter().map(|(id, _, _)| (*id).clone()).collect();
        let languages = languages(alert);
        Self {
            area_m2: area.size_m2(),
            people: people(&covered),
            sirens: site.sirens_in(&zones).into_iter().collect(),
            zones,
            languages_missing: site
                .languages
                .iter()
                .filter(|language| !languages.contains(*language))
                .cloned()
                .collect(),
            languages,
        }
    }
}

/// Where a message speaks, of how great a peril, and in which languages: read from its bytes alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its area, with the ground that its codes name.
    pub area: Area,
    /// The greatest peril that any of its infos names.
    pub peril: Peril,
    /// The languages that it speaks.
    pub languages: BTreeSet<Language>,
}

impl Address {
    /// Of a message. `None` when these bytes are no CAP message.
    pub fn of_message(site: &Site, xml: &str) -> Option<Self> {
        let alert = read(xml)?;
        let perils = alert.infos.iter();
        let mut perils = perils.map(|info| Peril::of(info.severity, info.urgency));
        Some(Self {
            area: site.drawn(area(&alert)),
            peril: if perils.all(|peril| peril == Peril::Lesser) && !alert.infos.is_empty() {
                Peril::Lesser
            } else {
                Peril::Life
            },
            languages: languages(&alert),
        })
    }
}

/// The footprint of what would go out; refuses what names no place or another status than it has.
pub(super) fn checked(site: &Site, content: &Content) -> Result<Footprint, Refusal> {
    let alert = read(&content.cap.xml).ok_or(Refusal::NoArea)?;
    let status = match alert.status {
        doc::Status::Actual => Some(Status::Actual),
        doc::Status::Exercise => Some(Status::Exercise),
        doc::Status::System | doc::Status::Test | doc::Status::Draft => None,
    };
    if status != Some(content.status) {
        let status = content.status;
        return Err(Refusal::StatusFixed { status });
    }
    let footprint = Footprint::of_alert(site, &alert);
    if footprint.area_m2 == 0 || footprint.zones.is_empty() {
        return Err(Refusal::NoArea);
    }
    Ok(footprint)
}

/// Refuses a message whose area is half again as large as what was drafted, or more.
pub(super) fn not_wider(footprint: &Footprint, drafted_m2: u64) -> Result<(), Refusal> {
    let limit = drafted_m2.saturating_mul(FOOTPRINT_GROWTH_NUM);
    if footprint.area_m2.saturating_mul(FOOTPRINT_GROWTH_DEN) >= limit {
        return Err(Refusal::WiderThanDrafted {
            area_m2: footprint.area_m2,
            drafted_m2,
        });
    }
    Ok(())
}

fn read(xml: &str) -> Option<doc::Alert> {
    let reading = vigie_cap::read(xml.as_bytes(), vigie_cap::Mode::Lenient);
    let mut alerts = reading.alerts.into_iter();
    alerts.next().map(|read| read.alert)
}

fn languages(alert: &doc::Alert) -> BTreeSet<Language> {
    let infos = alert.infos.iter();
    infos.map(|info| Language::new(info.language())).collect()
}

/// People in what is covered. Who lives in a zone within a zone is counted once.
fn people(covered: &[(&ZoneId, &Zone, u64)]) -> u64 {
    let sizes: Vec<u64> = covered.iter().map(|(_, zone, _)| zone.size_m2()).collect();
    let is_within = |at: usize| {
        let (_, zone, _) = covered[at];
        covered.iter().zip(&sizes).any(|((_, other, share), size)| {
            *share == WHOLE
                && *size > sizes[at]
                && zone
                    .rings()
                    .flat_map(Ring::points)
                    .all(|p| other.contains(*p))
        })
    };
    covered
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_within(*at))
        .map(|(_, (_, zone, share))| zone.people.saturating_mul(*share).div_ceil(WHOLE))
        .fold(0, u64::saturating_add)
}
