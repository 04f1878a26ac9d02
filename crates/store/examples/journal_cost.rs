//! Measures what the journal costs on this machine: `cargo run --release -p vigie-store --example
//! journal_cost [ENTRIES] [FOLDER]`. Prints figures; judges nothing.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    error::Error,
    hint::black_box,
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use vigie_store::{
    Sha256Sum, canonical,
    disk::{Disk, RealDisk},
    journal::{self, Config, Journal, Vouched},
    merkle::Frontier,
};

/// A fact of about 400 bytes, as a delivery attempt would be.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Fact {
    v: u32,
    kind: String,
    warning: String,
    alert_sha256: String,
    cohort: u64,
    channel: String,
    attempt: u32,
    outcome: Outcome,
    note: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Outcome {
    accepted: bool,
    took_ms: u64,
    said: String,
}

fn fact(i: u64) -> Fact {
    Fact {
        v: 1,
        kind: "delivery_attempted".to_owned(),
        warning: format!("w-{i:08}"),
        alert_sha256: "5f3a9c".repeat(10),
        cohort: i,
        channel: "siren".to_owned(),
        attempt: 1,
        outcome: Outcome {
            accepted: true,
            took_ms: 12,
            said: "accepted, sounding".to_owned(),
        },
        note: "Rockets towards the compound. Take shelter. — Abri immédiat. ".repeat(2),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let entries: u64 = arguments.next().map_or(Ok(1_000_000), |n| n.parse())?;
    let folder = arguments
        .next()
        .unwrap_or_else(|| "target/journal_cost".to_owned());
    let folder = Path::new(&folder);
    if folder.exists() {
        return Err(format!("{} exists: name a folder that does not", folder.display()).into());
    }
    encoding()?;
    appending(&folder.join("null"))?;
    syncing(folder)?;
    replaying(&folder.join("replayed"), entries)?;
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

fn encoding() -> Result<(), Box<dyn Error>> {
    let typed = fact(1);
    let value: Value = serde_json::to_value(&typed)?;
    println!("one fact: {} bytes", canonical::to_vec(&typed)?.len());
    let mut out = Vec::new();
    per_call("canonical form, this crate, from a struct", 200_000, || {
        out.clear();
        canonical::write(&mut out, black_box(&typed)).is_ok()
    });
    per_call("canonical form, this crate, from a Value", 200_000, || {
        out.clear();
        canonical::write(&mut out, black_box(&value)).is_ok()
    });
    per_call(
        "canonical form, serde_json_canonicalizer, struct",
        50_000,
        || serde_json_canonicalizer::to_vec(black_box(&typed)).is_ok(),
    );
    per_call("plain serde_json, struct, not canonical", 200_000, || {
        out.clear();
        serde_json::to_writer(&mut out, black_box(&typed)).is_ok()
    });
    let text = vec![b'x'; 510];
    per_call("SHA-256 of a line of 510 bytes", 200_000, || {
        black_box(Sha256Sum::of(black_box(&text))) != Sha256Sum::ZERO
    });
    let mut tree = Frontier::default();
    per_call("one leaf more in the Merkle tree", 200_000, || {
        tree.push(&Sha256Sum::ZERO);
        tree.size() > 0
    });
    Ok(())
}

fn appending(folder: &Path) -> Result<(), Box<dyn Error>> {
    let facts: Vec<Fact> = (0..1000).map(fact).collect();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::open(folder)?);
    let (mut journal, _) = Journal::open(disk, Config::default())?;
    let mut spent = Duration::ZERO;
    for _ in 0..200 {
        let start = Instant::now();
        journal.append(1_795_000_000_000, &facts)?;
        spent += start.elapsed();
        journal.sync()?;
    }
    line("append: encode, chain, buffer (no disk)", spent, 200_000);
    Ok(())
}

fn syncing(folder: &Path) -> Result<(), Box<dyn Error>> {
    let facts: Vec<Fact> = (0..64).map(fact).collect();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::open(folder.join("synced"))?);
    let (mut journal, _) = Journal::open(disk, Config::default())?;
    let mut bare = std::fs::File::create_new(folder.join("bare"))?;
    let mut took: [Vec<Duration>; 3] = Default::default();
    for _ in 0..2000 {
        let start = Instant::now();
        bare.write_all(&[b'x'; 600])?;
        bare.sync_data()?;
        took[0].push(start.elapsed());
        let start = Instant::now();
        journal.append(1_795_000_000_000, &facts[..1])?;
        journal.sync()?;
        took[1].push(start.elapsed());
        let start = Instant::now();
        journal.append(1_795_000_000_000, &facts)?;
        journal.sync()?;
        took[2].push(start.elapsed());
    }
    let names = [
        "bare append + fdatasync, 600 bytes",
        "journal, 1 entry a sync",
        "journal, 64 entries a sync",
    ];
    for (name, took) in names.iter().zip(&mut took) {
        took.sort_unstable();
        let ms = |part: usize| took[took.len() * part / 1000].as_secs_f64() * 1e3;
        println!(
            "{name:52} p50 {:.3} ms  p90 {:.3}  p99 {:.3}",
            ms(500),
            ms(900),
            ms(990)
        );
    }
    Ok(())
}

