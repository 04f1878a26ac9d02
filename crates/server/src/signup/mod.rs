//! The sign-up of the public: without an account, and with nothing live before a test message has arrived.
//!
//! ```text
//! asked      who, how and where wait in the registry, sealed, for a day; one message says how to confirm
//! confirmed  whoever got that message says so: they are a person of the register, and a link opens their page
//! left       the person is erased, and the link leads to nothing
//! ```
//!
//! Whoever asks is answered alike, whether an address is known here or not. What leads further travels to the
//! address itself: 144 random bits, of which a keyed sum alone is kept.

mod asked;
pub mod form;
pub mod page;
pub mod words;

pub use asked::{Asked, Chosen, NEEDS, Said, Unfit};

use crate::letters::{Letter, Letters, Says, Way};
use crate::people::{People, written};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use vigie_store::registry::{
    Agreed, Drawer, Drawers as _, Endpoint, Fault, Filed, NewPerson, NewSlip, Put, Register, Slip,
};

/// For how long somebody may take to confirm, in milliseconds: mail is read once a day.
const PENDING_MS: i64 = 86_400_000;
/// Messages to one address in that time that somebody else may cause.
const OF_ADDRESS_MAX: usize = 3;
/// Sign-ups that wait at once: a town that signs up on one day.
const PENDING_MAX: u64 = 100_000;
/// People who signed up: as many as the register is made for.
const LINKS_MAX: u64 = 10_000_000;
/// Codes that are tried for one sign-up: with a million codes, one in two hundred thousand is guessed.
const TRIES_MAX: u8 = 5;
/// For how long a test says anything, in milliseconds.
const TEST_MS: i64 = 600_000;
/// Kept until they leave.
const FOR_GOOD: i64 = i64::MAX;

/// The sign-up. Copies are one and the same.
#[derive(Clone, Debug)]
pub struct SignUps {
    letters: Letters,
    people: People,
}

/// Who signed up and has not confirmed.
#[derive(Clone, Serialize, Deserialize)]
struct Pending {
    way: Way,
    address: String,
    #[serde(flatten)]
    chosen: Chosen,
    /// What whoever asked follows it by.
    handle: String,
    /// What a text message says in place of a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default)]
    tries: u8,
}

/// Whom a link opens.
#[derive(Clone, Serialize, Deserialize)]
struct Link {
    /// The secret itself: every message to them carries it, so that they can leave.
    secret: String,
    person: String,
    way: Way,
    address: String,
    language: String,
    /// When a test was last asked for, and when its receiver last said that one came.
    #[serde(default)]
    tested_ms: Option<i64>,
    heard_ms: Option<i64>,
}

/// Where somebody's sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Standing {
    /// Nothing comes: nobody has confirmed that the test message arrived.
    Pending,
    /// Warnings come.
    Live {
        /// When a test was last asked for, in milliseconds since 1970.
        tested_ms: Option<i64>,
        /// When the receiver last said that a test came.
        heard_ms: Option<i64>,
    },
}

/// What came of confirming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// They are live, and this link is theirs.
    Live(String),
    /// Nothing of that name or code waits.
    Unknown,
}

impl SignUps {
    /// Over these letters and people.
    pub fn new(letters: Letters, people: People) -> Self {
        Self { letters, people }
    }

    /// The ways that a sign-up is offered by.
    pub fn ways(&self) -> Vec<Way> {
        self.letters.ways()
    }

