//! People: who they are is encrypted under a key of their own, and gone when they are erased.

use super::{Fault, Registry, fits, random_id, seal, seal::Place};
use crate::key_file::SecretKey;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use sha2::Sha256;

/// Longest name, phone number or mail address, in bytes. 254 is the longest mail address there is.
const PERSONAL_BYTES_MAX: usize = 254;

/// Longest name of a group or language tag, in bytes.
const WORD_BYTES_MAX: usize = 64;

/// Somebody to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Name as it is to be shown to responders.
    pub name: String,
    /// Phone number in international form.
    pub phone: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Team, floor or family: whom a headcount counts together.
    pub group: String,
    /// Language tag (BCP 47) of the texts that the person is sent.
    pub language: String,
}

/// A registered person. Do not log it above debug level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `p_` and random digits: names the person inside the registry and its API.
    pub id: String,
    /// `n_` and a keyed hash: names the person in the journal. Nobody can tell whose it was once the
    /// person is erased, because the key was the person's own.
    pub pseudonym: String,
    /// When the person was registered, in milliseconds since 1970.
    pub added_at_ms: i64,
    /// Who it is.
    pub who: NewPerson,
}

/// A row as it is kept.
struct Sealed {
    id: String,
    pseudonym: String,
    group: String,
    language: String,
    key: Vec<u8>,
    name: Vec<u8>,
    phone: Option<Vec<u8>>,
    mail: Option<Vec<u8>>,
    added_at_ms: i64,
}

const COLUMNS: &str = r#"id, pseudonym, "group", language, key, name, phone, mail, added_at_ms"#;

impl Registry {
    /// Registers a person.
    pub fn add_person(&mut self, who: &NewPerson, at_ms: i64) -> Result<Person, Fault> {
        insert(&self.connection, &self.master, who, at_ms)
    }

    /// Registers several people, all or none, with one sync.
    pub fn add_people(&mut self, people: &[NewPerson], at_ms: i64) -> Result<Vec<Person>, Fault> {
        let transaction = self.connection.transaction();
        let transaction = transaction.map_err(Fault::database("register people"))?;
        let added = people
            .iter()
            .map(|who| insert(&transaction, &self.master, who, at_ms));
        let added = added.collect::<Result<_, _>>()?;
        transaction
            .commit()
            .map_err(Fault::database("register people"))?;
        Ok(added)
    }

    /// The person with this id.
    pub fn person(&self, id: &str) -> Result<Option<Person>, Fault> {
        self.one_person("id", id)
    }

    /// The person whom the journal knows by this pseudonym.
    pub fn person_behind(&self, pseudonym: &str) -> Result<Option<Person>, Fault> {
        self.one_person("pseudonym", pseudonym)
    }

    fn one_person(&self, column: &str, value: &str) -> Result<Option<Person>, Fault> {
        let select = format!("SELECT {COLUMNS} FROM people WHERE {column} = ?1");
        let row = self.connection.query_row(&select, [value], read).optional();
        let row = row.map_err(Fault::database("look a person up"))?;
        row.map(|row| open(&self.master, row)).transpose()
    }

