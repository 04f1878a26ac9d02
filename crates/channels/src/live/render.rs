//! Bulletins and heartbeats as signed JSON; pure.

use crate::bulletin::said;
use crate::keys::Keys;
use serde::Serialize;
use serde_json::json;
use vigie_core::State;
use vigie_core::jws::{self, Kind};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::Outgoing;

/// One alert as a signed bulletin. Exercise and actual are signed by different keys.
pub fn bulletin(keys: &Keys, alert: Outgoing<'_>) -> String {
    let key = match alert {
        Outgoing::Actual(_) => &keys.live,
        Outgoing::Exercise(_) => &keys.exercise,
    };
    jws::sign(Kind::Bulletin, key, said(alert).to_string().as_bytes())
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
    let payload = json!({ "v": 1, "at": at, "every_s": every_s, "n": n, "live": live }).to_string();
    jws::sign(Kind::Heartbeat, &keys.live, payload.as_bytes())
}
