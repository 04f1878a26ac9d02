//! Findings as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the file.

use super::Checked;
use crate::finding::Finding;
use crate::rule::{Level, Rule};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One run over these files.
pub fn sarif(files: &[Checked<'_>]) -> Value {
    let rules: BTreeMap<&str, &Rule> = files
        .iter()
        .flat_map(|file| file.findings)
        .map(|finding| (finding.rule.id, finding.rule))
        .collect();
    let order: BTreeMap<&str, usize> = rules
        .keys()
        .enumerate()
        .map(|(nth, id)| (*id, nth))
        .collect();
    let results: Vec<Value> = files
        .iter()
        .flat_map(|file| {
            file.findings
                .iter()
                .map(|finding| result(file.name, finding, &order))
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "vigie-cap",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|rule| described(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.says},
        "help": {"text": format!("{} ({})", rule.mend, rule.clause)},
        "defaultConfiguration": {"level": level(rule.level)},
    })
}

fn result(name: &str, finding: &Finding, order: &BTreeMap<&str, usize>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(name)}});
    if finding.line > 0 {
        physical["region"] = json!({"startLine": finding.line, "startColumn": finding.column});
    }
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": order.get(finding.rule.id),
        "level": level(finding.level()),
        "message": {"text": format!("{}; {}", finding.found, finding.mend)},
        "locations": [{
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": finding.place.to_string()}],
        }],
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

/// A path as a relative URI reference (RFC 3986): everything but the unreserved characters and `/` is escaped.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
