//! Says one message in one language: the declared texts with names and values in them, what an officer
//! added, and in an exercise the mark that the machine sets.

use super::{Act, Label, Phrases, Slots, Texts, Wording};
use crate::ids::Language;
use crate::status::Status;
use vigie_words::Filling;

/// One language of one message, about to be said.
pub(super) struct Said<'a> {
    pub(super) language: &'a Language,
    pub(super) wording: &'a Wording,
    pub(super) status: Status,
    pub(super) slots: &'a Slots<'a>,
}

impl Said<'_> {
    /// The texts of an act with everything filled in.
    pub(super) fn fill(&self, act: Act, texts: &Texts) -> Texts {
        let (language, slots) = (self.language, self.slots);
        let phrases = slots.phrases.get(language).copied();
        let place = slots.place.get(language);
        let place = place.or_else(|| slots.place.values().next());
        let destination = slots.destination.map(|names| {
            let name = names.get(language).or_else(|| names.values().next());
            name.map_or("", String::as_str)
        });
        let filling = Filling {
            place: place.map_or("", String::as_str),
            authority: slots.authority,
            time: None,
            sentences: phrases
                .map(|phrases| {
                    phrases.sentences(language.as_str(), &slots.values.in_words(destination))
                })
                .unwrap_or_default(),
        };
        let one = |text: &str| vigie_words::fill(text, language.as_str(), &filling);
        let note = phrases.zip(slots.note).and_then(|(phrases, note)| {
            let (tag, written_in) = (language.as_str(), note.language.as_str());
            phrases.note(tag, written_in, &note.text)
        });
        let mut description = one(&texts.description);
        if let Some(note) = note {
            description.push(' ');
            description.push_str(&note);
        }
        let label = self.label(act, phrases);
        Texts {
            headline: self.marked(one(&texts.headline)),
            description: self.marked(description),
            instruction: self.marked(one(&texts.instruction)),
            push: label.push,
            display: label.display,
        }
    }

    fn marked(&self, text: String) -> String {
        // A configuration without a mark must not make an exercise look real.
        let mark = match self.wording.exercise_mark.trim() {
            "" => Status::Exercise.as_str(),
            mark => mark,
        };
        match self.status {
            Status::Exercise => format!("{mark} {text}"),
            Status::Actual => text,
        }
    }

    /// Title and display; none where the danger has none, or an exercise could not be marked.
    fn label(&self, act: Act, phrases: Option<&Phrases>) -> Label {
        let Wording { labels, event, .. } = self.wording;
        let act = act.in_words();
        let framed = || {
            let own = labels.get(&vigie_words::Act::Alert)?;
            phrases?.framed(act, event, own)
        };
        let label = labels.get(&act).cloned().or_else(framed);
        let label = match self.status {
            Status::Actual => label,
            Status::Exercise => label.and_then(|label| phrases?.marked(&label)),
        };
        label.unwrap_or_default()
    }
}
