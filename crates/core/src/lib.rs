//! Every rule of Vigie, in reading order. No I/O, no clock, no randomness, no async: the time and
//! every identifier come in as values; a command goes in, facts or a refusal come out.

pub mod ids;
pub mod jws;
pub mod siren;
pub mod status;
pub mod time;
