//! Who and what is in the area.

pub mod area;
pub mod cells;
pub mod cohort;
pub mod crowd;
mod disc;
mod meridian;
mod morton;
pub mod needs;
mod outline;
pub mod population;
pub mod positions;
pub mod region;
pub mod rules;
mod scan;
pub mod select;
pub mod shape;
mod size;
mod walk;
