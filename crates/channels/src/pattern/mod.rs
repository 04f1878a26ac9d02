//! What every channel to people and programs is: it takes one order for one recipient and says at once what
//! came of it. One folder, five files:
//!
//! ```text
//! NAME/mod.rs      what it is, its limits, its references
//! NAME/config.rs   what of it is configured, and every fault of that
//! NAME/render.rs   the order as its wire writes it; pure, with golden files
//! NAME/send.rs     the order on the wire, and the outcome
//! NAME/fake.rs     the other side, for tests
//! ```
//!
//! Each has two more forms that need no network and render the same: [`InFolder`] writes files, [`InMemory`]
//! keeps them. One suite of tests (`tests/contract`) runs over every channel.

mod forms;
mod web;

pub use forms::{InFolder, InMemory, Kept};
pub use web::{Answer, Asking, NoAnswer, Request, Web};

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use vigie_core::delivery::parcel::Outcome;
use vigie_core::ids::{AlertId, DeliveryId, Language};
use vigie_core::time::Timestamp;
use vigie_core::warning::Alert;

/// How long a channel may take for one order, in milliseconds. It must answer by then: the engine asks again
/// about what nobody spoke of for 30 s.
pub const SEND_MS_MAX: u64 = 20_000;

/// Something for one recipient.
#[derive(Clone, Debug)]
pub struct Order {
    /// Which attempt, from 1.
    pub attempt: u8,
    /// What it says.
    pub says: Says,
    /// To whom.
    pub to: Recipient,
}

/// What an order says.
#[derive(Clone, Debug)]
pub enum Says {
    /// A message of a warning.
    Alert(Carried),
    /// A message to one device about itself.
    Note(Note),
}

/// A message of a warning, on its way.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The number of the delivery. An order that is sent twice has the same, so that it is heard once.
    pub number: DeliveryId,
    /// The message.
    pub alert: Arc<Alert>,
    /// The message of the same warning that went out before it, if one did.
    pub follows: Option<AlertId>,
}

/// What somebody is told about themselves: that they were signed up, or a test that they asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number, the same for every attempt.
    pub number: u64,
    /// One line, in the reader's language.
    pub title: String,
    /// What to do.
    pub body: String,
    /// That language.
    pub language: Language,
    /// With this the receiver says that it came.
    pub proof: String,
    /// The receiver's own page.
    pub url: String,
    /// When it was written.
    pub at: Timestamp,
    /// Until when it says anything.
    pub until: Timestamp,
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Note({}, …)", self.number)
    }
}

impl Order {
    /// A name that is the same whenever the same is sent to the same endpoint.
    pub fn name(&self) -> String {
        let tag = &self.to.tag;
        match &self.says {
            Says::Alert(carried) => format!("{}.{tag}", carried.number),
            Says::Note(note) => format!("note-{}.{tag}", note.number),
        }
    }
}

/// One endpoint. What names somebody is never shown, not even to developers.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address, as the channel writes it.
    pub address: String,
    /// The languages to say it in, if the message speaks them, the dearest first.
    pub languages: Vec<Language>,
    /// A page that ends it all with one tap, if the recipient has one.
    pub stop: Option<String>,
    /// Names the endpoint to whoever may know it by its address: hexadecimal digits, the same for every order.
    pub tag: String,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({:?}, …)", self.languages)
    }
}

/// An order as a channel writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// A name that is the same whenever the same order is rendered for the same endpoint.
    pub name: String,
    /// What goes over the wire, or the part of it that says something.
    pub bytes: Vec<u8>,
}

/// Writes orders as a channel does; pure.
pub trait Render: fmt::Debug + Send + Sync {
    /// The order as it is written, or why there is none: then no attempt will help.
    fn render(&self, order: &Order) -> Result<Rendered, String>;
}

impl<R: Render + ?Sized> Render for Arc<R> {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        (**self).render(order)
    }
}

/// How much a channel may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Orders that may be under way at once.
    pub at_once: usize,
    /// Orders of a minute that the provider takes.
    pub per_minute_max: u32,
}

/// What will come of an order.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A way out to people or programs. It knows neither engine nor store nor another channel.
pub trait Channel: fmt::Debug + Send + Sync {
    /// How much it may be given.
    fn limits(&self) -> Limits;

    /// Sends one order. Answers within [`SEND_MS_MAX`].
    fn send<'a>(&'a self, order: &'a Order) -> Sending<'a>;
}
