//! Says one thing: a danger, an act, a language, a form, and the values of the slots become a text.

use crate::act::{Act, Form, Reality};
use crate::bidi;
use crate::book::Book;
use crate::language::{Traits, traits};
use crate::length::{Length, length};
use crate::parts;
use crate::phrases::said_open;
use crate::script::Script;
use crate::slot::Slot;
use crate::slots::{
    AUTHORITY_CHARS_NARROW, AUTHORITY_CHARS_SHORT, Compass, Distance, LocalTime, NAME_CHARS_MAX,
    PLACE_CHARS_NARROW, PLACE_CHARS_SHORT, Slots, name,
};
use crate::text::gsm7::Shift;
use crate::text::sms::folded;
use fluent_bundle::FluentArgs;
use std::collections::BTreeMap;
use std::fmt;

/// What is asked to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask<'a> {
    /// The danger.
    pub danger: &'a str,
    /// What is said of it.
    pub act: Act,
    /// Whether it is real.
    pub reality: Reality,
    /// In which language.
    pub language: &'a str,
    /// In which form.
    pub form: Form,
}

/// A text, and what it takes to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Slots whose value was too long for the form and was cut.
    pub cut: Vec<Slot>,
    /// How long it is in its channel.
    pub length: Length,
}

/// Why something cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// There is no text for the danger in the language.
    NoText {
        /// The danger.
        danger: String,
        /// The language.
        language: String,
    },
    /// The text has a fault that `vigie words check` names too.
    Broken(String),
}

impl fmt::Display for Unsaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText { danger, language } => write!(
                f,
                "there are no words for {danger} in {language}; add {language}/{danger}.ftl"
            ),
            Self::Broken(why) => write!(f, "{why}; `vigie words check` shows it"),
        }
    }
}

impl std::error::Error for Unsaid {}

impl Book {
    /// The text of one form.
    pub fn render(&self, ask: &Ask<'_>, slots: &Slots<'_>) -> Result<Rendered, Unsaid> {
        let script = self.script(ask.danger, ask.language).or_else(|| {
            // Tests, exercises and headcounts are the same for every danger.
            let of_no_danger = !Act::OF_A_DANGER.contains(&ask.act);
            of_no_danger
                .then(|| self.acts_script(ask.language))
                .flatten()
        });
        let script = script.ok_or_else(|| Unsaid::NoText {
            danger: ask.danger.to_owned(),
            language: ask.language.to_owned(),
        })?;
        let speaker = Speaker::new(script, ask, slots);
        let text = speaker
            .marked()
            .map_err(|why| Unsaid::Broken(format!("{}/{}: {why}", ask.language, ask.danger)))?;
        let length = length(&text, ask.form, &speaker.traits);
        Ok(Rendered {
            text,
            cut: speaker.cut,
            length,
        })
    }

    /// The text of one form with its names and values left open, as `{place}`, `{authority}`, `{time}` and
    /// `{say-minutes}`: what a site declares that it may say. [`fill`] closes it.
    pub fn template(&self, ask: &Ask<'_>) -> Result<String, Unsaid> {
        let script = self.open_script(Some(ask.danger), ask.language);
        let script = script.ok_or_else(|| Unsaid::NoText {
            danger: ask.danger.to_owned(),
            language: ask.language.to_owned(),
        })?;
        said_open(&script, ask.danger, ask.language, (ask.act, ask.form))
    }

    /// The name of a danger in a language: CAP's `event`.
    pub fn event(&self, danger: &str, language: &str) -> Option<String> {
        let script = self.script(danger, language)?;
        script.say("event", &FluentArgs::new()).ok()
    }

    /// What every text of an exercise in a language begins with.
    pub fn exercise_mark(&self, language: &str) -> Option<String> {
        let script = self.acts_script(language)?;
        script.say("exercise-mark", &FluentArgs::new()).ok()
    }
}

/// The names that a template leaves open.
pub(crate) const OPEN: [Slot; 3] = [Slot::Place, Slot::Authority, Slot::Time];

/// What closes a template.
#[derive(Clone, Debug, Default)]
pub struct Filling<'a> {
    /// The name of the place in the language of the template.
    pub place: &'a str,
    /// Who warns.
    pub authority: &'a str,
    /// The time; left open where none is given.
    pub time: Option<LocalTime>,
    /// The sentences of the values that are known: see [`crate::Phrases::sentences`].
    pub sentences: BTreeMap<Slot, String>,
}

