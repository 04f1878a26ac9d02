//! Orders on their way to people, one row for each endpoint: what was begun, what is due again, how many
//! stand where. Each node keeps its own, also where several share the people: an order is carried by the node
//! that decided it.

use super::{Fault, Registry};
use rusqlite::{Connection, Row, Transaction, params};

/// The stage of a parcel that is due, now or later.
pub const WAITING: &str = "waiting";
/// The stage of a parcel that is with its channel.
pub const SENDING: &str = "sending";
/// The stage of a parcel that somebody is expected to answer.
pub const EXPECTED: &str = "expected";

/// For how long it is kept who was sent what, in milliseconds: thirty days.
pub const PARCELS_KEPT_MS: i64 = 30 * 86_400_000;

const DAY_MS: i64 = 86_400_000;

/// A parcel to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewParcel {
    /// Whose it is.
    pub person: i64,
    /// The channel.
    pub channel: String,
    /// The keyed sum of the address.
    pub endpoint: Vec<u8>,
}

/// What all parcels of one order have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// Its number.
    pub delivery: u64,
    /// The warning that it belongs to.
    pub warning: u64,
    /// The most urgent is lowest.
    pub rank: i64,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelRow {
    /// Its number, never given twice.
    pub number: i64,
    /// What it has in common with others.
    pub order: OrderRow,
    /// Whose it is, and where it goes.
    pub to: NewParcel,
    /// Where it stands.
    pub stage: String,
    /// How often it was begun.
    pub attempt: u8,
}

/// Where a parcel stands from here on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which.
    pub number: i64,
    /// Where it stood: if it stands elsewhere by now, nothing is changed.
    pub from: String,
    /// Where it stands.
    pub stage: &'static str,
    /// When it is due, or counts as unanswered.
    pub due_ms: Option<i64>,
}

const COLUMNS: &str = "number, delivery, warning, rank, person, channel, endpoint, stage, attempt";

impl Registry {
    /// Makes parcels that are due at once, with one sync; those that are there already stay as they are.
    /// Returns how many are new.
    pub fn make_parcels(
        &mut self,
        order: OrderRow,
        wanted: &[NewParcel],
        at_ms: i64,
    ) -> Result<usize, Fault> {
        let failed = || Fault::database("make parcels");
        let transaction = self.connection.transaction().map_err(failed())?;
        let mut new = 0;
        for parcel in wanted {
            new += insert(&transaction, order, parcel, at_ms).map_err(failed())?;
        }
        transaction.commit().map_err(failed())?;
        Ok(new)
    }

    /// Notes that all parcels of an order are there.
    pub fn parcelled(&mut self, delivery: u64, at_ms: i64) -> Result<(), Fault> {
        let insert = "INSERT OR IGNORE INTO parcelled (delivery, made_ms) VALUES (?1, ?2)";
        let kept = self
            .connection
            .execute(insert, params![signed(delivery), at_ms]);
        kept.map(drop)
            .map_err(Fault::database("note that all parcels are made"))
    }

    /// Whether all parcels of an order are there.
    pub fn is_parcelled(&self, delivery: u64) -> Result<bool, Fault> {
        let select = "SELECT EXISTS (SELECT 1 FROM parcelled WHERE delivery = ?1)";
        let found = self
            .connection
            .query_row(select, [signed(delivery)], |row| row.get(0));
        found.map_err(Fault::database("look whether all parcels are made"))
    }

    /// Hands out what is due on a channel, the most urgent first, at most so many: each is begun, on disk,
    /// before it is returned. An older order of the same warning to the same endpoint that is still with
    /// the channel holds the newer one back.
    pub fn begin_parcels(
        &mut self,
        channel: &str,
        now_ms: i64,
        max: usize,
    ) -> Result<Vec<ParcelRow>, Fault> {
        let failed = || Fault::database("begin parcels");
        let transaction = self.connection.transaction().map_err(failed())?;
        let select = format!(
            "SELECT {COLUMNS} FROM parcels AS due WHERE channel = ?1 AND stage = '{WAITING}' \
             AND due_ms IS NOT NULL AND due_ms <= ?2 AND NOT EXISTS (SELECT 1 FROM parcels AS older \
             WHERE older.warning = due.warning AND older.person = due.person \
             AND older.endpoint = due.endpoint AND older.stage = '{SENDING}') \
             ORDER BY rank, delivery, number LIMIT ?3"
        );
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let mut begun =
            read_all(&transaction, &select, params![channel, now_ms, max]).map_err(failed())?;
        for parcel in &mut begun {
            parcel.attempt = parcel.attempt.saturating_add(1);
            SENDING.clone_into(&mut parcel.stage);
            let update =
                "UPDATE parcels SET stage = ?2, attempt = ?3, due_ms = NULL WHERE number = ?1";
            transaction
                .prepare_cached(update)
                .and_then(|mut update| {
                    update.execute(params![parcel.number, SENDING, parcel.attempt])
                })
                .map_err(failed())?;
        }
        transaction.commit().map_err(failed())?;
        Ok(begun)
    }

