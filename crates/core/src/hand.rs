//! Who did something: the name, and the person behind it as they were known then. A name can be given to
//! somebody else and a person can get another name; neither makes one person two.

use crate::ids::{OfficerId, PersonRef};
use crate::site::{Officer, Site};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// By this name.
    pub by: OfficerId,
    /// The person behind the name, as it was known then; the name itself where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// When.
    pub at: Timestamp,
}

impl Hand {
    /// The hand of an officer of a site.
    pub(crate) fn of(site: Option<&Site>, by: &OfficerId, at: Timestamp) -> Self {
        let officer = site.and_then(|site| site.officers.get(by));
        Self {
            by: by.clone(),
            person: officer.and_then(|officer| officer.person.clone()),
            at,
        }
    }

    /// Whether an officer is the same person, by name or by pseudonym: nobody agrees with themselves.
    pub(crate) fn is_of(&self, site: &Site, by: &OfficerId) -> bool {
        let then = self
            .person
            .as_ref()
            .map_or(self.by.as_str(), PersonRef::as_str);
        let officer = site.officers.get(by);
        self.by == *by || officer.is_some_and(|officer| person_of(by, officer) == then)
    }

    /// Whether it is the same person by the same name.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        self.by == other.by && self.person == other.person
    }
}

/// The person behind a name: a pseudonym, or the name itself.
pub(crate) fn person_of<'a>(id: &'a OfficerId, officer: &'a Officer) -> &'a str {
    let person = officer.person.as_ref().map(PersonRef::as_str);
    person.unwrap_or(id.as_str())
}
