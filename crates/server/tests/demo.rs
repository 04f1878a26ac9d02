//! The exercise, from outside: the program as it is built, real sirens, a few dozen screens.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod common;

use common::{VIGIE, siren_program};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Few enough for a busy machine, enough of both kinds.
const SCREENS: &str = "60";

struct Kept {
    folder: TempDir,
    outcome: Value,
    told: String,
}

impl Kept {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn record(&self) -> Value {
        let text = std::fs::read_to_string(self.path("record.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }
}

fn play(kill_at: Option<&str>) -> Kept {
    siren_program();
    let folder = tempfile::tempdir().unwrap();
    let mut vigie = Command::new(VIGIE);
    vigie
        .args([
            "demo",
            "--unattended",
            "--json",
            "--screens",
            SCREENS,
            "--keep",
        ])
        .arg(folder.path());
    if let Some(step) = kill_at {
        vigie.args(["--kill-server-at", step]);
    }
    let Output {
        status,
        stdout,
        stderr,
    } = vigie.output().unwrap();
    let told = String::from_utf8(stderr).unwrap();
    let outcome: Value =
        serde_json::from_slice(&stdout).unwrap_or_else(|e| panic!("{e}; {status}; {told}"));
    let broken: Vec<&Value> = outcome["promises"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|promise| promise["held"] != json!(true))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}\n{told}");
    assert_eq!(status.code(), Some(0), "{told}");
    Kept {
        folder,
        outcome,
        told,
    }
}

/// What a record says, without its times and without the numbers that follow from who was faster.
fn story(record: &Value) -> Value {
    let warnings = record["warnings"].as_array().unwrap().iter().map(|warning| {
        let messages = warning["messages"].as_array().unwrap().iter().map(|message| {
            let sirens = message["sirens"].as_array().unwrap().iter().map(|siren| {
                json!({
                    "siren": siren["siren"], "life": siren["life"], "why": siren["why"],
                    "heard": !siren["heard_after_ms"].is_null(),
                })
            });
            json!({
                "act": message["act"], "sirens": sirens.collect::<Vec<_>>(),
                "screens_that_said_so": message["screens"][1],
            })
        });
        json!({
            "status": warning["status"], "danger": warning["danger"], "place": warning["place"],
            "fired_by": warning["fired_by"], "confirmed_by": warning["confirmed"][0],
            "ended": [warning["ended"][0], warning["ended"][2]], "headcount": warning["headcount"],
            "messages": messages.collect::<Vec<_>>(),
        })
    });
    let lines = |kind: &str| -> Vec<Value> {
        let lines = record[kind].as_array().unwrap().iter().map(|line| {
            let mut said = line["said"].clone();
            said["reports"] = json!(said["reports"].as_array().unwrap().len());
            said["as_of"] = Value::Null;
            json!({ "by": line["by"], "said": said })
        });
        lines.collect()
    };
    json!({
        "warnings": warnings.collect::<Vec<_>>(),
        "assertions": lines("assertions"), "claims": lines("claims"),
    })
}

#[test]
fn an_exercise_keeps_every_promise_and_its_folder_tells_the_same_without_a_server() {
    let kept = play(None);
    let outcome = &kept.outcome;
    assert_eq!(outcome["ok"], json!(true));
    assert_eq!(outcome["exercise"], json!(true));
    assert_eq!(outcome["sirens"]["ordered"], json!(12));
    assert_eq!(outcome["sirens"]["failed"], json!(["siren-09"]));
    assert_eq!(outcome["screens"]["all_clear_reached"], json!(60));
    assert_eq!(outcome["people"]["missing"], json!(4));
    let times = &outcome["times_ms"];
    for time in [
        "trigger_to_decision",
        "trigger_to_synced",
        "trigger_to_first_order",
        "trigger_to_first_heard",
    ] {
        assert!(times[time].as_f64().is_some_and(|ms| ms > 0.0), "{times}");
    }
    for spread in ["screens", "all_clear_screens"] {
        let at = |which: &str| times[spread][which].as_f64().unwrap();
        assert!(
            at("first") <= at("p50") && at("p50") <= at("p99"),
            "{times}"
        );
        assert!(at("p99") <= at("last"), "{times}");
    }
    assert!(kept.told.contains("siren-09 FAILED"), "{}", kept.told);

    let incident = kept.record()["incident"].to_string();
    for (format, file) in [
        ("md", "record.md"),
        ("html", "record.html"),
        ("json", "record.json"),
    ] {
        let shown = Command::new(VIGIE)
            .args(["record", "show", &incident, "--format", format, "--config"])
            .arg(kept.path("vigie.toml"))
            .output()
            .unwrap();
        let file = std::fs::read_to_string(kept.path(file)).unwrap();
        assert_eq!(String::from_utf8(shown.stdout).unwrap(), file, "{format}");
    }
    let unknown = Command::new(VIGIE)
        .args(["record", "show", "999999", "--config"])
        .arg(kept.path("vigie.toml"))
        .output()
        .unwrap();
    assert!(!unknown.status.success());
    let why = String::from_utf8(unknown.stderr).unwrap();
    assert!(why.contains(&format!("there are {incident}")), "{why}");
}

#[test]
fn a_server_killed_in_the_middle_ends_with_the_same_record() {
    let (whole, killed) = std::thread::scope(|scope| {
        let whole = scope.spawn(|| play(None));
        let killed =
            ["salvo-1", "all-clear"].map(|step| (step, scope.spawn(move || play(Some(step)))));
        let killed = killed.map(|(step, run)| (step, run.join().unwrap()));
        (whole.join().unwrap(), killed)
    });
    let expected = story(&whole.record());
    for (step, kept) in killed {
        assert!(kept.told.contains("the server was killed"), "{step}");
        let told = story(&kept.record());
        assert_eq!(told, expected, "killed at {step}");
    }
}

#[test]
fn an_exercise_that_is_killed_leaves_no_server_and_no_siren_behind() {
    siren_program();
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(VIGIE)
        .args(["demo", "--unattended", "--screens", "20", "--keep"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let programs = || programs_of(folder.path(), demo.id());
    await_that("a server and a siren run", || programs().len() >= 2);
    demo.kill().unwrap();
    demo.wait().unwrap();
    let programs = || programs_of(folder.path(), demo.id());
    await_that("they have ended", || programs().is_empty());
}

/// The programs of an exercise that run: those that were told a file of its folder.
fn programs_of(folder: &Path, except: u32) -> Vec<String> {
    let folder = folder.to_str().unwrap();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|process| process.file_name().into_string().ok());
    ids.filter(|id| id.parse().is_ok_and(|id: u32| id != except))
        .filter_map(|id| std::fs::read_to_string(format!("/proc/{id}/cmdline")).ok())
        .filter(|line| line.contains(folder))
        .collect()
}

fn await_that(what: &str, holds: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_mins(1);
    while !holds() {
        assert!(
            Instant::now() < limit,
            "after a minute it is not so that {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_folder_with_anything_in_it_is_not_played_in() {
    siren_program();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("journal-of-last-year"), "x").unwrap();
    let refused = Command::new(VIGIE)
        .args(["demo", "--unattended", "--keep"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("is not empty"), "{why}");
}

#[test]
fn a_step_that_is_not_in_the_scenario_is_named_with_those_that_are() {
    let refused = Command::new(VIGIE)
        .args(["demo", "--unattended", "--kill-server-at", "tea"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("salvo-1") && why.contains("\"tea\""), "{why}");
}

#[test]
fn without_the_program_of_the_sirens_it_says_how_to_build_it() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let alone = folder.path().join("vigie");
    std::fs::hard_link(VIGIE, &alone).unwrap();
    let refused = Command::new(alone)
        .args(["demo", "--unattended"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(
        why.contains("cargo build --release -p vigie-siren"),
        "{why}"
    );
}

/// Clients that others wrote, unchanged but for the address that they ask.
#[test]
fn clients_of_others_hear_the_exercise_and_hear_that_it_is_one() {
    let Some(python) = common::readers_python() else {
        return;
    };
    siren_program();
    let folder = tempfile::tempdir().unwrap();
    let said = folder.path().join("state/address");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/listeners.py");
    let mut listeners = Command::new(python)
        .args([script, said.to_str().unwrap(), "compound", "33.3025,44.391"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut heard = BufReader::new(listeners.stdout.take().unwrap()).lines();
    let ready = heard.next().unwrap().unwrap();
    assert!(ready.contains("listeners"), "{ready}");
    let mut demo = Command::new(VIGIE)
        .args([
            "demo",
            "--unattended",
            "--json",
            "--screens",
            "20",
            "--keep",
        ])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines: Vec<Value> = heard
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    demo.wait().unwrap();
    let ended = listeners.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{complaint} {lines:#?}");
    for client in [
        "aiontfy",
        "georss-rss",
        "georss-atom",
        "nws-api-client",
        "pynws",
    ] {
        let mut of = lines.iter().filter(|line| line["client"] == client);
        assert_eq!(of.next().unwrap()["ready"], true, "{client}: {lines:#?}");
        let warning = of
            .next()
            .unwrap_or_else(|| panic!("{client} heard nothing: {lines:#?}"));
        assert!(
            warning["title"].as_str().unwrap().starts_with("EXERCISE"),
            "{warning}"
        );
    }
}