    /// Takes a sign-up, and sends the first message. Returns what whoever asked may follow it by; it says nothing of
    /// the address.
    pub async fn ask(&self, asked: Asked) -> Result<String, String> {
        let (handle, proof) = (secret()?, secret()?);
        let code = match asked.way {
            Way::Sms => Some(code()?),
            Way::Push | Way::Mail => None,
        };
        let now_ms = crate::clock::now().unix_ms();
        let text = words::of([asked.chosen.language.as_str()]);
        let note = Says::Note {
            title: text.test_title.to_owned(),
            body: text.test_body.to_owned(),
            language: text.tag.to_owned(),
            proof: code.clone().unwrap_or_else(|| proof.clone()),
            url: self.letters.own_page(&proof),
            at_ms: now_ms,
        };
        let (way, address) = (asked.way, asked.address.clone());
        let pending = Pending {
            way: asked.way,
            address: asked.address,
            chosen: asked.chosen,
            handle: handle.clone(),
            code,
            tries: 0,
        };
        let until_ms = now_ms + PENDING_MS;
        let filed = {
            let (handle, proof) = (handle.clone(), proof.clone());
            self.people.work(move |register| {
                let of_address = format!("address {} {}", pending.way.as_str(), pending.address);
                // Whoever is written to already is not written to again because somebody wants it.
                if register.marked(Drawer::Pending, &of_address)?.len() >= OF_ADDRESS_MAX {
                    return Ok(Some(Filed::There(0)));
                }
                let new = NewSlip {
                    name: &handle,
                    marks: vec![format!("proof {proof}"), of_address],
                    person: None,
                    text: written(&pending)?,
                    due_at_ms: None,
                    kept_until_ms: until_ms,
                };
                let filed = register.file(Drawer::Pending, &[new], PENDING_MAX)?;
                Ok(filed.first().copied())
            })
        };
        match filed.await? {
            Some(Filed::New(_)) => {}
            Some(Filed::There(_)) => return Ok(handle),
            Some(Filed::Full) | None => {
                return Err("as many sign-ups wait as are kept; try again tomorrow".to_owned());
            }
        }
        let letter = Letter {
            way,
            to: address,
            says: note,
            until_ms: now_ms + TEST_MS,
            of: None,
            tries: 0,
        };
        self.letters
            .send(format!("note {handle}"), letter, Duration::ZERO)
            .await?;
        Ok(handle)
    }

    /// The first message arrived: `proof` was in it.
    pub async fn confirm(&self, proof: &str) -> Result<Confirmed, String> {
        let mark = format!("proof {proof}");
        let found = self
            .people
            .work(move |register| register.marked(Drawer::Pending, &mark));
        let Some(slip) = found.await?.into_iter().next() else {
            return Ok(Confirmed::Unknown);
        };
        match read::<Pending>(&slip) {
            // What came by text message is a code; no link was sent.
            Some(pending) if pending.code.is_none() => self.take_in(slip, pending, proof).await,
            Some(_) | None => Ok(Confirmed::Unknown),
        }
    }

    /// The first text message arrived: `code` was in it. A sign-up whose code was guessed at too often is over.
    pub async fn confirm_code(&self, handle: &str, code: &str) -> Result<Confirmed, String> {
        let name = handle.to_owned();
        let found = self
            .people
            .work(move |register| register.slip(Drawer::Pending, &name));
        let Some(slip) = found.await? else {
            return Ok(Confirmed::Unknown);
        };
        let Some(mut pending) = read::<Pending>(&slip) else {
            return Ok(Confirmed::Unknown);
        };
        if pending.code.as_deref() == Some(code.trim()) {
            return self.take_in(slip, pending, &secret()?).await;
        }
        pending.tries += 1;
        self.people
            .work(move |register| {
                if pending.tries >= TRIES_MAX {
                    register.take_away(&[slip.number])?;
                    return register.shred();
                }
                let text = written(&pending)?;
                register.rewrite(&Slip { text, ..slip }).map(drop)
            })
            .await?;
        Ok(Confirmed::Unknown)
    }

