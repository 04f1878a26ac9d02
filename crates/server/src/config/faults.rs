//! What is wrong with the settings of the program, and what is not wrong and should be known.

use super::Config;
use vigie_core::site::{Role, Site};

/// Settings out of range.
pub(super) fn settings(config: &Config, faults: &mut Vec<String>) {
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
    if !(1..=1_000_000).contains(&config.live.connections_per_address_max) {
        faults.push(format!(
            "live.connections_per_address_max is {}; choose 1 to 1000000",
            config.live.connections_per_address_max
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

/// What is not wrong and should be known.
pub(super) fn remarks(site: &Site) -> Vec<String> {
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
