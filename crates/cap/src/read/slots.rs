//! The order and number of elements, as the schema has them.

use super::Version;

/// One kind of child element.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) name: &'static str,
    pub(super) many: bool,
    /// Oldest version in which it must be there.
    pub(super) required_since: Option<Version>,
}

const fn once(name: &'static str) -> Slot {
    Slot {
        name,
        many: false,
        required_since: None,
    }
}

const fn many(name: &'static str) -> Slot {
    Slot {
        name,
        many: true,
        required_since: None,
    }
}

const fn required(name: &'static str) -> Slot {
    since(&once(name), Version::V1_0)
}

const fn since(slot: &Slot, version: Version) -> Slot {
    Slot {
        name: slot.name,
        many: slot.many,
        required_since: Some(version),
    }
}

pub(super) const ALERT: &[Slot] = &[
    required("identifier"),
    required("sender"),
    required("sent"),
    required("status"),
    required("msgType"),
    once("password"),
    once("source"),
    since(&once("scope"), Version::V1_1),
    once("restriction"),
    once("addresses"),
    many("code"),
    once("note"),
    once("references"),
    once("incidents"),
    many("info"),
];

pub(super) const INFO: &[Slot] = &[
    once("language"),
    since(&many("category"), Version::V1_1),
    required("event"),
    many("responseType"),
    required("urgency"),
    required("severity"),
    required("certainty"),
    once("audience"),
    many("eventCode"),
    once("effective"),
    once("onset"),
    once("expires"),
    once("senderName"),
    once("headline"),
    once("description"),
    once("instruction"),
    once("web"),
    once("contact"),
    many("parameter"),
    many("resource"),
    many("area"),
];

pub(super) const RESOURCE: &[Slot] = &[
    required("resourceDesc"),
    since(&once("mimeType"), Version::V1_2),
    once("size"),
    once("uri"),
    once("derefUri"),
    once("digest"),
];

pub(super) const AREA: &[Slot] = &[
    required("areaDesc"),
    many("polygon"),
    many("circle"),
    many("geocode"),
    once("altitude"),
    once("ceiling"),
];

pub(super) const PAIR: &[Slot] = &[required("valueName"), required("value")];

/// Follows the children of one element through its slots.
pub(super) struct Sequence {
    slots: &'static [Slot],
    furthest: usize,
    /// Which slots have been filled, a bit each: no element has more than 21 kinds of children.
    filled: u32,
    told: bool,
    signed: bool,
}

/// What the sequence says of one more child.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It stands where it may.
    Fits,
    /// It should have come before the named one; said once for each parent.
    Late(&'static str),
    /// It may stand once and did already.
    Again,
}

impl Sequence {
    pub(super) fn new(slots: &'static [Slot]) -> Self {
        Self {
            slots,
            furthest: 0,
            filled: 0,
            told: false,
            signed: false,
        }
    }

    /// A signature: nothing but signatures may follow it. The element after it is late.
    pub(super) fn sign(&mut self) {
        self.signed = true;
    }

    /// One more child; `None` if the schema knows none of this name here.
    pub(super) fn child(&mut self, name: &str) -> Option<(&'static Slot, Verdict)> {
        // Children mostly come in order: the search begins where the last one was.
        let after = self.slots[self.furthest..]
            .iter()
            .position(|slot| slot.name == name);
        let at = match after {
            Some(steps) => self.furthest + steps,
            None => self.slots.iter().position(|slot| slot.name == name)?,
        };
        let slot = &self.slots[at];
        let again = self.filled & 1 << at != 0;
        self.filled |= 1 << at;
        let verdict = if again && !slot.many {
            Verdict::Again
        } else if (self.signed || at < self.furthest) && !self.told {
            self.told = true;
            Verdict::Late(if self.signed {
                "Signature"
            } else {
                self.slots[self.furthest].name
            })
        } else {
            Verdict::Fits
        };
        self.furthest = self.furthest.max(at);
        Some((slot, verdict))
    }

    /// The required elements that never came.
    pub(super) fn missing(&self, version: Version) -> impl Iterator<Item = &'static str> {
        let absent = (0..)
            .zip(self.slots)
            .filter(|(at, _)| self.filled & 1 << at == 0);
        absent
            .map(|(_, slot)| slot)
            .filter(move |slot| slot.required_since.is_some_and(|since| since <= version))
            .map(|slot| slot.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_notes_the_late_the_doubled_and_the_missing() {
        let mut children = Sequence::new(AREA);
        assert_eq!(children.child("polygon").unwrap().1, Verdict::Fits);
        assert_eq!(children.child("polygon").unwrap().1, Verdict::Fits);
        assert!(children.child("colour").is_none());
        assert_eq!(
            children.missing(Version::V1_2).collect::<Vec<_>>(),
            ["areaDesc"]
        );
        assert_eq!(
            children.child("areaDesc").unwrap().1,
            Verdict::Late("polygon")
        );
        assert_eq!(children.child("areaDesc").unwrap().1, Verdict::Again);
    }
}
