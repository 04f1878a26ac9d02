//! Incoming messages: which feeds there are, and what is done with what they say.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;
use vigie_cap::sign::{Signatures, Trust, TrustedKey};
use vigie_core::ids::{FeedId, is_name};
use vigie_core::site::{AsOf, FeedRule, Site};

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
    /// Public keys or certificates (PEM) of its authority. With any, what none of them signed is shown to
    /// nobody by itself; without, nothing of it sets off a standing order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Which signatures its messages carry.
    #[serde(default)]
    pub signatures: Carried,
    /// Allow an address inside this machine or a private network: only for a feed of your own.
    #[serde(default)]
    pub inside: bool,
}

impl CapFeed {
    /// The rule by which the core judges what comes from this feed.
    pub(super) fn rule(&self) -> FeedRule {
        FeedRule {
            relay_from: self.relay_from.clone(),
            draft_from: self.draft_from.clone(),
            only_here: self.only_here,
            exercises: self.exercises,
            as_of: self.as_of,
            address: Some(self.address()),
            keys: self.trusted().map(|key| key.sha256_hex()).collect(),
        }
    }

    /// Where it is read from, as two people agree to it. A folder is on this machine, wherever that is.
    fn address(&self) -> String {
        self.url.clone().unwrap_or_else(|| FOLDER.to_owned())
    }

    /// The feed as it may be read: whoever moves it in the file alone moves nothing. None while it must not
    /// be read at all.
    pub(crate) fn where_agreed(self, site: &Site) -> Option<Self> {
        let rule = site.feeds.get(&self.name);
        let agreed = rule.and_then(|rule| rule.address.clone());
        match agreed {
            Some(agreed) if agreed != self.address() => (agreed != FOLDER).then_some(Self {
                url: Some(agreed),
                folder: None,
                ..self
            }),
            Some(_) | None => Some(self),
        }
    }

    /// Whose signatures are believed; none where the feed has no keys.
    pub(crate) fn trust(&self) -> Option<Trust> {
        let signatures = match self.signatures {
            Carried::One => Signatures::One,
            Carried::Naads => Signatures::Naads,
        };
        let keys: Vec<TrustedKey> = self.trusted().collect();
        (!keys.is_empty()).then(|| Trust {
            keys,
            signatures,
            ..Trust::default()
        })
    }

    /// Its keys; those that cannot be read stop the start.
    fn trusted(&self) -> impl Iterator<Item = TrustedKey> {
        let name = self.name.as_str();
        let keys = self.keys.iter();
        keys.filter_map(move |pem| TrustedKey::from_pem(name, pem).ok())
    }
}

/// Which signatures a feed's messages carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// One, as CAP foresees.
    #[default]
    One,
    /// Two, as Canada's NAADS sends.
    Naads,
}

/// What stands for the address of a folder.
const FOLDER: &str = "folder";

/// Keys of one feed: an authority replaces one by giving both for a while; each costs a check.
const KEYS_MAX: usize = 8;

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

/// What is wrong with the feeds.
pub(super) fn faults(feeds: &[CapFeed], faults: &mut Vec<String>) {
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
                    faults.push(format!("{at}: url {address:?} is not an address: {error}"));
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
        for pem in &feed.keys {
            if let Err(fault) = TrustedKey::from_pem(feed.name.as_str(), pem) {
                faults.push(format!("{at}: keys: {fault}"));
            }
        }
        if feed.keys.len() > KEYS_MAX {
            faults.push(format!(
                "{at}: has {} keys; keep at most {KEYS_MAX}",
                feed.keys.len()
            ));
        }
        if !(1..=86_400).contains(&feed.poll_s) {
            faults.push(format!(
                "{at}: poll_s is {}; choose 1 to 86400",
                feed.poll_s
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(url: Option<&str>) -> CapFeed {
        let mut feed: CapFeed = toml::from_str("name = \"weather\"").unwrap();
        feed.url = url.map(ToOwned::to_owned);
        feed.folder = url.is_none().then(|| PathBuf::from("inbox"));
        feed
    }

    fn agreed(feed: &CapFeed) -> Site {
        let mut site: Site = serde_json::from_value(serde_json::json!({
            "id": "x", "name": "x", "sender": "x", "languages": [], "zones": {}, "sirens": {}, "sensors": {},
            "officers": {}, "feeds": {}, "words": {},
        }))
        .unwrap();
        site.feeds.insert(feed.name.clone(), feed.rule());
        site
    }

    #[test]
    fn a_feed_is_read_where_two_people_agreed_to() {
        let (here, there) = (
            feed(Some("https://a.example/")),
            feed(Some("https://b.example/")),
        );
        let folder = feed(None);
        let read = |file: &CapFeed, site: &Site| file.clone().where_agreed(site);
        assert_eq!(read(&here, &agreed(&here)), Some(here.clone()));
        assert_eq!(read(&there, &agreed(&here)), Some(here.clone()));
        assert_eq!(read(&folder, &agreed(&here)).unwrap().url, here.url);
        assert_eq!(
            read(&here, &agreed(&folder)),
            None,
            "which folder is not known"
        );
        let mut before = agreed(&here);
        for rule in before.feeds.values_mut() {
            rule.address = None;
        }
        assert_eq!(read(&there, &before), Some(there));
    }
}
