//! Findings as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the file.
//!
//! Written piece by piece, so that a report over any number of files takes no more memory than one of them: the
//! results stand before the rules they name by number, which is as good in an object.

use super::Checked;
use crate::finding::Finding;
use crate::rule::{Level, Rule};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One run over any number of files: [`Sarif::begin`], [`Sarif::file`] for each, [`Sarif::end`]; what they return,
/// one after the other, is the log.
#[derive(Debug, Default)]
pub struct Sarif {
    /// The number of each rule, in the order in which they were broken first.
    order: BTreeMap<&'static str, usize>,
    rules: Vec<&'static Rule>,
    results: u64,
}

impl Sarif {
    /// A log without results, and its head.
    pub fn begin() -> (Self, String) {
        let head = "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
            \"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"results\":[";
        (Self::default(), head.to_owned())
    }

    /// The results of one file.
    pub fn file(&mut self, file: &Checked<'_>) -> String {
        let mut text = String::new();
        for finding in file.findings {
            let parted = if self.results == 0 { "\n" } else { ",\n" };
            self.results += 1;
            let number = self.number(finding.rule);
            let _ = write!(text, "{parted}{}", result(file.name, finding, number));
        }
        text
    }

    /// The foot of the log, with the rules.
    pub fn end(self) -> String {
        let tool = json!({"driver": {
            "name": "vigie-cap",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": self.rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
        }});
        format!("],\n\"tool\":{tool}}}]}}\n")
    }

    fn number(&mut self, rule: &'static Rule) -> usize {
        let next = self.rules.len();
        let number = *self.order.entry(rule.id).or_insert(next);
        if number == next {
            self.rules.push(rule);
        }
        number
    }
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.says},
        "help": {"text": format!("{} ({})", rule.mend, rule.clause)},
        "defaultConfiguration": {"level": level(rule.level)},
    })
}

fn result(name: &str, finding: &Finding, number: usize) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(name)}});
    if finding.line > 0 {
        physical["region"] = json!({"startLine": finding.line, "startColumn": finding.column});
    }
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": number,
        "level": level(finding.level()),
        "message": {"text": format!("{}; {}", finding.found, finding.mend())},
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
