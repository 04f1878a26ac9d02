//! What an embedded database with full durability takes for the same work: one insert, one commit.

use super::bare::APPEND_BYTES;
use super::figures::Times;
use rusqlite::{Connection, Error};
use std::path::Path;
use std::time::Instant;

/// Inserts and commits one by one, with a write-ahead log and `synchronous = FULL`.
pub fn inserts(folder: &Path, count: usize) -> Result<Times, Error> {
    let connection = Connection::open(folder.join("peer.sqlite"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS entries (n INTEGER PRIMARY KEY, line BLOB NOT NULL)",
    )?;
    let mut insert = connection.prepare("INSERT INTO entries (line) VALUES (?1)")?;
    let line = [b'x'; APPEND_BYTES];
    let mut taken = Vec::with_capacity(count);
    for _ in 0..count {
        let began = Instant::now();
        insert.execute([line.as_slice()])?;
        taken.push(began.elapsed());
    }
    Ok(Times::of(taken))
}
