//! The connections of one writer: places that are given out again, each time under another name, so that
//! what the kernel says of a connection that has ended is not taken for its successor.

use crate::connection::Connection;

/// A place in the table, and how often it was given out before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    index: u32,
    use_: u32,
}

impl Place {
    pub(crate) fn index(self) -> u32 {
        self.index
    }
}

impl From<Place> for u64 {
    fn from(place: Place) -> Self {
        Self::from(place.use_) << 32 | Self::from(place.index)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "two halves of one number")]
impl From<u64> for Place {
    fn from(name: u64) -> Self {
        Self {
            index: name as u32,
            use_: (name >> 32) as u32,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<(u32, Option<Connection>)>,
    free: Vec<u32>,
}

impl Table {
    /// The place that the next connection gets.
    pub(crate) fn next(&mut self) -> Place {
        let index = self.free.pop().unwrap_or_else(|| {
            self.rows.push((0, None));
            u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX)
        });
        let use_ = self.rows.get(index as usize).map_or(0, |row| row.0);
        Place { index, use_ }
    }

    /// The place is not needed after all.
    pub(crate) fn give_back(&mut self, place: Place) {
        self.free.push(place.index);
    }

    pub(crate) fn put(&mut self, place: Place, connection: Connection) {
        if let Some(row) = self.rows.get_mut(place.index as usize) {
            row.1 = Some(connection);
        }
    }

    pub(crate) fn get(&mut self, place: Place) -> Option<&mut Connection> {
        let row = self.rows.get_mut(place.index as usize)?;
        row.1.as_mut().filter(|_| row.0 == place.use_)
    }

    /// Whoever is at an index.
    pub(crate) fn at(&mut self, index: u32) -> Option<(Place, &mut Connection)> {
        let (use_, connection) = self.rows.get_mut(index as usize)?;
        let place = Place { index, use_: *use_ };
        Some((place, connection.as_mut()?))
    }

    pub(crate) fn take(&mut self, place: Place) -> Option<Connection> {
        let row = self.rows.get_mut(place.index as usize)?;
        if row.0 != place.use_ {
            return None;
        }
        let connection = row.1.take()?;
        // The name of the inbox is never given out: it would take 2^32 uses of one place.
        row.0 = row.0.wrapping_add(1);
        self.free.push(place.index);
        Some(connection)
    }

    /// Every connection there is.
    pub(crate) fn all(&self) -> Vec<Place> {
        let rows = (0..).zip(&self.rows);
        rows.filter(|(_, row)| row.1.is_some())
            .map(|(index, row)| Place { index, use_: row.0 })
            .collect()
    }
}
