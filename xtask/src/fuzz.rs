//! `cargo xtask fuzz`: looks for input that breaks a law of a crate, led by which code each input reaches. The laws
//! are in `fuzz/laws.rs` of the crate; what breaks one stays in `fuzz/crashers` there, where an ordinary test holds
//! all laws to it for ever. With a fault planted for each law, the search must find it: a fuzzer that finds nothing
//! says nothing.
//!
//! libFuzzer counts code by way of a compiler pass that the stable compiler has, so no nightly one is needed;
//! `cargo fuzz` would want it for sanitizers, which look for faults that code without `unsafe` cannot have.

use crate::fault::Fault;
use crate::run::{Call, Ran, call};
use crate::site::Site;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Cold, with one unit for each crate.
const BUILD_LIMIT: Duration = Duration::from_mins(20);

/// Loading what is kept, and ending, beside the search itself.
const MARGIN: Duration = Duration::from_mins(3);

/// A planted fault is found within half a minute; a busy machine gets more.
const PLANTED_S: u32 = 240;

/// Longer input finds the limits, which `crates/cap/tests/cost` has floods for, and is slow.
const INPUT_BYTES_MAX: &str = "4096";

/// An input that takes longer is a fault; far above what a paused machine needs.
const INPUT_S_MAX: &str = "60";

/// A crate whose laws are searched.
#[derive(Clone, Copy)]
struct Searched {
    /// What it reads, for a person.
    about: &'static str,
    /// Its fuzzer's folder.
    folder: &'static str,
    /// One program for each law, in `targets` there.
    laws: &'static [&'static str],
    /// The pieces that its input is made of.
    pieces: &'static str,
    /// What holds all laws to what was found.
    kept_by: &'static str,
}

const SEARCHED: [Searched; 2] = [
    Searched {
        about: "CAP",
        folder: "crates/cap/fuzz",
        laws: &["read", "check", "verify"],
        pieces: "cap.dict",
        kept_by: "cargo test -p vigie-cap --test crashers",
    },
    Searched {
        about: "what goes to a siren and comes from it",
        folder: "crates/core/fuzz",
        laws: &["order", "answer"],
        pieces: "order.dict",
        kept_by: "cargo test -p vigie-core --test hostile",
    },
];

/// What makes the compiler count, and libFuzzer see, which code an input reaches.
const COUNTED: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];

/// What a person may ask for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Seconds for each law
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Plant a fault for each law and expect the search to find it
    #[arg(long, conflicts_with = "seconds")]
    plant: bool,
    /// Put the least of the inputs found so far that reach all code into the corpus that is kept
    #[arg(long, conflicts_with = "plant")]
    keep: bool,
}

/// Builds the fuzzer and runs it.
pub(crate) fn run(options: &Options) -> Result<(), Fault> {
    for fuzzer in Fuzzer::all(&Site::here())? {
        if options.plant {
            fuzzer.planted_faults()?;
            continue;
        }
        fuzzer.search(options.seconds)?;
        if options.keep {
            fuzzer.keep()?;
        }
    }
    Ok(())
}

/// The fuzzer of a crate, and where it builds and works.
pub(crate) struct Fuzzer {
    searched: Searched,
    folder: PathBuf,
    target: PathBuf,
    host: String,
}

impl Fuzzer {
    /// Those of all crates that have one.
    pub(crate) fn all(site: &Site) -> Result<Vec<Self>, Fault> {
        let target = site.root.join(site.target()).join("fuzz");
        let host = host()?;
        let fuzzers = SEARCHED.map(|searched| Self {
            searched,
            folder: site.at(searched.folder),
            target: target.clone(),
            host: host.clone(),
        });
        Ok(fuzzers.into())
    }

    /// Looks for input that breaks a law, for so long each. The laws that held.
    pub(crate) fn search(&self, seconds: u32) -> Result<usize, Fault> {
        let Searched {
            about,
            folder,
            kept_by,
            ..
        } = self.searched;
        self.build(&[])?;
        for law in self.searched.laws {
            let work = self.work(law)?;
            let crashers = format!("{}/{law}-", self.folder.join("crashers").display());
            let ran = self
                .fuzz(law, seconds, &crashers)
                .args([work, self.kept(law)?, "seeds".into(), "crashers".into()])
                .run()?;
            show(law, &ran);
            if let Some(why) = &ran.failure {
                return Err(Fault::new(
                    format!("an input breaks the law `{law}` of {about} ({why})"),
                    format!(
                        "mend what it shows: the input is the new file in {folder}/crashers, which stays, and \
                         `{kept_by}` holds all laws to it"
                    ),
                ));
            }
        }
        Ok(self.searched.laws.len())
    }

    /// Builds with a fault for each law, and expects each to be found from the seeds alone. The faults found.
    pub(crate) fn planted_faults(&self) -> Result<usize, Fault> {
        let Searched {
            about,
            folder: in_repository,
            pieces,
            ..
        } = self.searched;
        self.build(&["--features", "planted"])?;
        let folder = self.target.join("planted/");
        make(&folder)?;
        for law in self.searched.laws {
            // What is found is written to the first folder named.
            let ran = self
                .fuzz(law, PLANTED_S, &folder.display().to_string())
                .args([self.fresh("found")?, "-seed=1".into(), "seeds".into()])
                .run()?;
            show(law, &ran);
            if !is_caught(&ran) {
                return Err(Fault::new(
                    format!("the fault planted for the law `{law}` of {about} was not found"),
                    format!(
                        "a search that finds nothing says nothing: mend the law in {in_repository}/laws.rs, or the \
                         pieces in {pieces} that it searches with"
                    ),
                ));
            }
        }
        Ok(self.searched.laws.len())
    }

