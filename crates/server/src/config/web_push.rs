//! How browsers and apps of the public are woken.

use serde::{Deserialize, Serialize};
use url::Url;

/// Web Push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebPush {
    /// Where a push service may write to when something is wrong: `mailto:duty@site.example` or an `https:` address.
    /// Some push services refuse whoever names none.
    pub contact: String,
    /// Subscriptions of apps that are taken at most.
    pub subscriptions_max: u64,
    /// Push services inside a private network that may be asked, by their addresses: `http://10.0.0.5:8080`. All
    /// others are asked outside, and by TLS.
    pub inside: Vec<String>,
}

impl Default for WebPush {
    fn default() -> Self {
        Self {
            contact: String::new(),
            subscriptions_max: 50_000,
            inside: Vec::new(),
        }
    }
}

impl WebPush {
    /// The push services inside.
    pub fn inside(&self) -> Vec<Url> {
        let read = self.inside.iter().map(|address| Url::parse(address));
        read.filter_map(Result::ok).collect()
    }

    /// What is wrong with it.
    pub(super) fn faults(&self, faults: &mut Vec<String>) {
        let is_contact = self.contact.is_empty()
            || self
                .contact
                .strip_prefix("mailto:")
                .is_some_and(|mail| mail.contains('@'))
            || self.contact.starts_with("https://");
        if !is_contact {
            faults.push(format!(
                "web_push.contact {:?} is neither mailto: nor https://; write it like \"mailto:duty@site.example\"",
                self.contact
            ));
        }
        if !(1..=1_000_000).contains(&self.subscriptions_max) {
            faults.push(format!(
                "web_push.subscriptions_max is {}; choose 1 to 1000000",
                self.subscriptions_max
            ));
        }
        for address in &self.inside {
            let url = Url::parse(address).ok();
            let is_origin = url.is_some_and(|url| {
                matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/"
            });
            if !is_origin {
                faults.push(format!(
                    "web_push.inside names {address:?}, which is no server; write it like \"http://10.0.0.5:8080\""
                ));
            }
        }
    }
}