    async fn take_in(&self, slip: Slip, pending: Pending, link: &str) -> Result<Confirmed, String> {
        let name = link.to_owned();
        let now_ms = crate::clock::now().unix_ms();
        let taken = self.people.work(move |register| {
            let who = pending.person(now_ms);
            let put = register.put(std::slice::from_ref(&who), Agreed::Yes, now_ms)?;
            let Some(person) = put.first().and_then(Put::who).cloned() else {
                return Ok(false);
            };
            let link = Link {
                secret: name.clone(),
                person: person.id,
                way: pending.way,
                address: pending.address,
                language: pending.chosen.language,
                tested_ms: None,
                heard_ms: Some(now_ms),
            };
            let new = NewSlip {
                name: &name,
                marks: vec![format!("handle {}", pending.handle)],
                person: Some(person.number),
                text: written(&link)?,
                due_at_ms: None,
                kept_until_ms: FOR_GOOD,
            };
            register.file(Drawer::Links, &[new], LINKS_MAX)?;
            // Last, so that after a power cut it is only confirmed once more.
            register.take_away(&[slip.number])?;
            register.shred()?;
            Ok(true)
        });
        let link = link.to_owned();
        Ok(if taken.await? {
            Confirmed::Live(link)
        } else {
            Confirmed::Unknown
        })
    }

    /// Where it stands, by what whoever asked was given or by their link.
    pub async fn standing(&self, secret: &str) -> Result<Option<Standing>, String> {
        let (name, mark) = (secret.to_owned(), format!("proof {secret}"));
        self.people
            .work(move |register| {
                // Whoever asked learns that it is live, and may do nothing with it.
                let followed = register.marked(Drawer::Links, &format!("handle {name}"))?;
                let own = register.slip(Drawer::Links, &name)?;
                if let Some(slip) = own.or_else(|| followed.into_iter().next()) {
                    return Ok(read::<Link>(&slip).map(|link| Standing::Live {
                        tested_ms: link.tested_ms,
                        heard_ms: link.heard_ms,
                    }));
                }
                let waits = register.slip(Drawer::Pending, &name)?.is_some()
                    || !register.marked(Drawer::Pending, &mark)?.is_empty();
                Ok(waits.then_some(Standing::Pending))
            })
            .await
    }

    /// Sends a test to the device of a link. Returns whether there is one.
    pub async fn test(&self, link: &str) -> Result<bool, String> {
        let Some((mut slip, mut whom)) = self.whom(link).await? else {
            return Ok(false);
        };
        let now_ms = crate::clock::now().unix_ms();
        whom.tested_ms = Some(now_ms);
        slip.text = written(&whom).map_err(|fault| fault.to_string())?;
        self.people
            .work(move |register| register.rewrite(&slip))
            .await?;
        let text = words::of([whom.language.as_str()]);
        let letter = Letter {
            way: whom.way,
            to: whom.address,
            says: Says::Note {
                title: text.test_title.to_owned(),
                body: text.later_test_body.to_owned(),
                language: text.tag.to_owned(),
                proof: link.to_owned(),
                url: self.letters.own_page(link),
                at_ms: now_ms,
            },
            until_ms: now_ms + TEST_MS,
            of: None,
            tries: 0,
        };
        let name = format!("test {now_ms} {link}");
        self.letters.send(name, letter, Duration::ZERO).await?;
        Ok(true)
    }

    /// Puts what somebody wants to hear of in the place of what they chose before. Returns whether a link opens anybody.
    pub async fn choose(&self, link: &str, chosen: Chosen) -> Result<bool, String> {
        let name = link.to_owned();
        let now_ms = crate::clock::now().unix_ms();
        let choose = move |register: &mut dyn Register| {
            let Some(mut slip) = register.slip(Drawer::Links, &name)? else {
                return Ok(false);
            };
            let Some(mut link) = read::<Link>(&slip) else {
                return Ok(false);
            };
            let Some(person) = register.person(&link.person)? else {
                return Ok(false);
            };
            let mut who = person.who;
            who.places = chosen.places();
            who.language.clone_from(&chosen.language);
            who.needs = chosen.needs;
            register.change(&link.person, &who, now_ms)?;
            link.language = chosen.language;
            slip.text = written(&link)?;
            register.rewrite(&slip)
        };
        self.people.work(choose).await
    }

