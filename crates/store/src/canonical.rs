//! Writes facts as RFC 8785 canonical JSON straight into the journal's buffer, so that one fact has
//! one spelling and its hash means something.
//!
//! serde_json does the encoding (its string escapes are those of RFC 8785 already); this formatter
//! adds the three things that make it canonical: members in UTF-16 order, no member twice, no number
//! that two programs could read differently. `serde_json_canonicalizer` is the oracle in the tests;
//! it is not used for writing, because it formats floats, which a fact may not hold, and buffers
//! every object, which costs several times as much.

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::{
    cell::RefCell,
    cmp::Ordering,
    io::{self, Write},
    ops::Range,
};

/// Largest magnitude that every JSON reader keeps exactly: 2⁵³ − 1 (RFC 7493, I-JSON).
pub const INTEGER_MAX: u64 = (1 << 53) - 1;

/// Deepest nesting of a fact. Half of serde_json's own limit for reading (128), so that whatever is
/// written can be read back inside the entry's envelope by any common reader.
pub const DEPTH_MAX: usize = 64;

/// Appends the canonical form of `value` to `out`. On error `out` is as it was.
///
/// A float is refused, whole or not; so is an integer beyond ±(2⁵³ − 1). A NaN never reaches the
/// formatter, because serde_json turns it into `null` before.
pub fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), serde_json::Error> {
    let before = out.len();
    let shared = Shared(RefCell::new(std::mem::take(out)));
    let formatter = Canonical {
        out: &shared,
        members: Vec::new(),
        objects: Vec::new(),
        depth: 0,
    };
    let written = value.serialize(&mut Serializer::with_formatter(&shared, formatter));
    *out = shared.0.into_inner();
    if written.is_err() {
        out.truncate(before);
    }
    written
}

/// The canonical form of `value` alone.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::new();
    write(&mut out, value)?;
    Ok(out)
}

/// One buffer seen by serde_json as its writer and by the formatter as text whose members it may move.
struct Shared(RefCell<Vec<u8>>);

impl Write for &Shared {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Canonical<'a> {
    out: &'a Shared,
    /// Members of the objects that are open, innermost last.
    members: Vec<Member>,
    objects: Vec<OpenObject>,
    depth: usize,
}

#[derive(Clone)]
struct Member {
    key: Range<usize>,
    end: usize,
}

struct OpenObject {
    first_member: usize,
    in_order: bool,
}

impl Canonical<'_> {
    fn deeper(&mut self) -> io::Result<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(unfit("nested deeper than 64 levels"));
        }
        Ok(())
    }

    /// Compares the key just written with the one before it in the same object.
    fn note_order(&mut self) -> io::Result<()> {
        let (Some(object), [.., before, last]) = (self.objects.last_mut(), self.members.as_slice())
        else {
            return Ok(());
        };
        if !object.in_order || self.members.len() - object.first_member < 2 {
            return Ok(());
        }
        let text = self.out.0.borrow();
        match compare_keys(&text[before.key.clone()], &text[last.key.clone()]) {
            Ordering::Less => {}
            Ordering::Equal => return Err(twice(&text[last.key.clone()])),
            Ordering::Greater => object.in_order = false,
        }
        Ok(())
    }

    /// Puts the members of the innermost object into order.
    fn reorder(&self, first_member: usize) -> io::Result<()> {
        let members = &self.members[first_member..];
        let mut text = self.out.0.borrow_mut();
        let mut order: Vec<&Member> = members.iter().collect();
        order.sort_by(|a, b| compare_keys(&text[a.key.clone()], &text[b.key.clone()]));
        for pair in order.windows(2) {
            let (a, b) = (&text[pair[0].key.clone()], &text[pair[1].key.clone()]);
            if compare_keys(a, b) == Ordering::Equal {
                return Err(twice(a));
            }
        }
        let Some(start) = members.first().map(|first| first.key.start) else {
            return Ok(());
        };
        let mut sorted = Vec::with_capacity(text.len() - start);
        for (i, member) in order.iter().enumerate() {
            if i > 0 {
                sorted.push(b',');
            }
            sorted.extend_from_slice(&text[member.key.start..member.end]);
        }
        text.truncate(start);
        text.extend_from_slice(&sorted);
        Ok(())
    }
}

macro_rules! bounded_integers {
    ($($name:ident: $type:ty),*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, writer: &mut W, value: $type) -> io::Result<()> {
            if u64::try_from(value.unsigned_abs()).is_ok_and(|size| size <= INTEGER_MAX) {
                CompactFormatter.$name(writer, value)
            } else {
                Err(too_large(&value))
            }
        }
    )*};
}

impl Formatter for Canonical<'_> {
    bounded_integers!(write_i64: i64, write_i128: i128);

    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        if value > INTEGER_MAX {
            return Err(too_large(&value));
        }
        CompactFormatter.write_u64(writer, value)
    }

    fn write_u128<W: ?Sized + Write>(&mut self, writer: &mut W, value: u128) -> io::Result<()> {
        if value > u128::from(INTEGER_MAX) {
            return Err(too_large(&value));
        }
        CompactFormatter.write_u128(writer, value)
    }

    fn write_f32<W: ?Sized + Write>(&mut self, _: &mut W, value: f32) -> io::Result<()> {
        Err(float(&value))
    }

    fn write_f64<W: ?Sized + Write>(&mut self, _: &mut W, value: f64) -> io::Result<()> {
        Err(float(&value))
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, _: &mut W, value: &str) -> io::Result<()> {
        Err(float(&value))
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        Err(unfit(
            "raw JSON: its spelling may not be canonical; parse it first",
        ))
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        CompactFormatter.write_char_escape(writer, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.deeper()?;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.deeper()?;
        self.objects.push(OpenObject {
            first_member: self.members.len(),
            in_order: true,
        });
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if let Some(object) = self.objects.pop() {
            if !object.in_order {
                self.reorder(object.first_member)?;
            }
            self.members.truncate(object.first_member);
        }
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        let start = self.out.0.borrow().len();
        self.members.push(Member {
            key: start..start,
            end: start,
        });
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.out.0.borrow().len();
        if let Some(member) = self.members.last_mut() {
            member.key.end = end;
        }
        self.note_order()
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.out.0.borrow().len();
        if let Some(member) = self.members.last_mut() {
            member.end = end;
        }
        Ok(())
    }
}

