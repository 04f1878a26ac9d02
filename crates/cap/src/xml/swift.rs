//! Names and blanks, sixteen bytes at a time: a message is made of short ones, and to look at them byte by byte is a
//! fifth of all splitting.

/// Bytes looked at in one step.
const STEP: usize = 16;
/// The highest bit of each byte.
const HIGH: u128 = each(0x80);

/// A name as one number: one comparison tells two apart. Longer names than [`STEP`] have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packed(u128);

impl Packed {
    /// Of a name that is too long; no element of CAP is.
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        if bytes.len() > STEP {
            return Self::NONE;
        }
        let mut chunk = [0; STEP];
        let mut at = 0;
        while at < bytes.len() {
            chunk[at] = bytes[at];
            at += 1;
        }
        Self(u128::from_le_bytes(chunk))
    }

    /// Whether these bytes begin with the name, which has this length.
    pub(super) fn begins(self, bytes: &[u8], length: usize) -> Option<bool> {
        let head = bytes.first_chunk()?;
        (self != Self::NONE).then(|| u128::from_le_bytes(*head) & low(length) == self.0)
    }
}

/// How many ASCII letters these bytes begin with, up to [`STEP`], and these letters.
pub(super) fn letters(bytes: &[u8]) -> (usize, Packed) {
    let head = head(bytes);
    let lower = (head | each(0x20)) & !HIGH;
    let from_a = lower + each(0x80 - b'a');
    let beyond_z = lower + each(0x80 - b'z' - 1);
    let length = leading(from_a & !beyond_z & !head);
    (length, Packed(head & low(length)))
}

/// How many blanks of XML these bytes begin with.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let head = head(&bytes[from..]);
        let is = |byte| zeros(head ^ each(byte));
        let here = leading(is(b' ') | is(b'\n') | is(b'\t') | is(b'\r'));
        from += here;
        if here < STEP {
            return from;
        }
    }
}

/// The highest bit of each byte that is zero.
const fn zeros(bytes: u128) -> u128 {
    !(((bytes & !HIGH) + !HIGH) | bytes)
}

/// How many bytes from the first on have their highest bit.
fn leading(bits: u128) -> usize {
    usize::try_from((!bits & HIGH).trailing_zeros() / 8).unwrap_or(STEP)
}

/// The first bytes, with zeros after the last.
fn head(bytes: &[u8]) -> u128 {
    let chunk = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut chunk = [0; STEP];
        for (to, from) in chunk.iter_mut().zip(bytes) {
            *to = *from;
        }
        chunk
    });
    u128::from_le_bytes(chunk)
}

/// All bits of the first so many bytes.
fn low(length: usize) -> u128 {
    if length >= STEP {
        u128::MAX
    } else {
        (1 << (8 * length)) - 1
    }
}

const fn each(byte: u8) -> u128 {
    u128::from_le_bytes([byte; STEP])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_counted_at_once_is_what_is_counted_one_by_one(bytes in "[a-zA-Z@\\[`{ \n\t\r\u{b}é0:>-]{0,40}") {
            let bytes = bytes.as_bytes();
            let letter = bytes.iter().take(STEP).take_while(|byte| byte.is_ascii_alphabetic()).count();
            prop_assert_eq!(letters(bytes).0, letter);
            let blank = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')).count();
            prop_assert_eq!(blanks(bytes), blank);
        }

        #[test]
        fn a_packed_name_is_that_name_alone(name in "[a-z:]{1,16}", other in "[a-z:>]{0,20}") {
            let packed = Packed::of(&name);
            prop_assert_eq!(packed == Packed::of(&other), name == other);
            let text = format!("{name}{other}{other}");
            let (length, letters) = letters(text.as_bytes());
            prop_assert_eq!(letters, Packed::of(&text[..length]));
            if text.len() >= STEP {
                prop_assert_eq!(packed.begins(text.as_bytes(), name.len()), Some(true));
                prop_assert_eq!(Packed::of(&other).begins(text.as_bytes(), other.len()).unwrap_or_default(), other.len() <= STEP && !other.is_empty() && text.starts_with(&other));
            }
        }
    }
}