    /// All people, or those of one group, by id.
    pub fn people(&self, group: Option<&str>) -> Result<Vec<Person>, Fault> {
        let failed = || Fault::database("list people");
        let select =
            format!(r#"SELECT {COLUMNS} FROM people WHERE ?1 IS NULL OR "group" = ?1 ORDER BY id"#);
        let mut select = self.connection.prepare_cached(&select).map_err(failed())?;
        let rows = select.query_map([group], read).map_err(failed())?;
        rows.map(|row| open(&self.master, row.map_err(failed())?))
            .collect()
    }

    /// Erases a person: the row, the key of the row and what the files still held of both. Returns
    /// whether there was such a person.
    pub fn erase_person(&mut self, id: &str) -> Result<bool, Fault> {
        let erased = self
            .connection
            .execute("DELETE FROM people WHERE id = ?1", [id]);
        let erased = erased.map_err(Fault::database("erase a person"))?;
        self.forget_deleted()?;
        Ok(erased > 0)
    }
}

fn insert(
    connection: &Connection,
    master: &SecretKey,
    who: &NewPerson,
    at_ms: i64,
) -> Result<Person, Fault> {
    let failed = || Fault::database("register a person");
    let (person, row) = sealed(master, who, at_ms)?;
    let insert = format!("INSERT INTO people ({COLUMNS}) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)");
    let mut insert = connection.prepare_cached(&insert).map_err(failed())?;
    let Sealed {
        id,
        pseudonym,
        group,
        language,
        key,
        name,
        phone,
        mail,
        added_at_ms,
    } = row;
    let row = params![
        id,
        pseudonym,
        group,
        language,
        key,
        name,
        phone,
        mail,
        added_at_ms
    ];
    insert.execute(row).map_err(failed())?;
    Ok(person)
}

fn place<'a>(id: &'a str, column: &'static str) -> Place<'a> {
    Place {
        table: "people",
        id,
        column,
    }
}

fn sealed(master: &SecretKey, who: &NewPerson, at_ms: i64) -> Result<(Person, Sealed), Fault> {
    let NewPerson {
        name,
        phone,
        mail,
        group,
        language,
    } = who;
    fits("name", name, PERSONAL_BYTES_MAX)?;
    phone.as_deref().map_or(Ok(()), |phone| {
        fits("phone number", phone, PERSONAL_BYTES_MAX)
    })?;
    mail.as_deref().map_or(Ok(()), |mail| {
        fits("mail address", mail, PERSONAL_BYTES_MAX)
    })?;
    fits("group", group, WORD_BYTES_MAX)?;
    fits("language", language, WORD_BYTES_MAX)?;
    let id = random_id("p_")?;
    let key = SecretKey::random().map_err(|_| Fault::Chance)?;
    let column = |column, text: &str| seal::seal(&key, place(&id, column), text.as_bytes());
    let row = Sealed {
        pseudonym: pseudonym(&key, &id),
        group: group.clone(),
        language: language.clone(),
        key: seal::seal(master, place(&id, "key"), key.bytes())?,
        name: column("name", name)?,
        phone: phone
            .as_deref()
            .map(|phone| column("phone", phone))
            .transpose()?,
        mail: mail
            .as_deref()
            .map(|mail| column("mail", mail))
            .transpose()?,
        added_at_ms: at_ms,
        id: id.clone(),
    };
    let pseudonym = row.pseudonym.clone();
    Ok((
        Person {
            id,
            pseudonym,
            added_at_ms: at_ms,
            who: who.clone(),
        },
        row,
    ))
}

fn open(master: &SecretKey, row: Sealed) -> Result<Person, Fault> {
    let key = seal::open_key(master, place(&row.id, "key"), &row.key)?;
    let column = |column, sealed: &[u8]| seal::open_text(&key, place(&row.id, column), sealed);
    let who = NewPerson {
        name: column("name", &row.name)?,
        phone: row
            .phone
            .as_deref()
            .map(|phone| column("phone", phone))
            .transpose()?,
        mail: row
            .mail
            .as_deref()
            .map(|mail| column("mail", mail))
            .transpose()?,
        group: row.group,
        language: row.language,
    };
    Ok(Person {
        id: row.id,
        pseudonym: row.pseudonym,
        added_at_ms: row.added_at_ms,
        who,
    })
}

/// A keyed hash of the id under the person's own key.
fn pseudonym(key: &SecretKey, id: &str) -> String {
    // The trait demands a Result for ciphers with fixed keys; HMAC takes any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.bytes()) else {
        unreachable!("HMAC takes a key of any length")
    };
    mac.update(b"vigie pseudonym\n");
    mac.update(id.as_bytes());
    format!("n_{}", hex::encode(&mac.finalize().into_bytes()[..16]))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Sealed> {
    Ok(Sealed {
        id: row.get(0)?,
        pseudonym: row.get(1)?,
        group: row.get(2)?,
        language: row.get(3)?,
        key: row.get(4)?,
        name: row.get(5)?,
        phone: row.get(6)?,
        mail: row.get(7)?,
        added_at_ms: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(name: &str, group: &str) -> NewPerson {
        NewPerson {
            name: name.to_owned(),
            phone: Some("+33 6 12 34 56 78".to_owned()),
            mail: None,
            group: group.to_owned(),
            language: "fr".to_owned(),
        }
    }

    #[test]
    fn people_are_found_by_id_by_pseudonym_and_by_group() {
        let mut registry = Registry::in_memory().unwrap();
        let zoe = registry
            .add_person(&somebody("Zoé", "chancery"), 7)
            .unwrap();
        let ali = registry
            .add_person(&somebody("علي", "residence"), 8)
            .unwrap();
        assert!(zoe.id.starts_with("p_") && zoe.pseudonym.starts_with("n_"));
        assert_eq!(registry.person(&zoe.id).unwrap(), Some(zoe.clone()));
        assert_eq!(
            registry.person_behind(&ali.pseudonym).unwrap(),
            Some(ali.clone())
        );
        assert_eq!(registry.people(Some("chancery")).unwrap(), [zoe]);
        assert_eq!(registry.people(None).unwrap().len(), 2);
        assert_eq!(registry.people(Some("nobody")).unwrap(), []);
        assert_eq!(ali.added_at_ms, 8);
    }

    #[test]
    fn the_same_person_registered_again_has_another_pseudonym() {
        let mut registry = Registry::in_memory().unwrap();
        let who = somebody("Zoé", "chancery");
        let (once, twice) = (
            registry.add_person(&who, 0).unwrap(),
            registry.add_person(&who, 0).unwrap(),
        );
        assert!(once.id != twice.id && once.pseudonym != twice.pseudonym);
    }

    #[test]
    fn an_erased_person_is_not_found_any_more() {
        let mut registry = Registry::in_memory().unwrap();
        let zoe = registry
            .add_person(&somebody("Zoé", "chancery"), 0)
            .unwrap();
        assert!(registry.erase_person(&zoe.id).unwrap());
        assert!(!registry.erase_person(&zoe.id).unwrap());
        assert_eq!(registry.person(&zoe.id).unwrap(), None);
        assert_eq!(registry.person_behind(&zoe.pseudonym).unwrap(), None);
    }

    #[test]
    fn one_unfit_person_of_several_keeps_all_out() {
        let mut registry = Registry::in_memory().unwrap();
        let people = [somebody("Zoé", "chancery"), somebody("", "chancery")];
        let refused = registry.add_people(&people, 0).unwrap_err().to_string();
        assert!(refused.contains("the name: it has 0 bytes"), "{refused}");
        assert_eq!(registry.people(None).unwrap(), []);
    }

    #[test]
    fn rows_that_were_exchanged_from_outside_do_not_open() {
        let mut registry = Registry::in_memory().unwrap();
        let zoe = registry
            .add_person(&somebody("Zoé", "chancery"), 0)
            .unwrap();
        let ali = registry
            .add_person(&somebody("علي", "chancery"), 0)
            .unwrap();
        let exchange =
            "UPDATE people SET name = (SELECT name FROM people WHERE id = ?1) WHERE id = ?2";
        registry
            .connection
            .execute(exchange, [&ali.id, &zoe.id])
            .unwrap();
        let refused = registry.person(&zoe.id).unwrap_err().to_string();
        assert!(
            refused.contains("failed to decrypt a name of the table people"),
            "{refused}"
        );
    }
}
