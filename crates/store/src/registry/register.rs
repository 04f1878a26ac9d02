//! What can be done with people, written once. SQLite and PostgreSQL differ in how a row is put and found
//! (`Rows`), and in nothing that is promised here; one suite of tests runs over both.

use super::person::{Endpoint, Follows, NewPerson, Person, Spot, rounded_ms};
use super::sheet::{self, HERE, Mask, Row, Stays};
use super::slips::Value;
use super::{Fault, rows::Rows};
use crate::key_file::SecretKey;
use std::collections::BTreeMap;

/// Rows that are held at once when everybody is walked through.
const PAGE: usize = 1_000;

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// For how long is kept where somebody was last seen. Who was elsewhere for a week is not there.
pub const POSITION_KEPT_MS: i64 = 7 * DAY_MS;

/// For how long it is kept that something about somebody changed: every index has heard of it by then.
pub const CHANGE_KEPT_MS: i64 = DAY_MS;

/// Somebody who is in the registry, by the names that say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The registry's running number.
    pub number: i64,
    /// Names the person inside the registry and its API.
    pub id: String,
    /// Names the person in the journal.
    pub pseudonym: String,
}

/// What came of taking somebody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// Nobody like that was there.
    New(Registered),
    /// Somebody was there, of whom other things were known.
    Changed(Registered),
    /// All of it was known.
    Same(Registered),
    /// It fits several who are there, so none was touched.
    Unclear {
        /// How many.
        people: usize,
    },
}

impl Put {
    /// Who it is, unless that is not clear.
    #[must_use]
    pub fn who(&self) -> Option<&Registered> {
        match self {
            Self::New(who) | Self::Changed(who) | Self::Same(who) => Some(who),
            Self::Unclear { .. } => None,
        }
    }
}

/// Whether whoever is taken in agreed already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// Whoever answers for the list says so.
    Yes,
    /// They signed up and have not shown yet that the address is theirs.
    NotYet,
}

/// One place of somebody who may be warned, as an index needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// Whose it is.
    pub person: i64,
    /// 0 for where the person is.
    pub slot: i64,
    /// What it is to them.
    pub kind: &'a str,
    /// Where it is, rounded.
    pub at: Spot,
    /// When they were seen there, for where they are.
    pub seen_at_ms: Option<i64>,
    /// The language of their texts.
    pub language: &'a str,
    /// Channels, best first, with `+` behind what is proven.
    pub channels: &'a str,
    /// When they are not to be disturbed.
    pub rules: &'a str,
    /// Until when they want to hear nothing.
    pub paused_until_ms: Option<i64>,
    /// The help that they need, a bit for each of [`NEEDS`](super::NEEDS).
    pub needs: u8,
}

/// A part of the globe: a node that answers for a county loads the county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its corner in the south-west.
    pub south_west: Spot,
    /// Its corner in the north-east.
    pub north_east: Spot,
}

/// What the clock took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// People whose time was over.
    pub people: usize,
    /// Positions that were too old.
    pub positions: usize,
    /// Pauses that had ended.
    pub pauses: usize,
}

/// People and what they care about.
pub trait Register: Send {
    /// Where rows are put, and the key above their keys.
    fn parts(&mut self) -> (&mut dyn Rows, &SecretKey);

    /// Takes people in, all or none, with one sync. Taken in again, nothing changes.
    fn put(&mut self, people: &[NewPerson], agreed: Agreed, at_ms: i64) -> Result<Vec<Put>, Fault> {
        let (rows, master) = self.parts();
        whole(rows, |rows| {
            let each = people.iter();
            each.map(|who| put_one(rows, master, who, agreed, at_ms))
                .collect()
        })
    }

    /// What would come of taking people in who agreed; nothing is kept.
    fn rehearse(&mut self, people: &[NewPerson], at_ms: i64) -> Result<Vec<Put>, Fault> {
        let (rows, master) = self.parts();
        rows.begin()?;
        let each = people.iter();
        let put = each.map(|who| put_one(rows, master, who, Agreed::Yes, at_ms));
        let put = put.collect();
        rows.roll_back()?;
        put
    }

    /// The person with this id.
    fn person(&mut self, id: &str) -> Result<Option<Person>, Fault> {
        let (rows, master) = self.parts();
        let row = rows.row_of_id(id)?;
        row.map(|row| sheet::open(master, row)).transpose()
    }

    /// The person with this running number.
    fn person_of(&mut self, number: i64) -> Result<Option<Person>, Fault> {
        let (rows, master) = self.parts();
        let row = rows.row(number)?;
        row.map(|row| sheet::open(master, row)).transpose()
    }

