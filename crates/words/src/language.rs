//! What a program must know of a language to write it: direction, digits, alphabet, encoding.

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Which digits people read numbers in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// 0123456789
    Western,
    /// ٠١٢٣٤٥٦٧٨٩
    Arabic,
    /// ۰۱۲۳۴۵۶۷۸۹
    Persian,
}

impl Digits {
    /// A text with its Western digits written in these.
    pub fn write(self, text: &str) -> String {
        let zero = match self {
            Self::Western => return text.to_owned(),
            Self::Arabic => 0x0660,
            Self::Persian => 0x06F0,
        };
        text.chars()
            .map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(zero + digit).unwrap_or(c),
                None => c,
            })
            .collect()
    }
}

/// What is known of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Its tag.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Its direction.
    pub direction: Direction,
    /// Its digits.
    pub digits: Digits,
    /// Whether an SMS in it is meant to fit the seven-bit alphabet of GSM, with which shift table.
    pub gsm: Option<crate::text::gsm7::Shift>,
    /// Letters that look like its own and belong to a neighbour's alphabet.
    pub foreign_letters: &'static str,
    /// The scripts of its letters, by ISO 15924 code.
    pub script: &'static str,
    /// Hunspell's dictionary for it in Debian, if there is one.
    pub dictionary: Option<&'static str>,
    /// The voice of espeak-ng for it, if there is one.
    pub voice: Option<&'static str>,
}

use crate::text::gsm7::Shift;

const LATIN: Traits = Traits {
    tag: "en",
    name: "English",
    direction: Direction::Ltr,
    digits: Digits::Western,
    gsm: Some(Shift::None),
    foreign_letters: "",
    script: "Latn",
    dictionary: Some("en_GB"),
    voice: Some("en-gb"),
};

const fn right_to_left(tag: &'static str, name: &'static str) -> Traits {
    Traits {
        tag,
        name,
        direction: Direction::Rtl,
        gsm: None,
        script: "Arab",
        dictionary: None,
        voice: None,
        ..LATIN
    }
}

/// The languages that Vigie comes with.
pub const KNOWN: [Traits; 12] = [
    LATIN,
    Traits {
        tag: "fr",
        name: "français",
        dictionary: Some("fr"),
        voice: Some("fr-fr"),
        ..LATIN
    },
    Traits {
        digits: Digits::Arabic,
        // Persian kaf, yeh and digits look alike and are other letters to a search or a voice.
        foreign_letters: "کیےەۆێۀپچژگ۰۱۲۳۴۵۶۷۸۹",
        dictionary: Some("ar"),
        voice: Some("ar"),
        ..right_to_left("ar", "العربية")
    },
    Traits {
        digits: Digits::Arabic,
        foreign_letters: "كيىةھ۰۱۲۳۴۵۶۷۸۹",
        ..right_to_left("ckb", "کوردیی ناوەندی")
    },
    Traits {
        digits: Digits::Persian,
        foreign_letters: "كيىةەۆێ٠١٢٣٤٥٦٧٨٩",
        voice: Some("fa"),
        ..right_to_left("fa", "فارسی")
    },
    Traits {
        tag: "tr",
        name: "Türkçe",
        gsm: Some(Shift::Turkish),
        dictionary: Some("tr_TR"),
        voice: Some("tr"),
        ..LATIN
    },
    Traits {
        tag: "uk",
        name: "українська",
        gsm: None,
        foreign_letters: "ыэёъЫЭЁЪ",
        script: "Cyrl",
        dictionary: Some("uk_UA"),
        voice: Some("uk"),
        ..LATIN
    },
    Traits {
        tag: "ru",
        name: "русский",
        gsm: None,
        foreign_letters: "іїєґІЇЄҐ",
        script: "Cyrl",
        dictionary: Some("ru_RU"),
        voice: Some("ru"),
        ..LATIN
    },
    Traits {
        script: "Hebr",
        dictionary: Some("he_IL"),
        voice: Some("he"),
        ..right_to_left("he", "עברית")
    },
    Traits {
        tag: "es",
        name: "español",
        gsm: Some(Shift::Spanish),
        dictionary: Some("es_ES"),
        voice: Some("es"),
        ..LATIN
    },
    Traits {
        tag: "pt",
        name: "português",
        gsm: Some(Shift::Portuguese),
        dictionary: Some("pt_PT"),
        voice: Some("pt"),
        ..LATIN
    },
    Traits {
        tag: "de",
        name: "Deutsch",
        dictionary: Some("de_DE"),
        voice: Some("de"),
        ..LATIN
    },
];

/// What is known of a language by its tag; of an unknown one only that nothing may be assumed: it is
/// written from left to right, in Western digits, and encoded as Unicode.
pub fn traits(tag: &str) -> Traits {
    let primary = tag.split('-').next().unwrap_or(tag);
    let unknown = Traits {
        tag: "und",
        name: "",
        gsm: None,
        script: "",
        dictionary: None,
        voice: None,
        ..LATIN
    };
    KNOWN
        .into_iter()
        .find(|known| known.tag == tag)
        .or_else(|| KNOWN.into_iter().find(|known| known.tag == primary))
        .unwrap_or(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_does_not_hide_its_language() {
        assert_eq!(traits("ar-IQ").direction, Direction::Rtl);
        assert_eq!(traits("xx").tag, "und");
    }

    #[test]
    fn digits_are_those_that_people_read() {
        assert_eq!(Digits::Arabic.write("20:15"), "٢٠:١٥");
        assert_eq!(Digits::Persian.write("20:15"), "۲۰:۱۵");
        assert_eq!(Digits::Western.write("20:15"), "20:15");
    }
}
