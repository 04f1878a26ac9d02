//! What every danger has in common and a site declares once for each language: the frames of narrow
//! forms, the sentences of typed values, and how an officer's note is marked.

use crate::act::{Act, Form, Reality};
use crate::bidi;
use crate::book::Book;
use crate::language::traits;
use crate::parts;
use crate::render::{Ask, OPEN, Speaker, Unsaid};
use crate::script::{Script, Sheet};
use crate::slot::Slot;
use crate::slots::{Compass, Distance, LocalTime, MINUTES_MAX, NAME_CHARS_MAX, Slots, name, note};
use crate::vetting::OF_A_WARNING;
use fluent_bundle::FluentArgs;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name under which these are vetted, beside the dangers: that of their file.
pub const COMMON: &str = "acts";

/// What one language says of every danger alike, with names and values left open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// What stands before a push title in an exercise.
    pub mark_push: String,
    /// The first line of a small display in an exercise.
    pub mark_display: String,
    /// Push titles by act; `{event}` is the danger's name. An alert's is the danger's own.
    pub push: BTreeMap<Act, String>,
    /// Small displays by act, two lines; `{display-1}` and `{display-2}` are the danger's own lines.
    pub display: BTreeMap<Act, String>,
    /// The sentence of each typed value: `minutes-few`, `metres-other`, `kilometres-one`,
    /// `direction-north`, `drift-north`, `phone`, `destination`.
    pub values: BTreeMap<String, String>,
    /// What stands around a note in the language that it was written in; `{note}` is the note.
    pub note_here: String,
    /// That there is a note in another language, by that language.
    pub note_in: BTreeMap<String, String>,
}

/// A title and two lines, for those who see no more of a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The title of a push.
    pub push: String,
    /// Two lines of sixteen characters.
    pub display: String,
}

impl Phrases {
    /// An act's label in the frames of the language; the danger's own is that of its alert.
    pub fn framed(&self, act: Act, event: &str, own: &Label) -> Option<Label> {
        let mut lines = own.display.lines();
        let first = lines.next().unwrap_or_default();
        let second = lines.next().unwrap_or_default();
        let display = self.display.get(&act)?;
        Some(Label {
            push: self.push.get(&act)?.replace("{event}", event),
            display: display
                .replace("{display-1}", first)
                .replace("{display-2}", second),
        })
    }

    /// A label with the marks of an exercise; none where the language has no marks.
    pub fn marked(&self, label: &Label) -> Option<Label> {
        if self.mark_push.is_empty() || self.mark_display.is_empty() {
            return None;
        }
        let first = label.display.lines().next().unwrap_or_default();
        Some(Label {
            push: format!("{} {}", self.mark_push, label.push),
            display: format!("{}\n{first}", self.mark_display),
        })
    }

    /// The sentence of each value that is known, in a language.
    pub fn sentences(&self, language: &str, slots: &Slots<'_>) -> BTreeMap<Slot, String> {
        let traits = traits(language);
        let plurals = Plurals::of(language);
        let counted = |name: &str, slot: Slot, n: u16| {
            let said = self.values.get(&format!("{name}-{}", plurals.form(n)));
            let said = said.or_else(|| self.values.get(&format!("{name}-other")))?;
            let open = format!("{{{}}}", slot.as_str());
            Some((
                slot,
                said.replace(&open, &traits.digits.write(&n.to_string())),
            ))
        };
        let distance = slots.distance.and_then(|distance| match distance {
            Distance::Metres(n) => counted("metres", Slot::Distance, n),
            Distance::Kilometres(n) => counted("kilometres", Slot::Distance, n),
        });
        let minutes = slots.minutes.map(|n| n.min(MINUTES_MAX));
        let minutes = minutes.and_then(|n| counted("minutes", Slot::Minutes, n));
        let way = |slot: Slot, way: Option<Compass>| {
            let said = format!("{}-{}", slot.as_str(), way?.as_str());
            Some((slot, self.values.get(&said)?.clone()))
        };
        let destination = slots.destination.and_then(|to| {
            let to = bidi::isolate(&name(to, NAME_CHARS_MAX).0, traits.direction);
            let said = self.values.get("destination")?;
            Some((Slot::Destination, said.replace("{destination}", &to)))
        });
        let phone = slots.phone_text().and_then(|phone| {
            let phone = bidi::isolate(&phone, traits.direction);
            let said = self.values.get("phone")?;
            Some((Slot::Phone, said.replace("{phone}", &phone)))
        });
        let direction = way(Slot::Direction, slots.direction);
        let drift = way(Slot::Drift, slots.drift);
        [distance, minutes, direction, phone, drift, destination]
            .into_iter()
            .flatten()
            .collect()
    }

