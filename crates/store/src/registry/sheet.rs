//! A person as a row: what names them is one sealed text under a key of their own, what finds them again is
//! a keyed sum. Destroying the row destroys the key, and what copies still hold becomes noise.

use super::person::{Endpoint, Follows, NewPerson, Person, Place, Spot};
use super::{Fault, random_id, seal, seal::Place as Column};
use crate::key_file::SecretKey;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Bytes of a keyed sum: two of ten million meet by chance once in 10^24.
const SUM_BYTES: usize = 16;

/// A row as it is kept, with the rows that hang on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub(super) number: i64,
    pub(super) id: String,
    pub(super) pseudonym: String,
    pub(super) key: Vec<u8>,
    pub(super) personal: Vec<u8>,
    pub(super) group: Option<String>,
    pub(super) language: String,
    pub(super) channels: String,
    pub(super) rules: String,
    pub(super) follows: i64,
    pub(super) added_at_ms: i64,
    pub(super) confirmed_at_ms: Option<i64>,
    pub(super) paused_until_ms: Option<i64>,
    pub(super) kept_until_ms: Option<i64>,
    pub(super) needs: Vec<u8>,
    pub(super) places: Vec<Slot>,
}

/// A place in clear. Slot 0 is where the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub(super) number: i64,
    pub(super) kind: String,
    pub(super) at: Spot,
    pub(super) seen_at_ms: Option<i64>,
}

/// The slot of where a person is.
pub(super) const HERE: i64 = 0;

/// What the place is to a person where they are.
pub(super) const HERE_KIND: &str = "here";

/// What names somebody.
#[derive(Serialize, Deserialize)]
struct Personal {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    endpoints: Vec<Endpoint>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    needs: Vec<String>,
    /// Postal addresses, in the order of the places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<Option<String>>,
}

/// What of a person stays when what is said of them changes.
pub(super) struct Stays {
    pub id: String,
    pub key: SecretKey,
    pub added_at_ms: i64,
    pub confirmed_at_ms: Option<i64>,
    pub paused_until_ms: Option<i64>,
}

impl Stays {
    /// Of somebody who is registered at this time.
    pub(super) fn new(at_ms: i64, confirmed_at_ms: Option<i64>) -> Result<Self, Fault> {
        Ok(Self {
            id: random_id("p_")?,
            key: SecretKey::random().map_err(|_| Fault::Chance)?,
            added_at_ms: at_ms,
            confirmed_at_ms,
            paused_until_ms: None,
        })
    }

    /// Of somebody who is registered already.
    pub(super) fn of(master: &SecretKey, row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.clone(),
            key: seal::open_key(master, column(&row.id, "key"), &row.key)?,
            added_at_ms: row.added_at_ms,
            confirmed_at_ms: row.confirmed_at_ms,
            paused_until_ms: row.paused_until_ms,
        })
    }
}

/// The row of somebody.
pub(super) fn sealed(master: &SecretKey, stays: &Stays, who: &NewPerson) -> Result<Row, Fault> {
    let Stays { id, key, .. } = stays;
    let personal = Personal {
        name: who.name.clone(),
        reference: who.reference.clone(),
        endpoints: who.endpoints.clone(),
        needs: who.needs.clone(),
        addresses: who.places.iter().map(|p| p.address.clone()).collect(),
    };
    // Names and lists of names have a JSON form, all of them.
    let personal = zeroize::Zeroizing::new(serde_json::to_vec(&personal).map_err(Fault::form)?);
    Ok(Row {
        number: 0,
        pseudonym: pseudonym(key, id),
        key: seal::seal(master, column(id, "key"), key.bytes())?,
        personal: seal::seal(key, column(id, "personal"), &personal)?,
        group: who.group.clone(),
        language: who.language.clone(),
        channels: channels(&who.endpoints),
        rules: who.rules.clone(),
        follows: match who.follows {
            Follows::No => 0,
            Follows::Yes => 1,
        },
        added_at_ms: stays.added_at_ms,
        confirmed_at_ms: stays.confirmed_at_ms,
        paused_until_ms: who.paused_until_ms.or(stays.paused_until_ms),
        kept_until_ms: who.kept_until_ms,
        needs: hidden(master, who.needs_bits())?,
        places: (1..)
            .zip(&who.places)
            .map(|(number, place)| Slot {
                number,
                kind: place.kind.clone(),
                at: place.at.rounded(),
                seen_at_ms: None,
            })
            .collect(),
        id: id.clone(),
    })
}

/// Who stands behind a row.
pub(super) fn open(master: &SecretKey, row: Row) -> Result<Person, Fault> {
    let key = seal::open_key(master, column(&row.id, "key"), &row.key)?;
    let personal = seal::open(&key, column(&row.id, "personal"), &row.personal)?;
    let personal: Personal = serde_json::from_slice(&personal).map_err(Fault::form)?;
    let mut addresses = personal.addresses.into_iter();
    let here = row.places.iter().find(|place| place.number == HERE);
    let here = here.and_then(|place| Some((place.at, place.seen_at_ms?)));
    let places = row.places.into_iter().filter(|place| place.number != HERE);
    let places = places.map(|place| Place {
        kind: place.kind,
        at: place.at,
        address: addresses.next().flatten(),
    });
    let who = NewPerson {
        name: personal.name,
        reference: personal.reference,
        endpoints: personal.endpoints,
        group: row.group,
        language: row.language,
        needs: personal.needs,
        places: places.collect(),
        rules: row.rules,
        follows: match row.follows {
            0 => Follows::No,
            _ => Follows::Yes,
        },
        kept_until_ms: row.kept_until_ms,
        paused_until_ms: None,
    };
    Ok(Person {
        number: row.number,
        id: row.id,
        pseudonym: row.pseudonym,
        added_at_ms: row.added_at_ms,
        confirmed_at_ms: row.confirmed_at_ms,
        paused_until_ms: row.paused_until_ms,
        here,
        who,
    })
}

