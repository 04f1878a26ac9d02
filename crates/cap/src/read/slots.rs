//! The order and number of elements, as the schema has them.

use super::Version;
use crate::element::Element;
use crate::xml::swift::Packed;

/// One kind of child element.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) name: Element,
    packed: Packed,
    pub(super) many: bool,
    /// Oldest version in which it must be there.
    pub(super) required_since: Option<Version>,
}

const fn once(name: Element) -> Slot {
    Slot {
        name,
        packed: Packed::of(name.as_str()),
        many: false,
        required_since: None,
    }
}

const fn many(name: Element) -> Slot {
    Slot {
        name,
        packed: Packed::of(name.as_str()),
        many: true,
        required_since: None,
    }
}

const fn required(name: Element) -> Slot {
    since(&once(name), Version::V1_0)
}

const fn since(slot: &Slot, version: Version) -> Slot {
    Slot {
        name: slot.name,
        packed: slot.packed,
        many: slot.many,
        required_since: Some(version),
    }
}

pub(super) const ALERT: &[Slot] = &[
    required(Element::Identifier),
    required(Element::Sender),
    required(Element::Sent),
    required(Element::Status),
    required(Element::MsgType),
    once(Element::Password),
    once(Element::Source),
    since(&once(Element::Scope), Version::V1_1),
    once(Element::Restriction),
    once(Element::Addresses),
    many(Element::Code),
    once(Element::Note),
    once(Element::References),
    once(Element::Incidents),
    many(Element::Info),
];

pub(super) const INFO: &[Slot] = &[
    once(Element::Language),
    since(&many(Element::Category), Version::V1_1),
    required(Element::Event),
    many(Element::ResponseType),
    required(Element::Urgency),
    required(Element::Severity),
    required(Element::Certainty),
    once(Element::Audience),
    many(Element::EventCode),
    once(Element::Effective),
    once(Element::Onset),
    once(Element::Expires),
    once(Element::SenderName),
    once(Element::Headline),
    once(Element::Description),
    once(Element::Instruction),
    once(Element::Web),
    once(Element::Contact),
    many(Element::Parameter),
    many(Element::Resource),
    many(Element::Area),
];

pub(super) const RESOURCE: &[Slot] = &[
    required(Element::ResourceDesc),
    since(&once(Element::MimeType), Version::V1_2),
    once(Element::Size),
    once(Element::Uri),
    once(Element::DerefUri),
    once(Element::Digest),
];

pub(super) const AREA: &[Slot] = &[
    required(Element::AreaDesc),
    many(Element::Polygon),
    many(Element::Circle),
    many(Element::Geocode),
    once(Element::Altitude),
    once(Element::Ceiling),
];

pub(super) const PAIR: &[Slot] = &[required(Element::ValueName), required(Element::Value)];

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

    /// One more child that stands where it may; `None` if there is more to say of it, and it is not counted then.
    #[inline]
    pub(super) fn fits(&mut self, name: Packed) -> Option<Element> {
        let ahead = &self.slots[self.furthest..];
        let at = self.furthest + ahead.iter().position(|slot| slot.packed == name)?;
        let slot = &self.slots[at];
        if self.signed || self.filled & 1 << at != 0 && !slot.many {
            return None;
        }
        self.filled |= 1 << at;
        self.furthest = at;
        Some(slot.name)
    }

    /// One more child; `None` if the schema knows none of this name here.
    pub(super) fn child(&mut self, name: Packed) -> Option<(&'static Slot, Verdict)> {
        // Children mostly come in order: the search begins where the last one was.
        let after = self.slots[self.furthest..]
            .iter()
            .position(|slot| slot.packed == name);
        let at = match after {
            Some(steps) => self.furthest + steps,
            None => self.slots.iter().position(|slot| slot.packed == name)?,
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
                self.slots[self.furthest].name.as_str()
            })
        } else {
            Verdict::Fits
        };
        self.furthest = self.furthest.max(at);
        Some((slot, verdict))
    }

    /// The required elements that never came.
    pub(super) fn missing(&self, version: Version) -> impl Iterator<Item = Element> {
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
        assert_eq!(
            children.child(Packed::of("polygon")).unwrap().1,
            Verdict::Fits
        );
        assert_eq!(
            children.child(Packed::of("polygon")).unwrap().1,
            Verdict::Fits
        );
        assert!(children.child(Packed::of("colour")).is_none());
        assert_eq!(
            children.missing(Version::V1_2).collect::<Vec<_>>(),
            [Element::AreaDesc]
        );
        assert_eq!(
            children.child(Packed::of("areaDesc")).unwrap().1,
            Verdict::Late("polygon")
        );
        assert_eq!(
            children.child(Packed::of("areaDesc")).unwrap().1,
            Verdict::Again
        );
    }
}
