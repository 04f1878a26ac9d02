//! Sets up the site of an exercise in a folder: configuration, words, keys, tokens, roster, and one
//! folder for each siren. What it writes is what an authority would have.

use super::fault::Fault;
use super::scenario::{Scenario, SirenFault};
use crate::config::{
    Cap, Config, Folders, Http, Intake, Journal, Live, Ntfy, PopulationConfig, RegistryConfig,
    SignUp, SirenConfig, SiteConfig, Watchdog, WebPush,
};
use crate::people::People;
use crate::tokens::Who;
use crate::{clock, keys};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use toml::{Table, Value};
use vigie_channels::siren::BrokerConfig;
use vigie_core::ids::{Language, OfficerId, SensorId, SirenId};
use vigie_store::registry::{Agreed, NewPerson, NewToken, Register as _};
use vigie_words::built_in;

/// Ports to choose from: below those that the system lends to clients, because two thousand screens
/// that knock while the server is down would otherwise be lent its port.
const PORTS: std::ops::Range<u16> = 18_000..32_000;
/// Ports tried before giving up.
const PORT_TRIES: usize = 100;
/// How long the tokens of an exercise hold, in days.
const TOKEN_DAYS: i64 = 2;
/// Connections besides those of the screens: sirens, officers, browsers, screens that come back before
/// the server knows that they were gone.
const CONNECTIONS_BESIDE: usize = 1_000;
/// Background noise at each simulated microphone, in dB of full scale.
const NOISE_DB: f64 = -50.0;

/// A site on disk, ready to be started.
#[derive(Debug)]
pub struct SiteFolder {
    /// The folder.
    pub root: PathBuf,
    /// `127.0.0.1:PORT`.
    pub address: SocketAddr,
    /// Tokens of the officers.
    pub officers: BTreeMap<OfficerId, String>,
    /// Tokens of the sensors.
    pub sensors: BTreeMap<SensorId, String>,
    /// The token of the screens.
    pub screens: String,
    /// The roster: number in the registry and name.
    pub people: BTreeMap<String, String>,
    /// The mark of an exercise, by language of the site.
    pub marks: BTreeMap<Language, String>,
    /// Removes the folder at the end, unless it is to be kept.
    _temporary: Option<TempDir>,
}

impl SiteFolder {
    /// The configuration of the server.
    pub fn config(&self) -> PathBuf {
        self.root.join("vigie.toml")
    }
    /// Journal, registry, keys.
    pub fn state(&self) -> PathBuf {
        self.root.join("state")
    }
    /// The journal.
    pub fn journal(&self) -> PathBuf {
        self.state().join("journal")
    }
    /// What other software reads.
    pub fn out(&self) -> PathBuf {
        self.root.join("out")
    }
    /// Everything of one siren.
    pub fn siren(&self, siren: &SirenId) -> PathBuf {
        self.root.join("sirens").join(siren.as_str())
    }
}

/// Sets everything up, in `keep` or in a temporary folder, for so many screens. `siren_program` makes
/// the sirens' keys.
pub fn set_up(
    scenario: &Scenario,
    keep: Option<&Path>,
    siren_program: &Path,
    screens: usize,
) -> Result<SiteFolder, Fault> {
    let (root, temporary) = folder(keep)?;
    let state = root.join("state");
    std::fs::create_dir(root.join("words"))
        .map_err(|e| Fault::new(format!("failed to make a folder of words: {e}")))?;
    let keys = keys::open(&state.join("keys")).map_err(Fault::new)?;
    let address = free_address()?;
    let server_keys = table([
        ("live", hex::encode(keys.live.verifying_key()).into()),
        (
            "exercise",
            hex::encode(keys.exercise.verifying_key()).into(),
        ),
        ("stop", hex::encode(keys.stop.verifying_key()).into()),
    ]);
    let mut site = SiteFolder {
        root,
        address,
        officers: BTreeMap::new(),
        sensors: BTreeMap::new(),
        screens: String::new(),
        people: BTreeMap::new(),
        marks: marks(scenario)?,
        _temporary: temporary,
    };
    let mut sirens = BTreeMap::new();
    for (id, stand) in &scenario.site.siren {
        let text = siren_config(scenario, id, stand.fault, &server_keys, address);
        let file = site.siren(id).join("siren.toml");
        write(&file, &text)?;
        let post = SirenConfig {
            zone: stand.zone.clone(),
            place: stand.place,
            key: siren_key(siren_program, &file)?,
        };
        sirens.insert(id.clone(), post);
    }
    write(
        &site.config(),
        &server_config(scenario, sirens, address, screens)?,
    )?;
    register(scenario, &mut site)?;
    Ok(site)
}

