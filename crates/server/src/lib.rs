//! The program `vigie`.

pub mod clock;
pub mod config;
pub mod engine;