    /// Puts parcels where they stand, and makes those that follow, with one sync: either both are true or
    /// neither.
    pub fn settle_parcels(
        &mut self,
        moved: &[Moved],
        onward: &[(OrderRow, NewParcel)],
        at_ms: i64,
    ) -> Result<(), Fault> {
        let failed = || Fault::database("settle parcels");
        let transaction = self.connection.transaction().map_err(failed())?;
        for one in moved {
            let update =
                "UPDATE parcels SET stage = ?3, due_ms = ?4 WHERE number = ?1 AND stage = ?2";
            transaction
                .prepare_cached(update)
                .and_then(|mut update| {
                    update.execute(params![one.number, one.from, one.stage, one.due_ms])
                })
                .map_err(failed())?;
        }
        for (order, parcel) in onward {
            insert(&transaction, *order, parcel, at_ms).map_err(failed())?;
        }
        transaction.commit().map_err(failed())
    }

    /// Parcels that somebody was expected to answer by now.
    pub fn lapsed_parcels(&self, channel: &str, now_ms: i64) -> Result<Vec<ParcelRow>, Fault> {
        let select = format!(
            "SELECT {COLUMNS} FROM parcels WHERE channel = ?1 AND stage = '{EXPECTED}' \
             AND due_ms IS NOT NULL AND due_ms <= ?2 ORDER BY number LIMIT 1000"
        );
        read_all(&self.connection, &select, params![channel, now_ms])
            .map_err(Fault::database("look for parcels that nobody answered"))
    }

    /// Parcels that stand somewhere, at most a thousand: what was with a channel when the program stopped.
    pub fn parcels_at(&self, stage: &str) -> Result<Vec<ParcelRow>, Fault> {
        let select =
            format!("SELECT {COLUMNS} FROM parcels WHERE stage = ?1 ORDER BY number LIMIT 1000");
        read_all(&self.connection, &select, params![stage])
            .map_err(Fault::database("look for parcels"))
    }

    /// When something of a channel is due next.
    pub fn next_parcel_ms(&self, channel: &str) -> Result<Option<i64>, Fault> {
        let select = "SELECT min(due_ms) FROM parcels WHERE channel = ?1 AND stage IN (?2, ?3) \
                      AND due_ms IS NOT NULL";
        let next = self
            .connection
            .query_row(select, params![channel, WAITING, EXPECTED], |row| {
                row.get(0)
            });
        next.map_err(Fault::database("look when a parcel is due"))
    }

    /// How many parcels of an order stand where, by channel and stage.
    pub fn parcels_counted(&self, delivery: u64) -> Result<Vec<(String, String, u64)>, Fault> {
        let failed = || Fault::database("count parcels");
        let select = "SELECT channel, stage, count(*) FROM parcels WHERE delivery = ?1 \
                      GROUP BY channel, stage ORDER BY channel, stage";
        let mut select = self.connection.prepare_cached(select).map_err(failed())?;
        let rows = select.query_map([signed(delivery)], |row| {
            Ok((row.get(0)?, row.get(1)?, unsigned(row.get(2)?)))
        });
        rows.and_then(Iterator::collect).map_err(failed())
    }

    /// Parcels of a warning that ever left, oldest first: whoever may have heard of it, and how. In pages of
    /// at most `max` behind a number.
    pub fn parcels_begun(
        &self,
        warning: u64,
        before_delivery: u64,
        after: i64,
        max: usize,
    ) -> Result<Vec<ParcelRow>, Fault> {
        let select = format!(
            "SELECT {COLUMNS} FROM parcels WHERE warning = ?1 AND delivery < ?2 AND number > ?3 \
             AND attempt > 0 AND stage NOT IN ('gone', 'refused', 'bounced') \
             AND NOT (stage = 'overtaken' AND attempt = 1) ORDER BY number LIMIT ?4"
        );
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let (warning, before) = (signed(warning), signed(before_delivery));
        read_all(
            &self.connection,
            &select,
            params![warning, before, after, max],
        )
        .map_err(Fault::database("look who heard of a warning"))
    }

