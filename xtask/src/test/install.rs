//! What the tests need beyond a Rust toolchain and Node: looks first, installs only what is missing,
//! and where it may not install says the one command that would.

mod peers;

pub(crate) use peers::{audience_peers, fanout_peers};

use super::{Suite, tally::Tally};
use crate::fault::Fault;
use crate::run::call;
use crate::site::Corpus;
use std::path::Path;
use std::time::Duration;

/// A download of a browser over a slow line.
const INSTALL_LIMIT: Duration = Duration::from_mins(20);

/// Oldest Node that builds and tests the pages.
const NODE_MAJOR_MIN: u32 = 20;

/// Checked by version, so that two machines judge licences alike.
const CARGO_DENY: &str = "0.20.2";

/// How to see whether a package's content is there.
enum Sign {
    Command(&'static str),
    File(&'static str),
    /// A module that Python can import.
    Module(&'static str),
}

/// A Debian package that tests need.
struct Need {
    package: &'static str,
    sign: Sign,
    reason: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        package: "mosquitto",
        sign: Sign::File("/usr/sbin/mosquitto"),
        reason: "carries orders to sirens",
    },
    Need {
        package: "chromium",
        sign: Sign::Command("chromium"),
        reason: "opens the pages as a person does",
    },
    Need {
        package: "fonts-dejavu-core",
        sign: Sign::File("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
        reason: "shows Arabic in the pages",
    },
    Need {
        package: "libxml2-utils",
        sign: Sign::Command("xmllint"),
        reason: "checks CAP files against the schema",
    },
    Need {
        package: "openssl",
        sign: Sign::Command("openssl"),
        reason: "verifies a signed checkpoint as an outsider would",
    },
    Need {
        package: "xmlsec1",
        sign: Sign::Command("xmlsec1"),
        reason: "verifies the signatures that CAP messages get, and makes some to be verified",
    },
    Need {
        package: "g++",
        sign: Sign::Command("c++"),
        reason: "builds the library that searches for input that breaks a law",
    },
    Need {
        package: "python3",
        sign: Sign::Command("python3"),
        reason: "verifies the journal as an outsider would",
    },
    Need {
        package: "hunspell",
        sign: Sign::Command("hunspell"),
        reason: "spells the words of a warning",
    },
    Need {
        package: "hunspell-en-gb",
        sign: Sign::File("/usr/share/hunspell/en_GB.dic"),
        reason: "spells them in English",
    },
    Need {
        package: "hunspell-fr-classical",
        sign: Sign::File("/usr/share/hunspell/fr.dic"),
        reason: "spells them in French",
    },
    Need {
        package: "hunspell-ar",
        sign: Sign::File("/usr/share/hunspell/ar.dic"),
        reason: "spells them in Arabic",
    },
    Need {
        package: "hunspell-tr",
        sign: Sign::File("/usr/share/hunspell/tr_TR.dic"),
        reason: "spells them in Turkish",
    },
    Need {
        package: "hunspell-uk",
        sign: Sign::File("/usr/share/hunspell/uk_UA.dic"),
        reason: "spells them in Ukrainian",
    },
    Need {
        package: "hunspell-ru",
        sign: Sign::File("/usr/share/hunspell/ru_RU.dic"),
        reason: "spells them in Russian",
    },
    Need {
        package: "hunspell-he",
        sign: Sign::File("/usr/share/hunspell/he_IL.dic"),
        reason: "spells them in Hebrew",
    },
    Need {
        package: "hunspell-es",
        sign: Sign::File("/usr/share/hunspell/es_ES.dic"),
        reason: "spells them in Spanish",
    },
    Need {
        package: "hunspell-pt-pt",
        sign: Sign::File("/usr/share/hunspell/pt_PT.dic"),
        reason: "spells them in Portuguese",
    },
    Need {
        package: "hunspell-de-de",
        sign: Sign::File("/usr/share/hunspell/de_DE.dic"),
        reason: "spells them in German",
    },
    Need {
        package: "espeak-ng",
        sign: Sign::Command("espeak-ng"),
        reason: "speaks the words of a warning",
    },
    peers::POSTGIS,
    Need {
        package: "exim4-daemon-light",
        sign: Sign::File("/usr/sbin/exim4"),
        reason: "is the mail server that mails are sent to, and that returns some",
    },
    Need {
        package: "python3-venv",
        sign: Sign::Module("ensurepip"),
        reason: "holds other people's readers of CAP",
    },
];

/// Makes this machine able to run every step.
pub(crate) fn run(suite: &mut Suite) -> Result<Tally, Fault> {
    corpus(suite)?;
    node()?;
    packages(NEEDS)?;
    readers(suite)?;
    cargo_deny()?;
    Ok(Tally::default())
}

fn corpus(suite: &Suite) -> Result<(), Fault> {
    match suite.site.corpus() {
        Corpus::Found(folder) => println!("real messages: {}", folder.display()),
        Corpus::Missing(folder) if suite.ci => {
            return Err(Fault::new(
                format!(
                    "the folder of real messages {} does not exist",
                    folder.display()
                ),
                "put it there, or set VIGIE_CORPUS; in CI the tests on real input must run",
            ));
        }
        Corpus::Missing(folder) => println!("real messages: none at {}", folder.display()),
    }
    Ok(())
}

fn node() -> Result<(), Fault> {
    let remedy = format!("install Node {NODE_MAJOR_MIN} or newer, with npm, and run this again");
    if !on_path("node") || !on_path("npm") {
        return Err(Fault::new("node or npm was not found", remedy));
    }
    let ran = call("node").args(["--version"]).quiet().must(&remedy)?;
    let version = ran.stdout.first().map_or("", String::as_str);
    match major(version) {
        Some(major) if major >= NODE_MAJOR_MIN => {
            println!("node: {version}");
            Ok(())
        }
        _ => Err(Fault::new(format!("node is {version}, too old"), remedy)),
    }
}

fn packages(needs: &[Need]) -> Result<(), Fault> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !need.is_here()).collect();
    if missing.is_empty() {
        println!("Debian packages: all here");
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} ({})", need.package, need.reason);
    }
    let names: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let by_hand = format!(
        "sudo apt-get update && sudo apt-get install --no-install-recommends {}",
        names.join(" ")
    );
    if !on_path("apt-get") {
        return Err(Fault::new(
            "apt-get was not found, so nothing can be installed from here",
            format!(
                "install what these Debian packages hold with your own system's tools: {}",
                names.join(" ")
            ),
        ));
    }
    let Some(rights) = Rights::here()? else {
        return Err(Fault::new(
            "packages are missing, and this user may not install them",
            format!("run `{by_hand}`, then run this again"),
        ));
    };
    let remedy = format!("run `{by_hand}` and read what it says, then run this again");
    rights.apt_get(&["update", "-q"], &remedy)?;
    let mut args = vec!["install", "-y", "-q", "--no-install-recommends"];
    args.extend(&names);
    rights.apt_get(&args, &remedy)?;
    match missing.iter().find(|need| !need.is_here()) {
        None => Ok(()),
        Some(need) => Err(Fault::new(
            format!("{} was installed and is still not usable", need.package),
            remedy,
        )),
    }
}

