//! The example shows what is so without it, and all there is.

use super::*;
use std::collections::BTreeSet;

const EXAMPLE: &str = include_str!("../../../../vigie.example.toml");

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The example with every key that is commented out taken in; `tables` also takes in whole tables that are.
fn taken_in(tables: bool) -> String {
    let mut text = String::new();
    let mut in_example_table = false;
    for line in EXAMPLE.lines() {
        let bare = line.strip_prefix("# ");
        in_example_table = match (bare, line.starts_with('[')) {
            (Some(bare), _) if bare.starts_with('[') => true,
            (None, true) => false,
            _ => in_example_table,
        };
        let is_key = |bare: &&str| {
            let name = bare.split([' ', '=']).next().unwrap_or("");
            bare.starts_with('[')
                || (bare[name.len()..].trim_start().starts_with('=')
                    && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        };
        let taken = bare.filter(is_key).filter(|_| tables || !in_example_table);
        text.push_str(taken.unwrap_or(line));
        text.push('\n');
    }
    text
}

/// All of it, with the keys that it names in a folder.
fn whole() -> (String, tempfile::TempDir) {
    let keys = tempfile::tempdir().unwrap();
    let secret = keys.path().join("desk.secret");
    std::fs::write(&secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
    let siren = ed25519_dalek::SigningKey::from_bytes(&[1; 32]).verifying_key();
    let text = taken_in(true)
        .replace("64 hexadecimal digits", &hex::encode(siren.as_bytes()))
        .replace("keys/desk.secret", &secret.display().to_string());
    (text, keys)
}

#[test]
fn every_commented_key_of_the_example_shows_its_default() {
    let plain = parse(EXAMPLE, &folder()).unwrap().config;
    let text = taken_in(false);
    assert_ne!(text, EXAMPLE);
    assert_eq!(parse(&text, &folder()).unwrap().config, plain);
}

#[test]
fn the_keys_of_a_feed_in_the_example_show_their_defaults() {
    let (text, _keys) = whole();
    let shown = parse(&text, &folder()).unwrap().config.intake.cap_feed;
    let least: CapFeed =
        toml::from_str("name = \"weather\"\nurl = \"https://example.org/cap/feed.atom\"").unwrap();
    assert_eq!(shown, [least]);
}

#[test]
fn every_key_there_is_stands_in_the_example() {
    let (text, _keys) = whole();
    let mut config = parse(&text, &folder()).unwrap().config;
    // What is left out when it is not said must be there to be compared.
    for feed in &mut config.intake.cap_feed {
        feed.folder = Some("a folder".into());
    }
    let whole = toml::Value::try_from(&config).unwrap();
    let mut keys = BTreeSet::new();
    names(&whole, &mut keys);
    assert!(
        keys.contains("poll_s") && keys.contains("people_max"),
        "{keys:?}"
    );
    for key in keys {
        let shown = |line: &str| {
            let line = line.trim_start_matches("# ").trim_start();
            line.strip_prefix(key.as_str())
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        assert!(EXAMPLE.lines().any(shown), "{key} is not in the example");
    }
}

/// The names of all keys that hold a value; names of zones, sirens and officers are not keys.
fn names(value: &toml::Value, keys: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, inside) in table {
                let named = ["zone", "siren", "sensor", "officer", "hook"].contains(&name.as_str());
                match inside {
                    toml::Value::Table(things) if named => {
                        for thing in things.values() {
                            names(thing, keys);
                        }
                    }
                    toml::Value::Table(_) if name == "name" => {
                        keys.insert(name.clone());
                    }
                    toml::Value::Table(_) => names(inside, keys),
                    toml::Value::Array(items) if items.iter().any(toml::Value::is_table) => {
                        for item in items {
                            names(item, keys);
                        }
                    }
                    _ => {
                        keys.insert(name.clone());
                    }
                }
            }
        }
        toml::Value::Array(_)
        | toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

#[test]
fn every_fault_is_named_at_once() {
    let text = EXAMPLE
        .replace("# heartbeat_s = 10", "heartbeat_s = 99")
        .replace("# segment_mib = 64", "segment_mib = 0")
        .replace("roles = [\"drafter\", \"recorder\"]", "roles = []");
    let faults = parse(&text, &folder()).unwrap_err();
    assert_eq!(faults.len(), 3, "{faults:?}");
}

#[test]
fn a_way_in_is_a_text_or_a_table_and_is_written_as_it_was_read() {
    let listen = |said: &str| {
        let text = EXAMPLE.replace("# listen = \"127.0.0.1:8470\"", &format!("listen = {said}"));
        parse(&text, &folder())
    };
    let said = "[\"127.0.0.1:1\", { at = \"unix:s\", proxy_protocol_from = [] }, { at = \"[::1]:2\", tls = false }]";
    let http = listen(said).unwrap().config.http;
    let ways = http.listen.ways();
    assert_eq!(ways[1].at, At::Unix(folder().join("s")));
    assert_eq!(ways[1].proxy_protocol_from, Some(Vec::new()));
    assert_eq!(ways[2].tls, Some(false));
    assert!(
        ways.iter().all(|way| !http.seals(way)),
        "there is no certificate"
    );
    let again = toml::Value::try_from(&http)
        .unwrap()
        .try_into::<Http>()
        .unwrap();
    assert_eq!(again, http);
    for (wrong, why) in [
        ("[]", "names no way in"),
        ("{ at = \"localhost:80\" }", "a name is no address"),
        ("{ at = \"127.0.0.1:1\", tls = true }", "tls = true needs"),
        ("\"192.0.2.1:80\"", "without TLS"),
        (
            "{ at = \"127.0.0.1:1\", proxy_protocol_from = [\"ten\"] }",
            "neither an address",
        ),
        ("{ at = \"127.0.0.1:1\", seal = true }", "did not match"),
    ] {
        let faults = listen(wrong).unwrap_err().join("; ");
        assert!(faults.contains(why), "{wrong}: {faults}");
    }
}

#[test]
fn how_slow_a_listener_may_be_has_bounds() {
    let text = EXAMPLE
        .replace("# waiting_max = 64", "waiting_max = 0")
        .replace("# write_s_max = 10", "write_s_max = 1000");
    let faults = parse(&text, &folder()).unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
}

#[test]
fn a_key_for_cap_that_is_missing_open_to_others_or_no_key_is_named_and_so_is_a_certificate_without_one()
 {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cap.pem");
    let read = |cap: Cap| {
        let mut faults = Vec::new();
        assert!(cap.signing_key(&mut faults).is_none());
        faults.join("; ")
    };
    let of = |key: &Path| Cap {
        key: Some(key.to_owned()),
        certificate: None,
    };
    assert!(read(of(&path)).contains("No such file"));
    std::fs::write(&path, "nothing").unwrap();
    let mode =
        |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o640);
    assert!(read(of(&path)).contains("others may read it (mode 640)"));
    mode(0o600);
    assert!(read(of(&path)).starts_with("cap.key: failed to read"));
    let alone = Cap {
        key: None,
        certificate: Some(path.clone()),
    };
    assert!(read(alone).contains("cap.certificate has no key"));
    assert!(Cap::default().signing_key(&mut Vec::new()).is_none());
}
