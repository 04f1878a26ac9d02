//! The program itself: its key, its signals, and what a power cut leaves.

use crate::site::*;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, Started};
use vigie_core::siren::RefusalReason;

fn configured(site: &Site) -> PathBuf {
    let file = site.path("siren.toml");
    std::fs::write(&file, site.config_text()).unwrap();
    file
}

fn program(config: &PathBuf, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie-siren"));
    command.arg("--config").arg(config).args(more);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

async fn wait(child: Child) -> Output {
    tokio::task::spawn_blocking(|| child.wait_with_output().unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn the_key_is_shown_as_the_server_and_a_person_need_it() {
    let site = Site::new().await;
    let config = configured(&site);
    let first = program(&config, &["--print-key"]).output().unwrap();
    let second = program(&config, &["--print-key"]).output().unwrap();
    assert!(first.status.success());
    assert_eq!(first.stdout, second.stdout, "the key is made once");
    let text = String::from_utf8(first.stdout).unwrap();
    let public = hex::encode(site.siren_key().as_bytes());
    assert!(text.contains(&format!("public key   {public}\n")), "{text}");
    assert!(text.contains("fingerprint  "), "{text}");
}

#[tokio::test]
async fn a_faulty_configuration_is_refused_with_every_fault() {
    let site = Site::new().await;
    let config = configured(&site);
    let text = site.config_text().replace("epoch", "epok") + "volume = 11\n";
    std::fs::write(&config, text).unwrap();
    let done = program(&config, &[]).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8(done.stderr).unwrap();
    for word in ["`epoch` is missing", "`epok`", "`volume`"] {
        assert!(said.contains(word), "{said}");
    }
}

#[tokio::test]
async fn told_to_end_it_falls_silent_says_so_and_ends_well() {
    let site = Site::new().await;
    let child = program(&configured(&site), &[]).spawn().unwrap();
    let mut wire = site.welcome().await;
    wire.order(&sound(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, Started)]).await;
    signal(&child, "-TERM");
    wire.expect(&[(42, Ended)]).await;
    wire.ends().await;
    assert!(wait(child).await.status.success());
    assert!(recording(&site.path("sounds/42-wail_warning-exercise.wav")).len() < 16_000);
}

#[tokio::test]
async fn after_a_power_cut_the_old_order_is_refused_and_its_retry_sounds() {
    let site = Site::new().await;
    let config = configured(&site);
    let first = signed(&sound(42, 5));
    let child = program(&config, &[]).spawn().unwrap();
    let mut wire = site.welcome().await;
    wire.send(&first).await;
    wire.expect(&[(42, Accepted), (42, Started)]).await;
    signal(&child, "-KILL");
    wait(child).await;
    drop(wire);

    let child = program(&config, &[]).spawn().unwrap();
    let mut wire = site.welcome().await;
    wire.expect_refusal(&first, RefusalReason::Replayed).await;
    wire.order(&sound(42, 6)).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    assert_eq!(
        site.sounds(),
        [
            "42-wail_warning-exercise.2.wav",
            "42-wail_warning-exercise.wav"
        ]
    );
    signal(&child, "-TERM");
    wire.ends().await;
    assert!(wait(child).await.status.success());
}
