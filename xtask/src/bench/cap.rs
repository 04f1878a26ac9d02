//! `cargo xtask bench cap`: how fast messages are read and checked, beside other readers. It is the crate's own
//! benchmark; this builds it, installs the peers it is measured with and hands it the real messages.

use super::{bench, measured};
use crate::fault::Fault;
use crate::run::call;
use crate::site::{Corpus, Site};
use crate::test::install::on_path;
use serde_json::Value;
use std::path::PathBuf;

/// Version of the peer from Python, so that two machines measure the same.
const LXML: &str = "lxml==6.1.3";

/// Builds, installs, measures; the figures as the benchmark prints them.
pub(super) fn figures(site: &Site) -> Result<Value, Fault> {
    let messages = match site.corpus() {
        Corpus::Found(folder) => folder,
        Corpus::Missing(folder) => {
            return Err(Fault::new(
                format!("there are no real messages at {}", folder.display()),
                "set VIGIE_CORPUS to a folder of CAP messages with the schemas of OASIS below it",
            ));
        }
    };
    let python = python_with_lxml(site)?;
    let args = ["--messages".into(), messages, "--python".into(), python];
    measured(&bench(site, "vigie-cap", "speed", args), "speed")
}

/// An interpreter that has lxml, in a folder beside what is built.
fn python_with_lxml(site: &Site) -> Result<PathBuf, Fault> {
    if !on_path("xmllint") || !on_path("python3") {
        return Err(Fault::new(
            "xmllint or python3 was not found",
            "run `cargo xtask test install`, or install libxml2-utils and python3",
        ));
    }
    let folder = site.target().join("bench-peers");
    let python = folder.join("bin/python");
    let imports = || {
        let tried = call(&python)
            .args(["-c", "import lxml.etree"])
            .quiet()
            .run();
        tried.is_ok_and(|ran| ran.failure.is_none())
    };
    if !imports() {
        call("python3")
            .args(["-m".into(), "venv".into(), folder.clone()])
            .quiet()
            .must("install the Debian package python3-venv")?;
        call(&python)
            .args(["-m", "pip", "install", "--quiet", LXML])
            .quiet()
            .must("see that PyPI can be reached, then run this again")?;
    }
    Ok(python)
}
