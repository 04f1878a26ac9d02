//! `vigie.toml`: everything that can be configured, with all its faults named at once.
//!
//! Unknown keys stop the start, because a misspelt key is a warning that will not be sent.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use vigie_core::audience::area::{Point, Ring};
use vigie_core::ids::{Danger, FeedId, Language, OfficerId, SensorId, SirenId, ZoneId, is_name};
use vigie_core::jws;
use vigie_core::limits::{SIRENS_MAX, SITE_ENTRIES_MAX};
use vigie_core::site::{AsOf, FeedRule, Officer, Role, SensorPost, SirenPost, Site, Zone};
use vigie_core::status::Status;
use vigie_core::wording::DangerWords;

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
    /// The journal.
    #[serde(default)]
    pub journal: Journal,
    /// The place that is warned.
    pub site: SiteConfig,
    /// Incoming messages.
    #[serde(default)]
    pub intake: Intake,
}

/// Where things are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Folders {
    /// Journal, registry, snapshots and keys.
    pub state: PathBuf,
    /// Wordings, one file per danger.
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
    /// Address and port; port 0 takes a free one and writes it to `state/address`.
    pub listen: SocketAddr,
    /// Largest body of a request, in bytes.
    pub body_bytes_max: usize,
    /// Names by which browsers may call the server, besides its address; others are refused.
    pub hosts: Vec<String>,
    /// Write endpoints are open to other machines only behind TLS: set this when a reverse proxy does it.
    pub behind_tls_proxy: bool,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8470)),
            body_bytes_max: 256 * 1024,
            hosts: Vec::new(),
            behind_tls_proxy: false,
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
    /// Bulletins kept for those who come back.
    pub kept: usize,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            heartbeat_s: 10,
            connections_max: 15_000,
            kept: 1_000,
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

/// The place that is warned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Short name, part of every CAP identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// CAP `sender`.
    pub sender: String,
    /// Languages, the first shown first.
    pub languages: Vec<Language>,
    /// Zones by name.
    #[serde(default)]
    pub zone: BTreeMap<ZoneId, ZoneConfig>,
    /// Sirens by name.
    #[serde(default)]
    pub siren: BTreeMap<SirenId, SirenConfig>,
    /// Sensors by name.
    #[serde(default)]
    pub sensor: BTreeMap<SensorId, SensorConfig>,
    /// Officers by name.
    #[serde(default)]
    pub officer: BTreeMap<OfficerId, OfficerConfig>,
}

/// A zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneConfig {
    /// Name by language.
    pub name: BTreeMap<Language, String>,
    /// Corners as `[latitude, longitude]` in degrees, the last equal to the first.
    pub ring: Vec<(f64, f64)>,
    /// How many people are usually there.
    pub people: u64,
}

/// A siren.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SirenConfig {
    /// Its zone.
    pub zone: ZoneId,
    /// Where it stands, `[latitude, longitude]` in degrees.
    pub place: (f64, f64),
    /// Its public key: `vigie-siren --print-key` on the mast prints it.
    pub key: String,
}

/// A sensor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensorConfig {
    /// Its zone.
    pub zone: ZoneId,
    /// The danger it recognises.
    pub danger: Danger,
}

/// An officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerConfig {
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Where; empty for every zone.
    #[serde(default)]
    pub zones: BTreeSet<ZoneId>,
    /// Real, exercise, or both.
    pub statuses: BTreeSet<Status>,
    /// How many people one warning of theirs may reach.
    pub people_max: u64,
}

/// Incoming messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Intake {
    /// CAP feeds.
    pub cap_feed: Vec<CapFeed>,
}

/// One CAP feed: a folder of files, or an address of an Atom, RSS, EDXL-DE or CAP document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapFeed {
    /// Its name.
    pub name: FeedId,
    /// A folder, read again when files come; or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// an http or https address, asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Seconds between two looks: 1 to 86,400.
    #[serde(default = "poll_s")]
    pub poll_s: u32,
    /// From this severity on a message is relayed as it is: Unknown, Minor, Moderate, Severe, Extreme.
    #[serde(default = "severe")]
    pub relay_from: String,
    /// From this severity on it becomes a draft; below it is ignored.
    #[serde(default = "minor")]
    pub draft_from: String,
    /// Only what meets a zone of the site.
    #[serde(default = "yes")]
    pub only_here: bool,
    /// Whether the feed's exercises are shown, as exercises.
    #[serde(default)]
    pub exercises: bool,
    /// Whether expiry is judged now or as of the message's `sent` (for archives).
    #[serde(default = "as_of_now")]
    pub as_of: AsOf,
    /// Allow an address inside this machine or a private network: only for a feed of your own.
    #[serde(default)]
    pub inside: bool,
}