    /// The person whom the journal knows by this pseudonym.
    fn person_behind(&mut self, pseudonym: &str) -> Result<Option<Person>, Fault> {
        let (rows, master) = self.parts();
        let row = rows.row_of_pseudonym(pseudonym)?;
        row.map(|row| sheet::open(master, row)).transpose()
    }

    /// The keyed sum by which an address is known where it must not be written.
    fn sum_of(&mut self, channel: &str, address: &str) -> Vec<u8> {
        sheet::same_address(self.parts().1, channel, address)
    }

    /// The numbers of everybody from one number to another.
    fn numbers_between(&mut self, first: i64, last: i64) -> Result<Vec<i64>, Fault> {
        let query = "SELECT number FROM people WHERE number >= $1 AND number <= $2 ORDER BY number";
        let with = [Value::Number(Some(first)), Value::Number(Some(last))];
        self.parts().0.numbers(query, &with)
    }

    /// Everybody behind the keyed sum of an address.
    fn people_behind(&mut self, sum: &[u8]) -> Result<Vec<Person>, Fault> {
        let (rows, master) = self.parts();
        let mut people = Vec::new();
        for number in rows.owners(sum)? {
            if let Some(row) = rows.row(number)? {
                people.push(sheet::open(master, row)?);
            }
        }
        Ok(people)
    }

    /// Everybody behind an address.
    fn people_at(&mut self, channel: &str, address: &str) -> Result<Vec<Person>, Fault> {
        let sum = self.sum_of(channel, address);
        self.people_behind(&sum)
    }

    /// Calls `each` with everybody, or with those whom headcounts expect, in the order of their numbers.
    fn each_person(
        &mut self,
        whom: Whom,
        each: &mut dyn FnMut(Person) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let (rows, master) = self.parts();
        let mut after = 0;
        loop {
            let page = rows.page(after, whom, PAGE)?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.number;
            for row in page {
                each(sheet::open(master, row)?)?;
            }
        }
    }

    /// Everybody whom headcounts expect.
    fn roster(&mut self) -> Result<Vec<Person>, Fault> {
        let mut people = Vec::new();
        self.each_person(Whom::Roster, &mut |person| {
            people.push(person);
            Ok(())
        })?;
        Ok(people)
    }

    /// How many people there are.
    fn count(&mut self) -> Result<u64, Fault> {
        self.parts().0.count()
    }

    /// Says other things of somebody. Returns whether there is such a person.
    fn change(&mut self, id: &str, who: &NewPerson, at_ms: i64) -> Result<bool, Fault> {
        who.check()?;
        let (rows, master) = self.parts();
        whole(rows, |rows| {
            let Some(row) = rows.row_of_id(id)? else {
                return Ok(false);
            };
            change_row(rows, master, &row, who, at_ms)?;
            Ok(true)
        })
    }

    /// Notes that something sent to an address was answered: it is proven, and whoever waited to be taken
    /// in is. `kept_until_ms` takes the place of when they would have been erased. Returns whether
    /// there is such a person with such an address.
    fn prove(
        &mut self,
        id: &str,
        (channel, address): (&str, &str),
        kept_until_ms: Option<i64>,
        at_ms: i64,
    ) -> Result<bool, Fault> {
        let (rows, master) = self.parts();
        whole(rows, |rows| {
            let Some(row) = rows.row_of_id(id)? else {
                return Ok(false);
            };
            let mut who = sheet::open(master, row.clone())?.who;
            let is_it = |one: &&mut Endpoint| one.channel == channel && one.address == address;
            let Some(endpoint) = who.endpoints.iter_mut().find(is_it) else {
                return Ok(false);
            };
            endpoint.proven_at_ms = Some(at_ms);
            who.kept_until_ms = kept_until_ms;
            let confirmed_at_ms = Some(row.confirmed_at_ms.unwrap_or(at_ms));
            let row = Row {
                confirmed_at_ms,
                ..row
            };
            change_row(rows, master, &row, &who, at_ms)?;
            Ok(true)
        })
    }

    /// Lets somebody hear nothing until a time; `None` ends it at once. Returns whether there is such a
    /// person.
    fn pause(&mut self, id: &str, until_ms: Option<i64>, at_ms: i64) -> Result<bool, Fault> {
        let (rows, _) = self.parts();
        whole(rows, |rows| {
            let Some(row) = rows.row_of_id(id)? else {
                return Ok(false);
            };
            rows.pause(row.number, until_ms)?;
            rows.changed(&[row.number], at_ms)?;
            Ok(true)
        })
    }

