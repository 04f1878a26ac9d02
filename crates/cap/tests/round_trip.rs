//! What is written reads back the same, passes the OASIS schema, and is written the same again.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod common;

use proptest::prelude::*;
use std::process::Command;
use vigie_cap::doc::{
    Alert, Area, Category, Certainty, Circle, DateTime, Info, MsgType, NameValue, Polygon,
    Position, Reference, Resource, ResponseType, Scope, Severity, Status, Urgency,
};
use vigie_cap::{Mode, Wrapper, compact, read, write};

/// Reads one alert back and requires that nothing of the schema is broken in it.
fn read_back(xml: &str) -> Alert {
    let mut reading = read(xml.as_bytes(), Mode::Lenient);
    assert_eq!(reading.wrapper, Wrapper::Bare);
    assert!(reading.findings.is_empty(), "{:?}\n{xml}", reading.findings);
    assert_eq!(reading.alerts.len(), 1);
    let read = reading.alerts.remove(0);
    assert!(
        read.unplaced.is_empty() && read.stand_ins.is_empty(),
        "{read:?}"
    );
    read.alert
}

#[test]
fn every_real_alert_reads_back_from_what_is_written_of_it() {
    let mut alerts = 0;
    for (name, bytes) in common::corpus() {
        for read in read(&bytes, Mode::Lenient).alerts {
            if !read.stand_ins.is_empty() {
                continue;
            }
            alerts += 1;
            let xml = write(&read.alert);
            let again = read_back(&xml);
            assert_eq!(again, read.alert, "{name}\n{xml}");
            assert_eq!(write(&again), xml, "{name}");
        }
    }
    println!("{alerts} real alerts");
}

#[test]
fn every_real_alert_is_written_as_the_oasis_schema_wants_it() {
    let Some(root) = common::root() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (name, bytes) in common::corpus() {
        for (nth, read) in read(&bytes, Mode::Lenient).alerts.into_iter().enumerate() {
            // What the message does not say, writing does not invent.
            let categorised = read
                .alert
                .infos
                .iter()
                .all(|info| !info.categories.is_empty());
            if !read.stand_ins.is_empty() || !categorised {
                continue;
            }
            let path = folder
                .path()
                .join(format!("{}-{nth}.xml", name.replace('/', "-")));
            std::fs::write(&path, write(&read.alert)).unwrap();
            files.push(path);
        }
    }
    let schema = root.join("schemas/google-cap-library/cap12.xsd");
    let checked = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(&schema)
        .args(&files)
        .output();
    let checked = checked.expect("xmllint is missing: install the Debian package libxml2-utils");
    let said = String::from_utf8_lossy(&checked.stderr);
    let complaints: Vec<&str> = said
        .lines()
        .filter(|line| !line.ends_with(" validates"))
        .collect();
    assert!(
        checked.status.success() && complaints.is_empty(),
        "{}",
        complaints.join("\n")
    );
    println!("{} written alerts pass the schema", files.len());
}

fn text() -> impl Strategy<Value = String> {
    // Markup, quotes, line ends, other scripts; no white space at the ends, which reading takes off.
    "[a-zA-Zéà<>&\"' \n\tعש🚨]{0,30}".prop_map(|text| format!("x{text}x"))
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9:._@é/-]{1,20}"
}

fn moment() -> impl Strategy<Value = DateTime> {
    (0_i64..4_000_000_000, -840_i16..=840)
        .prop_map(|(unix_s, offset)| DateTime::new(unix_s, offset).unwrap())
}

fn position() -> impl Strategy<Value = Position> {
    (-90.0..90.0_f64, -180.0..180.0_f64).prop_map(|(lat, lon)| Position::new(lat, lon))
}

fn pairs() -> impl Strategy<Value = Vec<NameValue>> {
    prop::collection::vec(
        (word(), text()).prop_map(|(name, value)| NameValue::new(&name, &value)),
        0..3,
    )
}

fn some<T: std::fmt::Debug>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(inner)
}

fn area() -> impl Strategy<Value = Area> {
    let circle =
        (position(), 0.0..500.0_f64).prop_map(|(centre, radius_km)| Circle { centre, radius_km });
    let polygon = prop::collection::vec(position(), 1..6).prop_map(Polygon);
    let places = (
        prop::collection::vec(polygon, 0..3),
        prop::collection::vec(circle, 0..3),
        pairs(),
    );
    (
        text(),
        places,
        some(-500.0..9000.0_f64),
        some(0.0..60000.0_f64),
    )
        .prop_map(
            |(area_desc, (polygons, circles, geocodes), altitude, ceiling)| Area {
                area_desc,
                polygons,
                circles,
                geocodes,
                altitude,
                ceiling,
            },
        )
}

