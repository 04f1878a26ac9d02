//! Who and what is in the area.

pub mod area;
mod size;
