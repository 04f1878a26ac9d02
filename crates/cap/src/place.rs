//! Where in an alert something stands.

use crate::element::Element;
use std::fmt;

/// An element of an alert, as a path: `alert/info[1]/area[2]/polygon[1]`.
///
/// One number, because every element that is read and every finding has one: from its highest bits which `info`, the
/// element in it and which one of several, the element in that and which one. Of two places of one alert in the order
/// of the schema, the lesser stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(u64);

const INFO_SHIFT: u32 = 48;
const PART_SHIFT: u32 = 40;
const PART_NTH_SHIFT: u32 = 24;
const INNER_SHIFT: u32 = 16;
/// The element inside a part, and which one.
const INNER: u64 = (1 << PART_NTH_SHIFT) - 1;
/// The part, and which one, with all that is inside.
const PART: u64 = (1 << INFO_SHIFT) - 1;

impl Place {
    /// The alert as a whole.
    pub const ALERT: Self = Self(0);

    /// An info, counted from 0.
    pub fn info(at: usize) -> Self {
        Self(ordinal(at) << INFO_SHIFT)
    }

    /// A part of this info that has elements of its own (`area`, `resource`, `parameter`, …), counted from 0.
    #[must_use]
    pub fn part(self, part: Element, at: usize) -> Self {
        let part = u64::from(part.number()) << PART_SHIFT;
        Self(self.0 & !PART | part | ordinal(at) << PART_NTH_SHIFT)
    }

    /// An element that stands once here.
    #[must_use]
    pub fn one(self, element: Element) -> Self {
        self.with(element, 0)
    }

    /// One of several elements here, counted from 0.
    #[must_use]
    pub fn nth(self, element: Element, at: usize) -> Self {
        self.with(element, ordinal(at))
    }

    fn with(self, element: Element, nth: u64) -> Self {
        let number = u64::from(element.number());
        if self.is_in_part() {
            Self(self.0 & !INNER | number << INNER_SHIFT | nth)
        } else {
            Self(self.0 & !PART | number << PART_SHIFT | nth << PART_NTH_SHIFT)
        }
    }

    /// Whether this is a part of an info with elements of its own, or one of those.
    fn is_in_part(self) -> bool {
        let has_elements = matches!(
            self.outer(),
            Some(Element::EventCode | Element::Parameter | Element::Resource | Element::Area)
        );
        has_elements && self.outer_nth() > 0
    }

    /// Which `info` it is in, from 1; 0 outside any.
    pub fn info_nth(self) -> u16 {
        low(self.0 >> INFO_SHIFT)
    }

    /// The element itself; none for an info or the alert as a whole.
    pub fn element(self) -> Option<Element> {
        self.inner().or(self.outer())
    }

    fn outer(self) -> Option<Element> {
        Element::numbered(byte(self.0 >> PART_SHIFT))
    }

    fn outer_nth(self) -> u16 {
        low(self.0 >> PART_NTH_SHIFT)
    }

    fn inner(self) -> Option<Element> {
        Element::numbered(byte(self.0 >> INNER_SHIFT))
    }

    /// The element that contains this one.
    pub fn parent(self) -> Option<Self> {
        if self.0 & INNER != 0 {
            Some(Self(self.0 & !INNER))
        } else if self.0 & PART != 0 {
            Some(Self(self.0 & !PART))
        } else {
            (self.0 != 0).then_some(Self::ALERT)
        }
    }
}

fn ordinal(at: usize) -> u64 {
    u64::from(u16::try_from(at + 1).unwrap_or(u16::MAX))
}

fn low(bits: u64) -> u16 {
    let [low, high, ..] = bits.to_le_bytes();
    u16::from_le_bytes([low, high])
}

fn byte(bits: u64) -> u8 {
    bits.to_le_bytes()[0]
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("alert")?;
        let mut step = |name: &str, nth: u16| match nth {
            0 => write!(f, "/{name}"),
            nth => write!(f, "/{name}[{nth}]"),
        };
        if self.info_nth() > 0 {
            step("info", self.info_nth())?;
        }
        if let Some(outer) = self.outer() {
            step(outer.as_str(), self.outer_nth())?;
        }
        if let Some(inner) = self.inner() {
            step(inner.as_str(), low(self.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_a_path_and_knows_its_parent() {
        let place = Place::info(0)
            .part(Element::Area, 1)
            .nth(Element::Polygon, 2);
        assert_eq!(place.to_string(), "alert/info[1]/area[2]/polygon[3]");
        assert_eq!(place.parent().unwrap().to_string(), "alert/info[1]/area[2]");
        assert_eq!(place.parent().unwrap().element(), Some(Element::Area));
        assert_eq!(place.element(), Some(Element::Polygon));
        let sent = Place::ALERT.one(Element::Sent);
        assert_eq!(
            (sent.to_string(), sent.parent()),
            ("alert/sent".into(), Some(Place::ALERT))
        );
        assert_eq!(Place::ALERT.parent(), None);
        let third = Place::info(1).nth(Element::Category, 2);
        assert_eq!(third.to_string(), "alert/info[2]/category[3]");
        assert_eq!(third.parent(), Some(Place::info(1)));
    }

    #[test]
    fn an_element_that_is_missing_is_not_inside_another() {
        let code = Place::info(0).one(Element::EventCode);
        assert_eq!(code.to_string(), "alert/info[1]/eventCode");
        assert_eq!(code.element(), Some(Element::EventCode));
        let event = code.one(Element::Event);
        assert_eq!(event.to_string(), "alert/info[1]/event");
    }

    #[test]
    fn more_than_can_be_counted_are_taken_for_the_last() {
        let last = Place::info(usize::from(u16::MAX) - 1);
        assert_eq!(Place::info(1 << 20), last);
    }

    #[test]
    fn places_are_in_the_order_of_the_schema() {
        let info = Place::info(0);
        let area = info.part(Element::Area, 0);
        let in_order = [
            Place::ALERT,
            Place::ALERT.one(Element::Sent),
            info,
            info.one(Element::Language),
            info.part(Element::EventCode, 0),
            info.one(Element::Expires),
            info.part(Element::Parameter, 1).one(Element::Value),
            area,
            area.nth(Element::Polygon, 1),
            area.one(Element::Ceiling),
            info.part(Element::Area, 1),
            Place::info(1),
        ];
        assert!(in_order.is_sorted());
    }
}