    /// A note as it is said in a language: its text where it was written in it, else that there is one.
    pub fn note(&self, language: &str, written_in: &str, text: &str) -> Option<String> {
        if language != written_in {
            return self.note_in.get(written_in).cloned();
        }
        let text = bidi::isolate(&note(text), traits(language).direction);
        (!self.note_here.is_empty()).then(|| self.note_here.replace("{note}", &text))
    }

    /// Everything that is said, by name, in a fixed order: what is summed and read aloud.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let Self {
            mark_push,
            mark_display,
            push,
            display,
            values,
            note_here,
            note_in,
        } = self;
        let one = |name: &str, text| (name.to_owned(), text);
        let mut texts = vec![
            one("mark push", mark_push.as_str()),
            one("mark display", mark_display),
        ];
        let of_act = |form: &'static str| {
            move |(act, text): (&Act, _)| (format!("{form} {}", act.as_str()), text)
        };
        texts.extend(
            push.iter()
                .map(|(k, v)| (k, v.as_str()))
                .map(of_act("push")),
        );
        texts.extend(
            display
                .iter()
                .map(|(k, v)| (k, v.as_str()))
                .map(of_act("display")),
        );
        texts.extend(values.iter().map(|(name, text)| one(name, text)));
        texts.push(one("note here", note_here));
        texts.extend(
            note_in
                .iter()
                .map(|(tag, text)| (format!("note in {tag}"), text.as_str())),
        );
        texts
    }
}

/// Why a warning was false, as the parts of `acts.ftl` name it.
pub const CAUSES: [&str; 5] = ["machine", "mistake", "exercise", "forged", "no-danger"];

impl Book {
    /// What a language says of every danger alike; notes may be written in any of `languages`.
    pub fn phrases(&self, language: &str, languages: &[&str]) -> Result<Phrases, Unsaid> {
        let plain = self.acts_script(language);
        let plain = plain.ok_or_else(|| no_common(language))?;
        let broken = |why| Unsaid::Broken(format!("{language}/acts.ftl: {why}"));
        let mark = |id: &str| plain.say(id, &FluentArgs::new()).map_err(broken);
        let mut note_args = FluentArgs::new();
        note_args.set("note", "{note}");
        let in_language = |tag: &str| {
            let mut args = FluentArgs::new();
            args.set("language", tag.to_owned());
            plain.say("note-in", &args).map_err(broken)
        };
        let others = languages.iter().filter(|tag| **tag != language);
        Ok(Phrases {
            mark_push: mark("exercise-mark-short")?,
            mark_display: mark("exercise-mark-display")?,
            values: values(plain, language).map_err(broken)?,
            note_here: plain.say("note-here", &note_args).map_err(broken)?,
            note_in: others
                .map(|tag| Ok(((*tag).to_owned(), in_language(tag)?)))
                .collect::<Result<_, Unsaid>>()?,
            ..self.frames(language)?
        })
    }

    /// Everything that a language says of every danger alike, by name: its phrases, and why a warning was
    /// false. Empty where it says nothing.
    pub fn alike(&self, language: &str) -> Vec<(String, String)> {
        let languages: Vec<&str> = self.languages().into_iter().collect();
        let Ok(phrases) = self.phrases(language, &languages) else {
            return Vec::new();
        };
        let said = phrases.texts().into_iter();
        let said = said.map(|(name, text)| (name, text.to_owned()));
        let causes = CAUSES.into_iter().filter_map(|cause| {
            let text = self.cause(cause, language)?;
            Some((format!("cause {cause}"), text))
        });
        said.chain(causes).collect()
    }

    /// The frames alone.
    pub(crate) fn frames(&self, language: &str) -> Result<Phrases, Unsaid> {
        let script = self.open_script(None, language);
        let script = script.ok_or_else(|| no_common(language))?;
        let frames = |form| {
            let acts = OF_A_WARNING.into_iter().filter(|act| *act != Act::Alert);
            acts.map(|act| Ok((act, said_open(&script, COMMON, language, (act, form))?)))
                .collect::<Result<_, Unsaid>>()
        };
        Ok(Phrases {
            push: frames(Form::Push)?,
            display: frames(Form::Display)?,
            ..Phrases::default()
        })
    }

    /// Why a warning was false, in a language: the sentence of one of [`CAUSES`].
    pub fn cause(&self, cause: &str, language: &str) -> Option<String> {
        let script = self.acts_script(language)?;
        script
            .say(&format!("cause-{cause}"), &FluentArgs::new())
            .ok()
    }

