//! Every fault of a siren's configuration, and the example.

use super::*;
use ed25519_dalek::SigningKey;

fn public(seed: u8) -> String {
    hex::encode(
        SigningKey::from_bytes(&[seed; 32])
            .verifying_key()
            .as_bytes(),
    )
}

fn good() -> String {
    format!(
        r#"
        siren = "siren-07"
        site = "compound"
        epoch = 1
        server = "ws://127.0.0.1:8440/sirens/link"
        key_file = "siren-07.key"
        state_dir = "/var/lib/vigie-siren"
        server_keys = {{ live = "{}", exercise = "{}", stop = "{}" }}
        sound = {{ kind = "wav", folder = "sounds" }}
        microphone = {{ kind = "simulated", fault = "none", noise_db = -50 }}
        "#,
        public(1),
        public(2),
        public(3)
    )
}

fn faults(text: &str) -> Vec<String> {
    Config::parse(text, Path::new("/etc")).unwrap_err()
}

#[test]
fn a_good_configuration_is_read_and_its_paths_start_at_its_folder() {
    let config = Config::parse(&good(), Path::new("/etc/vigie")).unwrap();
    assert_eq!(config.siren.as_str(), "siren-07");
    assert_eq!(config.key_file, Path::new("/etc/vigie/siren-07.key"));
    assert_eq!(config.state_dir, Path::new("/var/lib/vigie-siren"));
    assert_eq!(
        config.sound,
        SoundConfig::Wav {
            folder: "/etc/vigie/sounds".into()
        }
    );
}

#[test]
fn the_example_of_the_repository_is_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("vigie-siren.example.toml");
    let config = Config::load(&file).unwrap();
    assert_eq!(config.epoch, 1);
}

#[test]
fn every_fault_is_listed_at_once() {
    let text = good()
        .replace("siren-07\"\n", "siren 07\"\n")
        .replace("epoch = 1", "epoch = 0")
        .replace("ws://", "wss://")
        .replace("-50", "12")
        .replace("sounds\"", "sounds\", loud = true")
        .replace(&public(2), "beef")
        + "volume = 11\n";
    let faults = faults(&text);
    for word in [
        "`siren`", "`epoch`", "`server`", "noise_db", "loud", "exercise", "`volume`",
    ] {
        assert!(
            faults.iter().any(|fault| fault.contains(word)),
            "{word}: {faults:#?}"
        );
    }
    assert_eq!(faults.len(), 7, "{faults:#?}");
}

#[test]
fn an_empty_file_names_every_missing_key() {
    assert_eq!(faults("").len(), 9);
}

#[test]
fn one_key_for_both_roles_is_refused() {
    for (one, other) in [(2, 1), (3, 1), (3, 2)] {
        let text = good().replace(&public(one), &public(other));
        assert!(faults(&text)[0].contains("the same"), "{one} {other}");
    }
}

#[test]
fn a_text_that_is_not_toml_says_where() {
    assert!(faults("siren = \nsite = 1")[0].contains("line 1"));
}
