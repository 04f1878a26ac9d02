//! Lists of people from other programs, through the program itself: each fault is named, the rest is taken,
//! and whatever cuts an import off, the list taken in again leaves everybody there once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use vigie_server::people::People;
use vigie_store::registry::{Follows, Person, Whom};

const VIGIE: &str = env!("CARGO_BIN_EXE_vigie");

struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new(VIGIE).arg("init").arg(folder.path()).output();
        let made = made.unwrap();
        assert!(made.status.success(), "{}", text(&made.stderr));
        Self(folder)
    }

    fn list(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, list: &Path, also: &[&str]) -> Command {
        let mut command = Command::new(VIGIE);
        command
            .arg("import")
            .arg(list)
            .arg("--config")
            .arg(self.0.path().join("vigie.toml"))
            .args(also);
        command
    }

    fn import(&self, list: &Path, also: &[&str]) -> Output {
        self.command(list, also).output().unwrap()
    }

    fn people(&self) -> Vec<Person> {
        let people = People::open(&self.0.path().join("state")).unwrap();
        let mut all = Vec::new();
        let mut each = |person| {
            all.push(person);
            Ok(())
        };
        people
            .with(|register| register.each_person(Whom::All, &mut each))
            .unwrap();
        all
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A list of so many lines, every tenth with a fault of one kind or another, and what each fault names.
fn planted(lines: usize) -> (String, Vec<(usize, &'static str)>) {
    let mut list = "id,name,phone,mail,language,lat,lon,follow\n".to_owned();
    let mut faults = Vec::new();
    for i in 0..lines {
        let (mut phone, mut mail) = (format!("07901{i:06}"), format!("p{i}@example.org"));
        let (mut language, mut lat, mut lon, mut follow) = ("ar", "33.3025", "44.3910", "no");
        if i % 10 == 3 {
            let kinds = [
                "phone", "mail", "language", "lat, lon", "lat, lon", "lat, lon", "follow",
            ];
            let kind = (i / 10) % 7;
            match kind {
                0 => "12345".clone_into(&mut phone),
                1 => "nobody".clone_into(&mut mail),
                2 => language = "???",
                3 => (lat, lon) = ("44.3910", "33.3025"),
                4 => lat = "NaN",
                5 => (lat, lon) = ("0", "0"),
                _ => follow = "perhaps",
            }
            faults.push((i + 2, kinds[kind]));
        }
        let _ = writeln!(
            list,
            "{i},Person {i},{phone},{mail},{language},{lat},{lon},{follow}"
        );
    }
    (list, faults)
}

#[test]
fn every_planted_fault_is_named_by_line_and_column_and_the_others_are_taken() {
    let site = Site::new();
    let (list, faults) = planted(2_000);
    let list = site.list("people.csv", list);
    let out = site.import(&list, &["--country", "IQ"]);
    let said = text(&out.stderr);
    assert!(!out.status.success());
    let named: Vec<&str> = said
        .lines()
        .filter(|line| line.contains(": line "))
        .collect();
    assert_eq!(named.len(), faults.len(), "{said}");
    for ((line, column), said) in faults.iter().zip(named) {
        assert!(
            said.contains(&format!(": line {line}: column {column}: ")),
            "{said}"
        );
    }
    assert!(
        text(&out.stdout).starts_with("1800 are new"),
        "{}",
        text(&out.stdout)
    );
    let people = site.people();
    assert_eq!(people.len(), 1_800);
    assert_eq!(people[0].who.endpoints[0].address, "+9647901000000");
}

#[test]
fn a_rehearsal_says_what_would_become_of_a_list_and_keeps_nothing() {
    let site = Site::new();
    let (list, _) = planted(200);
    let list = site.list("people.csv", list);
    let out = site.import(&list, &["--country", "IQ", "--dry-run"]);
    assert!(text(&out.stdout).starts_with("180 would be new, 0 would be changed, 0 known"));
    assert_eq!(site.people(), []);
}

#[test]
fn an_import_that_is_killed_goes_on_when_the_list_is_taken_in_again() {
    let site = Site::new();
    let (list, faults) = planted(20_000);
    let taken = 20_000 - faults.len();
    let list = site.list("people.csv", list);
    let mut killed = site
        .command(&list, &["--country", "IQ"])
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let people = People::open(&site.0.path().join("state")).unwrap();
    let since = Instant::now();
    while people.with(|register| register.count()).unwrap() == 0 {
        assert!(
            since.elapsed() < Duration::from_mins(2),
            "nothing is taken in"
        );
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let before = site.people();
    assert!(
        before.len().is_multiple_of(1_000) || before.len() < taken,
        "whole thousands"
    );
    let out = site.import(&list, &["--country", "IQ"]);
    let said = text(&out.stdout);
    let new = taken - before.len();
    assert!(
        said.starts_with(&format!(
            "{new} are new, 0 are changed, {} known",
            before.len()
        )),
        "{said}"
    );
    let after = site.people();
    assert_eq!(after.len(), taken);
    assert_eq!(after[..before.len()], before);
    let out = site.import(&list, &["--country", "IQ"]);
    assert!(text(&out.stdout).starts_with(&format!("0 are new, 0 are changed, {taken} known")));
}

#[test]
fn a_list_of_two_encodings_with_a_person_twice_is_taken_and_both_are_said() {
    let site = Site::new();
    let mut bytes =
        "Name;Phone;Group\nZoé;+33 6 12 34 56 78;chancery\nعلي;+964 790 123 4567;gate\n"
            .as_bytes()
            .to_vec();
    bytes.extend(b"H\xe9l\xe8ne Fran\xe7ois;+33 6 12 34 56 79;chancery\n");
    bytes.extend("zoé;0033612345678;residence\n".as_bytes());
    let list = site.list("people.csv", bytes);
    let out = site.import(&list, &["--country", "FR"]);
    let said = text(&out.stderr);
    assert!(out.status.success(), "{said}");
    assert!(said.contains("1 of 5 lines are not UTF-8"), "{said}");
    assert!(said.contains("line 5: the same person as line 2"), "{said}");
    let people = site.people();
    let names: Vec<&str> = people
        .iter()
        .map(|person| person.who.name.as_str())
        .collect();
    assert_eq!(names, ["zoé", "علي", "Hélène François"]);
    assert_eq!(people[0].who.group.as_deref(), Some("residence"));
}

#[test]
fn points_on_a_map_are_people_too() {
    let site = Site::new();
    let list = site.list(
        "people.geojson",
        r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"Ada","phone":"+9647901234567","follow":true},
             "geometry":{"type":"Point","coordinates":[44.391,33.3025]}},
            {"type":"Feature","properties":{"name":"Bo"},
             "geometry":{"type":"Polygon","coordinates":[]}}]}"#,
    );
    let out = site.import(&list, &[]);
    assert!(
        text(&out.stderr).contains("line 2: the geometry is a \"Polygon\""),
        "{}",
        text(&out.stderr)
    );
    let people = site.people();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].who.follows, Follows::Yes);
    assert_eq!(people[0].who.places[0].at.lat_e6, 33_302_750);
}

#[test]
fn a_file_that_was_cut_off_or_names_an_unknown_column_is_refused_or_named() {
    let site = Site::new();
    let list = site.list(
        "cut.geojson",
        r#"{"type":"FeatureCollection","features":[{"#,
    );
    let out = site.import(&list, &[]);
    assert!(
        text(&out.stderr).contains("was it cut off?"),
        "{}",
        text(&out.stderr)
    );
    let list = site.list("people.csv", "name,shoe\nAda,42\n");
    let out = site.import(&list, &[]);
    assert!(
        text(&out.stderr).contains("column \"shoe\" is not known"),
        "{}",
        text(&out.stderr)
    );
    let list = site.list(
        "people.csv",
        "name,language,phone\nAda,en,+9647901234567\nBo,e",
    );
    let out = site.import(&list, &[]);
    assert!(
        text(&out.stderr).contains("line 3: it has 2 columns, the first line names 3"),
        "{}",
        text(&out.stderr)
    );
    assert_eq!(site.people().len(), 1);
}
