//! The promise of the journal under every fault the simulated disk knows: what was acknowledged is
//! there after the next start, in order, and the journal starts at all. And the proof that this test
//! can fail: each duty left out is found.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use vigie_store::{
    disk::{Chance, Disk, Plant, Planted, SimDisk, SimFault},
    journal::{Config, Fault, Journal, verify},
    snapshot::Snapshots,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Fact {
    id: u64,
    text: String,
}

/// Why a life of the journal ended before its time.
enum End {
    /// The disk failed and the program aborts, as it must.
    Abort,
    /// A promise was broken.
    Broken(String),
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Disk { .. } => Self::Abort,
            other => Self::Broken(format!("REFUSED: {other}")),
        }
    }
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Abort => f.write_str("the disk failed, though no fault was planned"),
            Self::Broken(promise) => f.write_str(promise),
        }
    }
}

#[derive(Debug, Default)]
struct Seen {
    power_cuts: u64,
    acknowledged: usize,
    torn: u64,
    aborts: u64,
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.power_cuts += other.power_cuts;
        self.acknowledged += other.acknowledged;
        self.torn += other.torn;
        self.aborts += other.aborts;
    }
}

/// What the writer remembers of one journal over all its lives.
struct Writer {
    chance: Chance,
    /// Ids of the facts by number, as last submitted; those behind `acknowledged` may be lost.
    submitted: Vec<u64>,
    acknowledged: usize,
    next_id: u64,
    seen: Seen,
}

type Wrap<'a> = &'a dyn Fn(SimDisk) -> Arc<dyn Disk>;

fn sound(disk: SimDisk) -> Arc<dyn Disk> {
    Arc::new(disk)
}

/// Segments so small that they end often.
fn config() -> Config {
    Config {
        segment_bytes: 6000,
        ..Config::default()
    }
}

/// Lives of one journal on one disk, with a power cut, a kill or a fault between them.
fn lives(seed: u64, wrap: Wrap<'_>) -> Result<Seen, String> {
    let mut disk = SimDisk::new(seed);
    let mut writer = Writer::new(seed);
    for _ in 0..10 {
        writer.plan_faults(&disk);
        match writer.live(&wrap(disk.clone())) {
            Ok(()) => {}
            Err(End::Abort) => writer.seen.aborts += 1,
            Err(broken) => return Err(broken.to_string()),
        }
        disk.heal();
        // After a kill the system still has everything in memory; after a power cut it has not.
        if writer.chance.per_thousand(700) || disk.list().is_err() {
            disk = disk.crash();
            writer.seen.power_cuts += 1;
        }
    }
    let (journal, _) =
        Journal::open(wrap(disk.crash()), config()).map_err(|fault| fault.to_string())?;
    writer.compare(&journal).map_err(|end| end.to_string())?;
    writer.seen.acknowledged = writer.acknowledged;
    Ok(writer.seen)
}

impl Writer {
    fn new(seed: u64) -> Self {
        let chance = Chance::new(!seed);
        Self {
            chance,
            submitted: vec![],
            acknowledged: 0,
            next_id: 0,
            seen: Seen::default(),
        }
    }

    fn plan_faults(&mut self, disk: &SimDisk) {
        match self.chance.below(8) {
            0..4 => disk.plan(SimFault::PowerCutAt(
                disk.calls() + 1 + self.chance.below(40),
            )),
            4 => disk.plan(SimFault::AppendErrors(100)),
            5 => disk.plan(SimFault::SyncErrors(100)),
            6 => disk.plan(SimFault::Capacity(self.chance.below(60_000))),
            _ => {}
        }
    }

    /// One start, some batches, an end.
    fn live(&mut self, disk: &Arc<dyn Disk>) -> Result<(), End> {
        let (mut journal, recovered) = Journal::open(Arc::clone(disk), config())?;
        self.seen.torn += u64::from(recovered.cut.is_some());
        self.compare(&journal)?;
        for _ in 0..self.chance.below(12) {
            self.batch(&mut journal)?;
        }
        Ok(())
    }

    fn batch(&mut self, journal: &mut Journal) -> Result<(), End> {
        for _ in 0..=self.chance.below(2) {
            let facts = self.facts();
            let numbers = journal.append(0, &facts)?;
            assert_eq!(numbers.first, self.submitted.len() as u64 + 1);
            self.submitted.extend(facts.iter().map(|fact| fact.id));
        }
        let head = journal.sync()?;
        assert_eq!(head.n, self.submitted.len() as u64);
        self.acknowledged = self.submitted.len();
        Ok(())
    }

    fn facts(&mut self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for _ in 0..=self.chance.below(8) {
            self.next_id += 1;
            let text = "é".repeat(self.chance.index(900));
            facts.push(Fact {
                id: self.next_id,
                text,
            });
        }
        facts
    }

    /// Everything acknowledged is there and nothing was invented. What is there now counts as
    /// acknowledged: the next decisions stand on it.
    fn compare(&mut self, journal: &Journal) -> Result<(), End> {
        let mut found = Vec::new();
        for entry in journal.read_from::<Fact>(1)? {
            found.push(entry?.fact.id);
        }
        if found.len() < self.acknowledged {
            let (had, has) = (self.acknowledged, found.len());
            return Err(End::Broken(format!(
                "LOST: {had} entries were acknowledged, {has} are there"
            )));
        }
        if found.len() > self.submitted.len() || found != self.submitted[..found.len()] {
            let promise = "CHANGED: other facts are there than were submitted";
            return Err(End::Broken(promise.to_owned()));
        }
        self.submitted.truncate(found.len());
        self.acknowledged = found.len();
        Ok(())
    }
}

