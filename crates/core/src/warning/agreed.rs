//! What two people agree on besides the message itself: both its ends, and what an update changes.

use super::{Content, Warning};
use crate::hand::Hand;
use crate::ids::{Danger, Language, ZoneId};
use crate::wording::{Act, Cause, Note, SlotValue, Texts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What an update changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It holds until another time.
    Validity,
    /// It warns more places.
    Area,
    /// It warns of something else.
    Danger,
    /// Sirens sound again.
    Sound,
    /// Its texts say other values.
    Values,
    /// What the officer added is another note, or none.
    Note,
}

/// What an officer wants changed of a live warning; what is not named stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Revision {
    /// Every zone that it is to warn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zones: Option<BTreeSet<ZoneId>>,
    /// What it is to warn of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub danger: Option<Danger>,
    /// How long it holds from the update on, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_s: Option<u32>,
    /// Whether every siren sounds again.
    pub resound: bool,
    /// Every value that its texts are to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slots: Option<BTreeMap<String, SlotValue>>,
    /// The note that it is to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Whether its note is taken back.
    #[serde(skip_serializing_if = "is_false")]
    pub without_note: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_false(told: &bool) -> bool {
    !*told
}

impl Revision {
    /// The values that the warning says after it.
    pub(crate) fn slots_of<'a>(&'a self, warning: &'a Warning) -> &'a BTreeMap<String, SlotValue> {
        self.slots.as_ref().unwrap_or(&warning.slots)
    }

    /// The note that the warning has after it.
    pub(crate) fn note_of<'a>(&'a self, warning: &'a Warning) -> Option<&'a Note> {
        if self.without_note {
            return None;
        }
        self.note.as_ref().or(warning.note.as_ref())
    }
}

/// The words of both ends of a warning, agreed together with the alert: nobody writes a correction
/// while a city runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// It is over.
    pub all_clear: BTreeMap<Language, Texts>,
    /// Why it was false, by cause.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub causes: BTreeMap<Cause, BTreeMap<Language, String>>,
    /// It was false.
    pub retraction: BTreeMap<Language, Texts>,
}

impl Corrections {
    /// JSON without spaces and with sorted members, so that anybody computes the same hash.
    fn canonical(&self) -> String {
        #[derive(Serialize)]
        struct Sorted<'a> {
            all_clear: ByLanguage<'a>,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            causes: BTreeMap<&'a str, &'a BTreeMap<Language, String>>,
            retraction: ByLanguage<'a>,
        }
        type ByLanguage<'a> = BTreeMap<&'a Language, BTreeMap<&'a str, &'a str>>;
        fn by_language(texts: &BTreeMap<Language, Texts>) -> ByLanguage<'_> {
            fn members(texts: &Texts) -> BTreeMap<&str, &str> {
                let Texts {
                    headline,
                    description,
                    instruction,
                    push,
                    display,
                } = texts;
                let labels = [("push", push.as_str()), ("display", display)];
                let labels = labels.into_iter().filter(|(_, text)| !text.is_empty());
                let texts = [
                    ("headline", headline.as_str()),
                    ("description", description),
                    ("instruction", instruction),
                ];
                texts.into_iter().chain(labels).collect()
            }
            texts
                .iter()
                .map(|(language, texts)| (language, members(texts)))
                .collect()
        }
        let causes = self.causes.iter();
        let sorted = Sorted {
            all_clear: by_language(&self.all_clear),
            causes: causes.map(|(cause, said)| (cause.as_str(), said)).collect(),
            retraction: by_language(&self.retraction),
        };
        serde_json::to_string(&sorted).unwrap_or_default()
    }

    /// What one end says, if it was agreed on.
    pub(crate) fn texts(&self, act: Act) -> Option<&BTreeMap<Language, Texts>> {
        match act {
            Act::AllClear => Some(&self.all_clear),
            Act::Retraction => Some(&self.retraction),
            Act::Alert | Act::Update | Act::Expiry => None,
        }
    }
}

/// The hash that a second person agrees to: over the CAP message, which has the area and the expiry
/// in it, and over the words of both its ends. Without corrections it is that of the message.
pub fn approval_sha256(content: &Content, corrections: Option<&Corrections>) -> String {
    let Some(corrections) = corrections else {
        return content.cap.sha256.clone();
    };
    let words = corrections.canonical();
    let bound = format!("vigie approval 1\n{}\n{words}\n", content.cap.sha256);
    hex::encode(Sha256::digest(bound.as_bytes()))
}

/// An update that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who proposed it.
    pub hand: Hand,
    /// What changes.
    pub revision: Revision,
    /// What would go out.
    pub content: Box<Content>,
    /// The words of both ends after it.
    pub corrections: Box<Corrections>,
}

impl Proposal {
    /// The hash that a second person agrees to.
    pub fn sha256(&self) -> String {
        approval_sha256(&self.content, Some(&self.corrections))
    }

    /// The zones that it would warn.
    pub fn zones<'a>(&'a self, warning: &'a Warning) -> &'a BTreeSet<ZoneId> {
        self.revision.zones.as_ref().unwrap_or(&warning.zones)
    }
}