/// Closes a template in one pass, so that a place called `{authority}` stays a place. The sentence of a
/// value that is not known is nothing.
pub fn fill(template: &str, language: &str, filling: &Filling<'_>) -> String {
    let traits = traits(language);
    let slots = Slots::new("", "", filling.time.unwrap_or(LocalTime::EIGHT_FIFTEEN));
    let named = |value: &str| bidi::isolate(&name(value, NAME_CHARS_MAX).0, traits.direction);
    let sentence = |slot| filling.sentences.get(&slot).cloned().unwrap_or_default();
    let closed = |open: &str| match open {
        "place" => Some(named(filling.place)),
        "authority" => Some(named(filling.authority)),
        "time" => filling.time.map(|_| slots.time_text(&traits)),
        part => Slot::said_by(part).map(sentence),
    };
    let room = filling.place.len() + filling.authority.len();
    let mut filled = String::with_capacity(template.len() + room);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(open, after)| Some((closed(open)?, after)));
        rest = if let Some((value, mut after)) = value {
            if value.is_empty() && (filled.is_empty() || filled.ends_with(' ')) {
                after = after.strip_prefix(' ').unwrap_or(after);
                if after.is_empty() {
                    filled.truncate(filled.trim_end().len());
                }
            }
            filled.push_str(&value);
            after
        } else {
            filled.push('{');
            after
        };
    }
    filled.push_str(rest);
    filled
}

/// Says the parts of one ask.
pub(crate) struct Speaker<'a> {
    script: &'a Script,
    ask: &'a Ask<'a>,
    traits: Traits,
    args: FluentArgs<'a>,
    place: String,
    authority: String,
    cut: Vec<Slot>,
}

impl<'a> Speaker<'a> {
    pub(crate) fn new(script: &'a Script, ask: &'a Ask<'a>, slots: &Slots<'_>) -> Self {
        let traits = traits(ask.language);
        let (place_max, authority_max) = match ask.form {
            Form::CellShort => (PLACE_CHARS_SHORT, AUTHORITY_CHARS_SHORT),
            form if form.is_narrow() => (PLACE_CHARS_NARROW, AUTHORITY_CHARS_NARROW),
            _ => (NAME_CHARS_MAX, NAME_CHARS_MAX),
        };
        let mut cut = Vec::new();
        let mut value = |slot: Slot, value: &str, chars_max: usize| {
            let shift = match ask.form {
                Form::Sms => traits.gsm,
                Form::CellShort | Form::Cell | Form::CellLong => {
                    traits.gsm.filter(|shift| *shift == Shift::None)
                }
                _ => None,
            };
            let value = shift.map_or_else(|| value.to_owned(), |shift| folded(value, shift));
            let (value, was_cut) = name(&value, chars_max);
            if was_cut {
                cut.push(slot);
            }
            // A voice has no direction, and an isolate would be read out by some.
            if ask.form == Form::Voice {
                value
            } else {
                bidi::isolate(&value, traits.direction)
            }
        };
        let place = value(Slot::Place, slots.place, place_max);
        let authority = value(Slot::Authority, slots.authority, authority_max);
        let destination = slots.destination;
        let destination = destination.map(|to| value(Slot::Destination, to, place_max));
        let mut args = FluentArgs::new();
        args.set("place", place.clone());
        args.set("authority", authority.clone());
        args.set("time", slots.time_text(&traits));
        let none = || fluent_bundle::FluentValue::from("none");
        args.set(
            "minutes",
            slots
                .minutes
                .map_or_else(none, |m| m.min(crate::slots::MINUTES_MAX).into()),
        );
        let (unit, distance) = match slots.distance {
            None => ("none", none()),
            Some(Distance::Metres(metres)) => ("m", metres.into()),
            Some(Distance::Kilometres(kilometres)) => ("km", kilometres.into()),
        };
        args.set("unit", unit);
        args.set("distance", distance);
        for (name, way) in [("direction", slots.direction), ("drift", slots.drift)] {
            args.set(name, way.map_or("none", Compass::as_str));
        }
        args.set("destination", destination.map_or_else(none, Into::into));
        let phone = if ask.form == Form::Voice {
            slots.phone_spoken()
        } else {
            let phone = slots.phone_text();
            phone.map(|phone| bidi::isolate(&phone, traits.direction))
        };
        args.set("phone", phone.map_or_else(none, Into::into));
        Self {
            script,
            ask,
            traits,
            args,
            place,
            authority,
            cut,
        }
    }

