//! What varies from one warning to the next: typed values, never sentences.

use crate::bidi;
use crate::language::{Digits, Traits};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// Longest name of a place or an authority in a long form, in characters as people count them: more
/// is no name but a text, and a text is not translated.
pub const NAME_CHARS_MAX: usize = 200;
/// Longest place in a narrow form: most names of districts, and what leaves room for the action.
pub const PLACE_CHARS_NARROW: usize = 30;
/// Longest authority in a narrow form.
pub const AUTHORITY_CHARS_NARROW: usize = 24;
/// Longest place in 90 characters of cell broadcast.
pub const PLACE_CHARS_SHORT: usize = 22;
/// Longest authority in 90 characters of cell broadcast.
pub const AUTHORITY_CHARS_SHORT: usize = 14;
/// Longest telephone number, in digits (ITU-T E.164).
pub const PHONE_DIGITS_MAX: usize = 15;
/// Longest wait that is said in minutes: a day.
pub const MINUTES_MAX: u16 = 1_440;

/// A time of day at the place, as its clocks show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    hour: u8,
    minute: u8,
    utc: bool,
}

impl LocalTime {
    /// 20:15: what examples show, two digits on both sides.
    pub const EIGHT_FIFTEEN: Self = Self {
        hour: 20,
        minute: 15,
        utc: false,
    };

    /// A time of day; `None` when no clock shows it.
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if hour < 24 && minute < 60 {
            Some(Self {
                hour,
                minute,
                utc: false,
            })
        } else {
            None
        }
    }

    /// The same, said to be UTC: where nobody has configured the place's own time.
    #[must_use]
    pub const fn in_utc(self) -> Self {
        Self { utc: true, ..self }
    }

    fn write(self, digits: Digits) -> String {
        let clock = digits.write(&format!("{:02}:{:02}", self.hour, self.minute));
        if self.utc {
            format!("{clock} UTC")
        } else {
            clock
        }
    }
}

/// How far, rounded as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Below one kilometre.
    Metres(u16),
    /// From one kilometre on.
    Kilometres(u16),
}

impl Distance {
    /// Rounded up, so that nobody is told to stay too near.
    pub fn from_metres(metres: u32) -> Self {
        if metres <= 950 {
            let step = if metres <= 100 { 10 } else { 50 };
            Self::Metres(u16::try_from(metres.div_ceil(step) * step).unwrap_or(u16::MAX))
        } else {
            Self::Kilometres(u16::try_from(metres.div_ceil(1_000)).unwrap_or(u16::MAX))
        }
    }
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compass {
    /// North.
    North,
    /// North-east.
    NorthEast,
    /// East.
    East,
    /// South-east.
    SouthEast,
    /// South.
    South,
    /// South-west.
    SouthWest,
    /// West.
    West,
    /// North-west.
    NorthWest,
}

impl Compass {
    /// Every direction.
    pub const ALL: [Self; 8] = [
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
        Self::NorthWest,
    ];

    /// The key of its variant in a text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::NorthEast => "north-east",
            Self::East => "east",
            Self::SouthEast => "south-east",
            Self::South => "south",
            Self::SouthWest => "south-west",
            Self::West => "west",
            Self::NorthWest => "north-west",
        }
    }
}

/// The values for one warning in one language.
#[derive(Clone, Copy, Debug)]
pub struct Slots<'a> {
    /// The name of the place in the language of the text.
    pub place: &'a str,
    /// The name of the authority in the language of the text.
    pub authority: &'a str,
    /// When it is said.
    pub time: LocalTime,
    /// How far to stay away, if known.
    pub distance: Option<Distance>,
    /// How long there is, if known.
    pub minutes: Option<u16>,
    /// Which way to go, if known.
    pub direction: Option<Compass>,
    /// Which number to call, if another than usual.
    pub phone: Option<&'a str>,
    /// Which way the wind carries it, if known.
    pub drift: Option<Compass>,
    /// The name of the place to go to, in the language of the text, if there is one.
    pub destination: Option<&'a str>,
}

impl<'a> Slots<'a> {
    /// The three that every text needs.
    pub const fn new(place: &'a str, authority: &'a str, time: LocalTime) -> Self {
        Self {
            place,
            authority,
            time,
            distance: None,
            minutes: None,
            direction: None,
            phone: None,
            drift: None,
            destination: None,
        }
    }

    /// The time as people of the language read it.
    pub(crate) fn time_text(&self, traits: &Traits) -> String {
        bidi::isolate(&self.time.write(traits.digits), traits.direction)
    }

    /// The number to call: digits and a leading plus alone, in Western digits as on a keypad.
    pub(crate) fn phone_text(&self) -> Option<String> {
        let phone = self.phone?;
        let digits: String = phone
            .chars()
            .filter(char::is_ascii_digit)
            .take(PHONE_DIGITS_MAX)
            .collect();
        let plus = if phone.trim_start().starts_with('+') {
            "+"
        } else {
            ""
        };
        (!digits.is_empty()).then(|| format!("{plus}{digits}"))
    }

