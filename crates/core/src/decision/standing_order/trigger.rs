//! What sets a standing order off, and the form in which orders are written: the members of older
//! orders keep their names and places for ever.

use super::StandingOrder;
use super::hours::Hours;
use crate::ids::{Danger, FeedId, OfficerId, SensorId, StandingOrderId, ZoneId};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What sets an order off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// So many sensors agree within a time.
    Sensors(Sensors),
    /// Another authority warns.
    Cap(Box<CapTrigger>),
    /// One officer presses a button.
    Button(Button),
}

/// So many sensors agree within a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensors {
    /// The sensors that count.
    pub who: Who,
    /// How many of them must agree: at least 2.
    pub sensors_min: u32,
    /// Within how many milliseconds: 100 to 60,000.
    pub within_ms: u32,
    /// After how many milliseconds without a word a sensor that has spoken before counts as agreeing
    /// with one that reports; none when silence says nothing.
    pub silent_after_ms: Option<u32>,
}

/// Whose readings count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// These sensors.
    Named(BTreeSet<SensorId>),
    /// Every sensor of this zone that recognises the order's danger.
    InZone(ZoneId),
}

/// Another authority warns of something grave enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapTrigger {
    /// The feed that it comes by.
    pub feed: FeedId,
    /// The CAP `sender` that counts: a feed may carry anybody.
    pub sender: String,
    /// From this CAP severity on.
    pub severity_from: String,
    /// From this CAP urgency on, when it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency_from: Option<String>,
    /// From this CAP certainty on, when it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty_from: Option<String>,
}

/// One officer presses a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    /// Who may.
    pub officers: BTreeSet<OfficerId>,
}

/// What is said while it is not sure yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreAlert {
    /// The danger whose words and tone it has.
    pub danger: Danger,
    /// From how many sensors on; of a CAP message, one that falls short of one threshold by one step.
    #[serde(default = "one")]
    pub sensors_min: u32,
}

fn one() -> u32 {
    1
}

/// What an index finds an order by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// A reading of this sensor.
    Sensor(SensorId),
    /// A reading of a sensor in this zone.
    Zone(ZoneId),
    /// A message of this feed.
    Feed(FeedId),
}

impl Trigger {
    /// What an index finds an order with this trigger by.
    pub fn watches(&self) -> Vec<Watch> {
        match self {
            Self::Sensors(sensors) => match &sensors.who {
                Who::Named(named) => named.iter().cloned().map(Watch::Sensor).collect(),
                Who::InZone(zone) => vec![Watch::Zone(zone.clone())],
            },
            Self::Cap(cap) => vec![Watch::Feed(cap.feed.clone())],
            Self::Button(_) => Vec::new(),
        }
    }
}

/// An order as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    id: StandingOrderId,
    danger: Danger,
    zones: BTreeSet<ZoneId>,
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sensors: Option<BTreeSet<SensorId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sensors_in: Option<ZoneId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sensors_min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within_ms: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silent_after_ms: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cap: Option<Box<CapTrigger>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    button: Option<Button>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pre_alert: Option<PreAlert>,
    people_max: u64,
    firings_per_hour_max: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<Hours>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deputy: Option<OfficerId>,
    expires: Timestamp,
}

impl TryFrom<Form> for StandingOrder {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        let sensors = (form.sensors, form.sensors_in);
        let is_of_sensors = form.sensors_min.is_some()
            || form.within_ms.is_some()
            || form.silent_after_ms.is_some()
            || sensors != (None, None);
        let trigger = match (is_of_sensors, form.cap, form.button) {
            (true, None, None) => Trigger::Sensors(Sensors {
                who: match sensors {
                    (Some(named), None) => Who::Named(named),
                    (None, Some(zone)) => Who::InZone(zone),
                    _ => return Err("name either sensors or sensors_in".to_owned()),
                },
                sensors_min: form.sensors_min.ok_or("sensors_min is missing")?,
                within_ms: form.within_ms.ok_or("within_ms is missing")?,
                silent_after_ms: form.silent_after_ms,
            }),
            (false, Some(cap), None) => Trigger::Cap(cap),
            (false, None, Some(button)) => Trigger::Button(button),
            _ => {
                return Err(
                    "an order has one trigger: sensors (or sensors_in) with sensors_min and \
                     within_ms, or cap, or button"
                        .to_owned(),
                );
            }
        };
        Ok(Self {
            id: form.id,
            danger: form.danger,
            zones: form.zones,
            status: form.status,
            trigger,
            pre_alert: form.pre_alert,
            people_max: form.people_max,
            firings_per_hour_max: form.firings_per_hour_max,
            hours: form.hours,
            deputy: form.deputy,
            expires: form.expires,
        })
    }
}

impl From<StandingOrder> for Form {
    fn from(order: StandingOrder) -> Self {
        let mut form = Self {
            id: order.id,
            danger: order.danger,
            zones: order.zones,
            status: order.status,
            sensors: None,
            sensors_in: None,
            sensors_min: None,
            within_ms: None,
            silent_after_ms: None,
            cap: None,
            button: None,
            pre_alert: order.pre_alert,
            people_max: order.people_max,
            firings_per_hour_max: order.firings_per_hour_max,
            hours: order.hours,
            deputy: order.deputy,
            expires: order.expires,
        };
        match order.trigger {
            Trigger::Sensors(sensors) => {
                match sensors.who {
                    Who::Named(named) => form.sensors = Some(named),
                    Who::InZone(zone) => form.sensors_in = Some(zone),
                }
                form.sensors_min = Some(sensors.sensors_min);
                form.within_ms = Some(sensors.within_ms);
                form.silent_after_ms = sensors.silent_after_ms;
            }
            Trigger::Cap(cap) => form.cap = Some(cap),
            Trigger::Button(button) => form.button = Some(button),
        }
        form
    }
}
