//! One register of people in two databases: everything that is promised is asked of both.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod cluster;
mod contract;
mod drawers;
mod dump;
mod retention;

use cluster::Cluster;
use std::path::Path;
use vigie_store::registry::{
    Agreed, Endpoint, Follows, NewPerson, Place, Put, Register, Registered, Registry, Shared, Spot,
};

/// Where a test keeps a registry, and how it opens it again.
pub enum Home {
    /// In a folder.
    Sqlite(tempfile::TempDir),
    /// In a server of its own, with the folder of its keys.
    Postgres(Cluster, tempfile::TempDir),
}

impl Home {
    fn both() -> [Self; 2] {
        let keys = tempfile::tempdir().unwrap();
        [
            Self::Sqlite(tempfile::tempdir().unwrap()),
            Self::Postgres(Cluster::start(&[]).unwrap(), keys),
        ]
    }

    /// Opens the registry of a test; another test has another.
    fn open(&self, test: &str) -> Box<dyn Register> {
        match self {
            Self::Sqlite(folder) => {
                let database = folder.path().join(format!("{test}.sqlite"));
                Box::new(Registry::open(&database, &key(folder, test)).unwrap())
            }
            Self::Postgres(cluster, keys) => {
                let there = format!("SELECT 1 FROM pg_database WHERE datname = '{test}'");
                if cluster.ask(&there).unwrap().is_empty() {
                    cluster.ask(&format!("CREATE DATABASE {test}")).unwrap();
                }
                let host = cluster.folder.path().display();
                let connection = format!("host={host} user=vigie dbname={test}");
                Box::new(Shared::open(&connection, &key(keys, test)).unwrap())
            }
        }
    }

    /// All bytes that the database has on disk, the write-ahead log and free pages too.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self {
            Self::Sqlite(folder) => read(folder.path(), &mut bytes),
            Self::Postgres(cluster, _) => {
                cluster.ask("CHECKPOINT").unwrap();
                read(&cluster.folder.path().join("cluster"), &mut bytes);
            }
        }
        bytes
    }
}

fn key(folder: &tempfile::TempDir, test: &str) -> std::path::PathBuf {
    folder.path().join(format!("{test}.key"))
}

fn read(folder: &Path, bytes: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, bytes);
        } else if path.extension().is_none_or(|ending| ending != "key") {
            // A database drops files while it works; what is gone holds nothing.
            bytes.extend(std::fs::read(&path).unwrap_or_default());
        }
    }
}

#[test]
fn what_is_promised_holds_in_sqlite_and_in_postgresql() {
    for home in Home::both() {
        for (name, sentence) in contract::SENTENCES.iter().chain(drawers::SENTENCES) {
            println!("{name}");
            sentence(&home, name);
        }
    }
}

#[test]
fn a_shared_registry_far_away_or_forgetful_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registry.key");
    for far in ["host=192.0.2.7 dbname=vigie", "dbname=vigie"] {
        let refused = Shared::open(far, &file).unwrap_err().to_string();
        assert!(refused.contains("not this machine"), "{refused}");
    }
    let forgetful = Cluster::start(&["fsync=off"]).unwrap();
    let host = forgetful.folder.path().display();
    let connection = format!("host={host} user=vigie dbname=postgres");
    let refused = Shared::open(&connection, &file).unwrap_err().to_string();
    assert!(refused.contains("fsync = off"), "{refused}");
    assert!(!file.exists());
}

#[test]
fn every_node_needs_the_same_key_file() {
    let [_, home] = Home::both();
    drop(home.open("vigie"));
    drop(home.open("vigie"));
    let Home::Postgres(cluster, keys) = &home else {
        unreachable!("the second of both")
    };
    let host = cluster.folder.path().display();
    let connection = format!("host={host} user=vigie dbname=vigie");
    let other = key(keys, "other");
    let refused = Shared::open(&connection, &other).unwrap_err().to_string();
    assert!(refused.contains("missing or not the key"), "{refused}");
}

/// Somebody with a number, a mail address, and two places.
fn somebody(name: &str, number: u32) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        endpoints: vec![
            endpoint("sms", &format!("+336{number:08}")),
            endpoint("mail", &format!("{number}@example.org")),
        ],
        language: "fr".to_owned(),
        needs: vec!["deaf".to_owned()],
        places: vec![
            place("home", 33_300_250, 44_400_250),
            place("school", 33_350_250, 44_450_250),
        ],
        follows: Follows::Yes,
        rules: "[]".to_owned(),
        ..NewPerson::default()
    }
}

fn endpoint(channel: &str, address: &str) -> Endpoint {
    Endpoint {
        channel: channel.to_owned(),
        address: address.to_owned(),
        proven_at_ms: None,
    }
}

fn place(kind: &str, lat_e6: i32, lon_e6: i32) -> Place {
    Place {
        kind: kind.to_owned(),
        at: Spot { lat_e6, lon_e6 },
        address: Some(format!("{kind} street 7, Testville")),
    }
}

/// Takes one person in who was not there.
fn add(register: &mut dyn Register, who: &NewPerson, at_ms: i64) -> Registered {
    let put = register.put(std::slice::from_ref(who), Agreed::Yes, at_ms);
    match put.unwrap().remove(0) {
        Put::New(who) => who,
        other => panic!("{other:?}"),
    }
}
