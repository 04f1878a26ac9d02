//! What is said of each danger: one text per danger, language and form, decided before the day.
//!
//! Pure: texts come in as values, `render` fills their slots, and the same call gives the same text.
//! Nothing here translates. A language without a text is left out and named as missing.
//!
//! The reading order: an `act` is said in a `form`; `slots` hold what varies; a `book` holds the texts
//! and their codes; `render` speaks; `text` measures and encodes for narrow ways out; `check` finds
//! what must not be said.

mod act;
pub mod bidi;
mod book;
#[cfg(feature = "built-in")]
pub mod built_in;
pub mod check;
mod codes;
pub mod gallery;
mod language;
mod length;
pub mod narrow;
mod overlay;
mod pages;
mod parts;
mod phrases;
mod render;
mod script;
mod slot;
mod slots;
pub mod text;
mod vetting;

pub use act::{Act, Form, Reality};
pub use book::{Book, Source};
pub use codes::{CapCodes, Class, Codes, DangerCodes};
pub use language::{Digits, Direction, KNOWN as LANGUAGES, Traits, traits};
pub use length::{Length, SMS_PARTS_MAX};
pub use overlay::{Change, Under, changes, under};
pub use pages::{Page, pages};
pub use parts::Part;
pub use phrases::{CAUSES, COMMON, Label, Phrases};
pub use render::{Ask, Filling, Rendered, Unsaid, fill};
pub use slot::Slot;
pub use slots::{
    Compass, Distance, LocalTime, MINUTES_MAX, NOTE_CHARS_MAX, PHONE_DIGITS_MAX, Slots, note_fault,
};
pub use vetting::{Declared, Saying, sum, sum_of_common};
