//! Everything that is known about one file, as JSON.

use crate::read::{ReadAlert, Reading};
use serde_json::{Value, json};

/// The file and its alerts, each with its findings.
pub fn json(name: &str, reading: &Reading) -> Value {
    let alerts: Vec<Value> = reading.alerts.iter().map(alert).collect();
    json!({
        "file": name,
        "verdict": reading.verdict().as_str(),
        "wrapper": reading.wrapper,
        "findings": reading.findings,
        "alerts": alerts,
    })
}

fn alert(read: &ReadAlert) -> Value {
    json!({
        "identifier": read.alert.identifier,
        "sender": read.alert.sender,
        "sent": read.alert.sent,
        "version": read.version,
        "line": read.line,
        "column": read.column,
        "sha256": read.sha256_hex(),
        "signatures": read.signatures,
        "standIns": read.stand_ins,
        "unplaced": read.unplaced,
        "findings": read.findings,
    })
}
