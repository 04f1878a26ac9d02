//! Every real message, from its folder through the engine and the journal into the folder for other software.

use crate::messages::corpus;
use crate::site::site;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vigie_channels::folder::FolderChannel;
use vigie_channels::folder::render::{Masthead, file_name};
use vigie_core::Input;
use vigie_core::delivery::{Life, Outcome as Carried, Target, Work};
use vigie_core::time::Timestamp;
use vigie_core::warning::Alert;
use vigie_server::intake::folder::{File, Folder, Step};
use vigie_server::intake::summary::Summary;
use vigie_server::intake::taking::{Outcome, Taker};

const GOLDEN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/golden/intake-verdicts.txt"
);
const RULES: &str = "relay_from = \"Unknown\"\ndraft_from = \"Unknown\"\nonly_here = false\nexercises = true\nas_of = \"sent\"";

/// Rules that the engine may name; a verdict by any other is new and must be looked at.
const KNOWN: [&str; 12] = [
    "relay",
    "area_missing",
    "text_missing",
    "findings",
    "relay_from",
    "equivocation",
    "status",
    "scope",
    "msg_type",
    "cancel_of_unknown",
    "expired",
    "exercise",
];

/// Schemas are XML and no messages; verdicts are opinions of other tools; the rest is no XML.
fn messages(root: &Path, into: &Path) {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "schemas" && name != "verdicts" {
                    folders.push(path);
                }
                continue;
            }
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            let xml = matches!(&*extension, "xml" | "cap" | "atom" | "rss" | "edxlde");
            if xml || name.contains("NOAA_MultiplePolygons.txt") {
                let to = into.join(path.strip_prefix(root).unwrap());
                std::fs::create_dir_all(to.parent().unwrap()).unwrap();
                std::fs::copy(&path, to).unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_real_message_gets_a_verdict_by_a_named_rule_and_what_is_relayed_comes_out_as_it_came()
 {
    let Some(root) = corpus() else { return };
    let archive = tempfile::tempdir().unwrap();
    messages(&root, archive.path());
    let site = site(&format!("folder = '{}'\n{RULES}", archive.path().display())).await;
    let out = tempfile::tempdir().unwrap();
    let masthead = Masthead {
        title: "Relayed".to_owned(),
        author: "Test site".to_owned(),
        address: "https://site.example/".to_owned(),
        language: None,
    };
    let channel = Arc::new(FolderChannel::new(out.path(), masthead.clone()));
    let carried = tokio::spawn(carry(site.desk.clone(), site.work, Arc::clone(&channel)));

    let mut taker = Taker::new(site.feeds[0].name.clone(), site.desk.inbox.clone());
    let mut summary = Summary::default();
    let mut files: Vec<File> = Vec::new();
    let mut folder = Folder::once(archive.path());
    let looked = folder.look(&mut taker, |step| {
        if let Step::Done(file) = step {
            summary.add(&file);
            files.push(file);
        }
    });
    assert!(!looked.await.unwrap());
    files.sort_by(|a, b| a.path.cmp(&b.path));

    assert!(summary.messages() >= 200, "{}", summary.text());
    let relayed = relayed(&files);
    let state = crate::site::until("everything relayed is in the folder", || {
        let state = site.desk.state();
        let done = relayed.iter().all(|id| {
            state
                .alerts
                .values()
                .filter(|alert| alert.warning == *id)
                .all(|alert| {
                    let mut lives = state
                        .deliveries_of(alert.id)
                        .filter(|d| d.target == Target::Folder);
                    lives.all(|d| matches!(d.life, Life::Published { .. }))
                })
        });
        done.then_some(state)
    })
    .await;

    let issued: Vec<Arc<Alert>> = state.alerts.values().cloned().collect();
    assert_eq!(
        issued.len() as u64,
        summary.counts["relayed"].values().sum::<u64>(),
        "an alert for each relayed message, and no other"
    );
    for alert in &issued {
        let bytes = std::fs::read(out.path().join("cap").join(file_name(alert))).unwrap();
        assert_eq!(bytes, alert.content.cap.xml.as_bytes());
        assert!(
            came_in_as(&files, archive.path(), alert),
            "{}",
            alert.content.cap.identifier
        );
    }
    // As if all of them still held: the map leaves out what has expired.
    let map = tempfile::tempdir().unwrap();
    let channel = FolderChannel::new(map.path(), masthead);
    channel.index(&issued, Timestamp::from_unix_ms(0)).unwrap();
    geojson(map.path(), &issued);
    drop(site.desk);
    carried.abort();
    reviewed(&summary, &files);
}

fn relayed(files: &[File]) -> Vec<vigie_core::ids::WarningId> {
    let all = files.iter().flat_map(|file| &file.taken);
    all.filter_map(|taken| match &taken.outcome {
        Outcome::Relayed { warning } => Some(*warning),
        _ => None,
    })
    .collect()
}

/// Whether a file of the archive is, or holds, exactly these bytes. A message out of a wrapper that declares its
/// namespace may differ by that declaration.
fn came_in_as(files: &[File], archive: &Path, alert: &Alert) -> bool {
    let xml = &alert.content.cap.xml;
    let declaration = format!(" xmlns=\"{}\"", vigie_cap::write::NAMESPACE);
    let bare = xml.replacen(&declaration, "", 1);
    let named = |file: &&File| {
        let mut all = file.taken.iter();
        all.any(|taken| taken.identifier.as_deref() == Some(&alert.content.cap.identifier))
    };
    files.iter().filter(named).any(|file| {
        let bytes = std::fs::read(archive.join(&file.path)).unwrap();
        let holds = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        bytes == xml.as_bytes() || holds(xml) || holds(&bare)
    })
}

/// Another reader takes it, and every place is on the globe with its longitude first.
fn geojson(out: &Path, issued: &[Arc<Alert>]) {
    let text = std::fs::read_to_string(out.join("active.geojson")).unwrap();
    let collection: geojson::FeatureCollection = text
        .parse::<geojson::GeoJson>()
        .unwrap()
        .try_into()
        .unwrap();
    let live = issued.iter().filter(|alert| !alert.content.act.ends());
    assert_eq!(collection.features.len(), live.count());
    let mut drawn = 0;
    for feature in &collection.features {
        let id = match &feature.id {
            Some(geojson::feature::Id::String(id)) => id,
            other => panic!("{other:?}"),
        };
        assert!(id.starts_with("https://site.example/cap/"), "{id}");
        assert!(feature.property("event").unwrap().is_string());
        let Some(geometry) = &feature.geometry else {
            continue;
        };
        drawn += 1;
        let mut positions = Vec::new();
        coordinates(&serde_json::to_value(geometry).unwrap(), &mut positions);
        assert!(!positions.is_empty());
        for (lon, lat) in positions {
            assert!(lon.abs() <= 360.0 && lat.abs() <= 90.0, "{id}: {lon} {lat}");
        }
    }
    assert!(drawn > 100, "{drawn}");
}

fn coordinates(value: &Value, found: &mut Vec<(f64, f64)>) {
    match value {
        Value::Array(all) => match &all[..] {
            [Value::Number(lon), Value::Number(lat)] => {
                found.push((lon.as_f64().unwrap(), lat.as_f64().unwrap()));
            }
            _ => all.iter().for_each(|one| coordinates(one, found)),
        },
        Value::Object(parts) => {
            let rings: Vec<&Value> = match parts["type"].as_str().unwrap() {
                "Polygon" => parts["coordinates"].as_array().unwrap().iter().collect(),
                "MultiPolygon" => {
                    let polygons = parts["coordinates"].as_array().unwrap().iter();
                    polygons
                        .flat_map(|polygon| polygon.as_array().unwrap())
                        .collect()
                }
                _ => Vec::new(),
            };
            for ring in rings {
                let ring = ring.as_array().unwrap();
                assert!(ring.len() >= 4 && ring.first() == ring.last(), "{ring:?}");
            }
            parts.values().for_each(|part| coordinates(part, found));
        }
        _ => {}
    }
}

/// Carries like the couriers, into the folder alone.
async fn carry(
    desk: vigie_server::engine::Desk,
    mut work: tokio::sync::mpsc::UnboundedReceiver<Work>,
    channel: Arc<FolderChannel>,
) {
    let mut batch = Vec::new();
    while work.recv_many(&mut batch, 64).await > 0 {
        let (mut to_write, mut keys, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        for piece in batch.drain(..) {
            let key = piece.key();
            match piece {
                Work::File { alert, .. } => {
                    to_write.push(alert);
                    keys.push(key);
                }
                _ => outcomes.push((key, Carried::HandedOver { to: 0 })),
            }
        }
        let at: Timestamp = desk.state().at;
        outcomes.extend(keys.into_iter().zip(channel.deliver(&to_write, &[], at)));
        for ((delivery, attempt), outcome) in outcomes {
            let told = Input::Outcome {
                delivery,
                attempt,
                outcome,
            };
            if desk.inbox.tell(told).await.is_err() {
                return;
            }
        }
    }
}

/// Counts by verdict and rule, then each file: reviewed and kept. `VIGIE_GOLDEN=write` writes the file anew.
fn reviewed(summary: &Summary, files: &[File]) {
    let mut text = String::new();
    for (verdict, rules) in &summary.counts {
        for (rule, count) in rules {
            let by_engine = !matches!(verdict.as_str(), "unreadable" | "seen before");
            assert!(
                !by_engine || KNOWN.contains(&rule.as_str()),
                "{verdict} by the new rule {rule}"
            );
            writeln!(text, "{count:>4} {verdict} {rule}").unwrap();
        }
    }
    for file in files {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for taken in &file.taken {
            let (verdict, rule) = taken.outcome.named();
            *counts.entry(format!("{verdict} {rule}")).or_default() += 1;
        }
        let said: Vec<String> = counts
            .iter()
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        writeln!(text, "{}: {}", file.path.display(), said.join(", ")).unwrap();
    }
    let path = PathBuf::from(GOLDEN);
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    for (is, was) in text.lines().zip(kept.lines()) {
        assert_eq!(is, was, "review with VIGIE_GOLDEN=write");
    }
    assert_eq!(
        text.lines().count(),
        kept.lines().count(),
        "review with VIGIE_GOLDEN=write"
    );
}
