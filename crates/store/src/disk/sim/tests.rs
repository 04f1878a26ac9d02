//! The simulated disk keeps what it promises, and loses the rest in every way it can.

use super::{Disk as _, DiskFile, Fault, SimDisk};
use std::io;

fn write(disk: &SimDisk, name: &str, bytes: &[u8]) -> Box<dyn DiskFile> {
    let mut file = disk.create(name).unwrap();
    file.append(bytes).unwrap();
    file
}

#[test]
fn what_was_synced_survives_every_cut_and_what_was_not_is_lost_in_every_way() {
    let (mut lost, mut whole, mut cut, mut holed) = (0, 0, 0, 0);
    for seed in 0..500 {
        let disk = SimDisk::new(seed);
        let mut file = write(&disk, "a", &[b'x'; 700]);
        file.sync().unwrap();
        disk.sync_dir().unwrap();
        file.append(&[b'y'; 3000]).unwrap();
        let found = disk.crash().read("a", 10_000).unwrap();
        assert!(found.starts_with(&[b'x'; 700]), "seed {seed}");
        match found.len() {
            700 => lost += 1,
            3700 if !found.contains(&0) => whole += 1,
            _ if found.contains(&0) => holed += 1,
            _ => cut += 1,
        }
    }
    assert!(
        lost > 20 && whole > 20 && cut > 20 && holed > 20,
        "{lost} {whole} {cut} {holed}"
    );
}

#[test]
fn a_name_is_certain_only_after_the_folder_is_synced() {
    let there = |sync: bool| {
        (0..100).filter(move |seed| {
            let disk = SimDisk::new(*seed);
            write(&disk, "a", b"x").sync().unwrap();
            if sync {
                disk.sync_dir().unwrap();
            }
            disk.crash().list().unwrap() == ["a"]
        })
    };
    assert_eq!(there(true).count(), 100);
    assert!((1..100).contains(&there(false).count()));
}

#[test]
fn a_file_written_atomically_is_old_or_new_at_every_call_where_the_power_may_go() {
    for seed in 0..200 {
        for call in 1.. {
            let disk = SimDisk::new(seed);
            disk.write_atomically("a", b"old").unwrap();
            disk.plan(Fault::PowerCutAt(disk.calls() + call));
            let done = disk.write_atomically("a", &[b'n'; 2000]);
            let found = disk.crash().read("a", 10_000).unwrap();
            assert!(
                found == b"old" || found == [b'n'; 2000],
                "seed {seed} call {call}"
            );
            if done.is_ok() {
                assert_eq!(found, [b'n'; 2000]);
                break;
            }
        }
    }
}

#[test]
fn a_sync_that_failed_can_lose_what_the_next_sync_calls_safe() {
    let lying = (0..200).any(|seed| {
        let disk = SimDisk::new(seed);
        let mut file = write(&disk, "a", &[b'x'; 2000]);
        disk.sync_dir().unwrap();
        disk.plan(Fault::ErrorAt(disk.calls() + 1));
        file.sync().unwrap_err();
        file.sync().unwrap();
        disk.crash().read("a", 10_000).unwrap() != [b'x'; 2000]
    });
    assert!(lying);
}

#[test]
fn a_full_disk_takes_what_fits_and_says_so() {
    let disk = SimDisk::new(1);
    disk.plan(Fault::Capacity(10));
    let fault = disk.create("a").unwrap().append(&[1; 11]).unwrap_err();
    assert_eq!(fault.kind(), io::ErrorKind::StorageFull);
    assert_eq!(disk.len("a").unwrap(), 10);
}

#[test]
fn the_same_seed_loses_the_same_bytes() {
    let found = |seed| {
        let disk = SimDisk::new(seed);
        drop(write(&disk, "a", &[b'x'; 5000]));
        disk.sync_dir().unwrap();
        disk.crash().read("a", 10_000).unwrap()
    };
    assert!((0..50).all(|seed| found(seed) == found(seed)));
}