fn resource() -> impl Strategy<Value = Resource> {
    (
        text(),
        word(),
        some(any::<u64>()),
        some(word()),
        some(word()),
        some(word()),
    )
        .prop_map(
            |(resource_desc, mime_type, size, uri, deref_uri, digest)| Resource {
                resource_desc,
                mime_type,
                size,
                uri,
                deref_uri,
                digest,
            },
        )
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn info() -> impl Strategy<Value = Info> {
    let closed = (
        prop::collection::vec(one_of(Category::ALL), 1..3),
        prop::collection::vec(one_of(ResponseType::ALL), 0..3),
        (
            one_of(Urgency::ALL),
            one_of(Severity::ALL),
            one_of(Certainty::ALL),
        ),
    );
    let texts = (
        some(text()),
        some(text()),
        some(text()),
        some(text()),
        some(text()),
        some(text()),
    );
    let times = (some(moment()), some(moment()), some(moment()));
    let parts = (
        pairs(),
        pairs(),
        prop::collection::vec(resource(), 0..2),
        prop::collection::vec(area(), 0..3),
    );
    (
        some("[a-z]{2}(-[A-Z]{2})?"),
        closed,
        text(),
        texts,
        times,
        some(word()),
        parts,
    )
        .prop_map(|(language, closed, event, texts, times, web, parts)| Info {
            language,
            categories: closed.0,
            event,
            response_types: closed.1,
            urgency: closed.2.0,
            severity: closed.2.1,
            certainty: closed.2.2,
            audience: texts.0,
            event_codes: parts.0,
            effective: times.0,
            onset: times.1,
            expires: times.2,
            sender_name: texts.1,
            headline: texts.2,
            description: texts.3,
            instruction: texts.4,
            web,
            contact: texts.5,
            parameters: parts.1,
            resources: parts.2,
            areas: parts.3,
        })
}

fn alert() -> impl Strategy<Value = Alert> {
    let reference = (word(), word(), moment()).prop_map(|(sender, identifier, sent)| Reference {
        sender,
        identifier,
        sent,
    });
    let head = (
        word(),
        word(),
        moment(),
        one_of(Status::ALL),
        one_of(MsgType::ALL),
        one_of(Scope::ALL),
    );
    let lists = (
        prop::collection::vec("[a-z@]{1,8}( [a-z]{1,5})?", 0..3),
        prop::collection::vec(word(), 0..3),
        prop::collection::vec(reference, 0..3),
        prop::collection::vec("[a-z]{1,8}( [a-z]{1,5})?", 0..3),
    );
    (
        head,
        some(text()),
        some(text()),
        some(text()),
        lists,
        prop::collection::vec(info(), 0..3),
    )
        .prop_map(|(head, source, restriction, note, lists, infos)| Alert {
            source,
            restriction,
            note,
            addresses: lists.0,
            codes: lists.1,
            references: lists.2,
            incidents: lists.3,
            infos,
            ..Alert::new(&head.0, &head.1, head.2, (head.3, head.4, head.5))
        })
}

#[test]
fn every_real_alert_reads_back_from_its_compact_json() {
    for (name, bytes) in common::corpus() {
        for read in read(&bytes, Mode::Lenient).alerts {
            let json = compact::write(&read.alert);
            assert_eq!(compact::read(&json).unwrap(), read.alert, "{name}\n{json}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_reads_back_from_its_compact_json(alert in alert()) {
        let json = compact::write(&alert);
        prop_assert_eq!(compact::read(&json).unwrap(), alert, "{}", json);
    }

    #[test]
    fn every_document_reads_back_from_what_is_written_of_it(alert in alert()) {
        let xml = write(&alert);
        prop_assert_eq!(read_back(&xml), alert, "{}", xml);
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, Mode::Lenient);
    }

    #[test]
    fn no_damage_to_a_message_makes_reading_panic(
        alert in alert(), cut in any::<prop::sample::Index>(), byte in any::<u8>(), keep in any::<bool>(),
    ) {
        let mut bytes = write(&alert).into_bytes();
        // Short of the last byte of `</alert>`, behind which one line end follows.
        let at = cut.index(bytes.len() - 2);
        bytes[at] = byte;
        if !keep {
            bytes.truncate(at);
        }
        let reading = read(&bytes, Mode::Strict);
        prop_assert!(keep || reading.alerts.is_empty(), "half an alert was taken for one");
    }
}
