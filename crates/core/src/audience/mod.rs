//! Who and what is in the area.

pub mod area;
pub mod cells;
pub mod cohort;
pub mod crowd;
mod disc;
mod meridian;
mod morton;
mod outline;
pub mod positions;
pub mod region;
pub mod rules;
pub mod select;
pub mod shape;
mod size;
mod walk;
