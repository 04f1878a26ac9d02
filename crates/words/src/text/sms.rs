//! How an SMS leaves: in which alphabet, in how many parts, and what a telephone makes of them again.

use super::gsm7::{Shift, Tables, pack, unpack};
use unicode_normalization::UnicodeNormalization;

/// Octets of user data in one part (3GPP TS 23.040).
const PART_OCTETS: usize = 140;
/// Octets in a header's length field.
const HEADER_LENGTH_OCTETS: usize = 1;
/// Octets that number the parts of a longer text.
const CONCATENATION_OCTETS: usize = 5;

/// In which alphabet an SMS leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits, with the tables announced in the header.
    Gsm7(Tables),
    /// Two octets for each unit of UTF-16.
    Ucs2,
}

impl Alphabet {
    /// The one that needs the fewest parts, a short header first.
    pub fn of(text: &str, shift: Option<Shift>) -> Self {
        let choices = shift.map_or_else(Vec::new, Tables::choices);
        choices
            .into_iter()
            .map(Self::Gsm7)
            .chain([Self::Ucs2])
            .filter(|alphabet| alphabet.units(text).is_some())
            .min_by_key(|alphabet| alphabet.parts(text).len())
            .unwrap_or(Self::Ucs2)
    }

    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gsm7(tables) if tables.single_id == 0 => "GSM-7",
            Self::Gsm7(_) => "GSM-7 with a national table",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Length in septets or in UTF-16 units; `None` when a character is not in it.
    pub fn units(self, text: &str) -> Option<usize> {
        match self {
            Self::Gsm7(tables) => tables.encode(text).map(|septets| septets.len()),
            Self::Ucs2 => Some(text.encode_utf16().count()),
        }
    }

    /// Units that fit a text's only part, and those that fit each part of a longer one.
    pub const fn room(self) -> (usize, usize) {
        match self {
            Self::Gsm7(tables) => (
                septets_after(tables.header_octets()),
                septets_after(tables.header_octets() + CONCATENATION_OCTETS),
            ),
            Self::Ucs2 => (
                PART_OCTETS / 2,
                (PART_OCTETS - HEADER_LENGTH_OCTETS - CONCATENATION_OCTETS) / 2,
            ),
        }
    }

    /// The text of each part. A character is never split between two.
    pub fn parts(self, text: &str) -> Vec<String> {
        let (single, each) = self.room();
        if self.units(text).is_some_and(|units| units <= single) {
            return vec![text.to_owned()];
        }
        let mut parts = vec![String::new()];
        let mut used = 0;
        for c in text.chars() {
            let units = match self {
                Self::Gsm7(tables) => match tables.septets_of(c) {
                    Some((Some(_), _)) => 2,
                    _ => 1,
                },
                Self::Ucs2 => c.len_utf16(),
            };
            if used + units > each {
                parts.push(String::new());
                used = 0;
            }
            used += units;
            if let Some(part) = parts.last_mut() {
                part.push(c);
            }
        }
        parts
    }

    /// The octets of one part without its header, and the number of units in it.
    pub fn encode(self, part: &str) -> Option<(Vec<u8>, usize)> {
        match self {
            Self::Gsm7(tables) => {
                let septets = tables.encode(part)?;
                Some((pack(&septets), septets.len()))
            }
            Self::Ucs2 => {
                let octets: Vec<u8> = part.encode_utf16().flat_map(u16::to_be_bytes).collect();
                let units = octets.len() / 2;
                Some((octets, units))
            }
        }
    }

    /// The text of one part again.
    pub fn decode(self, octets: &[u8], units: usize) -> Option<String> {
        match self {
            Self::Gsm7(tables) => tables.decode(&unpack(octets, units)),
            Self::Ucs2 => {
                let units: Vec<u16> = octets
                    .chunks_exact(2)
                    .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                    .collect();
                String::from_utf16(&units).ok()
            }
        }
    }
}

/// A name without the accents that the seven-bit alphabet lacks: `Forêt` leaves as `Foret`, because a
/// text of three parts instead of one arrives late. Unchanged where that does not help.
pub fn folded(name: &str, shift: Shift) -> String {
    let tables = Tables::choices(shift);
    let fits = |text: &str| tables.iter().any(|t| t.encode(text).is_some());
    if fits(name) {
        return name.to_owned();
    }
    let folded: String = name
        .chars()
        .flat_map(|c| {
            let mut buffer = [0u8; 4];
            let whole: &str = c.encode_utf8(&mut buffer);
            let parts: Vec<char> = if fits(whole) {
                vec![c]
            } else {
                match c {
                    '’' | '‘' => vec!['\''],
                    '–' | '—' => vec!['-'],
                    'œ' => vec!['o', 'e'],
                    'Œ' => vec!['O', 'E'],
                    _ => whole
                        .nfd()
                        .filter(|part| !unicode_normalization::char::is_combining_mark(*part))
                        .collect(),
                }
            };
            parts
        })
        .collect();
    if fits(&folded) {
        folded
    } else {
        name.to_owned()
    }
}

const fn septets_after(header_octets: usize) -> usize {
    let header = if header_octets == 0 {
        0
    } else {
        header_octets + HEADER_LENGTH_OCTETS
    };
    (PART_OCTETS - header) * 8 / 7
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(text: &str, shift: Option<Shift>) -> (usize, usize) {
        Alphabet::of(text, shift).room()
    }

    #[test]
    fn each_alphabet_has_the_room_that_the_standard_gives_it() {
        assert_eq!(room("Hello", Some(Shift::None)), (160, 153));
        assert_eq!(room("Evacúe", Some(Shift::Spanish)), (155, 149));
        assert_eq!(room(&"ış".repeat(70), Some(Shift::Turkish)), (152, 146));
        assert_eq!(room("خطر", None), (70, 67));
    }

    #[test]
    fn a_character_of_two_septets_is_not_split() {
        let text = format!("{}{}", "x".repeat(152), "€".repeat(10));
        let alphabet = Alphabet::of(&text, Some(Shift::None));
        let parts = alphabet.parts(&text);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].chars().count(), 152);
        assert_eq!(parts.concat(), text);
    }

    #[test]
    fn a_french_name_leaves_without_its_circumflex() {
        assert_eq!(folded("Forêt d’Œuilly", Shift::None), "Foret d'OEuilly");
        assert_eq!(folded("évacué", Shift::None), "évacué");
        assert_eq!(folded("بغداد", Shift::None), "بغداد");
    }
}
