//! Asking an address of somebody else. A channel says what to ask and reads the answer; the connection is made by
//! whoever guards which addresses may be asked.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// What is asked: `POST` to an address, no redirect followed, no name resolved twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where to.
    pub url: String,
    /// With which headers, names in small letters.
    pub headers: Vec<(&'static str, String)>,
    /// With which body.
    pub body: Vec<u8>,
}

/// What was answered; a body is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// How long it wants to rest, in milliseconds.
    pub rest_ms: Option<i64>,
}

/// Why nothing was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// It was asked, or could not be found, and said nothing; perhaps later.
    Silent {
        /// Why, for people.
        why: String,
    },
    /// It may not be asked.
    NotAdmitted {
        /// Why, for people.
        why: String,
    },
}

/// What will be answered, or why nothing was.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Answer, NoAnswer>> + Send + 'a>>;

/// The way to addresses of others.
pub trait Web: fmt::Debug + Send + Sync {
    /// Asks. Answers within [`super::SEND_MS_MAX`].
    fn post<'a>(&'a self, request: &'a Request) -> Asking<'a>;
}
