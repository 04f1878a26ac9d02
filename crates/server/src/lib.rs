//! The program `vigie`: the shell around the core. Reports come in by HTTP and feeds, the engine
//! decides and journals, couriers carry, and people see.

pub mod app;
pub mod audience;
pub mod bell;
pub mod bench;
pub mod cli;
pub mod clock;
pub mod config;
pub mod courier;
pub mod demo;
pub mod engine;
pub mod explain;
pub mod http;
pub mod import;
pub mod intake;
pub mod keys;
pub mod letters;
pub mod linter;
pub mod listen;
pub mod live;
pub mod ntfy;
pub mod people;
pub mod record;
pub mod recovery;
pub mod relay;
pub mod safe_token;
pub mod serve;
pub mod signup;
pub mod siren_link;
mod siren_mqtt;
pub mod stopping;
pub mod timings;
pub mod tls;
pub mod tokens;
pub mod views;
pub mod zones;
