//! What a channel says, as it was reviewed.

use std::path::Path;

/// Compares a text with the file of a channel. `VIGIE_GOLDEN=write` writes the files anew; the difference is then
/// reviewed like any other change.
#[track_caller]
pub fn check(channel: &str, name: &str, is: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(channel);
    let path = folder.join("golden").join(name);
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        let written = std::fs::write(&path, is);
        assert!(written.is_ok(), "{}: {written:?}", path.display());
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(is, kept, "{name}: review with VIGIE_GOLDEN=write");
}
