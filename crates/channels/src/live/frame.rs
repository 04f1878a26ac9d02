//! What goes over the live wire, as each wire writes it.

use serde_json::json;
use vigie_fanout::{Frame, Kind};

/// A bulletin.
pub fn bulletin(n: u64, jws: &str) -> Frame {
    let text = json!({ "type": "bulletin", "n": n, "jws": jws }).to_string();
    let sse = format!("id: {n}\nevent: bulletin\ndata: {jws}\n\n");
    Frame::new(Kind::Numbered(n), sse, text.as_bytes())
}

/// A heartbeat.
pub fn heartbeat(jws: &str) -> Frame {
    let text = json!({ "type": "heartbeat", "jws": jws }).to_string();
    let sse = format!("event: heartbeat\ndata: {jws}\n\n");
    Frame::new(Kind::Passing, sse, text.as_bytes())
}

/// Bulletins up to `from` may be missing: ask again.
pub fn resync(from: u64) -> Frame {
    let text = json!({ "type": "resync", "from": from }).to_string();
    let sse = format!("event: resync\ndata: {}\n\n", json!({ "from": from }));
    Frame::new(Kind::Passing, sse, text.as_bytes())
}
