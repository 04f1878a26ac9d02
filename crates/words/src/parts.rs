//! Which parts a language must have: the list that a translator works through.

use crate::act::{Act, Form};
use crate::slot::Slot;

/// One part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name in the file.
    pub id: String,
    /// Slots that it must say.
    pub slots: &'static [Slot],
    /// Whether it may be empty or missing.
    pub optional: bool,
}

const NONE: &[Slot] = &[];
const PLACE: &[Slot] = &[Slot::Place];
const WHAT: &[Slot] = &[Slot::Authority];
const FIVE: &[Slot] = &[Slot::Place, Slot::Authority, Slot::Time];

/// The parts of a danger's own file.
pub const OF_A_DANGER: [(&str, &[Slot]); 18] = [
    ("event", NONE),
    ("headline", PLACE),
    ("what", FIVE_WITHOUT_TIME),
    ("first", NONE),
    ("next", NONE),
    ("until", NONE),
    ("sms", FIVE),
    ("push", NONE),
    ("display-1", NONE),
    ("display-2", NONE),
    ("possible", NONE),
    ("prepare", NONE),
    ("goes-on", NONE),
    ("keep", NONE),
    ("over", NONE),
    ("after", NONE),
    ("none", NONE),
    ("unsure", NONE),
];

const FIVE_WITHOUT_TIME: &[Slot] = &[Slot::Place, Slot::Authority];

/// The forms that each act has a part for in `acts.ftl`; the others are put together from these.
pub const FORMS_OF_AN_ACT: [Form; 8] = [
    Form::Headline,
    Form::What,
    Form::First,
    Form::Next,
    Form::Until,
    Form::Sms,
    Form::Push,
    Form::Display,
];

/// The parts that belong to no act.
pub const SHARED: [(&str, &[Slot]); 21] = [
    ("where", PLACE),
    ("source", &[Slot::Authority, Slot::Time]),
    ("voice-open", NONE),
    ("voice-again", NONE),
    ("exercise-mark", NONE),
    ("exercise-mark-short", NONE),
    ("exercise-mark-display", NONE),
    ("exercise-voice", NONE),
    ("say-minutes", &[Slot::Minutes]),
    ("say-distance", &[Slot::Distance]),
    ("say-direction", &[Slot::Direction]),
    ("say-phone", &[Slot::Phone]),
    ("say-drift", &[Slot::Drift]),
    ("say-destination", &[Slot::Destination]),
    ("note-here", NONE),
    ("note-in", NONE),
    ("cause-machine", NONE),
    ("cause-mistake", NONE),
    ("cause-exercise", NONE),
    ("cause-forged", NONE),
    ("cause-no-danger", NONE),
];

/// The name of an act's part for a form.
pub fn id(act: Act, form: Form) -> String {
    format!("{}-{}", act.as_str(), form.as_str())
}

/// A text on one line, with single spaces; a number that is spoken keeps its own.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{A0}');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Every part of a danger's file.
pub fn of_a_danger() -> Vec<Part> {
    OF_A_DANGER
        .into_iter()
        .map(|(id, slots)| Part {
            id: id.to_owned(),
            slots,
            optional: false,
        })
        .collect()
}

/// Every part of `acts.ftl`.
pub fn of_the_acts() -> Vec<Part> {
    let mut parts: Vec<Part> = SHARED
        .into_iter()
        .map(|(id, slots)| Part {
            id: id.to_owned(),
            slots,
            optional: false,
        })
        .collect();
    for act in Act::ALL {
        for form in FORMS_OF_AN_ACT {
            let ends = !act.warns();
            let optional = match form {
                Form::Next => act != Act::Alert && act != Act::Update,
                Form::Until => ends,
                _ => false,
            };
            let slots = match form {
                Form::Headline => PLACE,
                Form::What => WHAT,
                Form::Sms => FIVE,
                _ => NONE,
            };
            parts.push(Part {
                id: id(act, form),
                slots,
                optional,
            });
        }
    }
    parts
}
