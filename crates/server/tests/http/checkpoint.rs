//! Checkpoints, checked the way the manual tells an outsider to.

use crate::house::{House, vigie};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use vigie_store::checkpoint::{Verifier, verify_checkpoint};

fn manual(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/manual")
        .join(name)
}

/// The commands of the manual that verify the signature.
fn steps(key: &str, note: &Path) -> String {
    let text = std::fs::read_to_string(manual("verify-journal.md")).unwrap();
    let block = text
        .rsplit("```bash\n")
        .next()
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert!(
        block.contains("openssl pkeyutl"),
        "the last block verifies the signature"
    );
    block
        .replace("NAME+ID+KEY", key)
        .replace("CHECKPOINT", note.to_str().unwrap())
}

#[tokio::test]
async fn a_checkpoint_that_was_kept_shows_later_that_nothing_was_rewritten() {
    let house = House::open();
    house.warn("exercise").await;
    house
        .until("duty-1", "/api/v1/exercise/warnings", |answer| {
            let warning = answer.json()["warnings"][0].clone();
            let open = |d: &serde_json::Value| {
                let life = d["life"].as_str().unwrap();
                // What is done about a siren that is away is written a little later.
                let is_escalated = life != "given_up" || d["escalated"].is_number();
                !is_escalated || ["planned", "sent", "resting"].contains(&life)
            };
            (!warning["deliveries"].as_array().unwrap().iter().any(open)).then_some(())
        })
        .await;
    let note = house.get("", "/log/checkpoint").await.text;
    assert_eq!(
        house.get("", "/log/checkpoint").await.text,
        note,
        "one for each head"
    );
    let key = house.get("", "/log/key").await.text;
    let log: Verifier = key.trim().parse().unwrap();
    let checkpoint = verify_checkpoint(&note, &log).unwrap();
    assert_eq!(checkpoint.origin, "test/log");
    assert_eq!(checkpoint.size, house.facts().len() as u64);

    for _ in 0..5 {
        house
            .post("duty-1", "/api/v1/reports", json!({}))
            .await
            .expect(201);
    }
    let kept = house.path().join("checkpoint");
    std::fs::write(&kept, &note).unwrap();
    let journal = house.state().join("journal");
    let script = || {
        let mut python = Command::new("python3");
        python.arg(manual("verify-journal.py"));
        python.args([&journal, &kept]).output().unwrap()
    };
    let commands = || {
        let mut bash = Command::new("bash");
        bash.arg("-ec").arg(steps(key.trim(), &kept));
        bash.current_dir(house.path()).output().unwrap()
    };
    let python = script();
    let found = String::from_utf8_lossy(&python.stdout).into_owned();
    assert!(
        python.status.success() && found.starts_with("sound:"),
        "{python:?}"
    );
    let bash = commands();
    assert!(
        String::from_utf8_lossy(&bash.stdout).contains("Signature Verified Successfully"),
        "{bash:?}"
    );
    let vouched = format!("{}:{}", checkpoint.size, checkpoint.root);
    let verified = vigie(&[
        "journal",
        "verify",
        journal.to_str().unwrap(),
        "--vouched",
        &vouched,
    ]);
    assert!(verified.status.success(), "{verified:?}");

    let (old, new) = (
        format!("\n{}\n", checkpoint.size),
        format!("\n{}\n", checkpoint.size + 1),
    );
    std::fs::write(&kept, note.replacen(&old, &new, 1)).unwrap();
    let bash = commands();
    assert!(
        !bash.status.success(),
        "a changed checkpoint is not believed: {bash:?}"
    );
    let python = script();
    assert!(!python.status.success(), "nor does it fit: {python:?}");
}

#[tokio::test]
async fn the_log_keeps_its_name_and_key_when_the_server_starts_again() {
    let mut house = House::open();
    let key = house.get("", "/log/key").await.text;
    house.kill();
    house.start();
    assert_eq!(house.get("", "/log/key").await.text, key);
}
