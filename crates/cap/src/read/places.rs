//! Where each element of an alert stands in its text.

use crate::finding::Place;

/// Offsets in the text of the alert, by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// In the order in which they were read, which for a sound message is the order of places; from
    /// [`Places::settle`] on in the order of places, of which each stands once.
    marks: Vec<(Place, usize)>,
}

impl Places {
    /// For so many elements without growing.
    pub(super) fn with_capacity(elements: usize) -> Self {
        Self {
            marks: Vec::with_capacity(elements),
        }
    }

    /// Remembers an element. Where several have one place, the last is the one that the document holds.
    pub(super) fn mark(&mut self, place: Place, offset: usize) {
        match self.marks.last_mut() {
            Some(last) if last.0 == place => last.1 = offset,
            _ => self.marks.push((place, offset)),
        }
    }

    /// Makes it ready to be asked, and gives back what was made ready for elements that did not come: a file may hold
    /// a thousand alerts.
    pub(super) fn settle(&mut self) {
        if !self.marks.is_sorted_by(|one, next| one.0 < next.0) {
            self.marks.reverse();
            self.marks.sort_by_key(|(place, _)| *place);
            self.marks.dedup_by_key(|(place, _)| *place);
        }
        if self.marks.len() < self.marks.capacity() / 2 {
            self.marks.shrink_to_fit();
        }
    }

    /// Where this element was last seen, while it is still being read, or else the nearest one around it.
    pub(super) fn last(&self, place: Place) -> usize {
        around(place)
            .find_map(|place| self.marks.iter().rev().find(|mark| mark.0 == place))
            .map_or(0, |mark| mark.1)
    }

    /// Ready to say where elements stand.
    pub(super) fn ask(&self) -> Ask<'_> {
        Ask {
            marks: &self.marks,
            near: 0,
            around: (Place::ALERT, 0),
        }
    }
}

/// Says where elements stand, fastest where each stands soon after the one asked last.
pub(super) struct Ask<'a> {
    marks: &'a [(Place, usize)],
    /// The mark found last.
    near: usize,
    /// What was last found in place of something missing, and where it stands: one element often lacks several.
    around: (Place, usize),
}

impl Ask<'_> {
    /// Where this element stands, or else the nearest one around it that is there.
    pub(super) fn of(&mut self, place: Place) -> usize {
        if let Some(offset) = self.exactly(place) {
            return offset;
        }
        let mut wider = place.parent();
        while let Some(around) = wider {
            if around == self.around.0 {
                return self.around.1;
            }
            if let Some(offset) = self.exactly(around) {
                self.around = (around, offset);
                return offset;
            }
            wider = around.parent();
        }
        0
    }

    fn exactly(&mut self, place: Place) -> Option<usize> {
        /// Marks looked at one by one before the rest is searched by halves.
        const STEPS: usize = 8;
        let ahead = self.marks.get(self.near..)?;
        let begins_before = ahead.first().is_some_and(|mark| mark.0 <= place);
        let (from, among) = if begins_before {
            let soon = ahead.iter().take(STEPS).position(|mark| mark.0 >= place);
            if let Some(steps) = soon {
                self.near += steps;
                return Some(self.marks[self.near])
                    .filter(|mark| mark.0 == place)
                    .map(|mark| mark.1);
            }
            (self.near, ahead)
        } else {
            (0, &self.marks[..self.near])
        };
        let at = from + among.partition_point(|mark| mark.0 < place);
        let mark = self.marks.get(at).filter(|mark| mark.0 == place)?;
        self.near = at;
        Some(mark.1)
    }
}

/// A place and all that contain it.
fn around(place: Place) -> impl Iterator<Item = Place> {
    std::iter::successors(Some(place), |place| place.parent())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::element::Element;

    #[test]
    fn what_is_not_there_stands_where_its_parent_does() {
        let mut places = Places::default();
        let info = Place::info(1);
        places.mark(info, 7);
        places.mark(info.part(Element::Area, 0), 9);
        places.mark(info.one(Element::Event), 8);
        places.mark(info.one(Element::Event), 12);
        let polygon = info.part(Element::Area, 0).nth(Element::Polygon, 3);
        assert_eq!(places.last(polygon), 9);
        places.settle();
        let mut places = places.ask();
        assert_eq!(places.of(info.one(Element::Event)), 12);
        assert_eq!(places.of(info.one(Element::Headline)), 7);
        assert_eq!(places.of(polygon), 9);
        assert_eq!(places.of(Place::info(0)), 0);
    }
}
