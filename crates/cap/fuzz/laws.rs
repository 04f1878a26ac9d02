//! What holds for every input. The fuzzing targets look for one that breaks it; `tests/crashers.rs` keeps those found.

use std::hint::black_box;
use vigie_cap::doc::Alert;
use vigie_cap::geojson::Entry;
use vigie_cap::sign::{Signatures, Trust, TrustedKey};

use vigie_cap::{Limits, Mode, Profile, chain, compact, feed, geojson, report, sign, write};

/// A message that was signed once with a key that nobody has any more.
const SIGNED: &str = include_str!("seeds/signed.xml");
const KEY: &str = include_str!("seeds/key.pub");

/// What is kept is written, and what is written reads back the same.
pub fn read(bytes: &[u8]) {
    for one in vigie_cap::read(bytes, Mode::Lenient).alerts {
        assert!(one.line > 0 && one.column > 0);
        if !one.stand_ins.is_empty() {
            continue;
        }
        let written = write(&one.alert);
        if written.len() > Limits::default().alert_bytes_max {
            // References make markup five times as long.
            continue;
        }
        let again = vigie_cap::read(written.as_bytes(), Mode::Lenient).alerts;
        let [again] = &*again else {
            panic!("{} alerts were written as one:\n{written}", again.len());
        };
        assert_eq!(write(&again.alert), written, "written again it is another");
        let line = compact::write(&one.alert);
        let back = compact::read(&line).unwrap_or_else(|why| panic!("{why}: {line}"));
        assert_eq!(back, one.alert, "{line}");
    }
    black_box(vigie_cap::read(bytes, Mode::Strict));
    black_box(feed::read(bytes));
}

/// Every finding has a place that can be shown.
pub fn check(bytes: &[u8]) {
    let reading = vigie_cap::read(bytes, Mode::Lenient);
    let alerts: Vec<&Alert> = reading.alerts.iter().map(|read| &read.alert).collect();
    let mut findings: Vec<_> = reading.all_findings().cloned().collect();
    for one in &reading.alerts {
        let mut more = one.check(&Profile::ALL);
        assert!(more.iter().all(|finding| finding.line > 0), "{more:?}");
        findings.append(&mut more);
        findings.extend(chain::check(&one.alert, &alerts));
        let entry = Entry {
            alert: &one.alert,
            url: "https://vigie.example/1",
            language: None,
        };
        black_box(geojson::feature(&entry));
    }
    let checked = report::Checked {
        name: "input",
        bytes,
        findings: &findings,
    };
    black_box(report::human(&checked, true));
    black_box(report::json("input", &reading));
}

/// Nothing verifies but the message that was signed.
pub fn verify(bytes: &[u8]) {
    let key = TrustedKey::from_pem("key", KEY).unwrap_or_else(|fault| panic!("{fault}"));
    for signatures in [Signatures::One, Signatures::Naads] {
        let trust = Trust {
            keys: vec![key.clone()],
            signatures,
            ..Trust::default()
        };
        if let Ok(verified) = sign::verify(bytes, &trust) {
            let signed = vigie_cap::read(SIGNED.as_bytes(), Mode::Lenient).alerts;
            assert_eq!(
                Some(verified.alert()),
                signed.first().map(|read| &read.alert)
            );
        }
    }
}
