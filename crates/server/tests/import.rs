//! Lists of people from other programs, through the program itself: each fault is named, the rest is taken,
//! and whatever cuts an import off, the list taken in again leaves everybody there once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use vigie_server::bench::{PLANTED_COLUMNS, planted as planted_line};
use vigie_server::people::People;
use vigie_store::registry::{Agreed, Endpoint, Follows, NewPerson, Person, Place, Spot, Whom};

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
    let (mut list, mut faults) = (format!("{PLANTED_COLUMNS}\n"), Vec::new());
    for line in 0..lines {
        let (text, fault) = planted_line(line);
        list.push_str(&text);
        list.push('\n');
        faults.extend(fault.map(|column| (line + 2, column)));
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
    for (said, why) in [
        ("", "names no column in its first line"),
        ("\n", "names no column in its first line"),
        ("name,sms\nAda,+33612345678\n", "call it \"phone\""),
    ] {
        let out = site.import(&site.list("people.csv", said), &[]);
        assert!(!out.status.success(), "{said:?}");
        let err = text(&out.stderr);
        assert!(err.contains(why), "{said:?}: {err}");
    }
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

/// People of whom no list of phone, mail and one place of each kind could say everything.
fn unusual() -> Vec<NewPerson> {
    let endpoint = |channel: &str, address: &str| Endpoint {
        channel: channel.to_owned(),
        address: address.to_owned(),
        proven_at_ms: None,
    };
    let place = |kind: &str, lat_e6, address: Option<&str>| Place {
        kind: kind.to_owned(),
        at: Spot {
            lat_e6,
            lon_e6: 44_400_250,
        },
        address: address.map(str::to_owned),
    };
    let rules = r#"{"quiet":[{"time_zone":"Asia/Baghdad","from_min":1320,"to_min":360}]}"#;
    let plain = NewPerson {
        name: "Plain \"Quoted\", Person".to_owned(),
        reference: Some("7".to_owned()),
        endpoints: vec![
            endpoint("mail", "p@example.org"),
            endpoint("sms", "+33612345678"),
        ],
        group: Some("gate".to_owned()),
        language: "fr".to_owned(),
        needs: vec!["deaf".to_owned(), "wheelchair".to_owned()],
        places: vec![
            place("home", 33_300_250, Some("1 rue X\n2e étage")),
            place("school", 33_310_250, None),
        ],
        rules: rules.to_owned(),
        follows: Follows::Yes,
        kept_until_ms: Some(1_814_443_200_000),
        paused_until_ms: Some(4_000_000_000_123),
    };
    let odd = NewPerson {
        name: "علي".to_owned(),
        reference: None,
        endpoints: vec![
            endpoint(
                "push",
                r#"{"endpoint":"https://push.example/a;b,c","keys":"é"}"#,
            ),
            endpoint("sms", "+33612345679"),
            endpoint("sms", "+33612345680"),
        ],
        places: vec![
            place("work-2", 33_300_250, None),
            place("home", -33_299_750, None),
            place("home", 33_400_250, Some("2 rue Y")),
        ],
        kept_until_ms: Some(4_000_000_000_001),
        paused_until_ms: None,
        ..plain.clone()
    };
    let bare = NewPerson {
        name: "Bare".to_owned(),
        language: "ar".to_owned(),
        ..NewPerson::default()
    };
    vec![plain, odd, bare]
}

#[test]
fn whoever_is_exported_is_taken_in_elsewhere_as_they_were_and_here_nothing_changes() {
    let (site, other) = (Site::new(), Site::new());
    let people = People::open(&site.0.path().join("state")).unwrap();
    people.with(|register| {
        register.put(&unusual(), Agreed::Yes, 1).unwrap();
        let waiting = NewPerson {
            name: "Waiting".to_owned(),
            language: "en".to_owned(),
            ..NewPerson::default()
        };
        register.put(&[waiting], Agreed::NotYet, 1).unwrap();
    });
    drop(people);
    let export = |site: &Site, name: &str| {
        let to = site.0.path().join(name);
        let out = Command::new(VIGIE)
            .args(["people", "--config"])
            .arg(site.0.path().join("vigie.toml"))
            .arg("export")
            .arg(&to)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", text(&out.stderr));
        (text(&out.stdout), to)
    };
    let (said, list) = export(&site, "all.csv");
    assert!(
        said.starts_with("3 lines in ") && said.contains("1 who have not agreed yet"),
        "{said}"
    );
    let out = site.import(&list, &[]);
    let said = text(&out.stdout);
    assert!(
        said.starts_with("0 are new, 0 are changed, 3 known"),
        "{said}{}",
        text(&out.stderr)
    );

    let out = other.import(&list, &[]);
    assert!(
        text(&out.stdout).starts_with("3 are new"),
        "{}",
        text(&out.stderr)
    );
    let (_, again) = export(&other, "again.csv");
    assert_eq!(std::fs::read(list).unwrap(), std::fs::read(again).unwrap());
    for (person, was) in other.people().into_iter().zip(unusual()) {
        assert_eq!(person.paused_until_ms, was.paused_until_ms);
        let said = NewPerson {
            paused_until_ms: None,
            ..was
        };
        assert_eq!(person.who, said);
    }
}

#[test]
fn schedules_and_pauses_of_a_list_go_by_the_clock_of_the_site() {
    let site = Site::new();
    let config = site.0.path().join("vigie.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    let lines = "name,phone,quiet,school_lat,school_lon,school_hours,paused_until\n\
                 Ada,+33612345678,22:00-06:00,33.3,44.4,mon-fri 08:00-16:00,2099-12-31\n";
    let list = site.list("people.csv", lines);
    let out = site.import(&list, &[]);
    assert!(
        text(&out.stderr).contains("registry.time_zone"),
        "{}",
        text(&out.stderr)
    );
    let zoned = settings.replacen("[registry]", "[registry]\ntime_zone = \"Asia/Baghdad\"", 1);
    let zoned = if zoned == settings {
        format!("[registry]\ntime_zone = \"Asia/Baghdad\"\n{settings}")
    } else {
        zoned
    };
    std::fs::write(&config, zoned).unwrap();
    let out = site.import(&list, &[]);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let ada = site.people().remove(0);
    assert!(ada.paused_until_ms.is_some());
    let rules = vigie_core::audience::rules::Rules::parse(&ada.who.rules).unwrap();
    let at = |text: &str| {
        let at: jiff::Timestamp = text.parse().unwrap();
        vigie_core::time::Timestamp::from_unix_ms(at.as_millisecond())
    };
    // Monday, half past seven and half past eight in Baghdad; and a Saturday.
    for (time, counts) in [
        ("2026-01-05T04:30:00Z", false),
        ("2026-01-05T05:30:00Z", true),
        ("2026-01-10T05:30:00Z", false),
    ] {
        assert_eq!(rules.count_at("school", at(time)), counts, "{time}");
    }
    let lesser = vigie_core::audience::rules::Peril::Lesser;
    assert!(rules.silence(lesser, at("2026-01-05T20:00:00Z")));
    assert!(!rules.silence(lesser, at("2026-01-05T18:00:00Z")));
}
