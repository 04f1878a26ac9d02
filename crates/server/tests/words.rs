//! `vigie words` as somebody uses it who writes, vets or speaks the texts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::{Command, Output};

fn vigie(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Seconds of sound in a WAV file of 16-bit samples in one channel.
fn seconds(wav: &[u8]) -> f64 {
    assert_eq!((&wav[..4], &wav[8..12]), (&b"RIFF"[..], &b"WAVE"[..]));
    let rate = u32::from_le_bytes(wav[24..28].try_into().unwrap());
    let bytes = u32::try_from(wav.len() - 44).unwrap();
    f64::from(bytes) / 2.0 / f64::from(rate)
}

#[test]
fn whoever_stops_reading_ends_the_program_without_a_complaint() {
    let mut shown = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["words", "show", "rockets"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(shown.stdout.take());
    let ended = shown.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(141));
    assert_eq!(text(&ended.stderr), "");
}

#[test]
fn every_language_with_a_voice_is_spoken_and_the_others_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let args = [
        "words", "say", "--danger", "gas", "--act", "alert", "--out", "wav",
    ];
    let said = vigie(&args, folder.path());
    assert!(said.status.success(), "{}", text(&said.stderr));
    let files: Vec<&str> = text(&said.stdout).lines().collect();
    assert_eq!(files.len(), 11, "{files:?}");
    for file in files {
        let wav = std::fs::read(folder.path().join(file)).unwrap();
        let seconds = seconds(&wav);
        assert!((5.0..120.0).contains(&seconds), "{file}: {seconds} s");
    }
    assert!(text(&said.stderr).contains("ckb: espeak-ng has no voice for it"));
}

#[test]
fn a_language_without_a_voice_alone_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["words", "say", "--danger", "gas", "--language", "ckb"];
    let said = vigie(&args, folder.path());
    assert!(!said.status.success());
    assert!(text(&said.stderr).contains("a person must read"));
}

#[test]
fn a_place_that_looks_like_a_command_is_spoken_and_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let args = [
        "words",
        "say",
        "--danger",
        "gas",
        "--language",
        "en",
        "--act",
        "alert",
        "--out",
        "wav",
        "--place",
        "$(touch ran); `touch ran`",
        "--authority=-w ran",
    ];
    let said = vigie(&args, folder.path());
    assert!(said.status.success(), "{}", text(&said.stderr));
    assert!(!folder.path().join("ran").exists());
    assert!(folder.path().join("wav/en/gas-alert.wav").exists());
}

#[test]
fn without_espeak_the_way_to_get_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["words", "say", "--danger", "gas", "--language", "en"])
        .env("PATH", folder.path())
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!said.status.success());
    assert!(text(&said.stderr).contains("sudo apt-get install espeak-ng"));
}

#[test]
fn what_changed_under_a_sites_own_words_is_shown_until_somebody_has_seen_it() {
    let folder = tempfile::tempdir().unwrap();
    let words = folder.path().join("words");
    std::fs::create_dir_all(words.join("en")).unwrap();
    std::fs::write(words.join("en/fire.ftl"), "until = Wait by the gate.\n").unwrap();
    let changes = |seen: bool| {
        let mut args = vec!["words", "changes", "words"];
        args.extend(seen.then_some("--seen"));
        vigie(&args, folder.path())
    };
    let new = changes(false);
    assert_eq!(new.status.code(), Some(1));
    assert!(text(&new.stdout).contains("en/fire.ftl until"));
    assert!(changes(true).status.success());
    assert!(changes(false).status.success());
    // The next Vigie says something else there.
    let under = words.join("under.toml");
    let kept = std::fs::read_to_string(&under).unwrap();
    assert!(kept.contains("en/fire.ftl"), "{kept}");
    std::fs::write(&under, "[\"en/fire.ftl\"]\nuntil = \"Wait.\"\n").unwrap();
    let later = changes(false);
    assert_eq!(later.status.code(), Some(1));
    assert!(text(&later.stdout).contains("was \"Wait.\""));
}
