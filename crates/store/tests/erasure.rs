//! A stolen copy of the registry says nothing that the public wrote, and what was erased is in none of its
//! files. Those of people are asked the same, in both databases, by `register/dump.rs`.

#![expect(
    clippy::expect_used,
    reason = "a folder that cannot be read ends the test"
)]

use std::{fs, path::Path};
use vigie_store::registry::{NewToken, Registry, ReportText};

/// All bytes of all files in the folder but the key's.
fn dump(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "key") {
            bytes.extend(fs::read(path).expect("it can be read"));
        }
    }
    bytes
}

fn holds(dump: &[u8], text: &str) -> bool {
    memchr::memmem::find(dump, text.as_bytes()).is_some()
}

#[test]
fn the_files_hold_no_word_in_clear_and_no_trace_of_the_erased() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Registry::open(
            &folder.path().join("registry.db"),
            &folder.path().join("registry.key"),
        )
    };
    let mut registry = open().unwrap();
    let report = ReportText {
        id: "r-1".to_owned(),
        text: "Moi, Amélie Nomenclature-0007, j'ai entendu la sirène".to_owned(),
        language: "fr".to_owned(),
        source: "form-clear-text".to_owned(),
    };
    registry.put_report_text(&report, 0).unwrap();
    let grant = NewToken {
        role: "officer".to_owned(),
        scope: "all".to_owned(),
        label: "first".to_owned(),
        expires_at_ms: None,
    };
    let (_, secret) = registry.add_token(&grant, 0).unwrap();

    let before = dump(folder.path());
    assert!(holds(&before, "form-clear-text"), "blind search");
    assert!(!holds(&before, "la sirène") && !holds(&before, &secret));

    assert!(registry.erase_report_text("r-1").unwrap());
    assert!(!holds(&dump(folder.path()), "form-clear-text"));
    drop(registry);
    assert!(!holds(&dump(folder.path()), "form-clear-text"));
}
