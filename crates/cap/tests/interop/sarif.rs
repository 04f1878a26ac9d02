//! What editors and code hosts are given is SARIF 2.1.0 by the schema of OASIS: for every real message, checked with
//! every profile, and for files that could not be read.

use super::{common, readers};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use vigie_cap::report::{Checked, Sarif, Unread};
use vigie_cap::{Finding, Mode, Profile, read};

#[test]
fn every_report_as_sarif_holds_to_the_schema_of_oasis() {
    let (Some(environment), Some(_)) = (readers::environment(), common::root()) else {
        return;
    };
    let (mut sarif, mut log) = Sarif::begin();
    let mut findings_count = 0;
    for (name, bytes) in common::corpus() {
        let reading = read(&bytes, Mode::Lenient);
        let mut findings: Vec<Finding> = reading.all_findings().cloned().collect();
        for alert in &reading.alerts {
            findings.append(&mut alert.check(&Profile::ALL));
        }
        findings_count += findings.len();
        let (name, bytes, findings) = (&name, &bytes, &findings);
        log += &sarif.file(&Checked {
            name,
            bytes,
            findings,
        });
    }
    let unread = Unread::Fault("permission denied".to_owned());
    log += &sarif.file(&Checked {
        name: "/a folder/ü%<é>\u{202E}\n.xml",
        bytes: b"",
        findings: &[unread.finding()],
    });
    log += &sarif.end();
    assert!(findings_count > 10_000, "only {findings_count} findings");
    let log: Value = serde_json::from_str(&log).unwrap();
    let (none, foot) = Sarif::begin();
    let none: Value = serde_json::from_str(&(foot + &none.end())).unwrap();
    let sound: [Vec<String>; 2] = judge(&environment, &[log, none]).try_into().unwrap();
    assert_eq!(sound, [Vec::<String>::new(), Vec::new()]);
}

#[test]
fn the_schema_of_oasis_finds_what_is_wrong_with_a_log() {
    let Some(environment) = readers::environment() else {
        return;
    };
    let reading = read(b"<alert/>", Mode::Lenient);
    let findings: Vec<Finding> = reading.all_findings().cloned().collect();
    let (mut sarif, head) = Sarif::begin();
    let results = sarif.file(&Checked {
        name: "a.xml",
        bytes: b"<alert/>",
        findings: &findings,
    });
    let log: Value = serde_json::from_str(&(head + &results + &sarif.end())).unwrap();
    let faults = [
        ("/version", json!("2.2.0")),
        ("/runs/0/results/0/level", json!("advice")),
        (
            "/runs/0/results/0/locations/0/physicalLocation/region/startLine",
            json!(0),
        ),
        (
            "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
            json!("a b.xml"),
        ),
        ("/runs/0/tool", json!({})),
    ];
    let logs: Vec<Value> = faults
        .iter()
        .map(|(at, fault)| {
            let mut log = log.clone();
            *log.pointer_mut(at).expect(at) = fault.clone();
            log
        })
        .collect();
    for (wrong, (at, _)) in judge(&environment, &logs).iter().zip(faults) {
        assert!(!wrong.is_empty(), "a fault at {at} is not found");
    }
}

/// What the schema says is wrong with each log.
fn judge(environment: &Path, logs: &[Value]) -> Vec<Vec<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/sarif.py");
    let mut asked = Command::new(environment.join("bin/python"))
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut input = asked.stdin.take().unwrap();
    // It answers while it reads; neither may wait for the other.
    let lines: Vec<String> = logs.iter().map(|log| format!("{log}\n")).collect();
    let writing = std::thread::spawn(move || {
        for line in lines {
            input.write_all(line.as_bytes()).unwrap();
        }
    });
    let said = asked.wait_with_output().unwrap();
    assert!(said.status.success(), "the schema could not be asked");
    writing.join().unwrap();
    let answers = String::from_utf8(said.stdout).unwrap();
    let answers: Vec<Vec<String>> = answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), logs.len());
    answers
}
