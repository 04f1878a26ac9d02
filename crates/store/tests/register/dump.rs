//! A stolen copy of either database names nobody; one of SQLite holds no trace of whoever was erased, one of
//! PostgreSQL nothing that opens without the key that was destroyed.

use crate::{Home, endpoint, place};
use vigie_store::registry::{
    Agreed, Drawer, Drawers as _, NewPerson, NewSlip, Person, Put, Register, Whom,
};

const PEOPLE: usize = 1_000;
const ERASED: usize = 100;

fn people() -> Vec<NewPerson> {
    let person = |i: usize| {
        let mut home = place("home", 33_300_250, 44_400_250);
        home.address = Some(format!("{i:04} Rue Nomenclature-Longue"));
        NewPerson {
            name: format!("Amélie Nomenclature-{i:04}"),
            reference: Some(format!("employee-file-{i:04}")),
            endpoints: vec![
                endpoint("sms", &format!("+3369876{i:04}")),
                endpoint("mail", &format!("amelie.{i:04}@example.org")),
            ],
            group: Some("chancery-clear-text".to_owned()),
            language: "fr".to_owned(),
            needs: vec!["wheelchair".to_owned()],
            places: vec![home],
            ..NewPerson::default()
        }
    };
    (0..PEOPLE).map(person).collect()
}

fn holds(dump: &[u8], text: &str) -> bool {
    memchr::memmem::find(dump, text.as_bytes()).is_some()
}

/// Everything of the list that a dump says in clear.
fn named(dump: &[u8]) -> Vec<String> {
    let texts = people().into_iter().flat_map(|who| {
        let addresses = who.endpoints.into_iter().map(|one| one.address);
        let places = who.places.into_iter().filter_map(|one| one.address);
        [who.name]
            .into_iter()
            .chain(who.reference)
            .chain(addresses)
            .chain(places)
            .collect::<Vec<_>>()
    });
    texts.filter(|text| holds(dump, text)).collect()
}

fn all(register: &mut dyn Register) -> Vec<Person> {
    let mut all = Vec::new();
    let mut each = |person| {
        all.push(person);
        Ok(())
    };
    register.each_person(Whom::All, &mut each).unwrap();
    all
}

#[test]
fn no_dump_names_anybody_before_or_after_some_are_erased() {
    for home in Home::both() {
        let mut register = home.open("vigie");
        let puts = register.put(&people(), Agreed::Yes, 0).unwrap();
        assert!(puts.iter().all(|put| matches!(put, Put::New(_))));
        let slips: Vec<NewSlip<'_>> = Drawer::ALL
            .iter()
            .map(|_| NewSlip {
                name: "Amélie Nomenclature-0001",
                marks: vec!["amelie.0002@example.org".to_owned()],
                person: None,
                text: "+33698760003 amelie.0003@example.org".to_owned(),
                due_at_ms: None,
                kept_until_ms: i64::MAX,
            })
            .collect();
        for (drawer, slip) in Drawer::ALL.iter().zip(slips.chunks(1)) {
            register.file(*drawer, slip, 9).unwrap();
        }
        let before = home.bytes();
        if let Home::Postgres(cluster, _) = &home {
            let mut dump = std::process::Command::new("pg_dump");
            dump.args(["-U", "vigie", "-d", "vigie", "-h"]);
            let dump = dump.arg(cluster.folder.path()).output().unwrap().stdout;
            assert!(holds(&dump, "chancery-clear-text"), "blind search");
            assert_eq!(named(&dump), Vec::<String>::new());
        }
        assert!(holds(&before, "chancery-clear-text"), "blind search");
        assert_eq!(named(&before), Vec::<String>::new());
        assert!(
            !holds(&before, "wheelchair"),
            "help that they need is theirs"
        );

        let everybody = all(&mut *register);
        assert_eq!(everybody.len(), PEOPLE);
        let (erased, kept) = everybody.split_at(ERASED);
        for person in erased {
            assert!(register.erase(&person.id, 1).unwrap());
        }
        let after = home.bytes();
        assert_eq!(named(&after), Vec::<String>::new());
        let traces = |people: &[Person]| {
            let traced = |person: &&Person| holds(&after, &person.id);
            people.iter().filter(traced).count()
        };
        assert_eq!(traces(kept), kept.len(), "blind search");
        if let Home::Sqlite(_) = home {
            assert_eq!(traces(erased), 0);
        }
        drop(register);
        assert_eq!(named(&home.bytes()), Vec::<String>::new());
        assert_eq!(all(&mut *home.open("vigie")), kept);
    }
}
