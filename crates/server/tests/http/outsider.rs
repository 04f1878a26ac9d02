//! A stranger checks a bulletin offline, with what the manual prints and without us.

use crate::house::House;
use crate::listen::{Heard, Wire};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn judged(house: &House, bulletin: &str) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/manual/verify-bulletin.py");
    let mut python = Command::new("python3")
        .arg(script)
        .arg(house.path().join("keys.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    python
        .stdin
        .take()
        .unwrap()
        .write_all(bulletin.as_bytes())
        .unwrap();
    python.wait_with_output().unwrap()
}

#[tokio::test]
async fn a_stranger_verifies_a_bulletin_with_the_script_of_the_manual() {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    house.warn("exercise").await;
    house.warn("actual").await;
    std::fs::write(
        house.path().join("keys.json"),
        house.get("", "/live/keys").await.text,
    )
    .unwrap();
    let mut wire = Wire::sse(&house, None).await;
    let mut bulletins = Vec::new();
    while bulletins.len() < 2 {
        if let Some(Heard::Bulletin(n, jws)) = wire.next().await {
            bulletins.push((n, jws));
        }
    }
    for (n, jws) in &bulletins {
        let verdict = judged(&house, jws);
        let said = String::from_utf8(verdict.stdout).unwrap();
        let status = if said.contains("exercise") {
            "exercise"
        } else {
            "actual"
        };
        // The code that it works out from the bytes is the one that every other way says to people.
        let ntfy = house
            .get("", &format!("/compound/json?poll=1&id=v{n:011}"))
            .await
            .text;
        let code = said.trim().rsplit(' ').next().unwrap();
        assert_eq!(said, format!("genuine: {status} alert {n}, code {code}\n"));
        assert!(ntfy.contains(code), "{code} in {ntfy}");
        assert!(verdict.status.success());
    }
    let forged = |jws: &str| {
        let verdict = judged(&house, jws);
        assert!(!verdict.status.success(), "{verdict:?}");
    };
    let parts: Vec<Vec<&str>> = bulletins
        .iter()
        .map(|(_, jws)| jws.split('.').collect())
        .collect();
    // The signature of another, the words of another, and a signature one bit off.
    forged(&[parts[0][0], parts[0][1], parts[1][2]].join("."));
    forged(&[parts[0][0], parts[1][1], parts[0][2]].join("."));
    let flipped = if parts[0][2].starts_with('A') {
        "B"
    } else {
        "A"
    };
    forged(
        &[
            parts[0][0],
            parts[0][1],
            &format!("{flipped}{}", &parts[0][2][1..]),
        ]
        .join("."),
    );
    // The other role's key in the header.
    forged(&[parts[1][0], parts[0][1], parts[0][2]].join("."));
}
