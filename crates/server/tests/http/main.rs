//! A real server, a real disk and real sockets: what officers, sensors, sirens, screens, other software
//! and strangers meet at its doors.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod audience;
mod bad;
#[path = "../../../siren/tests/siren/broker.rs"]
#[expect(dead_code, reason = "the tests of a siren alone also seal it")]
mod broker;
mod changes;
mod checkpoint;
mod clients;
#[path = "../common/mod.rs"]
mod common;
mod describe;
mod distributor;
mod erased;
mod explain;
mod feeds;
mod hostile;
mod house;
mod kill;
mod life;
mod listen;
mod listeners;
#[path = "../common/corpus.rs"]
mod messages;
mod metrics;
mod morning;
mod ntfy;
mod operations;
mod order;
mod outsider;
mod prefixes;
mod privacy;
mod readers;
mod recovery;
mod relay;
mod restored;
mod secret;
mod signup;
mod siren;
mod siren_mqtt;
mod start;
mod subscriptions;
mod thousand;
mod vetting;
mod zones;
