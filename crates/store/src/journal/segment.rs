//! The files of a journal: their names and their raw lines, read front to back in constant memory.

use super::{Fault, line::LINE_BYTES_MAX};
use crate::disk::Disk;
use std::{io, ops::Range, sync::Arc};

/// One file of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub name: String,
    /// Number of its first entry, which is its name.
    pub first_n: u64,
}

const ENDING: &str = ".jsonl";

impl Segment {
    pub(super) fn beginning_with(first_n: u64) -> Self {
        Self {
            name: format!("{first_n:020}{ENDING}"),
            first_n,
        }
    }

    fn named(name: String) -> Option<Self> {
        let digits = name.strip_suffix(ENDING)?;
        let plain = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let first_n = digits.parse().ok().filter(|_| plain)?;
        Some(Self { name, first_n })
    }
}

/// All segments, in order. Files with other names are not the journal's and are left alone.
pub(super) fn list(disk: &dyn Disk) -> Result<Vec<Segment>, Fault> {
    let names = disk
        .list()
        .map_err(Fault::disk("list the journal's segments"))?;
    Ok(names.into_iter().filter_map(Segment::named).collect())
}

/// Where a raw line is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Index of the segment.
    pub segment: usize,
    /// Number of the line in its segment, from 1.
    pub line: u64,
    /// Bytes of the segment before the line.
    pub offset: u64,
    text: Range<usize>,
}

/// Reads raw lines over several segments.
pub(super) struct RawLines {
    disk: Arc<dyn Disk>,
    segments: Vec<Segment>,
    /// Segment that `input` reads.
    current: usize,
    input: Option<Box<dyn io::Read + Send>>,
    buffer: Vec<u8>,
    /// The part of `buffer` that was read from the disk and not yet given out.
    unread: Range<usize>,
    line: u64,
    offset: u64,
}

/// Large enough that the cost of a read call is spread over hundreds of entries.
const READ_BYTES: usize = 256 << 10;

impl RawLines {
    /// Reads from the beginning of the segment with index `first` on.
    pub(super) fn new(disk: Arc<dyn Disk>, segments: Vec<Segment>, first: usize) -> Self {
        Self {
            disk,
            segments,
            current: first,
            input: None,
            buffer: vec![0; READ_BYTES],
            unread: 0..0,
            line: 0,
            offset: 0,
        }
    }

    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    pub(super) fn text(&self, place: &Place) -> &[u8] {
        &self.buffer[place.text.clone()]
    }

    /// The next line: with its newline, or without when its segment ends before one, or cut behind
    /// [`LINE_BYTES_MAX`] when it is longer.
    pub(super) fn advance(&mut self) -> Result<Option<Place>, Fault> {
        let mut searched = 0;
        loop {
            let unread = &self.buffer[self.unread.clone()];
            if let Some(newline) = memchr::memchr(b'\n', &unread[searched..]) {
                return Ok(Some(self.give_out(searched + newline + 1)));
            }
            searched = unread.len();
            if searched > LINE_BYTES_MAX {
                return Ok(Some(self.give_out(searched)));
            }
            if self.read_more()? == 0 {
                if searched > 0 {
                    return Ok(Some(self.give_out(searched)));
                }
                if !self.next_segment()? {
                    return Ok(None);
                }
            }
        }
    }

    fn give_out(&mut self, bytes: usize) -> Place {
        let text = self.unread.start..self.unread.start + bytes;
        let offset = self.offset;
        self.unread.start += bytes;
        self.offset += bytes as u64;
        self.line += 1;
        Place {
            segment: self.current,
            line: self.line,
            offset,
            text,
        }
    }

    fn read_more(&mut self) -> Result<usize, Fault> {
        let Some(input) = &mut self.input else {
            return Ok(0);
        };
        if self.unread.start > 0 {
            self.buffer.copy_within(self.unread.clone(), 0);
            self.unread = 0..self.unread.len();
        }
        if self.unread.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let read = loop {
            match input.read(&mut self.buffer[self.unread.end..]) {
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let name = &self.segments[self.current].name;
        let read = read.map_err(Fault::disk(format!("read journal segment {name}")))?;
        self.unread.end += read;
        Ok(read)
    }

    fn next_segment(&mut self) -> Result<bool, Fault> {
        if self.input.take().is_some() {
            self.current += 1;
        }
        let Some(segment) = self.segments.get(self.current) else {
            return Ok(false);
        };
        let input = self.disk.read_from(&segment.name, 0);
        self.input = Some(input.map_err(Fault::disk(format!(
            "open journal segment {}",
            segment.name
        )))?);
        (self.line, self.offset) = (0, 0);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::SimDisk;

    fn lines(files: &[(&str, &[u8])]) -> Vec<(usize, u64, u64, usize)> {
        let disk = SimDisk::new(0);
        for (name, bytes) in files {
            disk.put(name, bytes);
        }
        let segments = list(&disk).unwrap();
        let mut raw = RawLines::new(Arc::new(disk), segments, 0);
        let mut found = Vec::new();
        while let Some(place) = raw.advance().unwrap() {
            found.push((
                place.segment,
                place.line,
                place.offset,
                raw.text(&place).len(),
            ));
        }
        found
    }

    const ONE: &str = "00000000000000000001.jsonl";
    const TWO: &str = "00000000000000000002.jsonl";

    #[test]
    fn lines_are_read_over_segments_with_their_places() {
        let found = lines(&[(ONE, b"a\nbc\nd"), (TWO, b"\n"), ("notes.jsonl", b"x\n")]);
        assert_eq!(
            found,
            [(0, 1, 0, 2), (0, 2, 2, 3), (0, 3, 5, 1), (1, 1, 0, 1)]
        );
    }

    #[test]
    fn empty_segments_and_no_segments_have_no_lines() {
        assert_eq!(lines(&[]), []);
        assert_eq!(lines(&[(ONE, b""), (TWO, b"x\n")]), [(1, 1, 0, 2)]);
    }

    #[test]
    fn a_line_longer_than_the_buffer_is_whole_and_one_without_end_is_cut() {
        let mut long = vec![b'x'; READ_BYTES * 2 + 5];
        long.push(b'\n');
        assert_eq!(lines(&[(ONE, &long)]), [(0, 1, 0, long.len())]);
        let found = lines(&[(ONE, &vec![b'x'; LINE_BYTES_MAX * 3])]);
        assert!(found[0].3 > LINE_BYTES_MAX && found[0].3 <= LINE_BYTES_MAX * 2 + READ_BYTES);
    }
}