    /// Notes where people are, with one sync; of somebody who is named twice, the last counts. Rounded
    /// first; where they were before is not kept. Positions of those whom no alerts follow are passed over.
    /// Returns how many people's were kept.
    fn moved(&mut self, moves: &[(i64, Spot)], at_ms: i64) -> Result<usize, Fault> {
        let (rows, _) = self.parts();
        let mut last = BTreeMap::new();
        for (number, at) in moves {
            at.check()?;
            last.insert(*number, at.rounded());
        }
        let moves: Vec<(i64, Spot)> = last.into_iter().collect();
        whole(rows, |rows| {
            let kept = rows.seen(&moves, rounded_ms(at_ms))?;
            rows.changed(&kept, at_ms)?;
            Ok(kept.len())
        })
    }

    /// What lets a device say where this person is, and nothing else: 128 bits that nobody can guess, void as
    /// soon as the person is erased. `None` when there is no such person.
    fn device_of(&mut self, id: &str) -> Result<Option<String>, Fault> {
        let (rows, master) = self.parts();
        let row = rows.row_of_id(id)?;
        row.map(|row| sheet::device(master, &row)).transpose()
    }

    /// Whose device this is, if alerts follow them.
    fn person_with(&mut self, device: &str) -> Result<Option<i64>, Fault> {
        let (rows, master) = self.parts();
        let Some((id, mac)) = device.split_once('.') else {
            return Ok(None);
        };
        let Ok(mac) = hex::decode(mac) else {
            return Ok(None);
        };
        let row = rows.row_of_id(id)?.filter(|row| row.follows == 1);
        match row {
            Some(row) if sheet::is_device(master, &row, &mac)? => Ok(Some(row.number)),
            _ => Ok(None),
        }
    }

    /// Forgets where somebody is. Returns whether it was known.
    fn forget_position(&mut self, number: i64, at_ms: i64) -> Result<bool, Fault> {
        let (rows, _) = self.parts();
        let forgot = whole(rows, |rows| {
            let Some(row) = rows.row(number)? else {
                return Ok(false);
            };
            if !row.places.iter().any(|place| place.number == HERE) {
                return Ok(false);
            }
            rows.forget_place(number)?;
            rows.changed(&[number], at_ms)?;
            Ok(true)
        })?;
        if forgot {
            rows.forget_deleted()?;
        }
        Ok(forgot)
    }

    /// Erases a person: the row, the key of the row, and what hangs on it. Returns whether there was such
    /// a person.
    fn erase(&mut self, id: &str, at_ms: i64) -> Result<bool, Fault> {
        let (rows, _) = self.parts();
        let erased = whole(rows, |rows| {
            let Some(row) = rows.row_of_id(id)? else {
                return Ok(false);
            };
            rows.changed(&[row.number], at_ms)?;
            rows.delete(row.number)?;
            Ok(true)
        })?;
        if erased {
            rows.forget_deleted()?;
        }
        Ok(erased)
    }

    /// Takes away whatever may not be kept any longer. To be called at least once a day.
    fn retain(&mut self, now_ms: i64) -> Result<Forgotten, Fault> {
        let (rows, _) = self.parts();
        let forgotten = whole(rows, |rows| {
            let ended = rows.over(now_ms)?;
            for number in &ended {
                rows.delete(*number)?;
            }
            rows.changed(&ended, now_ms)?;
            let old = rows.unseen_since(now_ms.saturating_sub(POSITION_KEPT_MS))?;
            for number in &old {
                rows.forget_place(*number)?;
            }
            rows.changed(&old, now_ms)?;
            rows.forget_changes(now_ms.saturating_sub(CHANGE_KEPT_MS))?;
            Ok(Forgotten {
                people: ended.len(),
                positions: old.len(),
                pauses: rows.end_pauses(now_ms)?,
            })
        })?;
        if forgotten.people + forgotten.positions > 0 {
            rows.forget_deleted()?;
        }
        Ok(forgotten)
    }

