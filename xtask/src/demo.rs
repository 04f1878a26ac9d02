//! `cargo xtask demo`: builds the pages and the programs as they ship, then plays the exercise.

use crate::cargo::build_release;
use crate::fault::Fault;
use crate::run::{call, clock};
use crate::site::Site;
use crate::test::on_path;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What a person may ask for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Handed to `vigie demo`, after `--`: for example `-- --unattended --json`
    #[arg(last = true)]
    args: Vec<String>,
}

/// Builds, then plays.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    let site = Site::here();
    let began = Instant::now();
    pages(&site)?;
    eprintln!("building vigie and vigie-siren (minutes the first time, seconds after)");
    build_release(
        &site,
        &[("vigie-server", "vigie"), ("vigie-siren", "vigie-siren")],
    )?;
    eprintln!("built in {}; playing the exercise", clock(began.elapsed()));
    let program = site.program("vigie");
    let status = Command::new(&program)
        .arg("demo")
        .args(&options.args)
        .current_dir(&site.root)
        .status()
        .map_err(|error| {
            Fault::new(
                format!("failed to start {}: {error}", program.display()),
                "run this again; if it stays, `cargo build --release` shows why",
            )
        })?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::new(
            format!("the exercise ended with {status}"),
            "read the lines above; a broken promise is named with its reason",
        ))
    }
}

/// Builds the public page and the console, so that the programs carry them.
pub(crate) fn pages(site: &Site) -> Result<(), Fault> {
    let web = site.at("web");
    if !on_path("npm") {
        return Err(Fault::new(
            "npm was not found, so the pages cannot be built",
            "install Node 20 or newer with npm; `cargo build --release` alone gives a server \
             whose pages say how to build them",
        ));
    }
    if !modules_are_fresh(&web) {
        eprintln!("fetching what the pages are built with (npm ci)");
        call("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .folder(&web)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .quiet()
            .must("see that the npm registry can be reached, then run this again")?;
    }
    eprintln!("building the pages");
    call("npm")
        .args(["run", "build"])
        .folder(&web)
        .limit(Duration::from_mins(5))
        .quiet()
        .must("mend the build named above, in web")?;
    Ok(())
}

/// npm writes its own copy of the lock file last of all.
fn modules_are_fresh(web: &Path) -> bool {
    let written = |path: &str| {
        std::fs::metadata(web.join(path))
            .and_then(|about| about.modified())
            .ok()
    };
    match (
        written("node_modules/.package-lock.json"),
        written("package-lock.json"),
    ) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn modules_older_than_the_lock_file_are_fetched_again() {
        let web = tempfile::tempdir().unwrap();
        assert!(!modules_are_fresh(web.path()));
        fs::write(web.path().join("package-lock.json"), "{}").unwrap();
        assert!(!modules_are_fresh(web.path()));
        fs::create_dir(web.path().join("node_modules")).unwrap();
        fs::write(web.path().join("node_modules/.package-lock.json"), "{}").unwrap();
        assert!(modules_are_fresh(web.path()));
    }
}