    /// The number to call, digit by digit: a voice reads `0800` as eight hundred.
    pub(crate) fn phone_spoken(&self) -> Option<String> {
        let phone = self.phone_text()?;
        let (plus, digits) = match phone.strip_prefix('+') {
            Some(digits) => ("+", digits),
            None => ("", phone.as_str()),
        };
        let digits: Vec<String> = digits.chars().map(String::from).collect();
        // This space keeps the order of the digits where a text runs from right to left.
        Some(format!("{plus}{}", digits.join("\u{A0}")))
    }
}

/// Longest note of an officer, in characters: what is read in ten seconds and leaves the action in sight.
pub const NOTE_CHARS_MAX: usize = 200;

/// Why a text may not stand as a note, if it may not: what would be changed on the way is refused, since
/// people agree to what goes out.
pub fn note_fault(text: &str) -> Option<String> {
    let chars = text.graphemes(true).count();
    if text.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    if chars > NOTE_CHARS_MAX {
        return Some(format!(
            "it has {chars} characters, and at most {NOTE_CHARS_MAX} are read in time"
        ));
    }
    let unfit =
        |c: &char| bidi::is_hidden(*c) || c.is_control() || matches!(c, '<' | '>' | '{' | '}');
    text.chars().find(unfit).map(|c| {
        format!(
            "it has the character U+{:04X}; one line without hidden characters, marks of direction, <, >, {{ and }} is accepted",
            u32::from(c)
        )
    })
}

/// A note as it may stand behind a sentence: one line, nothing hidden, nothing that a later reader could
/// take for markup or a slot.
pub(crate) fn note(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !bidi::is_hidden(*c) && !matches!(c, '<' | '>' | '{' | '}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    crate::parts::one_line(&plain)
}

/// A name as it may enter a sentence: one line, nothing hidden, nothing that a later reader could take
/// for markup, a slot or a link. Returns whether it had to be cut.
pub(crate) fn name(value: &str, chars_max: usize) -> (String, bool) {
    let plain: String = value
        .chars()
        .filter(|c| !bidi::is_hidden(*c) && !matches!(c, '<' | '>' | '{' | '}'))
        .map(|c| {
            if c.is_control() || c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let plain = without_links(&plain);
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.graphemes(true).count() <= chars_max {
        return (plain, false);
    }
    let kept: String = plain
        .graphemes(true)
        .take(chars_max.saturating_sub(CUT.len()))
        .collect();
    (format!("{}{CUT}", kept.trim_end()), true)
}

/// What stands for the rest of a name that was cut; in every alphabet, also GSM's.
const CUT: &str = "...";

/// A telephone makes a link of `www.`, `://` and of any dot inside a word, and a first SMS has no link.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let unschemed = text.replace("://", " ");
    let mut rest = unschemed.chars().peekable();
    while let Some(c) = rest.next() {
        plain.push(c);
        if matches!(c, '.' | '。' | '．') && rest.peek().is_some_and(|next| next.is_alphabetic())
        {
            plain.push(' ');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_what_is_not_a_name() {
        assert_eq!(name("Gate\u{202E} <b>3</b>\n{x}", 40).0, "Gate b3/b x");
        assert_eq!(name("http://bad.example", 40).0, "http bad. example");
        assert_eq!(name("St.Denis 3.5", 40).0, "St. Denis 3.5");
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_and_said_to_be() {
        let (short, cut) = name(&"x".repeat(10_000), 30);
        assert_eq!(short.len(), 30);
        assert!(cut && short.ends_with("..."));
    }

    #[test]
    fn a_voice_says_a_number_to_call_digit_by_digit() {
        let slots = Slots {
            phone: Some("+961 1-42"),
            ..Slots::new("", "", LocalTime::EIGHT_FIFTEEN)
        };
        assert_eq!(
            slots.phone_spoken().as_deref(),
            Some("+9\u{A0}6\u{A0}1\u{A0}1\u{A0}4\u{A0}2")
        );
    }

    #[test]
    fn a_distance_is_rounded_away_from_the_danger() {
        assert_eq!(Distance::from_metres(93), Distance::Metres(100));
        assert_eq!(Distance::from_metres(301), Distance::Metres(350));
        assert_eq!(Distance::from_metres(1_001), Distance::Kilometres(2));
    }

    #[test]
    fn no_clock_shows_25_hours() {
        assert_eq!(LocalTime::new(24, 0), None);
        let time = LocalTime::new(7, 5).unwrap();
        assert_eq!(time.in_utc().write(Digits::Western), "07:05 UTC");
    }
}
