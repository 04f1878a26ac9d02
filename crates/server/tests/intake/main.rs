//! The intake: real messages from folder to folder, feeds against a server of strange answers, the guard against a
//! canary, and the verbs of the terminal.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails where it stands"
)]

mod cli;
mod corpus;
mod feed;
mod folder;
mod guard;
#[path = "../common/corpus.rs"]
mod messages;
mod signing;
mod site;
mod web;
