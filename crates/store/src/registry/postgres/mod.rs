//! Rows of people in PostgreSQL with PostGIS, for several nodes that share them.
//!
//! Only a server on this machine, or a tunnel that ends on it, is spoken to: what travels is sealed, but
//! where people live is not.

use super::person::Spot;
use super::register::{Part, Placed, Register, Whom};
use super::rows::Rows;
use super::sheet::{HERE, HERE_KIND, Row, Slot};
use super::slips::{SlipRow, SlipRows, Value};
use super::{Fault, carry, checked_key, first_key, people::COLUMNS};
use crate::key_file::SecretKey;
use postgres::binary_copy::{BinaryCopyOutIter, BinaryCopyOutRow};
use postgres::config::Host;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{FromSql, ToSql, Type};
use postgres::{Client, Config, NoTls, Statement, Transaction};
use std::collections::HashMap;
use std::path::Path;

/// What makes each version of the one before; a version that was ever published is never changed.
const VERSIONS: [&str; 4] = [
    include_str!("first.sql"),
    include_str!("second.sql"),
    include_str!("third.sql"),
    include_str!("fourth.sql"),
];

/// People in a PostgreSQL that several nodes share.
pub struct Shared {
    rows: Shelf,
    master: SecretKey,
}

/// A connection and what was prepared on it.
struct Shelf {
    client: Client,
    prepared: HashMap<String, Statement>,
}

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Shared {
    /// Opens the shared registry, or makes its tables in an empty database. `connection` is written as
    /// PostgreSQL writes it: `host=/run/postgresql dbname=vigie user=vigie`. The key file must be
    /// the same on every node; only an empty database makes one.
    pub fn open(connection: &str, key_file: &Path) -> Result<Self, Fault> {
        let failed = || Fault::postgres("reach the shared registry");
        let config: Config = connection.parse().map_err(failed())?;
        check_near(&config)?;
        let client = config.connect(NoTls).map_err(failed())?;
        let mut rows = Shelf {
            client,
            prepared: HashMap::new(),
        };
        rows.check_durable()?;
        let master = rows.unlock(key_file)?;
        carry::mark(&mut rows, &master)?;
        Ok(Self { rows, master })
    }
}

impl Register for Shared {
    fn parts(&mut self) -> (&mut dyn Rows, &SecretKey) {
        (&mut self.rows, &self.master)
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared(PostgreSQL)")
    }
}

/// Refuses a server that is reached over a wire without TLS.
fn check_near(config: &Config) -> Result<(), Fault> {
    let is_near = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
    };
    let far = config.get_hosts().iter().any(|host| !is_near(host))
        || config.get_hostaddrs().iter().any(|a| !a.is_loopback());
    if far || config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(Fault::Unsafe {
            why: "its host is not this machine; name the folder of its socket, such as \
                  host=/run/postgresql, or the near end of an encrypted tunnel"
                .to_owned(),
        });
    }
    Ok(())
}

