//! Why something does not fit the record, with the way out.

use crate::time::Timestamp;
use std::fmt;

/// Why something does not fit the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// This row was taken over before.
    TakenOver {
        /// The incident that it became.
        incident: String,
    },
    /// The incident is part of another.
    PartOf {
        /// Which.
        incident: String,
        /// Of which.
        whole: String,
    },
    /// The same thing twice in one request.
    Twice {
        /// What kind of thing.
        what: &'static str,
        /// Its name or number.
        name: String,
    },
    /// Something that is set once and for all.
    Fixed {
        /// What.
        what: &'static str,
    },
    /// A time that ends before it begins.
    EmptySpan {
        /// Its beginning.
        since: Timestamp,
        /// Its end.
        until: Timestamp,
    },
    /// Not a name.
    BadName {
        /// Of what.
        what: &'static str,
        /// As given, at most eighty characters of it.
        name: String,
    },
    /// A line that rests on one report is not corroborated.
    OneSource {
        /// Which.
        line: String,
    },
    /// A sentence that is not where it is said to be.
    BadMark {
        /// From which byte.
        from: u32,
        /// Up to which.
        to: u32,
        /// How long the sentence is, in bytes.
        bytes: usize,
    },
    /// Salvos are numbered from 1.
    BadSalvo {
        /// As given.
        salvo: u16,
    },
}

impl Unfit {
    /// A stable code for machines and the record.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TakenOver { .. } => "taken_over",
            Self::PartOf { .. } => "part_of",
            Self::Twice { .. } => "twice",
            Self::Fixed { .. } => "fixed",
            Self::EmptySpan { .. } => "empty_span",
            Self::BadName { .. } => "bad_name",
            Self::OneSource { .. } => "one_source",
            Self::BadMark { .. } => "bad_mark",
            Self::BadSalvo { .. } => "bad_salvo",
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TakenOver { incident } => write!(
                f,
                "this row of the table is incident {incident} already; describe that one anew"
            ),
            Self::PartOf { incident, whole } => write!(
                f,
                "incident {incident} is part of incident {whole} by now; write there"
            ),
            Self::Twice { what, name } => {
                write!(f, "the {what} {name:?} is named twice; name it once")
            }
            Self::Fixed { what } => write!(f, "{what} is set once and for all; leave it as it is"),
            Self::EmptySpan { since, until } => write!(
                f,
                "the time from {since} to {until} is empty; give an end that lies behind the beginning"
            ),
            Self::BadName { what, name } => write!(
                f,
                "{what} {name:?} is not a name of 1 to 64 of a-z A-Z 0-9 . _ -"
            ),
            Self::OneSource { line } => write!(
                f,
                "line {line} rests on one report; add the others that say the same before it is called corroborated"
            ),
            Self::BadMark { from, to, bytes } => write!(
                f,
                "a sentence of {bytes} bytes is not what stands from byte {from} to {to}; mark it anew"
            ),
            Self::BadSalvo { salvo } => write!(
                f,
                "there is no salvo {salvo}; they are numbered from 1 to {}",
                crate::limits::SALVOS_MAX
            ),
        }
    }
}

impl From<Unfit> for crate::refusal::Refusal {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}
