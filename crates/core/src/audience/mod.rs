//! Who and what is in the area.

pub mod area;
pub mod cells;
pub mod select;
mod size;
