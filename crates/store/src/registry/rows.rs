//! What a database must do for a register of people, row by row: nothing here decides anything.

use super::Fault;
use super::person::Spot;
use super::register::{Part, Placed, Whom};
use super::sheet::Row;
use super::slips::SlipRows;

/// Rows of people, in one database.
pub trait Rows: SlipRows {
    /// Begins what is to be done whole.
    fn begin(&mut self) -> Result<(), Fault>;
    /// Ends it, on disk.
    fn commit(&mut self) -> Result<(), Fault>;
    /// Undoes it.
    fn roll_back(&mut self) -> Result<(), Fault>;

    /// The row with this number.
    fn row(&mut self, number: i64) -> Result<Option<Row>, Fault>;
    /// The row with this id.
    fn row_of_id(&mut self, id: &str) -> Result<Option<Row>, Fault>;
    /// The row with this pseudonym.
    fn row_of_pseudonym(&mut self, pseudonym: &str) -> Result<Option<Row>, Fault>;
    /// The next rows behind a number.
    fn page(&mut self, after: i64, whom: Whom, max: usize) -> Result<Vec<Row>, Fault>;
    /// How many there are.
    fn count(&mut self) -> Result<u64, Fault>;
    /// Numbers behind a keyed sum.
    fn owners(&mut self, sum: &[u8]) -> Result<Vec<i64>, Fault>;

    /// Puts a row and returns its number.
    fn insert(&mut self, row: &Row) -> Result<i64, Fault>;
    /// Puts a row in place of the one with its number.
    fn update(&mut self, row: &Row) -> Result<(), Fault>;
    /// Puts a row's places and sums in place of those that it had.
    fn hang(&mut self, row: &Row, sums: &[Vec<u8>]) -> Result<(), Fault>;
    /// Puts the end of a pause.
    fn pause(&mut self, number: i64, until_ms: Option<i64>) -> Result<(), Fault>;
    /// Puts where people are whom alerts follow; says who these are. Each is named once.
    fn seen(&mut self, moves: &[(i64, Spot)], at_ms: i64) -> Result<Vec<i64>, Fault>;
    /// Takes a row away and what hangs on it.
    fn delete(&mut self, number: i64) -> Result<(), Fault>;
    /// Takes away where somebody is.
    fn forget_place(&mut self, number: i64) -> Result<(), Fault>;
    /// Makes sure, as far as the database can, that nothing of what was taken away is left in its files.
    fn forget_deleted(&mut self) -> Result<(), Fault>;

    /// Whose time is over.
    fn over(&mut self, now_ms: i64) -> Result<Vec<i64>, Fault>;
    /// Who was last seen before a time.
    fn unseen_since(&mut self, before_ms: i64) -> Result<Vec<i64>, Fault>;
    /// Clears pauses that have ended; says how many.
    fn end_pauses(&mut self, now_ms: i64) -> Result<usize, Fault>;

    /// Notes that people changed, each named once; of each the last change is kept.
    fn changed(&mut self, numbers: &[i64], at_ms: i64) -> Result<(), Fault>;
    /// The number of the last change, 0 before the first.
    fn last_change(&mut self) -> Result<i64, Fault>;
    /// Numbers of later changes, and of whom.
    fn changed_after(&mut self, change: i64) -> Result<Vec<(i64, i64)>, Fault>;
    /// Forgets changes from before a time.
    fn forget_changes(&mut self, before_ms: i64) -> Result<(), Fault>;

    /// Those of whom an older program did not write which help they need.
    fn unmarked(&mut self, max: usize) -> Result<Vec<i64>, Fault>;

    /// Every place of those who agreed, and which help they need, hidden.
    fn placed(
        &mut self,
        part: Option<Part>,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault>;
    /// The places of one of them.
    fn placed_of(
        &mut self,
        number: i64,
        each: &mut dyn FnMut(Placed<'_>, &[u8]),
    ) -> Result<(), Fault>;
}
