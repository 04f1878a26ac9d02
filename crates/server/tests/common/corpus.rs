//! Real messages, which are not in the repository.

use std::path::PathBuf;

/// The folder of real messages; none, and said loudly, where there is none outside of CI.
pub fn corpus() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root =
        std::env::var_os("VIGIE_CORPUS").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if root.is_dir() {
        return Some(root);
    }
    let missing = format!(
        "no real messages at {}: set VIGIE_CORPUS to their folder",
        root.display()
    );
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
    eprintln!("NOT TESTED ON REAL MESSAGES: {missing}");
    None
}