    /// Notes that a test came to the device of a link. Returns whether there is one.
    pub async fn heard(&self, link: &str) -> Result<bool, String> {
        let Some((mut slip, mut whom)) = self.whom(link).await? else {
            return Ok(false);
        };
        whom.heard_ms = Some(crate::clock::now().unix_ms());
        slip.text = written(&whom).map_err(|fault| fault.to_string())?;
        self.people
            .work(move |register| register.rewrite(&slip))
            .await
    }

    /// Erases whoever a link opens, or whatever waits behind it. Returns whether there was anything.
    pub async fn leave(&self, secret: &str) -> Result<bool, String> {
        let (name, mark) = (secret.to_owned(), format!("proof {secret}"));
        let now_ms = crate::clock::now().unix_ms();
        self.people
            .work(move |register| {
                if let Some(slip) = register.slip(Drawer::Links, &name)? {
                    if let Some(link) = read::<Link>(&slip) {
                        let reached = (link.way.as_str(), link.address.as_str());
                        forget(register, &link.person, reached, now_ms)?;
                    }
                    register.take_away(&[slip.number])?;
                    register.shred()?;
                    return Ok(true);
                }
                let waiting = register.marked(Drawer::Pending, &mark)?;
                let numbers: Vec<i64> = waiting.iter().map(|slip| slip.number).collect();
                let taken = register.take_away(&numbers)?;
                register.shred()?;
                Ok(taken > 0)
            })
            .await
    }

    async fn whom(&self, link: &str) -> Result<Option<(Slip, Link)>, String> {
        let name = link.to_owned();
        let found = self
            .people
            .work(move |register| register.slip(Drawer::Links, &name));
        let slip = found.await?;
        Ok(slip.and_then(|slip| {
            let link = read::<Link>(&slip)?;
            Some((slip, link))
        }))
    }
}

/// The page of somebody who signed up, under the server's address.
pub(crate) fn own_page(base: &str, secret: &str) -> String {
    format!("{base}/signup/s/{secret}")
}

/// What opens the page of a person who signed up by themselves; nothing of whom others registered.
pub(crate) fn link_of(register: &mut dyn Register, person: i64) -> Result<Option<String>, Fault> {
    let links = register.slips_of(Drawer::Links, person)?;
    let newest = links.last().and_then(read::<Link>);
    Ok(newest.map(|link| link.secret))
}

impl Pending {
    fn person(&self, now_ms: i64) -> NewPerson {
        NewPerson {
            endpoints: vec![Endpoint {
                channel: self.way.as_str().to_owned(),
                address: self.address.clone(),
                proven_at_ms: Some(now_ms),
            }],
            language: self.chosen.language.clone(),
            needs: self.chosen.needs.clone(),
            places: self.chosen.places(),
            ..NewPerson::default()
        }
    }
}

/// Erases a person who is here by this one way alone; of others the way is taken away.
pub(crate) fn forget(
    register: &mut dyn Register,
    id: &str,
    (channel, address): (&str, &str),
    now_ms: i64,
) -> Result<(), Fault> {
    let Some(person) = register.person(id)? else {
        return Ok(());
    };
    let mut who = person.who;
    let is_it = |one: &Endpoint| one.channel == channel && one.address == address;
    who.endpoints.retain(|one| !is_it(one));
    if who.endpoints.is_empty() && who.name.is_empty() {
        register.erase(id, now_ms).map(drop)
    } else {
        register.change(id, &who, now_ms).map(drop)
    }
}

fn read<T: serde::de::DeserializeOwned>(slip: &Slip) -> Option<T> {
    serde_json::from_str(&slip.text).ok()
}

/// 144 random bits as letters and digits.
fn secret() -> Result<String, String> {
    use base64::Engine as _;
    let mut bytes = [0; 18];
    getrandom::fill(&mut bytes).map_err(|error| format!("failed to draw a secret: {error}"))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

/// Six digits.
fn code() -> Result<String, String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| format!("failed to draw a code: {error}"))?;
    Ok(format!("{:06}", u64::from_le_bytes(bytes) % 1_000_000))
}
