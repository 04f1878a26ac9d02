//! Names and blanks, sixteen bytes at a time: a message is made of short ones, and to look at them byte by byte is a
//! fifth of all splitting.

use wide::u8x16;

/// Bytes looked at in one step.
const STEP: usize = 16;

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
#[inline]
pub(super) fn letters(bytes: &[u8]) -> (usize, Packed) {
    let head = head(bytes);
    let lower = u8x16::new(head) | u8x16::splat(0x20);
    // What lies before `a` wraps round and lies far beyond `z`.
    let from_a = lower - u8x16::splat(b'a');
    let length = leading(from_a.min(u8x16::splat(25)).simd_eq(from_a));
    (length, Packed(u128::from_le_bytes(head) & low(length)))
}

/// How many blanks of XML these bytes begin with.
#[inline]
pub(super) fn blanks(bytes: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let head = u8x16::new(head(&bytes[from..]));
        let is = |byte| head.simd_eq(u8x16::splat(byte));
        let here = leading((is(b' ') | is(b'\n')) | (is(b'\t') | is(b'\r')));
        from += here;
        if here < STEP {
            return from;
        }
    }
}

/// How many bytes from the first on are set.
#[inline]
fn leading(bytes: u8x16) -> usize {
    (!bytes.to_bitmask()).trailing_zeros() as usize
}

/// The first bytes, with zeros after the last.
fn head(bytes: &[u8]) -> [u8; STEP] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut chunk = [0; STEP];
        for (to, from) in chunk.iter_mut().zip(bytes) {
            *to = *from;
        }
        chunk
    })
}

/// All bits of the first so many bytes.
fn low(length: usize) -> u128 {
    /// Shifting as many bits takes several steps.
    static LOW: [u128; STEP + 1] = {
        let mut masks = [u128::MAX; STEP + 1];
        let mut length = 0;
        while length < STEP {
            masks[length] = (1 << (8 * length)) - 1;
            length += 1;
        }
        masks
    };
    LOW[length.min(STEP)]
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