    /// Calls `each` with every place of everybody who may be warned, in any order, or of those in a part of the
    /// globe.
    fn placed(
        &mut self,
        part: Option<Part>,
        each: &mut dyn FnMut(Placed<'_>),
    ) -> Result<(), Fault> {
        let (rows, master) = self.parts();
        let mask = Mask::of(master);
        rows.placed(part, &mut |placed, needs| {
            each(with_needs(&mask, placed, needs));
        })
    }

    /// Calls `each` with the places of one person who may be warned.
    fn placed_of(&mut self, number: i64, each: &mut dyn FnMut(Placed<'_>)) -> Result<(), Fault> {
        let (rows, master) = self.parts();
        let mask = Mask::of(master);
        rows.placed_of(number, &mut |placed, needs| {
            each(with_needs(&mask, placed, needs));
        })
    }

    /// Number of the last change.
    fn last_change(&mut self) -> Result<i64, Fault> {
        self.parts().0.last_change()
    }

    /// Who changed after a change, and the number of the last one; each person once.
    fn changed_after(&mut self, change: i64) -> Result<(Vec<i64>, i64), Fault> {
        let mut people = self.parts().0.changed_after(change)?;
        let last = people.iter().map(|(number, _)| *number).max();
        people.sort_unstable_by_key(|(_, person)| *person);
        people.dedup_by_key(|(_, person)| *person);
        let people = people.into_iter().map(|(_, person)| person).collect();
        Ok((people, last.unwrap_or(change)))
    }
}

/// Whom to walk through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everybody.
    All,
    /// Those of a group, whom headcounts expect.
    Roster,
}

/// Does all of it or nothing.
pub(super) fn whole<T>(
    rows: &mut dyn Rows,
    work: impl FnOnce(&mut dyn Rows) -> Result<T, Fault>,
) -> Result<T, Fault> {
    rows.begin()?;
    match work(&mut *rows) {
        Ok(done) => rows.commit().map(|()| done),
        Err(fault) => {
            // The first fault is the one to tell of; a database that cannot roll back does so when it is
            // opened again.
            let _ = rows.roll_back();
            Err(fault)
        }
    }
}

fn put_one(
    rows: &mut dyn Rows,
    master: &SecretKey,
    who: &NewPerson,
    agreed: Agreed,
    at_ms: i64,
) -> Result<Put, Fault> {
    who.check()?;
    let mut owners = Vec::new();
    for sum in sheet::same_person(master, who) {
        owners.extend(rows.owners(&sum)?);
    }
    owners.sort_unstable();
    owners.dedup();
    let confirmed_at_ms = match agreed {
        Agreed::Yes => Some(at_ms),
        Agreed::NotYet => None,
    };
    match owners.as_slice() {
        [] => {
            let stays = Stays::new(at_ms, confirmed_at_ms)?;
            let mut who = who.clone();
            who.paused_until_ms = who.paused_until_ms.filter(|until| *until > at_ms);
            let who = &who;
            let mut row = sheet::sealed(master, &stays, who)?;
            row.number = rows.insert(&row)?;
            rows.hang(&row, &sheet::sums(master, who))?;
            rows.changed(&[row.number], at_ms)?;
            Ok(Put::New(names(&row)))
        }
        [number] => {
            let Some(row) = rows.row(*number)? else {
                return Err(Fault::Torn { number: *number });
            };
            let known = sheet::open(master, row.clone())?;
            let who = with_proofs(who, &known, at_ms);
            if known.who == who && (row.confirmed_at_ms.is_some() || confirmed_at_ms.is_none()) {
                return Ok(Put::Same(names(&row)));
            }
            let row = Row {
                confirmed_at_ms: row.confirmed_at_ms.or(confirmed_at_ms),
                ..row
            };
            change_row(rows, master, &row, &who, at_ms)?;
            Ok(Put::Changed(names(&row)))
        }
        several => Ok(Put::Unclear {
            people: several.len(),
        }),
    }
}

/// What a list says, and what was proven of the same addresses; as it would be kept.
fn with_proofs(who: &NewPerson, known: &Person, at_ms: i64) -> NewPerson {
    let mut who = who.clone();
    // A pause that is over, or that is known, is nothing new.
    let is_new = |until: &i64| *until > at_ms && Some(*until) != known.paused_until_ms;
    who.paused_until_ms = who.paused_until_ms.filter(is_new);
    for place in &mut who.places {
        place.at = place.at.rounded();
    }
    for endpoint in &mut who.endpoints {
        let same =
            |one: &&Endpoint| one.channel == endpoint.channel && one.address == endpoint.address;
        let proof = known.who.endpoints.iter().find(same);
        endpoint.proven_at_ms = endpoint
            .proven_at_ms
            .or(proof.and_then(|one| one.proven_at_ms));
    }
    who
}

fn change_row(
    rows: &mut dyn Rows,
    master: &SecretKey,
    row: &Row,
    who: &NewPerson,
    at_ms: i64,
) -> Result<(), Fault> {
    let stays = Stays::of(master, row)?;
    let mut new = sheet::sealed(master, &stays, who)?;
    new.number = row.number;
    if who.follows == Follows::Yes {
        let here = row.places.iter().filter(|place| place.number == HERE);
        new.places.extend(here.cloned());
    }
    rows.update(&new)?;
    rows.hang(&new, &sheet::sums(master, who))?;
    rows.changed(&[row.number], at_ms)
}

fn with_needs<'a>(mask: &Mask, placed: Placed<'a>, hidden: &[u8]) -> Placed<'a> {
    Placed {
        needs: mask.shown(hidden),
        ..placed
    }
}

fn names(row: &Row) -> Registered {
    Registered {
        number: row.number,
        id: row.id.clone(),
        pseudonym: row.pseudonym.clone(),
    }
}
