//! `vigie.toml`: everything that can be configured, with all its faults named at once.
//!
//! Unknown keys stop the start, because a misspelt key is a warning that will not be sent.

mod cap;
mod faults;
mod feeds;
mod listen;
mod ntfy;
mod people;
mod signup;
mod site;
mod watchdog;
mod web_push;
pub(crate) mod words;
mod zones;

#[cfg(test)]
mod tests;

pub use cap::Cap;
pub use feeds::{CapFeed, Intake};
pub use listen::{At, Listen, Way};
pub use ntfy::Ntfy;
pub use people::{PopulationConfig, RegistryConfig};
pub use signup::SignUp;
pub use site::{OfficerConfig, SensorConfig, SirenConfig, SiteConfig, ZoneConfig};
pub use watchdog::Watchdog;
pub use web_push::WebPush;

use crate::linter::Linter;
use crate::outside;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vigie_cap::sign::SigningKey;
use vigie_channels::every;
use vigie_channels::siren::BrokerConfig;
use vigie_core::site::Site;

/// The whole configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where things are kept; relative paths start at the configuration file.
    #[serde(default)]
    pub folders: Folders,
    /// Where the server listens.
    #[serde(default)]
    pub http: Http,
    /// The live wire.
    #[serde(default)]
    pub live: Live,
    /// ntfy's protocol, for its apps.
    #[serde(default)]
    pub ntfy: Ntfy,
    /// A broker that sirens are reached by as well.
    #[serde(default)]
    pub mqtt: BrokerConfig,
    /// Who is told, again and again, that this server works.
    #[serde(default)]
    pub watchdog: Watchdog,
    /// The journal.
    #[serde(default)]
    pub journal: Journal,
    /// The place that is warned.
    pub site: SiteConfig,
    /// Incoming messages.
    #[serde(default)]
    pub intake: Intake,
    /// How CAP is given out.
    #[serde(default)]
    pub cap: Cap,
    /// Where people are kept.
    #[serde(default)]
    pub registry: RegistryConfig,
    /// How browsers and apps of the public are woken.
    #[serde(default)]
    pub web_push: WebPush,
    /// The sign-up of the public.
    #[serde(default)]
    pub signup: SignUp,
    /// How many live where, registered or not.
    #[serde(default)]
    pub population: PopulationConfig,
    /// The channels to registered people.
    #[serde(default)]
    pub channel: every::Configs,
    /// Webhooks by name.
    #[serde(default)]
    pub hook: every::Hooks,
}

/// Where things are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Folders {
    /// Journal, registry, snapshots and keys.
    pub state: PathBuf,
    /// The site's own words, laid over those that Vigie comes with.
    pub words: PathBuf,
    /// CAP and GeoJSON files for other software; empty for none.
    pub out: PathBuf,
}

impl Default for Folders {
    fn default() -> Self {
        Self {
            state: "state".into(),
            words: "words".into(),
            out: "out".into(),
        }
    }
}

/// Where the server listens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Address and port, or several; port 0 takes a free one and writes it to `state/address`. `unix:PATH` is a
    /// socket in the file system, for a reverse proxy on this machine. A table where TLS or proxies differ from below.
    pub listen: Listen,
    /// Proxies that say who asks in front of each connection (PROXY protocol): networks, or `unix`.
    pub proxy_protocol_from: Vec<String>,
    /// Largest body of a request, in bytes.
    pub body_bytes_max: usize,
    /// Names by which browsers may call the server, besides its address; others are refused.
    pub hosts: Vec<String>,
    /// Write endpoints are open to other machines only behind TLS: set this when a reverse proxy does it.
    pub behind_tls_proxy: bool,
    /// Certificate chain and private key for TLS on every address, as PEM files; both or none.
    pub tls_certificate: Option<PathBuf>,
    /// Its key, not readable by everybody. Both files are read again when they change.
    pub tls_key: Option<PathBuf>,
    /// Where others find this server, as feeds and lists name it: `https://alerts.site.example`. Empty
    /// where that is the address it listens on.
    pub public_url: String,
}

