//! The Common Alerting Protocol: reads everything real, writes only what is right, and tells the difference.
//!
//! CAP is how authorities tell machines of a danger. This crate reads versions 1.0, 1.1 and 1.2 as they are
//! found in the world (`read`), says what is wrong with each and how to mend it (`check`, `profile`,
//! `chain`), and writes canonical CAP 1.2 (`write`). It is pure: bytes in, values out; no clock, no
//! network, no threads, nothing global.
//!
//! Hand-written on purpose: the CAP reader is a single pass over quick-xml's tokens, because no schema-driven
//! reader both keeps what a wrong message says and names the line where it is wrong.

pub mod doc;