impl Shelf {
    /// Refuses a server that loses what it has said to be kept.
    fn check_durable(&mut self) -> Result<(), Fault> {
        let failed = || Fault::postgres("ask the shared registry how it keeps what it is told");
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let row = self.client.query_one(&format!("SHOW {setting}"), &[]);
            let value: String = row.map_err(failed())?.get(0);
            if value == "off" {
                return Err(Fault::Unsafe {
                    why: format!(
                        "PostgreSQL runs with {setting} = off and would lose people at a power cut; \
                         switch it on"
                    ),
                });
            }
        }
        Ok(())
    }

    /// Loads the master key and checks it, or makes tables and key in an empty database. Of several nodes
    /// that start at once, one makes them.
    fn unlock(&mut self, key_file: &Path) -> Result<SecretKey, Fault> {
        let failed = || Fault::postgres("prepare the shared registry");
        let mut transaction = self.client.transaction().map_err(failed())?;
        // Any number, the same on every node.
        transaction
            .execute("SELECT pg_advisory_xact_lock(7164713)", &[])
            .map_err(failed())?;
        let there = "SELECT to_regclass('registry') IS NOT NULL";
        let there: bool = transaction.query_one(there, &[]).map_err(failed())?.get(0);
        if there {
            let row = "SELECT version, key_check FROM registry";
            let row = transaction.query_one(row, &[]).map_err(failed())?;
            let (version, check): (i64, Vec<u8>) = (row.get(0), row.get(1));
            let master = checked_key(key_file, &check)?;
            let is_behind = bring_up_to_date(&mut transaction, version)?;
            if is_behind {
                let update = "UPDATE registry SET version = $1";
                let updated = transaction.execute(update, &[&newest()]);
                updated.map_err(failed())?;
                transaction.commit().map_err(failed())?;
            }
            return Ok(master);
        }
        let (master, check) = first_key(key_file)?;
        bring_up_to_date(&mut transaction, 0)?;
        let insert = "INSERT INTO registry (version, key_check) VALUES ($1, $2)";
        transaction
            .execute(insert, &[&newest(), &check])
            .map_err(failed())?;
        transaction.commit().map_err(failed())?;
        Ok(master)
    }

    fn prepared(&mut self, statement: &str) -> Result<Statement, postgres::Error> {
        if let Some(prepared) = self.prepared.get(statement) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(statement)?;
        self.prepared.insert(statement.to_owned(), prepared.clone());
        Ok(prepared)
    }

    fn run(&mut self, statement: &str, with: Values<'_>) -> Result<u64, Fault> {
        let failed = || Fault::postgres("change the shared registry of people");
        let prepared = self.prepared(statement).map_err(failed())?;
        self.client.execute(&prepared, with).map_err(failed())
    }

    fn ask(&mut self, select: &str, with: Values<'_>) -> Result<Vec<postgres::Row>, Fault> {
        let failed = || Fault::postgres("look people up in the shared registry");
        let prepared = self.prepared(select).map_err(failed())?;
        self.client.query(&prepared, with).map_err(failed())
    }

    fn list(&mut self, select: &str, with: Values<'_>) -> Result<Vec<i64>, Fault> {
        let rows = self.ask(select, with)?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    fn one(&mut self, column: &str, value: &(dyn ToSql + Sync)) -> Result<Option<Row>, Fault> {
        let select = format!("SELECT {COLUMNS} FROM people WHERE {column} = $1");
        let rows = self.ask(&select, &[value])?;
        let Some(mut row) = rows.first().map(read) else {
            return Ok(None);
        };
        row.places = self.places(row.number)?;
        Ok(Some(row))
    }

    fn places(&mut self, number: i64) -> Result<Vec<Slot>, Fault> {
        let select = "SELECT slot, kind, lat_e6, lon_e6, seen_at_ms FROM places WHERE person = $1 \
                      ORDER BY slot";
        let rows = self.ask(select, &[&number])?;
        let slots = rows.iter().map(|row| Slot {
            number: row.get(0),
            kind: row.get(1),
            at: spot(row.get(2), row.get(3)),
            seen_at_ms: row.get(4),
        });
        Ok(slots.collect())
    }

    fn put_place(&mut self, number: i64, place: &Slot) -> Result<(), Fault> {
        let insert = "INSERT INTO places (person, slot, kind, lat_e6, lon_e6, seen_at_ms) \
                      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, slot) DO UPDATE SET \
                      kind = $3, lat_e6 = $4, lon_e6 = $5, seen_at_ms = $6";
        let (lat_e6, lon_e6) = (i64::from(place.at.lat_e6), i64::from(place.at.lon_e6));
        let Slot {
            number: slot,
            kind,
            seen_at_ms,
            ..
        } = place;
        let values: Values<'_> = &[&number, slot, kind, &lat_e6, &lon_e6, seen_at_ms];
        self.run(insert, values).map(drop)
    }

    fn walk(
        &mut self,
        also: &str,
        with: Values<'_>,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault> {
        let failed = || Fault::postgres("walk through the places of people");
        let select = format!(
            "SELECT {PLACED} FROM places JOIN people ON number = person \
             WHERE confirmed_at_ms IS NOT NULL {also} ORDER BY person, slot"
        );
        let prepared = self.prepared(&select).map_err(failed())?;
        let with = with.iter().copied();
        let mut rows = self.client.query_raw(&prepared, with).map_err(failed())?;
        while let Some(row) = rows.next().map_err(failed())? {
            each(placed(&row), row.get(NEEDS));
        }
        Ok(())
    }
}

