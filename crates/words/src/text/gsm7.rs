//! The seven-bit alphabet of GSM with the national shift tables of the languages that need one
//! (3GPP TS 23.038, 6.2.1 and annex A).
//!
//! By hand: the crates for it know the default alphabet alone, and a text that silently falls back to
//! Unicode costs more than twice as many parts.

use super::gsm7_tables::{
    DEFAULT, EXTENSION, PORTUGUESE, PORTUGUESE_EXTENSION, SPANISH_EXTENSION, TURKISH,
    TURKISH_EXTENSION,
};

/// The septet that announces a character of the extension table.
const ESCAPE: u8 = 0x1B;

/// Which national table a text uses, and with it the header of each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// The default alphabet and its extension.
    None,
    /// Turkish.
    Turkish,
    /// Spanish: an extension alone.
    Spanish,
    /// Portuguese.
    Portuguese,
}

/// Tables in force: what to look characters up in, and how many header octets announce them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tables {
    locking: &'static [char; 128],
    single: &'static [(u8, char)],
    /// National language identifier (23.038, 6.2.1.2.4) of the single shift table, 0 for none.
    pub single_id: u8,
    /// The same of the locking shift table, 0 for none.
    pub locking_id: u8,
}

impl Tables {
    /// Every choice of tables for a language, the shortest header first.
    pub fn choices(shift: Shift) -> Vec<Self> {
        let plain = Self {
            locking: &DEFAULT,
            single: EXTENSION,
            single_id: 0,
            locking_id: 0,
        };
        let (id, single, locking) = match shift {
            Shift::None => return vec![plain],
            Shift::Turkish => (1, TURKISH_EXTENSION, Some(&TURKISH)),
            Shift::Spanish => (2, SPANISH_EXTENSION, None),
            Shift::Portuguese => (3, PORTUGUESE_EXTENSION, Some(&PORTUGUESE)),
        };
        let mut choices = vec![
            plain,
            Self {
                single,
                single_id: id,
                ..plain
            },
        ];
        if let Some(locking) = locking {
            choices.push(Self {
                locking,
                single,
                single_id: id,
                locking_id: id,
            });
        }
        choices
    }

    /// Octets in the header of each part that announce the tables.
    pub const fn header_octets(&self) -> usize {
        (if self.single_id == 0 { 0 } else { 3 }) + (if self.locking_id == 0 { 0 } else { 3 })
    }

    /// The septets of one character; `None` when the tables have none.
    pub fn septets_of(&self, c: char) -> Option<(Option<u8>, u8)> {
        if let Some(at) = self.locking.iter().position(|known| *known == c) {
            return Some((None, u8::try_from(at).ok()?));
        }
        let (septet, _) = self.single.iter().find(|(_, known)| *known == c)?;
        Some((Some(ESCAPE), *septet))
    }

    /// The septets of a text; `None` when a character of it is in no table.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let mut septets = Vec::with_capacity(text.len());
        for c in text.chars() {
            let (escape, septet) = self.septets_of(c)?;
            septets.extend(escape);
            septets.push(septet);
        }
        Some(septets)
    }

    /// The text of septets; `None` when one of them means nothing.
    pub fn decode(&self, septets: &[u8]) -> Option<String> {
        let mut text = String::with_capacity(septets.len());
        let mut rest = septets.iter();
        while let Some(septet) = rest.next() {
            let c = if *septet == ESCAPE {
                let shifted = rest.next()?;
                self.single
                    .iter()
                    .find_map(|(known, c)| (known == shifted).then_some(*c))?
            } else {
                *self.locking.get(usize::from(*septet))?
            };
            text.push(c);
        }
        Some(text)
    }
}

/// Packs septets into octets, eight into seven.
pub fn pack(septets: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(septets.len() * 7 / 8 + 1);
    let (mut held, mut bits) = (0u16, 0u32);
    for septet in septets {
        held |= u16::from(septet & 0x7F) << bits;
        bits += 7;
        if bits >= 8 {
            octets.push(held.to_le_bytes()[0]);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        octets.push(held.to_le_bytes()[0]);
    }
    octets
}

/// Unpacks so many septets.
pub fn unpack(octets: &[u8], count: usize) -> Vec<u8> {
    let mut septets = Vec::with_capacity(count);
    let (mut held, mut bits) = (0u16, 0u32);
    let mut rest = octets.iter();
    while septets.len() < count {
        if bits < 7 {
            let Some(octet) = rest.next() else { break };
            held |= u16::from(*octet) << bits;
            bits += 8;
        }
        septets.push(held.to_le_bytes()[0] & 0x7F);
        held >>= 7;
        bits -= 7;
    }
    septets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hello_packs_as_the_books_say() {
        let plain = Tables::choices(Shift::None)[0];
        let septets = plain.encode("hellohello").unwrap();
        assert_eq!(
            pack(&septets),
            [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]
        );
        assert_eq!(unpack(&pack(&septets), 10), septets);
    }

    #[test]
    fn an_accent_that_the_default_lacks_needs_its_table() {
        let spanish = Tables::choices(Shift::Spanish);
        assert_eq!(spanish[0].encode("evacúe"), None);
        assert_eq!(spanish[1].encode("evacúe").unwrap().len(), 7);
        let turkish = Tables::choices(Shift::Turkish);
        assert_eq!(turkish[2].encode("Sığınağa girin").unwrap().len(), 14);
    }

    #[test]
    fn every_septet_of_every_table_comes_back() {
        for shift in [
            Shift::None,
            Shift::Turkish,
            Shift::Spanish,
            Shift::Portuguese,
        ] {
            for tables in Tables::choices(shift) {
                for c in tables
                    .locking
                    .iter()
                    .copied()
                    .filter(|c| *c != '\u{1B}')
                    .chain(tables.single.iter().map(|(_, c)| *c))
                {
                    let septets = tables.encode(&c.to_string()).unwrap();
                    assert_eq!(tables.decode(&septets), Some(c.to_string()), "{shift:?}");
                }
            }
        }
    }
}
