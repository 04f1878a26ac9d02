//! What several tests need that ask programs of others.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

/// The program.
pub const VIGIE: &str = env!("CARGO_BIN_EXE_vigie");

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

/// The program of the sirens lies beside that of the server. A test of the whole workspace builds both;
/// a test of this crate alone builds the other here, when it is missing or older than its sources.
pub fn siren_program() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(VIGIE).parent().unwrap();
        let program = folder.join("vigie-siren");
        if is_fresh(&program) {
            return program;
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "vigie-siren"]);
        if folder.ends_with("release") {
            cargo.arg("--release");
        }
        let built = cargo
            .arg("--manifest-path")
            .arg(workspace().join("Cargo.toml"))
            .arg("--target-dir")
            .arg(folder.parent().unwrap())
            .status()
            .unwrap();
        assert!(built.success(), "failed to build vigie-siren");
        program
    })
}

/// The repository.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn is_fresh(program: &Path) -> bool {
    let Ok(built) = program.metadata().and_then(|about| about.modified()) else {
        return false;
    };
    ["crates/siren/src", "crates/core/src"]
        .into_iter()
        .all(|sources| newest(&workspace().join(sources)) <= built)
}

fn newest(folder: &Path) -> SystemTime {
    let entries = std::fs::read_dir(folder).unwrap();
    let times = entries.map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            newest(&path)
        } else {
            path.metadata().unwrap().modified().unwrap()
        }
    });
    times.max().unwrap_or(SystemTime::UNIX_EPOCH)
}
