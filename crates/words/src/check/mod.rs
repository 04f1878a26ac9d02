//! Finds what must not be said before anybody has to say it: one rule per file, each with a fault that
//! it is known to catch.

mod elements;
mod length;
mod letters;
mod lexicon;
mod note;
mod reading;
mod spelling;
mod structure;
#[cfg(test)]
mod tests;
mod voice;

pub use lexicon::{Lexicon, Lexicons};
pub use note::note;
pub use spelling::{Speller, spelling, words_to_spell};

use crate::act::{Act, Form, Reality};
use crate::book::Book;
use crate::render::{Ask, Rendered, Unsaid};
use crate::slot::Slot;
use crate::slots::{Compass, Distance, LocalTime, Slots};
use std::fmt;

/// What a finding is about; the name is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The table of codes contradicts itself or a standard.
    Codes,
    /// A part that every language has is missing.
    PartMissing,
    /// A part that nothing ever says.
    PartUnknown,
    /// A part without a text.
    PartEmpty,
    /// A text that cannot be said.
    Broken,
    /// A text that leaves out a slot that it must say.
    SlotMissing,
    /// A language without a danger that others have.
    LanguageMissing,
    /// A file that names neither a public page that its words follow nor that none was found.
    NoPage,
    /// A text without its source.
    NoSource,
    /// A text that does not name the danger.
    NoDanger,
    /// A text without its place.
    NoPlace,
    /// A text that does not say what to do.
    NoAction,
    /// A text without a time or an end.
    NoTime,
    /// An explanation before the action.
    ActionLate,
    /// An action that contradicts the CAP codes.
    Contradiction,
    /// A word that must never be used.
    Forbidden,
    /// Too long for its channel.
    TooLong,
    /// A letter that its channel's alphabet lacks.
    Alphabet,
    /// A text that does not come back from its channel's encoding.
    RoundTrip,
    /// A link where none may be.
    Link,
    /// A character that is not seen or steers direction.
    Hidden,
    /// A letter of another alphabet that looks like one of this.
    LookAlike,
    /// A sentence too long or too hard for a child of eleven.
    Hard,
    /// A word that no dictionary knows.
    Spelling,
    /// Something that a voice cannot say.
    Unspeakable,
    /// An exercise that does not say that it is one, or a real text that says it is.
    ExerciseMark,
}

impl Rule {
    /// Its name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::PartMissing => "part-missing",
            Self::PartUnknown => "part-unknown",
            Self::PartEmpty => "part-empty",
            Self::Broken => "broken",
            Self::SlotMissing => "slot-missing",
            Self::LanguageMissing => "language-missing",
            Self::NoPage => "no-page",
            Self::NoSource => "no-source",
            Self::NoDanger => "no-danger",
            Self::NoPlace => "no-place",
            Self::NoAction => "no-action",
            Self::NoTime => "no-time",
            Self::ActionLate => "action-late",
            Self::Contradiction => "contradiction",
            Self::Forbidden => "forbidden",
            Self::TooLong => "too-long",
            Self::Alphabet => "alphabet",
            Self::RoundTrip => "round-trip",
            Self::Link => "link",
            Self::Hidden => "hidden",
            Self::LookAlike => "look-alike",
            Self::Hard => "hard",
            Self::Spelling => "spelling",
            Self::Unspeakable => "unspeakable",
            Self::ExerciseMark => "exercise-mark",
        }
    }
}

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, `fr/rockets.ftl`.
    pub file: String,
    /// The part, or the form that it is said in.
    pub part: String,
    /// The rule.
    pub rule: Rule,
    /// What is wrong and what to do.
    pub says: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {} [{}]",
            self.file,
            self.part,
            self.says,
            self.rule.as_str()
        )
    }
}

