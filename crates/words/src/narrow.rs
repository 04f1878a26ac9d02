//! A danger and an act in three bytes, for links that carry little else. A receiver that does not know
//! a code says what it knows of its class, never nothing.

use crate::act::{Act, Reality};
use crate::codes::Codes;

/// What three bytes mean to a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The danger whose words are to be said.
    pub danger: &'a str,
    /// What is said of it.
    pub act: Act,
    /// Whether it is real.
    pub reality: Reality,
    /// Whether danger and act were known; otherwise they stand for their kind.
    pub exact: bool,
}

/// Class 4 bits, danger 8, act 4, exercise 1, check 7.
pub fn encode(codes: &Codes, danger: &str, act: Act, reality: Reality) -> Option<[u8; 3]> {
    let of = codes.dangers.get(danger)?;
    let class = codes.classes.get(&of.class)?.number;
    let act = codes.acts.get(act.as_str())?.number;
    let exercise = u32::from(reality == Reality::Exercise);
    let said = u32::from(class & 0xF) << 13
        | u32::from(of.number) << 5
        | u32::from(act & 0xF) << 1
        | exercise;
    let whole = said << 7 | u32::from(check(said));
    let [_, a, b, c] = whole.to_be_bytes();
    Some([a, b, c])
}

/// What three bytes say; `None` when the check does not hold or not even the class is known.
pub fn decode(codes: &Codes, bytes: [u8; 3]) -> Option<Meaning<'_>> {
    let whole = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
    let said = whole >> 7;
    if u32::from(check(said)) != whole & 0x7F {
        return None;
    }
    let (class, number, act_number) = (said >> 13 & 0xF, said >> 5 & 0xFF, said >> 1 & 0xF);
    let (class_name, class) = codes
        .classes
        .iter()
        .find(|(_, known)| u32::from(known.number) == class)?;
    let danger = codes
        .dangers
        .iter()
        .find(|(_, known)| u32::from(known.number) == number && known.class == *class_name);
    let act = Act::ALL.into_iter().find(|act| {
        codes
            .acts
            .get(act.as_str())
            .is_some_and(|known| u32::from(known.number) == act_number)
    });
    Some(Meaning {
        danger: danger.map_or(class.stands_for.as_str(), |(name, _)| name),
        act: act.unwrap_or(match act_number {
            0..=7 => Act::Alert,
            8..=11 => Act::Expiry,
            _ => Act::Test,
        }),
        reality: if said & 1 == 1 {
            Reality::Exercise
        } else {
            Reality::Actual
        },
        exact: danger.is_some() && act.is_some(),
    })
}

/// CRC-7 (x⁷ + x³ + 1, as memory cards use it) over the seventeen bits: every single and double flip
/// is noticed.
fn check(said: u32) -> u8 {
    let mut register = 0u8;
    for bit in (0..17).rev() {
        let incoming = u8::from(said >> bit & 1 == 1);
        let feedback = (register >> 6 & 1) ^ incoming;
        register = register << 1 & 0x7F;
        if feedback == 1 {
            register ^= 0x09;
        }
    }
    register
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::built_in;

    #[test]
    fn every_danger_and_act_comes_back() {
        let book = built_in::book();
        let codes = book.codes();
        for danger in codes.dangers.keys() {
            for act in Act::ALL {
                for reality in [Reality::Actual, Reality::Exercise] {
                    let bytes = encode(codes, danger, act, reality).unwrap();
                    let meaning = decode(codes, bytes).unwrap();
                    assert_eq!((meaning.danger, meaning.act), (danger.as_str(), act));
                    assert_eq!((meaning.reality, meaning.exact), (reality, true));
                }
            }
        }
    }

    #[test]
    fn an_unknown_danger_is_said_as_its_class() {
        let book = built_in::book();
        let mut newer = book.codes().clone();
        let mut laser = newer.dangers["rockets"].clone();
        laser.number = 250;
        newer.dangers.insert("laser".to_owned(), laser);
        let bytes = encode(&newer, "laser", Act::Alert, Reality::Actual).unwrap();
        let meaning = decode(book.codes(), bytes).unwrap();
        assert_eq!((meaning.danger, meaning.act), ("air-raid", Act::Alert));
        assert!(!meaning.exact);
    }

    #[test]
    fn an_unknown_end_is_never_an_alarm_nor_an_all_clear() {
        let book = built_in::book();
        let mut newer = book.codes().clone();
        newer.acts.get_mut("all-clear").unwrap().number = 11;
        let bytes = encode(&newer, "rockets", Act::AllClear, Reality::Actual).unwrap();
        assert_eq!(decode(book.codes(), bytes).unwrap().act, Act::Expiry);
    }

    #[test]
    fn a_flipped_bit_is_noticed() {
        let book = built_in::book();
        let bytes = encode(book.codes(), "fire", Act::Alert, Reality::Exercise).unwrap();
        for bit in 0..24 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decode(book.codes(), flipped), None, "bit {bit}");
        }
    }
}
