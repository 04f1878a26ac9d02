//! What several tests need that ask programs of others.

use std::path::PathBuf;

/// The Python of the environment that `cargo xtask test install` makes and `VIGIE_READERS` names. Without it a test
/// says that it asked nobody; in CI it fails.
pub fn readers_python() -> Option<PathBuf> {
    let named = std::env::var_os("VIGIE_READERS").map(PathBuf::from);
    let python = named.map(|folder| folder.join("bin/python"));
    let found = python.filter(|python| python.exists());
    if found.is_none() {
        let missing = "run `cargo xtask test install`, and set VIGIE_READERS to target/readers";
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
        eprintln!("NOT ASKED BY OTHER CLIENTS: {missing}");
    }
    found
}