/// Other people's readers of CAP, in a Python environment of their own, each at the version that the repository pins.
fn readers(suite: &Suite) -> Result<(), Fault> {
    let pinned = suite.site.at("crates/cap/tests/interop/requirements.txt");
    let wanted =
        std::fs::read_to_string(&pinned).map_err(|error| Fault::reading(&pinned, &error))?;
    let folder = suite.site.readers();
    // Written last, so that an environment that was cut short is made again.
    let mark = folder.join("requirements.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        println!("readers of CAP: here");
        return Ok(());
    }
    println!("readers of CAP: missing, fetching them once");
    let remedy = "see that Python's package index can be reached, then run this again";
    call("python3")
        .args(["-m", "venv", "--clear"])
        .args([&folder])
        .must("run the command above by hand and read what it says")?;
    call(folder.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            // aiontfy says that it needs a newer Python than Debian's, and uses nothing of it.
            "--ignore-requires-python",
            "--disable-pip-version-check",
            "-r",
        ])
        .args([&pinned])
        .limit(INSTALL_LIMIT)
        .must(remedy)?;
    std::fs::write(&mark, wanted).map_err(|error| {
        Fault::new(
            format!("failed to write {}: {error}", mark.display()),
            "free some space",
        )
    })
}

fn cargo_deny() -> Result<(), Fault> {
    if on_path("cargo-deny") {
        println!("cargo-deny: here");
        return Ok(());
    }
    println!("cargo-deny: missing, building {CARGO_DENY} once (about two minutes)");
    call("cargo")
        .args([
            "install",
            "cargo-deny",
            "--version",
            CARGO_DENY,
            "--locked",
            "--quiet",
        ])
        .limit(INSTALL_LIMIT)
        .must("run the command above by hand and read what it says")?;
    Ok(())
}

impl Need {
    fn is_here(&self) -> bool {
        match self.sign {
            Sign::Command(name) => on_path(name),
            Sign::File(path) => Path::new(path).exists(),
            Sign::Module(name) => {
                let import = format!("import {name}");
                let ran = call("python3").args(["-c", &import]).quiet().run();
                ran.is_ok_and(|ran| ran.failure.is_none())
            }
        }
    }
}

/// By which right packages may be installed.
enum Rights {
    Root,
    Sudo,
}

impl Rights {
    fn here() -> Result<Option<Self>, Fault> {
        let ran = call("id")
            .args(["-u"])
            .quiet()
            .must("see that `id -u` works")?;
        if ran.stdout.first().is_some_and(|id| id == "0") {
            return Ok(Some(Self::Root));
        }
        if !on_path("sudo") {
            return Ok(None);
        }
        let asks_nothing = call("sudo").args(["-n", "true"]).quiet().run()?;
        Ok(asks_nothing.failure.is_none().then_some(Self::Sudo))
    }

    fn apt_get(&self, args: &[&str], remedy: &str) -> Result<(), Fault> {
        let call = match self {
            Self::Root => call("apt-get").env("DEBIAN_FRONTEND", "noninteractive"),
            Self::Sudo => {
                call("sudo").args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
            }
        };
        call.args(args).limit(INSTALL_LIMIT).must(remedy)?;
        Ok(())
    }
}

/// Whether a command of this name can be run.
pub(crate) fn on_path(command: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(command).is_file())
    })
}

/// `v20.1.2` is 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nonsense"), None);
    }

    #[test]
    fn a_command_is_looked_for_and_not_guessed() {
        assert!(on_path("sh"));
        assert!(!on_path("vigie-no-such-command"));
    }
}
