//! What the public asked for and what is to be sent to them, each one sealed text in a drawer: who signed up and has
//! not shown that the address is theirs, whom a link opens, the subscriptions of apps, and letters that wait to be sent.
//!
//! A slip is found by its name or by a mark, and both are kept as keyed sums alone. A drawer holds so many and no more,
//! and every slip has an end.

use super::register::{Register, whole};
use super::rows::Rows;
use super::sheet::sum;
use super::{Fault, seal, seal::Place};
use crate::key_file::SecretKey;

/// A kind of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Who signed up and has not shown yet that the address is theirs.
    Pending,
    /// Whom a link opens.
    Links,
    /// A part of the globe that an app wants to hear of.
    Boxes,
    /// What waits to be sent.
    Letters,
    /// How far something has come that must go on there after a stop.
    Bookmarks,
}

impl Drawer {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Links,
        Self::Boxes,
        Self::Letters,
        Self::Bookmarks,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Links => "links",
            Self::Boxes => "boxes",
            Self::Letters => "letters",
            Self::Bookmarks => "bookmarks",
        }
    }
}

/// Longest text of a slip, in bytes: an endpoint with its keys and what is to be said there.
const TEXT_BYTES_MAX: usize = 8 << 10;

/// A slip to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSlip<'a> {
    /// By this it is found; no two of a drawer have the same.
    pub name: &'a str,
    /// By each of these several may be found.
    pub marks: Vec<String>,
    /// With this person it is erased.
    pub person: Option<i64>,
    /// What it says.
    pub text: String,
    /// When something is to be done with it.
    pub due_at_ms: Option<i64>,
    /// When it is taken away.
    pub kept_until_ms: i64,
}

/// A slip. Do not log it above debug level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Never given twice.
    pub number: i64,
    /// With this person it is erased.
    pub person: Option<i64>,
    /// What it says.
    pub text: String,
    /// When something is to be done with it.
    pub due_at_ms: Option<i64>,
    /// When it is taken away.
    pub kept_until_ms: i64,
}

/// What came of filing a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is in the drawer.
    New(i64),
    /// One of that name was there, and is as it was.
    There(i64),
    /// The drawer is full.
    Full,
}

/// A slip as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRow {
    pub(super) number: i64,
    pub(super) name: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) person: Option<i64>,
    pub(super) due_at_ms: Option<i64>,
    pub(super) kept_until_ms: i64,
}

/// What is put into a statement. Statements are written once for both databases: `$1`, `$2` in the order of use.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Letters.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A number, or none.
    Number(Option<i64>),
}