/// Channels in order of preference, each with `+` behind it if it is proven: `sms+,mail`.
fn channels(endpoints: &[Endpoint]) -> String {
    let each = endpoints.iter().map(|endpoint| {
        let proven = endpoint.proven_at_ms.map_or("", |_| "+");
        format!("{}{proven}", endpoint.channel)
    });
    each.collect::<Vec<_>>().join(",")
}

/// Bytes of chance in front of a hidden byte: no two that are alike look alike.
const SALT_BYTES: usize = 12;

/// One byte that only the key file opens. It is not sealed as texts are, because ten million are opened while
/// an index is loaded; whoever changes it changes a count.
fn hidden(master: &SecretKey, bits: u8) -> Result<Vec<u8>, Fault> {
    let mut hidden = vec![0; SALT_BYTES + 1];
    getrandom::fill(&mut hidden[..SALT_BYTES]).map_err(|_| Fault::Chance)?;
    hidden[SALT_BYTES] = bits ^ Mask::of(master).byte(&hidden[..SALT_BYTES]);
    Ok(hidden)
}

/// What a hidden byte is added to. The key is worked in once for many: half of what opening one takes.
pub(super) struct Mask(Hmac<Sha256>);

impl Mask {
    pub(super) fn of(master: &SecretKey) -> Self {
        let mut mac = keyed(master);
        mac.update(b"vigie needs\n");
        Self(mac)
    }

    /// What was hidden; nothing in what is empty.
    pub(super) fn shown(&self, hidden: &[u8]) -> u8 {
        match hidden.split_last() {
            Some((last, salt)) => last ^ self.byte(salt),
            None => 0,
        }
    }

    fn byte(&self, salt: &[u8]) -> u8 {
        let mac = self.0.clone().chain_update(salt);
        mac.finalize().into_bytes()[0]
    }
}

/// What lets a device say where its person is, and nothing else. It ends with the key of the row.
pub(super) fn device(master: &SecretKey, row: &Row) -> Result<String, Fault> {
    let mac = device_mac(master, row)?.finalize().into_bytes();
    Ok(format!("{}.{}", row.id, hex::encode(&mac[..DEVICE_BYTES])))
}

/// Whether this lets a device speak for the person of a row.
pub(super) fn is_device(master: &SecretKey, row: &Row, mac: &[u8]) -> Result<bool, Fault> {
    let expected = device_mac(master, row)?;
    Ok(mac.len() == DEVICE_BYTES && expected.verify_truncated_left(mac).is_ok())
}

/// Bytes of what nobody can guess.
const DEVICE_BYTES: usize = 16;

fn device_mac(master: &SecretKey, row: &Row) -> Result<Hmac<Sha256>, Fault> {
    let key = seal::open_key(master, column(&row.id, "key"), &row.key)?;
    let mut mac = keyed(&key);
    mac.update(b"vigie device\n");
    mac.update(row.id.as_bytes());
    Ok(mac)
}

/// What tells that two lines of a list are one person: what the list calls them; else the same name behind
/// the same address, or the same name in the same group.
pub(super) fn same_person(master: &SecretKey, who: &NewPerson) -> Vec<Vec<u8>> {
    if let Some(reference) = &who.reference {
        return vec![sum(master, &["reference", reference])];
    }
    let name = who.name.to_lowercase();
    if who.endpoints.is_empty() {
        let group = who.group.as_deref().unwrap_or_default();
        return vec![sum(master, &["group", &name, group])];
    }
    let each = who.endpoints.iter();
    each.map(|one| sum(master, &["name", &name, &one.channel, &one.address]))
        .collect()
}

/// What finds everybody behind an address.
pub(super) fn same_address(master: &SecretKey, channel: &str, address: &str) -> Vec<u8> {
    sum(master, &["address", channel, address])
}

/// All sums under which somebody is found.
pub(super) fn sums(master: &SecretKey, who: &NewPerson) -> Vec<Vec<u8>> {
    let addresses = who.endpoints.iter();
    let addresses = addresses.map(|one| same_address(master, &one.channel, &one.address));
    let mut sums: Vec<Vec<u8>> = same_person(master, who)
        .into_iter()
        .chain(addresses)
        .collect();
    sums.sort_unstable();
    sums.dedup();
    sums
}

/// A keyed sum of a list of parts.
pub(super) fn sum(master: &SecretKey, parts: &[&str]) -> Vec<u8> {
    let mut mac = keyed(master);
    mac.update(b"vigie sum\n");
    for part in parts {
        // With its length first, so that no two lists of parts read alike.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes()[..SUM_BYTES].to_vec()
}

/// A keyed hash of the id under the person's own key.
fn pseudonym(key: &SecretKey, id: &str) -> String {
    let mut mac = keyed(key);
    mac.update(b"vigie pseudonym\n");
    mac.update(id.as_bytes());
    format!("n_{}", hex::encode(&mac.finalize().into_bytes()[..16]))
}

fn keyed(key: &SecretKey) -> Hmac<Sha256> {
    // The trait demands a Result for ciphers with fixed keys; HMAC takes any length.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key.bytes()) else {
        unreachable!("HMAC takes a key of any length")
    };
    mac
}

fn column<'a>(id: &'a str, column: &'static str) -> Column<'a> {
    Column {
        table: "people",
        id,
        column,
    }
}
