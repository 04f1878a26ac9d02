//! A text that was not believed: an attack, a fault, or an old order that somebody plays again. Each goes into the
//! record, since a siren that says no a thousand times is under attack.

use super::RefusalReason;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who did not believe a text, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Doubt {
    /// A siren, of what came to it as an order.
    Siren {
        /// The rule that said no.
        reason: RefusalReason,
    },
    /// The server, of what came to it in the siren's name.
    Server {
        /// What it was said to be.
        text: SaidToBe,
        /// What was wrong with it.
        reason: Unproven,
    },
}

/// What a text in a siren's name was said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidToBe {
    /// An introduction.
    Hello,
    /// An answer to an order.
    Answer,
    /// How the siren is.
    Pulse,
}

/// Why a text in a siren's name proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unproven {
    /// Not signed at all, not by this siren's key, or changed since.
    Forged,
    /// Signed by the siren, and not for what was asked of it now: played again, or late.
    Stale,
    /// Signed by one siren and said in the name of another.
    OtherSiren,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Siren { reason } => write!(f, "it refused an order: {}", reason.advice()),
            Self::Server { text, reason } => {
                let text = match text {
                    SaidToBe::Hello => "a hello",
                    SaidToBe::Answer => "an answer",
                    SaidToBe::Pulse => "a pulse",
                };
                let reason = match reason {
                    Unproven::Forged => "which its key did not sign",
                    Unproven::Stale => "which was played again or came late",
                    Unproven::OtherSiren => "which another siren signed",
                };
                write!(f, "somebody gave {text} in its name, {reason}")
            }
        }
    }
}