    /// The parcels of an order to one person.
    pub fn parcels_to(&self, delivery: u64, person: i64) -> Result<Vec<ParcelRow>, Fault> {
        let select = format!(
            "SELECT {COLUMNS} FROM parcels WHERE delivery = ?1 AND person = ?2 ORDER BY number"
        );
        read_all(&self.connection, &select, params![signed(delivery), person])
            .map_err(Fault::database("look what somebody was sent"))
    }

    /// The parcels of an order to one endpoint, for whatever comes back from it.
    pub fn parcels_of_endpoint(
        &self,
        delivery: u64,
        endpoint: &[u8],
    ) -> Result<Vec<ParcelRow>, Fault> {
        let select = format!(
            "SELECT {COLUMNS} FROM parcels WHERE delivery = ?1 AND endpoint = ?2 ORDER BY number"
        );
        read_all(
            &self.connection,
            &select,
            params![signed(delivery), endpoint],
        )
        .map_err(Fault::database("look a parcel up"))
    }

    /// Notes that so many parcels of a channel were begun on the day of `at_ms`.
    pub fn spend_parcels(&mut self, channel: &str, parcels: u64, at_ms: i64) -> Result<(), Fault> {
        let insert = "INSERT INTO spent (channel, day, parcels) VALUES (?1, ?2, ?3) \
                      ON CONFLICT (channel, day) DO UPDATE SET parcels = parcels + excluded.parcels";
        let kept = self.connection.execute(
            insert,
            params![channel, at_ms.div_euclid(DAY_MS), signed(parcels)],
        );
        kept.map(drop)
            .map_err(Fault::database("count what a channel was used for"))
    }

    /// How many parcels of a channel were begun on the day of `at_ms`.
    pub fn spent_parcels(&self, channel: &str, at_ms: i64) -> Result<u64, Fault> {
        let select = "SELECT coalesce(sum(parcels), 0) FROM spent WHERE channel = ?1 AND day = ?2";
        let day = at_ms.div_euclid(DAY_MS);
        let spent = self
            .connection
            .query_row(select, params![channel, day], |row| row.get(0));
        spent
            .map(unsigned)
            .map_err(Fault::database("look what a channel was used for"))
    }

    /// Forgets who was sent what before [`PARCELS_KEPT_MS`]. Returns how many parcels went.
    pub fn forget_parcels(&mut self, now_ms: i64) -> Result<usize, Fault> {
        let failed = || Fault::database("forget old parcels");
        let before = now_ms.saturating_sub(PARCELS_KEPT_MS);
        let transaction = self.connection.transaction().map_err(failed())?;
        let delete = "DELETE FROM parcels WHERE made_ms < ?1";
        let gone = transaction.execute(delete, [before]).map_err(failed())?;
        let orders = "DELETE FROM parcelled WHERE made_ms < ?1";
        transaction.execute(orders, [before]).map_err(failed())?;
        let day = "DELETE FROM spent WHERE day < ?1";
        transaction
            .execute(day, [before.div_euclid(DAY_MS)])
            .map_err(failed())?;
        transaction.commit().map_err(failed())?;
        Ok(gone)
    }

    /// Those behind a number who have a parcel, at most so many.
    pub fn people_with_parcels(&self, after: i64, max: usize) -> Result<Vec<i64>, Fault> {
        let failed = || Fault::database("look who has parcels");
        let select =
            "SELECT DISTINCT person FROM parcels WHERE person > ?1 ORDER BY person LIMIT ?2";
        let mut select = self.connection.prepare_cached(select).map_err(failed())?;
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let rows = select.query_map([after, max], |row| row.get(0));
        rows.and_then(Iterator::collect).map_err(failed())
    }

    /// Forgets what a person was sent, where the people themselves are kept elsewhere.
    pub fn forget_parcels_of(&mut self, person: i64) -> Result<usize, Fault> {
        let gone = self
            .connection
            .execute("DELETE FROM parcels WHERE person = ?1", [person]);
        gone.map_err(Fault::database("forget what a person was sent"))
    }
}

fn insert(
    transaction: &Transaction<'_>,
    order: OrderRow,
    parcel: &NewParcel,
    at_ms: i64,
) -> rusqlite::Result<usize> {
    let insert = "INSERT OR IGNORE INTO parcels (delivery, warning, person, channel, endpoint, rank, \
                  stage, attempt, due_ms, made_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?8)";
    transaction.prepare_cached(insert)?.execute(params![
        signed(order.delivery),
        signed(order.warning),
        parcel.person,
        parcel.channel,
        parcel.endpoint,
        order.rank,
        WAITING,
        at_ms
    ])
}

