//! Lists of people from other programs, line by line: what each line says, or what is wrong with it, and where.

mod coordinates;
mod encoding;
mod line;
mod list;
mod people;
mod sheet;

pub use line::Usual;
pub(crate) use line::{mail, phone};
pub use list::{Exported, export};
pub use people::{Outcome, Rehearsal, Taken, take};
pub(crate) use sheet::features_of;
pub use sheet::{Sheet, read};

/// Largest file that is taken in, in bytes: ten million people with everything that can be said of them.
pub const FILE_BYTES_MAX: u64 = 4 << 30;

/// A country by its two letters; none for no letters.
pub fn country(letters: &str) -> Result<Option<phonenumber::country::Id>, String> {
    if letters.is_empty() {
        return Ok(None);
    }
    let country = letters.to_uppercase().parse();
    country
        .map(Some)
        .map_err(|_| format!("{letters:?} is no country of two letters, such as FR"))
}