    /// The least set of inputs that reaches all the code that any known one reaches becomes the one that is kept.
    fn keep(&self) -> Result<(), Fault> {
        for law in self.searched.laws {
            let least = self.fresh("least")?;
            call(self.program(law))
                .args(["-merge=1", "-use_counters=0"])
                .args([format!("-max_len={INPUT_BYTES_MAX}")])
                .args([&least, &self.kept(law)?, &self.work(law)?])
                .args(["seeds"])
                .folder(&self.folder)
                .limit(BUILD_LIMIT)
                .must("the corpus is as it was; run it again")?;
            // The same inputs are the same archive.
            call("tar")
                .args(["--create", "--use-compress-program=gzip -n9"])
                .args(["--sort=name", "--mtime=@0"])
                .args(["--owner=0", "--group=0", "--numeric-owner", "--mode=644"])
                .args([Path::new("--file"), &self.archive(law)])
                .args([Path::new("--directory"), &least, Path::new(".")])
                .must("`git checkout` of the folder `corpus` brings the old one back")?;
        }
        Ok(())
    }

    fn build(&self, features: &[&str]) -> Result<(), Fault> {
        call("cargo")
            .args(["build", "--release", "--locked", "--target", &self.host])
            .args(features)
            .args([Path::new("--target-dir"), &self.target])
            .env("CARGO_ENCODED_RUSTFLAGS", COUNTED.join("\u{1f}"))
            .folder(&self.folder)
            .limit(BUILD_LIMIT)
            .must(
                "if its lock file is out of date, run `cargo update --workspace` in the fuzzer's folder; a C++ \
                 compiler builds libFuzzer: Debian's is the package g++",
            )?;
        Ok(())
    }

    /// A search of so many seconds that writes what breaks the law under this beginning of a path.
    fn fuzz(&self, law: &str, seconds: u32, artifacts: &str) -> Call {
        call(self.program(law))
            .args(["-print_final_stats=1", "-verbosity=0"])
            .args([format!("-dict={}", self.searched.pieces)])
            .args([
                format!("-max_total_time={seconds}"),
                format!("-max_len={INPUT_BYTES_MAX}"),
                format!("-timeout={INPUT_S_MAX}"),
                format!("-artifact_prefix={artifacts}"),
            ])
            .folder(&self.folder)
            .limit(Duration::from_secs(seconds.into()) + MARGIN)
            .quiet()
    }

    fn program(&self, law: &str) -> PathBuf {
        self.target.join(&self.host).join("release").join(law)
    }

    /// Inputs that are in the repository: one archive for each law, of hundreds of files that nobody opens.
    fn archive(&self, law: &str) -> PathBuf {
        self.folder.join("corpus").join(format!("{law}.tar.gz"))
    }

    /// The same, unpacked.
    fn kept(&self, law: &str) -> Result<PathBuf, Fault> {
        let folder = self.fresh(&format!("kept-{law}"))?;
        call("tar")
            .args(["--extract", "--file"])
            .args([&self.archive(law)])
            .args([Path::new("--directory"), &folder])
            .must("`git checkout` of the folder `corpus` brings the archive back")?;
        Ok(folder)
    }

    /// An empty folder.
    fn fresh(&self, name: &str) -> Result<PathBuf, Fault> {
        let folder = self.target.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| {
                Fault::new(
                    format!("failed to empty {}: {error}", folder.display()),
                    "remove it by hand",
                )
            })?;
        }
        make(&folder)?;
        Ok(folder)
    }

    /// Inputs found on this machine.
    fn work(&self, law: &str) -> Result<PathBuf, Fault> {
        let folder = self.target.join("corpus").join(law);
        make(&folder)?;
        Ok(folder)
    }
}

/// What a search came to: its figures, or all that it said of what broke the law. It also says which pieces of text
/// served it, which nobody reads.
fn show(law: &str, ran: &Ran) {
    let lines = ran.all.iter().filter(|line| !line.starts_with(['"', '#']));
    let figure = |line: &&String| line.starts_with("stat::");
    println!("searched `{law}`");
    for line in lines.filter(|line| ran.failure.is_some() || figure(line)) {
        println!("  {line}");
    }
}

/// Whether a law was broken: a search that could not begin has found nothing.
fn is_caught(ran: &Ran) -> bool {
    let says = |words: &str| ran.all.iter().any(|line| line.contains(words));
    ran.failure.is_some() && says("panicked at") && says("libFuzzer: deadly signal")
}

/// A build for another machine than this, even of the same kind, keeps the flags from programs that run in builds.
fn host() -> Result<String, Fault> {
    let remedy = "see that `rustc -vV` works";
    let ran = call("rustc").args(["-vV"]).quiet().must(remedy)?;
    let named = ran
        .stdout
        .iter()
        .find_map(|line| line.strip_prefix("host: "));
    named
        .map(str::to_owned)
        .ok_or_else(|| Fault::new("rustc does not name its host", remedy))
}

fn make(folder: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Fault::new(
            format!("failed to make {}: {error}", folder.display()),
            "see that the folder above it may be written",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_could_not_begin_has_caught_nothing() {
        let ran = |failure: Option<&str>, lines: &[&str]| Ran {
            stdout: Vec::new(),
            all: lines.iter().map(|line| (*line).to_owned()).collect(),
            failure: failure.map(str::to_owned),
        };
        let panic = "thread '<unnamed>' panicked at laws.rs:1:1:";
        let signal = "==7== ERROR: libFuzzer: deadly signal";
        assert!(is_caught(&ran(Some("signal: 6"), &[panic, signal])));
        assert!(!is_caught(&ran(Some("exit status: 1"), &["no such file"])));
        assert!(!is_caught(&ran(None, &["Done 1000 runs in 90 second(s)"])));
    }
}