fn read_all(
    connection: &Connection,
    select: &str,
    with: impl rusqlite::Params,
) -> rusqlite::Result<Vec<ParcelRow>> {
    let mut select = connection.prepare_cached(select)?;
    let rows = select.query_map(with, read)?;
    rows.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<ParcelRow> {
    Ok(ParcelRow {
        number: row.get(0)?,
        order: OrderRow {
            delivery: unsigned(row.get(1)?),
            warning: unsigned(row.get(2)?),
            rank: row.get(3)?,
        },
        to: NewParcel {
            person: row.get(4)?,
            channel: row.get(5)?,
            endpoint: row.get(6)?,
        },
        stage: row.get(7)?,
        attempt: row.get(8)?,
    })
}

/// SQLite has signed numbers alone; a journal never reaches the other half.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: OrderRow = OrderRow {
        delivery: 7,
        warning: 3,
        rank: 0,
    };

    fn to(person: i64) -> NewParcel {
        NewParcel {
            person,
            channel: "mail".to_owned(),
            endpoint: vec![person.to_le_bytes()[0]; 16],
        }
    }

    #[test]
    fn a_parcel_is_made_once_and_begun_before_it_is_handed_out() {
        let mut registry = Registry::in_memory().unwrap();
        assert_eq!(
            registry.make_parcels(ORDER, &[to(1), to(2)], 10).unwrap(),
            2
        );
        assert_eq!(
            registry.make_parcels(ORDER, &[to(2), to(3)], 20).unwrap(),
            1
        );
        let begun = registry.begin_parcels("mail", 10, 5).unwrap();
        assert_eq!(
            begun.iter().map(|p| p.to.person).collect::<Vec<_>>(),
            [1, 2]
        );
        assert!(begun.iter().all(|p| p.attempt == 1 && p.stage == SENDING));
        assert_eq!(registry.begin_parcels("mail", 10, 5).unwrap(), []);
        assert_eq!(registry.parcels_at(SENDING).unwrap(), begun);
        assert_eq!(registry.next_parcel_ms("mail").unwrap(), Some(20));
        let counted = registry.parcels_counted(7).unwrap();
        let at = |stage: &str, count| ("mail".to_owned(), stage.to_owned(), count);
        assert_eq!(counted, [at(SENDING, 2), at(WAITING, 1)]);
    }

    #[test]
    fn the_urgent_comes_first_and_what_follows_waits_for_what_is_under_way() {
        let mut registry = Registry::in_memory().unwrap();
        let urgent = OrderRow {
            delivery: 8,
            warning: 4,
            rank: -1,
        };
        let end = OrderRow {
            delivery: 9,
            ..ORDER
        };
        registry.make_parcels(ORDER, &[to(1)], 10).unwrap();
        registry.make_parcels(urgent, &[to(1)], 10).unwrap();
        let begun = registry.begin_parcels("mail", 10, 5).unwrap();
        assert_eq!(
            begun.iter().map(|p| p.order.delivery).collect::<Vec<_>>(),
            [8, 7]
        );
        registry.make_parcels(end, &[to(1)], 10).unwrap();
        assert_eq!(registry.begin_parcels("mail", 10, 5).unwrap(), []);
        let done = Moved {
            number: begun[1].number,
            from: SENDING.to_owned(),
            stage: "taken",
            due_ms: None,
        };
        registry.settle_parcels(&[done], &[], 10).unwrap();
        assert_eq!(registry.begin_parcels("mail", 10, 5).unwrap().len(), 1);
        let heard = registry.parcels_begun(3, 9, 0, 10).unwrap();
        assert_eq!(
            heard.iter().map(|p| p.order.delivery).collect::<Vec<_>>(),
            [7]
        );
    }

    #[test]
    fn an_old_parcel_and_a_persons_parcels_are_forgotten() {
        let mut registry = Registry::in_memory().unwrap();
        registry.make_parcels(ORDER, &[to(1), to(2)], 0).unwrap();
        registry.parcelled(7, 0).unwrap();
        registry.spend_parcels("mail", 2, 0).unwrap();
        registry.spend_parcels("mail", 3, DAY_MS - 1).unwrap();
        assert_eq!(registry.spent_parcels("mail", 5).unwrap(), 5);
        assert_eq!(registry.spent_parcels("mail", DAY_MS).unwrap(), 0);
        assert_eq!(registry.forget_parcels_of(1).unwrap(), 1);
        assert_eq!(registry.forget_parcels(PARCELS_KEPT_MS).unwrap(), 0);
        assert!(registry.is_parcelled(7).unwrap());
        assert_eq!(registry.forget_parcels(PARCELS_KEPT_MS + 1).unwrap(), 1);
        assert!(!registry.is_parcelled(7).unwrap());
    }
}