/// Every finding in a book, sorted by file.
pub fn check(book: &Book, lexicons: &Lexicons) -> Vec<Finding> {
    let mut findings: Vec<Finding> = book
        .codes()
        .faults()
        .into_iter()
        .map(|says| Finding {
            file: "codes.toml".to_owned(),
            part: String::new(),
            rule: Rule::Codes,
            says,
        })
        .collect();
    for language in book.languages() {
        let nothing = Lexicon::default();
        let lexicon = lexicons.get(language).unwrap_or(&nothing);
        if lexicons.get(language).is_none() {
            findings.push(Finding {
                file: format!("{language}/lexicon.toml"),
                part: String::new(),
                rule: Rule::PartMissing,
                says: "is missing; it lists the verbs of each CAP responseType".to_owned(),
            });
        }
        structure::check(book, language, &mut findings);
        letters::check(book, language, &mut findings);
        for danger in book.dangers() {
            if book.source(danger, language).is_none() {
                findings.push(Finding {
                    file: format!("{language}/{danger}.ftl"),
                    part: String::new(),
                    rule: Rule::LanguageMissing,
                    says: format!("is missing; a warning of {danger} leaves {language} out"),
                });
                continue;
            }
            let page = Page {
                book,
                lexicon,
                danger,
                language,
            };
            structure::slots(&page, &mut findings);
            // What cannot be said has its finding, and nothing more can be known of it.
            if page.is_broken() {
                continue;
            }
            elements::check(&page, &mut findings);
            length::check(&page, &mut findings);
            reading::check(&page, &mut findings);
            voice::check(&page, &mut findings);
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The findings of one danger in one language: what a draft is looked through with.
pub fn check_one(book: &Book, lexicons: &Lexicons, danger: &str, language: &str) -> Vec<Finding> {
    let file = format!("{language}/{danger}.ftl");
    let acts = format!("{language}/acts.ftl");
    check(&book.only(danger).in_languages(&[language]), lexicons)
        .into_iter()
        .filter(|finding| finding.file == file || finding.file == acts)
        .collect()
}

/// One danger in one language, under the eyes of the rules.
pub(crate) struct Page<'a> {
    book: &'a Book,
    lexicon: &'a Lexicon,
    danger: &'a str,
    language: &'a str,
}

/// A place that no text contains by itself.
pub(crate) const PLACE: &str = "Qaf Zuq";
/// An authority of the same kind.
pub(crate) const AUTHORITY: &str = "Wyx Vib";
/// A telephone number of the same kind.
pub(crate) const PHONE: &str = "998877";

/// A place to go to, of the longest kind that a narrow form takes.
pub(crate) const DESTINATION: &str = "Xuw Qip Xuw Qip Xuw Qip Xuw Qi";

impl Page<'_> {
    fn file(&self) -> String {
        format!("{}/{}.ftl", self.language, self.danger)
    }

    fn finding(&self, part: &str, rule: Rule, says: impl Into<String>) -> Finding {
        Finding {
            file: self.file(),
            part: part.to_owned(),
            rule,
            says: says.into(),
        }
    }

    fn say_with(
        &self,
        act: Act,
        reality: Reality,
        form: Form,
        slots: &Slots<'_>,
    ) -> Result<Rendered, Unsaid> {
        let ask = Ask {
            danger: self.danger,
            act,
            reality,
            language: self.language,
            form,
        };
        self.book.render(&ask, slots)
    }

    /// A form with values that can be found again.
    fn say(&self, act: Act, form: Form) -> Option<Rendered> {
        self.say_with(act, Reality::Actual, form, &self.found_again())
            .ok()
    }

    fn found_again(&self) -> Slots<'static> {
        let slots = Slots::new(PLACE, AUTHORITY, time());
        self.with_extras(slots, Distance::Kilometres(7), 17)
    }

    /// The slots that the danger's codes allow beyond the first three.
    fn with_extras<'s>(&self, slots: Slots<'s>, distance: Distance, minutes: u16) -> Slots<'s> {
        let codes = self.book.codes().dangers.get(self.danger);
        let has = |slot: Slot| codes.is_some_and(|codes| codes.slots.contains(&slot));
        Slots {
            distance: has(Slot::Distance).then_some(distance),
            minutes: has(Slot::Minutes).then_some(minutes),
            direction: has(Slot::Direction).then_some(Compass::NorthWest),
            phone: has(Slot::Phone).then_some(PHONE),
            drift: has(Slot::Drift).then_some(Compass::SouthWest),
            destination: has(Slot::Destination).then_some(DESTINATION),
            ..slots
        }
    }

    fn is_broken(&self) -> bool {
        let forms = Form::ALL.into_iter();
        forms
            .flat_map(|form| Act::ALL.map(|act| (act, form)))
            .any(|(act, form)| {
                self.say_with(act, Reality::Exercise, form, &self.found_again())
                    .is_err()
            })
    }
}

/// A quarter past eight in the evening: two digits everywhere.
pub(crate) fn time() -> LocalTime {
    LocalTime::EIGHT_FIFTEEN
}