fn poll_s() -> u32 {
    60
}
fn severe() -> String {
    "Severe".to_owned()
}
fn minor() -> String {
    "Minor".to_owned()
}
fn yes() -> bool {
    true
}
fn as_of_now() -> AsOf {
    AsOf::Now
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
}

/// Reads a configuration. On failure: every fault, one line each.
pub fn load(path: &Path) -> Result<Loaded, Vec<String>> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        vec![format!(
            "failed to read {}: {error}; `vigie init DIR` writes one",
            path.display()
        )]
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    parse(&text, folder).map_err(|faults| {
        faults
            .into_iter()
            .map(|fault| format!("{}: {fault}", path.display()))
            .collect()
    })
}

/// Reads a configuration from text; relative paths start at `folder`.
pub fn parse(text: &str, folder: &Path) -> Result<Loaded, Vec<String>> {
    let mut config: Config = toml::from_str(text).map_err(|error| vec![one_line(&error, text)])?;
    for path in [
        &mut config.folders.state,
        &mut config.folders.words,
        &mut config.folders.out,
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
    let mut faults = Vec::new();
    let words = read_words(&config.folders.words, &mut faults);
    let site = site(&config, words, &mut faults);
    settings(&config, &mut faults);
    feeds(&config.intake.cap_feed, &mut faults);
    let remarks = remarks(&site);
    if faults.is_empty() {
        Ok(Loaded {
            config,
            site,
            remarks,
        })
    } else {
        Err(faults)
    }
}

fn one_line(error: &toml::de::Error, text: &str) -> String {
    let at = error.span().map_or(String::new(), |span| {
        let line = text.get(..span.start).unwrap_or("").matches('\n').count() + 1;
        format!("line {line}: ")
    });
    format!("{at}{}", error.message().replace('\n', " "))
}

fn settings(config: &Config, faults: &mut Vec<String>) {
    let http = &config.http;
    let exposed = !http.listen.ip().is_loopback();
    if exposed && !http.behind_tls_proxy {
        faults.push(format!(
            "http.listen is {}, open to other machines without TLS; listen on 127.0.0.1, or set http.behind_tls_proxy = true where a proxy adds TLS",
            http.listen
        ));
    }
    if !(1_024..=16 << 20).contains(&http.body_bytes_max) {
        faults.push(format!(
            "http.body_bytes_max is {}; choose 1024 to 16777216",
            http.body_bytes_max
        ));
    }
    if !(1..=60).contains(&config.live.heartbeat_s) {
        faults.push(format!(
            "live.heartbeat_s is {}; choose 1 to 60",
            config.live.heartbeat_s
        ));
    }
    if !(1..=1_000_000).contains(&config.live.connections_max) {
        faults.push(format!(
            "live.connections_max is {}; choose 1 to 1000000",
            config.live.connections_max
        ));
    }
    if !(1..=100_000).contains(&config.live.kept) {
        faults.push(format!(
            "live.kept is {}; choose 1 to 100000",
            config.live.kept
        ));
    }
    if !(1..=1024).contains(&config.journal.segment_mib) {
        faults.push(format!(
            "journal.segment_mib is {}; choose 1 to 1024",
            config.journal.segment_mib
        ));
    }
    if !(1_000..=10_000_000).contains(&config.journal.snapshot_entries) {
        faults.push(format!(
            "journal.snapshot_entries is {}; choose 1000 to 10000000",
            config.journal.snapshot_entries
        ));
    }
}

fn feeds(feeds: &[CapFeed], faults: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    for feed in feeds {
        let at = format!("intake.cap_feed {:?}", feed.name.as_str());
        if !is_name(feed.name.as_str()) {
            faults.push(format!(
                "{at}: the name must be 1 to 64 of a-z A-Z 0-9 . _ -"
            ));
        }
        if !names.insert(&feed.name) {
            faults.push(format!(
                "{at}: the name is used twice; give each feed its own"
            ));
        }
        match (&feed.folder, &feed.url) {
            (Some(_), Some(_)) => faults.push(format!("{at}: has both folder and url; keep one")),
            (None, None) => faults.push(format!("{at}: has neither folder nor url; name one")),
            (None, Some(address)) => match url::Url::parse(address) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => {}
                Ok(url) => faults.push(format!(
                    "{at}: url has the scheme {}; use http or https",
                    url.scheme()
                )),
                Err(error) => {
                    faults.push(format!("{at}: url {address:?} is not an address: {error}"))
                }
            },
            (Some(folder), None) if !folder.is_dir() => {
                faults.push(format!(
                    "{at}: folder {} does not exist; create it or name another",
                    folder.display()
                ));
            }
            (Some(_), None) => {}
        }
        for (key, value) in [
            ("relay_from", &feed.relay_from),
            ("draft_from", &feed.draft_from),
        ] {
            if !["Unknown", "Minor", "Moderate", "Severe", "Extreme"].contains(&value.as_str()) {
                faults.push(format!(
                    "{at}: {key} is {value:?}; choose Unknown, Minor, Moderate, Severe or Extreme"
                ));
            }
        }
        if !(1..=86_400).contains(&feed.poll_s) {
            faults.push(format!(
                "{at}: poll_s is {}; choose 1 to 86400",
                feed.poll_s
            ));
        }
    }
}

