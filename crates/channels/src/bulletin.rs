//! What a message of a warning says, as data: signed it is a bulletin of the live wire, and programs of others are told the
//! same. Whether it is an exercise comes in by the type.

use serde_json::{Value, json};
use vigie_core::warning::{Alert, Change, Content, Outgoing};

/// What a bulletin says, unsigned.
pub(crate) fn said(alert: Outgoing<'_>) -> Value {
    let status = match alert {
        Outgoing::Actual(_) => "actual",
        Outgoing::Exercise(_) => "exercise",
    };
    payload(alert.alert(), status)
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
