//! Bulletins and heartbeats as signed JSON; pure.

use super::zones::Zones;
use crate::bulletin::said;
use crate::keys::Keys;
use serde::Serialize;
use serde_json::{Value, json};
use vigie_core::State;
use vigie_core::jws::{self, Kind, SIGNED_BYTES_MAX};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::Outgoing;

/// One alert as a signed bulletin, and which zones it is about. Exercise and actual are signed by different keys.
pub fn bulletin(keys: &Keys, alert: Outgoing<'_>, zones: Option<&Zones>) -> String {
    let key = match alert {
        Outgoing::Actual(_) => &keys.live,
        Outgoing::Exercise(_) => &keys.exercise,
    };
    let signed = |said: &Value| jws::sign(Kind::Bulletin, key, said.to_string().as_bytes());
    let mut said = said(alert);
    let Some(zones) = zones else {
        return signed(&said);
    };
    said["zones"] = json!(zones);
    let with_zones = signed(&said);
    if with_zones.len() <= SIGNED_BYTES_MAX {
        return with_zones;
    }
    // Too long with them it goes out without, to everybody with a zone.
    said.as_object_mut().map(|members| members.remove("zones"));
    signed(&said)
}

/// A live alert as the heartbeat lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LiveAlert {
    /// Its warning.
    pub warning: u64,
    /// The last message of it.
    pub alert: u64,
    /// The number by which the bulletin can be asked for.
    pub n: u64,
    /// What it does.
    pub act: &'static str,
    /// Real or exercise.
    pub status: Status,
    /// When it stops to hold.
    pub expires: Option<Timestamp>,
    /// Cells whose listeners get its bulletin; none where everybody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<String>>,
}

/// What is live, oldest warning first.
pub fn live_list(state: &State) -> Vec<LiveAlert> {
    state
        .live_warnings()
        .filter_map(|warning| {
            let alert = state.last_alert(warning)?;
            Some(LiveAlert {
                warning: warning.id.0,
                alert: alert.id.0,
                n: alert.id.0,
                act: alert.content.act.as_str(),
                status: warning.status,
                expires: alert.content.expires,
                cells: None,
            })
        })
        .collect()
}

/// The list byte for byte as beats hold it, to be compared by its sum.
pub fn list_text(live: &[LiveAlert]) -> String {
    json!(live).to_string()
}

/// The heartbeat: what is live at `at`, as of journal number `n`; another follows within `every_s`
/// seconds.
pub fn heartbeat(keys: &Keys, at: Timestamp, every_s: u32, n: u64, live: &[LiveAlert]) -> String {
    let beat = Beat {
        at,
        every_s,
        n,
        live,
        zones: None,
    };
    beat.signed(keys)
}

/// A heartbeat of a site that has zones.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Beat<'a> {
    /// By the server's clock.
    pub at: Timestamp,
    /// Seconds within which another follows.
    pub every_s: u32,
    /// The number of the last entry of the journal.
    pub n: u64,
    /// What is live.
    pub live: &'a [LiveAlert],
    /// The sum of the list of zones that the next bulletin will name: a relay asks for it ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zones: Option<&'a str>,
}

impl Beat<'_> {
    /// The heartbeat as it is sent.
    pub fn signed(&self, keys: &Keys) -> String {
        let mut payload = json!(self);
        payload["v"] = json!(1);
        jws::sign(Kind::Heartbeat, &keys.live, payload.to_string().as_bytes())
    }
}