    /// Leaves a name open, as `{place}`.
    pub(crate) fn open(&mut self, slot: Slot) {
        let open = format!("{{{}}}", slot.as_str());
        match slot {
            Slot::Place => self.place.clone_from(&open),
            Slot::Authority => self.authority.clone_from(&open),
            Slot::Time
            | Slot::Distance
            | Slot::Minutes
            | Slot::Direction
            | Slot::Phone
            | Slot::Drift
            | Slot::Destination => {}
        }
        self.args.set(slot.as_str(), open);
    }

    /// The text, in an exercise with the mark that the machine sets.
    fn marked(&self) -> Result<String, String> {
        let text = self.form(self.ask.form)?;
        if self.ask.reality == Reality::Actual {
            return Ok(text);
        }
        let mark = |id: &str| {
            let mark = self.part(id)?;
            if mark.is_empty() {
                Err(format!(
                    "{id} is empty, and an exercise must say that it is one"
                ))
            } else {
                Ok(mark)
            }
        };
        Ok(match self.ask.form {
            Form::Display => {
                let of_danger = text.lines().next().unwrap_or_default();
                format!("{}\n{of_danger}", mark("exercise-mark-display")?)
            }
            Form::Voice => format!(
                "{} {text} {}",
                mark("exercise-voice")?,
                mark("exercise-voice")?
            ),
            form if form.is_narrow() => format!("{} {text}", mark("exercise-mark-short")?),
            _ if text.is_empty() => text,
            _ => format!("{} {text}", mark("exercise-mark")?),
        })
    }

    pub(crate) fn form(&self, form: Form) -> Result<String, String> {
        let act = self.ask.act;
        match form {
            Form::Where => self.part("where"),
            Form::Source => self.part("source"),
            Form::Voice => self.sentences(&[
                "voice-open",
                &parts::id(act, Form::What),
                &parts::id(act, Form::First),
                &parts::id(act, Form::Next),
                &parts::id(act, Form::Until),
                "voice-again",
                &parts::id(act, Form::Headline),
            ]),
            Form::CellShort => {
                let push = self.part(&parts::id(act, Form::Push))?;
                let push = push.trim_end_matches(['.', '!']);
                // A name that was cut ends with its dots.
                let stop = if self.authority.ends_with('.') {
                    ""
                } else {
                    "."
                };
                Ok(format!("{push}. {}. {}{stop}", self.place, self.authority))
            }
            Form::Cell => self.sentences(&[
                &parts::id(act, Form::Headline),
                &parts::id(act, Form::First),
                &parts::id(act, Form::Until),
                "source",
            ]),
            Form::CellLong => self.sentences(&[
                &parts::id(act, Form::Headline),
                &parts::id(act, Form::First),
                &parts::id(act, Form::Next),
                &parts::id(act, Form::Until),
                "source",
            ]),
            Form::Display => {
                let lines = self.part(&parts::id(act, form))?;
                Ok(lines)
            }
            Form::Headline
            | Form::What
            | Form::First
            | Form::Next
            | Form::Until
            | Form::Sms
            | Form::Push => self.part(&parts::id(act, form)),
        }
    }

    fn sentences(&self, ids: &[&str]) -> Result<String, String> {
        let parts: Vec<String> = ids
            .iter()
            .map(|id| self.part(id))
            .collect::<Result<_, _>>()?;
        let mut said = String::new();
        for part in &parts {
            // Where a headline ends with the order that comes first, it is said once.
            let first = part.split_inclusive(". ").next().unwrap_or(part);
            let again = said.ends_with(first.trim_end());
            let part = if again { &part[first.len()..] } else { part };
            if !said.is_empty() && !part.is_empty() {
                said.push(' ');
            }
            said.push_str(part);
        }
        Ok(said)
    }

    /// One part on its lines, with single spaces; empty where a part that may be missing is missing.
    fn part(&self, id: &str) -> Result<String, String> {
        let may_miss = id.ends_with("-next") || id.ends_with("-until");
        if may_miss && !self.script.has(id) {
            return Ok(String::new());
        }
        let text = self.script.say(id, &self.args)?;
        let lines: Vec<String> = text.lines().map(parts::one_line).collect();
        let separator = if id.ends_with("-display") { "\n" } else { " " };
        Ok(lines.join(separator).trim().to_owned())
    }
}

#[cfg(test)]
mod tests;
