//! The facts of one decision are kept all or none, whichever call the power goes in, also when the
//! decision is longer than a batch and crosses segments.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use vigie_store::{
    disk::{Chance, Disk, SimDisk, SimFault},
    journal::{Config, Fault, Journal, verify},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Fact {
    decision: u64,
    more: u64,
    text: String,
}

fn config() -> Config {
    Config {
        segment_bytes: 3_000,
        unfinished: |fact| !fact.contains("\"more\":0"),
        ..Config::default()
    }
}

fn decision(chance: &mut Chance, decision: u64) -> Vec<Fact> {
    let facts = 1 + chance.below(5);
    let bytes = match chance.below(40) {
        0 => 450_000,
        1..10 => 900,
        _ => 60,
    };
    let text = "x".repeat(chance.index(bytes));
    (0..facts)
        .rev()
        .map(|more| Fact {
            decision,
            more,
            text: text.clone(),
        })
        .collect()
}

#[derive(Default)]
struct Seen {
    unfinished: usize,
    torn: usize,
    over_segments: usize,
}

/// Lives of one journal, each ended by a power cut at a call of its own.
fn lives(seed: u64, met: &mut Seen) -> Result<(), String> {
    let mut chance = Chance::new(!seed);
    let mut disk = SimDisk::new(seed);
    let mut submitted: Vec<Vec<Fact>> = Vec::new();
    let mut acknowledged = 0;
    for _ in 0..8 {
        disk.plan(SimFault::PowerCutAt(disk.calls() + 8 + chance.below(40)));
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        let mut shown = Vec::new();
        let opened = Journal::open_reading(Arc::clone(&shared), config(), |line| {
            shown.push(line.entry::<Fact>().map(|entry| entry.fact));
        });
        if let Ok((mut journal, recovered)) = opened {
            let shown: Vec<Fact> = shown
                .into_iter()
                .collect::<Result<_, _>>()
                .map_err(|why| why.to_string())?;
            let whole: Vec<Fact> = submitted.iter().flatten().cloned().collect();
            if !whole.starts_with(&shown) || shown.last().is_some_and(|last| last.more > 0) {
                return Err(format!("half a decision is true: {:?}", shown.last()));
            }
            let decisions = shown.iter().filter(|fact| fact.more == 0).count();
            if decisions < acknowledged {
                return Err(format!(
                    "{acknowledged} were acknowledged, {decisions} are there"
                ));
            }
            submitted.truncate(decisions);
            acknowledged = decisions;
            met.torn += usize::from(recovered.cut.is_some());
            if let Some(cut) = recovered.unfinished {
                met.unfinished += 1;
                met.over_segments += usize::from(cut.bytes > 100_000);
            }
            // A power cut right after the start says nothing against what was found.
            if disk.list().is_ok() {
                verify(&shared, &[])
                    .map_err(|fault| fault.to_string())
                    .or_else(power)?;
            }
            while let Ok(()) = turn(&mut journal, &mut chance, &mut submitted) {
                acknowledged = submitted.len();
            }
        }
        disk = disk.crash();
    }
    Ok(())
}

/// The power may go while somebody verifies.
fn power(fault: String) -> Result<vigie_store::journal::Verified, String> {
    if fault.contains("failed to trust") {
        return Err(fault);
    }
    Ok(vigie_store::journal::Verified {
        entries: 0,
        head: vigie_store::journal::Footing::default().head,
        root: vigie_store::Sha256Sum::ZERO,
        bytes: 0,
        segments: 0,
        unfinished: None,
    })
}

fn turn(
    journal: &mut Journal,
    chance: &mut Chance,
    submitted: &mut Vec<Vec<Fact>>,
) -> Result<(), Fault> {
    for _ in 0..=chance.below(3) {
        let facts = decision(chance, submitted.len() as u64);
        journal.append(0, &facts)?;
        submitted.push(facts);
    }
    journal.sync().map(drop)
}

