//! `vigie cap` as a person or a script calls it: whatever a folder holds, each file gets its finding and the rest is
//! still checked.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

fn vigie(arguments: &[&str]) -> Output {
    let done = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(arguments)
        .output();
    done.unwrap()
}

fn out(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn message(identifier: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n\
         <identifier>{identifier}</identifier><sender>duty@vigie.example</sender>\n\
         <sent>2026-01-02T03:04:05-00:00</sent><status>Exercise</status><msgType>Alert</msgType>\n\
         <scope>Public</scope><note>Exercise Cedar</note>\n\
         <info><category>Security</category><event>Rocket attack</event><urgency>Immediate</urgency>\n\
         <severity>Extreme</severity><certainty>Observed</certainty><headline>À l'abri</headline>\n\
         <area><areaDesc>Centre</areaDesc><polygon>33.3,44.3 33.3,44.4 33.4,44.4 33.3,44.3</polygon></area>\n\
         </info></alert>\n"
    )
}

/// Each file of a folder checked as JSON: its first rule with line and column, by its name.
fn checked(folder: &Path) -> (i32, BTreeMap<String, String>) {
    let path = folder.to_str().unwrap();
    let done = vigie(&["cap", "check", "--format", "json", path]);
    let json: Value = serde_json::from_str(&out(&done)).unwrap();
    let files = json["files"].as_array().unwrap().iter().map(|file| {
        let name = file["file"].as_str().unwrap();
        let name = name.strip_prefix(path).unwrap().trim_start_matches('/');
        let found = &file["findings"];
        let said = match found.as_array().unwrap().as_slice() {
            [] => format!("{} alerts", file["alerts"].as_array().unwrap().len()),
            [first, ..] => format!(
                "{} {}:{}",
                first["rule"].as_str().unwrap(),
                first["line"],
                first["column"]
            ),
        };
        (name.to_owned(), said)
    });
    let files = files.collect();
    (done.status.code().unwrap(), files)
}

fn expected(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = pairs
        .iter()
        .map(|(name, said)| ((*name).to_owned(), (*said).to_owned()));
    owned.collect()
}

#[test]
fn every_bad_file_of_a_folder_gets_one_finding_with_its_place_and_the_rest_is_checked() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let sound = message("a");
    fs::write(folder.join("a-sound.cap"), &sound).unwrap();
    fs::write(folder.join("b-truncated.cap"), &sound[..300]).unwrap();
    let latin: Vec<u8> = sound
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    fs::write(folder.join("c-not-utf-8.cap"), latin).unwrap();
    fs::write(
        folder.join("d-unknown-encoding.cap"),
        sound.replace("UTF-8", "klingon"),
    )
    .unwrap();
    fs::write(folder.join("e-binary.cap"), b"\x7fELF\0\0\0\x01").unwrap();
    fs::write(folder.join("f-empty.cap"), b"").unwrap();
    let sparse = fs::File::create(folder.join("g-sparse.cap")).unwrap();
    sparse.set_len(1 << 30).unwrap();
    symlink(folder.join("nowhere.cap"), folder.join("h-broken-link.cap")).unwrap();
    let pipe = folder.join("i-pipe.cap");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    symlink(folder, folder.join("j-loop")).unwrap();
    symlink(folder.join("a-sound.cap"), folder.join("k-link.cap")).unwrap();
    fs::create_dir(folder.join("l-folder")).unwrap();
    fs::write(folder.join("l-folder/m.cap"), message("m")).unwrap();
    fs::write(folder.join("README"), "no CAP").unwrap();
    let (code, files) = checked(folder);
    assert_eq!(
        files,
        expected(&[
            ("a-sound.cap", "1 alerts"),
            ("b-truncated.cap", "XML-TRUNCATED 6:7"),
            ("c-not-utf-8.cap", "XML-ENCODING 7:70"),
            ("d-unknown-encoding.cap", "XML-ENCODING 1:1"),
            ("e-binary.cap", "XML-BINARY 1:1"),
            ("f-empty.cap", "XML-EMPTY 1:1"),
            ("g-sparse.cap", "XML-LIMIT 1:1"),
            ("h-broken-link.cap", "FILE-UNREADABLE 1:1"),
            ("i-pipe.cap", "FILE-KIND 1:1"),
            ("j-loop", "FILE-LINK 1:1"),
            ("k-link.cap", "1 alerts"),
            ("l-folder/m.cap", "1 alerts"),
        ])
    );
    assert_eq!(code, 2);
}

