//! Carries people over from the first form of the registry, in which each had one number, one mail address
//! and no place.

use super::person::{Endpoint, NewPerson};
use super::register::whole;
use super::rows::Rows;
use super::sheet::{self, Stays};
use super::{Fault, seal, seal::Place};
use crate::key_file::SecretKey;
use rusqlite::{Connection, OptionalExtension as _};

struct First {
    id: String,
    group: String,
    language: String,
    key: Vec<u8>,
    name: Vec<u8>,
    phone: Option<Vec<u8>>,
    mail: Option<Vec<u8>>,
    added_at_ms: i64,
}

/// Carries everybody over, with id, key and so pseudonym, and then drops the table they were in.
pub(super) fn over(connection: &mut Connection, master: &SecretKey) -> Result<(), Fault> {
    let failed = || Fault::database("carry people over from the first form of the registry");
    let there = "SELECT 1 FROM sqlite_schema WHERE name = 'people_first'";
    let there: Option<i64> = connection
        .query_row(there, [], |row| row.get(0))
        .optional()
        .map_err(failed())?;
    if there.is_none() {
        return Ok(());
    }
    let first = read(connection).map_err(failed())?;
    connection.begin()?;
    for row in first {
        let (stays, who) = opened(master, &row)?;
        let mut new = sheet::sealed(master, &stays, &who)?;
        new.number = connection.insert(&new)?;
        connection.hang(&new, &sheet::sums(master, &who))?;
    }
    connection
        .execute_batch("DROP TABLE people_first")
        .map_err(failed())?;
    connection.commit()?;
    connection.forget_deleted()
}

/// People that are gone through with one sync.
const PAGE: usize = 1_000;

/// Writes which help people need where an older program did not.
pub(super) fn mark(rows: &mut dyn Rows, master: &SecretKey) -> Result<(), Fault> {
    loop {
        let numbers = rows.unmarked(PAGE)?;
        if numbers.is_empty() {
            return Ok(());
        }
        whole(rows, |rows| {
            for number in numbers {
                let Some(row) = rows.row(number)? else {
                    continue;
                };
                let stays = Stays::of(master, &row)?;
                let who = sheet::open(master, row)?.who;
                let mut new = sheet::sealed(master, &stays, &who)?;
                new.number = number;
                rows.update(&new)?;
            }
            Ok(())
        })?;
    }
}

fn read(connection: &Connection) -> rusqlite::Result<Vec<First>> {
    let select = r#"SELECT id, "group", language, key, name, phone, mail, added_at_ms FROM people_first ORDER BY added_at_ms, id"#;
    let mut select = connection.prepare(select)?;
    let rows = select.query_map([], |row| {
        Ok(First {
            id: row.get(0)?,
            group: row.get(1)?,
            language: row.get(2)?,
            key: row.get(3)?,
            name: row.get(4)?,
            phone: row.get(5)?,
            mail: row.get(6)?,
            added_at_ms: row.get(7)?,
        })
    })?;
    rows.collect()
}

fn opened(master: &SecretKey, row: &First) -> Result<(Stays, NewPerson), Fault> {
    let place = |column| Place {
        table: "people",
        id: &row.id,
        column,
    };
    let key = seal::open_key(master, place("key"), &row.key)?;
    let text = |column, sealed: &[u8]| seal::open_text(&key, place(column), sealed);
    let address = |column, channel: &str, sealed: &Option<Vec<u8>>| {
        let open = |sealed: &Vec<u8>| {
            Ok(Endpoint {
                channel: channel.to_owned(),
                address: text(column, sealed)?,
                proven_at_ms: None,
            })
        };
        sealed.as_ref().map(open).transpose()
    };
    let endpoints = [
        address("phone", "sms", &row.phone)?,
        address("mail", "mail", &row.mail)?,
    ];
    let who = NewPerson {
        name: text("name", &row.name)?,
        endpoints: endpoints.into_iter().flatten().collect(),
        group: Some(row.group.clone()),
        language: row.language.clone(),
        ..NewPerson::default()
    };
    let stays = Stays {
        id: row.id.clone(),
        added_at_ms: row.added_at_ms,
        confirmed_at_ms: Some(row.added_at_ms),
        paused_until_ms: None,
        key,
    };
    Ok((stays, who))
}

#[cfg(test)]
mod tests {
    use super::super::{MIGRATIONS, Registry, prepare, register::Register as _, unlock};
    use super::*;

    #[test]
    fn people_of_the_first_form_keep_their_names_keys_and_pseudonyms() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name| folder.path().join(name);
        let (database, key_file) = (file("registry.db"), file("registry.key"));
        let connection = Connection::open(&database).unwrap();
        prepare(&connection).unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        let master = unlock(&connection, &key_file).unwrap();
        let stays = Stays::new(7, None).unwrap();
        let place = |column| Place {
            table: "people",
            id: &stays.id,
            column,
        };
        let column =
            |column, text: &str| seal::seal(&stays.key, place(column), text.as_bytes()).unwrap();
        let pseudonym = sheet::sealed(&master, &stays, &NewPerson::default())
            .unwrap()
            .pseudonym;
        let row = rusqlite::params![
            stays.id,
            pseudonym,
            seal::seal(&master, place("key"), stays.key.bytes()).unwrap(),
            column("name", "Zoé"),
            column("phone", "+33612345678"),
        ];
        let insert = r#"INSERT INTO people (id, pseudonym, "group", language, key, name, phone, added_at_ms)
                        VALUES (?1, ?2, 'chancery', 'fr', ?3, ?4, ?5, 7)"#;
        connection.execute(insert, row).unwrap();
        drop(connection);

        for _ in 0..2 {
            let mut registry = Registry::open(&database, &key_file).unwrap();
            let zoe = registry.person_behind(&pseudonym).unwrap().unwrap();
            assert_eq!(zoe.id, stays.id);
            assert_eq!((zoe.added_at_ms, zoe.confirmed_at_ms), (7, Some(7)));
            assert_eq!(zoe.who.name, "Zoé");
            assert_eq!(zoe.who.group.as_deref(), Some("chancery"));
            assert_eq!(zoe.who.endpoints[0].address, "+33612345678");
            assert_eq!(registry.people_at("sms", "+33612345678").unwrap(), [zoe]);
        }
    }
}