    /// The parts of a danger, or of none, with the sentences of values left open; of none, also the
    /// danger's name and lines.
    pub(crate) fn open_script(&self, danger: Option<&str>, language: &str) -> Option<Script> {
        let own = match danger {
            Some(danger) => vec![self.source(danger, language)?],
            None => Vec::new(),
        };
        let sources = self.acts_source(language).into_iter().chain(own);
        let texts = sources.flat_map(|source| [&source.text, &source.overlay]);
        let of_a_danger = OF_A_DANGER.into_iter().filter(|_| danger.is_none());
        let open: Vec<String> = Slot::sentences()
            .chain(of_a_danger)
            .map(|id| format!("{id} = {{\"{{{id}}}\"}}"))
            .collect();
        let open = open.join("\n");
        let sheets: Vec<Sheet> = texts
            .chain([&open])
            .filter_map(|text| Sheet::read(text).ok())
            .collect();
        Some(Script::new(language, &sheets.iter().collect::<Vec<_>>()))
    }
}

fn no_common(language: &str) -> Unsaid {
    Unsaid::NoText {
        danger: COMMON.to_owned(),
        language: language.to_owned(),
    }
}

/// The parts of a danger that frames of acts refer to.
const OF_A_DANGER: [&str; 3] = ["event", "display-1", "display-2"];

/// One form of an act with its names left open.
pub(crate) fn said_open(
    script: &Script,
    danger: &str,
    language: &str,
    (act, form): (Act, Form),
) -> Result<String, Unsaid> {
    let ask = Ask {
        danger,
        act,
        reality: Reality::Actual,
        language,
        form,
    };
    let slots = Slots::new("", "", LocalTime::EIGHT_FIFTEEN);
    let mut speaker = Speaker::new(script, &ask, &slots);
    for slot in OPEN {
        speaker.open(slot);
    }
    speaker
        .form(form)
        .map_err(|why| Unsaid::Broken(format!("{language}/{danger}: {why}")))
}

/// The sentence of every value that there is a form for.
fn values(script: &Script, language: &str) -> Result<BTreeMap<String, String>, String> {
    let digits = traits(language).digits;
    let mut values = BTreeMap::new();
    let counted = [
        ("minutes", "say-minutes", Slot::Minutes, "none"),
        ("metres", "say-distance", Slot::Distance, "m"),
        ("kilometres", "say-distance", Slot::Distance, "km"),
    ];
    for (name, part, slot, unit) in counted {
        for (category, n) in samples(language) {
            let mut args = FluentArgs::new();
            args.set("unit", unit);
            args.set(slot.as_str(), n);
            let said = script.say(part, &args)?;
            let open = format!("{{{}}}", slot.as_str());
            let said = said.replace(&digits.write(&n.to_string()), &open);
            values.insert(format!("{name}-{category}"), parts::one_line(&said));
        }
    }
    for (slot, part) in [
        (Slot::Direction, "say-direction"),
        (Slot::Drift, "say-drift"),
    ] {
        for way in Compass::ALL {
            let mut args = FluentArgs::new();
            args.set(slot.as_str(), way.as_str());
            let said = script.say(part, &args)?;
            values.insert(format!("{}-{}", slot.as_str(), way.as_str()), said);
        }
    }
    for (name, part) in [("phone", "say-phone"), ("destination", "say-destination")] {
        let mut args = FluentArgs::new();
        args.set(name, format!("{{{name}}}"));
        values.insert(name.to_owned(), script.say(part, &args)?);
    }
    Ok(values)
}

/// A number of each plural form of a language: the largest, which no text has by itself.
fn samples(language: &str) -> BTreeMap<String, u16> {
    let plurals = Plurals::of(language);
    (1..=MINUTES_MAX).map(|n| (plurals.form(n), n)).collect()
}

/// The plural forms of a language, by the same rule that chooses between the variants of a text.
struct Plurals(Option<Script>);

impl Plurals {
    fn of(language: &str) -> Self {
        const FORMS: &str = "form = { $n ->\n [zero] zero\n [one] one\n [two] two\n [few] few\n [many] many\n *[other] other\n}\n";
        let sheet = Sheet::read(FORMS).ok();
        Self(sheet.map(|sheet| Script::new(language, &[&sheet])))
    }

    fn form(&self, n: u16) -> String {
        let mut args = FluentArgs::new();
        args.set("n", n);
        let form = self
            .0
            .as_ref()
            .and_then(|script| script.say("form", &args).ok());
        form.unwrap_or_else(|| "other".to_owned())
    }
}

#[cfg(test)]
mod tests;