impl Http {
    /// What the addresses in feeds begin with, without a slash at the end.
    pub fn base(&self, way: &Way, listening: SocketAddr) -> String {
        if self.public_url.is_empty() {
            return format!("{}://{listening}", self.scheme(way));
        }
        self.public_url.trim_end_matches('/').to_owned()
    }

    /// Whether a way in speaks TLS.
    pub fn seals(&self, way: &Way) -> bool {
        self.tls_key.is_some() && way.tls.unwrap_or(matches!(way.at, At::Tcp(_)))
    }

    /// How its addresses begin.
    pub fn scheme(&self, way: &Way) -> &'static str {
        if self.seals(way) { "https" } else { "http" }
    }

    /// How many connections each address may hold. Behind a proxy every connection has the proxy's address:
    /// there the proxy counts.
    pub fn connections_each(&self, max: usize) -> usize {
        if self.behind_tls_proxy {
            usize::MAX
        } else {
            max
        }
    }

    /// Names by which browsers may call the server.
    pub fn names(&self) -> Vec<String> {
        let public = url::Url::parse(&self.public_url);
        let public = public
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned));
        self.hosts.iter().cloned().chain(public).collect()
    }
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8470)).into(),
            proxy_protocol_from: Vec::new(),
            body_bytes_max: 256 * 1024,
            hosts: Vec::new(),
            behind_tls_proxy: false,
            tls_certificate: None,
            tls_key: None,
            public_url: String::new(),
        }
    }
}

/// The live wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Live {
    /// Seconds between heartbeats; clients say "link lost" after two missed. 1 to 60.
    pub heartbeat_s: u32,
    /// Connections at once. Each costs a descriptor.
    pub connections_max: usize,
    /// Connections at once from one address; a whole camp may share one. Not counted behind a TLS proxy.
    pub connections_per_address_max: usize,
    /// Bulletins kept for those who come back.
    pub kept: usize,
    /// Frames that may wait for one slow connection; the oldest is dropped for the next. One site issues a few in an
    /// hour. 1 to 10,000.
    pub waiting_max: usize,
    /// Seconds in which a connection must take something of what waits for it. 1 to 600.
    pub write_s_max: u64,
    /// Pages of others that may listen, as `https://news.example`; `*` for every page.
    pub origins: Vec<String>,
}

/// How slow a listener may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slow {
    /// Frames that may wait for it.
    pub waiting_max: usize,
    /// Seconds in which it must take something.
    pub write_s_max: u64,
}

impl Slow {
    /// What is out of range, of the table with this name.
    pub(crate) fn faults(self, table: &str, faults: &mut Vec<String>) {
        if !(1..=10_000).contains(&self.waiting_max) {
            let waiting_max = self.waiting_max;
            faults.push(format!(
                "{table}.waiting_max is {waiting_max}; choose 1 to 10000"
            ));
        }
        if !(1..=600).contains(&self.write_s_max) {
            let write_s_max = self.write_s_max;
            faults.push(format!(
                "{table}.write_s_max is {write_s_max}; choose 1 to 600"
            ));
        }
    }
}

impl Live {
    /// How slow a listener may be.
    pub fn slow(&self) -> Slow {
        Slow {
            waiting_max: self.waiting_max,
            write_s_max: self.write_s_max,
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self {
            heartbeat_s: 10,
            connections_max: 15_000,
            connections_per_address_max: 2_000,
            kept: 1_000,
            waiting_max: 64,
            // One heartbeat.
            write_s_max: 10,
            origins: Vec::new(),
        }
    }
}

/// The journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Journal {
    /// Size of a segment, in MiB. 1 to 1024.
    pub segment_mib: u64,
    /// Entries between snapshots. 1,000 to 10,000,000.
    pub snapshot_entries: u64,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            segment_mib: 64,
            snapshot_entries: 100_000,
        }
    }
}