#[test]
fn a_decision_is_kept_whole_or_not_at_all_whenever_the_power_goes() {
    let mut seen = Seen::default();
    for seed in 0..400 {
        if let Err(why) = lives(seed, &mut seen) {
            panic!("seed {seed}: {why}");
        }
    }
    let Seen {
        unfinished,
        torn,
        over_segments,
    } = seen;
    println!("{unfinished} unfinished, {over_segments} of them long; {torn} torn");
    assert!(
        unfinished > 100 && torn > 100 && over_segments > 3,
        "{unfinished} {torn} {over_segments}"
    );
}

#[test]
fn without_knowing_what_belongs_together_half_a_decision_is_found() {
    let halves = (0..100).filter(|seed| {
        let disk = SimDisk::new(*seed);
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        let blind = Config {
            unfinished: |_| false,
            ..config()
        };
        let (mut journal, _) = Journal::open(shared, blind.clone()).unwrap();
        let mut chance = Chance::new(*seed);
        let mut submitted = Vec::new();
        while turn(&mut journal, &mut chance, &mut submitted).is_ok() {
            if disk.calls() > 20 {
                disk.plan(SimFault::PowerCutAt(disk.calls() + 2));
            }
        }
        let after: Arc<dyn Disk> = Arc::new(disk.crash());
        let mut last = None;
        Journal::open_reading(after, blind, |line| last = line.entry::<Fact>().ok()).unwrap();
        last.is_some_and(|entry| entry.fact.more > 0)
    });
    assert!(halves.count() > 3);
}

#[test]
fn what_is_cut_off_is_kept_beside_the_journal_and_the_next_decision_takes_its_numbers() {
    let disk = SimDisk::new(1);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let fact = |decision, more| Fact {
        decision,
        more,
        text: String::new(),
    };
    let (mut journal, _) = Journal::open(Arc::clone(&shared), config()).unwrap();
    journal
        .append(0, &[fact(1, 1), fact(1, 0), fact(2, 2), fact(2, 1)])
        .unwrap();
    journal.sync().unwrap();
    drop(journal);
    let (mut journal, recovered) = Journal::open(Arc::clone(&shared), config()).unwrap();
    assert_eq!((recovered.entries, recovered.cut.is_none()), (2, true));
    let cut = recovered.unfinished.unwrap();
    let kept = disk.read(&cut.kept_as.unwrap(), 10_000).unwrap();
    assert_eq!(
        (kept.len() as u64, kept.split(|b| *b == b'\n').count()),
        (cut.bytes, 3)
    );
    assert_eq!(journal.append(0, &[fact(3, 0)]).unwrap().first, 3);
    journal.sync().unwrap();
    drop(journal);
    let (_, recovered) = Journal::open(Arc::clone(&shared), config()).unwrap();
    assert_eq!((recovered.entries, recovered.unfinished), (3, None));
    assert_eq!(verify(&shared, &[]).unwrap().entries, 3);
}

#[test]
fn a_journal_cut_back_behind_what_somebody_was_shown_is_refused_and_left_as_it_is() {
    let disk = SimDisk::new(1);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let fact = |more| Fact {
        decision: 1,
        more,
        text: String::new(),
    };
    let (mut journal, _) = Journal::open(Arc::clone(&shared), config()).unwrap();
    journal.append(0, &[fact(0), fact(1)]).unwrap();
    journal.sync().unwrap();
    drop(journal);
    let before = disk.read("00000000000000000001.jsonl", 10_000).unwrap();
    let shown = Config {
        at_least_n: 2,
        ..config()
    };
    let refused = Journal::open(Arc::clone(&shared), shown).unwrap_err();
    assert!(
        refused.to_string().contains("the end was cut off"),
        "{refused}"
    );
    assert_eq!(
        disk.read("00000000000000000001.jsonl", 10_000).unwrap(),
        before
    );
}
