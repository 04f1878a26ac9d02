//! `cargo xtask words`: one page with every text that Vigie may say, for those who vet.

use crate::fault::Fault;
use crate::run::call;
use crate::site::Site;
use std::time::Duration;

/// A first build of the program.
const BUILD_LIMIT: Duration = Duration::from_mins(30);

/// Where the page is written, under the folder of the checkout.
const PAGE: &str = "target/words.html";

/// Builds the program and has it write the page.
pub(crate) fn run() -> Result<(), Fault> {
    let site = Site::here();
    let page = site.at(PAGE);
    call("cargo")
        .args([
            "run",
            "--quiet",
            "--package",
            "vigie-server",
            "--bin",
            "vigie",
            "--",
        ])
        .args(["words", "gallery", "words", "--out"])
        .args([&page])
        .folder(&site.root)
        .limit(BUILD_LIMIT)
        .must("read the line above; `vigie words check words` names every fault of the texts")?;
    println!("open {} in a browser", page.display());
    Ok(())
}
