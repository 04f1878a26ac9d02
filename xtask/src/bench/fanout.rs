//! `cargo xtask bench fanout`: how long one frame takes to reach everybody, beside the limit of the machine and
//! other programs. It is the crate's own benchmark; this builds it and installs the programs.

use crate::fault::Fault;
use crate::run::call;
use crate::site::Site;
use crate::test::install::fanout_peers;
use serde_json::Value;
use std::time::Duration;

/// The measurement takes some minutes, a cold build of it on a busy machine half an hour.
const LIMIT: Duration = Duration::from_hours(1);

/// Installs, builds, measures; the figures as the benchmark prints them.
pub(super) fn figures(site: &Site) -> Result<Value, Fault> {
    fanout_peers()?;
    let ran = call("cargo")
        .args(["bench", "--package", "vigie-fanout", "--bench", "fanout"])
        .folder(&site.root)
        .limit(LIMIT)
        .quiet()
        .must("run the command above by hand and read what it says")?;
    serde_json::from_str(&ran.stdout.join("\n")).map_err(|error| {
        Fault::new(
            format!("failed to read the figures of the benchmark: {error}"),
            "it must print one JSON document",
        )
    })
}
