//! How long a text is in what its channel counts, and whether the channel carries all of it.

use crate::act::Form;
use crate::language::Traits;
use crate::text::gsm7::Shift;
use crate::text::sms::Alphabet;
use crate::text::{PUSH_CHARS_MAX, characters, fits_display};

/// Parts of an SMS beyond which it is said not to fit: a network delivers more late or in pieces.
pub const SMS_PARTS_MAX: usize = 3;

/// How long a text is, in what its channel counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Characters, without or with a limit.
    Characters {
        /// As people count them.
        count: usize,
        /// The limit, if the form has one.
        max: Option<usize>,
    },
    /// Parts of an SMS.
    Sms {
        /// The alphabet.
        alphabet: Alphabet,
        /// Septets or UTF-16 units.
        units: usize,
        /// Parts.
        parts: usize,
    },
    /// Lines of a small display.
    Lines {
        /// Whether all of it is seen.
        fits: bool,
    },
}

impl Length {
    /// Whether the channel carries all of it.
    pub const fn fits(&self) -> bool {
        match self {
            Self::Characters { max: None, .. } => true,
            Self::Characters {
                count,
                max: Some(max),
            } => *count <= *max,
            Self::Sms { parts, .. } => *parts <= SMS_PARTS_MAX,
            Self::Lines { fits } => *fits,
        }
    }
}

pub(crate) fn length(text: &str, form: Form, traits: &Traits) -> Length {
    match form {
        Form::Sms => {
            let alphabet = Alphabet::of(text, Some(traits.gsm.unwrap_or(Shift::None)));
            Length::Sms {
                alphabet,
                units: alphabet.units(text).unwrap_or(usize::MAX),
                parts: alphabet.parts(text).len(),
            }
        }
        Form::Display => Length::Lines {
            fits: fits_display(text),
        },
        Form::Push => counted(text, Some(PUSH_CHARS_MAX)),
        Form::CellShort => counted(text, Some(90)),
        Form::Cell => counted(text, Some(360)),
        Form::CellLong => counted(text, Some(600)),
        Form::Headline
        | Form::What
        | Form::Where
        | Form::First
        | Form::Next
        | Form::Until
        | Form::Source
        | Form::Voice => counted(text, None),
    }
}

/// Cell broadcast counts characters as it carries them: units of UTF-16, not what people see as one.
fn counted(text: &str, max: Option<usize>) -> Length {
    let count = match max {
        Some(max) if max > PUSH_CHARS_MAX => text.encode_utf16().count(),
        _ => characters(text),
    };
    Length::Characters { count, max }
}