/// Rows of slips, in one database.
pub trait SlipRows: Send {
    /// Slips that a query finds: [`COLUMNS`], in that order.
    fn slips(&mut self, query: &str, with: &[Value<'_>]) -> Result<Vec<SlipRow>, Fault>;
    /// The one number of each row that a query finds or a change returns.
    fn numbers(&mut self, query: &str, with: &[Value<'_>]) -> Result<Vec<i64>, Fault>;
}

const COLUMNS: &str = "number, name, key, sealed, person, due_at_ms, kept_until_ms";

/// Drawers of slips.
pub trait Drawers: Register {
    /// Files slips, all with one sync. A drawer takes at most `max`.
    fn file(
        &mut self,
        drawer: Drawer,
        slips: &[NewSlip<'_>],
        max: u64,
    ) -> Result<Vec<Filed>, Fault> {
        if slips.is_empty() {
            return Ok(Vec::new());
        }
        let (rows, master) = self.parts();
        whole(rows, |rows| {
            let mut held = count(rows, drawer)?;
            let mut filed = Vec::with_capacity(slips.len());
            for slip in slips {
                let name = named(master, drawer, slip.name);
                if let Some(there) = found(rows, drawer, &name)? {
                    filed.push(Filed::There(there.number));
                } else if held >= max {
                    filed.push(Filed::Full);
                } else {
                    held += 1;
                    filed.push(Filed::New(insert(rows, master, drawer, &name, slip)?));
                }
            }
            Ok(filed)
        })
    }

    /// The slip of this name.
    fn slip(&mut self, drawer: Drawer, name: &str) -> Result<Option<Slip>, Fault> {
        let (rows, master) = self.parts();
        let row = found(rows, drawer, &named(master, drawer, name))?;
        row.map(|row| open(master, &row)).transpose()
    }

    /// The slips that bear a mark, oldest first.
    fn marked(&mut self, drawer: Drawer, mark: &str) -> Result<Vec<Slip>, Fault> {
        let (rows, master) = self.parts();
        let query = format!(
            "SELECT {COLUMNS} FROM slips JOIN slip_marks ON slip = number \
             WHERE mark = $1 AND drawer = $2 ORDER BY number"
        );
        let mark = sum(master, &["slip mark", drawer.as_str(), mark]);
        let with = [Value::Bytes(&mark), Value::Text(drawer.as_str())];
        opened(master, &rows.slips(&query, &with)?)
    }

    /// Slips with which something is to be done by now, the longest due first.
    fn due(&mut self, drawer: Drawer, now_ms: i64, max: usize) -> Result<Vec<Slip>, Fault> {
        let (rows, master) = self.parts();
        let query = format!(
            "SELECT {COLUMNS} FROM slips WHERE drawer = $1 AND due_at_ms <= $2 \
             ORDER BY due_at_ms, number LIMIT $3"
        );
        let with = [
            Value::Text(drawer.as_str()),
            Value::Number(Some(now_ms)),
            limit(max),
        ];
        opened(master, &rows.slips(&query, &with)?)
    }

    /// When something is to be done next with a slip of a drawer.
    fn next_due_ms(&mut self, drawer: Drawer) -> Result<Option<i64>, Fault> {
        let query = "SELECT due_at_ms FROM slips WHERE drawer = $1 AND due_at_ms IS NOT NULL \
                     ORDER BY due_at_ms LIMIT 1";
        let with = [Value::Text(drawer.as_str())];
        Ok(self.parts().0.numbers(query, &with)?.first().copied())
    }

    /// The slips that are erased with a person, oldest first.
    fn slips_of(&mut self, drawer: Drawer, person: i64) -> Result<Vec<Slip>, Fault> {
        let (rows, master) = self.parts();
        let query = format!(
            "SELECT {COLUMNS} FROM slips WHERE drawer = $1 AND person = $2 ORDER BY number"
        );
        let with = [Value::Text(drawer.as_str()), Value::Number(Some(person))];
        opened(master, &rows.slips(&query, &with)?)
    }

    /// The slips behind a number, at most so many.
    fn slips_after(&mut self, drawer: Drawer, number: i64, max: usize) -> Result<Vec<Slip>, Fault> {
        let (rows, master) = self.parts();
        let query = format!(
            "SELECT {COLUMNS} FROM slips WHERE drawer = $1 AND number > $2 ORDER BY number LIMIT $3"
        );
        let with = [
            Value::Text(drawer.as_str()),
            Value::Number(Some(number)),
            limit(max),
        ];
        opened(master, &rows.slips(&query, &with)?)
    }

    /// How many a drawer holds.
    fn held(&mut self, drawer: Drawer) -> Result<u64, Fault> {
        count(self.parts().0, drawer)
    }

    /// Writes what a slip says anew, with its times. Returns whether it is still there.
    fn rewrite(&mut self, slip: &Slip) -> Result<bool, Fault> {
        let (rows, master) = self.parts();
        whole(rows, |rows| {
            let query = format!("SELECT {COLUMNS} FROM slips WHERE number = $1");
            let there = rows.slips(&query, &[Value::Number(Some(slip.number))])?;
            let Some(row) = there.into_iter().next() else {
                return Ok(false);
            };
            let id = hex::encode(&row.name);
            let key = seal::open_key(master, column(&id, "key"), &row.key)?;
            let sealed = sealed_text(&key, &id, &slip.text)?;
            let update = "UPDATE slips SET sealed = $1, due_at_ms = $2, kept_until_ms = $3 \
                          WHERE number = $4 RETURNING number";
            let with = [
                Value::Bytes(&sealed),
                Value::Number(slip.due_at_ms),
                Value::Number(Some(slip.kept_until_ms)),
                Value::Number(Some(slip.number)),
            ];
            Ok(!rows.numbers(update, &with)?.is_empty())
        })
    }

    /// Takes slips away. Returns how many were there. What they said can be read again from no file as soon as
    /// [`Drawers::shred`] was called.
    fn take_away(&mut self, numbers: &[i64]) -> Result<usize, Fault> {
        if numbers.is_empty() {
            return Ok(0);
        }
        let (rows, _) = self.parts();
        whole(rows, |rows| {
            let mut taken = 0;
            for number in numbers {
                let delete = "DELETE FROM slips WHERE number = $1 RETURNING number";
                taken += rows.numbers(delete, &[Value::Number(Some(*number))])?.len();
            }
            Ok(taken)
        })
    }

    /// Takes away what may not be kept any longer. Returns how many that were.
    fn clear_out(&mut self, now_ms: i64) -> Result<usize, Fault> {
        let (rows, _) = self.parts();
        let delete = "DELETE FROM slips WHERE kept_until_ms <= $1 RETURNING number";
        let taken = whole(rows, |rows| {
            rows.numbers(delete, &[Value::Number(Some(now_ms))])
        })?;
        if !taken.is_empty() {
            rows.forget_deleted()?;
        }
        Ok(taken.len())
    }

    /// Makes sure, as far as the database can, that nothing of what was taken away is left in its files.
    fn shred(&mut self) -> Result<(), Fault> {
        self.parts().0.forget_deleted()
    }
}

impl<T: Register + ?Sized> Drawers for T {}

fn insert(
    rows: &mut dyn Rows,
    master: &SecretKey,
    drawer: Drawer,
    name: &[u8],
    slip: &NewSlip<'_>,
) -> Result<i64, Fault> {
    super::fits("text of a slip", &slip.text, TEXT_BYTES_MAX)?;
    let id = hex::encode(name);
    let key = SecretKey::random().map_err(|_| Fault::Chance)?;
    let sealed_key = seal::seal(master, column(&id, "key"), key.bytes())?;
    let sealed = sealed_text(&key, &id, &slip.text)?;
    let insert = "INSERT INTO slips (drawer, name, key, sealed, person, due_at_ms, kept_until_ms) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number";
    let with = [
        Value::Text(drawer.as_str()),
        Value::Bytes(name),
        Value::Bytes(&sealed_key),
        Value::Bytes(&sealed),
        Value::Number(slip.person),
        Value::Number(slip.due_at_ms),
        Value::Number(Some(slip.kept_until_ms)),
    ];
    let number = rows.numbers(insert, &with)?.first().copied();
    let number = number.ok_or(Fault::Torn { number: 0 })?;
    for mark in &slip.marks {
        let mark = sum(master, &["slip mark", drawer.as_str(), mark]);
        let insert = "INSERT INTO slip_marks (mark, slip) VALUES ($1, $2) RETURNING slip";
        rows.numbers(insert, &[Value::Bytes(&mark), Value::Number(Some(number))])?;
    }
    Ok(number)
}

fn found(rows: &mut dyn Rows, drawer: Drawer, name: &[u8]) -> Result<Option<SlipRow>, Fault> {
    let query = format!("SELECT {COLUMNS} FROM slips WHERE drawer = $1 AND name = $2");
    let with = [Value::Text(drawer.as_str()), Value::Bytes(name)];
    Ok(rows.slips(&query, &with)?.into_iter().next())
}

fn count(rows: &mut dyn Rows, drawer: Drawer) -> Result<u64, Fault> {
    let query = "SELECT count(*) FROM slips WHERE drawer = $1";
    let counted = rows.numbers(query, &[Value::Text(drawer.as_str())])?;
    let counted = counted.first().copied().unwrap_or_default();
    Ok(u64::try_from(counted).unwrap_or_default())
}

fn named(master: &SecretKey, drawer: Drawer, name: &str) -> Vec<u8> {
    sum(master, &["slip", drawer.as_str(), name])
}

fn sealed_text(key: &SecretKey, id: &str, text: &str) -> Result<Vec<u8>, Fault> {
    seal::seal(key, column(id, "sealed"), text.as_bytes())
}

fn opened(master: &SecretKey, rows: &[SlipRow]) -> Result<Vec<Slip>, Fault> {
    rows.iter().map(|row| open(master, row)).collect()
}

fn open(master: &SecretKey, row: &SlipRow) -> Result<Slip, Fault> {
    let id = hex::encode(&row.name);
    let key = seal::open_key(master, column(&id, "key"), &row.key)?;
    Ok(Slip {
        number: row.number,
        person: row.person,
        text: seal::open_text(&key, column(&id, "sealed"), &row.sealed)?,
        due_at_ms: row.due_at_ms,
        kept_until_ms: row.kept_until_ms,
    })
}

fn column<'a>(id: &'a str, column: &'static str) -> Place<'a> {
    Place {
        table: "slips",
        id,
        column,
    }
}

fn limit(max: usize) -> Value<'static> {
    Value::Number(Some(i64::try_from(max).unwrap_or(i64::MAX)))
}

impl SlipRows for rusqlite::Connection {
    fn slips(&mut self, query: &str, with: &[Value<'_>]) -> Result<Vec<SlipRow>, Fault> {
        let failed = || Fault::database("look slips up");
        let mut select = self.prepare_cached(query).map_err(failed())?;
        let rows = select.query_map(rusqlite::params_from_iter(with), |row| {
            Ok(SlipRow {
                number: row.get(0)?,
                name: row.get(1)?,
                key: row.get(2)?,
                sealed: row.get(3)?,
                person: row.get(4)?,
                due_at_ms: row.get(5)?,
                kept_until_ms: row.get(6)?,
            })
        });
        rows.and_then(Iterator::collect).map_err(failed())
    }

    fn numbers(&mut self, query: &str, with: &[Value<'_>]) -> Result<Vec<i64>, Fault> {
        let failed = || Fault::database("change slips");
        let mut statement = self.prepare_cached(query).map_err(failed())?;
        let rows = statement.query_map(rusqlite::params_from_iter(with), |row| row.get(0));
        rows.and_then(Iterator::collect).map_err(failed())
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Self::Text(text) => text.to_sql(),
            Self::Bytes(bytes) => bytes.to_sql(),
            Self::Number(number) => number.to_sql(),
        }
    }
}
