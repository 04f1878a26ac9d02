//! What a start accepts and what it refuses: on a snapshot, after damage, after a batch larger than
//! one write.

#![expect(
    clippy::unwrap_used,
    reason = "what builds a test's journal is test code too"
)]

use serde_json::json;
use std::sync::Arc;
use vigie_store::{
    disk::{Disk, SimDisk, SimFault},
    journal::{Broken, Config, Fault, Footing, Journal, Recovered, Unfit, Why},
};

const SEGMENT: &str = "00000000000000000001.jsonl";

fn journal(disk: &SimDisk, config: Config) -> Journal {
    open(disk, config).unwrap().0
}

fn open(disk: &SimDisk, config: Config) -> Result<(Journal, Recovered), Fault> {
    Journal::open(Arc::new(disk.clone()), config)
}

fn refused(disk: &SimDisk, config: Config) -> Broken {
    match open(disk, config) {
        Err(Fault::Broken(broken)) => broken,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

/// Appends `count` entries with texts of so many bytes and syncs once.
fn fill(journal: &mut Journal, count: u64, text_bytes: usize) -> Footing {
    let text = "x".repeat(text_bytes);
    for n in 0..count {
        journal.append(0, &[json!({"n": n, "text": text})]).unwrap();
    }
    journal.sync().unwrap();
    journal.footing().clone()
}

fn on(footing: &Footing) -> Config {
    Config {
        standing_on: Some(footing.clone()),
        ..Config::default()
    }
}

#[test]
fn a_start_on_a_snapshot_sees_only_the_entries_behind_it_and_goes_on() {
    let disk = SimDisk::new(1);
    let mut first = journal(
        &disk,
        Config {
            segment_bytes: 2000,
            ..Config::default()
        },
    );
    let footing = fill(&mut first, 10, 400);
    let end = fill(&mut first, 5, 400);
    drop(first);
    let mut seen = Vec::new();
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened = Journal::open_reading(shared, on(&footing), |line| seen.push(line.n));
    let (mut second, recovered) = opened.unwrap();
    assert_eq!(seen, [11, 12, 13, 14, 15]);
    assert_eq!((recovered.entries, recovered.head), (15, end.head));
    assert_eq!(second.footing(), &end);
    let whole = fill(&mut second, 1, 10);
    assert_eq!(journal(&disk, Config::default()).footing(), &whole);
    let entries: Vec<u64> = second
        .read_from::<serde_json::Value>(14)
        .unwrap()
        .map(|entry| entry.unwrap().n)
        .collect();
    assert_eq!(entries, [14, 15, 16]);
    assert_eq!(
        second.read_from::<serde_json::Value>(17).unwrap().count(),
        0
    );
}

#[test]
fn a_journal_without_the_entries_that_its_snapshot_stands_on_is_refused() {
    let disk = SimDisk::new(1);
    let footing = fill(&mut journal(&disk, Config::default()), 10, 10);
    let short = SimDisk::new(2);
    fill(&mut journal(&short, Config::default()), 4, 10);
    let broken = refused(&short, on(&footing));
    assert_eq!(
        (broken.n, broken.why),
        (
            10,
            Why::Short {
                last_n: 4,
                shown_n: 10
            }
        )
    );
    let empty = refused(&SimDisk::new(3), on(&footing));
    assert_eq!(
        empty.why,
        Why::Short {
            last_n: 0,
            shown_n: 10
        }
    );
    let other = SimDisk::new(4);
    fill(&mut journal(&other, Config::default()), 12, 11);
    assert!(matches!(
        refused(&other, on(&footing)).why,
        Why::Other { .. }
    ));
}

#[test]
fn unwritten_bytes_are_cut_in_the_last_batch_and_refused_before_it() {
    let disk = SimDisk::new(1);
    fill(&mut journal(&disk, Config::default()), 2000, 1000);
    let good = disk.read(SEGMENT, 1 << 30).unwrap();
    let with_hole_at = |offset: usize| {
        let mut bytes = good.clone();
        bytes[offset..offset + 512].fill(0);
        disk.put(SEGMENT, &bytes);
    };
    with_hole_at(good.len() / 2 - 512 * 1024);
    let broken = refused(&disk, Config::default());
    assert!(matches!(broken.why, Why::NotAnEntry { .. }), "{broken}");
    assert_eq!(
        disk.len(SEGMENT).unwrap(),
        good.len() as u64,
        "a refusal changes nothing"
    );

    with_hole_at(good.len() - 5000);
    let (_, recovered) = open(&disk, Config::default()).unwrap();
    assert!(recovered.entries > 1990 && recovered.entries < 2000);
    assert!(recovered.cut.unwrap().bytes > 4000);

    disk.put(SEGMENT, &good[..good.len() - 3]);
    let shown = Config {
        at_least_n: 2000,
        ..Config::default()
    };
    let broken = refused(&disk, shown);
    assert_eq!(
        (broken.n, broken.line),
        (2000, 2000),
        "what was shown to somebody is never cut"
    );
}

#[test]
fn a_spoilt_letter_before_whole_entries_is_refused_even_in_the_last_batch() {
    let disk = SimDisk::new(1);
    fill(&mut journal(&disk, Config::default()), 3, 50);
    let good = disk.read(SEGMENT, 1 << 20).unwrap();
    let mut bad = good.clone();
    bad[3] ^= 1;
    disk.put(SEGMENT, &bad);
    let broken = refused(&disk, Config::default());
    assert_eq!(
        broken.to_string(),
        "00000000000000000001.jsonl line 1: expected entry 1, but the line is no entry: it does not \
         begin with its time; nothing was changed: restore the folder from a copy, or ask its keeper"
    );
}

#[test]
fn a_batch_larger_than_one_write_keeps_its_first_part_whole_at_any_power_cut() {
    let (mut cuts, mut partly) = (0, 0);
    for seed in 0..20 {
        for call in 1.. {
            let disk = SimDisk::new(seed);
            let config = Config {
                segment_bytes: 2 << 20,
                ..Config::default()
            };
            let mut first = journal(&disk, config.clone());
            disk.plan(SimFault::PowerCutAt(disk.calls() + call));
            let text = "é".repeat(150_000);
            let facts: Vec<_> = (0..14).map(|n| json!({"n": n, "text": text})).collect();
            let numbers = first.append(0, &facts).unwrap();
            assert_eq!(
                numbers.iter().collect::<Vec<_>>(),
                (1..=14).collect::<Vec<_>>()
            );
            let synced = first.sync();
            let certain = first.head().n;
            let (second, _) = open(&disk.crash(), config).unwrap();
            assert!(second.head().n >= certain, "seed {seed} call {call}");
            partly += u64::from((1..14).contains(&second.head().n));
            cuts += 1;
            if synced.is_ok() {
                assert_eq!(second.head().n, 14);
                break;
            }
        }
    }
    assert!(
        cuts > 200 && partly > 50,
        "too tame: {cuts} cuts, {partly} in the middle"
    );
}

#[test]
fn an_unfit_fact_leaves_the_batch_before_it_as_it_was() {
    let disk = SimDisk::new(1);
    let mut first = journal(&disk, Config::default());
    first.append(0, &[json!({"kind": "kept"})]).unwrap();
    let before = first.appended();
    let unfit = first
        .append(0, &[json!({"kind": "good"}), json!({"lat": 33.3})])
        .unwrap_err();
    assert!(!unfit.must_abort());
    assert!(unfit.to_string().contains("33.3 is a float"), "{unfit}");
    assert_eq!(first.appended(), before);
    assert_eq!(first.sync().unwrap().n, 1);
    assert_eq!(journal(&disk, Config::default()).head(), before);
}

#[test]
fn appending_without_syncing_ends_at_the_limit_of_memory() {
    let mut first = journal(&SimDisk::new(1), Config::default());
    let fact = [json!({"text": "x".repeat(1_000_000)})];
    let full = (0..100).find_map(|_| first.append(0, &fact).err()).unwrap();
    assert!(
        matches!(full, Fault::Unfit(Unfit::Unsynced { .. })),
        "{full}"
    );
    first.sync().unwrap();
    first.append(0, &fact).unwrap();
}
