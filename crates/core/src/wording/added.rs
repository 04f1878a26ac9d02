//! What an officer adds to the vetted words of one warning: values for their slots, and a note in one
//! language.

use super::Slot;
use crate::ids::{Danger, Language, ZoneId};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vigie_words::{Compass, Distance, LocalTime, MINUTES_MAX, PHONE_DIGITS_MAX, Slots};

/// Farthest that people are told to stay away, in metres: a reactor's zone.
pub const DISTANCE_M_MAX: u64 = 100_000;

/// A text that an officer wrote. It is sent in the language that it was written in, and marked; elsewhere
/// only that it is there is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The language that it is written in.
    pub language: Language,
    /// One line.
    pub text: String,
}

/// A value for a slot, as it comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SlotValue {
    /// Minutes, or metres.
    Number(u64),
    /// A direction, a telephone number, or a zone of the site.
    Word(String),
}

/// The values of one warning, typed and within bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    minutes: Option<u16>,
    distance_m: Option<u32>,
    direction: Option<Compass>,
    phone: Option<String>,
    drift: Option<Compass>,
    destination: Option<ZoneId>,
}

impl Values {
    /// The values of a draft, as far as its danger takes them.
    pub(crate) fn read(
        danger: &Danger,
        takes: &BTreeSet<Slot>,
        slots: &BTreeMap<String, SlotValue>,
    ) -> Result<Self, Refusal> {
        let mut values = Self::default();
        for (name, value) in slots {
            let refused = |why: String| Refusal::BadSlot {
                danger: danger.to_string(),
                slot: name.clone(),
                why,
                takes: takes.iter().copied().map(takes_what).collect(),
            };
            let slot = Slot::ALL.into_iter().find(|slot| key(*slot) == name);
            let slot = slot.filter(|slot| takes.contains(slot));
            let slot = slot.ok_or_else(|| refused("its texts do not say it".to_owned()))?;
            values.put(slot, value).map_err(refused)?;
        }
        Ok(values)
    }

    /// The values of a draft that was accepted before.
    pub(crate) fn accepted(slots: &BTreeMap<String, SlotValue>) -> Self {
        let mut values = Self::default();
        for slot in Slot::ALL {
            if let Some(value) = slots.get(key(slot)) {
                // What was refused then is not there; what a site says otherwise since is not said.
                let _ = values.put(slot, value);
            }
        }
        values
    }

    /// The zone that people are told to go to.
    pub(crate) const fn destination(&self) -> Option<&ZoneId> {
        self.destination.as_ref()
    }

    /// Without the time that was left when they were given: it has passed.
    pub(crate) fn later(self) -> Self {
        Self {
            minutes: None,
            ..self
        }
    }

    /// The values as the words take them, with the name of the place to go to.
    pub(crate) fn in_words<'a>(&'a self, destination: Option<&'a str>) -> Slots<'a> {
        Slots {
            minutes: self.minutes,
            distance: self.distance_m.map(Distance::from_metres),
            direction: self.direction,
            phone: self.phone.as_deref(),
            drift: self.drift,
            destination,
            ..Slots::new("", "", LocalTime::EIGHT_FIFTEEN)
        }
    }

    fn put(&mut self, slot: Slot, value: &SlotValue) -> Result<(), String> {
        let wrong = || format!("it must be {}", kind(slot));
        match (slot, value) {
            (Slot::Minutes, SlotValue::Number(n)) => {
                let n = u16::try_from(*n).ok();
                let n = n.filter(|n| (1..=MINUTES_MAX).contains(n));
                self.minutes = Some(n.ok_or_else(wrong)?);
            }
            (Slot::Distance, SlotValue::Number(n)) => {
                let n = u32::try_from(*n).ok();
                let n = n.filter(|n| (1..=DISTANCE_M_MAX).contains(&u64::from(*n)));
                self.distance_m = Some(n.ok_or_else(wrong)?);
            }
            (Slot::Direction, SlotValue::Word(word)) => {
                self.direction = Some(way(word).ok_or_else(wrong)?);
            }
            (Slot::Drift, SlotValue::Word(word)) => {
                self.drift = Some(way(word).ok_or_else(wrong)?);
            }
            (Slot::Destination, SlotValue::Word(word)) => {
                self.destination = Some(ZoneId::new(word.as_str()));
            }
            (Slot::Phone, SlotValue::Word(word)) => {
                self.phone = Some(phone(word).ok_or_else(wrong)?);
            }
            (Slot::Phone, SlotValue::Number(n)) => {
                self.phone = Some(phone(&n.to_string()).ok_or_else(wrong)?);
            }
            (
                Slot::Minutes
                | Slot::Distance
                | Slot::Direction
                | Slot::Drift
                | Slot::Destination
                | Slot::Place
                | Slot::Authority
                | Slot::Time,
                SlotValue::Number(_) | SlotValue::Word(_),
            ) => return Err(wrong()),
        }
        Ok(())
    }
}

fn way(word: &str) -> Option<Compass> {
    Compass::ALL.into_iter().find(|way| way.as_str() == word)
}

/// Digits with a leading plus at most; spaces and hyphens between them are dropped.
fn phone(word: &str) -> Option<String> {
    let plain: String = word.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    let is_one = (2..=PHONE_DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit());
    is_one.then_some(plain)
}

/// The name of a slot where values come in; a distance says its unit.
pub const fn key(slot: Slot) -> &'static str {
    match slot {
        Slot::Distance => "distance_m",
        other => other.as_str(),
    }
}

const fn kind(slot: Slot) -> &'static str {
    match slot {
        Slot::Minutes => "a number from 1 to 1440",
        Slot::Distance => "a number of metres from 1 to 100000",
        Slot::Direction => {
            "north, north-east, east, south-east, south, south-west, west or north-west"
        }
        Slot::Phone => "a telephone number of 2 to 15 digits",
        Slot::Drift => {
            "where the wind blows to: north, north-east, east, south-east, south, south-west, west or north-west"
        }
        Slot::Destination => "a zone of this site to go to",
        Slot::Place | Slot::Authority | Slot::Time => "left to the site",
    }
}

/// What a danger takes, for whoever gave something else.
fn takes_what(slot: Slot) -> String {
    format!("{} ({})", key(slot), kind(slot))
}

const _: () = assert!(MINUTES_MAX == 1_440 && DISTANCE_M_MAX == 100_000 && PHONE_DIGITS_MAX == 15);
