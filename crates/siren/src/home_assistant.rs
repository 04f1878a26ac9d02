//! The siren appears by itself in Home Assistant, by its MQTT discovery: whether it is reached, whether it sounds, and
//! what is wrong with it. It cannot be sounded from there: what Home Assistant would say is not signed, so it comes to
//! the topic of orders, where it is refused and put into the record like everything else that nobody signed.
//!
//! All of it is for the eye: it is not signed, and nothing in Vigie believes it.
//! Reference: the pages "MQTT" (discovery), "MQTT siren" and "MQTT binary sensor" of Home Assistant.

use crate::vitals::Vital;
use serde_json::{Value, json};
use vigie_core::ids::SirenId;
use vigie_core::siren::Topic;

/// A text to be kept by the broker.
pub(crate) struct Kept {
    pub(crate) topic: String,
    pub(crate) payload: String,
}

/// What the broker says in our place once we are gone.
pub(crate) fn last_will(site: &str, siren: &SirenId) -> Kept {
    availability(site, siren, "offline")
}

/// How the siren introduces itself: two things of one device, under a prefix that Home Assistant listens to.
pub(crate) fn introduction(prefix: &str, site: &str, siren: &SirenId) -> [Kept; 3] {
    let id = format!("vigie-{site}-{siren}");
    let common = |id: &str| {
        json!({
            "unique_id": id,
            "availability_topic": availability(site, siren, "").topic,
            "device": {
                "identifiers": [format!("vigie-{site}-{siren}")],
                "name": format!("Siren {siren}"),
                "manufacturer": "Vigie",
                "model": "vigie-siren",
                "sw_version": env!("CARGO_PKG_VERSION"),
            },
            "origin": { "name": "vigie-siren", "sw_version": env!("CARGO_PKG_VERSION") },
        })
    };
    let with = |mut base: Value, more: Value| {
        if let (Value::Object(base), Value::Object(more)) = (&mut base, more) {
            base.extend(more);
        }
        base.to_string()
    };
    let sounds = json!({
        "name": null,
        "state_topic": state_topic(site, siren),
        "state_value_template": "{{ value_json.sounding }}",
        "state_on": "ON",
        "state_off": "OFF",
        "command_topic": Topic::Order.of(site, siren),
        "support_duration": false,
        "support_volume_set": false,
        "optimistic": false,
    });
    let fault = json!({
        "name": "Fault",
        "device_class": "problem",
        "entity_category": "diagnostic",
        "state_topic": state_topic(site, siren),
        "value_template": "{{ value_json.fault }}",
        "json_attributes_topic": state_topic(site, siren),
    });
    let fault_id = format!("{id}-fault");
    [
        Kept {
            topic: format!("{prefix}/siren/{id}/config"),
            payload: with(common(&id), sounds),
        },
        Kept {
            topic: format!("{prefix}/binary_sensor/{fault_id}/config"),
            payload: with(common(&fault_id), fault),
        },
        availability(site, siren, "online"),
    ]
}

/// How the siren is, for the eye.
pub(crate) fn state(site: &str, siren: &SirenId, vital: &Vital) -> Kept {
    let faults = vital.condition.faults();
    let on = |is: bool| if is { "ON" } else { "OFF" };
    let payload = json!({
        "sounding": on(vital.is_sounding),
        "fault": on(!faults.is_empty()),
        "faults": faults,
    });
    Kept {
        topic: state_topic(site, siren),
        payload: payload.to_string(),
    }
}

fn state_topic(site: &str, siren: &SirenId) -> String {
    format!("vigie/{site}/siren/{siren}/shown")
}

fn availability(site: &str, siren: &SirenId, payload: &str) -> Kept {
    Kept {
        topic: format!("vigie/{site}/siren/{siren}/available"),
        payload: payload.to_owned(),
    }
}