/// How many seeds; more with `VIGIE_STORE_SEEDS`.
fn seeds() -> u64 {
    std::env::var("VIGIE_STORE_SEEDS")
        .ok()
        .and_then(|seeds| seeds.parse().ok())
        .unwrap_or(3000)
}

#[test]
fn nothing_acknowledged_is_lost_whatever_the_disk_does() {
    let mut all = Seen::default();
    for seed in 0..seeds() {
        match lives(seed, &sound) {
            Ok(seen) => all.add(&seen),
            Err(promise) => panic!("seed {seed}: {promise}"),
        }
    }
    println!("{} seeds: {all:?}", seeds());
    assert!(
        all.torn > 100 && all.aborts > 1000 && all.acknowledged > 10_000,
        "too tame: {all:?}"
    );
}

#[test]
fn the_same_seed_lives_the_same_lives() {
    for seed in 0..50 {
        let once = format!("{:?}", lives(seed, &sound));
        assert_eq!(once, format!("{:?}", lives(seed, &sound)), "seed {seed}");
    }
}

#[test]
fn every_duty_that_is_left_out_is_found() {
    let plants = [
        Plant::AckBeforeSync,
        Plant::FolderNotSynced,
        Plant::TornTailNotCut,
        Plant::WriteErrorIgnored,
        Plant::SyncErrorIgnored,
        Plant::EndNotWrittenAgain,
    ];
    for plant in plants {
        let wrap = |disk| -> Arc<dyn Disk> { Arc::new(Planted::new(Arc::new(disk), plant)) };
        let found = (0..seeds()).find_map(|seed| Some((seed, lives(seed, &wrap).err()?)));
        let (seed, promise) = found.unwrap_or_else(|| panic!("{plant:?} was not found"));
        println!("{plant:?} found at seed {seed}: {promise}");
        assert!(seed < 500, "{plant:?} was found only at seed {seed}");
    }
}

/// A short life that touches every kind of call: segments end, a snapshot is written.
fn short_life(disk: &SimDisk, writer: &mut Writer) -> Result<(), End> {
    let shared = sound(disk.clone());
    let (mut journal, _) = Journal::open(Arc::clone(&shared), config())?;
    for i in 0..8 {
        writer.batch(&mut journal)?;
        if i % 3 == 0 {
            let snapshot = Snapshots::new(Arc::clone(&shared)).write(journal.footing(), &[i; 700]);
            snapshot.map_err(|_| End::Abort)?;
        }
    }
    Ok(())
}

/// Every call of a short life fails or is the last, in turn, and the next start finds what was
/// acknowledged: on the same memory (a kill) and on the disk alone (a power cut).
fn at_every_call(fault: fn(u64) -> SimFault) {
    for seed in 0..60 {
        for call in 1.. {
            let disk = SimDisk::new(seed);
            let mut writer = Writer::new(seed);
            disk.plan(fault(call));
            let lived = short_life(&disk, &mut writer);
            let calls = disk.calls();
            disk.heal();
            let promise = match &lived {
                Err(broken @ End::Broken(_)) => Err(broken.to_string()),
                // After a power cut there is no memory to start again on.
                _ if disk.list().is_err() => Ok(()),
                _ => start_again(&disk, &mut writer),
            };
            let promise = promise.and_then(|()| start_again(&disk.crash(), &mut writer));
            if let Err(promise) = promise {
                panic!("seed {seed} call {call}: {promise}");
            }
            if lived.is_ok() && calls < call {
                break;
            }
        }
    }
}

fn start_again(disk: &SimDisk, writer: &mut Writer) -> Result<(), String> {
    let latest = Snapshots::new(sound(disk.clone()))
        .latest()
        .map_err(|fault| fault.to_string())?;
    let standing_on = latest.snapshot.map(|snapshot| snapshot.footing);
    let open =
        |config| Journal::open(sound(disk.clone()), config).map_err(|fault| fault.to_string());
    let (quick, _) = open(Config {
        standing_on,
        ..config()
    })?;
    let (whole, _) = open(config())?;
    assert_eq!(quick.footing(), whole.footing());
    verify(&sound(disk.clone()), &[]).map_err(|fault| fault.to_string())?;
    writer.compare(&whole).map_err(|end| end.to_string())
}

#[test]
fn a_call_that_fails_loses_nothing_acknowledged_whichever_it_is() {
    at_every_call(SimFault::ErrorAt);
}

#[test]
fn a_power_cut_in_a_call_loses_nothing_acknowledged_whichever_it_is() {
    at_every_call(SimFault::PowerCutAt);
}

#[test]
fn after_the_first_fault_the_journal_refuses_everything() {
    let disk = SimDisk::new(1);
    let (mut journal, _) = Journal::open(sound(disk.clone()), config()).unwrap();
    let fact = |id| Fact {
        id,
        text: String::new(),
    };
    journal.append(0, &[fact(1)]).unwrap();
    journal.sync().unwrap();
    disk.plan(SimFault::SyncErrors(1000));
    journal.append(0, &[fact(2)]).unwrap();
    let fault = journal.sync().unwrap_err();
    assert!(fault.must_abort());
    assert_eq!(
        fault.to_string(),
        "failed to sync journal segment 00000000000000000001.jsonl: input/output error (simulated)"
    );
    disk.heal();
    assert!(matches!(
        journal.append(0, &[fact(3)]),
        Err(Fault::Poisoned)
    ));
    assert!(matches!(journal.sync(), Err(Fault::Poisoned)));
    assert_eq!(journal.head().n, 1);
}
