//! Rules of the standard's text.
