//! Where each element of an alert stands in its text.

use crate::finding::{Finding, Lines, Place};

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

    /// Gives findings the line and column of their element, or of the nearest one around it.
    pub(super) fn locate(&self, findings: &mut [Finding], mut lines: Lines<'_>) {
        let mut ask = Ask {
            marks: &self.marks,
            answers: vec![Answer::default(); self.marks.len()],
            near: 0,
            around: (Place::ALERT, 0),
        };
        // Dozens of findings are about a few elements, whose lines are found once, from the first on.
        let mut asked = Vec::new();
        for finding in findings.iter_mut() {
            let mark = ask.of(finding.place);
            let Some(answer) = ask.answers.get_mut(mark) else {
                return;
            };
            if answer.line == 0 {
                answer.line = 1;
                asked.push((self.marks[mark].1, mark));
            }
            finding.line = u32::try_from(mark).unwrap_or_default();
        }
        asked.sort_unstable();
        for (offset, mark) in asked {
            let answer = &mut ask.answers[mark];
            (answer.line, answer.column) = lines.of(offset);
        }
        for finding in findings {
            let answer = &ask.answers[finding.line as usize];
            (finding.line, finding.column) = (answer.line, answer.column);
        }
    }
}

/// Where one mark stands, once somebody asked.
#[derive(Clone, Copy, Default)]
struct Answer {
    line: u32,
    column: u32,
    /// The mark that was asked for after this one: each profile asks for the same ones in the same order.
    next: u32,
}

/// Says which mark is that of an element.
struct Ask<'a> {
    marks: &'a [(Place, usize)],
    answers: Vec<Answer>,
    /// The mark found last.
    near: usize,
    /// What was last found in place of something missing, and its mark: one element often lacks several.
    around: (Place, usize),
}

impl Ask<'_> {
    /// The mark of this element, or else of the nearest one around it that is there.
    fn of(&mut self, place: Place) -> usize {
        if let Some(mark) = self.exactly(place) {
            return mark;
        }
        let mut wider = place.parent();
        while let Some(around) = wider {
            if around == self.around.0 {
                return self.around.1;
            }
            if let Some(mark) = self.exactly(around) {
                self.around = (around, mark);
                return mark;
            }
            wider = around.parent();
        }
        0
    }

    fn exactly(&mut self, place: Place) -> Option<usize> {
        let before = self.answers.get_mut(self.near)?;
        let next = before.next as usize;
        let is = |mark: usize| self.marks.get(mark).is_some_and(|mark| mark.0 == place);
        let found = if is(next) {
            next
        } else {
            let found = self.marks.partition_point(|mark| mark.0 < place);
            if !is(found) {
                return None;
            }
            before.next = u32::try_from(found).unwrap_or_default();
            found
        };
        self.near = found;
        Some(found)
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
    use crate::read::rules::MISSING;

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
        let asked = [
            info.one(Element::Event),
            info.one(Element::Headline),
            polygon,
        ];
        let mut findings = asked.map(|place| Finding::new(&MISSING, place, ""));
        places.locate(&mut findings, Lines::new("0123456789ab", 1, 1));
        assert_eq!(
            findings.map(|one| (one.line, one.column)),
            [(1, 13), (1, 8), (1, 10)]
        );
    }
}
