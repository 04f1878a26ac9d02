//! `vigie cap` and `vigie intake`, as a person or a script calls them.

use crate::site::message;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const AT: &str = "2026-01-02T03:04:05-00:00";

fn vigie(arguments: &[&str]) -> Output {
    let done = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(arguments)
        .output();
    done.unwrap()
}

fn piped(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn code(done: &Output) -> i32 {
    done.status.code().unwrap()
}

fn out(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn err(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}

fn broken() -> String {
    message("b", AT).replace("<scope>Public</scope>", "<scope>Publik</scope>")
}

#[test]
fn check_ends_with_0_1_or_2_and_names_the_line() {
    assert_eq!(
        code(&piped(&["cap", "check", "-"], message("a", AT).as_bytes())),
        0
    );
    let wrong = piped(&["cap", "check", "-"], broken().as_bytes());
    assert_eq!(code(&wrong), 1);
    assert!(out(&wrong).contains("-:8:"), "{}", out(&wrong));
    assert_eq!(code(&piped(&["cap", "check", "-"], b"no xml")), 2);
}

#[test]
fn strict_counts_warnings_like_errors() {
    // UTC written as +00:00 is a warning.
    let warned = message("a", "2026-01-02T03:04:05+00:00");
    assert_eq!(code(&piped(&["cap", "check", "-"], warned.as_bytes())), 0);
    assert_eq!(
        code(&piped(
            &["cap", "check", "--strict", "-"],
            warned.as_bytes()
        )),
        1
    );
}

#[test]
fn a_folder_is_checked_file_by_file_as_json_and_as_sarif() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.cap"), message("a", AT)).unwrap();
    fs::write(folder.path().join("b.txt"), broken()).unwrap();
    fs::write(folder.path().join("README"), "nothing to check").unwrap();
    let path = folder.path().to_str().unwrap();
    let done = vigie(&["cap", "check", "--format", "json", path]);
    let json: Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!((code(&done), json["count"]["files"].as_u64()), (1, Some(2)));
    assert_eq!(json["verdict"], "broken");
    let done = vigie(&[
        "cap",
        "check",
        "--format",
        "sarif",
        "--profile",
        "google",
        path,
    ]);
    let sarif: Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(
        results.iter().any(|one| one["ruleId"] == "CAP-LISTED"),
        "{results:?}"
    );
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    assert!(
        rules
            .iter()
            .any(|rule| rule["id"].as_str().unwrap().starts_with("GOOGLE")),
        "{rules:?}"
    );
}

#[test]
fn show_says_what_a_message_says() {
    let text = out(&piped(&["cap", "show", "-"], message("a", AT).as_bytes()));
    for said in [
        "ACTUAL Alert, Public",
        "Storm: Extreme, Immediate, Observed",
        "A storm & rain.",
        "Compound (1 polygon)",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let json = out(&piped(
        &["cap", "show", "--format", "json", "-"],
        message("a", AT).as_bytes(),
    ));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["alert"]["identifier"], "a");
}

/// A site with a folder feed; the configuration file.
fn site(folder: &Path) -> String {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words");
    fs::create_dir(folder.join("in")).unwrap();
    let config = folder.join("vigie.toml");
    let text = format!(
        "[folders]\nwords = '{}'\n[site]\nid = \"test\"\nname = \"Test\"\nsender = \"duty@site.example\"\n\
         languages = [\"en\"]\n[site.zone.compound]\npeople = 10\n\
         ring = [[33.30, 44.38], [33.30, 44.40], [33.32, 44.40], [33.32, 44.38], [33.30, 44.38]]\n\
         name = {{ en = \"Compound\" }}\n[[intake.cap_feed]]\nname = \"archive\"\nfolder = \"in\"\n",
        words.display()
    );
    fs::write(&config, text).unwrap();
    config.to_str().unwrap().to_owned()
}

#[test]
fn a_folder_is_taken_in_once_with_a_summary_of_what_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let config = site(folder.path());
    let inbox = folder.path().join("in");
    fs::write(inbox.join("a.cap"), message("a", AT)).unwrap();
    fs::write(
        inbox.join("elsewhere.cap"),
        message("b", AT)
            .replace("33.", "10.")
            .replace(",44.", ",10."),
    )
    .unwrap();
    fs::write(inbox.join("broken.cap"), &message("c", AT)[..300]).unwrap();
    let inbox = inbox.to_str().unwrap();
    let first = vigie(&["intake", inbox, "--config", &config, "--format", "json"]);
    assert_eq!(code(&first), 1, "{}", err(&first));
    let json: Value = serde_json::from_str(&out(&first)).unwrap();
    assert_eq!(json["files"], 3);
    assert_eq!(json["counts"]["relayed"]["relay"], 1);
    assert_eq!(json["counts"]["ignored"]["elsewhere"], 1);
    assert_eq!(json["not_taken"][0]["file"], "broken.cap");
    assert_eq!(json["not_taken"][0]["rule"], "XML-TRUNCATED");
    let again = vigie(&["intake", inbox, "--config", &config]);
    assert!(out(&again).contains("2 seen before"), "{}", out(&again));
    assert!(
        out(&again).contains("broken.cap: unreadable (XML-TRUNCATED): line "),
        "{}",
        out(&again)
    );
}

#[test]
fn a_folder_without_rules_and_a_state_in_use_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let config = site(folder.path());
    let other = tempfile::tempdir().unwrap();
    let other = other.path().to_str().unwrap();
    let done = vigie(&["intake", other, "--config", &config]);
    assert_eq!(code(&done), 2);
    assert!(
        err(&done).contains("say with --feed") && err(&done).contains("archive"),
        "{}",
        err(&done)
    );
    let state = folder.path().join("state");
    fs::create_dir_all(&state).unwrap();
    let lock = fs::File::create(state.join("lock")).unwrap();
    lock.lock().unwrap();
    let done = vigie(&["intake", other, "--config", &config, "--feed", "archive"]);
    assert_eq!(code(&done), 2);
    assert!(
        err(&done).contains("another vigie is using") && err(&done).contains("[[intake.cap_feed]]"),
        "{}",
        err(&done)
    );
}