#[test]
fn a_file_that_may_not_be_read_is_said_and_the_next_is_read() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.cap"), message("a")).unwrap();
    let (sound, nowhere) = (home.path().join("a.cap"), home.path().join("none.cap"));
    let done = vigie(&[
        "cap",
        "check",
        nowhere.to_str().unwrap(),
        sound.to_str().unwrap(),
    ]);
    let text = out(&done);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        text.contains("error[FILE-UNREADABLE]: failed to read it: No such file"),
        "{text}"
    );
    assert!(text.contains("none.cap:1:1"), "{text}");
    assert!(text.contains("2 files, 1 alerts: unreadable"), "{text}");
}

#[test]
fn a_folder_that_lies_too_deep_is_said() {
    let home = tempfile::tempdir().unwrap();
    let mut deep = home.path().to_owned();
    (0..70).for_each(|_| deep.push("d"));
    fs::create_dir_all(&deep).unwrap();
    let (code, files) = checked(home.path());
    assert_eq!(code, 2);
    assert_eq!(
        files.values().collect::<Vec<_>>(),
        ["FILE-DEEP 1:1"],
        "{files:?}"
    );
}

#[test]
fn a_chain_is_checked_among_the_files_given() {
    let home = tempfile::tempdir().unwrap();
    let update = message("b")
        .replace("<msgType>Alert", "<msgType>Update")
        .replace("03:04:05", "03:05:05")
        .replace(
            "<info>",
            "<references>duty@vigie.example,a,2026-01-02T03:04:00-00:00</references><info>",
        );
    fs::write(home.path().join("a.cap"), message("a")).unwrap();
    fs::write(home.path().join("b.cap"), &update).unwrap();
    let path = home.path().to_str().unwrap();
    assert_eq!(vigie(&["cap", "check", path]).status.code(), Some(0));
    let done = vigie(&["cap", "check", "--chain", path]);
    assert_eq!(done.status.code(), Some(1));
    assert!(out(&done).contains("error[CHAIN-SENT]"), "{}", out(&done));
    let right = update.replace("03:04:00", "03:04:05");
    fs::write(home.path().join("b.cap"), right).unwrap();
    let done = vigie(&["cap", "check", "--chain", path]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    let shown = out(&vigie(&["cap", "show", path]));
    assert!(shown.contains("chain of 2 messages"), "{shown}");
    assert!(shown.contains("Update of 1"), "{shown}");
}

#[test]
fn a_message_is_shown_with_its_texts_and_a_map() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.cap"), message("a")).unwrap();
    let shown = out(&vigie(&["cap", "show", home.path().to_str().unwrap()]));
    for said in [
        "EXERCISE Alert, Public",
        "À l'abri",
        "Centre (1 polygon)",
        "33.40°N 44.30°E",
        "┌",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
}

#[test]
fn the_rules_are_listed_for_people_and_for_programs() {
    let text = out(&vigie(&["cap", "rules"]));
    assert!(text.contains("error[CAP-POLYGON-OPEN]"), "{text}");
    assert!(text.contains("source: CAP 1.2 §3.2.4 polygon"), "{text}");
    let json = out(&vigie(&[
        "cap",
        "rules",
        "--format",
        "json",
        "--profile",
        "gov-uk",
    ]));
    let rules: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert!(rules.len() > 5);
    for rule in rules {
        assert_eq!(rule["subject"], "gov-uk");
        for part in ["id", "level", "says", "source", "mend"] {
            assert!(
                rule[part].as_str().is_some_and(|text| !text.is_empty()),
                "{rule}"
            );
        }
    }
}

#[test]
fn a_report_for_machines_is_one_document_whatever_was_found() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().to_str().unwrap();
    for files in 0..3 {
        if files > 0 {
            let broken = message("a").replace("Extreme", "Major");
            fs::write(home.path().join(format!("{files}.cap")), broken).unwrap();
        }
        let json = out(&vigie(&["cap", "check", "--format", "json", path]));
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["files"].as_array().unwrap().len(), files);
        assert_eq!(json["byRule"].as_array().unwrap().len(), files.min(1));
        assert_eq!(json["bySender"].as_array().unwrap().len(), files.min(1));
        let sarif = out(&vigie(&["cap", "check", "--format", "sarif", path]));
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let run = &sarif["runs"][0];
        assert_eq!(run["results"].as_array().unwrap().len(), files);
        assert_eq!(run["tool"]["driver"]["name"], "vigie-cap");
    }
}
