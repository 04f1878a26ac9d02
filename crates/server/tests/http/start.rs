//! What stops a start, and what `vigie check` says of it.

use crate::house::{House, vigie};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

#[test]
fn a_second_server_on_the_same_state_is_refused() {
    let house = House::open();
    let config = house.config();
    let out = vigie(&["serve", "--config", config.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(1));
    assert!(
        said(&out).contains("another vigie is using"),
        "{}",
        said(&out)
    );
}

#[test]
fn a_key_that_others_may_read_stops_the_start() {
    let mut house = House::open();
    house.kill();
    let config = house.config();
    for key in [
        "live.key",
        "exercise.key",
        "stop.key",
        "log.key",
        "safe.key",
    ] {
        let path = house.state().join("keys").join(key);
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let out = vigie(&["serve", "--config", config.to_str().unwrap()]);
        assert_eq!(out.status.code(), Some(1), "{key}");
        assert!(
            said(&out).contains("others may read it") && said(&out).contains(key),
            "{}",
            said(&out)
        );
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    }
    house.start();
}

#[test]
fn an_unknown_key_stops_the_start_and_is_named_with_its_line() {
    let house = House::closed();
    let config = house.config();
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("heartbeat_s = 1", "hartbeat_s = 1")).unwrap();
    for verb in ["serve", "check"] {
        let out = vigie(&[verb, "--config", config.to_str().unwrap()]);
        assert_eq!(out.status.code(), Some(1));
        assert!(
            said(&out).contains("hartbeat_s") && said(&out).contains("line 8"),
            "{}",
            said(&out)
        );
    }
}

#[test]
fn check_names_every_fault_at_once() {
    let house = House::closed();
    let config = house.config();
    let mut text = std::fs::read_to_string(&config).unwrap();
    let planted = [
        (
            "listen = \"127.0.0.1:0\"",
            "listen = \"0.0.0.0:0\"",
            "without TLS",
        ),
        (
            "body_bytes_max = 4096",
            "body_bytes_max = 1\npublic_url = \"alerts.site.example\"",
            "http.body_bytes_max is 1",
        ),
        (
            "public_url = \"alerts.site.example\"",
            "public_url = \"https://a:b@site.example/?x\"",
            "http.public_url \"https://a:b@site.example/?x\"",
        ),
        (
            "heartbeat_s = 1",
            "heartbeat_s = 0",
            "live.heartbeat_s is 0",
        ),
        (
            "id = \"test\"",
            "id = \"two words\"",
            "site.id \"two words\"",
        ),
        (
            "sender = \"duty@site.example\"",
            "sender = \"a, b\"",
            "site.sender \"a, b\"",
        ),
        (
            "place = [33.31, 44.39]",
            "place = [133.31, 44.39]",
            "site.siren.mast-1.place",
        ),
        (
            "[site.sensor.radar-1]\nzone = \"compound\"",
            "[site.sensor.radar-1]\nzone = \"nowhere\"",
            "there is no zone \"nowhere\"",
        ),
        (
            "[site.sensor.radar-2]\nzone = \"compound\"\ndanger = \"rockets\"",
            "[site.sensor.radar-2]\nzone = \"compound\"\ndanger = \"boredom\"",
            "\"boredom\" has no words",
        ),
        (
            "name = { en = \"Town\", fr = \"Ville\" }",
            "name = { en = \"Town\" }",
            "site.zone.town.name has no name in fr",
        ),
        (
            "[[33.20, 44.30], [33.20, 44.50], [33.29, 44.50], [33.29, 44.30], [33.20, 44.30]]",
            "[[33.20, 44.30], [33.29, 44.50], [33.20, 44.50], [33.29, 44.30], [33.20, 44.30]]",
            "site.zone.town.ring",
        ),
    ];
    for (right, wrong, _) in planted {
        assert!(text.contains(right), "{right}");
        text = text.replacen(right, wrong, 1);
    }
    std::fs::write(&config, text).unwrap();
    let out = vigie(&["check", "--config", config.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(1));
    for (_, _, fault) in planted {
        assert!(
            said(&out).contains(fault),
            "{fault:?} is not in {}",
            said(&out)
        );
    }
    assert!(said(&out).contains("11 faults to mend"), "{}", said(&out));
}

#[test]
fn init_makes_a_site_that_check_finds_right_and_never_overwrites_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("site");
    let place = place.to_str().unwrap();
    let out = vigie(&["init", place]);
    assert!(out.status.success(), "{}", said(&out));
    let checked = vigie(&["check", "--config", &format!("{place}/vigie.toml")]);
    assert!(checked.status.success(), "{}", said(&checked));
    let again = vigie(&["init", place]);
    assert!(said(&again).contains("is not empty"), "{}", said(&again));
    let keys = std::fs::read_dir(format!("{place}/state/keys")).unwrap();
    for key in keys.map(Result::unwrap) {
        assert_eq!(
            key.metadata().unwrap().permissions().mode() & 0o077,
            0,
            "{:?}",
            key.path()
        );
    }
}