/// A configuration that was read and found right, with the site it declares.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What was configured, with paths made absolute.
    pub config: Config,
    /// The site it declares.
    pub site: Site,
    /// What is not wrong and should be known.
    pub remarks: Vec<String>,
    /// What looks through a note, with the site's own words.
    pub linter: Arc<Linter>,
    /// The key that CAP messages of ours are signed with.
    pub cap_key: Option<Arc<SigningKey>>,
}

/// Reads a configuration. On failure: every fault, one line each.
pub fn load(path: &Path) -> Result<Loaded, Vec<String>> {
    load_with(path, None)
}

/// Reads a configuration as it would be with another file of zones.
pub fn load_with_zones(path: &Path, zone_file: &Path) -> Result<Loaded, Vec<String>> {
    load_with(path, Some(zone_file))
}

fn load_with(path: &Path, zone_file: Option<&Path>) -> Result<Loaded, Vec<String>> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        vec![format!(
            "failed to read {}: {error}; `vigie init DIR` writes one",
            path.display()
        )]
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    parse_with_zones(&text, folder, zone_file).map_err(|faults| in_reading(path, faults))
}

/// Faults with the file that they are in.
pub(crate) fn in_reading(path: &Path, faults: Vec<String>) -> Vec<String> {
    let named = |fault| format!("{}: {fault}", path.display());
    faults.into_iter().map(named).collect()
}

/// Reads a configuration from text; relative paths start at `folder`.
pub fn parse(text: &str, folder: &Path) -> Result<Loaded, Vec<String>> {
    parse_with_zones(text, folder, None)
}

fn parse_with_zones(
    text: &str,
    folder: &Path,
    zone_file: Option<&Path>,
) -> Result<Loaded, Vec<String>> {
    let mut config: Config = toml::from_str(text).map_err(|error| vec![one_line(&error, text)])?;
    for path in [
        &mut config.folders.state,
        &mut config.folders.words,
        &mut config.folders.out,
        &mut config.mqtt.password_file,
        &mut config.watchdog.file,
        &mut config.population.grid,
    ] {
        if !path.as_os_str().is_empty() {
            *path = folder.join(&path);
        }
    }
    for feed in &mut config.intake.cap_feed {
        if let Some(path) = &mut feed.folder {
            *path = folder.join(&path);
        }
    }
    config.channel.rooted(folder);
    every::root_hooks(&mut config.hook, folder);
    let cap = &mut config.cap;
    for path in [&mut cap.key, &mut cap.certificate].into_iter().flatten() {
        *path = folder.join(&path);
    }
    let mut faults = Vec::new();
    if let Some(path) = &mut config.site.zone_file {
        *path = folder.join(&path);
        // None yet is none: the first import writes it.
        let path = zone_file.unwrap_or(path);
        if path.exists() {
            match crate::zones::read(path) {
                Ok(drawn) => zones::add_zones(&mut config.site, drawn, &mut faults),
                Err(why) => faults.push(format!("site.zone_file: {why}")),
            }
        }
    }
    let cap_key = config.cap.signing_key(&mut faults).map(Arc::new);
    let (said, linter) = words::read(&config.folders.words, &config.site.languages, &mut faults);
    let site = site::declared(&config, said, &mut faults);
    config.http.faults(folder, &mut faults);
    faults::settings(&config, &mut faults);
    feeds::faults(&config.intake.cap_feed, &mut faults);
    faults.extend(config.channel.faults());
    faults.extend(every::open_hooks(&config.hook, "", outside::to).1);
    let mut remarks = faults::remarks(&site);
    remarks.extend(
        config
            .signup
            .remarks(&config.channel, &config.web_push.contact),
    );
    if faults.is_empty() {
        Ok(Loaded {
            config,
            site,
            remarks,
            linter: Arc::new(linter),
            cap_key,
        })
    } else {
        Err(faults)
    }
}

pub(crate) fn one_line(error: &toml::de::Error, text: &str) -> String {
    let at = error.span().map_or(String::new(), |span| {
        let line = text.get(..span.start).unwrap_or("").matches('\n').count() + 1;
        format!("line {line}: ")
    });
    format!("{at}{}", error.message().replace('\n', " "))
}
