//! Who and what is in the area.

pub mod area;
pub mod cells;
pub mod cohort;
mod disc;
mod morton;
mod outline;
pub mod positions;
pub mod region;
pub mod select;
mod size;
mod walk;
