//! Rows of people in SQLite.

use super::person::Spot;
use super::register::{Part, Placed, Register, Whom};
use super::rows::Rows;
use super::sheet::{HERE, HERE_KIND, Row, Slot};
use super::{Fault, Registry, everybody, forget_deleted};
use crate::key_file::SecretKey;
use rusqlite::{Connection, OptionalExtension as _, Params, params};

impl Register for Registry {
    fn parts(&mut self) -> (&mut dyn Rows, &SecretKey) {
        (&mut self.connection, &self.master)
    }
}

pub(super) const COLUMNS: &str = r#"number, id, pseudonym, key, personal, "group", language, channels, rules, follows, added_at_ms, confirmed_at_ms, paused_until_ms, kept_until_ms, needs"#;

impl Rows for Connection {
    fn begin(&mut self) -> Result<(), Fault> {
        let began = self.execute_batch("BEGIN IMMEDIATE");
        began.map_err(Fault::database("begin a change of the registry"))
    }

    fn commit(&mut self) -> Result<(), Fault> {
        let kept = self.execute_batch("COMMIT");
        kept.map_err(Fault::database("keep a change of the registry"))
    }

    fn roll_back(&mut self) -> Result<(), Fault> {
        let undone = self.execute_batch("ROLLBACK");
        undone.map_err(Fault::database("undo a change of the registry"))
    }

    fn row(&mut self, number: i64) -> Result<Option<Row>, Fault> {
        one(self, "number", number)
    }

    fn row_of_id(&mut self, id: &str) -> Result<Option<Row>, Fault> {
        one(self, "id", id)
    }

    fn row_of_pseudonym(&mut self, pseudonym: &str) -> Result<Option<Row>, Fault> {
        one(self, "pseudonym", pseudonym)
    }

    fn page(&mut self, after: i64, whom: Whom, max: usize) -> Result<Vec<Row>, Fault> {
        let failed = || Fault::database("list people");
        let of_whom = match whom {
            Whom::All => "",
            Whom::Roster => r#"AND "group" IS NOT NULL"#,
        };
        let select = format!(
            "SELECT {COLUMNS} FROM people WHERE number > ?1 {of_whom} ORDER BY number LIMIT ?2"
        );
        let mut select = self.prepare_cached(&select).map_err(failed())?;
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let rows = select.query_map([after, max], read).map_err(failed())?;
        let mut rows: Vec<Row> = rows.collect::<Result<_, _>>().map_err(failed())?;
        for row in &mut rows {
            row.places = places(self, row.number)?;
        }
        Ok(rows)
    }

