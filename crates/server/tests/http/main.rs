//! A real server, a real disk and real sockets: what officers, sensors, sirens, screens, other software
//! and strangers meet at its doors.

mod bad;
mod checkpoint;
mod describe;
mod feeds;
mod house;
mod kill;
mod life;
mod listen;
mod siren;
mod start;
