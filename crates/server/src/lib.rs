//! The program `vigie`.

pub mod engine;
