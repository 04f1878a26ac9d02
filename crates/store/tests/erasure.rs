//! A stolen copy of the registry names nobody, and an erased person is in none of its files.

#![expect(
    clippy::expect_used,
    reason = "a folder that cannot be read ends the test"
)]

use std::{fs, path::Path};
use vigie_store::registry::{NewPerson, NewToken, Person, Registry, ReportText};

const PEOPLE: usize = 1000;

fn people() -> Vec<NewPerson> {
    let person = |i| NewPerson {
        name: format!("Amélie Nomenclature-{i:04}"),
        phone: Some(format!("+33 6 98 76 {:02} {:02}", i / 100, i % 100)),
        mail: Some(format!("amelie.{i:04}@example.org")),
        group: "chancery-clear-text".to_owned(),
        language: "fr".to_owned(),
    };
    (0..PEOPLE).map(person).collect()
}

/// All bytes of all files in the folder but the key's.
fn dump(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "key") {
            bytes.extend(fs::read(path).expect("it can be read"));
        }
    }
    bytes
}

fn holds(dump: &[u8], text: &str) -> bool {
    memchr::memmem::find(dump, text.as_bytes()).is_some()
}

fn named(dump: &[u8]) -> Vec<String> {
    let texts = people()
        .into_iter()
        .flat_map(|who| [Some(who.name), who.phone, who.mail]);
    texts.flatten().filter(|text| holds(dump, text)).collect()
}

fn traces<'a>(dump: &[u8], people: impl Iterator<Item = &'a Person>) -> usize {
    people
        .filter(|person| holds(dump, &person.id) || holds(dump, &person.pseudonym))
        .count()
}

#[test]
fn the_files_name_nobody_before_and_after_and_hold_no_trace_of_the_erased() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Registry::open(
            &folder.path().join("registry.db"),
            &folder.path().join("registry.key"),
        )
    };
    let mut registry = open().unwrap();
    let people = registry.add_people(&people(), 0).unwrap();
    let report = ReportText {
        id: "r-1".to_owned(),
        text: "Moi, Amélie Nomenclature-0007, j'ai entendu la sirène".to_owned(),
        language: "fr".to_owned(),
        source: "form-clear-text".to_owned(),
    };
    registry.put_report_text(&report, 0).unwrap();
    let grant = NewToken {
        role: "officer".to_owned(),
        scope: "all".to_owned(),
        label: "first".to_owned(),
        expires_at_ms: None,
    };
    let (_, secret) = registry.add_token(&grant, 0).unwrap();

    let before = dump(folder.path());
    assert!(
        holds(&before, "chancery-clear-text") && holds(&before, "form-clear-text"),
        "blind search"
    );
    assert_eq!(traces(&before, people.iter()), PEOPLE);
    assert_eq!(named(&before), Vec::<String>::new());
    assert!(!holds(&before, "la sirène") && !holds(&before, &secret));

    let (erased, kept) = people.split_at(PEOPLE / 2);
    for person in erased {
        assert!(registry.erase_person(&person.id).unwrap());
    }
    assert!(registry.erase_report_text("r-1").unwrap());
    for after in [dump(folder.path()), {
        drop(registry);
        dump(folder.path())
    }] {
        assert_eq!(named(&after), Vec::<String>::new());
        assert_eq!(traces(&after, erased.iter()), 0);
        assert_eq!(traces(&after, kept.iter()), kept.len());
        assert!(!holds(&after, "form-clear-text"));
    }
    let mut found = open().unwrap().people(None).unwrap();
    found.sort_by(|a, b| a.who.name.cmp(&b.who.name));
    assert_eq!(found, kept);
}
