//! `vigie cap sign` and `vigie cap verify`, as a person calls them, beside xmlsec1.

use super::site::message;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const AT: &str = "2026-01-02T03:04:05-00:00";

/// A folder with a message and two pairs of keys.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(desk.path("a.xml"), message("a", AT)).unwrap();
        fs::write(desk.path("b.xml"), message("b", AT)).unwrap();
        for key in ["ours", "theirs"] {
            let private = desk.path(&format!("{key}.pem"));
            openssl(
                &[
                    "genpkey",
                    "-algorithm",
                    "EC",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-out",
                ],
                &private,
            );
            openssl(
                &["pkey", "-pubout", "-in", private.to_str().unwrap(), "-out"],
                &desk.path(&format!("{key}.pub")),
            );
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `vigie cap`; words that name a file of the desk are its path.
    fn cap(&self, arguments: &[&str]) -> Output {
        let mut vigie = Command::new(env!("CARGO_BIN_EXE_vigie"));
        vigie.arg("cap");
        for word in arguments {
            let path = self.path(word);
            if path.exists() {
                vigie.arg(path);
            } else {
                vigie.arg(word);
            }
        }
        vigie.current_dir(self.folder.path()).output().unwrap()
    }
}

fn openssl(arguments: &[&str], out: &Path) {
    let done = Command::new("openssl")
        .args(arguments)
        .arg(out)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", err(&done));
}

fn out(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn err(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}

fn code(done: &Output) -> i32 {
    done.status.code().unwrap()
}

#[test]
fn what_is_signed_verifies_here_and_with_xmlsec() {
    let desk = Desk::new();
    let signed = desk.cap(&["sign", "--key", "ours.pem", "a.xml"]);
    assert_eq!(code(&signed), 0, "{}", err(&signed));
    fs::write(desk.path("signed.xml"), &signed.stdout).unwrap();
    let verified = desk.cap(&["verify", "--key", "ours.pub", "signed.xml"]);
    assert_eq!(code(&verified), 0, "{}", out(&verified));
    assert!(
        out(&verified).contains("verified: Actual a from"),
        "{}",
        out(&verified)
    );
    assert!(
        out(&verified).contains("ECDSA-P256-SHA256"),
        "{}",
        out(&verified)
    );
    let theirs = Command::new("xmlsec1")
        .args(["--verify", "--pubkey-pem"])
        .args([desk.path("ours.pub"), desk.path("signed.xml")])
        .output()
        .unwrap();
    assert!(theirs.status.success(), "{}", err(&theirs));
}

#[test]
fn what_is_not_signed_by_a_key_that_is_given_ends_with_1() {
    let desk = Desk::new();
    let signed = desk.cap(&[
        "sign",
        "--key",
        "theirs.pem",
        "a.xml",
        "b.xml",
        "--into",
        "out",
    ]);
    assert_eq!(code(&signed), 0, "{}", err(&signed));
    let refused = desk.cap(&["verify", "--key", "ours.pub", "out/a.xml", "a.xml"]);
    assert_eq!(code(&refused), 1);
    assert!(
        out(&refused).contains("error[SIG-VALUE]"),
        "{}",
        out(&refused)
    );
    assert!(
        out(&refused).contains("error[SIG-NONE]"),
        "{}",
        out(&refused)
    );
    let both = ["--key", "ours.pub", "--key", "theirs.pub"];
    let verified = desk.cap(
        &[
            &["verify", "--format", "json", "out/a.xml", "out/b.xml"],
            &both[..],
        ]
        .concat(),
    );
    assert_eq!(code(&verified), 0, "{}", out(&verified));
    let json: Value = serde_json::from_str(&out(&verified)).unwrap();
    assert_eq!(json["files"][1]["alert"]["identifier"], "b");
    assert!(
        json["files"][0]["signers"][0]["key"]
            .as_str()
            .unwrap()
            .ends_with("theirs.pub")
    );
    // A signed file that is there already is not overwritten.
    let again = desk.cap(&["sign", "--key", "theirs.pem", "a.xml", "--into", "out"]);
    assert_eq!(code(&again), 2);
}

#[test]
fn a_changed_message_is_a_finding_for_people_and_for_machines() {
    let desk = Desk::new();
    let signed = desk.cap(&["sign", "--key", "ours.pem", "a.xml"]);
    let changed = out(&signed).replace("<identifier>a<", "<identifier>z<");
    fs::write(desk.path("changed.xml"), changed).unwrap();
    for (format, place) in [
        ("json", "/files/0/findings/0/rule"),
        ("sarif", "/runs/0/results/0/ruleId"),
    ] {
        let done = desk.cap(&[
            "verify",
            "--key",
            "ours.pub",
            "--format",
            format,
            "changed.xml",
        ]);
        assert_eq!(code(&done), 1);
        let json: Value = serde_json::from_str(&out(&done)).unwrap();
        assert_eq!(json.pointer(place).unwrap(), "SIG-DIGEST", "{json}");
        assert!(
            !out(&done).contains("identifier"),
            "nothing of a message that was not verified is shown"
        );
    }
}

#[test]
fn what_cannot_be_used_ends_with_2_and_says_what_to_do() {
    let desk = Desk::new();
    fs::write(desk.path("no.xml"), "no xml").unwrap();
    for (arguments, said) in [
        (
            &["verify", "--key", "ours.pub", "nowhere.xml"][..],
            "failed to read nowhere.xml",
        ),
        (
            &["verify", "--key", "ours.pem", "a.xml"],
            "neither PUBLIC KEY nor CERTIFICATE",
        ),
        (
            &["verify", "--key", "nowhere.pem", "a.xml"],
            "failed to read nowhere.pem",
        ),
        (&["sign", "--key", "ours.pub", "a.xml"], "no PRIVATE KEY"),
        (
            &["sign", "--key", "ours.pem", "a.xml", "b.xml"],
            "name it with --into",
        ),
        (&["sign", "--key", "ours.pem", "no.xml"], "XML-"),
    ] {
        let done = desk.cap(arguments);
        assert_eq!(code(&done), 2, "{arguments:?}: {}", err(&done));
        assert!(err(&done).contains(said), "{arguments:?}: {}", err(&done));
    }
    let broken = message("a", AT).replace("<scope>Public<", "<scope>Publik<");
    fs::write(desk.path("broken.xml"), broken).unwrap();
    let done = desk.cap(&["sign", "--key", "ours.pem", "broken.xml"]);
    assert_eq!(code(&done), 1);
    assert!(
        out(&done).is_empty() && err(&done).contains("CAP-LISTED"),
        "{}",
        err(&done)
    );
}