fn replaying(folder: &Path, entries: u64) -> Result<(), Box<dyn Error>> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::open(folder)?);
    let (mut journal, _) = Journal::open(Arc::clone(&disk), Config::default())?;
    let start = Instant::now();
    let mut written = 0;
    while written < entries {
        let batch: Vec<Fact> = (written..entries.min(written + 1000)).map(fact).collect();
        journal.append(1_795_000_000_000, &batch)?;
        journal.sync()?;
        written += batch.len() as u64;
    }
    line(
        "write, 1000 entries a sync, all included",
        start.elapsed(),
        entries,
    );
    let footing = journal.footing().clone();
    drop(journal);

    let start = Instant::now();
    let (opened, _) = Journal::open(Arc::clone(&disk), Config::default())?;
    line(
        "open: whole chain and tree checked",
        start.elapsed(),
        entries,
    );
    drop(opened);

    let start = Instant::now();
    let mut sum = 0;
    let (journal, _) = Journal::open_reading(Arc::clone(&disk), Config::default(), |line| {
        sum += line.entry::<Fact>().map_or(0, |entry| entry.fact.cohort);
    })?;
    line(
        "open_reading: checked, each fact understood",
        start.elapsed(),
        entries,
    );

    let start = Instant::now();
    for entry in journal.read_from::<Fact>(1)? {
        sum += entry?.fact.cohort;
    }
    line(
        "read_from(1): chain checked, facts understood",
        start.elapsed(),
        entries,
    );
    black_box(sum);
    drop(journal);

    let start = Instant::now();
    let vouched = Vouched {
        size: footing.tree.size(),
        root: footing.tree.root(),
    };
    let verified = journal::verify(&disk, &[vouched])?;
    line("verify: and every fact canonical", start.elapsed(), entries);
    println!("{} bytes in {} segments", verified.bytes, verified.segments);

    let start = Instant::now();
    Journal::open(
        disk,
        Config {
            standing_on: Some(footing),
            ..Config::default()
        },
    )?;
    println!(
        "{:52} {:.1} ms",
        "open on a snapshot of the end",
        start.elapsed().as_secs_f64() * 1e3
    );
    Ok(())
}

fn per_call(name: &str, times: u32, mut call: impl FnMut() -> bool) {
    let start = Instant::now();
    for _ in 0..times {
        assert!(call(), "{name} failed");
    }
    line(name, start.elapsed(), u64::from(times));
}

#[expect(
    clippy::cast_precision_loss,
    reason = "figures for people, three digits of them"
)]
fn line(name: &str, took: Duration, times: u64) {
    let seconds = took.as_secs_f64();
    println!(
        "{name:52} {:7.3} µs each  {:8.2} s",
        seconds * 1e6 / times as f64,
        seconds
    );
}