    fn count(&mut self) -> Result<u64, Fault> {
        let count: Result<i64, _> =
            self.query_row("SELECT count(*) FROM people", [], |row| row.get(0));
        let count = count.map_err(Fault::database("count people"))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    fn owners(&mut self, sum: &[u8]) -> Result<Vec<i64>, Fault> {
        list(
            self,
            "look a person up",
            "SELECT person FROM sums WHERE sum = ?1 ORDER BY person",
            [sum],
        )
    }

    fn insert(&mut self, row: &Row) -> Result<i64, Fault> {
        let failed = || Fault::database("register a person");
        let (_, columns) = COLUMNS.split_once(", ").unwrap_or_default();
        let insert = format!(
            "INSERT INTO people ({columns}) VALUES (?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)"
        );
        let mut insert = self.prepare_cached(&insert).map_err(failed())?;
        write(&mut insert, row).map_err(failed())?;
        drop(insert);
        Ok(self.last_insert_rowid())
    }

    fn update(&mut self, row: &Row) -> Result<(), Fault> {
        let failed = || Fault::database("change a person");
        let update = r#"UPDATE people SET id = ?2, pseudonym = ?3, key = ?4, personal = ?5,
            "group" = ?6, language = ?7, channels = ?8, rules = ?9, follows = ?10, added_at_ms = ?11,
            confirmed_at_ms = ?12, paused_until_ms = ?13, kept_until_ms = ?14, needs = ?15
            WHERE number = ?1"#;
        let mut update = self.prepare_cached(update).map_err(failed())?;
        write(&mut update, row).map_err(failed())
    }

    fn hang(&mut self, row: &Row, sums: &[Vec<u8>]) -> Result<(), Fault> {
        let number = row.number;
        run(self, "DELETE FROM places WHERE person = ?1", [number])?;
        for place in &row.places {
            put_place(self, number, place)?;
        }
        run(self, "DELETE FROM sums WHERE person = ?1", [number])?;
        for sum in sums {
            let insert = "INSERT INTO sums (sum, person) VALUES (?1, ?2)";
            run(self, insert, params![sum, number])?;
        }
        Ok(())
    }

    fn pause(&mut self, number: i64, until_ms: Option<i64>) -> Result<(), Fault> {
        let update = "UPDATE people SET paused_until_ms = ?2 WHERE number = ?1";
        run(self, update, params![number, until_ms]).map(drop)
    }

    fn seen(&mut self, moves: &[(i64, Spot)], at_ms: i64) -> Result<Vec<i64>, Fault> {
        let put = "INSERT OR REPLACE INTO places (person, slot, kind, lat_e6, lon_e6, seen_at_ms) \
                   SELECT number, ?2, ?3, ?4, ?5, ?6 FROM people WHERE number = ?1 AND follows = 1";
        let mut kept = Vec::new();
        for (number, Spot { lat_e6, lon_e6 }) in moves {
            let row = params![number, HERE, HERE_KIND, lat_e6, lon_e6, at_ms];
            if run(self, put, row)? > 0 {
                kept.push(*number);
            }
        }
        Ok(kept)
    }

    fn delete(&mut self, number: i64) -> Result<(), Fault> {
        run(self, "DELETE FROM people WHERE number = ?1", [number]).map(drop)
    }

    fn forget_place(&mut self, number: i64) -> Result<(), Fault> {
        let delete = "DELETE FROM places WHERE person = ?1 AND slot = ?2";
        run(self, delete, [number, HERE]).map(drop)
    }

    fn forget_deleted(&mut self) -> Result<(), Fault> {
        forget_deleted(self)
    }

    fn over(&mut self, now_ms: i64) -> Result<Vec<i64>, Fault> {
        let select = "SELECT number FROM people WHERE kept_until_ms <= ?1 ORDER BY number";
        list(self, "find whose time is over", select, [now_ms])
    }

    fn unseen_since(&mut self, before_ms: i64) -> Result<Vec<i64>, Fault> {
        let select = "SELECT person FROM places WHERE seen_at_ms <= ?1 ORDER BY person";
        list(self, "find old positions", select, [before_ms])
    }

    fn end_pauses(&mut self, now_ms: i64) -> Result<usize, Fault> {
        let update = "UPDATE people SET paused_until_ms = NULL WHERE paused_until_ms <= ?1";
        run(self, update, [now_ms])
    }

    fn changed(&mut self, numbers: &[i64], at_ms: i64) -> Result<(), Fault> {
        // The earlier change of the same person goes, and the later one has a higher number.
        let insert = "INSERT OR REPLACE INTO changes (person, at_ms) VALUES (?1, ?2)";
        for number in numbers {
            run(self, insert, [*number, at_ms])?;
        }
        Ok(())
    }

    fn last_change(&mut self) -> Result<i64, Fault> {
        let select = "SELECT coalesce(max(number), 0) FROM changes";
        let last = list(self, "look for changes", select, [])?;
        Ok(last.first().copied().unwrap_or(0))
    }

    fn changed_after(&mut self, change: i64) -> Result<Vec<(i64, i64)>, Fault> {
        let failed = || Fault::database("look for changes");
        let select = "SELECT number, person FROM changes WHERE number > ?1";
        let mut select = self.prepare_cached(select).map_err(failed())?;
        let rows = select.query_map([change], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.and_then(Iterator::collect).map_err(failed())
    }

    fn forget_changes(&mut self, before_ms: i64) -> Result<(), Fault> {
        run(self, "DELETE FROM changes WHERE at_ms < ?1", [before_ms]).map(drop)
    }

    fn unmarked(&mut self, max: usize) -> Result<Vec<i64>, Fault> {
        let select = "SELECT number FROM people WHERE needs = x'' ORDER BY number LIMIT ?1";
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        list(self, "find people of an older program", select, [max])
    }

    fn placed(
        &mut self,
        part: Option<Part>,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault> {
        match part {
            None => everybody::walk(self, each),
            Some(part) => {
                let within = "AND lat_e6 BETWEEN ?1 AND ?2 AND lon_e6 BETWEEN ?3 AND ?4";
                let (low, high) = (part.south_west, part.north_east);
                let bounds = [low.lat_e6, high.lat_e6, low.lon_e6, high.lon_e6];
                walk(self, within, bounds, each)
            }
        }
    }

    fn placed_of(
        &mut self,
        number: i64,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault> {
        walk(self, "AND person = ?1", [number], each)
    }
}

fn one(
    connection: &Connection,
    column: &str,
    value: impl rusqlite::ToSql,
) -> Result<Option<Row>, Fault> {
    let failed = || Fault::database("look a person up");
    let select = format!("SELECT {COLUMNS} FROM people WHERE {column} = ?1");
    let mut select = connection.prepare_cached(&select).map_err(failed())?;
    let row = select.query_row([value], read).optional();
    let Some(mut row) = row.map_err(failed())? else {
        return Ok(None);
    };
    row.places = places(connection, row.number)?;
    Ok(Some(row))
}

fn places(connection: &Connection, number: i64) -> Result<Vec<Slot>, Fault> {
    let failed = || Fault::database("look the places of a person up");
    let select =
        "SELECT slot, kind, lat_e6, lon_e6, seen_at_ms FROM places WHERE person = ?1 ORDER BY slot";
    let mut select = connection.prepare_cached(select).map_err(failed())?;
    let rows = select.query_map([number], |row| {
        Ok(Slot {
            number: row.get(0)?,
            kind: row.get(1)?,
            at: Spot {
                lat_e6: row.get(2)?,
                lon_e6: row.get(3)?,
            },
            seen_at_ms: row.get(4)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(failed())
}

fn put_place(connection: &Connection, number: i64, place: &Slot) -> Result<(), Fault> {
    let insert = "INSERT OR REPLACE INTO places (person, slot, kind, lat_e6, lon_e6, seen_at_ms) \
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Spot { lat_e6, lon_e6 } = place.at;
    let row = params![
        number,
        place.number,
        place.kind,
        lat_e6,
        lon_e6,
        place.seen_at_ms
    ];
    run(connection, insert, row).map(drop)
}

fn run(connection: &Connection, statement: &str, with: impl Params) -> Result<usize, Fault> {
    let failed = || Fault::database("change the registry of people");
    let mut statement = connection.prepare_cached(statement).map_err(failed())?;
    statement.execute(with).map_err(failed())
}

fn list(
    connection: &Connection,
    failed_to: &'static str,
    select: &str,
    with: impl Params,
) -> Result<Vec<i64>, Fault> {
    let failed = || Fault::database(failed_to);
    let mut select = connection.prepare_cached(select).map_err(failed())?;
    let numbers = select.query_map(with, |row| row.get(0));
    numbers.and_then(Iterator::collect).map_err(failed())
}

fn walk(
    connection: &Connection,
    also: &str,
    with: impl Params,
    each: &mut dyn FnMut(Placed<'_>, &[u8]),
) -> Result<(), Fault> {
    let failed = || Fault::database("walk through the places of people");
    // Both tables lie in the order of the person, so neither is searched.
    let select = format!(
        "SELECT person, slot, kind, lat_e6, lon_e6, seen_at_ms, language, channels, rules, \
         paused_until_ms, needs FROM places CROSS JOIN people ON number = person \
         WHERE confirmed_at_ms IS NOT NULL {also} ORDER BY person, slot"
    );
    let mut select = connection.prepare_cached(&select).map_err(failed())?;
    let mut rows = select.query(with).map_err(failed())?;
    while let Some(row) = rows.next().map_err(failed())? {
        let text = |at| row.get_ref(at).and_then(|text| Ok(text.as_str()?));
        let placed = (|| {
            let placed = Placed {
                person: row.get(0)?,
                slot: row.get(1)?,
                kind: text(2)?,
                at: Spot {
                    lat_e6: row.get(3)?,
                    lon_e6: row.get(4)?,
                },
                seen_at_ms: row.get(5)?,
                language: text(6)?,
                channels: text(7)?,
                rules: text(8)?,
                paused_until_ms: row.get(9)?,
                needs: 0,
            };
            Ok((placed, row.get_ref(10)?.as_blob()?))
        })();
        let (placed, needs) = placed.map_err(failed())?;
        each(placed, needs);
    }
    Ok(())
}

fn write(statement: &mut rusqlite::CachedStatement<'_>, row: &Row) -> rusqlite::Result<()> {
    // By position, since an insertion has no number to bind.
    let bind: [(usize, &dyn rusqlite::ToSql); 15] = [
        (1, &row.number),
        (2, &row.id),
        (3, &row.pseudonym),
        (4, &row.key),
        (5, &row.personal),
        (6, &row.group),
        (7, &row.language),
        (8, &row.channels),
        (9, &row.rules),
        (10, &row.follows),
        (11, &row.added_at_ms),
        (12, &row.confirmed_at_ms),
        (13, &row.paused_until_ms),
        (14, &row.kept_until_ms),
        (15, &row.needs),
    ];
    for (at, value) in bind {
        statement.raw_bind_parameter(at, value)?;
    }
    statement.raw_execute().map(drop)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        number: row.get(0)?,
        id: row.get(1)?,
        pseudonym: row.get(2)?,
        key: row.get(3)?,
        personal: row.get(4)?,
        group: row.get(5)?,
        language: row.get(6)?,
        channels: row.get(7)?,
        rules: row.get(8)?,
        follows: row.get(9)?,
        added_at_ms: row.get(10)?,
        confirmed_at_ms: row.get(11)?,
        paused_until_ms: row.get(12)?,
        kept_until_ms: row.get(13)?,
        needs: row.get(14)?,
        places: Vec::new(),
    })
}
