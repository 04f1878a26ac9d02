//! Pages of a cell broadcast (3GPP TS 23.041): what a base station carries of a text.

use super::gsm7::{Shift, Tables, pack, unpack};

/// Octets of content in one page.
pub const PAGE_OCTETS: usize = 82;
/// Pages of one broadcast.
pub const PAGES_MAX: usize = 15;
/// Septets of one page.
const PAGE_SEPTETS: usize = 93;
/// Units of UTF-16 in one page, after the two octets that name the language.
const PAGE_UNITS: usize = 40;
/// What fills the last page (23.038, 5).
const PADDING: u8 = 0x0D;

/// Pages of one text, as they go on the air without their six octets of header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Data coding scheme: 0x0F for the seven-bit alphabet, 0x11 for UCS-2 with its language.
    pub coding: u8,
    /// The pages.
    pub octets: Vec<Vec<u8>>,
}

/// The pages of a text in a language; `None` when it does not fit fifteen.
pub fn pages(text: &str, language: &str) -> Option<Pages> {
    // Base stations know the default alphabet alone: there is no header to announce a table in.
    let plain = Tables::choices(Shift::None);
    let septets = plain.first().and_then(|tables| tables.encode(text));
    let pages = match septets {
        Some(septets) => Pages {
            coding: 0x0F,
            octets: septets
                .chunks(PAGE_SEPTETS)
                .map(|page| {
                    let mut page = page.to_vec();
                    page.resize(PAGE_SEPTETS, PADDING);
                    let mut octets = pack(&page);
                    octets.resize(PAGE_OCTETS, 0);
                    octets
                })
                .collect(),
        },
        None => ucs2(text, language),
    };
    (pages.octets.len() <= PAGES_MAX).then_some(pages)
}

/// The text of pages again, as a telephone shows it.
pub fn text_of(pages: &Pages) -> Option<String> {
    let mut text = String::new();
    if pages.coding == 0x0F {
        let tables = Tables::choices(Shift::None).into_iter().next()?;
        for page in &pages.octets {
            text.push_str(&tables.decode(&unpack(page, PAGE_SEPTETS))?);
        }
    } else {
        for page in &pages.octets {
            let units: Vec<u16> = page
                .get(2..)?
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            text.push_str(&String::from_utf16(&units).ok()?);
        }
    }
    Some(text.trim_end_matches('\r').to_owned())
}

fn ucs2(text: &str, language: &str) -> Pages {
    let mut octets: Vec<Vec<u8>> = Vec::new();
    let mut units = PAGE_UNITS;
    for c in text.chars() {
        if units + c.len_utf16() > PAGE_UNITS {
            octets.push(language_octets(language).to_vec());
            units = 0;
        }
        units += c.len_utf16();
        let mut buffer = [0u16; 2];
        if let Some(page) = octets.last_mut() {
            for unit in c.encode_utf16(&mut buffer) {
                page.extend(unit.to_be_bytes());
            }
        }
    }
    for page in &mut octets {
        while page.len() < PAGE_OCTETS {
            page.extend(u16::from(PADDING).to_be_bytes());
        }
    }
    Pages {
        coding: 0x11,
        octets,
    }
}

/// Two letters of ISO 639-1 as two septets; a language without them is sent as unspecified English
/// letters `--`, which no telephone filters by.
fn language_octets(language: &str) -> [u8; 2] {
    let primary = language.split('-').next().unwrap_or(language);
    let letters = if primary == "ckb" { "ku" } else { primary };
    let mut septets = letters.bytes().filter(u8::is_ascii_lowercase);
    let (first, second) = (
        septets.next().unwrap_or(b'-'),
        septets.next().unwrap_or(b'-'),
    );
    let packed = pack(&[first, second]);
    [packed[0], packed[1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_from_its_pages() {
        for (text, language, coding) in [
            ("Take shelter now. ".repeat(12), "en", 0x0F),
            ("احتموا الآن. ".repeat(12), "ar", 0x11),
        ] {
            let text = text.trim_end().to_owned();
            let pages = pages(&text, language).unwrap();
            assert_eq!(pages.coding, coding);
            assert!(pages.octets.iter().all(|page| page.len() == PAGE_OCTETS));
            assert_eq!(text_of(&pages), Some(text));
        }
    }

    #[test]
    fn six_hundred_characters_fit_in_every_script() {
        assert!(pages(&"ж".repeat(600), "ru").is_some());
        assert!(pages(&"ж".repeat(601), "ru").is_none());
        assert!(pages(&"x".repeat(1_395), "en").is_some());
    }
}
