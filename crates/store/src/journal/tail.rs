//! Tells a tail that a power cut tore from entries that somebody or something damaged.
//!
//! A batch that was not synced can be lost in part: cut off anywhere, or with holes of zero bytes
//! where sectors were never written, even before lines that are whole. None of it was acknowledged,
//! so it is cut. Everything else is damage to what was acknowledged, and the journal refuses to
//! start. The two look alike only in the last batch, so a tail is never longer than one.

use super::{Broken, Fault, Line, Why, segment::Place};
use crate::disk::Disk;

/// Most bytes that are written between two syncs, so that a torn tail has an end.
pub(super) const BATCH_BYTES_MAX: usize = super::line::LINE_BYTES_MAX;

/// What stands in the last segment from the place on where the chain broke, if it is a torn tail.
pub(super) fn torn(
    disk: &dyn Disk,
    broken: &Broken,
    place: &Place,
    is_last_segment: bool,
) -> Result<Option<Vec<u8>>, Fault> {
    let incomplete = matches!(
        broken.why,
        Why::NotAnEntry { .. } | Why::Unfinished | Why::TooLong
    );
    if !(is_last_segment && incomplete) {
        return Ok(None);
    }
    let failed = || {
        Fault::disk(format!(
            "read the end of journal segment {}",
            broken.segment
        ))
    };
    let bytes = disk.len(&broken.segment).map_err(failed())? - place.offset;
    if bytes > BATCH_BYTES_MAX as u64 {
        return Ok(None);
    }
    let mut tail = Vec::new();
    let mut input = disk
        .read_from(&broken.segment, place.offset)
        .map_err(failed())?;
    std::io::Read::read_to_end(&mut input, &mut tail).map_err(failed())?;
    Ok(looks_torn(&tail).then_some(tail))
}

/// A whole entry behind a bad line means that the bad line was written long ago and damaged since,
/// unless it has the zero bytes that only unwritten sectors leave.
fn looks_torn(tail: &[u8]) -> bool {
    let mut lines = tail.split_inclusive(|byte| *byte == b'\n');
    let bad = lines.next().unwrap_or_default();
    bad.contains(&0) || !lines.any(|line| Line::parse(line).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sha256Sum;
    use serde_json::json;

    fn line(n: u64) -> Vec<u8> {
        let mut out = Vec::new();
        super::super::line::write(&mut out, n, 0, &Sha256Sum::ZERO, &json!({"n": n})).unwrap();
        out
    }

    #[test]
    fn a_tail_cut_off_anywhere_is_torn() {
        let whole = line(1);
        assert!((1..whole.len()).all(|cut| looks_torn(&whole[..cut])));
    }

    #[test]
    fn a_hole_is_torn_even_before_whole_lines_and_other_damage_there_is_not() {
        let tail = |byte: u8| {
            let mut tail = [line(1), line(2)].concat();
            tail[10] = byte;
            tail[20..30].fill(byte);
            tail
        };
        assert!(looks_torn(&tail(0)));
        assert!(!looks_torn(&tail(b'?')));
    }
}
