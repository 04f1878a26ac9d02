//! What is wrong with the settings of the program, and what is not wrong and should be known.

use super::{At, Config, Http, PopulationConfig, RegistryConfig, Way};
use crate::http::proxied::Proxies;
use crate::http::secret::Secret;
use crate::live::Origins;
use crate::watchdog::Signal;
use std::collections::BTreeSet;
use std::path::Path;
use vigie_core::decision::standing_order::hours::Hours;
use vigie_core::site::{Role, Site};

/// Whether paths can be put behind it: a server, perhaps a folder there, and nothing else.
fn is_base(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    })
}

impl Http {
    /// What is wrong with it; paths are made absolute.
    pub(crate) fn faults(&mut self, folder: &Path, faults: &mut Vec<String>) {
        self.listen.in_folder(folder);
        for path in [&mut self.tls_certificate, &mut self.tls_key]
            .into_iter()
            .flatten()
        {
            *path = folder.join(&path);
        }
        http_faults(self, faults);
    }

    /// The proxies that say who asks on a way in.
    pub fn proxies(&self, way: &Way) -> Result<Proxies, String> {
        let named = way.proxy_protocol_from.as_ref();
        Proxies::read(named.unwrap_or(&self.proxy_protocol_from))
    }
}

fn http_faults(http: &Http, faults: &mut Vec<String>) {
    for way in http.listen.ways() {
        if let Some(address) = way.exposed()
            && !http.behind_tls_proxy
            && !http.seals(way)
        {
            faults.push(format!(
                "http.listen is {address}, open to other machines without TLS; listen on 127.0.0.1, name http.tls_certificate and http.tls_key, or set http.behind_tls_proxy = true where a proxy adds TLS"
            ));
        }
        if way.tls == Some(true) && (http.tls_key.is_none() || matches!(way.at, At::Unix(_))) {
            faults.push(
                "http.listen: tls = true needs an address, http.tls_certificate and http.tls_key"
                    .to_owned(),
            );
        }
        if let Err(fault) = http.proxies(way) {
            faults.push(format!("http.proxy_protocol_from: {fault}"));
        }
    }
    if http.tls_certificate.is_some() != http.tls_key.is_some() {
        faults.push(
            "http.tls_certificate and http.tls_key belong together; name both or none".to_owned(),
        );
    }
    if let Err(fault) = Secret::of(http) {
        faults.push(format!("http.tls_key: {fault}"));
    }
    if !(1_024..=16 << 20).contains(&http.body_bytes_max) {
        faults.push(format!(
            "http.body_bytes_max is {}; choose 1024 to 16777216",
            http.body_bytes_max
        ));
    }
    if !http.public_url.is_empty() && !is_base(&http.public_url) {
        faults.push(format!(
            "http.public_url {:?} is no address that others can begin with; write it like \"https://alerts.site.example\"",
            http.public_url
        ));
    }
}

/// Settings out of range.
pub(super) fn settings(config: &Config, faults: &mut Vec<String>) {
    population(&config.population, faults);
    registry(&config.registry, faults);
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
    if !(1..=1_000_000).contains(&config.live.connections_per_address_max) {
        faults.push(format!(
            "live.connections_per_address_max is {}; choose 1 to 1000000",
            config.live.connections_per_address_max
        ));
    }
    if !(1..=100_000).contains(&config.ntfy.connections_max) {
        faults.push(format!(
            "ntfy.connections_max is {}; choose 1 to 100000",
            config.ntfy.connections_max
        ));
    }
    if !(1..=100_000).contains(&config.live.kept) {
        faults.push(format!(
            "live.kept is {}; choose 1 to 100000",
            config.live.kept
        ));
    }
    config.live.slow().faults("live", faults);
    config.web_push.faults(faults);
    faults.extend(Origins::fault(&config.live.origins).map(|fault| format!("live.{fault}")));
    if let Err(fault) = config.mqtt.read() {
        faults.push(format!("mqtt: {fault}"));
    }
    if let Err(fault) = Signal::read(&config.watchdog) {
        faults.push(format!("watchdog: {fault}"));
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

/// What lists would be read by.
fn registry(config: &RegistryConfig, faults: &mut Vec<String>) {
    if let Err(why) = crate::import::country(&config.country) {
        faults.push(format!("registry.country: {why}"));
    }
    let day = Hours {
        time_zone: config.time_zone.clone(),
        from_min: 0,
        to_min: 1_440,
        days: BTreeSet::new(),
    };
    if let Some(why) = day.fault().filter(|_| !config.time_zone.is_empty()) {
        faults.push(format!("registry.time_zone: {why}"));
    }
}

/// Longest name of a source, in bytes: it stands beside every number.
const SOURCE_BYTES_MAX: usize = 80;

/// A grid that is not there at all; what it holds `vigie check` reads.
fn population(config: &PopulationConfig, faults: &mut Vec<String>) {
    let PopulationConfig { grid, source } = config;
    if source.len() > SOURCE_BYTES_MAX {
        faults.push(format!(
            "population.source has {} bytes, at most {SOURCE_BYTES_MAX} are shown beside a number",
            source.len()
        ));
    }
    if grid.as_os_str().is_empty() {
        if !source.is_empty() {
            faults.push("population.source is said of no grid; name population.grid".to_owned());
        }
    } else if !grid.is_file() {
        faults.push(format!(
            "population.grid: there is no file {}; take the key out, and no estimate is shown",
            grid.display()
        ));
    }
}

/// What is not wrong and should be known.
pub(super) fn remarks(site: &Site) -> Vec<String> {
    let mut remarks = Vec::new();
    for language in &site.languages {
        let missing = site.words.values();
        let missing = missing.filter(|words| !words.languages.contains_key(language));
        let missing: Vec<&str> = missing.map(|words| words.danger.as_str()).collect();
        if !missing.is_empty() {
            remarks.push(format!(
                "no words in {language} for {}; warnings of these leave {language} out",
                missing.join(", ")
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
