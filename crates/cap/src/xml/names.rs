//! Finds where a name ends, and its prefix: at once where it is made of ASCII letters, as every name of CAP is.

use super::swift::{Packed, letters};
use memchr::memchr;

/// A name in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its bytes; none where no name begins.
    pub(super) bytes: usize,
    /// Those of its prefix with the colon.
    pub(super) prefix_bytes: usize,
    /// The name without its prefix.
    pub(super) local: Packed,
}

/// The name that begins here.
#[expect(
    clippy::inline_always,
    reason = "its result is taken apart at once; handed over through memory it costs twice as much"
)]
#[inline(always)]
pub(super) fn name(inside: &[u8]) -> Name {
    let begins = |from: usize| inside.get(from..).unwrap_or_default();
    let (mut name_bytes, mut local) = letters(inside);
    let mut prefix_bytes = 0;
    if name_bytes > 0 && inside.get(name_bytes) == Some(&b':') {
        prefix_bytes = name_bytes + 1;
        let (more, after) = letters(begins(prefix_bytes));
        (name_bytes, local) = (prefix_bytes + more, after);
    }
    let goes_on = inside
        .get(name_bytes)
        .is_some_and(|byte| IN_NAME[usize::from(*byte)]);
    if goes_on {
        any_name(inside)
    } else {
        Name {
            bytes: name_bytes,
            prefix_bytes,
            local,
        }
    }
}

/// The same for a name of any length and letters.
#[cold]
fn any_name(inside: &[u8]) -> Name {
    let first = inside.first().copied().unwrap_or_default();
    let all = inside.iter().position(|byte| !IN_NAME[usize::from(*byte)]);
    let name_bytes = match first {
        b'0'..=b'9' | b'-' | b'.' => 0,
        _ => all.unwrap_or(inside.len()),
    };
    let name = &inside[..name_bytes];
    let prefix_bytes = memchr(b':', name).map_or(0, |at| at + 1);
    Name {
        bytes: name_bytes,
        prefix_bytes,
        local: std::str::from_utf8(&name[prefix_bytes..]).map_or(Packed::NONE, Packed::of),
    }
}

/// The bytes that a name is made of (XML 1.0 §2.3), taking every character beyond ASCII for a letter.
static IN_NAME: [bool; 256] = {
    const ASCII: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:";
    let mut table = [false; 256];
    let mut at = 0;
    while at < ASCII.len() {
        table[ASCII[at] as usize] = true;
        at += 1;
    }
    at = 0x80;
    while at < table.len() {
        table[at] = true;
        at += 1;
    }
    table
};
