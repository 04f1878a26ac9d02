//! Measures and encodes a text for the narrow ways out.

pub mod cell;
pub mod gsm7;
mod gsm7_tables;
pub mod sms;

use unicode_segmentation::UnicodeSegmentation;

/// Lines of a small display.
pub const DISPLAY_LINES: usize = 2;
/// Characters of one of its lines.
pub const DISPLAY_CHARS: usize = 16;
/// Longest title of a push: what a locked telephone shows without cutting it.
pub const PUSH_CHARS_MAX: usize = 50;
/// Longest title before the mark of an exercise, which must fit in front of it.
pub const PUSH_OWN_CHARS_MAX: usize = 38;

/// Characters as people count them.
pub fn characters(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Whether a small display shows the whole of a text.
pub fn fits_display(text: &str) -> bool {
    text.lines().count() <= DISPLAY_LINES
        && text.lines().all(|line| characters(line) <= DISPLAY_CHARS)
}