fn read_words(folder: &Path, faults: &mut Vec<String>) -> BTreeMap<Danger, DangerWords> {
    let mut words = BTreeMap::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(format!(
                "failed to read the words folder {}: {error}; set folders.words",
                folder.display()
            ));
            return words;
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
    {
        let read = std::fs::read_to_string(path)
            .map_err(|error| error.to_string())
            .and_then(|text| {
                toml::from_str::<DangerWords>(&text).map_err(|error| one_line(&error, &text))
            });
        match read {
            Ok(danger) => {
                faults.extend(
                    danger
                        .faults()
                        .into_iter()
                        .map(|fault| format!("{}: {fault}", path.display())),
                );
                words.insert(danger.danger.clone(), danger);
            }
            Err(error) => faults.push(format!(
                "failed to read the words in {}: {error}",
                path.display()
            )),
        }
    }
    if words.is_empty() && faults.is_empty() {
        faults.push(format!(
            "the words folder {} has no file; without words nobody can be warned",
            folder.display()
        ));
    }
    words
}

fn site(config: &Config, words: BTreeMap<Danger, DangerWords>, faults: &mut Vec<String>) -> Site {
    let from = &config.site;
    if !is_name(&from.id) {
        faults.push(format!(
            "site.id {:?} must be 1 to 64 of a-z A-Z 0-9 . _ -",
            from.id
        ));
    }
    if from.sender.is_empty() || from.sender.contains([' ', ',', '<', '&']) {
        faults.push(format!(
            "site.sender {:?} must not be empty nor have spaces, commas, < or & (CAP 1.2, 3.2.1)",
            from.sender
        ));
    }
    if from.languages.is_empty() {
        faults.push("site.languages is empty; name at least one".to_owned());
    }
    for (what, count, limit) in [
        ("zones", from.zone.len(), SITE_ENTRIES_MAX),
        ("sirens", from.siren.len(), SIRENS_MAX),
        ("sensors", from.sensor.len(), SITE_ENTRIES_MAX),
        ("officers", from.officer.len(), SITE_ENTRIES_MAX),
    ] {
        if count > limit {
            faults.push(format!(
                "site has {count} {what}; at most {limit} are accepted"
            ));
        }
    }
    let named = from
        .zone
        .keys()
        .map(|n| ("zone", n.as_str()))
        .chain(from.siren.keys().map(|n| ("siren", n.as_str())))
        .chain(from.sensor.keys().map(|n| ("sensor", n.as_str())))
        .chain(from.officer.keys().map(|n| ("officer", n.as_str())));
    for (what, name) in named.filter(|(_, name)| !is_name(name)) {
        faults.push(format!(
            "site.{what} {name:?}: the name must be 1 to 64 of a-z A-Z 0-9 . _ -"
        ));
    }
    if from.zone.is_empty() {
        faults.push("site.zone has no zone; without an area nobody can be warned".to_owned());
    }
    Site {
        id: from.id.clone(),
        name: from.name.clone(),
        sender: from.sender.clone(),
        languages: from.languages.clone(),
        zones: zones(from, faults),
        sirens: sirens(from, faults),
        sensors: sensors(from, &words, faults),
        officers: officers(from, faults),
        feeds: config
            .intake
            .cap_feed
            .iter()
            .map(|feed| (feed.name.clone(), rule(feed)))
            .collect(),
        words,
    }
}

fn rule(feed: &CapFeed) -> FeedRule {
    FeedRule {
        relay_from: feed.relay_from.clone(),
        draft_from: feed.draft_from.clone(),
        only_here: feed.only_here,
        exercises: feed.exercises,
        as_of: feed.as_of,
    }
}

fn zones(from: &SiteConfig, faults: &mut Vec<String>) -> BTreeMap<ZoneId, Zone> {
    let mut zones = BTreeMap::new();
    for (id, zone) in &from.zone {
        let points = zone
            .ring
            .iter()
            .map(|(lat, lon)| Point::from_degrees(*lat, *lon))
            .collect();
        let ring = Result::and_then(points, Ring::new);
        match ring {
            Ok(ring) => {
                zones.insert(
                    id.clone(),
                    Zone {
                        names: zone.name.clone(),
                        ring,
                        people: zone.people,
                    },
                );
            }
            Err(fault) => faults.push(format!("site.zone.{id}.ring: {fault}")),
        }
        for language in from
            .languages
            .iter()
            .filter(|l| !zone.name.contains_key(*l))
        {
            faults.push(format!(
                "site.zone.{id}.name has no name in {language}; add one"
            ));
        }
    }
    zones
}

