//! Everybody in SQLite, as an index in memory needs them when a program starts.
//!
//! Two lists that lie in the order of the people are walked side by side: what is told of them, and their places.
//! A database in a file is walked in parts at once, each on a thread with a connection of its own, since what
//! takes the time is taking rows apart. A part may see a change that another does not: whoever loads an index asks
//! afterwards for the changes since before.

use super::Fault;
use super::person::Spot;
use super::register::Placed;
use rusqlite::{Connection, OpenFlags, Row, Rows};
use std::ops::Range;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Parts that are walked at once: taking in what they read keeps a third thread busy.
const PARTS: i64 = 2;

/// Places that a part hands over together.
const BATCH: usize = 4_096;

/// Batches of a part that wait to be taken in.
const WAITING: usize = 4;

type Each<'a> = dyn FnMut(Placed<'_>, &[u8]) + 'a;

/// Calls `each` with every place of those who agreed, in any order.
pub(super) fn walk(connection: &mut Connection, each: &mut Each<'_>) -> Result<(), Fault> {
    let path = connection.path().unwrap_or_default().to_owned();
    let last = "SELECT coalesce(max(number), 0) FROM people";
    let last: i64 = connection
        .query_row(last, [], |row| row.get(0))
        .map_err(failed())?;
    if path.is_empty() {
        return part(connection, 0..last + 1, each);
    }
    let (sender, batches) = sync_channel::<Batch>(WAITING);
    std::thread::scope(|threads| {
        let parts: Vec<_> = (0..PARTS)
            .map(|n| {
                let numbers = (last * n / PARTS + 1)..(last * (n + 1) / PARTS + 1);
                let (path, sender) = (path.as_str(), sender.clone());
                threads.spawn(move || read(path, numbers, &sender))
            })
            .collect();
        drop(sender);
        for batch in batches {
            batch.each(each);
        }
        for part in parts {
            // A panic there is one here.
            part.join()
                .unwrap_or_else(|why| std::panic::resume_unwind(why))?;
        }
        Ok(())
    })
}

/// Reads the places of people with these numbers by a connection of its own.
fn read(path: &str, numbers: Range<i64>, to: &SyncSender<Batch>) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed())?;
    connection.busy_timeout(super::BUSY).map_err(failed())?;
    let mut batch = Batch::default();
    part(&connection, numbers, &mut |placed, needs| {
        batch.add(&placed, needs);
        if batch.places.len() == BATCH {
            // Whoever takes them in is there until all are.
            let _ = to.send(std::mem::take(&mut batch));
        }
    })?;
    let _ = to.send(batch);
    Ok(())
}

/// Calls `each` with the places of people with these numbers, in order.
fn part(connection: &Connection, numbers: Range<i64>, each: &mut Each<'_>) -> Result<(), Fault> {
    // Both lists of one moment.
    let moment = connection.unchecked_transaction().map_err(failed())?;
    let told = "SELECT number, language, channels, rules, paused_until_ms, needs FROM people \
                INDEXED BY people_told WHERE confirmed_at_ms IS NOT NULL AND number >= ?1 AND number < ?2 \
                ORDER BY number";
    let places = "SELECT person, slot, kind, lat_e6, lon_e6, seen_at_ms FROM places \
                  WHERE person >= ?1 AND person < ?2 ORDER BY person, slot";
    let mut told = moment.prepare(told).map_err(failed())?;
    let mut places = moment.prepare(places).map_err(failed())?;
    let bounds = [numbers.start, numbers.end];
    let mut told = told.query(bounds).map_err(failed())?;
    let places = places.query(bounds).map_err(failed())?;
    side_by_side(&mut told, places, each).map_err(failed())
}

fn side_by_side(
    told: &mut Rows<'_>,
    mut places: Rows<'_>,
    each: &mut Each<'_>,
) -> rusqlite::Result<()> {
    let mut place = places.next()?;
    while let Some(one) = told.next()? {
        let number: i64 = one.get(0)?;
        while let Some(row) = place {
            let person: i64 = row.get(0)?;
            if person > number {
                break;
            }
            // Those of a smaller number are of somebody who has not agreed.
            if person == number {
                let (there, needs) = placed(one, row)?;
                each(there, needs);
            }
            place = places.next()?;
        }
    }
    Ok(())
}

fn placed<'a>(of: &'a Row<'_>, place: &'a Row<'_>) -> rusqlite::Result<(Placed<'a>, &'a [u8])> {
    let placed = Placed {
        person: place.get(0)?,
        slot: place.get(1)?,
        kind: place.get_ref(2)?.as_str()?,
        at: Spot {
            lat_e6: place.get(3)?,
            lon_e6: place.get(4)?,
        },
        seen_at_ms: place.get(5)?,
        language: of.get_ref(1)?.as_str()?,
        channels: of.get_ref(2)?.as_str()?,
        rules: of.get_ref(3)?.as_str()?,
        paused_until_ms: of.get(4)?,
        needs: 0,
    };
    Ok((placed, of.get_ref(5)?.as_blob()?))
}

/// Places on their way from one thread to another, their texts in one piece.
#[derive(Default)]
struct Batch {
    places: Vec<Told>,
    texts: String,
    needs: Vec<u8>,
}

struct Told {
    person: i64,
    slot: i64,
    at: Spot,
    seen_at_ms: Option<i64>,
    paused_until_ms: Option<i64>,
    /// Where kind, language, channels and rules end in the texts, and the needs in theirs.
    ends: [usize; 4],
    needs_end: usize,
}

impl Batch {
    fn add(&mut self, placed: &Placed<'_>, needs: &[u8]) {
        let texts = [placed.kind, placed.language, placed.channels, placed.rules];
        let ends = texts.map(|text| {
            self.texts.push_str(text);
            self.texts.len()
        });
        self.needs.extend_from_slice(needs);
        self.places.push(Told {
            person: placed.person,
            slot: placed.slot,
            at: placed.at,
            seen_at_ms: placed.seen_at_ms,
            paused_until_ms: placed.paused_until_ms,
            ends,
            needs_end: self.needs.len(),
        });
    }

    fn each(&self, each: &mut Each<'_>) {
        let (mut text_from, mut needs_from) = (0, 0);
        for told in &self.places {
            let [kind, language, channels, rules] = told.ends.map(|end| {
                let text = &self.texts[text_from..end];
                text_from = end;
                text
            });
            let placed = Placed {
                person: told.person,
                slot: told.slot,
                kind,
                at: told.at,
                seen_at_ms: told.seen_at_ms,
                language,
                channels,
                rules,
                paused_until_ms: told.paused_until_ms,
                needs: 0,
            };
            each(placed, &self.needs[needs_from..told.needs_end]);
            needs_from = told.needs_end;
        }
    }
}

fn failed() -> impl FnOnce(rusqlite::Error) -> Fault {
    Fault::database("walk through the places of people")
}
