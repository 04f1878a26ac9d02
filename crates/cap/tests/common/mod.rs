//! Where the real messages are, and what to say when they are not there.

use std::fs;
use std::path::{Path, PathBuf};

/// Every XML file of the corpus, by its path below the corpus, sorted. Empty, and said so, where there is no
/// corpus; in CI that is a failure.
pub fn corpus() -> Vec<(String, Vec<u8>)> {
    let Some(root) = root() else {
        return Vec::new();
    };
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let name = path
            .strip_prefix(&root)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        let bytes = fs::read(&path);
        (
            name,
            bytes.unwrap_or_else(|why| panic!("{}: {why}", path.display())),
        )
    });
    named.collect()
}

/// The folder of real messages.
pub fn root() -> Option<PathBuf> {
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

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let listed = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    for entry in listed.unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
        let path = entry.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            // Schemas are XML and no messages; verdicts are other tools' opinions.
            if name != "schemas" && name != "verdicts" {
                collect(&path, paths);
            }
        } else if is_message(&path) {
            paths.push(path);
        }
    }
}

fn is_message(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    matches!(&*extension, "xml" | "cap" | "atom" | "rss" | "edxlde")
        || path.to_string_lossy().contains("NOAA_MultiplePolygons.txt")
}