fn sirens(from: &SiteConfig, faults: &mut Vec<String>) -> BTreeMap<SirenId, SirenPost> {
    let mut sirens = BTreeMap::new();
    let mut keys: BTreeMap<&str, &SirenId> = BTreeMap::new();
    for (id, siren) in &from.siren {
        known_zone(from, &format!("site.siren.{id}"), &siren.zone, faults);
        if jws::public_key_from_hex(&siren.key).is_none() {
            faults.push(format!(
                "site.siren.{id}.key is not a public key of 64 hexadecimal digits; `vigie-siren --print-key` prints it"
            ));
        }
        if let Some(other) = keys.insert(siren.key.as_str(), id) {
            faults.push(format!(
                "site.siren.{id}.key is also that of {other}; each siren makes its own"
            ));
        }
        match Point::from_degrees(siren.place.0, siren.place.1) {
            Ok(place) => {
                let post = SirenPost {
                    zone: siren.zone.clone(),
                    place,
                    key: siren.key.clone(),
                };
                sirens.insert(id.clone(), post);
            }
            Err(fault) => faults.push(format!("site.siren.{id}.place: {fault}")),
        }
    }
    sirens
}

fn sensors(
    from: &SiteConfig,
    words: &BTreeMap<Danger, DangerWords>,
    faults: &mut Vec<String>,
) -> BTreeMap<SensorId, SensorPost> {
    let mut sensors = BTreeMap::new();
    for (id, sensor) in &from.sensor {
        known_zone(from, &format!("site.sensor.{id}"), &sensor.zone, faults);
        if !words.contains_key(&sensor.danger) {
            faults.push(format!(
                "site.sensor.{id}.danger {:?} has no words; add a file to the words folder",
                sensor.danger.as_str()
            ));
        }
        sensors.insert(
            id.clone(),
            SensorPost {
                zone: sensor.zone.clone(),
                danger: sensor.danger.clone(),
            },
        );
    }
    sensors
}

fn officers(from: &SiteConfig, faults: &mut Vec<String>) -> BTreeMap<OfficerId, Officer> {
    let mut officers = BTreeMap::new();
    for (id, officer) in &from.officer {
        for zone in &officer.zones {
            known_zone(from, &format!("site.officer.{id}"), zone, faults);
        }
        if officer.roles.is_empty() {
            faults.push(format!(
                "site.officer.{id}.roles is empty; choose of drafter, approver, recorder, auditor"
            ));
        }
        let zones = if officer.zones.is_empty() {
            from.zone.keys().cloned().collect()
        } else {
            officer.zones.clone()
        };
        let (roles, statuses, people_max) = (
            officer.roles.clone(),
            officer.statuses.clone(),
            officer.people_max,
        );
        officers.insert(
            id.clone(),
            Officer {
                roles,
                zones,
                statuses,
                people_max,
            },
        );
    }
    officers
}

fn known_zone(from: &SiteConfig, at: &str, zone: &ZoneId, faults: &mut Vec<String>) {
    if !from.zone.contains_key(zone) {
        let known: Vec<&str> = from.zone.keys().map(ZoneId::as_str).collect();
        faults.push(format!(
            "{at}: there is no zone {:?}; there are {}",
            zone.as_str(),
            known.join(", ")
        ));
    }
}

fn remarks(site: &Site) -> Vec<String> {
    let mut remarks = Vec::new();
    for words in site.words.values() {
        let missing = words.missing(vigie_core::wording::Act::Alert, &site.languages);
        for language in missing {
            remarks.push(format!(
                "no words for {} in {language}; warnings of it leave {language} out",
                words.danger
            ));
        }
        for (language, wording) in words
            .languages
            .iter()
            .filter(|(l, w)| w.vetted.is_empty() && site.languages.contains(*l))
        {
            let _ = wording;
            remarks.push(format!(
                "the words for {} in {language} are proposed; nobody here has vetted them",
                words.danger
            ));
        }
    }
    let approvers = site
        .officers
        .values()
        .filter(|o| o.roles.contains(&Role::Approver))
        .count();
    let drafters = site
        .officers
        .values()
        .filter(|o| o.roles.contains(&Role::Drafter))
        .count();
    if approvers == 0 || drafters == 0 || site.officers.len() < 2 {
        remarks.push("two officers are needed to warn, one drafter and another approver; add them under site.officer".to_owned());
    }
    remarks
}