/// Everybody.
impl Shelf {
    /// Calls `each` with every place of those who agreed: as a copy, which is half the work of an answer to a
    /// question.
    fn everybody(&mut self, each: &mut dyn FnMut(Placed<'_>, &[u8])) -> Result<(), Fault> {
        let failed = || Fault::postgres("walk through the places of people");
        let copy = format!(
            "COPY (SELECT {PLACED} FROM places JOIN people ON number = person \
             WHERE confirmed_at_ms IS NOT NULL) TO STDOUT (FORMAT binary)"
        );
        let (number, text, bytes) = (Type::INT8, Type::TEXT, Type::BYTEA);
        let types = [
            &number, &number, &text, &number, &number, &number, &text, &text, &text, &number,
            &bytes,
        ]
        .map(Type::clone);
        let copied = self.client.copy_out(&copy).map_err(failed())?;
        let mut rows = BinaryCopyOutIter::new(copied, &types);
        while let Some(row) = rows.next().map_err(failed())? {
            each(placed(&row), row.get(NEEDS));
        }
        Ok(())
    }
}

/// What is read of each place, and of whoever's it is; `needs` last, which are sealed.
const PLACED: &str = "person, slot, kind, lat_e6, lon_e6, seen_at_ms, language, channels, rules, paused_until_ms, needs";
/// Where `needs` stand in it.
const NEEDS: usize = 10;

/// A row, of an answer or of a copy.
trait Columns {
    /// A column, which is of this type.
    fn get<'a, T: FromSql<'a>>(&'a self, column: usize) -> T;
}

impl Columns for postgres::Row {
    fn get<'a, T: FromSql<'a>>(&'a self, column: usize) -> T {
        self.get(column)
    }
}

impl Columns for BinaryCopyOutRow {
    fn get<'a, T: FromSql<'a>>(&'a self, column: usize) -> T {
        self.get(column)
    }
}

/// The columns of [`PLACED`] but the last.
fn placed(row: &impl Columns) -> Placed<'_> {
    Placed {
        person: row.get(0),
        slot: row.get(1),
        kind: row.get(2),
        at: spot(row.get(3), row.get(4)),
        seen_at_ms: row.get(5),
        language: row.get(6),
        channels: row.get(7),
        rules: row.get(8),
        paused_until_ms: row.get(9),
        needs: 0,
    }
}

/// Version of a database that this program makes.
fn newest() -> i64 {
    i64::try_from(VERSIONS.len()).unwrap_or(i64::MAX)
}

/// Makes what later versions have. Returns whether there was anything to make.
fn bring_up_to_date(transaction: &mut Transaction<'_>, version: i64) -> Result<bool, Fault> {
    let number = |version| u32::try_from(version).unwrap_or(u32::MAX);
    let known = newest();
    if version > known {
        return Err(Fault::TooNew {
            found: number(version),
            known: number(known),
        });
    }
    let missing = VERSIONS.iter().skip(number(version) as usize);
    for step in missing.clone() {
        let made = transaction.batch_execute(step);
        made.map_err(Fault::postgres("bring the shared registry up to date"))?;
    }
    Ok(missing.count() > 0)
}

impl SlipRows for Shelf {
    fn slips(&mut self, query: &str, with: &[Value<'_>]) -> Result<Vec<SlipRow>, Fault> {
        let with: Vec<&(dyn ToSql + Sync)> = with.iter().map(bound).collect();
        let rows = self.ask(query, &with)?;
        let slips = rows.iter().map(|row| SlipRow {
            number: row.get(0),
            name: row.get(1),
            key: row.get(2),
            sealed: row.get(3),
            person: row.get(4),
            due_at_ms: row.get(5),
            kept_until_ms: row.get(6),
        });
        Ok(slips.collect())
    }

    fn numbers(&mut self, query: &str, with: &[Value<'_>]) -> Result<Vec<i64>, Fault> {
        let with: Vec<&(dyn ToSql + Sync)> = with.iter().map(bound).collect();
        self.list(query, &with)
    }
}

fn bound<'a>(value: &'a Value<'_>) -> &'a (dyn ToSql + Sync) {
    match value {
        Value::Text(text) => text,
        Value::Bytes(bytes) => bytes,
        Value::Number(number) => number,
    }
}

impl Rows for Shelf {
    fn begin(&mut self) -> Result<(), Fault> {
        // One node changes people at a time: so the numbers of changes are in the order in which they
        // become visible, and nobody who follows them misses one. Any other number, the same everywhere.
        let began = "BEGIN; SELECT pg_advisory_xact_lock(7164714)";
        let began = self.client.batch_execute(began);
        began.map_err(Fault::postgres("begin a change of the shared registry"))
    }

    fn commit(&mut self) -> Result<(), Fault> {
        let kept = self.client.batch_execute("COMMIT");
        kept.map_err(Fault::postgres("keep a change of the shared registry"))
    }

    fn roll_back(&mut self) -> Result<(), Fault> {
        let undone = self.client.batch_execute("ROLLBACK");
        undone.map_err(Fault::postgres("undo a change of the shared registry"))
    }

    fn row(&mut self, number: i64) -> Result<Option<Row>, Fault> {
        self.one("number", &number)
    }

    fn row_of_id(&mut self, id: &str) -> Result<Option<Row>, Fault> {
        self.one("id", &id)
    }

    fn row_of_pseudonym(&mut self, pseudonym: &str) -> Result<Option<Row>, Fault> {
        self.one("pseudonym", &pseudonym)
    }

    fn page(&mut self, after: i64, whom: Whom, max: usize) -> Result<Vec<Row>, Fault> {
        let of_whom = match whom {
            Whom::All => "",
            Whom::Roster => r#"AND "group" IS NOT NULL"#,
        };
        let select = format!(
            "SELECT {COLUMNS} FROM people WHERE number > $1 {of_whom} ORDER BY number LIMIT $2"
        );
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let rows = self.ask(&select, &[&after, &max])?;
        let mut rows: Vec<Row> = rows.iter().map(read).collect();
        for row in &mut rows {
            row.places = self.places(row.number)?;
        }
        Ok(rows)
    }

    fn count(&mut self) -> Result<u64, Fault> {
        let count = self.list("SELECT count(*) FROM people", &[])?;
        let count = count.first().copied().unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }

    fn owners(&mut self, sum: &[u8]) -> Result<Vec<i64>, Fault> {
        self.list(
            "SELECT person FROM sums WHERE sum = $1 ORDER BY person",
            &[&sum],
        )
    }

    fn insert(&mut self, row: &Row) -> Result<i64, Fault> {
        let (_, columns) = COLUMNS.split_once(", ").unwrap_or_default();
        let insert = format!(
            "INSERT INTO people ({columns}) \
             VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) RETURNING number"
        );
        let number = self.list(&insert, &values(row))?;
        number.first().copied().ok_or(Fault::Torn { number: 0 })
    }

    fn update(&mut self, row: &Row) -> Result<(), Fault> {
        let (_, columns) = COLUMNS.split_once(", ").unwrap_or_default();
        let update = format!(
            "UPDATE people SET ({columns}) = ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) \
             WHERE number = $15"
        );
        let mut with = values(row).to_vec();
        with.push(&row.number);
        self.run(&update, &with).map(drop)
    }

    fn hang(&mut self, row: &Row, sums: &[Vec<u8>]) -> Result<(), Fault> {
        let number = row.number;
        self.run("DELETE FROM places WHERE person = $1", &[&number])?;
        for place in &row.places {
            self.put_place(number, place)?;
        }
        self.run("DELETE FROM sums WHERE person = $1", &[&number])?;
        let insert = "INSERT INTO sums (sum, person) SELECT unnest($1::bytea[]), $2";
        self.run(insert, &[&sums, &number]).map(drop)
    }

    fn pause(&mut self, number: i64, until_ms: Option<i64>) -> Result<(), Fault> {
        let update = "UPDATE people SET paused_until_ms = $2 WHERE number = $1";
        self.run(update, &[&number, &until_ms]).map(drop)
    }

    fn seen(&mut self, moves: &[(i64, Spot)], at_ms: i64) -> Result<Vec<i64>, Fault> {
        let put = "INSERT INTO places (person, slot, kind, lat_e6, lon_e6, seen_at_ms) \
                   SELECT number, $2, $3, lat_e6, lon_e6, $6 \
                   FROM unnest($1::bigint[], $4::bigint[], $5::bigint[]) AS moved (person, lat_e6, lon_e6) \
                   JOIN people ON number = moved.person AND follows = 1 \
                   ON CONFLICT (person, slot) DO UPDATE SET kind = excluded.kind, \
                   lat_e6 = excluded.lat_e6, lon_e6 = excluded.lon_e6, seen_at_ms = excluded.seen_at_ms \
                   RETURNING person";
        let numbers: Vec<i64> = moves.iter().map(|(number, _)| *number).collect();
        let lats: Vec<i64> = moves.iter().map(|(_, at)| at.lat_e6.into()).collect();
        let lons: Vec<i64> = moves.iter().map(|(_, at)| at.lon_e6.into()).collect();
        self.list(put, &[&numbers, &HERE, &HERE_KIND, &lats, &lons, &at_ms])
    }

    fn delete(&mut self, number: i64) -> Result<(), Fault> {
        self.run("DELETE FROM people WHERE number = $1", &[&number])
            .map(drop)
    }

    fn forget_place(&mut self, number: i64) -> Result<(), Fault> {
        let delete = "DELETE FROM places WHERE person = $1 AND slot = $2";
        self.run(delete, &[&number, &HERE]).map(drop)
    }

    fn forget_deleted(&mut self) -> Result<(), Fault> {
        let vacuum = "VACUUM people, places, sums, slips, slip_marks";
        let done = self.client.batch_execute(vacuum);
        done.map_err(Fault::postgres(
            "forget what was deleted from the shared registry",
        ))
    }

    fn over(&mut self, now_ms: i64) -> Result<Vec<i64>, Fault> {
        let select = "SELECT number FROM people WHERE kept_until_ms <= $1 ORDER BY number";
        self.list(select, &[&now_ms])
    }

    fn unseen_since(&mut self, before_ms: i64) -> Result<Vec<i64>, Fault> {
        let select = "SELECT person FROM places WHERE seen_at_ms <= $1 ORDER BY person";
        self.list(select, &[&before_ms])
    }

    fn end_pauses(&mut self, now_ms: i64) -> Result<usize, Fault> {
        let update = "UPDATE people SET paused_until_ms = NULL WHERE paused_until_ms <= $1";
        let ended = self.run(update, &[&now_ms])?;
        Ok(usize::try_from(ended).unwrap_or(usize::MAX))
    }

    fn changed(&mut self, numbers: &[i64], at_ms: i64) -> Result<(), Fault> {
        // The earlier change of the same person goes, and the later one has a higher number.
        let delete = "DELETE FROM changes WHERE person = ANY($1::bigint[])";
        self.run(delete, &[&numbers])?;
        let insert = "INSERT INTO changes (person, at_ms) SELECT unnest($1::bigint[]), $2";
        self.run(insert, &[&numbers, &at_ms]).map(drop)
    }

    fn last_change(&mut self) -> Result<i64, Fault> {
        let last = self.list("SELECT coalesce(max(number), 0) FROM changes", &[])?;
        Ok(last.first().copied().unwrap_or(0))
    }

    fn changed_after(&mut self, change: i64) -> Result<Vec<(i64, i64)>, Fault> {
        let select = "SELECT number, person FROM changes WHERE number > $1";
        let rows = self.ask(select, &[&change])?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    fn forget_changes(&mut self, before_ms: i64) -> Result<(), Fault> {
        self.run("DELETE FROM changes WHERE at_ms < $1", &[&before_ms])
            .map(drop)
    }

    fn unmarked(&mut self, max: usize) -> Result<Vec<i64>, Fault> {
        let select = "SELECT number FROM people WHERE needs = '' ORDER BY number LIMIT $1";
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        self.list(select, &[&max])
    }

    fn placed(
        &mut self,
        part: Option<Part>,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault> {
        let Some(Part {
            south_west,
            north_east,
        }) = part
        else {
            return self.everybody(each);
        };
        let degrees = |e6: i32| f64::from(e6) / 1e6;
        let (south, west) = (degrees(south_west.lat_e6), degrees(south_west.lon_e6));
        let (north, east) = (degrees(north_east.lat_e6), degrees(north_east.lon_e6));
        let within = "AND at && ST_MakeEnvelope($1, $2, $3, $4, 4326)";
        self.walk(within, &[&west, &south, &east, &north], each)
    }

    fn placed_of(
        &mut self,
        number: i64,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault> {
        self.walk("AND person = $1", &[&number], each)
    }
}

/// All columns but the number.
fn values(row: &Row) -> [&(dyn ToSql + Sync); 14] {
    [
        &row.id,
        &row.pseudonym,
        &row.key,
        &row.personal,
        &row.group,
        &row.language,
        &row.channels,
        &row.rules,
        &row.follows,
        &row.added_at_ms,
        &row.confirmed_at_ms,
        &row.paused_until_ms,
        &row.kept_until_ms,
        &row.needs,
    ]
}

fn read(row: &postgres::Row) -> Row {
    Row {
        number: row.get(0),
        id: row.get(1),
        pseudonym: row.get(2),
        key: row.get(3),
        personal: row.get(4),
        group: row.get(5),
        language: row.get(6),
        channels: row.get(7),
        rules: row.get(8),
        follows: row.get(9),
        added_at_ms: row.get(10),
        confirmed_at_ms: row.get(11),
        paused_until_ms: row.get(12),
        kept_until_ms: row.get(13),
        needs: row.get(14),
        places: Vec::new(),
    }
}

fn spot(lat_e6: i64, lon_e6: i64) -> Spot {
    // Written by `put_place`, so within 32 bits.
    let narrow = |e6| i32::try_from(e6).unwrap_or_default();
    Spot {
        lat_e6: narrow(lat_e6),
        lon_e6: narrow(lon_e6),
    }
}
