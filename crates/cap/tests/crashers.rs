//! Input that once broke a law, and the seeds of the fuzzer: all laws hold for each.

#[path = "../fuzz/laws.rs"]
mod laws;

use std::fs;
use std::path::{Path, PathBuf};
use vigie_cap::sign::{Trust, TrustedKey, verify};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz")
        .join(folder);
    let listed = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[test]
fn what_once_broke_a_law_breaks_none() {
    let kept = [files("crashers"), files("seeds")].concat();
    for path in &kept {
        println!("{}", path.display());
        let bytes = fs::read(path).unwrap();
        laws::read(&bytes);
        laws::check(&bytes);
        laws::verify(&bytes);
    }
    println!("{} files", kept.len());
}

#[test]
fn the_signed_seed_verifies_so_that_its_law_means_something() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let key = fs::read_to_string(seeds.join("key.pub")).unwrap();
    let trust = Trust {
        keys: vec![TrustedKey::from_pem("key", &key).unwrap()],
        ..Trust::default()
    };
    let signed = fs::read(seeds.join("signed.xml")).unwrap();
    assert!(verify(&signed, &trust).is_ok());
}