fn folder(keep: Option<&Path>) -> Result<(PathBuf, Option<TempDir>), Fault> {
    let Some(folder) = keep else {
        let temporary = tempfile::Builder::new()
            .prefix("vigie-demo-")
            .tempdir()
            .map_err(|e| Fault::new(format!("failed to make a temporary folder: {e}")))?;
        return Ok((temporary.path().to_owned(), Some(temporary)));
    };
    std::fs::create_dir_all(folder).map_err(|e| {
        Fault::new(format!(
            "failed to make the folder {}: {e}",
            folder.display()
        ))
    })?;
    let failed = |e| Fault::new(format!("failed to look into {}: {e}", folder.display()));
    if std::fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Fault::new(format!(
            "the folder {} is not empty; an exercise begins with an empty journal: name another",
            folder.display()
        )));
    }
    let folder = folder.canonicalize().map_err(failed)?;
    Ok((folder, None))
}

/// A free address that stays the same when the server is killed and started again.
fn free_address() -> Result<SocketAddr, Fault> {
    let mut chance = [0u8; 2];
    for _ in 0..PORT_TRIES {
        getrandom::fill(&mut chance)
            .map_err(|e| Fault::new(format!("failed to choose a port: {e}")))?;
        let port = PORTS.start + u16::from_le_bytes(chance) % (PORTS.end - PORTS.start);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    Err(Fault::new(format!(
        "failed to find a free port on 127.0.0.1 in {PORT_TRIES} tries between {} and {}",
        PORTS.start, PORTS.end
    )))
}

fn marks(scenario: &Scenario) -> Result<BTreeMap<Language, String>, Fault> {
    let book = built_in::book();
    let mark = |language: &Language| {
        book.exercise_mark(language.as_str())
            .map(|mark| (language.clone(), mark))
            .ok_or_else(|| Fault::new(format!("the words of the exercise have no {language}")))
    };
    scenario.site.languages.iter().map(mark).collect()
}

fn siren_config(
    scenario: &Scenario,
    id: &SirenId,
    fault: SirenFault,
    server_keys: &Table,
    server: SocketAddr,
) -> String {
    let fault = match fault {
        SirenFault::None | SirenFault::NoPower => "none",
        SirenFault::DeadHorn => "dead_horn",
        SirenFault::Deaf => "deaf",
    };
    let microphone = table([
        ("kind", "simulated".into()),
        ("fault", fault.into()),
        ("noise_db", NOISE_DB.into()),
    ]);
    let sound = table([("kind", "wav".into()), ("folder", "sounds".into())]);
    let config = table([
        ("siren", id.as_str().into()),
        ("site", scenario.site.id.clone().into()),
        ("epoch", 1.into()),
        ("server", format!("ws://{server}/sirens/link").into()),
        ("key_file", "siren.key".into()),
        ("state_dir", "state".into()),
        ("server_keys", server_keys.clone().into()),
        ("sound", sound.into()),
        ("microphone", microphone.into()),
    ]);
    config.to_string()
}

/// The key that a siren made for itself, as its program prints it on the mast.
fn siren_key(program: &Path, config: &Path) -> Result<String, Fault> {
    let failed = |why: String| Fault::new(format!("failed to make the key of a siren: {why}"));
    let out = Command::new(program)
        .arg("--config")
        .arg(config)
        .arg("--print-key")
        .output()
        .map_err(|e| failed(format!("{}: {e}", program.display())))?;
    if !out.status.success() {
        return Err(failed(String::from_utf8_lossy(&out.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&out.stdout);
    text.lines()
        .find_map(|line| line.strip_prefix("public key"))
        .map(|key| key.trim().to_owned())
        .ok_or_else(|| failed(format!("{} printed no public key", program.display())))
}

fn server_config(
    scenario: &Scenario,
    siren: BTreeMap<SirenId, SirenConfig>,
    listen: SocketAddr,
    screens: usize,
) -> Result<String, Fault> {
    let place = &scenario.site;
    // Every screen is on this machine, and so has the same address.
    let live = Live {
        connections_max: screens + CONNECTIONS_BESIDE,
        connections_per_address_max: screens + CONNECTIONS_BESIDE,
        ..Live::default()
    };
    let config = Config {
        folders: Folders::default(),
        registry: RegistryConfig::default(),
        population: PopulationConfig::default(),
        http: Http {
            listen: listen.into(),
            ..Http::default()
        },
        live,
        ntfy: Ntfy::default(),
        mqtt: BrokerConfig::default(),
        watchdog: Watchdog::default(),
        journal: Journal::default(),
        site: SiteConfig {
            id: place.id.clone(),
            name: place.name.clone(),
            sender: place.sender.clone(),
            languages: place.languages.clone(),
            zone_file: None,
            zone: place.zone.clone(),
            siren,
            sensor: place.sensor.clone(),
            officer: place.officer.clone(),
            cause: BTreeMap::new(),
            drafts: None,
            turns: vigie_core::site::TurnRule::default(),
        },
        intake: Intake::default(),
        cap: Cap::default(),
        web_push: WebPush::default(),
        signup: SignUp::default(),
        channel: vigie_channels::every::Configs::default(),
        hook: vigie_channels::every::Hooks::new(),
    };
    let text = toml::to_string(&config)
        .map_err(|e| Fault::new(format!("failed to write the configuration: {e}")))?;
    Ok(format!(
        "# EXERCISE: the site of `vigie demo`, scenario {}.\n\n{text}",
        scenario.name
    ))
}

/// Tokens and people go into the registry, as `vigie token add` and `vigie import` would put them.
fn register(scenario: &Scenario, site: &mut SiteFolder) -> Result<(), Fault> {
    let failed = |e: vigie_store::registry::Fault| Fault::new(e.to_string());
    let now = clock::now();
    let people = People::open(&site.state()).map_err(failed)?;
    let token = |who: Who| {
        let (role, scope) = who.grant();
        let grant = NewToken {
            role: role.to_owned(),
            label: format!("exercise {}", scenario.name),
            scope,
            expires_at_ms: Some(now.plus_s(TOKEN_DAYS * 86_400).unix_ms()),
        };
        let added = people.registry().add_token(&grant, now.unix_ms());
        added.map(|(_, secret)| secret).map_err(failed)
    };
    for id in scenario.site.officer.keys() {
        let secret = token(Who::Officer(id.clone()))?;
        site.officers.insert(id.clone(), secret);
    }
    for id in scenario.site.sensor.keys() {
        let secret = token(Who::Sensor(id.clone()))?;
        site.sensors.insert(id.clone(), secret);
    }
    site.screens = token(Who::Screens)?;
    let languages = scenario.site.languages.iter().cycle();
    let roster: Vec<NewPerson> = scenario
        .roster
        .everybody()
        .zip(languages)
        .map(|(name, language)| NewPerson {
            name: name.clone(),
            group: Some("embassy staff".to_owned()),
            language: language.to_string(),
            ..NewPerson::default()
        })
        .collect();
    let put = people
        .registry()
        .put(&roster, Agreed::Yes, now.unix_ms())
        .map_err(failed)?;
    let registered = put.iter().zip(roster).filter_map(|(put, who)| {
        let id = put.who()?.id.clone();
        Some((id, who.name))
    });
    site.people = registered.collect();
    Ok(())
}

fn table<const N: usize>(entries: [(&str, Value); N]) -> Table {
    entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    let failed = |e: std::io::Error| Fault::new(format!("failed to write {}: {e}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}
