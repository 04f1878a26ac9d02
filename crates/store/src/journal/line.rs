//! One entry as one line of text, read and written.
//!
//! The envelope is fixed, so it is taken apart from both ends without parsing the fact in between:
//! `{"at":<ms>,"fact":{…},"n":<n>,"prev":"sha256:<hex>"}` and a newline.

use super::fault::Unfit;
use crate::{Sha256Sum, canonical};
use serde::Serialize;

/// Longest line in bytes, newline included. A fact carries at most one CAP message (256 KiB as
/// received, up to three times that when every byte is escaped) and its surroundings.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// An entry as it stands in its segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Number of the entry, from 1, without gaps.
    pub n: u64,
    /// When the entry was made, in milliseconds since 1970-01-01T00:00Z. Shown, never used for order.
    pub at_ms: i64,
    /// Sum of the line before.
    pub prev: Sha256Sum,
    /// The fact: one canonical JSON object.
    pub fact: &'a str,
    /// The whole line with its newline: what the next line's `prev` is the sum of.
    pub text: &'a str,
}

/// Appends the line for a fact to `out`. On error `out` is as it was.
pub(super) fn write<F: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    n: u64,
    at_ms: i64,
    prev: &Sha256Sum,
    fact: &F,
) -> Result<(), Unfit> {
    let start = out.len();
    let written = write_unchecked(out, n, at_ms, prev, fact);
    if written.is_err() {
        out.truncate(start);
    }
    written
}

fn write_unchecked<F: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    n: u64,
    at_ms: i64,
    prev: &Sha256Sum,
    fact: &F,
) -> Result<(), Unfit> {
    let start = out.len();
    let at = u64::try_from(at_ms)
        .ok()
        .filter(|at| *at <= canonical::INTEGER_MAX);
    let at = at.ok_or(Unfit::Time { at_ms })?;
    out.extend_from_slice(AT);
    write_number(out, at);
    out.extend_from_slice(FACT);
    let fact_start = out.len();
    canonical::write(out, fact).map_err(|why| Unfit::Fact {
        why: why.to_string(),
    })?;
    if out.get(fact_start) != Some(&b'{') {
        return Err(Unfit::Fact {
            why: "it is not a JSON object".to_owned(),
        });
    }
    out.extend_from_slice(N);
    write_number(out, n);
    out.extend_from_slice(PREV);
    out.extend_from_slice(&prev.hex());
    out.extend_from_slice(END);
    let bytes = out.len() - start;
    if bytes > LINE_BYTES_MAX {
        return Err(Unfit::TooLong { bytes });
    }
    Ok(())
}

const AT: &[u8] = b"{\"at\":";
const FACT: &[u8] = b",\"fact\":";
const N: &[u8] = b",\"n\":";
const PREV: &[u8] = b",\"prev\":\"sha256:";
const END: &[u8] = b"\"}\n";

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

impl<'a> Line<'a> {
    /// Takes a line apart. The fact is looked at only so far as to be text in braces without unwritten
    /// (zero) bytes; [`Line::fact_is_canonical`] looks at the rest.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let body = bytes
            .strip_suffix(END)
            .ok_or("it does not end as an entry does")?;
        if memchr::memchr(0, bytes).is_some() {
            return Err("it holds zero bytes, as disk space does that was never written");
        }
        let (body, prev) = body
            .split_at_checked(body.len().saturating_sub(64))
            .ok_or("too short")?;
        let prev = Sha256Sum::from_hex(prev).ok_or("its prev is not a sum")?;
        let body = body
            .strip_suffix(PREV)
            .ok_or("it has no prev where it belongs")?;
        let digits = body
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (body, n) = body.split_at(body.len() - digits);
        let n = number(n).ok_or("its n is not a number")?;
        let body = body.strip_suffix(N).ok_or("it has no n where it belongs")?;
        let body = body
            .strip_prefix(AT)
            .ok_or("it does not begin with its time")?;
        let digits = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (at, body) = body.split_at(digits);
        let at_ms = number(at).and_then(|at| i64::try_from(at).ok());
        let at_ms = at_ms.ok_or("its time is not a number")?;
        let fact = body
            .strip_prefix(FACT)
            .ok_or("it has no fact where it belongs")?;
        if !(fact.starts_with(b"{") && fact.ends_with(b"}")) {
            return Err("its fact is not an object");
        }
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8")?;
        let start = AT.len() + digits + FACT.len();
        Ok(Self {
            n,
            at_ms,
            prev,
            fact: &text[start..start + fact.len()],
            text,
        })
    }

    /// The sum of this line, which the next one names as its `prev`.
    #[must_use]
    pub fn sum(&self) -> Sha256Sum {
        Sha256Sum::of(self.text.as_bytes())
    }

    /// Whether the fact is valid JSON in its one canonical spelling.
    #[must_use]
    pub fn fact_is_canonical(&self) -> bool {
        serde_json::from_str::<serde_json::Value>(self.fact)
            .and_then(|fact| canonical::to_vec(&fact))
            .is_ok_and(|canonical| canonical == self.fact.as_bytes())
    }
}

