//! Our reading of the schema against the schema itself: on every real message, xmllint and this crate agree.

mod common;

use std::process::Command;
use vigie_cap::{Level, Mode, Version, Wrapper, read};

/// Rules that the schema can see. The others are the standard's text.
const STRUCTURE: [&str; 14] = [
    "CAP-NAMESPACE",
    "CAP-UNKNOWN",
    "CAP-ATTRIBUTE",
    "CAP-ORDER",
    "CAP-ONCE",
    "CAP-MISSING",
    "CAP-MARKUP",
    "CAP-TEXT-BETWEEN",
    "CAP-LISTED",
    "CAP-SPACE",
    "CAP-TIME",
    "CAP-TIME-FORMAT",
    "CAP-TIME-ZONE",
    "CAP-LANGUAGE",
];

#[test]
fn xmllint_and_we_agree_on_every_real_message() {
    let Some(root) = common::root() else { return };
    let mut compared = [0, 0];
    for (name, bytes) in common::corpus() {
        let reading = read(&bytes, Mode::Lenient);
        let [alert] = reading.alerts.as_slice() else {
            continue;
        };
        if reading.wrapper != Wrapper::Bare
            || reading
                .findings
                .iter()
                .any(|finding| finding.level() == Level::Error)
        {
            continue;
        }
        let schema = match alert.version {
            Version::V1_0 => "cap10.xsd",
            Version::V1_1 => "cap11.xsd",
            Version::V1_2 => "cap12.xsd",
        };
        let checked = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .arg(root.join("schemas/google-cap-library").join(schema))
            .arg(root.join(&name))
            .output()
            .expect("xmllint is missing: install the Debian package libxml2-utils");
        let broken: Vec<_> = alert
            .findings
            .iter()
            .filter(|finding| STRUCTURE.contains(&finding.rule.id))
            .collect();
        let said = String::from_utf8_lossy(&checked.stderr);
        assert_eq!(
            checked.status.success(),
            broken.is_empty(),
            "{name}\nxmllint: {said}\nwe: {broken:?}"
        );
        compared[usize::from(checked.status.success())] += 1;
    }
    println!("{} invalid and {} valid for both", compared[0], compared[1]);
}
