//! What people see of the state: pure, from one view.

pub mod changes;
pub mod feeds;
pub mod picture;
pub(crate) mod scriptless;
pub mod summary;
pub mod waiting;
pub mod words;