/// Orders two quoted keys by their UTF-16 code units, as RFC 8785 §3.2.3 asks.
fn compare_keys(a: &[u8], b: &[u8]) -> Ordering {
    // Byte order and UTF-16 order agree on ASCII; the closing quote would not sort before a space.
    let (bare_a, bare_b) = (&a[1..a.len() - 1], &b[1..b.len() - 1]);
    let plain = |key: &[u8]| key.iter().all(|byte| byte.is_ascii() && *byte != b'\\');
    if plain(bare_a) && plain(bare_b) {
        return bare_a.cmp(bare_b);
    }
    let units = |key: &[u8]| -> Vec<u16> {
        serde_json::from_slice::<String>(key)
            .unwrap_or_default()
            .encode_utf16()
            .collect()
    };
    units(a).cmp(&units(b))
}

fn unfit(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn float(value: &dyn std::fmt::Display) -> io::Error {
    unfit(&format!(
        "the number {value} is a float: a fact holds integers only (use a smaller unit, or a text)"
    ))
}

fn too_large(value: &dyn std::fmt::Display) -> io::Error {
    unfit(&format!(
        "the integer {value} is beyond ±(2^53 − 1): write it as a text"
    ))
}

fn twice(key: &[u8]) -> io::Error {
    unfit(&format!(
        "the member {} is there twice",
        String::from_utf8_lossy(key)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn text(value: &impl Serialize) -> String {
        String::from_utf8(to_vec(value).unwrap()).unwrap()
    }

    #[test]
    fn struct_fields_are_put_into_order_at_every_depth() {
        #[derive(Serialize)]
        struct Fact {
            zone: &'static str,
            alert: Inner,
            at: u64,
        }
        #[derive(Serialize)]
        struct Inner {
            b: Vec<Inner>,
            a: i64,
        }
        let inner = |a| Inner { b: vec![], a };
        let fact = Fact {
            zone: "nord",
            alert: Inner {
                b: vec![inner(-1), inner(2)],
                a: 3,
            },
            at: 7,
        };
        assert_eq!(
            text(&fact),
            r#"{"alert":{"a":3,"b":[{"a":-1,"b":[]},{"a":2,"b":[]}]},"at":7,"zone":"nord"}"#
        );
    }

    #[test]
    fn keys_sort_by_utf16_units_as_in_the_example_of_rfc_8785() {
        let value = json!({
            "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7,
        });
        let wanted = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(text(&value), wanted);
    }

    #[test]
    fn a_key_that_is_the_beginning_of_another_comes_first() {
        assert_eq!(
            text(&json!({"a b": 1, "a": 2, "a!": 3})),
            r#"{"a":2,"a b":1,"a!":3}"#
        );
    }

    #[test]
    fn floats_large_integers_and_doubled_members_are_refused_and_leave_nothing() {
        struct Doubled;
        impl Serialize for Doubled {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map([("b", 1), ("a", 2), ("b", 3)])
            }
        }
        let mut out = b"kept".to_vec();
        let mut refusal = |value: &dyn Fn(&mut Vec<u8>) -> Result<(), serde_json::Error>| {
            let said = value(&mut out).unwrap_err().to_string();
            assert_eq!(out, b"kept");
            said
        };
        assert!(refusal(&|out| write(out, &json!({"lat": 33.5}))).contains("33.5 is a float"));
        assert!(refusal(&|out| write(out, &json!({"n": 1_u64 << 53}))).contains("beyond"));
        assert!(refusal(&|out| write(out, &json!({"n": -(1_i64 << 53)}))).contains("beyond"));
        assert!(refusal(&|out| write(out, &Doubled)).contains("\"b\" is there twice"));
    }

    #[test]
    fn a_fact_nested_too_deep_to_be_read_back_is_refused() {
        let nested = |levels| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        assert!(to_vec(&nested(DEPTH_MAX)).is_ok());
        assert!(to_vec(&nested(DEPTH_MAX + 1)).is_err());
    }

    fn any_fact() -> impl Strategy<Value = Value> {
        let limit = i64::try_from(INTEGER_MAX).unwrap();
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-limit..=limit).prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
            "[\u{0}-\u{1f}\"\\\\/\u{7f}-\u{a0}\u{2028}\u{1f600}]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((".{0,6}", inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_an_independent_canonicalizer_and_reads_back(fact in any_fact()) {
            let ours = to_vec(&fact).unwrap();
            prop_assert_eq!(&ours, &serde_json_canonicalizer::to_vec(&fact).unwrap());
            prop_assert_eq!(serde_json::from_slice::<Value>(&ours).unwrap(), fact);
        }
    }
}
