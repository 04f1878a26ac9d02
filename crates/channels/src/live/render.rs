//! Bulletins and heartbeats as signed JSON; pure.

use crate::keys::Keys;
use serde::Serialize;
use serde_json::{Value, json};
use vigie_core::State;
use vigie_core::jws::{self, Kind};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::{Alert, Change, Content, Outgoing};

/// One alert as a signed bulletin. Exercise and actual are signed by different keys.
pub fn bulletin(keys: &Keys, alert: Outgoing<'_>) -> String {
    let (key, status) = match alert {
        Outgoing::Actual(_) => (&keys.live, "actual"),
        Outgoing::Exercise(_) => (&keys.exercise, "exercise"),
    };
    let payload = payload(alert.alert(), status).to_string();
    jws::sign(Kind::Bulletin, key, payload.as_bytes())
}

fn payload(alert: &Alert, status: &str) -> Value {
    let content = &alert.content;
    json!({
        "v": 1,
        "n": alert.id,
        "warning": alert.warning,
        "alert": alert.id,
        "event": content.event.unwrap_or(alert.warning),
        "act": content.act,
        "sounds": content.sounds,
        "changes": changes(content),
        "status": status,
        "danger": content.danger,
        "severity": content.severity,
        "urgency": content.urgency,
        "certainty": content.certainty,
        "sent": content.sent,
        "expires": content.expires,
        "source": content.source,
        "code": alert.code(),
        "cap": {
            "identifier": content.cap.identifier,
            "sender": content.cap.sender,
            "sent": content.cap.sent,
            "sha256": content.cap.sha256,
            "href": format!("/cap/alert/{}.xml", alert.id),
        },
        "area": {
            "desc": content.area.desc,
            "polygons": content.area.polygons,
            "circles": content.area.circles.iter()
                .map(|c| json!([c.0.lat_e6(), c.0.lon_e6(), c.1])).collect::<Vec<_>>(),
            "geocodes": content.area.geocodes,
        },
        "texts": content.texts,
    })
}

/// What an update changes, as data: a page says it in the words of its reader. Empty for what is no
/// update, and for one of another authority, which says itself what is new.
fn changes(content: &Content) -> Vec<Value> {
    let change = |change: &Change| match change {
        Change::Validity => json!({ "what": "validity", "until": content.expires }),
        Change::Area => json!({ "what": "area", "added": content.added }),
        Change::Danger => json!({ "what": "danger", "danger": content.danger }),
        Change::Sound => json!({ "what": "sound" }),
        Change::Values => json!({ "what": "values" }),
        Change::Note => json!({ "what": "note" }),
    };
    content.changes.iter().map(change).collect()
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

/// The heartbeat: what is live at `at`, as of journal number `n`; another follows within `every_s`
/// seconds.
pub fn heartbeat(keys: &Keys, at: Timestamp, every_s: u32, n: u64, live: &[LiveAlert]) -> String {
    let payload = json!({ "v": 1, "at": at, "every_s": every_s, "n": n, "live": live }).to_string();
    jws::sign(Kind::Heartbeat, &keys.live, payload.as_bytes())
}
