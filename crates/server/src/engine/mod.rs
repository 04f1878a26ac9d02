//! The one writer of the house.

pub mod turn;