/// A number in its one canonical spelling, up to what JSON readers keep exactly.
fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 16 || (digits[0] == b'0' && digits.len() > 1) {
        return None;
    }
    let value = digits
        .iter()
        .fold(0, |sum: u64, digit| sum * 10 + u64::from(digit - b'0'));
    (value <= canonical::INTEGER_MAX).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn line(n: u64, at_ms: i64, fact: &serde_json::Value) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, n, at_ms, &Sha256Sum::ZERO, fact).unwrap();
        out
    }

    #[test]
    fn a_line_is_the_canonical_form_of_its_entry() {
        let line = line(
            7,
            1_795_000_000_000,
            &json!({"kind": "issued", "alert": "a-1"}),
        );
        let zeros = "0".repeat(64);
        assert_eq!(
            String::from_utf8(line.clone()).unwrap(),
            format!(
                "{{\"at\":1795000000000,\"fact\":{{\"alert\":\"a-1\",\"kind\":\"issued\"}},\
                 \"n\":7,\"prev\":\"sha256:{zeros}\"}}\n"
            )
        );
        let whole: serde_json::Value = serde_json::from_slice(&line).unwrap();
        let mut oracle = serde_json_canonicalizer::to_vec(&whole).unwrap();
        oracle.push(b'\n');
        assert_eq!(line, oracle);
    }

    #[test]
    fn facts_that_are_no_objects_too_long_or_before_1970_are_unfit_and_leave_nothing() {
        let mut out = b"kept".to_vec();
        let mut unfit = |at_ms, fact: &serde_json::Value| {
            let said = write(&mut out, 1, at_ms, &Sha256Sum::ZERO, fact)
                .unwrap_err()
                .to_string();
            assert_eq!(out, b"kept");
            said
        };
        assert!(unfit(0, &json!("issued")).contains("not a JSON object"));
        assert!(unfit(-1, &json!({})).contains("-1"));
        assert!(unfit(0, &json!({"text": "x".repeat(LINE_BYTES_MAX)})).contains("1048576"));
        assert!(unfit(0, &json!({"lat": 1.5})).contains("1.5 is a float"));
    }

    #[test]
    fn a_cut_or_spoilt_line_is_no_entry() {
        let good = line(12, 34, &json!({"text": "\u{e9}"}));
        assert!(Line::parse(&good).is_ok());
        for cut in 0..good.len() {
            assert!(Line::parse(&good[..cut]).is_err(), "cut at {cut}");
            let mut holed = good.clone();
            holed[cut] = 0;
            assert!(Line::parse(&holed).is_err(), "hole at {cut}");
        }
    }

    #[test]
    fn a_number_with_a_second_spelling_is_no_number() {
        for digits in ["", "00", "01", "9007199254740992", "99999999999999999"] {
            assert_eq!(number(digits.as_bytes()), None, "{digits}");
        }
        assert_eq!(number(b"0"), Some(0));
        assert_eq!(number(b"9007199254740991"), Some(canonical::INTEGER_MAX));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(n in 1..=canonical::INTEGER_MAX, at in 0..=i64::from(u32::MAX), text in ".*") {
            let fact = json!({ "text": text });
            let bytes = line(n, at, &fact);
            let line = Line::parse(&bytes).unwrap();
            prop_assert_eq!((line.n, line.at_ms, line.prev), (n, at, Sha256Sum::ZERO));
            prop_assert!(line.fact_is_canonical());
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(line.fact).unwrap(), fact);
        }
    }
}
